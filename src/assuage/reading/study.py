"""A reading to a study as the knowledge has it: arms, results, each result beside its words.

Only what has an id in the knowledge is taken, and a result only where its arm is clear: the agent
of the sentence, or the only one of the record. What is unclear stays in the evidence table.
"""

from datetime import date

from msgspec import Struct

from assuage.knowledge.shelves import Knowledge
from assuage.reading.evidence import subjects
from assuage.reading.studied import conditions as studied_conditions
from assuage.reading.studied import of_some
from assuage.reading.study_arms import Arms
from assuage.reading.study_results import results
from assuage.terms.finding import Quote
from assuage.terms.library import Work
from assuage.terms.reading import Amounts, Reading
from assuage.terms.reference import Read
from assuage.terms.source import Citation
from assuage.terms.study import Population, Preclinical, Study

UNREAD_DESIGN = "not-read"
"""The design of a study whose words and publication types do not tell it."""


class ReadStudy(Struct, frozen=True, kw_only=True):
    """A study with the words behind each of its results, in the same order."""

    study: Study
    quotes: tuple[Quote, ...]


def citation_of(work: Work) -> Citation:
    """The bibliographic identity of a work."""
    lead = work.lead
    author = lead.authors[0] if lead.authors else None
    return Citation(
        title=lead.title.rstrip("."),
        pmid=lead.pmid,
        doi=lead.doi,
        journal=(lead.journal.abbreviation or lead.journal.title) if lead.journal else None,
        year=lead.year,
        first_author=(author.last or author.name) if author else None,
        url=None if lead.pmid or lead.doi else lead.url,
    )


def address(work: Work) -> str:
    """Where a work can be opened."""
    lead = work.lead
    if lead.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{lead.pmid}/"
    return f"https://doi.org/{lead.doi}" if lead.doi else (lead.url or work.id)


def people(reading: Reading) -> Amounts | None:
    """The number of people of a study: randomised, else analysed, else enrolled."""
    return next(
        (a for kind in ("randomised", "analysed", "enrolled") for a in reading.amounts
         if a.kind == kind and a.arm is None),
        None,
    )  # fmt: skip


def study_of(
    reading: Reading, text: str, work: Work, knowledge: Knowledge, on: date
) -> ReadStudy | None:
    """The study; None where no agent of the knowledge was read. ``on`` is the day of reading."""
    agents = [
        a
        for a in subjects(reading, "drug", "class")
        if a in knowledge.drugs or a in knowledge.classes
    ]
    if not agents:
        return None
    design = reading.design.design if reading.design else UNREAD_DESIGN
    if design not in knowledge.vocabulary["designs"]:
        design = UNREAD_DESIGN
    conditions = tuple(c for c in studied_conditions(reading, text) if c in knowledge.conditions)
    family = knowledge.vocabulary["designs"][design].domain
    arms = Arms(reading, text, agents, family, design)
    pairs = [
        (result, quote)
        for result, quote in results(reading, text, arms, knowledge)
        if _of_tumour(conditions, knowledge) or not _tumour(result.outcome, knowledge)
    ]
    total = people(reading)
    if total is not None and of_some(total, reading, text):
        total = None
    masking = reading.design.masking if reading.design else None
    return ReadStudy(
        study=Study(
            id=work.id,
            citation=citation_of(work),
            read=Read(url=address(work), parts=("title", "abstract"), on=on),
            design=design,
            masking=masking if masking in (None, "open") else f"{masking}-blind",
            conditions=conditions,
            population=Population(
                n=total.value if total else None, n_kind=total.kind if total else None
            ),
            arms=tuple(arms.used.values()),
            results=tuple(r for r, _ in pairs),
            preclinical=_animals(reading, design, knowledge),
            limits=("abstract-only",),
            status="machine-read",
        ),
        quotes=tuple(q for _, q in pairs),
    )


def _tumour(outcome: str, knowledge: Knowledge) -> bool:
    term = knowledge.vocabulary["outcomes"].get(outcome)
    return term is not None and term.family == "tumour"


def _of_tumour(conditions: tuple[str, ...], knowledge: Knowledge) -> bool:
    """Whether a study is of cancer: elsewhere a response, recurrence or progression is another."""
    return any(c == "cancer" or "cancer" in knowledge.conditions[c].broader for c in conditions)


def _animals(reading: Reading, design: str, knowledge: Knowledge) -> Preclinical | None:
    if knowledge.vocabulary["designs"][design].domain != "preclinical":
        return None
    species = [s for s in subjects(reading, "species") if s in knowledge.vocabulary["species"]]
    system = {"animal": "in-vivo", "in-vitro": "in-vitro"}.get(design, "both")
    return Preclinical(species=species[0], system=system) if species else None
