"""Values of intervals: which number before a header is the one that the interval is of."""

import re

from assuage.reading.interval_headers import Header
from assuage.reading.numbers import Number, first_from

UNIT_GAP = r"(?:\s?(?:[a-zA-Zµμ°′²³·×/%‰$€£]{1,12}(?:\s?\(?[-−–]?\d\)?)?[\s.·/]?){0,4})"
"""A unit between a number and what follows it: up to four short words."""
P_BEFORE = re.compile(
    r"\b[Pp](?:[\s-]?(?:values?)?)?\s*(?:was|of|is|for [a-z ]+)?\s*[=<>≤≥⩽⩾:]?\s*$"
)
_IMMEDIATE = re.compile(
    rf"{UNIT_GAP}[\s,;:()\[\]°]*(?:(?:with|and|at)\s+(?:an?\s+|its\s+|the\s+)?)?"
    r"(?:(?:difference|reduction|increase|patients?|subjects?|of patients|overall|points?)[\s,;:(\[]*)?"
)
_NOT_VALUE = re.compile(
    r"(?:\bper|\bevery|±|\+/-|\+-|\bn\s?=|\bN\s?=|\bday|\bweeks?|\bmonths?|\bgrade|\bphase|"
    r"\bS\.?D\.?:?|\bSEM?:?|\bat|\bafter|\bfor|\bwithin|\bchi2|χ2)\s*=?\s*\(?$"
)
_AN_ARM = re.compile(
    r"\b(?:vs\.?|versus|and|compared (?:with|to)|than|to|or)\s+(?:[a-z]+\s)?\(?$|%\s*\)"
)
_SPREAD_AFTER = re.compile(r"\s?(?:±|\+/-|\+-|\[SD|\(SD|\(SEM)")
_REACH = 130
"""Characters between a value and its header in one sentence; longer gaps held other values."""


def values_before(
    text: str,
    found: list[Number],
    header: Header,
    floor: int,
    pairs: list[tuple[Number, Number]],
) -> list[Number | None]:
    """For each range the value before the header; None where none is printed."""
    candidates: list[Number] = []
    at = first_from(found, header.start) - 1
    while at >= 0 and found[at].start >= floor and header.start - found[at].after <= _REACH:
        candidates.append(found[at])
        at -= 1
    usable = [n for n in candidates if not _something_else(text, n)]
    nearest = usable[0] if usable else None
    usable = [
        n
        for n in usable
        if not _SPREAD_AFTER.match(text, n.end) or (n is nearest and _within(n, *pairs[0]))
    ]
    if len(pairs) > 1:
        values = usable[: len(pairs)][::-1]
        if len(values) == len(pairs) and all(
            _within(v, low, high) for v, (low, high) in zip(values, pairs, strict=True)
        ):
            return list(values)
        return [None] * len(pairs)
    low, high = pairs[0]
    for number in usable:
        if _within(number, low, high):
            return [number]
    if usable and nearest is usable[0]:
        gap = text[nearest.after : header.start]
        if _IMMEDIATE.fullmatch(gap) and _scaled_within(nearest, low, high):
            return [nearest]
        an_arm = _AN_ARM.search(text, max(floor, nearest.start - 30), nearest.start)
        turned = nearest._replace(digits="-" + nearest.digits.lstrip("+-"))
        sign = nearest.digits[0] not in "+-" and _within(turned, low, high)
        joined = an_arm and an_arm[0].startswith(("and", "or"))
        if ((not an_arm or joined) and sign and len(gap) < 45) or (
            not an_arm and not gap.strip(" ,;:([")
        ):
            # "decreased by 47% (95% CI -76% to -16%)", or a slip of print: the value lies outside
            return [nearest]
    return [None]


def _something_else(text: str, number: Number) -> bool:
    """Whether the number is a P value, a count, a day, or a mean with its spread."""
    before = max(0, number.start - 24)
    return bool(
        _NOT_VALUE.search(text, before, number.start)
        or P_BEFORE.search(text, before, number.start)
        or (number.compare != "=" and number.compare != "~")
    )


def _within(number: Number, low: Number, high: Number) -> bool:
    one, two = low.decimal, high.decimal
    return one <= number.decimal <= two or two <= number.decimal <= one


def _scaled_within(number: Number, low: Number, high: Number) -> bool:
    """``-26% (-0.41 to -0.12)``: a percentage with its limits as fractions."""
    value = number.decimal / 100
    return number.percent and low.decimal <= value <= high.decimal
