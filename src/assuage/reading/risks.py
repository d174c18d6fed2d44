"""People with an event in one group, as printed: ``25 of 92``, ``27% [25 of 92]``, ``27%``.

    risk     = count "of" total ["(" percent ")"]      25 of 92 (27%), six out of 200 (3%)
             | percent "(" count "of" total ")"        27% [25 of 92], 92.5% (62/67)
             | count people "(" percent ")" ["of" total]   40 (67%) of 60
             | percent "(n =" count ")"
             | percent                                 only where its words speak of an event

Counts carry their own proof; a percentage alone may as well be a change, a strength of a solution
or a share of women. ``event_cues`` weighs the words around it.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from assuage.reading.event_cues import (
    counts_events,
    is_strength,
)
from assuage.reading.intervals import Interval, intervals, numbers_taken
from assuage.reading.numbers import (
    WORDS,
    Number,
    has_number_word,
    numbers,
    value_of_words,
)
from assuage.reading.people import PEOPLE
from assuage.reading.percentages import alone, sentence_end, sentence_of
from assuage.terms.reading import Risk, Sentence, Span

_THEIR = (
    r"(?:a total of\s+)?(?:(?:the|all|these|those|our|its|their|only)\s+)*"
    r"(?:(?:present|other|remaining|total|first|last|evaluable|randomi[sz]ed|treated)\s+)?"
)
_OF = re.compile(
    rf"(?:\s+{PEOPLE})?\s+(?:\([^)\d]{{0,12}}\)\s+)?(?:out of|of|from among)\s+{_THEIR}|\s?/\s?"
)
_PEOPLE_THEN_BRACKET = re.compile(
    r"[ \w'’/+-]{0,60}?(?:\s*[(\[]\s*|,\s+|\s+or\s+|;\s*|\s+)(?:[a-z]+\s?[=:,]\s?)?"
)
_BRACKET = re.compile(r"\s*[(\[,;:]\s*[(\[]?\s*(?:n\s?=\s?)?")
_COUNT_BRACKET = re.compile(
    r"(?:\s+(?!of\b|and\b|to\b|or\b)[A-Za-z][\w/'’-]*){0,5}\s*[(\[]\s*(?:[a-z]{1,3}\s?[=:]\s?)?"
)
_OF_TOTAL = re.compile(
    r"\s*[)\]]\s*(?:[a-z]+\s+){0,3}?(?:out of|of)\s+(?:(?:the|all|these|those|our)\s+)*"
)
_N_BRACKET = re.compile(r"\s*[(\[]\s*(?:[nN]\s?=\s?)?")
_N_CLOSE = re.compile(r"\s*(?:[A-Za-z]+\s*){0,2}[)\]]")
_FARTHEST = 90
"""Characters between a count and its total or percentage: five words and a bracket."""
_NOT_COUNT_NOUN = re.compile(
    r"\b(?:weeks?|months?|days?|hours?|h|hrs?|min(?:utes)?|years?|yr|mg|ml|mL|kg|g|mm|cm|points?|doses?|"
    r"microg\w*|micrograms?|times?|thirds?|quarters?|fifths?|half|halves|studies|trials|articles|papers|reports|centers|centres|hospitals|scores?)\b"
)
_NOT_COUNT_BEFORE = re.compile(
    r"(?:\b(?:groups?|days?|weeks?|months?|years?|phase|grade|stage|type|level|score|scores|table|figure|step|"
    r"class|dose|hour|minute|at|aged?|ASA|scale|than|category|vs|versus|cycle)|[±<>=])\s*$",
    re.I,
)
_WORDS_OF = re.compile(rf"\b({WORDS})(?:\s+{PEOPLE})?\s+(?:out\s+)?of\s+{_THEIR}$", re.I)
_WORDS_BRACKET = re.compile(
    rf"\b({WORDS})(?:\s+(?!of\b|and\b)[A-Za-z][\w-]*){{0,5}}\s*[(\[]\s*$", re.I
)
_PEOPLE_NEXT = re.compile(rf"\s+(?:[a-z-]+\s+){{0,2}}?{PEOPLE}\b")
_LONGEST_GROUP = 60
"""Characters between percentages that are compared: ``63%) than those receiving fentanyl (6%``."""


def risks(
    text: str,
    sentences: Sequence[Sentence] = (),
    found: list[Number] | None = None,
    read: list[Interval] | None = None,
) -> tuple[Risk, ...]:
    """All risks of a text, first to last.

    ``found``: its ``numbers``, ``read``: its ``intervals``, where they were read before.
    """
    found = numbers(text) if found is None else found
    if not found:
        return ()
    starts = [s.span.start for s in sentences] or [0]
    read = intervals(text, found, starts) if read is None else read
    used = numbers_taken(found, read)
    made = with_counts(text, found, starts, used)
    made += _percentages(text, found, starts, used)
    return tuple(sorted(made, key=lambda r: (r.span.start, r.span.end, r.events or 0)))


def with_counts(text: str, found: list[Number], starts: list[int], used: set[int]) -> list[Risk]:
    """Risks with a count. The numbers of each are added to ``used``."""
    made = []
    for at in range(len(found)):
        if at not in used:
            risk = _with_count(text, found, at, starts, used)
            if risk:
                made.append(risk)
    return made


def _risk(
    text: str,
    starts: list[int],
    start: int,
    end: int,
    events: int | None,
    total: int | None,
    percent: Number | None,
) -> Risk:
    return Risk(
        span=Span(start, end),
        events=events,
        total=total,
        percent=percent.printed if percent else None,
        sentence=max(bisect_right(starts, start) - 1, 0),
    )


def _with_count(
    text: str, found: list[Number], at: int, starts: list[int], used: set[int]
) -> Risk | None:
    """A risk whose first number, or whose total after a word, is the one at ``at``."""
    number = found[at]
    if number.percent:
        return _percent_first(text, found, at, starts, used)
    if number.whole is None:
        return None
    following = found[at + 1] if at + 1 < len(found) and at + 1 not in used else None
    if following and following.start - number.end > _FARTHEST:
        following = None
    if following is None and " of " not in text[max(0, number.start - 25) : number.start]:
        return None
    end_of = sentence_end(starts, number.start, len(text))
    if following and following.start >= end_of:
        following = None
    events: int | None = None
    start = number.start
    if (
        following
        and following.whole is not None
        and not following.percent
        and _OF.fullmatch(text, number.end, following.start)
        and not _NOT_COUNT_BEFORE.search(text, max(0, start - 12), start)
    ):
        events, total, last = number.whole, following, at + 1
        slash = "/" in text[number.end : following.start]
    else:
        before = max(starts[sentence_of(starts, start)], start - 60)
        word = None
        if " of " in text[max(0, start - 25) : start] and has_number_word(text[before:start]):
            word = _WORDS_OF.search(text, before, start)
        if word and (value := value_of_words(word[1])) is not None:
            events, total, last, start, slash = value, number, at, word.start(), False
        else:
            return _count_bracket(text, found, at, starts, used)
    if total.whole is None or events > total.whole or total.whole < 2:
        return None
    percent = None
    end = total.after
    if last + 1 < len(found) and last + 1 not in used and found[last + 1].percent:
        after = found[last + 1]
        gap = text[total.after : after.start]
        if (
            after.start < end_of
            and len(gap) < 70
            and _PEOPLE_THEN_BRACKET.fullmatch(gap)
            and _agree(events, total.whole, after)
        ):
            percent, end = after, after.after
            used.add(last + 1)
    if percent is None:
        alone_by_slash = slash and text[max(0, start - 1) : start] not in ("(", "[")
        if total.whole < 4 or (alone_by_slash and not _PEOPLE_NEXT.match(text, end)):
            return None
    if not counts_events(text, starts[sentence_of(starts, start)], start, end, end_of):
        return None
    used.update({at, last})
    return _risk(text, starts, start, end, events, total.whole, percent)


def _percent_first(
    text: str, found: list[Number], at: int, starts: list[int], used: set[int]
) -> Risk | None:
    """``27% [25 of 92]``, ``27% (n = 25)``, ``Six patients (27%)`` at the percentage."""
    percent = found[at]
    floor = starts[sentence_of(starts, percent.start)]
    end_of = sentence_end(starts, percent.start, len(text))
    if at + 1 < len(found) and at + 1 not in used and not found[at + 1].percent:
        count = found[at + 1]
        gap = text[percent.after : count.start]
        if count.whole is not None and _BRACKET.fullmatch(gap):
            total = found[at + 2] if at + 2 < len(found) else None
            if (
                total
                and total.whole
                and not total.percent
                and _OF.fullmatch(text, count.end, total.start)
                and _agree(count.whole, total.whole, percent)
            ):
                used.update({at, at + 1, at + 2})
                if not counts_events(text, floor, percent.start, total.after, end_of):
                    return None
                return _risk(
                    text, starts, percent.start, total.after, count.whole, total.whole, percent
                )
            if (
                _N_BRACKET.fullmatch(gap)
                and _N_CLOSE.match(text, count.end)
                and not _NOT_COUNT_NOUN.search(text, count.end, count.end + 12)
            ):
                used.update({at, at + 1})
                if not counts_events(text, floor, percent.start, count.after, end_of):
                    return None
                return _risk(text, starts, percent.start, count.after, count.whole, None, percent)
    word = None
    before = text[max(floor, percent.start - 80) : percent.start]
    if before.rstrip().endswith(("(", "[")) and has_number_word(before):
        word = _WORDS_BRACKET.search(text, max(floor, percent.start - 80), percent.start)
    if word and not _NOT_COUNT_NOUN.search(word[0]):
        value = value_of_words(word[1])
        of_all = _WORDS_OF.search(text, max(floor, word.start() - 60), word.start())
        if value is not None and of_all:
            events = value_of_words(of_all[1])
            if events is None or not _agree(events, value, percent):
                return None
            used.add(at)
            if not counts_events(text, floor, of_all.start(), percent.after, end_of):
                return None
            return _risk(text, starts, of_all.start(), percent.after, events, value, percent)
        if value is not None:
            total_number, end = _total_behind(text, found, at)
            used.add(at)
            if total_number:
                used.add(at + 1)
            if not counts_events(text, floor, word.start(), end, end_of):
                return None
            return _risk(
                text,
                starts,
                word.start(),
                end,
                value,
                total_number.whole if total_number else None,
                percent,
            )
    return None


def _count_bracket(
    text: str, found: list[Number], at: int, starts: list[int], used: set[int]
) -> Risk | None:
    """``40 (67%) of 60``, ``four patients (27%)`` with the count in digits."""
    count = found[at]
    if at + 1 >= len(found) or not found[at + 1].percent or at + 1 in used:
        return None
    percent = found[at + 1]
    gap = text[count.end : percent.start]
    if (
        not _COUNT_BRACKET.fullmatch(gap)
        or _NOT_COUNT_NOUN.search(gap)
        or _NOT_COUNT_BEFORE.search(text, max(0, count.start - 12), count.start)
        or count.after != count.end
        or is_strength(text, percent)
    ):
        return None
    total, end = _total_behind(text, found, at + 1)
    floor = starts[sentence_of(starts, count.start)]
    used.update({at, at + 1})
    if total:
        used.add(at + 2)
    if not counts_events(
        text, floor, count.start, end, sentence_end(starts, count.start, len(text))
    ):
        return None
    return _risk(
        text, starts, count.start, end, count.whole, total.whole if total else None, percent
    )


def _total_behind(text: str, found: list[Number], at: int) -> tuple[Number | None, int]:
    """The total in ``(67%) of 60`` behind the percentage at ``at``; where the risk ends."""
    percent = found[at]
    if at + 1 < len(found):
        total = found[at + 1]
        if (
            total.whole
            and not total.percent
            and _OF_TOTAL.fullmatch(text, percent.after, total.start)
        ):
            return total, total.end
    return None, percent.after


def _agree(events: int, total: int, percent: Number) -> bool:
    """Whether a percentage is that of the counts, rounding and small slips of print allowed."""
    return total > 0 and abs(100 * events / total - float(percent.decimal)) <= 2.0


def _percentages(text: str, found: list[Number], starts: list[int], used: set[int]) -> list[Risk]:
    """Percentages that stand alone, where their words speak of events."""
    return [
        _risk(text, starts, number.start, number.after, None, None, number)
        for number, event, _ in alone(text, found, starts, used)
        if event
    ]
