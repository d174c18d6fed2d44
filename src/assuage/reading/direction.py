"""Direction of effect: was an outcome higher, lower or no different under an agent.

``direction`` answers for a triple that is given; ``directions`` proposes triples itself from the
names found in result and conclusion sentences. Method: ``direction_model``; figures:
``evaluation/reading_direction.md``.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from assuage.reading.abbreviations import abbreviations
from assuage.reading.direction_features import marked_spans
from assuage.reading.direction_ground import by_words, unborne, unshown
from assuage.reading.direction_model import (
    DIRECTIONS,
    calibrated,
    candidates,
    mixture,
    model,
    static,
    told,
)
from assuage.reading.direction_tokens import Tokens, tokens
from assuage.reading.direction_triple import (
    Triple,
    arm_labels,
    leaning,
    outcome_words,
    triple,
)
from assuage.reading.direction_words import SIGN
from assuage.terms.reading import Abbreviation, Cue, Direction, Mention, Sentence

_AGENTS = frozenset(("drug", "class"))
_OUTCOMES = frozenset(("outcome", "effect", "instrument"))
_TELLING = frozenset(SIGN) | {"diff", "same", "psig", "pns"}
_MORE_OR_LESS = frozenset(SIGN) | {"psig"}
_BORNE_OUT = (_MORE_OR_LESS, frozenset(("diff", "same", "not", "pns", "trend")), _MORE_OR_LESS)
"""Classes of which a sentence must hold one, by place in ``DIRECTIONS``: a model alone is no ground."""
_GOVERNORS = frozenset(("than", "versus"))
_GOVERNED = 4
"""Tokens back to which *than* or *compared with* governs a name, as in ``direction_features``."""


def direction(
    text: str,
    sentences: Sequence[Sentence],
    intervention: str,
    comparator: str,
    outcome: str,
    short: Sequence[Abbreviation] | None = None,
) -> Direction | None:
    """What ``sentences`` of ``text`` say of the outcome under the intervention against the comparator.

    The span is that of the sentence that weighs most; the probability is of all sentences
    together. To judge one sentence alone, give it alone, with the abbreviations (``short``) of the
    text that it is from; else they are read from ``text``. None where no sentence holds a word of the
    outcome.
    """
    if not sentences:
        return None
    fitted = model()
    read = [tokens(text, s.span.start, s.span.end) for s in sentences]
    last = max(len(read) - 1, 1)
    known = [static(text, item, sentences[i].role, i / last) for i, item in enumerate(read)]
    ask = triple(
        intervention,
        comparator,
        outcome,
        fitted.rarity,
        abbreviations(text, tuple(sentences)) if short is None else short,
        arm_labels(text),
        fitted.leanings,
    )
    chosen = candidates(read, known, ask)
    if not any(item.unit.overlap > 0.0 for item in chosen):
        return None
    probabilities, number = mixture(fitted, read, chosen, ask)
    place = max(range(3), key=lambda i: probabilities[i])
    return Direction(
        span=sentences[number].span,
        direction=DIRECTIONS[place],
        probability=round(probabilities[place], 3),
        hedged="hedge" in read[number].kinds,
    )


def directions(
    text: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    governed: Sequence[Cue] = (),
) -> tuple[Direction, ...]:
    """Every outcome named in a sentence of results or conclusions, under the agent of the sentence.

    The agent is the first drug, class or chemical that the sentence names and does not compare with; without
    one, that of the title where it names one only; else nothing is proposed, since the sentence may
    speak of an agent that is not known. The comparator is one after *than*,
    *versus* or *compared with*, or the second of two between which there is a difference. One entry
    an outcome a sentence; none where no word or P value of the sentence bears the direction out
    (``direction_ground``). ``governed``: the cues of the text.
    """
    ordered = sorted(mentions, key=lambda m: (m.span.start, -m.span.end))
    known = {m.span for m in ordered if m.kind in _AGENTS}
    agents = [
        m for m in ordered if m.kind in _AGENTS or (m.kind == "chemical" and m.span not in known)
    ]
    outcomes = [m for m in ordered if m.kind in _OUTCOMES]
    if not agents or not outcomes:
        return ()
    agent_starts = [m.span.start for m in agents]
    outcome_starts = [m.span.start for m in outcomes]
    subject = _subject(text, sentences, agents)
    found: list[Direction] = []
    for sentence in sentences:
        if sentence.role not in ("results", "conclusion", None):
            continue
        start, end = sentence.span.start, sentence.span.end
        named = outcomes[bisect_left(outcome_starts, start) : bisect_left(outcome_starts, end)]
        if not named:
            continue
        here = [
            m
            for m in agents[bisect_left(agent_starts, start) : bisect_left(agent_starts, end)]
            if not any(_within(m, outcome) for outcome in named)
        ]
        if not here and subject is None:
            continue
        read = tokens(text, start, end)
        if _TELLING.isdisjoint(read.kinds):
            continue
        agent, comparator = _arms(text, read, here, subject)
        if agent is not None and unshown(text[start:end]) is None:
            denied = [c for c in governed if start <= c.span.start < end]
            found += _told_of(text, sentence, read, named, here, agent, comparator, denied)
    return tuple(found)


def _told_of(
    text: str,
    sentence: Sentence,
    read: Tokens,
    named: list[Mention],
    here: list[Mention],
    agent: Mention,
    comparator: Mention | None,
    denied: Sequence[Cue],
) -> list[Direction]:
    """The directions of one sentence."""
    ours = [m.span for m in here if _name(text, m) == _name(text, agent)]
    theirs = [m.span for m in here if comparator and _name(text, m) == _name(text, comparator)]
    groups: dict[str, list[Mention]] = {}
    for mention in named:
        if not any(_within(mention, m) for m in here):
            groups.setdefault(_name(text, mention), []).append(mention)
    fitted = model()
    found = []
    for same in groups.values():
        unit = marked_spans(read, [m.span for m in same], ours, theirs)
        ask = _asked(text[same[0].span.start : same[0].span.end])
        probabilities = calibrated(fitted, *told(fitted, read, unit, ask))
        place = max(range(3), key=lambda i: probabilities[i])
        if _BORNE_OUT[place].isdisjoint(read.kinds):
            continue
        if unborne(DIRECTIONS[place], by_words(read, unit, ask.polarity, denied)):
            continue
        found.append(
            Direction(
                span=sentence.span,
                direction=DIRECTIONS[place],
                probability=round(probabilities[place], 3),
                outcome=same[0],
                agent=agent,
                comparator=comparator,
                hedged="hedge" in read.kinds,
            )
        )
    return found


def _subject(text: str, sentences: Sequence[Sentence], agents: list[Mention]) -> Mention | None:
    """The agent of the title, where it names one only."""
    if not sentences or sentences[0].role != "title":
        return None
    end = sentences[0].span.end
    named = [m for m in agents if m.span.start < end]
    return named[0] if len({_name(text, m) for m in named}) == 1 else None


def _within(inner: Mention, outer: Mention) -> bool:
    return outer.span.start <= inner.span.start and inner.span.end <= outer.span.end


def _name(text: str, mention: Mention) -> str:
    return mention.id or text[mention.span.start : mention.span.end].lower()


def _arms(
    text: str, read: Tokens, here: list[Mention], subject: Mention | None
) -> tuple[Mention | None, Mention | None]:
    """Agent and comparator of a sentence."""
    free: list[Mention] = []
    governed: list[Mention] = []
    for mention in here:
        place = bisect_right(read.starts, mention.span.start) - 1
        before = read.kinds[max(0, place - _GOVERNED) : max(place, 0)]
        (free if _GOVERNORS.isdisjoint(before) else governed).append(mention)
    agent = free[0] if free else subject
    if agent is None:
        return None, None
    others = governed or (free[1:] if "between" in read.kinds else [])
    name = _name(text, agent)
    return agent, next((m for m in others if _name(text, m) != name), None)


@lru_cache(maxsize=4096)
def _asked(outcome: str) -> Triple:
    fitted = model()
    weights, polarity, change = outcome_words(outcome, fitted.rarity)
    lean = leaning(weights, fitted.leanings)
    return Triple(weights, frozenset(), frozenset(), polarity, change, 1.0, leaning=lean)
