"""Weights of the words around a percentage: is it of people with an event?

    python training/event_cues.py

Data: the risks of ``evaluation/labels/development.jsonl`` (own labels, this project's licence) over
the abstracts of ../shared/data/pubmed. Method: logistic regression with a ridge penalty, by
Newton's method in double precision; needs numpy, no seed, same bytes every time. Writes
``src/assuage/reading/weights/event_cues.json``. Ends with F1 under cross-validation by abstract.
"""

import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evaluation.reading_numbers import digits, labels, records

from assuage.reading.event_cues import FEATURES
from assuage.reading.intervals import intervals, numbers_taken
from assuage.reading.numbers import Number, numbers
from assuage.reading.percentages import alone
from assuage.reading.risks import with_counts
from assuage.reading.sentences import sentences

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/assuage/reading/weights/event_cues.json"
RIDGE = 2.0
"""Penalty on squared weights, chosen among 0.5, 1, 2, 4 and 8 by the cross-validation below."""
FOLDS = 10


def samples() -> list[tuple[str, list[tuple[float, ...]], list[bool]]]:
    """Of each labelled abstract: cues and truth of its percentages."""
    made = []
    some = [label for label in labels("development.jsonl") if label["risks"] is not None]
    texts = records({label["pmid"] for label in some})
    for label in some:
        record = texts[label["pmid"]]
        text, shift = f"{record['title']}\n{record['abstract']}", len(record["title"]) + 1
        found = numbers(text)
        starts = [s.span.start for s in sentences(text)]
        used = numbers_taken(found, intervals(text, found, starts))
        with_counts(text, found, starts, used)
        true = [
            (digits(r["percent"]), r["start"] + shift, r["end"] + shift) for r in label["risks"]
        ]

        def truth(number: Number, true: list[tuple[str, int, int]] = true) -> bool:
            return any(
                digits(number.printed) == percent and number.start < end and start < number.after
                for percent, start, end in true
            )

        rows = alone(text, found, starts, used, truth)
        made.append((label["pmid"], [cues for _, _, cues in rows], [event for _, event, _ in rows]))
    return made


def fitted(cues: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Weights by Newton's method; twenty steps are far more than it needs."""
    weights = np.zeros(cues.shape[1])
    for _ in range(20):
        chance = 1 / (1 + np.exp(-cues @ weights))
        slope = cues.T @ (chance - truth) + RIDGE * weights
        bend = (cues * (chance * (1 - chance))[:, None]).T @ cues + RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    return weights


def main() -> None:
    some = samples()
    cues = np.array([c for _, rows, _ in some for c in rows])
    truth = np.array([t for _, _, rows in some for t in rows], dtype=float)
    fold = np.array([n % FOLDS for n, (_, rows, _) in enumerate(some) for _ in rows])
    right = said = 0.0
    for number in range(FOLDS):
        weights = fitted(cues[fold != number], truth[fold != number])
        event = cues[fold == number] @ weights > 0
        right += float((event * truth[fold == number]).sum())
        said += float(event.sum())
    print(
        f"{len(truth)} percentages, {truth.sum():.0f} events; F1 {2 * right / (said + truth.sum()):.3f}"
    )
    table = {
        name: round(float(w), 3) for name, w in zip(FEATURES, fitted(cues, truth), strict=True)
    }
    OUT.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
