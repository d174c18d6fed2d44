"""How far two readers of the 300 abstracts agree, and whether the labels stand where they say.

    python evaluation/labels/agreement.py             # agreement, from reader_[ab].jsonl
    python evaluation/labels/agreement.py RAW_DIR     # first make these two from the raw labels
    python evaluation/labels/agreement.py --check     # every place, against ../shared/data/pubmed

RAW_DIR holds ``abstracts-N.json`` (as draw.py wrote them) and ``reader-A-N.jsonl``,
``reader-B-N.jsonl``, whose labels carry a context copied from the abstract. Contexts are turned
into ``start`` and ``end``, character offsets (code points, end exclusive) into the abstract, and
dropped.

Two labels match when they are of one kind, their places overlap and all their fields are equal,
each label matched at most once (a largest such matching). F1 is 2 x matched / (labels of A +
labels of B). Its interval is the percentile bootstrap over abstracts (Efron & Tibshirani 1993,
ch. 13), as labels of one abstract are not independent; shares have Wilson's interval (J Am Stat
Assoc 1927;22:209); kappa is Cohen's (Educ Psychol Meas 1960;20:37).
"""

import argparse
import gzip
import json
import os
import random
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("ASSUAGE_SHARED", HERE.parents[2] / "shared"))
SEED = 20261122
RESAMPLES = 2000  # enough for percentiles at two decimals
Z = 1.959964  # 97.5th percentile of the normal distribution, for 95% intervals

T = TypeVar("T")
Label = dict[str, Any]
Reading = dict[str, Any]  # one abstract: {"pmid", "randomised", "effects", "risks"}
FIELDS = {
    "randomised": ("value",),
    "effects": ("measure", "value", "low", "high", "level"),
    "risks": ("events", "total", "percent"),
}
MEASURES = "OR RR HR IRR RD MD SMD NNT NNH GMR MEAN PROP CORR OTHER"
SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {w: n for n, w in enumerate(SMALL.split())}
WORDS |= {w: 10 * n for n, w in enumerate(TENS.split(), 2)}


def labels(reading: Reading, kind: str) -> list[Label]:
    """The labels of a kind in one abstract; ``randomised`` is one or none."""
    held = reading[kind]
    return ([held] if held else []) if kind == "randomised" else held


def read(path: Path) -> list[Reading]:
    """One reading a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path: Path, readings: Iterable[Reading]) -> None:
    """Same readings, same bytes."""
    lines = (json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in readings)
    path.write_text("".join(lines), encoding="utf-8")


def placed(label: Label, kind: str, abstract: str, pmid: str) -> Label:
    """The label with offsets instead of its context."""
    context = label["context"]
    if abstract.count(context) != 1:
        sys.exit(f"{pmid}: a context of {kind} occurs {abstract.count(context)} times, not once")
    start = abstract.index(context)
    return {f: label[f] for f in FIELDS[kind]} | {"start": start, "end": start + len(context)}


def from_raw(raw: Path, reader: str) -> list[Reading]:
    """A reader's six files, in the order drawn, with offsets."""
    readings = []
    for part in sorted(raw.glob("abstracts-*.json")):
        texts = {r["pmid"]: r["abstract"] for r in json.loads(part.read_text(encoding="utf-8"))}
        number = part.stem.rpartition("-")[2]
        for r in read(raw / f"reader-{reader}-{number}.jsonl"):
            one: Reading = {"pmid": r["pmid"]}
            for kind in FIELDS:
                found = [placed(x, kind, texts[r["pmid"]], r["pmid"]) for x in labels(r, kind)]
                one[kind] = next(iter(found), None) if kind == "randomised" else found
            readings.append(one)
    return readings


def same(kind: str, a: Label, b: Label) -> bool:
    """Equal in every field, at overlapping places."""
    overlap = a["start"] < b["end"] and b["start"] < a["end"]
    return overlap and all(a[f] == b[f] for f in FIELDS[kind])


def matching(kind: str, left: Sequence[Label], right: Sequence[Label]) -> dict[int, int]:
    """A largest matching, right index to left index (augmenting paths; the lists are short)."""
    taken: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j, b in enumerate(right):
            if j not in seen and same(kind, left[i], b):
                seen.add(j)
                if j not in taken or place(taken[j], seen):
                    taken[j] = i
                    return True
        return False

    for i in range(len(left)):
        place(i, set())
    return taken


def wilson(k: int, n: int) -> tuple[float, float]:
    """95% interval of a share."""
    centre, half = k + Z**2 / 2, Z * (k * (n - k) / n + Z**2 / 4) ** 0.5
    return (centre - half) / (n + Z**2), (centre + half) / (n + Z**2)


def bootstrap(items: Sequence[T], figure: Callable[[Sequence[T]], float]) -> tuple[float, float]:
    """95% percentile interval, abstracts drawn with replacement."""
    draw = random.Random(SEED)
    figures = sorted(figure(draw.choices(items, k=len(items))) for _ in range(RESAMPLES))
    return figures[round(0.025 * RESAMPLES)], figures[round(0.975 * RESAMPLES) - 1]


def f1(counts: Sequence[tuple[int, int, int]]) -> float:
    """From (matched, labels of A, labels of B) by abstract; 1 where nobody labelled anything."""
    matched, a, b = (sum(c[i] for c in counts) for i in range(3))
    return 2 * matched / (a + b) if a + b else 1.0


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Cohen's kappa of two yes/no judgements."""
    n = len(pairs)
    a, b = (sum(p[i] for p in pairs) / n for i in range(2))
    by_chance = a * b + (1 - a) * (1 - b)
    seen = sum(x == y for x, y in pairs) / n
    return (seen - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0


def agreement(a: Sequence[Reading], b: Sequence[Reading]) -> None:
    """Print the agreement of two readers."""
    both = list(zip(a, b, strict=True))
    numbers = [
        tuple(r["randomised"]["value"] if r["randomised"] else None for r in pair) for pair in both
    ]
    equal = sum(x == y for x, y in numbers)
    low, high = wilson(equal, len(both))
    print(f"randomised: equal or both null {equal}/{len(both)} = {equal / len(both):.3f}", end=" ")
    print(f"[{low:.3f}, {high:.3f}] (Wilson)")
    nulls = [(x is not None, y is not None) for x, y in numbers]
    low, high = bootstrap(nulls, kappa)
    print(f"randomised: kappa of null/not null {kappa(nulls):.3f} [{low:.3f}, {high:.3f}]")
    for kind in FIELDS:
        held = [(labels(x, kind), labels(y, kind)) for x, y in both]
        counts = [(len(matching(kind, x, y)), len(x), len(y)) for x, y in held]
        low, high = bootstrap(counts, f1)
        matched, of_a, of_b = (sum(c[i] for c in counts) for i in range(3))
        print(f"{kind}: {of_a} of A, {of_b} of B, {matched} matched, F1 {f1(counts):.3f}", end=" ")
        print(f"[{low:.3f}, {high:.3f}] (bootstrap by abstract)")
        some = [c for c in counts if c[1] or c[2]]
        whole = sum(c[0] == c[1] == c[2] for c in some)
        low, high = wilson(whole, len(some))
        print(f"{kind}: abstracts with a label of either reader, all matched", end=" ")
        print(f"{whole}/{len(some)} = {whole / len(some):.3f} [{low:.3f}, {high:.3f}] (Wilson)")


def settling(a: Sequence[Reading], b: Sequence[Reading], settled: Sequence[Reading]) -> None:
    """Print what became of the labels of both readers, of one, and what is of neither."""
    for kind in FIELDS:
        kept = dict.fromkeys(("A and B", "A alone", "B alone"), 0)
        dropped, new, changed = dict(kept), 0, []
        for x, y, z in zip(a, b, settled, strict=True):
            lx, ly, lz = (labels(r, kind) for r in (x, y, z))
            pairs = {i: j for j, i in matching(kind, lx, ly).items()}
            pool = [("A and B" if i in pairs else "A alone", one) for i, one in enumerate(lx)]
            pool += [("B alone", one) for j, one in enumerate(ly) if j not in pairs.values()]
            left = matching(kind, [one for _, one in pool], lz)
            for i, (whose, _) in enumerate(pool):
                stays = i in left.values()
                kept[whose] += stays
                dropped[whose] += not stays
                if whose == "A and B" and not stays:
                    changed.append(f"-{x['pmid']}")
            new += len(lz) - len(left)
            changed += [f"+{x['pmid']}"] * (len(lz) - len(left))
        for whose in kept:
            print(f"settled {kind}, of {whose}: {kept[whose]} kept, {dropped[whose]} dropped")
        print(f"settled {kind}, of neither: {new} new")
        print(f"settled {kind}, dropped though of both (-), new (+): {' '.join(changed) or 'none'}")
    for kind in FIELDS:
        held = [labels(r, kind) for r in settled]
        print(f"settled {kind}: {sum(map(len, held))} labels in {sum(map(bool, held))} abstracts")


def in_words(text: str) -> int | None:
    """The first whole number printed in words, up to 999."""
    total = None
    for word in re.findall(r"[A-Za-z]+", text.lower()):
        if word in WORDS:
            total = (total or 0) + WORDS[word]
        elif word == "hundred" and total:
            total *= 100
        elif total is not None and word != "and":
            break
    return total


def stands(number: str, abstract: str, start: int, end: int) -> bool:
    """Whether the digits are printed in the place, as a number of their own."""
    own = re.compile(rf"(?<!\d)(?<!\d[.,·]){re.escape(number)}(?![.,·]?\d)")
    return any(m.start() >= start and m.end() <= end for m in own.finditer(abstract))


def faults(readings: Sequence[Reading], drawn: Sequence[str], texts: dict[str, str]) -> list[str]:
    """What is wrong with a file of labels: order, fields, places, digits."""
    wrong = [] if [r["pmid"] for r in readings] == list(drawn) else ["PMIDs not as in drawn.txt"]
    for r in readings:
        text = texts[r["pmid"]]
        for kind, fields in FIELDS.items():
            for x in labels(r, kind):
                at, start, end = f"{r['pmid']} {kind} {x}", x["start"], x["end"]
                if list(x) != [*fields, "start", "end"]:
                    wrong.append(f"{at}: fields")
                if not 0 <= start < end <= len(text):
                    wrong.append(f"{at}: outside the abstract, {len(text)} characters long")
                numbers = [x[f] for f in fields if f != "measure" and x[f] is not None]
                missing = [n for n in numbers if not stands(n, text, start, end)]
                if kind == "randomised" and missing:
                    missing = [n for n in missing if str(in_words(text[start:end])) != n]
                if missing:
                    wrong.append(f"{at}: not printed there: {', '.join(missing)}")
                if kind == "effects" and x["measure"] not in MEASURES.split():
                    wrong.append(f"{at}: no such measure")
    return wrong


def unsettled(readings: Sequence[Reading]) -> list[str]:
    """Where settled labels go against the settled points of guide.md that can be counted."""
    wrong = []
    for r in readings:
        for kind in FIELDS:
            held = [json.dumps(x) for x in labels(r, kind)]
            wrong += [f"{r['pmid']} {kind}: one label twice"] * (len(held) - len(set(held)))
        for x in r["risks"]:
            if not (x["percent"] or (x["events"] and x["total"])):
                wrong.append(f"{r['pmid']} risks {x}: neither a percentage nor events of a total")
    return wrong


def check() -> int:
    """Check the three files of labels against the abstracts; the number of faults."""
    drawn = (HERE / "drawn.txt").read_text(encoding="ascii").split()
    wanted, texts = set(drawn), {}
    with gzip.open(SHARED / "data/pubmed/records.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["pmid"] in wanted:
                texts[record["pmid"]] = record["abstract"]
    count = 0
    for name in ("reader_a", "reader_b", "settled"):
        readings = read(HERE / f"{name}.jsonl")
        wrong = faults(readings, drawn, texts)
        if name == "settled":
            wrong += unsettled(readings)
        print(f"{name}.jsonl: {len(readings)} abstracts, {len(wrong)} faults", *wrong, sep="\n  ")
        count += len(wrong)
    return count


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description="Agreement of the two readers' labels.")
    parser.add_argument("raw", nargs="?", type=Path, help="folder of raw labels with contexts")
    parser.add_argument("--check", action="store_true", help="check the places of all labels")
    chosen = parser.parse_args()
    if chosen.raw:
        for reader in "AB":
            write(HERE / f"reader_{reader.lower()}.jsonl", from_raw(chosen.raw, reader))
    if chosen.check:
        sys.exit(check() > 0)
    a, b = (read(HERE / f"reader_{reader}.jsonl") for reader in "ab")
    agreement(a, b)
    if (HERE / "settled.jsonl").exists():
        settling(a, b, read(HERE / "settled.jsonl"))


if __name__ == "__main__":
    main()
