"""What a machine read in a register entry and in a drug label.

A place in a register entry is a path from the record: ``trial.events[3].counts[1]`` is
``record.trial.events[3].counts[1]``. A place in a label is a section (its position among
``record.label.sections``) with offsets into its text, or a cell of one of its tables. A number
that no source printed stands in ``Computed`` only.
"""

from msgspec import Struct

from assuage.terms.printed import Printed
from assuage.terms.reading import Span
from assuage.terms.trial_record import Analysis


class Computed(Struct, frozen=True, omit_defaults=True):
    """A number that we computed from printed counts; limits of 95%. Never shown as printed."""

    value: float
    method: str
    low: float | None = None
    high: float | None = None


class GroupRisk(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """People with an event in one group. ``risk`` is affected / at risk, computed.

    Absent where a count is missing, is no whole number, or more are affected than were at risk.
    """

    group: str
    place: str
    title: str | None = None
    affected: int | None = None
    at_risk: int | None = None
    events: int | None = None
    risk: float | None = None


class EventRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A row of the adverse-event tables, or one of their totals.

    ``kind``: event, total-serious, total-other, deaths. ``compared`` names the two groups of
    ``difference`` (first minus second) and ``ratio`` (first over second).
    """

    term: str
    kind: str
    serious: bool
    place: str
    groups: tuple[GroupRisk, ...] = ()
    organ_system: str | None = None
    vocabulary: str | None = None
    assessment: str | None = None
    compared: tuple[str, ...] = ()
    difference: Computed | None = None
    ratio: Computed | None = None


class Cell(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a results table prints for one group.

    ``value`` is the number of ``printed`` (None for NA and other words); ``spread`` and the limits
    likewise, their words in ``spread_printed`` and so on only where they are no numbers.
    ``analysed`` is the denominator of the row, else of the table. ``risk`` is computed where the
    table counts participants.
    """

    group: str
    place: str
    title: str | None = None
    printed: str | None = None
    value: Printed | None = None
    spread: Printed | None = None
    lower: Printed | None = None
    upper: Printed | None = None
    spread_printed: str | None = None
    lower_printed: str | None = None
    upper_printed: str | None = None
    comment: str | None = None
    analysed: int | None = None
    risk: float | None = None


class OutcomeRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of a results table: one class and category, a cell a group."""

    place: str
    in_class: str | None = None
    category: str | None = None
    cells: tuple[Cell, ...] = ()
    compared: tuple[str, ...] = ()
    difference: Computed | None = None
    ratio: Computed | None = None


class AnalysisRead(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A registered analysis as printed, with the titles of its groups and its numbers."""

    place: str
    printed: Analysis
    groups: tuple[str, ...] = ()
    value: Printed | None = None
    low: Printed | None = None
    high: Printed | None = None
    level_percent: Printed | None = None
    p: Printed | None = None


class OutcomeRead(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A results table. ``rank``: primary, secondary, post_hoc, other_pre_specified, baseline."""

    title: str
    rank: str
    place: str
    time_frame: str | None = None
    population: str | None = None
    parameter: str | None = None
    dispersion: str | None = None
    unit: str | None = None
    units_analysed: str | None = None
    rows: tuple[OutcomeRow, ...] = ()
    analyses: tuple[AnalysisRead, ...] = ()


class FlowCell(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Participants of a group at a milestone."""

    group: str
    place: str
    title: str | None = None
    participants: int | None = None
    printed: str | None = None


class FlowRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A milestone (STARTED, COMPLETED …) or a reason for leaving, a cell a group."""

    period: str
    event: str
    reason: str | None = None
    cells: tuple[FlowCell, ...] = ()


class ArmIntervention(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An intervention of an arm; ``kind`` as the register writes it (DRUG, BIOLOGICAL …)."""

    name: str
    place: str
    kind: str | None = None
    other_names: tuple[str, ...] = ()


class ArmRead(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A planned arm with its interventions."""

    label: str
    place: str
    kind: str | None = None
    interventions: tuple[ArmIntervention, ...] = ()


class AgeLimit(Struct, frozen=True, omit_defaults=True):
    """``18 Years``: number and unit (Years, Months, Weeks, Days, Hours, Minutes) as printed."""

    printed: str
    value: Printed | None = None
    unit: str | None = None


class LiverCriterion(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the criteria ask of the liver; ``span`` is in ``trial.eligibility.criteria``.

    ``kind``: child-pugh, bilirubin, alt, ast, transaminases, alp, ggt, albumin, liver-disease.
    ``side``: inclusion or exclusion, by the last heading above; None where there is none.
    ``classes`` are Child-Pugh classes named; ``limit`` with ``unit`` (``xULN`` for multiples of the
    upper limit of normal, else as printed) and the comparison as printed in its sign.
    """

    kind: str
    span: Span
    side: str | None = None
    classes: tuple[str, ...] = ()
    limit: Printed | None = None
    high: Printed | None = None
    unit: str | None = None


class TrialReading(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything read in a register entry.

    ``not_compared`` says why no differences were computed between groups: ``single group``,
    ``more than two groups``, ``crossover``, ``not randomised`` (compared nevertheless is never
    silent: differences of such trials are absent), ``periods``, ``groups overlap``.
    """

    nct: str
    status: str | None = None
    why_stopped: str | None = None
    randomised: bool | None = None
    masking: str | None = None
    arms: tuple[ArmRead, ...] = ()
    minimum_age: AgeLimit | None = None
    maximum_age: AgeLimit | None = None
    sex: str | None = None
    liver: tuple[LiverCriterion, ...] = ()
    flow: tuple[FlowRow, ...] = ()
    baseline: tuple[OutcomeRead, ...] = ()
    outcomes: tuple[OutcomeRead, ...] = ()
    events: tuple[EventRow, ...] = ()
    totals: tuple[EventRow, ...] = ()
    event_time_frame: str | None = None
    event_threshold_percent: Printed | None = None
    not_compared: str | None = None


class LabelPlace(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place in a label.

    ``section`` counts ``record.label.sections`` from 0; ``code`` is its LOINC code, or that of the
    coded section that it stands in. ``span`` is in the section's text; for a cell, ``table``, ``row``
    and ``column`` count from 0 and ``span`` is in the cell.
    """

    section: int
    code: str | None = None
    title: str | None = None
    span: Span | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


class Statement(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A passage of a label under a topic.

    ``topic``: boxed-warning, contraindications, hepatic, renal.
    """

    topic: str
    place: LabelPlace


class Frequency(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How often an effect was seen in one column or phrase of a label.

    ``arm`` is the heading as printed without its N; ``role``: drug, comparator, or None where the
    label's own names do not tell. ``percent`` may carry a comparison sign (``<1``, ``>=2``).
    """

    effect: str
    place: LabelPlace
    effect_place: LabelPlace
    arm: str | None = None
    role: str | None = None
    percent: Printed | None = None
    high_percent: Printed | None = None
    events: int | None = None
    total: int | None = None
    system: str | None = None
    caption: str | None = None


class ExposureChange(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A change of exposure that a label prints.

    ``measure``: auc, cmax, cmin, half-life, clearance, exposure (concentrations, bioavailability). ``factor`` is with over without, computed
    from ``printed`` (``↑ 74%`` 1.74, ``8.7 fold`` 8.7, ``decreased by 80%`` 0.2); ``high`` the other
    end of a printed range. ``cause`` is the other drug or the state of the organ in its words,
    ``affected`` the substance whose exposure changes; ``child_pugh`` and ``severity`` where told.
    ``topic``: interaction, hepatic, renal, or other (age, sex, time of day).
    """

    measure: str
    place: LabelPlace
    printed: str
    direction: str | None = None
    factor: float | None = None
    high: float | None = None
    cause: str | None = None
    affected: str | None = None
    topic: str = "interaction"
    child_pugh: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()


class OrganAdvice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a label says to do where an organ is impaired.

    ``organ``: hepatic or renal. ``advice``: contraindicated, avoid, reduce-dose, no-change, caution,
    monitor, not-studied, or None where only the state is named; ``dose`` as printed.
    """

    organ: str
    place: LabelPlace
    advice: str | None = None
    child_pugh: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    dose: str | None = None


class LabelReading(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything read in a label."""

    setid: str
    names: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    frequencies: tuple[Frequency, ...] = ()
    organ_advice: tuple[OrganAdvice, ...] = ()
    changes: tuple[ExposureChange, ...] = ()
