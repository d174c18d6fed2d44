"""Mentions of the Child-Pugh classes (Pugh 1973, Br J Surg 60:646: A 5-6, B 7-9, C 10-15 points)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from assuage.terms.printed import Printed
from assuage.terms.reading import Span


class ChildPugh(Struct, frozen=True):
    """A mention: classes named (A, B, C), points where told, with the end of a printed range."""

    span: Span
    classes: tuple[str, ...] = ()
    score: Printed | None = None
    high: Printed | None = None


SIGN = (
    r"<\s*/?\s*=|=\s*<|>\s*/?\s*=|=\s*>|[≤≦⩽]|[≥≧⩾]|<|>|"
    r"(?:not?\s+|must\s+not\s+(?:be\s+)?)?(?:less|lower|fewer|greater|more|higher)\s+than(?:\s+or\s+equal\s+to)?"
    r"|(?:not\s+|must\s+not\s+)?exceed(?:s|ing)?|above|below|over|under|up\s+to|at\s+most|at\s+least|within"
)
"""A comparison as registers and labels print it: signs and words."""
_CHILD = re.compile(
    r"\bchilds?(?:[\s\-–—]*turcotte)?(?:[\s\-–—/]*pugh(?:['’]s)?)(?:\s*\(?(?:liver\s+)?(?:cirrhosis|liver\s+function)\)?)?"
    r"|\bchild(?=\s+(?:class\s+)?[ABC]\b(?![a-z]))",
    re.I,
)
_CHILD_AFTER = re.compile(
    r"[\s:'’(\-–—]*(?:(?i:class(?:es)?|classification|grade|stage|score[sd]?|category|status|of|is|points?|liver|cirrhosis|hepatic|impairment|as|with|a\s+total)\b[\s:(\-–—]*){0,4}"
    rf"(?P<sign>(?i:{SIGN}))?\s*(?P<classes>[ABC]\b(?:\s*\d+)?(?:\s*(?:,|/|&|\bor\b|\band\b|\bto\b|\bthrough\b|[-–—])+\s*(?:class\s+|child[\s-]*pugh\s+)?[ABC]\b)*|[ABC](?P<inner>\d{{1,2}})\b)?"
    r"(?:[\s(]*(?i:score)?[\s:]*(?:of\s+)?(?P<score>(?<![A-Za-z.\d])\d{1,2}\b(?!\s*(?:%|mg|years|days|months)))(?:\s*(?:-|–|to)\s*(?P<high>\d{1,2})\b)?)?",
)
_CHILD_BEFORE = re.compile(
    r"class(?:es)?\s+(?P<classes>[ABC](?:\s*(?:,|/|or|and|to|[-–])\s*(?:class\s+)?[ABC])*)"
    r"(?:\s+(?:cirrhosis|liver\s+disease|hepatic\s+impairment))?[\s,(]*(?:(?:by|according\s+to|per|on|of|in|as\s+defined\s+by)\s+)?(?:the\s+)?$",
    re.I,
)


def sign_of(words: str | None, late: str | None = None) -> str:
    """``less than or equal to`` → ``<=``; ``=`` where nothing is printed."""
    said = " ".join((words or late or "").lower().split())
    if not said:
        return "="
    negated = said.startswith(("no ", "not ", "must not"))
    equal = "=" in said or "equal" in said or said in ("up to", "at most", "at least", "within")
    below = (
        said[0] in "<≤≦⩽"
        or said.startswith("=<")
        or any(
            w in said
            for w in ("less", "lower", "fewer", "below", "under", "up to", "at most", "within")
        )
    )
    equal = equal or said[0] in "≤≦⩽≥≧⩾"
    if negated:
        below, equal = not below, not equal
    return ("<" if below else ">") + ("=" if equal else "")


def child_pugh(text: str, start: int = 0, end: int | None = None) -> Iterator[ChildPugh]:
    """Every mention in ``text[start:end]``, with offsets into the text."""
    stop = len(text) if end is None else end
    for match in _CHILD.finditer(text, start, stop):
        after = _CHILD_AFTER.match(text, match.end(), stop)
        begin, last = match.span()
        classes: tuple[str, ...] = ()
        limit = high = None
        if after and (after["classes"] or after["score"]):
            last = after.end()
            classes = _classes(after["classes"] or "")
            score = after["score"] or after["inner"]
            if not score and after["classes"] and (inner := re.search(r"\d+", after["classes"])):
                score = inner[0]
            # A score runs from 5 to 15 (Pugh 1973); another number is not one.
            if score and 5 <= int(score) <= 15:
                limit = Printed(Decimal(score), sign_of(after["sign"]))
                high = Printed(Decimal(after["high"])) if after["high"] else None
            elif classes and after["sign"]:
                classes = _from_sign(classes, sign_of(after["sign"]))
        elif before := _CHILD_BEFORE.search(text, max(start, begin - 80), begin):
            classes, begin = _classes(before["classes"]), before.start()
        yield ChildPugh(Span(begin, last), classes, limit, high)


def _classes(printed: str) -> tuple[str, ...]:
    letters = re.findall(r"\b([ABCabc])(?=\b|\d)", printed)
    named = sorted({letter.upper() for letter in letters})
    if len(named) == 2 and re.search(r"\bto\b|through|[-–—]", printed):
        named = [c for c in "ABC" if named[0] <= c <= named[1]]
    return tuple(named)


def _from_sign(classes: tuple[str, ...], sign: str) -> tuple[str, ...]:
    if len(classes) != 1 or sign == "=":
        return classes
    here = "ABC".index(classes[0])
    rest = "ABC"[here + 1 :] if sign[0] == ">" else "ABC"[:here]
    return tuple(sorted(set(rest) | (set(classes) if "=" in sign else set())))
