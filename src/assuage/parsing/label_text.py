"""Narrative text of labels: plain text with marks, tables as rows of cells.

Element names are those of the Structured Product Labeling schema (HL7 v3, narrative block) and of
the HTML that openFDA makes of it; both are told by local name, in either letter case.
"""

import re
from typing import NamedTuple

from assuage.parsing.xml_leaves import Element
from assuage.terms.label_record import LabelTable

_SPACE = re.compile(r"[ \t\r\n]+")
_BLOCKS = {"paragraph", "p", "item", "li", "list", "ul", "ol", "text", "div"}
_MARKED = {"sup", "sub", "b", "i", "em", "strong", "u"}

MAXIMUM_COLUMN_SPAN = 1000
"""As the HTML standard clamps it (section 4.9.11)."""

MAXIMUM_CELLS = 100_000
"""Beyond this many cells spans are not repeated: the longest table of the labels that we hold has
some hundred, and a file of a few kilobytes could ask for billions."""


class Narrative(NamedTuple):
    """Plain text, markup over it, tables in the order in which they stand."""

    text: str
    marks: tuple[tuple[int, int, str], ...]
    tables: tuple[LabelTable, ...]


def local(element: Element) -> str:
    """Name without namespace, in lower case; empty for comments and the like."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


class Footnotes:
    """Footnotes of a document in their order, found by id."""

    def __init__(self, *roots: Element) -> None:
        self._numbers: dict[Element, int] = {}
        self._ids: dict[str, int] = {}
        for root in roots:
            for element in root.iter():
                if local(element) == "footnote":
                    number = len(self._numbers)
                    self._numbers[element] = number
                    if id := _attribute(element, "id"):
                        self._ids.setdefault(id, number)

    def number(self, element: Element) -> int | None:
        """Place of a footnote, or of the one that a reference means."""
        if local(element) == "footnote":
            return self._numbers.get(element)
        return self._ids.get(_attribute(element, "idref") or "")

    def texts(self) -> tuple[str, ...]:
        """Text of each footnote."""
        return tuple(narrative(element, self, inside=True).text for element in self._numbers)


def _attribute(element: Element, name: str) -> str | None:
    for key, value in element.attrib.items():
        if str(key).lower() == name:
            return str(value)
    return None


class _Writer:
    """Collects text with white space as a browser shows it."""

    def __init__(self, footnotes: Footnotes) -> None:
        self.footnotes = footnotes
        self.parts: list[str] = []
        self.length = 0
        self.last = "\n"
        self.marks: list[tuple[int, int, str]] = []
        self.tables: list[LabelTable] = []

    def add(self, text: str | None) -> None:
        if not text:
            return
        shown = _SPACE.sub(" ", text)
        if self.last in " \n":
            shown = shown.removeprefix(" ")
        if shown:
            self.parts.append(shown)
            self.length += len(shown)
            self.last = shown[-1]

    def line(self) -> None:
        if self.last == " ":
            self.parts[-1] = self.parts[-1][:-1]
            self.length -= 1
            self.last = ""
        if self.last != "\n" and self.length:
            self.parts.append("\n")
            self.length += 1
            self.last = "\n"

    def point(self, tag: str) -> None:
        self.marks.append((self.length, self.length, tag))

    def children(self, element: Element) -> None:
        self.add(element.text)
        for child in element:
            self.element(child)
            self.add(child.tail)

    def element(self, element: Element) -> None:
        tag = local(element)
        if tag in _BLOCKS:
            self.line()
            self.children(element)
            self.line()
        elif tag == "br":
            self.line()
        elif tag == "table":
            self.line()
            self.point(f"table:{len(self.tables)}")
            self.tables.append(table(element, self.footnotes))
        elif tag in ("footnote", "footnoteref"):
            number = self.footnotes.number(element)
            self.point("footnote" if number is None else f"footnote:{number}")
        elif tag == "rendermultimedia":
            self.point(f"image:{_attribute(element, 'referencedobject') or ''}")
            self.children(element)
        elif tag == "caption":
            self.children(element)
            self.add(" ")
        elif tag:
            start = self.length
            self.children(element)
            style = tag if tag in _MARKED else _attribute(element, "stylecode")
            if style and self.length > start:
                self.marks.append((start, self.length, style))

    def finished(self) -> Narrative:
        text = "".join(self.parts).rstrip(" \n")
        kept = ((min(s, len(text)), min(e, len(text)), tag) for s, e, tag in self.marks)
        return Narrative(text, tuple(kept), tuple(self.tables))


def narrative(element: Element, footnotes: Footnotes, inside: bool = False) -> Narrative:
    """Text of an element; of its content only where ``inside``."""
    writer = _Writer(footnotes)
    if inside or local(element) == "td" or local(element) == "th":
        writer.children(element)
    else:
        writer.element(element)
    return writer.finished()


def table(element: Element, footnotes: Footnotes) -> LabelTable:
    """Rows of a table: head, body, foot; a cell that spans is repeated in each place."""
    captions: list[str] = []
    rows: list[tuple[bool, Element]] = []
    foot: list[tuple[bool, Element]] = []
    for part in element:
        tag = local(part)
        if tag == "caption":
            captions.append(narrative(part, footnotes, inside=True).text)
        elif tag == "tr":
            rows.append((False, part))
        elif tag in ("thead", "tbody", "tfoot"):
            target = foot if tag == "tfoot" else rows
            target += [(tag == "thead", row) for row in part if local(row) == "tr"]
    rows += foot
    cells, marks = _grid([row for _, row in rows], footnotes)
    header = 0
    while header < len(rows) and rows[header][0]:
        header += 1
    return LabelTable(cells, "\n".join(captions) or None, header, marks)


_Grid = tuple[tuple[tuple[str, ...], ...], tuple[tuple[int, int, int, int, str], ...]]


def _grid(rows: list[Element], footnotes: Footnotes) -> _Grid:
    grid: list[dict[int, str]] = [{} for _ in rows]
    filled = 0
    marks: list[tuple[int, int, int, int, str]] = []
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            if local(cell) not in ("td", "th"):
                continue
            while column in grid[number]:
                column += 1
            told = narrative(cell, footnotes)
            # A table within a cell is told in the cell, line by line.
            text = "\n".join(
                [told.text, *("\t".join(r) for t in told.tables for r in t.rows)]
            ).strip("\n")
            marks += [(number, column, *m) for m in told.marks if not m[2].startswith("table:")]
            width = max(min(_span(cell, "colspan"), MAXIMUM_COLUMN_SPAN), 1)
            height = min(_span(cell, "rowspan") or len(rows), len(rows) - number)
            if filled + width * height > MAXIMUM_CELLS:
                width = height = 1
            filled += width * height
            for below in range(number, number + height):
                for right in range(column, column + width):
                    grid[below].setdefault(right, text)
            column += width
    widest = max((max(row, default=-1) + 1 for row in grid), default=0)
    if widest * len(rows) > MAXIMUM_CELLS:
        return tuple(tuple(row[c] for c in sorted(row)) for row in grid), tuple(marks)
    return tuple(tuple(row.get(c, "") for c in range(widest)) for row in grid), tuple(marks)


def _span(cell: Element, name: str) -> int:
    printed = (_attribute(cell, name) or "").strip()
    return int(printed[:6]) if printed.isascii() and printed.isdigit() else 1
