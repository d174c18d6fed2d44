"""Frequencies of adverse effects in the tables of a label.

A cell counts only where its table says what it is: a percent sign in the cell, the heading or the
caption, or ``n (%)``. Columns that compare (P values, differences, hazard ratios) are passed over.
A column is the drug's where its heading names the label's own drug, or a dose alone; it is the
comparator's where it says placebo and the like, or where there are two columns and the other one is
the drug's. Anything else has no role: nothing is guessed.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from assuage.reading.label_cells import BLANK, CELL, Line, is_note, lines_of, words_of
from assuage.reading.label_sections import Part
from assuage.terms.label_record import LabelTable
from assuage.terms.printed import Printed
from assuage.terms.reading_records import Frequency

_N = re.compile(r"[(\[]?\s*\b[Nn]\s*=\s*(\d{1,3}(?:,\d{3})+|\d+)\s*[)\]]?")
_N_ROW = re.compile(
    r"^\W*(?:(?:total\s+)?(?:number|no\.?|#)\s+of\s+(?:patients|subjects)(?:\s+\w+)?|N|patients\s+treated|sample\s+size)\W*$",
    re.I,
)
_COMPARES = re.compile(
    r"\bp[\s-]?values?\b|\bdifference\b|\b(?:hazard|odds|risk)\s+ratio\b|\bH\.?R\.?\b|\bRR\b|\b95\s*%\s*C\.?I|\bconfidence\b",
    re.I,
)
_PERCENT = re.compile(r"%|\bper\s*cent(?:age)?s?\b|\bincidence\b", re.I)
_COUNT_WORDS = re.compile(
    r"\bnumber\s+of\s+(?:patients|subjects|events)\b|^\W*n\W*$|\bn\s*\(\s*%\s*\)", re.I
)
_UNIT_ONLY = re.compile(
    r"^[\s(\[]*(?:%|n|n\s*[(/,]?\s*%?\s*\)?|no\.?\s*\(?%?\)?|\(?%\)?\s*(?:of\s+)?(?:patients|subjects)?)[\s)\]]*$",
    re.I,
)
_COMPARATOR = re.compile(
    r"\bplacebo\b|\bvehicle\b|\bsham\b|\bcontrols?\b|\bcomparator\b|\buntreated\b|\bno\s+(?:treatment|drug)\b|\bstandard\s+(?:therapy|care|of\s+care)\b",
    re.I,
)
_DOSE = re.compile(
    r"^\W*(?:(?:any|all)\s+doses?|(?:low|high|medium)\s+dose|\d[\d.,]*(?:\s*(?:-|–|to|/)\s*\d[\d.,]*)*\s*(?:mg|mcg|µg|μg|g|IU|units?|mL|%)"
    r"(?:\s*/\s*(?:kg|day|m2|m²|d|h|hr|hour|week))*(?:\s*(?:once|twice|three\s+times)?\s*(?:a\s+|per\s+)?(?:daily|day|week(?:ly)?|BID|QD|TID|QID|q\d+h|b\.i\.d\.|q\.d\.))?)\W*$",
    re.I,
)
_LONGEST = 200
"""No effect is named in more characters: a longer cell is a remark."""
_ALL = re.compile(
    r"\b(?:total|overall|all\s+(?:patients|subjects|grades)|both|combined|pooled)\b", re.I
)


class _Column(Struct, frozen=True):
    arm: str
    total: int | None
    percent: bool
    count: bool
    role: str | None


def frequencies(
    part: Part, index: int, table: LabelTable, own: re.Pattern[str]
) -> Iterator[Frequency]:
    """The frequencies of a table of this section; ``own`` finds the names of the label's drug."""
    lines = [line for line in lines_of(table) if not is_note(line.cells)]
    width = max((len(line.cells) for line in lines), default=0)
    if width < 2 or len(lines) < 2:
        return
    first = _first_body_line(lines, table.header_rows)
    labels = _label_columns(lines[first:], width)
    if not labels or labels >= width:
        return
    columns = _columns(table.caption or "", lines[:first], labels, width, own)
    system: str | None = None
    for line in lines[first:]:
        cells = line.cells
        at = line.label(labels)
        if all(BLANK.match(c) for c in cells[labels:]):
            system = words_of(cells[0]) or system
            continue
        if at is None:
            continue
        if _N_ROW.match(words_of(cells[at])):
            columns = {
                c: _Column(k.arm, _integer(cells[c]) or k.total, k.percent, k.count, k.role)
                for c, k in columns.items()
            }
            continue
        above = words_of(cells[0]) if at > 0 and cells[0] != cells[at] else ""
        yield from _row(part, index, table, line, at, columns, above or system)


def _first_body_line(lines: list[Line], header_rows: int) -> int:
    """The first line whose cells are mostly numbers, with the category lines above it."""
    start = sum(1 for line in lines if line.row < header_rows)
    for number in range(start, len(lines)):
        data = [c for c in lines[number].cells[1:] if not BLANK.match(c)]
        if data and sum(bool(CELL.match(c)) for c in data) * 2 >= len(data):
            break
    else:
        return start
    while number > start and all(BLANK.match(c) for c in lines[number - 1].cells[1:]):
        number -= 1
    return number


def _label_columns(body: list[Line], width: int) -> int:
    """How many columns at the left hold words."""
    for column in range(width):
        told = [x.cells[column] for x in body if not BLANK.match(x.cells[column])]
        if told and sum(bool(CELL.match(c)) for c in told) * 2 > len(told):
            return column
    return width


def _columns(
    caption: str, heads: list[Line], labels: int, width: int, own: re.Pattern[str]
) -> dict[int, _Column]:
    corner = " ".join(" ".join(line.cells[:labels]) for line in heads)
    found: dict[int, _Column] = {}
    for column in range(labels, width):
        told = (words_of(line.cells[column]) for line in heads)
        headings = list(dict.fromkeys(words for words in told if words))
        whole = " ".join(headings)
        if _COMPARES.search(whole):
            continue
        total = _N.search(whole)
        bare = [" ".join(_N.sub(" ", h).split()) for h in headings]
        units = " ".join(h for h in bare if _UNIT_ONLY.match(h))
        counted = bool(_COUNT_WORDS.search(units)) and "%" not in units
        found[column] = _Column(
            arm=" ".join(h for h in bare if not _UNIT_ONLY.match(h)).strip(" ,;:()"),
            total=_integer(total[1]) if total else None,
            percent=bool(_PERCENT.search(f"{whole} {caption} {corner}")) and not counted,
            count=counted,
            role=None,
        )
    return _with_roles(found, own)


def _role(arm: str, own: re.Pattern[str]) -> str | None:
    mine, other = own.search(arm), _COMPARATOR.search(arm)
    if mine and (not other or mine.start() < other.start()):
        return "drug"
    if other:
        return "comparator"
    return "drug" if _DOSE.match(arm) else None


def _with_roles(columns: dict[int, _Column], own: re.Pattern[str]) -> dict[int, _Column]:
    roles = {c.arm: _role(c.arm, own) for c in columns.values()}
    unknown = [arm for arm, role in roles.items() if role is None and arm and not _ALL.search(arm)]
    if len(roles) == 2 and len(unknown) == 1 and "drug" in roles.values():
        # Two arms, one of them the drug's: the other is what it was compared with.
        roles[unknown[0]] = "comparator"
    return {
        n: _Column(c.arm, c.total, c.percent, c.count, roles[c.arm]) for n, c in columns.items()
    }


def _row(
    part: Part,
    index: int,
    table: LabelTable,
    line: Line,
    label: int,
    columns: dict[int, _Column],
    system: str | None,
) -> Iterator[Frequency]:
    printed, start = line.cells[label], line.starts[label]
    effect = words_of(printed)
    if not re.search(r"[^\W\d_]{2}", effect) or len(effect) > _LONGEST:
        return
    begin = start + len(printed) - len(printed.lstrip())
    effect_place = part.cell(index, line.row, label, begin, start + len(printed.rstrip()))
    waiting: tuple[int, int | None] | None = None
    for column, told in columns.items():
        cell, start = line.cells[column], line.starts[column]
        found = CELL.match(cell) if not BLANK.match(cell) else None
        if not found:
            continue
        percent, events, total = _read(found, told)
        if told.count and percent is None and events is not None:
            nearby = columns.get(column + 1)
            if nearby and nearby.arm == told.arm and nearby.percent:
                # ``n`` and ``(%)`` of one arm stand in neighbouring columns.
                waiting = (column + 1, events)
                continue
        if waiting and waiting[0] == column:
            events = waiting[1]
        if percent is None and (events is None or total is None):
            continue
        yield Frequency(
            effect=effect,
            place=part.cell(index, line.row, column, start + found.start(), start + found.end()),
            effect_place=effect_place,
            arm=told.arm or None,
            role=told.role,
            percent=percent,
            events=events,
            total=total,
            system=system,
            caption=table.caption,
        )


def _read(found: re.Match[str], told: _Column) -> tuple[Printed | None, int | None, int | None]:
    """Percent, events and total of a cell."""
    if found["n"]:
        return (
            _printed(found["p"], found["sp"]),
            _integer(found["n"]),
            _integer(found["of"]) or told.total,
        )
    if found["q"]:
        return _printed(found["q"], None), _integer(found["m"]), _integer(found["t"])
    if found["x"]:
        return None, _integer(found["x"]), _integer(found["y"])
    if found["sign"] or told.percent:
        value = _printed(found["v"], found["s"])
        return (value if value and value.digits <= 100 else None), None, told.total
    if told.count and found["v"].isdigit() and not found["s"]:
        return None, _integer(found["v"]), told.total
    return None, None, None


def _printed(digits: str | None, sign: str | None) -> Printed | None:
    if not digits or len(digits) > 20:
        return None
    said = (sign or "").strip()
    shown = {"≤": "<=", "≥": ">=", "": "="}.get(said, "<" if said.startswith("less") else said)
    return Printed(Decimal(digits), shown if shown in ("=", "<", ">", "<=", ">=", "~") else "=")


def _integer(printed: str | None) -> int | None:
    digits = (printed or "").replace(",", "").strip()
    found = re.search(r"\d{1,9}", digits)
    return int(found[0]) if found and (digits.isdigit() or _N.search(printed or "")) else None
