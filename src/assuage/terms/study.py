"""Studies: trials, reviews, cohorts, case reports, pharmacokinetic and preclinical work."""

from decimal import Decimal

from msgspec import Struct

from assuage.terms.fact import Amount
from assuage.terms.printed import Printed
from assuage.terms.reference import (
    AgentId,
    ConditionId,
    ControlId,
    DesignId,
    DirectionId,
    FeatureId,
    GradeId,
    InstrumentId,
    LimitId,
    MeasureId,
    OutcomeId,
    Read,
    RouteId,
    SpeciesId,
    TopicId,
    UnitId,
    VerdictId,
)
from assuage.terms.source import Citation


class Population(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who was studied. ``n_kind``: randomised, analysed, enrolled, cases, included."""

    n: int | None = None
    n_kind: str | None = None
    features: tuple[FeatureId, ...] = ()
    """Severity, liver function, age group, co-treatment, from the closed list."""


class Arm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One arm: an agent, or a control."""

    id: str
    agent: AgentId | None = None
    added_to: tuple[AgentId, ...] = ()
    control: ControlId | None = None
    route: RouteId | None = None
    dose: Amount | None = None
    duration: Amount | None = None
    n: int | None = None


class ArmValue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One arm's printed value of an outcome."""

    arm: str
    events: int | None = None
    n: int | None = None
    percent: Printed | None = None
    mean: Printed | None = None
    median: Printed | None = None
    sd: Printed | None = None
    low: Printed | None = None
    high: Printed | None = None
    baseline: Printed | None = None


class Result(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="result"):
    """One result: ``direction`` is that of the measured value in ``arm`` relative to ``versus``.

    ``versus`` is an arm's id, or ``baseline``, or absent for a single-arm proportion.
    """

    outcome: OutcomeId
    arm: str
    direction: DirectionId
    where: str
    versus: str | None = None
    instrument: InstrumentId | None = None
    measure: MeasureId | None = None
    effect: Printed | None = None
    interval: tuple[Printed, Printed] | None = None
    interval_percent: Printed = Printed(Decimal(95))
    p: Printed | None = None
    unit: UnitId | None = None
    at: Amount | None = None
    values: tuple[ArmValue, ...] = ()
    n: int | None = None
    studies: int | None = None
    i2_percent: Printed | None = None
    grade: GradeId | None = None
    """Certainty that the source itself reports (GRADE)."""
    subgroup: FeatureId | None = None
    primary: bool = False
    withdrawn: str | None = None


class Conclusion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="conclusion"):
    """What the authors conclude about one outcome for one arm, in one closed word."""

    arm: str
    outcome: OutcomeId
    verdict: VerdictId
    where: str
    grade: GradeId | None = None
    withdrawn: str | None = None


class Review(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fields of a systematic review."""

    studies: int | None = None
    participants: int | None = None
    searched_to: str | None = None


class Preclinical(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fields of animal and cell work. ``system``: in-vivo, in-vitro, both."""

    species: SpeciesId
    system: str
    tissue: str | None = None
    """Cell line or tissue, by its published name (HepG2), not a sentence."""


class Bias(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Risk of bias by domain: low, some, high, unclear. ``unclear`` where only an abstract was read."""

    randomisation: str = "unclear"
    deviations: str = "unclear"
    missing: str = "unclear"
    measurement: str = "unclear"
    reporting: str = "unclear"


class Study(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One study, one file."""

    id: str
    citation: Citation
    read: Read
    design: DesignId
    conditions: tuple[ConditionId, ...]
    topics: tuple[TopicId, ...] = ()
    masking: str | None = None
    """open, single-blind, double-blind, or absent where not stated."""
    registration: str | None = None
    population: Population = Population()
    arms: tuple[Arm, ...] = ()
    results: tuple[Result, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    review: Review | None = None
    preclinical: Preclinical | None = None
    bias: Bias = Bias()
    limits: tuple[LimitId, ...] = ()
    status: str = "single-read"
    """single-read, double-read, unverified (never shown as fact), withdrawn."""
    withdrawn: str | None = None
    retracted: bool = False

    def arm(self, arm_id: str | None) -> Arm | None:
        """The arm with an id; None for ``baseline`` and where no comparator is named."""
        return next((a for a in self.arms if a.id == arm_id), None)
