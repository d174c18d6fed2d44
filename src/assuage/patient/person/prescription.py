"""A line of a prescription in its parts; what no rule takes is the name.

    line     = { amount | needed | interval | route | release | purpose | noise | name }
    amount   = number [ "-" number ] unit { per }        10 mg, 25 mcg/h, 5 mg/kg, 10mg/5ml, 2 tabs
    per      = ("/" | per | over | in) [ number ] unit   /24h, per day, over 24 h, /kg
    interval = bd | q4h | 4-hourly | every four hours | twice daily | 每4小时 | 每日两次 ...
    route    = po | subcutaneous | CSCI | 口服 ...       release = MR | SR | 缓释 ...

Each rule cuts what it takes. Whatever says two different things (5-10 mg, two intervals, PR) is
neither taken nor dropped: it stands in ``unread`` and is told.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from assuage.patient.person.shorthand import (
    BY_FORM,
    COUNTED,
    DAILY,
    MOST_PATCHES,
    NOISE,
    NUMBERS,
    PER_UNITS,
    ROUTE_WORDS,
    SPAN_H,
    UNITS,
)
from assuage.patient.person.units import exact


@dataclass
class Parts:
    """A line as read: ``every_h`` hours between doses, ``dose`` as a number and a UCUM unit."""

    name: str = ""
    dose: str | None = None
    route: str | None = None
    every_h: Fraction | None = None
    as_needed: bool = False
    purpose: str | None = None
    unread: list[str] = field(default_factory=list)


def _any(words: Iterable[str]) -> str:
    """An alternation, longest first."""
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


_START, _END = r"(?<![A-Za-z0-9.\-/])", r"(?![A-Za-z0-9])"
_NUM = r"\d+(?:\.\d+)?"
_COUNT = rf"(?:{_NUM}|{_any(NUMBERS)})"
_PER = rf"\s*(?:/|\b(?:per|over|in)\b)\s*(?:{_NUM}\s*)?(?:{_any(PER_UNITS)}){_END}"
_AMOUNT = re.compile(
    rf"(?<![A-Za-z0-9.])(?:([1-9])\s*[x×]\s*)?(-?{_NUM})(?:\s*(?:-|–|~|to|至)\s*({_NUM}))?\s*"
    rf"({_any(UNITS)})(?![A-Za-z])((?:{_PER})*)(?:\s*[x×]\s*([1-9])(?!\s*(?:/|per|a|times|d|日|天)))?",
    re.I,
)
_ONE_PER = re.compile(rf"(/|per|over|in)\s*({_NUM})?\s*({_any(PER_UNITS)}){_END}", re.I)
_NEEDED = re.compile(
    rf"{_START}(?:prn|as (?:needed|required|necessary)|(?:if|when) (?:needed|required|necessary)|sos)"
    r"(?![A-Za-z0-9])|必要时|按需",
    re.I,
)
_PURPOSE = re.compile(r"\bfor\s+(?!\d)([A-Za-z][^,;()]*)$|用于([^,;，；()]+)$", re.I)
_TWO_TIMES = re.compile(
    rf"{_START}(?:(?:mane|om)\s*(?:and|\+|&|/)\s*(?:nocte|on)){_END}|早晚(?:各一次)?", re.I
)
_EVERY = (
    re.compile(rf"\bevery\s+(?:({_COUNT})\s*)?({_any(w for w in SPAN_H if w.isascii())}){_END}", re.I),
    re.compile(rf"{_START}q\s?({_NUM})\s?-?(h|hr|hrs|hourly|d|wk){_END}", re.I),
    re.compile(rf"{_START}({_COUNT})\s?-?\s?(hourly|hrly|weekly){_END}", re.I),
    re.compile(rf"{_START}({_NUM})-(day)(?=\s+patch)", re.I),
    re.compile(rf"每隔?\s*({_COUNT})?\s*个?(小时|天|日|周|星期|个月|月)(?:一次|1次)?(?!\s*(?:[一二两三四五六]|\d)?\s*次)"),
)  # fmt: skip
_TIMES = (
    re.compile(
        rf"{_START}(?:(once|twice|(?:{_any(w for w in NUMBERS if w.isascii())}|[1-9])(?=\s*(?:times|x|×))"
        r"|[1-9](?=\s*/))(?:\s*(?:times|x|×))?|(?:x|×)\s*([1-9]))\s*(?:(?:/|\b(?:a|per|each|every)\b)\s*)?"
        rf"(day|daily|d|24\s?h|week|weekly|wk){_END}",
        re.I,
    ),
    re.compile(rf"(?:每|一|1)\s*(天|日|晚|周)\s*({_COUNT})\s*次"),
    re.compile(rf"({_COUNT})\s*次\s*(?:/|每)\s*(天|日|周)"),
)  # fmt: skip
_LATIN = re.compile(rf"{_START}({_any(DAILY)}){_END}", re.I)
_NIGHT = re.compile(
    r"\b(?:every|each|at) (?:night|morning|evening|bedtime)\b|\bin the (?:morning|evening)\b"
    rf"|{_START}ON{_END}|每晚|每早|睡前|每日|每天"
)
_OTHER_DAY = re.compile(r"\b(?:every other|alternate) days?\b|\b[qe]od\b|隔日(?:一次)?", re.I)
_OPEN_INTERVAL = re.compile(
    rf"\b(?:every|q)\s*{_NUM}\s*(?:-|–|to)\s*{_NUM}\s*(?:h|hrs?|hours?|hourly|d|days?){_END}"
    rf"|{_START}{_NUM}\s*(?:-|–|to)\s*{_NUM}\s*-?(?:hourly|hrly){_END}"
    rf"|每\s*{_NUM}\s*(?:-|–|~|至)\s*{_NUM}\s*(?:小时|天)(?:一次)?",
    re.I,
)
_ROUTE = re.compile(
    rf"{_START}(?:{_any(w for w in ROUTE_WORDS if w.isascii())})(?:\s+use|\s+route)?{_END}"
    rf"|{_any(w for w in ROUTE_WORDS if not w.isascii())}",
    re.I,
)
_FORM = re.compile(
    rf"\b(?:{_any(w for w in BY_FORM if w.isascii())})\b|{_any(w for w in BY_FORM if not w.isascii())}",
    re.I,
)
_RELEASE = re.compile(
    r"\b(?:modified|prolonged|sustained|slow|extended|controlled|immediate|delayed)[- ]release[d]?\b",
    re.I,
)
_MEALS = re.compile(r"\b(?:with|after|before) (?:food|meals?)\b|[饭餐][前后]", re.I)
_LASTS = re.compile(r"^\d+\s?HR\s", re.I)  # how long a product lasts, first in a name of RxNorm
_DOTTED = re.compile(r"(?<![A-Za-z])[A-Za-z](?:\.[A-Za-z]){1,2}\.?(?![A-Za-z])")
_SLASHED = re.compile(r"(?<![A-Za-z])([sim])/([cvlr])(?![A-Za-z])", re.I)
_COMMA = re.compile(r"(?<![\d,.])(\d+),(\d+)(?=\s*[A-Za-zμ毫微克])(?![\d,])")
# "10 mg sc over 24 h": the time stands apart from the dose; other times are how long it runs in.
_APART = re.compile(
    rf"(?:/|\b(?:per|over|in)\b)\s*(?:({_NUM})\s*)?(h|hrs?|hours?|d|days?|min|mins|minutes?|小时){_END}"
    rf"|{_START}(24)\s?(h|hrs?|hours?|小时){_END}",
    re.I,
)
_LONE_COUNT = re.compile(rf"(?<![\w./])([1-9])\s+(?=(?:{_any(DAILY)}|prn){_END})", re.I)
_PAIR = re.compile(r"(?<![\w.])\d+(?:\.\d+)?/\d+(?:\.\d+)?(?:\s*mg)?(?![\w])", re.I)


def read(line: str) -> Parts:
    """The parts of a line. Raises ValueError where a comma may be a point or a separator."""
    parts = Parts()
    text = _MEALS.sub(" ", _LASTS.sub("", plain(line)))
    text = _needed(text, parts)
    first_number = re.search(r"\d", text)
    text = _rectal_or_release(text, first_number.start() if first_number else len(text), parts)
    hours: set[Fraction] = set()
    text = _open(text, parts)
    text = _intervals(text, hours)
    text = _amounts(text, parts, hours)
    text = _latin(text, hours)
    text = _routes(text, parts)
    text = _purpose(_RELEASE.sub(" ", text), parts)
    if len(hours) == 1:
        parts.every_h = hours.pop()
    elif hours:
        parts.unread.append(" + ".join(f"{decimal(h)} h" for h in sorted(hours)))
    words = [w.strip(" ,;:") for w in re.sub(r"[(\[]\s*[)\]]", " ", text).split()]
    words = [w for w in words if w and w.casefold() not in NOISE and w not in ("-", "–")]
    parts.name = " ".join(words)
    return parts


def lines(text: str) -> list[str]:
    """A line that holds two prescriptions, each with its own dose and times, as two."""
    pieces = [p for p in re.split(r"\s+\+\s+|[;；\n]", text) if p.strip()]
    if len(pieces) < 2:
        return [text]
    held = [read(piece) for piece in pieces]
    if all(p.name and p.dose and (p.every_h or p.as_needed or "/" in p.dose) for p in held):
        return pieces
    return [text]


def plain(line: str) -> str:
    """Half-width, with points in decimals, abbreviations without dots. Raises ValueError."""
    text = unicodedata.normalize("NFKC", line).replace("【", "(").replace("】", ")")
    text = text.replace("µ", "μ").replace("。", " ").strip()
    text = _DOTTED.sub(lambda hit: hit[0].replace(".", ""), text)
    text = _SLASHED.sub(r"\1\2", text)
    return decimal_point(text)


def decimal_point(text: str) -> str:
    """``2,5 mg`` is 2.5 mg; ``1,000 mg`` is two numbers. Raises ValueError with both."""

    def point(hit: re.Match[str]) -> str:
        whole, part = hit[1], hit[2]
        if len(part) == 3 and whole != "0":
            raise ValueError(f"{whole},{part}", f"{whole}{part}", f"{whole}.{part}")
        return f"{whole}.{part}"

    return _COMMA.sub(point, text)


def _needed(text: str, parts: Parts) -> str:
    cut = _NEEDED.sub(" ", text)
    parts.as_needed = cut != text
    return cut


def _purpose(text: str, parts: Parts) -> str:
    hit = _PURPOSE.search(text)
    if hit is None:
        return text
    parts.purpose = (hit[1] or hit[2]).strip()
    return text[: hit.start()]


def _rectal_or_release(text: str, first_number: int, parts: Parts) -> str:
    """PR before the dose is a release form, as in ``oxycodone PR 10 mg``; behind it, it is open."""
    for hit in re.finditer(rf"{_START}PR{_END}", text, re.I):
        if hit.start() > first_number:
            if re.search(r"supposit|enema", text, re.I):
                parts.route = "rectal"
            elif not (re.search(r"\btab|\bcap", text, re.I) or _ROUTE.search(text)):
                parts.unread.append(hit[0])
    return re.sub(rf"{_START}PR{_END}", " ", text, flags=re.I)


def _open(text: str, parts: Parts) -> str:
    """Intervals that are a range are told, not taken."""
    parts.unread += [hit[0].strip() for hit in _OPEN_INTERVAL.finditer(text)]
    return _OPEN_INTERVAL.sub(" ", text)


def _intervals(text: str, hours: set[Fraction]) -> str:
    for pattern, interval in ((_TWO_TIMES, 12), (_OTHER_DAY, 48)):
        if pattern.search(text):
            hours.add(Fraction(interval))
            text = pattern.sub(" ", text)
    for number, pattern in enumerate(_TIMES):
        for hit in pattern.finditer(text):
            if number == 0:
                said, unit = (hit[1] or hit[2]).casefold(), hit[3].casefold()
            else:
                said, unit = (hit[2], hit[1]) if number == 1 else (hit[1], hit[2])
            times = {"once": Fraction(1), "twice": Fraction(2)}.get(said) or _number(said)
            hours.add(Fraction(168 if unit[0] in "w周" else 24) / times)
        text = pattern.sub(" ", text)
    for pattern in _EVERY:
        for hit in pattern.finditer(text):
            hours.add(_number(hit[1] or "1") * SPAN_H[hit[2].casefold()])
        text = pattern.sub(" ", text)
    return text


def _latin(text: str, hours: set[Fraction]) -> str:
    if _NIGHT.search(text):
        # "10 mg bd, the second at night": the count of a day goes before the time of day.
        if not hours and not _LATIN.search(text):
            hours.add(Fraction(24))
        text = _NIGHT.sub(" ", text)
    for hit in _LATIN.finditer(text):
        hours.add(Fraction(24, DAILY[hit[1].casefold()]))
    text = _LATIN.sub(" ", text)
    weekly = re.compile(rf"{_START}(?:weekly|qw){_END}|每周", re.I)
    if weekly.search(text):
        hours.add(Fraction(168))
    return weekly.sub(" ", text)


def _number(said: str) -> Fraction:
    named = NUMBERS.get(said.casefold())
    return Fraction(named) if named is not None else Fraction(said)


def _amounts(text: str, parts: Parts, hours: set[Fraction]) -> str:
    """Doses, rates, strengths and counts to one dose, where they say one."""
    times = Fraction(1)
    lone = _LONE_COUNT.search(text)
    if lone and re.search(r"\d\s*m?c?g\b", text, re.I) and re.search(r"\b(?:tab|cap)", text, re.I):
        times, text = Fraction(lone[1]), _LONE_COUNT.sub(" ", text, count=1)
    doses: list[tuple[Fraction, str]] = []
    volumes: list[Fraction] = []
    strengths: list[tuple[Fraction, str]] = []
    counts: list[tuple[Fraction, str]] = []
    for hit in _AMOUNT.finditer(text):
        unit = UNITS[hit[4].casefold()]
        if hit[3]:
            parts.unread.append(hit[0].strip())
            continue
        amount = Fraction(hit[2]) * Fraction(hit[1] or hit[6] or 1)
        amount, unit, in_volume = _per(amount, unit, hit[5], hours)
        if in_volume:
            strengths.append((amount, unit))
        elif unit == "mL":
            volumes.append(amount)
        elif unit == "patch" and amount > MOST_PATCHES:
            parts.unread.append(hit[0].strip())  # "fentanyl 25 patch" is no count of patches
        elif unit in COUNTED:
            counts.append((amount, unit))
        else:
            doses.append((amount, unit))
    rest = _AMOUNT.sub(lambda hit: " patch " if UNITS[hit[4].casefold()] == "patch" else " ", text)
    for hit in _PAIR.finditer(rest):
        parts.unread.append(hit[0])
    rest = _PAIR.sub(" ", rest)
    doses = list(dict.fromkeys(doses))
    for hit in _APART.finditer(rest):
        unit = (hit[2] or hit[4])[0].casefold()
        span = Fraction(hit[1] or hit[3] or 1) * {"h": 1, "小": 1, "d": 24}.get(unit, 0)
        if span == 24 and len(doses) == 1 and "/d" not in doses[0][1] and "/h" not in doses[0][1]:
            doses = [(doses[0][0], f"{doses[0][1]}/d")]
    rest = _APART.sub(" ", rest)
    if len(strengths) == 1 and len(volumes) == 1 and not doses:
        doses = [(strengths[0][0] * volumes[0], strengths[0][1])]
    elif not doses and not strengths:
        doses = [(v, "mL") for v in volumes]
    if len(counts) == 1 and len(doses) == 1 and len(hours) < 2:
        doses = [(doses[0][0] * counts[0][0], doses[0][1])]
    elif counts and not doses:
        doses = counts
    doses = [(amount * times, unit) for amount, unit in doses]
    if len(doses) == 1:
        parts.dose = f"{decimal(doses[0][0])} {doses[0][1]}"
    elif doses:
        parts.unread += [hit[0].strip() for hit in _AMOUNT.finditer(text)]
    return rest


def _per(
    amount: Fraction, unit: str, tail: str, hours: set[Fraction]
) -> tuple[Fraction, str, bool]:
    """An amount with what it is divided by; whether it is a strength in a volume.

    ``/24h`` is by the day; ``/12h`` is a dose every 12 h; ``over 30 min`` is how long it runs in.
    """
    in_volume = False
    for hit in _ONE_PER.finditer(tail):
        number = Fraction(hit[2]) if hit[2] else None
        base = PER_UNITS[hit[3].casefold()]
        if base == "mL":
            amount, in_volume = amount / (number or 1), True
        elif (base, number) in (("h", Fraction(24)), ("d", Fraction(1))):
            unit += "/d"
        elif number is None and base and hit[1].casefold() not in ("over", "in"):
            unit += f"/{base}"
        elif base in ("h", "d") and hit[1].casefold() not in ("over", "in") and number:
            hours.add(number * SPAN_H[base])
    return amount, unit, in_volume


def _routes(text: str, parts: Parts) -> str:
    found: dict[str, str] = {}
    for hit in _ROUTE.finditer(text):
        word = re.sub(r"\s+(?:use|route)$", "", hit[0].casefold())
        found.setdefault(ROUTE_WORDS[word], hit[0])
    text = re.sub(r"\0\s*(?:or|and|/|&|或)\s*(?=\0)", " ", _ROUTE.sub("\0", text), flags=re.I)
    text = text.replace("\0", " ")
    weak = dict.fromkeys(BY_FORM[hit[0].casefold()] for hit in _FORM.finditer(text))
    text = _FORM.sub(" ", text)
    if len(found) == 1:
        parts.route = next(iter(found))
    elif found:
        parts.unread.append("/".join(found.values()))
    elif len(weak) and parts.route is None:
        parts.route = next(iter(weak))
    return text


def decimal(value: Fraction) -> Decimal:
    """A number as it is kept and printed: no trailing zeros, no exponent."""
    return Decimal(format(exact(value).normalize(), "f"))
