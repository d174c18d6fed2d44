"""Whether proposed risks, levels and numbers of people are borne out by their quote.

As in ``proposal_effects``: digits and signs as printed, in the role proposed, and nothing that our
reader takes to be something else. Counts must make their percentage.
"""

import re
from decimal import Decimal

from assuage.reading.interval_values import P_BEFORE
from assuage.reading.numbers import Number
from assuage.reading.people import PEOPLE
from assuage.reading.proposal_attribution import RESULTS, arm_of, check_unit, outcome_of, place_of
from assuage.reading.proposal_ground import Ground, Unborne
from assuage.terms.printed import Printed
from assuage.terms.reading import Amounts, Level, Risk, Sentence, Span

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
_MOST_OFF = Decimal(1)
"""Percentage points by which counts and a percentage may differ: rounding and slips of print."""


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
    """Whether all that is proposed is what we read."""
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
        arm=arm_of(ground, quote, sentence, arm, span),
        outcome=outcome_of(ground, quote, outcome, span, ours), sentence=place_of(ground, sentence),
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
        check_unit(ground, quote, item.unit, taken)
    span = ours.span if ours else Span(value.start, max(n.after for n in taken))
    placed = Level(
        span=span, statistic=item.statistic, value=item.value, spread=item.spread, low=item.low,
        high=item.high, unit=item.unit, instrument=ours.instrument if ours else None,
        arm=arm_of(ground, quote, sentence, arm, span),
        outcome=outcome_of(ground, quote, outcome, span, ours), sentence=place_of(ground, sentence),
    )  # fmt: skip
    return placed, ours is not None


def amounts(ground: Ground, quote: Span, item: Amounts) -> tuple[Amounts, bool]:
    """The number of people with its place, and whether our reader reads it too."""
    sentence = ground.told(quote, (*RESULTS, "methods", "aim"))
    for ours in ground.reading.amounts:
        # Printed in words it has no digits to compare: our own reading of the words decides.
        inside = quote.start <= ours.span.start and ours.span.end <= quote.end
        if inside and (ours.kind, ours.value) == (item.kind, item.value):
            arm = arm_of(ground, quote, sentence, item.arm, ours.span)
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
        arm = arm_of(ground, quote, sentence, item.arm, span)
        return Amounts(span, item.kind, item.value, arm), False
    raise reason
