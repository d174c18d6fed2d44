"""Conditions: where they stand among each other, what matters in them, how they are treated."""

from msgspec import Struct

from assuage.terms.drug import Names
from assuage.terms.fact import Fact
from assuage.terms.printed import Printed
from assuage.terms.reference import (
    AgentId,
    ConditionId,
    FeatureId,
    InstrumentId,
    MeasureId,
    OutcomeId,
    RoleId,
    UnitId,
)


class Treatment(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="treatment"):
    """A usual treatment of the condition."""

    agent: AgentId
    role: RoleId
    together_with: tuple[AgentId, ...] = ()


class Importance(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="importance"):
    """A minimal important difference, with the study that measured it."""

    outcome: OutcomeId
    value: Printed
    unit: UnitId
    instrument: InstrumentId | None = None


class Occurrence(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="occurrence"):
    """How often something occurs in the condition."""

    outcome: OutcomeId
    measure: MeasureId
    value: Printed
    unit: UnitId | None = None
    interval: tuple[Printed, Printed] | None = None
    population: FeatureId | None = None
    n: int | None = None


class Condition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A condition. ``broader`` are the conditions it is a kind of, or occurs in; ``near`` are
    those whose evidence is the next best. ``critical`` and ``important`` order the outcomes."""

    id: str
    names: Names
    broader: tuple[ConditionId, ...] = ()
    near: tuple[ConditionId, ...] = ()
    apart: tuple[FeatureId, ...] = ()
    """Features of a study that make it near, not direct: pain of a procedure is another pain."""
    organ: str | None = None
    """liver or kidney, where the condition impairs it."""
    critical: tuple[OutcomeId, ...] = ()
    important: tuple[OutcomeId, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    importance: tuple[Importance, ...] = ()
    occurrence: tuple[Occurrence, ...] = ()
    mesh: str | None = None
    withdrawn: str | None = None
