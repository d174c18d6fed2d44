"""Where sentences end: one pattern finds every place that may be an end, a few rules decide it.

Rules, not a model: they take about 40 µs an abstract and give the same places everywhere. The
order of the questions is that of ``_ends``; each list below says what it is for. Compared with
other splitters in ``evaluation/reading_text.md``.
"""

import re

from assuage.terms.reading import Sentence, Span

_PLACE = re.compile(
    r"[.!?](?:[.!?]{0,9}[\"'”’»)\]]{0,9}(?:\[\d[\d,;\s–-]{0,40}\])?(;)?"
    r"(?=\s+(?:[-–•*]\s)?[(\"'\[“‘«]{0,9}"
    r"([A-Z0-9±<>≥≤~À-ÞΑ-ΩА-Я]|[α-ω]-|[a-z]{1,4}[A-Z]|[a-z]{1,5}-\d|[\u3400-\u9fff]))"
    r"|(?<=[a-z0-9%)\]].)(?=([A-Z])[a-z]+[\s,])"
    r"|[\"'”’»)\]]{0,9}(;)(?=\s+([a-z]{2}|a\s)))"
)
"""A mark with its closing quotes, brackets and citation, before what a sentence may open with.
Groups: what opens the next sentence, and the semicolon by which some sources join the passages of an
abstract; behind one the next sentence may open with a small letter."""

_WORD = re.compile(r"[A-Za-z]+")
_DOTTED = re.compile(r"[(\[\"']*(?:[A-Za-z]{1,2}\.)+[A-Za-z]{1,2}")

_NEVER = frozenset(
    str.split(
        "e.g eg i.e ie vs v.s fig figs dr drs prof mr mrs mme cf viz eq eqs ref refs approx ca c.a sect "
        "tab suppl st dept univ resp incl excl"
    )
)
"""A word always follows these."""

_BEFORE_NUMBER = frozenset(
    str.split("no nos p pp art ch vol ver jan feb mar apr jun jul aug sep sept oct nov dec")
)
"""Followed by their number; before anything else they are words that may end a sentence."""

_LONGEST = 9
"""Characters of the longest word with a rule of its own, its brackets and quotes counted."""

_CLASSES = frozenset(
    str.split(
        "vitamin vitamins hepatitis group groups type types class grade stage arm phase degrees and or "
        "factor level protein part panel study cohort to score influenza immunoglobulin complex"
    )
)
"""Words that a single capital letter belongs to, so that its point is an end, not an initial's."""

_STARTERS = frozenset(
    str.split(
        "The A An In We This These Those That It They There Here At On For Of To By With Without After "
        "Before During When Where While Although Though However Moreover Furthermore Thus Therefore "
        "Our Their Its His Her All Both Each Every Neither Either No None Not Most Many Some Such Few "
        "Half One Two Three Four Five Six Seven Eight Nine Ten Patients Subjects Participants Results "
        "Data Mean Median Further Future More Less Only Other Others Another As If From Since Because "
        "Among Between Compared Using Primary Secondary Treatment Conclusion Conclusions Methods "
        "Low High Here Whether What Which How Why Who Is Are Was Were Did Does Do"
    )
)
"""Words that open a sentence and are no surname: they decide after an initial or ``U.S.``."""

_LABELS = frozenset(
    str.split(
        "abstract background introduction context rationale aim aims objective objectives purpose design "
        "setting methods method results result findings discussion conclusion conclusions"
    )
)
"""A heading closed with a point (``Methods. We …``) stays with the sentence that it heads."""

_SHORTENED = frozenset(str.split("resp etc approx incl excl max min conc temp"))
"""Before ``.; `` and a small letter these are short forms inside a sentence."""

_LABEL_LENGTH = 30
_BRACKET_REACH = 200
"""Characters in which an open bracket must close to hold a sentence together: else it is a slip."""


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a reading text, in order; the first line is the title, whole.

    A line end always ends a sentence; a label (``METHODS: …``) belongs to the sentence after it.
    Spans hold no white space at either end. A semicolon that joins two passages is in neither.
    """
    found: list[Sentence] = []
    begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        if not begin:
            _add(found, text, begin, end, "title")
        else:
            _line(found, text, begin, end)
        begin = end + 1
    return tuple(found)


def _line(found: list[Sentence], text: str, begin: int, end: int) -> None:
    start = begin
    for place in _PLACE.finditer(text, begin, end):
        stop = place.end()
        joined = text[stop - 1] == ";"
        stop -= joined
        next_ = place.start(place.lastindex or 0)
        if joined and not _joins(text, start, place.start(), stop, next_):
            continue
        if _ends(text, start, place.start(), stop, next_, end):
            _add(found, text, start, stop, None)
            start = stop + joined
    _add(found, text, start, end, None)


def _add(found: list[Sentence], text: str, start: int, end: int, role: str | None) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    piece = piece.strip()
    if piece:
        found.append(Sentence(Span(start + left, start + left + len(piece)), role))


def _ends(text: str, start: int, mark: int, stop: int, next_: int, end: int) -> bool:
    """Whether the sentence that began at ``start`` ends with the mark at ``mark``."""
    opened = text.count("(", start, stop)
    if opened and opened > text.count(")", start, stop) and _closes(text, stop, end):
        return False
    if text[mark] != "." or (stop - mark > 1 and text[stop - 1] in ")]"):
        return True
    word = text[max(start, text.rfind(" ", start, mark) + 1) : mark]
    if mark - start <= _LABEL_LENGTH:
        head = text[start:mark].strip()
        if head == word.strip() and head.isdigit():
            return False
        if head.lower() in _LABELS or _is_capitals(head):
            return False
    if len(word) > _LONGEST:
        return True
    return _word_ends(word.strip().lstrip("([\"'“‘"), text, start, mark, next_)


def _joins(text: str, start: int, mark: int, stop: int, next_: int) -> bool:
    """Whether ``.; `` joins two passages: not behind ``n.s.`` or ``resp.`` inside a sentence."""
    word = text[max(start, text.rfind(" ", start, mark) + 1) : mark].lstrip("([\"'“‘")
    if "." in word and _DOTTED.fullmatch(word):
        return _opens(text, next_)
    if not text[next_].islower() or stop - mark > 1:
        return True
    return word[-1:] in ")]%" or (len(word) > 3 and word.isalpha() and word not in _SHORTENED)


def _word_ends(word: str, text: str, start: int, mark: int, next_: int) -> bool:
    """Whether a point after ``word`` ends the sentence; the next one opens at ``next_``."""
    lower = word.lower()
    if lower in _NEVER:
        return False
    if lower in _BEFORE_NUMBER:
        return not text[next_].isdigit()
    if lower == "al":
        return _opens(text, next_)
    if len(word) == 1 and word.isupper():
        before = _WORD.findall(text, max(start, mark - 20), mark - 1)
        return bool(before and before[-1].lower() in _CLASSES) or _opens(text, next_)
    if "." in word and _DOTTED.fullmatch(word):
        return _opens(text, next_) if word[-1].isupper() else not text[next_].isdigit()
    return True


def _opens(text: str, at: int) -> bool:
    word = _WORD.match(text, at)
    return word is not None and word[0] in _STARTERS


def _is_capitals(head: str) -> bool:
    return len(head) > 3 and head.isupper() and head.replace(" ", "").replace("/", "").isalpha()


def _closes(text: str, at: int, end: int) -> bool:
    """Whether the open bracket closes soon, with no other opened before."""
    close = text.find(")", at, min(end, at + _BRACKET_REACH))
    return close >= 0 and text.find("(", at, close) < 0
