"""Typed references: which curated list or folder an identifier in a file must point into.

A reference is a plain string for the program and carries its target for the checker:
``Annotated[str, Meta(extra={"ref": "drugs|classes"})]``. Targets are the names of the
vocabulary files and of the entry folders.
"""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct


def _ref(targets: str) -> Meta:
    return Meta(extra={"ref": targets})


# Entry folders
DrugId = Annotated[str, _ref("drugs")]
ClassId = Annotated[str, _ref("classes")]
ConditionId = Annotated[str, _ref("conditions")]
SourceId = Annotated[str, _ref("sources")]
AgentId = Annotated[str, _ref("drugs|classes|devices|procedures|agents")]
InteractantId = Annotated[str, _ref("drugs|classes|agents")]

# Closed vocabularies of what adds up between medicines
CombinationMechanismId = Annotated[str, _ref("combination-mechanisms")]
CombinedEffectId = Annotated[str, _ref("combined-effects")]
GroundId = Annotated[str, _ref("grounds")]
MeasureOfPersonId = Annotated[str, _ref("person-measures")]
SeverityId = Annotated[str, _ref("severities")]
StateOrConditionId = Annotated[str, _ref("states|conditions")]
StepId = Annotated[str, _ref("management-steps")]

# Closed vocabularies
ActionId = Annotated[str, _ref("actions")]
CaveatId = Annotated[str, _ref("caveats")]
ControlId = Annotated[str, _ref("controls")]
DesignId = Annotated[str, _ref("designs")]
DirectionId = Annotated[str, _ref("directions")]
DoseKindId = Annotated[str, _ref("dose-kinds")]
DrugActionId = Annotated[str, _ref("drug-actions")]
EffectId = Annotated[str, _ref("effects")]
FeatureId = Annotated[str, _ref("features")]
FrequencyId = Annotated[str, _ref("frequencies")]
GradeId = Annotated[str, _ref("certainty")]
InstrumentId = Annotated[str, _ref("instruments")]
InteractionId = Annotated[str, _ref("interactions")]
LimitId = Annotated[str, _ref("limits")]
MeasureId = Annotated[str, _ref("measures")]
MonitorId = Annotated[str, _ref("monitors")]
NodeId = Annotated[str, _ref("nodes")]
OrganGradeId = Annotated[str, _ref("organ-grades")]
OutcomeId = Annotated[str, _ref("outcomes|effects")]
ParameterId = Annotated[str, _ref("parameters")]
PathwayId = Annotated[str, _ref("pathways")]
PropertyId = Annotated[str, _ref("properties")]
RegionId = Annotated[str, _ref("regions")]
RelationId = Annotated[str, _ref("relations")]
RoleId = Annotated[str, _ref("roles")]
RouteId = Annotated[str, _ref("routes")]
ScorePartId = Annotated[str, _ref("score-parts")]
SpeciesId = Annotated[str, _ref("species")]
StateId = Annotated[str, _ref("states")]
StatusId = Annotated[str, _ref("statuses")]
StrengthId = Annotated[str, _ref("strengths")]
TargetId = Annotated[str, _ref("targets")]
TimingId = Annotated[str, _ref("timings")]
TopicId = Annotated[str, _ref("topics")]
UnitId = Annotated[str, _ref("units")]
UseId = Annotated[str, _ref("conditions|uses")]
VerdictId = Annotated[str, _ref("verdicts")]


class Term(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of a closed vocabulary, with its names in both languages."""

    id: str
    en: str
    zh: str
    plural: str | None = None
    better: str | None = None
    """For outcomes and instruments: ``higher`` or ``lower`` is better for the patient."""
    domain: str | None = None
    """Outcomes: which section a result belongs to. Designs: the design's family."""
    family: str | None = None
    """Outcomes that answer the same question (pain, survival); its own id where absent. Agents: the
    class of the knowledge, or the agent, that they belong to."""
    scale: str | None = None
    """Instruments: the printed range, as ``0-10``. Units: the dimension."""
    rank: int | None = None
    """Order where the list has one: designs by strength, frequencies, certainty, doses."""
    stage: str | None = None
    """Mechanism nodes: the step of the pathway that they belong to."""
    of: tuple[InteractantId, ...] = ()
    """Products: the active ingredients."""
    source: SourceId | None = None
    where: str | None = None


class Vocabulary(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A closed list: ``id`` is its file's name."""

    id: str
    about: str
    terms: tuple[Term, ...]


class Read(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a curator saw of a source: the page's address, which parts, on which day."""

    url: str
    parts: tuple[str, ...]
    on: date
