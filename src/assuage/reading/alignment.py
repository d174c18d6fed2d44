"""The cheapest way to find the letters of a short form in the words before it.

A letter that opens a word costs nothing, one inside a word or a word passed over costs something:
matching a short form's letters in order is the idea of Schwartz and Hearst (Pac Symp Biocomput
2003:451-62), the preference for letters that open words that of Sohn et al. (Ab3P, BMC
Bioinformatics 2008;9:402). The costs were set on the tuning half of MED1250 (public domain; the
halves are those of ``evaluation/reading_text.py``); no other value of any one of them was better
there by more than 0.002 F1.
"""

import re
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

_WORD = re.compile(r"[^\s\-/–,()\[\]]+")
STOP = frozenset(
    str.split(
        "a an and the of in on for to with by at from or as per via de la et du des und der den that "
        "which this these was were is are be been using"
    )
)
"""Words that a short form leaves out freely and a long form does not begin with."""

INSIDE = 0.5
"""A letter inside the word of the letter before it (``placebo``: PLB)."""
RUN = 0.3
"""The letter straight after the one before it (``Alzheimer``: Al)."""
INSIDE_NEW = 2.0
"""A letter inside a word whose first letter was passed over."""
SKIPPED = 1.0
"""A word passed over, or left between the last letter and the bracket."""
SKIPPED_PART = 0.6
"""A later part of a hyphened word passed over."""
SKIPPED_FREELY = 0.1
"""A stop word or a number passed over."""
PART_FIRST = 0.6
"""The first letter opens a later part of a hyphened word."""
STOP_FIRST = 1.5
"""The first letter is that of a stop word."""

_DIGITS = {"1": "1mos", "2": "2tbds", "3": "3t", "4": "4tqf", "5": "5pf", "6": "6sh"}
"""Letters that open the word for a digit: mono, one, single; two, bi, di, second; three, tri; …"""

_EDGES = "*+'\"“‘’´`<>=~"
"""Signs that a word may open with, before its first letter."""


class Found(NamedTuple):
    """Cost of the alignment and the place of its first letter."""

    cost: float
    start: int


@lru_cache(maxsize=8192)
def _weighed(word: str) -> tuple[float, float, int]:
    """Of a word: cost of passing it over, of beginning with it, and its edge signs."""
    stop = word in STOP
    free = stop or not any(map(str.isalpha, word))
    edge = len(word) - len(word.lstrip(_EDGES))
    return SKIPPED_FREELY if free else SKIPPED, STOP_FIRST if stop else 0.0, edge


class Window:
    """The words of ``text[begin:end]``, the last ``most`` of them, made ready for alignments."""

    def __init__(self, text: str, begin: int, end: int, most: int) -> None:
        piece = text[begin:end]
        lower = piece.lower()
        if len(lower) != len(piece):
            lower = "".join(letter.lower()[0] for letter in piece)
        places = [found.span() for found in _WORD.finditer(lower)][-most:]
        self.begin = begin
        self.lower = lower
        self.words = len(places)
        self._number: list[int] = [-1] * len(lower)
        """Of the word that a letter is in; that of a passed part or edge is -1."""
        self._first: dict[int, float] = {}
        """Places of first letters, with the cost of beginning there."""
        costs = []
        numbers, firsts = self._number, self._first
        for number, (a, b) in enumerate(places):
            skipped, opening, edge = _weighed(lower[a:b])
            if a and lower[a - 1] in "-–/":
                opening += PART_FIRST
                if skipped == SKIPPED:
                    skipped = SKIPPED_PART
            costs.append(skipped)
            numbers[a:b] = [number] * (b - a)
            firsts[a + edge] = opening
        self._passed = list(accumulate(costs, initial=0.0))

    def _places(self, letter: str) -> list[int]:
        found = []
        for wanted in _DIGITS.get(letter, letter):
            at = self.lower.find(wanted)
            while at >= 0:
                if self._number[at] >= 0:
                    found.append(at)
                at = self.lower.find(wanted, at + 1)
        return found

    def cheapest(self, letters: list[str], most: float) -> Found | None:
        """The cheapest alignment of ``letters``; None where none costs ``most`` a letter or less."""
        if not letters or not self.words:
            return None
        limit = most * len(letters)
        number, first, passed = self._number, self._first, self._passed
        state = [
            (at, first[at], at)
            for at in self._places(letters[0])
            if first.get(at, limit + 1) <= limit
        ]
        for letter in letters[1:]:
            after = []
            for at in self._places(letter):
                word = number[at]
                enters = passed[word] + (0.0 if at in first else INSIDE_NEW)
                cheapest, begin = limit, -1
                for place, cost, start in state:
                    if place >= at:
                        continue
                    if number[place] == word:
                        cost += RUN if at == place + 1 else INSIDE
                    else:
                        cost += enters - passed[number[place] + 1]
                    if cost <= cheapest and (cost < cheapest or start > begin):
                        cheapest, begin = cost, start
                if begin >= 0:
                    after.append((at, cheapest, begin))
            state = after
            if not state:
                return None
        best: Found | None = None
        for place, cost, start in state:
            total = cost + passed[-1] - passed[number[place] + 1]
            if total <= limit and (
                best is None or (total, -start) <= (best.cost, self.begin - best.start)
            ):
                best = Found(total, self.begin + start)
        return best
