"""Question to dossier to page."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

from assuage.appraisal.directness import own_agents, relatives
from assuage.appraisal.gather import gather
from assuage.asking.names import Index
from assuage.dossier.build import build
from assuage.knowledge.shelves import Knowledge
from assuage.patient.person.tables import Reading
from assuage.patient.personal import Personal, personal
from assuage.patient.pump.settings import settings
from assuage.prose.page import Page
from assuage.prose.write import write
from assuage.synthesis.bodies import Body, bodies
from assuage.synthesis.machine_read import MachineRead
from assuage.terms.answer import LoggedSearch
from assuage.terms.errors import UsageError
from assuage.terms.question import Question
from assuage.terms.statement import Dossier


@lru_cache(maxsize=64)
def bodies_around(knowledge: Knowledge, condition: str) -> tuple[Body, ...]:
    """The bodies of every agent in a condition; the same whichever drug is asked about."""
    question = Question(kind="topic", condition=condition, drugs=())
    return bodies(gather(knowledge, question), knowledge, condition, ())


def dossier(
    knowledge: Knowledge,
    question: Question,
    as_of: str | None = None,
    library: Path | None = None,
    machine: MachineRead | None = None,
    person: Reading | None = None,
) -> Dossier:
    """Answer a question from the knowledge: gather, synthesise, build.

    ``library`` is the folder of a library whose searches for this question are to be named,
    ``machine`` what was read in it, ``person`` whom the dossier is for (it is not kept).
    """
    findings = gather(knowledge, question)
    around = bodies_around(knowledge, question.condition)
    if question.kind == "topic":
        own, elsewhere = around, around
    else:
        agents = own_agents(knowledge, question)
        kin = relatives(knowledge, question.drugs)
        own = bodies(findings, knowledge, question.condition, tuple(sorted(agents | kin)))
        elsewhere = tuple(b for b in around if b.verdict.agent not in agents)
    day = as_of or knowledge.version_date
    searches = () if library is None else searches_behind(library, question)
    who = None if person is None else _personal(knowledge, question, person, day)
    return build(knowledge, question, findings, own, elsewhere, day, searches, machine, who)


def _personal(knowledge: Knowledge, question: Question, person: Reading, day: str) -> Personal:
    pump = settings(person.pump, Index(knowledge), "[pump]") if person.pump else None
    on = date.fromisoformat(day)
    return personal(knowledge, question, person.patient, pump, on, person.doubts)


def searches_behind(folder: Path, question: Question) -> tuple[LoggedSearch, ...]:
    """The searches in a library's log that were made for this drug (or class) and condition."""
    from assuage.library.reader import Library  # the search engine is loaded only where it is used

    agents = {*question.drugs, question.drug_class} if question.kind != "topic" else set()
    with Library(folder) as library:
        behind = (
            s
            for s in library.searches()
            if s.condition == question.condition and (s.drug in agents or not agents)
        )
        # A search that was made again counts as its last time.
        latest = {(s.answer.asked.source, s.drug, s.answer.asked.query): s for s in behind}
    return tuple(sorted(latest.values(), key=lambda s: s.number))


def topic_question(knowledge: Knowledge, condition: str) -> Question:
    """The question of a condition alone. Raises UnknownName with the nearest names."""
    found = Index(knowledge).one(condition, "condition").id
    return Question(kind="topic", condition=found, drugs=())


def page(
    knowledge: Knowledge,
    question: Question,
    lang: str = "en",
    as_of: str | None = None,
    library: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    person: Reading | None = None,
) -> Page:
    """The dossier in words of one language, with what a machine reads in a library beside it.

    ``progress`` is told how many works of how many are read; ``person`` is whom it is for.
    """
    if as_of is not None:
        try:
            date.fromisoformat(as_of)
        except ValueError:
            raise UsageError(f"--as-of: {as_of!r} is not a date. Write it as 2026-11-21.") from None
    if library is None:
        return write(dossier(knowledge, question, as_of, person=person), knowledge, lang)
    # The reader is loaded only where a library is read.
    from assuage.runs.library_evidence import machine_read, shown_with

    day = date.fromisoformat(as_of or knowledge.version_date)
    machine = machine_read(knowledge, question, library, day, progress=progress)
    answered = dossier(knowledge, question, as_of, library, machine, person)
    return write(answered, shown_with(knowledge, machine), lang)
