"""Tables of a label that print the change of AUC and Cmax beside another drug.

Columns are those whose heading names a measure of exposure and a change, ratio or percentage. The
other drug is named in the columns before them. ``Effect of A on the pharmacokinetics of B`` in the
caption tells which of the two is affected; without it the label's own drug is.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from assuage.reading.label_changes import MEASURE, factor_of
from assuage.reading.label_sections import Part
from assuage.terms.label_record import LabelTable
from assuage.terms.reading_records import ExposureChange, LabelPlace

_SAYS = re.compile(
    r"\bchanges?\b|\bratio\b|%|\bper\s*cent|\beffects?\b|\bfold\b|\bincreas|\bdecreas", re.I
)
_RATIO = re.compile(r"\bratio\b|\bGMR\b|\bfold\b", re.I)
_EFFECT_ON = re.compile(
    r"\beffects?\s+of\s+(?P<by>.{3,90}?)\s+on\s+(?:the\s+)?(?P<on>.{3,120})", re.I | re.S
)
_CELL = re.compile(
    r"^[\s*†‡]*(?P<arrow>[↑↓⇑⇓]|increased?|decreased?|[+\-–−])?\s*(?:by\s+)?(?P<less><|≤|less\s+than|~|≈|approximately)?\s*"
    r"(?P<n>\d+(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(?P<m>\d+(?:\.\d+)?))?\s*(?:(?P<percent>%)|(?P<fold>[\s-]*(?:fold|times|x)\b))?(?P<word>(?!))?"
    r"\s*(?P<after>↑|↓|increase|decrease|higher|lower)?\s*(?:[(\[][^()\[\]]*[)\]])?[\s*†‡§]*$",
    re.I,
)
_NONE = re.compile(
    r"^\s*(?:↔|no\s+(?:significant\s+|clinically\s+\w+\s+)?(?:change|effect)|unchanged)\W*$", re.I
)


class _Column(Struct, frozen=True):
    measure: str
    ratio: bool
    percent: bool


def changes_in_table(
    part: Part, index: int, table: LabelTable, own: re.Pattern[str]
) -> Iterator[ExposureChange]:
    """The changes of exposure in the cells of a table."""
    heads = _heads(table)
    columns = {
        number: told
        for number in range(1, max((len(r) for r in table.rows), default=0))
        if (told := _column(heads, number, table.caption or ""))
    }
    if not columns:
        return
    own_acts = _own_acts(table, own)
    before = min(columns)
    for row in range(len(heads), len(table.rows)):
        cells = table.rows[row]
        if len(cells) <= before or len(set(cells)) == 1:
            continue
        named = [" ".join(c.split()).strip(" ,*†‡§#") for c in cells[:before]]
        other = _other(heads, named, own, own_acts)
        if not other:
            continue
        mine = own.search(f"{table.caption or ''} {' '.join(' '.join(h) for h in heads)}")
        drug = mine[0] if mine else None
        for column, told in columns.items():
            if column < len(cells):
                yield from _cell(
                    part,
                    (index, row, column),
                    cells[column],
                    told,
                    (drug, other) if own_acts else (other, drug),
                )


def _heads(table: LabelTable) -> tuple[tuple[str, ...], ...]:
    """The heading rows: those marked, else those before the first change."""
    if table.header_rows:
        return table.rows[: table.header_rows]
    for number, row in enumerate(table.rows):
        if any(_CELL.match(c) or _NONE.match(c) for c in row[1:] if c.strip()):
            return table.rows[:number]
    return table.rows


def _column(heads: tuple[tuple[str, ...], ...], number: int, caption: str) -> _Column | None:
    words = " ".join(h[number] for h in heads if number < len(h))
    found = MEASURE.search(words)
    if not found or not _SAYS.search(f"{words} {caption}"):
        return None
    names = {"halflife": "half-life"}
    group = found.lastgroup or ""
    ratio = bool(_RATIO.search(words) or _RATIO.search(caption))
    return _Column(names.get(group, group), ratio, "%" in words or "percent" in words.lower())


def _own_acts(table: LabelTable, own: re.Pattern[str]) -> bool:
    """Whether the label's own drug changes the other one's exposure."""
    told = _EFFECT_ON.search(table.caption or "")
    return bool(told and own.search(told["by"]) and not own.search(told["on"]))


def _other(
    heads: tuple[tuple[str, ...], ...], named: list[str], own: re.Pattern[str], own_acts: bool
) -> str | None:
    """The co-administered drug of a row, in the label's words."""
    titles = [" ".join(h[c] for h in heads if c < len(h)) for c in range(len(named))]
    for title, words in zip(titles, named, strict=True):
        drugs = re.search(
            r"\bdrug|co-?administ|concomitant|inhibitor|inducer|interact|agent", title, re.I
        )
        if (
            words
            and drugs
            and re.search(r"[A-Za-z]{4}", words)
            and not own.fullmatch(title.strip())
        ):
            return words
    if own_acts:
        return None
    return next((w for w in named if re.match(r"[A-Za-z][A-Za-z-]{3,}", w)), None)


def _cell(
    part: Part,
    at: tuple[int, int, int],
    cell: str,
    told: _Column,
    drugs: tuple[str | None, str | None],
) -> Iterator[ExposureChange]:
    start = 0
    for line in cell.split("\n"):
        found, same = _CELL.match(line), _NONE.match(line)
        place = part.cell(*at, start, start + len(line))
        start += len(line) + 1
        if same:
            yield _told(place_of=place, told=told, printed=line, drugs=drugs, direction="none")
        elif found:
            direction = _direction(found, told)
            if direction is None:
                continue
            factor, high = _factor(found, told, direction)
            yield _told(
                place_of=place,
                told=told,
                printed=line,
                drugs=drugs,
                direction=direction,
                factor=factor,
                high=high,
            )


def _told(
    *,
    place_of: LabelPlace,
    told: _Column,
    printed: str,
    drugs: tuple[str | None, str | None],
    direction: str,
    factor: float | None = None,
    high: float | None = None,
) -> ExposureChange:
    return ExposureChange(
        measure=told.measure,
        place=place_of,
        printed=" ".join(printed.split()),
        direction=direction,
        factor=factor,
        high=high,
        cause=drugs[0],
        affected=drugs[1],
    )


def _direction(found: re.Match[str], told: _Column) -> str | None:
    sign = (found["arrow"] or found["after"] or "").lower()
    if sign:
        return "decrease" if sign[0] in "↓⇓d-–−l" else "increase"
    if told.ratio and not found["percent"]:
        value = float(found["n"][:12])
        return "increase" if value > 1 else "decrease" if value < 1 else "none"
    return None


def _factor(
    found: re.Match[str], told: _Column, direction: str
) -> tuple[float | None, float | None]:
    if found["less"]:
        # A bound is no factor; the printed words hold it.
        return None, None
    signed = bool(found["arrow"] or found["after"])
    if found["percent"] or found["fold"]:
        return factor_of(found, direction)
    if told.percent and signed:
        change = float(found["n"][:12]) / 100
        factor = 1 + change if direction == "increase" else 1 - change
        return (round(factor, 6) if factor >= 0 else None), None
    if told.ratio and not signed:
        return float(found["n"][:12]), float(found["m"][:12]) if found["m"] else None
    return None, None
