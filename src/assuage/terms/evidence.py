"""The evidence table: what a machine read in the library, one row an item, each with its words."""

from msgspec import Struct

from assuage.terms.library import Notice
from assuage.terms.reading import Span
from assuage.terms.record import RecordId


class EvidenceRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One item read in one record. Machine-read: shown only with its quote and that label.

    ``kind``: effect, risk, direction, adverse-effect; of registers trial (its status) and count; label. ``printed`` is what was read, in the digits
    of the source; ``quote`` the sentence, ``span`` its place in the reading text. ``meaning`` is
    benefit, harm or neither, from the direction and the outcome's desirability, where both are
    known and ``agent`` is asked for. ``probability`` is the model's own where a model decided.
    ``agent`` is the arm and ``versus`` its comparator: an id of the knowledge, else as printed; None
    where neither was read. ``value`` to ``unit`` are the numbers of ``printed``, apart; ``time`` the words
    that say when, as printed.
    """

    record: RecordId
    title: str
    kind: str
    printed: str
    quote: str
    span: Span
    year: int | None = None
    journal: str | None = None
    first_author: str | None = None
    design: str | None = None
    masking: str | None = None
    n: int | None = None
    agents: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    directness: str | None = None
    outcome: str | None = None
    agent: str | None = None
    versus: str | None = None
    value: str | None = None
    low: str | None = None
    high: str | None = None
    level: str | None = None
    p: str | None = None
    unit: str | None = None
    time: str | None = None
    direction: str | None = None
    meaning: str | None = None
    hedged: bool = False
    probability: float | None = None
    notices: tuple[Notice, ...] = ()


class LeftOut(Struct, frozen=True, kw_only=True):
    """A work that matched and was not read into the table. ``reason``: retracted, curated."""

    record: RecordId
    title: str
    reason: str
    by: str


class Disagreement(Struct, frozen=True, kw_only=True):
    """A point on which the machine's reading of a curated study says otherwise than its file.

    ``field``: n, design, direction, effect. ``curated`` and ``machine`` are what each has.
    """

    study: str
    record: RecordId
    field: str
    curated: str
    machine: str
    quote: str
    outcome: str | None = None


class Evidence(Struct, frozen=True, kw_only=True):
    """The table of one question over one library.

    ``matched`` works answered the search, ``looked_at`` of them were read, ``concerned`` name an
    asked drug and a condition near enough.
    """

    query: str
    matched: int
    looked_at: int
    concerned: int
    rows: tuple[EvidenceRow, ...]
    left_out: tuple[LeftOut, ...]
    of_unknown_year: int = 0
    """Works that match but for the years asked: their year is not known."""
    disagreements: tuple[Disagreement, ...] = ()
