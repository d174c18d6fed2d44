"""Numbers of a text, with signs, digits as printed and exact places: the tokens of the grammars.

``numbers(text)`` finds every number written in digits, in the order of the text. What only looks
like one is left out: digits of names (CYP3A4, SF-36, T12), exponents of units (``kg-1``,
``min(-1)``). Number words are read where a grammar expects a number (``word_number``), since
"one" and "two" are seldom data.
"""

import re
from bisect import bisect_left
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from assuage.terms.printed import Printed

MINUS = "-−–‐‑—"
"""Hyphen, minus, dashes: all of them stand for minus before a number and for "to" after one."""

_COMPARISONS = dict(
    zip("<>≤⩽≦≥⩾≧~∼≈", ("<", ">", "<=", "<=", "<=", ">=", ">=", ">=", "~", "~", "~"), strict=True)
)
_DIGITS = re.compile(r"[0-9]+(?:[.,·‧∙][0-9]+)*")
_ONE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:[.·][0-9]+)?|[0-9]+(?:[.·‧∙][0-9]+)?")
_BEFORE_POINT = " ([<>=≤≥:,/~∼" + MINUS
_SIGN_FOLLOWS = re.compile(r"(?:[(\[=:,]|\b(?:to|and|was|were|CI|interval))\s?$")
"""Before a sign that stands apart from its number; elsewhere such a dash means "to"."""
_COMMA = re.compile(r"[0-9]{1,3},[0-9]{1,2}")
_PLAIN = str.maketrans({"·": ".", "‧": ".", "∙": ".", ",": None, "−": "-", "–": "-"})
_POWER = re.compile(r"(?:\s?[x×]\s?10)?(?:\(([+\-−–]?[0-9]{1,2})\)|\^([+\-−–]?[0-9]{1,2}))")
_NOT_LESS = re.compile(r"([<>])\s*(?:/\s*=?|or\s*=|=)\s*$")
_PER_CENT = re.compile(r"[ -]per\s?cent\b")
_PARTED_FRACTION = re.compile(r" [0-9]{2,}")

UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
TENS["fourty"] = 40  # a common slip of print
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_TEN = "|".join(TENS)
_BELOW_HUNDRED = rf"(?:(?:{_TEN})(?:[\s-]+(?:{_UNIT}))?|{_UNIT})"
_BELOW_THOUSAND = (
    rf"(?:(?:an?|{_BELOW_HUNDRED})[\s-]+hundred(?:[\s-]+(?:and[\s-]+)?{_BELOW_HUNDRED})?"
    rf"|{_BELOW_HUNDRED})"
)
WORDS = (
    rf"(?:(?:an?|{_BELOW_HUNDRED})[\s-]+thousand(?:,?[\s-]+(?:and[\s-]+)?{_BELOW_THOUSAND})?"
    rf"|{_BELOW_THOUSAND})"
)
"""A number in words up to nine hundred and ninety-nine thousand, without regard to case."""
_WORDS = re.compile(rf"\b{WORDS}\b", re.I)
_ALL_WORDS = frozenset(UNITS) | frozenset(TENS) | {"hundred", "thousand"}
_PARTS = re.compile(r"[a-z]+")

_TIMES = ("x", "×", "·", "⋅", "*")
_BY_TIME = re.compile(r"\s?[x×·⋅*]\s?(?:h(?:rs?|ours?)?|min(?:utes?)?|days?|weeks?)\b")
"""``75.5% x h`` is an area under a curve, no percentage of anything."""


class Number(NamedTuple):
    """A number written in digits. ``text[start:end]`` holds comparison, sign and digits, no ``%``.

    ``digits``: sign and digits in plain characters (``-0.10``); ``compare`` one of ``= < > <= >= ~``;
    ``after``: where the text goes on, behind a percent sign where there is one.
    """

    start: int
    end: int
    digits: str
    compare: str
    percent: bool
    after: int
    exponent: int = 0

    @property
    def printed(self) -> Printed:
        """The number with its digits; ``5.2 x 10(3)`` is 5.2E+3 with two digits."""
        return Printed(self.decimal, self.compare)

    @property
    def decimal(self) -> Decimal:
        """The value."""
        return Decimal(self.digits).scaleb(self.exponent) if self.exponent else Decimal(self.digits)

    @property
    def whole(self) -> int | None:
        """The count that it can be: a whole number without sign; else None."""
        if self.digits.isdigit() and not self.exponent and self.compare == "=":
            return int(self.digits) if len(self.digits) < 12 else None
        return None


def numbers(text: str) -> list[Number]:
    """Every number in digits, first to last."""
    found: list[Number] = []
    past = 0
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        if start < past:
            continue
        raw = match[0]
        if "," in raw and text[end : end + 1] == "%" and _COMMA.fullmatch(raw):
            raw = raw.replace(",", ".")  # "74,8%"
        elif not raw.isdigit() and _ONE.fullmatch(raw) is None:
            # "3,5,7" are three numbers; "1.2.3" is a version or a section, none.
            for part in _ONE.finditer(raw) if raw.count(".") < 2 or "," in raw else ():
                number = _number(text, start + part.start(), start + part.end(), part[0])
                if number and part.end() < len(raw) and raw[part.end()] == ".":
                    continue
                if number:
                    found.append(number)
            continue
        number = _number(text, start, end, raw)
        if number:
            found.append(number)
            past = number.after
    return found


def _number(text: str, start: int, end: int, raw: str) -> Number | None:
    """The number whose digits are ``text[start:end]``; None where they belong to a name."""
    before = text[start - 1] if start else " "
    if before.isalnum() or before in "_^":
        return None
    sign = ""
    if before == "(":
        # V(50), Pa(O)(2): an index in brackets
        if start > 1 and text[start - 2].isalpha() and text[end : end + 1] == ")":
            return None
    elif before in ".·" and raw.isdigit() and (start < 2 or text[start - 2] in _BEFORE_POINT):
        raw, start = "." + raw, start - 1
        before = text[start - 1] if start else " "
    if before in MINUS or before == "+":
        ahead = text[start - 2] if start > 1 else " "
        if ahead.isalpha() and not text.endswith(("difference", "CI"), 0, start - 1):
            return None
        if ahead == "(" and start > 2 and text[start - 3].isalpha() and text[end : end + 1] == ")":
            return None
        twice = ahead in MINUS and start > 2 and text[start - 3].isdigit()
        if not (ahead.isdigit() or ahead in "%)" or twice):
            sign, start = "+" if before == "+" else "-", start - 1
    elif before == " " and start > 2 and (text[start - 2] in MINUS or text[start - 2] == "+"):
        if _SIGN_FOLLOWS.search(text, max(0, start - 12), start - 2):
            sign, start = "+" if text[start - 2] == "+" else "-", start - 2
    elif before in "$€£" and start > 1 and text[start - 2] in MINUS:
        sign, start = "-", start - 2
    compare = "="
    place = start
    while place and text[place - 1] == " ":
        place -= 1
    mark = text[place - 1] if place else ""
    if mark in _COMPARISONS:
        compare, start = _COMPARISONS[mark], place - 1
    elif mark in ("=", "/") and start > 1:
        either = _NOT_LESS.search(text, max(0, place - 8), place)
        if either:
            compare, start = either[1] + "=", either.start()
    exponent = 0
    follows = text[end : end + 1]
    if raw == "0" and follows == "." and _PARTED_FRACTION.match(text, end + 1):
        # "0. 0003": old records broke lines here
        rest = _PARTED_FRACTION.match(text, end + 1)
        raw, end = f"0.{rest[0].strip()}" if rest else raw, rest.end() if rest else end
        follows = text[end : end + 1]
    if (follows in ("(", "^") and raw == "10") or (
        follows in (" ", "x", "×") and end + 3 < len(text)
    ):
        power = (
            _POWER.match(text, end)
            if raw == "10" or text[end : end + 2].strip()[:1] in ("x", "×")
            else None
        )
        if power and (raw == "10" or "10" in power[0]):
            exponent = int((power[1] or power[2]).translate(_PLAIN))
            raw = "1" if power[0][0] in "(^" else raw
            end = power.end()
            follows = text[end : end + 1]
    after = end
    if follows == "%":
        after = end + 1
    elif follows in (" ", "-"):
        if text.startswith(" %", end):
            after = end + 2
        else:
            words = _PER_CENT.match(text, end)
            after = words.end() if words else end
    digits = raw.translate(_PLAIN)
    percent = after > end and not (
        text[after : after + 2].strip()[:1] in _TIMES and _BY_TIME.match(text, after)
    )
    return Number(start, end, sign + digits, compare, percent, after, exponent)


_START = itemgetter(0)


def first_from(found: list[Number], place: int) -> int:
    """The index of the first number that starts at ``place`` or later."""
    return bisect_left(found, place, key=_START)


def value_of_words(words: str) -> int | None:
    """``"Twenty-nine"`` is 29, ``"one hundred and fourteen"`` 114; None where it is no number."""
    total = part = 0
    some = False
    for word in _PARTS.findall(words.lower()):
        if word in UNITS:
            part += UNITS[word]
        elif word in TENS:
            part += TENS[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word == "thousand":
            total, part = total + (part or 1) * 1000, 0
        elif word in {"a", "an", "and"}:
            continue
        else:
            return None
        some = True
    return total + part if some else None


def has_number_word(text: str) -> bool:
    """Whether a word of a number stands in a piece of text: a quick look before ``word_number``."""
    return not _ALL_WORDS.isdisjoint(text.lower().replace("-", " ").split())


def word_number(text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """The first number in words within ``text[start:end]``."""
    return _WORDS.search(text, start, len(text) if end is None else end)
