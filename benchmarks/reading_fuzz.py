"""A hundred thousand odd records through every reader: nothing is raised, no place lies outside.

    nice -n 15 python benchmarks/reading_fuzz.py [--count 100000] [--seed 1]

Hypothesis makes publications of odd text (half of them), register entries and labels with odd text
in every field; a quarter are real abstracts of ../shared/data with their pieces moved and signs put
in. Of each: every span in its text, every quote of a row equal to the text, the draft a file that
TOML reads, the same bytes when read again (``tests/reading/odd_records.py``, of which CI runs two
thousand). Ends with the first
record that breaks a rule, or with counts and the slowest record.
"""

import argparse
import gzip
import json
import os
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.reading.odd_records import (  # noqa: E402
    check_label,
    check_publication,
    check_trial,
    labels,
    records,
    trials,
)

from assuage.terms.record import Abstract, Passage, Record  # noqa: E402

SHARED = Path(os.environ.get("ASSUAGE_SHARED", ROOT.parent / "shared"))
MARKS = "()[]{};:,.%-–−±/·<>=≤≥~ \n\t0123456789∼²٣"
LONGEST = 1.0
"""Seconds that no record of an abstract's length may take: a pattern has run away."""


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


class Run:
    """Counts, and the slowest."""

    def __init__(self) -> None:
        self.records = self.items = 0
        self.slowest = 0.0
        self.what = ""

    def check(self, name: str, check: Callable[[Any], int], record: object) -> None:
        began = time.process_time()
        self.items += check(record)
        took = time.process_time() - began
        self.records += 1
        if took > self.slowest:
            self.slowest, self.what = took, name
        if took > LONGEST:
            # Once more: the collector of garbage, or the machine, may have had the time.
            began = time.process_time()
            check(record)
            took = time.process_time() - began
        if took > LONGEST:
            sys.exit(f"a record of {name} took {took:.2f} s:\n{record!r}")


def _of_one(check: Callable[[object], None]) -> Callable[[object], None]:
    """A plain function of one argument, as hypothesis wants it."""

    def each(record: object) -> None:
        check(record)

    return each


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    run = Run()
    check_publication(Record(id="pmid:0", source="pubmed", title="Warm"))
    told = settings(
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    parts = (
        ("publications", records(), check_publication, options.count // 2),
        ("register entries", trials(), check_trial, options.count // 8),
        ("labels", labels(), check_label, options.count // 8),
    )
    for name, strategy, check, count in parts:
        checked = partial(run.check, name, check)
        given(strategy)(settings(told, max_examples=count)(seed(options.seed)(_of_one(checked))))()
        print(f"{name}: {run.records} so far, {run.items} places", flush=True)
    chance = random.Random(options.seed)
    with gzip.open(SHARED / "data/pubmed/records.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["abstract"] for _, line in zip(range(4000), lines, strict=False)]
    while run.records < options.count:
        text = mixed(chance.choice(texts), chance)[:2500]
        record = Record(
            id="pmid:2", source="pubmed", title=text[:60], abstracts=(Abstract((Passage(text),)),)
        )
        try:
            run.check("mixed abstracts", check_publication, record)
        except Exception:
            print(f"failed on {record!r}", file=sys.stderr)
            raise
    print(
        f"{run.records} records, {run.items} places, none outside its text; "
        f"slowest {run.slowest * 1000:.0f} ms ({run.what}), each with rows, draft and a second reading"
    )


if __name__ == "__main__":
    main()
