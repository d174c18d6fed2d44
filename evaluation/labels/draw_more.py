"""Draw further abstracts for development, and abstracts rich in intervals, apart from the test.

    python evaluation/labels/draw_more.py ROUND OUT_FILE      # 1, 2, 3: 60 abstracts each
    python evaluation/labels/draw_more.py effects OUT_FILE    # 40 that print intervals
    python evaluation/labels/draw_more.py percent OUT_FILE    # 120 with two percentages or more

A round has 15 each on baclofen, ketamine, other opioids and other pain (the subjects of ``draw.py``)
of those that hold a percentage or a word of randomising: the others hold next to nothing to label.
``effects`` draws from those on the same subjects with three names of intervals or more; ``percent``
from those with two percent signs or more, of which only the sentences with numbers are shown, since
only their risks are labelled, to fit weights on. No PMID of
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

SEEDS = {"1": 41, "2": 42, "3": 43, "effects": 44, "percent": 45}
EACH = 15
RICH = {"effects": 40, "percent": 120}
_WORTH = re.compile(r"%|per\s?cent|andomi[sz]|RANDOMI|andomly")
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
    return _WORTH.search(abstract) is not None


def _short(page: str) -> str:
    """Only its sentences with numbers, roughly parted."""
    return " ".join(s if "{" in s else "…" for s in re.split(r"(?<=[.;])\s+(?=[A-Z])", page))


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
            subject = next((s for s, pattern in SUBJECTS.items() if pattern.search(text)), None)
            if subject and _wanted(what, abstract):
                found[subject].append(record)
    chance = random.Random(SEEDS[what])
    pools = [sorted(found[s], key=lambda r: int(r["pmid"])) for s in SUBJECTS]
    if what in RICH:
        chosen = chance.sample([r for pool in pools for r in pool], RICH[what])
    else:
        chosen = [r for pool in pools for r in chance.sample(pool, min(EACH, len(pool)))]
    chance.shuffle(chosen)
    return chosen


def main(what: str, out: Path) -> None:
    from marked import marked

    show = _short if what == "percent" else str
    pages = [f"## {r['pmid']} {r['title']}\n{show(marked(r['abstract']))}\n" for r in drawn(what)]
    out.write_text("\n".join(pages), encoding="utf-8")
    print(f"{len(pages)} abstracts")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
