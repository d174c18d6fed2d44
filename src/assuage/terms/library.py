"""What the library keeps and gives: works, notices, queries and hits."""

from msgspec import Struct

from assuage.terms.record import Record, RecordId


class Notice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A retraction, correction or concern about a work, and when that became known here.

    ``kind``: retracted, concern, corrected, updated, withdrawn. ``by`` is the record or list that
    says so; ``known_on`` the date of that knowledge (of the record's revision, or of the list).
    """

    kind: str
    by: str
    known_on: str | None = None
    citation: str | None = None


class Link(Struct, frozen=True, array_like=True):
    """A tie to another work: ``relation`` is trial, publication, preprint, paper or comment."""

    relation: str
    target: RecordId


class Work(Struct, frozen=True, kw_only=True):
    """One work: everything that the sources sent about it, merged.

    ``lead`` is the merged view (the best source's record, its gaps filled from the others);
    ``number`` is the library's own number of the work.
    """

    number: int
    lead: Record
    members: tuple[RecordId, ...]
    sources: tuple[str, ...]
    designs: tuple[str, ...]
    """As read from publication types, headings and words (``library.designs``)."""
    notices: tuple[Notice, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def id(self) -> RecordId:
        """The public id: that of the leading record."""
        return self.lead.id

    @property
    def retracted(self) -> bool:
        """Whether any notice says so."""
        return any(n.kind == "retracted" for n in self.notices)


class LibraryQuery(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A search over the library.

    ``text`` is what a person typed: words, "phrases", field:word (title, abstract, mesh, author,
    journal), -word. Filters are sets of allowed values; empty allows all. ``evidence`` lets
    publication type and date weigh in the ranking.
    """

    text: str
    year_from: int | None = None
    year_to: int | None = None
    designs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    evidence: bool = False
    expand: bool = True
    limit: int = 20
    offset: int = 0


class Hit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One result. ``related`` ones do not match: they share marking words with those that do, and
    follow where fewer match than were asked for."""

    id: RecordId
    score: float
    title: str
    year: int | None
    kind: str = "article"
    designs: tuple[str, ...] = ()
    journal: str | None = None
    first_author: str | None = None
    pmid: str | None = None
    doi: str | None = None
    ncts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    links: tuple[Link, ...] = ()
    related: bool = False


class Results(Struct, frozen=True, kw_only=True):
    """Answer of the library: ``total`` works match, ``results`` are those asked for, best first.

    ``as_sent`` is the query after synonyms, abbreviations and MeSH were added.
    """

    query: str
    as_sent: str
    total: int
    results: tuple[Hit, ...]
