"""What a trial register holds beyond a title: arms, eligibility, outcomes, measured results.

Counts and values keep their printed digits (strings); a computed number never stands here.
"""

from msgspec import Struct


class Arm(Struct, frozen=True, omit_defaults=True):
    """A planned arm; ``kind`` as the register writes it (EXPERIMENTAL, PLACEBO_COMPARATOR …)."""

    label: str
    kind: str | None = None
    description: str | None = None
    interventions: tuple[str, ...] = ()


class Intervention(Struct, frozen=True, omit_defaults=True):
    """A planned intervention."""

    name: str
    kind: str | None = None
    description: str | None = None
    arms: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()


class Outcome(Struct, frozen=True, omit_defaults=True):
    """A planned outcome. ``rank``: primary, secondary or other."""

    rank: str
    measure: str
    time_frame: str | None = None
    description: str | None = None


class Eligibility(Struct, frozen=True, omit_defaults=True):
    """Who may take part, as printed."""

    criteria: str | None = None
    minimum_age: str | None = None
    maximum_age: str | None = None
    sex: str | None = None
    healthy_volunteers: bool | None = None
    population: str | None = None
    """Whom an observational study draws from."""


class Group(Struct, frozen=True, omit_defaults=True):
    """A reporting group of a results table."""

    id: str
    title: str | None = None
    description: str | None = None


class Measurement(Struct, frozen=True, omit_defaults=True):
    """One cell: value, spread and limits as printed, for one group."""

    group: str
    value: str | None = None
    spread: str | None = None
    lower: str | None = None
    upper: str | None = None
    comment: str | None = None
    unit: str | None = None
    """What is counted, in a denominator: Participants, eyes, lesions."""


class MeasuredCategory(Struct, frozen=True, omit_defaults=True):
    """Cells under one class and category heading of an outcome or baseline table."""

    measurements: tuple[Measurement, ...]
    in_class: str | None = None
    category: str | None = None
    denominators: tuple[Measurement, ...] = ()


class Analysis(Struct, frozen=True, omit_defaults=True):
    """A statistical analysis as registered: method, parameter, value, limits, P."""

    groups: tuple[str, ...] = ()
    description: str | None = None
    non_inferiority: str | None = None
    non_inferiority_comment: str | None = None
    method: str | None = None
    method_comment: str | None = None
    parameter: str | None = None
    value: str | None = None
    dispersion: str | None = None
    dispersion_value: str | None = None
    ci_percent: str | None = None
    ci_sides: str | None = None
    ci_lower: str | None = None
    ci_upper: str | None = None
    p_value: str | None = None
    comment: str | None = None
    p_value_comment: str | None = None
    ci_lower_comment: str | None = None
    ci_upper_comment: str | None = None
    other_description: str | None = None


class MeasuredOutcome(Struct, frozen=True, omit_defaults=True):
    """A results table of one outcome (or one baseline measure, whose groups the trial holds)."""

    rank: str
    title: str
    description: str | None = None
    population: str | None = None
    time_frame: str | None = None
    parameter: str | None = None
    dispersion: str | None = None
    unit: str | None = None
    reporting_status: str | None = None
    units_analyzed: str | None = None
    groups: tuple[Group, ...] = ()
    denominators: tuple[Measurement, ...] = ()
    categories: tuple[MeasuredCategory, ...] = ()
    analyses: tuple[Analysis, ...] = ()


class FlowCount(Struct, frozen=True, omit_defaults=True):
    """Participants of a group at a milestone, or who dropped out for a reason.

    ``event`` is the milestone as printed (STARTED, COMPLETED …) or ``DROP_WITHDRAW`` with
    ``reason``.
    """

    period: str
    event: str
    group: str
    participants: str | None = None
    comment: str | None = None
    reason: str | None = None
    units: str | None = None


class EventCount(Struct, frozen=True, omit_defaults=True):
    """Adverse events of one group: people affected and at risk, number of events."""

    group: str
    affected: str | None = None
    at_risk: str | None = None
    events: str | None = None


class AdverseEvent(Struct, frozen=True, omit_defaults=True):
    """One row of an adverse-event table."""

    term: str
    serious: bool
    organ_system: str | None = None
    vocabulary: str | None = None
    assessment: str | None = None
    note: str | None = None
    counts: tuple[EventCount, ...] = ()


class EventGroup(Struct, frozen=True, omit_defaults=True):
    """A reporting group of the adverse-event table with its totals."""

    id: str
    title: str | None = None
    description: str | None = None
    serious_affected: str | None = None
    serious_at_risk: str | None = None
    other_affected: str | None = None
    other_at_risk: str | None = None
    deaths: str | None = None
    deaths_at_risk: str | None = None


class Cited(Struct, frozen=True, omit_defaults=True):
    """A publication that the register links to the trial. ``kind``: RESULT, BACKGROUND, DERIVED."""

    citation: str | None = None
    pmid: str | None = None
    kind: str | None = None
    retractions: tuple[tuple[str | None, str | None], ...] = ()
    """Notices of its retraction: PMID, citation."""


class Trial(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A register entry."""

    nct: str
    secondary_ids: tuple[str, ...] = ()
    acronym: str | None = None
    official_title: str | None = None
    status: str | None = None
    why_stopped: str | None = None
    sponsor: str | None = None
    collaborators: tuple[str, ...] = ()
    summary: str | None = None
    description: str | None = None
    conditions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    study_type: str | None = None
    phases: tuple[str, ...] = ()
    allocation: str | None = None
    intervention_model: str | None = None
    purpose: str | None = None
    masking: str | None = None
    masked: tuple[str, ...] = ()
    enrollment: str | None = None
    enrollment_kind: str | None = None
    started: str | None = None
    primary_completion: str | None = None
    completed: str | None = None
    countries: tuple[str, ...] = ()
    arms: tuple[Arm, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    eligibility: Eligibility | None = None
    has_results: bool = False
    flow_groups: tuple[Group, ...] = ()
    flow: tuple[FlowCount, ...] = ()
    baseline_population: str | None = None
    baseline_groups: tuple[Group, ...] = ()
    baseline_denominators: tuple[Measurement, ...] = ()
    baseline: tuple[MeasuredOutcome, ...] = ()
    measured: tuple[MeasuredOutcome, ...] = ()
    event_time_frame: str | None = None
    event_description: str | None = None
    event_threshold_percent: str | None = None
    event_groups: tuple[EventGroup, ...] = ()
    events: tuple[AdverseEvent, ...] = ()
    limitations: str | None = None
    publications: tuple[Cited, ...] = ()
