"""Entities that a text-mining service found in a text, as it sent them."""

from msgspec import Struct

from assuage.terms.record import Other


class Mention(Struct, frozen=True, omit_defaults=True):
    """An entity at one place.

    ``start`` and ``end`` count characters of the whole document as the service does (the
    ``offset`` of the passage is the place of its first character). A mention in parts has one
    Mention a part.
    """

    text: str
    start: int
    end: int
    kind: str
    """Chemical, Disease, Gene, Species, Variant … as the service writes it."""
    id: str | None = None
    """Number in a database with its prefix as sent: ``MESH:D009020``, ``9606``, ``D009020|D003061``."""
    database: str | None = None
    name: str | None = None
    """The service's own name of the entity: ``@CHEMICAL_Morphine`` or Morphine."""


class AnnotatedPassage(Struct, frozen=True, omit_defaults=True):
    """A passage (title, abstract, …) with its mentions."""

    kind: str
    offset: int
    text: str
    mentions: tuple[Mention, ...] = ()


class Relation(Struct, frozen=True, omit_defaults=True):
    """A relation between two entities, told by their numbers or names as sent."""

    kind: str
    first: str
    second: str
    score: str | None = None


class Annotated(Struct, frozen=True, omit_defaults=True):
    """A document with what was found in it. ``id`` is ``pmid:…`` or ``pmcid:…``."""

    id: str
    pmid: str | None = None
    pmcid: str | None = None
    passages: tuple[AnnotatedPassage, ...] = ()
    relations: tuple[Relation, ...] = ()
    others: tuple[Other, ...] = ()

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, in the order of the passages."""
        return tuple(mention for passage in self.passages for mention in passage.mentions)
