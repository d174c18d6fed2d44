"""A finding: one sourced fact as a dossier uses it, with where it stands and how directly it speaks."""

from datetime import date
from typing import Any, Final

from msgspec import Struct

from assuage.terms.condition import Importance, Occurrence, Treatment
from assuage.terms.device import Rescue, Specification
from assuage.terms.drug import (
    ActiveMetabolite,
    AdverseEffect,
    BoxedWarning,
    Contraindication,
    DrugAction,
    Elimination,
    GeneGuidance,
    Identifier,
    Interaction,
    MetaboliteChange,
    Monitoring,
    OrganGuidance,
    Pharmacokinetic,
    Property,
    Regulatory,
)
from assuage.terms.fact import Dose
from assuage.terms.guidance import Guidance, Recommendation
from assuage.terms.mechanism import Link, Marker, MarkerFinding, Trial
from assuage.terms.search import Search
from assuage.terms.study import Conclusion, Result, Study

Stated = (
    Dose
    | Identifier
    | DrugAction
    | Regulatory
    | AdverseEffect
    | BoxedWarning
    | Contraindication
    | Monitoring
    | OrganGuidance
    | Pharmacokinetic
    | Elimination
    | ActiveMetabolite
    | MetaboliteChange
    | GeneGuidance
    | Property
    | Interaction
    | Treatment
    | Importance
    | Occurrence
    | Recommendation
    | Link
    | MarkerFinding
    | Specification
    | Rescue
    | Result
    | Conclusion
    | Trial
    | Search
)
"""Every type of fact that a finding can hold."""

DIRECTNESS: Final = (
    "direct",
    "other-route",
    "near-condition",
    "other-condition",
    "class",
    "other-agent",
    "general",
    "preclinical",
    "spontaneous-report",
    "computed",
)
"""From nearest to farthest; ``general`` is the drug in no particular condition."""


class Quote(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The words that a machine read a fact from: ``text`` is ``[start:end]`` of the reading text.

    ``kind``: effect, risk, direction, adverse-effect, count (of a register), label.
    ``probability`` is the model's own where a model decided.
    """

    text: str
    kind: str
    start: int = 0
    end: int = 0
    probability: float | None = None
    hedged: bool = False


class Finding(Struct, frozen=True, kw_only=True):
    """One fact of one entry. ``entry`` is the study, guidance or marker that holds it, if one does."""

    id: str
    kind: str
    owner: str
    fact: Any
    """One of ``Stated``; ``kind`` says which, and who reads it narrows by that."""
    source: str | None
    where: str | None
    read: str | None
    checked_on: date | None
    directness: str = "general"
    entry: Study | Guidance | Marker | None = None
    quote: Quote | None = None
    """Present where a machine read the fact: no person has checked it, and it is shown as such."""
