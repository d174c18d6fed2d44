"""Writing: records in, works joined, the index brought level, all in transactions.

A batch is one transaction: first the records are committed (SQLite, synced to disk) with the
works that they touch marked as pending; then the index commits; then the marks are taken away.
``on_commit`` is called only after that, so what was reported is there after a power cut.
"""

import shutil
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from sqlite3 import Error as SqliteError
from types import TracebackType

import msgspec

from assuage.library.grouping import belonging, compatible
from assuage.library.hits import hit_of
from assuage.library.index import Index
from assuage.library.retracted import listed_notice
from assuage.library.same_work import keys
from assuage.library.store import Store, own_number, packed
from assuage.library.ties import links, notices
from assuage.library.works import work_of
from assuage.terms.answer import Answer
from assuage.terms.errors import LibraryError
from assuage.terms.library import Notice, Work
from assuage.terms.record import Record

BATCH = 2_000
"""Records in one transaction: at the measured rate about a second of work to lose, and to redo,
when a process is killed; larger batches gained under 5% (benchmarks/library.py)."""


ROWS_IN = "rows-in"
"""State of a part whose rows are in but whose index segments may not be: until the build has been
finished, nothing else may write."""

FINISHED = "finished"


class Counted(msgspec.Struct):
    """What became of the records of an import. ``joined`` of the new ones met a work held already."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    older: int = 0
    deleted: int = 0
    joined: int = 0

    @property
    def seen(self) -> int:
        """All records that came in."""
        return self.new + self.updated + self.unchanged + self.older + self.deleted


class LibraryWriter:
    """The one writer of a library; a context manager. Raises LibraryError if another is at work."""

    def __init__(self, folder: Path, building: bool = False) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"cannot make the library folder {folder}: {error.strerror}. "
                "Name another with --library DIR."
            ) from None
        self.folder = folder
        self.store = Store(folder / "library.sqlite", write=True)
        self.index = Index.open(folder / "index")
        self.out = self.index.writer()
        self.counted = Counted()
        self._touched: dict[int, None] = {}
        self._alone: dict[int, Record] = {}
        """New works of one record, so that it need not be read back."""
        self._made: dict[int, Work | None] = {}
        """Works of the open transaction as just made, so that the index need not make them again."""
        self._open = False
        self.uncommitted = 0
        """Records taken into the open transaction."""
        self._building = building
        if not building:
            if self.store.db.execute("SELECT 1 FROM files WHERE state=?", (ROWS_IN,)).fetchone():
                self.close()
                raise LibraryError(
                    f"a bulk build of {folder} was interrupted. Start the same "
                    "'assuage library build' again; it goes on where it stopped."
                )
            self.bring_level()

    def __enter__(self) -> "LibraryWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.commit()
        else:
            self.abandon()
        self.close()

    def close(self) -> None:
        """Let go of the library; the next writer may come."""
        self.out.close()
        self.store.close()

    # ---------------------------------------------------------------- adding

    def add(
        self,
        records: Iterable[Record],
        on_commit: Callable[[Counted], None] | None = None,
        batch: int = BATCH,
    ) -> Counted:
        """Keep records and commit them, ``batch`` in a transaction; gives what became of all so far."""
        counted = self.keep(records, on_commit, batch)
        if self._open:
            self.commit()
            if on_commit:
                on_commit(counted)
        return counted

    def keep(
        self,
        records: Iterable[Record],
        on_commit: Callable[[Counted], None] | None = None,
        batch: int = BATCH,
    ) -> Counted:
        """As ``add``, but records short of a whole batch stay in the open transaction."""
        for record in records:
            self.take(record)
            if self.uncommitted >= batch:
                self.commit()
                if on_commit:
                    on_commit(self.counted)
        return self.counted

    def take(self, record: Record) -> None:
        """Keep one record in the open transaction: new, superseding, unchanged or older."""
        self.begin()
        self.uncommitted += 1
        if record.deleted:
            self._delete(record)
            return
        digest, body = packed(record)
        held = self.store.kept(record.id, record.source)
        if held and held.digest == digest:
            self.counted.unchanged += 1
            return
        if held and (held.version or "") > (record.version or ""):
            self.counted.older += 1
            return
        blocking = keys(record)
        if held:
            number, work = held.number, held.work
            self.counted.updated += 1
        else:
            number = self._number(record)
            work = self._join(record, blocking, number)
            self.counted.new += 1
        if held:
            self.store.drop_record(number)
        self.store.put_record(number, record, work, digest, body, blocking)
        if held:
            self._alone.pop(work, None)
            self.rejoin(work, record)
        told, tied = notices(record), links(record)
        listed = listed_notice(record.pmid)
        if listed:
            told.append((f"pmid:{record.pmid}", listed))
        self.store.put_ties(tied, told)
        about = {target for target, _ in told} | {target for _, _, target in tied}
        if held:
            about.add(record.id)
        else:
            self._touched[work] = None
            about -= {record.id}
            if work == number:
                self._alone[work] = record
        self.touch(about)

    def put_notices(self, told: Iterable[tuple[str, Notice]]) -> int:
        """Keep notices that come from a list; gives how many works of the library they concern."""
        self.begin()
        known = list(told)
        self.store.put_ties((), known)
        before = len(self._touched)
        self.touch({target for target, _ in known})
        return len(self._touched) - before

    def _number(self, record: Record) -> int:
        own = own_number(record)
        return own if own is not None else self.store.next_number()

    def _join(self, record: Record, blocking: tuple[str, ...], number: int) -> int:
        """The work that a new record belongs to; several works that it ties become one."""
        candidates = self._candidates(blocking)
        works = belonging(record, candidates) if candidates else []
        if not works:
            return number
        self.counted.joined += 1
        return self._unite(sorted(works))

    def _candidates(self, blocking: tuple[str, ...]) -> dict[int, list[Record]]:
        """Works that share a key, each with all its members."""
        works = {work for _, work, _ in self.store.sharing(blocking)} if blocking else set()
        return {work: self.store.members(work) for work in sorted(works)}

    def touch(self, ids: set[str]) -> None:
        """Make the works with these ids anew when the transaction is committed."""
        for target in sorted(ids):
            found = self.store.works_of([target])
            if target.startswith("pmid:"):
                found |= self.store.works_sharing(target)
            for work in sorted(found):
                self._touched[work] = None

    def rejoin(self, work: int, record: Record) -> bool:
        """Let a record held before meet works that came later; whether it met one."""
        self.begin()
        others = self._candidates(keys(record))
        own = others.pop(work, [])
        met = [w for w in belonging(record, others) if compatible(own, others[w])]
        if met:
            self._unite(sorted([*met, work]))
        return bool(met)

    def _unite(self, works: list[int]) -> int:
        """Make several works one, under the first number; gives that number."""
        first, *rest = works
        self._alone.pop(first, None)
        for other in rest:
            self.store.move(other, first)
            self.store.drop_work(other)
            self._touched.pop(other, None)
            self._alone.pop(other, None)
        self._touched[first] = None
        return first

    def _delete(self, record: Record) -> None:
        held = self.store.kept(record.id, record.source)
        notice = Notice(kind="withdrawn", by=record.source, known_on=record.version)
        self.store.put_ties((), [(record.id, notice)])
        if held:
            self.store.drop_record(held.number)
            self._alone.pop(held.work, None)
            self._touched[held.work] = None
            self.counted.deleted += 1
        else:
            self.counted.unchanged += 1
        self.touch({record.id})

    def _refresh(self) -> None:
        for number in self._touched:
            alone = self._alone.get(number)
            work = work_of(self.store, number, None if alone is None else [alone])
            self._made[number] = work
            if work is None:
                self.store.drop_work(number)
            else:
                self.store.put_hit(number, hit_of(work))
        self._touched.clear()
        self._alone.clear()

    # ------------------------------------------------------------ transactions

    def begin(self) -> None:
        """Open a transaction, unless one is open."""
        if not self._open:
            self._guarded(lambda: self.store.db.execute("BEGIN IMMEDIATE"))
            self._open = True

    def commit(self) -> None:
        """Make everything taken so far durable and findable."""
        if not self._open:
            return
        self.uncommitted = 0
        self._guarded(self._refresh)
        self._guarded(lambda: self.store.db.execute("COMMIT"))
        self._open = False
        if not self._building:
            self.bring_level()

    def renew(self, works: set[int]) -> None:
        """Make these works anew when the transaction is committed."""
        self._touched.update(dict.fromkeys(sorted(works)))

    def finish_build(self, progress: Callable[[int], None] | None = None) -> None:
        """After the parts' segments are in: bring the index level with everything else."""
        self.begin()
        self.store.db.execute("UPDATE files SET state=? WHERE state=?", (FINISHED, ROWS_IN))
        self.commit()
        self._building = False
        self.bring_level(progress)

    def bring_level(self, progress: Callable[[int], None] | None = None) -> int:
        """Index what is pending; gives how many works that were."""
        stale = self.store.pending()
        for start in range(0, len(stale), BATCH * 5):
            some = stale[start : start + BATCH * 5]
            self._guarded(partial(self._index, some))
            if progress:
                progress(start + len(some))
        self._made.clear()
        return len(stale)

    def _index(self, numbers: list[int]) -> None:
        for number in numbers:
            work = self._made[number] if number in self._made else work_of(self.store, number)
            if work is None:
                self.out.remove(number)
            else:
                self.out.put(work)
        self.out.commit()
        self.store.db.execute("BEGIN IMMEDIATE")
        self.store.indexed(numbers)
        self.store.db.execute("COMMIT")

    @property
    def under_way(self) -> bool:
        """Whether a transaction is open."""
        return self._open

    def abandon(self) -> None:
        """Drop the open transaction; what was committed stays."""
        if self._open:
            self._open = False
            self._touched.clear()
            self._made.clear()
            self._alone.clear()
            if self.store.db.in_transaction:
                self.store.db.execute("ROLLBACK")

    def _guarded(self, step: Callable[[], object]) -> None:
        """Run a step; a full disk or a broken file ends in one sentence, and nothing is lost."""
        try:
            step()
        except (SqliteError, OSError, ValueError) as error:
            self.abandon()
            said = str(error).lower()
            full = any(w in said for w in ("full", "no space", "too large", "quota"))
            cause = "no space left on the disk" if full else str(error)
            raise LibraryError(
                f"cannot write to the library in {self.folder}: {cause}. What was committed before "
                f"is kept. {'Free some space' if full else 'Run: assuage library verify'}, then "
                "start the same command again."
            ) from None

    # ------------------------------------------------------------------- log

    def log_search(
        self,
        answer: Answer,
        drug: str | None = None,
        condition: str | None = None,
        number: int | None = None,
    ) -> int:
        """Keep a search with its answer and what it was for; ``number`` replaces an earlier try."""
        self.begin()
        cursor = self.store.db.execute(
            "INSERT OR REPLACE INTO searches VALUES(?,?,?,?,?,?)",
            (
                number,
                answer.asked.source,
                answer.asked.query,
                drug,
                condition,
                msgspec.json.encode(answer),
            ),
        )
        return int(cursor.lastrowid or 0)

    def log_file(self, key: str, name: str, records: int, problems: int) -> None:
        """Note that a file was imported to its end."""
        self.begin()
        self.store.put_file(key, name, FINISHED, records, problems)


def reindex(folder: Path, progress: Callable[[int], None] | None = None) -> int:
    """Make the index anew from the records; gives the number of works. Readers keep the old one
    until they open the library again."""
    Store(folder / "library.sqlite", write=False).close()
    shutil.rmtree(folder / "index", ignore_errors=True)
    with LibraryWriter(folder, building=True) as writer:
        db = writer.store.db
        writer.begin()
        db.execute("DELETE FROM works WHERE number NOT IN (SELECT work FROM records)")
        db.execute("INSERT OR IGNORE INTO pending SELECT DISTINCT work FROM records")
        count = int(db.execute("SELECT count(*) FROM pending").fetchone()[0])
        missing = db.execute(
            "SELECT work FROM records WHERE work NOT IN (SELECT number FROM works)"
        ).fetchall()
        writer.renew({work for (work,) in missing})
        writer.finish_build(progress)
    return count
