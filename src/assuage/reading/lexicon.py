"""Names of chemicals, proteins and diseases that ship with the package (``vocabulary/SOURCES.md``)."""

import gzip
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Entry(NamedTuple):
    """What a name stands for. ``kind``: chemical, gene, disease; ``id``: MeSH ui or DrugBank id."""

    kind: str
    id: str
    unii: str | None


@cache
def lexicon() -> dict[str, Entry]:
    """Name in lower case to its entry, read once."""
    packed = files("assuage.reading").joinpath("vocabulary", "lexicon.tsv.gz").read_bytes()
    found: dict[str, Entry] = {}
    for line in gzip.decompress(packed).decode("utf-8").splitlines():
        name, kind, ui, unii = line.split("\t")
        found.setdefault(name.lower(), Entry(kind, ui, unii or None))
    return found
