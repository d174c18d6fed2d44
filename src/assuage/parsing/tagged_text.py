"""Text with tags of HTML among comparison signs, as Europe PMC sends titles and abstracts.

Only a known tag, whole and with its partner, is markup; every other ``<`` is a sign of the text
(``P<0.001``, ``a <b and c> d``) and stays.
"""

import html
import re
from collections import Counter

from assuage.terms.record import Mark, Passage

_TAG = re.compile(
    r"<(/?)(h[1-6]|p|br|i|b|u|em|strong|sup|sub|sc|a|ul|ol|li|div|span|italic|bold|underline)"
    r"((?:\s+[A-Za-z_:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(/?)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([A-Za-z_:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_HEADING = re.compile(r"h[1-6]$", re.IGNORECASE)
_ALONE = {"br", "p", "li"}
"""Tags that may stand without an end: they part the text."""
_LINES = {"br", "p", "li", "ul", "ol", "div"}


def _plain(text: str) -> str:
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def _partners(tags: list[re.Match[str]]) -> dict[int, int]:
    """Place of each opening tag that has an end, to the place of that end."""
    partners: dict[int, int] = {}
    waiting: list[tuple[str, int]] = []
    open_now: Counter[str] = Counter()
    for place, tag in enumerate(tags):
        name = tag[2].lower()
        if tag[4]:
            continue
        if not tag[1]:
            waiting.append((name, place))
            open_now[name] += 1
            continue
        while open_now[name]:
            opened, since = waiting.pop()
            open_now[opened] -= 1
            if opened == name:
                partners[since] = place
                break
    return partners


def marked(tagged: str) -> tuple[str, tuple[Mark, ...]]:
    """Plain text and its marks; headings are marks like others."""
    tags = list(_TAG.finditer(tagged))
    if not tags:
        return _plain(tagged), ()
    partners = _partners(tags)
    ends = set(partners.values())
    parts: list[str] = []
    length = 0
    opened: dict[int, tuple[int, re.Match[str]]] = {}
    marks: list[Mark] = []

    def add(text: str) -> None:
        nonlocal length
        parts.append(text)
        length += len(text)

    at = 0
    for place, tag in enumerate(tags):
        add(_plain(tagged[at : tag.start()]))
        at = tag.end()
        name = tag[2].lower()
        if place in partners:
            if name in _LINES and length and not parts[-1].endswith("\n"):
                add("\n")
            opened[partners[place]] = (length, tag)
        elif place in ends:
            start, first = opened[place]
            if name not in _LINES:
                marks.append(Mark(start, length, first[2], _attributes(first[3])))
            elif not parts[-1].endswith("\n"):
                add("\n")
        elif name in _ALONE or tag[4]:
            if length:
                add("\n")
        else:
            add(tag[0])
    add(_plain(tagged[at:]))
    return "".join(parts), tuple(sorted(marks, key=lambda m: (m.start, -m.end)))


def _attributes(printed: str) -> tuple[tuple[str, str], ...]:
    return tuple((a[1], _plain(a[2] or a[3] or "")) for a in _ATTRIBUTE.finditer(printed))


def trimmed(text: str, marks: tuple[Mark, ...]) -> tuple[str, tuple[Mark, ...]]:
    """Without space at the ends; marks move with the text."""
    bare = text.strip()
    if len(bare) == len(text):
        return text, marks
    cut = len(text) - len(text.lstrip())
    moved = (
        Mark(
            min(max(m.start - cut, 0), len(bare)),
            min(max(m.end - cut, 0), len(bare)),
            m.tag,
            m.attributes,
        )
        for m in marks
    )
    return bare, tuple(moved)


def read(tagged: str) -> tuple[str, tuple[Mark, ...]]:
    """Plain text without space at its ends, and its marks."""
    return trimmed(*marked(tagged))


def passages(tagged: str) -> tuple[Passage, ...]:
    """An abstract whose headings (``<h4>Methods</h4>``) part it into labelled passages."""
    text, marks = marked(tagged)
    headings = [m for m in marks if _HEADING.match(m.tag)]
    others = [m for m in marks if not _HEADING.match(m.tag)]
    edges = [(0, 0, None), *((h.start, h.end, text[h.start : h.end].strip()) for h in headings)]
    found = []
    for number, (_, start, label) in enumerate(edges):
        end = edges[number + 1][0] if number + 1 < len(edges) else len(text)
        inside = tuple(
            Mark(max(m.start, start) - start, min(m.end, end) - start, m.tag, m.attributes)
            for m in others
            if m.start < end and m.end > start
        )
        body, kept = trimmed(text[start:end], inside)
        if body or label:
            found.append(Passage(body, label or None, marks=kept))
    return tuple(found)
