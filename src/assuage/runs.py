"""The only code that calls the stages in order."""

from datetime import date

from msgspec.structs import replace

from assuage.appraisal.gather import gather
from assuage.asking.names import Index
from assuage.dossier.build import build
from assuage.knowledge.shelves import Knowledge
from assuage.prose.page import Page
from assuage.prose.write import write
from assuage.synthesis.bodies import bodies
from assuage.terms.errors import UsageError
from assuage.terms.question import Question
from assuage.terms.statement import Dossier


def dossier(knowledge: Knowledge, question: Question, as_of: str | None = None) -> Dossier:
    """Answer a question from the knowledge: gather, synthesise, build."""
    findings = gather(knowledge, question)
    agents = tuple(a for a in (*question.drugs, question.drug_class) if a)
    around = replace(question, kind="topic", drugs=(), drug=None, drug_class=None, route=None)
    everything = findings if question.kind == "topic" else gather(knowledge, around)
    all_bodies = bodies(everything, knowledge, question.condition, ())
    if question.kind == "topic":
        own, elsewhere = all_bodies, all_bodies
    else:
        own = bodies(
            findings, knowledge, question.condition, _relevant(knowledge, question, agents)
        )
        elsewhere = tuple(b for b in all_bodies if b.verdict.agent not in agents)
    return build(knowledge, question, findings, own, elsewhere, as_of or knowledge.version_date)


def _relevant(knowledge: Knowledge, question: Question, agents: tuple[str, ...]) -> tuple[str, ...]:
    """The question's agents and the other members of their classes, whose bodies count as indirect."""
    kin = {
        member
        for key, group in knowledge.classes.items()
        if set(group.members) & set(question.drugs)
        for member in (*group.members, key)
    }
    return tuple(sorted(kin | set(agents)))


def topic_question(knowledge: Knowledge, condition: str) -> Question:
    """The question of a condition alone. Raises UnknownName with the nearest names."""
    found = Index(knowledge).one(condition, "condition").id
    return Question(kind="topic", condition=found, drugs=())


def page(
    knowledge: Knowledge, question: Question, lang: str = "en", as_of: str | None = None
) -> Page:
    """The dossier in words of one language."""
    if as_of is not None:
        try:
            date.fromisoformat(as_of)
        except ValueError:
            raise UsageError(f"--as-of: {as_of!r} is not a date. Write it as 2026-11-21.") from None
    return write(dossier(knowledge, question, as_of), knowledge, lang)
