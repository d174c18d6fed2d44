"""Records as JSON, one a line: ``pmid, title, abstract, journal, year, mesh, …``.

Every column but title may be missing; an absent year is unknown. Lists may be written as JSON
lists or parted by ``;``. Columns that are not known are kept under their name. The
layout of retrieval collections (``_id, title, text``) is read as well.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from assuage.parsing.citation import Citation, names_in, present
from assuage.parsing.citation_text import Content, lines
from assuage.parsing.mesh_text import heading
from assuage.parsing.problem import ParseProblem
from assuage.terms.record import Chemical, Heading, Record

_TEXT = {"title", "abstract", "journal", "year", "published", "doi", "pmid", "pmcid", "url"}
_SPLIT = re.compile(r"\s*;\s+|;$")
_GIVEN = re.compile(r"[\w.-]{1,64}")
_CHEMICAL = re.compile(r"(?:(?P<ui>[CD]\d{6,9}):)?(?P<name>.+)", re.DOTALL)


def records(content: Content, name: str) -> Iterator[Record | ParseProblem]:
    """The records of a file, line by line; a line that is none is told and passed."""
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    for offset, line in _lines(content):
        if not line.strip():
            continue
        try:
            columns = decode(line.encode())
        except (msgspec.DecodeError, UnicodeEncodeError) as error:
            yield _problem(name, offset, "", f"the line is no JSON object ({error})")
            continue
        record = _record(columns)
        if record is None:
            item = str(columns.get("pmid") or "")
            yield _problem(name, offset, item, "the record has no title, abstract or identifier")
        else:
            yield record


def _lines(content: Content) -> Iterator[tuple[int, str]]:
    """Lines; a file that is one JSON list instead is given item by item, without places in it."""
    given = lines(content)
    first = next(((o, text) for o, text in given if text.strip()), None)
    if first is None:
        return
    if not first[1].lstrip().startswith("["):
        yield first
        yield from given
        return
    whole = "\n".join([first[1], *(text for _, text in given)])
    try:
        items = msgspec.json.decode(whole.encode(errors="replace"), type=list[msgspec.Raw])
    except msgspec.DecodeError:
        yield 0, whole
        return
    yield from ((0, bytes(item).decode()) for item in items)


def _problem(name: str, offset: int, item: str, message: str) -> ParseProblem:
    repair = 'Write one object a line: {"pmid": "…", "title": "…"}'
    return ParseProblem(name, offset, item, message, repair)


def _list(value: Any) -> list[str]:
    items = value if isinstance(value, list) else _SPLIT.split(str(value))
    return [text for item in items if item is not None and (text := present(str(item)))]


def _record(columns: dict[str, Any]) -> Record | None:
    citation = Citation("jsonl")
    # The layout of retrieval collections (BEIR): the abstract is called text.
    body = "abstract" if "abstract" in columns else "text"
    mesh: list[Heading] = []
    chemicals: list[Chemical] = []
    for column, value in columns.items():
        if value is None or value == "" or value == []:
            continue
        if column in _TEXT or column == body or not isinstance(value, (list, dict)):
            text = present(str(value))
            if text is None:
                continue
        else:
            text = ""
        if column == "title":
            citation.title(text, column)
        elif column == body:
            citation.abstract(text)
        elif column == "journal":
            citation.in_journal("title", text, column)
        elif column in ("year", "published"):
            citation.date(text, column)
        elif column == "doi":
            citation.doi(text, column)
        elif column == "pmid":
            citation.pmid(text, column)
        elif column == "pmcid":
            citation.central(text)
        elif column == "url":
            citation.address(text, column)
        elif column in ("volume", "issue", "pages"):
            citation.in_journal(column, text, column)
        elif column == "authors":
            names = value if isinstance(value, list) else names_in(text)
            citation.add_authors(str(n) for n in names)
        elif column == "keywords":
            citation.add_keywords(_list(value))
        elif column == "publication_types":
            for item in _list(value):
                citation.type_of_work(item)
        elif column == "languages":
            citation.languages += _list(value)
        elif column == "mesh":
            mesh += [heading(item) for item in _list(value)]
        elif column == "chemicals":
            found = [_CHEMICAL.fullmatch(item) for item in _list(value)]
            chemicals += [Chemical(m["name"].strip(), m["ui"]) for m in found if m]
        else:
            for item in _kept(value):
                citation.other(column, item)
    record = citation.record(prefix="pmid")
    if record is None:
        return None
    return msgspec.structs.replace(
        record, id=_id(record, columns), mesh=tuple(mesh), chemicals=tuple(chemicals)
    )


def _id(record: Record, columns: dict[str, Any]) -> str:
    """The PMID, else the number that the file itself gives (``_id``, ``id``, a pmid of letters)."""
    if record.id.startswith("pmid:"):
        return record.id
    given = next((str(columns[c]) for c in ("_id", "id", "pmid") if columns.get(c)), "")
    return f"ref:{given}" if _GIVEN.fullmatch(given) else record.id


def _kept(value: Any) -> list[str]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    return [value if isinstance(value, str) else msgspec.json.encode(value).decode()]
