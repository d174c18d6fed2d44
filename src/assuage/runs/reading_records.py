"""What was read in a register entry and in a label, in lines for a person; ``--format json`` has all."""

from collections.abc import Iterator

from assuage.terms.reading_records import EventRow, LabelReading, OutcomeRead, TrialReading

_MOST = 12
"""Rows of each kind: the gravest or first; how many more there are is said."""


def trial_lines(trial: TrialReading) -> Iterator[str]:
    """Status, arms, criteria on age and liver, outcomes and events with their counts."""
    stopped = f"; why it stopped: “{trial.why_stopped}”" if trial.why_stopped else ""
    yield f"status: {trial.status or 'not told'}{stopped}"
    kind = {True: "randomised", False: "not randomised", None: "allocation not told"}
    masking = f", masking {trial.masking.lower()}" if trial.masking else ""
    yield f"design: {kind[trial.randomised]}{masking}"
    for arm in trial.arms:
        given = ", ".join(i.name for i in arm.interventions)
        yield f"arm: {arm.label}" + (f" ({given})" if given else "")
    ages = [a.printed for a in (trial.minimum_age, trial.maximum_age) if a]
    if ages or trial.sex:
        yield f"who: {' to '.join(ages)} {trial.sex or ''}".rstrip()
    for criterion in trial.liver:
        classes = f" {'/'.join(criterion.classes)}" if criterion.classes else ""
        limit = f" {criterion.limit} {criterion.unit or ''}".rstrip() if criterion.limit else ""
        yield f"liver, {criterion.side or 'side not told'}: {criterion.kind}{classes}{limit}"
    yield from _some((_outcome(o) for o in trial.outcomes), len(trial.outcomes), "outcomes")
    events = sorted(trial.events, key=lambda e: (not e.serious, -_affected(e)))
    yield from _some((_event(e) for e in events), len(events), "adverse events")
    if trial.not_compared:
        yield f"groups not compared: {trial.not_compared}"


def _affected(row: EventRow) -> int:
    return sum(g.affected or 0 for g in row.groups)


def _event(row: EventRow) -> str:
    counts = "; ".join(
        f"{g.title or g.group} {g.affected}/{g.at_risk}"
        for g in row.groups
        if g.affected is not None and g.at_risk is not None
    )
    kind = "serious event" if row.serious else "event"
    computed = (
        f"; difference, computed: {100 * row.difference.value:+.1f} percentage points"
        if row.difference is not None
        else ""
    )
    return f"{kind}: {row.term}: {counts}{computed}"


def _outcome(table: OutcomeRead) -> str:
    cells = [
        f"{c.title or c.group} {c.printed}" + (f" ± {c.spread}" if c.spread is not None else "")
        for row in table.rows[:1]
        for c in row.cells
        if c.printed is not None
    ]
    unit = f" {table.unit}" if table.unit else ""
    more = f" (first of {len(table.rows)} rows)" if len(table.rows) > 1 else ""
    return f"outcome, {table.rank.lower()}: {table.title}: {'; '.join(cells)}{unit}{more}"


def label_lines(label: LabelReading) -> Iterator[str]:
    """Names, how many statements, then frequencies, organ advice and changes of exposure."""
    yield f"names: {', '.join(label.names)}"
    topics: dict[str, int] = {}
    for statement in label.statements:
        topics[statement.topic] = topics.get(statement.topic, 0) + 1
    for topic in sorted(topics):
        yield f"{topic}: {topics[topic]} passages"
    shown = [
        f"frequency: {f.effect}: {f.percent}%" + (f" ({f.arm})" if f.arm else "")
        for f in label.frequencies
        if f.percent is not None
    ]
    yield from _some(iter(shown), len(shown), "frequencies")
    advice = [
        f"{a.organ}: {a.advice} {' '.join((*a.child_pugh, *a.severity))} {a.dose or ''}".rstrip()
        for a in label.organ_advice
        if a.advice
    ]
    yield from _some(iter(dict.fromkeys(advice)), len(dict.fromkeys(advice)), "organ advice")
    changes = [
        f"exposure, {c.topic}: {c.measure} {c.direction or ''} {c.printed}, {c.cause or 'cause not read'}"
        for c in label.changes
    ]
    yield from _some(iter(changes), len(changes), "changes of exposure")


def _some(lines: Iterator[str], total: int, what: str) -> Iterator[str]:
    for _, line in zip(range(_MOST), lines, strict=False):
        yield " ".join(line.split())
    if total > _MOST:
        yield f"… {total - _MOST} more {what}: --format json"
