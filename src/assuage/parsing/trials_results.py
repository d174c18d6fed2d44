"""Measured results of a trial in the shape of API v2: flow, baseline, outcomes, adverse events."""

from assuage.parsing.json_leaves import Leaves
from assuage.terms.trial_record import (
    AdverseEvent,
    Analysis,
    EventCount,
    EventGroup,
    FlowCount,
    Group,
    MeasuredCategory,
    MeasuredOutcome,
    Measurement,
)

DROPPED = "DROP_WITHDRAW"
"""Event of a FlowCount that tells why participants left; after ``dropWithdraws`` of API v2."""


def groups(module: Leaves) -> tuple[Group, ...]:
    """Reporting groups; a group without an id cannot be counted in and stays among the others."""
    found = []
    for group in module.each("groups"):
        if id := group.text("id"):
            found.append(Group(id, group.text("title"), group.text("description")))
    return tuple(found)


def denominators(place: Leaves) -> tuple[Measurement, ...]:
    """Numbers analysed, a cell a group and unit."""
    found = []
    for denominator in place.each("denoms"):
        counts = denominator.each("counts")
        # What no cell would tell stays among the others.
        unit = denominator.text("units") if counts else None
        for count in counts:
            group = count.text("groupId") or ""
            found.append(Measurement(group, count.text("value"), unit=unit))
    return tuple(found)


def flow(module: Leaves) -> tuple[FlowCount, ...]:
    """Participant flow: first the milestones of a period, then its reasons for leaving."""
    found = []
    for period in module.each("periods"):
        milestones = [(m, m.each("achievements")) for m in period.each("milestones")]
        drops = [(d, d.each("reasons")) for d in period.each("dropWithdraws")]
        # A title, milestone or reason without any count stays among the others.
        told = any(counts for _, counts in (*milestones, *drops))
        title = (period.text("title") if told else None) or ""
        for milestone, counts in milestones:
            event = (milestone.text("type") if counts else None) or ""
            found += [_flow_count(count, title, event, None) for count in counts]
        for drop, counts in drops:
            reason = drop.text("type") if counts else None
            found += [_flow_count(count, title, DROPPED, reason) for count in counts]
    return tuple(found)


def _flow_count(count: Leaves, period: str, event: str, reason: str | None) -> FlowCount:
    return FlowCount(
        period=period,
        event=event,
        group=count.text("groupId") or "",
        participants=count.text("numSubjects"),
        comment=count.text("comment"),
        reason=reason,
        units=count.text("numUnits"),
    )


def _categories(table: Leaves) -> tuple[MeasuredCategory, ...]:
    found = []
    for in_class in table.each("classes"):
        title = in_class.text("title")
        sizes = denominators(in_class)
        categories = in_class.each("categories")
        for category in categories:
            cells = tuple(
                Measurement(
                    group=cell.text("groupId") or "",
                    value=cell.text("value"),
                    spread=cell.text("spread"),
                    lower=cell.text("lowerLimit"),
                    upper=cell.text("upperLimit"),
                    comment=cell.text("comment"),
                )
                for cell in category.each("measurements")
            )
            found.append(MeasuredCategory(cells, title, category.text("title"), sizes))
        if not categories and (title or sizes):
            found.append(MeasuredCategory((), title, None, sizes))
    return tuple(found)


def _analysis(analysis: Leaves) -> Analysis:
    return Analysis(
        groups=analysis.texts("groupIds"),
        description=analysis.text("groupDescription"),
        non_inferiority=analysis.text("nonInferiorityType"),
        non_inferiority_comment=analysis.text("nonInferiorityComment"),
        method=analysis.text("statisticalMethod"),
        method_comment=analysis.text("statisticalComment"),
        parameter=analysis.text("paramType"),
        value=analysis.text("paramValue"),
        dispersion=analysis.text("dispersionType"),
        dispersion_value=analysis.text("dispersionValue"),
        ci_percent=analysis.text("ciPctValue"),
        ci_sides=analysis.text("ciNumSides"),
        ci_lower=analysis.text("ciLowerLimit"),
        ci_upper=analysis.text("ciUpperLimit"),
        p_value=analysis.text("pValue"),
        comment=analysis.text("estimateComment"),
        p_value_comment=analysis.text("pValueComment"),
        ci_lower_comment=analysis.text("ciLowerLimitComment"),
        ci_upper_comment=analysis.text("ciUpperLimitComment"),
        other_description=analysis.text("otherAnalysisDescription"),
    )


def measured(module: Leaves) -> tuple[MeasuredOutcome, ...]:
    """Tables of the outcomes, with every analysis."""
    return tuple(
        MeasuredOutcome(
            rank=(table.text("type") or "other").lower(),
            title=table.text("title") or "",
            description=table.text("description"),
            population=table.text("populationDescription"),
            time_frame=table.text("timeFrame"),
            parameter=table.text("paramType"),
            dispersion=table.text("dispersionType"),
            unit=table.text("unitOfMeasure"),
            reporting_status=table.text("reportingStatus"),
            units_analyzed=table.text("typeUnitsAnalyzed"),
            groups=groups(table),
            denominators=denominators(table),
            categories=_categories(table),
            analyses=tuple(_analysis(a) for a in table.each("analyses")),
        )
        for table in module.each("outcomeMeasures")
    )


def baseline(module: Leaves) -> tuple[MeasuredOutcome, ...]:
    """Tables of the baseline; their groups stand once, in the trial."""
    return tuple(
        MeasuredOutcome(
            rank="baseline",
            title=table.text("title") or "",
            description=table.text("description"),
            population=table.text("populationDescription"),
            parameter=table.text("paramType"),
            dispersion=table.text("dispersionType"),
            unit=table.text("unitOfMeasure"),
            units_analyzed=table.text("denomUnitsSelected"),
            denominators=denominators(table),
            categories=_categories(table),
        )
        for table in module.each("measures")
    )


def event_groups(module: Leaves) -> tuple[EventGroup, ...]:
    """Groups of the adverse-event table with their totals."""
    return tuple(
        EventGroup(
            id=group.text("id") or "",
            title=group.text("title"),
            description=group.text("description"),
            serious_affected=group.text("seriousNumAffected"),
            serious_at_risk=group.text("seriousNumAtRisk"),
            other_affected=group.text("otherNumAffected"),
            other_at_risk=group.text("otherNumAtRisk"),
            deaths=group.text("deathsNumAffected"),
            deaths_at_risk=group.text("deathsNumAtRisk"),
        )
        for group in module.each("eventGroups")
    )


def events(module: Leaves) -> tuple[AdverseEvent, ...]:
    """Rows of the adverse-event table: the serious ones first."""
    found = []
    for key, serious in (("seriousEvents", True), ("otherEvents", False)):
        for row in module.each(key):
            counts = tuple(
                EventCount(
                    group=cell.text("groupId") or "",
                    affected=cell.text("numAffected"),
                    at_risk=cell.text("numAtRisk"),
                    events=cell.text("numEvents"),
                )
                for cell in row.each("stats")
            )
            found.append(
                AdverseEvent(
                    term=row.text("term") or "",
                    serious=serious,
                    organ_system=row.text("organSystem"),
                    vocabulary=row.text("sourceVocabulary"),
                    assessment=row.text("assessmentType"),
                    note=row.text("notes"),
                    counts=counts,
                )
            )
    return tuple(found)
