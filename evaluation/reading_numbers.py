"""Numbers read in abstracts against labels: randomised, effects with interval, risks of arms.

    python evaluation/reading_numbers.py            # the table
    python evaluation/reading_numbers.py --wrong SET  # and every wrong or missing item of a set
    python evaluation/reading_numbers.py --development    # without a look at the test

``labels/development.jsonl`` was labelled by the guide of ``labels/guide.md`` while the grammars
were written, and they were tuned on it. ``labels/settled.jsonl`` (300 abstracts, two blind readers,
settled) is the test and is used when it is there. An item counts as found when its digits are the
label's and its place overlaps the label's; each label is found once. Reading happens in the reading
text (title and abstract), labels point into the abstract.
"""

import argparse
import gzip
import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from assuage.reading.amounts import amounts
from assuage.reading.effects import effects
from assuage.reading.numbers import numbers
from assuage.reading.risks import risks
from assuage.reading.roles import roles
from assuage.reading.sentences import sentences
from assuage.terms.printed import Printed

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("ASSUAGE_SHARED", HERE.parents[1] / "shared"))
LABELS = HERE / "labels"
SETS = {
    "development": "development.jsonl",
    "fresh": "fresh.jsonl",
    "effects, extra": "effects_extra.jsonl",
    "settled (test)": "settled.jsonl",
}
TUNED = tuple(name for name in SETS if "test" not in name)
"""Sets that rules may be made on, in the end; a fresh one is measured first."""
CODES = {
    "odds-ratio": "OR",
    "reporting-odds-ratio": "OR",
    "risk-ratio": "RR",
    "hazard-ratio": "HR",
    "incidence-rate-ratio": "IRR",
    "risk-difference": "RD",
    "mean-difference": "MD",
    "median-difference": "MD",
    "mean-change": "MD",
    "standardised-mean-difference": "SMD",
    "nnt": "NNT",
    "nnh": "NNH",
    "auc-ratio": "GMR",
    "cmax-ratio": "GMR",
    "ratio-of-means": "GMR",
    "mean": "MEAN",
    "median": "MEAN",
    "percent": "PROP",
    "rate": "PROP",
    "sensitivity": "PROP",
    "specificity": "PROP",
    "correlation": "CORR",
}
"""The guide's code of each measure of the knowledge; any other is OTHER."""
PEERS = "published, all fields: Elicit .81, people .87"
DRAWS = 1000


class Item(NamedTuple):
    """What is compared: the digits, the place in the abstract, and what may be compared besides."""

    digits: tuple[str, ...]
    start: int
    end: int
    more: tuple[str, ...] = ()


class Counts(NamedTuple):
    """Found and right, read, labelled; of one abstract."""

    right: int
    read: int
    labelled: int


def digits(value: str | Printed | int | None) -> str:
    """One form for digits printed in different ways: ``−0·10`` is ``-0.10``, ``1,054`` is 1054."""
    if value is None:
        return "-"
    if isinstance(value, Printed):
        printed = str(value)
    else:
        plain = str(value).replace("·", ".").replace(",", "").replace("%", "").replace(" ", "")
        for dash in "−–‐‑":
            plain = plain.replace(dash, "-")
        plain = plain.replace("≤", "<=").replace("≥", ">=").replace("∼", "~")
        printed = str(Printed.read(plain))
    return printed.lstrip("~")


def labelled(label: dict[str, Any]) -> dict[str, list[Item]]:
    """The items of a label. A kind that was not labelled in an abstract is absent."""
    number = label.get("randomised")
    items = {
        "randomised": [Item((digits(number["value"]),), number["start"], number["end"])]
        if number
        else [],
        "effects": [
            Item(
                (digits(e["value"]), digits(e["low"]), digits(e["high"])),
                e["start"],
                e["end"],
                (e["measure"], digits(e["level"])),
            )
            for e in label["effects"] or ()
        ],
        "risks": [
            Item(
                (digits(r["events"]), digits(r["total"]), digits(r["percent"])),
                r["start"],
                r["end"],
            )
            for r in label["risks"] or ()
        ],
    }
    return {
        kind: some
        for kind, some in items.items()
        if (kind in label if kind == "randomised" else label[kind] is not None)
    }


def read(record: dict[str, str]) -> dict[str, list[Item]]:
    """What Assuage reads, in places of the abstract."""
    text = f"{record['title']}\n{record['abstract']}"
    shift = len(record["title"]) + 1
    parts = roles(text, sentences(text))
    found = numbers(text)
    randomised = [a for a in amounts(text, parts, found) if a.kind == "randomised" and not a.arm]
    items = {
        "randomised": [
            Item((digits(a.value),), a.span.start - shift, a.span.end - shift)
            for a in randomised[:1]
        ],
        "effects": [
            Item(
                (digits(e.value), digits(e.low), digits(e.high)),
                e.span.start - shift,
                e.span.end - shift,
                (CODES.get(e.measure, "OTHER"), digits(e.level_percent)),
            )
            for e in effects(text, parts, found)
            if e.low is not None
        ],
        "risks": [
            Item(figures, r.span.start - shift, r.span.end - shift)
            for r in risks(text, parts, found)
            if (figures := in_digits(text[r.span.start : r.span.end], r.events, r.total, r.percent))
        ],
    }
    return {
        kind: [i for i in some if i.start >= 0 or kind == "randomised"]
        for kind, some in items.items()
    }


def in_digits(
    piece: str, events: int | None, total: int | None, percent: Printed | None
) -> tuple[str, ...] | None:
    """The figures of a risk as the guide has them: what is printed in words is none of them."""
    printed = {n.whole for n in numbers(piece)}
    events = events if events in printed else None
    total = total if total in printed else None
    if percent is None and (events is None or total is None):
        return None
    return digits(events), digits(total), digits(percent)


def paired(
    one: list[Item], two: list[Item], same: Callable[[Item, Item], bool]
) -> list[tuple[Item, Item]]:
    """Each label with the first reading that is the same and was not taken."""
    left = list(one)
    pairs = []
    for item in two:
        for other in left:
            if other.start < item.end and item.start < other.end and same(other, item):
                left.remove(other)
                pairs.append((other, item))
                break
    return pairs


def exact(one: Item, two: Item) -> bool:
    return one.digits == two.digits


def with_level(one: Item, two: Item) -> bool:
    return exact(one, two) and one.more[1] == two.more[1]


def with_measure(one: Item, two: Item) -> bool:
    return exact(one, two) and one.more[0] == two.more[0]


FIELDS: tuple[tuple[str, str, Callable[[Item, Item], bool]], ...] = (
    ("number randomised", "randomised", exact),
    ("effect with interval", "effects", exact),
    ("… and its level", "effects", with_level),
    ("… and its measure", "effects", with_measure),
    ("risk of an arm", "risks", exact),
)


def f1(counts: list[Counts]) -> float:
    """Of all items of all abstracts together."""
    right = sum(c.right for c in counts)
    both = sum(c.read + c.labelled for c in counts)
    return 2 * right / both if both else 0.0


def interval(counts: list[Counts]) -> tuple[float, float]:
    """95% by a seeded bootstrap over abstracts."""
    chance = random.Random(20261122)
    drawn = sorted(f1(chance.choices(counts, k=len(counts))) for _ in range(DRAWS))
    return drawn[int(0.025 * DRAWS)], drawn[int(0.975 * DRAWS) - 1]


def labels(name: str) -> list[dict[str, Any]]:
    """The labels of a file, empty where it is not there."""
    path = LABELS / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def records(pmids: set[str]) -> dict[str, dict[str, str]]:
    """Their records."""
    found = {}
    with gzip.open(SHARED / "data/pubmed/records.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["pmid"] in pmids:
                found[record["pmid"]] = record
    return found


def compared(
    names: tuple[str, ...],
) -> Iterator[tuple[str, dict[str, list[Item]], dict[str, list[Item]], dict[str, str]]]:
    """Set, labelled, read and record of each labelled abstract."""
    sets = {name: labels(SETS[name]) for name in names}
    texts = records({label["pmid"] for some in sets.values() for label in some})
    drawn = set((LABELS / "drawn.txt").read_text(encoding="ascii").split())
    for name, some in sets.items():
        for label in some:
            if name in TUNED and label["pmid"] in drawn:
                raise SystemExit(f"{label['pmid']} is an abstract of the test: take it out")
            if label["pmid"] in texts:
                yield name, labelled(label), read(texts[label["pmid"]]), texts[label["pmid"]]


def rows() -> list[tuple[str, ...]]:
    """what, data, split, n, figure, 95% interval, peers."""
    return _rows(tuple(SETS))


def _rows(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    everything = list(compared(names))
    made = []
    for name in names:
        here = [(want, got) for n, want, got, _ in everything if n == name]
        if not here:
            continue
        for what, kind, same in FIELDS:
            counts = [
                Counts(len(paired(got[kind], want[kind], same)), len(got[kind]), len(want[kind]))
                for want, got in here
                if kind in want
            ]
            if not counts:
                continue
            right, shown, true = (sum(column) for column in zip(*counts, strict=True))
            low, high = interval(counts)
            made.append(
                (
                    what,
                    "own labels",
                    name,
                    f"{true} in {len(counts)} abstracts",
                    f"F1 {f1(counts):.3f} (P {right / max(shown, 1):.3f}, R {right / max(true, 1):.3f})",
                    f"{low:.3f} to {high:.3f}",
                    PEERS,
                )
            )
    return made


def wrong(names: tuple[str, ...]) -> None:
    """Every item of a set that is read and not labelled, or labelled and not read."""
    for _, want, got, record in compared(names):
        for kind in ("randomised", "effects", "risks"):
            if kind not in want:
                continue
            pairs = paired(got[kind], want[kind], exact)
            text = record["abstract"]
            for mark, items, side in (("+", got[kind], 0), ("-", want[kind], 1)):
                done = [pair[side] for pair in pairs]
                for item in items:
                    if item in done:
                        done.remove(item)
                        continue
                    around = text[max(0, item.start - 70) : item.end + 40].replace("\n", " ")
                    print(f"{record['pmid']} {kind[:4]} {mark} {item.digits} … {around}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrong", metavar="SET", help="list what is wrong in a set, not the test")
    parser.add_argument(
        "--development", action="store_true", help="leave the test alone (while rules change)"
    )
    options = parser.parse_args()
    if options.wrong and options.wrong not in TUNED:
        raise SystemExit(f"--wrong takes one of {', '.join(TUNED)}; got {options.wrong!r}")
    print("| what | data | split | n | figure | 95% interval | peers |")
    print("|---|---|---|---|---|---|---|")
    for row in _rows(TUNED if options.development else tuple(SETS)):
        print("| " + " | ".join(row) + " |")
    if options.wrong:
        wrong((options.wrong,))


if __name__ == "__main__":
    main()
