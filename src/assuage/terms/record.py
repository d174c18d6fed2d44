"""Literature records: everything that a source sent about one article, trial or label.

A record keeps all that its source says and interprets nothing. Absent is ``None`` or an empty
tuple; a missing year is unknown, never an error. Text is plain (tags removed, every character of
the source kept, comparison signs included); where the source had inline markup, ``marks`` hold
its place, so that nothing of ``x<sup>2</sup>`` is lost.
"""

from typing import Annotated

from msgspec import Meta, Struct

from assuage.terms.label_record import Label
from assuage.terms.trial_record import Trial

RecordId = Annotated[
    str, Meta(description="pmid:123, pmcid:PMC1, ppr:PPR1, nct:NCT01, spl:<setid>, ref:<digest>")
]


class Mark(Struct, frozen=True, array_like=True):
    """Inline markup over ``text[start:end]``: tag as the source wrote it, attributes as pairs."""

    start: int
    end: int
    tag: str
    attributes: tuple[tuple[str, str], ...] = ()


class Passage(Struct, frozen=True, omit_defaults=True):
    """A paragraph of an abstract, with its printed label and the source's category for it."""

    text: str
    label: str | None = None
    category: str | None = None
    marks: tuple[Mark, ...] = ()


class Abstract(Struct, frozen=True, omit_defaults=True):
    """An abstract in one language (ISO 639-2, ``eng`` unless told otherwise)."""

    passages: tuple[Passage, ...]
    language: str | None = None
    kind: str | None = None
    """Type of an abstract beside the main one, for example ``plain-language-summary``."""
    copyright: str | None = None

    @property
    def text(self) -> str:
        """All passages, each with its label, parted by line ends."""
        return "\n".join(f"{p.label}: {p.text}" if p.label else p.text for p in self.passages)


class Named(Struct, frozen=True, array_like=True):
    """An identifier with the scheme that it belongs to: ``("ORCID", "0000-…")``."""

    scheme: str
    value: str


class Affiliation(Struct, frozen=True, omit_defaults=True):
    """A place of work as printed."""

    text: str
    identifiers: tuple[Named, ...] = ()
    marks: tuple[Mark, ...] = ()


class Author(Struct, frozen=True, omit_defaults=True):
    """A person, or a group in ``collective``. ``role`` is set for editors and investigators."""

    last: str | None = None
    fore: str | None = None
    initials: str | None = None
    suffix: str | None = None
    collective: str | None = None
    role: str | None = None
    identifiers: tuple[Named, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """``Hardy J`` or the group's name."""
        if self.collective:
            return self.collective
        return " ".join(p for p in (self.last, self.initials or self.fore, self.suffix) if p)


class Journal(Struct, frozen=True, omit_defaults=True):
    """Where it was printed. ``pages`` as printed."""

    title: str | None = None
    abbreviation: str | None = None
    issn: tuple[Named, ...] = ()
    nlm_id: str | None = None
    country: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None
    medium: str | None = None
    medline: str | None = None
    """Abbreviation of MEDLINE (MedlineTA), which differs from the ISO one in its full stops."""
    first_page: str | None = None
    last_page: str | None = None


class Qualifier(Struct, frozen=True, array_like=True):
    """A MeSH subheading."""

    name: str
    ui: str | None = None
    major: bool = False


class Heading(Struct, frozen=True, omit_defaults=True):
    """A MeSH heading with its subheadings; ``major`` is the printed asterisk."""

    name: str
    ui: str | None = None
    major: bool = False
    qualifiers: tuple[Qualifier, ...] = ()
    kind: str | None = None


class Term(Struct, frozen=True, omit_defaults=True):
    """A coded word: publication type, supplementary concept or keyword."""

    name: str
    ui: str | None = None
    kind: str | None = None
    major: bool | None = None
    marks: tuple[Mark, ...] = ()


class Chemical(Struct, frozen=True, omit_defaults=True):
    """A substance of the record, with its registry number (UNII, CAS, EC or 0)."""

    name: str
    ui: str | None = None
    registry: str | None = None


class Grant(Struct, frozen=True, omit_defaults=True):
    """A grant as acknowledged."""

    id: str | None = None
    acronym: str | None = None
    agency: str | None = None
    country: str | None = None


class Databank(Struct, frozen=True, omit_defaults=True):
    """Accession numbers in one databank, among them trial registers."""

    name: str
    accessions: tuple[str, ...] = ()


class Correction(Struct, frozen=True, omit_defaults=True):
    """A link to another publication about this one.

    ``kind`` as PubMed writes it: RetractionIn, RetractionOf, ErratumIn, UpdateIn, UpdateOf,
    ExpressionOfConcernIn, CommentIn, RepublishedIn and the like.
    """

    kind: str
    citation: str | None = None
    pmid: str | None = None
    pmid_version: str | None = None
    note: str | None = None
    marks: tuple[Mark, ...] = ()


class Reference(Struct, frozen=True, omit_defaults=True):
    """A cited work as the source lists it."""

    citation: str | None = None
    identifiers: tuple[Named, ...] = ()
    group: str | None = None
    marks: tuple[Mark, ...] = ()


class Dated(Struct, frozen=True, array_like=True):
    """A date with what happened then, digits as printed: ``("revised", "2019-02-20")``."""

    event: str
    day: str


class Other(Struct, frozen=True, array_like=True):
    """What the source sent and no field above holds: path of the element, its text."""

    path: str
    text: str


class Record(Struct, frozen=True, omit_defaults=True):
    """One record as one source sent it."""

    id: RecordId
    source: str
    """pubmed, europe-pmc, clinicaltrials, openfda, dailymed, nbib, ris, bibtex, endnote, csv, jsonl."""
    kind: str = "article"
    """article, preprint, book, trial or label."""
    version: str | None = None
    """The source's own version or date of last change; a later one supersedes."""
    deleted: bool = False
    """The source has withdrawn the record; only the id is left."""
    pmid: str | None = None
    pmcid: str | None = None
    doi: str | None = None
    ncts: tuple[str, ...] = ()
    """Trial register numbers of ClinicalTrials.gov that the record names as its own."""
    identifiers: tuple[Named, ...] = ()
    title: str = ""
    title_marks: tuple[Mark, ...] = ()
    vernacular_title: str | None = None
    vernacular_title_marks: tuple[Mark, ...] = ()
    abstracts: tuple[Abstract, ...] = ()
    languages: tuple[str, ...] = ()
    year: int | None = None
    published: str | None = None
    """Date of the issue as printed: 2012-10-10, 2012-10, ``1998 Dec-1999 Jan``."""
    dates: tuple[Dated, ...] = ()
    status: str | None = None
    journal: Journal | None = None
    authors: tuple[Author, ...] = ()
    authors_complete: bool = True
    investigators: tuple[Author, ...] = ()
    mesh: tuple[Heading, ...] = ()
    publication_types: tuple[Term, ...] = ()
    keywords: tuple[Term, ...] = ()
    chemicals: tuple[Chemical, ...] = ()
    supplementary_mesh: tuple[Term, ...] = ()
    grants: tuple[Grant, ...] = ()
    grants_complete: bool = True
    databanks: tuple[Databank, ...] = ()
    corrections: tuple[Correction, ...] = ()
    references: tuple[Reference, ...] = ()
    conflict_of_interest: str | None = None
    conflict_marks: tuple[Mark, ...] = ()
    url: str | None = None
    others: tuple[Other, ...] = ()
    trial: Trial | None = None
    label: Label | None = None

    @property
    def abstract(self) -> str:
        """The main abstract as plain text with its labels, or an empty string."""
        return self.abstracts[0].text if self.abstracts else ""
