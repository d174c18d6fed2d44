"""The evidence table of a question over a library: search, read, keep what concerns it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from assuage.appraisal.directness import Conditions, own_agents
from assuage.knowledge.shelves import Knowledge
from assuage.library.reader import Library
from assuage.reading.evidence import rows
from assuage.reading.evidence_records import entry_rows, label_rows
from assuage.reading.label import read_label
from assuage.reading.label_facts import label_facts
from assuage.reading.lookup import Lookup
from assuage.reading.publication import Publications
from assuage.reading.register_study import register_entry
from assuage.reading.text import reading_text
from assuage.reading.trial import read_trial
from assuage.terms.condition import Condition
from assuage.terms.drug import Drug
from assuage.terms.evidence import Evidence, EvidenceRow, LeftOut
from assuage.terms.finding import DIRECTNESS
from assuage.terms.library import LibraryQuery, Work
from assuage.terms.question import Question

MOST = 1_000
"""Works read for one table, best first: about two seconds."""

KINDS = ("article", "preprint", "trial", "label")
"""Kinds of work that are read."""

_PRECLINICAL = ("animal", "in-vitro", "animal-and-in-vitro")


def query_of(knowledge: Knowledge, question: Question) -> str:
    """The library query of a question: its drugs' names, and those of its condition and near ones."""
    around = Conditions(knowledge, question.condition)
    places = _names(knowledge.conditions, sorted(around.within | around.near))
    if question.kind == "topic":
        return places
    return f"({agents_query(knowledge, question)}) AND ({places})"


def agents_query(knowledge: Knowledge, question: Question) -> str:
    """The library query of a question's drugs alone."""
    return _names(knowledge.drugs, question.drugs)


def _names(shelf: Mapping[str, Drug | Condition], ids: Iterable[str]) -> str:
    found: dict[str, None] = {}
    for key in ids:
        names = shelf[key].names
        found.update(dict.fromkeys((names.en, *names.en_synonyms)))
    return " OR ".join(f'"{n}"' for n in found if n.isascii() and '"' not in n)


def evidence(
    knowledge: Knowledge,
    question: Question,
    folder: Path,
    filters: LibraryQuery | None = None,
    most: int = MOST,
    progress: Callable[[int, int], None] | None = None,
    anywhere: bool = False,
) -> Evidence:
    """The table. ``anywhere`` takes the drugs in every condition, as a dossier does. ``filters`` narrow the works as in a search (their text is not used).

    Retracted works and those that are curated are left out, each with its reason.
    """
    anywhere = anywhere and question.kind != "topic"
    text = agents_query(knowledge, question) if anywhere else query_of(knowledge, question)
    query = replace(
        filters or LibraryQuery(text=""),
        text=text, kinds=filters.kinds if filters and filters.kinds else KINDS, evidence=True, limit=most, offset=0,
    )  # fmt: skip
    curated = curated_studies(knowledge)
    reader = Publications(knowledge)
    lookup = Lookup(reader.names)
    on = date.fromisoformat(knowledge.version_date)
    judge = _Judge(knowledge, question, anywhere)
    found: list[EvidenceRow] = []
    left_out: list[LeftOut] = []
    concerned = looked_at = 0
    with Library(folder, knowledge) as library:
        results = library.search(query)
        matching = [hit for hit in results.results if not hit.related]
        for count, hit in enumerate(matching, start=1):
            work = library.work(hit.id)
            reason = reason_to_leave_out(work, curated)
            if reason is not None:
                left_out.append(reason)
                continue
            looked_at += 1
            some = list(judge.concerning(_read(reader, lookup, work, knowledge, on)))
            concerned += bool(some)
            found += some
            if progress:
                progress(count, len(matching))
    return Evidence(
        query=results.as_sent,
        matched=results.total,
        looked_at=looked_at,
        concerned=concerned,
        rows=tuple(sorted(found, key=judge.order)),
        left_out=tuple(left_out),
    )


def curated_studies(knowledge: Knowledge) -> dict[str, str]:
    """Curated studies by PMID."""
    return {s.citation.pmid: key for key, s in knowledge.studies.items() if s.citation.pmid}


def reason_to_leave_out(work: Work, curated: dict[str, str]) -> LeftOut | None:
    """Why a work is not read into a table: retracted, withdrawn, or curated."""
    notice = next((n for n in work.notices if n.kind in ("retracted", "withdrawn")), None)
    if notice is not None:
        return LeftOut(record=work.id, title=work.lead.title, reason=notice.kind, by=notice.by)
    study = curated.get(work.lead.pmid or "")
    if study is not None:
        return LeftOut(record=work.id, title=work.lead.title, reason="curated", by=study)
    return None


def _read(
    reader: Publications, lookup: Lookup, work: Work, knowledge: Knowledge, on: date
) -> Iterator[EvidenceRow]:
    if work.lead.trial is not None:
        entry = register_entry(read_trial(work.lead.trial), work, lookup, knowledge, on)
        return entry_rows(entry, work, knowledge) if entry else iter(())
    if work.lead.label is not None:
        facts = label_facts(read_label(work.lead.label), work, lookup, knowledge, on)
        return label_rows(facts, work) if facts else iter(())
    return rows(reader.read(work.lead), reading_text(work.lead), work, knowledge)


class _Judge:
    """Which rows concern a question, how directly, and in which order they stand."""

    def __init__(self, knowledge: Knowledge, question: Question, anywhere: bool) -> None:
        self._anywhere = anywhere
        self._own = own_agents(knowledge, question)
        self._topic = question.kind == "topic"
        self._around = Conditions(knowledge, question.condition)
        self._ranks = {
            key: (term.domain or "", term.rank or 9)
            for key, term in knowledge.vocabulary["designs"].items()
        }

    def concerning(self, read: Iterator[EvidenceRow]) -> Iterator[EvidenceRow]:
        """Rows of a record that is about an asked drug, in a condition that is near enough."""
        for row in read:
            if not self._topic and not self._own.intersection(row.agents):
                return
            label = row.directness or self._around.nearness(row.conditions)
            far = not self._anywhere and row.kind != "label"
            if far and label in ("general", "other-condition"):
                return
            if row.design in _PRECLINICAL:
                label = "preclinical"
            yield replace(row, directness=label)

    def order(self, row: EvidenceRow) -> tuple[object, ...]:
        """Nearest first, then the stronger design, the larger and the later study."""
        families = ("synthesis", "randomised", "observational", "case", "reports", "")
        family, rank = self._ranks.get(row.design or "", ("", 9))
        strength = families.index(family) if family in families else len(families)
        return (
            DIRECTNESS.index(row.directness or "general"), strength, rank, -(row.n or 0),
            -(row.year or 0), row.record, row.span.start, row.kind, row.printed,
        )  # fmt: skip
