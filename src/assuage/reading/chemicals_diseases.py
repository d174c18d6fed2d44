"""Chemicals and diseases in a text, whether or not a dictionary knows them.

A linear tagger (``tagger.py``) marks them; then what one abstract says in one place holds in the
others: a short form is what its long form is, and a name tagged once is a name wherever it stands.
"""

from collections.abc import Sequence

from assuage.reading.lexicon import lexicon
from assuage.reading.tagger import names_tagger
from assuage.reading.token_features import TOKEN, roles, singular
from assuage.terms.reading import Abbreviation, Mention, Sentence, Span

_KINDS = {"C": "chemical", "D": "disease"}
_SHORTEST = 2
"""A single letter (K, T) stands for too much else to be carried through a text."""
_Found = dict[tuple[int, int], str]


def chemicals_diseases(
    text: str, sentences: Sequence[Sentence], abbreviations: Sequence[Abbreviation] = ()
) -> tuple[Mention, ...]:
    """Mentions of kind chemical and disease in order of place; ``id`` is a MeSH ui or a DrugBank id
    where the lexicon knows the name, else None. ``sentences`` is taken so that all parts of reading
    are called alike: the tagger reads across sentences."""
    del sentences
    tokens: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in TOKEN.finditer(text):
        tokens.append(match.group())
        spans.append(match.span())
    tagged = names_tagger().tag(tokens, roles(tokens))
    found: _Found = {(first, end): kind for first, end, kind in tagged}
    if found:
        _as_long_forms(found, tokens, spans, abbreviations)
        _everywhere(found, tokens)
    return tuple(
        Mention(
            span=Span(spans[first][0], spans[end - 1][1]),
            kind=_KINDS[kind],
            id=identifier(text[spans[first][0] : spans[end - 1][1]], _KINDS[kind]),
        )
        for (first, end), kind in sorted(found.items())
    )


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
    wide = [m.span for m in tagged]
    kept = [
        m
        for m in names
        if m.kind not in ("chemical", "disease")
        or not any(w.start <= m.span.start and m.span.end <= w.end for w in wide)
    ]
    kept += [
        m if m.id is not None else Mention(m.span, m.kind, ids.get((m.span, m.kind)))
        for m in tagged
    ]
    return tuple(sorted(set(kept), key=lambda m: (m.span.start, m.span.end, m.kind, m.id or "")))


def _as_long_forms(
    found: _Found,
    tokens: list[str],
    spans: list[tuple[int, int]],
    abbreviations: Sequence[Abbreviation],
) -> None:
    """A short form is a chemical or a disease exactly when its long form ends in one."""
    ends = {spans[end - 1][1]: kind for (_, end), kind in found.items()}
    starts = {span[0]: place for place, span in enumerate(spans)}
    for each in abbreviations:
        first = starts.get(each.short_span.start)
        if first is None:
            continue
        form = TOKEN.findall(each.short)
        kind = ends.get(each.long_span.end)
        inside = any(
            spans[a][0] < each.long_span.end and each.long_span.start < spans[b - 1][1]
            for a, b in found
        )
        if kind is not None:
            _clear(found, first, first + len(form))
            found[first, first + len(form)] = kind
        elif not inside:
            for place in _places(tokens, form):
                found.pop((place, place + len(form)), None)


def _everywhere(found: _Found, tokens: list[str]) -> None:
    """A name tagged once is tagged wherever its words stand free."""
    counted: dict[tuple[str, ...], dict[str, int]] = {}
    for (first, end), kind in sorted(found.items()):
        name = tokens[first:end]
        if sum(map(len, name)) < _SHORTEST:
            continue
        for form in _forms(name):
            held = counted.setdefault(form, {})
            held[kind] = held.get(kind, 0) + 1
    begun: dict[str, list[tuple[str, ...]]] = {}
    for form in sorted(counted, key=lambda f: (-len(f), f)):
        begun.setdefault(form[0], []).append(form)
    taken = {place for first, end in found for place in range(first, end)}
    free = 0
    for place, token in enumerate(tokens):
        if token not in begun or place in taken or place < free:
            continue
        for form in begun[token]:
            end = place + len(form)
            if tuple(tokens[place:end]) == form and taken.isdisjoint(range(place, end)):
                kinds = counted[form]
                found[place, end] = max(sorted(kinds), key=lambda kind: kinds[kind])
                free = end
                break


def _forms(name: list[str]) -> set[tuple[str, ...]]:
    first, rest = name[0], name[1:]
    forms = {tuple(name)}
    if len(first) > 3 and not first.isupper():
        forms |= {(first.lower(), *rest), (first.capitalize(), *rest)}
    return forms


def _places(tokens: list[str], form: list[str]) -> list[int]:
    size = len(form)
    return [i for i, t in enumerate(tokens) if t == form[0] and tokens[i : i + size] == form]


def _clear(found: _Found, first: int, end: int) -> None:
    for a, b in [key for key in found if key[0] < end and first < key[1]]:
        del found[a, b]
