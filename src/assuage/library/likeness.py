"""How like two records are, piece by piece: titles, people, pages, journals.

Each function answers one question and is symmetric; ``None`` means that one of the records does not
say. What follows from the answers is decided in ``same_work``.
"""

from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from assuage.library.bibliographic import Facts

_SAME_WORD = 88.0
"""Indel ratio of words: tumour and tumor (91) agree, male and female (80), hypo- and hypertension
(87) do not."""
_SAME_NAME = 0.90
"""Jaro-Winkler of surnames: a letter lost or an accent written out (Müller, Mueller)."""
_CUT_TITLE = 30
"""Letters that a title must have for another to be called its cut or longer form."""


def title_likeness(a: Facts, b: Facts) -> float:
    """0-100; the best over the titles of each record."""
    best = 0.0
    for one in (a.title, *a.other_titles):
        for other in (b.title, *b.other_titles):
            if one and other:
                best = max(best, fuzz.ratio(one, other), fuzz.ratio(_closed(one), _closed(other)))
    return best


def _closed(title: str) -> str:
    """Without blanks: "non-small" and "nonsmall", "TiO(2)" and "TiO2" agree."""
    return title.replace(" ", "")


def is_cut(a: Facts, b: Facts) -> bool:
    """One title begins with all of the other: a subtitle left out, or cut at a field's end."""
    short, long = sorted((_closed(a.title), _closed(b.title)), key=len)
    return len(short) >= _CUT_TITLE and long.startswith(short)


def words_agree(a: Facts, b: Facts) -> bool:
    """Whether words that only one title has are spellings of words that only the other has.

    In a long title "adults" for "children" changes few letters and the whole work.
    """
    if _closed(a.title) == _closed(b.title) or is_cut(a, b):
        return True
    one, other = list(a.words), list(b.words)
    for word in a.words:
        if word in other:
            one.remove(word)
            other.remove(word)
    if not one or not other or fuzz.ratio("".join(one), "".join(other)) >= _SAME_WORD:
        return True
    there = all(any(_same_spelling(w, v) for v in other) for w in one)
    back = all(any(_same_spelling(w, v) for v in one) for w in other)
    if len(one) == len(other):
        return there and back
    return there if len(one) < len(other) else back


def _same_spelling(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    plural = long.startswith(short) and len(long) - len(short) <= 2 and len(short) >= 3
    return plural or fuzz.ratio(a, b) >= _SAME_WORD


def people_agree(a: Facts, b: Facts) -> bool | None:
    """Whether the people agree; None where one record names none."""
    if not a.authors or not b.authors:
        return None
    if _same_name(a.first_author, b.first_author):
        return True
    # Other order, or the first name left out: half of the shorter list in the longer one.
    short, long = sorted((a.authors, b.authors), key=lambda n: (len(n), sorted(n)))
    shared = sum(any(_same_name(n, m) for m in long) for n in short)
    return shared * 2 >= len(short) and (shared >= 2 or len(long) <= 2)


def _same_name(a: str, b: str) -> bool:
    if not a or not b:
        return False
    if a == b or JaroWinkler.similarity(a, b) >= _SAME_NAME:
        return True
    # "Carpio de los Pinos" and "Carpio"; "Nct" before a number; a group with and without "the".
    short, long = sorted((a, b), key=len)
    return len(short) >= 4 and (long.startswith(short) or long.endswith(short))


def pages_agree(a: Facts, b: Facts) -> bool | None:
    """Whether the first pages agree; None where unknown or where one counts from 1 by itself."""
    if a.pages is None or b.pages is None:
        return None
    if a.pages.first == b.pages.first:
        if a.pages.letters == b.pages.letters or len(a.pages.first) >= 3:
            return True
        return None
    if "1" in (a.pages.first, b.pages.first):
        return None
    # A paper printed in two languages has two ranges, in either order.
    both = len(a.pages.starts) > 1 and len(b.pages.starts) > 1
    return both and a.pages.starts == b.pages.starts


def same_range(a: Facts, b: Facts) -> bool:
    """The same pages from first to last, more than one: two works seldom share these."""
    return (
        a.pages is not None
        and b.pages is not None
        and a.pages.last is not None
        and a.pages[:3] == b.pages[:3]
        and a.pages.last != a.pages.first
    )


def equal(a: str | None, b: str | None) -> bool | None:
    return None if a is None or b is None else a == b


def journals_agree(a: Facts, b: Facts) -> bool | None:
    """Whether the journals agree, abbreviations understood; None where one is not named."""
    if a.issn & b.issn:
        return True
    if not a.journal or not b.journal:
        return None
    return any(_same_journal(one, other) for one in a.journal for other in b.journal)


def _same_journal(a: Sequence[str], b: Sequence[str]) -> bool:
    if a == b:
        return True
    short, long = sorted((a, b), key=lambda w: (len(w), sum(map(len, w)), tuple(w)))
    place = 0
    for word in short:
        while place < len(long) and not _abbreviates(word, long[place]):
            place += 1
        if place == len(long):
            break
        place += 1
    else:
        # "Cancer" is no short form of "Cancer Research Journal", nor "Ann" of "Annals of Surgery".
        return len(short) >= 2 or len(long) == 1
    initials = "".join(w[0] for w in long)
    if len(short) == 1 and len(initials) >= 3 and short[0] == initials:
        return True
    return fuzz.ratio(" ".join(a), " ".join(b)) >= 90


def _abbreviates(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if long.startswith(short):
        return True
    # "Natl" for National, "Intl" for International: first letter, then letters in order.
    if len(short) < 3 or short[0] != long[0] or len(short) > 5:
        return False
    rest = iter(long)
    return all(letter in rest for letter in short)


def years_apart(a: Facts, b: Facts) -> int | None:
    return None if a.year is None or b.year is None else abs(a.year - b.year)
