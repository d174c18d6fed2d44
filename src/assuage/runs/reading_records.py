"""What was read in a register entry and in a label, in lines for a person; ``--format json`` has all."""

from collections.abc import Iterator

from assuage.terms.label_record import Label
from assuage.terms.reading_records import (
    Cell,
    Computed,
    EventRow,
    ExposureChange,
    LabelPlace,
    LabelReading,
    OutcomeRead,
    TrialReading,
)

_MOST = 12
"""Rows of each kind: the gravest or first; how many more there are is said."""
_LETTERS = 200
"""Of a passage of a label, so that a person sees what it is of."""


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
        yield f"who: {' '.join(filter(None, (' to '.join(ages), trial.sex)))}"
    for criterion in trial.liver:
        classes = f" {'/'.join(criterion.classes)}" if criterion.classes else ""
        limit = f" {criterion.limit} {criterion.unit or ''}".rstrip() if criterion.limit else ""
        yield f"liver, {criterion.side or 'side not told'}: {criterion.kind}{classes}{limit}"
    yield from _some((_outcome(o) for o in trial.outcomes), len(trial.outcomes), "outcomes")
    events = sorted(trial.events, key=lambda e: (not e.serious, -_affected(e)))
    yield from _some((_event(e) for e in events), len(events), "adverse events")
    compared = any(e.difference for e in trial.events) or any(
        row.difference for table in trial.outcomes for row in table.rows
    )
    if trial.not_compared and not compared:
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
    return f"{kind}: {row.term}: {counts}{_difference(row.difference)}"


def _difference(computed: Computed | None) -> str:
    """A computed difference of risks with its interval, said to be computed."""
    if computed is None:
        return ""
    limits = (
        f" (95% {100 * computed.low:+.1f} to {100 * computed.high:+.1f})"
        if computed.low is not None and computed.high is not None
        else ""
    )
    return f"; difference, computed: {100 * computed.value:+.1f}{limits} percentage points"


def _outcome(table: OutcomeRead) -> str:
    cells = [_cell(c) for row in table.rows[:1] for c in row.cells if c.printed is not None]
    spread = any(c.spread is not None for row in table.rows[:1] for c in row.cells)
    kind = f"; ± {_plain(table.dispersion)}" if spread and table.dispersion else ""
    how = f" ({_plain(table.parameter)}{kind})" if table.parameter else ""
    unit = f" {table.unit}" if table.unit else ""
    more = f" (first of {len(table.rows)} rows)" if len(table.rows) > 1 else ""
    differs = "".join(_difference(row.difference) for row in table.rows[:1])
    when = f", at {table.time_frame}" if table.time_frame else ""
    told = f"{'; '.join(cells)}{unit}" if cells else "no value printed"
    return f"outcome, {table.rank.lower()}: {table.title}{how}{when}: {told}{differs}{more}"


def _plain(word: str) -> str:
    """``GEOMETRIC_MEAN`` as people write it."""
    return word.replace("_", " ").lower()


def _cell(cell: Cell) -> str:
    spread = f" ± {cell.spread}" if cell.spread is not None else ""
    limits = f" [{cell.lower}, {cell.upper}]" if cell.lower and cell.upper else ""
    people = f" (n = {cell.analysed})" if cell.analysed is not None else ""
    return f"{cell.title or cell.group} {cell.printed}{spread}{limits}{people}"


def label_lines(label: LabelReading, record: Label) -> Iterator[str]:
    """Names, statements with how they begin, then frequencies, organ advice and changes of exposure."""
    yield f"names: {', '.join(label.names)}"
    topics: dict[str, list[str]] = {}
    for statement in label.statements:
        topics.setdefault(statement.topic, []).append(words(statement.place, record))
    for topic in sorted(topics):
        said = dict.fromkeys(w for w in topics[topic] if w)
        shown = [f"{topic}: “{w[:_LETTERS]}{'…' if len(w) > _LETTERS else ''}”" for w in said]
        yield from _some(iter(shown), len(shown), f"passages on {topic}")
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
        f"exposure, {c.topic}: {c.measure} {c.direction or ''} {c.printed}, {_cause(c)}"
        for c in label.changes
    ]
    yield from _some(iter(changes), len(changes), "changes of exposure")


def _cause(change: ExposureChange) -> str:
    """What changes the exposure: the other drug, or the state of the organ."""
    classes = f"Child-Pugh {'/'.join(change.child_pugh)}" if change.child_pugh else ""
    told = [change.cause or "", classes, " or ".join(change.severity)]
    return ", ".join(part for part in told if part) or "cause not read"


def words(place: LabelPlace, record: Label) -> str:
    """The words at a place of a label; its heading where the place has none."""
    section = record.sections[place.section]
    text = section.text
    if place.table is not None and place.row is not None and place.column is not None:
        text = section.tables[place.table].rows[place.row][place.column]
    if place.span is None:
        return place.title or ""
    return " ".join(text[place.span.start : place.span.end].split())


def _some(lines: Iterator[str], total: int, what: str) -> Iterator[str]:
    for _, line in zip(range(_MOST), lines, strict=False):
        yield " ".join(line.split())
    if total > _MOST:
        yield f"… {total - _MOST} more {what}: --format json"
