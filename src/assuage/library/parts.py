"""Parts of a library, each made from one file without looking at any other.

A part is a folder with the rows (``part.sqlite``, the library's own tables) and a search index of
its own. Parts are made by any number of processes or machines in any order; ``assembly`` then
takes them in. PubMed's records bring their number (the PMID), so parts never disagree on it.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import monotonic

import msgspec

from assuage.library.designs import designs
from assuage.library.hits import hit_of
from assuage.library.index import Index
from assuage.library.retracted import listed_notice
from assuage.library.same_work import keys
from assuage.library.store import Store, own_number, packed
from assuage.library.ties import links, notices
from assuage.parsing.importing import read
from assuage.parsing.problem import ParseProblem
from assuage.terms.library import Link, Work
from assuage.terms.record import Record

_COMMIT_EVERY = 5_000
"""Rows in one SQLite transaction of a part: a part that is not finished is thrown away whole, so
this only bounds memory."""


class PartJob(msgspec.Struct, frozen=True):
    """A file to make a part of, and the folder that parts go to."""

    source: str
    folder: str

    @property
    def name(self) -> str:
        """The part's folder name: the file's own name."""
        return Path(self.source).name


class PartDone(msgspec.Struct, frozen=True):
    """What a finished part holds; kept beside it as ``done.json``."""

    name: str
    records: int
    deleted: tuple[str, ...]
    problems: tuple[str, ...]
    seconds: float


def make_part(job: PartJob) -> PartDone:
    """Make one part, or find it made. Written under a temporary name and renamed when whole."""
    target = Path(job.folder) / job.name
    done = target / "done.json"
    if done.is_file():
        return msgspec.json.decode(done.read_bytes(), type=PartDone)
    started = monotonic()
    building = target.with_name(f"{job.name}.{os.uname().nodename}.{os.getpid()}.partial")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    problems: list[str] = []
    deleted: list[str] = []
    count = _fill(building, _good(read(Path(job.source)), problems, deleted))
    result = PartDone(
        name=job.name,
        records=count,
        deleted=tuple(deleted),
        problems=tuple(problems),
        seconds=round(monotonic() - started, 3),
    )
    (building / "done.json").write_bytes(msgspec.json.encode(result))
    try:
        building.rename(target)
    except OSError:
        # Another worker was given the same job after this one was thought dead, and came first.
        shutil.rmtree(building, ignore_errors=True)
        return msgspec.json.decode(done.read_bytes(), type=PartDone)
    return result


def _good(
    items: Iterable[Record | ParseProblem], problems: list[str], deleted: list[str]
) -> Iterator[tuple[int, Record]]:
    for item in items:
        if isinstance(item, ParseProblem):
            problems.append(str(item))
            continue
        number = own_number(item)
        if number is None:
            problems.append(
                f"{item.id} ({item.source}) is not from PubMed. Use: assuage library import"
            )
        elif item.deleted:
            deleted.append(item.id)
        else:
            yield number, item


def _fill(folder: Path, records: Iterable[tuple[int, Record]]) -> int:
    store = Store(folder / "part.sqlite", write=True)
    store.db.execute("PRAGMA synchronous=OFF")
    out = Index.open(folder / "index").writer()
    versions: dict[int, str] = {}
    store.db.execute("BEGIN")
    for count, (number, record) in enumerate(records, start=1):
        before = versions.get(number)
        if before is not None and before > (record.version or ""):
            continue
        versions[number] = record.version or ""
        work = _put(store, number, record)
        # A file may hold two versions of one record; the later one replaces the document.
        if before is None:
            out.add(work, str(number))
        else:
            out.put(work)
        if count % _COMMIT_EVERY == 0:
            store.db.execute("COMMIT")
            store.db.execute("BEGIN")
    store.db.execute("DELETE FROM pending")
    store.db.execute("COMMIT")
    out.commit()
    out.close()
    store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return len(versions)


def _put(store: Store, number: int, record: Record) -> Work:
    told, tied = notices(record), links(record)
    listed = listed_notice(record.pmid)
    if listed:
        told.append((record.id, listed))
    store.put_record(number, record, number, *packed(record), keys(record))
    store.put_ties(tied, told)
    work = Work(
        number=number,
        lead=record,
        members=(record.id,),
        sources=(record.source,),
        designs=designs(record),
        notices=tuple(notice for target, notice in told if target == record.id),
        links=tuple(Link(relation, target) for _, relation, target in tied),
    )
    store.put_hit(number, hit_of(work))
    return work
