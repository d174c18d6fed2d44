"""Results tables of a register entry: cells with their numbers, analyses, risks of counted people."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from assuage.reading.trial_groups import Compared
from assuage.reading.trial_numbers import risk_difference, risk_ratio
from assuage.terms.printed import Printed
from assuage.terms.reading_records import AnalysisRead, Cell, OutcomeRead, OutcomeRow
from assuage.terms.trial_record import (
    Analysis,
    Group,
    MeasuredCategory,
    MeasuredOutcome,
    Measurement,
)

_NUMBER = re.compile(r"\s*(?:[pP]\s*)?(<=|>=|≤|≥|<|>|=|~)?\s*([+-]?)([\d,]*\.?\d+|\d+\.)\s*%?\s*$")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_LONGEST = 30
"""No register prints a number of more characters; int() of thousands of digits would fail."""
_PEOPLE = re.compile(
    r"\s*(?:number\s+of\s+)?(?:participants?|patients?|subjects?|people|persons?)\s*$", re.I
)


def number(printed: str | None) -> Printed | None:
    """The number of a cell, digits and sign kept; None for words, NA, or what is no number."""
    found = _NUMBER.match(printed or "") if printed and len(printed) <= _LONGEST else None
    if not found:
        return None
    digits = found[3]
    if "," in digits:
        if not _THOUSANDS.match(digits):
            return None
        digits = digits.replace(",", "")
    sign = {"≤": "<=", "≥": ">=", None: "="}.get(found[1], found[1])
    return Printed(Decimal(found[2] + digits), sign or "=")


def count(printed: str | None) -> int | None:
    """A whole number of people; None where it is none."""
    told = number(printed)
    if (
        told is None
        or told.sign != "="
        or told.digits < 0
        or told.digits != told.digits.to_integral_value()
        or "%" in (printed or "")
    ):
        return None
    return int(told.digits)


def measured(
    tables: Sequence[MeasuredOutcome],
    place: str,
    compare: Callable[[Sequence[Group]], Compared] | None,
    groups: Sequence[Group] = (),
    denominators: Sequence[Measurement] = (),
) -> tuple[OutcomeRead, ...]:
    """The tables at a place of the record; ``groups`` and ``denominators`` where a table has none.

    ``compare`` says which two groups of a table are compared; None for none (a baseline).
    """
    return tuple(
        _table(
            table,
            f"{place}[{index}]",
            compare,
            table.groups or groups,
            table.denominators or denominators,
        )
        for index, table in enumerate(tables)
    )


def _table(
    table: MeasuredOutcome,
    place: str,
    compare: Callable[[Sequence[Group]], Compared] | None,
    groups: Sequence[Group],
    denominators: Sequence[Measurement],
) -> OutcomeRead:
    titles = {g.id: g.title for g in groups}
    people = compare is not None and _counts_people(table)
    pair = compare(groups) if compare and people else Compared()
    rows = tuple(
        _row(category, f"{place}.categories[{index}]", titles, denominators, people, pair)
        for index, category in enumerate(table.categories)
    )
    return OutcomeRead(
        title=table.title,
        rank=table.rank,
        place=place,
        time_frame=table.time_frame,
        population=table.population,
        parameter=table.parameter,
        dispersion=table.dispersion,
        unit=table.unit,
        units_analysed=table.units_analyzed,
        rows=rows,
        analyses=tuple(
            _analysis(analysis, f"{place}.analyses[{index}]", titles)
            for index, analysis in enumerate(table.analyses)
        ),
    )


def _counts_people(table: MeasuredOutcome) -> bool:
    """Whether the cells are numbers of participants (not of eyes, events, or points)."""
    if table.units_analyzed and not _PEOPLE.match(table.units_analyzed):
        return False
    parameter = (table.parameter or "").upper()
    if parameter == "COUNT_OF_PARTICIPANTS":
        return True
    return parameter == "NUMBER" and bool(_PEOPLE.match(table.unit or ""))


def _row(
    category: MeasuredCategory,
    place: str,
    titles: dict[str, str | None],
    denominators: Sequence[Measurement],
    people: bool,
    pair: Compared,
) -> OutcomeRow:
    sizes = _sizes(category.denominators) or _sizes(denominators)
    cells = tuple(
        _cell(told, f"{place}.measurements[{index}]", titles, sizes, people)
        for index, told in enumerate(category.measurements)
    )
    row = OutcomeRow(
        place=place, in_class=category.in_class, category=category.category, cells=cells
    )
    by_id = {c.group: c for c in cells if c.risk is not None}
    first, second = by_id.get(pair.first or ""), by_id.get(pair.second or "")
    if first is None or second is None:
        return row
    counts = tuple(
        n for c in (first, second) for n in (int(c.value.digits) if c.value else 0, c.analysed or 0)
    )
    events, total, other_events, other_total = counts
    return OutcomeRow(
        place=place,
        in_class=category.in_class,
        category=category.category,
        cells=cells,
        compared=(first.group, second.group),
        difference=risk_difference(events, total, other_events, other_total),
        ratio=risk_ratio(events, total, other_events, other_total),
    )


def _sizes(denominators: Sequence[Measurement]) -> dict[str, int]:
    found: dict[str, int] = {}
    for told in denominators:
        size = count(told.value)
        if size is not None and (told.unit is None or _PEOPLE.match(told.unit)):
            found.setdefault(told.group, size)
    return found


def _cell(
    told: Measurement,
    place: str,
    titles: dict[str, str | None],
    sizes: dict[str, int],
    people: bool,
) -> Cell:
    value, analysed = number(told.value), sizes.get(told.group)
    spread, lower, upper = number(told.spread), number(told.lower), number(told.upper)
    events = count(told.value) if people else None
    risk = None
    if events is not None and analysed and events <= analysed:
        risk = events / analysed
    return Cell(
        group=told.group,
        title=titles.get(told.group),
        printed=told.value,
        value=value,
        spread=spread,
        lower=lower,
        upper=upper,
        spread_printed=told.spread if spread is None else None,
        lower_printed=told.lower if lower is None else None,
        upper_printed=told.upper if upper is None else None,
        comment=told.comment,
        analysed=analysed,
        risk=risk,
        place=place,
    )


def _analysis(analysis: Analysis, place: str, titles: dict[str, str | None]) -> AnalysisRead:
    return AnalysisRead(
        place=place,
        printed=analysis,
        groups=tuple(titles.get(g) or g for g in analysis.groups),
        value=number(analysis.value),
        low=number(analysis.ci_lower),
        high=number(analysis.ci_upper),
        level_percent=number(analysis.ci_percent),
        p=number(analysis.p_value),
    )
