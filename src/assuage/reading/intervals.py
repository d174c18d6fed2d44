"""Printed intervals with their values: a grammar over the number tokens.

    interval  = header range            "1.40 (95% CI, 1.02-1.93)"      the value stands before
              | header ... value range  "OR (95% CI) was 1.40 (1.02-1.93)"
              | value range             "..., 1.20 (0.90-1.60)"         after one of the above
    header    = [level] name ["(" level ")"]
    name      = "CI" | "CrI" | "CL" | ("confidence" | "credible") ("interval" | "limits" ...)
    range     = number joiner number    joiner: a dash, "to", "and", comma, semicolon ...

What stands between two numbers (the gap) decides how they belong together; the gaps that join are
the patterns below. A value is taken from before the header where it lies within the limits and
nothing says that it is something else (a P value, a mean with its ``±``, ``per 10 mm``).
"""

import re
from bisect import bisect_left
from typing import NamedTuple

from assuage.reading.interval_headers import Header, headers_of
from assuage.reading.interval_values import P_BEFORE, UNIT_GAP, values_before
from assuage.reading.numbers import MINUS, Number, first_from

_TO_RANGE = re.compile(
    r"[\s\])(\[=:;,]*(?:(?:of|was|were|is|are|from|between|ranging|ranged|range|for|the|at|being|"
    r"differences?|means?|ratio|in)\b"
    r"[\s=:(\[]*)*"
)
"""From the header to its range with nothing else between."""
_FAR = re.compile(
    r"[^;\n]{0,160}?(?:\b(?:was|were|is|are|of|to|from|between|respective|respectively)\b"
    r"|[=:,)\]])[\s(\[]*(?:[A-Z]{2,4}\s*[=:]?\s*)?[(\[]?"
)
_JOIN = re.compile(
    rf"\s*(?:[%°]\s*)?(?:[{MINUS}]{{1,2}}|to|[,;]|and|through|\.\.\.?|/|÷|up to|[{MINUS}]\s?to)\s*[(\[]?\s*(?:[$€£]|USD\s)?"
    rf"|{UNIT_GAP}\s*(?:[{MINUS}]|to|,)\s*"
)
_STRICT_JOIN = re.compile(rf"\s*(?:[{MINUS}]|to|,|;)\s*[(\[]?\s*")
_TO_BRACKET = re.compile(rf"{UNIT_GAP}\s*[(\[]\s*|{UNIT_GAP}\s*[;,:]\s+(?:range\s)?")
_CLOSE = re.compile(rf"{UNIT_GAP}\s*[)\]]|{UNIT_GAP}\s*(?:[;,.)]|and\b|\Z)")
_AND_NEXT = re.compile(r"\s*(?:,|;|,?\s*and|,?\s*or|vs\.?|versus)\s+")
_NO_SPREAD = re.compile(r"\b(?:IQR|interquartile|quartiles?|SD|SEM?|range|percentiles?)\b", re.I)
_MARGIN = re.compile(
    r"\bmargin\b|\b(?:fell|lay|fall|lie|was|were) within\b|\bwithin (?:the|a) (?:interval|range|limits)|\bdeemed\b|\bpre-?(?:defined|specified)|"
    r"\bif (?:the|its)\b|\bconcluded if\b|\bwas (?:to be )?(?:concluded|assumed|accepted|declared)"
)
"""A limit that the authors set is no result."""
_OF_DIFFERENCE = re.compile(r"\b(?:for|of) (?:the )?difference")
_BETWEEN_HEADERS = re.compile(r"[\s,;)\]]*(?:and\s*)?[\s(\[]*")


class Interval(NamedTuple):
    """An interval and its value where one is printed; ``start`` and ``end`` hold all of it."""

    start: int
    end: int
    low: Number
    high: Number
    value: Number | None
    level: str | None
    header: int
    """Where its header starts; that of the interval before, where it has none of its own."""
    header_end: int


def intervals(text: str, found: list[Number], starts: list[int]) -> list[Interval]:
    """All intervals, first to last. ``starts``: where the sentences start."""
    headers = headers_of(text)
    if not headers:
        return []
    read: list[Interval] = []
    for place, header in enumerate(headers):
        floor = _sentence_start(starts, header.start)
        if read:
            floor = max(floor, read[-1].end)
            if read[-1].end > header.end:
                continue
        limit = headers[place + 1].start if place + 1 < len(headers) else len(text)
        first = first_from(found, header.end)
        own = _after_header(text, found, first, header, floor, limit)
        if not own:
            continue
        read += own
        stop = _sentence_end(starts, header.start, len(text))
        _respectively(text, found, starts, read)
        read += _bare(text, found, read[-1], min(limit, stop))
    return read


def _after_header(
    text: str, found: list[Number], first: int, header: Header, floor: int, limit: int
) -> list[Interval]:
    """The intervals that a header introduces: its range, or a value and its range."""
    if first + 1 >= len(found) or found[first].start >= limit:
        return []
    glue = text[header.end : found[first].start]
    near = _TO_RANGE.fullmatch(glue) is not None
    if not near and (len(glue) > 180 or not _FAR.fullmatch(glue)):
        return _listed(text, found, first, header, limit)
    triple = _triple(text, found, first)
    pair = _pair(text, found, first)
    if triple and (pair is None or _comma_then_dash(text, found, first)):
        return [_made(header, *triple)]
    if pair is None:
        return _listed(text, found, first, header, limit)
    if not near and header.level is None:
        return []
    low, high = pair
    if not near and low.decimal > high.decimal:
        return []
    pairs = [pair]
    at = first + 2
    while (
        at + 1 < len(found)
        and _AND_NEXT.fullmatch(text, found[at - 1].after, found[at].start)
        and (following := _pair(text, found, at))
        and found[at + 1].start < limit
    ):
        pairs.append(following)
        at += 2
    values = values_before(text, found, header, floor, pairs)
    if (
        _OF_DIFFERENCE.search(glue)
        and "iffer" not in text[max(floor, header.start - 60) : header.start]
    ):
        values = [None] * len(pairs)  # what stands before it is an arm's
    if values[0] is None:
        if _MARGIN.search(text, max(floor, header.start - 100), pairs[0][0].start):
            return []
        long = "onfidence" in text[header.start : header.end]
        if (
            header.level is None
            and not long
            and not _BETWEEN_HEADERS.fullmatch(text, floor, header.start)
        ):
            return []
    made = []
    for number, (low, high) in enumerate(pairs):
        made.append(_made(header, values[number], low, high, own=number == 0))
    return made


def _listed(
    text: str, found: list[Number], first: int, header: Header, limit: int
) -> list[Interval]:
    """``(geometric mean and 95% CI) of 16 subjects were: 13.9 (11.0, 17.6)``: the first such."""
    if not {")", "]"}.intersection(text[header.end - 1 : header.end + 1]):
        return []
    while first + 2 < len(found) and found[first].start < min(limit, header.end + 160):
        triple = _triple(text, found, first)
        if triple:
            return [_made(header, *triple, own=False)]
        first += 1
    return []


def _made(
    header: Header, value: Number | None, low: Number, high: Number, own: bool = True
) -> Interval:
    """``own``: the header is this interval's, so that its level is printed with it."""
    start = header.start if own else low.start
    if value is not None:
        start = min(start, value.start)
    return Interval(
        start, high.after, low, high, value, header.level if own else None, header.start, header.end
    )


def _pair(text: str, found: list[Number], first: int) -> tuple[Number, Number] | None:
    """The two numbers at ``first`` where what stands between them joins a range."""
    if first + 1 >= len(found):
        return None
    low, high = found[first], found[first + 1]
    gap = text[low.after : high.start]
    if not gap.strip() and gap and high.digits[0] == "-":
        # "0.98 -1.30": the hyphen is the joiner
        return low, high._replace(start=high.start + 1, digits=high.digits[1:])
    if len(gap) < 40 and _JOIN.fullmatch(gap):
        return low, high
    return None


def bare_range(text: str, found: list[Number], first: int) -> tuple[Number, Number] | None:
    """The limits in ``0.77 (0.60-0.98)``, where the number at ``first`` lies between them."""
    triple = _triple(text, found, first)
    if triple is None or text[triple[0].after : triple[1].start].strip() not in ("(", "["):
        return None
    return triple[1], triple[2]


def _triple(text: str, found: list[Number], first: int) -> tuple[Number, Number, Number] | None:
    """``value (low-high)`` at ``first``."""
    if first + 2 >= len(found):
        return None
    value = found[first]
    gap = text[value.after : found[first + 1].start]
    if len(gap) > 45 or not _TO_BRACKET.fullmatch(gap) or _NO_SPREAD.search(gap):
        return None
    pair = _pair(text, found, first + 1)
    if pair is None:
        return None
    low, high = pair
    if not low.decimal <= value.decimal <= high.decimal:
        return None
    return value, low, high


def _comma_then_dash(text: str, found: list[Number], first: int) -> bool:
    """``1.4, 1.0-1.9``: the comma parts a value from its range."""
    one = text[found[first].after : found[first + 1].start]
    two = text[found[first + 1].after : found[first + 2].start]
    return one.strip() in {",", ";", ":"} and two.strip() not in {",", ";"}


def _bare(text: str, found: list[Number], last: Interval, stop: int) -> list[Interval]:
    """Values with their ranges that follow an interval in its sentence without a header."""
    if last.value is None:
        return []
    made: list[Interval] = []
    at = first_from(found, last.end)
    while at + 2 < len(found) and found[at + 2].end <= stop:
        triple = _triple(text, found, at)
        if triple:
            value, low, high = triple
            gap = text[last.end : value.start]
            opened = text[value.after : low.start]
            if (
                _STRICT_JOIN.fullmatch(text, low.after, high.start)
                and (
                    "(" in opened or "[" in opened or ";" in opened or text[value.start - 1] == "("
                )
                and _CLOSE.match(text, high.after)
                and not P_BEFORE.search(text, max(0, value.start - 20), value.start)
                and not _NO_SPREAD.search(gap)
            ):
                last = Interval(
                    value.start, high.after, low, high, value, None, last.header, last.header_end
                )
                made.append(last)
                at += 3
                continue
        at += 1
    return made


def _respectively(text: str, found: list[Number], starts: list[int], read: list[Interval]) -> None:
    """``65% and 53%, respectively (95% CI 0.60-0.69, 95% CI 0.48-0.57)``: values in the same order."""
    if len(read) < 2 or read[-1].value or read[-2].value:
        return
    first, second = read[-2:]
    if not _BETWEEN_HEADERS.fullmatch(text, first.end, second.start):
        return
    floor = max(_sentence_start(starts, first.start), read[-3].end if len(read) > 2 else 0)
    at = first_from(found, first.start) - 1
    values = [n for n in found[max(0, at - 1) : at + 1] if n.start >= floor]
    if len(values) == 2 and "espectively" in text[values[1].end : first.start]:
        read[-2] = first._replace(value=values[0], start=values[0].start)
        read[-1] = second._replace(value=values[1])


def _sentence_start(starts: list[int], place: int) -> int:
    at = bisect_left(starts, place + 1) - 1
    return starts[at] if at >= 0 else 0


def _sentence_end(starts: list[int], place: int, length: int) -> int:
    at = bisect_left(starts, place + 1)
    return starts[at] if at < len(starts) else length


def numbers_taken(found: list[Number], read: list[Interval]) -> set[int]:
    """Indices of numbers that are limits, levels, or values that are no percentages."""
    places: set[int] = set()
    for interval in read:
        at = first_from(found, interval.low.start - 1)
        places.update({at, at + 1})
        place = first_from(found, interval.header)
        while place < len(found) and found[place].end <= interval.header_end:
            places.add(place)
            place += 1
        if interval.value and not interval.value.percent:
            places.add(first_from(found, interval.value.start))
    return places
