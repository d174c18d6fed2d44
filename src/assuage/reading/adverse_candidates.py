"""A sentence as units in which its drugs and its possible effects stand as one unit each.

Effects are what the dictionaries and the tagger name (adverse effects, diseases), and besides:
words that end like a disorder, words that name harm in PHEE's training part (``heads``), and
changes of something measured (*elevated serum creatinine*).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assuage.reading.taken import Taken
from assuage.terms.reading import Mention, Span

DRUGS = frozenset({"drug", "class", "chemical"})
EFFECTS = frozenset({"effect", "disease"})
WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_DISORDER = re.compile(
    r"(?:itis|os[ie]s|a?emia|opath(?:y|ies)|algia|rrho?ea|plasia|trophy|lysis|penia|uria|o?edema|oma"
    r"|ectasia|megaly|mastia|kinesia|tonia|plegia|paresis|cytosis|philia|ptysis|pno?ea|spasm|phagia"
    r"|phasia|toxicity|embolism|stasis|rrhage|dysfunction|insufficiency)s?$"
)
"""How names of disorders end; words of fewer than ``_SHORTEST`` letters end so by chance."""
_SHORTEST = 7
_HARMS = re.compile(
    r"(?:reaction|eruption|exacerbation|complication|symptom|lesion|ulceration|dysfunction|impairment"
    r"|insufficiency|toxicity|intoxication|decompensation|deterioration|suppression|arrest|collapse"
    r"|block|discolou?ration|pigmentation|enlargement|hyperplasia|opacity|opacities|elevation"
    r"|prolongation|effect|event)s?$"
)
_CHANGED = frozenset(
    str.split("elevated increased raised prolonged decreased reduced impaired abnormal")
)
_CHANGE = frozenset(
    str.split(
        "elevation increase rise rising prolongation decrease reduction loss impairment worsening "
        "aggravation exacerbation deterioration abnormalities"
    )
)
"""Before *of* or *in* and what changed."""
_EVENT = frozenset(("effect", "effects", "event", "events"))
_OF_EVENT = frozenset(("adverse", "side", "toxic", "unwanted"))
_STOP = frozenset(
    str.split(
        "the a an of in on at to for from by with without after before during under over and or nor but as "
        "than then that this these those such which who was were is are be been being has have had may can "
        "could should would did does do not no his her its their our patient patients case cases induced "
        "associated related due caused following other any some all severe"
    )
)
_MODIFIERS = 2
"""Words before a word of harm that belong to it."""
_OBJECT = 3
"""Words of what was changed."""
MOST_PAIRS = 40
"""Pairs of one sentence that are weighed; longer lists (tables run together) say nothing of pairs."""


class Units(NamedTuple):
    """Words of a sentence in small letters, ``@d`` for a drug and ``@e`` for an effect; where those
    stand and what they are."""

    words: list[str]
    drugs: list[tuple[int, Mention]]
    effects: list[tuple[int, Mention]]


def units(
    text: str, sentence: Span, mentions: Sequence[Mention], heads: frozenset[str]
) -> Units | None:
    """The units of a sentence that names a drug and a possible effect, else None. ``mentions`` may
    be all of the text."""
    inside = [
        m
        for m in mentions
        if m.kind in _KINDS and sentence.start <= m.span.start and m.span.end <= sentence.end
    ]
    inside = _once(inside)
    if not any(m.kind in DRUGS for m in inside):
        return None
    held = Units([], [], [])
    start = sentence.start
    for mention in inside:
        _between(held, text, start, mention.span.start, heads)
        if mention.kind in DRUGS:
            held.drugs.append((len(held.words), mention))
            held.words.append("@d")
        else:
            held.effects.append((len(held.words), mention))
            held.words.append("@e")
        start = mention.span.end
    _between(held, text, start, sentence.end, heads)
    if not held.effects or len(held.drugs) * len(held.effects) > MOST_PAIRS:
        return None
    return held


def _between(held: Units, text: str, start: int, end: int, heads: frozenset[str]) -> None:
    """Add the words of a stretch without mentions, and the effects among them."""
    if start >= end:
        return
    stretch = text[start:end]
    words = WORD.findall(stretch.lower() if stretch.isascii() else stretch)
    if not stretch.isascii():
        words = [word.lower() for word in words]
    found = _findings(words, heads)
    if not found:
        held.words.extend(words)
        return
    places = [match.span() for match in WORD.finditer(text, start, end)]
    done = 0
    for first, last in found:
        held.words.extend(words[done:first])
        finding = Mention(Span(places[first][0], places[last - 1][1]), "effect")
        held.effects.append((len(held.words), finding))
        held.words.append("@e")
        done = last
    held.words.extend(words[done:])


def _findings(words: list[str], heads: frozenset[str]) -> list[tuple[int, int]]:
    """First and one after the last word of each effect that no mention covers."""
    found: list[tuple[int, int]] = []
    free = 0
    sorts = _SORTS
    for place, word in enumerate(words):
        sort = sorts[word]
        if (sort is None and word not in heads) or place < free:
            continue
        if sort == "changed" or (sort == "change" and words[place + 1 : place + 2] in _OF):
            begun = last = place + 1 if sort == "changed" else place + 2
            while last < min(begun + _OBJECT, len(words)) and _modifies(words[last]):
                last += 1
            if last > begun:
                found.append((place, last))
                free = last
        elif _is_harm(words, place, sort) or (sort != "event" and word in heads):
            first = place
            while place - first < _MODIFIERS and first > free and _modifies(words[first - 1]):
                first -= 1
            found.append((first, place + 1))
            free = place + 1
    return found


_OF = (["of"], ["in"])
_KINDS = DRUGS | EFFECTS


def _sort(word: str) -> str | None:
    """What a word may begin or be: changed, change, event, harm; None for all others."""
    if len(word) < 4:
        return None
    if word in _CHANGED:
        return "changed"
    if word in _CHANGE:
        return "change"
    if word in _EVENT:
        return "event"
    if _HARMS.match(word) or (len(word) >= _SHORTEST and _DISORDER.search(word)):
        return "harm"
    return None


class _Sorts(dict[str, str | None]):
    """``_sort`` of the words met so far: a plain look-up, since most words are met again."""

    def __missing__(self, word: str) -> str | None:
        if len(self) > _KEPT:
            self.clear()
        found = self[word] = _sort(word)
        return found


_KEPT = 1 << 16
_SORTS = _Sorts()


def _is_harm(words: list[str], place: int, sort: str | None) -> bool:
    if sort == "event":
        before = words[max(0, place - 2) : place]
        return before[-1:] != [] and (before[-1] in _OF_EVENT or before == ["side", "-"])
    return sort == "harm" or (sort == "change" and _HARMS.match(words[place]) is not None)


def _modifies(word: str) -> bool:
    return word.isalpha() and word not in _STOP


def _once(mentions: list[Mention]) -> list[Mention]:
    """Longest of those that overlap; of those at one place the one with the better known kind; in
    order."""
    if len(mentions) < 2:
        return mentions
    taken = Taken()
    kept = [m for m in sorted(mentions, key=_rank) if taken.add(m.span.start, m.span.end)]
    return sorted(kept, key=_start)


def _rank(mention: Mention) -> tuple[int, int, bool, bool, str]:
    span, id_ = mention.span, mention.id
    known = mention.kind in ("chemical", "disease")
    return span.start - span.end, span.start, known, id_ is None, id_ or ""


def _start(mention: Mention) -> int:
    return mention.span.start
