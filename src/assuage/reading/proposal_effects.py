"""Whether a proposed effect is borne out by its quote, read again with our own grammar.

Each number must be printed in the quote, with its digits and its sign, in the role proposed: limits
one after the other and in order, a value within them, a P behind a word for P, a measure that the
words name. Where our reader takes a number to be something else, the proposal is not accepted:
a model may find what we missed, not overrule what we read.
"""

import re

from assuage.reading.interval_values import P_BEFORE
from assuage.reading.measures import general, specific
from assuage.reading.numbers import MINUS, Number
from assuage.reading.proposal_attribution import check_unit, outcome_of, place_of
from assuage.reading.proposal_ground import Ground, Unborne
from assuage.terms.printed import Printed
from assuage.terms.reading import Effect, Sentence, Span

_JOINED = re.compile(
    rf"\s*(?:%|°)?\s*(?:[{MINUS}]|to|[,;]|and|[{MINUS}]\s?to)\s*[(\[]?\s*(?:[$€£]\s?)?"
)
_HEADER = re.compile(r"\bC[rL]?Is?\b|\bC\.I|onfidence|redib(?:le|ility)|CONFIDENCE")
_SPREAD_BETWEEN = re.compile(
    r"\b(?:IQR|interquartile|inter-quartile|quartiles?|SD|SEM?|range|percentiles?)\b", re.I
)
_NEAR = 45
"""Characters between a value or limit and the P value that goes with it."""


def effect(
    ground: Ground, quote: Span, sentence: Sentence, item: Effect, outcome: str | None
) -> tuple[Effect, bool]:
    """The effect with its place and outcome, and whether our reader reads it too."""
    if item.measure not in ground.measures:
        raise Unborne(f"{item.measure!r} is no measure of this program")
    if (item.low is None) != (item.high is None):
        raise Unborne("it has one limit of an interval without the other")
    if item.value is None and item.low is None:
        raise Unborne("it has neither a value nor an interval")
    taken: list[Number] = []
    pair = _limits(ground, quote, sentence, item) if item.low and item.high else None
    if pair:
        taken += pair
    value = None
    if item.value is not None:
        value = _value(ground, quote, item.value, pair)
        taken.append(value)
    ours = _our_effect(ground, taken)
    if ours is not None and item.value is not None and ours.value not in (item.value, None):
        raise Unborne(f"our reader takes {ours.value} as the value, not {item.value}")
    if ours is not None and pair is None and ours.value is None:
        raise Unborne(f"our reader takes {item.value} as a limit of an interval")
    if ours is not None and pair and (ours.low, ours.high) != (item.low, item.high):
        raise Unborne(f"our reader takes {ours.low} and {ours.high} as its limits")
    _measure(ground, sentence, item, value or (pair[0] if pair else None), ours)
    if item.level_percent is not None:
        taken.append(_level_percent(ground, quote, item.level_percent, pair))
    if item.p is not None:
        taken.append(_p(ground, quote, item.p, taken, ours))
    if item.unit is not None:
        check_unit(ground, quote, item.unit, [n for n in (value, pair[1] if pair else None) if n])
    span = Span(min(n.start for n in taken), max(n.after for n in taken))
    also = ours is not None and (ours.measure, ours.value, ours.low, ours.high) == (
        item.measure, item.value, item.low, item.high,
    )  # fmt: skip
    named = outcome_of(ground, quote, outcome, span, ours)
    return (
        Effect(
            span=span, measure=item.measure, value=item.value, low=item.low, high=item.high,
            level_percent=item.level_percent, p=item.p, unit=item.unit, outcome=named,
            sentence=place_of(ground, sentence),
        ),
        also,
    )  # fmt: skip


def _limits(ground: Ground, quote: Span, sentence: Sentence, item: Effect) -> tuple[Number, Number]:
    assert item.low is not None and item.high is not None
    lows = ground.printed(quote, item.low, "lower limit")
    highs = ground.printed(quote, item.high, "upper limit")
    if lows[0].decimal > highs[0].decimal:
        raise Unborne(f"its limits {item.low} and {item.high} are not in order")
    for low in lows:
        for high in highs:
            if high.start <= low.start or not _JOINED.fullmatch(ground.text, low.end, high.start):
                continue
            if any(i.low == low and i.high == high for i in ground.intervals):
                return low, high
            begin = max(sentence.span.start, low.start - 160)
            headers = list(_HEADER.finditer(ground.text, begin, low.start))
            if not headers:
                raise Unborne("no word of its sentence says that its limits are of an interval")
            if _SPREAD_BETWEEN.search(ground.text, headers[-1].end(), low.start):
                raise Unborne("its limits are printed as a range or spread")
            return low, high
    raise Unborne(f"{item.low} and {item.high} are not printed as limits of one interval")


def _value(
    ground: Ground, quote: Span, value: Printed, pair: tuple[Number, Number] | None
) -> Number:
    places = [n for n in ground.printed(quote, value, "value") if not pair or n not in pair]
    if not places:
        raise Unborne(f"its value {value} is printed as a limit only")
    if pair is None:
        return places[0]
    low, high = pair
    for interval in ground.intervals:
        if (interval.low, interval.high) == pair and interval.value is not None:
            if interval.value in places:
                return interval.value
            raise Unborne(f"our reader takes {interval.value.printed} as the value, not {value}")
    if not low.decimal <= value.digits <= high.decimal:
        raise Unborne(f"its value {value} lies outside its limits")
    return min(places, key=lambda n: abs(n.start - low.start))


def _our_effect(ground: Ground, taken: list[Number]) -> Effect | None:
    """Our effect at these numbers. Raises where we take one of them as something else."""
    ours: Effect | None = None
    for number in taken:
        found = ground.ours_at(number)
        if P_BEFORE.search(ground.text, max(0, number.start - 24), number.start):
            raise Unborne(f"{number.printed} is printed as a P value")
        if found is None:
            continue
        what, item = found
        if not isinstance(item, Effect):
            raise Unborne(f"our reader takes {number.printed} as part of {what}")
        if ours is not None and ours is not item:
            raise Unborne("its numbers belong to two effects")
        ours = item
    return ours


def _measure(
    ground: Ground, sentence: Sentence, item: Effect, shown: Number | None, ours: Effect | None
) -> None:
    if ours is not None and ours.measure == item.measure:
        return
    assert shown is not None
    begin, stop = sentence.span.start, sentence.span.end
    before = specific(ground.text, begin, shown.start)
    words = [before[-1]] if before else specific(ground.text, shown.end, stop)
    if words:
        if any(word.measure == item.measure for word in words):
            return
        raise Unborne(f"its words say {words[0].measure}, not {item.measure}")
    if ours is not None:
        raise Unborne(f"our reader takes it as {ours.measure}, not {item.measure}")
    if not any(w.measure == item.measure for w in general(ground.text, begin, shown.start)):
        raise Unborne(f"no word of its sentence says {item.measure}")


def _level_percent(
    ground: Ground, quote: Span, level: Printed, pair: tuple[Number, Number] | None
) -> Number:
    if pair is None:
        raise Unborne("it has a level without an interval")
    places = [
        n for n in ground.printed(quote, level, "level")
        if n not in pair and _HEADER.search(ground.text, max(0, n.start - 24), n.after + 24)
    ]  # fmt: skip
    if not places or not 50 <= level.digits < 100:
        raise Unborne(f"{level} is not printed as the level of an interval")
    for interval in ground.intervals:
        if (interval.low, interval.high) == pair and interval.level not in (None, str(level)):
            raise Unborne(f"our reader takes {interval.level} as the level, not {level}")
    return places[0]


def _p(ground: Ground, quote: Span, p: Printed, taken: list[Number], ours: Effect | None) -> Number:
    if ours is not None and ours.p is not None and ours.p != p:
        raise Unborne(f"our reader takes {ours.p} as its P, not {p}")
    begin, end = min(n.start for n in taken), max(n.after for n in taken)
    for number in ground.printed(quote, p, "P"):
        if P_BEFORE.search(ground.text, max(0, number.start - 24), number.start):
            if begin <= number.start <= end:
                return number
            gap = (end, number.start) if number.start > end else (number.end, begin)
            others = [n for n in ground.within(Span(*gap)) if not n.percent]
            if gap[1] - gap[0] <= _NEAR and not others:
                return number
    raise Unborne(f"{p} is not printed as the P value of these numbers")
