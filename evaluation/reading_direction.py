"""How well directions of effect are read; ``reading_direction.md`` has the story.

    python evaluation/reading_direction.py            # the table, held-out articles
    python evaluation/reading_direction.py --tuning   # the shipped weights on articles they were
                                                      # fitted on or tuned on: not a measure
    python evaluation/reading_direction.py --speed    # and the time of ``direction``

Data: Evidence Inference prompts whose evidence stands in the abstract, labels merged by majority
(``training/evidence_inference.py``). The articles shown here gave no label to the shipped weights.
Intervals: bootstrap of articles, seeded. Peers in the same run: always the commonest direction of
the training articles; a lexicon (words of more, less and no difference in the sentence that shares
most words with the outcome).
"""

import argparse
import os
import random
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "training"))

from evidence_inference import Prompt, held_out, plain, prompts

from assuage.reading.abbreviations import abbreviations
from assuage.reading.direction import direction
from assuage.reading.direction_model import DIRECTIONS
from assuage.reading.direction_words import CLASSES, SIGN
from assuage.terms.reading import Sentence, Span

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("ASSUAGE_SHARED", ROOT.parent / "shared"))
DRAWS = 1000

Row = tuple[str, ...]


class Judged(NamedTuple):
    """One prompt: its article, label, and what each reader said (place in ``DIRECTIONS``)."""

    pmcid: str
    label: int
    alone: int
    given: int
    lexicon: int
    lexicon_given: int
    probability: float
    found: bool


def lexicon(words: list[str]) -> int:
    """What a list of words says: none or like → no difference, else the commoner side."""
    kinds = [CLASSES.get(word) for word in words]
    if "same" in kinds or ("not" in kinds and ("diff" in kinds or "sig" in kinds)):
        return 1
    total = sum(SIGN[kind] for kind in kinds if kind in SIGN)
    return 2 if total > 0 else 0 if total < 0 else 1


def closest(prompt: Prompt) -> Sentence:
    """The sentence after the title that shares most words with the outcome."""
    asked = set(plain(prompt.outcome).split())

    def shared(sentence: Sentence) -> int:
        here = plain(prompt.text[sentence.span.start : sentence.span.end]).split()
        return len(asked.intersection(here))

    return max(prompt.sentences[1:] or prompt.sentences, key=shared)


def given_text(prompt: Prompt) -> tuple[str, list[Sentence]]:
    """The evidence texts, one a line, as sentences of results."""
    text, spans = "", []
    for evidence in prompt.in_abstract:
        spans.append(Sentence(Span(len(text), len(text) + len(evidence)), "results"))
        text += evidence + "\n"
    return text, spans


def judged(prompt: Prompt) -> Judged:
    """What is said of one prompt."""
    ask = (prompt.intervention, prompt.comparator, prompt.outcome)
    said = direction(prompt.text, prompt.sentences, *ask)
    alone = DIRECTIONS.index(said.direction) if said else 1
    evidence, sentences = given_text(prompt)
    short = abbreviations(prompt.text, prompt.sentences)
    with_evidence = direction(evidence, sentences, *ask, short=short)
    near = closest(prompt)
    near_words = plain(prompt.text[near.span.start : near.span.end]).split()
    return Judged(
        prompt.pmcid,
        prompt.label,
        alone,
        DIRECTIONS.index(with_evidence.direction) if with_evidence else 1,
        lexicon(near_words),
        lexicon(plain(evidence).split()),
        said.probability if said else 0.0,
        said is not None,
    )


def macro(pairs: list[tuple[int, int]]) -> float:
    """Macro-F1 of (label, said)."""
    counts = Counter(pairs)
    total = 0.0
    for place in range(3):
        size = sum(n * ((a == place) + (b == place)) for (a, b), n in counts.items())
        total += 2 * counts[place, place] / size if size else 0.0
    return total / 3


def interval(some: list[Judged], reader: str) -> str:
    """Percentile interval over resampled articles."""
    by_article: dict[str, list[tuple[int, int]]] = {}
    for item in some:
        by_article.setdefault(item.pmcid, []).append((item.label, getattr(item, reader)))
    articles = sorted(by_article)
    draw = random.Random(1)
    values = sorted(
        macro([pair for a in draw.choices(articles, k=len(articles)) for pair in by_article[a]])
        for _ in range(DRAWS)
    )
    return f"{values[DRAWS * 25 // 1000]:.3f} to {values[DRAWS * 975 // 1000 - 1]:.3f}"


def full_text() -> list[Judged]:
    """Held-out prompts whose evidence stands only in the full text: that text given."""
    found = []
    for prompt in prompts(SHARED):
        if prompt.in_abstract or not prompt.evidence or not held_out(prompt.pmcid):
            continue
        found.append(judged(replace(prompt, in_abstract=prompt.evidence)))
    return found


def measured(tuning: bool = False) -> list[Judged]:
    """Every prompt of the part, judged."""
    return [judged(p) for p in prompts(SHARED) if p.in_abstract and held_out(p.pmcid) is not tuning]


def table(some: list[Judged], split: str) -> list[Row]:
    """Rows of one part."""
    articles = len({item.pmcid for item in some})
    n = f"{len(some)} ({articles} articles)"
    commonest = macro([(item.label, 1) for item in some])
    rows = []
    for what, reader, words in (
        ("direction, abstract alone, macro-F1", "alone", "lexicon"),
        ("direction, evidence given, macro-F1", "given", "lexicon_given"),
    ):
        figure = macro([(item.label, getattr(item, reader)) for item in some])
        peer = macro([(item.label, getattr(item, words)) for item in some])
        rows.append(
            (
                what,
                "Evidence Inference",
                split,
                n,
                f"{figure:.3f}",
                interval(some, reader),
                f"commonest {commonest:.3f}; lexicon {peer:.3f} ({interval(some, words)})",
            )
        )
    sure = [item for item in some if item.probability >= 0.8]
    right = sum(item.label == item.alone for item in sure)
    rows.append(
        (
            "direction, right where the stated probability is .80 or more",
            "Evidence Inference",
            split,
            str(len(sure)),
            f"{right / max(1, len(sure)):.3f}",
            "",
            f"mean stated {sum(i.probability for i in sure) / max(1, len(sure)):.3f}",
        )
    )
    return rows


def rows() -> list[Row]:
    """What the lead's ``reading.py`` prints."""
    found = table(measured(), "held-out articles")
    more = full_text()
    pairs = [(item.label, item.given) for item in more]
    words = macro([(item.label, item.lexicon_given) for item in more])
    found.append(
        (
            "direction, evidence of the full text given, macro-F1",
            "Evidence Inference",
            "held-out articles",
            f"{len(more)} ({len({item.pmcid for item in more})} articles)",
            f"{macro(pairs):.3f}",
            interval(more, "given"),
            f"lexicon {words:.3f}",
        )
    )
    return found


def speed() -> str:
    """Milliseconds of one question of one abstract, one core."""
    some = [p for p in prompts(SHARED) if p.in_abstract][:300]
    for p in some:
        _ = p.sentences
    begin = time.perf_counter()
    for p in some:
        direction(p.text, p.sentences, p.intervention, p.comparator, p.outcome)
    return f"direction: {(time.perf_counter() - begin) / len(some) * 1000:.2f} ms a question"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tuning", action="store_true")
    parser.add_argument("--speed", action="store_true")
    asked = parser.parse_args()
    found = table(measured(True), "fitted on (no measure)") if asked.tuning else rows()
    print("| what | data | split | n | figure | 95% interval | peers in the same run |")
    print("|---|---|---|---|---|---|---|")
    for row in found:
        print("| " + " | ".join(row) + " |")
    if asked.speed:
        print(speed())


if __name__ == "__main__":
    main()
