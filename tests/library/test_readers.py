"""One writer and many readers at once; a killed writer loses nothing that it reported."""

import subprocess
import sys
import threading
from pathlib import Path

from assuage.library.reader import Library
from assuage.library.writer import LibraryWriter
from assuage.terms.library import LibraryQuery
from assuage.terms.record import Record

ROOT = Path(__file__).resolve().parents[2]


def records(first: int, count: int) -> list[Record]:
    return [
        Record(id=f"pmid:{n}", source="pubmed", pmid=str(n), title=f"Ketamine number {n}")
        for n in range(first, first + count)
    ]


def test_readers_see_whole_states_while_one_writes(tmp_path: Path) -> None:
    """Every reader, opened at any moment, finds a multiple of the batch and can read each hit."""
    with LibraryWriter(tmp_path) as writer:
        writer.add(records(1, 50))
    wrong: list[str] = []
    seen: set[int] = set()
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            with Library(tmp_path) as library:
                results = library.search(LibraryQuery(text="ketamine", limit=1000))
                seen.add(results.total)
                if results.total % 50 or len(results.results) != results.total:
                    wrong.append(f"{results.total} matched, {len(results.results)} shown")
                last = results.results[-1].id
                if library.work(last).id != last:
                    wrong.append(last)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    with LibraryWriter(tmp_path) as writer:
        for start in range(51, 551, 50):
            writer.add(records(start, 50))
    over.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert len(seen) > 1, "the readers never saw the library grow"
    with Library(tmp_path) as library:
        assert library.search(LibraryQuery(text="ketamine", limit=1)).total == 550


def test_ten_kills_lose_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/crash.py", "--rounds", "10", "--seed", "3"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "10 kills" in done.stdout and "none lost" in done.stdout
