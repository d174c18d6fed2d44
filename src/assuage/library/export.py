"""Works and results as files that other programs read: JSON lines, RIS, CSV."""

import csv
import io
from collections.abc import Iterable, Iterator

from assuage.parsing.exported import line
from assuage.terms.errors import UsageError
from assuage.terms.library import Notice, Work

FORMATS = ("jsonl", "ris", "csv")

_RIS_TYPES = {
    "article": "JOUR",
    "preprint": "UNPB",
    "book": "BOOK",
    "trial": "DBASE",
    "label": "GOVDOC",
}
"""Reference types of the RIS format (Research Information Systems, format specification 2001)."""

COLUMNS = (
    "id", "kind", "title", "year", "journal", "volume", "issue", "pages", "authors", "doi", "pmid",
    "pmcid", "nct", "languages", "publication_types", "sources", "notices", "abstract",
)  # fmt: skip


def export(works: Iterable[Work], form: str) -> Iterator[str]:
    """The works as text of a format, piece by piece. Raises UsageError for an unknown format."""
    if form == "jsonl":
        return (line(w.lead) for w in works)
    if form == "ris":
        return (ris(w) for w in works)
    if form == "csv":
        return _csv(works)
    raise UsageError(f"--format: no format {form!r}. Write one of: {', '.join(FORMATS)}.")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def said(notice: Notice) -> str:
    """A notice in a few words: kind, who says so, since when it is known."""
    since = f", known on {notice.known_on}" if notice.known_on else ", date not given"
    return f"{notice.kind} ({notice.by}{since})"


def ris(work: Work) -> str:
    """A work in RIS. Notices stand in N1, so that a reference manager shows a retraction."""
    lead, journal = work.lead, work.lead.journal
    lines = [("TY", _RIS_TYPES.get(lead.kind, "GEN")), ("TI", lead.title)]
    lines += [
        ("AU", f"{a.last}, {a.fore or a.initials or ''}".rstrip(", ") if a.last else a.name)
        for a in lead.authors
    ]
    if journal:
        lines += [
            ("JO", journal.title or ""), ("J2", journal.abbreviation or ""),
            ("VL", journal.volume or ""), ("IS", journal.issue or ""), ("SP", journal.pages or ""),
        ]  # fmt: skip
        lines += [("SN", i.value) for i in journal.issn]
    lines += [
        ("PY", str(lead.year or "")), ("DO", lead.doi or ""), ("AN", lead.pmid or lead.id),
        ("C2", lead.pmcid or ""), ("LA", ", ".join(lead.languages)), ("AB", lead.abstract),
        ("UR", lead.url or ""), ("ID", lead.id),
    ]  # fmt: skip
    lines += [("KW", h.name) for h in lead.mesh] + [("KW", k.name) for k in lead.keywords]
    lines += [("M3", t.name) for t in lead.publication_types]
    lines += [("N1", said(n)) for n in work.notices]
    text = "\n".join(f"{tag}  - {_one_line(value)}" for tag, value in lines if value)
    return f"{text}\nER  - \n\n"


def _csv(works: Iterable[Work]) -> Iterator[str]:
    yield _row(COLUMNS)
    for work in works:
        lead, journal = work.lead, work.lead.journal
        yield _row(
            (
                lead.id, lead.kind, lead.title, str(lead.year or ""),
                (journal.title or journal.abbreviation or "") if journal else "",
                (journal.volume or "") if journal else "",
                (journal.issue or "") if journal else "",
                (journal.pages or "") if journal else "",
                "; ".join(a.name for a in lead.authors), lead.doi or "", lead.pmid or "",
                lead.pmcid or "", "; ".join(lead.ncts), "; ".join(lead.languages),
                "; ".join(t.name for t in lead.publication_types), "; ".join(work.sources),
                "; ".join(said(n) for n in work.notices), _one_line(lead.abstract),
            )
        )  # fmt: skip


def _row(values: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([safe(v) for v in values])
    return out.getvalue()


def safe(value: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
