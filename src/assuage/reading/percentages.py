"""Percentages that stand alone and may be of people with an event."""

import re

from assuage.reading.candidates import Candidate
from assuage.reading.numbers import MINUS, Number

_OPEN_RANGE = re.compile(r"\bbetween\s*$")
_CHAIN = re.compile(
    r"[\s,;)]*(?:[Vv]s\.?|versus|and|or|compared\s(?:with|to)|to|against|,|;|/)\s*(?:(?:only|just|about)\s)?"
)
_CHAIN_STARTS = frozenset("vVaoct,;/")
_TIME_BEFORE = re.compile(
    r"\b(?:weeks?|days?|months?|years?|hours?|through|grade|stage|phase|groups?|aged?)\s$"
)
_JOINED = re.compile(rf"\s?%?\s?(?:[{MINUS}]|to)\s?")
_ROSE = re.compile(r"\b(?:increas|rose|risen|rais|improv|grew|chang)\w*\b[^.;()]{0,60}\bfrom\s$")
_SPREAD = re.compile(r"\s?(?:±|\+/-|\+-)\s?")


def alone(text: str, found: list[Number], used: set[int]) -> list[Candidate]:
    """Percentages without counts, but for shares of a range, signed changes and spreads."""
    made: list[Candidate] = []
    for at, number in enumerate(found):
        if at in used or not (number.percent or _shared_sign(text, found, at, used)):
            continue
        if number.digits[0] in "+-" or number.decimal > 1000 or _in_range(text, found, at):
            continue
        if _SPREAD.search(text, max(0, number.start - 5), number.start) or _SPREAD.match(
            text, number.after
        ):
            continue
        made.append(Candidate(number.start, number.after, None, None, number))
    return made


def _shared_sign(text: str, found: list[Number], at: int, used: set[int]) -> bool:
    """``60 vs 25%``: the sign at the end is of all numbers in the row."""
    if text[found[at].after : found[at].after + 3].strip()[:1] not in _CHAIN_STARTS:
        return False
    if _TIME_BEFORE.search(text, max(0, found[at].start - 10), found[at].start):
        return False  # "in weeks 5 through 8, 40% felt well"
    for place in range(at, min(at + 5, len(found) - 1)):
        gap = text[found[place].after : found[place + 1].start]
        if len(gap) > 20 or not _CHAIN.fullmatch(gap) or gap.strip() == "to" or ")" in gap:
            return False
        if place + 1 in used or text[: found[at].start].rstrip()[-1:] in ("=", "<", ">"):
            return False
        if found[place + 1].percent:
            return found[at].compare == "="
    return False


def _in_range(text: str, found: list[Number], at: int) -> bool:
    """``3-5%``: neither end is of one arm."""
    number = found[at]
    if _OPEN_RANGE.search(text, max(0, number.start - 10), number.start):
        return True
    if at and text[found[at - 1].after : number.start].strip() == "and":
        first = found[at - 1].start
        if _OPEN_RANGE.search(text, max(0, first - 10), first):
            return True
    following = found[at + 1] if at + 1 < len(found) else None
    if following and following.percent and _JOINED.fullmatch(text, number.end, following.start):
        return not (number.percent and _moved(text, number, following))
    if at and _JOINED.fullmatch(text, found[at - 1].end, number.start):
        if found[at - 1].percent and _moved(text, found[at - 1], number):
            return False
        return found[at - 1].decimal < number.decimal or text[number.start - 1] in MINUS
    return False


def _moved(text: str, first: Number, second: Number) -> bool:
    """``80% to 38%``, ``increased from 20% to 40%``: before and after, not the ends of a range."""
    if text[first.after : second.start].strip() != "to":
        return False
    before = text[max(0, first.start - 70) : first.start]
    return first.decimal > second.decimal or _ROSE.search(before) is not None
