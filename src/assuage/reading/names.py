"""Names that the knowledge and the shipped lexicon hold, found in a text with exact places.

All names go into one Aho-Corasick automaton; its overlapping matches are filtered by word
boundaries, and of those that compete the longest stays. (Leftmost-longest matching would lose the
shorter name where the longest ends inside a word.) A decoy of the knowledge takes its place and
says nothing; a short form that a text defines means what its long form means there.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import tomli

from assuage.knowledge.shelves import Knowledge
from assuage.reading.lexicon import lexicon
from assuage.reading.name_forms import fold, forms, is_code, singulars, stands_alone
from assuage.terms.drug import Names as EntryNames
from assuage.terms.reading import Abbreviation, Mention, Sentence, Span

_DECOY = "decoy"
_GROUPS = {
    "drug": 0,
    "class": 0,
    "condition": 0,
    _DECOY: 0,
    "chemical": 0,
    "disease": 0,
    "outcome": 1,
    "effect": 2,
    "instrument": 3,
    "route": 4,
    "species": 5,
    "gene": 6,
}
"""Kinds that compete for a place: a condition does not hide the outcome of the same name."""
_INSTRUMENT = 3
_INSIDE_INSTRUMENTS = (0, 1, 2)
"""The depression of a depression rating scale is no condition, outcome or effect."""
_VOCABULARIES = {
    "outcomes": "outcome",
    "effects": "effect",
    "instruments": "instrument",
    "routes": "route",
    "species": "species",
    "targets": "gene",
}
_SHORTEST = 2
"""Letters of a short form that is looked for: one letter stands for too much else."""
_TOO_WIDE = frozenset({"exposure"})
"""Names of vocabulary entries that abstracts use for much else: of "exposure (AUC)" only AUC counts."""
_COVERS = 0.5
"""A name that makes up at least this part of a long form, and ends it, is what the form means."""


class _Meaning(NamedTuple):
    kind: str
    id: str | None
    code: str | None
    """The only case in which a short code counts."""


class _Hit(NamedTuple):
    start: int
    end: int
    meaning: _Meaning


class Names:
    """The names of a knowledge and of the lexicon, packed once for matching."""

    def __init__(self, knowledge: Knowledge) -> None:
        # Imported here: only reading needs the automaton, and `assuage --help` must stay fast.
        from ahocorasick_rs import AhoCorasick, Implementation

        held: dict[str, dict[_Meaning, None]] = {}
        for name, meaning in _all_names(knowledge):
            for form in forms(name):
                held.setdefault(form, {})[meaning] = None
        _add_lexicon(held, knowledge)
        self._meanings = [tuple(meanings) for meanings in held.values()]
        self._automaton = AhoCorasick(list(held), implementation=Implementation.ContiguousNFA)

    def mentions(
        self, text: str, sentences: Sequence[Sentence], abbreviations: Sequence[Abbreviation]
    ) -> tuple[Mention, ...]:
        """Every name in the text, in order of place. Kinds as in ``Mention``; chemicals, diseases
        and genes that only the lexicon knows have a MeSH ui or DrugBank id. ``sentences`` is taken
        so that all parts of reading are called alike: no name crosses a sentence."""
        del sentences
        hits = _longest(self._hits(text))
        if abbreviations:
            hits = _with_short_forms(text, hits, abbreviations)
        found = {
            Mention(Span(hit.start, hit.end), hit.meaning.kind, hit.meaning.id)
            for hit in hits
            if hit.meaning.kind != _DECOY
        }
        return tuple(sorted(found, key=lambda m: (m.span.start, m.span.end, m.kind, m.id or "")))

    def _hits(self, text: str) -> Iterator[_Hit]:
        folded = fold(text)
        matches = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        for which, start, end in matches:
            stop = stands_alone(folded, start, end)
            if stop is None:
                continue
            for meaning in self._meanings[which]:
                if meaning.code is None or text[start:end] == meaning.code:
                    yield _Hit(start, stop, meaning)


def _longest(hits: Iterable[_Hit]) -> list[_Hit]:
    """Of the hits of one group that overlap, the longest; all meanings of one place stay."""
    groups: dict[int, list[_Hit]] = {}
    for hit in hits:
        groups.setdefault(_GROUPS[hit.meaning.kind], []).append(hit)
    kept: dict[int, list[_Hit]] = {
        group: _free(sorted(held, key=lambda h: (h.start - h.end, h.start)))
        for group, held in groups.items()
    }
    scales = kept.get(_INSTRUMENT, [])
    if scales:
        for group in _INSIDE_INSTRUMENTS:
            kept[group] = [
                hit
                for hit in kept.get(group, [])
                if not any(s.start <= hit.start and hit.end <= s.end for s in scales)
            ]
    return [hit for group in sorted(kept) for hit in kept[group]]


def _free(hits: list[_Hit]) -> list[_Hit]:
    kept: list[_Hit] = []
    places: list[tuple[int, int]] = []
    for hit in hits:
        place = (hit.start, hit.end)
        if place in places or all(hit.end <= a or b <= hit.start for a, b in places):
            if place not in places:
                places.append(place)
            kept.append(hit)
    return kept


def _with_short_forms(
    text: str, hits: list[_Hit], abbreviations: Sequence[Abbreviation]
) -> list[_Hit]:
    """Short forms defined in the text, with the meaning of their long form, and with no other."""
    for each in abbreviations:
        places = list(_places(text, each.short))
        low, high = each.long_span.start, each.long_span.end
        meant = {
            hit.meaning
            for hit in hits
            if hit.end == high and high - hit.start >= _COVERS * (high - low)
        }
        here = set(places)
        hits = [
            hit
            for hit in hits
            if (hit.start, hit.end) not in here
            or (hit.meaning.code is None and not meant)
            or hit.meaning in meant
        ]
        hits += [_Hit(a, b, meaning) for a, b in places for meaning in sorted(meant, key=str)]
    return hits


def _places(text: str, short: str) -> Iterator[tuple[int, int]]:
    start = text.find(short) if len(short) >= _SHORTEST else -1
    while start >= 0:
        stop = stands_alone(text, start, start + len(short))
        if stop is not None:
            yield start, stop
        start = text.find(short, start + 1)


def _entry_names(names: EntryNames) -> tuple[str, ...]:
    return (names.en, names.zh, *names.en_synonyms, *names.zh_synonyms)


@cache
def _other_names() -> dict[str, dict[str, list[str]]]:
    """Kind to id to the names under which abstracts write it."""
    path = files("assuage.reading").joinpath("vocabulary", "other_names.toml")
    return tomli.loads(path.read_text(encoding="utf-8"))


def _meaning(name: str, kind: str, key: str | None) -> tuple[str, _Meaning]:
    return name, _Meaning(kind, key, name if is_code(name) else None)


def _all_names(knowledge: Knowledge) -> Iterator[tuple[str, _Meaning]]:
    """Names of the knowledge with their meanings, and its decoys."""
    shelves = (
        ("drug", knowledge.drugs),
        ("class", knowledge.classes),
        ("condition", knowledge.conditions),
    )
    named: set[str] = set()
    decoys: set[str] = set()
    for kind, shelf in shelves:
        others = _other_names().get(kind, {})
        for key, entry in shelf.items():
            for name in (*_entry_names(entry.names), *others.get(key, ())):
                named.update(forms(name))
                yield _meaning(name, kind, key)
            decoys.update(entry.names.decoys)
    for decoy in sorted(decoys):
        if named.isdisjoint(forms(decoy)):
            yield _meaning(decoy, _DECOY, None)
    for vocabulary, kind in _VOCABULARIES.items():
        others = _other_names().get(kind, {})
        for key, term in knowledge.vocabulary.get(vocabulary, {}).items():
            plain = term.en.split(" (")[0]
            plural = [term.plural] if term.plural else []
            for name in (plain, term.zh, *plural, *others.get(key, ())):
                if name not in _TOO_WIDE:
                    yield _meaning(name, kind, key)


def _add_lexicon(held: dict[str, dict[_Meaning, None]], knowledge: Knowledge) -> None:
    """Names of the lexicon: those of a drug or condition of the knowledge join it, the others stand
    for themselves where the knowledge has nothing that competes under that name."""
    own = _owners(knowledge)
    taken = {
        form
        for form, meanings in held.items()
        if any(_GROUPS[m.kind] == 0 and m.kind != _DECOY for m in meanings)
    }
    decoys = {form for form, meanings in held.items() if any(m.kind == _DECOY for m in meanings)}
    for name, entry in lexicon().items():
        itself = _Meaning(entry.kind, entry.id, None)
        owner = own.get(entry.id)
        form = fold(name).strip()
        for each in (form, *singulars(form)):
            if each not in held:
                meaning = itself if owner is None else _Meaning(*owner, None)
                held[each] = {meaning: None}
            elif entry.kind != "gene" and each not in taken:
                held[each] = {m: None for m in held[each] if m.kind != _DECOY}
                held[each][
                    itself if owner is None or each in decoys else _Meaning(*owner, None)
                ] = None


def _owners(knowledge: Knowledge) -> dict[str, tuple[str, str]]:
    """Identifier of the lexicon to the one drug or condition of the knowledge that has it."""
    found: dict[str, set[tuple[str, str]]] = {}
    for key, drug in knowledge.drugs.items():
        codes = {i.code for i in drug.identifiers if i.scheme in ("mesh", "drugbank")}
        entry = lexicon().get(drug.names.en.lower())
        if entry is not None:
            codes.add(entry.id)
        for code in codes:
            found.setdefault(code, set()).add(("drug", key))
    for key, condition in knowledge.conditions.items():
        if condition.mesh is not None:
            found.setdefault(condition.mesh, set()).add(("condition", key))
    return {code: owners.pop() for code, owners in found.items() if len(owners) == 1}
