"""Trains the sentence roles: writes ``src/assuage/reading/weights/roles.gz``.

    python training/roles.py            # the model that ships (about two minutes, one core)
    python training/roles.py --try --out FILE   # without the part that choices were made on

Needs numpy, scipy (``pip install scipy``; not dependencies of Assuage). A linear-chain conditional
random field with L2 penalty, found by L-BFGS from zero, so that the same data give the same bytes.

Data: Evidence Inference (labels MIT), only articles whose licence field is ``by`` (CC BY), their
headings as labels; NICTA-PIBOSO train (MIT). A label may leave several states open (``Methods and
findings``; ``outcome``, which is results or conclusion): the likelihood of all chains that agree
with the labels is raised. Articles are parted by a hash of the PMID: a fifth to test.
"""

import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from assuage.reading.role_model import (
    ANY,
    BIAS,
    LANES,
    MOST_FEATURES,
    SCALE,
    STATES,
    features,
    tokens,
)
from assuage.reading.roles import heading_states
from assuage.reading.sentences import sentences

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("ASSUAGE_SHARED", ROOT.parent / "shared")) / "data" / "corpora"
TARGET = ROOT / "src" / "assuage" / "reading" / "weights" / "roles.gz"
LEAST = 4
"""Sentences that a feature must be in."""
PENALTY = 1.0
"""0.5, 1, 2 and 4 were tried on the part for choosing: 1 was best, by 0.001 to 0.003 F1."""
ROUNDS = 120
NICTA_WEIGHT = 0.5
"""Of a document of NICTA against one of Evidence Inference: 0, 0.5 and 1 give the latter the same
F1 within 0.001; without NICTA its own part for choosing falls by 0.06."""
LONGEST = 60
"""Sentences of a document that are read."""
KEPT = 26_000
"""Features that ship: those with the largest weights."""

NICTA = {
    "background": frozenset({0, 1}),
    "population": frozenset({2}),
    "intervention": frozenset({2}),
    "study design": frozenset({2}),
    "outcome": frozenset({3, 4}),
    "other": ANY,
}
Document = list[tuple[str, frozenset[int]]]


def part(pmid: str) -> str:
    """``test`` (a fifth), ``choose`` (a tenth) or ``train``, by a hash of the PMID."""
    number = blake2b(f"roles {pmid}".encode(), digest_size=4).digest()[0]
    return "test" if number < 51 else "choose" if number < 77 else "train"


def articles(licences: tuple[str, ...] | None = ("by",)) -> Iterator[tuple[str, str, Document]]:
    """PMID, licence, and the sentences with the states that their heading leaves."""
    with gzip.open(SHARED / "evidence_inference" / "articles.jsonl.gz", "rt") as lines:
        for line in lines:
            article = json.loads(line)
            if licences is not None and article["license"] not in licences:
                continue
            found: Document = []
            for heading, text in article["abstract_sections"]:
                states = heading_states(heading) if heading.strip() else ANY
                body = "\n" + " ".join(text.split())
                found += [
                    (body[item.span.start : item.span.end], states) for item in sentences(body)
                ]
            if sum(len(states) == 1 for _, states in found) >= 2:
                yield article["pmid"], article["license"], found[:LONGEST]


def nicta(name: str) -> Iterator[Document]:
    """The documents of one file of NICTA-PIBOSO, their labels as states."""
    found: Document = []
    path = SHARED / "nicta_piboso" / "data" / "nicta_piboso" / f"{name}_clean.txt"
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        label, tab, text = line.partition("\t")
        if tab:
            found.append((text, NICTA[label]))
        elif found:
            yield found[:LONGEST]
            found = []


class Data:
    """Documents as one sparse matrix (sentences by features) and padded arrays of allowed states."""

    def __init__(self, documents: list[Document], names: dict[str, int], weight: list[float]):
        rows, columns = [], []
        self.counts = [len(document) for document in documents]
        width = max(self.counts)
        size = len(STATES)
        self.allowed = np.full((len(documents), width, size), -np.inf)
        self.real = np.zeros((len(documents), width), dtype=bool)
        self.weight = np.array(weight)
        number = 0
        for index, document in enumerate(documents):
            for place, (text, states) in enumerate(document):
                known = [
                    names[name]
                    for name in features(tokens(text), place, len(document))
                    if name in names
                ][:MOST_FEATURES]
                rows += [number] * len(known)
                columns += known
                self.allowed[index, place, sorted(states)] = 0.0
                self.real[index, place] = True
                number += 1
        shape = (number, len(names))
        self.matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
        self.transposed = self.matrix.T.tocsr()

    def scores(self, weights: np.ndarray) -> np.ndarray:
        """Scores of the states, padded: documents by places by states."""
        size = len(STATES)
        flat = self.matrix @ weights
        padded = np.zeros((*self.real.shape, 3 * size))
        padded[self.real] = flat
        total = padded[:, :, :size].copy()
        total[:, 1:] += padded[:, :-1, size : 2 * size]
        total[:, :-1] += padded[:, 1:, 2 * size :]
        return total

    def slope(self, marginals: np.ndarray) -> np.ndarray:
        """The slope of the weights from that of the scores."""
        size = len(STATES)
        wide = np.zeros((*self.real.shape, 3 * size))
        wide[:, :, :size] = marginals
        wide[:, :-1, size : 2 * size] = marginals[:, 1:]
        wide[:, 1:, 2 * size :] = marginals[:, :-1]
        return self.transposed @ wide[self.real]


def _sum_exp(values: np.ndarray, axis: int) -> np.ndarray:
    top = np.max(values, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        return np.squeeze(top, axis) + np.log(np.exp(values - top).sum(axis=axis))


def _chains(
    data: Data, scores: np.ndarray, steps: np.ndarray, first: np.ndarray, last: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log sums of all chains, marginals of the states, and those of the steps (weighted sums)."""
    _, width, size = scores.shape
    forward = np.empty_like(scores)
    backward = np.zeros_like(scores)
    forward[:, 0] = scores[:, 0] + first
    for place in range(1, width):
        move = forward[:, place - 1, :, None] + steps
        step = _sum_exp(move, 1) + scores[:, place]
        forward[:, place] = np.where(data.real[:, place, None], step, forward[:, place - 1])
    backward[:, -1] = last
    for place in range(width - 2, -1, -1):
        move = steps + (scores[:, place + 1] + backward[:, place + 1])[:, None, :]
        step = _sum_exp(move, 2)
        backward[:, place] = np.where(data.real[:, place + 1, None], step, last)
    total = _sum_exp(forward[:, -1] + last, 1)
    with np.errstate(invalid="ignore"):
        marginals = np.exp(forward + backward - total[:, None, None])
    marginals = np.where(data.real[:, :, None], marginals, 0.0) * data.weight[:, None, None]
    moved = np.zeros((size, size))
    for place in range(1, width):
        inside = data.real[:, place]
        move = (
            forward[inside, place - 1, :, None]
            + steps
            + (scores[inside, place] + backward[inside, place])[:, None, :]
            - total[inside, None, None]
        )
        moved += (np.exp(move) * data.weight[inside, None, None]).sum(axis=0)
    return total, marginals, moved


def train(data: Data, count: int, penalty: float, rounds: int) -> tuple[np.ndarray, ...]:
    """Weights (features by 18), steps, first and last."""
    size = len(STATES)
    wide = count * LANES
    ends = data.real.sum(axis=1) - 1
    rows = np.arange(len(ends))

    def parts(values: np.ndarray) -> tuple[np.ndarray, ...]:
        weights = values[:wide].reshape(count, LANES)
        steps = values[wide : wide + size * size].reshape(size, size)
        return weights, steps, values[-2 * size : -size], values[-size:]

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        weights, steps, first, last = parts(values)
        scores = data.scores(weights)
        free, free_states, free_steps = _chains(data, scores, steps, first, last)
        held, held_states, held_steps = _chains(
            data, scores + data.allowed_real, steps, first, last
        )
        states = free_states - held_states
        slope = [
            data.slope(states).ravel(),
            (free_steps - held_steps).ravel(),
            states[:, 0].sum(axis=0),
            states[rows, ends].sum(axis=0),
        ]
        value = float(((free - held) * data.weight).sum()) + penalty * float(values @ values) / 2
        return value, np.concatenate(slope) + penalty * values

    data.allowed_real = np.where(data.real[:, :, None], data.allowed, 0.0)
    start = np.zeros(wide + size * size + 2 * size)
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 8}
    )
    print(found.message, found.nit, round(found.fun, 1), file=sys.stderr)
    return parts(found.x)


def vocabulary(documents: list[Document]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for document in documents:
        for place, (text, _) in enumerate(document):
            counts.update(set(features(tokens(text), place, len(document))))
    return {name: n for n, name in enumerate(sorted(k for k, v in counts.items() if v >= LEAST))}


def pack(names: dict[str, int], model: tuple[np.ndarray, ...]) -> bytes:
    """The shipped bytes: the features with the largest weights, rounded to whole numbers."""
    weights, steps, first, last = model
    ranked = sorted(names, key=lambda name: (-float(np.abs(weights[names[name]]).max()), name))
    kept = sorted(ranked[:KEPT])
    lines = [
        " ".join(str(round(float(value) * SCALE)) for value in row) for row in [*steps, first, last]
    ]
    numbers = np.clip(np.rint(weights[[names[name] for name in kept]] * SCALE), -BIAS, BIAS - 1)
    body = (numbers + BIAS).astype(np.uint8).tobytes()
    plain = "\n".join([*lines, *kept]).encode() + b"\0" + body
    return gzip.compress(plain, 9, mtime=0)


def main() -> None:
    parts = ("train",) if "--try" in sys.argv else ("train", "choose")
    documents = [document for pmid, _, document in articles() if part(pmid) in parts]
    weight = [1.0] * len(documents)
    for document in nicta("train"):
        documents.append(document)
        weight.append(NICTA_WEIGHT)
    names = vocabulary(documents)
    print(len(documents), "documents", len(names), "features", file=sys.stderr)
    data = Data(documents, names, weight)
    model = train(data, len(names), PENALTY, ROUNDS)
    target = Path(sys.argv[sys.argv.index("--out") + 1]) if "--out" in sys.argv else TARGET
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(pack(names, model))
    print(target, target.stat().st_size, file=sys.stderr)


if __name__ == "__main__":
    main()
