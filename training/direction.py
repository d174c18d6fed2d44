"""Weights of the directions: a mixture over sentences, fitted on Evidence Inference.

    python training/direction.py [--shared ../shared] [--cv] [--all] [--no-knowledge]

Needs numpy and scipy (not dependencies of the package). Data: labelled prompts of articles whose
licence is plain CC BY (``by``), held-out articles left out (``evidence_inference.held_out``), and
results of our own knowledge (``direction_knowledge``; no article of Evidence Inference among them).
Each prompt gives its abstract (label known, evidence sentences known where the evidence is in the
abstract) and the evidence texts of its readers (mostly of the full text) as sentences on their own.
Maximised by L-BFGS: log probability of the label under the mixture, plus log of the weight that the
evidence sentences get, less ridge penalties. No randomness: same bytes every time on one machine.
``--cv`` prints cross-validated figures instead; ``--all`` uses every licence and writes nothing.
"""

import argparse
import math
import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from direction_knowledge import knowledge_prompts
from evidence_inference import FOLDS, Prompt, articles, fold, held_out, prompts, reading_text
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from assuage.reading.abbreviations import abbreviations
from assuage.reading.direction_features import features, marked
from assuage.reading.direction_model import (
    Model,
    candidates,
    following,
    packed,
    softmax,
    static,
)
from assuage.reading.direction_tokens import Tokens, stem, tokens
from assuage.reading.direction_triple import WORD, Triple, arm_labels, triple
from assuage.reading.direction_words import SIGN, STOP
from assuage.reading.sentences import sentences

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/assuage/reading/weights/direction.tsv.gz"

RIDGE = 30.0
"""Penalty on weights of directions: of 3, 6, 12, 20, 30, 50 the one under which the labels are
likeliest by cross-validation; macro-F1 is level from 12 on."""
RIDGE_RELEVANCE = 1.0
FAMILY = {"1": 0.05, "w": 2.0, "k": 1.0, "o": 1.0}
"""Share of the penalty by family of feature (``w:`` words, ``k:`` and ``o:`` shapes); else 0.5."""
LEAST = 3
"""A feature of directions counts from so many sentences on."""
LONG_TEXT = 1500
"""Characters of an evidence text that are read: a few are whole sections."""
WITHOUT_EVIDENCE = 0.5
"""Weight of a prompt whose evidence the abstract does not hold, and of a result of the knowledge
(whole weight: .004 less macro-F1 by cross-validation)."""
RARE = 8
"""Abstracts that must hold a word for its rarity to be kept."""


class Row(NamedTuple):
    """One sentence: features of relevance and of direction, whether it holds evidence."""

    relevance: dict[str, float]
    found: dict[str, float]
    evidence: bool


class Sample(NamedTuple):
    """A prompt: its label, weight, and the sentences among which the answer is."""

    label: int
    weight: float
    rows: list[Row]


def rarity(shared: Path) -> dict[str, float]:
    """Logarithm of how rare each stem is among the CC BY abstracts (all: labels play no part)."""
    some = [a for a in articles(shared).values() if a["license"] == "by"]
    counts: Counter[str] = Counter()
    for article in some:
        words = WORD.findall(f"{article['title']} {article['abstract']}")
        counts.update({stem(word.lower()) for word in words})
    return {w: math.log(len(some) / n) for w, n in sorted(counts.items()) if n >= RARE}


class Words(NamedTuple):
    """What is known of stems without labels: rarity and leaning."""

    rarity: dict[str, float]
    leanings: dict[str, float]


def leanings(shared: Path) -> dict[str, float]:
    """Whether CC BY abstracts without a labelled prompt speak of a stem as raised or lowered.

    Logarithm of how often it stands near a word of more (as against less), those of all stems taken
    off, counts smoothed."""
    asked = {prompt.pmcid for prompt in prompts(shared)}
    up: Counter[str] = Counter()
    down: Counter[str] = Counter()
    for number, article in sorted(articles(shared).items()):
        if article["license"] != "by" or number in asked or held_out(number):
            continue
        text = reading_text(article)
        for sentence in sentences(text):
            read = tokens(text, sentence.span.start, sentence.span.end)
            for i, kind in enumerate(read.kinds):
                if kind in LEANING and "not" not in read.kinds[max(0, i - 4) : i]:
                    (up if SIGN[kind] > 0 else down).update(_beside(read, i))
    whole = math.log(sum(up.values()) / sum(down.values()))
    return {
        w: math.log((up[w] + SMOOTH) / (down[w] + SMOOTH)) - whole
        for w in sorted(up + down)
        if up[w] + down[w] >= LEAST_SEEN
    }


def _beside(read: Tokens, at: int) -> set[str]:
    """Stems near a word of more or less, up to the next such word or comma."""
    found = set()
    for places in (range(at + 1, at + 6), range(at - 1, at - 7, -1)):
        for i in places:
            if not 0 <= i < len(read.kinds):
                break
            kind = read.kinds[i]
            if kind in SIGN or kind in ("than", "versus", ";", ","):
                break
            if kind is None and read.words[i] not in STOP:
                found.add(read.stems[i])
    return found


LEANING = frozenset(("up", "down", "rise", "fall"))
SMOOTH = 3
LEAST_SEEN = 5
"""Counts added, and times that a stem must be seen, for a leaning."""


def _asked(prompt: Prompt, known: Words) -> Triple:
    return triple(
        prompt.intervention,
        prompt.comparator,
        prompt.outcome,
        known.rarity,
        abbreviations(prompt.text, prompt.sentences),
        arm_labels(prompt.text),
        known.leanings,
    )


def abstract_rows(prompt: Prompt, words: Words) -> list[Row]:
    """The candidate sentences of a prompt's abstract."""
    text, found = prompt.text, prompt.sentences
    read = [tokens(text, s.span.start, s.span.end) for s in found]
    last = max(len(read) - 1, 1)
    known = [static(text, r, found[i].role, i / last) for i, r in enumerate(read)]
    ask = _asked(prompt, words)
    return [
        Row(
            c.relevance,
            features(read[c.number], c.unit, ask, following(read, c.number)),
            prompt.holds_evidence(found[c.number]),
        )
        for c in candidates(read, known, ask)
    ]


def evidence_rows(prompt: Prompt, words: Words, texts: Iterable[str]) -> list[Row]:
    """Evidence texts as sentences on their own."""
    ask = _asked(prompt, words)
    rows = []
    for whole in texts:
        text = whole[:LONG_TEXT]
        read = tokens(text, 0, len(text))
        rows.append(Row({}, features(read, marked(read, ask), ask), True))
    return rows


def samples(prompt: Prompt, words: Words) -> list[Sample]:
    """What one prompt teaches."""
    weight = 1.0 if prompt.in_abstract else WITHOUT_EVIDENCE
    rows = abstract_rows(prompt, words)
    if not prompt.in_abstract:
        rows = [row._replace(evidence=False) for row in rows]
    out = [Sample(prompt.label, weight, rows)] if rows else []
    alone = evidence_rows(prompt, words, prompt.evidence)
    return out + [
        Sample(prompt.label, 1 / len(alone), [row._replace(evidence=False)]) for row in alone
    ]


def _index(rows: list[dict[str, float]], least: int) -> tuple[list[str], csr_matrix]:
    counts = Counter(name for row in rows for name, value in row.items() if value)
    names = sorted(name for name, n in counts.items() if n >= least)
    place = {name: i for i, name in enumerate(names)}
    starts, columns, values = [0], [], []
    for row in rows:
        for name in sorted(row):
            if name in place and row[name]:
                columns.append(place[name])
                values.append(row[name])
        starts.append(len(columns))
    matrix = csr_matrix((values, columns, starts), shape=(len(rows), len(names)))
    return names, matrix


def fitted(taught: list[Sample], known: Words) -> Model:
    """The model of the samples, not yet calibrated."""
    rows = [row for sample in taught for row in sample.rows]
    group = np.repeat(np.arange(len(taught)), [len(s.rows) for s in taught])
    weight = np.array([s.weight for s in taught])
    label = np.array([s.label for s in taught])[group]
    evidence = np.array([float(row.evidence) for row in rows])
    names, x = _index([row.found for row in rows], LEAST)
    names_r, relevance = _index([row.relevance for row in rows], 1)
    z = relevance.toarray()
    xt = x.T.tocsr()
    zt = z.T.copy()
    count, size, size_r, groups = len(rows), len(names), len(names_r), len(taught)
    ridge = RIDGE * np.array([FAMILY.get(name.split(":")[0], 0.5) for name in names])[:, None]
    has_evidence = np.bincount(group, evidence, groups) > 0
    each = np.arange(count)

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        w, r = theta[: 3 * size].reshape(size, 3), theta[3 * size :]
        logits = x @ w
        logits -= logits.max(axis=1, keepdims=True)
        q = np.exp(logits)
        q /= q.sum(axis=1, keepdims=True)
        scores = z @ r
        top = np.full(groups, -1e9)
        np.maximum.at(top, group, scores)
        share = np.exp(scores - top[group])
        share /= np.bincount(group, share, groups)[group]
        right = q[each, label]
        whole = np.bincount(group, share * right, groups) + 1e-12
        held = np.bincount(group, share * evidence, groups) + 1e-12
        gain = (weight * np.log(whole)).sum() + (weight * np.log(held))[has_evidence].sum()
        response = share * right / whole[group]
        pull = weight[group] * (response - share)
        pull += weight[group] * np.where(
            has_evidence[group], share * evidence / held[group] - share, 0.0
        )
        push = -q
        push[each, label] += 1.0
        push *= (weight[group] * response)[:, None]
        gain -= 0.5 * (ridge * w * w).sum() + 0.5 * RIDGE_RELEVANCE * (r * r).sum()
        slope = np.concatenate([(xt @ push - ridge * w).ravel(), zt @ pull - RIDGE_RELEVANCE * r])
        return -gain, -slope

    start = np.zeros(3 * size + size_r)
    start[3 * size + names_r.index("overlap")] = 4.0
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    w = best[: 3 * size].reshape(size, 3)
    kept = {
        name: (float(a), float(b), float(c))
        for name, (a, b, c) in zip(names, w, strict=True)
        if max(abs(a), abs(b), abs(c)) >= SMALL
    }
    weights_r = dict(zip(names_r, map(float, best[3 * size :]), strict=True))
    return Model(kept, weights_r, known.rarity, known.leanings, 1.0)


ROUNDS = 60
"""Steps of L-BFGS; 150 change the cross-validated figures by .001."""
SMALL = 0.01
"""Features none of whose weights reaches this are not shipped."""


def probabilities(model: Model, rows: list[Row]) -> tuple[np.ndarray, int]:
    """The mixture over rows before calibration, and the row that weighs most."""
    parts, scores = [], []
    for row in rows:
        sums = [0.0, 0.0, 0.0]
        for name, value in row.found.items():
            for i, weight in enumerate(model.directions.get(name, (0.0, 0.0, 0.0))):
                sums[i] += weight * value
        parts.append(softmax(*sums))
        scores.append(sum(model.relevance.get(n, 0.0) * v for n, v in row.relevance.items()))
    share = np.exp(np.array(scores) - max(scores))
    share /= share.sum()
    return share @ np.array(parts), int(share.argmax())


def macro(truth: list[int], said: list[int]) -> tuple[float, list[float]]:
    """Macro-F1 and the F1 of each direction."""
    found = []
    for place in range(3):
        hit = sum(t == s == place for t, s in zip(truth, said, strict=True))
        size = truth.count(place) + said.count(place)
        found.append(2 * hit / size if size else 0.0)
    return sum(found) / 3, found


class Fold(NamedTuple):
    """Of one prompt under cross-validation: abstract alone, evidence given."""

    prompt: Prompt
    alone: np.ndarray
    given: np.ndarray


def cross_validated(
    some: list[Prompt], own: list[Sample], words: Words, licences: set[str]
) -> list[Fold]:
    """Each prompt with evidence in the abstract, judged by the model of the other folds."""
    taught = {p.id: samples(p, words) for p in some}
    out = []
    for number in range(FOLDS):
        parts = [p for p in some if fold(p.pmcid) != number]
        parts = [p for p in parts if not licences or p.licence in licences]
        model = fitted([s for p in parts for s in taught[p.id]] + own, words)
        for p in some:
            if fold(p.pmcid) == number and p.in_abstract:
                alone, _ = probabilities(model, taught[p.id][0].rows)
                given, _ = probabilities(model, evidence_rows(p, words, p.in_abstract))
                out.append(Fold(p, alone, given))
    return out


def interval(judged: list[Fold], said: list[int]) -> str:
    """95% of macro-F1 over 1,000 draws of articles, seed 1."""
    by_article: dict[str, list[tuple[int, int]]] = {}
    for item, one in zip(judged, said, strict=True):
        by_article.setdefault(item.prompt.pmcid, []).append((item.prompt.label, one))
    names, draw, values = sorted(by_article), random.Random(1), []
    for _ in range(1000):
        pairs = [pair for a in draw.choices(names, k=len(names)) for pair in by_article[a]]
        values.append(macro([t for t, _ in pairs], [s for _, s in pairs])[0])
    values.sort()
    return f"({values[25]:.3f} to {values[974]:.3f})"


def sharpness(judged: list[Fold]) -> float:
    """The power on the probabilities under which the labels are likeliest."""
    best = (-math.inf, 1.0)
    for step in range(10, 41):
        power = step / 20
        total = 0.0
        for item in judged:
            raised = np.maximum(item.alone, 1e-9) ** power
            total += math.log(raised[item.prompt.label] / raised.sum())
        best = max(best, (total, power))
    return best[1]


def main() -> None:
    """Writes the weights, or prints cross-validated figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--cv", action="store_true")
    parser.add_argument("--all", action="store_true", help="articles of every licence")
    parser.add_argument(
        "--no-knowledge", action="store_true", help="with --cv: without its results"
    )
    told = parser.parse_args()
    words = Words(rarity(told.shared), leanings(told.shared))
    some = [p for p in prompts(told.shared) if not held_out(p.pmcid)]
    known = articles(told.shared)
    without = {str(a["pmid"]) for a in known.values()}
    own = [s for p in knowledge_prompts(ROOT, told.shared, without) for s in samples(p, words)]
    print(f"{len(own)} results of the knowledge")
    judged = cross_validated(
        some, own if not told.no_knowledge else [], words, set() if told.all else {"by"}
    )
    truth = [item.prompt.label for item in judged]
    for what, said in (
        ("abstract alone", [int(item.alone.argmax()) for item in judged]),
        ("evidence given", [int(item.given.argmax()) for item in judged]),
    ):
        whole, each = macro(truth, said)
        sign = sum(abs(t - s) == 2 for t, s in zip(truth, said, strict=True))
        wrong = sum(t != s for t, s in zip(truth, said, strict=True))
        print(
            f"{what}: n {len(truth)} macro-F1 {whole:.4f} {interval(judged, said)}",
            *(f"{v:.3f}" for v in each),
            f"wrong {wrong}, of them turned round {sign}",
        )
    power = sharpness(judged)
    print("sharpness", power)
    if told.cv or told.all or told.no_knowledge:
        return
    taught = [s for p in some if p.licence == "by" for s in samples(p, words)]
    model = fitted(taught + own, words)
    data = packed(model._replace(sharpness=power))
    OUT.write_bytes(data)
    print(f"{OUT.name}: {len(data)} bytes, {len(model.directions)} features")


if __name__ == "__main__":
    main()
