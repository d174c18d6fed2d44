"""Lines and cells of a label's table: footnote signs set aside, stacked numbers parted."""

import re
from collections.abc import Iterator

from msgspec import Struct

from assuage.terms.label_record import LabelTable

CELL = re.compile(
    r"""^\s*(?:
      (?P<n>\d{1,3}(?:,\d{3})+|\d+)\s*(?:/\s*(?P<of>\d{1,3}(?:,\d{3})+|\d+)\s*)?[(\[]\s*(?P<sp>[<>≤≥~]=?|=)?\s*(?P<p>\d+(?:\.\d+)?|\.\d+)\s*%?\s*[)\]]
    | (?P<q>\d+(?:\.\d+)?|\.\d+)\s*%?\s*[(\[]\s*(?P<m>\d+)\s*/\s*(?P<t>\d+)\s*[)\]]
    | [(\[]?\s*(?P<s>[<>≤≥~]=?|less\s+than)?\s*(?P<v>\d+(?:\.\d+)?|\.\d+)\s*(?P<sign>%)?\s*[)\]]?
    | (?P<x>\d+)\s*/\s*(?P<y>\d+)
    )\s*(?:\*+|[†‡§¶#]+|[a-f](?:,[a-f])*)?\s*$""",
    re.X,
)
BLANK = re.compile(r"^[\s\-–—*.\xa0]*(?:N/?A|NR|ND)?[\s\-–—*.\xa0]*$", re.I)


class Line(Struct, frozen=True):
    """A printed line of a row: its words by column, and where they start in their cells."""

    row: int
    cells: tuple[str, ...]
    starts: tuple[int, ...]

    def label(self, columns: int) -> int | None:
        """The last of these columns that holds words."""
        told = [c for c in range(columns) if not BLANK.match(self.cells[c])]
        return told[-1] if told else None


def lines_of(table: LabelTable) -> Iterator[Line]:
    """The rows; one whose cells print several numbers below each other, as several lines."""
    width = max((len(r) for r in table.rows), default=0)
    if not width:
        return
    for number, row in enumerate(table.rows):
        cells = [_plain(table, number, c, cell) for c, cell in enumerate(row)]
        cells += [""] * (width - len(cells))
        pieces = [_stacked(cell) for cell in cells]
        deep = max((len(p) for p in pieces[1:] if _all_numbers(p)), default=1)
        heads = len(pieces[0]) - deep
        if deep < 2 or heads not in (0, 1) or any(len(p) not in (1, deep) for p in pieces[1:]):
            yield Line(number, tuple(cells), (0,) * width)
            continue
        if heads:
            words, start = pieces[0][0]
            yield Line(number, (words, *[""] * (width - 1)), (start, *[0] * (width - 1)))
        for depth in range(deep):
            told = [pieces[0][heads + depth]]
            told += [p[depth] if len(p) == deep else ("", 0) for p in pieces[1:]]
            yield Line(number, tuple(w for w, _ in told), tuple(at for _, at in told))


def _stacked(cell: str) -> list[tuple[str, int]]:
    found, start = [], 0
    for words in cell.split("\n"):
        found.append((words, start))
        start += len(words) + 1
    return found


def _all_numbers(pieces: list[tuple[str, int]]) -> bool:
    told = [words for words, _ in pieces if not BLANK.match(words)]
    return len(pieces) > 1 and bool(told) and all(CELL.match(words) for words in told)


def is_note(cells: tuple[str, ...]) -> bool:
    """A footnote or title that spans the table."""
    return len(cells) > 1 and bool(cells[0].strip()) and len(set(cells)) == 1


def _plain(table: LabelTable, row: int, column: int, cell: str) -> str:
    """The cell without what stands in it as a footnote sign, its places kept by blanks."""
    for r, c, start, end, tag in table.marks:
        if r == row and c == column and start < end and tag in ("sup", "sub") and end <= len(cell):
            cell = cell[:start] + " " * (end - start) + cell[end:]
    return cell


def words_of(cell: str) -> str:
    """The words without signs of footnotes at their end."""
    return re.sub(r"[\s*†‡§¶]+$", "", " ".join(cell.split())).strip()
