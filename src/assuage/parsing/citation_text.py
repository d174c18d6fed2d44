"""Text of citation exports: encoding, entities, inline tags, lines with their byte offsets."""

import html
import re
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from assuage.terms.record import Mark

Content = bytes | BinaryIO
"""A file's bytes, or a stream of them, already decompressed."""

_WIDE = ((b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"))
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"

# Only whole entities: a bare "&lt" or "R&D" is text. Exports escape twice at times, hence rounds.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ROUNDS = 3

# A tag counts as markup only with a known name, well-formed attributes and its partner: so that
# "P<0.001", "a <b and c> d" and "i<j" stay text.
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>i|b|u|em|strong|sub|sup|inf|sc|small|span|italic|bold|underline|p|title"
    r"|ovid:[a-z]+|jats:[a-z]+)(?P<attributes>(?:\s+[\w:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*)\s*>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def decoded(content: bytes) -> str:
    """Text of a file: by its byte order mark, else UTF-8, else Windows-1252.

    Windows-1252 is what spreadsheet programs and reference managers on Windows write; its five
    undefined bytes are read as Latin-1, so that decoding never fails.
    """
    for mark, encoding in _WIDE:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if content.startswith(_UTF16):
        return content.decode("utf-16", "replace")
    content = content.removeprefix(_UTF8_MARK)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return _windows(content)


def _windows(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        undefined = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
        return "".join(chr(b) if b in undefined else bytes((b,)).decode("cp1252") for b in content)


def lines(content: Content) -> Iterator[tuple[int, str]]:
    """Lines without their ends, each with its byte offset (in UTF-8 for UTF-16 files).

    Each line is decoded by itself: one line in Windows-1252 does not spoil a file in UTF-8.
    """
    stream = BytesIO(content) if isinstance(content, bytes) else content
    head = stream.readline()
    if head.startswith((*_UTF16, *(mark for mark, _ in _WIDE))):
        stream = BytesIO(decoded(head + stream.read()).encode())
        head = stream.readline()
    offset, line = 0, head
    while line:
        raw = line.removeprefix(_UTF8_MARK) if offset == 0 else line
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            text = _windows(raw)
        # A lone carriage return ends a line in exports of old Macintosh programs.
        for part in text.rstrip("\r\n").split("\r"):
            yield offset, part
        offset += len(line)
        line = stream.readline()


def unescaped(text: str) -> str:
    """Entities decoded, also where they were escaped twice; control characters become spaces."""
    for _ in range(_ROUNDS):
        if "&" not in text:
            break
        changed = _ENTITY.sub(lambda m: html.unescape(m.group()), text)
        if changed == text:
            break
        text = changed
    return _CONTROL.sub(" ", text)


def plain(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Text without its inline tags, and the places where they were."""
    text = unescaped(text).strip()
    if "<" not in text:
        return text, ()
    found = list(_TAG.finditer(text))
    partner: dict[int, int] = {}
    open_tags: list[int] = []
    for number, tag in enumerate(found):
        if not tag["close"]:
            open_tags.append(number)
            continue
        for place in range(len(open_tags) - 1, -1, -1):
            if found[open_tags[place]]["name"].lower() == tag["name"].lower():
                partner[open_tags[place]] = number
                del open_tags[place:]
                break
    if not partner:
        return text, ()
    removed = set(partner) | set(partner.values())
    parts: list[str] = []
    length = last = 0
    starts: dict[int, int] = {}
    for number, tag in enumerate(found):
        if number not in removed:
            continue
        piece = text[last : tag.start()]
        parts.append(piece)
        length += len(piece)
        starts[number] = length
        last = tag.end()
    parts.append(text[last:])
    bare = "".join(parts)
    shift = len(bare) - len(bare.lstrip())
    result = bare.strip()
    marks = tuple(
        Mark(
            min(max(starts[first] - shift, 0), len(result)),
            min(max(starts[final] - shift, 0), len(result)),
            found[first]["name"],
            tuple((k, d or s) for k, d, s in _ATTRIBUTE.findall(found[first]["attributes"])),
        )
        for first, final in sorted(partner.items())
    )
    return result, marks


def one_line(text: str) -> str:
    """All white space as single blanks, for titles and names that were wrapped."""
    return " ".join(text.split())
