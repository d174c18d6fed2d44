"""The evidence table of a question over a library: search, read, keep what concerns it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from assuage.appraisal.directness import Conditions, own_agents
from assuage.knowledge.shelves import Knowledge
from assuage.library.reader import Library
from assuage.reading.evidence import rows
from assuage.reading.evidence_records import entry_rows, label_rows
from assuage.reading.label_facts import LabelFacts
from assuage.reading.register_study import RegisterEntry
from assuage.reading.text import reading_text
from assuage.runs.works import Progress, Read, curated_studies, read_works, reason_to_leave_out
from assuage.terms.condition import Condition
from assuage.terms.drug import Drug
from assuage.terms.evidence import Evidence, EvidenceRow
from assuage.terms.finding import DIRECTNESS
from assuage.terms.library import LibraryQuery, Work
from assuage.terms.question import Question
from assuage.terms.reading import Reading

MOST = 1_000
"""Works read for one table, best first: about two seconds."""

KINDS = ("article", "preprint", "trial", "label")
"""Kinds of work that are read."""

_MOST_OF_UNKNOWN = 100_000
"""Works looked through for those without a year."""
ROW_KINDS = ("effect", "risk", "direction", "adverse-effect", "trial", "count", "label")
"""Kinds of rows."""
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
    progress: Progress | None = None,
    anywhere: bool = False,
    kinds: tuple[str, ...] = (),
) -> Evidence:
    """The table. ``anywhere`` takes the drugs in every condition, as a dossier does. ``filters`` narrow the works as in a search (their text is not used).

    Retracted works and those that are curated are left out, each with its reason. ``kinds``: of rows
    to keep, all where empty.
    """
    anywhere = anywhere and question.kind != "topic"
    text = agents_query(knowledge, question) if anywhere else query_of(knowledge, question)
    query = replace(
        filters or LibraryQuery(text=""),
        text=text, kinds=filters.kinds if filters and filters.kinds else KINDS, evidence=True, limit=most, offset=0,
    )  # fmt: skip
    curated = curated_studies(knowledge)
    judge = _Judge(knowledge, question, anywhere)
    found: list[EvidenceRow] = []
    concerned = 0
    with Library(folder, knowledge) as library:
        results = library.search(query)
        unknown = _of_unknown_year(library, query) if query.year_from or query.year_to else 0
        matching = [library.work(hit.id) for hit in results.results if not hit.related]
    reasons = {work.id: reason_to_leave_out(work, curated) for work in matching}
    works = [work for work in matching if reasons[work.id] is None]
    on = date.fromisoformat(knowledge.version_date)
    for work, read in read_works(knowledge, works, on, progress):
        some = list(judge.concerning(_rows(work, read, knowledge)))
        concerned += bool(some)
        found += [row for row in some if not kinds or row.kind in kinds]
    return Evidence(
        query=results.as_sent,
        matched=results.total,
        looked_at=len(works),
        concerned=concerned,
        rows=tuple(sorted(found, key=judge.order)),
        of_unknown_year=unknown,
        left_out=tuple(reason for reason in reasons.values() if reason is not None),
    )


def _of_unknown_year(library: Library, query: LibraryQuery) -> int:
    """Works that match but for the years asked, and whose year is not known."""
    ever = replace(query, year_from=None, year_to=None, limit=_MOST_OF_UNKNOWN)
    return sum(hit.year is None and not hit.related for hit in library.search(ever).results)


def _rows(work: Work, found: Read, knowledge: Knowledge) -> Iterator[EvidenceRow]:
    match found:
        case Reading():
            return rows(found, reading_text(work.lead), work, knowledge)
        case RegisterEntry():
            return entry_rows(found, work, knowledge)
        case LabelFacts():
            return label_rows(found, work)
    return iter(())


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
            # Benefit and harm are of the asked drug, or are not said.
            asked = self._topic or row.agent in self._own
            yield replace(row, directness=label, meaning=row.meaning if asked else None)

    def order(self, row: EvidenceRow) -> tuple[object, ...]:
        """Nearest first, then the stronger design, the larger and the later study."""
        families = ("synthesis", "randomised", "observational", "case", "reports", "")
        family, rank = self._ranks.get(row.design or "", ("", 9))
        strength = families.index(family) if family in families else len(families)
        return (
            DIRECTNESS.index(row.directness or "general"), strength, rank, -(row.n or 0),
            -(row.year or 0), row.record, row.span.start, row.kind, row.printed,
        )  # fmt: skip
