"""A sentence as units in which its drugs and its possible effects stand as one unit each.

Effects are what the dictionaries and the tagger name (adverse effects, diseases), and besides:
words that end like a disorder, words that name harm in PHEE's training part (``heads``), and
changes of something measured (*elevated serum creatinine*).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

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
    """The units of a sentence that names a drug and a possible effect, else None."""
    inside = _once(
        [
            m
            for m in mentions
            if (m.kind in DRUGS or m.kind in EFFECTS)
            and sentence.start <= m.span.start
            and m.span.end <= sentence.end
        ]
    )
    if not any(m.kind in DRUGS for m in inside):
        return None
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in WORD.finditer(text, sentence.start, sentence.end):
        words.append(match[0].lower())
        starts.append(match.start())
        ends.append(match.end())
    owner: list[Mention | None] = [None] * len(words)
    place = 0
    for mention in inside:
        low, high = mention.span.start, mention.span.end
        while place < len(words) and ends[place] <= low:
            place += 1
        while place < len(words) and starts[place] < high:
            owner[place] = mention
            place += 1
    for first, last in _findings(words, owner, heads):
        finding = Mention(Span(starts[first], ends[last - 1]), "effect")
        owner[first:last] = [finding] * (last - first)
    return _collapsed(words, owner)


def _findings(
    words: list[str], owner: list[Mention | None], heads: frozenset[str]
) -> list[tuple[int, int]]:
    """First and one after the last word of each effect that no mention covers."""
    found: list[tuple[int, int]] = []
    free = 0
    for place, word in enumerate(words):
        if len(word) < 4 or owner[place] is not None or place < free:
            continue
        if word in _CHANGED or (word in _CHANGE and words[place + 1 : place + 2] in _OF):
            first = place
            last = place + 1 if word in _CHANGED else place + 2
            stop = last + _OBJECT
            begun = last
            while last < min(stop, len(words)) and _modifies(words, owner, last):
                last += 1
            if last > begun:
                found.append((first, last))
                free = last
        elif _is_harm(words, place, heads):
            first = place
            while (
                place - first < _MODIFIERS and first > free and _modifies(words, owner, first - 1)
            ):
                first -= 1
            found.append((first, place + 1))
            free = place + 1
    return found


_OF = (["of"], ["in"])


def _is_harm(words: list[str], place: int, heads: frozenset[str]) -> bool:
    word = words[place]
    if word in _EVENT:
        return words[place - 1] in _OF_EVENT or words[place - 2 : place] == ["side", "-"]
    return (
        word in heads
        or _HARMS.match(word) is not None
        or (len(word) >= _SHORTEST and _DISORDER.search(word) is not None)
    )


def _modifies(words: list[str], owner: list[Mention | None], place: int) -> bool:
    return owner[place] is None and words[place].isalpha() and words[place] not in _STOP


def _collapsed(words: list[str], owner: list[Mention | None]) -> Units | None:
    short: list[str] = []
    drugs: list[tuple[int, Mention]] = []
    effects: list[tuple[int, Mention]] = []
    before: Mention | None = None
    for word, mention in zip(words, owner, strict=True):
        if mention is None:
            short.append(word)
        elif mention is not before:
            held, sign = (drugs, "@d") if mention.kind in DRUGS else (effects, "@e")
            held.append((len(short), mention))
            short.append(sign)
        before = mention
    if not effects or len(drugs) * len(effects) > MOST_PAIRS:
        return None
    return Units(short, drugs, effects)


def _once(mentions: list[Mention]) -> list[Mention]:
    """Longest of those that overlap; of those at one place the one with the better known kind; in
    order."""
    kept: list[Mention] = []
    for each in sorted(mentions, key=_rank):
        span = each.span
        if all(span.end <= k.span.start or k.span.end <= span.start for k in kept):
            kept.append(each)
    return sorted(kept, key=_start)


def _rank(mention: Mention) -> tuple[int, int, bool, bool, str]:
    span, id_ = mention.span, mention.id
    known = mention.kind in ("chemical", "disease")
    return span.start - span.end, span.start, known, id_ is None, id_ or ""


def _start(mention: Mention) -> int:
    return mention.span.start
