"""Percentages that stand alone: which of them are of people with an event."""

import re
from bisect import bisect_right
from collections.abc import Callable

from assuage.reading.event_cues import document, features, is_event, ruled_out, sentence_cues
from assuage.reading.numbers import MINUS, Number

_OPEN_RANGE = re.compile(r"\bbetween\s*$")
_CHAIN = re.compile(
    r"[\s,;)]*(?:[Vv]s\.?|versus|and|or|compared\s(?:with|to)|to|against|,|;|/)\s*(?:(?:only|just|about)\s)?"
)
_CHAIN_STARTS = frozenset("vVaoct,;/")
_JOINED = re.compile(rf"\s?%?\s?(?:[{MINUS}]|to)\s?")
_SPREAD = re.compile(r"\s?(?:±|\+/-|\+-)\s?")


def alone(
    text: str,
    found: list[Number],
    starts: list[int],
    used: set[int],
    truth: Callable[[Number], bool] | None = None,
) -> list[tuple[Number, bool, tuple[float, ...]]]:
    """Percentages without counts, whether each is of an event, and its cues.

    ``truth`` says it in place of the weights, while these are being fitted.
    """
    made: list[tuple[Number, bool, tuple[float, ...]]] = []
    whole: tuple[float, float, float] | None = None
    last: bool | None = None
    of_sentence: tuple[float, ...] | None = None
    sentence = -1
    for at, number in enumerate(found):
        if at in used or not (number.percent or _shared_sign(text, found, at, used)):
            continue
        if number.digits[0] in "+-" or number.decimal > 1000 or _in_range(text, found, at):
            continue
        if _SPREAD.search(text, max(0, number.start - 5), number.start) or _SPREAD.match(
            text, number.after
        ):
            continue
        floor = starts[sentence_of(starts, number.start)]
        stop = sentence_end(starts, number.start, len(text))
        if floor != sentence:
            last, sentence, of_sentence = None, floor, None
        if ruled_out(text, floor, number, stop):
            last = False
            continue
        if whole is None:
            whole = document(text)
        if of_sentence is None:
            of_sentence = sentence_cues(text[floor:stop])
        cues = features(text, floor, number, stop, last, of_sentence, whole)
        event = is_event(cues) if truth is None else truth(number)
        made.append((number, event, cues))
        last = event
    return made


def _shared_sign(text: str, found: list[Number], at: int, used: set[int]) -> bool:
    """``60 vs 25%``: the sign at the end is of all numbers in the row."""
    if text[found[at].after : found[at].after + 3].strip()[:1] not in _CHAIN_STARTS:
        return False
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
        return True
    if at and _JOINED.fullmatch(text, found[at - 1].end, number.start):
        return found[at - 1].decimal < number.decimal or text[number.start - 1] in MINUS
    return False


def sentence_of(starts: list[int], place: int) -> int:
    return max(bisect_right(starts, place) - 1, 0)


def sentence_end(starts: list[int], place: int, length: int) -> int:
    at = bisect_right(starts, place)
    return starts[at] if at < len(starts) else length
