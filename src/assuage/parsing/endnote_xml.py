"""EndNote XML, also as Mendeley and Zotero write it: each ``<record>`` is read by itself."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assuage.parsing.citation import Citation, present
from assuage.parsing.citation_text import Content, decoded
from assuage.parsing.problem import ParseProblem
from assuage.terms.record import Record

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_START = re.compile(r"<record(?:\s[^>]*)?>")
_STOP = "</record>"
_KINDS = {"book": "book", "book section": "book", "edited book": "book", "electronic book": "book"}
_JOURNAL = {
    "titles/secondary-title": "title", "periodical/full-title": "title",
    "periodical/abbr-1": "abbreviation", "volume": "volume", "number": "issue", "issue": "issue",
    "pages": "pages", "publisher": "publisher", "alt-periodical/full-title": "title",
    "alt-periodical/abbr-1": "abbreviation", "titles/alt-title": "abbreviation",
}  # fmt: skip
_ROLES = {
    "contributors/secondary-authors/author": "editor",
    "contributors/tertiary-authors/author": "editor",
    "contributors/translated-authors/author": "translator",
}


def records(content: Content, name: str) -> Iterator[Record | ParseProblem]:
    """The records of a file; one that is no XML is told and passed."""
    from lxml import etree  # type: ignore[import-untyped]

    raw = content if isinstance(content, bytes) else content.read()
    text = decoded(raw)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    place = 0
    while start := _START.search(text, place):
        stop = text.find(_STOP, start.end())
        following = _START.search(text, start.end())
        if stop < 0 or (following and following.start() < stop):
            yield _problem(name, text, start.start(), "the record is not closed")
            if not following:
                return
            place = following.start()
            continue
        place = stop + len(_STOP)
        try:
            element = etree.fromstring(text[start.start() : place], parser)
        except etree.XMLSyntaxError as error:
            yield _problem(name, text, start.start(), f"the record is no XML ({error.msg})")
            continue
        record = _record(element)
        if record is None:
            yield _problem(name, text, start.start(), "the record has no title or identifier")
        else:
            yield record


def _problem(name: str, text: str, place: int, message: str) -> ParseProblem:
    number = re.search(r"<rec-number>(\d+)", text[place : place + 2000])
    item = f"record {number[1]}" if number else ""
    repair = "Export the library again as EndNote XML, or mend this record"
    return ParseProblem(name, len(text[:place].encode()), item, message, repair)


def _leaves(element: "_Element", path: str = "") -> Iterator[tuple[str, "_Element", str]]:
    """Elements that hold text, with their path below the record; ``style`` is only look."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        here = f"{path}/{child.tag}" if path else child.tag
        if all(grandchild.tag == "style" for grandchild in child):
            yield here, child, "".join(child.itertext()).replace("\r", "\n")
        else:
            yield from _leaves(child, here)


def _record(element: "_Element") -> Record | None:
    citation = Citation("endnote")
    leaves = [(p, e, v) for p, e, raw in _leaves(element) if (v := present(raw))]
    database = " ".join(v for p, _, v in leaves if p.startswith("remote-database")).lower()
    for path, node, value in leaves:
        if path == "ref-type":
            kind = node.get("name", value)
            citation.kind = _KINDS.get(kind.lower(), "article")
            citation.type_of_work(kind)
        elif path == "titles/title":
            citation.title(value, path)
        elif path in ("abstract", "research-notes"):
            citation.abstract(value) if path == "abstract" else citation.note(value, path)
        elif path == "contributors/authors/author":
            citation.add_authors([value])
        elif path in _ROLES:
            citation.add_authors([value], role=_ROLES[path])
        elif path in ("dates/year", "dates/pub-dates/date"):
            citation.date(value, path)
        elif path in _JOURNAL:
            citation.in_journal(_JOURNAL[path], value, path)
        elif path == "isbn":
            citation.number(value, path)
        elif path == "electronic-resource-num":
            citation.doi(value, path)
        elif path.startswith("urls/"):
            citation.address(value, path)
        elif path == "keywords/keyword":
            citation.add_keywords(value.splitlines())
        elif path == "language":
            citation.languages.append(value)
        elif path == "work-type":
            citation.type_of_work(value)
        elif path == "orig-pub":
            citation.set("vernacular", value, path)
        elif path in ("accession-num", "custom5") and _is_pmid(path, value, database):
            citation.pmid(value, path)
        elif path == "titles/short-title" and value == citation.text.get("title"):
            continue
        else:
            citation.note(value, path)
    return citation.record()


def _is_pmid(path: str, value: str, database: str) -> bool:
    """PubMed's filter puts the PMID into the accession number, Embase's into custom 5."""
    if not (value.isdigit() and len(value) <= 8):
        return False
    if path == "custom5":
        return "embase" in database
    return "embase" not in database and any(n in database for n in ("nlm", "pubmed", "medline"))
