"""Statements, tables, figures and sections: the one plain structure that every renderer reads.

The structure holds no sentence. ``prose`` turns a :class:`Statement` into text from its
findings and its ``computed`` part.
"""

from msgspec import Struct

from assuage.terms.exposure import Exposure
from assuage.terms.finding import Finding
from assuage.terms.personal import About
from assuage.terms.question import Question
from assuage.terms.source import Source

SECTIONS: tuple[str, ...] = (
    "bottom-line",
    "identity",
    "mechanism",
    "regulatory-status",
    "rationale",
    "benefit",
    "disease-effect",
    "safety-general",
    "safety-in-condition",
    "interactions",
    "organ-function-and-dose",
    "monitoring",
    "device-and-route",
    "procedures",
    "alternatives",
    "populations",
    "markers",
    "imaging",
    "trials",
    "unknowns",
    "related",
    "references",
    "methods",
)

FOUND, NONE_FOUND, NOT_ASKED, COULD_NOT_ASK = "found", "none-found", "not-asked", "could-not-ask"


class Step(Struct, frozen=True, kw_only=True):
    """One GRADE domain: the change in levels and a code for its reason, with its numbers."""

    domain: str
    change: int
    reason: str
    number: str | None = None


class Computed(Struct, frozen=True, kw_only=True):
    """What a computed statement says, in closed words.

    ``agent``, ``condition``, ``outcome`` are identifiers; ``verdict`` and ``state`` are codes
    that prose knows; ``items`` are identifiers to be named in order; ``numbers`` are counts.
    """

    verdict: str
    agent: str | None = None
    condition: str | None = None
    outcome: str | None = None
    items: tuple[str, ...] = ()
    agreeing: tuple[str, ...] = ()
    """Studies of comparable size that agree with the leading one."""
    numbers: tuple[int, ...] = ()
    steps: tuple[Step, ...] = ()
    words: tuple[str, ...] = ()
    """Names that are printed as they are: files, databases, queries, versions, dates."""


class Statement(Struct, frozen=True, kw_only=True):
    """One thing that the dossier says. Either findings with sources, or computed from findings."""

    id: str
    kind: str
    findings: tuple[str, ...]
    sources: tuple[str, ...]
    directness: str
    certainty: str | None = None
    computed: Computed | None = None
    about: About | None = None
    """What it says of one person, where it does."""


class Cell(Struct, frozen=True, kw_only=True):
    """A cell: a code that prose names (``vocabulary`` says in which list), or a printed text."""

    text: str = ""
    vocabulary: str | None = None
    items: tuple[str, ...] = ()


class Row(Struct, frozen=True, kw_only=True):
    """A row of a table with the findings that it shows."""

    cells: tuple[Cell, ...]
    findings: tuple[str, ...]
    sources: tuple[str, ...]


class Table(Struct, frozen=True, kw_only=True):
    """A table. ``columns`` are (id, type): text, term, number, interval, source, directness."""

    id: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


class Mark(Struct, frozen=True, kw_only=True):
    """One row of a forest-style plot: a printed effect with its interval."""

    finding: str
    source: str
    label: str
    value: float
    low: float
    high: float | None
    """None for the open limit of a number needed to treat."""
    printed: str
    directness: str
    group: str


class Edge(Struct, frozen=True, kw_only=True):
    """One link of the mechanism map."""

    finding: str
    source: str
    subject: str
    relation: str
    object: str
    basis: str


class Figure(Struct, frozen=True, kw_only=True):
    """A plot. ``kind``: forest, benefit-harm, mechanism-map, exposure."""

    id: str
    kind: str
    measure: str | None = None
    null: float | None = None
    log_scale: bool = False
    marks: tuple[Mark, ...] = ()
    edges: tuple[Edge, ...] = ()
    exposure: Exposure | None = None
    """Of a person; the marks are its factors by number, and ``together``."""


class Section(Struct, frozen=True, kw_only=True):
    """One section, present even when empty; ``state`` says which kind of nothing it is."""

    id: str
    state: str
    statements: tuple[Statement, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()


class BottomLine(Struct, frozen=True, kw_only=True):
    """The computed conclusion, benefit and harm apart."""

    benefit: str
    harm: str
    disease: str
    certainty: str | None


class Dossier(Struct, frozen=True, kw_only=True):
    """Question, dates, conclusion and sections, with every finding and source they name."""

    question: Question
    as_of: str
    knowledge_version: str
    bottom_line: BottomLine
    sections: tuple[Section, ...]
    findings: dict[str, Finding]
    sources: dict[str, Source]
