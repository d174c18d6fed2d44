"""Draw further abstracts for development, and abstracts rich in intervals, apart from the test.

    python evaluation/labels/draw_more.py ROUND OUT_FILE      # 1, 2, 3: 60 abstracts each
    python evaluation/labels/draw_more.py effects OUT_FILE    # 40 that print intervals
    python evaluation/labels/draw_more.py percent OUT_FILE    # 120 with two percentages or more
    python evaluation/labels/draw_more.py random OUT_FILE     # 80 that call something randomised
    python evaluation/labels/draw_more.py halves OUT_FILE     # 120, whole: half randomising, half shares
    python evaluation/labels/draw_more.py halves-2 OUT_FILE   # 100 in the same way
    python evaluation/labels/draw_more.py near OUT_FILE       # 100 with a share, near baclofen and ketamine

A round has 15 each on baclofen, ketamine, other opioids and other pain (the subjects of ``draw.py``)
of those that hold a percentage or a word of randomising: the others hold next to nothing to label.
``effects`` draws from those on the same subjects with three names of intervals or more (the sentences with a range are
shown); ``percent``
from those with two percent signs or more, of which only the sentences with numbers are shown, since
only their risks are labelled, to fit weights on; ``random`` from those with a word of randomising, of
which the sentences with it or with people are shown, and the number randomised is labelled.
``halves`` draws as many abstracts on other opioids as on other pain (baclofen and ketamine are used
up), in each subject half of those with a word of randomising, half of those with a percentage or a
count of a total; they are shown whole. ``near`` draws from the whole collection: 60 on spasticity and
muscle relaxants, 40 on anaesthesia and sedation, with a share, shown whole, since hardly an abstract on
baclofen or ketamine is left to learn from. No PMID of
``drawn.txt`` or of a file that is labelled already is drawn. Texts go into OUT_FILE, outside the
repository, each number marked ``{index}`` so that a label can be written by indices (``marked.py``).
"""

import gzip
import json
import random
import re
import sys
from pathlib import Path

from draw import HERE, SHARED, SHORTEST, SUBJECTS

SEEDS = {"1": 41, "2": 42, "3": 43, "effects": 44, "percent": 45, "random": 46, "halves": 47}
SEEDS.update({"halves-2": 48, "near": 49})
EACH = 15
RICH = {"effects": 40, "percent": 120, "random": 80}
QUARTERS = {"halves": 30, "halves-2": 25}
NEAR = {
    re.compile(
        r"spastic|tizanidine|dantrolene|muscle relaxant|cyclobenzaprine|carisoprodol|dystoni|botulinum|"
        r"cerebral palsy|multiple sclerosis|spinal cord",
        re.I,
    ): 60,
    re.compile(r"anaesth|anesth|sedation|propofol|midazolam|thiopent|etomidate", re.I): 40,
}
_WORTH = re.compile(r"%|per\s?cent|andomi[sz]|RANDOMI|andomly")
_RANGE = re.compile(
    r"\bC\.?[IL]\b|onfidence|credib|CrI|\d\s?(?:-|–|to|,|;)\s?[-−–]?\s?\{\d+\}[\d.·]+\s?[%)\]]"
)
_RANDOM = re.compile(r"andomi[sz]|RANDOMI|andomly|\balloca")
_SHARE = re.compile(r"\d\s?%|per\s?cent|\b\d+ (?:out )?of (?:the )?\d+\b|\b\d+/\d+\b")
_PEOPLE = re.compile(
    r"andom|alloca|\b(?:patients|subjects|volunteers|children|women|men|infants|participants|adults|n ?= ?)"
)
_INTERVAL = re.compile(r"\bC\.?I\b|onfidence (?:interval|limit)|credib")
_LABELLED = ("development.jsonl", "fresh.jsonl", "effects_extra.jsonl")


def known() -> set[str]:
    """PMIDs of the test and of what is labelled."""
    pmids = set((HERE / "drawn.txt").read_text(encoding="ascii").split())
    for name in _LABELLED:
        path = HERE / name
        if path.exists():
            lines = path.read_text(encoding="utf-8").splitlines()
            pmids |= {json.loads(line)["pmid"] for line in lines}
    return pmids


def _wanted(what: str, abstract: str) -> bool:
    if what == "effects":
        return len(_INTERVAL.findall(abstract)) > 2
    if what == "percent":
        return abstract.count("%") > 1
    if what == "random":
        return _RANDOM.search(abstract) is not None
    return what in QUARTERS or _WORTH.search(abstract) is not None


def _short(page: str, what: str) -> str:
    """Only its sentences with numbers, or with people, roughly parted."""
    kept = {"random": _PEOPLE, "effects": _RANGE}.get(what, re.compile(r"\{"))
    parts = re.split(r"(?<=[.;])\s+(?=[A-Z])", page)
    return " ".join(s if kept.search(s) else "…" for s in parts)


def drawn(what: str) -> list[dict[str, str]]:
    """The abstracts of a round."""
    apart = known()
    found: dict[str, list[dict[str, str]]] = {name: [] for name in SUBJECTS}
    with gzip.open(SHARED / "data/pubmed/records.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            abstract = record["abstract"]
            if len(abstract) < SHORTEST or record["pmid"] in apart:
                continue
            text = f"{record['title']} {abstract}"
            if what == "near":
                subjects = [p.pattern for p in NEAR if p.search(text) and _SHARE.search(abstract)]
                found.setdefault(subjects[0], []).append(record) if subjects else None
                continue
            subject = next((s for s, pattern in SUBJECTS.items() if pattern.search(text)), None)
            if subject and _wanted(what, abstract):
                found[subject].append(record)
    chance = random.Random(SEEDS[what])
    if what in QUARTERS:
        return _halves(what, found, chance)
    if what == "near":
        pools = [sorted(found[p.pattern], key=lambda r: int(r["pmid"])) for p in NEAR]
        chosen = [
            r for p, pool in zip(NEAR, pools, strict=True) for r in chance.sample(pool, NEAR[p])
        ]
        chance.shuffle(chosen)
        return chosen
    pools = [sorted(found[s], key=lambda r: int(r["pmid"])) for s in SUBJECTS]
    if what in RICH:
        chosen = chance.sample([r for pool in pools for r in pool], RICH[what])
    else:
        chosen = [r for pool in pools for r in chance.sample(pool, min(EACH, len(pool)))]
    chance.shuffle(chosen)
    return chosen


def _halves(
    what: str, found: dict[str, list[dict[str, str]]], chance: random.Random
) -> list[dict[str, str]]:
    """As many with a word of randomising as with a share, none twice."""
    chosen: list[dict[str, str]] = []
    for subject in ("opioids", "pain"):
        for pattern in (_RANDOM, _SHARE):
            pool = [r for r in found[subject] if pattern.search(r["abstract"]) and r not in chosen]
            chosen += chance.sample(sorted(pool, key=lambda r: int(r["pmid"])), QUARTERS[what])
    chance.shuffle(chosen)
    return chosen


def main(what: str, out: Path) -> None:
    from marked import marked

    pages = []
    for record in drawn(what):
        page = marked(record["abstract"])
        page = _short(page, what) if what in RICH else page
        pages.append(f"## {record['pmid']} {record['title']}\n{page}\n")
    out.write_text("\n".join(pages), encoding="utf-8")
    print(f"{len(pages)} abstracts")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
