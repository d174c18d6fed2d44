"""What a proposal is checked against: the text, our own reading of it, and where a quote stands.

A quote counts only where it stands in one sentence of the record word for word (white space apart),
with whole words and whole numbers at both ends. What is checked is then the whole sentence: a quote
cut out of *no evidence that it reduced pain* does not lose the *no*.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

from assuage.reading.direction_words import STOP
from assuage.reading.intervals import Interval, intervals
from assuage.reading.numbers import Number, numbers
from assuage.terms.printed import Printed
from assuage.terms.reading import Amounts, Effect, Level, Mention, Reading, Risk, Sentence, Span

LONGEST = 1200
"""Characters of a quote; ours: the longest sentences of abstracts are shorter."""
_LONGEST_NAME = 300
_PLACES = 8
"""Places of the same words that are tried."""
_TO_MACHINES = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.]{0,60}\b(?:instructions?|prompts?|rules|above|previous|prior|"
    r"guidelines|schema)\b"
    r"|\b(?:as|act as|you are|dear) (?:an? )?(?:\w+ )?(?:AI|LLM|language model|chatbot)\b|\byou are an? (?:\w+ )?assistant\b"
    r"|\b(?:AI|LLM|language|machine|automated) (?:models?|assistants?|readers?|systems?|agents?)\b[^.]{0,40}"
    r"\b(?:must|should|shall|please|are (?:asked|told|instructed|required))\b"
    r"|\b(?:you must|you should|you will|your (?:task|reply|answer|output|response|instructions))\b"
    r"|\b(?:system|developer|user) (?:prompt|message)\b|\bnew instructions?:"
    r"|\b(?:respond|reply|answer|output|return|print|write) (?:only |exactly |just )?(?:with|the following|that|this|in)\b"
    r"[^.]{0,60}\b(?:JSON|findings?|proposals?|schema|direction|format)\b"
    r"|(?:忽略|无视|不要理会).{0,12}(?:指令|指示|提示|规则)|你是.{0,6}(?:助手|模型)"
    r"|<\|?(?:im_start|im_end|system|assistant|user|/?record)\|?>|\[/?INST\]|\"(?:findings|quote)\"\s*:",
    re.I,
)
"""Words that speak to a machine that reads, not of a study."""
_LETTERS = re.compile(r"[^\W\d_]+")
_BOUNDARY = re.compile(
    r"[,;:]|\b(?:and|or|but|while|whereas|vs|versus|than|compared|with respect)\b"
)


class Unborne(Exception):
    """A proposal that its quote does not bear out; the text is one sentence for a person."""


class Ground:
    """A text with our reading of it; built once a record. ``measures``: ids that effects may have."""

    def __init__(self, text: str, reading: Reading, measures: Collection[str]) -> None:
        self.text, self.reading, self.measures = text, reading, frozenset(measures)
        self.numbers: list[Number] = numbers(text)
        self.starts = [s.span.start for s in reading.sentences]
        self.intervals: list[Interval] = intervals(text, self.numbers, self.starts or [0])
        self.speaks_to_machines = _TO_MACHINES.search(text) is not None

    def places(self, quote: str) -> list[Span]:
        """Where the quote stands. Raises `Unborne` where it stands in no one sentence."""
        words = quote.split()
        if not words:
            raise Unborne("it has no quote")
        if len(quote) > LONGEST:
            raise Unborne(f"its quote is longer than {LONGEST} characters")
        pattern = r"\s+".join(map(re.escape, words))
        anywhere = False
        found: list[Span] = []
        for match in re.finditer(pattern, self.text):
            if not self._whole(match.start(), match.end()):
                continue
            anywhere = True
            sentence = self.sentence(match.start())
            if sentence and match.end() <= sentence.span.end:
                found.append(Span(match.start(), match.end()))
        if not found:
            raise Unborne(
                "its quote runs over more than one sentence"
                if anywhere
                else "its quote is not in the record word for word"
            )
        return found[:_PLACES]

    def _whole(self, start: int, end: int) -> bool:
        """Whether no word and no number is cut at either end."""
        text = self.text
        before, after = text[start - 1 : start], text[end : end + 1]
        if before and before.isalnum() and text[start].isalnum():
            return False
        if after and after.isalnum() and text[end - 1].isalnum():
            return False
        cut = (n for n in self._around(start, end))
        return not any(n.start < start < n.end or n.start < end < n.end for n in cut)

    def _around(self, start: int, end: int) -> Iterator[Number]:
        at = bisect_right(self.numbers, start, key=lambda n: n.end)
        while at < len(self.numbers) and self.numbers[at].start < end:
            yield self.numbers[at]
            at += 1

    def within(self, span: Span) -> list[Number]:
        """The numbers that stand wholly in ``span``."""
        return [n for n in self._around(span.start, span.end) if span.start <= n.start and n.end <= span.end]  # fmt: skip

    def sentence(self, place: int) -> Sentence | None:
        """The sentence around a place."""
        at = bisect_right(self.starts, place) - 1
        return self.reading.sentences[at] if at >= 0 else None

    def told(self, span: Span, roles: Collection[str]) -> Sentence:
        """The sentence of a quote. Raises `Unborne` where it is told as something else than ``roles``."""
        sentence = self.sentence(span.start)
        if sentence is None:
            raise Unborne("its quote is in no sentence")
        if _TO_MACHINES.search(self.text, sentence.span.start, sentence.span.end):
            raise Unborne("its quote speaks to a machine, not of a study")
        if sentence.role is not None and sentence.role not in roles:
            raise Unborne(f"its quote is told as {sentence.role}, not as a result")
        return sentence

    def printed(self, quote: Span, value: Printed, what: str) -> list[Number]:
        """The numbers of the quote that are this one, digits and sign alike."""
        inside = self.within(quote)
        found = [n for n in inside if n.printed == value]
        if not found:
            alike = [n for n in inside if abs(n.decimal) == abs(value.digits)]
            if alike:
                raise Unborne(
                    f"its {what} {value} is printed otherwise in its quote: {alike[0].printed}"
                )
            raise Unborne(f"its {what} {value} is not printed in its quote")
        return found

    def named(self, quote: Span, words: str, what: str, kinds: Sequence[str]) -> list[Mention]:
        """The places of ``words`` in the quote, with the id that our reading gives them."""
        pattern = r"\s+".join(map(re.escape, words.split()))
        if len(words) > _LONGEST_NAME:
            raise Unborne(f"its {what} is longer than {_LONGEST_NAME} characters")
        if not any(len(w) > 1 and w not in STOP for w in _LETTERS.findall(words.lower())):
            raise Unborne(f"its {what} “{words}” names nothing")
        places = [
            Span(m.start(), m.end())
            for m in re.finditer(pattern, self.text[: quote.end], re.I)
            if m.start() >= quote.start and self._whole(m.start(), m.end())
        ]
        if not places:
            raise Unborne(f"its {what} “{words}” is not named in its quote")
        return [self._mention(place, what, kinds) for place in places]

    def _mention(self, place: Span, what: str, kinds: Sequence[str]) -> Mention:
        """Our mention's kind and id at a place: of those that share most letters the first kind."""
        best: tuple[int, int] | None = None
        named = Mention(place, what)
        for mention in self.reading.mentions:
            if mention.kind in kinds and mention.id:
                shared = min(mention.span.end, place.end) - max(mention.span.start, place.start)
                rank = (shared, -kinds.index(mention.kind))
                if shared > 0 and (best is None or rank > best):
                    best, named = rank, Mention(place, mention.kind, mention.id)
        return named

    def ours_at(self, number: Number) -> tuple[str, Effect | Risk | Level | Amounts] | None:
        """What our reader takes a number to be part of: a word for it and the item."""
        for effect in self.reading.effects:
            if _in(number, effect.span):
                return "an effect", effect
        for risk in self.reading.risks:
            if _in(number, risk.span):
                return "people with an event", risk
        for level in self.reading.levels:
            if _in(number, level.span):
                return "a mean, median or change", level
        for amount in self.reading.amounts:
            if _in(number, amount.span):
                return "a number of people", amount
        return None

    def belongs(self, words: Mention, own: Span) -> str | None:
        """Why a name does not belong to the numbers in ``own``; None where it does.

        It belongs where no other number stands between, unless a word that parts (*and*, *than*, a
        comma) stands between and the name is as near to the number on its other side.
        """
        sentence = self.sentence(own.start)
        begin, stop = (sentence.span.start, sentence.span.end) if sentence else (0, len(self.text))
        if words.span.start >= own.start and words.span.end <= own.end:
            return None
        before = words.span.end <= own.start
        gap = (words.span.end, own.start) if before else (own.end, words.span.start)
        others = [n for n in self._around(begin, stop) if n.end <= own.start or n.start >= own.end]
        if any(gap[0] <= n.start and n.end <= gap[1] for n in others):
            return "another number stands between them"
        parted = _BOUNDARY.search(self.text, *gap)
        if parted:
            behind = self._beyond(words.span, before, others)
            if behind and not _BOUNDARY.search(self.text, *_between(behind, words.span)):
                return (
                    f"“{self.text[words.span.start : words.span.end]}” stands with {behind.printed}"
                )
        return None

    def _beyond(self, name: Span, before: bool, others: list[Number]) -> Number | None:
        """The number nearest to a name on the side away from the numbers asked about."""
        if before:
            ahead = [n for n in others if n.end <= name.start]
            return ahead[-1] if ahead else None
        return next((n for n in others if n.start >= name.end), None)


def _between(number: Number, name: Span) -> tuple[int, int]:
    return (number.after, name.start) if number.end <= name.start else (name.end, number.start)


def _in(number: Number, span: Span) -> bool:
    return span.start <= number.start and number.end <= span.end
