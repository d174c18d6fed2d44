"""A library to what a machine reads in it for a question: search, read, compare, gather, decide."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from msgspec.structs import replace as changed

from assuage.appraisal.directness import Conditions, own_agents, relatives
from assuage.appraisal.gather import gather_studies
from assuage.knowledge.shelves import Knowledge, own_source
from assuage.library.reader import Library
from assuage.reading.comparison import disagreements
from assuage.reading.label import read_label
from assuage.reading.label_facts import LabelFacts, label_facts
from assuage.reading.lookup import Lookup
from assuage.reading.publication import Publications
from assuage.reading.register_study import RegisterEntry, register_entry
from assuage.reading.study import ReadStudy, study_of
from assuage.reading.text import reading_text
from assuage.reading.trial import read_trial
from assuage.runs.evidence import (
    KINDS,
    agents_query,
    curated_studies,
    query_of,
    reason_to_leave_out,
)
from assuage.synthesis.machine_read import MachineRead, machine_bodies
from assuage.terms.evidence import Disagreement, LeftOut
from assuage.terms.finding import Finding, Quote
from assuage.terms.library import LibraryQuery, Work
from assuage.terms.question import Question
from assuage.terms.source import Source, source_key
from assuage.terms.study import Study

MOST = 1_000
"""Works read for one dossier, best first; more are counted, and said to be unread."""

Progress = Callable[[int, int], None]


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
    reader = Publications(knowledge)
    lookup = Lookup(reader.names)
    read: dict[str, ReadStudy] = {}
    entries: list[RegisterEntry] = []
    labels: list[LabelFacts] = []
    left_out: list[LeftOut] = []
    differing: list[Disagreement] = []
    looked_at = compared = 0
    with Library(folder, knowledge) as library:
        text, matched, ids = _matching(knowledge, question, library, most)
        for count, key in enumerate(ids, start=1):
            work = library.work(key)
            reason = reason_to_leave_out(work, curated)
            if reason is None and work.lead.trial is not None:
                looked_at += 1
                entry = register_entry(read_trial(work.lead.trial), work, lookup, knowledge, on)
                if entry is not None:
                    entries.append(entry)
                    if entry.results is not None:
                        read[work.id] = entry.results
                continue
            if reason is None and work.lead.label is not None:
                looked_at += 1
                facts = label_facts(read_label(work.lead.label), work, lookup, knowledge, on)
                if facts is not None:
                    labels.append(facts)
                continue
            if reason is not None and reason.reason != "curated":
                left_out.append(reason)
                continue
            found = _read(reader, work, knowledge, on)
            looked_at += reason is None
            if reason is not None and found is not None:
                compared += 1
                differing += disagreements(knowledge.studies[reason.by], found, work.id, knowledge)
            elif found is not None:
                read[found.study.id] = found
            if progress:
                progress(count, len(ids))
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
        looked_at=looked_at,
        concerned=len({f.source for f in (*findings, *registered, *of_labels)}),
        compared=compared,
        findings=findings,
        registered=registered,
        of_labels=of_labels,
        bodies=machine_bodies(findings, shelf, question.condition, agents),
        sources=sources,
        left_out=tuple(left_out),
        disagreements=tuple(differing),
    )


def curated_readings(
    knowledge: Knowledge, folder: Path, on: date
) -> Iterator[tuple[Disagreement, ...]]:
    """For each curated study that the library holds, in the order of the studies: the points on
    which its reading differs from its file."""
    reader = Publications(knowledge)
    with Library(folder, knowledge) as library:
        for study in knowledge.studies.values():
            key = f"pmid:{study.citation.pmid}"
            if not study.citation.pmid or not library.holds(key):
                continue
            work = library.work(key)
            found = _read(reader, work, knowledge, on)
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


def _read(reader: Publications, work: Work, knowledge: Knowledge, on: date) -> ReadStudy | None:
    return study_of(reader.read(work.lead), reading_text(work.lead), work, knowledge, on)


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
