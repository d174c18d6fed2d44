"""One view of a work from all records of it: the best source leads, others fill its gaps.

Nothing is decided between values: where the lead has one, it stands. What a record says stays in
that record; the merged view is only what a reader sees first.
"""

import re
from collections.abc import Sequence
from hashlib import blake2b

import msgspec

from assuage.terms.record import Journal, Record

_SOURCES = (
    "pubmed", "europe-pmc", "nbib", "jsonl", "clinicaltrials", "dailymed", "openfda", "endnote",
    "ris", "bibtex", "csv",
)  # fmt: skip
"""Best first: who curates the record, then how much of it the format carries."""

# Fields that go together are filled together, from one record.
_TOGETHER = (
    ("title", "title_marks"),
    ("vernacular_title", "vernacular_title_marks"),
    ("abstracts",),
    ("authors", "authors_complete"),
    ("investigators",),
    ("languages",),
    ("year", "published"),
    ("pmid",),
    ("pmcid",),
    ("doi",),
    ("mesh",),
    ("publication_types",),
    ("keywords",),
    ("chemicals",),
    ("supplementary_mesh",),
    ("grants", "grants_complete"),
    ("references",),
    ("conflict_of_interest", "conflict_marks"),
    ("url",),
    ("trial",),
    ("label",),
)
# What each record adds to: a notice of retraction or a register number told by any is told.
_UNITED = ("ncts", "identifiers", "databanks", "corrections")
# Only these may come from a preprint to its paper: place, identifiers and notices are its own.
_FROM_PREPRINT = frozenset(
    {"abstracts", "authors", "languages", "keywords", "grants", "ncts", "databanks"}
)
_NAME = ("title", "abbreviation", "medline", "nlm_id", "country", "publisher", "medium")
_PLACE = ("volume", "issue", "pages", "first_page", "last_page")


def merged(members: Sequence[Record]) -> Record:
    """The view of a work; the same whatever the order of its records, which must not be none.

    The id and source are the lead's. A later version of a record replaces an earlier one of the
    same id and source.
    """
    if not members:
        raise ValueError("a work without records cannot be merged")
    ordered = sorted(_latest(members), key=_rank)
    lead = ordered[0]
    givers = [(r, r.kind == "preprint" and lead.kind != "preprint") for r in ordered[1:]]
    givers = [(r, preprint) for r, preprint in givers if not r.deleted]
    values: dict[str, object] = {}
    for fields in _TOGETHER:
        if getattr(lead, fields[0]) not in (None, "", ()):
            continue
        for record, preprint in givers:
            if preprint and fields[0] not in _FROM_PREPRINT:
                continue
            if getattr(record, fields[0]) not in (None, "", ()):
                values.update((f, getattr(record, f)) for f in fields)
                break
    for field in _UNITED:
        united = list(dict.fromkeys(getattr(lead, field)))
        for record, preprint in givers:
            if not preprint or field in _FROM_PREPRINT:
                united += [v for v in getattr(record, field) if v not in united]
        values[field] = tuple(united)
    values["journal"] = _journal(lead, [r for r, preprint in givers if not preprint])
    return msgspec.structs.replace(lead, **values)


def _latest(members: Sequence[Record]) -> list[Record]:
    """Of each id and source only the last version; of one version all, they may differ in gaps."""
    last: dict[tuple[str, str], tuple[int, ...]] = {}
    for record in members:
        key = (record.id, record.source)
        last[key] = max(last.get(key, ()), _version(record))
    return [r for r in members if _version(r) == last[r.id, r.source]]


def _version(record: Record) -> tuple[int, ...]:
    """Digits of a version or date, for comparison within one source; () where none is given."""
    return tuple(int(n) for n in re.findall(r"\d+", record.version or ""))


def _rank(record: Record) -> tuple[object, ...]:
    source = _SOURCES.index(record.source) if record.source in _SOURCES else len(_SOURCES)
    newest = tuple(-n for n in _version(record))
    content = msgspec.json.encode(record, order="deterministic")
    digest = blake2b(content, digest_size=16).hexdigest()
    return (
        record.deleted, record.kind == "preprint", source, newest, record.id, digest,
    )  # fmt: skip


def _journal(lead: Record, givers: Sequence[Record]) -> Journal | None:
    """The lead's journal with its gaps filled; volume, issue and pages from one record only.

    A record that was printed ahead of its issue gets the place from one that has it; a record with
    a volume gets missing parts only from one that agrees on the volume.
    """
    result = lead.journal
    for record in givers:
        other = record.journal
        if other is None:
            continue
        if result is None:
            result = other
            continue
        values = {f: getattr(other, f) for f in _NAME if getattr(result, f) is None}
        if not result.issn and other.issn:
            values["issn"] = other.issn
        if result.volume is None and result.pages is None:
            values.update((f, getattr(other, f)) for f in _PLACE)
        elif result.volume == other.volume:
            values.update((f, getattr(other, f)) for f in _PLACE if getattr(result, f) is None)
        result = msgspec.structs.replace(result, **values)
    return result
