"""Abstracts read per second on one core, everything of a reading, beside a peer in the same run.

    python -m venv peer && peer/bin/pip install medspacy scispacy   # its own environment
    python benchmarks/reading.py --peer-python peer/bin/python [--records 1500] [--rounds 3]
    python benchmarks/reading.py --parts        # milliseconds of each part, no peer
    python benchmarks/reading.py --cores 2      # beside it, all cores through the engines

Each figure is that of a fresh process that has read ``--warm`` other records before the clock
starts (loading the knowledge, the names and the weights is told apart). The records are spread over
the 28,129 shared ones; none is read twice, so that what the reader remembers helps it no more than
in use. Rounds alternate which of the two begins; the ratio is taken in each round, and the median
round is told. CPU time is the process's own; wall time suffers from other work on the machine, and so
does, less, CPU time (caches, shared cores): the load is printed. What the peer does and does not do:
``reading_peer.py``.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assuage.knowledge.load import load
from assuage.parsing.importing import read
from assuage.reading import publication
from assuage.reading.lexicon import lexicon
from assuage.reading.publication import Publications
from assuage.reading.text import reading_text
from assuage.terms.record import Record

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("ASSUAGE_SHARED", ROOT.parent / "shared"))
RECORDS = SHARED / "data/pubmed/records.jsonl.gz"
PARTS = [
    "abbreviations",
    "adverse_effects",
    "amounts",
    "chemicals_diseases",
    "cues",
    "design",
    "digest",
    "directions",
    "effects",
    "intervals",
    "levels",
    "merged",
    "numbers",
    "reading_text",
    "risks",
    "roles",
    "sentences",
    "with_outcomes",
]


def drawn(warm: int, count: int) -> tuple[list[Record], list[Record]]:
    """Records to warm up with and records to measure, spread over the file, none in both."""
    every = [item for item in read(RECORDS) if isinstance(item, Record)]
    step = max(len(every) // (warm + count), 1)
    spread = every[::step]
    apart = max((warm + count) // max(warm, 1), 2)
    first = spread[::apart][:warm]
    rest = [record for place, record in enumerate(spread) if place % apart]
    return first, rest[:count]


def ours(warm: int, count: int) -> dict[str, float]:
    """Seconds of this process for the records."""
    first, rest = drawn(warm, count)
    began = time.process_time()
    reader = Publications(load(ROOT / "knowledge"))
    built = time.process_time() - began
    for record in first:
        reader.read(record)
    cpu, wall, items = time.process_time(), time.perf_counter(), 0
    for record in rest:
        reading = reader.read(record)
        items += sum(len(v) for v in map(reading.__getattribute__, LISTS))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return {"cpu": cpu, "wall": wall, "items": items, "built": built}


LISTS = [
    "sentences",
    "abbreviations",
    "mentions",
    "cues",
    "amounts",
    "effects",
    "risks",
    "levels",
    "directions",
    "adverse_effects",
]


def timed_parts(warm: int, count: int) -> None:
    """Milliseconds of each part a record, by wrapping the names that ``publication`` calls."""
    first, rest = drawn(warm, count)
    reader = Publications(load(ROOT / "knowledge"))
    for record in first:
        reader.read(record)
    spent: dict[str, int] = defaultdict(int)

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **more: Any) -> Any:
            began = time.process_time_ns()
            try:
                return function(*given, **more)
            finally:
                spent[name] += time.process_time_ns() - began

        return call

    for name in PARTS:
        if hasattr(publication, name):
            setattr(publication, name, timed(name, getattr(publication, name)))
    reader.names.mentions = timed("names", reader.names.mentions)  # type: ignore[method-assign]
    began = time.process_time()
    for record in rest:
        reader.read(record)
    whole = time.process_time() - began
    print("| part | ms a record |\n|---|---|")
    for name, total in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"| {name} | {total / len(rest) / 1e6:.3f} |")
    print(f"| all, with the clock's own time | {whole / len(rest) * 1e3:.3f} |")


def all_cores(count: int, cores: int) -> float:
    """Wall seconds of ``count`` records on all cores, their processes' start left out."""
    from assuage.reading.many import read_many

    _, rest = drawn(1, count)
    began = time.perf_counter()
    assert sum(1 for _ in read_many(Publications(load()), rest, cores)) == len(rest)
    return time.perf_counter() - began


def of_process(*command: str) -> dict[str, float]:
    """The last line that a process prints, as numbers."""
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def beside_peer(options: argparse.Namespace) -> None:
    """The rounds, then the table."""
    first, rest = drawn(options.warm, options.records)
    given = {
        "names": sorted(set(lexicon().names)),
        "warm": [reading_text(r) for r in first[:50]],
        "texts": [reading_text(r) for r in rest],
        "pyrush": options.pyrush,
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "given.json"
        file.write_text(json.dumps(given), encoding="utf-8")
        own = (sys.executable, __file__, "--one", "--warm", str(options.warm))
        own = (*own, "--records", str(options.records))
        peer = (options.peer_python, str(ROOT / "benchmarks/reading_peer.py"), str(file))
        rounds = []
        for number in range(options.rounds):
            turns = [("ours", own)] + ([("peer", peer)] if options.peer_python else [])
            found = {n: of_process(*c) for n, c in (turns if number % 2 == 0 else turns[::-1])}
            rounds.append(found)
            for name, seconds in found.items():
                print(f"round {number + 1}: {name} {told(seconds, len(rest))}", file=sys.stderr)
    print("| what | abstracts/s, CPU | wall | items |\n|---|---|---|---|")
    for name in rounds[0]:
        middle = sorted(rounds, key=lambda r: r[name]["cpu"])[len(rounds) // 2][name]
        print(
            f"| {name} | {len(rest) / middle['cpu']:.0f} | {len(rest) / middle['wall']:.0f} "
            f"| {middle['items']:.0f} |"
        )
    if options.peer_python:
        for clock in ("cpu", "wall"):
            ratio = statistics.median(r["peer"][clock] / r["ours"][clock] for r in rounds)
            print(f"ratio, {clock}, median of {len(rounds)} rounds: {ratio:.2f}")
    built = statistics.median(r["ours"]["built"] for r in rounds)
    load_now = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    print(f"{len(rest)} records; reader built in {built:.2f} s; load of the machine {load_now}")


def told(seconds: dict[str, float], count: int) -> str:
    return f"{count / seconds['cpu']:.0f}/s CPU, {count / seconds['wall']:.0f}/s wall"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, default=1_500)
    parser.add_argument("--warm", type=int, default=1_500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer-python", help="a Python with medspacy and scispacy")
    parser.add_argument("--pyrush", action="store_true", help="medSpaCy's own sentence splitter")
    parser.add_argument("--parts", action="store_true")
    parser.add_argument("--cores", type=int)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(ours(options.warm, options.records)))
    elif options.parts:
        timed_parts(options.warm, options.records)
    elif options.cores:
        seconds = all_cores(options.records, options.cores)
        print(f"{options.records / seconds:.0f}/s wall on {options.cores} cores, start included")
    else:
        beside_peer(options)


if __name__ == "__main__":
    main()
