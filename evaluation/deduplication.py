"""How well records of one work are found, on four labelled sets; ``deduplication.md`` has the story.

    python evaluation/deduplication.py            # the table
    python evaluation/deduplication.py --wrong    # and every wrong pair or record

ASySD's set names one kept row of each work (``unique``) and its copies (``duplicate``). The three
sets of IEBH mark every record that has a copy (caption ``Duplicate``), not which belong together:
that is derived below, without the rules that are measured. "flagged" needs no derived truth.
"""

import os
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from math import comb, sqrt
from pathlib import Path
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz

from assuage.library.grouping import clusters
from assuage.library.same_work import keys, same_work
from assuage.parsing.importing import read
from assuage.terms.record import Record

SHARED = Path(os.environ.get("ASSUAGE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SETS = {
    "ASySD": "asysd/tests/testthat/labelled_test_set.csv",
    "copper": "iebh/test/data/copper.xml",
    "respiratory": "iebh/test/data/old/respiratory.xml",
    "tafenoquine": "iebh/test/data/tafenoquine.xml",
}
TUNED_ON = ("ASySD", "copper")
EXPORTS = ("asysd/tests/testthat/zotero_export.csv", "asysd/tests/testthat/mendeley_export.xml")
"""One PubMed search as two programs exported it: the truth is the PMID, which is then hidden."""


class Labelled(NamedTuple):
    """A set with its truth. ``work`` numbers the work of each record; ``lead``: the row to keep."""

    name: str
    records: list[Record]
    work: list[int]
    copied: list[bool]
    """IEBH: the record has a copy; ASySD: the record is a copy."""


class Count(NamedTuple):
    """True and false decisions."""

    tp: int
    fp: int
    fn: int
    tn: int

    def __add__(self, other: object) -> "Count":
        return Count(*(x + y for x, y in zip(self, other, strict=True)))  # type: ignore[call-overload]


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[^a-z0-9]", "", text)


def _other(record: Record, path: str) -> str:
    return next((o.text for o in record.others if o.path == path), "")


def _digits(text: str | None) -> str:
    found = re.search(r"\d+", text or "")
    return found.group() if found else ""


def load(name: str) -> Labelled:
    """A set with its truth."""
    folder = SHARED / "data" / "dedupe"
    if name == "two exports":
        return _exports(
            name, [r for e in EXPORTS for r in read(folder / e) if isinstance(r, Record)]
        )
    path = folder / SETS[name]
    records = [r for r in read(path) if isinstance(r, Record)]
    return _asysd(name, records) if name == "ASySD" else _iebh(name, records)


def _asysd(name: str, records: list[Record]) -> Labelled:
    """Each copy goes to the kept row that is nearest in title, then place: no rule of ours."""
    copied = [_other(r, "source") == "duplicate" for r in records]
    leads = [n for n, c in enumerate(copied) if not c]
    titles = {n: _plain(records[n].title) for n in range(len(records))}

    def near(a: int, b: int) -> tuple[float, int]:
        x, y = records[a], records[b]
        place = sum(
            bool(p) and p == q
            for p, q in (
                ((x.doi or "").lower(), (y.doi or "").lower()),
                (x.year, y.year),
                *(
                    (_digits(getattr(x.journal, f)), _digits(getattr(y.journal, f)))
                    for f in ("volume", "pages")
                    if x.journal and y.journal
                ),
                (
                    _plain(x.authors[0].name) if x.authors else "",
                    _plain(y.authors[0].name) if y.authors else "",
                ),
            )
        )
        return round(fuzz.ratio(titles[a], titles[b]) / 5) * 5 + 4 * place, -b

    work = [
        n if not c else max(leads, key=lambda lead, n=n: near(n, lead))
        for n, c in enumerate(copied)
    ]
    return Labelled(name, records, work, copied)


def _iebh(name: str, records: list[Record]) -> Labelled:
    """Two marked records are one work where their titles are alike (80 letters, 90 of 100) and
    their volume or first page agrees or they stand beside each other; one that is still alone goes
    to its likelier marked neighbour, if their titles have half their letters in common."""
    copied = [_other(r, "caption") == "Duplicate" for r in records]
    marked = [n for n, c in enumerate(copied) if c]
    title = {n: _plain(records[n].title)[:80] for n in marked}
    place = {n: _place(records[n]) for n in marked}
    work = list(range(len(records)))

    def join(a: int, b: int) -> None:
        old, new = max(work[a], work[b]), min(work[a], work[b])
        for n in marked:
            if work[n] == old:
                work[n] = new

    for i, a in enumerate(marked):
        for b in marked[i + 1 :]:
            if fuzz.ratio(title[a], title[b]) >= 90 and (
                b - a == 1 or any(p and p == q for p, q in zip(place[a], place[b], strict=True))
            ):
                join(a, b)
    alone = [n for n in marked if work.count(work[n]) == 1]
    for n in alone:
        beside = [m for m in (n - 1, n + 1) if m in title]
        best = max(beside, key=lambda m: (fuzz.ratio(title[m], title[n]), -m), default=None)
        if best is not None and fuzz.ratio(title[best], title[n]) >= 50:
            join(n, best)
    return Labelled(name, records, work, copied)


def _place(record: Record) -> tuple[str, str]:
    journal = record.journal
    return (_digits(journal.volume), _digits(journal.pages)) if journal else ("", "")


def _exports(name: str, records: list[Record]) -> Labelled:
    pmids = [r.pmid or _other(r, "accession-num") for r in records]
    first = {pmid: pmids.index(pmid) for pmid in dict.fromkeys(pmids)}
    hidden = [msgspec.structs.replace(r, pmid=None, doi=None, others=()) for r in records]
    return Labelled(name, hidden, [first[p] for p in pmids], [True] * len(records))


def naive_title(records: Sequence[Record]) -> list[list[int]]:
    """Same letters and digits of the title, same year."""
    return _grouped(records, lambda r: (_plain(r.title), r.year) if r.title else None)


def naive_doi(records: Sequence[Record]) -> list[list[int]]:
    """Same DOI."""
    return _grouped(records, lambda r: r.doi.lower() if r.doi else None)


def _grouped(records: Sequence[Record], key: Callable[[Record], object]) -> list[list[int]]:
    groups: dict[object, list[int]] = defaultdict(list)
    for n, record in enumerate(records):
        groups[key(record) or ("alone", n)].append(n)
    return list(groups.values())


def removed(truth: Labelled, found: Sequence[Sequence[int]]) -> Count:
    """Copies removed when one record of each group is kept (Hair 2023; Rathbone 2015).

    Of a group with records of k works, k - 1 works are lost (false positives), the other removed
    records are copies (true positives). For ASySD a work is its ``unique`` row.
    """
    tp = fp = 0
    for group in found:
        if truth.name == "ASySD":
            kept = sum(not truth.copied[n] for n in group)
        else:
            kept = len({truth.work[n] for n in group})
        fp += max(kept - 1, 0)
        tp += len(group) - max(kept, 1)
    works = sum(not c for c in truth.copied) if truth.name == "ASySD" else len(set(truth.work))
    copies = len(truth.records) - works
    return Count(tp, fp, copies - tp, works - fp)


def flagged(truth: Labelled, found: Sequence[Sequence[int]]) -> Count | None:
    """Records said to have a copy, as IEBH's own tests count; ASySD's labels do not tell that."""
    if truth.name in ("ASySD", "two exports"):
        return None
    said = {n for group in found if len(group) > 1 for n in group}
    both = [(n in said, c) for n, c in enumerate(truth.copied)]
    return Count(
        *(both.count(k) for k in ((True, True), (True, False), (False, True), (False, False)))
    )


def pairs(truth: Labelled, found: Sequence[Sequence[int]]) -> Count:
    """Pairs of records in one group."""
    said = sum(comb(len(g), 2) for g in found)
    right = 0
    for group in found:
        of_work: dict[int, int] = defaultdict(int)
        for n in group:
            of_work[truth.work[n]] += 1
        right += sum(comb(k, 2) for k in of_work.values())
    sizes: dict[int, int] = defaultdict(int)
    for w in truth.work:
        sizes[w] += 1
    true = sum(comb(k, 2) for k in sizes.values())
    every = comb(len(truth.records), 2)
    return Count(right, said - right, true - right, every - said - true + right)


def wilson(part: int, whole: int) -> str:
    """A share with its Wilson 95% interval."""
    if not whole:
        return "–"
    z, p = 1.959964, part / whole
    middle = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return f"{p:.4f} ({max(middle - half, 0):.4f}–{min(middle + half, 1):.4f})"


METHODS: dict[str, Callable[[Sequence[Record]], list[list[int]]]] = {
    "assuage": clusters,
    "title and year": naive_title,
    "DOI": naive_doi,
}


def measure(sets: Sequence[Labelled]) -> list[tuple[str, str, str, Count]]:
    """Method, set, way of counting, decisions; with sums over all and over the unseen sets."""
    rows = []
    for method, group in METHODS.items():
        sums: dict[tuple[str, str], Count] = {}
        for truth in sets:
            found = group(truth.records)
            for way, count in (
                ("removed", removed(truth, found)),
                ("flagged", flagged(truth, found)),
                ("pairs", pairs(truth, found)),
            ):
                if count is None:
                    continue
                rows.append((method, truth.name, way, count))
                for pool in ("all", "not tuned on" if truth.name not in TUNED_ON else ""):
                    if pool and truth.name in SETS:
                        sums[pool, way] = sums.get((pool, way), Count(0, 0, 0, 0)) + count
        rows += [(method, pool, way, count) for (pool, way), count in sums.items()]
    return rows


def table(rows: Sequence[tuple[str, str, str, Count]]) -> str:
    """The rows as Markdown."""
    lines = [
        "| method | set | counted | TP | FP | FN | TN | precision (95% CI) | sensitivity (95% CI) | specificity (95% CI) |",
        "|---|---|---|--:|--:|--:|--:|---|---|---|",
    ]
    for method, name, way, c in rows:
        tn = c.tn
        lines.append(
            f"| {method} | {name} | {way} | {c.tp} | {c.fp} | {c.fn} | {tn} | "
            f"{wilson(c.tp, c.tp + c.fp)} | {wilson(c.tp, c.tp + c.fn)} | {wilson(tn, tn + c.fp)} |"
        )
    return "\n".join(lines)


def _shown(record: Record) -> str:
    j = record.journal
    place = f"{j.title} {j.volume}({j.issue}):{j.pages}" if j else ""
    first = record.authors[0].name if record.authors else ""
    return f"{first} | {record.year} | {record.title[:110]} | {place} | {record.doi} {record.pmid or ''}"


def wrong(truth: Labelled) -> None:
    """Every pair that was wrongly joined or left apart, with the reason of the rules."""
    of = {n: g for g in (tuple(g) for g in clusters(truth.records)) for n in g}
    for a in range(len(truth.records)):
        for b in range(a + 1, len(truth.records)):
            same, said = truth.work[a] == truth.work[b], of[a] == of[b]
            if same != said:
                x, y = truth.records[a], truth.records[b]
                met = "" if set(keys(x)) & set(keys(y)) else " NO KEY"
                print(f"{truth.name} {'MISSED' if same else 'JOINED'} {same_work(x, y)}{met}")
                print(f"   {_shown(x)}\n   {_shown(y)}")


def main() -> None:
    names = [a for a in sys.argv[1:] if a in SETS] or [*SETS, "two exports"]
    sets = [load(name) for name in names]
    print(table(measure(sets)))
    if "--wrong" in sys.argv:
        for truth in sets:
            wrong(truth)


if __name__ == "__main__":
    main()
