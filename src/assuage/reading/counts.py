"""Counts of people in one group, by their form: ``25 of 92``, ``27% [25 of 92]``, ``40 (67%) of 60``.

    counted  = count "of" total ["(" percent ")"]      25 of 92 (27%), six out of 200 (3%), 7/23 = 30%
             | percent "(" count "of" total ")"        27% [25 of 92], 92.5% (62/67), 3.1% (1:32)
             | count people "(" percent ")" ["of" total]   40 (67%) of 60
             | percent ["of" people] "(n =" count ")"   12.5% of patients (n = 4)
             | percent "of" total people               7% of the 120 patients
             | "of" total people percent               of the 45 patients 60% preferred it
             | count "and" count "(" percent "and" percent ")"   4 and 2 patients (29% and 13%)

Whether those counted had an event is another question (``event_cues``).
"""

import re

from assuage.reading.candidates import Candidate, sentence_end, sentence_of
from assuage.reading.event_words import is_strength
from assuage.reading.numbers import WORDS, Number, has_number_word, value_of_words
from assuage.reading.people import PEOPLE

_THEIR = (
    r"(?:a total of\s+)?(?:(?:the|all|these|those|our|its|their|only)\s+)*"
    r"(?:(?:present|other|remaining|total|first|last|evaluable|randomi[sz]ed|treated)\s+)?"
)
_OF = re.compile(
    rf"(?:\s+{PEOPLE})?\s+(?:\([^)\d]{{0,12}}\)\s+)?(?:out of|of|from among)\s+{_THEIR}|\s?/\s?"
)
_IN_BRACKET = re.compile(rf"(?:\s+{PEOPLE})?\s+(?:out of|of|from among)\s+{_THEIR}|\s?/\s?|:")
_PEOPLE_THEN_BRACKET = re.compile(
    r"[ \w'’/+-]{0,60}?(?:\s*[(\[]\s*|\s*=\s*|,\s+|\s+or\s+|;\s*|\s+)(?:[a-z]+\s?[=:,]\s?)?"
)
_BRACKET = re.compile(r"\s*[(\[,;:]\s*[(\[]?\s*(?:n\s?=\s?)?")
_COUNT_BRACKET = re.compile(
    r"(?:\s+(?!of\b|and\b|to\b|or\b)[A-Za-z][\w/'’-]*){0,5}\s*[(\[]\s*(?:[a-z]{1,3}\s?[=:]\s?)?"
)
_OF_TOTAL = re.compile(
    r"\s*[)\]]\s*(?:(?!total\b|number\b)[a-z]+\s+){0,3}?(?:out of|of)\s+(?:(?:the|all|these|those|our)\s+)*"
)
_N_BRACKET = re.compile(r"\s*[(\[]\s*(?:[nN]\s?=\s?)?")
_OF_PEOPLE_N = re.compile(rf"\s+of\s+(?:the\s+)?{PEOPLE}\s*[(\[]\s*[nN]\s?=\s?")
_ROUNDING = 0.6
"""Percentage points by which a total found elsewhere in the sentence may miss the percentage."""
_SHARE_OF = re.compile(rf"\s+(?:out\s+)?of\s+{_THEIR}")
_OF_THE = re.compile(rf"(?<![A-Za-z])(?:[Oo]f|[Aa]mong)\s+{_THEIR}$")
_PEOPLE_THEN = re.compile(rf"\s+(?:[\w-]+\s+){{0,3}}?{PEOPLE}\b[^.;()]{{0,40}}")
_PAIRED = re.compile(r"\s*(?:vs\.?|versus|and|or|compared (?:with|to))\s+")
_TWO_COUNTS = re.compile(
    r"\s(?:(?!score|grade|attack|day|week)[A-Za-z/'’-]+\s){0,9}?(?:and|vs\.?|versus|compared (?:with|to))\s(?:(?:in|by|for|only|of)\s)*",
)
_OPENS = re.compile(
    rf"[^.;()\d]{{0,60}}?\b(?:{PEOPLE}|groups?|arms?|controls?|placebo|respectively)\b[^.;()\d]{{0,40}}[(\[]\s*"
)
_N_CLOSE = re.compile(r"\s*(?:[A-Za-z]+\s*){0,2}[)\]]")
_TWO_IN_BRACKET = re.compile(r"\s*(?:vs\.?|versus|and|or|compared (?:with|to))\s+\d")
"""Behind a percentage: the bracket holds those of two arms, and is of no single count before it."""
_FARTHEST = 90
"""Characters between a count and its total or percentage: five words and a bracket."""
_NOT_COUNT_NOUN = re.compile(
    r"\b(?:weeks?|months?|days?|hours?|h|hrs?|min(?:utes)?|years?|yr|mg|ml|mL|kg|g|mm|cm|points?|doses?|"
    r"microg\w*|micrograms?|times?|thirds?|quarters?|fifths?|half|halves|studies|trials|articles|papers|reports|"
    r"centers|centres|hospitals|scores?|[Uu]nits?|groups?|attacks?)\b"
)
_NOT_COUNT_BEFORE = re.compile(
    r"(?:\b(?:groups?|days?|weeks?|months?|years?|phase|grade|stage|type|level|score|scores|table|figure|step|"
    r"class|dose|hour|minute|at|aged?|ASA|scale|than|category|cycle|attacks?)|[±<>=])\s*$",
    re.I,
)
_IN_GROUP = re.compile(r"\bin (?:the|each|either|both) (?:[\w-]+ )?(?:groups?|arms?)\b")
_N_BEFORE = re.compile(r"[(\[]\s?[nN]\s?=\s?$")
_N_THEN = re.compile(r"\s?[,;:]\s?")
_OPENED = re.compile(
    r"\s*[)\],;:]|\s+(?:of|vs|versus|and|or|in|for|with|on|compared|after|at|total)\b"
)
"""What may follow a percentage in its bracket; ``3 patients (1% lidocaine)`` names a strength."""
_NAMED_BEFORE = re.compile(
    r"\b(?:attack|group|day|week|month|visit|phase|grade|stage)s? \d+(?:,| and| or) $"
)
"""``attacks 1 and 2``: names, no counts."""
_WORDS_OF = re.compile(rf"\b({WORDS})(?:\s+{PEOPLE})?\s+(?:out\s+)?of\s+{_THEIR}$", re.I)
_WORDS_BRACKET = re.compile(
    rf"\b({WORDS})(?:\s+(?!of\b|and\b)[A-Za-z][\w-]*){{0,5}}\s*[(\[]\s*$", re.I
)
_PEOPLE_NEXT = re.compile(rf"\s+(?:[a-z-]+\s+){{0,2}}?{PEOPLE}\b")
_ARM_NEXT = re.compile(
    r"\s(?:of those\b|(?:in|on|with|of|receiving) (?:the )?(?:[\w-]+\s){0,2}(?:group|arm|placebo|controls?|patients|women|men)\b)"
)
_GROUP_BEFORE = re.compile(r"\b[Gg]roup\s\w{1,5}:?\s+$")
_SCALES = (10, 100)
"""``4/10`` may be a score."""
_NEXT_SLASH = re.compile(
    r"(?:\s[a-zA-Z-]+){0,2}\s*(?:vs\.?|versus|and|or|compared (?:with|to))\s+\d+\s?/\s?\d"
)
_LAST_SLASH = re.compile(
    r"\d\s?/\s?\d+(?:\s[a-zA-Z-]+){0,2}\s*(?:vs\.?|versus|and|or|compared (?:with|to))\s+$"
)


def counted(text: str, found: list[Number], starts: list[int], used: set[int]) -> list[Candidate]:
    """Every count with its total or percentage, first to last.

    ``starts``: where sentences start; ``used``: indices of numbers that belong to something else, to
    which those of the counts are added.
    """
    made: list[Candidate] = []
    for at in range(len(found)):
        if at not in used:
            if two := _pair(text, found, at, starts, used):
                made += two
                continue
            candidate = _at(text, found, at, starts, used)
            if candidate:
                made.append(candidate)
    return made


def _at(
    text: str, found: list[Number], at: int, starts: list[int], used: set[int]
) -> Candidate | None:
    """The count whose first number, or whose total after a word, is the one at ``at``."""
    number = found[at]
    if number.percent:
        return _share_of(text, found, at, starts, used) or _percent_first(
            text, found, at, starts, used
        )
    if number.whole is None:
        return None
    following = found[at + 1] if at + 1 < len(found) and at + 1 not in used else None
    if following and following.start - number.end > _FARTHEST:
        following = None
    gap = text[number.end : following.start] if following else ""
    joined = (following and following.percent) or "/" in gap or "of" in gap or "among" in gap
    if not joined and " of " not in text[max(0, number.start - 25) : number.start]:
        return None
    end_of = sentence_end(starts, number.start, len(text))
    if following and following.start >= end_of:
        following = None
    start = number.start
    if (
        following
        and following.whole is not None
        and not following.percent
        and _OF.fullmatch(text, number.end, following.start)
        and not _NOT_COUNT_BEFORE.search(text, max(0, start - 12), start)
    ):
        slash = "/" in text[number.end : following.start]
        return _of_total(text, found, at, at + 1, number.whole, start, slash, starts, used)
    before = max(starts[sentence_of(starts, start)], start - 60)
    if " of " in text[max(0, start - 25) : start] and has_number_word(text[before:start]):
        word = _WORDS_OF.search(text, before, start)
        if word and (value := value_of_words(word[1])) is not None:
            return _of_total(text, found, at, at, value, word.start(), False, starts, used)
    return _count_bracket(text, found, at, starts, used)


def _share_of(
    text: str, found: list[Number], at: int, starts: list[int], used: set[int]
) -> Candidate | None:
    """``7% of the 120 patients``, ``of the 45 patients 60%``: a percentage with its total only."""
    percent = found[at]
    if percent.decimal > 100 or is_strength(text, percent):
        return None
    if at + 1 < len(found) and at + 1 not in used:
        total = found[at + 1]
        if (
            total.whole
            and total.whole > 3
            and not total.percent
            and _SHARE_OF.fullmatch(text, percent.after, total.start)
            and _PEOPLE_NEXT.match(text, total.end)
        ):
            used.update({at, at + 1})
            return Candidate(percent.start, total.end, None, total.whole, percent)
    if at and at - 1 not in used:
        total = found[at - 1]
        floor = starts[sentence_of(starts, percent.start)]
        if (
            total.whole
            and total.whole > 3
            and total.start >= floor
            and percent.start - total.end < 80
            and not text[: percent.start].rstrip().endswith(("(", "["))
            and _PEOPLE_THEN.fullmatch(text, total.end, percent.start)
            and _OF_THE.search(text, max(floor, total.start - 40), total.start)
        ):
            used.update({at - 1, at})
            return Candidate(total.start, percent.after, None, total.whole, percent)
    return None


def _pair(
    text: str, found: list[Number], at: int, starts: list[int], used: set[int]
) -> list[Candidate]:
    """``4 and 2 patients (29% and 13%)``: two counts, then their percentages, from the count at ``at``."""
    if at + 3 >= len(found) or not (found[at + 2].percent and found[at + 3].percent):
        return []
    one, two, first, second = found[at : at + 4]
    if (
        one.whole is None
        or two.whole is None
        or one.percent
        or two.percent
        or not used.isdisjoint(range(at, at + 4))
        or second.start >= sentence_end(starts, one.start, len(text))
        or not _PAIRED.fullmatch(text, first.after, second.start)
        or not _TWO_COUNTS.fullmatch(text, one.end, two.start)
        or not _OPENS.fullmatch(text, two.end, first.start)
        or _NOT_COUNT_BEFORE.search(text, max(0, one.start - 12), one.start)
        or _NOT_COUNT_NOUN.match(text, two.end + 1)
        or (one.whole > two.whole) != (first.decimal > second.decimal)
    ):
        return []
    used.update(range(at, at + 4))
    return [
        Candidate(one.start, first.after, one.whole, None, first),
        Candidate(two.start, second.after, two.whole, None, second),
    ]


def _of_total(
    text: str,
    found: list[Number],
    at: int,
    last: int,
    events: int,
    start: int,
    slash: bool,
    starts: list[int],
    used: set[int],
) -> Candidate | None:
    """``25 of 92 (27%)``: the total is the number at ``last``."""
    total = found[last]
    if total.whole is None or events > total.whole or total.whole < 2:
        return None
    percent = None
    end = total.after
    if last + 1 < len(found) and last + 1 not in used and found[last + 1].percent:
        after = found[last + 1]
        gap = text[total.after : after.start]
        if (
            after.start < sentence_end(starts, start, len(text))
            and len(gap) < 70
            and _PEOPLE_THEN_BRACKET.fullmatch(gap)
            and _agree(events, total.whole, after)
        ):
            percent, end = after, after.after
            used.add(last + 1)
    if percent is None and (
        total.whole < 4 or (slash and not _slash_counts(text, start, end, total.whole))
    ):
        return None
    used.update({at, last})
    return Candidate(start, end, events, total.whole, percent)


def _slash_counts(text: str, start: int, end: int, total: int) -> bool:
    """Whether ``11/19`` with nothing behind it counts people: in a bracket, before them, or in a pair."""
    return bool(
        text[max(0, start - 1) : start] in ("(", "[")
        or _PEOPLE_NEXT.match(text, end)
        or _GROUP_BEFORE.search(text, max(0, start - 16), start)
        or (total not in _SCALES and _ARM_NEXT.match(text, end))
        or _NEXT_SLASH.match(text, end)
        or _LAST_SLASH.search(text, max(0, start - 45), start)
    )


def _percent_first(
    text: str, found: list[Number], at: int, starts: list[int], used: set[int]
) -> Candidate | None:
    """``27% [25 of 92]``, ``27% (n = 25)``, ``Six patients (27%)`` at the percentage."""
    percent = found[at]
    if at + 1 < len(found) and at + 1 not in used and not found[at + 1].percent:
        count = found[at + 1]
        gap = text[percent.after : count.start]
        if count.whole is not None and (_BRACKET.fullmatch(gap) or _OF_PEOPLE_N.fullmatch(gap)):
            total = found[at + 2] if at + 2 < len(found) else None
            if (
                total
                and total.whole
                and not total.percent
                and _IN_BRACKET.fullmatch(text, count.end, total.start)
                and _agree(count.whole, total.whole, percent)
            ):
                used.update({at, at + 1, at + 2})
                return Candidate(percent.start, total.after, count.whole, total.whole, percent)
            if (
                (_N_BRACKET.fullmatch(gap) or _OF_PEOPLE_N.fullmatch(gap))
                and _N_CLOSE.match(text, count.end)
                and not _NOT_COUNT_NOUN.search(text, count.end, count.end + 12)
                and not is_strength(text, percent)
            ):
                used.update({at, at + 1})
                return Candidate(percent.start, count.after, count.whole, None, percent)
    floor = starts[sentence_of(starts, percent.start)]
    begin = max(floor, percent.start - 80)
    before = text[begin : percent.start]
    if not (before.rstrip().endswith(("(", "[")) and has_number_word(before)):
        return None
    word = _WORDS_BRACKET.search(text, begin, percent.start)
    if word is None or _NOT_COUNT_NOUN.search(word[0]):
        return None
    value = value_of_words(word[1])
    if value is None or _TWO_IN_BRACKET.match(text, percent.after):
        return None
    of_all = _WORDS_OF.search(text, max(floor, word.start() - 60), word.start())
    if of_all:
        events = value_of_words(of_all[1])
        if events is None or not _agree(events, value, percent):
            return None
        used.add(at)
        return Candidate(of_all.start(), percent.after, events, value, percent)
    total, end = _total_behind(text, found, at)
    used.add(at)
    if total:
        used.add(at + 1)
    return Candidate(word.start(), end, value, total.whole if total else None, percent)


def _count_bracket(
    text: str, found: list[Number], at: int, starts: list[int], used: set[int]
) -> Candidate | None:
    """``40 (67%) of 60``, ``4 patients (27%)`` with the count in digits."""
    count = found[at]
    if at + 1 >= len(found) or not found[at + 1].percent or at + 1 in used:
        return None
    percent = found[at + 1]
    gap = text[count.end : percent.start]
    if _N_THEN.fullmatch(gap) and _N_BEFORE.search(text, max(0, count.start - 6), count.start):
        # "mild ones (n = 40, 30.5%)"
        used.update({at, at + 1})
        return Candidate(count.start, percent.after, count.whole, None, percent)
    if (
        not _COUNT_BRACKET.fullmatch(gap)
        or not _OPENED.match(text, percent.after)
        or _NOT_COUNT_NOUN.search(_IN_GROUP.sub("", gap))
        or _NAMED_BEFORE.search(text, max(0, count.start - 20), count.start)
        or _NOT_COUNT_BEFORE.search(text, max(0, count.start - 12), count.start)
        or count.after != count.end
        or is_strength(text, percent)
        or (gap.strip() not in ("(", "[") and _TWO_IN_BRACKET.match(text, percent.after))
    ):
        return None
    total, end = _total_behind(text, found, at + 1)
    used.update({at, at + 1})
    if total:
        used.add(at + 2)
    elif before := _total_before(text, found, at, starts):
        return Candidate(before.start, end, count.whole, before.whole, percent)
    return Candidate(count.start, end, count.whole, total.whole if total else None, percent)


def _total_before(text: str, found: list[Number], at: int, starts: list[int]) -> Number | None:
    """The total in ``Of the 40 infants given it, 30 (75%) survived``, which must give the percentage."""
    count, percent = found[at], found[at + 1]
    floor = starts[sentence_of(starts, count.start)]
    for total in reversed(found[max(0, at - 4) : at]):
        if (
            total.start >= floor
            and total.whole
            and count.whole is not None
            and count.whole < total.whole
            and abs(100 * count.whole / total.whole - float(percent.decimal)) <= _ROUNDING
            and _OF_THE.search(text, max(floor, total.start - 40), total.start)
            and _PEOPLE_NEXT.match(text, total.end)
        ):
            return total
    return None


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
