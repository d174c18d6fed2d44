"""How well names, chemicals, diseases and adverse effects are read; ``reading_names.md`` has the story.

    python evaluation/reading_names.py

Strict means the same first and last character and the same kind. Intervals: 1,000 bootstrap samples
of abstracts (of articles for sentences), seed 1; Wilson for recalls. ADE-Corpus-V2 only measures:
articles that are in the training parts (PHEE train and dev were drawn from the same articles) are
left out of it.
"""

import os
import random
import re
import sys
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import NamedTuple

SHARED = Path(os.environ.get("ASSUAGE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "training"))

from adverse_effects import Reader, bc5cdr_reports, phee_events, phee_rows  # noqa: E402
from names import Abstract, abstracts  # noqa: E402

from assuage.reading.abbreviations import abbreviations  # noqa: E402
from assuage.reading.adverse_effects import adverse_effects, pairs, weights  # noqa: E402
from assuage.reading.chemicals_diseases import chemicals_diseases  # noqa: E402
from assuage.reading.cues import cues  # noqa: E402
from assuage.reading.lexicon import lexicon  # noqa: E402
from assuage.reading.sentences import sentences  # noqa: E402
from assuage.terms.reading import Mention, Sentence, Span  # noqa: E402

CORPORA = SHARED / "data" / "corpora"
CDR = CORPORA / "bc5cdr/data/cdr"
Row = tuple[str, ...]


class Count(NamedTuple):
    """True positives, false positives, false negatives of one abstract or article."""

    tp: float = 0
    fp: float = 0
    fn: float = 0


def f1(counts: Sequence[Count]) -> float:
    """F1 of summed counts."""
    tp, fp, fn = (sum(each[i] for each in counts) for i in range(3))
    return 2 * tp / (2 * tp + fp + fn) if tp else 0.0


def parts_of(counts: Sequence[Count]) -> str:
    """Precision and recall, printed."""
    tp, fp, fn = (sum(each[i] for each in counts) for i in range(3))
    return f"P {tp / max(1, tp + fp):.3f} R {tp / max(1, tp + fn):.3f}"


def interval(counts: Sequence[Count]) -> str:
    """Percentiles 2.5 and 97.5 of F1 over resampled abstracts."""
    draw = random.Random(1)
    drawn = sorted(f1(draw.choices(counts, k=len(counts))) for _ in range(1000))
    return f"{drawn[25]:.3f} to {drawn[974]:.3f}"


def wilson(hits: int, n: int) -> str:
    """Wilson's interval of a proportion."""
    z, p = 1.96, hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return f"{middle - half:.3f} to {middle + half:.3f}"


def _row(what: str, data: str, split: str, n: str, counts: list[Count], peer: list[Count]) -> Row:
    return (
        what,
        data,
        split,
        n,
        f"F1 {f1(counts):.3f} ({parts_of(counts)})",
        interval(counts),
        f"F1 {f1(peer):.3f} ({parts_of(peer)})",
    )


def _compare(found: set[tuple[int, int]], gold: set[tuple[int, int]]) -> Count:
    return Count(len(found & gold), len(found - gold), len(gold - found))


def mention_rows(reader: Reader, part: str = "Test") -> list[Row]:
    """Chemicals and diseases, and the recall of the knowledge's drugs and conditions."""
    held: dict[str, tuple[list[Count], list[Count]]] = {
        kind: ([], []) for kind in ("chemical", "disease")
    }
    known: dict[str, list[tuple[bool, bool]]] = {"drug": [], "condition": []}
    owners = _owners(reader)
    for each in abstracts(CDR / f"CDR_{part}Set.PubTator.txt.gz"):
        parts = sentences(each.text)
        short = abbreviations(each.text, parts)
        tagged = chemicals_diseases(each.text, parts, short)
        named = reader.names.mentions(each.text, parts, short)
        for kind, (ours, peer) in held.items():
            gold = {m[:2] for m in each.mentions if m[2].lower() == kind}
            alike = {"chemical": ("chemical", "drug"), "disease": ("disease", "condition")}[kind]
            ours.append(_compare({_place(m) for m in tagged if m.kind == kind}, gold))
            peer.append(_compare({_place(m) for m in named if m.kind in alike}, gold))
        _known(each, named, owners, known)
    rows = [
        _row(
            f"{kind}s, strict",
            "BC5CDR",
            part,
            str(sum(c.tp + c.fn for c in ours)),
            ours,
            peer,
        )
        for kind, (ours, peer) in held.items()
    ]
    for kind, hits in known.items():
        n = len(hits)
        loose, strict = sum(h[0] for h in hits), sum(h[1] for h in hits)
        rows.append(
            (
                f"{kind}s of the knowledge, recall",
                "BC5CDR",
                part,
                str(n),
                f"{loose / n:.3f} (same place {strict / n:.3f})",
                wilson(loose, n),
                "-",
            )
        )
    return rows


def _place(mention: Mention) -> tuple[int, int]:
    return mention.span.start, mention.span.end


def _owners(reader: Reader) -> dict[str, tuple[str, str]]:
    """MeSH ui to the drug or condition of the knowledge: its identifier, else its name in MeSH."""
    found: dict[str, tuple[str, str]] = {}
    knowledge = reader.knowledge
    for key, drug in knowledge.drugs.items():
        entry = lexicon().get(drug.names.en.lower())
        codes = [i.code for i in drug.identifiers if i.scheme == "mesh"]
        for code in codes or ([entry.id] if entry else []):
            found[code] = ("drug", key)
    for key, condition in knowledge.conditions.items():
        if condition.mesh:
            found[condition.mesh] = ("condition", key)
    return found


def _known(
    each: Abstract,
    named: Sequence[Mention],
    owners: dict[str, tuple[str, str]],
    known: dict[str, list[tuple[bool, bool]]],
) -> None:
    for start, end, _, code in each.mentions:
        if code in owners:
            kind, key = owners[code]
            over = [
                m
                for m in named
                if m.kind == kind and m.id == key and m.span.start < end and start < m.span.end
            ]
            known[kind].append((bool(over), any(_place(m) == (start, end) for m in over)))


class Judged(NamedTuple):
    """One sentence: does it report; the gold pairs as places of drug and effect."""

    article: str
    text: str
    reports: bool
    gold: list[tuple[list[tuple[int, int]], list[tuple[int, int]]]]


def trained_on() -> set[str]:
    """PMIDs of the training parts."""
    seen = {
        row["id"].split("_")[0]
        for part in ("train", "dev")
        for row in phee_rows(CORPORA / f"phee/data/json/{part}.json")
    }
    for part in ("Training", "Development"):
        seen |= {each.pmid for each in abstracts(CDR / f"CDR_{part}Set.PubTator.txt.gz")}
    return seen


def ade(seen: set[str]) -> list[Judged]:
    """Sentences of ADE-Corpus-V2, without those of the articles in ``seen``."""
    folder = CORPORA / "ade/ADE-Corpus-V2"
    found: dict[tuple[str, str], Judged] = {}
    for line in (folder / "DRUG-AE.rel").read_text(encoding="utf-8").splitlines():
        pmid, text, effect, _, _, drug, _, _ = line.split("|")
        if pmid not in seen:
            held = found.setdefault((pmid, text), Judged(pmid, text, True, []))
            held.gold.append((_all(text, drug), _all(text, effect)))
    for line in (folder / "ADE-NEG.txt").read_text(encoding="utf-8").splitlines():
        pmid, _, text = line.split(" ", 2)
        if pmid not in seen:
            found.setdefault((pmid, text), Judged(pmid, text, False, []))
    return list(found.values())


def _all(text: str, name: str) -> list[tuple[int, int]]:
    places = []
    start = text.find(name)
    while start >= 0:
        places.append((start, start + len(name)))
        start = text.find(name, start + 1)
    return places


_AMOUNT = re.compile(
    r"\d[ -]?(?:[mµμunk]?g|mcg|micro|milli|gram|ml|U\b|IU|units?\b|mmol|mEq)", re.I
)


def dose_rows(reader: Reader) -> list[Row]:
    """Recall of the doses of ADE-Corpus-V2 (DRUG-DOSE.rel), which only measures: of those that hold an
    amount with its unit, and of all (*low-dose*, *once a day*, *four courses* are doses there)."""
    path = CORPORA / "ade/ADE-Corpus-V2/DRUG-DOSE.rel"
    judged: list[tuple[bool, bool, bool]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        _, text, gold, *_ = line.split("|")
        places = _all(text, gold)
        mentions = reader.mentions(text, (Sentence(Span(0, len(text))),))
        found = [m for m in mentions if m.kind == "dose"]
        judged.append(
            (
                _AMOUNT.search(gold) is not None,
                any(_over(m, places) for m in found),
                any(_place(m) in places for m in found),
            )
        )
    rows = []
    for what, some in (
        ("doses with an amount, recall", [j for j in judged if j[0]]),
        ("doses of every kind, recall", judged),
    ):
        n, hits, same = len(some), sum(j[1] for j in some), sum(j[2] for j in some)
        figure = f"{hits / n:.3f} (same place {same / n:.3f})"
        rows.append((what, "ADE-Corpus-V2", "all", str(n), figure, wilson(hits, n), "-"))
    return rows


def phee() -> list[Judged]:
    """PHEE test: sentences that report an adverse event, and of treatment events alone."""
    found = []
    for row in phee_rows(CORPORA / "phee/data/json/test.json"):
        events = phee_events(row)
        found.append(Judged(row["id"].split("_")[0], row["context"], bool(events), events))
    return found


def unrelated() -> list[Judged]:
    """The sentences of BC5CDR Test that name a chemical and a disease that it does not relate."""
    found = []
    for each in abstracts(CDR / "CDR_TestSet.PubTator.txt.gz"):
        for part in sentences(each.text):
            both, reports = bc5cdr_reports(each, part)
            if both and not reports:
                text = each.text[part.span.start : part.span.end]
                found.append(Judged(each.pmid, text, False, []))
    return found


def adverse_rows(
    data: str,
    split: str,
    judged: list[Judged],
    reader: Reader,
    share: tuple[int, int] | None = None,
) -> list[Row]:
    """F1 of sentences and of pairs; the peer says yes to every sentence that names both. ``share``:
    sentences that report and that do not in the whole corpus, to which a row is weighted."""
    ours: dict[str, list[list[Count]]] = {}
    reporting = sum(j.reports for j in judged)
    up = share[0] / reporting if share else 1.0
    down = share[1] / (len(judged) - reporting) if share else 1.0
    for each in judged:
        whole = (Sentence(Span(0, len(each.text))),)
        mentions = reader.mentions(each.text, whole)
        found = adverse_effects(each.text, whole, mentions, cues(each.text, whole))
        together = pairs(each.text, whole[0].span, mentions, weights().words)
        counts = [
            _said(bool(found), each.reports),
            _said(bool(together), each.reports),
            _pairs([(f.drug, f.effect) for f in found], each),
            _pairs([(p.drug, p.effect) for p in together], each),
        ]
        for place in (0, 1):
            tp, fp, fn = counts[place]
            counts.append(Count(tp * up, fp * down, fn * up))
        ours.setdefault(each.article, []).append(counts)
    by = [
        [Count(*map(sum, zip(*(c[i] for c in held), strict=True))) for held in ours.values()]
        for i in range(6)
    ]
    n = f"{sum(j.reports for j in judged)} of {len(judged)}"
    gold = str(sum(len(j.gold) for j in judged))
    weighted = [
        _row(
            "sentence reports an adverse effect, weighted to the corpus' share",
            data,
            split,
            n,
            by[4],
            by[5],
        )
    ]
    return [
        _row("sentence reports an adverse effect", data, split, n, by[0], by[1]),
        *(weighted if share else []),
        _row("pair of drug and adverse effect, overlap", data, split, gold, by[2], by[3]),
    ]


def _said(found: bool, reports: bool) -> Count:
    return Count(int(found and reports), int(found and not reports), int(reports and not found))


def _pairs(found: list[tuple[Mention, Mention]], each: Judged) -> Count:
    met = set()
    wrong = 0
    for drug, effect in found:
        hits = {
            place
            for place, (drugs, effects) in enumerate(each.gold)
            if _over(drug, drugs) and _over(effect, effects)
        }
        wrong += not hits
        met |= hits
    return Count(len(met), wrong, len(each.gold) - len(met))


def _over(mention: Mention, places: list[tuple[int, int]]) -> bool:
    return any(mention.span.start < end and start < mention.span.end for start, end in places)


def rows() -> list[Row]:
    """All rows: what, data, split, n, figure, 95% interval, peer in the same run."""
    reader = Reader()
    whole = ade(set())
    return [
        *mention_rows(reader),
        *dose_rows(reader),
        *adverse_rows(
            "ADE-Corpus-V2",
            "articles not trained on",
            ade(trained_on()),
            reader,
            (sum(j.reports for j in whole), sum(not j.reports for j in whole)),
        ),
        *adverse_rows("ADE-Corpus-V2", "all, trained articles too", whole, reader),
        *adverse_rows("PHEE", "test", phee(), reader),
        *adverse_rows("PHEE + BC5CDR negatives", "test", [*phee(), *unrelated()], reader),
    ]


def main() -> None:
    """Print the table."""
    print("| what | data | split | n | figure | 95% interval | peers in the same run |")
    print("|---|---|---|---|---|---|---|")
    for row in rows():
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
