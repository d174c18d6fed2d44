"""Make mesh.json.gz, mesh_names.json.gz and drug_names.json.gz in src/assuage/library/vocabulary/.

    python curation/mesh_vocabulary.py ../shared/data/names

mesh.json.gz: every MeSH 2015 descriptor as [UI, name, tree numbers], from dhimmel/mesh@9e16dfd
(doi 10.5281/zenodo.45586), CC0 1.0; the MeSH itself is by the U.S. National Library of Medicine.
This release holds no entry terms. mesh_names.json.gz: stems of each name in spoken order, to the
UI; names ending in Neoplasms stand there with cancer, too. drug_names.json.gz: names and synonyms
of drugs as [[name, synonym ...] ...] and their stems, to the row, from the DrugBank vocabulary (samyama-ai/clinicaltrials-kg@b6ae3d5),
CC0 1.0 by DrugBank. Left out: structural names (nobody searches by them), names of one to four
letters (NMDA is listed as a name of ketamine, and means the receptor), names that two drugs
share, and entries of foods, plants and allergens. Same input, same bytes.
"""

import csv
import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from assuage.library.documents import plain, stemmed_analyser
from assuage.library.expansion import LONGEST_NAME
from assuage.library.mesh import Mesh, natural

FOLDER = Path(__file__).parents[1] / "src/assuage/library/vocabulary"
_LONGEST = 40
"""Longer synonyms of drugs are structural names."""
_NAME = re.compile(r"[^\W\d_][\w' -]*[\w']")
_STRUCTURAL = re.compile(
    r"\d[a-z]?-|-\d|\b[NOSDLR]-|\bDL-|alpha|beta|gamma|amino|chloro|methyl|hydroxy|ethyl"
)
_SHORTEST = 5
_NO_DRUG = re.compile(r"allergenic|preparation|whole|extract|flour|juice|homeopath", re.I)
"""Foods, plants and allergens: their entries join names of unlike things (rice, brown rice)."""
_analyse = stemmed_analyser().analyze


def _stems(name: str) -> str:
    return " ".join(_analyse(plain(name)))


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
            if not any(_NO_DRUG.search(name) for name in names):
                groups.append(list(names.values()))
    held = Counter(name.casefold() for group in groups for name in group)
    single = [[n for n in group if held[n.casefold()] == 1] for group in groups]
    return sorted(group for group in single if len(group) > 1)


def _spoken(rows: list[list[Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for ui, name, _ in rows:
        if Mesh.is_check_tag(name):
            continue
        spoken = natural(name)
        names = [spoken]
        if spoken.endswith(" Neoplasms"):
            names.append(spoken.replace("Neoplasms", "Cancer"))
        for each in names:
            stems = _stems(each)
            if 0 < stems.count(" ") + 1 <= LONGEST_NAME:
                found.setdefault(stems, ui)
    return found


def _rows(groups: list[list[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row, group in enumerate(groups):
        for name in group:
            stems = _stems(name)
            if 0 < stems.count(" ") + 1 <= LONGEST_NAME:
                found.setdefault(stems, row)
    return found


def main(names: Path) -> None:
    """Read both tables, write the files."""
    mesh = _mesh(names / "mesh/data")
    _write("mesh.json.gz", mesh)
    _write("mesh_names.json.gz", _spoken(mesh))
    drugs = _drugs(names / "drugbank_vocabulary/data/drugbank_vocabulary.csv")
    _write("drug_names.json.gz", [drugs, _rows(drugs)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
