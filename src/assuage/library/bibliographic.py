"""What of a record tells one work from another, made comparable: title, people, place, identifiers.

Databases print the same work differently: journal names long or short, pages 221-8 or 221-228,
accents and hyphens lost, a DOI bare or as an address. Everything here undoes such differences and
decides nothing.
"""

import re
import unicodedata
from typing import NamedTuple

from assuage.terms.record import Record

# Words that exports, languages and house styles put in or leave out.
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "the"}
    | {"their", "to", "using", "via", "vs", "versus", "with"}
)
_ROMAN = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11",
    "xii": "12",
}  # fmt: skip
_ROMAN_AFTER = frozenset(
    {"part", "phase", "type", "stage", "class", "grade", "group", "study", "factor"}
)
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa",
    "λ": "lambda", "μ": "mu", "ω": "omega", "σ": "sigma", "τ": "tau", "θ": "theta", "ß": "ss",
    "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
}  # fmt: skip
_GREEK_LETTERS = str.maketrans(_GREEK)
# What databases add behind a title in brackets or after a full stop.
_ADDED = re.compile(
    r"(?:[\[(<]\s*(?:see comment|comment|erratum|corrected|published erratum|retracted|review|abstract"
    r"|article in|in process citation|french|german|chinese|spanish|italian|japanese|russian|korean"
    r"|portuguese|polish|turkish)\w*[^\])>]*[\])>]?|\bLA\s+-\s+\w+)\s*\.?\s*$",
    re.IGNORECASE,
)
_TAGS = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|inf|span|italic|bold)\b[^<>]*>", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
# Notes about a work carry its title; the word before or after it makes them works of their own.
_NOTE = re.compile(
    r"^\W*(?P<start>errat(?:um|a)|corrigend(?:um|a)|correction|retraction|retracted|withdrawn"
    r"|expression of concern|re|reply|comment(?:ary)?|response|editorial|author'?s?'? (?:reply|response)"
    r"|in reply|letter|addendum|notice)\b\s*(?:to\b|on\b|for\b|of\b|:|\.|-)"
    r"|\W(?P<end>errat(?:um|a)|corrigend(?:um|a)|correction|reply|response|comments?|authors?'? reply"
    r"|retraction)\W*$",
    re.IGNORECASE,
)
_NOTE_TYPES = {
    "published erratum": "erratum", "erratum": "erratum", "retraction of publication": "retraction",
    "retraction notice": "retraction", "expression of concern": "concern",
}  # fmt: skip
_NOTE_WORDS = {
    "errata": "erratum", "corrigendum": "erratum", "corrigenda": "erratum", "correction": "erratum",
}  # fmt: skip
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_EXCEL_DATE = re.compile(rf"^(?:\d{{1,4}}-{_MONTH}\w*|{_MONTH}\w*-\d{{1,4}})$", re.IGNORECASE)
_HYPHENS = re.compile("[\u2010-\u2015\u2212\ufe63\uff0d]+|--+")
_PAGE = re.compile(r"^\W*(?:pp?\.?\s*)?([a-z]{0,3})\.?\s*(\d+)([a-z]?)", re.IGNORECASE)
_REGISTER = re.compile(r"\bNCT\d{8}\b", re.IGNORECASE)
_ABSTRACT = re.compile(
    r"\b(?:conference|meeting) abstract|\bcongress|\bproceedings? paper|^conference\b",
    re.IGNORECASE,
)
_JOURNAL_SMALL = frozenset(
    {"the", "of", "and", "for", "in", "on", "de", "la", "le", "et", "der", "die", "und", "a", "an"}
)
_SUPPLEMENT = re.compile(r"suppl|meeting|\bS\d", re.IGNORECASE)


class Pages(NamedTuple):
    """First and last page; ``letters`` before the digits (S, A, e); where every range starts."""

    letters: str
    first: str
    last: str | None
    starts: frozenset[str]


class Facts(NamedTuple):
    """A record as the rules see it. Absent is None, an empty string or tuple."""

    kind: str
    preprint: bool
    doi: str | None
    pmid: str | None
    pmcid: str | None
    updates: tuple[str, ...]
    """PMIDs of the later or earlier state of a preprint's text that the record names."""
    registered: tuple[str, ...]
    title: str
    """Words of the title, folded, parted by blanks."""
    other_titles: tuple[str, ...]
    words: tuple[str, ...]
    """Telling words of the title."""
    numbers: tuple[str, ...]
    note: str
    """erratum, reply …: what the title says the record is about another work."""
    first_author: str
    authors: frozenset[str]
    year: int | None
    journal: tuple[tuple[str, ...], ...]
    """Names of the journal, each as its words."""
    issn: frozenset[str]
    volume: str | None
    issue: str | None
    pages: Pages | None
    meeting: bool
    """Printed as the abstract of a meeting, or in a supplement, where these stand."""


def folded(text: str) -> str:
    """Lower case without accents; Greek letters by name, as databases spell them out."""
    text = text.lower().translate(_GREEK_LETTERS)
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def title_words(title: str) -> list[str]:
    """Words of a title in order, folded; Roman numerals that count something as digits."""
    title = _TAGS.sub("", _ADDED.sub("", title))
    words = _WORD.findall(folded(title))
    for place, word in enumerate(words):
        if word in _ROMAN:
            words[place] = _ROMAN[word]
        elif word in ("i", "v", "x") and place and words[place - 1] in _ROMAN_AFTER:
            words[place] = {"i": "1", "v": "5", "x": "10"}[word]
    return words


def _note(record: Record) -> str:
    for kind in record.publication_types:
        if told := _NOTE_TYPES.get(kind.name.lower()):
            return told
    found = _NOTE.search(record.title)
    if not found:
        return ""
    word = (found["start"] or found["end"]).lower()
    word = _NOTE_WORDS.get(word, word)
    # A retracted article keeps its place and stays the same work.
    return "" if word in ("retracted", "withdrawn") else word.replace("'", "").split()[-1]


def pages_of(printed: str | None) -> Pages | None:
    """Pages as printed; None where absent, or made a date by a spreadsheet (``01-Apr``)."""
    if not printed:
        return None
    text = _HYPHENS.sub("-", printed.strip())
    if _EXCEL_DATE.match(text):
        return None
    first, _, rest = text.partition("-")
    start = _PAGE.match(first)
    if not start:
        return None
    digits = start[2].lstrip("0") or "0"
    end = _PAGE.match(rest.split(",")[0].split(";")[0]) if rest else None
    last = None
    if end:
        last = end[2]
        if len(last) < len(digits):
            last = digits[: len(digits) - len(last)] + last
        last = last.lstrip("0")
    starts = (_PAGE.match(part) for part in re.split(r"[,;+]", text))
    return Pages(
        (start[1] or start[3]).lower(),
        digits,
        last,
        # "author reply 123-4" does not begin with a page and stays out.
        frozenset(s[2].lstrip("0") or "0" for s in starts if s),
    )


def _count(printed: str | None) -> str | None:
    """The first number of a volume or issue, or its letters."""
    if not printed:
        return None
    found = _NUMBER.search(printed)
    if found:
        return found.group().lstrip("0") or "0"
    return folded(printed).strip() or None


def surname(name: str) -> str:
    """A surname without accents, hyphens and blanks."""
    return "".join(_WORD.findall(folded(name)))


def _doi(doi: str | None) -> str | None:
    return doi.lower().rstrip(".") if doi else None


def _journal_names(record: Record) -> tuple[tuple[str, ...], ...]:
    journal = record.journal
    if journal is None:
        return ()
    names = []
    for name in (journal.title, journal.abbreviation, journal.medline):
        # "Lung cancer (Amsterdam, Netherlands)", "Cancer. Journal international du cancer",
        # "Circulation. Conference: …", "Aizheng = Chinese journal of cancer", "X : official …".
        for part in re.split(r"\s[=:/]\s|\.\s*Conference\b|:\s", name or ""):
            part = re.sub(r"[\[(].*?[\])]|[\[(].*$", " ", part)
            words = tuple(w for w in _WORD.findall(folded(part)) if w not in _JOURNAL_SMALL)
            if words and words not in names:
                names.append(words)
    return tuple(names)


def _updates(record: Record) -> tuple[str, ...]:
    wanted = "updatein" if record.kind == "preprint" else "updateof"
    told = {c.pmid for c in record.corrections if c.kind.replace(" ", "").lower() == wanted}
    return tuple(sorted(pmid for pmid in told if pmid))


def facts(record: Record) -> Facts:
    """The comparable facts of a record."""
    words = title_words(record.title)
    telling = tuple(w for w in words if w not in _SMALL_WORDS)
    journal = record.journal
    # CENTRAL lists register entries with the register's address for a journal.
    printed = journal and journal.volume
    where = " ".join(
        p for p in (journal.title if journal else None, None if printed else record.url) if p
    )
    register = "clinicaltrials.gov" in where.lower()
    registered = record.ncts if record.kind == "trial" else ()
    if register and not registered:
        registered = tuple(n.upper() for n in _REGISTER.findall(where)) or record.ncts
    names = [a for a in record.authors if a.role is None]
    last_names = [surname(a.last or a.collective or "") for a in names]
    types = " | ".join(t.name for t in record.publication_types)
    issue = f"{journal.volume or ''} {journal.issue or ''}" if journal else ""
    conference = journal and re.search(r"\bconference\b", journal.title or "", re.IGNORECASE)
    others = tuple(
        " ".join(title_words(t)) for t in (record.vernacular_title,) if t and t != record.title
    )
    return Facts(
        kind="trial" if registered or record.kind == "trial" else record.kind,
        preprint=record.kind == "preprint",
        doi=_doi(record.doi),
        pmid=record.pmid,
        pmcid=record.pmcid.upper() if record.pmcid else None,
        updates=_updates(record),
        registered=tuple(sorted(set(registered))),
        title=" ".join(words),
        other_titles=others,
        words=telling,
        numbers=tuple(sorted(n.lstrip("0") or "0" for n in _NUMBER.findall(" ".join(words)))),
        note=_note(record),
        first_author=next((n for n in last_names if n), ""),
        authors=frozenset(n for n in last_names if n),
        year=record.year,
        journal=_journal_names(record),
        issn=frozenset(n.value.upper().replace("-", "") for n in journal.issn)
        if journal
        else frozenset(),
        volume=_count(journal.volume) if journal else None,
        issue=_count(journal.issue) if journal else None,
        pages=pages_of(journal.pages) if journal else None,
        meeting=bool(_ABSTRACT.search(types) or _SUPPLEMENT.search(issue) or conference),
    )
