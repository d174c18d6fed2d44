"""What a token looks like: the features of the tagger of chemicals and diseases.

Every feature of a token depends on the token's characters alone, so that its scores are computed
once and kept; what surrounds it enters through the same features at an offset. Training
(``training/names.py``) and reading share this module, so they cannot drift apart.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from assuage.reading.lexicon import lexicon

TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
"""Letters, digits, or one sign: finer than words, because names end inside them (``[3H]-naloxone``,
``clonidine-suppressible``)."""
_CAPITALS = re.compile(r"[A-ZΑ-Ω]+")
_SMALL = re.compile(r"[a-zα-ω]+")
_GREEK = frozenset(
    [
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "zeta",
        "eta",
        "theta",
        "kappa",
        "lambda",
        "mu",
        "omega",
        "α",
        "β",
        "γ",
        "δ",
        "ε",
        "κ",
        "λ",
        "μ",
        "ω",
    ]
)


@cache
def _listed() -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Kinds of name that a word stands in, by place; and kinds of names of one word."""
    places: dict[str, set[str]] = {}
    whole: dict[str, str] = {}
    for name, entry in lexicon().items():
        tokens = TOKEN.findall(name)
        kind = entry.kind[0] + ("m" if entry.id[:2] != "DB" else "d")
        if len(tokens) == 1:
            whole[tokens[0]] = kind
            continue
        for token in tokens[:-1]:
            places.setdefault(token, set()).add(kind + "<")
        places.setdefault(tokens[-1], set()).add(kind + ">")
    return {word: frozenset(held) for word, held in places.items()}, whole


def singular(word: str) -> str:
    """A lower-case word without the ending of its plural, roughly."""
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith("s") and len(word) > 4 and word[-2] not in "sui":
        return word[:-1]
    return word


@lru_cache(maxsize=1 << 10)
def shape(token: str) -> str:
    """``Aa`` for Naloxone, ``A`` for MTX, ``a`` for pain, ``0`` for digits, else the sign."""
    if token.isdigit():
        return f"0{min(len(token), 3)}"
    if not token[0].isalpha():
        return token
    short = _SMALL.sub("a", _CAPITALS.sub("A", token))
    return short[:4] + (str(len(token)) if len(token) < 4 else "")


@cache
def _listed_as(low: str) -> tuple[str, ...]:
    places, whole = _listed()
    base = low if low in whole or low in places else singular(low)
    found = []
    if base in whole:
        found.append("1" + whole[base])
    found.extend("2" + place for place in sorted(places.get(base, ())))
    return tuple(found)


def own(token: str) -> list[str]:
    """Features of a token where it stands."""
    low, looks = token.lower(), shape(token)
    found = [f"w={low}", f"s={looks}", f"n={min(len(token), 12)}"]
    found += [f"l={kind}" for kind in _listed_as(low)]
    if low in _GREEK:
        found.append("greek")
    if token[0].isalpha():
        if len(low) > 3:
            # Written out, which halves the time of a word that is met for the first time.
            found += (
                f"e2={low[-2:]}",
                f"e3={low[-3:]}",
                f"e4={low[-4:]}",
                f"e5={low[-5:]}",
                f"b2={low[:2]}",
                f"b3={low[:3]}",
                f"b4={low[:4]}",
                f"b5={low[:5]}",
            )
            marked = f"{low}$"
            found += ["g=" + marked[i : i + 4] for i in range(len(low) - 3)]
            found += ["g=" + marked[i : i + 3] for i in range(len(low) - 2)]
        found.append(f"ws={low}|{looks}" if token.isupper() else "low")
    return found


def beside(token: str) -> list[str]:
    """Features of a token as the neighbour of another."""
    low = token.lower()
    found = [f"w={low}", f"s={shape(token)}"]
    found += [f"l={kind}" for kind in _listed_as(low)]
    if len(low) > 4:
        found += [f"e3={low[-3:]}", f"e4={low[-4:]}"]
    return found


def further(token: str) -> list[str]:
    """Features of a token two places away."""
    low = token.lower()
    return [f"w={low}"]


ROLES = tuple(f"m{kind}{part}" for kind in ("cm", "cd", "gm", "dm") for part in "BIE")
"""Roles of a token in a name of several tokens that the lexicon knows: kind (chemical of MeSH or of
DrugBank, protein, disease) and begin, inside, end."""
LONGEST = 7
"""Tokens in the longest name that is looked for; longer ones are systematic names."""


class Several(NamedTuple):
    """Names of two tokens and more: the lengths of those that begin with two words, and the kind of
    each; words in singular, joined by a space."""

    begun: dict[str, tuple[int, ...]]
    kinds: dict[str, str]


@cache
def several() -> Several:
    """Names of several tokens of the lexicon."""
    begun: dict[str, set[int]] = {}
    kinds: dict[str, str] = {}
    for name, entry in lexicon().items():
        tokens = [folded(token) for token in TOKEN.findall(name)]
        if 1 < len(tokens) <= LONGEST:
            kind = entry.kind[0] + ("m" if entry.id[:2] != "DB" or entry.kind[0] != "c" else "d")
            begun.setdefault(f"{tokens[0]} {tokens[1]}", set()).add(len(tokens))
            kinds.setdefault(" ".join(tokens), f"m{kind}")
    return Several(
        {start: tuple(sorted(sizes, reverse=True)) for start, sizes in begun.items()}, kinds
    )


@lru_cache(maxsize=1 << 16)
def folded(token: str) -> str:
    """A token in lower case and singular."""
    return singular(token.lower())


def roles(words: Sequence[str], places: Iterable[int]) -> list[tuple[int, str]]:
    """Place and role of each token that stands in the longest name of the lexicon there. ``words``
    are ``folded``; ``places``, in order, at least those whose word begins a name."""
    begun, kinds = several()
    found: list[tuple[int, str]] = []
    free = 0
    for place in places:
        if place < free:
            continue
        lengths = begun.get(" ".join(words[place : place + 2]))
        if lengths is None:
            continue
        for length in lengths:
            kind = kinds.get(" ".join(words[place : place + length]))
            # Near the end of the text fewer words are joined than the length says.
            if kind is not None and place + length <= len(words):
                found.append((place, kind + "B"))
                found.extend((place + i, kind + "I") for i in range(1, length - 1))
                found.append((place + length - 1, kind + "E"))
                free = place + length
                break
    return found


def around(tokens: list[str]) -> list[list[str]]:
    """All features of each token: its own (``0``), its neighbours' (``-``, ``+``), those two places
    away (``<``, ``>``), the pairs with its neighbours (``p``, ``q``, words split by a tab), and its
    role in names of the lexicon. Places beyond the text give none."""
    last = len(tokens) - 1
    low = [token.lower() for token in tokens]
    found = []
    for place, token in enumerate(tokens):
        features = [f"0{name}" for name in own(token)]
        if place:
            features += [f"-{name}" for name in beside(tokens[place - 1])]
            features.append(f"p{low[place - 1]}\t{low[place]}")
        if place < last:
            features += [f"+{name}" for name in beside(tokens[place + 1])]
            features.append(f"q{low[place]}\t{low[place + 1]}")
        if place > 1:
            features += [f"<{name}" for name in further(tokens[place - 2])]
        if place < last - 1:
            features += [f">{name}" for name in further(tokens[place + 2])]
        found.append(features)
    for place, role in roles([folded(token) for token in tokens], range(len(tokens))):
        found[place].append(role)
    return found
