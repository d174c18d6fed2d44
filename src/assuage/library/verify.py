"""Whether a library is whole: every record readable, every work findable, nothing half done."""

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import DecodeError
from zstandard import ZstdError

from assuage.library.index import Index
from assuage.library.store import Store, packed, unpacked


def verify(folder: Path, progress: Callable[[int], None] | None = None) -> Iterator[str]:
    """One sentence for each thing that is wrong, with what mends it; nothing if all is well."""
    store = Store(folder / "library.sqlite", write=False)
    try:
        yield from _file(store)
        works = set(store.work_numbers())
        yield from _records(store, works, progress)
        indexed = set(Index.open(folder / "index").numbers())
        pending = set(store.pending())
        missing, extra = works - indexed - pending, indexed - works - pending
        if missing or extra:
            yield (
                f"the search index lacks {len(missing)} of {len(works)} works and holds "
                f"{len(extra)} that are gone. Run: assuage library reindex"
            )
        if pending:
            yield (
                f"{len(pending)} works are not indexed yet, because a run was interrupted. "
                "Run: assuage library reindex"
            )
    finally:
        store.close()


def _file(store: Store) -> Iterator[str]:
    for (said,) in store.db.execute("PRAGMA integrity_check(10)"):
        if said != "ok":
            yield f"{store.path} is damaged: {said}. Restore a copy, or import the files again."


def _records(
    store: Store, works: set[int], progress: Callable[[int], None] | None
) -> Iterator[str]:
    rows = store.db.execute("SELECT id, source, work, digest, body FROM records ORDER BY number")
    used: set[int] = set()
    for count, (record_id, source, work, digest, body) in enumerate(rows, start=1):
        used.add(work)
        try:
            record = unpacked(body)
        except (ZstdError, DecodeError) as error:
            yield f"{record_id} ({source}) cannot be read: {error}. Import it again."
            continue
        if record.id != record_id or packed(record)[0] != digest:
            yield f"{record_id} ({source}) is not what was kept. Import it again."
        if work not in works:
            yield f"{record_id} ({source}) belongs to no work. Run: assuage library reindex"
        if progress and count % 1000 == 0:
            progress(count)
    for number in sorted(works - used)[:10]:
        yield f"work {number} has no record. Run: assuage library reindex"
