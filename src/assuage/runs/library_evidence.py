"""A library to what a machine reads in it for a question: search, read, compare, gather, decide."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from msgspec.structs import replace as changed

from assuage.appraisal.directness import Conditions, own_agents, relatives
from assuage.appraisal.gather import gather_studies
from assuage.knowledge.shelves import Knowledge, own_source
from assuage.library.reader import Library
from assuage.reading.comparison import disagreements
from assuage.reading.label_facts import LabelFacts
from assuage.reading.register_study import RegisterEntry
from assuage.reading.study import ReadStudy, study_of
from assuage.reading.text import reading_text
from assuage.runs.evidence import (
    KINDS,
    agents_query,
    query_of,
)
from assuage.runs.works import Progress, curated_studies, read_works, reason_to_leave_out
from assuage.synthesis.machine_read import MachineRead, machine_bodies
from assuage.terms.evidence import Disagreement
from assuage.terms.finding import Finding, Quote
from assuage.terms.library import LibraryQuery
from assuage.terms.question import Question
from assuage.terms.reading import Reading
from assuage.terms.source import Source, source_key
from assuage.terms.study import Study

MOST = 1_000
"""Works read for one dossier, best first; more are counted, and said to be unread."""


def machine_read(
    knowledge: Knowledge,
    question: Question,
    folder: Path,
    on: date,
    most: int = MOST,
    progress: Progress | None = None,
) -> MachineRead:
    """What the library's publications say of a question. ``on`` is the dossier's day.

    Works about the drugs in the condition come first, then those about the drugs anywhere. Curated
    works are compared and left to their files; retracted ones are named and left out.
    """
    curated = curated_studies(knowledge)
    read: dict[str, ReadStudy] = {}
    entries: list[RegisterEntry] = []
    labels: list[LabelFacts] = []
    differing: list[Disagreement] = []
    compared = 0
    with Library(folder, knowledge) as library:
        text, matched, ids = _matching(knowledge, question, library, most)
        matching = [library.work(key) for key in ids]
    reasons = {work.id: reason_to_leave_out(work, curated) for work in matching}
    left_out = tuple(r for r in reasons.values() if r is not None and r.reason != "curated")
    refused = {r.record for r in left_out}
    works = [work for work in matching if work.id not in refused]
    for work, item in read_works(knowledge, works, on, progress):
        reason = reasons[work.id]
        match item:
            case RegisterEntry():
                entries.append(item)
                if item.results is not None:
                    read[work.id] = item.results
            case LabelFacts():
                labels.append(item)
            case Reading():
                found = study_of(item, reading_text(work.lead), work, knowledge, on)
                if found is not None and reason is not None:
                    compared += 1
                    held = knowledge.studies[reason.by]
                    differing += disagreements(held, found, work.id, knowledge)
                elif found is not None:
                    read[found.study.id] = found
    findings, sources = _gathered(knowledge, question, read)
    registered = tuple(_registered(knowledge, question, entries))
    own = own_agents(knowledge, question)
    of_labels = tuple(_of_labels(labels, own)) if question.kind != "topic" else ()
    sources |= {str(f.source): own_source(f.fact, "register") for f in registered}
    sources |= {item.source.id: item.source for item in labels if item.drug in own}
    kin = own_agents(knowledge, question) | relatives(knowledge, question.drugs)
    agents = () if question.kind == "topic" else tuple(sorted(kin))
    shelf = replace(knowledge, studies={k: s.study for k, s in read.items()})
    return MachineRead(
        query=text,
        matched=matched,
        looked_at=sum(reasons[work.id] is None for work in works),
        concerned=len({f.source for f in (*findings, *registered, *of_labels)}),
        compared=compared,
        findings=findings,
        registered=registered,
        of_labels=of_labels,
        bodies=machine_bodies(findings, shelf, question.condition, agents),
        sources=sources,
        left_out=left_out,
        disagreements=tuple(differing),
    )


def curated_readings(
    knowledge: Knowledge, folder: Path, on: date
) -> Iterator[tuple[Disagreement, ...]]:
    """For each curated study that the library holds, in the order of the studies: the points on
    which its reading differs from its file."""
    published = [s for s in knowledge.studies.values() if s.citation.pmid]
    with Library(folder, knowledge) as library:
        held = [s for s in published if library.holds(f"pmid:{s.citation.pmid}")]
        works = [library.work(f"pmid:{s.citation.pmid}") for s in held]
    for study, (work, item) in zip(held, read_works(knowledge, works, on), strict=True):
        assert isinstance(item, Reading)
        found = study_of(item, reading_text(work.lead), work, knowledge, on)
        if found is not None:
            yield tuple(disagreements(study, found, work.id, knowledge))


def shown_with(knowledge: Knowledge, machine: MachineRead) -> Knowledge:
    """The knowledge in which the page's names are looked up: machine-read studies have names too."""
    studies = {f.entry.id: f.entry for f in machine.findings if isinstance(f.entry, Study)}
    return replace(knowledge, studies={**knowledge.studies, **studies})


def _matching(
    knowledge: Knowledge, question: Question, library: Library, most: int
) -> tuple[str, int, list[str]]:
    """The query of the wider search, how many answer it, and the ids to read, nearest first."""
    queries = [query_of(knowledge, question)]
    if question.kind != "topic":
        queries.append(agents_query(knowledge, question))
    ids: dict[str, None] = {}
    matched = 0
    for text in queries:
        results = library.search(LibraryQuery(text=text, kinds=KINDS, evidence=True, limit=most))
        matched = max(matched, results.total)
        ids.update(dict.fromkeys(hit.id for hit in results.results if not hit.related))
    return queries[-1], matched, list(ids)[:most]


def _gathered(
    knowledge: Knowledge, question: Question, read: dict[str, ReadStudy]
) -> tuple[tuple[Finding, ...], dict[str, Source]]:
    """Findings as the appraisal makes them, each with its words; and the sources that they name."""
    studies = {key: r.study for key, r in read.items()}
    own = [own_source(s, "register" if s.registration else "article") for s in studies.values()]
    shelf = replace(
        knowledge,
        studies=studies,
        sources={**{s.id: s for s in own}, **knowledge.sources},
    )
    quotes = {
        id(result): quote
        for r in read.values()
        for result, quote in zip(r.study.results, r.quotes, strict=True)
    }
    findings = tuple(_quoted(gather_studies(shelf, question), quotes))
    named = {f.source for f in findings}
    return findings, {s.id: s for s in own if s.id in named}


def _quoted(findings: tuple[Finding, ...], quotes: dict[int, Quote]) -> Iterator[Finding]:
    for finding in findings:
        assert isinstance(finding.entry, Study)
        quote = quotes[id(finding.fact)]
        place = finding.where
        if quote.kind != "count":
            place = f"abstract, characters {quote.start} to {quote.end}"
        # In whom is not known: nearer than that is not claimed.
        unknown = not finding.entry.conditions and finding.directness == "other-route"
        label = "general" if unknown else finding.directness
        yield changed(finding, quote=quote, where=place, checked_on=None, directness=label)


def _registered(
    knowledge: Knowledge, question: Question, entries: list[RegisterEntry]
) -> Iterator[Finding]:
    """Register entries that concern the question; those that are curated are left to their files."""
    around, own = Conditions(knowledge, question.condition), own_agents(knowledge, question)
    held = {t.citation.nct for t in knowledge.trials.values()}
    for entry in entries:
        label = around.nearness(entry.trial.conditions)
        about = question.kind == "topic" or own.intersection(entry.trial.agents)
        far = label in ("other-condition", "general")
        if not about or far or entry.trial.citation.nct in held:
            continue
        why = entry.why_stopped
        yield Finding(
            id=f"{entry.trial.id}/trial", kind="trial", owner=entry.trial.id, fact=entry.trial,
            source=source_key(entry.trial.citation, entry.trial.id), where="register entry",
            read="register entry", checked_on=None, directness=label,
            quote=Quote(text=why or "", kind="register"),
        )  # fmt: skip


def _of_labels(labels: list[LabelFacts], own: frozenset[str]) -> Iterator[Finding]:
    for item in labels:
        if item.drug not in own:
            continue
        for number, (fact, quote) in enumerate(zip(item.facts, item.quotes, strict=True), start=1):
            kind = str(fact.__struct_config__.tag)
            yield Finding(
                id=f"{item.source.id}/{kind}/{number}", kind=kind, owner=item.drug, fact=fact,
                source=item.source.id, where=fact.where, read="label", checked_on=None,
                directness="general", quote=quote,
            )  # fmt: skip
