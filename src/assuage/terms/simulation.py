"""Published population models, a regimen, and what a simulated population's concentrations are."""

from msgspec import Struct

from assuage.terms.fact import Fact
from assuage.terms.printed import Printed
from assuage.terms.reference import ConditionId, DrugId, FeatureId, RouteId, SourceId, UnitId


class ModelParameter(
    Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="model-parameter"
):
    """A parameter of a published population model.

    ``name``: cl, v1, v2, v3, q2, q3 (apparent, over F, in a model of an oral dose), ka, f.
    ``iiv_percent`` is the between-subject variability as a coefficient of variation of a log-normal
    distribution. ``per_weight_exponent`` scales with (weight / ``reference_weight_kg``).
    """

    name: str
    value: Printed
    unit: UnitId
    low: Printed | None = None
    high: Printed | None = None
    iiv_percent: Printed | None = None
    per_weight_exponent: Printed | None = None
    exponent_source: SourceId | None = None
    """Where the exponent was read, if the parameter's own source was not seen to print it."""


class PopulationModel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A linear compartment model of one drug by one route, as published."""

    id: str
    drug: DrugId
    route: RouteId
    compartments: int
    parameters: tuple[ModelParameter, ...]
    conditions: tuple[ConditionId, ...] = ()
    features: tuple[FeatureId, ...] = ()
    """The people in whom it was made."""
    n: int | None = None
    reference_weight_kg: Printed | None = None
    residual_percent: Printed | None = None
    """Proportional residual variability; not simulated: it is the assay's and the model's error."""
    withdrawn: str | None = None

    def parameter(self, name: str) -> ModelParameter | None:
        """The parameter of a name."""
        return next((p for p in self.parameters if p.name == name and not p.withdrawn), None)


class Regimen(Struct, frozen=True, kw_only=True):
    """Doses of equal size at equal intervals; ``missed`` are left out, counted from 1.

    ``infusion_h`` is the length of each infusion, 0 for a bolus or a swallowed dose.
    """

    dose_mg: float
    every_h: float
    doses: int
    infusion_h: float = 0.0
    missed: tuple[int, ...] = ()


class Spread(Struct, frozen=True, kw_only=True):
    """Percentiles over the population."""

    p5: float
    p25: float
    p50: float
    p75: float
    p95: float


class Band(Struct, frozen=True, kw_only=True):
    """Concentrations in mg/L at one time over the population."""

    time_h: float
    spread: Spread


class Adjusted(Struct, frozen=True, kw_only=True):
    """By how much a person's exposure divides the clearance: AUC ratio with its 90% interval."""

    ratio: float
    low: float
    high: float


class MadeIn(Struct, frozen=True, kw_only=True):
    """The people in whom a model was made, and whether their weight is in it."""

    conditions: tuple[ConditionId, ...]
    features: tuple[FeatureId, ...]
    n: int | None
    takes_weight: bool


class Simulated(Struct, frozen=True, kw_only=True):
    """A simulated population. Concentrations in mg/L, areas in mg h/L.

    ``peak`` and ``trough`` are over the last dosing interval; ``auc`` is that of one interval at
    steady state (absorbed dose over clearance). ``adjusted`` is absent for the population as
    published; ``not_adjusted`` are reasons why a person's exposure could not be used.
    """

    model: str
    drug: str
    route: str
    n: int
    seed: int
    weight_kg: float | None
    """To which the model was scaled; None where it is not scaled by weight."""
    regimen: Regimen
    made_in: MadeIn
    doubts: tuple[str, ...]
    """Ids of what sets the person apart from the model: ``weight-not-in-model``,
    ``child-not-in-model``, ``adult-not-in-model``, ``age-not-given``."""
    steady_after_h: float
    """When 97% of the steady state are reached (five half-lives of the slowest exponential) by a
    typical person with this exposure."""
    bands: tuple[Band, ...]
    peak: Spread
    trough: Spread
    auc: Spread
    adjusted: Adjusted | None = None
    not_adjusted: tuple[str, ...] = ()
