"""Sentences that report an adverse effect of a drug, with the drug and the effect.

Every pair of a drug and an effect named in one sentence is weighed by a logistic regression over
the words around and between the two (``training/adverse_effects.py``); a pair is reported above the
threshold. A sentence that names only one of the two, or says *the drug*, reports nothing here.
"""

import gzip
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp
from typing import NamedTuple

from assuage.reading.adverse_candidates import DRUGS, WORD, Units, units
from assuage.terms.reading import AdverseEffect, Cue, Mention, Sentence, Span

_BETWEEN = 8
"""Words between a drug and an effect that count as one phrase."""
_NEAR = 6
"""Words beside the two in which a trigger is looked for."""
_ENDING = 5
"""Letters above which the ending of a drug's name says something of its class."""
_FAR = (1, 2, 4, 7, 12, 20)
SCALE = 256
_WORDS, _PAIRS = 24, 15
"""Words between a drug and an effect that count each for itself, and pairs of words."""
_NO = frozenset(("no", "not", "without", "nor"))


class Words(NamedTuple):
    """Words of PHEE's training part: last words of effects; triggers of adverse events; triggers of
    treatment events."""

    heads: frozenset[str]
    adverse: frozenset[str]
    treating: frozenset[str]


class Pair(NamedTuple):
    """A drug and an effect of one sentence, with what is weighed."""

    drug: Mention
    effect: Mention
    features: list[str]


def pairs(text: str, sentence: Span, mentions: Sequence[Mention], words: Words) -> tuple[Pair, ...]:
    """Drugs and effects of one sentence."""
    held = units(text, sentence, mentions, words.heads)
    if held is None:
        return ()
    signs = [_sign(word, words) for word in held.words]
    about_drugs = [_about_drug(text, drug) for _, drug in held.drugs]
    about_effects = [_about_effect(text, effect) for _, effect in held.effects]
    everywhere = _everywhere(signs)
    return tuple(
        Pair(
            drug,
            effect,
            [*_features(held, signs, i, j), *drugs, *effects, *everywhere],
        )
        for (i, drug), drugs in zip(held.drugs, about_drugs, strict=True)
        for (j, effect), effects in zip(held.effects, about_effects, strict=True)
    )


def judged(
    text: str, sentence: Span, mentions: Sequence[Mention], held: "Weights"
) -> Iterator[tuple[Mention, Mention, float]]:
    """Drugs and effects of one sentence with their probabilities: those of ``pairs``, with what
    several pairs share weighed once."""
    read = units(text, sentence, mentions, held.words.heads)
    if read is None:
        return
    signs = [_sign(word, held.words) for word in read.words]
    shared = held.bias + held.sum(_everywhere(signs))
    effects = [(j, effect, held.sum(_about_effect(text, effect))) for j, effect in read.effects]
    for i, drug in read.drugs:
        own = shared + held.sum(_about_drug(text, drug))
        for j, effect, its in effects:
            score = own + its + held.sum(_beside(read.words, signs, i, j))
            score += held.between(read.words, i, j)
            yield drug, effect, _logistic(score / SCALE)


def _everywhere(signs: list[str]) -> list[str]:
    return [f"ts{sign}" for sign in sorted(set(signs))]


def _sign(word: str, words: Words) -> str:
    """What kind of word it is: adverse, treating, drug, effect, negation, comma, or none of these."""
    if word in words.adverse:
        return "A"
    if word in words.treating:
        return "T"
    if word[0] == "@" and len(word) == 2:
        return word[1]
    if word in _NO:
        return "n"
    return "," if word in ",;" else ""


def _about_drug(text: str, drug: Mention) -> list[str]:
    words = WORD.findall(text[drug.span.start : drug.span.end].lower())
    found = [f"k{drug.kind}{'' if drug.id else '?'}", *(f"D{word}" for word in words)]
    last = words[-1].rstrip("s") if words else ""
    if len(last) > _ENDING:
        found += [f"D{last[-3:]}$", f"D{last[-4:]}$"]
    return list(dict.fromkeys(found))


def _about_effect(text: str, effect: Mention) -> list[str]:
    words = WORD.findall(text[effect.span.start : effect.span.end].lower())
    return [
        f"K{effect.kind}{'' if effect.id else '?'}",
        *dict.fromkeys(f"e{word}" for word in words),
    ]


def _features(held: Units, signs: list[str], drug: int, effect: int) -> list[str]:
    """Words between and beside a drug and an effect, by their order; each once."""
    order, first, second = _ordered(drug, effect)
    found = _beside(held.words, signs, drug, effect)
    between = held.words[first + 1 : second]
    found += [f"b{order}{word}" for word in between[:_WORDS]]
    found += [f"bb{order}{a} {b}" for a, b in pairwise(between[: _PAIRS + 1])]
    return list(dict.fromkeys(found))


def _ordered(drug: int, effect: int) -> tuple[str, int, int]:
    return (">", drug, effect) if drug < effect else ("<", effect, drug)


def _beside(words: list[str], signs: list[str], drug: int, effect: int) -> list[str]:
    """The features that are not of one word between the two, or of two; each once."""
    order, first, second = _ordered(drug, effect)
    between = words[first + 1 : second]
    left, right = words[max(0, first - 2) : first], words[second + 1 : second + 3]
    path = "".join(signs[first + 1 : second])
    found = [
        f"o{order}",
        f"d{order}{bisect_left(_FAR, len(between))}",
        f"tb{order}{path[:6]}",
        f"tB{order}{''.join(sorted(set(path)))}",
        f"tl{order}{''.join(signs[max(0, first - _NEAR) : first])[-2:]}",
        f"tr{order}{''.join(signs[second + 1 : second + 1 + _NEAR])[:2]}",
        f"L{order}{' '.join(between[-1:])}",
        f"F{order}{' '.join(between[:1])}",
        f"p{order}{' '.join(left[-1:])}",
        f"f{order}{' '.join(right[:1])}",
    ]
    if len(between) > 1:
        found += (f"L{order}{' '.join(between[-2:])}", f"F{order}{' '.join(between[:2])}")
    if len(left) > 1:
        found.append(f"p{order}{' '.join(left)}")
    if len(right) > 1:
        found.append(f"f{order}{' '.join(right)}")
    if len(between) <= _BETWEEN:
        found.append(f"m{order}{' '.join(between)}")
    return found


class Weights:
    """Weights of the regression: bias, threshold, word lists and one weight a feature."""

    def __init__(self, packed: bytes) -> None:
        head, *rows = gzip.decompress(packed).decode("utf-8").rstrip("\n").split("\n")
        bias, threshold = head.split("\t")
        self.bias, self.threshold = int(bias), float(threshold)
        self.words = Words(*(frozenset(row.split(" ")) for row in rows[:3]))
        self._by_name = {name: int(n) for name, _, n in (row.rpartition("\t") for row in rows[3:])}
        self._one: dict[str, dict[str, int]] = {"<": {}, ">": {}}
        self._two: dict[str, dict[tuple[str, str], int]] = {"<": {}, ">": {}}
        for name, weight in self._by_name.items():
            if name[:3] in ("bb<", "bb>"):
                first, _, second = name[3:].partition(" ")
                self._two[name[2]][first, second] = weight
            elif name[:2] in ("b<", "b>"):
                self._one[name[1]][name[2:]] = weight

    def probability(self, names: Sequence[str]) -> float:
        """Of a pair being an adverse effect of the drug."""
        return _logistic((self.bias + self.sum(names)) / SCALE)

    def between(self, words: list[str], drug: int, effect: int) -> int:
        """Of the weights of words between the two and of pairs of them, without spelling their names."""
        order, first, second = _ordered(drug, effect)
        between = words[first + 1 : min(second, first + 1 + _WORDS)]
        one, two = self._one[order], self._two[order]
        return sum([one[word] for word in set(between) if word in one]) + sum(
            [two[pair] for pair in set(pairwise(between[: _PAIRS + 1])) if pair in two]
        )

    def sum(self, names: Sequence[str]) -> int:
        """Of the weights of features."""
        held = self._by_name
        return sum([held[name] for name in names if name in held])


def _logistic(score: float) -> float:
    return 1 / (1 + exp(-score))


@cache
def weights() -> Weights:
    """The weights that ship, read once."""
    path = files("assuage.reading").joinpath("weights", "adverse_effects.tsv.gz")
    return Weights(path.read_bytes())


def adverse_effects(
    text: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    cues: Sequence[Cue],
) -> tuple[AdverseEffect, ...]:
    """Adverse effects by sentence. ``mentions`` should hold those of ``names`` and of
    ``chemicals_diseases``; ``span`` is the sentence; ``negated`` where the effect stands in the
    scope of a negation."""
    held = weights()
    negations = [cue for cue in cues if cue.kind == "negation"]
    found = []
    for sentence, inside in _by_sentence(sentences, mentions):
        for drug, effect, probability in judged(text, sentence.span, inside, held):
            if probability >= held.threshold:
                found.append(
                    AdverseEffect(
                        span=sentence.span,
                        drug=drug,
                        effect=effect,
                        probability=round(probability, 3),
                        negated=any(_covers(cue.scope, effect.span) for cue in negations),
                    )
                )
    return tuple(found)


def _covers(scope: Span, span: Span) -> bool:
    return scope.start <= span.start and span.end <= scope.end


def _by_sentence(
    sentences: Sequence[Sentence], mentions: Sequence[Mention]
) -> list[tuple[Sentence, list[Mention]]]:
    ordered = sorted(mentions, key=lambda m: m.span.start)
    found = []
    position = 0
    for sentence in sorted(sentences, key=lambda s: s.span.start):
        while position < len(ordered) and ordered[position].span.start < sentence.span.start:
            position += 1
        inside = []
        while position < len(ordered) and ordered[position].span.start < sentence.span.end:
            inside.append(ordered[position])
            position += 1
        if any(m.kind in DRUGS for m in inside):
            found.append((sentence, inside))
    return found
