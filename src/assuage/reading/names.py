"""Names that the knowledge and the shipped lexicon hold, found in a text with exact places.

All names go into one Aho-Corasick automaton; its overlapping matches are filtered by word
boundaries, and of those that compete the longest stays. (Leftmost-longest matching would lose the
shorter name where the longest ends inside a word.) A decoy of the knowledge takes its place and
says nothing; a short form that a text defines means what its long form means there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import tomli

from assuage.knowledge.shelves import Knowledge
from assuage.reading.doses import doses
from assuage.reading.lexicon import Lexicon, lexicon, more_names
from assuage.reading.name_forms import fold, fold_all, forms, is_code, singulars, stands_alone
from assuage.reading.taken import Taken
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
_ALSO = {"gene": ("pathways", "nodes")}
"""Vocabularies of which only the entries that ``other_names.toml`` lists under a kind are of it: of the
pathways the enzymes, of the nodes of mechanisms the cytokines and channels."""
_AGENTS = ("drug", "class", "chemical")
_SHORTEST = 2
"""Letters of a short form that is looked for: one letter stands for too much else."""
_TOO_WIDE = frozenset({"exposure"})
"""Names of vocabulary entries that abstracts use for much else: of "exposure (AUC)" only AUC counts."""
_HALF = re.compile("[\ud800-\udfff]")
_FAMILIES = ("CYP", "UGT", "SULT", "SLC", "ABC", "OATP")
_SYMBOL = re.compile(
    r"\b(?:CYP ?\d{1,2}[A-Z]\d{0,2}|UGT ?\d[A-Z]\d{1,2}|SULT\d[A-Z]\d|SLC(?:O\d[A-Z]\d|\d{1,2}A\d{1,2})"
    r"|ABC[A-G]\d{1,2}|OATP\d[A-Z]\d)\b"
)
"""Root, family, subfamily and member: the nomenclature of genes of metabolism and transport."""
_COVERS = 0.5
"""A name that makes up at least this part of a long form, and ends it, is what the form means."""


class _Meaning(NamedTuple):
    kind: str
    id: str | None
    code: str | None
    """The only case in which a short code counts."""
    group: int


_Hit = tuple[int, int, _Meaning]
"""Start, end, meaning."""


class Names:
    """The names of a knowledge and of the lexicon, packed once for matching."""

    def __init__(self, knowledge: Knowledge) -> None:
        # Imported here: only reading needs the automaton, and `assuage --help` must stay fast.
        from ahocorasick_rs import AhoCorasick, Implementation

        held: dict[str, dict[_Meaning, None]] = {}
        for name, meaning in _all_names(knowledge):
            for form in forms(name):
                held.setdefault(form, {})[meaning] = None
        _add_more(held)
        self._lexicon = lexicon()
        self._owners = _owners(knowledge, self._lexicon)
        others = self._join(held)
        self._meanings = {place: tuple(held[form]) for place, form in enumerate(held)}
        """By pattern; those of patterns that the lexicon alone knows are made when first met."""
        self._known = len(held)
        self._others = list(others.values())
        patterns = [*held, *others]
        self._automaton = AhoCorasick(
            patterns, implementation=Implementation.ContiguousNFA, store_patterns=False
        )

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
            (start, end, meaning.kind, meaning.id or "")
            for start, end, meaning in hits
            if meaning.kind != _DECOY
        }
        agents = [(start, end) for start, end, kind, _ in found if kind in _AGENTS]
        found.update((start, end, "dose", "") for start, end in doses(text, agents))
        found.update((start, end, "gene", "") for start, end in symbols(text, found))
        return tuple(
            Mention(Span(start, end), kind, key or None) for start, end, kind, key in sorted(found)
        )

    def _hits(self, text: str) -> list[_Hit]:
        folded = fold(text)
        try:
            matches = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        except UnicodeEncodeError:
            # Half of a pair of surrogates, as JSON may hold; the automaton wants UTF-8.
            folded = _HALF.sub(" ", folded)
            matches = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        padded = folded + " "
        meanings = self._meanings
        hits: list[_Hit] = []
        for which, start, end in matches:
            # At a space on either side, as nearly all, no further question is needed.
            if padded[end] == " " and padded[start - 1] == " ":
                stop = end
            else:
                place = stands_alone(folded, start, end)
                if place is None:
                    continue
                stop = place
            # A plural ends in a small letter: RAs are patients, RAS is a gene.
            shouted = stop > end and text[stop - 1] == "S"
            for meaning in meanings.get(which) or self._lexical(which):
                if meaning.code is None or (text[start:end] == meaning.code and not shouted):
                    hits.append((start, stop, meaning))
        return hits

    def _join(self, held: dict[str, dict[_Meaning, None]]) -> dict[str, list[int]]:
        """Add the names of the lexicon: those of a drug or condition of the knowledge join it, the
        others stand for themselves where the knowledge has nothing that competes under that name.
        Returns forms that are the lexicon's alone, with the places of what they mean."""
        kinds = self._lexicon.kinds
        others: dict[str, list[int]] = {}
        shared: dict[str, list[int]] = {}
        for place, form in enumerate(fold_all(self._lexicon.names)):
            for each in (form, *singulars(form)) if form[-1:] == "s" else (form,):
                if each in held:
                    shared.setdefault(each, []).append(place)
                elif each not in others:
                    others[each] = [place]
                elif kinds[place] != "gene":
                    others[each].append(place)
        for form, places in shared.items():
            meanings = held[form]
            if any(m.group == 0 and m.kind != _DECOY for m in meanings):
                continue
            decoy = any(m.kind == _DECOY for m in meanings)
            for place in places:
                if kinds[place] != "gene":
                    meanings = {m: None for m in meanings if m.kind != _DECOY}
                    meanings[self._of(place, owned=not decoy)] = None
            held[form] = meanings
        return others

    def _of(self, place: int, owned: bool = True) -> _Meaning:
        """What a name of the lexicon means: an entry of the knowledge, or itself."""
        key = self._lexicon.ids[place]
        owner = self._owners.get(key) if owned else None
        kind, key = owner or (self._lexicon.kinds[place], key)
        return _Meaning(kind, key, None, _GROUPS[kind])

    def _lexical(self, which: int) -> tuple[_Meaning, ...]:
        places = self._others[which - self._known]
        made = tuple(dict.fromkeys(self._of(place) for place in places))
        self._meanings[which] = made
        return made


def symbols(text: str, found: Iterable[tuple[int, int, str, str]]) -> Iterator[tuple[int, int]]:
    """Symbols of enzymes and transporters of drugs that no list holds (CYP4F2, UGT1A4, SLCO1B1)."""
    if any(family in text for family in _FAMILIES):
        known = [(start, end) for start, end, kind, _ in found if kind == "gene"]
        for match in _SYMBOL.finditer(text):
            if all(match.end() <= a or b <= match.start() for a, b in known):
                yield match.span()


def _longest(hits: Iterable[_Hit]) -> list[_Hit]:
    """Of the hits of one group that overlap, the longest; all meanings of one place stay."""
    groups: dict[int, list[_Hit]] = {}
    for hit in hits:
        groups.setdefault(hit[2].group, []).append(hit)
    kept = {group: _free(held) if len(held) > 1 else held for group, held in groups.items()}
    scales = kept.get(_INSTRUMENT)
    if scales:
        for group in _INSIDE_INSTRUMENTS:
            kept[group] = [
                hit
                for hit in kept.get(group, ())
                if not any(start <= hit[0] and hit[1] <= end for start, end, _ in scales)
            ]
    return [hit for group in sorted(kept) for hit in kept[group]]


def _free(hits: list[_Hit]) -> list[_Hit]:
    """The automaton gives hits by their ends; so two overlap where one starts before the last end."""
    last = (0, 0)
    for hit in hits:
        if hit[0] < last[1] and hit[:2] != last:
            break
        last = hit[:2]
    else:
        return hits
    kept: list[_Hit] = []
    taken, places = Taken(), set[tuple[int, int]]()
    for hit in sorted(hits, key=_by_length):
        place = hit[:2]
        if place in places or taken.add(*place):
            places.add(place)
            kept.append(hit)
    return kept


def _by_length(hit: _Hit) -> tuple[int, int]:
    return hit[0] - hit[1], hit[0]


def _with_short_forms(
    text: str, hits: list[_Hit], abbreviations: Sequence[Abbreviation]
) -> list[_Hit]:
    """Short forms defined in the text, with the meaning of their long form, and with no other."""
    held: dict[tuple[int, int], dict[_Meaning, None]] = {}
    ending: dict[int, set[int]] = {}
    for start, end, meaning in hits:
        held.setdefault((start, end), {})[meaning] = None
        ending.setdefault(end, set()).add(start)
    found = {short: list(_places(text, short)) for short in {a.short for a in abbreviations}}
    for each in abbreviations:
        low, high = each.long_span.start, each.long_span.end
        least = _COVERS * (high - low)
        meant = {
            meaning: None
            for start in sorted(ending.get(high, ()))
            if high - start >= least
            for meaning in held[start, high]
        }
        for start, end in found[each.short]:
            own = [
                m
                for m in held.get((start, end), ())
                if (m.code is None and not meant) or m in meant
            ]
            held[start, end] = dict.fromkeys((*own, *meant))
            if meant:
                ending.setdefault(end, set()).add(start)
    return [(start, end, meaning) for (start, end), some in held.items() for meaning in some]


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
def other_names() -> dict[str, dict[str, list[str]]]:
    """Kind to id to the names under which abstracts write it; decoys by kind, places."""
    path = files("assuage.reading").joinpath("vocabulary", "other_names.toml")
    return tomli.loads(path.read_text(encoding="utf-8"))


def _meaning(name: str, kind: str, key: str | None) -> tuple[str, _Meaning]:
    return name, _Meaning(kind, key, name if is_code(name) else None, _GROUPS[kind])


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
        others = other_names().get(kind, {})
        for key, entry in shelf.items():
            for name in (*_entry_names(entry.names), *others.get(key, ())):
                named.update(forms(name))
                yield _meaning(name, kind, key)
            decoys.update(entry.names.decoys)
    for decoy in sorted(decoys):
        if named.isdisjoint(forms(decoy)):
            yield _meaning(decoy, _DECOY, None)
    for kind, phrases in other_names()["decoy"].items():
        for phrase in phrases:
            yield phrase, _Meaning(_DECOY, None, None, _GROUPS[kind])
    for vocabulary, kind in _VOCABULARIES.items():
        others = other_names().get(kind, {})
        for key, term in knowledge.vocabulary.get(vocabulary, {}).items():
            plain = term.en.split(" (")[0]
            plural = [term.plural] if term.plural else []
            for name in (plain, term.zh, *plural, *others.get(key, ())):
                if name not in _TOO_WIDE:
                    yield _meaning(name, kind, key)
        for key in _elsewhere(knowledge, vocabulary, kind):
            for name in others.get(key, ()):
                yield _meaning(name, kind, key)


def _elsewhere(knowledge: Knowledge, vocabulary: str, kind: str) -> list[str]:
    """Ids of other vocabularies that may be of a kind."""
    own = knowledge.vocabulary.get(vocabulary, {})
    shelves = [knowledge.vocabulary.get(shelf, {}) for shelf in _ALSO.get(kind, ())]
    return list(dict.fromkeys(key for shelf in shelves for key in shelf if key not in own))


def _add_more(held: dict[str, dict[_Meaning, None]]) -> None:
    """Proteins that the lexicon has among the chemicals, and animals, by MeSH; what the knowledge has
    of the same kind comes first."""
    for name, kind, ui in more_names():
        form = fold(name).strip()
        # Of three letters only in small ones: CAT is a scan.
        meaning = _Meaning(kind, ui, form if len(form) <= 3 else None, _GROUPS[kind])
        for each in (form, *singulars(form)):
            if all(m.group != meaning.group for m in held.get(each, ())):
                held.setdefault(each, {})[meaning] = None


def _owners(knowledge: Knowledge, listed: Lexicon) -> dict[str, tuple[str, str]]:
    """Identifier of the lexicon to the one drug or condition of the knowledge that has it."""
    found: dict[str, set[tuple[str, str]]] = {}
    for key, drug in knowledge.drugs.items():
        codes = {i.code for i in drug.identifiers if i.scheme in ("mesh", "drugbank")}
        entry = listed.get(drug.names.en.lower())
        if entry is not None:
            codes.add(entry.id)
        for code in codes:
            found.setdefault(code, set()).add(("drug", key))
    for key, condition in knowledge.conditions.items():
        if condition.mesh is not None:
            found.setdefault(condition.mesh, set()).add(("condition", key))
    return {code: owners.pop() for code, owners in found.items() if len(owners) == 1}
