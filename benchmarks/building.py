"""What a bulk build costs: records a second, disk, memory; and what all of PubMed would.

    python benchmarks/building.py --files 4 --workers 1 2

Files in the baseline's layout (``benchmarks/parsing.py`` makes them from the shared real records,
30,000 each) are built into a library; the extrapolation to 39 million records in 1,300 files is
linear and says so.
"""

import argparse
import gzip
import re
import resource
import shutil
import tempfile
import time
from pathlib import Path

from parsing import build as baseline_file

from assuage.library.reader import Library
from assuage.runs.building import build
from assuage.terms.library import LibraryQuery

ALL_RECORDS, ALL_FILES = 39_000_000, 1_300
"""PubMed in 2026, as the issue states it: about 39 M records in 1,300 files."""


def size(folder: Path) -> int:
    """Bytes on disk."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def main() -> None:
    """Build with each number of workers; print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--files", type=int, default=4)
    parser.add_argument("--records", type=int, default=30_000, help="records in a file")
    parser.add_argument("--mean-bytes", type=float, default=8_600.0, help="mean size of a record")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    given = parser.parse_args()
    shared = Path(__file__).resolve().parents[2] / "shared" / "data" / "pubmed" / "xml"
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary) / "baseline"
        source.mkdir()
        first = source / "pubmed26n0001.xml.gz"
        baseline_file(shared, first, given.records, given.mean_bytes)
        text = gzip.decompress(first.read_bytes())
        for number in range(1, given.files):
            # The file's PMIDs are 30000000 and up; the next files go on in steps of a million.
            renumbered = re.sub(rb">3(\d)(\d{6})<", rb">3%d\2<" % number, text)
            target = source / f"pubmed26n{number + 1:04}.xml.gz"
            target.write_bytes(gzip.compress(renumbered, 6))
        print(
            "| workers | parts, s | taken in, s | records/s | MB of 30,000 | all of PubMed, h | all, GB |"
        )
        print("|---|---|---|---|---|---|---|")
        for workers in given.workers:
            library = Path(temporary) / f"library-{workers}"
            marks: list[float] = []
            start = time.perf_counter()
            done = build(
                library,
                source,
                workers=workers,
                on_part=lambda *_: marks.append(time.perf_counter()),
            )
            ended = time.perf_counter()
            records = sum(part.records for part in done)
            rate = records / (ended - start)
            megabytes = size(library) / 1e6 * 30_000 / records
            with Library(library) as held:
                assert held.search(LibraryQuery(text="the", limit=1)).total <= records
            print(
                f"| {workers} | {marks[-1] - start:.1f} | {ended - marks[-1]:.1f} | {rate:,.0f} | "
                f"{megabytes:.0f} | {ALL_RECORDS / rate / 3600:.1f} | "
                f"{megabytes * ALL_RECORDS / 30_000 / 1000:.0f} |",
                flush=True,
            )
            shutil.rmtree(library)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nPeak memory: {own:.0f} MB taking in, {child:.0f} MB in the largest worker.")


if __name__ == "__main__":
    main()
