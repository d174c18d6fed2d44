"""Works of a library, each with what a machine reads in it: the one place that tells their kinds apart."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from assuage.knowledge.shelves import Knowledge
from assuage.reading.label import read_label
from assuage.reading.label_facts import LabelFacts, label_facts
from assuage.reading.lookup import Lookup
from assuage.reading.many import read_many
from assuage.reading.publication import Publications
from assuage.reading.register_study import RegisterEntry, register_entry
from assuage.reading.trial import read_trial
from assuage.terms.evidence import LeftOut
from assuage.terms.library import Work
from assuage.terms.reading import Reading

Progress = Callable[[int, int], None]

Read = Reading | RegisterEntry | LabelFacts | None
"""What a publication, an entry of a register, a label gives; None: nothing that can be used."""


def read_works(
    knowledge: Knowledge, works: Sequence[Work], on: date, progress: Progress | None = None
) -> Iterator[tuple[Work, Read]]:
    """Each work with what is read in it, in their order. ``progress`` is told how many of how many
    are done. ``on``: the day that the facts of registers and labels bear."""
    reader = Publications(knowledge)
    lookup = Lookup(reader.names)
    readings = read_many(reader, [w.lead for w in works if not w.lead.trial and not w.lead.label])
    for count, work in enumerate(works, start=1):
        if work.lead.trial is not None:
            entry = read_trial(work.lead.trial)
            yield work, register_entry(entry, work, lookup, knowledge, on)
        elif work.lead.label is not None:
            yield work, label_facts(read_label(work.lead.label), work, lookup, knowledge, on)
        else:
            yield work, next(readings)
        if progress:
            progress(count, len(works))


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
