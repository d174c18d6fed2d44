"""Words that negate or hedge, and the words that each governs.

Cues are looked up by word (``cue_words.py`` has the lists, their sources and what disambiguates
them). Scopes follow simple rules in the manner of NegEx and ConText: from the cue to the end of its
clause or phrase; the whole clause where the cue is its predicate (``nausea was absent``) or sits in
a passive (``nausea was not seen``), whose subject is then what is negated.
"""

import re

from assuage.reading.cue_words import NEGATION, RULES, Rule, matcher
from assuage.terms.reading import Cue, Sentence, Span

_BEFORE = 30
"""Characters before a cue that are looked at."""

_FAR = 1000
"""Characters in which the edge of a clause is looked for: a guard against text without any."""

_CLAUSE_END = re.compile(
    r"[;:]\s|,?\s(?:but|whereas|although|though|however|yet|except|because|unless)\s"
    r"|,\s(?:and|or|while|which|who|where|with|suggesting|indicating|implying|thus|thereby|so)\s"
)
_PHRASE_END = re.compile(
    rf"{_CLAUSE_END.pattern}|,\s|\s(?:is|are|was|were|has|have|had|did|does|may|might|could|can|"
    r"will|would|should)\s"
)
_CLAUSE_START = re.compile(
    r"[;:]\s|,\s(?:and|but|or|whereas|although|though|while|which|however|yet)\s"
    r"|\s(?:but|whereas|although|that|whether|because)\s|,\s"
)
_PARTICIPLE = re.compile(
    r"\s+(?:\w+ly\s+)?(?!even|often|seen as)\w+(?:ed|en|wn|un|und|ne|lt|ept)\b|\s+(?:present|evident|apparent)"
)
_PASSIVE = re.compile(r"\s+(?:\w+ly\s+)?be\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|un|und|ne|lt|ept)\b")
_BE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?$")
_DO = re.compile(r"\b(?:did|does|do)\s+$")
_SUBJECT = re.compile(r"\s+(?:\w+ly\s+)?(?:occur|arise|appear|emerge|happen|exist|recur)\b")
"""Verbs without object: the subject is what is negated."""


def cues(text: str, sentences: tuple[Sentence, ...]) -> tuple[Cue, ...]:
    """Every cue in order, with the part of its sentence that it governs, the cue included."""
    found: list[Cue] = []
    if not sentences:
        return ()
    rest = iter(sentences)
    span = next(rest).span
    place = 0
    for start, stop, word in matcher()(text):
        while stop > span.end:
            following = next(rest, None)
            if following is None:
                return tuple(found)
            span = following.span
        if start < max(place, span.start):
            continue
        rule = _rule(text, start, stop, word, span)
        if rule is None:
            continue
        if rule.takes is not None:
            more = rule.takes.match(text, stop, span.end)
            stop = more.end() if more else stop
        scope = Span(*_scope(text, start, stop, span, rule))
        found.append(Cue(Span(start, stop), rule.kind, scope))
        place = stop
    return tuple(found)


def _rule(text: str, start: int, stop: int, word: str, span: Span) -> Rule | None:
    """The first rule of the word whose surroundings fit."""
    if text[stop : stop + 1] == "-":
        return None
    earlier = ""
    for rule in RULES[word]:
        if rule.not_after is not None and rule.not_after.match(text, stop, span.end):
            continue
        if rule.after is not None and not rule.after.match(text, stop, span.end):
            continue
        if rule.before is not None or rule.not_before is not None:
            earlier = earlier or text[max(span.start, start - _BEFORE) : start]
            if rule.not_before is not None and rule.not_before.search(earlier):
                continue
            if rule.before is not None and not rule.before.search(earlier):
                continue
        return rule
    return None


def _scope(text: str, start: int, stop: int, span: Span, rule: Rule) -> tuple[int, int]:
    end_of = _PHRASE_END if rule.reach == "phrase" else _CLAUSE_END
    end = end_of.search(text, stop, min(span.end, stop + _FAR))
    last = end.start() if end else span.end
    while last > stop and text[last - 1] in ".;:, ":
        last -= 1
    opened = text.rfind("(", span.start, start)
    if opened >= 0 and text.find(")", opened, start) < 0:
        close = text.find(")", stop, last)
        return (start, close) if close >= 0 else (start, last)
    if not _takes_subject(text, start, stop, span, rule):
        return start, last
    first = span.start
    for edge in _CLAUSE_START.finditer(text, max(span.start, start - _FAR), start):
        first = edge.end()
    return min(first, start), last


def _takes_subject(text: str, start: int, stop: int, span: Span, rule: Rule) -> bool:
    """Whether the words before the cue are governed too: predicates and passives."""
    earlier = text[max(span.start, start - _BEFORE) : start]
    if rule.reach == "whole":
        return True
    if rule.kind == NEGATION:
        if _BE.search(earlier):
            return _PARTICIPLE.match(text, stop, span.end) is not None
        return bool(_DO.search(earlier)) and _SUBJECT.match(text, stop, span.end) is not None
    return _PASSIVE.match(text, stop, span.end) is not None
