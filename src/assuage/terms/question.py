"""The question a dossier answers."""

from typing import Final

from msgspec import Struct

from assuage.terms.reference import ClassId, ConditionId, DrugId, RouteId

ASPECTS: Final = (
    "overview",
    "benefit",
    "safety",
    "disease-effect",
    "interactions",
    "dose",
    "monitoring",
    "device",
    "alternatives",
    "mechanism",
    "trials",
)


class Question(Struct, frozen=True, kw_only=True):
    """Drug, class or topic, in a condition, by a route, from an aspect.

    ``kind`` is ``drug``, ``class`` or ``topic``; ``drugs`` are the drugs it expands to.
    """

    kind: str
    condition: ConditionId
    drugs: tuple[DrugId, ...]
    drug: DrugId | None = None
    drug_class: ClassId | None = None
    route: RouteId | None = None
    aspect: str = "overview"
    together_with: tuple[DrugId, ...] = ()
    """Other drugs that the person is said to take."""
