"""A register entry to what it measured: arms, criteria, outcomes, adverse events, computed risks.

Every number of the entry keeps its digits and its place; risks, differences and ratios are computed
from the printed counts (``trial_numbers``) and stand apart. Two groups are compared only where the
entry says that they are parallel groups of a randomised trial; else ``not_compared`` says why not.
"""

from collections.abc import Sequence

from assuage.reading.trial_eligibility import age_limit, liver_criteria
from assuage.reading.trial_groups import Compared, compared, not_comparable, randomised
from assuage.reading.trial_numbers import risk_difference, risk_ratio
from assuage.reading.trial_outcomes import count, measured, number
from assuage.terms.reading_records import (
    ArmIntervention,
    ArmRead,
    EventRow,
    FlowCell,
    FlowRow,
    GroupRisk,
    TrialReading,
)
from assuage.terms.trial_record import EventGroup, Group, Trial


def read_trial(trial: Trial) -> TrialReading:
    """Everything that the entry says in numbers, with places as paths from the record."""
    design = not_comparable(trial)
    rows = _events(trial, design)
    events = tuple(r for r in rows if r.kind == "event")
    totals = (*_totals(trial, design), *(r for r in rows if r.kind != "event"))
    eligibility = trial.eligibility
    groups = tuple(Group(g.id, g.title) for g in trial.event_groups)
    return TrialReading(
        nct=trial.nct,
        status=trial.status,
        why_stopped=trial.why_stopped,
        randomised=randomised(trial),
        masking=trial.masking,
        arms=_arms(trial),
        minimum_age=age_limit(eligibility.minimum_age if eligibility else None),
        maximum_age=age_limit(eligibility.maximum_age if eligibility else None),
        sex=eligibility.sex if eligibility else None,
        liver=liver_criteria(eligibility),
        flow=_flow(trial),
        baseline=measured(
            trial.baseline,
            "trial.baseline",
            None,
            trial.baseline_groups,
            trial.baseline_denominators,
        ),
        outcomes=measured(
            trial.measured, "trial.measured", lambda groups: compared(trial, groups, design)
        ),
        events=events,
        totals=totals,
        event_time_frame=trial.event_time_frame,
        event_threshold_percent=number(trial.event_threshold_percent),
        not_compared=compared(trial, groups, design).why if groups else None,
    )


def _arms(trial: Trial) -> tuple[ArmRead, ...]:
    found = []
    for position, arm in enumerate(trial.arms):
        interventions = []
        for index, planned in enumerate(trial.interventions):
            label = arm.label.strip().casefold()
            named = any(_names(words, planned.name) for words in arm.interventions)
            if named or any(a.strip().casefold() == label for a in planned.arms):
                interventions.append(
                    ArmIntervention(
                        name=planned.name,
                        kind=planned.kind,
                        other_names=planned.other_names,
                        place=f"trial.interventions[{index}]",
                    )
                )
        listed = {i.name.casefold() for i in interventions}
        for index, words in enumerate(arm.interventions):
            # An arm may name what the list of interventions lacks.
            if not any(_names(words, name) for name in listed):
                kind, _, name = words.rpartition(": ")
                interventions.append(
                    ArmIntervention(
                        name=name,
                        kind=kind.upper() or None,
                        place=f"trial.arms[{position}].interventions[{index}]",
                    )
                )
        place = f"trial.arms[{position}]"
        found.append(
            ArmRead(label=arm.label, kind=arm.kind, interventions=tuple(interventions), place=place)
        )
    return tuple(found)


def _names(words: str, name: str) -> bool:
    """``Drug: Morphine`` names ``Morphine``."""
    told, wanted = words.strip().casefold(), name.strip().casefold()
    return told == wanted or told.partition(": ")[2].strip() == wanted


def _flow(trial: Trial) -> tuple[FlowRow, ...]:
    titles = {g.id: g.title for g in trial.flow_groups}
    rows: dict[tuple[str, str, str | None], list[FlowCell]] = {}
    for index, told in enumerate(trial.flow):
        rows.setdefault((told.period, told.event, told.reason), []).append(
            FlowCell(
                group=told.group,
                title=titles.get(told.group),
                participants=count(told.participants),
                printed=told.participants,
                place=f"trial.flow[{index}]",
            )
        )
    return tuple(
        FlowRow(period=period, event=event, reason=reason, cells=tuple(cells))
        for (period, event, reason), cells in rows.items()
    )


def _risk(
    group: str,
    title: str | None,
    affected: str | None,
    at_risk: str | None,
    place: str,
    events: str | None = None,
) -> GroupRisk:
    people, all_people = count(affected), count(at_risk)
    risk = None
    if people is not None and all_people and people <= all_people:
        risk = people / all_people
    return GroupRisk(
        group=group,
        title=title,
        affected=people,
        at_risk=all_people,
        events=count(events),
        risk=risk,
        place=place,
    )


def _row(row: EventRow, pair: Compared) -> EventRow:
    """The row with its computed comparison, where both groups have a risk."""
    by_id = {g.group: g for g in row.groups if g.risk is not None}
    first, second = by_id.get(pair.first or ""), by_id.get(pair.second or "")
    if first is None or second is None:
        return row
    counts = (first.affected or 0, first.at_risk or 0, second.affected or 0, second.at_risk or 0)
    return EventRow(
        term=row.term,
        kind=row.kind,
        serious=row.serious,
        place=row.place,
        groups=row.groups,
        organ_system=row.organ_system,
        vocabulary=row.vocabulary,
        assessment=row.assessment,
        compared=(first.group, second.group),
        difference=risk_difference(*counts),
        ratio=risk_ratio(*counts),
    )


_MORTALITY = "Total, all-cause mortality"
"""How the register's former XML tells deaths: as the first row of the serious events."""


def _event_pair(trial: Trial, design: str | None) -> Compared:
    return compared(trial, [Group(g.id, g.title) for g in trial.event_groups], design)


def _events(trial: Trial, design: str | None) -> tuple[EventRow, ...]:
    pair = _event_pair(trial, design)
    titles = {g.id: g.title for g in trial.event_groups}
    found = []
    for index, event in enumerate(trial.events):
        place = f"trial.events[{index}]"
        deaths = event.term == _MORTALITY
        groups = tuple(
            _risk(
                told.group,
                titles.get(told.group),
                told.affected,
                told.at_risk,
                f"{place}.counts[{cell}]",
                told.events,
            )
            for cell, told in enumerate(event.counts)
        )
        row = EventRow(
            term="death from any cause" if deaths else event.term,
            kind="deaths" if deaths else "event",
            serious=event.serious,
            place=place,
            groups=groups,
            organ_system=event.organ_system,
            vocabulary=event.vocabulary,
            assessment=event.assessment,
        )
        found.append(_row(row, pair))
    return tuple(found)


def _totals(trial: Trial, design: str | None) -> tuple[EventRow, ...]:
    pair = _event_pair(trial, design)

    def row(
        kind: str,
        term: str,
        serious: bool,
        told: Sequence[tuple[EventGroup, str | None, str | None]],
    ) -> EventRow | None:
        if not any(affected for _, affected, _ in told):
            return None
        groups = tuple(
            _risk(g.id, g.title, affected, at_risk, f"trial.event_groups[{index}]")
            for index, (g, affected, at_risk) in enumerate(told)
        )
        plain = EventRow(
            term=term, kind=kind, serious=serious, place="trial.event_groups", groups=groups
        )
        return _row(plain, pair)

    groups = trial.event_groups
    rows = (
        row(
            "total-serious",
            "any serious adverse event",
            True,
            [(g, g.serious_affected, g.serious_at_risk) for g in groups],
        ),
        row(
            "total-other",
            "any other adverse event",
            False,
            [(g, g.other_affected, g.other_at_risk) for g in groups],
        ),
        row(
            "deaths",
            "death from any cause",
            True,
            [(g, g.deaths, g.deaths_at_risk) for g in groups],
        ),
    )
    return tuple(r for r in rows if r)
