"""The search index of a library: tantivy (BM25 over segments that are never changed in place).

Why tantivy: an embedded engine in Rust with Lucene's design; it answers in milliseconds over a
million works in little memory, and its segments, once written, can be taken over by another index
of the same schema by linking their files, so that parts may be built apart and joined in a moment.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Order, Query

from assuage.library.documents import (
    STEMMED,
    WHOLE,
    document,
    schema,
    stemmed_analyser,
    whole_analyser,
)
from assuage.library.expansion import Expansion
from assuage.library.matching import filtered, matching
from assuage.library.query_language import Words, parse
from assuage.library.ranking import SCALE
from assuage.library.related import READ, like, marking
from assuage.library.term_scores import Terms
from assuage.terms.errors import LibraryError
from assuage.terms.library import LibraryQuery, Work

if sys.platform != "win32":
    import fcntl

_MEMORY = 128_000_000
"""Bytes that a writer fills before it writes a segment; tantivy's own default."""
_SHOWN = 5
"""Related terms that are told, of those that were used."""
_PAGE = 50_000
"""Numbers read at a time: bounds the memory of a listing, not its length."""


Hits = list[tuple[Any, tantivy.DocAddress]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Numbers of the works that match, best first. ``total`` counts all that match.

    Where fewer match a best-match search than were asked for, works related to them follow, with
    scores below theirs: ``numbers[total:]`` are those.
    """

    total: int
    as_sent: str
    numbers: tuple[int, ...]
    scores: tuple[float, ...]


class Index:
    """An index in a folder. Reading shows the state of the last ``reload``."""

    def __init__(self, folder: Path, index: tantivy.Index) -> None:
        self.folder = folder
        self._index = index
        index.register_tokenizer(STEMMED, stemmed_analyser())
        index.register_tokenizer(WHOLE, whole_analyser())
        index.config_reader("manual")
        self.reload()

    @classmethod
    def open(cls, folder: Path) -> "Index":
        """The index in a folder, made if it is not there. Raises LibraryError for another schema."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return cls(folder, tantivy.Index(schema(), path=str(folder)))
        except ValueError as error:
            if "schema" in str(error).lower():
                raise LibraryError(
                    f"the search index in {folder} was made by another version of Assuage. "
                    "Make it anew: assuage library reindex"
                ) from None
            raise LibraryError(
                f"the search index in {folder} cannot be read ({_line(error)}). "
                "Make it anew: assuage library reindex"
            ) from None
        except OSError as error:
            raise LibraryError(
                f"the search index in {folder} cannot be opened ({_line(error)}). "
                "Choose a folder that can be written to"
            ) from None

    def writer(self, memory_bytes: int = _MEMORY, threads: int = 1) -> "Writer":
        """A writer; there may be one at a time. Raises LibraryError while another is at work."""
        try:
            return Writer(self._index.writer(memory_bytes, threads))
        except ValueError as error:
            if "Lock" in str(error):
                raise LibraryError(
                    f"another run is writing to the search index in {self.folder}. "
                    "Wait until it has ended, then try again"
                ) from None
            raise LibraryError(
                f"the search index in {self.folder} cannot be written ({_line(error)})"
            ) from None

    def search(self, query: LibraryQuery, words: Expansion | None = None) -> Ranked:
        """The works that match a query. Raises UsageError for a query that cannot be read.

        ``words`` are other names (``expansion``), used unless ``query.expand`` is false, which asks
        for the words as typed: no other name or spelling, no near word, no related work.
        """
        tree = parse(query.text)
        made = matching(tree, query, words if query.expand else None, self._terms)
        wanted = max(query.limit, 1)
        by, scale = ("weight", SCALE) if query.evidence else (None, 1.0)
        result = self._searcher.search(
            made.query, limit=wanted, offset=query.offset, weight_by_field=by
        )
        total: int = result.count  # type: ignore[attr-defined]  # the stub lacks it
        hits = result.hits if query.limit else []
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        ranked = Ranked(
            total=total,
            as_sent=made.shown,
            numbers=tuple(map(int, numbers)),  # type: ignore[arg-type]  # the column is full
            scores=tuple([score / scale for score, _ in hits]),
        )
        best_match = isinstance(tree, Words) and not tree.every
        if best_match and query.expand and 0 < total < wanted and query.offset == 0:
            return self._with_related(ranked, hits, query, by)
        return ranked

    def _with_related(
        self, ranked: Ranked, hits: Hits, query: LibraryQuery, by: str | None
    ) -> Ranked:
        """The same, and after it works that share its marking terms until the page is full."""
        openings = []
        for score, address in hits[:READ]:
            text = self._searcher.doc(address).get_first("opening") or ""
            openings.append((score, self._terms.stems(text)))
        terms = marking(openings, self._terms.count, self.count())
        if not terms:
            return ranked
        found = filtered(like(terms), query)
        more = self._searcher.search(found, limit=query.limit, count=False, weight_by_field=by).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in more])
        held = set(ranked.numbers)
        lowest = ranked.scores[-1]
        highest = more[0][0] if more else 1.0
        further = [
            (int(number), lowest * score / (highest + 1))
            for number, (score, _) in zip(numbers, more, strict=True)
            if number is not None and number not in held
        ][: query.limit - len(ranked.numbers)]
        if not further:
            return ranked
        return Ranked(
            total=ranked.total,
            as_sent=f"{ranked.as_sent}; then related by {', '.join(s for s, _ in terms[:_SHOWN])} …",
            numbers=(*ranked.numbers, *(n for n, _ in further)),
            scores=(*ranked.scores, *(s for _, s in further)),
        )

    def reload(self) -> None:
        """Look at the last commit."""
        self._index.reload()
        self._searcher = self._index.searcher()
        self._terms = Terms(self._searcher)

    def count(self) -> int:
        """How many works the index holds."""
        return int(self._searcher.num_docs)

    def numbers(self) -> Iterator[int]:
        """Numbers of all works in the index, ascending (twice where one is held twice)."""
        low = 0
        while True:
            some = Query.range_query(schema(), "number", FieldType.Integer, low)
            hits = self._searcher.search(
                some, limit=_PAGE, count=False, order_by_field="number", order=Order.Asc
            ).hits
            yield from (int(value) for value, _ in hits)
            if len(hits) < _PAGE:
                return
            low = int(hits[-1][0]) + 1


class Writer:
    """Writes works. Nothing is seen by readers before ``commit`` and their ``reload``."""

    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer

    def put(self, work: Work) -> None:
        """Write a work in place of any document of its number."""
        self._writer.delete_documents_by_term("number", work.number)
        self._writer.add_document(document(work))

    def add(self, work: Work, slot: str) -> None:
        """Write a work that is new here, under a slot by which it can be removed later."""
        self._writer.add_document(document(work, slot))

    def remove(self, number: int) -> None:
        """Take away the work of a number."""
        self._writer.delete_documents_by_term("number", number)

    def remove_slot(self, slot: str) -> None:
        """Take away the one document that was added under a slot."""
        self._writer.delete_documents_by_term("slot", slot)

    def commit(self) -> None:
        """Make what was written last."""
        self._writer.commit()

    def rollback(self) -> None:
        """Forget what was written since the last commit."""
        self._writer.rollback()

    def close(self) -> None:
        """Let merging end and give the lock back. The writer cannot be used afterwards."""
        self._writer.wait_merging_threads()


def adopt(folder: Path, parts: Sequence[Path]) -> int:
    """Take over the segments of other indices of the same schema; gives the number of documents.

    The files are linked (copied across file systems), made known to the engine first, so that a
    killed run leaves only files that the engine's next writer clears away; the list of segments is
    then replaced in one rename. Doing it again changes nothing. Raises LibraryError while a writer
    is at work or when a part has another schema.
    """
    Index.open(folder)
    with _locked(folder):
        meta = _read(folder / "meta.json")
        held = {segment["segment_id"] for segment in meta["segments"]}
        managed: list[str] = _read(folder / ".managed.json")
        names: list[tuple[Path, str]] = []
        documents = 0
        for part in parts:
            other = _read(part / "meta.json")
            if other["schema"] != meta["schema"]:
                raise LibraryError(f"{part} has another schema than {folder}. Build it anew")
            present = os.listdir(part)
            for segment in other["segments"]:
                if segment["segment_id"] in held:
                    continue
                meta["segments"].append(segment)
                held.add(segment["segment_id"])
                stem = segment["segment_id"].replace("-", "")
                names += [(part, n) for n in sorted(present) if n.split(".")[0] == stem]
                deleted = segment["deletes"]
                documents += segment["max_doc"] - (deleted["num_deleted_docs"] if deleted else 0)
            meta["opstamp"] = max(meta["opstamp"], other["opstamp"])
        if not documents:
            return 0
        _replace(folder / ".managed.json", sorted({*managed, *(name for _, name in names)}))
        for part, name in names:
            _link(part / name, folder / name)
        _sync(folder)
        _replace(folder / "meta.json", meta)
    return documents


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """The engine's own writer lock, so that no writer can be at work meanwhile (not on Windows,
    where the engine's lock cannot be taken from here)."""
    if sys.platform == "win32":
        yield
        return
    with (folder / ".tantivy-writer.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise LibraryError(
                f"another run is writing to the search index in {folder}. "
                "Wait until it has ended, then try again"
            ) from None
        yield


def _link(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        _write(target, source.read_bytes())


def _replace(path: Path, data: Any) -> None:
    beside = path.with_name(path.name + ".new")
    _write(beside, json.dumps(data).encode())
    os.replace(beside, path)
    _sync(path.parent)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise LibraryError(f"{path} cannot be read ({_line(error)}). Build it anew") from None


def _line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")
