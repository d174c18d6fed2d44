"""MeSH: names, identifiers and the tree, and that the shipped file is what its script makes."""

import csv
import gzip
import json
import runpy
from pathlib import Path

from assuage.library.mesh import mesh, natural, read
from tests.shared_data import shared

CURATION = Path(__file__).resolve().parents[2] / "curation" / "mesh_vocabulary.py"


def test_a_name_is_found_as_printed_and_as_spoken() -> None:
    for name in ("Carcinoma, Hepatocellular", "hepatocellular carcinoma", "D006528", "d006528"):
        assert mesh().find(name) == "D006528"
    assert mesh().name("D006528") == "Carcinoma, Hepatocellular"
    assert mesh().find("no such heading") is None
    assert natural("Pain, Postoperative") == "Postoperative Pain"


def test_what_stands_above() -> None:
    above = {mesh().name(ui) for ui in mesh().ancestors("D006528")}
    assert {"Liver Neoplasms", "Digestive System Neoplasms", "Neoplasms", "Carcinoma"} <= above
    assert "Carcinoma, Hepatocellular" not in above
    assert mesh().ancestors("D000000") == ()


def test_the_tree_is_that_of_the_source() -> None:
    rows = []
    with shared("names", "mesh", "data", "tree-numbers.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    by_number = {row["mesh_tree_number"]: row["mesh_id"] for row in rows}
    checked = 0
    for row in rows[::7]:
        parent = by_number.get(row["mesh_tree_number"].rpartition(".")[0])
        if parent is not None and parent != row["mesh_id"]:
            assert parent in mesh().ancestors(row["mesh_id"])
            checked += 1
    assert checked > 5000


def test_a_heading_unknown_here_keeps_its_name() -> None:
    assert mesh().key(None, "COVID-19") == "covid-19"
    assert mesh().key("D999999", "New  Heading") == "new heading"
    assert mesh().key("D010146", "whatever the source writes") == "D010146"


def test_headings_that_begin_so() -> None:
    found = {mesh().name(ui) for ui in mesh().starting("liver neo")}
    assert found == {"Liver Neoplasms", "Liver Neoplasms, Experimental"}


def test_check_tags_are_not_words() -> None:
    assert mesh().is_check_tag("Humans")
    assert not mesh().is_check_tag("Liver Neoplasms")


def test_the_shipped_files_are_what_the_script_makes(tmp_path: Path) -> None:
    names = shared("names")
    script = runpy.run_path(str(CURATION))
    script["main"].__globals__["FOLDER"] = tmp_path
    script["main"](names)
    for name in ("mesh.json.gz", "mesh_names.json.gz", "drug_names.json.gz"):
        made = json.loads(gzip.decompress((tmp_path / name).read_bytes()))
        assert made == json.loads(read(name)), name
