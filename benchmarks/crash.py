"""Kill a writing library at random moments: is every record there that was reported as committed?

    python benchmarks/crash.py --rounds 100

Each round starts a process that imports records in small batches and prints the last number after
each commit; it is killed with SIGKILL after a random time, at any point of a transaction, of the
index's commit or of merging. Then a reader opens the library as it was left and must find every
reported record, and the next writer must bring the index level so that ``verify`` finds nothing.
"""

import argparse
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from assuage.library.reader import Library
from assuage.library.verify import verify
from assuage.library.writer import Counted, LibraryWriter
from assuage.terms.library import LibraryQuery
from assuage.terms.record import Abstract, Passage, Record

BATCH = 20


def numbered(first: int) -> Iterator[Record]:
    """Records without end."""
    number = first
    while True:
        text = f"Case {number} of word{number % 997} with ketamine and baclofen. " * 5
        yield Record(
            id=f"pmid:{number}",
            source="pubmed",
            pmid=str(number),
            title=f"Record number {number}",
            abstracts=(Abstract((Passage(text),)),),
        )
        number += 1


def write(folder: Path, first: int) -> None:
    """Import without end, reporting after each commit."""

    def report(counted: Counted) -> None:
        print(first + counted.new - 1, flush=True)

    with LibraryWriter(folder) as writer:
        writer.add(numbered(first), report, batch=BATCH)


def one_round(folder: Path, first: int, seconds: float) -> int:
    """Write, kill, check; gives the first number of the next round."""
    child = subprocess.Popen(
        [sys.executable, __file__, "--write", str(folder), "--first", str(first)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    reported = first - 1
    line = child.stdout.readline()  # the first commit: from here on there is something to lose
    reported = int(line) if line.strip() else reported
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
    rest = child.stdout.read().split()
    child.wait()
    reported = max([reported, *(int(word) for word in rest)])
    with Library(folder) as library:
        held = set(library.store.work_numbers())
        lost = [n for n in range(1, reported + 1) if n not in held]
        assert not lost, f"{len(lost)} reported records are gone, first {lost[0]}"
        for number in (reported, random.randint(1, reported)):
            results = library.search(
                LibraryQuery(text=f'title:"record number {number}"', expand=False)
            )
            assert f"pmid:{number}" in {hit.id for hit in results.results}, f"{number} not found"
    with LibraryWriter(folder):
        pass
    wrong = list(verify(folder))
    assert not wrong, wrong
    return max(held, default=0) + 1


def main() -> None:
    """Run the rounds in a temporary folder, or write as the child."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--first", type=int, default=1)
    given = parser.parse_args()
    if given.write:
        write(given.write, given.first)
        return
    random.seed(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        first = 1
        for _ in range(given.rounds):
            first = one_round(Path(folder), first, random.uniform(0.0, 0.6))
    print(f"{given.rounds} kills, {first - 1} records, none lost")


if __name__ == "__main__":
    main()
