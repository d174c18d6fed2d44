"""Whether a number stands with an outcome: nearest to it, in its clause, with all that belongs to it."""

import re
from collections.abc import Iterator

from assuage.terms.reading import Mention, Reading, Risk, Span

_NAMED = ("outcome", "effect", "disease", "instrument", "condition")
_FARTHEST, _FARTHEST_BEHIND = 120, 50
"""Characters between an outcome and its number: before the number, and behind it."""
_PARTS = re.compile(
    r"[;:]|\b(?:while|whereas|but|although|however|because|except)\b"
    r"|\b(?:incidence|rates?|frequency|proportion|risk|odds|prevalence|development|need|use|number|scores?|levels?|"
    r"requirements?|time|duration|presence|concentrations?)\s(?:of|for|to|until)\b|,\s(?:and|with)\s(?:the|an?|no)\b",
    re.I,
)
"""Words after which a number is of something else."""
_LISTED = re.compile(
    r"^\s?(?:,|/|&|and|or|and/or|,\sand|,\sor|as well as)\s?(?:[\w-]+\s){0,2}$", re.I
)
_OWN_NOUN = re.compile(
    r"\s(?:of\s)?(?:(?!and\b|or\b|vs\b|versus\b|compared\b|than\b|in\b|with\b)[\w-]+\s){0,4}", re.I
)
_FIGURE = re.compile(
    r"\d+(?:[.·]\d+)?\s?(?:%|per ?cent\b)(?!\s?(?:CI|C\.I|confid))|\b\d+\s?/\s?\d+\b|\b\d+\s(?:out )?of\s(?:the\s)?\d+\b"
    r"|\b(?:vs\.?|versus)\s\d+\b(?!\s?(?:mg|ml|mcg|µg|microg))",
    re.I,
)
_LEVEL = re.compile(r"\d+(?:\.\d+)?\s?%\s?(?:CI|C\.I|confid\w+)", re.I)


def belongs(reading: Reading, text: str, sentence: Span, outcome: Mention, number: Span) -> bool:
    """Whether a number is of an outcome: no other outcome nearer, no list, no other clause."""
    others = [
        m for m in reading.mentions
        if m.kind in _NAMED and sentence.start <= m.span.start < sentence.end
        and not (m.span.start < outcome.span.end and outcome.span.start < m.span.end)
    ]  # fmt: skip
    before = outcome.span.end <= number.start
    if before:
        gap = Span(outcome.span.end, number.start)
    elif outcome.span.start >= number.end:
        gap = Span(number.end, outcome.span.start)
    else:
        return False
    words = text[gap.start : gap.end]
    if any(gap.start <= m.span.start < gap.end for m in others) or _PARTS.search(words):
        return False
    if before:
        behind = [
            m for m in reading.mentions
            if m.kind in _NAMED and number.end <= m.span.start < sentence.end
        ]  # fmt: skip
        if any(_OWN_NOUN.fullmatch(text, number.end, m.span.start) for m in behind):
            # ``after placebo 90.9% showed no sedation``: the number is of what follows.
            return False
        return len(words) <= _FARTHEST and not _in_list(text, outcome, others, behind=False)
    if len(words) > _FARTHEST_BEHIND or re.search(r"[\d,;:.]", words):
        return False
    return not _in_list(text, outcome, others, behind=True)


def _in_list(text: str, outcome: Mention, others: list[Mention], behind: bool) -> bool:
    """Whether the number is of a list: *nausea and vomiting (20%)* is of neither alone."""
    for other in others:
        if other.span.end <= outcome.span.start:
            if _LISTED.match(text[other.span.end : outcome.span.start]):
                return True
        elif behind and _LISTED.match(text[outcome.span.end : other.span.start]):
            return True
    return False


def shares(
    reading: Reading, text: str, sentence: Span, here: list[Risk]
) -> Iterator[tuple[Mention, list[Risk]]]:
    """Outcomes of a sentence with the shares of all its arms; none where a figure is left over, or
    where one outcome has more figures than another."""
    groups: dict[Span, tuple[Mention, list[Risk]]] = {}
    for risk in here:
        outcome = risk.outcome
        if outcome is None or not belongs(reading, text, sentence, outcome, risk.span):
            return
        groups.setdefault(outcome.span, (outcome, []))[1].append(risk)
    levels = [m.start() for m in _LEVEL.finditer(text, sentence.start, sentence.end)]
    for figure in _FIGURE.finditer(text, sentence.start, sentence.end):
        inside = any(r.span.start < figure.end() and figure.start() < r.span.end for r in here)
        if not inside and figure.start() not in levels:
            return
    if len({len(some) for _, some in groups.values()}) == 1:
        yield from ((o, some) for o, some in groups.values() if len(some) <= 2)
