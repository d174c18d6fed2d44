"""Names of chemicals, proteins and diseases that ship with the package (``vocabulary/SOURCES.md``)."""

import gzip
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Entry(NamedTuple):
    """What a name stands for. ``kind``: chemical, gene, disease; ``id``: MeSH ui or DrugBank id."""

    kind: str
    id: str


class Lexicon:
    """The names in columns: an entry is made when it is asked for, 46,000 at once would take longer
    than all else that reading needs before its first abstract."""

    def __init__(self, packed: bytes) -> None:
        # Four cells a line: name, kind, identifier, UNII.
        cells = gzip.decompress(packed).decode("utf-8").replace("\n", "\t").split("\t")
        self.names = "\n".join(cells[0:-1:4]).lower().split("\n")
        """In lower case, in the order of the file."""
        self.kinds = cells[1::4]
        self.ids = cells[2::4]
        # Backwards, so that of two names that differ in capitals the first one stays.
        self._place = dict(
            zip(reversed(self.names), range(len(self.names) - 1, -1, -1), strict=True)
        )

    def get(self, name: str) -> Entry | None:
        """The entry of a name in lower case."""
        place = self._place.get(name)
        return None if place is None else Entry(self.kinds[place], self.ids[place])

    def items(self) -> Iterator[tuple[str, Entry]]:
        """Names in lower case with their entries, each once."""
        for place, name in enumerate(self.names):
            if self._place[name] == place:
                yield name, Entry(self.kinds[place], self.ids[place])


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    return Lexicon(files("assuage.reading").joinpath("vocabulary", "lexicon.tsv.gz").read_bytes())


def more_names() -> list[tuple[str, str, str]]:
    """Names, kinds (gene, species) and MeSH uis of what the tagger of chemicals and diseases does not
    see."""
    packed = files("assuage.reading").joinpath("vocabulary", "more_names.tsv.gz").read_bytes()
    rows = gzip.decompress(packed).decode("utf-8").splitlines()
    return [(name, kind, ui) for name, kind, ui in (row.split("\t") for row in rows)]
