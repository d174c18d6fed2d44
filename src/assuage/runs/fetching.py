"""From sources into the library: ask, parse, keep, and log what was asked."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from assuage.asking.names import Index
from assuage.knowledge.shelves import Knowledge
from assuage.library.writer import Counted, LibraryWriter
from assuage.parsing.importing import read_bytes
from assuage.parsing.problem import ParseProblem
from assuage.sources.plan import queries
from assuage.sources.register import SOURCES
from assuage.sources.transport import Transport
from assuage.terms.answer import Answer, Payload
from assuage.terms.errors import UnknownName, UsageError
from assuage.terms.record import Record

USUAL = ("pubmed", "europe-pmc", "clinicaltrials", "openfda", "dailymed")
"""Sources of records that a question of drug and condition is put to, in this order."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A query for each source, and what it is for (ids of the knowledge, or the words typed)."""

    queries: Mapping[str, str]
    drug: str | None = None
    condition: str | None = None
    unknown: tuple[str, ...] = ()
    """Names that the knowledge does not hold, searched as typed, without synonyms."""


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What one source gave."""

    answer: Answer
    counted: Counted
    problems: tuple[str, ...] = ()


def wanted(
    knowledge: Knowledge, drug: str, condition: str, sources: tuple[str, ...] = ()
) -> Wanted:
    """The queries of a drug (or class) in a condition, with the synonyms of the knowledge.

    ``sources`` are those to ask, the usual ones if empty. Raises UsageError for an unknown one.
    """
    _known(sources)
    unknown: list[str] = []
    agent_id, agent_names = _names(knowledge, drug, ("drug", "class"), unknown)
    place_id, place_names = _names(knowledge, condition, ("condition",), unknown)
    planned = queries(agent_names, place_names)
    return Wanted(
        queries={name: planned[name] for name in sources or USUAL},
        drug=agent_id,
        condition=place_id,
        unknown=tuple(unknown),
    )


def _names(
    knowledge: Knowledge, typed: str, kinds: tuple[str, ...], unknown: list[str]
) -> tuple[str, list[str]]:
    """The id and the Latin-script names of a thing; what the knowledge lacks is searched as typed."""
    if not typed.strip():
        raise UsageError(
            "a name is empty. Write, for example: assuage fetch ketamine 'liver cancer'"
        )
    try:
        found = Index(knowledge).one(typed, *kinds)
    except UnknownName:
        unknown.append(typed)
        return typed.strip().lower(), [typed.strip()]
    held = {"drug": knowledge.drugs, "class": knowledge.classes, "condition": knowledge.conditions}
    entry: Any = held[found.kind][found.id]  # type: ignore[index]
    every = [entry.names.en, *entry.names.en_synonyms]
    if found.kind == "class":
        every += [knowledge.drugs[m].names.en for m in entry.members if m in knowledge.drugs]
    return found.id, list(dict.fromkeys(n for n in every if n.isascii()))


def own_query(query: str, sources: tuple[str, ...]) -> Wanted:
    """The same query, in its own syntax, for each source named. Raises UsageError for an unknown one."""
    _known(sources)
    return Wanted(queries=dict.fromkeys(sources, query))


def _known(sources: tuple[str, ...]) -> None:
    for name in sources:
        if name not in USUAL:
            raise UsageError(f"--source: no source {name!r}. Write one of: {', '.join(USUAL)}.")


def fetch(
    folder: Path,
    transport: Transport,
    want: Wanted,
    limit: int | None = None,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> Iterator[Fetched]:
    """Put each query to its source, keep what comes, and log the search.

    Each page is committed before the next is asked for, so an interrupted run loses one page at
    most; pages got before come from the cache on disk, not from the source.
    """
    with LibraryWriter(folder) as writer:
        for name, query in want.queries.items():
            writer.counted = Counted()
            problems: list[str] = []
            heard = None if progress is None else _heard(progress, name)
            stream = SOURCES[name].fetch(query, transport, limit=limit, progress=heard)
            for item in stream:
                if isinstance(item, Payload):
                    writer.add(_records(item, problems))
                    continue
                writer.log_search(item, want.drug, want.condition)
                writer.commit()
                yield Fetched(answer=item, counted=writer.counted, problems=tuple(problems))


def _heard(
    progress: Callable[[str, int, int | None], None], name: str
) -> Callable[[int, int | None], None]:
    return lambda got, total: progress(name, got, total)


def _records(payload: Payload, problems: list[str]) -> Iterator[Record]:
    for item in read_bytes(payload.content, payload.form, payload.origin or payload.source):
        if isinstance(item, ParseProblem):
            problems.append(str(item))
        else:
            yield item
