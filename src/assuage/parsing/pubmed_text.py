"""Text of PubMed elements, the same in both readers.

White space stays as printed, with one exception: indentation around the text of an element, that
is, leading white space that begins with a line end, and trailing white space that holds one.
"""

import re

from assuage.terms.record import Mark

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
"""The five entities that XML itself defines; PubMed uses no other."""

_REFERENCE = re.compile(r"&(?:#(?:x([0-9A-Fa-f]++)|([0-9]++))|(\w++))?+(;?+)")
INLINE = r'</?+(?:i|b|u|su[bp]|mml:[a-z]++)(?: (?:xmlns:mml|[A-Za-z]++)="[^"<&\n\t\r]*+")*+/?+>'
"""Inline tags that the fast reader takes: those of PubMed's texts, and MathML by its usual prefix."""
_INLINE = re.compile(
    r'<(/?+)(i|b|u|su[bp]|mml:[a-z]++)((?: (?:xmlns:mml|[A-Za-z]++)="[^"<&\n\t\r]*+")*+)(/?+)>'
)
_ATTRIBUTE = re.compile(r' ([A-Za-z:]++)="([^"]*+)"')
_MATHML = ("xmlns:mml", "http://www.w3.org/1998/Math/MathML")
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")


class Unfit(Exception):
    """The fast reader's grammar does not cover this record; the complete reader takes it."""


def trim(text: str) -> tuple[str, int]:
    """Text without the indentation around it, and how many characters were cut in front."""
    cut = 0
    if text[:1] == "\n":
        bare = text.lstrip(" \t\n")
        cut = len(text) - len(bare)
        text = bare
    bare = text.rstrip(" \t\n")
    if len(bare) != len(text) and "\n" in text[len(bare) :]:
        text = bare
    return text, cut


def shifted(marks: list[Mark], cut: int, length: int) -> tuple[Mark, ...]:
    """Marks after ``cut`` characters in front were removed and ``length`` were left."""
    return tuple(
        Mark(
            min(max(m.start - cut, 0), length),
            min(max(m.end - cut, 0), length),
            m.tag,
            m.attributes,
        )
        for m in marks
    )


def _character(code: int) -> str:
    # XML 1.0, production 2 (Char): what a document may hold at all. White space written as a
    # reference could need trimming, which is the complete reader's work.
    if 0x20 < code <= 0xD7FF or 0xE000 <= code <= 0xFFFD:
        return chr(code)
    if 0x10000 <= code <= 0x10FFFF:
        return chr(code)
    raise Unfit


def _resolved(match: re.Match[str]) -> str:
    hexadecimal, decimal, name, end = match.groups()
    if not end:
        raise Unfit
    if hexadecimal:
        # Seven digits hold every code point; longer numbers are left to the complete reader.
        if len(hexadecimal) > 7:
            raise Unfit
        return _character(int(hexadecimal, 16))
    if decimal:
        if len(decimal) > 8:
            raise Unfit
        return _character(int(decimal))
    known = NAMED.get(name or "")
    if known is None:
        raise Unfit
    return known


def unescape(text: str) -> str:
    """Character references and XML's own entities resolved; anything else is Unfit."""
    if "&" not in text:
        return text
    # NLM writes few others; NUL is free as a sign, because no record may hold it.
    usual = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "\0")
    if "&" not in usual:
        return usual.replace("\0", "&")
    return _REFERENCE.sub(_resolved, text)


def rich(raw: str) -> tuple[str, tuple[Mark, ...]]:
    """Plain text and marks of serialised text with i, b, u, sub, sup and MathML; else Unfit."""
    if "<" not in raw:
        text = unescape(raw)
        return (trim(text)[0] if "\n" in text else text), ()
    parts = _INLINE.split(raw)
    texts: list[str] = []
    open_marks: list[int] = []
    marks: list[Mark] = []
    at = 0
    for index in range(0, len(parts), 5):
        part = parts[index]
        if "<" in part:
            raise Unfit
        part = unescape(part)
        texts.append(part)
        at += len(part)
        if index + 1 == len(parts):
            break
        closing, tag, written, empty = parts[index + 1 : index + 5]
        if closing:
            if written or empty or not open_marks or marks[open_marks[-1]].tag != tag:
                raise Unfit
            place = open_marks.pop()
            marks[place] = Mark(marks[place].start, at, tag, marks[place].attributes)
            continue
        attributes = tuple(_ATTRIBUTE.findall(written)) if written else ()
        if attributes or tag[:4] == "mml:":
            _check_names(tag, attributes, [marks[place].tag for place in open_marks])
        if not empty:
            open_marks.append(len(marks))
        marks.append(Mark(at, at, tag, attributes))
    if open_marks:
        raise Unfit
    text = "".join(texts)
    if "\n" in text:
        text, cut = trim(text)
        return text, shifted(marks, cut, len(text))
    return text, tuple(marks)


def _check_names(tag: str, attributes: tuple[tuple[str, str], ...], around: list[str]) -> None:
    """MathML's prefix is declared once, on its outermost element; no attribute comes twice.

    Anything else is Unfit: what a prefix stands for elsewhere is the complete reader's work.
    """
    names = [name for name, _ in attributes]
    declared = "xmlns:mml" in names
    if tag[:4] == "mml:" and declared == ("mml:math" in around):
        raise Unfit
    if declared and (tag != "mml:math" or attributes[0] != _MATHML):
        raise Unfit
    if len(set(names)) < len(names) or any(n[:3].lower() == "xml" for n in names[declared:]):
        raise Unfit


def year(*printed: str | None) -> int | None:
    """The first number of four digits in the first of the dates that holds one."""
    for date in printed:
        if date and (found := _YEAR.search(date)):
            return int(found[0])
    return None


def day(parts: dict[str, str]) -> str:
    """``2019-02-20 6:00:05`` from the children of a date element, digits and words as printed."""
    if "MedlineDate" in parts and len(parts) == 1:
        return parts["MedlineDate"]
    date = "-".join(
        parts[p] for p in ("Year", "Season", "Month", "Day", "MedlineDate") if p in parts
    )
    time = ":".join(parts[p] for p in ("Hour", "Minute", "Second") if p in parts)
    return f"{date} {time}" if time and date else date or time


def version(parts: dict[str, str] | None, number: str | None) -> str:
    """A string that sorts by date of revision, then by version of the PMID: ``2019-02-20.1``.

    Zeros stand where the record bears no date of revision, so that any dated one supersedes it.
    """
    parts = parts or {}
    year_, month, day_ = (parts.get(p, "") for p in ("Year", "Month", "Day"))
    return f"{year_:0>4}-{month:0>2}-{day_:0>2}.{number or '1'}"
