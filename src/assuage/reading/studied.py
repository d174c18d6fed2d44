"""In whom a study was done: the conditions of its title, methods and results, not of its background.

Healthy volunteers have no condition, whatever disease the abstract opens or closes with.
"""

import re
from collections import Counter

from assuage.terms.reading import Amounts, Reading

_ROLES = ("title", "methods", "results", None)
_TITLE_WEIGHT, _LEAST = 3, 2
"""As for what a record is about (``evidence.subjects``): two mentions, or the title."""
_HEALTHY = re.compile(
    r"\b(?:healthy|normal)\s(?:[\w-]+[\s,]+){0,4}?(?:volunteers|subjects|participants|men|women|males|females|"
    r"adults|humans|individuals|people|persons)\b|\bvolunteers\b",
    re.I,
)
_ILL = re.compile(
    r"\b(?:patients?|outpatients?|inpatients?|children|women|men|adults|people|sufferers)\s(?:[\w-]+\s){0,3}?"
    r"(?:with|suffering|undergoing|who|having|admitted|scheduled|diagnosed|presenting)\b"
    r"|\bpatients (?:were|received|completed)\b",
    re.I,
)

_NOT_IT = re.compile(r"\bnon[- ]?$", re.I)
"""*Non-cancer pain* is no cancer pain."""
_PEOPLE_WITH = re.compile(
    r"\b(?:patients|subjects|children|women|men|adults|people|outpatients|individuals)\s(?:with|suffering from|having|who had)\s"
    r"(?:[\w-]+\s){0,3}$",
    re.I,
)


def conditions(reading: Reading, text: str) -> tuple[str, ...]:
    """Ids of the conditions studied, most mentioned first; none where those studied were healthy."""
    if healthy(reading, text):
        return ()
    counts: Counter[str] = Counter()
    for mention in reading.mentions:
        if mention.kind != "condition" or not mention.id:
            continue
        role = _role(reading, mention.span.start)
        before = text[max(0, mention.span.start - 60) : mention.span.start]
        if role in _ROLES and not _NOT_IT.search(before):
            sure = role == "title" or _PEOPLE_WITH.search(before)
            counts[mention.id] += _TITLE_WEIGHT if sure else 1
    who = reading.population
    for mention in reading.mentions if who else ():
        if mention.kind == "condition" and mention.id and who is not None:
            before = text[max(0, mention.span.start - 5) : mention.span.start]
            inside = who.start <= mention.span.start < who.end and not _NOT_IT.search(before)
            counts[mention.id] += _TITLE_WEIGHT if inside else 0
    return tuple(i for i, n in sorted(counts.items(), key=lambda c: (-c[1], c[0])) if n >= _LEAST)


def healthy(reading: Reading, text: str) -> bool:
    """Whether volunteers without a disease were studied, and no patients."""
    told = [
        text[s.span.start : s.span.end]
        for s in reading.sentences
        if s.role in ("title", "aim", "methods", None)
    ]
    # A control group of volunteers beside patients is no study of the healthy.
    return any(_HEALTHY.search(t) for t in told) and not any(_ILL.search(t) for t in told)


def _role(reading: Reading, place: int) -> str | None:
    held = next((s for s in reversed(reading.sentences) if s.span.start <= place), None)
    return held.role if held else "background"


_EACH = re.compile(
    r"\b(?:each|per|every)\s(?:[\w-]+\s){0,3}?(?:groups?|arms?|cohorts?)\b|\b(?:groups?|arms?) of\s?$|\beach\)",
    re.I,
)
_SECOND = re.compile(
    r"(?:\band\b|\bor\b|\bversus\b|\bvs\.?|\bwhile\b|,|;|\()\s?(?:the other |another |the remaining |n\s?=\s?)?(?P<n>\d{1,5})\b"
    r"(?!\s?(?:%|[.,]\d|mg|microg|ml|g\b|kg|h\b|hours?|days?|weeks?|months?|years?|min|mm|to\s\d|-))",
    re.I,
)
_ALIKE = (0.4, 2.5)
"""Two numbers of people of one sentence, so far apart at most, are those of two groups."""


def of_some(total: Amounts, reading: Reading, text: str) -> bool:
    """Whether a number read as that of all people is of one group: *30 in each group*, *822 to A and
    841 to B*, *with 21 A-treated patients*."""
    at = next(
        (s.span for s in reversed(reading.sentences) if s.span.start <= total.span.start), None
    )
    if at is None:
        return False
    before, after = text[at.start : total.span.start], text[total.span.end : at.end]
    if _EACH.search(after[:90]) or _EACH.search(before[-40:]):
        return True
    drugs = [m.span for m in reading.mentions if m.kind in ("drug", "class", "chemical")]
    head = re.match(r"(?:\s[\w-]+){0,8}?\s(?:patients|subjects|children|women|men)\b", after)
    if head and any(total.span.end <= d.start < total.span.end + head.end() for d in drugs):
        return True
    low, high = (total.value * f for f in _ALIKE)
    second = any(low <= int(m["n"]) <= high for m in _SECOND.finditer(after))
    named = any(total.span.end <= d.start < at.end for d in drugs)
    return second and (named or "group" in after or "placebo" in after)
