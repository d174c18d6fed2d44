"""Whether a proposed direction is borne out by its sentence: our reader and the words must agree.

Our reader is a model as well and may err; so the words must say the same (``direction_ground``).
Either alone is no ground.
"""

from functools import lru_cache

from assuage.reading.direction_features import marked_spans
from assuage.reading.direction_ground import by_words, unborne, unshown
from assuage.reading.direction_model import DIRECTIONS, calibrated, model, told
from assuage.reading.direction_tokens import tokens
from assuage.reading.direction_triple import Triple, outcome_words
from assuage.reading.proposal_ground import Ground, Unborne
from assuage.terms.reading import Direction, Mention, Sentence, Span

_OUTCOMES = ("outcome", "effect", "instrument", "condition", "disease")
_AGENTS = ("drug", "class", "chemical")
_SURE = 0.8
"""Chosen on training articles (``evaluation/proposals.md``): a lie accepted costs more than a truth lost."""


def direction(
    ground: Ground,
    quote: Span,
    sentence: Sentence,
    said: str,
    outcome: str,
    agent: str,
    comparator: str | None,
) -> tuple[Direction, bool]:
    """The direction with its place and names, and whether our reader lists it too."""
    outcomes = ground.named(quote, outcome, "outcome", _OUTCOMES)
    agents = ground.named(quote, agent, "agent", _AGENTS)
    others = ground.named(quote, comparator, "comparator", _AGENTS) if comparator else []
    agents = [a for a in agents if not any(_meet(a, o) for o in outcomes)]
    others = [c for c in others if not any(_meet(c, o) for o in (*outcomes, *agents))]
    if not agents or (comparator and not others):
        raise Unborne("its outcome, agent and comparator are not told apart")
    read = tokens(ground.text, sentence.span.start, sentence.span.end)
    unit = marked_spans(
        read, [m.span for m in outcomes], [m.span for m in agents], [m.span for m in others]
    )
    fitted = model()
    ask = _asked(outcome)
    probabilities = calibrated(fitted, *told(fitted, read, unit, ask))
    place = max(range(len(DIRECTIONS)), key=lambda i: probabilities[i])
    if DIRECTIONS[place] != said:
        raise Unborne(f"our reader takes the outcome as {DIRECTIONS[place]}, not {said}")
    if probabilities[place] < _SURE:
        raise Unborne(f"our reader is not sure that the outcome is {said}")
    held = by_words(read, unit, ask.polarity, ground.reading.cues)
    why = unborne(said, held) or unshown(ground.text[sentence.span.start : sentence.span.end])
    if why:
        raise Unborne(why)
    listed = any(
        d.span == sentence.span
        and d.direction == said
        and d.outcome is not None
        and any(_meet(d.outcome, o) for o in outcomes)
        for d in ground.reading.directions
    )
    return (
        Direction(
            span=sentence.span,
            direction=said,
            probability=round(probabilities[place], 3),
            outcome=outcomes[0],
            agent=agents[0],
            comparator=others[0] if others else None,
            hedged="hedge" in read.kinds,
        ),
        listed,
    )


def _meet(a: Mention, b: Mention) -> bool:
    return a.span.start < b.span.end and b.span.start < a.span.end


@lru_cache(maxsize=1024)
def _asked(outcome: str) -> Triple:
    weights, polarity, change = outcome_words(outcome, model().rarity)
    return Triple(weights, frozenset(), frozenset(), polarity, change, 1.0)
