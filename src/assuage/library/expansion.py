"""Other words for the same thing: from the knowledge, MeSH, and lists of drug and everyday names.

A name in a query is found by its stems, longest first. What is added weighs less than the user's
own words: another name of the same thing less, a member of a class still less. Chinese names stand
beside the English ones, so a Chinese query finds English records and the other way round.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import msgspec
from tantivy import TextAnalyzer

from assuage.knowledge.shelves import Knowledge
from assuage.library.documents import plain, stemmed_analyser
from assuage.library.mesh import mesh, read
from assuage.library.spellings import EVERYDAY
from assuage.terms.drug import Names

LONGEST_NAME = 6
"""Names of more stems are titles; nobody types them as a part of a query."""
SYNONYM = 0.6
"""Another name of the same thing (chosen in evaluation/retrieval.md)."""
MEMBER = 0.3
"""A member of a class that was named: half a synonym, because it is only a part."""
HEADING = 0.5
"""The MeSH heading of the name, with all below it in the tree."""
_KEPT = 10_000
"""Names put together and kept: bounds the memory of a long-running process."""

_names_decoder = msgspec.json.Decoder(dict[str, str])
_drugs_decoder = msgspec.json.Decoder(tuple[list[list[str]], dict[str, int]])

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another name: its stems (or the identifier of a MeSH heading), how it is shown, its weight."""

    stems: Stems
    shown: str
    weight: float
    heading: str | None = None


class Expansion:
    """Names by their stems. Those of the shipped lists are put together when they are met."""

    def __init__(self, curated: dict[Stems, tuple[Alternative, ...]]) -> None:
        self._held: dict[Stems, tuple[Alternative, ...]] = {}
        self._curated = curated
        self._headings: dict[str, str] = _names_decoder.decode(read("mesh_names.json.gz"))
        self._groups, self._rows = _drugs_decoder.decode(read("drug_names.json.gz"))
        self._starts = {stems[0] for stems in curated}
        self._starts.update(key.split(" ", 1)[0] for key in (*self._headings, *self._rows))

    def find(self, stems: Sequence[str]) -> list[tuple[int, int, tuple[Alternative, ...]]]:
        """Names in a run of stems, longest first from the left, none overlapping: start, end,
        other names."""
        found = []
        start, count = 0, len(stems)
        while start < count:
            step = 1
            last = start + LONGEST_NAME if stems[start] in self._starts else start
            for end in range(min(count, last), start, -1):
                held = self.others(tuple(stems[start:end]))
                if held:
                    found.append((start, end, held))
                    step = end - start
                    break
            start += step
        return found

    def others(self, stems: Stems) -> tuple[Alternative, ...]:
        """Other names of a name: the curated first, then the shipped, then its MeSH heading (or that
        of another name of it)."""
        held = self._held.get(stems)
        if held is not None:
            return held
        found: dict[tuple[Stems, str | None], Alternative] = {}
        for other in self._curated.get(stems, ()):
            found.setdefault((other.stems, None), other)
        key = " ".join(stems)
        row = self._rows.get(key)
        if row is not None:
            for name in self._groups[row]:
                cut = _cut(name)
                if cut and cut != stems:
                    found.setdefault((cut, None), Alternative(cut, name, SYNONYM))
        same = [stems, *(o.stems for o in found.values() if o.weight == SYNONYM)]
        ui = next((h for s in same if (h := self._headings.get(" ".join(s)))), None)
        if ui is not None:
            found[(), ui] = Alternative((), mesh().name(ui) or ui, HEADING, ui)
        made = tuple(found.values())
        if len(self._held) < _KEPT:
            self._held[stems] = made
        return made


def _cut(name: str) -> Stems:
    return tuple(_analyser().analyze(plain(name)))


@cache
def _analyser() -> TextAnalyzer:
    return stemmed_analyser()


@cache
def expansion(knowledge: Knowledge | None = None) -> Expansion:
    """All names there are; those of the knowledge first. Built once for a knowledge."""
    names: dict[Stems, dict[Stems, Alternative]] = {}

    def same(group: Iterable[str], members: Iterable[str] = ()) -> None:
        cut = {stems: name for name in group if (stems := _cut(name))}
        for stems in cut:
            held = names.setdefault(stems, {})
            for other, name in cut.items():
                if other != stems:
                    held.setdefault(other, Alternative(other, name, SYNONYM))
            for name in members:
                held.setdefault(_cut(name), Alternative(_cut(name), name, MEMBER))

    if knowledge is not None:
        for drug in knowledge.drugs.values():
            same(_all(drug.names))
        for condition in knowledge.conditions.values():
            same(_all(condition.names))
        for group in knowledge.classes.values():
            members = [knowledge.drugs[m].names.en for m in group.members if m in knowledge.drugs]
            same(_all(group.names), members)
        for device in knowledge.devices.values():
            same(_all(device.names))
    for words in EVERYDAY:
        same(words)
    return Expansion({stems: tuple(held.values()) for stems, held in names.items()})


def _all(names: Names) -> list[str]:
    return [names.en, *names.en_synonyms, names.zh, *names.zh_synonyms]
