"""Short forms and the long forms that they stand for: ``gastric acid output (GAO)``.

A short form in round or square brackets is aligned with the words before it (or the words in
brackets with the short form before them). Each letter of the short form must be found in order;
the alignment that costs least (``alignment.py``) is taken, if it is cheap enough. The limits were set
on one half of MED1250 (public domain), the half that ``evaluation/reading_text.py`` calls tuning.
"""

import re
from collections.abc import Iterator

from assuage.reading.alignment import STOP, Window
from assuage.terms.reading import Abbreviation, Sentence, Span

_OPEN = re.compile(r"[(\[]")
_CUT = re.compile(r"[;,:=]\s|\s=|\sor\s|\sand\s")
_LOCANTS = re.compile(
    r"(?:(?:[\d,'′:.()\[\]+/]+|\[\d+[A-Z][a-z]?\]|[NOSRDLc-z]|alpha|beta|gamma|di|tri|[α-ωΔ])[-–])+|[\d,'′]+"
)
"""What a chemical name carries before its first word: ``2,6-``, ``c-``, ``17-beta-``."""

_SHORT = re.compile(r"[\w(\[-][^%=<>≥≤]*\Z")
_PARTS = re.compile(r"[A-Za-z0-9]+")
_NUMBERED = frozenset(
    str.split("group groups type arm phase stage study grade day week class case part table fig")
)
"""First words of a numbered thing (``group I``), which is no short form."""

_REACH = 160
"""Characters of the longest long form, and of the longest bracket."""
_LONGEST_SHORT = 14
_LONGEST_SMALL = 4
"""Characters of a short form without a capital."""
_MOST_WORDS = 14
"""Words that a long form may reach back over."""

_MOST_COST = 0.7
"""Cost a letter that is still accepted."""
_TURN_FROM = 0.4
"""Cost from which other orders of the parts are tried."""
_MOST_COST_TURNED = 0.0
"""The same where the parts of the short form stand in another order (``T(a)``: ambient temperature)."""
_MOST_COST_BRACKET = 0.4
"""The same where the long form is in the bracket."""


def abbreviations(text: str, sentences: tuple[Sentence, ...]) -> tuple[Abbreviation, ...]:
    """Every defined abbreviation in order of its bracket; both places are in ``text``."""
    found = []
    for sentence in sentences:
        begin, end = sentence.span.start, sentence.span.end
        for bracket in _OPEN.finditer(text, begin, end):
            pair = _pair(text, begin, bracket.start(), end)
            if pair is not None:
                (left, right), (first, last) = pair
                found.append(
                    Abbreviation(
                        text[left:right], text[first:last], Span(left, right), Span(first, last)
                    )
                )
    return tuple(found)


_Place = tuple[int, int]


def _pair(text: str, begin: int, bracket: int, end: int) -> tuple[_Place, _Place] | None:
    close = _closing(text, bracket, end)
    if close is None or text[close + 1 : close + 2].isalnum():
        return None
    before = bracket
    while before > begin and text[before - 1].isspace():
        before -= 1
    if before == begin:
        return None
    left, right = bracket + 1, close
    while left < right and text[left].isspace():
        left += 1
    for short in _shorts(text, left, right):
        word = text[short[0] : short[1]]
        if before == bracket and word == word.lower():
            continue
        long = _aligned(text, begin, before, word)
        if long is not None:
            return short, long
    return _long_in_bracket(text, begin, before, left, right)


def _closing(text: str, bracket: int, end: int) -> int | None:
    opening, closing = ("(", ")") if text[bracket] == "(" else ("[", "]")
    end = min(end, bracket + _REACH)
    at = text.find(closing, bracket, end)
    while at >= 0:
        if text.count(opening, bracket, at) == text.count(closing, bracket, at) + 1:
            return at
        at = text.find(closing, at + 1, end)
    return None


def _shorts(text: str, left: int, right: int) -> list[_Place]:
    """What may be a short form in the bracket: all of it, and what stands before , ; : = or."""
    piece = text[left:right].rstrip()
    cut = _CUT.split(piece, maxsplit=1)[0].rstrip()
    found = [(left, left + len(piece))] if _is_short(piece) else []
    if len(cut) < len(piece) and _is_short(cut):
        found.append((left, left + len(cut)))
    return found


def _is_short(word: str) -> bool:
    if not 1 <= len(word) <= _LONGEST_SHORT or not _SHORT.match(word):
        return False
    if word == word.lower():
        letters = sum(map(str.isalpha, word))
        return (
            2 <= len(word) <= _LONGEST_SMALL
            and letters * 2 >= len(word)
            and " " not in word
            and word not in STOP
        )
    first, space, rest = word.partition(" ")
    return not space or not (
        first[0].isdigit() or " " in rest.replace(" ", "", 1) or first.lower() in _NUMBERED
    )


def _aligned(text: str, begin: int, before: int, short: str) -> _Place | None:
    """Where the long form of ``short`` begins and ends, ending at ``before``."""
    letters = [letter for letter in short.lower() if letter.isalnum()]
    most = min(_MOST_WORDS, 2 * len(letters) + 2)
    window = Window(text, max(begin, before - _REACH), before, most)
    best = window.cheapest(letters, _MOST_COST)
    if best is None and short[-1] == "s" and len(letters) > 2 and short[-2].isupper():
        best = window.cheapest(letters[:-1], _MOST_COST)
    if best is None or best.cost > _TURN_FROM:
        for turned in _turned(short):
            other = window.cheapest(turned, _MOST_COST_TURNED)
            if other is not None and (best is None or other.cost < best.cost):
                best = other
    if best is None or before - best.start <= len(letters):
        return None
    start = _with_locants(text, begin, best.start)
    return (start, before) if _is_long(text[start:before], short) else None


def _is_long(long: str, short: str) -> bool:
    """Whether brackets close, no list begins, and the short form is no word of it."""
    if ": " in long or long.count("(") != long.count(")") or long.count("[") != long.count("]"):
        return False
    at = long.find(short)
    while at >= 0:
        around = long[at - 1 : at] + long[at + len(short) : at + len(short) + 1]
        if not any(map(_is_word, around)):
            return False
        at = long.find(short, at + 1)
    return True


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _turned(short: str) -> Iterator[list[str]]:
    """The letters with the parts of the short form in another order, or without its digits."""
    parts = [part.lower() for part in _PARTS.findall(short)]
    if len(parts) == 2 and " " not in short and not parts[1].isdigit():
        yield list(parts[1] + parts[0])
    elif len(parts) == 1 and 2 <= len(parts[0]) <= 3:
        yield list(parts[0][-1] + parts[0][:-1])
    letters = [letter for letter in short.lower() if letter.isalpha()]
    if len(letters) > 2 and any(map(str.isdigit, short)):
        yield letters


def _with_locants(text: str, begin: int, start: int) -> int:
    """``start``, or that of the chemical prefix before it."""
    space = max(text.rfind(" ", begin, start) + 1, begin)
    if space < start and _LOCANTS.fullmatch(text, space, start):
        return space
    return start


def _long_in_bracket(
    text: str, begin: int, before: int, left: int, right: int
) -> tuple[_Place, _Place] | None:
    """``GAO (gastric acid output)``, or both in the bracket: ``(gastric acid output, GAO)``."""
    comma = text.rfind(", ", left, right)
    if comma > 0:
        short = text[comma + 2 : right].rstrip()
        if _is_short(short) and short.isupper() and len(short) > 1:
            long = _aligned(text, left, comma, short)
            if long is not None and long[0] == left:
                return (comma + 2, comma + 2 + len(short)), long
    first = max(begin, text.rfind(" ", begin, before) + 1)
    while first < before and text[first] in "([\"'":
        first += 1
    short = text[first:before]
    if not _is_short(short) or sum(map(str.isupper, short)) < 2:
        return None
    cut = _CUT.search(text, left, right)
    stop = cut.start() if cut else right
    letters = [letter for letter in short.lower() if letter.isalnum()]
    window = Window(text, left, stop, 2 * len(letters) + 2)
    best = window.cheapest(letters, _MOST_COST_BRACKET)
    if best is None or window.words < 2 or _with_locants(text, left, best.start) != left:
        return None
    if short in text[left:stop]:
        return None
    return (first, before), (left, stop)
