"""What a sentence holds that tells the direction of an outcome between two groups.

The tokens of a sentence (``direction_tokens``) are marked for a triple (``direction_triple``) as
outcome, intervention or comparator; ``features`` gives named numbers for the linear model of
``direction_model``. The same code serves training and use.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assuage.reading.direction_cues import Cue, cues
from assuage.reading.direction_pairs import nearest, pair_sign
from assuage.reading.direction_tokens import BREAKS, Tokens, stem
from assuage.reading.direction_triple import CONTROL_STEMS, Triple
from assuage.reading.direction_words import SIGN, STOP
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
    figures = any(s[0] == "#" for s in ours)
    for i, root in enumerate(sentence.stems):
        weight = outcome.get(root)
        if weight is not None:
            seen[root] = weight
            by_clause.setdefault(sentence.clauses[i], {})[root] = weight
            if weight > MARKED_FROM:
                roles[i] = "O"
        elif sentence.kinds[i] in NEVER:
            if figures and sentence.kinds[i] == "num":
                if "#" + sentence.words[i] in ours:
                    roles[i] = "I"
                    has_i = True
                elif "#" + sentence.words[i] in theirs:
                    roles[i] = "C"
                    has_c = True
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


def features(
    sentence: Tokens, unit: Unit, ask: Triple, following: Tokens | None = None
) -> dict[str, float]:
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
            if ask.leaning and cue.family == "j":
                out["r&lean"] = value * ask.leaning
            out["r&" + polarity + ("j" if cue.family == "j" else "")] = value
    if ask.change:
        out["outchange"] = float(ask.change)
    last = sentence.starts[outcome_at[-1]] if outcome_at else sentence.start
    ratio = nearest(sentence.ratios, last)
    if ratio:
        out["ratio"] = float(ratio)
        out["ratio&p:" + p_state] = float(ratio)
    side = nearest(sentence.intervals, last)
    if side is not None:
        out["interval:" + ("out" if side else "in")] = 1.0
        if side:
            out["interval"] = float(side)
    pair, sure = pair_sign(sentence, unit.roles, outcome_at[-1] if outcome_at else -1)
    if pair:
        out["pair"] = pair
        out["pair:" + ("sure" if sure else "unsure")] = pair
        out["pair&p:" + p_state] = pair
        if best is None:
            out["pair&nocue"] = pair
    _differences(out, sentence, unit, ask, p_state, best is not None and best[0] < 20.0)
    if following is not None and following.words:
        _denied_next(out, following, ask, p_state)
    _shapes(out, sentence, unit, polarity, {c.at: c for c in found})
    return out


def _differences(
    out: dict[str, float], sentence: Tokens, unit: Unit, ask: Triple, p_state: str, cued: bool
) -> None:
    """A difference that is stated or denied, and which way the outcome's desirability points it."""
    kinds, clauses = sentence.kinds, sentence.clauses
    stated = denied = False
    after, subject, subject_of_other = "", False, False
    for i, kind in enumerate(kinds):
        if clauses[i] == unit.clause:
            if kind in ("diff", "cause"):
                if "not" in kinds[max(0, i - _DENIED_BEFORE) : i + _DENIED_AFTER]:
                    denied = True
                elif kind == "diff":
                    stated = True
        elif clauses[i] > unit.clause and not after:
            # "lower with A, but the difference was not significant"
            if clauses[i] != clauses[i - 1]:
                subject = False
            if kind in ("same", "pns") or (kind == "not" and _denies(kinds, i)):
                after = "denied after" + (" other" if subject else "")
                subject_of_other = subject
            elif kind is None and unit.roles[i] is None:
                subject = subject or sentence.words[i] not in _NO_SUBJECT
    state = "both" if stated and denied else "yes" if stated else "no" if denied else "none"
    p_state = "p:" + p_state
    out["diff:" + state] = 1.0
    out["diff:" + state + "&" + p_state] = 1.0
    if after and not (subject_of_other and cued):
        out[after] = 1.0
        out[after + "&" + p_state] = 1.0
        out[after + "&diff:" + ("yes" if stated else "no" if denied else "none")] = 1.0
    for name, value in (("lean", ask.leaning), ("good", float(ask.polarity))):
        if value:
            out[name] = value
            out[name + "&" + p_state] = value
            out[name + "&diff:" + state] = value
            if ask.lead:
                # what is tried is expected to do good
                out[name + "&lead"] = value * ask.lead
                out[name + "&lead&" + p_state] = value * ask.lead
                out[name + "&lead&diff:" + state] = value * ask.lead


def _denied_next(out: dict[str, float], following: Tokens, ask: Triple, p_state: str) -> None:
    """ "This difference was not significant": a denial in the sentence that follows."""
    kinds = following.kinds
    if not any(kind == "not" and _denies(kinds, i) for i, kind in enumerate(kinds)):
        return
    own = any(ask.outcome.get(root, 0.0) > MARKED_FROM for root in following.stems)
    out["next denies:" + ("own" if own else "other")] = 1.0
    if following.words[0] in _BACK:
        out["next denies back"] = 1.0
    if p_state == "none":
        out["next denies no p"] = 1.0


def _denies(kinds: Sequence[str | None], at: int) -> bool:
    return not _DENIABLE.isdisjoint(kinds[at : at + _DENIAL])


_DENIED_BEFORE, _DENIED_AFTER = 6, 3
"""Tokens before and after *difference* among which *no* or *not* denies it."""
_DENIAL = 8
"""Tokens from *not* to the *significant*, *difference* or *effect* that it denies."""
_DENIABLE = frozenset(("sig", "diff", "cause"))
_NO_SUBJECT = (
    STOP
    | BREAKS
    | frozenset(
        str.split(
            "statistical groupwise intervention control analysis test two three very again towards "
            "frequent common degree ci hr ratio hazard responses obtained also one"
        )
    )
)
"""Words with which a later clause still speaks of the same outcome."""
_BACK = frozenset(str.split("however but this these the although between neither none no"))
"""First words of a sentence that may speak of what the one before said."""
MARKED_FROM = 1.2
"""Weight from which a word alone marks the outcome: *score* or *rate* does not."""


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
