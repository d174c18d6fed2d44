"""How well designs are read from words alone: randomised trials in the shared PubMed records.

    python evaluation/designs.py [--shared ../shared/data] [--show]

Truth: the publication type Randomized Controlled Trial, among records that carry publication types.
Read: ``designs()`` of the same records with their publication types taken away, with and without
their MeSH headings. Records go to half A or B by the last bit of the first byte of their PMID's
SHA-256; the mistakes of half A were read while the wording was chosen, those of half B were not.
"""

import argparse
import gzip
import hashlib
import json
from pathlib import Path

from assuage.library.designs import designs
from assuage.terms.record import Abstract, Heading, Passage, Record, Term

HERE = Path(__file__).resolve().parent


def _names(text: str | None) -> list[str]:
    parts = (p.strip() for p in (text or "").split(";"))
    return [p.split(":", 1)[-1].split("/")[0].lstrip("*") for p in parts if p]


def record_of(entry: dict[str, str], types: bool, mesh: bool) -> Record:
    """A shared record as ours, with or without what an indexer added."""
    return Record(
        id=f"pmid:{entry['pmid']}",
        source="jsonl",
        title=entry["title"],
        abstracts=(Abstract((Passage(entry["abstract"]),)),),
        publication_types=tuple(map(Term, _names(entry.get("publication_types")))) if types else (),
        mesh=tuple(map(Heading, _names(entry.get("mesh")))) if mesh else (),
    )


def entries(path: Path) -> list[dict[str, str]]:
    """The shared records that carry publication types."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [e for e in map(json.loads, lines) if e.get("publication_types")]


def half(pmid: str) -> str:
    """A or B, by the PMID."""
    return "B" if hashlib.sha256(pmid.encode()).digest()[0] & 1 else "A"


def counts(held: list[dict[str, str]], mesh: bool) -> tuple[int, int, int]:
    """True positives, false positives, false negatives of rct."""
    hit = wrong = missed = 0
    for entry in held:
        true = "rct" in designs(record_of(entry, types=True, mesh=False)) and (
            "Randomized Controlled Trial" in _names(entry["publication_types"])
        )
        read = "rct" in designs(record_of(entry, types=False, mesh=mesh))
        hit += true and read
        wrong += read and not true
        missed += true and not read
    return hit, wrong, missed


def main() -> None:
    """Print the table."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--shared", type=Path, default=HERE.parents[1] / "shared" / "data")
    ask.add_argument("--show", action="store_true", help="print mistakes of half A")
    given = ask.parse_args()
    held = entries(given.shared / "pubmed" / "records.jsonl.gz")
    print("| half | MeSH | records | randomised | recall | precision |\n|---|---|---|---|---|---|")
    for part in "AB":
        some = [e for e in held if half(e["pmid"]) == part]
        for mesh in (False, True):
            hit, wrong, missed = counts(some, mesh)
            print(
                f"| {part} | {'yes' if mesh else 'no'} | {len(some)} | {hit + missed} "
                f"| {hit / (hit + missed):.3f} | {hit / (hit + wrong):.3f} |"
            )
    if given.show:
        for entry in held:
            if half(entry["pmid"]) == "A":
                true = "Randomized Controlled Trial" in _names(entry["publication_types"])
                read = "rct" in designs(record_of(entry, types=False, mesh=False))
                if true != read:
                    kind = "missed" if true else "wrong"
                    print(kind, entry["pmid"], entry["publication_types"], entry["title"])


if __name__ == "__main__":
    main()
