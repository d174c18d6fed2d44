"""How one name may be written, and text folded so that names meet it without moving a character."""

import re
from collections.abc import Sequence

_AMERICAN = (
    ("haem", "hem"),
    ("aemi", "emi"),
    ("paraes", "pares"),
    ("oedem", "edem"),
    ("rrhoea", "rrhea"),
    ("pnoea", "pnea"),
    ("leuco", "leuko"),
    ("tumour", "tumor"),
    ("behaviour", "behavior"),
    ("analogue", "analog"),
    ("isation", "ization"),
    ("coeliac", "celiac"),
)
"""Parts of words in British, in American spelling (the knowledge is in British)."""
_GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "κ": "kappa",
    "μ": "mu",
    "ω": "omega",
}
_WORDS = re.compile(rf"\b({'|'.join(_GREEK.values())})\b")
_LETTERS = re.compile(f"[{''.join(_GREEK)}]")
_OF_WORD = {word: letter for letter, word in _GREEK.items()}
_ALIKE = (
    *((char, " ") for char in "-\n\t\r‐‑‒–—−\u00a0\u2009"),
    ("µ", "μ"),
    ("’", "'"),
    ("é", "e"),
    ("è", "e"),
    ("ï", "i"),
    ("ö", "o"),
    ("Å", "a"),
    ("å", "a"),
)
"""Replaced one by one: each replacement runs through the text at the speed of memory, where
``str.translate`` looks every character up."""
_LONGEST_CODE = 5
"""Names of up to five characters with a capital after the first, or all in capitals, match in the
same case only: KIT is a kinase, kit a box; AIM and HIS are words in a title set in capitals."""


_HISSING = "sxzh"
"""Last letters of words whose plural adds es: rates is not the plural of rat."""


def fold(text: str) -> str:
    """Lower case, hyphens and line ends as spaces; every character stays in its place."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for char, plain in _ALIKE[:4] if low.isascii() else _ALIKE:
        low = low.replace(char, plain)
    return low


def fold_all(names: Sequence[str]) -> list[str]:
    """``fold`` of many names at once, without white space at either end; names hold no null."""
    return [name.strip() for name in fold("\0".join(names)).split("\0")]


def forms(name: str) -> tuple[str, ...]:
    """Folded spellings of a name: as given, American, Greek letters and their names."""
    plain = " ".join(fold(name).split())
    found = dict.fromkeys((plain,))
    if plain.isascii():
        spelled = plain
        for british, american in _AMERICAN:
            spelled = spelled.replace(british, american)
        found[spelled] = None
        for each in list(found):
            if _WORDS.search(each):
                found[_WORDS.sub(lambda hit: _OF_WORD[hit[0]], each)] = None
    elif _LETTERS.search(plain):
        found[_LETTERS.sub(lambda hit: _GREEK[hit[0]], plain)] = None
        found[_LETTERS.sub(lambda hit: f" {_GREEK[hit[0]]}", plain).strip()] = None
    return tuple(form for form in found if len(form) > 1)


def singulars(form: str) -> tuple[str, ...]:
    """A folded plural as a singular: headings of MeSH are mostly plurals."""
    if form.endswith("ies") and len(form) > 6:
        return (form[:-3] + "y",)
    if form.endswith("s") and len(form) > 5 and form[-2] not in "sui ":
        return (form[:-1],)
    return ()


def is_code(name: str) -> bool:
    """Whether a name is a short code, which counts in its own case only."""
    return len(name) <= _LONGEST_CODE and any(c.isupper() for c in name[1:])


def stands_alone(folded: str, start: int, end: int) -> int | None:
    """Where the name at this place ends with its plural, or None where it is part of a word.
    Chinese has no word boundaries."""
    if start and _joins(folded[start - 1]) and _joins(folded[start]):
        return None
    size = len(folded)
    if end == size or not _joins(folded[end]) or not _joins(folded[end - 1]):
        return end
    stop = end + (2 if folded[end - 1] in _HISSING and folded.startswith("es", end) else 1)
    if folded[stop - 1] == "s" and (stop == size or not _joins(folded[stop])):
        return stop
    return None


def _joins(char: str) -> bool:
    return char.isalnum() and char < "\u2e80"
