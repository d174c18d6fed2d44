"""Which outcome a number is of: the nearest outcome named in its sentence, before it rather than after."""

from bisect import bisect_right
from typing import TypeVar

from msgspec.structs import replace

from assuage.terms.reading import Effect, Level, Mention, Risk, Sentence

_AFTER = 2
"""An outcome after the number counts as twice as far: results name the outcome first."""

Item = TypeVar("Item", Effect, Risk, Level)


def with_outcomes(
    items: tuple[Item, ...], mentions: tuple[Mention, ...], sentences: tuple[Sentence, ...]
) -> tuple[Item, ...]:
    """The items, each without an outcome given the nearest outcome or adverse effect of its sentence."""
    if not items:
        return ()
    named = [m for m in mentions if m.kind in ("outcome", "effect") and m.id]
    starts = [s.span.start for s in sentences]
    places = [m.span.start for m in named]
    return tuple(
        item if item.outcome else replace(item, outcome=_nearest(item, named, places, starts, sentences))
        for item in items
    )  # fmt: skip


def _nearest(
    item: Effect | Risk | Level,
    named: list[Mention],
    places: list[int],
    starts: list[int],
    sentences: tuple[Sentence, ...],
) -> Mention | None:
    at = bisect_right(starts, item.span.start) - 1
    if at < 0:
        return None
    around = sentences[at].span
    inside = named[bisect_right(places, around.start - 1) : bisect_right(places, around.end - 1)]
    return min(inside, key=lambda m: (_distance(item, m), m.span.start), default=None)


def _distance(item: Effect | Risk | Level, mention: Mention) -> int:
    if mention.span.start >= item.span.end:
        return _AFTER * (mention.span.start - item.span.end)
    return max(0, item.span.start - mention.span.end)
