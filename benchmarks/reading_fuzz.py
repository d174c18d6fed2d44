"""Odd texts, many of them: reading of numbers may never raise, hang or point outside the text.

    python benchmarks/reading_fuzz.py [--count 2000] [--seed 1]

Texts are cut from real abstracts of ../shared/data and mixed: pieces doubled, dropped and swapped,
digits and brackets put in at random. Ends with the first text that breaks a rule, or with counts
and the slowest text.
"""

import argparse
import gzip
import json
import os
import random
import sys
import time
from pathlib import Path

from assuage.reading.amounts import amounts
from assuage.reading.effects import effects
from assuage.reading.levels import levels
from assuage.reading.numbers import numbers
from assuage.reading.risks import risks
from assuage.reading.sentences import sentences

SHARED = Path(os.environ.get("ASSUAGE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
MARKS = "()[]{};:,.%-–−±/·<>=≤≥~ \n\t0123456789∼²٣"
LONGEST = 0.5
"""Seconds that no text of an abstract's length may take: a pattern has run away."""


def mixed(text: str, chance: random.Random) -> str:
    """The text with some of its pieces moved and some marks put in."""
    words = text.split(" ")
    for _ in range(chance.randrange(1, 12)):
        at, other = chance.randrange(len(words)), chance.randrange(len(words))
        act = chance.randrange(4)
        if act == 0:
            words[at], words[other] = words[other], words[at]
        elif act == 1:
            words.insert(at, words[other])
        elif act == 2:
            words[at] = words[at][: chance.randrange(6)] + chance.choice(MARKS) + words[at]
        else:
            words[at] = "".join(chance.choice(MARKS) for _ in range(chance.randrange(1, 9)))
    return chance.choice((" ", " ", " ", "")).join(words)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with gzip.open(SHARED / "data/pubmed/records.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["abstract"] for _, line in zip(range(2000), lines, strict=False)]
    items, slowest = 0, (0.0, "")
    for number in range(options.count):
        text = mixed(chance.choice(texts), chance)
        began = time.perf_counter()
        parts, found = sentences(text), numbers(text)
        for some in (
            effects(text, parts, found),
            risks(text, parts, found),
            levels(text, parts, found),
            amounts(text, parts, found),
        ):
            for item in some:
                items += 1
                if not 0 <= item.span.start < item.span.end <= len(text):
                    sys.exit(f"text {number}: {item} is outside of\n{text}")
        slowest = max(slowest, (time.perf_counter() - began, text))
        if slowest[0] > LONGEST:
            sys.exit(f"text {number} took {slowest[0]:.2f} s:\n{text}")
    print(
        f"{options.count} texts, {items} items, none outside its text; slowest {slowest[0] * 1000:.1f} ms"
    )


if __name__ == "__main__":
    main()
