"""PubMed XML to records: baseline and update files, efetch answers, gzip or plain.

``read`` and ``records`` stream in constant memory. Every record is tried with the fast reader and,
where its grammar does not cover the record, given to the complete one; both give the same Record.
What cannot be read is told in a ParseProblem in its place, and the rest goes on.

How PubMed's fields are kept, where it is not plain from the names:

- ``version`` is the date of revision and the version of the PMID, ``2019-02-20.1``; it sorts.
  ``0000-00-00.1`` stands where there is no date of revision.
- ``dates``: created, completed, revised (of the record); ``article:<DateType>``;
  ``history:<PubStatus>``; digits as printed.
- ``identifiers``: ELocationIDs, OtherIDs (scheme is the source), then the record's own ArticleIds,
  all of them, so that one doi stands there twice. ELocationIDs marked invalid are in ``others``.
- Journal: ISSNs carry their type, the linking ISSN the scheme ``Linking``.
- Flags with a default of the DTD (ValidYN Y, MajorTopicYN N, Owner NLM, CompleteYN Y) are kept
  where they differ from it; all other attributes are kept always.
- ``others``: Article@PubModel, IndexingMethod, CitationSubset, PublicationStatus, gene symbols,
  notes, space flights, object lists and whatever NLM invents next, each with its path.
- A DeleteCitation gives one record with ``deleted`` a PMID and no version: it bears no date, so
  it holds from its place in the order of files on.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from assuage.parsing.problem import ParseProblem
from assuage.parsing.pubmed_fast import fast
from assuage.parsing.pubmed_files import CHUNK, Piece, item, pieces, split
from assuage.parsing.pubmed_text import Unfit
from assuage.terms.errors import UsageError
from assuage.terms.record import Record

# XML 1.0 forbids these bytes; the complete reader says so.
_FORBIDDEN = bytes(b for b in range(0x20) if b not in (9, 10, 13))
# A table that changes a byte where a record needs a second look: these bytes, and CR.
_LOOK = bytes(0xFF if b < 0x20 and b not in (9, 10) else b for b in range(256))
_PLACE = re.compile(r", line ([0-9]+), column ([0-9]+).*$", re.S)
_PLACED = r" (line \1, column \2 of the record)"


def read(path: Path) -> Iterator[Record | ParseProblem]:
    """Records of one file, gzip or plain, and what could not be read of it.

    Raises UsageError if the file cannot be opened.
    """
    try:
        handle = path.open("rb")
    except OSError as error:
        raise UsageError(
            f"cannot open {path}: {error.strerror}. Give the path of a PubMed XML file."
        ) from None
    with handle:
        yield from records(iter(lambda: handle.read(CHUNK), b""), str(path))


def records(chunks: Iterable[bytes], name: str) -> Iterator[Record | ParseProblem]:
    """Records of a stream of bytes; ``name`` is what problems call it."""
    for piece in pieces(chunks, name):
        if isinstance(piece, ParseProblem):
            yield piece
        elif piece.tag == "PubmedArticle":
            try:
                yield article(piece.raw)
            except (UnicodeDecodeError, Unfit):
                yield from _slowly(piece, name)
        else:
            yield from _slowly(piece, name)


def article(raw: bytes) -> Record:
    """One PubmedArticle element by the fast reader; Unfit or UnicodeDecodeError where it cannot."""
    # CPython gives the same object back where nothing was changed, so that this is one quick pass.
    if raw.translate(_LOOK) != raw:
        raw = _newlines(raw)
        if len(raw.translate(None, _FORBIDDEN)) != len(raw):
            raise Unfit
    text = raw.decode()
    if "\ufffe" in text or "\uffff" in text:
        raise Unfit
    return fast(text)


def _newlines(raw: bytes) -> bytes:
    # XML 1.0, section 2.11.
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _slowly(piece: Piece, name: str) -> Iterator[Record | ParseProblem]:
    from assuage.parsing.pubmed_complete import Unreadable, complete, deletions

    raw = _newlines(piece.raw)
    try:
        raw.decode()
        yield from deletions(raw) if piece.tag.startswith("Delete") else [complete(raw)]
        return
    except UnicodeDecodeError as error:
        # The offset is that of the piece as it stands in the file, line ends included.
        try:
            piece.raw.decode()
            offset = piece.offset
        except UnicodeDecodeError as exact:
            offset = piece.offset + exact.start
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8, which the file says it is"
    except Unreadable as error:
        offset = piece.offset
        message = f"the record cannot be read: {_PLACE.sub(_PLACED, str(error))}"
    first, *others = split(piece)
    repair = "Fetch this record again; all others are read."
    yield ParseProblem(name, offset, item(first.raw), message, repair)
    for other in others[:-1]:
        yield ParseProblem(name, other.offset, item(other.raw), "a record has no end tag", repair)
    if others:
        yield from _slowly(others[-1], name)
