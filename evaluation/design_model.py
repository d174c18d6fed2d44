"""Would a linear model find the randomised trials that the rules miss? It ships nothing.

    pip install scikit-learn==1.9.1
    python evaluation/design_model.py        # half a minute; ``reading_records.md`` has the figures

Learnt from: typed records of PKDocClassifier (MIT) in half A, and Evidence Inference articles marked
``by`` as further trials. Features: words of title and abstract, the rules' signs and the rules' design. A text
that the rules call randomised stays so; one that they call a review, an animal study or the like is left alone.
The threshold is that of the highest sensitivity at a precision of .90 on all typed records of half A, each
scored by a fit that did not see it; half B is scored at that threshold.
"""

import hashlib
import os
import random
import re
import sys
import warnings
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "training"))

from evidence_inference import articles, reading_text  # noqa: E402
from reading_records import half, typed_records  # noqa: E402

from assuage.reading.design import design  # noqa: E402
from assuage.reading.design_words import signs  # noqa: E402

SHARED = Path(os.environ.get("ASSUAGE_SHARED", ROOT.parent / "shared"))
PRECISION, FOLDS, LEAST, SEED = 0.90, 5, 5, 3
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
LEFT_ALONE = frozenset(
    str.split(
        "narrative-review systematic-review meta-analysis network-meta-analysis guideline protocol "
        "animal in-vitro animal-and-in-vitro case-report"
    )
)


class Item(NamedTuple):
    """One text: its features, whether it is a trial, what the rules call it, whether it may teach."""

    pmid: str
    features: dict[str, int]
    true: bool
    rules: str
    learn: bool


def item(pmid: str, text: str, true: bool, learn: bool) -> Item:
    """A text with its features."""
    low = text.lower()
    title, _, rest = low.partition("\n")
    read = design(text)
    rules = read.design if read else "none"
    names = [f"text {w}" for w in set(WORD.findall(rest))]
    names += [f"title {w}" for w in set(WORD.findall(title))]
    names += [f"sign {kind}" for kind in {kind for _, _, kind in signs(low)}]
    return Item(pmid, dict.fromkeys(sorted([*names, f"design {rules}"]), 1), true, rules, learn)


def fitted(items: list[Item], l1_ratio: int, inverse: float) -> tuple[Any, Any]:
    """Vectoriser and model, classes weighted alike; words of fewer than ``LEAST`` texts left out."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = DictVectorizer()
    matrix = vectors.fit_transform([i.features for i in items])
    often = matrix.getnnz(axis=0) >= LEAST
    vectors.restrict(often)
    model = LogisticRegression(
        l1_ratio=l1_ratio, C=inverse, class_weight="balanced", solver="liblinear", random_state=0,
        max_iter=1000,
    )  # fmt: skip
    return vectors, model.fit(matrix[:, often], [i.true for i in items])


def share(items: list[Item], said: list[bool]) -> str:
    """Sensitivity and precision."""
    hit = sum(s and i.true for i, s in zip(items, said, strict=True))
    return f"{hit / sum(i.true for i in items):.3f} {hit / sum(said):.3f}"


def by_rules(one: Item) -> bool:
    """Whether the rules call it randomised."""
    return one.rules.startswith("rct")


def main() -> None:
    """Print rules alone and each setting, on both halves."""
    warnings.filterwarnings("ignore", module="sklearn")
    halves: dict[str, list[Item]] = {"A": [], "B": []}
    for e in typed_records():
        part = half(e["pmid"])
        true = "Randomized Controlled Trial" in e["publication_types"]
        text = f"{e['title']}\n{e['abstract']}"
        halves[part].append(item(e["pmid"], text, true, part == "A" and "pkdoc" in e["sources"]))
    seen = {i.pmid for some in halves.values() for i in some}
    free = [a for a in articles(SHARED).values() if a["license"] == "by" and a["pmid"] not in seen]
    more = [item(str(a["pmid"]), reading_text(a), True, True) for a in random.Random(SEED).sample(free, 2000)]  # fmt: skip
    first, second = halves["A"], halves["B"]
    print("sensitivity and precision        half A        half B")
    print("rules alone                     ", *(share(h, list(map(by_rules, h))) for h in (first, second)))  # fmt: skip
    for count in (0, 500, 1000, 2000):
        for l1_ratio, inverse in ((0, 0.005), (0, 0.02), (1, 0.1), (1, 0.3)):
            scores = {}
            for fold in range(FOLDS):
                of = {
                    i.pmid: int(hashlib.sha256(i.pmid.encode()).hexdigest()[2:8], 16) % FOLDS
                    == fold
                    for i in first
                }
                learn = [i for i in first if i.learn and not of[i.pmid]] + more[:count]
                vectors, model = fitted(learn, l1_ratio, inverse)
                held = [i for i in first if of[i.pmid]]
                told = model.decision_function(vectors.transform([i.features for i in held]))
                scores |= {i.pmid: float(s) for i, s in zip(held, told, strict=True)}
            at, said = threshold(first, scores)
            vectors, model = fitted([i for i in first if i.learn] + more[:count], l1_ratio, inverse)
            told = model.decision_function(vectors.transform([i.features for i in second]))
            other = [by_rules(i) or (i.rules not in LEFT_ALONE and s >= at) for i, s in zip(second, told, strict=True)]  # fmt: skip
            print(f"{count:5} more trials, L{2 - l1_ratio}, C {inverse:<5}", share(first, said), share(second, other), sep="   ")  # fmt: skip


def threshold(items: list[Item], scores: dict[str, float]) -> tuple[float, list[bool]]:
    """The threshold of the highest sensitivity at ``PRECISION``, and what is said with it."""
    hit = sum(by_rules(i) and i.true for i in items)
    said = sum(map(by_rules, items))
    best, most = float("inf"), hit
    asked = [i for i in items if not by_rules(i) and i.rules not in LEFT_ALONE]
    for one in sorted(asked, key=lambda i: (-scores[i.pmid], i.pmid)):
        hit, said = hit + one.true, said + 1
        if hit / said >= PRECISION and hit > most:
            best, most = scores[one.pmid], hit
    return best, [by_rules(i) or (i.rules not in LEFT_ALONE and scores[i.pmid] >= best) for i in items]  # fmt: skip


if __name__ == "__main__":
    main()
