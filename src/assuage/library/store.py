"""The records of a library in one SQLite file: what was sent, which work it belongs to, the log.

SQLite is the truth and the search index is made from it: a work whose index entry may be stale is
named in ``pending`` within the same transaction that changed it, and leaves it only after the
index has committed. A process killed between the two leaves work to redo, never a loss.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from assuage.terms.errors import LibraryError
from assuage.terms.library import Hit, Link, Notice
from assuage.terms.record import Record

FORMAT = "2"
"""Written into a new library; a library of another format is refused with the way out."""

FIRST_OWN_NUMBER = 1 << 40
"""Records with a PMID from PubMed itself are numbered by it (39 million in 2026, 8 digits); all
others count from here, so that parts built apart from each other never take the same number."""

_SCHEMA = """
CREATE TABLE about(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE records(
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    version TEXT,
    work INTEGER NOT NULL,
    digest BLOB NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE keys(key INTEGER NOT NULL, record INTEGER NOT NULL, PRIMARY KEY(key, record)) WITHOUT ROWID;
CREATE TABLE works(number INTEGER PRIMARY KEY, hit BLOB NOT NULL);
CREATE TABLE links(
    origin TEXT NOT NULL, relation TEXT NOT NULL, target TEXT NOT NULL,
    PRIMARY KEY(origin, relation, target)
) WITHOUT ROWID;
CREATE TABLE notices(
    target TEXT NOT NULL, kind TEXT NOT NULL, by TEXT NOT NULL, known_on TEXT, citation TEXT,
    PRIMARY KEY(target, kind, by)
) WITHOUT ROWID;
CREATE TABLE searches(
    number INTEGER PRIMARY KEY, source TEXT NOT NULL, query TEXT NOT NULL,
    drug TEXT, condition TEXT, answer BLOB NOT NULL
);
CREATE TABLE files(
    key TEXT PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL,
    records INTEGER NOT NULL, problems INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE pending(work INTEGER PRIMARY KEY);
"""
INDEXES = """
CREATE UNIQUE INDEX IF NOT EXISTS records_id ON records(id, source);
CREATE INDEX IF NOT EXISTS records_work ON records(work);
CREATE INDEX IF NOT EXISTS keys_record ON keys(record);
CREATE INDEX IF NOT EXISTS links_target ON links(target);
"""

_encode = msgspec.msgpack.Encoder()
_decode = msgspec.msgpack.Decoder(Record)
_decode_hit = msgspec.msgpack.Decoder(Hit)


def packed(record: Record) -> tuple[bytes, bytes]:
    """A record as kept: its digest (8 bytes) and its compressed body."""
    plain = _encode.encode(record)
    return blake2b(plain, digest_size=8).digest(), zstandard.compress(plain, 3)


def unpacked(body: bytes) -> Record:
    """The record of a kept body."""
    return _decode.decode(zstandard.decompress(body))


def key_number(key: str) -> int:
    """A blocking key as a signed 64-bit number: short, and of even length in the index."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def own_number(record: Record) -> int | None:
    """The number that a record brings with it: its PMID where PubMed itself sent it."""
    if record.source == "pubmed" and record.id.startswith("pmid:") and record.id[5:].isdigit():
        return int(record.id[5:])
    return None


class Kept(msgspec.Struct, frozen=True):
    """A record's row without its body."""

    number: int
    version: str | None
    work: int
    digest: bytes


class Store:
    """Rows in, rows out. Raises LibraryError where the file is no library or of another format."""

    def __init__(self, path: Path, write: bool) -> None:
        self.path = path
        fresh = not path.exists()
        if fresh and not write:
            raise LibraryError(
                f"no library in {path.parent}. Make one with: assuage library import FILE, "
                "or name another with --library DIR."
            )
        try:
            self.db = sqlite3.connect(
                path if write else f"file:{path}?mode=ro",
                uri=not write,
                isolation_level=None,
                timeout=30,
                check_same_thread=False,
            )
            if write:
                self.db.execute("PRAGMA journal_mode=WAL")
                self.db.execute("PRAGMA synchronous=FULL")
                self._create()
            self.db.execute("PRAGMA cache_size=-65536")
            self.db.execute("PRAGMA mmap_size=1073741824")
            held = self.about("format")
        except sqlite3.DatabaseError as error:
            raise LibraryError(
                f"{path} cannot be read as a library ({error}). Restore it from a copy, or import "
                "the files again into another folder with --library DIR."
            ) from None
        if held != FORMAT:
            raise LibraryError(
                f"{path.parent} holds a library of format {held}, this program writes format "
                f"{FORMAT}. Export it with the version that wrote it and import it again."
            )

    def _create(self) -> None:
        """Make the tables in one transaction, so that no half-made library is ever left."""
        self.db.execute("BEGIN IMMEDIATE")
        made = self.db.execute("SELECT 1 FROM sqlite_master WHERE name='about'").fetchone()
        if not made:
            for statement in (_SCHEMA + INDEXES).split(";"):
                if statement.strip():
                    self.db.execute(statement)
            self.db.execute("INSERT INTO about VALUES('format', ?)", (FORMAT,))
        self.db.execute("COMMIT")

    def about(self, key: str) -> str | None:
        """A word about the library itself."""
        row = self.db.execute("SELECT value FROM about WHERE key=?", (key,)).fetchone()
        return str(row[0]) if row else None

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    # ------------------------------------------------------------------ records

    def kept(self, record_id: str, source: str) -> Kept | None:
        """The row of a record, if it is held."""
        row = self.db.execute(
            "SELECT number, version, work, digest FROM records WHERE id=? AND source=?",
            (record_id, source),
        ).fetchone()
        return Kept(*row) if row else None

    def next_number(self) -> int:
        """The next number for a record that brings none."""
        row = self.db.execute("SELECT max(number) FROM records").fetchone()
        return max(FIRST_OWN_NUMBER, (row[0] or 0) + 1)

    def put_record(
        self,
        number: int,
        record: Record,
        work: int,
        digest: bytes,
        body: bytes,
        keys: Iterable[str],
    ) -> None:
        """Insert a record with its blocking keys, or replace it after ``drop_record``."""
        self.db.execute(
            "INSERT INTO records VALUES(?,?,?,?,?,?,?)",
            (number, record.id, record.source, record.version, work, digest, body),
        )
        self.db.executemany(
            "INSERT OR IGNORE INTO keys VALUES(?,?)", [(key_number(k), number) for k in keys]
        )

    def drop_record(self, number: int) -> None:
        """Remove a record and its keys."""
        self.db.execute("DELETE FROM keys WHERE record=?", (number,))
        self.db.execute("DELETE FROM records WHERE number=?", (number,))

    def sharing(self, keys: Sequence[str]) -> list[tuple[int, int, Record]]:
        """Records that share a key: number, work, record; by number."""
        marks = ",".join("?" * len(keys))
        rows = self.db.execute(
            "SELECT number, work, body FROM records WHERE number IN "
            f"(SELECT record FROM keys WHERE key IN ({marks})) ORDER BY number",
            [key_number(k) for k in keys],
        )
        return [(n, w, unpacked(body)) for n, w, body in rows]

    def members(self, work: int) -> list[Record]:
        """All records of a work, in the order of their numbers."""
        rows = self.db.execute("SELECT body FROM records WHERE work=? ORDER BY number", (work,))
        return [unpacked(body) for (body,) in rows]

    def move(self, old: int, new: int) -> None:
        """Give all records of one work to another."""
        self.db.execute("UPDATE records SET work=? WHERE work=?", (new, old))
        self.db.execute("DELETE FROM works WHERE number=?", (old,))

    def works_of(self, ids: Iterable[str]) -> set[int]:
        """The works that hold records with these ids, from whatever source."""
        found: set[int] = set()
        for one in ids:
            rows = self.db.execute("SELECT work FROM records WHERE id=?", (one,))
            found.update(w for (w,) in rows)
        return found

    def works_sharing(self, key: str) -> set[int]:
        """The works whose records carry a blocking key."""
        rows = self.db.execute(
            "SELECT work FROM records WHERE number IN (SELECT record FROM keys WHERE key=?)",
            (key_number(key),),
        )
        return {w for (w,) in rows}

    # -------------------------------------------------------------- ties, notices

    def put_ties(
        self, links: Iterable[tuple[str, str, str]], notices: Iterable[tuple[str, Notice]]
    ) -> None:
        """Keep links (origin, relation, target) and notices (target, notice)."""
        if tied := list(links):
            self.db.executemany("INSERT OR IGNORE INTO links VALUES(?,?,?)", tied)
        if told := [(t, n.kind, n.by, n.known_on, n.citation) for t, n in notices]:
            self.db.executemany("INSERT OR REPLACE INTO notices VALUES(?,?,?,?,?)", told)

    def links_from(self, ids: Sequence[str]) -> list[Link]:
        """Links that start at any of these ids."""
        rows = [
            r
            for one in ids
            for r in self.db.execute("SELECT relation, target FROM links WHERE origin=?", (one,))
        ]
        return [Link(*row) for row in sorted(set(rows))]

    def links_to(self, ids: Sequence[str]) -> list[tuple[str, str]]:
        """Where links to any of these ids start: origin, relation."""
        rows = [
            r
            for one in ids
            for r in self.db.execute("SELECT origin, relation FROM links WHERE target=?", (one,))
        ]
        return sorted(set(rows))

    def notices_about(self, ids: Sequence[str]) -> list[Notice]:
        """Notices whose target is one of these ids."""
        rows = [
            r
            for one in ids
            for r in self.db.execute(
                "SELECT kind, by, known_on, citation FROM notices WHERE target=?", (one,)
            )
        ]
        return [
            Notice(kind=k, by=b, known_on=d, citation=c)
            for k, b, d, c in sorted(set(rows), key=lambda r: tuple(v or "" for v in r))
        ]

    # -------------------------------------------------------------------- works

    def put_hit(self, work: int, hit: Hit) -> None:
        """Keep what a list of results shows of a work, and name the work as pending."""
        self.db.execute("INSERT OR REPLACE INTO works VALUES(?,?)", (work, _encode.encode(hit)))
        self.db.execute("INSERT OR IGNORE INTO pending VALUES(?)", (work,))

    def drop_work(self, work: int) -> None:
        """Remove a work's row, and name it as pending, so that the index drops it too."""
        self.db.execute("DELETE FROM works WHERE number=?", (work,))
        self.db.execute("INSERT OR IGNORE INTO pending VALUES(?)", (work,))

    def hits(self, numbers: Sequence[int]) -> dict[int, Hit]:
        """The hits of works, by number; a work dropped since the search is absent."""
        marks = ",".join("?" * len(numbers))
        rows = self.db.execute(f"SELECT number, hit FROM works WHERE number IN ({marks})", numbers)
        return {number: _decode_hit.decode(hit) for number, hit in rows}

    def pending(self) -> list[int]:
        """Works whose index entry may be stale."""
        return [w for (w,) in self.db.execute("SELECT work FROM pending ORDER BY work")]

    def indexed(self, works: Iterable[int]) -> None:
        """The index has committed these works."""
        self.db.executemany("DELETE FROM pending WHERE work=?", [(w,) for w in works])

    def work_numbers(self) -> Iterator[int]:
        """All works, by number."""
        for (number,) in self.db.execute("SELECT number FROM works ORDER BY number"):
            yield number

    def file_state(self, key: str) -> str | None:
        """How far a file (by its digest) or a part (by its name) has come in."""
        row = self.db.execute("SELECT state FROM files WHERE key=?", (key,)).fetchone()
        return str(row[0]) if row else None

    def put_file(self, key: str, name: str, state: str, records: int, problems: int) -> None:
        """Note how far a file or part has come in."""
        self.db.execute(
            "INSERT OR REPLACE INTO files VALUES(?,?,?,?,?)", (key, name, state, records, problems)
        )

    def counts(self) -> dict[str, Any]:
        """How much is held: records by source, works, searches, pending, notices by kind."""
        one = self.db.execute
        return {
            "records": dict(
                one("SELECT source, count(*) FROM records GROUP BY source ORDER BY source")
            ),
            "works": one("SELECT count(*) FROM works").fetchone()[0],
            "searches": one("SELECT count(*) FROM searches").fetchone()[0],
            "files": one("SELECT count(*) FROM files").fetchone()[0],
            "pending": one("SELECT count(*) FROM pending").fetchone()[0],
            "notices": dict(one("SELECT kind, count(*) FROM notices GROUP BY kind ORDER BY kind")),
        }
