"""Guidance: who says what, when, how strongly."""

from msgspec import Struct

from assuage.terms.fact import Amount
from assuage.terms.reference import (
    ActionId,
    AgentId,
    ConditionId,
    DoseKindId,
    FeatureId,
    GradeId,
    MonitorId,
    Read,
    RegionId,
    RouteId,
    TimingId,
    TopicId,
)
from assuage.terms.source import Citation


class Recommendation(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="recommendation"
):
    """One recommendation. ``strength``: strong, conditional, consensus, ungraded."""

    agent: AgentId
    condition: ConditionId
    action: ActionId
    where: str
    strength: str = "ungraded"
    grade: GradeId | None = None
    route: RouteId | None = None
    population: FeatureId | None = None
    dose: Amount | None = None
    dose_kind: DoseKindId | None = None
    monitor: MonitorId | None = None
    when: TimingId | None = None
    withdrawn: str | None = None


class Guidance(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One guidance document. ``kind``: guideline, consensus, position, expert-review."""

    id: str
    citation: Citation
    read: Read
    kind: str
    organisation: str
    region: RegionId
    conditions: tuple[ConditionId, ...]
    topics: tuple[TopicId, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    status: str = "single-read"
    withdrawn: str | None = None
