"""RIS, by rispy: each ``TY`` to ``ER`` is one citation; a broken one does not spoil the rest."""

import re
from collections.abc import Iterator

from assuage.parsing.citation import Citation, names_in, pmid_in, present
from assuage.parsing.citation_text import Content, lines
from assuage.parsing.problem import ParseProblem
from assuage.terms.record import Record

_TAG = re.compile(r"([A-Z][A-Z0-9])  ?-(?: |$)")
_START, _END = "TY", "ER"

# Types of the RIS specification that are no articles; everything else is one.
_KINDS = {"BOOK": "book", "CHAP": "book", "EBOOK": "book", "ECHAP": "book", "EDBOOK": "book"}
_FIELDS = {"VL": "volume", "IS": "issue", "PB": "publisher"}
# Tags that name the journal, most telling first: T2 and JO/JF full names, J2/JA short ones.
_JOURNAL = {
    "T2": "title", "JF": "title", "JO": "title", "BT": "title", "JA": "abbreviation",
    "J2": "abbreviation", "J1": "abbreviation", "JI": "abbreviation",
}  # fmt: skip


def records(content: Content, name: str) -> Iterator[Record | ParseProblem]:
    """The citations of a file, one by one."""
    for offset, chunk in _chunks(content):
        fields = _fields(chunk)
        if fields is None:
            yield ParseProblem(
                name, offset, _shown(chunk), "text without a TY line is no RIS record",
                "Begin each record with 'TY  - JOUR' and end it with 'ER  - '",
            )  # fmt: skip
            continue
        record = _record(fields)
        if record is None:
            yield ParseProblem(
                name, offset, _shown(chunk), "the record has no title, abstract or identifier",
                "Add a TI line, or delete the record",
            )  # fmt: skip
            continue
        yield record


def _shown(chunk: list[str]) -> str:
    return next((line.strip()[:60] for line in chunk if line.strip()), "")


def _chunks(content: Content) -> Iterator[tuple[int, list[str]]]:
    """Lines of one citation each. A missing ``ER`` is no loss: the next ``TY`` ends it as well."""
    chunk: list[str] = []
    start = 0
    for offset, line in lines(content):
        tag = _TAG.match(line)
        if tag and tag[1] == _START and any(part.strip() for part in chunk):
            yield start, chunk
            chunk = []
        if not chunk:
            start = offset
        chunk.append(line)
        if tag and tag[1] == _END:
            yield start, chunk
            chunk = []
    if any(part.strip() for part in chunk):
        yield start, chunk


def _fields(chunk: list[str]) -> dict[str, list[str]] | None:
    """Values by tag in the order of the file, or None where no record begins."""
    from rispy import RisParser  # type: ignore[import-untyped]
    from rispy.config import TAG_KEY_MAPPING  # type: ignore[import-untyped]

    tidy = [line.rstrip() for line in chunk if line.strip()]
    while tidy and not _TAG.match(tidy[0]):
        tidy.pop(0)
    if not tidy or not tidy[0].startswith(_START):
        return None
    # rispy takes a record only with its end, and the two blanks before the hyphen.
    tidy = [_TAG.sub(lambda m: f"{m[1]}  - ", line, count=1) for line in tidy]
    if not tidy[-1].startswith(_END):
        tidy.append(f"{_END}  - ")
    # Each tag under its own name and as a list: nothing is dropped where a tag comes twice.
    used = (found[1] for found in map(_TAG.match, tidy) if found)
    tags = {tag: tag for tag in (*TAG_KEY_MAPPING, *used)}
    parser = RisParser(mapping=tags, list_tags=[], delimiter_tags_mapping={}, newline="\n")
    parser.list_tags = [tag for tag in tags if tag != _START]
    parsed = parser.parse("\n".join(_joined(tidy)))
    if not parsed:
        return None
    fields = {tag: v if isinstance(v, list) else [v] for tag, v in parsed[0].items()}
    return {tag: [v.replace(_LINE, "\n") for v in values] for tag, values in fields.items()}


_LINE = "\x1e"
"""Stands for a line end within a value while rispy reads it (a record separator in no export)."""


def _joined(tidy: list[str]) -> list[str]:
    """Continued lines put behind their tag, with their line ends."""
    joined: list[str] = []
    for line in tidy:
        if _TAG.match(line) or not joined:
            joined.append(line)
        else:
            joined[-1] += _LINE + line.strip()
    return joined


def _record(fields: dict[str, list[str]]) -> Record | None:
    citation = Citation("ris")
    first = last = None
    for tag, values in fields.items():
        for raw in values:
            value = present(raw)
            if value is None:
                continue
            if tag == "TY":
                citation.kind = _KINDS.get(value.upper(), "article")
                citation.other("TY", value)
            elif tag in ("TI", "T1", "CT"):
                citation.title(value, tag)
            elif tag in ("AB", "N2"):
                citation.abstract(value)
            elif tag in ("AU", "A1"):
                citation.add_authors(names_in(value) if ";" in value else [value])
            elif tag in ("A2", "A3", "ED"):
                citation.add_authors([value], role="editor")
            elif tag in ("PY", "Y1", "DA"):
                citation.date(value, tag)
            elif tag in _JOURNAL:
                citation.in_journal(_JOURNAL[tag], value, tag)
            elif tag in _FIELDS:
                citation.in_journal(_FIELDS[tag], value, tag)
            elif tag == "SP" and first is None:
                first = value
            elif tag == "EP" and last is None:
                last = value
            elif tag == "SN":
                citation.number(value, tag)
            elif tag in ("DO", "DI"):
                citation.doi(value, tag)
            elif tag in ("UR", "L2", "LK"):
                citation.address(value, tag)
            elif tag == "KW":
                citation.add_keywords(value.splitlines())
            elif tag == "LA":
                citation.languages.append(value)
            elif tag in ("M3", "PT"):
                _work_type(citation, value, tag)
            elif tag == "PM":
                citation.pmid(value, tag)
            elif tag == "OP":
                citation.set("vernacular", value, tag)
            elif tag in ("AN", "N1", "C1", "C2", "ID"):
                _accession(citation, tag, value, fields)
            else:
                citation.other(tag, value)
    citation.pages(first, last)
    return citation.record()


def _work_type(citation: Citation, value: str, tag: str) -> None:
    # Web of Science and old exports put the DOI into M3.
    if value.startswith("10."):
        citation.doi(value, tag)
    else:
        citation.type_of_work(value)


def _accession(citation: Citation, tag: str, value: str, fields: dict[str, list[str]]) -> None:
    """An accession number is a PMID only where the database or the value says so."""
    database = " ".join(fields.get("DB", []) + fields.get("DP", [])).lower()
    if tag == "AN" and value.isdigit() and ("pubmed" in database or "nlm" in database):
        citation.pmid(value, tag)
    elif tag == "AN" and (pmid := pmid_in(value)):
        citation.pmid(pmid, tag)
    else:
        citation.note(value, tag)
