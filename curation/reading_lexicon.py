"""Make lexicon.tsv.gz in src/assuage/reading/vocabulary/: names of chemicals, proteins, diseases.

    python curation/reading_lexicon.py ../shared/data/names

One line a name: name, kind (chemical, gene, disease), identifier, UNII where there is one. From the
MeSH descriptors that already ship (library/vocabulary/mesh.json.gz; CC0): trees C and F03 are
diseases, D chemicals, and of D those that stand only among proteins and enzymes (D12.776, D08)
genes. From the DrugBank vocabulary (samyama-ai/clinicaltrials-kg@b6ae3d5; CC0 1.0 by DrugBank):
common names and synonyms, with the DrugBank id, to a MeSH identifier where MeSH has the name.
Beside it more_names.tsv.gz (name, kind, MeSH ui) for what the tagger of chemicals and diseases does not
see: proteins that stand among chemicals as well (cytokines, hormones, receptors' ligands; trees D12.776,
D08.811, D12.644.276, D23.529 and no tree of small molecules), interleukins under their short names
too, and mammals with their common names.
Left out: structural names, names of fewer than four letters, short names in capitals (codes that
mean other things as well: NMDA is listed as a name of ketamine), names that two substances share,
foods, plants and allergens, and ``EVERYDAY`` words. Same input, same bytes.
"""

import csv
import gzip
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

from assuage.library.mesh import natural, read

TARGET = Path(__file__).parents[1] / "src/assuage/reading/vocabulary/lexicon.tsv.gz"
MORE = TARGET.with_name("more_names.tsv.gz")
_PROTEIN = re.compile(r"D12\.776|D08\.811|D12\.644\.276|D23\.529")
_SMALL = re.compile(r"D0[2-5]\.|D09\.|D10\.|D08\.211")
_MAMMAL = "B01.050.150.900.649"
_NO_SPECIES = frozenset(
    {
        "Moles",
        "Mammals",
        "Carnivora",
        "Insectivora",
        "Puma",
        "Humans",
        "Hominidae",
        "Dogs",
        "Rabbits",
    }
)
"""Moles are of the skin, PUMA is a protein; the last four the knowledge has."""
_ALSO = {"Zebrafish", "Chickens", "Xenopus laevis"}
_COMMON = {
    "Haplorhini": ("monkeys", "primates"),
    "Swine": ("pigs", "piglets", "porcine"),
    "Swine, Miniature": ("minipigs",),
    "Cricetinae": ("hamsters",),
    "Gerbillinae": ("gerbils",),
    "Papio": ("baboons",),
    "Macaca": ("macaques",),
    "Macaca mulatta": ("rhesus monkeys", "rhesus macaques"),
    "Macaca fascicularis": ("cynomolgus monkeys",),
    "Cattle": ("cows", "bovine"),
    "Cats": ("feline",),
    "Sheep": ("ovine", "lambs"),
    "Horses": ("equine",),
}
"""Common names of animals of which MeSH gives the scientific or the plural one."""
_LONGEST = 50
"""Longer synonyms of drugs are structural names."""
_SHORTEST = 4
EVERYDAY = frozenset(
    {
        "accent",
        "advance",
        "aim",
        "air",
        "alert",
        "antibodies",
        "arrest",
        "balance",
        "beam",
        "bean",
        "birth weight",
        "body temperature",
        "body weight",
        "boost",
        "bore",
        "can",
        "capsules",
        "compact",
        "contrast",
        "control",
        "corn",
        "date",
        "death",
        "dimension",
        "disease",
        "duck",
        "dust",
        "elements",
        "emulsions",
        "ensure",
        "enzymes",
        "fit",
        "focus",
        "gels",
        "his",
        "ice",
        "impact",
        "ions",
        "isoenzymes",
        "lead",
        "ligands",
        "monitor",
        "ointments",
        "pent",
        "placebos",
        "powders",
        "premium",
        "prevail",
        "prime",
        "protect",
        "proteins",
        "react",
        "recurrence",
        "relief",
        "resolve",
        "rest",
        "restore",
        "same",
        "signal",
        "soil",
        "solutions",
        "support",
        "suspensions",
        "syndrome",
        "tablets",
        "target",
        "tics",
        "total",
        "vision",
        "water",
    }
)
"""Words of the lexicon that mean something else in most abstracts (seen by counting the commonest
one-word names in PubMed abstracts); the tagger still reads them where the context says so."""
_CODE = re.compile(r"[A-Z0-9-]{1,5}")
_STRUCTURAL = re.compile(r"[\[\](){}]|\d[a-z]?-\d|\b[NOS],|,\d|'")
_NO_DRUG = re.compile(r"allergenic|preparation|whole|extract|flour|juice|homeopath|pollen", re.I)
_GENE = re.compile(r"D12\.776|D08\.")
_DISEASE = re.compile(r"C\d|F03")


def _kind(numbers: str) -> str | None:
    trees = numbers.split()
    if any(_DISEASE.match(tree) for tree in trees):
        return "disease"
    chemical = [tree for tree in trees if tree.startswith("D")]
    if chemical:
        return "gene" if all(_GENE.match(tree) for tree in chemical) else "chemical"
    return None


def _usable(name: str) -> bool:
    letters = sum(c.isalpha() for c in name)
    return (
        letters >= _SHORTEST
        and len(name) <= _LONGEST
        and not _STRUCTURAL.search(name)
        and not _CODE.fullmatch(name)
    )


def main(folder: Path) -> None:
    """Read both, write the file."""
    found: dict[str, tuple[str, str, str, str]] = {}
    for ui, name, numbers in json.loads(read("mesh.json.gz")):
        kind = _kind(numbers)
        if kind is None:
            continue
        for form in (natural(name), name):
            if form.count(",") and form == name:
                continue
            found.setdefault(form.casefold(), (form, kind, ui, ""))
    meant: dict[str, set[str]] = defaultdict(set)
    drugs: list[tuple[list[str], str, str]] = []
    with (folder / "drugbank_vocabulary/data/drugbank_vocabulary.csv").open(
        encoding="utf-8", newline=""
    ) as lines:
        for row in csv.DictReader(lines):
            names = [row["Common name"], *row["Synonyms"].split(" | ")]
            names = [n.strip() for n in names if n.strip()]
            if any(_NO_DRUG.search(n) for n in names):
                continue
            usable = list(dict.fromkeys(n for n in names if _usable(n)))
            drugs.append((usable, row["DrugBank ID"], row["UNII"]))
            for n in usable:
                meant[n.casefold()].add(row["DrugBank ID"])
    for names, drug, unii in drugs:
        single = [n for n in names if len(meant[n.casefold()]) == 1]
        known = {found[n.casefold()][2] for n in single if n.casefold() in found}
        ui = known.pop() if len(known) == 1 else drug
        for n in single:
            held = found.get(n.casefold())
            kind = held[1] if held else "chemical"
            if held is None or not held[3]:
                found[n.casefold()] = (held[0] if held else n, kind, held[2] if held else ui, unii)
    rows = [row for name, row in sorted(found.items()) if name not in EVERYDAY]
    text = "".join("\t".join(row) + "\n" for row in rows)
    TARGET.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{len(rows)} names, {TARGET.stat().st_size} bytes")
    more({(row[0].casefold(), row[1]) for row in rows})


def more(lexicon: set[tuple[str, str]]) -> None:
    """Write the names of proteins among the chemicals, and of mammals."""
    rows: dict[str, tuple[str, str, str]] = {}
    for ui, name, numbers in json.loads(read("mesh.json.gz")):
        trees = numbers.split()
        names: list[str] = []
        kind = "gene"
        if any(tree.startswith(_MAMMAL) for tree in trees) or name in _ALSO:
            kind = "species"
            if name not in _NO_SPECIES and not name.startswith(("Mice", "Rats")):
                names = [natural(name), *_COMMON.get(name, ())]
                # Longer plurals are read as singulars by names.py; short ones only here.
                names += [n[:-1] for n in names if len(n) <= 5 and n.endswith("s")]
        elif any(_PROTEIN.match(tree) for tree in trees) and not any(map(_SMALL.match, trees)):
            names = [natural(name)]
            if name.startswith("Interleukin-"):
                names.append(name.replace("Interleukin-", "IL-"))
        for each in names:
            low = each.casefold()
            long = len(each) >= _SHORTEST or kind == "species"
            if long and low not in EVERYDAY and (low, kind) not in lexicon:
                rows.setdefault(low, (each, kind, ui))
    text = "".join("\t".join(row) + "\n" for _, row in sorted(rows.items()))
    MORE.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{len(rows)} more names, {MORE.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
