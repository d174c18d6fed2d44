"""Make mesh.json.gz and drug_names.json.gz in src/assuage/library/vocabulary/.

    python curation/mesh_vocabulary.py ../shared/data/names

mesh.json.gz: every MeSH 2015 descriptor as [UI, name, tree numbers], from dhimmel/mesh@9e16dfd
(doi 10.5281/zenodo.45586), CC0 1.0; the MeSH itself is by the U.S. National Library of Medicine.
This release holds no entry terms. drug_names.json.gz: names and synonyms of drugs as
[[name, synonym ...] ...], from the DrugBank vocabulary (samyama-ai/clinicaltrials-kg@b6ae3d5),
CC0 1.0 by DrugBank. Left out: structural names (nobody searches by them), names of one to four
letters (NMDA is listed as a name of ketamine, and means the receptor), and names that two drugs
share. Same input, same bytes.
"""

import csv
import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "src/assuage/library/vocabulary"
_LONGEST = 40
"""Longer synonyms of drugs are structural names."""
_NAME = re.compile(r"[^\W\d_][\w' -]*[\w']")
_STRUCTURAL = re.compile(
    r"\d[a-z]?-|-\d|\b[NOSDLR]-|\bDL-|alpha|beta|gamma|amino|chloro|methyl|hydroxy|ethyl"
)
_SHORTEST = 5


def _write(name: str, data: Any) -> None:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
    target = FOLDER / name
    target.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{name}: {len(data)} entries, {target.stat().st_size} bytes")


def _mesh(folder: Path) -> list[list[Any]]:
    found: dict[str, tuple[str, list[str]]] = {}
    with (folder / "terms.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            found[row["mesh_id"]] = (row["mesh_name"], [])
    with (folder / "tree-numbers.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            found[row["mesh_id"]][1].append(row["mesh_tree_number"])
    return [[ui, name, " ".join(sorted(numbers))] for ui, (name, numbers) in sorted(found.items())]


def _usable(name: str) -> bool:
    letters = sum(c.isalpha() for c in name)
    return (
        letters >= _SHORTEST
        and len(name) <= _LONGEST
        and _NAME.fullmatch(name) is not None
        and _STRUCTURAL.search(name) is None
    )


def _drugs(table: Path) -> list[list[str]]:
    groups: list[list[str]] = []
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names = {row["Common name"].casefold(): row["Common name"]}
            for synonym in row["Synonyms"].split(" | "):
                if _usable(synonym.strip()):
                    names.setdefault(synonym.strip().casefold(), synonym.strip())
            groups.append(list(names.values()))
    held = Counter(name.casefold() for group in groups for name in group)
    single = [[n for n in group if held[n.casefold()] == 1] for group in groups]
    return sorted(group for group in single if len(group) > 1)


def main(names: Path) -> None:
    """Read both tables, write both files."""
    _write("mesh.json.gz", _mesh(names / "mesh/data"))
    _write("drug_names.json.gz", _drugs(names / "drugbank_vocabulary/data/drugbank_vocabulary.csv"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
