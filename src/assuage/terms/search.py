"""Recorded searches, exclusions and glossary: what was asked, left out, and how words are used."""

from datetime import date

from msgspec import Struct

from assuage.terms.reference import AgentId, ConditionId, SourceId


class Search(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A search as it was run. Only this makes an empty section ``none-found``.

    ``sections`` are the dossier sections that the search was for.
    """

    id: str
    database: str
    query: str
    on: date
    hits: int
    relevant: int
    agent: AgentId | None = None
    conditions: tuple[ConditionId, ...] = ()
    sections: tuple[str, ...] = ()
    covers_to: str | None = None
    """Last date that the database covers, where it is not live."""
    withdrawn: str | None = None


class Excluded(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source that was read and left out. ``reason`` is one short phrase of our own."""

    id: str
    title: str
    reason: str
    on: date
    pmid: str | None = None
    url: str | None = None


class GlossaryEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word of the page in both languages, with the page where the Chinese usage was seen."""

    id: str
    en: str
    zh: str
    source: SourceId
    meaning_en: str | None = None
    meaning_zh: str | None = None
    where: str | None = None


class Glossary(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group of glossary entries."""

    id: str
    entries: tuple[GlossaryEntry, ...] = ()
