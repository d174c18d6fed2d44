"""What a source answered: records, none found, or could not ask. Three types, never mixed."""

from msgspec import Struct


class Payload(Struct, frozen=True, kw_only=True):
    """Bytes as a source sent them, and what they are.

    ``form`` is one that ``parsing.recognise`` knows (pubmed-xml, europe-pmc-json, ctgov-v2-json …).
    """

    source: str
    form: str
    content: bytes
    ids: tuple[str, ...] = ()
    origin: str = ""
    """Address or file that it came from, without keys."""


class Asked(Struct, frozen=True, kw_only=True):
    """A search as it was put: enough for a line of a PRISMA search log (PRISMA-S items 1-16).

    ``as_sent`` is the request without keys; ``translation`` is the source's own reading of it.
    """

    source: str
    query: str
    as_sent: tuple[str, ...]
    on: str
    """Moment of asking, UTC, ISO 8601."""
    translation: str | None = None
    warnings: tuple[str, ...] = ()
    interface: str | None = None
    """Name and address of the interface asked."""
    covers_to: str | None = None
    """Date of the source's data, where it tells."""


class Found(Struct, frozen=True, kw_only=True, tag="found"):
    """Records exist. ``ids`` are those that were got; ``total`` is the source's own count."""

    asked: Asked
    total: int
    ids: tuple[str, ...]


class NoneFound(Struct, frozen=True, kw_only=True, tag="none-found"):
    """The source was asked, understood, and holds nothing."""

    asked: Asked


class CouldNotAsk(Struct, frozen=True, kw_only=True, tag="could-not-ask"):
    """No answer, or none that can be trusted. ``reason`` is one sentence for a person.

    ``ids`` were got before it failed; ``retry`` says whether asking again may help.
    """

    asked: Asked
    reason: str
    ids: tuple[str, ...] = ()
    total: int | None = None
    retry: bool = True


Answer = Found | NoneFound | CouldNotAsk


class LoggedSearch(Struct, frozen=True, kw_only=True):
    """A line of a library's search log.

    ``drug`` and ``condition`` are what it was for: ids of the knowledge where it knows them, else
    the words typed; None for a query of one's own.
    """

    number: int
    answer: Answer
    drug: str | None = None
    condition: str | None = None
