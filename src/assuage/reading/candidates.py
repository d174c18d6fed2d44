"""What may be people with an event: a figure with its place, before its words are weighed."""

from bisect import bisect_right
from typing import NamedTuple

from assuage.reading.numbers import Number


class Candidate(NamedTuple):
    """``text[start:end]`` holds all figures; ``percent`` alone where no count is printed with it."""

    start: int
    end: int
    events: int | None
    total: int | None
    percent: Number | None


def sentence_of(starts: list[int], place: int) -> int:
    """The index of the sentence at a place."""
    return max(bisect_right(starts, place) - 1, 0)


def sentence_end(starts: list[int], place: int, length: int) -> int:
    """Where the sentence at a place ends: where the next one starts."""
    at = bisect_right(starts, place)
    return starts[at] if at < len(starts) else length
