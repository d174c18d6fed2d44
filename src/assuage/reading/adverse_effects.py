"""Sentences that report an adverse effect of a drug, with the drug and the effect.

Every pair of a drug and an effect named in one sentence is weighed by a logistic regression over
the words around and between the two (``training/adverse_effects.py``); a pair is reported above the
threshold. A sentence that names only one of the two, or says *the drug*, reports nothing here.
"""

import gzip
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp

from assuage.terms.reading import AdverseEffect, Cue, Mention, Sentence, Span

DRUGS = frozenset({"drug", "class", "chemical"})
EFFECTS = frozenset({"effect", "disease"})
_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_FINDING = re.compile(
    r"\b(?:elevat(?:ed|ion (?:of|in))|increas(?:ed|e (?:of|in))|rais(?:ed)|ris(?:e|ing) (?:of|in)"
    r"|prolong(?:ed|ation of)|decreas(?:ed|e (?:of|in))|reduc(?:ed|tion (?:of|in))|loss of"
    r"|impair(?:ed|ment of)|abnormal(?:ities of|ities in)?|worsening of|aggravation of"
    r"|exacerbation of|deterioration (?:of|in))(?: (?!with|in|by|after|and|of|during|to)[\w-]+){1,3}"
    r"|\b(?:(?!the|a|an|of|in|with|and|by|to|this|such|or|for|on)[\w-]+ ){0,2}"
    r"(?:reaction|eruption|exacerbation|complication|adverse effect|adverse event|side[ -]effect"
    r"|symptom|lesion|ulceration|dysfunction|impairment|insufficiency|toxicity|intoxication"
    r"|decompensation|deterioration|suppression|arrest|collapse|block|discolou?ration"
    r"|pigmentation|enlargement|hyperplasia|opacit(?:y|ie)|elevation|prolongation)s?\b",
    re.IGNORECASE,
)
"""Findings that no dictionary and no tagger of diseases holds: a change of something measured, or a
word that names harm with what stands before it."""
_MOST_PAIRS = 40
"""Pairs of one sentence that are weighed; longer lists (tables run together) say nothing of pairs."""
_BETWEEN = 8
_BESIDE = 60
"""Characters in which the two words beside a name are looked for."""
_FAR = (1, 2, 4, 7, 12, 20)
_SCALE = 256


def features(text: str, sentence: Span, drug: Mention, effect: Mention) -> list[str]:
    """Words between and beside a drug and an effect, by their order, and their kinds; each once."""
    ahead = drug.span.start <= effect.span.start
    first, second = (drug.span, effect.span) if ahead else (effect.span, drug.span)
    order = ">" if ahead else "<"
    between = _WORD.findall(text[first.end : second.start].lower())
    before = text[max(sentence.start, first.start - _BESIDE) : first.start].lower()
    after = text[second.end : min(sentence.end, second.end + _BESIDE)].lower()
    left, right = _WORD.findall(before)[-2:], _WORD.findall(after)[:2]
    found = [
        f"o{order}",
        f"d{order}{sum(len(between) > far for far in _FAR)}",
        f"k{drug.kind}",
        f"K{effect.kind}{'' if effect.id else '?'}",
    ]
    if len(between) <= _BETWEEN:
        found.append(f"m{order}{' '.join(between)}")
    found += [f"b{order}{word}" for word in between[:24]]
    found += [f"bb{order}{a} {b}" for a, b in pairwise(between[:16])]
    for size in (1, 2):
        found += [
            f"L{order}{' '.join(between[-size:])}",
            f"F{order}{' '.join(between[:size])}",
            f"p{order}{' '.join(left[-size:])}",
            f"f{order}{' '.join(right[:size])}",
        ]
    found += [f"e{word}" for word in text[effect.span.start : effect.span.end].lower().split()]
    return list(dict.fromkeys(found))


class Weights:
    """Weights of the regression: bias, threshold and one weight a feature."""

    def __init__(self, packed: bytes) -> None:
        head, *rows = gzip.decompress(packed).decode("utf-8").rstrip("\n").split("\n")
        bias, threshold = head.split("\t")
        self.bias, self.threshold = int(bias) / _SCALE, float(threshold)
        self.by_name = {name: int(n) for name, _, n in (row.rpartition("\t") for row in rows)}

    def probability(self, names: Sequence[str]) -> float:
        """Of a pair being an adverse effect of the drug."""
        get = self.by_name.get
        return 1 / (1 + exp(-self.bias - sum(get(name, 0) for name in names) / _SCALE))


@cache
def weights() -> Weights:
    """The weights that ship, read once."""
    path = files("assuage.reading").joinpath("weights", "adverse_effects.tsv.gz")
    return Weights(path.read_bytes())


def pairs(
    text: str, sentence: Sentence, mentions: Sequence[Mention]
) -> tuple[tuple[Mention, Mention], ...]:
    """Drugs and effects of one sentence that do not overlap; the same words once."""
    start, end = sentence.span.start, sentence.span.end
    inside = [m for m in mentions if start <= m.span.start and m.span.end <= end]
    drugs = _once([m for m in inside if m.kind in DRUGS])
    if not drugs:
        return ()
    effects = _once([m for m in inside if m.kind in EFFECTS])
    for match in _FINDING.finditer(text, start, end):
        if not any(m.span.start < match.end() and match.start() < m.span.end for m in inside):
            effects.append(Mention(Span(*match.span()), "effect"))
    found = tuple(
        (drug, effect)
        for drug in drugs
        for effect in effects
        if drug.span.end <= effect.span.start or effect.span.end <= drug.span.start
    )
    return found if len(found) <= _MOST_PAIRS else ()


def _once(mentions: list[Mention]) -> list[Mention]:
    """Longest of those that overlap; of those at one place the one with the better known kind."""
    kept: list[Mention] = []
    ranked = sorted(
        mentions,
        key=lambda m: (
            m.span.start - m.span.end,
            m.span.start,
            m.kind in ("chemical", "disease"),
            m.id is None,
            m.id or "",
        ),
    )
    for each in ranked:
        if all(each.span.end <= k.span.start or k.span.end <= each.span.start for k in kept):
            kept.append(each)
    return sorted(kept, key=lambda m: m.span.start)


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
        for drug, effect in pairs(text, sentence, inside):
            probability = held.probability(features(text, sentence.span, drug, effect))
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
        if inside:
            found.append((sentence, inside))
    return found
