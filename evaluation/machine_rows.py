"""How often what a dossier shows as machine-read is right.

    python evaluation/machine_rows.py                                    # the tables, from the judgments
    python evaluation/machine_rows.py --draw 1 --each 20 --library DIR           # rows, as JSON lines
    python evaluation/machine_rows.py --draw 1 --each 20 --library DIR --show    # with their words
    python evaluation/machine_rows.py --draw 2 --each 10 --library DIR --fresh   # of records not judged

The rows are those of the machine-read result tables of five dossiers, drawn by a seed. Judgments
stand in ``labels/machine_rows.jsonl``: record, offsets, what the row says and whether each field is
right; no words of a source. Intervals: Wilson (J Am Stat Assoc 1927;22:209).
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from math import sqrt
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LABELS = HERE / "labels" / "machine_rows.jsonl"
SUBJECTS = (
    ("ketamine", "cancer pain"),
    ("baclofen", "spasticity"),
    ("immunosuppressants", "chronic pain"),
    ("morphine", "cancer pain"),
    ("gabapentin", "neuropathic pain"),
)
FIELDS = ("outcome", "arm", "direction", "numbers", "all")
DAY = date(2026, 11, 22)


def shown(library: Path, agent: str, condition: str) -> Iterator[dict[str, Any]]:
    """The rows of one dossier's machine-read result tables, each with its words."""
    from assuage import runs
    from assuage.asking.question import questions
    from assuage.knowledge.load import load
    from assuage.runs.library_evidence import machine_read
    from assuage.terms.study import Result

    knowledge = load()
    question = questions(knowledge, agent, condition)[0]
    read = machine_read(knowledge, question, library, DAY)
    dossier = runs.dossier(knowledge, question, DAY.isoformat(), library, read)
    on_page = {
        finding
        for section in dossier.sections
        for table in section.tables
        if table.id.startswith("machine-")
        for row in table.rows
        for finding in row.findings
    }
    for finding in read.findings:
        fact, quote = finding.fact, finding.quote
        if finding.id not in on_page or not isinstance(fact, Result) or quote is None:
            continue
        numbers = [str(n) for n in (fact.effect, *(fact.interval or ()), fact.p) if n is not None]
        for value in fact.values:
            parts = (value.events, value.n, value.percent)
            numbers += [f"{value.arm}:" + "/".join("" if p is None else str(p) for p in parts)]
        yield {
            "subject": f"{agent} × {condition}",
            "record": finding.owner,
            "kind": quote.kind,
            "start": quote.start,
            "end": quote.end,
            "outcome": fact.outcome,
            "arm": fact.arm,
            "versus": fact.versus,
            "direction": fact.direction,
            "numbers": numbers,
            "measure": fact.measure,
            "words": quote.text,
        }


def drawn(
    library: Path, seed: int, each: int, subjects: Sequence[tuple[str, str]], fresh: bool
) -> Iterator[dict[str, Any]]:
    """``each`` rows of every subject, by a seed; the same rows whatever the order of the tables.

    ``fresh``: of records that were never judged.
    """
    seen = {j["record"] for j in _judged()} if fresh else set()
    for agent, condition in subjects:
        rows = [r for r in shown(library, agent, condition) if r["record"] not in seen]
        rows.sort(key=lambda r: json.dumps(r, sort_keys=True))
        yield from random.Random(seed).sample(rows, min(each, len(rows)))


def _judged() -> list[dict[str, Any]]:
    return [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]


def wilson(right: int, n: int) -> str:
    """A share with its 95% interval."""
    if not n:
        return "–"
    z, p = 1.959964, right / n
    middle = (p + z * z / 2 / n) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / 4 / n / n) / (1 + z * z / n)
    return f"{p:.2f} ({max(0.0, middle - half):.2f}–{min(1.0, middle + half):.2f}), {right}/{n}"


def tables(judged: list[dict[str, Any]]) -> Iterator[str]:
    """The shares of each round: per field, per kind of row, and why rows were wrong."""
    rounds = sorted({j["round"] for j in judged})
    yield "| | " + " | ".join(f"round {r}" for r in rounds) + " |"
    yield "|---|" + "---|" * len(rounds)
    for field in FIELDS:
        yield _line(field, [[j["right"].get(field) for j in judged if j["round"] == r]
                            for r in rounds])  # fmt: skip
    for what in ("kind", "subject"):
        for value in sorted({j[what] for j in judged}):
            yield _line(
                f"all, {value}",
                [[j["right"]["all"] for j in judged if j["round"] == r and j[what] == value]
                 for r in rounds],
            )  # fmt: skip
    yield ""
    for r in rounds:
        why = Counter(j["why"] for j in judged if j["round"] == r and j.get("why"))
        listed = ", ".join(f"{w} {n}" for w, n in sorted(why.items(), key=lambda c: (-c[1], c[0])))
        yield f"Why wrong, round {r}: {listed}."


def _line(name: str, rounds: list[list[bool | None]]) -> str:
    cells = []
    for values in rounds:
        told = [v for v in values if v is not None]
        cells.append(wilson(sum(told), len(told)))
    return f"| {name} | " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--draw", type=int, help="seed")
    parser.add_argument("--each", type=int, default=20, help="rows a subject")
    parser.add_argument("--library", type=Path)
    parser.add_argument("--fresh", action="store_true", help="only records never judged")
    parser.add_argument(
        "--subject", action="append", metavar="DRUG|CONDITION", help="in place of the five"
    )
    parser.add_argument("--show", action="store_true", help="with the words of the source")
    asked = parser.parse_args()
    if asked.draw is None:
        print("\n".join(tables(_judged())))
        return
    if asked.library is None:
        parser.error("--draw: name the library with --library DIR")
    named = [tuple(s.split("|")) for s in asked.subject or ()]
    subjects = [(agent, condition) for agent, condition in named] or SUBJECTS
    for row in drawn(asked.library, asked.draw, asked.each, subjects, asked.fresh):
        words = row.pop("words")
        print(json.dumps(row | ({"words": words} if asked.show else {}), ensure_ascii=False))


if __name__ == "__main__":
    main()
