"""Direction of effect: was an outcome higher, lower or no different under an agent.

``direction`` answers for a triple that is given; ``directions`` proposes triples itself from the
names found in result and conclusion sentences. Method: ``direction_model``; figures:
``evaluation/reading_direction.md``.
"""

from collections.abc import Sequence

from assuage.reading.abbreviations import abbreviations
from assuage.reading.direction_model import (
    DIRECTIONS,
    candidates,
    mixture,
    model,
    static,
)
from assuage.reading.direction_tokens import tokens
from assuage.reading.direction_triple import arm_labels, triple
from assuage.terms.reading import Direction, Sentence


def direction(
    text: str,
    sentences: Sequence[Sentence],
    intervention: str,
    comparator: str,
    outcome: str,
) -> Direction | None:
    """What ``sentences`` of ``text`` say of the outcome under the intervention against the comparator.

    The span is that of the sentence that weighs most; the probability is of all sentences
    together. To judge one sentence alone, give it alone. None where no sentence holds a word of the
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
        abbreviations(text, tuple(sentences)),
        arm_labels(text),
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
