"""Train the regression of adverse effects; writes reading/weights/adverse_effects.tsv.gz.

    pip install scikit-learn==1.9.1
    nice python training/adverse_effects.py ../shared/data/corpora

Pairs of a drug and an effect in one sentence, as reading itself finds them (``training/names.py``
comes first), of PHEE train (MIT) and BC5CDR Training (Apache-2.0). A pair is positive where PHEE has
it in one adverse event, or where BC5CDR relates the two identifiers (chemical-induced disease);
every other pair is negative: PHEE's therapeutic events and indications, and the sentences of BC5CDR
that name a chemical and a disease that it does not relate. Nearly all of PHEE is positive, so its pairs
bear a mark of their own while training, which is left out afterwards: what remains is fit for the
share of BC5CDR's whole abstracts. L1 logistic regression (liblinear, fixed seed). The threshold is
that of the best F1 of sentences on BC5CDR Development after training without it; what ships is then
trained with it. ADE-Corpus-V2 is not read here.
"""

import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from math import exp
from pathlib import Path
from typing import Any, NamedTuple

from names import Abstract, abstracts

from assuage.knowledge.load import load
from assuage.reading.abbreviations import abbreviations
from assuage.reading.adverse_effects import features, pairs
from assuage.reading.chemicals_diseases import chemicals_diseases, merged
from assuage.reading.names import Names
from assuage.reading.sentences import sentences
from assuage.terms.reading import Mention, Sentence, Span

TARGET = Path(__file__).parents[1] / "src/assuage/reading/weights/adverse_effects.tsv.gz"
SCALE = 256
INVERSE_PENALTY = 0.5
"""C of the regression; .25, .3, .5, 1 were tried on the development parts of both."""


SELECTED = "from a set of positives"


class Example(NamedTuple):
    """One sentence: its pairs' features, which are positive, and whether the sentence is."""

    source: str
    pairs: list[list[str]]
    positive: list[bool]
    reports: bool


class Reader:
    """The reading that pairs come from."""

    def __init__(self) -> None:
        self.knowledge = load()
        self.names = Names(self.knowledge)

    def mentions(self, text: str, parts: tuple[Sentence, ...]) -> tuple[Mention, ...]:
        """All mentions of a text."""
        short = abbreviations(text, parts)
        return merged(
            self.names.mentions(text, parts, short), chemicals_diseases(text, parts, short)
        )


def _overlap(span: Span, places: Sequence[tuple[int, int]]) -> bool:
    return any(span.start < end and start < span.end for start, end in places)


def _places(argument: dict[str, Any]) -> list[tuple[int, int]]:
    return [
        (start, start + len(text))
        for texts, starts in zip(argument.get("text", []), argument.get("start", []), strict=True)
        for text, start in zip(texts, starts, strict=True)
    ]


def phee_events(row: dict[str, Any]) -> list[tuple[list[tuple[int, int]], list[tuple[int, int]]]]:
    """Places of the drug (else of the treatment) and of the effect of each adverse event."""
    found = []
    for group in row["annotations"]:
        for event in group["events"]:
            if event["event_type"] == "Adverse_event":
                treatment = event.get("Treatment", {})
                found.append(
                    (
                        _places(treatment.get("Drug", treatment)),
                        _places(event.get("Effect", {})),
                    )
                )
    return found


def phee_rows(path: Path) -> list[dict[str, Any]]:
    """Rows of a part of PHEE."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def phee(path: Path, reader: Reader) -> Iterator[Example]:
    """Each text of PHEE as one sentence."""
    for row in phee_rows(path):
        text = row["context"]
        whole = (Sentence(Span(0, len(text))),)
        events = phee_events(row)
        found = pairs(text, whole[0], reader.mentions(text, whole))
        yield Example(
            "phee",
            [features(text, whole[0].span, *pair) for pair in found],
            [
                any(_overlap(d.span, drug) and _overlap(e.span, effect) for drug, effect in events)
                for d, e in found
            ],
            bool(events),
        )


def _identifiers(each: Abstract, span: Span, kind: str) -> set[str]:
    return {
        identifier
        for start, end, label, joined in each.mentions
        if label == kind and span.start < end and start < span.end
        for identifier in joined.split("|")
    }


def bc5cdr_reports(each: Abstract, part: Sentence) -> tuple[bool, bool]:
    """Whether a sentence names a chemical and a disease, and both parts of one relation."""
    chemicals = _identifiers(each, part.span, "Chemical")
    diseases = _identifiers(each, part.span, "Disease")
    related = any(a in chemicals and b in diseases for a, b in each.pairs)
    return bool(chemicals and diseases), related


def bc5cdr(path: Path, reader: Reader) -> Iterator[Example]:
    """Each sentence of BC5CDR; it reports where it names both parts of a relation."""
    for each in abstracts(path):
        parts = sentences(each.text)
        mentions = reader.mentions(each.text, parts)
        for part in parts:
            _, reports = bc5cdr_reports(each, part)
            found = pairs(each.text, part, mentions)
            yield Example(
                "bc5cdr",
                [features(each.text, part.span, *pair) for pair in found],
                [
                    any(
                        (a, b) in each.pairs
                        for a in _identifiers(each, d.span, "Chemical")
                        for b in _identifiers(each, e.span, "Disease")
                    )
                    for d, e in found
                ],
                reports,
            )


def main(corpora: Path) -> None:
    """Choose the threshold, train on all, write."""
    reader = Reader()
    cdr = corpora / "bc5cdr/data/cdr"
    events = list(phee(corpora / "phee/data/json/train.json", reader))
    training = list(bc5cdr(cdr / "CDR_TrainingSet.PubTator.txt.gz", reader))
    development = list(bc5cdr(cdr / "CDR_DevelopmentSet.PubTator.txt.gz", reader))
    threshold = _threshold(development, *_fit([*events, *training]))
    bias, held = _fit([*events, *training, *development])
    lines = [f"{bias}\t{threshold}", *(f"{name}\t{held[name]}" for name in sorted(held))]
    TARGET.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode("utf-8"), 9, mtime=0))
    print(f"{len(held)} features, threshold {threshold}, {TARGET.stat().st_size} bytes")


def _fit(examples: list[Example]) -> tuple[int, dict[str, int]]:
    """Bias and weights in units of 1/SCALE."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows = [
        dict.fromkeys([*names, SELECTED] if each.source == "phee" else names, 1)
        for each in examples
        for names in each.pairs
    ]
    vectors = DictVectorizer(sort=True)
    matrix = vectors.fit_transform(rows)
    matrix.indices, matrix.indptr = matrix.indices.astype("i4"), matrix.indptr.astype("i4")
    model = LogisticRegression(
        C=INVERSE_PENALTY, l1_ratio=1, solver="liblinear", random_state=0, max_iter=300
    )
    model.fit(matrix, [target for each in examples for target in each.positive])
    held = {
        name: round(weight * SCALE)
        for name, weight in zip(vectors.feature_names_, model.coef_[0], strict=True)
        if round(weight * SCALE) and name != SELECTED
    }
    return round(float(model.intercept_[0]) * SCALE), held


def _threshold(examples: list[Example], bias: int, held: dict[str, int]) -> float:
    scored = [
        (
            max(
                (
                    1 / (1 + exp(-(bias + sum(held.get(name, 0) for name in names)) / SCALE))
                    for names in each.pairs
                ),
                default=0.0,
            ),
            each.reports,
        )
        for each in examples
    ]
    best = (0.0, 0.5)
    for step in range(10, 91, 2):
        cut = step / 100
        said = sum(p >= cut for p, _ in scored)
        true = sum(p >= cut and reports for p, reports in scored)
        f1 = 2 * true / (said + sum(reports for _, reports in scored))
        best = max(best, (round(f1, 4), cut))
    print(f"Development: F1 of sentences {best[0]} at {best[1]}")
    return best[1]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
