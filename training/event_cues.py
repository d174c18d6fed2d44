"""Weights of the words around a percentage or a count: is it of people with an event?

    python training/event_cues.py          # cross-validation, then the weights
    python training/event_cues.py --wrong  # and what the cross-validation had wrong

Data: the risks of ``evaluation/labels/development.jsonl`` (own labels, this project's licence) over
the abstracts of ../shared/data/pubmed. Method: logistic regression with a ridge penalty (one for
patterns, a stronger one for single words), by Newton's method in double precision; needs numpy, no
seed, same bytes every time. Writes ``src/assuage/reading/weights/event_cues.json``. The figure is F1
of whole labels under cross-validation by abstract.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evaluation.reading_numbers import digits, in_digits, labels, records

from assuage.reading.candidates import Candidate
from assuage.reading.intervals import intervals, numbers_taken
from assuage.reading.numbers import numbers
from assuage.reading.risks import candidates, judged
from assuage.reading.roles import roles
from assuage.reading.sentences import sentences

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/assuage/reading/weights/event_cues.json"
SETS = ("development.jsonl",)
RIDGE, WORD_RIDGE = 8.0, 16.0
"""Penalties on squared weights, chosen among 2, 4, 8 and 8, 16 by the cross-validation below."""
LEAST = 4
"""Abstracts that hold a word before it has a weight."""
FOLDS = 10
LAST = ("last was event", "last was none")


class Sample(NamedTuple):
    """A labelled abstract: its text, its candidates with truth and cues, and its labels' number."""

    pmid: str
    text: str
    rows: list[tuple[Candidate, bool, list[str]]]
    labelled: int


def samples(names: tuple[str, ...]) -> list[Sample]:
    made = []
    some = [x for name in names for x in labels(name) if x["risks"] is not None]
    texts = records({label["pmid"] for label in some})
    for label in some:
        record = texts[label["pmid"]]
        text, shift = f"{record['title']}\n{record['abstract']}", len(record["title"]) + 1
        found, parts = numbers(text), roles(text, sentences(text))
        starts = [s.span.start for s in parts]
        used = numbers_taken(found, intervals(text, found, starts))
        left = [
            (
                tuple(digits(r[k]) for k in ("events", "total", "percent")),
                r["start"] + shift,
                r["end"] + shift,
            )
            for r in label["risks"]
        ]

        def figures(c: Candidate, text: str = text) -> tuple[str, ...] | None:
            percent = c.percent.printed if c.percent else None
            return in_digits(text[c.start : c.end], c.events, c.total, percent)

        def truth(c: Candidate, left: list = left) -> bool:  # type: ignore[type-arg]
            shown = figures(c)
            hit = next((x for x in left if x[0] == shown and c.start < x[2] and x[1] < c.end), None)
            if hit:
                left.remove(hit)
            return hit is not None

        # what is printed in words only is no label, and no sample either
        some_here = [c for c in candidates(text, found, starts, used) if figures(c)]
        labelled = len(left)
        made.append(Sample(label["pmid"], text, judged(text, some_here, parts, truth), labelled))
    return made


def fitted(some: list[Sample]) -> dict[str, float]:
    """Weights by Newton's method; twelve steps are far more than it needs."""
    held = Counter(cue for s in some for cue in {c for _, _, cues in s.rows for c in cues})
    names = sorted(n for n, k in held.items() if n[1:2] != ":" or k >= LEAST)
    place = {name: at for at, name in enumerate(names)}
    rows = [(t, cues) for s in some for _, t, cues in s.rows]
    cues = np.zeros((len(rows), len(names)))
    for at, (_, here) in enumerate(rows):
        for cue in here:
            if cue in place:
                cues[at, place[cue]] = 1
    truth = np.array([t for t, _ in rows], dtype=float)
    ridge = np.array([WORD_RIDGE if n[1:2] == ":" else RIDGE for n in names])
    weights = np.zeros(len(names))
    for _ in range(12):
        chance = 1 / (1 + np.exp(-cues @ weights))
        slope = cues.T @ (chance - truth) + ridge * weights
        bend = (cues * (chance * (1 - chance))[:, None]).T @ cues + np.diag(ridge)
        weights -= np.linalg.solve(bend, slope)
    return dict(zip(names, weights.tolist(), strict=True))


def said(sample: Sample, weights: dict[str, float]) -> list[bool]:
    """What the weights say, each candidate knowing what they said of the one before."""
    made: list[bool] = []
    for _, _, cues in sample.rows:
        score = sum(weights.get(cue, 0.0) for cue in cues if cue not in LAST)
        if made and any(cue in LAST for cue in cues):
            score += weights.get(LAST[0] if made[-1] else LAST[1], 0.0)
        made.append(score > 0)
    return made


def crossed(some: list[Sample], wrong: bool) -> None:
    right = shown = 0
    for fold in range(FOLDS):
        weights = fitted([s for at, s in enumerate(some) if at % FOLDS != fold])
        for sample in some[fold::FOLDS]:
            answers = said(sample, weights)
            right += sum(a and t for a, (_, t, _) in zip(answers, sample.rows, strict=True))
            shown += sum(answers)
            if not wrong:
                continue
            for answer, (c, t, _) in zip(answers, sample.rows, strict=True):
                if answer != t:
                    text = sample.text.replace("\n", " ")
                    around = f"{text[max(0, c.start - 110) : c.start]}[[{text[c.start : c.end]}]]"
                    print(sample.pmid, "+" if answer else "-", around, text[c.end : c.end + 60])
            missing = sample.labelled - sum(t for _, t, _ in sample.rows)
            if missing:
                print(sample.pmid, missing, "not found by their form")
    true = sum(s.labelled for s in some)
    print(
        f"{sum(len(s.rows) for s in some)} candidates in {len(some)} abstracts, {true} labels; "
        f"F1 {2 * right / (shown + true):.3f} (P {right / shown:.3f}, R {right / true:.3f})"
    )


def main() -> None:
    names = tuple(a for a in sys.argv[1:] if a.endswith(".jsonl")) or SETS
    some = samples(names)
    crossed(some, "--wrong" in sys.argv)
    table = {n: r for n, w in fitted(some).items() if (r := round(w, 3))}
    OUT.write_text(json.dumps(table, indent=0) + "\n", encoding="utf-8")
    print(f"{len(table)} weights")


if __name__ == "__main__":
    main()
