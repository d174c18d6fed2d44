"""MeSH with its tree: descriptors of 2015 (CC0), and what stands above each.

A heading that came later, or that the source sent without its identifier, is kept by its name, so
that ``mesh:"COVID-19"`` finds it all the same; only its place in the tree is unknown.
"""

import gzip
from functools import cache
from importlib.resources import files

import msgspec

_CHECK_TAGS = frozenset(
    name.casefold()
    for name in (
        "Adolescent",
        "Adult",
        "Aged",
        "Aged, 80 and over",
        "Animals",
        "Child",
        "Child, Preschool",
        "Female",
        "Humans",
        "Infant",
        "Infant, Newborn",
        "Male",
        "Middle Aged",
        "Pregnancy",
        "Young Adult",
    )
)
"""Headings that NLM's indexers set on every record that they fit (check tags and ages): they say
who was studied, and as words they would only make all records alike."""

_decoder = msgspec.json.Decoder(list[tuple[str, str, str]])


class Mesh:
    """Descriptors by identifier and by name (case and word order of inverted names apart)."""

    def __init__(self, rows: list[tuple[str, str, str]]) -> None:
        self._names = {ui: name for ui, name, _ in rows}
        self._by_name = {name.casefold(): ui for ui, name, _ in rows}
        for ui, name, _ in rows:
            self._by_name.setdefault(natural(name).casefold(), ui)
        self._numbers = {ui: tuple(numbers.split()) for ui, _, numbers in rows}
        self._by_number = {n: ui for ui, numbers in self._numbers.items() for n in numbers}
        self._above: dict[str, tuple[str, ...]] = {}

    def find(self, name: str) -> str | None:
        """Identifier of a descriptor by its name, as printed or in natural order, or by itself."""
        folded = " ".join(name.split()).casefold()
        found = self._by_name.get(folded)
        if found is None and folded.upper() in self._names:
            return folded.upper()
        return found

    def name(self, ui: str) -> str | None:
        """Name of a descriptor."""
        return self._names.get(ui)

    def starting(self, start: str) -> tuple[str, ...]:
        """Identifiers of the descriptors whose name, as printed or in spoken order, begins so."""
        folded = start.casefold()
        found = {ui for name, ui in self._by_name.items() if name.startswith(folded)}
        return tuple(sorted(found))

    def key(self, ui: str | None, name: str) -> str:
        """What a heading is indexed by: its identifier where known here, else its folded name."""
        if ui is not None and ui in self._names:
            return ui
        return self.find(name) or " ".join(name.split()).casefold()

    def ancestors(self, ui: str) -> tuple[str, ...]:
        """Identifiers of every descriptor above one, nearest first within each branch."""
        held = self._above.get(ui)
        if held is None:
            above: dict[str, None] = {}
            for number in self._numbers.get(ui, ()):
                parts = number.split(".")
                for end in range(len(parts) - 1, 0, -1):
                    parent = self._by_number.get(".".join(parts[:end]))
                    if parent is not None and parent != ui:
                        above[parent] = None
            held = self._above[ui] = tuple(above)
        return held

    @staticmethod
    def is_check_tag(name: str) -> bool:
        """Whether a heading only says who was studied."""
        return name.casefold() in _CHECK_TAGS


def natural(name: str) -> str:
    """An inverted name as it is spoken: ``Carcinoma, Hepatocellular`` → ``Hepatocellular
    Carcinoma``; ``Pain, Postoperative`` likewise. Names without a comma are returned as they are."""
    return " ".join(reversed(name.split(", ")))


def read(name: str) -> bytes:
    """A vocabulary file that ships with the package, unpacked."""
    return gzip.decompress(files("assuage.library").joinpath("vocabulary", name).read_bytes())


@cache
def mesh() -> Mesh:
    """The descriptors that ship with the package, read once."""
    return Mesh(_decoder.decode(read("mesh.json.gz")))
