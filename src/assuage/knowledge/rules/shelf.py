"""What every rule sees: all entries, their texts, and the indexes that rules share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assuage.knowledge.load import read_entries
from assuage.knowledge.toml_files import line_of
from assuage.terms.errors import Problem
from assuage.terms.source import source_key


@dataclass(frozen=True)
class Shelf:
    """All entries under check, with the indexes that the rules share."""

    root: Path
    entries: dict[str, dict[str, Any]]
    texts: dict[str, str]
    ids: dict[str, set[str]] = field(default_factory=dict)
    sources: dict[str, Any] = field(default_factory=dict)

    def each(self, *shelves: str) -> Iterator[tuple[str, str, Any]]:
        """(shown path, id, entry) over the named shelves, or over all."""
        for shelf in shelves or tuple(self.entries):
            for key, entry in self.entries[shelf].items():
                yield f"{shelf}/{key}.toml", key, entry

    def problem(self, shown: str, key: str, rule: str, message: str, repair: str) -> Problem:
        line = line_of(self.texts.get(shown, ""), "$." + key) if key else 0
        return Problem(shown, line, key, rule, message, repair)


Rule = Callable[[Shelf], Iterator[Problem]]


def gather(root: Path) -> tuple[Shelf, list[Problem]]:
    """Read a knowledge folder for checking."""
    entries, texts, problems = read_entries(root)
    ids: dict[str, set[str]] = {shelf: set(found) for shelf, found in entries.items()}
    for key, vocabulary in entries["vocabulary"].items():
        terms: Any = vocabulary
        ids[key] = {t.id for t in terms.terms}
    sources: dict[str, Any] = {}
    for shelf in ("sources", "studies", "guidance", "trials"):
        for key, entry in entries[shelf].items():
            held: Any = entry
            sources[source_key(held.citation, key)] = held
    ids["sources"] = set(sources)
    return Shelf(root, entries, texts, ids, sources), problems


def place_problem(shelf: Shelf, shown: str, key: str, where: str, source: Any) -> Iterator[Problem]:
    parts = source.read.parts
    if not any(where.startswith(part) for part in parts):
        yield shelf.problem(
            shown,
            key,
            "places-were-read",
            f"{where!r} is not in a part that was read ({', '.join(parts)})",
            "Begin `where` with one of these, or read that part and add it to read.parts.",
        )
