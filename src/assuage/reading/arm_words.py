"""Names of arms in a sentence, and which of its figures belong to which.

A name is a drug that was mentioned, a word for a control (placebo, saline, sham ...), or what stands
beside *group* or *arm*. A figure's arm is the name tied to it by a few known words (``25% of
patients in the ketamine group``, ``placebo (12%)``); figures in a row (``63% vs 6%``) take a row of
as many names (``with ketamine than with placebo``, ``groups A and B, respectively``) in their order.
Where neither holds the figure has no arm: nothing is guessed from distance.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from assuage.terms.reading import Abbreviation, Effect, Level, Mention, Risk, Sentence

AGENTS = frozenset({"drug", "chemical"})
"""Kinds of mentions that may name an arm."""
_OWN = re.compile(
    r"\b(?:placebo|controls?|saline|sham|vehicle|untreated|no treatment|usual care|standard care)\b"
    r"(?!\s(?:of|the|solution|was controlled))",
    re.I,
)
_STOP = (
    r"(?:the|both|all|two|three|four|each|either|these|study|treatment|which|per|and|or|in|of|to|other|another|same|"
    r"age|patient|large|one|every|any|this|that|between|than|with|for|into|among|from|compared|versus|vs|a|an|"
    r"was|were|on|by|as|at|control|controls|more|fewer|not|no|patients|subjects|women|children)"
)
_GROUP_AFTER = re.compile(
    rf"(?<![\w/-])(?P<name>(?:(?!{_STOP}\b)[A-Za-z][\w+/-]*\s){{0,3}}(?!{_STOP}\b)[A-Za-z0-9][\w+/.-]*"
    r"(?:[ -]\d+[ -]?mg)?)(?:[ -](?:treated|treatment|dose))?\s(?:groups?|arms?)\b"
)
_GROUP_BEFORE = re.compile(
    r"\b[Gg]roups?\s(?P<name>(?:[A-Z]{1,4}\d?(?![a-z])|[IVX]+|\d)\b(?!\s?[%.]\d))"
)
_GROUPS_BEFORE = re.compile(r"\b[Gg]roups\s(?:[A-Z]{1,4}\d?|[IVX]+|\d)\b")
_NEXT_GROUP = re.compile(
    r"(?:\s?,\s?(?:and\s)?|\s(?:and|or|vs\.?|versus)\s)([A-Z]{1,4}\d?|[IVX]+|\d)\b"
)
_DOSE = r"(?:\s?[(]?\d[\d.,-]*\s?-?(?:mg|microg|micrograms|µg|μg|g|ml|mL|%)(?:[ /-]?\w+)?[)]?)?"
_FORM = r"(?:[ -](?:treated|alone|tablets?|wafers?|spray|infusion|group|arm|groups|arms|patients|recipients|therapy|treatment|subjects|users)){0,3}"
_PEOPLE = (
    r"(?:patients|subjects|women|men|children|infants|participants|volunteers|people|adults|those|parturients|"
    r"neonates|individuals|them|attacks|cases|animals|rats)"
)
_TO_NAME = re.compile(
    rf"(?:\s(?:deaths?|patients|cases|events?))?\s*[)\]]?,?\s*(?:(?:of|in|for|with|among|after|on|under|at|by)\s+)?(?:(?:the|those|all|these|both)\s+)*"
    rf"(?:(?!compared|than|versus|vs|and|or)\w+\s)?(?:{_PEOPLE}\s+)?(?:who\s(?:were\s|had\s)?)?(?:receiv(?:ing|ed)|treated with|given|taking|on|in|with|"
    r"randomi[sz]ed to|assigned to|using|after|under|from)?\s*(?:the\s+|oral\s+|intravenous\s+|group\s+)*"
)
"""From a figure to the name behind it."""
_FROM_NAME = re.compile(
    rf"{_FORM}{_DOSE}{_FORM}\s*(?:[,:=]\s*|\(\s*|(?:was|were|had|in)\s+|\(n\s?=\s?\d+\)[,:]?\s*|\[\s*)?"
)
"""From a name to the figure behind it."""
_ROW = re.compile(
    rf"(?:\s(?:was|were))?{_DOSE}{_FORM}{_DOSE}\s*(?:\(n\s?=\s?\d+\)\s*)?(?:,|\bthan\b|\bcompared\s(?:with|to)\b|\bversus\b|\bvs\.?|"
    rf"\band\b|\bor\b|\bagainst\b|\bas\scompared\sto\b|/)\s*(?:,?\s*(?:and|or|than|versus|vs\.?)\s*)?(?:(?:in|with|for|"
    rf"after|by|on|among|of|to)\s+)?(?:(?:the|those|that|patients|subjects|women|children)\s+)*"
    rf"(?:(?:in|with|receiving|who received|treated with|given|on|taking)\s+)?(?:the\s+)?"
)
"""What joins names into a row."""
_FIGURES = re.compile(
    r"[\s)\]%]*(?:,|;|\bvs?\.?|\bversus\b|\band\b|\bor\b|\bcompared\s(?:with|to)\b|\bagainst\b|\bthan\b|\bto\b|/)"
    r"[\s,(\[]*(?:and\s|only\s|vs?\.?\s|versus\s)?[\s(\[]*"
)
"""What joins figures into a row."""
_COMPARATOR = re.compile(r"\bthan\b|\bcompared\b|\bversus\b|\bvs\b|\bagainst\b|\brelative to\b")


_BESIDE = 2
"""Characters between a name and its figure in a list of both: a comma and a space."""


class Name(NamedTuple):
    """A name of an arm in the text."""

    start: int
    end: int
    text: str


Item = TypeVar("Item", Risk, Level)


class ArmNames:
    """The names of a text, sentence by sentence; found once for all kinds of figures."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention] = (),
        abbreviations: Sequence[Abbreviation] = (),
    ) -> None:
        self._text = text
        self._starts = [s.span.start for s in sentences] or [0]
        self._agents = sorted((m.span.start, m.span.end) for m in mentions if m.kind in AGENTS)
        self._agents = sorted({*self._agents, *self._short(abbreviations)})
        self._held: dict[int, list[Name]] = {}

    def _short(self, abbreviations: Sequence[Abbreviation]) -> list[tuple[int, int]]:
        """Where short forms stand whose long form holds an agent's name."""
        places: list[tuple[int, int]] = []
        for short in abbreviations:
            long = short.long_span
            at = bisect_left(self._agents, (long.start, 0))
            held = at < len(self._agents) and self._agents[at][0] < long.end
            if not held and not _OWN.search(self._text, long.start, long.end):
                continue
            word = short.short
            place = self._text.find(word, short.short_span.end)
            while place >= 0:
                end = place + len(word)
                around = self._text[place - 1 : place] + self._text[end : end + 1]
                if not any(c.isalnum() or c == "-" for c in around):
                    places.append((place, end))
                place = self._text.find(word, end)
        return places

    def sentence(self, place: int) -> tuple[int, int]:
        """Start and end of the sentence at a place."""
        at = bisect_right(self._starts, place)
        stop = self._starts[at] if at < len(self._starts) else len(self._text)
        return self._starts[max(at - 1, 0)], stop

    def inside(self, start: int, stop: int) -> list[Name]:
        """The names of a sentence, first to last, none within another."""
        if start not in self._held:
            self._held[start] = self._read(start, stop)
        return self._held[start]

    def _read(self, start: int, stop: int) -> list[Name]:
        text = self._text
        places: list[tuple[int, int]] = []
        if "roup" in text[start:stop] or " arm" in text[start:stop]:
            for match in _GROUPS_BEFORE.finditer(text, start, stop):
                places.append((match.end() - len(match[0].split()[1]), match.end()))
                following = _NEXT_GROUP.match(text, match.end(), stop)
                while following:
                    places.append(following.span(1))
                    following = _NEXT_GROUP.match(text, following.end(), stop)
            places += [m.span("name") for m in _GROUP_BEFORE.finditer(text, start, stop)]
            places += [m.span("name") for m in _GROUP_AFTER.finditer(text, start, stop)]
        places += [m.span() for m in _OWN.finditer(text, start, stop)]
        at = bisect_left(self._agents, (start, 0))
        while at < len(self._agents) and self._agents[at][0] < stop:
            places.append(self._agents[at])
            at += 1
        names: list[Name] = []
        for begin, end in sorted(places, key=lambda p: (p[0], -p[1])):
            if not names or begin >= names[-1].end:
                names.append(Name(begin, end, text[begin:end]))
        return names


def with_arms(items: tuple[Item, ...], names: ArmNames, text: str) -> tuple[Item, ...]:
    """The items, each with its arm as printed where its sentence says it."""
    made: list[Item] = []
    place = 0
    while place < len(items):
        start, stop = names.sentence(items[place].span.start)
        here = [i for i in items[place:] if i.span.start < stop]
        found = names.inside(start, stop)
        arms = _arms(text, [(i.span.start, i.span.end) for i in here], found) if found else {}
        made += [
            replace(item, arm=arms[n]) if n in arms and item.arm is None else item
            for n, item in enumerate(here)
        ]
        place += len(here)
    return tuple(made)


def _arms(text: str, figures: list[tuple[int, int]], names: list[Name]) -> dict[int, str]:
    """The arm of each figure of a sentence, by the figure's number."""
    arms: dict[int, str] = {}
    for row in _rows(text, figures):
        if len(row) > 1:
            chosen = _row_of_names(text, figures[row[0]][0], figures[row[-1]][1], names, len(row))
            if chosen:
                arms.update(zip(row, chosen, strict=True))
    starts = [n.start for n in names]
    for number, (start, end) in enumerate(figures):
        if number in arms:
            continue
        at = bisect_left(starts, end)
        last = names[bisect_left(starts, start) - 1] if bisect_left(starts, start) else None
        tied = (
            last is not None
            and 0 <= start - last.end < 60
            and _FROM_NAME.fullmatch(text, last.end, start) is not None
        )
        if tied and last and (text[start - 1] in "([" or text[start - 2 : start - 1] in (":", "=")):
            arms[number] = last.text
            continue
        following = names[at] if at < len(names) else None
        if tied and last and text[end : end + 1] == "," and start - last.end <= _BESIDE:
            # ``ketamine, 65%, alfentanil, 46%``: the name before each figure.
            arms[number] = last.text
            continue
        if (
            following
            and following.start - end < 70
            and (following.start == end or " " in text[end : following.start])
            and _TO_NAME.fullmatch(text, end, following.start)
        ):
            arms[number] = following.text
        elif tied and last:
            arms[number] = last.text
    return arms


def _rows(text: str, figures: list[tuple[int, int]]) -> list[list[int]]:
    """Figures that are joined by *vs*, *and* or a comma, by their numbers."""
    rows = [[0]] if figures else []
    for number, (one, two) in enumerate(pairwise(figures), start=1):
        gap = text[one[1] : two[0]]
        if len(gap) < 22 and _FIGURES.fullmatch(gap):
            rows[-1].append(number)
        else:
            rows.append([number])
    return rows


def rows_of_names(text: str, names: list[Name]) -> list[list[Name]]:
    """The names of a sentence, those joined by *or*, *and*, *than*, a comma ... together."""
    rows: list[list[Name]] = []
    for name in names:
        if rows and _ROW.fullmatch(text, rows[-1][-1].end, name.start):
            rows[-1].append(name)
        else:
            rows.append([name])
    return rows


def _row_of_names(
    text: str, start: int, end: int, names: list[Name], count: int
) -> list[str] | None:
    """As many names in a row, the last before the figures, else the first behind them."""
    rows = rows_of_names(text, names)
    fitting = [r for r in rows if len(r) == count]
    behind = [r for r in fitting if r[0].start >= end]
    before = [r for r in fitting if r[-1].end <= start]
    near = behind and behind[0][0].start - end < 60
    if near and ("espectively" in text[end : behind[0][-1].end + 40] or not before):
        return [n.text for n in behind[0]]
    if before:
        return [n.text for n in before[-1]]
    earlier = {n.text.lower(): n for n in reversed(names) if n.end <= start}
    if count == 2 and len(earlier) == 2:
        one, two = sorted(earlier.values())
        if two.start - one.end < 90 and _COMPARATOR.search(text, one.end, two.start):
            return [one.text, two.text]
    return None


def with_comparisons(items: tuple[Effect, ...], names: ArmNames, text: str) -> tuple[Effect, ...]:
    """The effects, each with the two arms that its sentence compares, where it names just two."""
    made: list[Effect] = []
    for item in items:
        start, stop = names.sentence(item.span.start)
        found = names.inside(start, stop)
        pair = None
        for one, two in pairwise(found):
            gap = text[one.end : two.start]
            different = one.text.lower() != two.text.lower()
            if (
                len(gap) < 90
                and different
                and _COMPARATOR.search(gap)
                and (pair is None or two.end <= item.span.start)
            ):
                pair = (one.text, two.text)
        if pair and item.arm is None and item.versus is None:
            item = replace(item, arm=pair[0], versus=pair[1])
        made.append(item)
    return tuple(made)
