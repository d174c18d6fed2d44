"""CSV and tab-separated exports (Zotero, PubMed, Scopus, Web of Science, Rayyan, ASySD …)."""

import csv
import io
import re
from collections.abc import Iterator

from assuage.parsing.citation import Citation, names_in, present
from assuage.parsing.citation_text import Content, decoded
from assuage.parsing.problem import ParseProblem
from assuage.terms.record import Record

_DELIMITERS = ",\t;|"
_LONGEST_CELL = 10_000_000  # csv's own bound of 131,072 is shorter than some abstracts with notes

# Headings in lower case, letters and digits only, to what they mean.
_MEANING = {
    "title": ("title", "articletitle", "documenttitle", "primarytitle", "ti", "t1"),
    "abstract": ("abstract", "abstractnote", "ab", "summary", "abstracttext"),
    "author": ("author", "authors", "authorfullnames", "au", "creators", "primaryauthors"),
    "editor": ("editor", "editors"),
    "year": ("year", "publicationyear", "publishedyear", "py", "pubyear"),
    "date": ("date", "publicationdate", "published", "coverdate", "pubdate"),
    "journal": (
        "journal", "journalbook", "publicationtitle", "publicationname", "sourcetitle", "so",
        "secondarytitle", "journaltitle", "source title", "periodical", "venue",
    ),
    "abbreviation": (
        "journalabbreviation", "abbreviatedsourcetitle", "alternatename", "ji", "j9",
        "journalabbr", "isojournalabbreviation",
    ),
    "volume": ("volume", "vl", "vol"),
    "issue": ("issue", "number", "is", "issuenumber"),
    "pages": ("pages", "pagination", "pg"),
    "first": ("pagestart", "startpage", "bp", "sp"),
    "last": ("pageend", "endpage", "ep"),
    "number": ("issn", "isbn", "sn", "issnisbn", "isbnissn", "eissn", "ei"),
    "doi": ("doi", "di", "digitalobjectidentifier"),
    "pmid": ("pmid", "pubmedid", "pm"),
    "pmcid": ("pmcid", "pmc"),
    "url": ("url", "urls", "link", "fulltexturl"),
    "keywords": (
        "keywords", "authorkeywords", "indexkeywords", "manualtags", "automatictags", "de", "id",
        "meshterms",
    ),
    "language": ("language", "languageoforiginaldocument", "la", "languages"),
    "type": ("itemtype", "documenttype", "referencetype", "dt", "publicationtype", "type"),
    "publisher": ("publisher", "pu"),
    "note": ("extra", "notes", "note"),
    "citation": ("citation",),
    "nct": ("nctid", "nctnumber", "trialid"),
}  # fmt: skip
_FIELD = {heading: field for field, headings in _MEANING.items() for heading in headings}
_NEEDED = ("title", "doi", "pmid")
# PubMed's own citation column: "J Pain. 2020 Jan;12(3):45-50. doi: …".
_PUBMED = re.compile(r";(?P<volume>[^():;.]*)(?:\((?P<issue>[^)]*)\))?:(?P<pages>[^.;:]+)\.")
_JOURNAL_FIELDS = {
    "journal": "title", "abbreviation": "abbreviation", "volume": "volume", "issue": "issue",
    "pages": "pages", "publisher": "publisher",
}  # fmt: skip


def meaning(heading: str) -> str | None:
    """What a heading stands for, or None."""
    return _FIELD.get(re.sub(r"[^a-z0-9]", "", heading.lower()))


def is_table(head: str) -> bool:
    """Whether the first line is a heading of a citation table."""
    first = head.lstrip("\ufeff\r\n ")
    if not first:
        return False
    try:
        row = next(csv.reader(io.StringIO(first), delimiter=_delimiter(first)), [])
    except csv.Error:
        return False
    fields = {meaning(cell) for cell in row}
    return len(row) > 1 and any(field in fields for field in _NEEDED)


def _delimiter(text: str) -> str:
    """That which parts the heading into most known words; Sniffer guesses on abstracts."""
    line = text.lstrip("\ufeff\r\n ").splitlines()[0]
    return max(
        _DELIMITERS,
        key=lambda d: (sum(meaning(c) is not None for c in line.split(d)), line.count(d)),
    )


def records(content: Content, name: str) -> Iterator[Record | ParseProblem]:
    """The rows of a table; a row that holds no citation is told and passed."""
    raw = content if isinstance(content, bytes) else content.read()
    text = decoded(raw).lstrip("\ufeff")
    csv.field_size_limit(_LONGEST_CELL)
    lines = text.splitlines(keepends=True)
    # Excel writes "sep=;" above the heading.
    if lines and lines[0].lower().startswith("sep="):
        lines.pop(0)
    while lines and not lines[0].strip():
        lines.pop(0)
    if not lines:
        return
    rows = csv.reader(_universal(lines), delimiter=_delimiter(lines[0]))
    heading = [cell.strip() for cell in next(rows)]
    if not any(meaning(cell) in _NEEDED for cell in heading):
        yield ParseProblem(
            name, 0, "", f"no heading names a title, DOI or PMID (got {', '.join(heading[:8])})",
            "Name the columns in the first row: title, authors, year, journal, doi, pmid",
        )  # fmt: skip
        return
    row_number = 1
    while True:
        row_number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield ParseProblem(
                name, None, f"row {row_number}", f"the row cannot be read ({error})",
                "Quote cells that hold quotation marks or line ends",
            )  # fmt: skip
            continue
        if not any(cell.strip() for cell in row):
            continue
        record = _record(heading, row)
        if record is None:
            yield ParseProblem(
                name, None, f"row {row_number}", "the row has no title, abstract or identifier",
                "Fill the title, or delete the row",
            )  # fmt: skip
        else:
            yield record


def _universal(lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield line.replace("\0", "")


def _record(heading: list[str], row: list[str]) -> Record | None:
    citation = Citation("csv")
    first = last = None
    cells = list(zip(heading, row, strict=False))
    cells += [(f"column {n + 1}", cell) for n, cell in enumerate(row) if n >= len(heading)]
    known = sorted(cells, key=lambda c: 0 if meaning(c[0]) == "year" else 1)
    for column, cell in known:
        value = present(cell)
        if value is None:
            continue
        field = meaning(column)
        if field == "title":
            citation.title(value, column)
        elif field == "abstract":
            citation.abstract(value)
        elif field == "author" and not citation.authors:
            citation.add_authors(names_in(value))
        elif field == "editor":
            citation.add_authors(names_in(value), role="editor")
        elif field in ("year", "date"):
            citation.date(value, column)
        elif field in _JOURNAL_FIELDS:
            citation.in_journal(_JOURNAL_FIELDS[field], value, column)
        elif field == "first":
            first = value
        elif field == "last":
            last = value
        elif field == "number":
            citation.number(value, column)
        elif field == "doi":
            citation.doi(value, column)
        elif field == "pmid":
            citation.pmid(value, column)
        elif field == "pmcid":
            citation.central(value if value.upper().startswith("PMC") else f"PMC{value}")
        elif field == "url":
            citation.address(value, column)
        elif field == "keywords":
            citation.add_keywords(re.split(r"\s*[;|\n]\s*", value))
        elif field == "language":
            citation.languages.append(value)
        elif field == "type":
            citation.type_of_work(value)
            citation.kind = "book" if "book" in value.lower() else citation.kind
        elif field == "nct":
            citation.trial(value)
        elif field == "citation":
            _pubmed_citation(citation, value)
            citation.other(column, value)
        elif field == "note":
            citation.note(value, column)
        else:
            citation.other(column, value)
    citation.pages(first, last)
    return citation.record()


def _pubmed_citation(citation: Citation, value: str) -> None:
    if found := _PUBMED.search(value):
        for part, text in found.groupdict().items():
            if text and text.strip():
                citation.in_journal(part, text, "Citation")
