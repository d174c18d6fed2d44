"""Closed lists: terms with names in both languages, and the few facts that a list itself holds."""

from msgspec import Struct

from assuage.terms.additive import Limit
from assuage.terms.drug import Contraindication, Property
from assuage.terms.reference import InteractantId, SourceId


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
    also: tuple[str, ...] = ()
    """Agents and states: other names in either language."""
    properties: tuple[Property, ...] = ()
    """Agents: what adds up between medicines. Those of a class hold for its members that have no
    file of their own."""
    contraindications: tuple[Contraindication, ...] = ()
    """Agents: as in a drug's file."""
    when: tuple[Limit, ...] = ()
    """States: values of a person, any of which is the state."""
    of: tuple[InteractantId, ...] = ()
    """Products: the active ingredients."""
    source: SourceId | None = None
    """Products; agents with other names, states with values: where these stand."""
    where: str | None = None


class Vocabulary(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A closed list: ``id`` is its file's name."""

    id: str
    about: str
    terms: tuple[Term, ...]
