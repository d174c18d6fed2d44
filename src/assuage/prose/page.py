"""The page: the dossier in the words of one language, as every renderer reads it.

This is also the JSON that others build on; its schema is docs/dossier.schema.json.
"""

from typing import Any

from msgspec import Struct, field

from assuage.terms.statement import Figure

SCHEMA_VERSION = "1.1"


class QuestionView(Struct, frozen=True, kw_only=True):
    kind: str
    condition: str
    drugs: tuple[str, ...]
    drug: str | None = None
    drug_class: str | None = field(default=None, name="class")
    route: str | None = None
    aspect: str = "overview"
    together_with: tuple[str, ...] = ()


class StatementView(Struct, frozen=True, kw_only=True):
    id: str
    text: str
    kind: str
    findings: tuple[str, ...]
    sources: tuple[str, ...]
    directness: str
    certainty: str | None = None
    reasons: tuple[str, ...] = ()
    """For a computed certainty: one sentence a GRADE domain."""
    computed: bool = False
    machine: bool = False
    """Whether it speaks of what a machine read and no person has checked."""
    personal: bool = False
    """Whether it was computed for one person."""
    where: str | None = None
    """Where in the source it stands, if all its findings stand in one place."""


class ColumnView(Struct, frozen=True, kw_only=True):
    id: str
    title: str
    type: str
    """text, term, number, interval or directness."""


class RowView(Struct, frozen=True, kw_only=True):
    cells: dict[str, str]
    findings: tuple[str, ...]
    sources: tuple[str, ...]


class TableView(Struct, frozen=True, kw_only=True):
    id: str
    title: str
    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]
    machine: bool = False
    """Whether a machine read it and no person has checked it."""


class FigureView(Struct, frozen=True, kw_only=True):
    id: str
    title: str
    description: str
    """Text alternative, with every number that the picture shows."""
    labels: dict[str, str]
    """Names in the page's language of every identifier in the figure."""
    figure: Figure


class SectionView(Struct, frozen=True, kw_only=True):
    id: str
    title: str
    state: str
    state_text: str
    statements: tuple[StatementView, ...]
    tables: tuple[TableView, ...]
    figures: tuple[FigureView, ...] = ()


class BottomLineView(Struct, frozen=True, kw_only=True):
    text: str
    certainty: str | None
    benefit: str
    harm: str
    disease: str
    statements: tuple[str, ...]


class QuoteView(Struct, frozen=True, kw_only=True):
    text: str
    kind: str
    start: int
    end: int
    probability: float | None
    hedged: bool


class FindingView(Struct, frozen=True, kw_only=True):
    id: str
    kind: str
    owner: str
    values: dict[str, Any]
    unit: str | None
    source: str | None
    where: str | None
    read: str | None
    checked_on: str | None
    directness: str
    quote: QuoteView | None = None
    """Present where a machine read the finding: its words, their place in title and abstract."""


class SourceView(Struct, frozen=True, kw_only=True):
    id: str
    number: int
    kind: str
    title: str
    year: int | None = None
    pmid: str | None = None
    doi: str | None = None
    nct: str | None = None
    url: str | None = None
    journal: str | None = None
    first_author: str | None = None
    design: str | None = None
    n: int | None = None
    read: str | None = None
    read_at: str | None = None
    checked_on: str | None = None
    machine: bool = False
    """Whether only a machine has read it."""
    directness: str | None = None
    """The nearest directness of what this source is cited for here."""


class Page(Struct, frozen=True, kw_only=True):
    """A whole dossier in one language."""

    schema_version: str
    lang: str
    title: str
    question: QuestionView
    as_of: str
    knowledge_version: str
    bottom_line: BottomLineView
    sections: tuple[SectionView, ...]
    findings: tuple[FindingView, ...]
    sources: tuple[SourceView, ...]
    labels: dict[str, str]
