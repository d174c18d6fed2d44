"""Rows that the fast reader's patterns found, to parts of a Record.

An absent and an empty element both come as an empty string and both become ``None``, as in the
complete reader.
"""

from assuage.parsing.pubmed_grammar import Grammar, Rows
from assuage.parsing.pubmed_text import Unfit, rich, unescape
from assuage.terms.record import (
    Abstract,
    Affiliation,
    Author,
    Chemical,
    Correction,
    Databank,
    Dated,
    Grant,
    Mark,
    Named,
    Passage,
    Reference,
    Term,
)

NO_MARKS: tuple[Mark, ...] = ()


def resolved(rows: Rows, keep: int = -1) -> Rows:
    """Rows with character references resolved, except in column ``keep`` (markup or a sub-list)."""
    # Most rows hold none: one look at the whole row is cheaper than one at every cell.
    return [
        tuple(
            [
                unescape(cell) if index != keep and "&" in cell else cell
                for index, cell in enumerate(row)
            ]
        )
        if "&" in "".join(row)
        else row
        for row in rows
    ]


def plain(text: str | None) -> str | None:
    """One cell with its references resolved; empty is None."""
    return unescape(text) if text else None


def named(rows: Rows) -> list[Named]:
    """Identifiers with their schemes."""
    return [Named(scheme, value) for scheme, value, _ in rows]


def abstract(rows: Rows, language: str | None, kind: str | None) -> Abstract:
    """The passages of an Abstract or OtherAbstract."""
    passages = []
    rights: str | None = None
    for label, category, raw, copyright_, _ in rows:
        if copyright_:
            if rights:
                raise Unfit
            rights = plain(copyright_)
            continue
        marks = NO_MARKS
        if "<" in raw or "&" in raw or "\n" in raw:
            raw, marks = rich(raw)
        passages.append(Passage(raw, plain(label), plain(category), marks))
    return Abstract(tuple(passages), language, kind, rights)


def _affiliations(g: Grammar, block: str) -> list[Affiliation]:
    found = []
    for raw, identifiers, _ in g.rows("affiliation", block):
        marks = NO_MARKS
        if "<" in raw or "&" in raw or "\n" in raw:
            raw, marks = rich(raw)
        ids: tuple[Named, ...] = ()
        if identifiers:
            ids = _identifiers(g, identifiers)
        if raw or ids:
            found.append(Affiliation(raw, ids, marks))
    return found


def _flags(valid: str, equal: str) -> tuple[tuple[str, str], ...]:
    flags = (("ValidYN", valid), ("EqualContrib", equal))
    return tuple([flag for flag in flags if flag[1] and flag != ("ValidYN", "Y")])


def people(g: Grammar, rows: Rows, role: str | None, escaped: bool) -> tuple[Author, ...]:
    """Authors or investigators."""
    found = []
    for row in rows:
        valid, equal, last, fore, initials, suffix, collective, ids, first, more, _ = row
        if escaped and "&" in f"{last}{fore}{initials}{suffix}{collective}":
            last, fore, initials, suffix, collective = map(unescape, row[2:7])
        places: tuple[Affiliation, ...] = ()
        if first:
            if "<" in first or "&" in first or "\n" in first:
                first, marks = rich(first)
                places = (Affiliation(first, (), marks),) if first else ()
            else:
                places = (Affiliation(first),)
        if more:
            places = (*places, *_affiliations(g, "<A" + more))
        found.append(
            Author(
                last or None,
                fore or None,
                initials or None,
                suffix or None,
                collective or None,
                role,
                _identifiers(g, "<I" + ids) if ids else (),
                places,
                () if valid == "Y" and not equal else _flags(valid, equal),
            )
        )
    return tuple(found)


def _identifiers(g: Grammar, block: str) -> tuple[Named, ...]:
    rows = g.rows("identifier", block)
    return tuple(named(resolved(rows) if "&" in block else rows))


def databanks(g: Grammar, rows: Rows) -> tuple[Databank, ...]:
    """Databanks with their accession numbers."""
    found = []
    for name, block, _ in rows:
        numbers = g.rows("accession", block) if block else []
        found.append(
            Databank(plain(name) or "", tuple([plain(n) or "" for n, _ in numbers])),
        )
    return tuple(found)


def grants(rows: Rows) -> tuple[Grant, ...]:
    """Grants."""
    return tuple(
        [Grant(i or None, acronym or None, a or None, c or None) for i, acronym, a, c, _ in rows]
    )


def chemicals(rows: Rows) -> tuple[Chemical, ...]:
    """Substances."""
    return tuple([Chemical(name, ui or None, number or None) for number, ui, name, _ in rows])


def corrections(rows: Rows) -> tuple[Correction, ...]:
    """Links to comments, errata, retractions and updates."""
    found = []
    for kind, raw, number, pmid, note, _ in rows:
        marks = NO_MARKS
        if "<" in raw or "&" in raw or "\n" in raw:
            raw, marks = rich(raw)
        found.append(
            Correction(kind, raw or None, pmid or None, number or None, note or None, marks)
        )
    return tuple(found)


def keywords(rows: Rows, owner: str | None) -> list[Term]:
    """Words of one keyword list."""
    found = []
    for major, raw, _ in rows:
        marks = NO_MARKS
        if "<" in raw or "&" in raw or "\n" in raw:
            raw, marks = rich(raw)
        found.append(Term(raw, None, owner, major == "Y", marks))
    return found


def history(rows: Rows) -> list[Dated]:
    """Dates of the publishing history."""
    found = [
        Dated(
            f"history:{status}",
            f"{year}-{month}-{day} {hour}:{minute}" if minute else f"{year}-{month}-{day}",
        )
        for status, year, month, day, hour, minute, _ in rows
        if year and month and day and (not hour) == (not minute)
    ]
    if len(found) != len(rows):
        raise Unfit
    return found


def references(rows: Rows, group: str | None) -> list[Reference]:
    """Cited works of one list."""
    found = []
    for raw, t1, v1, t2, v2, t3, v3, _ in rows:
        marks = NO_MARKS
        if "<" in raw or "&" in raw or "\n" in raw:
            raw, marks = rich(raw)
        ids: tuple[Named, ...] = ()
        if t2:
            if t3:
                ids = (Named(t1, v1), Named(t2, v2), Named(t3, v3))
            else:
                ids = (Named(t1, v1), Named(t2, v2))
        elif t1:
            ids = (Named(t1, v1),)
        found.append(Reference(raw or None, ids, group, marks))
    return found
