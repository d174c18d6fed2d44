"""Means, medians and changes of one group, with spread, range, unit and the scale they are on.

    level  = value "±" spread [unit]                        mean
           | value "(" "SD" spread ")"                      mean
           | value [unit] "(" ["range" | "IQR"] low "-" high ")"   median, or mean with its range
           | ("mean" | "median") ... value [unit]           where nothing else is printed
    change = "by" value | value "%" ("lower" | "increase" ...) | value "-fold"

Limits of confidence intervals are effects (``effects``), not levels.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from assuage.reading.intervals import Interval, intervals, numbers_taken
from assuage.reading.numbers import MINUS, Number, numbers
from assuage.reading.people import PEOPLE
from assuage.reading.units import UNIT, UNIT_WORDS
from assuage.terms.reading import Level, Mention, Sentence, Span

_PLUS_MINUS = re.compile(rf"{UNIT_WORDS}?\s?(?:±|\+/-|\+-|\+\s?/\s?[{MINUS}])\s?")
_SPREAD = re.compile(
    rf"{UNIT_WORDS}?\s?[(\[,]\s?(?:S\.?D\.?|SEM|S\.?E\.?M?\.?|standard (?:deviation|error))"
    r"(?:\s?\[[^\]]*\])?[\s:=,]*(?:±|\+/-)?\s?"
)
_PLAIN_BRACKET = re.compile(rf"{UNIT_WORDS}?\s?[(\[]\s?")
_RANGE_BRACKET = re.compile(
    rf"{UNIT_WORDS}?[,;]?\s?[(\[]?\s?(?:\b(?P<named>(?:inter-?quartile\s)?range|IQR|interquartile|"
    r"quartiles?|25th|min-max)[\s:=,\[(]*(?:from\s|of\s|IQR\s?[)\]]?[\s:=,]*)?)?"
)
_TO = re.compile(rf"\s?{UNIT_WORDS}?\s?(?:[{MINUS}]|to|,|;|and)\s?")
_CLOSE = re.compile(rf"{UNIT_WORDS}?\s?[)\]]")
_STATISTIC = re.compile(
    r"\b(?:(?P<median>[Mm]edians?|ED50|ED95)|(?P<mean>[Mm]eans?|[Aa]verages?|averaged))\b"
)
_WITH_SPREAD = re.compile(r"[(\[,]\s?(?:SD|S\.D\.|SEM|standard deviation|standard error)\b")
_WITH_RANGE = re.compile(
    r"[(\[,]\s?(?:range|IQR|inter-?quartile|min)\b|\brange\)|\brespectively \(range", re.I
)
_TO_VALUE = re.compile(
    r"[^.;()\d]{0,70}?\b(?:was|were|of|is|are|by|to|at|[:=])\s*(?:about\s|approximately\s|only\s)?[(\[]?$|\s*[,:=]?\s*$"
)
_SIGNS = frozenset("±+([,;")
_BEFORE_CHANGE = tuple(
    f"{word} "
    for word in [
        "by",
        "of",
        "about",
        "approximately",
        "average",
        "nearly",
        "almost",
        "only",
        "to",
        "mean",
        "median",
        "least",
        "than",
        "over",
    ]
)
"""How the words before a change end: a quick look before ``_BY``."""
_BY = re.compile(
    r"\b(?P<way>reduc|decreas|increas|improv|declin|fell|fall|rose|rise|drop|lower|rais|prolong|shorten|"
    r"enhanc|diminish|attenuat)\w*\b[^.;]{0,70}?\b(?:by|of)\s+(?:about\s|approximately\s|an average of\s|"
    r"nearly\s|almost\s|only\s|up to\s|a mean of\s|a median of\s|at least\s|more than\s|over\s)*$"
)
_WAY_AFTER = re.compile(
    r"(?:%|[ -]?per\s?cent)?[ -]?(?:-|–)?\s?(?:fold\s)?(?:\w+\s)?(?:reductions?|decreases?|increases?|improvements?|lower|"
    r"higher|greater|less|more|declines?|falls?|drops?|rise|longer|shorter|faster|slower)\b"
)
_CHANGED = tuple(
    f"{word} "
    for word in [
        "increased",
        "decreased",
        "reduced",
        "rose",
        "fell",
        "declined",
        "dropped",
        "prolonged",
        "shortened",
        "raised",
    ]
)
_SCORED = re.compile(
    r"\b(?:VAS|NRS|VRS|pain (?:intensity )?scores?|(?:visual analogu?e?|numeric\w*|verbal) (?:\w+ )*(?:scale|score)s?)\b"
    r"[^.;()]{0,50}?\b(?:was|were|of|averaged)\s(?:only\s|about\s)?$"
)
_AND_NEXT = re.compile(
    r"(?:\s?[a-zA-Z]+)?(?:\s(?:in|with|for|after|at)\s(?:the\s)?[\w-]+(?:\s(?:group|arm))?)?,?\s(?:vs\.?|versus|and|than|to|"
    r"compared (?:with|to)|against)\s(?:a (?:mean|median) of\s)?"
)
"""From a level to that of the other arm."""
_PEOPLE_NEXT = re.compile(
    rf"\s(?:[a-z-]+\s){{0,2}}?{PEOPLE}\b|\s?%|\s?(?:h|hours?|days?|weeks?|months?)\b"
)
_PAIRED = ("mean", "median", "score")
_TOP_SCORE = 100
_SCORE_UNITS = ("mm", "cm", "points", "point")
_FOLD = re.compile(r"[\s-]?(?:fold)\b|\stimes\b")
_INSTRUMENT = re.compile(
    r"\b(?:VAS|NRS|VRS|visual analogu?e? (?:pain )?(?:scale|score)s?|numeric(?:al)? (?:pain )?(?:rating )?scales?|"
    r"verbal rating scales?|verbal (?:pain )?scores?|Brief Pain Inventory|BPI|McGill|WOMAC|ESAS|HAM-?D|HAM-?A|MADRS|"
    r"Ashworth|Ramsay|SF-36|EORTC|Hamilton|Edmonton|Likert|EDSS|HAQ(?:-DI)?|ODI|Oswestry|CAPS|MMSE|DAS28|FACIT)\b",
    re.I,
)


def levels(
    text: str,
    sentences: Sequence[Sentence] = (),
    found: list[Number] | None = None,
    mentions: Sequence[Mention] = (),
    read: list[Interval] | None = None,
) -> tuple[Level, ...]:
    """All levels and changes, first to last.

    ``mentions`` of kind ``instrument`` name the scale of a score; without them well-known scales
    are found by their names.
    """
    found = numbers(text) if found is None else found
    if not found:
        return ()
    starts = [s.span.start for s in sentences] or [0]
    read = intervals(text, found, starts) if read is None else read
    used = numbers_taken(found, read)
    scales = [m.span for m in mentions if m.kind == "instrument"]
    made: list[Level] = []
    at = 0
    while at < len(found):
        if at not in used:
            level, step = _level(text, found, at, starts, used)
            if level is None and made and made[-1].statistic in _PAIRED and at not in used:
                level = _of_other_arm(text, found[at], made[-1])
            if level:
                made.append(_with_instrument(text, level, starts, scales))
                at += step
                continue
        at += 1
    return tuple(made)


def _level(
    text: str, found: list[Number], at: int, starts: list[int], used: set[int]
) -> tuple[Level | None, int]:
    number = found[at]
    sentence = max(bisect_right(starts, number.start) - 1, 0)
    floor = starts[sentence]
    follows = found[at + 1] if at + 1 < len(found) and at + 1 not in used else None
    gap = text[number.end : follows.start] if follows else ""
    if follows and len(gap) < 40 and not _SIGNS.isdisjoint(gap):
        if _PLUS_MINUS.fullmatch(gap) or _SPREAD.fullmatch(gap):
            unit = UNIT.match(text, follows.end) or UNIT.match(text, number.end)
            return _made(number, sentence, "mean", follows.end, unit, spread=follows), 2
        bracket = _RANGE_BRACKET.fullmatch(gap)
        last = found[at + 2] if at + 2 < len(found) else None
        if (
            bracket
            and last
            and last.start - follows.end < 20
            and _TO.fullmatch(text, follows.end, last.start)
            and (bracket["named"] or "(" in gap or "[" in gap)
        ):
            before = text[max(floor, number.start - 160) : number.start]
            word = _last(before)
            if bracket["named"] or (word and (word == "median" or _WITH_RANGE.search(before))):
                unit = UNIT.match(text, number.end) or UNIT.match(text, last.end)
                quartiles = bracket["named"] and bracket["named"].lower() != "range"
                statistic = word or ("median" if quartiles else "unstated")
                return (
                    _made(number, sentence, statistic, last.end, unit, low=follows, high=last),
                    3,
                )
        if _PLAIN_BRACKET.fullmatch(gap) and _CLOSE.match(text, follows.after):
            before = text[max(floor, number.start - 160) : number.start]
            if _WITH_SPREAD.search(before) and not follows.percent:
                unit = UNIT.match(text, number.end)
                return _made(number, sentence, "mean", follows.end, unit, spread=follows), 2
    left = text[max(floor, number.start - 90) : number.start]
    change = _BY.search(left) if left.endswith(_BEFORE_CHANGE) else None
    share = number.percent or _FOLD.match(text, number.end)
    if change or (share and (_WAY_AFTER.match(text, number.end) or left.endswith(_CHANGED))):
        unit = UNIT.match(text, number.end)
        fold = not number.percent and _FOLD.match(text, number.end) is not None
        return _made(number, sentence, "change", number.after, unit, fold=fold), 1
    named: re.Match[str] | None = None
    if "ean" in left or "edian" in left or "verage" in left or "ED" in left:
        for match in _STATISTIC.finditer(left):
            named = match
    if named and _TO_VALUE.fullmatch(left, named.end()):
        unit = UNIT.match(text, number.end)
        return _made(number, sentence, named.lastgroup or "mean", number.after, unit), 1
    if not number.percent and 0 <= number.decimal <= _TOP_SCORE and _SCORED.search(left):
        unit = UNIT.match(text, number.end)
        if unit is None or unit[1] in _SCORE_UNITS:
            return _made(number, sentence, "score", number.after, unit), 1
    return None, 1


def _of_other_arm(text: str, number: Number, last: Level) -> Level | None:
    """``4.2 compared with 6.1``: the second value, where the first is a level of the same unit."""
    gap = text[last.span.end : number.start]
    if len(gap) > 60 or last.low is not None or not _AND_NEXT.fullmatch(gap):
        return None
    unit = UNIT.match(text, number.end)
    if (unit[1] if unit else None) != last.unit or number.percent:
        return None
    if unit is None and _PEOPLE_NEXT.match(text, number.end):
        return None
    return _made(number, last.sentence, last.statistic, number.after, unit)


def _last(before: str) -> str | None:
    """The statistic named last: ``mean`` or ``median``."""
    word = None
    for match in _STATISTIC.finditer(before):
        word = match.lastgroup
    return word


def _made(
    number: Number,
    sentence: int,
    statistic: str,
    end: int,
    unit: re.Match[str] | None,
    spread: Number | None = None,
    low: Number | None = None,
    high: Number | None = None,
    fold: bool = False,
) -> Level:
    named = unit[1] if unit else None
    if unit and spread is None and high is None:
        end = max(end, unit.end())
    return Level(
        span=Span(number.start, end),
        statistic=statistic,
        value=number.printed,
        spread=spread.printed if spread else None,
        low=low.printed if low else None,
        high=high.printed if high else None,
        unit=named or ("%" if number.percent else "fold" if fold else None),
        sentence=sentence,
    )


def _with_instrument(text: str, level: Level, starts: list[int], scales: list[Span]) -> Level:
    """The scale named last before the level in its sentence, else first after it."""
    if level.unit not in (None, *_SCORE_UNITS):
        return level
    begin = starts[level.sentence]
    stop = starts[level.sentence + 1] if level.sentence + 1 < len(starts) else len(text)
    places = [place for place in scales if begin <= place.start < stop] or [
        Span(m.start(), m.end()) for m in _INSTRUMENT.finditer(text, begin, stop)
    ]
    if not places:
        return level
    before = [p for p in places if p.end <= level.span.start]
    place = before[-1] if before else places[0]
    return Level(
        span=level.span,
        statistic=level.statistic,
        value=level.value,
        spread=level.spread,
        low=level.low,
        high=level.high,
        unit=level.unit,
        instrument=text[place.start : place.end],
        sentence=level.sentence,
    )
