"""Chemicals and diseases in a text, whether or not a dictionary knows them.

A linear tagger (``tagger.py``) marks them; then what one abstract says in one place holds in the
others: a short form is what its long form is, and a name tagged once is a name wherever it stands.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate

import tomli

from assuage.reading.lexicon import lexicon
from assuage.reading.tagger import Tagger, names_tagger
from assuage.reading.token_features import singular
from assuage.terms.reading import Abbreviation, Mention, Sentence, Span

_KINDS = {"C": "chemical", "D": "disease"}
_Found = dict[tuple[int, int], str]


def chemicals_diseases(
    text: str, sentences: Sequence[Sentence], abbreviations: Sequence[Abbreviation] = ()
) -> tuple[Mention, ...]:
    """Mentions of kind chemical and disease in order of place; ``id`` is a MeSH ui or a DrugBank id
    where the lexicon knows the name, else None. ``sentences`` is taken so that all parts of reading
    are called alike: the tagger reads across sentences."""
    del sentences
    tagger = names_tagger()
    tokens = tagger.read(text)
    found: _Found = {(first, end): kind for first, end, kind in tagger.tag(tokens)}
    if not found:
        return ()
    places = tagger.starts(tokens)
    starts: list[int] = places.tolist()
    ends: list[int] = (places + tagger.lengths(tokens)).tolist()
    if abbreviations:
        _as_long_forms(found, tokens.ids, starts, ends, abbreviations, tagger)
    _everywhere(found, tokens.ids, tagger)
    mentions = []
    for (first, end), kind in sorted(found.items()):
        start, stop = starts[first], ends[end - 1]
        name = _kind(text[start:stop], _KINDS[kind])
        if name is None:
            continue
        if name == "chemical" and (head := _disease_at_end(text[start:stop])):
            # An ACE-inhibitor cough is a cough.
            at = stop - len(head)
            mentions.append(Mention(Span(at, stop), "disease", identifier(head, "disease")))
            stop = at - 1
        mentions.append(Mention(Span(start, stop), name, identifier(text[start:stop], name)))
    return tuple(mentions)


@lru_cache(maxsize=1 << 16)
def _kind(name: str, kind: str) -> str | None:
    """What a tagged name is: the lexicon knows better than the tagger that a cough is no chemical, and
    a place that ends as diseases do is neither."""
    if name in _places_of_the_world():
        return None
    entry = lexicon().get(name.lower()) if kind == "chemical" else None
    return "disease" if entry is not None and entry.kind == "disease" else kind


def _disease_at_end(name: str) -> str | None:
    """The last word of a chemical of several, where the lexicon knows it as a disease and not the whole."""
    before, _, last = name.rpartition(" ")
    if not before.strip() or lexicon().get(name.lower()):
        return None
    entry = lexicon().get(last.lower())
    return last if entry is not None and entry.kind == "disease" else None


@cache
def _places_of_the_world() -> frozenset[str]:
    path = files("assuage.reading").joinpath("vocabulary", "other_names.toml")
    return frozenset(tomli.loads(path.read_text(encoding="utf-8"))["place"]["names"])


@lru_cache(maxsize=1 << 16)
def identifier(name: str, kind: str) -> str | None:
    """Identifier of a name in the lexicon, when it is of the kind (plurals count)."""
    low = name.lower()
    entry = lexicon().get(low) or lexicon().get(singular(low))
    if entry is None or (entry.kind == "disease") != (kind == "disease"):
        return None
    return entry.id


def merged(names: Sequence[Mention], tagged: Sequence[Mention]) -> tuple[Mention, ...]:
    """All mentions in order; a chemical or disease of the dictionary gives way to a tagged one that
    covers it, and lends it its identifier where the places are the same."""
    ids = {(m.span, m.kind): m.id for m in names if m.id is not None}
    wide = sorted((m.span.start, m.span.end) for m in tagged)
    starts = [start for start, _ in wide]
    reach = list(accumulate((end for _, end in wide), max))

    def covered(span: Span) -> bool:
        """Whether one that begins before ends behind."""
        at = bisect_right(starts, span.start)
        return at > 0 and span.end <= reach[at - 1]

    kept = [m for m in names if m.kind not in ("chemical", "disease") or not covered(m.span)]
    kept += [
        m if m.id is not None else Mention(m.span, m.kind, ids.get((m.span, m.kind)))
        for m in tagged
    ]
    return tuple(sorted(set(kept), key=lambda m: (m.span.start, m.span.end, m.kind, m.id or "")))


def _as_long_forms(
    found: _Found,
    ids: list[int],
    starts: list[int],
    ends: list[int],
    abbreviations: Sequence[Abbreviation],
    tagger: Tagger,
) -> None:
    """A short form is a chemical or a disease exactly when its long form ends in one."""
    kinds = {ends[end - 1]: kind for (_, end), kind in found.items()}
    where: dict[int, list[int]] = {}
    """Places of each token, looked up once."""
    for each in abbreviations:
        first = bisect_left(starts, each.short_span.start)
        if first == len(ids) or starts[first] != each.short_span.start:
            continue
        form = tagger.known(each.short)
        kind = kinds.get(each.long_span.end)
        inside = any(
            starts[a] < each.long_span.end and each.long_span.start < ends[b - 1] for a, b in found
        )
        if kind is not None:
            _clear(found, first, first + len(form))
            found[first, first + len(form)] = kind
        elif not inside:
            if not where:
                for at, token in enumerate(ids):
                    where.setdefault(token, []).append(at)
            for place in where.get(form[0], ()):
                if ids[place : place + len(form)] == form:
                    found.pop((place, place + len(form)), None)


def _everywhere(found: _Found, ids: list[int], tagger: Tagger) -> None:
    """A name tagged once is tagged wherever its words stand free."""
    counted: dict[tuple[int, ...], dict[str, int]] = {}
    for (first, end), kind in sorted(found.items()):
        name = tuple(ids[first:end])
        for form in tagger.spelled(name):
            held = counted.setdefault(form, {})
            held[kind] = held.get(kind, 0) + 1
    begun: dict[int, list[tuple[int, ...]]] = {}
    for form in counted:
        begun.setdefault(form[0], []).append(form)
    taken: set[int] = set()
    for first, end in found:
        taken.update(range(first, end))
    free = 0
    for place in [place for place, token in enumerate(ids) if token in begun]:
        if place in taken or place < free:
            continue
        for form in sorted(begun[ids[place]], key=len, reverse=True):
            end = place + len(form)
            if tuple(ids[place:end]) == form and taken.isdisjoint(range(place, end)):
                kinds = counted[form]
                found[place, end] = max(sorted(kinds), key=lambda kind: kinds[kind])
                free = end
                break


def _clear(found: _Found, first: int, end: int) -> None:
    for a, b in [key for key in found if key[0] < end and first < key[1]]:
        del found[a, b]
