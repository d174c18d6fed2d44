"""Draw the 300 abstracts that two readers label, 75 on each of baclofen, ketamine, opioids and pain.

    python evaluation/labels/draw.py OUT_DIR

Source: ../shared/data/pubmed/records.jsonl.gz. Same seed, same abstracts. Writes ``drawn.txt`` (the
PMIDs, kept in the repository beside this file) and, into OUT_DIR, the texts in six files of 50 for
the readers; texts are never kept.
"""

import gzip
import json
import os
import random
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("ASSUAGE_SHARED", HERE.parents[2] / "shared"))
SEED = 20261122
EACH = 75
SHORTEST = 400  # characters: shorter abstracts hold hardly a number
SUBJECTS = {
    "baclofen": re.compile(r"\bbaclofen", re.I),
    "ketamine": re.compile(r"\b(?:es)?ketamine", re.I),
    "opioids": re.compile(
        r"\b(?:opioid|opiate|morphine|oxycodone|fentanyl|methadone|tramadol)", re.I
    ),
    "pain": re.compile(r"\b(?:pain|analges|neuralgi|headache|migraine)", re.I),
}


def main(out: Path) -> None:
    """Draw without replacement, subject after subject."""
    found: dict[str, list[dict[str, str]]] = {name: [] for name in SUBJECTS}
    with gzip.open(SHARED / "data/pubmed/records.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if len(record["abstract"]) < SHORTEST:
                continue
            text = f"{record['title']} {record['abstract']}"
            subject = next((s for s, pattern in SUBJECTS.items() if pattern.search(text)), None)
            if subject:
                found[subject].append(record)
    drawn = random.Random(SEED)
    chosen = [
        r
        for s in SUBJECTS
        for r in drawn.sample(sorted(found[s], key=lambda r: int(r["pmid"])), EACH)
    ]
    drawn.shuffle(chosen)
    (HERE / "drawn.txt").write_text("".join(f"{r['pmid']}\n" for r in chosen), encoding="ascii")
    out.mkdir(parents=True, exist_ok=True)
    for start in range(0, len(chosen), 50):
        part = [
            {k: r[k] for k in ("pmid", "title", "abstract")} for r in chosen[start : start + 50]
        ]
        path = out / f"abstracts-{start // 50 + 1}.json"
        path.write_text(json.dumps(part, ensure_ascii=False, indent=1), encoding="utf-8")
    print({s: len(v) for s, v in found.items()})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
