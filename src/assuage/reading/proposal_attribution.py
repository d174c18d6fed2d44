"""Whose numbers they are: outcome, arm and unit of a proposal, seen in its quote or not accepted."""

from collections.abc import Iterable
from typing import TypeVar

from assuage.reading.numbers import Number
from assuage.reading.proposal_ground import Ground, Unborne
from assuage.terms.reading import Effect, Level, Mention, Risk, Sentence, Span

RESULTS = ("results", "conclusion", "title")
"""Roles of sentences that tell results."""
_OUTCOMES = ("outcome", "effect", "instrument", "condition", "disease")

Item = TypeVar("Item", Effect, Risk, Level)


def outcome_of(
    ground: Ground, quote: Span, words: str | None, span: Span, ours: Item | None
) -> Mention | None:
    """The outcome proposed, at its place; None where none is."""
    if words is None:
        return None
    places = ground.named(quote, words, "outcome", _OUTCOMES)
    linked = ours.outcome if ours is not None else None
    if linked is not None:
        for place in places:
            if place.span.start < linked.span.end and linked.span.start < place.span.end:
                return place
        shown = ground.text[linked.span.start : linked.span.end]
        raise Unborne(f"our reader links its numbers to “{shown}”, not to “{words}”")
    return _one_that_belongs(ground, places, span, words)


def arm_of(
    ground: Ground, quote: Span, sentence: Sentence, words: str | None, span: Span
) -> str | None:
    """The arm proposed, as printed; None where none is."""
    if words is None:
        return None
    if "respectively" in ground.text[sentence.span.start : sentence.span.end]:
        raise Unborne("its sentence tells the groups by “respectively”, which is not checked here")
    place = _one_that_belongs(ground, ground.named(quote, words, "arm", ()), span, words)
    return ground.text[place.span.start : place.span.end]


def _one_that_belongs(ground: Ground, places: list[Mention], span: Span, words: str) -> Mention:
    why = None
    for place in places:
        why = ground.belongs(place, span)
        if why is None:
            return place
    raise Unborne(f"its numbers are not seen to be those of “{words}”: {why}")


def place_of(ground: Ground, sentence: Sentence) -> int:
    """The place of a sentence among those of the reading."""
    return ground.reading.sentences.index(sentence)


def check_unit(ground: Ground, quote: Span, unit: str, behind: Iterable[Number]) -> None:
    """A unit must stand right behind one of the numbers, in the quote."""
    for number in behind:
        for at in (number.end, number.after):
            rest = ground.text[at : quote.end].lstrip()
            after = rest[len(unit) : len(unit) + 1]
            if unit and rest.startswith(unit) and not (after.isalnum() and unit[-1].isalnum()):
                return
    raise Unborne(f"the unit {unit!r} does not stand behind its number")
