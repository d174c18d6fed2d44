"""BibTeX and BibLaTeX, by bibtexparser, entry by entry so that a broken one is told and passed."""

import re
from collections.abc import Iterator

from assuage.parsing.citation import Citation, present
from assuage.parsing.citation_text import Content, decoded
from assuage.parsing.problem import ParseProblem
from assuage.terms.record import Author, Record

_ENTRY = re.compile(r"^[ \t]*@\s*([A-Za-z]+)\s*[{(]", re.MULTILINE)
_SKIPPED = {"comment", "preamble"}
_KINDS = {"book": "book", "inbook": "book", "incollection": "book", "booklet": "book"}
_JOURNAL = {
    "journal": "title", "journaltitle": "title", "booktitle": "title", "volume": "volume",
    "number": "issue", "issue": "issue", "publisher": "publisher", "pages": "pages",
    "shortjournal": "abbreviation",
}  # fmt: skip
# latex_to_unicode does not know these; without them "P {\textless} 0.001" would lose its sign.
_COMMANDS = {
    "textless": "<", "textgreater": ">", "textasciitilde": "~", "textbackslash": "\\",
    "textasciicircum": "^", "textbar": "|", "textunderscore": "_", "textendash": "–",
    "textemdash": "—", "texttimes": "×", "textpm": "±", "textmu": "μ", "textdegree": "°",
    "leq": "≤", "geq": "≥", "le": "≤", "ge": "≥", "pm": "±", "times": "×", "sim": "~",
    "textbullet": "•", "textregistered": "®", "texttrademark": "™", "textquoteleft": "‘",
    "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "approx": "≈",
}  # fmt: skip
_COMMAND = re.compile(rf"\\({'|'.join(sorted(_COMMANDS, key=len)[::-1])})(?![A-Za-z])(?:\{{\}})?")
_MATHS = re.compile(r"(?<!\\)\$([^$\n]{1,200}?)(?<!\\)\$")
_ESCAPED = re.compile(r"\\([%&$#_{}~^])")
_STYLED = re.compile(
    r"\\(textit|textbf|emph|textsuperscript|textsubscript|mbox|textrm)\{([^{}]*)\}"
)
_HTML = {
    "textit": "i",
    "emph": "i",
    "textbf": "b",
    "textsuperscript": "sup",
    "textsubscript": "sub",
}
_DOLLAR, _OPEN, _CLOSE = "\ue000", "\ue001", "\ue002"
"""Stand for an escaped dollar and braces while the braces of BibTeX itself are removed."""


def records(content: Content, name: str) -> Iterator[Record | ParseProblem]:
    """The entries of a file. ``@string`` abbreviations hold for the whole file."""
    raw = content if isinstance(content, bytes) else content.read()
    text = decoded(raw)
    parser = _Parser()
    starts = [m.start() for m in _ENTRY.finditer(text)]
    begin = {m.start(): m[1].lower() for m in _ENTRY.finditer(text)}
    end = 0
    for place in starts:
        if place < end:
            continue
        kind = begin[place]
        close = _close(text, text.index("@", place))
        following = next((s for s in starts if s > place), len(text))
        if close is None:
            yield _problem(name, text, place, "the entry is not closed")
            end = following
            continue
        end, entry = close, text[place:close].strip()
        if kind == "string":
            parser.entry(entry)
        elif kind not in _SKIPPED:
            fields = parser.entry(entry)
            record = _record(fields) if fields else None
            if record is None:
                yield _problem(name, text, place, "the entry has no readable title or identifier")
            else:
                yield record


def _problem(name: str, text: str, place: int, message: str) -> ParseProblem:
    first = text[place : place + 80].strip().splitlines()[0]
    return ParseProblem(
        name, len(text[:place].encode()), first, message,
        "Close every brace and quotation mark, and give a title",
    )  # fmt: skip


def _close(text: str, start: int) -> int | None:
    """Where the entry's brace closes, or None. A next entry on a line of its own ends the search."""
    depth = 0
    place = start
    opening = re.compile(r"[{}()]|\n[ \t]*@\s*[A-Za-z]+\s*\{", re.MULTILINE)
    bracket = ""
    escaped = re.compile(r"\\$")
    while found := opening.search(text, place):
        mark = found.group()
        place = found.end()
        if len(mark) > 1:
            return None
        if escaped.search(text[max(0, found.start() - 1) : found.start()]):
            continue
        if not bracket:
            bracket = mark
            depth = 1
        elif bracket == "{" and mark in "{}":
            depth += 1 if mark == "{" else -1
        elif bracket == "(" and mark in "()":
            depth += 1 if mark == "(" else -1
        if bracket and depth == 0:
            return place
    return None


class _Parser:
    """bibtexparser with its grammar built once a file; its abbreviations stay from entry to entry."""

    def __init__(self) -> None:
        from bibtexparser.bparser import BibTexParser  # type: ignore[import-untyped]

        self._parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
        self._parser.expect_multiple_parse = True

    def entry(self, text: str) -> dict[str, str] | None:
        """The fields of one entry, or None where it cannot be read."""
        from bibtexparser.bibdatabase import UndefinedString  # type: ignore[import-untyped]

        kept = self._parser.bib_database
        kept.entries = []
        try:
            entries: list[dict[str, str]] = self._parser.parse(text).entries
        except (UndefinedString, ValueError, IndexError, KeyError):
            return None
        return entries[0] if entries else None


def readable(value: str) -> str:
    """LaTeX as plain text: accents and signs as characters, braces removed, styles as tags."""
    from bibtexparser.latexenc import latex_to_unicode  # type: ignore[import-untyped]

    value = value.replace(r"\$", _DOLLAR).replace(r"\{", _OPEN).replace(r"\}", _CLOSE)
    value = _MATHS.sub(lambda m: m[1], value)
    value = _STYLED.sub(
        lambda m: f"<{_HTML[m[1]]}>{m[2]}</{_HTML[m[1]]}>" if m[1] in _HTML else m[2], value
    )
    value = _COMMAND.sub(lambda m: _COMMANDS[m[1]], value)
    value = _ESCAPED.sub(lambda m: m[1], value)
    value = str(latex_to_unicode(value)) if "\\" in value else value
    value = value.replace("{", "").replace("}", "").replace("~", " ")
    return value.replace(_DOLLAR, "$").replace(_OPEN, "{").replace(_CLOSE, "}")


def _record(entry: dict[str, str]) -> Record | None:
    citation = Citation("bibtex")
    kind = entry.get("ENTRYTYPE", "").lower()
    citation.kind = _KINDS.get(kind, "article")
    for key, raw in sorted(entry.items(), key=_order):
        verbatim = key in ("doi", "url", "link", "file")
        value = present(raw.replace(r"\_", "_") if verbatim else readable(raw))
        if value is None:
            continue
        if key == "title":
            citation.title(value, key)
        elif key == "abstract":
            citation.abstract(value)
        elif key in ("author", "editor"):
            role = "editor" if key == "editor" else None
            names = re.split(r"\s+and\s+(?![^{]*\})", raw.replace("\n", " "))
            for name in names:
                whole = name.strip()
                if whole.startswith("{") and whole.endswith("}"):
                    citation.authors.append(Author(collective=readable(whole), role=role))
                else:
                    citation.add_authors([readable(whole)], role)
        elif key in ("year", "date"):
            citation.date(value, key)
        elif key in _JOURNAL:
            pages = value.replace("--", "-") if key == "pages" else value
            citation.in_journal(_JOURNAL[key], pages, key)
        elif key in ("issn", "isbn"):
            citation.number(value, key)
        elif key == "doi":
            citation.doi(value, key)
        elif key in ("url", "link"):
            citation.address(value, key)
        elif key in ("keywords", "keyword"):
            citation.add_keywords(re.split(r"[;,]\s*" if ";" not in value else r";\s*", value))
        elif key in ("language", "langid"):
            citation.languages.append(value)
        elif key in ("pmid", "eprint") and (key == "pmid" or _of_pubmed(entry)):
            citation.pmid(value, key)
        elif key == "pmcid":
            citation.central(value)
        elif key in ("note", "annote", "annotation"):
            citation.note(value, key)
        else:
            citation.other(key, value)
    return citation.record()


def _order(item: tuple[str, str]) -> tuple[int, str]:
    """Dates by year before others, so that the printed year leads."""
    return (0 if item[0] == "year" else 1, item[0])


def _of_pubmed(entry: dict[str, str]) -> bool:
    return "pubmed" in (entry.get("eprinttype", "") + entry.get("archiveprefix", "")).lower()
