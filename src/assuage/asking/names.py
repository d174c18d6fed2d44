"""Names to entries: exact first, then the nearest; a decoy never matches.

Matching in running text takes the longest name first, so that esketamine is never read as
ketamine, nor 艾司氯胺酮 as 氯胺酮. Near names come from RapidFuzz.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from assuage.knowledge.shelves import Knowledge
from assuage.terms.condition import Condition
from assuage.terms.drug import Drug, DrugClass, Names
from assuage.terms.errors import AmbiguousName, NamesClass, UnknownName

_NEAR = 60
_CLOSE = 80
_SHORTEST = 5
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True)
class Meaning:
    """An entry that a name stands for. ``kind``: drug, class, condition, device, route."""

    kind: str
    id: str


_SHORT_ROUTES = {
    "IV": "intravenous",
    "IT": "intrathecal",
    "ITB": "intrathecal baclofen",
    "SC": "subcutaneous",
    "PO": "oral",
    "IM": "intramuscular",
}
_SHORT = re.compile(rf"\b(?:{'|'.join(_SHORT_ROUTES)})\b")


def fold(name: str) -> str:
    """A name as it is compared: lower case, single spaces, plain hyphens. Short forms of routes
    count in capitals only: "it" is a pronoun, IT a route."""
    text = (
        _SHORT.sub(lambda hit: _SHORT_ROUTES[hit[0]], name)
        .casefold()
        .replace("‐", "-")
        .replace("–", "-")
        .replace("-", " ")
    )
    return " ".join(text.split())


def _all(names: Names, key: str) -> tuple[str, ...]:
    return (names.en, names.zh, *names.en_synonyms, *names.zh_synonyms, key)


def expand(knowledge: Knowledge, class_id: str) -> tuple[str, ...]:
    """All drugs of a class and of its parts that the knowledge holds, in order."""
    found: dict[str, None] = {}
    pending, seen = [class_id], set[str]()
    while pending:
        group = knowledge.classes.get(pending.pop(0))
        if group is None or group.id in seen:
            continue
        seen.add(group.id)
        found.update(dict.fromkeys(m for m in group.members if m in knowledge.drugs))
        pending.extend(group.parts)
    return tuple(sorted(found))


class Index:
    """Every name of the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    @cached_property
    def meanings(self) -> dict[str, tuple[Meaning, ...]]:
        """Folded name to its meanings, in a fixed order."""
        found: dict[str, list[Meaning]] = {}
        k = self.knowledge
        shelves = (
            ("drug", k.drugs),
            ("class", k.classes),
            ("condition", k.conditions),
            ("device", k.devices),
        )
        for kind, shelf in shelves:
            for key, entry in shelf.items():
                for name in _all(entry.names, key):
                    held = found.setdefault(fold(name), [])
                    if Meaning(kind, key) not in held:
                        held.append(Meaning(kind, key))
        for route in k.vocabulary.get("routes", {}).values():
            for name in (route.id, route.en, route.zh):
                held = found.setdefault(fold(name), [])
                if Meaning("route", route.id) not in held:
                    held.append(Meaning("route", route.id))
        return {name: tuple(held) for name, held in found.items()}

    @cached_property
    def agents(self) -> dict[str, str]:
        """Names of the closed list of agents: what has no entry, but may be taken."""
        return {
            fold(name): term.id
            for term in self.knowledge.vocabulary.get("agents", {}).values()
            for name in (term.id, term.en, term.zh, *term.also)
        }

    @cached_property
    def products(self) -> dict[str, tuple[str, ...]]:
        """Names of products to their ingredients; they are read in a medicine line only."""
        return {
            fold(name): term.of
            for term in self.knowledge.vocabulary.get("products", {}).values()
            for name in (term.en, term.zh)
        }

    @cached_property
    def _longest_first(self) -> tuple[str, ...]:
        return tuple(sorted(self.meanings, key=lambda n: (-len(n), n)))

    @cached_property
    def decoys(self) -> tuple[str, ...]:
        """Names that must never match, longest first."""
        k = self.knowledge
        shelves: tuple[Drug | DrugClass | Condition, ...] = (
            *k.drugs.values(),
            *k.classes.values(),
            *k.conditions.values(),
        )
        named = set(self.meanings)
        return tuple(
            sorted(
                {fold(d) for e in shelves for d in e.names.decoys} - named,
                key=lambda d: (-len(d), d),
            )
        )

    def find(self, text: str) -> tuple[Meaning, ...]:
        """Every entry named in running text, in the order in which the names stand."""
        folded = fold(text)
        taken = [False] * len(folded)
        hits: list[tuple[int, Meaning]] = []
        for name, decoy in [
            *((d, True) for d in self.decoys),
            *((n, False) for n in self._longest_first),
        ]:
            if not name or name not in folded:
                continue
            start = folded.find(name)
            while start >= 0:
                end = start + len(name)
                if not any(taken[start:end]) and _bounded(folded, start, end):
                    for position in range(start, end):
                        taken[position] = True
                    if not decoy:
                        hits.extend((start, m) for m in self.meanings[name])
                start = folded.find(name, end)
        return tuple(m for _, m in sorted(hits, key=lambda h: (h[0], h[1].kind, h[1].id)))

    def one(self, name: str, *kinds: str) -> Meaning:
        """The single meaning of a name among kinds. Raises UnknownName or AmbiguousName."""
        held = self.held(name, *kinds)
        if not held and kinds == ("drug",):
            groups = self.held(name, "class")
            if groups:
                raise NamesClass(name, expand(self.knowledge, groups[0].id))
        if not held:
            raise UnknownName(kinds[0], name, self.nearest(name, *kinds))
        if len(held) > 1:
            raise AmbiguousName(name, tuple(f"{m.id} ({m.kind})" for m in held))
        return held[0]

    def held(self, name: str, *kinds: str) -> list[Meaning]:
        """All meanings of a name among kinds, in either number; a drug goes before a class."""
        for variant in (fold(name), fold(name).rstrip("s"), fold(name) + "s"):
            held = [m for m in self.meanings.get(variant, ()) if m.kind in kinds]
            if held:
                break
        if len(held) > 1 and "drug" in kinds:
            held = [m for m in held if m.kind == "drug"] or held
        return held

    @staticmethod
    def stands_alone(text: str, start: int, end: int) -> bool:
        """Whether a name is not a part of a longer word."""
        return _bounded(text, start, end)

    def close(self, word: str) -> tuple[str, ...]:
        """Names of drugs and conditions that differ from a word by a slip of the finger."""
        if len(word) < _SHORTEST:
            return ()
        known = [
            n
            for n, held in self.meanings.items()
            if any(m.kind in ("drug", "condition", "class") for m in held)
        ]
        return tuple(
            match
            for match, _, _ in process.extract(
                fold(word), sorted(known), scorer=fuzz.ratio, limit=1, score_cutoff=_CLOSE
            )
        )

    def nearest(self, name: str, *kinds: str) -> tuple[str, ...]:
        """Up to three near names of the kinds."""
        known = [n for n, held in self.meanings.items() if any(m.kind in kinds for m in held)]
        close = process.extract(
            fold(name), sorted(known), scorer=fuzz.WRatio, limit=3, score_cutoff=_NEAR
        )
        return tuple(match for match, _, _ in close)


def _bounded(text: str, start: int, end: int) -> bool:
    """Whether a name stands alone. Chinese has no word boundaries; a Latin end of a name has."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if after == "s" and (end + 1 == len(text) or not text[end + 1].isalnum()):
        after = " "
    joined_before = _latin(text[start]) and _latin(before)
    joined_after = _latin(text[end - 1]) and _latin(after)
    return not joined_before and not joined_after


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
