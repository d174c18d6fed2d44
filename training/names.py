"""Train the tagger of chemicals and diseases; writes reading/weights/names.bin.gz.

    pip install python-crfsuite==0.9.12
    nice python training/names.py ../shared/data/corpora/bc5cdr/data/cdr           # what ships
    nice python training/names.py FOLDER --parts Training --out /tmp/dev.bin.gz    # for tuning

A linear-chain CRF (Lafferty 2001) trained by CRFsuite's L-BFGS, which is deterministic, on BC5CDR
(Apache-2.0): title, line end, abstract as one sequence. What ships holds the Training and the
Development part; choices were made with Training alone, looked at on Development. Only features
with a weight that survives rounding to 1/``SCALE`` are kept. Same input, same bytes.
"""

import argparse
import gzip
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from assuage.reading.tagger import LABELS, SCALE, pack
from assuage.reading.token_features import TOKEN, around

TARGET = Path(__file__).parents[1] / "src/assuage/reading/weights/names.bin.gz"
ITERATIONS = 90
L1, L2 = 0.05, 0.03
"""Tried on Development after Training: L1 .02 to .3, L2 .02 to .3; F1 moved by under .01."""


class Abstract(NamedTuple):
    """``mentions``: start, end, Chemical or Disease, identifier; ``pairs``: chemical, disease."""

    pmid: str
    text: str
    mentions: list[tuple[int, int, str, str]]
    pairs: set[tuple[str, str]]


def abstracts(path: Path) -> Iterator[Abstract]:
    """Abstracts of a PubTator file, title and abstract joined by a line end."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        blocks = lines.read().strip().split("\n\n")
    for block in blocks:
        head, body, *rest = block.split("\n")
        pmid, _, title = head.split("|", 2)
        mentions, pairs = set(), set()
        for line in rest:
            cells = line.split("\t")
            if cells[1] == "CID":
                pairs.add((cells[2], cells[3]))
            else:
                mentions.add((int(cells[1]), int(cells[2]), cells[4], cells[5]))
        yield Abstract(pmid, f"{title}\n{body.split('|', 2)[2]}", sorted(mentions), pairs)


def labels(text: str, mentions: list[tuple[int, int, str, str]]) -> list[str]:
    """BIO labels of the tokens of a text."""
    spans = [found.span() for found in TOKEN.finditer(text)]
    given = ["O"] * len(spans)
    for start, end, kind, _ in mentions:
        first = True
        for position, (low, high) in enumerate(spans):
            if low >= start and high <= end:
                given[position] = ("B" if first else "I") + kind[0]
                first = False
    return given


def train(folder: Path, parts: list[str], target: Path) -> None:
    """Train on the named parts, write the weights."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for part in parts:
        for each in abstracts(folder / f"CDR_{part}Set.PubTator.txt.gz"):
            trainer.append(around(TOKEN.findall(each.text)), labels(each.text, each.mentions))
    trainer.set_params(
        {
            "c1": L1,
            "c2": L2,
            "max_iterations": ITERATIONS,
            "feature.possible_transitions": True,
        }
    )
    with tempfile.NamedTemporaryFile(suffix=".crf") as model:
        trainer.train(model.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(model.name)
        dump = tagger.info()
    write(dump.state_features, dump.transitions, target)


def write(
    states: dict[tuple[str, str], float], transitions: dict[tuple[str, str], float], target: Path
) -> None:
    """Weights relative to O: transitions, rows of features, rows of pairs."""
    found: dict[str, dict[str, float]] = {}
    for (name, label), weight in states.items():
        found.setdefault(name, {})[label] = weight
    rows: dict[str, list[int]] = {}
    pairs: dict[tuple[str, str], list[int]] = {}
    for name, held in found.items():
        outside = held.get("O", 0.0)
        row = [round((held.get(label, 0.0) - outside) * SCALE) for label in LABELS]
        if not any(row):
            continue
        if name[0] in "pq" and "\t" in name:
            first, second = name[1:].split("\t")
            both = pairs.setdefault((first, second), [0] * 8)
            both[slice(4) if name[0] == "p" else slice(4, 8)] = row
        else:
            rows[name] = row
    still = transitions.get(("O", "O"), 0.0)
    moves = [
        round((transitions.get((a, b), 0.0) - still) * SCALE)
        for a in ("O", *LABELS)
        for b in ("O", *LABELS)
    ]
    target.write_bytes(pack(moves, rows, pairs))
    print(f"{len(rows)} features, {len(pairs)} pairs, {target.stat().st_size} bytes")


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--parts", nargs="+", default=["Training", "Development"])
    reader.add_argument("--out", type=Path, default=TARGET)
    return reader.parse_args()


if __name__ == "__main__":
    given = _arguments()
    train(given.folder, given.parts, given.out)
