"""The words that say who was studied: ``36 ASA I-II children undergoing tonsillectomy``."""

import re
from collections.abc import Sequence

from assuage.reading.people import PEOPLE
from assuage.terms.reading import Amounts, Mention, Sentence, Span

_NOUN = re.compile(rf"\b{PEOPLE}\b")
_WHO = re.compile(
    r"(?:\s(?:of (?:both|either) sex(?:es)?))?(?:,?\s(?:\([^()]{1,60}\)\s?,?)?\s?(?:with|without|undergoing|having|aged|"
    r"scheduled|who (?:had|were|have|underwent|met|suffered|required|presented)|presenting|suffering|requiring|"
    r"receiving|meeting|diagnosed|admitted|referred|between|older|over|from|in (?:labou?r|pain|their))\b"
    r"(?:(?!\b(?:were|was) (?:then |prospectively |subsequently )?(?:randomi|randomly|allocated|assigned|divided|enrol|recruit|"
    r"studied|included|treated|given|evaluated|asked|compared)|\b(?:received|participated|entered|completed|took part)\b)"
    r"[^.;:()]|\([^()]{1,60}\)){1,170})?"
)
"""What follows the people: why they were studied, up to the verb of the sentence."""
_ROLES = ("aim", "methods", "title", None)
_TAIL = re.compile(r"(?:[\s,]|\s(?:who|and|in|in an?|in the|of|that|which))*$")
_BEFORE_N = re.compile(rf"\b((?:[\w-]+\s){{0,3}}{PEOPLE})\s?[(\[]\s?[nN]\s?=\s?$", re.I)
_END = re.compile(
    r",?\s(?:and )?(?:were|was|are|have been|had|received|in (?:a|this|the) (?:\w+[ -]){0,5}(?:study|trial)|to receive|"
    r"randomi[sz]ed|randomly|participated|entered|completed)\b"
)


def population(
    text: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention] = (),
    amounts: Sequence[Amounts] = (),
) -> Span | None:
    """Who was studied, from the number of people on; else the first people with a condition.

    ``amounts``: the numbers of people that were read; the randomised one first, then the first
    other that is no arm's.
    """
    whole = [a for a in amounts if a.arm is None]
    first = next((a for a in whole if a.kind == "randomised"), whole[0] if whole else None)
    if first is not None:
        behind = _BEFORE_N.search(text, max(0, first.span.start - 70), first.span.start)
        if behind:
            close = text.find(")", first.span.end) + 1 or first.span.end
            return _grown(text, behind.start(1), close, sentences)
        noun = _NOUN.search(text, first.span.end, first.span.end + 120)
        if noun:
            return _grown(text, first.span.start, noun.end(), sentences)
        return first.span
    conditions = [m.span for m in mentions if m.kind in ("condition", "disease")]
    for sentence in sentences:
        if sentence.role not in _ROLES:
            continue
        noun = _NOUN.search(text, sentence.span.start, sentence.span.end)
        if noun is None:
            continue
        grown = _grown(text, noun.start(), noun.end(), sentences)
        if grown.end > noun.end() and (
            not conditions or any(grown.start <= c.start < grown.end for c in conditions)
        ):
            return grown
    return None


def _grown(text: str, start: int, end: int, sentences: Sequence[Sentence]) -> Span:
    """The place with what follows the noun, within its sentence."""
    stop = next((s.span.end for s in sentences if s.span.start <= start < s.span.end), len(text))
    who = _WHO.match(text, end, stop)
    until = who.end() if who else end
    verb = _END.search(text, end, until)
    until = verb.start() if verb else until
    return Span(start, max(end, until - len(_tail(text[end:until]))))


def _tail(piece: str) -> str:
    found = _TAIL.search(piece)
    return found[0] if found else ""
