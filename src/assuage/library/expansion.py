"""Other words for the same thing, from the knowledge and the shipped vocabularies."""

from dataclasses import dataclass, field
from functools import cache

from assuage.knowledge.shelves import Knowledge
from assuage.library.documents import plain, stemmed_analyser
from assuage.terms.drug import Names

_LONGEST_NAME = 8
"""Names of more stems are not looked for in a query."""
SYNONYM = 0.4
MEMBER = 0.2


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another name: its stems, how it is shown, and its weight beside the user's own words."""

    stems: tuple[str, ...]
    shown: str
    weight: float


@dataclass(frozen=True, eq=False)
class Expansion:
    """Names by their stems. ``longest`` bounds the look-up."""

    names: dict[tuple[str, ...], tuple[Alternative, ...]] = field(default_factory=dict)
    longest: int = 1

    def find(self, stems: list[str]) -> list[tuple[int, int, tuple[Alternative, ...]]]:
        """Names in a run of stems, longest first from the left, none overlapping: start, end,
        other names."""
        found = []
        start, count = 0, len(stems)
        while start < count:
            step = 1
            for end in range(min(count, start + self.longest), start, -1):
                held = self.names.get(tuple(stems[start:end]))
                if held is not None:
                    found.append((start, end, held))
                    step = end - start
                    break
            start += step
        return found


@cache
def expansion(knowledge: Knowledge) -> Expansion:
    """The names of drugs, classes and conditions. Built once for a knowledge."""
    analyse = stemmed_analyser().analyze
    names: dict[tuple[str, ...], dict[tuple[str, ...], Alternative]] = {}

    def add(group: list[str], others: list[tuple[str, float]]) -> None:
        cut = [(tuple(analyse(plain(name))), name) for name in group]
        extra = [(tuple(analyse(plain(name))), name, weight) for name, weight in others]
        for stems, _ in cut:
            if not stems or len(stems) > _LONGEST_NAME:
                continue
            held = names.setdefault(stems, {})
            for other, shown in cut:
                if other and other != stems:
                    held.setdefault(other, Alternative(other, shown, SYNONYM))
            for other, shown, weight in extra:
                if other and other != stems:
                    held.setdefault(other, Alternative(other, shown, weight))

    for drug in knowledge.drugs.values():
        add(_all(drug.names), [])
    for group in knowledge.classes.values():
        members = [knowledge.drugs[m].names.en for m in group.members if m in knowledge.drugs]
        add(_all(group.names), [(m, MEMBER) for m in members])
    for condition in knowledge.conditions.values():
        add(_all(condition.names), [])
    ready = {stems: tuple(held.values()) for stems, held in names.items() if held}
    return Expansion(ready, max((len(s) for s in ready), default=1))


def _all(names: Names) -> list[str]:
    return [names.en, *names.en_synonyms, names.zh, *names.zh_synonyms]
