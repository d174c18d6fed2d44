"""From sources into the library: ask, parse, keep, and log what was asked."""

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from assuage.asking.names import Index
from assuage.knowledge.shelves import Knowledge
from assuage.library.writer import Counted, LibraryWriter
from assuage.parsing.importing import read_bytes
from assuage.parsing.problem import ParseProblem
from assuage.parsing.rxnav import names
from assuage.sources.plan import queries
from assuage.sources.register import SOURCES
from assuage.sources.transport import Transport
from assuage.terms.answer import Answer, CouldNotAsk, Payload
from assuage.terms.drug_name import DrugName
from assuage.terms.errors import UnknownName, UsageError
from assuage.terms.record import Record

USUAL = ("pubmed", "europe-pmc", "clinicaltrials", "openfda", "dailymed")
"""Sources of records that a question of drug and condition is put to, in this order."""

_OF_A_CLASS = USUAL[:3]
"""Labels are filed by drug: of a class none is asked for."""

_RECORD_FORMS = ("pubmed-xml", "europe-pmc-json", "ctgov-v2-json", "openfda-label-json", "spl-xml")
"""Forms that hold records; names (RxNav) and annotations (PubTator3) are only kept as sent."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A query for each source, and what it is for (ids of the knowledge, or the words typed)."""

    queries: Mapping[str, str]
    drug: str | None = None
    condition: str | None = None
    notes: tuple[str, ...] = ()
    """What a person must know of how the question was read; one sentence each."""


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What one source gave."""

    answer: Answer
    counted: Counted
    problems: tuple[str, ...] = ()


def wanted(
    knowledge: Knowledge,
    drug: str,
    condition: str,
    sources: tuple[str, ...] = (),
    transport: Transport | None = None,
) -> Wanted:
    """The queries of a drug (or class) in a condition, with the synonyms of the knowledge.

    ``sources`` are those to ask, the usual ones if empty; a drug that the knowledge lacks is looked
    up in RxNav through ``transport``. Raises UsageError for an unknown source or an empty name.
    """
    _known(sources, USUAL)
    notes: list[str] = []
    kind, agent, agent_names = _names(knowledge, drug, ("drug", "class"), notes)
    if kind is None and transport is not None:
        agent_names += _from_rxnav(drug, transport, notes)
    _, place, place_names = _names(knowledge, condition, ("condition",), notes)
    planned = queries(agent_names, place_names)
    asked = sources or (_OF_A_CLASS if kind == "class" else USUAL)
    if kind == "class" and not sources:
        notes.append("labels are filed by drug, so for a class none is asked for; fetch its drugs")
    return Wanted(
        queries={name: planned[name] for name in asked},
        drug=agent,
        condition=place,
        notes=tuple(notes),
    )


def _names(
    knowledge: Knowledge, typed: str, kinds: tuple[str, ...], notes: list[str]
) -> tuple[str | None, str, list[str]]:
    """Kind, id and Latin-script names of a thing; what the knowledge lacks is searched as typed."""
    if not typed.strip():
        raise UsageError(
            "a name is empty. Write, for example: assuage fetch ketamine 'liver cancer'"
        )
    try:
        found = Index(knowledge).one(typed, *kinds)
    except UnknownName:
        notes.append(f"the knowledge holds no {kinds[0]} {typed!r}: it is searched as typed")
        return None, typed.strip().lower(), [typed.strip()]
    held = {"drug": knowledge.drugs, "class": knowledge.classes, "condition": knowledge.conditions}
    entry: Any = held[found.kind][found.id]  # type: ignore[index]
    every = [entry.names.en, *entry.names.en_synonyms]
    if found.kind == "class":
        every += [knowledge.drugs[m].names.en for m in entry.members if m in knowledge.drugs]
    return found.kind, found.id, list(dict.fromkeys(n for n in every if n.isascii()))


def _from_rxnav(drug: str, transport: Transport, notes: list[str]) -> list[str]:
    """Ingredient and brand names of a drug; a RxNav that cannot be asked is a note, no failure."""
    found: dict[str, None] = {}
    for item in SOURCES["rxnav"].fetch(drug, transport, limit=1):
        if isinstance(item, CouldNotAsk):
            notes.append(f"its other names could not be looked up: {item.reason.rstrip('.')}")
        elif isinstance(item, Payload) and "allrelated" in item.origin:
            for name in names(item.content, item.origin):
                if isinstance(name, DrugName) and name.kind in ("IN", "BN") and name.name:
                    found[name.name] = None
    return sorted(found)


def own_query(query: str, sources: tuple[str, ...]) -> Wanted:
    """The same query, in its own syntax, for each source named. Raises UsageError for an unknown one."""
    _known(sources, tuple(SOURCES))
    return Wanted(queries=dict.fromkeys(sources, query))


def _known(sources: tuple[str, ...], known: tuple[str, ...]) -> None:
    for name in sources:
        if name not in known:
            raise UsageError(f"--source: no source {name!r}. Write one of: {', '.join(known)}.")


def fetch(
    folder: Path,
    transport: Transport,
    want: Wanted,
    limit: int | None = None,
    progress: Callable[[str, int, int | None], None] | None = None,
    raw: Path | None = None,
) -> Iterator[Fetched]:
    """Put each query to its source, keep what comes, and log the search.

    ``raw`` is a folder that also gets every payload as it was sent.

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
                    if raw is not None:
                        _save(raw, item)
                    if item.form in _RECORD_FORMS:
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


def _save(folder: Path, payload: Payload) -> None:
    """One file a payload, named by its content, so that a second run writes the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = sha256(payload.content).hexdigest()[:16]
    ending = payload.form.rpartition("-")[2]
    (folder / f"{payload.source}-{digest}.{ending}").write_bytes(payload.content)
