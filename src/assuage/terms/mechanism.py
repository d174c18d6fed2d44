"""Mechanism links, markers, and registered trials."""

from msgspec import Struct

from assuage.terms.fact import Fact
from assuage.terms.printed import Printed
from assuage.terms.reference import (
    AgentId,
    ConditionId,
    DirectionId,
    FeatureId,
    MeasureId,
    NodeId,
    OutcomeId,
    Read,
    RelationId,
    SpeciesId,
    TopicId,
)
from assuage.terms.source import Citation


class Link(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="link"):
    """Subject, relation, object: an agent or a node acting on a node, in a species and tissue.

    ``basis``: human, animal, in-vitro, review.
    """

    subject: str
    relation: RelationId
    object: NodeId
    basis: str
    species: SpeciesId | None = None
    tissue: str | None = None
    conditions: tuple[ConditionId, ...] = ()


class Mechanism(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group of links that belong together."""

    id: str
    topics: tuple[TopicId, ...] = ()
    links: tuple[Link, ...] = ()
    withdrawn: str | None = None


class MarkerFinding(
    Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="marker-finding"
):
    """How a marker relates to an outcome, in whom, how well."""

    predicts: OutcomeId
    condition: ConditionId
    direction: DirectionId
    """Direction of the outcome (or of activity, for imaging) with a higher marker."""
    measure: MeasureId | None = None
    value: Printed | None = None
    interval: tuple[Printed, Printed] | None = None
    p: Printed | None = None
    n: int | None = None
    population: FeatureId | None = None
    species: SpeciesId | None = None


class Marker(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A marker. ``modality``: blood, tissue, gene, csf, questionnaire, fmri, pet, mri, ct, eeg."""

    id: str
    en: str
    zh: str
    modality: str
    topics: tuple[TopicId, ...] = ()
    findings: tuple[MarkerFinding, ...] = ()
    withdrawn: str | None = None


class Trial(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A registered trial, as the register showed it on the day it was read.

    ``status``: the register's own word, lower case with hyphens (recruiting, completed …).
    """

    id: str
    citation: Citation
    read: Read
    status: str
    agents: tuple[AgentId, ...]
    conditions: tuple[ConditionId, ...]
    phase: str | None = None
    n: int | None = None
    start: str | None = None
    completion: str | None = None
    outcomes: tuple[OutcomeId, ...] = ()
    has_results: bool | None = None
    topics: tuple[TopicId, ...] = ()
    withdrawn: str | None = None
