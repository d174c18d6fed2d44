"""What a sentence holds that tells the direction of an outcome between two groups.

The tokens of a sentence (``direction_tokens``) are marked for a triple (``direction_triple``) as
outcome, intervention or comparator; ``features`` gives named numbers for the linear model of
``direction_model``. The same code serves training and use.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assuage.reading.direction_cues import Cue, cues
from assuage.reading.direction_tokens import Tokens, stem
from assuage.reading.direction_triple import CONTROL_STEMS, Triple
from assuage.reading.direction_words import SIGN
from assuage.terms.reading import Span


@dataclass(slots=True)
class Unit:
    """One sentence seen by one triple."""

    roles: list[str | None]
    overlap: float
    clause: int
    clause_overlap: float
    has_i: bool
    has_c: bool


NEVER = frozenset(SIGN) | {"not", "sig", "num", "than", "versus", "between"}


def marked(sentence: Tokens, ask: Triple) -> Unit:
    """Which tokens name the outcome (O), the intervention (I) and the comparator (C)."""
    roles: list[str | None] = [None] * len(sentence.stems)
    seen: dict[str, float] = {}
    by_clause: dict[int, dict[str, float]] = {}
    outcome, ours, theirs = ask.outcome, ask.intervention, ask.comparator
    has_i = has_c = False
    for i, root in enumerate(sentence.stems):
        weight = outcome.get(root)
        if weight is not None:
            seen[root] = weight
            by_clause.setdefault(sentence.clauses[i], {})[root] = weight
            if weight > 1.2:
                roles[i] = "O"
        elif sentence.kinds[i] in NEVER:
            continue
        elif root in ours:
            roles[i] = "I"
            has_i = True
        elif root in theirs:
            roles[i] = "C"
            has_c = True
        elif "-" in root:
            for part in root.split("-"):
                part = stem(part)
                if part in ours:
                    roles[i] = "I"
                    has_i = True
                    break
                if part in theirs:
                    roles[i] = "C"
                    has_c = True
                    break
    overlap = min(1.0, sum(seen.values()) / ask.total)
    best, best_value = 0, 0.0
    for clause, found in sorted(by_clause.items()):
        value = sum(found.values())
        if value > best_value + 1e-9:
            best, best_value = clause, value
    return Unit(roles, overlap, best, min(1.0, best_value / ask.total), has_i, has_c)


def marked_spans(
    sentence: Tokens, outcome: Sequence[Span], ours: Sequence[Span], theirs: Sequence[Span]
) -> Unit:
    """The same where the places of the names are known; control groups' words count as comparator."""
    roles: list[str | None] = [None] * len(sentence.stems)
    for i, root in enumerate(sentence.stems):
        if root in CONTROL_STEMS and sentence.kinds[i] not in NEVER:
            roles[i] = "C"
    for role, spans in (("C", theirs), ("I", ours), ("O", outcome)):
        for span in spans:
            place = bisect_left(sentence.starts, span.start)
            while place < len(roles) and sentence.starts[place] < span.end:
                roles[place] = role
                place += 1
    clauses = [sentence.clauses[i] for i, role in enumerate(roles) if role == "O"]
    return Unit(roles, 1.0, clauses[0] if clauses else 0, 1.0, bool(ours), bool(theirs))


def features(sentence: Tokens, unit: Unit, ask: Triple) -> dict[str, float]:
    """Named numbers of one sentence for one triple."""
    out: dict[str, float] = {"1": 1.0}
    roles, clauses = unit.roles, sentence.clauses
    size = len(roles)
    polarity = "+" if ask.polarity > 0 else "-" if ask.polarity < 0 else "0"
    outcome_at = [i for i in range(size) if roles[i] == "O" and clauses[i] == unit.clause]
    found = cues(sentence, roles)
    best: tuple[float, Cue] | None = None
    sums: dict[str, float] = {}
    for cue in found:
        here = "" if clauses[cue.at] == unit.clause else "~"
        family = cue.family + (polarity if cue.family == "j" else "")
        value = cue.sign * (cue.turn or 1.0)
        key = here + ("neg" if cue.negated else "") + family
        sums[key] = sums.get(key, 0.0) + (1.0 if cue.negated else value)
        if not here:
            cost = 20.0
            for k in outcome_at:
                cost = min(cost, k - cue.end if k > cue.end else (cue.at - k) + 1.0)
            if best is None or cost < best[0]:
                best = (cost, cue)
    for key, value in sums.items():
        out["s:" + key] = max(-2.0, min(2.0, value))
        out["a:" + key] = 1.0
    if best is None and found:
        best = (30.0, found[0])
    p_here = [low for k, low in sentence.p.items() if clauses[k] == unit.clause]
    p_all = p_here or list(sentence.p.values())
    p_state = "none"
    if p_all:
        p_state = "sig" if all(p_all) else "mixed" if any(p_all) else "ns"
        out["p" + ("" if p_here else "~") + ":" + p_state] = 1.0
    if outcome_at and sentence.p:
        later = [k for k in sentence.p if k > outcome_at[-1]]
        if later:
            p_state = "sig" if sentence.p[min(later)] else "ns"
            out["pnext:" + p_state] = 1.0
    if best is not None:
        cost, cue = best
        family = cue.family + (polarity if cue.family == "j" else "")
        value = cue.sign * (cue.turn or 1.0)
        if cue.negated:
            out["rneg:" + family] = 1.0
        else:
            out["r:" + family + ("t" if cue.turn else "u")] = value
            out["r:" + ("j" if cue.family == "j" else "all")] = value
            out["r&p:" + p_state] = value
            if cost <= 5:
                out["rclose:" + family] = value
            if ask.change:
                out["r&change"] = value
            out["r&" + polarity + ("j" if cue.family == "j" else "")] = value
    if ask.change:
        out["outchange"] = float(ask.change)
    if sentence.ratio:
        out["ratio"] = float(sentence.ratio)
    if sentence.crosses:
        out["interval:" + ("in" if sentence.crosses > 0 else "out")] = 1.0
    pair = _pair(sentence, unit, outcome_at[-1] if outcome_at else -1)
    if pair:
        out["pair"] = pair
        out["pair&p:" + p_state] = pair
        if best is None:
            out["pair&nocue"] = pair
    _shapes(out, sentence, unit, polarity, {c.at: c for c in found})
    return out


def _pair(sentence: Tokens, unit: Unit, after: int) -> float:
    """Sign of intervention less comparator for the first pair of figures after the outcome."""
    kinds, words = sentence.kinds, sentence.words
    values = _values(sentence)
    for joining in (_VERSUS, _AND):
        for (i, first), (j, second) in pairwise(values):
            if (i < after and j < after) or j - i > _PAIR_APART:
                continue
            if not any(kinds[k] in joining or words[k] in joining for k in range(i + 1, j)):
                continue
            if first == second:
                return 0.0
            order = next((1.0 if r == "I" else -1.0 for r in unit.roles if r in ("I", "C")), 1.0)
            return order if first > second else -order
    return 0.0


_PAIR_APART = 14
"""Tokens between two figures that are compared, at most."""
_VERSUS = frozenset(("versus", "than"))
_AND = frozenset(("and", "while", "whereas", "but"))
_BEFORE_TIMES = frozenset(
    str.split("week weeks day days month months year years at n ci sd se age aged grade")
)
_UNITS_OF_TIME = frozenset(str.split("weeks week months month h years year ci patients confidence"))


def _values(sentence: Tokens) -> list[tuple[int, float]]:
    """Figures that may be results of a group: not spreads, intervals, times or counts of people."""
    kinds, words = sentence.kinds, sentence.words
    found: list[tuple[int, float]] = []
    inside = 0
    for i, kind in enumerate(kinds):
        if kind in ("(", "["):
            if inside or (i and kinds[i - 1] in ("num", "pct")):
                inside += 1
        elif kind in (")", "]"):
            inside = max(0, inside - 1)
        if kind != "num" or inside or i not in sentence.numbers:
            continue
        before = words[i - 1] if i else ""
        after = words[i + 1] if i + 1 < len(words) else ""
        if (i and kinds[i - 1] == "pm") or before in _BEFORE_TIMES or after in _UNITS_OF_TIME:
            continue
        found.append((i, sentence.numbers[i]))
    return found


def _shapes(
    out: dict[str, float], sentence: Tokens, unit: Unit, polarity: str, cues: Mapping[int, Cue]
) -> None:
    """Sequences of classes and marks within the clause, and words beside them."""
    shape: list[str] = []
    turned: list[str] = []
    words: list[str] = []
    for i, kind in enumerate(sentence.kinds):
        if sentence.clauses[i] != unit.clause:
            continue
        role = unit.roles[i]
        if role:
            if not words or words[-1] != role:
                words.append(role)
        elif kind not in PLAIN:
            words.append(sentence.stems[i])
        mark = role or kind
        if mark is None or mark in UNSHAPED:
            continue
        cue = cues.get(i)
        if cue is not None:
            plus = "+" if cue.sign * (cue.turn or 1.0) > 0 else "-"
            turned.append(plus + cue.family + (polarity if cue.family == "j" else ""))
        elif role == "O":
            if not turned or turned[-1] != "O":
                turned.append("O")
        elif role is None:
            turned.append(mark)
        if mark in ("good", "bad"):
            mark += polarity
        if not shape or shape[-1] != mark:
            shape.append(mark)
    for i, a in enumerate(shape):
        out["k:" + a] = 1.0
        if i + 1 < len(shape):
            out["k:" + a + " " + shape[i + 1]] = 1.0
            if i + 2 < len(shape):
                out["k:" + a + " " + shape[i + 1] + " " + shape[i + 2]] = 1.0
    for i, a in enumerate(turned[:-1]):
        out["o:" + a + " " + turned[i + 1]] = 1.0
        if i + 2 < len(turned):
            out["o:" + a + " " + turned[i + 1] + " " + turned[i + 2]] = 1.0
    for i, a in enumerate(words):
        out["w:" + a] = 1.0
        if i + 1 < len(words):
            out["w:" + a + " " + words[i + 1]] = 1.0


PLAIN = frozenset(str.split("( ) [ ] , : num pct pm"))
UNSHAPED = PLAIN | {"in", "show"}
