"""Whole-process time and memory of the first command; in-process time; growth with the knowledge.

    python benchmarks/dossier.py [--most 10000]

Peer in the same run: ``python -c pass`` (what a Python process costs) for the cold start.
"""

import argparse
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assuage import runs
from assuage.asking.question import questions
from assuage.knowledge.load import default_root, load

RUNS = 7


def process(command: list[str]) -> tuple[float, float]:
    """Median wall seconds, and peak memory of the children so far in MB."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def grow(root: Path, studies: int, into: Path) -> Path:
    """A copy of the knowledge with that many studies: the real ones, then copies of them."""
    target = into / str(studies)
    shutil.copytree(root, target)
    real = sorted((root / "studies").glob("*.toml"))
    if studies < len(real):
        for path in real[studies:]:
            (target / "studies" / path.name).unlink()
        return target
    for number in range(studies - len(real)):
        source = real[number % len(real)]
        key = f"{source.stem}-copy-{number}"
        text = source.read_text(encoding="utf-8").replace(f'"{source.stem}"', f'"{key}"', 1)
        text = re.sub(r"pmid = \"\d+\"", f'pmid = "{90_000_000 - number}"', text)
        text = re.sub(r"doi = \"[^\"]+\"", f'doi = "10.0000/copy.{number}"', text)
        (target / "studies" / f"{key}.toml").write_text(text, encoding="utf-8")
    return target


def inside(root: Path) -> tuple[float, float, int]:
    """Seconds to load, median seconds of a warm dossier, number of its statements."""
    start = time.perf_counter()
    knowledge = load(root)
    loaded = time.perf_counter() - start
    question = questions(knowledge, "ketamine", "liver cancer")[0]
    page = runs.page(knowledge, question)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        page = runs.page(knowledge, question)
        times.append(time.perf_counter() - start)
    return loaded, statistics.median(times), sum(len(s.statements) for s in page.sections)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=10_000)
    most = parser.parse_args().most
    root = default_root()
    bare, _ = process([sys.executable, "-c", "pass"])
    command = [sys.executable, "-m", "assuage", "dossier", "ketamine", "liver cancer"]
    print("| studies | cold s | x bare Python | peak MB | load s | warm dossier ms | statements |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        real = len(list((root / "studies").glob("*.toml")))
        for studies in sorted({400, real, 1_000, 3_000, most}):
            if studies > most and studies != real:
                continue
            grown = grow(root, studies, Path(folder))
            cold, peak = process([*command[:3], "--knowledge", str(grown), *command[3:]])
            loaded, warm, said = inside(grown)
            print(
                f"| {studies} | {cold:.2f} | {cold / bare:.1f} | {peak:.0f} | {loaded:.2f} "
                f"| {warm * 1000:.0f} | {said} |",
                flush=True,
            )
            shutil.rmtree(grown)


if __name__ == "__main__":
    main()
