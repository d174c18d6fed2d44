"""Whether the numbers of a proposal are borne out by its quote, read again with our own grammar.

Each number must be printed in the quote, with its digits and its sign, in the role proposed: limits
one after the other and in order, a value within them, counts that make their percentage, a P behind
a word for P. Where our reader takes a number to be something else, the proposal is not accepted:
a model may find what we missed, not overrule what we read.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar

from assuage.reading.interval_values import P_BEFORE
from assuage.reading.measures import general, specific
from assuage.reading.numbers import MINUS, Number
from assuage.reading.people import PEOPLE
from assuage.reading.proposal_ground import Ground, Unborne
from assuage.terms.printed import Printed
from assuage.terms.reading import Amounts, Effect, Level, Mention, Risk, Sentence, Span

RESULTS = ("results", "conclusion", "title")
_JOINED = re.compile(
    rf"\s*(?:%|°)?\s*(?:[{MINUS}]|to|[,;]|and|[{MINUS}]\s?to)\s*[(\[]?\s*(?:[$€£]\s?)?"
)
_HEADER = re.compile(r"\bC[rL]?Is?\b|\bC\.I|onfidence|redib(?:le|ility)|CONFIDENCE")
_SPREAD_BETWEEN = re.compile(
    r"\b(?:IQR|interquartile|inter-quartile|quartiles?|SD|SEM?|range|percentiles?)\b", re.I
)
_OF = re.compile(
    rf"(?:\s+{PEOPLE})?\s+(?:out of|of|from among)\s+(?:(?:the|a total of|all|these)\s+)?|\s?/\s?"
)
_SHARE = re.compile(
    r"(?:\s+\w+){0,5}?\s*[(\[,;]\s*(?:n\s?=\s?)?|\s?%?\s*[(\[,;]\s*(?:n\s?=\s?)?|\s*[)\]]\s*"
)
_PLUS_MINUS = re.compile(
    r"[^.;\d]{0,16}(?:±|\+/-|\+-|[(\[,]\s?(?:S\.?D\.?|S\.?E\.?M?\.?|standard (?:deviation|error)))[\s:=,]*"
)
_STATISTIC = {
    "mean": re.compile(r"\b(?:means?|averaged?|averages)\b", re.I),
    "median": re.compile(r"\bmedians?\b|\bE[DC]50\b", re.I),
    "change": re.compile(
        r"\b(?:chang|reduc|decreas|increas|improv|declin|fell|fall|rose|rise|drop|lower|prolong)\w*", re.I
    ),
}  # fmt: skip
_AMOUNT = {
    "randomised": re.compile(r"\brandom\w*|\bassign\w*|\ballocat\w*", re.I),
    "analysed": re.compile(r"\banaly[sz]\w*|\bevaluable\b|\bcompleted\b|\bincluded in\b", re.I),
    "enrolled": re.compile(
        r"\benrol\w*|\brecruit\w*|\binclud\w*|\bparticipa\w*|\bstud(?:ied|y)\b|\bentered\b", re.I
    ),
}
_PEOPLE_NEAR = re.compile(rf"\s+(?:[\w-]+,?\s+){{0,4}}?{PEOPLE}\b", re.I)
_N_BEFORE = re.compile(r"\b[nN]\s?=\s?$")
_OUTCOMES = ("outcome", "effect", "instrument", "condition", "disease")
_NEAR = 45
"""Characters between a value or limit and the P value that goes with it."""
_MOST_OFF = Decimal(1)
"""Percentage points by which counts and a percentage may differ: rounding and slips of print."""

Item = TypeVar("Item", Effect, Risk, Level)


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
        _unit(ground, quote, item.unit, [n for n in (value, pair[1] if pair else None) if n])
    span = Span(min(n.start for n in taken), max(n.after for n in taken))
    also = ours is not None and (ours.measure, ours.value, ours.low, ours.high) == (
        item.measure, item.value, item.low, item.high,
    )  # fmt: skip
    named = _outcome(ground, quote, outcome, span, ours)
    return (
        Effect(
            span=span, measure=item.measure, value=item.value, low=item.low, high=item.high,
            level_percent=item.level_percent, p=item.p, unit=item.unit, outcome=named,
            sentence=_at(ground, sentence),
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


def _unit(ground: Ground, quote: Span, unit: str, behind: Iterable[Number]) -> None:
    """A unit must stand right behind one of the numbers, in the quote."""
    for number in behind:
        for at in (number.end, number.after):
            rest = ground.text[at : quote.end].lstrip()
            after = rest[len(unit) : len(unit) + 1]
            if unit and rest.startswith(unit) and not (after.isalnum() and unit[-1].isalnum()):
                return
    raise Unborne(f"the unit {unit!r} does not stand behind its number")


def risk(
    ground: Ground,
    quote: Span,
    sentence: Sentence,
    item: Risk,
    outcome: str | None,
    arm: str | None,
) -> tuple[Risk, bool]:
    """The risk with its place, outcome and arm, and whether our reader reads it too."""
    if item.events is None and item.percent is None:
        raise Unborne("it has neither a count nor a percentage")
    if item.events is not None and item.total is None and item.percent is None:
        raise Unborne("it has a count without a total or a percentage")
    if item.events is None and item.total is not None:
        raise Unborne("it has a total without a count")
    if item.events is not None and item.total is not None and item.events > item.total:
        raise Unborne(f"{item.events} of {item.total} is more than all")
    if item.events is not None and item.total and item.percent is not None:
        share = Decimal(100 * item.events) / item.total
        if abs(share - item.percent.digits) > _MOST_OFF:
            raise Unborne(f"{item.events} of {item.total} is not {item.percent}%")
    for ours in ground.reading.risks:
        if quote.start <= ours.span.start and ours.span.end <= quote.end and _agrees(item, ours):
            return _placed(ground, quote, sentence, item, ours.span, outcome, arm, ours), True
    if item.events is None or item.total is None:
        raise Unborne("our reader does not take its percentage as people with an event")
    events = ground.printed(quote, _whole(item.events), "count")
    totals = ground.printed(quote, _whole(item.total), "total")
    joined = [
        (e, t) for e in events for t in totals
        if e.end <= t.start and _OF.fullmatch(ground.text, e.end, t.start)
    ]  # fmt: skip
    if not joined:
        raise Unborne(f"{item.events} and {item.total} are not printed as one count of another")
    taken = list(joined[0])
    if item.percent is not None:
        taken.append(_percent_beside(ground, quote, item.percent, taken))
    for number in taken:
        found = ground.ours_at(number)
        if found is not None:
            raise Unborne(f"our reader takes {number.printed} as part of {found[0]}")
    span = Span(min(n.start for n in taken), max(n.after for n in taken))
    return _placed(ground, quote, sentence, item, span, outcome, arm, None), False


def _agrees(item: Risk, ours: Risk) -> bool:
    """Whether all that is proposed is what we read, and no number of it is left for another."""
    if item.events is None and ours.events is not None:
        return False
    return all(
        said is None or said == read
        for said, read in (
            (item.events, ours.events),
            (item.total, ours.total),
            (item.percent, ours.percent),
        )
    )


def _whole(count: int) -> Printed:
    return Printed(Decimal(count))


def _percent_beside(ground: Ground, quote: Span, percent: Printed, counts: list[Number]) -> Number:
    begin, end = counts[0].start, counts[-1].end
    for number in ground.printed(quote, percent, "percentage"):
        gap = (end, number.start) if number.start >= end else (number.after, begin)
        if number.percent and gap[0] <= gap[1] and _SHARE.fullmatch(ground.text, *gap):
            return number
    raise Unborne(f"{percent}% is not printed beside its counts")


def _placed(
    ground: Ground,
    quote: Span,
    sentence: Sentence,
    item: Risk,
    span: Span,
    outcome: str | None,
    arm: str | None,
    ours: Risk | None,
) -> Risk:
    return Risk(
        span=span, events=item.events, total=item.total, percent=item.percent,
        arm=_arm(ground, quote, sentence, arm, span),
        outcome=_outcome(ground, quote, outcome, span, ours), sentence=_at(ground, sentence),
    )  # fmt: skip


def level(
    ground: Ground,
    quote: Span,
    sentence: Sentence,
    item: Level,
    outcome: str | None,
    arm: str | None,
) -> tuple[Level, bool]:
    """The mean, median or change with its place, and whether our reader reads it too."""
    words = _STATISTIC.get(item.statistic)
    if words is None:
        raise Unborne(f"{item.statistic!r} is none of {', '.join(_STATISTIC)}")
    if (item.low is None) != (item.high is None):
        raise Unborne("it has one end of a range without the other")
    reason = None
    for value in ground.printed(quote, item.value, "value"):
        try:
            return _level_at(ground, quote, sentence, item, value, words, outcome, arm)
        except Unborne as why:
            reason = why
    assert reason is not None
    raise reason


def _level_at(
    ground: Ground,
    quote: Span,
    sentence: Sentence,
    item: Level,
    value: Number,
    words: re.Pattern[str],
    outcome: str | None,
    arm: str | None,
) -> tuple[Level, bool]:
    found = ground.ours_at(value)
    ours = found[1] if found and isinstance(found[1], Level) else None
    if found and (ours is None or ours.value != item.value):
        raise Unborne(f"our reader takes {item.value} as part of {found[0]}")
    if ours is not None and ours.statistic != item.statistic:
        raise Unborne(f"our reader takes {item.value} as a {ours.statistic}")
    if ours is None and not words.search(ground.text, sentence.span.start, value.start):
        raise Unborne(f"no word before {item.value} says that it is a {item.statistic}")
    if P_BEFORE.search(ground.text, max(0, value.start - 24), value.start):
        raise Unborne(f"{item.value} is printed as a P value")
    taken = [value]
    if item.spread is not None:
        for spread in ground.printed(quote, item.spread, "spread"):
            if spread.start >= value.end and _PLUS_MINUS.fullmatch(
                ground.text, value.end, spread.start
            ):
                taken.append(spread)
                break
        else:
            if ours is None or ours.spread != item.spread:
                raise Unborne(f"{item.spread} is not printed as the spread of {item.value}")
    if item.low is not None and item.high is not None:
        if item.low.digits > item.high.digits:
            raise Unborne(f"{item.low} and {item.high} are not in order")
        if ours is None or (ours.low, ours.high) != (item.low, item.high):
            raise Unborne(f"our reader does not take {item.low} and {item.high} as its range")
        ground.printed(quote, item.low, "lower end")
        ground.printed(quote, item.high, "upper end")
    if item.unit is not None and (ours is None or ours.unit != item.unit):
        _unit(ground, quote, item.unit, taken)
    span = ours.span if ours else Span(value.start, max(n.after for n in taken))
    placed = Level(
        span=span, statistic=item.statistic, value=item.value, spread=item.spread, low=item.low,
        high=item.high, unit=item.unit, instrument=ours.instrument if ours else None,
        arm=_arm(ground, quote, sentence, arm, span),
        outcome=_outcome(ground, quote, outcome, span, ours), sentence=_at(ground, sentence),
    )  # fmt: skip
    return placed, ours is not None


def amounts(ground: Ground, quote: Span, item: Amounts) -> tuple[Amounts, bool]:
    """The number of people with its place, and whether our reader reads it too."""
    sentence = ground.told(quote, (*RESULTS, "methods", "aim"))
    for ours in ground.reading.amounts:
        # Printed in words it has no digits to compare: our own reading of the words decides.
        inside = quote.start <= ours.span.start and ours.span.end <= quote.end
        if inside and (ours.kind, ours.value) == (item.kind, item.value):
            arm = _arm(ground, quote, sentence, item.arm, ours.span)
            return Amounts(ours.span, item.kind, item.value, arm), True
    words = _AMOUNT[item.kind]
    places = ground.printed(quote, _whole(item.value), "number")
    reason = Unborne(f"{item.value} does not stand beside a word for people")
    for number in places:
        found = ground.ours_at(number)
        if found is not None and not isinstance(found[1], Amounts):
            reason = Unborne(f"our reader takes {item.value} as part of {found[0]}")
            continue
        if found is not None and isinstance(found[1], Amounts):
            reason = Unborne(
                f"our reader takes {found[1].value} as {found[1].kind}, not {item.kind}"
            )
            continue
        if not words.search(ground.text, sentence.span.start, sentence.span.end):
            raise Unborne(f"no word of its sentence says {item.kind}")
        beside = _PEOPLE_NEAR.match(ground.text, number.end) or _N_BEFORE.search(
            ground.text, max(0, number.start - 5), number.start
        )
        if not beside or number.percent:
            continue
        span = Span(number.start, number.after)
        arm = _arm(ground, quote, sentence, item.arm, span)
        return Amounts(span, item.kind, item.value, arm), False
    raise reason


def _outcome(
    ground: Ground, quote: Span, words: str | None, span: Span, ours: Item | None
) -> Mention | None:
    """The outcome proposed, at its place; None where none is."""
    if words is None:
        return None
    places = ground.named(quote, words, "outcome", _OUTCOMES)
    linked = ours.outcome if ours is not None else None
    if linked is not None:
        for place in places:
            if place.span.start < linked.span.end and linked.span.start < place.span.end:
                return place
        shown = ground.text[linked.span.start : linked.span.end]
        raise Unborne(f"our reader links its numbers to “{shown}”, not to “{words}”")
    return _one_that_belongs(ground, places, span, words)


def _arm(
    ground: Ground, quote: Span, sentence: Sentence, words: str | None, span: Span
) -> str | None:
    if words is None:
        return None
    if "respectively" in ground.text[sentence.span.start : sentence.span.end]:
        raise Unborne("its sentence tells the groups by “respectively”, which is not checked here")
    place = _one_that_belongs(ground, ground.named(quote, words, "arm", ()), span, words)
    return ground.text[place.span.start : place.span.end]


def _one_that_belongs(ground: Ground, places: list[Mention], span: Span, words: str) -> Mention:
    why = None
    for place in places:
        why = ground.belongs(place, span)
        if why is None:
            return place
    raise Unborne(f"its numbers are not seen to be those of “{words}”: {why}")


def _at(ground: Ground, sentence: Sentence) -> int:
    return ground.reading.sentences.index(sentence)
