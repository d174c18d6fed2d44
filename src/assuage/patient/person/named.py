"""What a medicine is called in a prescription, to what the knowledge has of it.

A name is tried as it stands; without its salt, form and release; as a product that the list
``products`` has; as parts of a combination. A known name beside other words is taken, and the
words are told; a line that says "no morphine" or "morphine or oxycodone" names nothing.
"""

import re
from dataclasses import dataclass
from typing import Final

from assuage.asking.names import Index, fold
from assuage.patient.person.shorthand import (
    FORMS,
    NOT_TAKEN,
    RELEASE,
    SALTS,
    ZH_FORMS,
    ZH_SALTS,
)

_NOT_TAKEN_ZH: Final = re.compile(r"[不未停禁忌无拒]|过敏|或|拮抗|曾|既往")
_BETWEEN: Final = re.compile(
    r"\s*[+&、,]\s*|\s+/\s+|(?<=[^\W\d_])/(?=[^\W\d_])|\s+(?:and|with|plus|和|加)\s+", re.I
)
_BRACKET: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_MOST_WORDS: Final = 5


@dataclass(frozen=True)
class Named:
    """One medicine of a line. ``kind``: drug, class, agent; empty where the name is not known."""

    name: str
    kind: str = ""
    entry: str | None = None


@dataclass(frozen=True)
class Found:
    """All medicines of a line, the words that were not understood, and near names of an unknown."""

    medicines: tuple[Named, ...]
    unread: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


def find(name: str, index: Index) -> Found:
    """The medicines that a name stands for; at least one, unknown if need be."""
    text = " ".join(name.split())
    whole = _known(text, index)
    if whole:
        return Found(whole)
    bracket = _BRACKET.search(text)
    if bracket:
        return _with_bracket(text, bracket, index)
    pieces = [p.strip() for p in _BETWEEN.split(text) if p.strip()]
    if len(pieces) > 1 and not _not_taken(text):
        held = [_known(piece, index) for piece in pieces]
        if any(held):
            return Found(
                tuple(
                    m
                    for piece, known in zip(pieces, held, strict=True)
                    for m in known or (Named(piece),)
                ),
            )
    return _among(text, index)


def _known(text: str, index: Index) -> tuple[Named, ...]:
    """The medicines of a name as it stands, or without salt, form and release; else none."""
    for candidate in _candidates(text):
        held = index.held(candidate, "drug", "class")
        if len(held) == 1:
            return (Named(text, held[0].kind, held[0].id),)
        agent = index.agents.get(fold(candidate))
        if agent is not None:
            return (Named(text, "agent", agent),)
        product = index.products.get(fold(candidate))
        if product is not None:
            return tuple(
                Named(text, "drug" if part in index.knowledge.drugs else "agent", part)
                for part in product
            )
    return ()


def _candidates(text: str) -> list[str]:
    words = text.split()
    found = [text, " ".join(w for w in words if w.casefold() not in RELEASE)]
    found.append(" ".join(w for w in found[1].split() if w.casefold() not in FORMS))
    found.append(" ".join(w for w in found[2].split() if w.casefold() not in SALTS))
    bare = "".join(found[3].split())
    if bare and not bare.isascii():
        cut = True
        while cut:
            form = next((f for f in ZH_FORMS if bare.endswith(f) and bare != f), None)
            cut = form is not None
            bare = bare.removesuffix(form or "")
            found.append(bare)
        salt = next((s for s in ZH_SALTS if bare.startswith(s)), None)
        if salt:
            found.append(bare.removeprefix(salt))
    return list(dict.fromkeys(f for f in found if f))


def _with_bracket(text: str, bracket: re.Match[str], index: Index) -> Found:
    """``Lenvatinib [Lenvima]``, ``Zomorph (morphine)``: one names the other, or both are told."""
    outer = " ".join((text[: bracket.start()] + " " + text[bracket.end() :]).split())
    inner = bracket[1].strip()
    outside, inside = find(outer, index), find(inner, index) if inner else Found(())
    known_out = all(m.entry for m in outside.medicines) and bool(outer)
    known_in = bool(inside.medicines) and all(m.entry for m in inside.medicines)
    if known_out and known_in:
        same = {m.entry for m in outside.medicines} == {m.entry for m in inside.medicines}
        return outside if same else Found((Named(text),), near=_near(text, index))
    if known_out:
        return Found(outside.medicines, (*outside.unread, inner) if inner else outside.unread)
    if known_in:
        return Found(
            inside.medicines,
            (*inside.unread, *((outer,) if outer and len(outer.split()) > 1 else ())),
        )
    return Found((Named(text),), near=_near(text, index))


def _among(text: str, index: Index) -> Found:
    """One known name between other words; nothing where two are named, or it is not taken."""
    words = text.split()
    spans: list[tuple[int, int, tuple[Named, ...]]] = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + _MOST_WORDS), start, -1):
            known = _known(" ".join(words[start:end]), index)
            if known:
                spans.append((start, end, known))
                start = end - 1
                break
        start += 1
    entries = {m.entry for _, _, known in spans for m in known}
    if len(spans) == 1 and not _not_taken(text):
        start, end, known = spans[0]
        rest = [" ".join(words[:start]), " ".join(words[end:])]
        return Found(known, tuple(r for r in rest if r))
    if spans:
        return Found((Named(text),), near=tuple(sorted(str(e) for e in entries)))
    return Found((Named(text),), near=_near(text, index))


def _not_taken(text: str) -> bool:
    return bool({w.strip(".,;:").casefold() for w in text.split()} & NOT_TAKEN) or bool(
        _NOT_TAKEN_ZH.search(text)
    )


def _near(text: str, index: Index) -> tuple[str, ...]:
    """Only slips of the finger are offered: a similar name may be quite another medicine."""
    bare = _candidates(text)
    if any(fold(name) in index.decoys for name in bare):
        return ()
    return next((near for name in bare if (near := index.close(name))), ())
