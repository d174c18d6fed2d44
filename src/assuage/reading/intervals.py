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

from assuage.reading.numbers import MINUS, Number, first_from

_NAME = re.compile(
    r"(?:\b|(?<=%))(?:"
    r"(?P<long>(?:[Cc]onfidence|[Cc]redib(?:le|ility)|CONFIDENCE)[\s-]*"
    r"(?:[Ii]nterv[ae]ls?|INTERVALS?|[Ll]imits?|[Bb]ounds?|[Rr]anges?|[Rr]egions?)"
    r"(?:,?\s*[\[(]\s*(?:\d\d\s?%\s?)?(?:CIs?|CrIs?|CLs?|C\.I\.)(?:\s?\d\d\s?%)?\s*[\])]s?)?)"
    r"|(?P<short>CIs?|CrIs?|Cls?|CLs?|C\.I\.?)(?P<behind>\(?(?:9[0-9](?:\.5)?|80)(?:\s?%|(?=\s?[=:,;)])))?\)?"
    r")(?![A-Za-z])"
)
_MARKS = ("CI", "onfidence", "CrI", "redib", " CL", "-CL", "% Cl", "C.I.", "CONFIDENCE")
"""A text with none of these has no header: most have none, and this is quick."""
_LEVEL = re.compile(
    r"(?<![\d.·])(\d\d(?:[.·]\d+)?)\s*(%|[ -]?per\s?cent)?[\s–-]*"
    r"(?:(?:Bayesian|bootstrap(?:ped)?|exact|Wilson|two-sided|one-sided|profile|simultaneous)\s+)?$"
)
_LEVEL_BEHIND = re.compile(r"\d\d(?:[.·]\d)?")
_BEHIND = re.compile(r"[\s,:(\[]*(\d\d(?:\.\d)?)\s?%\s?[)\]]?")
_USUAL = frozenset({"50", "80", "90", "95", "97.5", "98", "99"})

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
_UNIT = r"(?:\s?(?:[a-zA-Zµμ°′²³·×/%‰$€£]{1,12}(?:\s?\(?[-−–]?\d\)?)?[\s.·/]?){0,4})"
_JOIN = re.compile(
    rf"\s*(?:[%°]\s*)?(?:[{MINUS}]|to|[,;]|and|through|\.\.\.?|/|÷|up to|[{MINUS}]\s?to)\s*[(\[]?\s*(?:[$€£]|USD\s)?"
    rf"|{_UNIT}\s*(?:[{MINUS}]|to|,)\s*"
)
_STRICT_JOIN = re.compile(rf"\s*(?:[{MINUS}]|to|,|;)\s*[(\[]?\s*")
_TO_BRACKET = re.compile(rf"{_UNIT}\s*[(\[]\s*|{_UNIT}\s*[;,:]\s+(?:range\s)?")
_CLOSE = re.compile(rf"{_UNIT}\s*[)\]]|{_UNIT}\s*(?:[;,.)]|and\b|\Z)")
_AND_NEXT = re.compile(r"\s*(?:,|;|,?\s*and|,?\s*or|vs\.?|versus)\s+")
_IMMEDIATE = re.compile(
    rf"{_UNIT}[\s,;:()\[\]°]*(?:(?:with|and|at)\s+(?:an?\s+|its\s+|the\s+)?)?"
    r"(?:(?:difference|reduction|increase|patients?|subjects?|of patients|overall|points?)[\s,;:(\[]*)?"
)
_NO_SPREAD = re.compile(r"\b(?:IQR|interquartile|quartiles?|SD|SEM?|range|percentiles?)\b", re.I)
_P_BEFORE = re.compile(
    r"\b[Pp](?:[\s-]?(?:values?)?)?\s*(?:was|of|is|for [a-z ]+)?\s*[=<>≤≥⩽⩾:]?\s*$"
)
_NOT_VALUE = re.compile(
    r"(?:\bper|\bevery|±|\+/-|\+-|\bn\s?=|\bN\s?=|\bday|\bweeks?|\bmonths?|\bgrade|\bphase|"
    r"\bSD|\bat|\bafter|\bfor|\bwithin|\bchi2|χ2)\s*=?\s*\(?$"
)
_MARGIN = re.compile(
    r"\bmargin\b|\b(?:fell|lay|fall|lie|was|were) within\b|\bwithin (?:the|a) (?:interval|range|limits)|\bdeemed\b|\bpre-?(?:defined|specified)|"
    r"\bif (?:the|its)\b|\bconcluded if\b|\bwas (?:to be )?(?:concluded|assumed|accepted|declared)"
)
"""A limit that the authors set is no result."""
_AN_ARM = re.compile(
    r"\b(?:vs\.?|versus|and|compared (?:with|to)|than|to|or)\s+(?:[a-z]+\s)?\(?$|%\s*\)"
)
_SPREAD_AFTER = re.compile(r"\s?(?:±|\+/-|\+-|\[SD|\(SD|\(SEM)")
_BETWEEN_HEADERS = re.compile(r"[\s,;)\]]*(?:and\s*)?[\s(\[]*")
_REACH = 130
"""Characters between a value and its header in one sentence; longer gaps held other values."""


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


class _Header(NamedTuple):
    start: int
    end: int
    level: str | None


def intervals(text: str, found: list[Number], starts: list[int]) -> list[Interval]:
    """All intervals, first to last. ``starts``: where the sentences start."""
    headers = _headers(text)
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


def _headers(text: str) -> list[_Header]:
    if not any(mark in text for mark in _MARKS):
        return []
    headers: list[_Header] = []
    for match in _NAME.finditer(text):
        start, end = match.span()
        before = _LEVEL.search(text, max(0, start - 28), start)
        level = None
        if (
            before
            and (before[2] or before[1] in _USUAL)
            and float(before[1].replace("·", ".")) >= 50
        ):
            level, start = before[1].replace("·", "."), before.start(1)
        elif match["behind"]:
            behind = _LEVEL_BEHIND.search(match["behind"])
            level = behind[0] if behind else None
        else:
            after = _BEHIND.match(text, end)
            if after and after[1] in _USUAL:
                level, end = after[1], after.end()
        if match["short"] in ("Cl", "Cls", "CL", "CLs") and level is None:
            continue
        headers.append(_Header(start, end, level))
    return headers


def _after_header(
    text: str, found: list[Number], first: int, header: _Header, floor: int, limit: int
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
    if triple and (pair is None or not near or ":" not in glue):
        if pair is None or _comma_then_dash(text, found, first):
            value, low, high = triple
            return [_made(text, header, value, low, high, before=False)]
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
    values = _values_before(text, found, header, floor, pairs)
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
        made.append(_made(text, header, values[number], low, high, own=number == 0))
    return made


def _listed(
    text: str, found: list[Number], first: int, header: _Header, limit: int
) -> list[Interval]:
    """``(geometric mean and 95% CI) of 16 subjects were: 13.9 (11.0, 17.6)``: the first such."""
    if not {")", "]"}.intersection(text[header.end - 1 : header.end + 1]):
        return []
    while first + 2 < len(found) and found[first].start < min(limit, header.end + 160):
        triple = _triple(text, found, first)
        if triple:
            return [_made(text, header, *triple, own=False)]
        first += 1
    return []


def _made(
    text: str,
    header: _Header,
    value: Number | None,
    low: Number,
    high: Number,
    before: bool = True,
    own: bool = True,
) -> Interval:
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
                and not _P_BEFORE.search(text, max(0, value.start - 20), value.start)
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


def _values_before(
    text: str,
    found: list[Number],
    header: _Header,
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
        or _P_BEFORE.search(text, before, number.start)
        or (number.compare != "=" and number.compare != "~")
    )


def _within(number: Number, low: Number, high: Number) -> bool:
    one, two = low.decimal, high.decimal
    return one <= number.decimal <= two or two <= number.decimal <= one


def _scaled_within(number: Number, low: Number, high: Number) -> bool:
    """``-26% (-0.41 to -0.12)``: a percentage with its limits as fractions."""
    value = number.decimal / 100
    return number.percent and low.decimal <= value <= high.decimal


def _sentence_start(starts: list[int], place: int) -> int:
    at = bisect_left(starts, place + 1) - 1
    return starts[at] if at >= 0 else 0


def _sentence_end(starts: list[int], place: int, length: int) -> int:
    at = bisect_left(starts, place + 1)
    return starts[at] if at < len(starts) else length


def numbers_taken(text: str, found: list[Number], starts: list[int]) -> set[int]:
    """Indices of numbers that are limits or levels of intervals, or their values where these are no percentages."""
    places: set[int] = set()
    for interval in intervals(text, found, starts):
        at = first_from(found, interval.low.start - 1)
        places.update({at, at + 1})
        place = first_from(found, interval.header)
        while place < len(found) and found[place].end <= interval.header_end:
            places.add(place)
            place += 1
        if interval.value and not interval.value.percent:
            places.add(first_from(found, interval.value.start))
    return places
