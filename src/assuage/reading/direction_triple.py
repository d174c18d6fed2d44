"""A triple (intervention, comparator, outcome) made ready for comparing with sentences.

The words of the outcome get weights by rarity; of the two arms only the words that tell them apart
are kept. Abbreviations of the text are followed both ways, and labels of groups ("group A") are
tied to the arm whose words define them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assuage.reading.direction_tokens import GROUPS, stem
from assuage.reading.direction_words import (
    CLASSES,
    CONTROL_NAMES,
    CONTROLS,
    GOODS,
    HARMS,
    SIGN,
    STOP,
    TREATED_NAMES,
)
from assuage.terms.reading import Abbreviation

WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?|\d+(?:\.\d+)?")
GROUP_NAME = re.compile(r"\b(?:[Gg]roup|[Aa]rm|GROUP)s?\s+([A-Z][A-Z0-9]{0,3}|[ivxIVX]{1,3}|\d)\b")
SHORT_GROUP = re.compile(r"\b([A-Z]\d?)\s+(?:[Gg]roup|[Aa]rm)\b")
WITHOUT = re.compile(r"\b(?:no|without|not receiv\w*|did not receive|minus)\s+[\w-]+(?:\s+[\w-]+)?")
"""What an arm did not get must not be taken for what it got."""
DEFINED_AFTER = re.compile(
    r"\s*(?:\((?:n\s*=\s*\d+\s*[),;:]\s*\(?)?|:|=|,|-|–|received|was|were|patients|\[)"
    r"\s*([^();:.]{3,90})"
)
OPENED = re.compile(r"[(\[]\s*(?:n\s*=\s*\d+\s*[,;]\s*)?$")
"""A bracket that a group's label opens: what stands before it defines the group."""
SIGN_WORDS = frozenset(w for w, kind in CLASSES.items() if kind in SIGN or kind in ("not", "sig"))
"""Words of direction are never names of an arm ("low-dose" apart, which is one word)."""

_RARE = 6.3
"""Weight of a word that fewer than 8 of the 2,230 training abstracts hold: ln(2,230 / 4)."""
_DULL = 0.2
"""What a word such as *score* or *rate* counts of its weight."""
_LEAST_FOLLOWED = 1.3
"""Least weight of a word known only through an abbreviation: enough to be marked as the outcome."""
_SHORT_FORM = 0.8
"""Share of an outcome that its short form in brackets stands for."""
_COMMON = 1.6
"""Rarity from which a word may name an arm: fewer than one abstract in five holds it."""
_BRIEF = re.compile(r"\(([A-Za-z]*[A-Z][A-Za-z0-9-]{1,9})\)")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_JOINING = frozenset(str.split("a an the of in on at to for from by with and or plus"))
_FIRST_PART = re.compile(r"[(;,:]")
_BEFORE_LABEL, _AFTER_LABEL = 6, 10
_BEFORE_CHARACTERS = 80
"""Words beside a group's label that may define it."""


@dataclass(slots=True)
class Triple:
    """``outcome``: weight by stem; the arms: stems that only one of them has (doses as ``#20`` where
    nothing else tells them apart). ``polarity``: +1 where more of the outcome is good, -1 where it is
    harm, 0 unknown. ``change``: sign of a word of direction within the outcome ("reduction in
    pain"), else 0. ``total``: weight of all words. ``lead``: +1 where only the comparator is a
    control, -1 where only the intervention is, else 0. ``leaning``: -1 to +1, whether abstracts
    speak of such outcomes as lowered or raised."""

    outcome: dict[str, float]
    intervention: frozenset[str]
    comparator: frozenset[str]
    polarity: int
    change: int
    total: float
    lead: int = 0
    leaning: float = 0.0


def triple(
    intervention: str,
    comparator: str,
    outcome: str,
    rarity: Mapping[str, float],
    short: Iterable[Abbreviation] = (),
    labels: Mapping[str, set[str]] | None = None,
    leanings: Mapping[str, float] | None = None,
) -> Triple:
    """The words of the three; ``rarity``: logarithm of how rare a stem is among abstracts;
    ``leanings``: of stems (``leaning``)."""
    pairs = [(stem(a.short.lower()), _stems(a.long)) for a in short]
    asked, polarity, change = outcome_words(outcome, rarity)
    total = _without_short_forms(asked, outcome)
    weights = _followed(asked, pairs)
    ours, theirs = _arm(intervention, pairs), _arm(comparator, pairs)
    controlled = not theirs or _is_control(comparator)
    ours |= initials(intervention)
    theirs |= initials(comparator)
    only_ours = _telling(ours - theirs - set(weights), rarity)
    only_theirs = _telling(theirs - ours - set(weights), rarity)
    if not only_ours and not only_theirs:
        only_ours, only_theirs = _figures(intervention, comparator)
    if controlled:
        only_theirs |= CONTROL_STEMS - ours
        only_ours |= _TREATED_STEMS - only_theirs - set(weights)
    for label, stems in sorted((labels or {}).items()):
        if label in only_ours or label in only_theirs:
            continue
        for_us, for_them = len(stems & only_ours), len(stems & only_theirs)
        if for_us > for_them:
            only_ours |= {label}
        elif for_them > for_us:
            only_theirs |= {label}
    return Triple(
        weights,
        frozenset(only_ours),
        frozenset(only_theirs),
        polarity,
        change,
        total,
        _is_control(comparator) - _is_control(intervention),
        leaning(asked, leanings or {}),
    )


def leaning(weights: Mapping[str, float], leanings: Mapping[str, float]) -> float:
    """Mean leaning of an outcome's stems by weight, -1 to +1."""
    total = sum(weights.values()) or 1.0
    value = sum(weight * leanings.get(root, 0.0) for root, weight in weights.items()) / total
    return max(-1.0, min(1.0, value))


def _without_short_forms(weights: dict[str, float], outcome: str) -> float:
    """The weight of all words but short forms in brackets, each of which stands for nearly all."""
    brief = {stem(w.lower()) for w in _BRIEF.findall(outcome)} & set(weights)
    rest = sum(weight for root, weight in weights.items() if root not in brief)
    if not rest:
        return sum(weights.values()) or 1.0
    for root in brief:
        weights[root] = max(weights[root], _SHORT_FORM * rest)
    return rest


def _followed(
    asked: Mapping[str, float], pairs: list[tuple[str, frozenset[str]]]
) -> dict[str, float]:
    """With long forms for short ones and the other way round, each with the weight of what it replaces."""
    weights = dict(asked)
    for short, long in pairs:
        if short in asked:
            share = max(asked[short] / max(len(long), 1), _LEAST_FOLLOWED)
            for root in sorted(long - asked.keys()):
                weights[root] = max(weights.get(root, 0.0), share)
        elif long and long <= asked.keys():
            weights[short] = max(weights.get(short, 0.0), sum(asked[root] for root in sorted(long)))
    return weights


def _is_control(phrase: str) -> bool:
    words = WORD.findall(phrase)
    return not words or any(word.lower() in CONTROLS for word in words)


def initials(phrase: str) -> set[str]:
    """Short forms that the first words of a phrase would give (``tlrp``)."""
    words = [word.lower() for word in WORD.findall(_FIRST_PART.split(phrase)[0])]
    words = [word for word in words if word not in _JOINING and word[0].isalpha()]
    whole = "".join(word[0] for word in words)
    parts = "".join(part[0] for word in words for part in word.split("-") if part)
    return {stem(found) for found in (whole, parts) if 2 <= len(found) <= 5}


def _telling(stems: set[str], rarity: Mapping[str, float]) -> set[str]:
    """The stems without those of words that many abstracts use, unless that leaves none."""
    rare = {s for s in stems if rarity.get(s, _RARE) >= _COMMON or s in CONTROL_STEMS}
    return rare or stems


def _figures(intervention: str, comparator: str) -> tuple[set[str], set[str]]:
    """Figures that tell the arms apart: two doses of one drug."""
    ours, theirs = set(_FIGURE.findall(intervention)), set(_FIGURE.findall(comparator))
    return {"#" + figure for figure in ours - theirs}, {"#" + figure for figure in theirs - ours}


CONTROL_STEMS = frozenset(stem(word) for word in CONTROL_NAMES)
_TREATED_STEMS = frozenset(stem(word) for word in TREATED_NAMES)


_LASTING = frozenset(("time", stem("duration"), stem("length"), stem("latency")))
_LATE_IS_GOOD = frozenset(
    stem(word)
    for word in str.split(
        "survival progression relapse recurrence rescue analgesia analgesic failure death event first "
        "exercise walking disease"
    )
)
"""A longer time is harm, except until one of these."""


def outcome_words(phrase: str, rarity: Mapping[str, float]) -> tuple[dict[str, float], int, int]:
    """Weights of an outcome's stems, its polarity and its word of direction (``Triple``)."""
    weights: dict[str, float] = {}
    polarity = change = 0
    for found in WORD.findall(phrase):
        word = found.lower()
        root = stem(word)
        weight = rarity.get(root, _RARE) * (_DULL if word in STOP else 1.0)
        weights[root] = max(weight, weights.get(root, 0.0))
        kind = CLASSES.get(word)
        if not change and kind in ("rise", "fall", "up", "down"):
            change = SIGN[kind]
        if word in HARMS and not polarity:
            polarity = -1
        elif word in GOODS:
            polarity = 1
    if not _LASTING.isdisjoint(weights) and _LATE_IS_GOOD.isdisjoint(weights):
        polarity = -1
    return weights, polarity, change


def _arm(phrase: str, pairs: list[tuple[str, frozenset[str]]]) -> set[str]:
    found = {"group:" + match[1].lower() for match in GROUP_NAME.finditer(phrase)}
    found |= {"group:" + match[1].lower() for match in SHORT_GROUP.finditer(phrase)}
    last = ""
    for word in WORD.findall(WITHOUT.sub(" ", phrase)):
        low = word.lower()
        labelled = last in GROUPS and len(low) < 3
        last = low
        if labelled or low in SIGN_WORDS or (low in STOP and low != "no"):
            continue
        if len(low) < 2 or low.replace(".", "").isdigit():
            continue
        found.add(stem(low))
        if "-" in low:
            found.update(
                stem(part)
                for part in low.split("-")
                if len(part) > 1 and part not in STOP and part not in SIGN_WORDS
            )
    return found | {root for root in _expanded(found, pairs) if root not in SIGN_WORDS}


def _stems(phrase: str) -> frozenset[str]:
    return frozenset(
        stem(word.lower()) for word in WORD.findall(phrase) if word.lower() not in STOP
    )


def _expanded(stems: set[str], pairs: list[tuple[str, frozenset[str]]]) -> set[str]:
    """Long forms of the short forms among the stems, and short forms of long forms."""
    found: set[str] = set()
    for short, long in pairs:
        if short in stems:
            found |= long
        elif long and long <= stems:
            found.add(short)
    return found


def arm_labels(text: str) -> dict[str, set[str]]:
    """Labels of groups ("group A") and the stems of the words by which the text defines them."""
    out: dict[str, set[str]] = {}
    for match in GROUP_NAME.finditer(text):
        label = "group:" + match[1].lower()
        left = max(0, match.start() - _BEFORE_CHARACTERS)
        before = OPENED.search(text, left, match.start())
        if before:
            clause = re.split(r"[();:.,]", text[left : before.start()])[-1]
            words = WORD.findall(clause)[-_BEFORE_LABEL:]
            out.setdefault(label, set()).update(_stems(" ".join(words)))
        after = DEFINED_AFTER.match(text, match.end())
        if after:
            words = WORD.findall(GROUP_NAME.split(after[1])[0])[:_AFTER_LABEL]
            out.setdefault(label, set()).update(_stems(" ".join(words)))
    return out
