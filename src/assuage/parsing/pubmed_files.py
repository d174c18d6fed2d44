"""Bytes of PubMed files and answers to the bytes of single records, in constant memory.

Files are cut by looking for the tags of records; no parser sees more than one record, so that a
broken record costs nothing but itself. Offsets count bytes of the decompressed UTF-8 stream.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, cast

from assuage.parsing.problem import ParseProblem

CHUNK = 1 << 18
"""Bytes that are cut at a time: what fits the cache of one core; smaller ones are joined oftener."""
SLICE = 4096
"""Compressed bytes given to isal at a time."""
LONGEST = 64 << 20
"""A record of more bytes is taken for a missing end tag; the longest real ones, with thousands of
authors, stay under a tenth of this."""

_START = re.compile(rb"<(PubmedArticle|PubmedBookArticle|DeleteCitation|DeleteDocument)(?=[\s>/])")
_HARMLESS = re.compile(
    rb"<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>"
    rb"|</?(?:PubmedArticleSet|PubmedBookArticleSet)(?:\s[^>]*)?>",
    re.S,
)
_SET_START = re.compile(rb"<Pubmed(?:Book)?ArticleSet[\s>]")
_SET_END = re.compile(rb"</Pubmed(?:Book)?ArticleSet\s*>|<Pubmed(?:Book)?ArticleSet\s*/>")
_ERROR = re.compile(rb"<ERROR>([^<]*+)")
_PMID = re.compile(rb"<PMID[^>]*>\s*([0-9]{1,9})\s*<")
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
LOOKED_AT = 16 << 10
"""Bytes of a stretch outside of records that are looked at, so that hostile ones cost no time."""
MANY = 1000
"""Records without an end tag that are told one by one where they follow each other."""
_TAIL = 32
"""Bytes kept when text outside of records is dropped: longer than any start tag looked for."""
FETCH_AGAIN = "Fetch the file again; all that was read before this place is kept."


class Piece(NamedTuple):
    """The bytes of one record, its tag, and where it starts."""

    raw: bytes
    tag: str
    offset: int


def item(raw: bytes) -> str:
    """``pmid:123`` if a PMID can be seen in the bytes, else an empty string."""
    found = _PMID.search(raw, 0, LOOKED_AT)
    return f"pmid:{found[1].decode()}" if found else ""


def _small(first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Small slices, and the last eight bytes apart.

    A slice bounds what its output can be (deflate swells at most 1032 times) and what a damaged
    place costs; the eight bytes are the checksum of a gzip member, which may be what is wrong.
    """
    held = first
    for chunk in chunks:
        held += chunk
        yield from (held[i : min(i + SLICE, len(held) - 8)] for i in range(0, len(held) - 8, SLICE))
        held = held[-8:]
    yield held[:-8]
    yield held[-8:]


class Source:
    """Decompressed UTF-8 chunks of a stream; ``broken`` says afterwards how it ended, if badly."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.broken = ""

    def __iter__(self) -> Iterator[bytes]:
        return self._utf8(self._unzipped())

    def _unzipped(self) -> Iterator[bytes]:
        chunks = iter(self._chunks)
        first = b""
        for chunk in chunks:
            first += chunk
            if len(first) >= 2:
                break
        if first[:2] != b"\x1f\x8b":
            yield first
            yield from chunks
            return
        from isal import isal_zlib

        damage = cast(type[Exception], isal_zlib.error)
        unzip = isal_zlib.decompressobj(wbits=31)
        ready: list[bytes] = []
        size = 0
        try:
            for piece in _small(first, chunks):
                data = piece
                while data:
                    if unzip.eof:
                        # Padding after a member is allowed; anything else starts a new one.
                        data = data.lstrip(b"\0")
                        if not data:
                            break
                        unzip = isal_zlib.decompressobj(wbits=31)
                    out = unzip.decompress(data)
                    ready.append(out)
                    size += len(out)
                    data = unzip.unused_data
                if size >= CHUNK:
                    yield b"".join(ready)
                    ready, size = [], 0
            if not unzip.eof:
                self.broken = "the gzip stream ends early"
        except damage as error:
            self.broken = f"the gzip stream is damaged ({error})"
        yield b"".join(ready)

    def _utf8(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        first = b""
        for chunk in chunks:
            first += chunk
            if len(first) >= 200:
                break
        name = "utf-8"
        if first[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            name = "utf-16"
        elif first[:3] == codecs.BOM_UTF8:
            first = first[3:]
        elif declared := _ENCODING.match(first):
            name = declared[1].decode("ascii").lower()
        try:
            decoder = codecs.getincrementaldecoder(name)()
        except LookupError:
            self.broken = f"the encoding {name!r} is not known"
            return
        if name in ("utf-8", "utf8", "ascii", "us-ascii"):
            yield first
            yield from chunks
            return
        try:
            yield decoder.decode(first).encode()
            for chunk in chunks:
                yield decoder.decode(chunk).encode()
            decoder.decode(b"", True)
        except (UnicodeError, TypeError) as error:
            self.broken = f"the text is not {name} as it says ({error})"


class Cutter:
    """Cuts a growing buffer into pieces and problems."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.buffer = b""
        self.base = 0  # offset of the first byte of the buffer
        self.at = 0  # place in the buffer up to which all is dealt with
        self.searched = 0  # place in the buffer up to which no end tag was found
        self.inside = False  # within an article set that has not ended
        self.told = False  # one problem is enough for a run of text outside of records

    def problem(self, at: int, message: str) -> ParseProblem:
        """A problem with what starts at a place of the buffer."""
        seen = item(self.buffer[at : at + 4096])
        return ParseProblem(self.name, self.base + at, seen, message, FETCH_AGAIN)

    def feed(self, chunk: bytes) -> None:
        """Append to the buffer; what was dealt with goes."""
        self.searched = max(len(self.buffer) - self.at - _TAIL, 0)
        self.base += self.at
        self.buffer = self.buffer[self.at :] + chunk
        self.at = 0

    def outside(self, end: int) -> Iterator[ParseProblem]:
        """Look at the text outside of records up to a place of the buffer, and step over it."""
        text, offset = self.buffer[self.at : end], self.base + self.at
        self.at = end
        if not text or text.isspace():
            return
        if _SET_START.search(text):
            self.inside = True
        if _SET_END.search(text):
            self.inside = False
        if self.told:
            return
        left = _HARMLESS.sub(b" ", text[:LOOKED_AT]).strip()
        if not left:
            return
        self.told = True
        said = _ERROR.search(left)
        shown = " ".join((said[1] if said else left)[:160].decode("utf-8", "replace").split())
        yield ParseProblem(
            self.name,
            offset + max(text.find(left[:20]), 0),
            item(left),
            f"PubMed answered with an error: {shown!r}"
            if said
            else f"this is no PubMed record: {shown!r}",
            "If it is an answer of PubMed, ask again; records around it are read.",
        )

    def pieces(self, last: bool) -> Iterator[Piece | ParseProblem]:
        """All complete records of the buffer; with ``last``, whatever else is there too."""
        while start := _START.search(self.buffer, self.at):
            begin, tag = start.start(), start[1]
            if begin - self.at > 64 or not self.buffer[self.at : begin].isspace():
                yield from self.outside(begin)
            self.at = begin
            closing = b"</" + tag + b">"
            end = self.buffer.find(closing, max(start.end(), self.searched))
            self.searched = 0
            if end >= 0:
                self.at = end + len(closing)
                self.told = False
                yield Piece(self.buffer[begin : self.at], tag.decode(), self.base + begin)
                continue
            if last:
                following = _START.search(self.buffer, start.end())
                if following is None:
                    return
                yield self.problem(begin, "a record has no end tag")
                self.at = following.start()
            elif len(self.buffer) - begin > LONGEST:
                yield self.problem(begin, f"a record has no end within {LONGEST >> 20} MiB")
                self.at = start.end()
                self.told = True
            else:
                return
        if last:
            yield from self.outside(len(self.buffer))
        elif len(self.buffer) - self.at > CHUNK:
            yield from self.outside(len(self.buffer) - _TAIL)


def pieces(chunks: Iterable[bytes], name: str) -> Iterator[Piece | ParseProblem]:
    """Cut a stream (gzip or plain) into records; what is no record becomes a problem.

    A piece whose end tag is missing runs into the next record; ``split`` parts the two once the
    piece has turned out to be broken.
    """
    source = Source(chunks)
    cutter = Cutter(name)
    waiting: list[bytes] = []
    size = 0
    for chunk in source:
        waiting.append(chunk)
        size += len(chunk)
        # Joining no less than what is already there keeps long records from costing squares.
        if size >= max(CHUNK // 4, len(cutter.buffer) - cutter.at):
            cutter.feed(b"".join(waiting))
            waiting, size = [], 0
            yield from cutter.pieces(last=False)
    cutter.feed(b"".join(waiting))
    yield from cutter.pieces(last=True)
    at = cutter.at
    if at < len(cutter.buffer):
        yield cutter.problem(at, f"{source.broken or 'the file ends'}, in the middle of a record")
    elif source.broken:
        yield cutter.problem(at, source.broken)
    elif cutter.inside:
        yield cutter.problem(at, "the file ends before the end tag of its article set")
    elif not cutter.base + at:
        yield cutter.problem(at, "the file is empty")


def split(piece: Piece) -> list[Piece]:
    """A broken piece parted where other records start in it: only the last has its end tag."""
    places: list[tuple[int, str]] = []
    for found in _START.finditer(piece.raw):
        if len(places) > MANY:
            places.pop()
        places.append((found.start(), found[1].decode()))
    ends = [*(place for place, _ in places[1:]), len(piece.raw)]
    return [
        Piece(piece.raw[start:end], tag, piece.offset + start)
        for (start, tag), end in zip(places, ends, strict=True)
    ]
