"""Whether two records are of one work: rules that can be told, no trained weights.

``keys`` gives the few words under which a database finds candidates; ``compared`` judges a pair and
says why. ``grouping`` makes works of the pairs.
"""

from collections.abc import Sequence

from assuage.library.bibliographic import Facts, facts
from assuage.library.likeness import (
    equal,
    is_cut,
    journals_agree,
    pages_agree,
    people_agree,
    same_range,
    title_likeness,
    words_agree,
    years_apart,
)
from assuage.terms.record import Record

_MOST_KEYS = 8

# Similarity of titles, 0-100 (Indel ratio of the folded words). Set on ASySD's and the copper set
# (evaluation/deduplication.md): records of one work lie above 90 unless one is cut or translated.
_EXACT = 95.0
_NEAR = 85.0
LIKE = 60.0
_SHORT_TITLE = 4
"""Telling words below which a title alone tells little ("Editorial", "Pain in cancer")."""
_OF_DESIGN = frozenset(
    {
        "adult",
        "after",
        "among",
        "analy",
        "asses",
        "assoc",
        "betwe",
        "blind",
        "case",
        "child",
        "clini",
        "cohor",
        "compa",
        "contr",
        "doubl",
        "durin",
        "effec",
        "effic",
        "evalu",
        "human",
        "impac",
        "inves",
        "manag",
        "meta",
        "metaa",
        "multi",
        "outco",
        "patie",
        "phase",
        "pilot",
        "place",
        "prosp",
        "rando",
        "repor",
        "resul",
        "retro",
        "revie",
        "risk",
        "safet",
        "study",
        "syste",
        "thera",
        "treat",
        "trial",
        "women",
    }
)
"""Beginnings of words that so many titles hold that a key of them would gather thousands."""
_PREPRINT_YEARS = 3
"""A preprint precedes its paper by days to about three years."""


class Judged(str):
    """Why two records are one work, or are not. True where they are one.

    The text is a short code: ``doi``, ``pmid``, ``title+place``, ``title``, ``range``, ``preprint``,
    or, where they differ, ``pmid-differs``, ``note-differs``, ``place-differs`` and the like.
    """

    same: bool

    def __new__(cls, code: str, same: bool) -> "Judged":
        made = super().__new__(cls, code)
        made.same = same
        return made

    def __bool__(self) -> bool:
        return self.same


def _yes(code: str) -> Judged:
    return Judged(code, True)


def _no(code: str) -> Judged:
    return Judged(code, False)


# ------------------------------------------------------------------------------------------- keys


def keys(record: Record) -> tuple[str, ...]:
    """Up to eight words for a database index; two records of one work share at least one.

    ``doi:``, ``pmid:``, ``pmcid:``, ``nct:`` (register entries only), ``t:`` the first six telling
    words of the title, each cut to five letters so that endings and spellings agree, ``u:`` its four
    longest words and the first author, ``p:`` first author, volume and first page.
    """
    return keys_of(facts(record))


def keys_of(f: Facts) -> tuple[str, ...]:
    """The keys of facts."""
    found = [
        f"{name}:{value}"
        for name, value in (("doi", f.doi), ("pmid", f.pmid), ("pmcid", f.pmcid))
        if value
    ]
    if f.kind in ("trial", "label"):
        found += [f"nct:{n}" for n in f.registered[:2]]
        return tuple(found)
    found += [f"pmid:{pmid}" for pmid in f.updates[:1]]
    found += _title_keys(f.words, f)
    # Without an author, volume and page 1 to 99 would gather thousands in a large library.
    telling = f.pages and (f.first_author or len(f.pages.first) >= 3)
    if f.pages and telling and (f.volume or f.year):
        found.append(f"p:{f.first_author[:5]}|{f.volume or f.year}|{f.pages.first}")
    for other in f.other_titles[:1]:
        found += _title_keys(tuple(other.split()), f)[:1]
    return tuple(dict.fromkeys(found))[:_MOST_KEYS]


def _title_keys(words: Sequence[str], f: Facts) -> list[str]:
    stems = [w[:5] for w in words]
    rare = [w for w in stems if w not in _OF_DESIGN]
    if len(rare) < _SHORT_TITLE:
        who = f.first_author[:5] or f"{f.year}|{f.volume}|{f.pages.first if f.pages else ''}"
        return [f"t:{' '.join(stems[:6])}|{who}"] if stems else []
    # The longest words are the rarest; they stay where the beginning is cut or misspelt.
    longest = sorted({w[:7] for w in words if w[:5] not in _OF_DESIGN}, key=lambda w: (-len(w), w))
    return [f"t:{' '.join(rare[:6])}", f"u:{' '.join(sorted(longest[:4]))}|{f.first_author[:3]}"]


# ---------------------------------------------------------------------------------------- compare


def same_work(a: Record, b: Record) -> Judged:
    """Whether two records are of one work; true or false, with the reason as its text."""
    return compared(facts(a), facts(b))


def compared(a: Facts, b: Facts) -> Judged:
    """The rules, from the surest to the weakest. Symmetric."""
    if "trial" in (a.kind, b.kind) or "label" in (a.kind, b.kind):
        if a.kind != b.kind:
            return _no("kind-differs")
        return _yes("nct") if set(a.registered) & set(b.registered) else _no("nct-differs")
    likeness = title_likeness(a, b)
    if a.preprint != b.preprint:
        return _preprint(a, b, likeness)
    if a.note != b.note and not (a.pmid and a.pmid == b.pmid):
        return _no("note-differs")
    if a.pmid and b.pmid:
        if a.pmid != b.pmid:
            return _no("pmid-differs")
        if likeness >= LIKE or not (a.title and b.title) or people_agree(a, b):
            return _yes("pmid")
    people, years = people_agree(a, b), years_apart(a, b)
    pages, volumes = pages_agree(a, b), equal(a.volume, b.volume)
    journals = journals_agree(a, b)
    titled = likeness >= _EXACT or is_cut(a, b)
    placed = bool(pages and (volumes or (volumes is None and journals)))
    if (a.doi and a.doi == b.doi) or (a.pmcid and a.pmcid == b.pmcid):
        # Abstracts of one supplement may share its DOI: the title or the pages must agree too,
        # and not even a like title makes one of what stands on different pages.
        if pages is False and (a.meeting or b.meeting):
            return _no("place-differs")
        if likeness >= LIKE or titled or not (a.title and b.title):
            return _yes("doi") if people is not False or likeness >= _NEAR else _no("people-differ")
        return _yes("doi+pages") if people and same_range(a, b) else _no("title-differs")
    if people is False:
        return _no("people-differ")
    if years is not None and years > (2 if placed else 1):
        return _no("year-differs")
    counted = placed and (likeness >= _NEAR or bool(people and same_range(a, b)))
    if a.numbers != b.numbers and not counted:
        return _no("numbers-differ")
    if a.doi and b.doi and a.doi != b.doi:
        # Wrong DOIs happen: only the whole place outweighs them.
        if titled and people and placed and volumes and journals is not False:
            return _yes("title+place")
        return _no("doi-differs")
    return _by_title(a, b, likeness, titled, people, placed)


def _by_title(
    a: Facts, b: Facts, likeness: float, titled: bool, people: bool | None, placed: bool
) -> Judged:
    """Without a common identifier: title and people, and where they were printed."""
    pages, volumes, issues = pages_agree(a, b), equal(a.volume, b.volume), equal(a.issue, b.issue)
    journals, years = journals_agree(a, b), years_apart(a, b)
    if likeness >= LIKE and placed and (people or likeness >= _EXACT):
        return _yes("title+place")
    if people and volumes and same_range(a, b) and years == 0:
        return _yes("range")  # a translated title
    if pages is False and volumes is not None:
        return _no("place-differs")
    if not titled:
        near = likeness >= _NEAR and people and journals
        if near and (pages or (volumes and pages is None and issues is not False)):
            return _yes("near-title+journal")
        return _no("title-differs")
    if volumes is False and not pages:
        return _no("place-differs")
    if journals is False and not (pages or (volumes and issues)):
        return _no("journal-differs")
    if pages is False and not (volumes is None and journals):
        return _no("place-differs")
    if not pages and not words_agree(a, b):
        return _no("words-differ")
    words = min(len(a.words), len(b.words))
    placed_short = journals and (pages or volumes or (words == _SHORT_TITLE - 1 and years == 0))
    if words < _SHORT_TITLE and not (people and placed_short):
        return _no("short-title")
    if a.note:
        # Two errata, or two replies, to one article bear the same title.
        return _no("note-without-place")
    if people is None and not journals:
        return _no("too-little")
    return _yes("title")


def _preprint(a: Facts, b: Facts, likeness: float) -> Judged:
    years = years_apart(a, b)
    if (a.pmid and a.pmid in b.updates) or (b.pmid and b.pmid in a.updates):
        return _yes("preprint")
    if (a.pmid and a.pmid == b.pmid) or (a.doi and a.doi == b.doi):
        return _yes("doi" if a.doi and a.doi == b.doi else "pmid")
    if years is not None and years > _PREPRINT_YEARS:
        return _no("year-differs")
    preprint, paper = (a, b) if a.preprint else (b, a)
    if preprint.year and paper.year and preprint.year > paper.year:
        return _no("year-differs")
    close = likeness >= _EXACT and people_agree(a, b) and a.numbers == b.numbers
    if close and a.note == b.note and min(len(a.words), len(b.words)) >= _SHORT_TITLE:
        return _yes("preprint")
    return _no("preprint-differs")


def preprint_of(a: Record, b: Record) -> bool:
    """Whether ``a`` is a preprint of the paper ``b``: told by a link (UpdateIn, UpdateOf), or the
    same by title, people and year."""
    if a.kind != "preprint" or b.kind == "preprint":
        return False
    return bool(compared(facts(a), facts(b)))
