"""What every curated fact has in common: its source, the place in it, and its state."""

from msgspec import Struct

from assuage.terms.printed import Printed
from assuage.terms.reference import (
    DoseKindId,
    DrugId,
    FeatureId,
    RouteId,
    SourceId,
    UnitId,
    UseId,
)


class Fact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the facts. ``where`` begins with one of the parts of the source that were read."""

    source: SourceId
    where: str
    withdrawn: str | None = None


class Amount(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A quantity or a range of it; ``value`` or both limits."""

    unit: UnitId
    value: Printed | None = None
    low: Printed | None = None
    high: Printed | None = None


class Dose(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="dose"):
    """A dose that a source states for a use. Reported, not recommended by Assuage."""

    use: UseId
    kind: DoseKindId
    amount: Amount
    route: RouteId
    population: FeatureId | None = None
    drug: DrugId | None = None
    """In a device's file: the drug that the dose is of."""
