"""From the fields of a citation export to a record; what no field of a record holds is kept.

The formats (RIS, BibTeX, EndNote XML, CSV) differ in names, not in what they mean, so each reader
turns its names into calls of one ``Citation``.
"""

import re
from collections.abc import Iterable
from hashlib import blake2b
from urllib.parse import unquote

import msgspec

from assuage.parsing.citation_text import one_line, plain, unescaped
from assuage.terms.record import (
    Abstract,
    Author,
    Journal,
    Mark,
    Named,
    Other,
    Passage,
    Record,
    Term,
)

# ISO 26324 and the Crossref recommendation: 10., four to nine digits, a slash, anything printed.
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_PMID = re.compile(r"(?:PMID:?|PUBMED:?|MEDLINE:?|pubmed/)\s*(\d{1,8})\b", re.IGNORECASE)
_PMCID = re.compile(r"\bPMC\d{3,9}\b")
_NCT = re.compile(r"\bNCT\d{8}\b", re.IGNORECASE)
_ISBN = re.compile(
    r"(?<![\dX-])97[89](?:[- ]?\d){10}(?![\d-])|(?<![\dX-])\d(?:-?\d){8}-?[\dX](?![\d-])"
)
_ISSN = re.compile(r"(?<![\dX-])\d{4}-?\d{3}[\dXx](?![\d-])")
_NUMBER_WORDS = re.compile(
    r"(?:print|electronic|linking|online|[ep]?issn|isbn)|[\W_]", re.IGNORECASE
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]*){1,5}")
_SUFFIX = re.compile(r"Jr\.?|Sr\.?|[2-4](?:nd|rd|th)|I{2,3}|IV", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:group|investigators?|consortium|collaborat(?:ion|ive|ors)|committee|network|society"
    r"|association|trialists|organi[sz]ation|university|institute|department|team|agency)\b",
    re.IGNORECASE,
)
# Two names run together by an export that lost its separator: "Adeli K.Lewis G. F."
_RUN_TOGETHER = re.compile(r"(?<=[^\W\d_]\.)(?=[^\W\d_][^\W\d_'’-]+[\s,])")
_ABSENT = frozenset({"", "na", "n/a", "null", "none", "nan", "<na>"})
"""Cells by which R, pandas and databases write that nothing is there."""


def present(value: str | None) -> str | None:
    """The value, or None where it only says that there is none."""
    if value is None or value.strip().lower() in _ABSENT:
        return None
    return value.strip()


def doi_in(text: str) -> str | None:
    """The DOI within a field or address, bare, as printed."""
    found = _DOI.search(unquote(text) if "%" in text else text)
    if not found:
        return None
    doi = found.group().rstrip(".,;")
    # A bracket closes the DOI's own, as in 10.1016/S0140-6736(00)02352-7, or the sentence's.
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;")
    return doi


def pmid_in(text: str) -> str | None:
    """A PMID that is named as one."""
    found = _PMID.search(text)
    return found.group(1).lstrip("0") or None if found else None


def year_in(text: str) -> int | None:
    """The first year of four digits."""
    found = _YEAR.search(text)
    return int(found.group()) if found else None


def author(name: str, role: str | None = None) -> Author | None:
    """A name as printed to its parts: ``Last, Fore``, ``Last FM`` or a group."""
    name = one_line(unescaped(name)).strip(" ;")
    if not name or name.lower() in {"et al", "et al.", "others", *_ABSENT}:
        return None
    if "," in name and not _GROUP.search(name):
        last, *rest = [p.strip() for p in name.split(",")]
        rest = [p for p in rest if p]
        suffix = next((p for p in rest if _SUFFIX.fullmatch(p)), None)
        fore = ", ".join(p for p in rest if p != suffix) or None
        return Author(
            last=last or None, fore=fore, initials=_initials(fore), suffix=suffix, role=role
        )
    if _GROUP.search(name):
        return Author(collective=name, role=role)
    words = name.split()
    for start in range(1, len(words)):
        tail = " ".join(words[start:])
        if tail.replace(".", "").isupper() and _INITIALS.fullmatch(tail):
            return Author(
                last=" ".join(words[:start]), fore=tail, initials=_initials(tail), role=role
            )
    if len(words) == 1:
        return Author(last=name, role=role)
    return Author(last=words[-1], fore=" ".join(words[:-1]), role=role)


def _initials(fore: str | None) -> str | None:
    if fore and fore.replace(".", "").isupper() and _INITIALS.fullmatch(fore):
        return "".join(c for c in fore if c.isalpha())
    return None


def names_in(cell: str) -> list[str]:
    """The names of one cell: parted by ``;``, by line ends, by ``and``, by ``,`` after initials."""
    cell = unescaped(cell).strip()
    for separator in (";", "\n", "|", " and ", "//"):
        if separator in cell:
            return [p.strip() for p in cell.split(separator) if p.strip()]
    run = [p for p in _RUN_TOGETHER.split(cell) if p.strip()]
    if len(run) > 1:
        return [p.strip() for p in run]
    parts = [p.strip() for p in cell.rstrip(".").split(",") if p.strip()]
    # "Smith J, Jones KL" is a list of names; "Smith, John" is one.
    if len(parts) > 1 and all(" " in p for p in parts):
        return parts
    return [cell] if cell else []


class Citation:
    """Collects the fields of one citation; ``record`` gives the record."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.kind = "article"
        self.text: dict[str, str] = {}
        self.journal: dict[str, str] = {}
        self.title_marks: tuple[Mark, ...] = ()
        self.abstracts: list[Abstract] = []
        self.authors: list[Author] = []
        self.keywords: list[Term] = []
        self.types: list[Term] = []
        self.languages: list[str] = []
        self.identifiers: list[Named] = []
        self.issn: list[Named] = []
        self.ncts: list[str] = []
        self.others: list[Other] = []

    def other(self, path: str, value: str) -> None:
        """Keeps what has no field of its own."""
        value = unescaped(value).strip()
        if value and Other(path, value) not in self.others:
            self.others.append(Other(path, value))

    def set(self, field: str, value: str, path: str) -> None:
        """A field of the record that holds one text; a second, different text goes to others."""
        self._once(self.text, field, value, path)

    def in_journal(self, field: str, value: str, path: str) -> None:
        """A field of the journal; CENTRAL gives a register's address for one."""
        if field == "title" and "clinicaltrials.gov" in value.lower():
            self.trial(value)
        self._once(self.journal, field, value, path)

    def _once(self, fields: dict[str, str], field: str, value: str, path: str) -> None:
        value = one_line(unescaped(value))
        if not value:
            return
        if fields.setdefault(field, value) != value:
            self.other(path, value)

    def title(self, value: str, path: str) -> None:
        """The title; without line ends."""
        text, marks = plain(one_line(value))
        if not text:
            return
        if "title" not in self.text:
            self.text["title"], self.title_marks = text, marks
        elif self.text["title"] != text:
            self.other(path, value)

    def abstract(self, value: str) -> None:
        """An abstract; a further one is kept behind the first."""
        text, marks = plain(value)
        if text and all(text != a.passages[0].text for a in self.abstracts):
            self.abstracts.append(Abstract((Passage(text, marks=marks),)))

    def add_authors(self, names: Iterable[str], role: str | None = None) -> None:
        """Names as printed."""
        self.authors += [a for name in names if (a := author(name, role))]

    def add_keywords(self, words: Iterable[str]) -> None:
        """Keywords as printed, each once."""
        for word in words:
            term = Term(one_line(unescaped(word)))
            if term.name and term not in self.keywords:
                self.keywords.append(term)

    def type_of_work(self, value: str) -> None:
        """A publication type as the source writes it."""
        term = Term(one_line(unescaped(value)))
        if term.name and term not in self.types:
            self.types.append(term)

    def date(self, value: str, path: str) -> None:
        """A date or year as printed; the year comes from the first that holds one."""
        value = one_line(unescaped(value)).strip("/")
        if not value:
            return
        year = year_in(value)
        if year and "year" not in self.text:
            self.text["year"] = str(year)
        printed = self.text.get("published", "")
        if len(value) > len(printed) and printed in value:
            self.text["published"] = value
        elif value not in printed:
            self.other(path, value)

    def number(self, value: str, path: str) -> None:
        """An ISSN, ISBN or several of them."""
        rest = value
        for found in _ISBN.findall(value):
            rest = rest.replace(found, "", 1)
            if (named := Named("ISBN", found)) not in self.identifiers:
                self.identifiers.append(named)
        for found in _ISSN.findall(rest):
            rest = rest.replace(found, "", 1)
            named = Named("ISSN", f"{found[:4]}-{found[-4:].upper()}")
            if named not in self.issn:
                self.issn.append(named)
        if _NUMBER_WORDS.sub("", rest):
            self.other(path, value)

    def pages(self, first: str | None, last: str | None) -> None:
        """First and last page of two fields."""
        pages = "-".join(p for p in (first, last) if p)
        if pages:
            self.in_journal("pages", pages, "pages")

    def doi(self, value: str, path: str) -> None:
        """A DOI, bare or as address; what is none is kept aside."""
        doi = doi_in(unescaped(value))
        if doi is None:
            self.other(path, value)
        else:
            self.set("doi", doi, path)

    def pmid(self, value: str, path: str) -> None:
        """A PMID in a field that holds nothing else."""
        value = value.strip()
        if value.isdigit() and 0 < int(value) < 10**8:
            self.set("pmid", str(int(value)), path)
        else:
            self.other(path, value)

    def address(self, value: str, path: str) -> None:
        """An address; it may hold the DOI, the PMID or a trial's number."""
        value = unescaped(value).strip()
        if not value:
            return
        self.set("url", value, path)
        if "doi" not in self.text and (doi := doi_in(value)) and "doi.org" in value.lower():
            self.text["doi"] = doi
        if "pmid" not in self.text and "pubmed" in value.lower() and (pmid := pmid_in(value)):
            self.text["pmid"] = pmid
        if "clinicaltrials.gov" in value.lower():
            self.trial(value)

    def note(self, value: str, path: str) -> None:
        """A free note, kept whole; PMID and PMC number are taken where they are named."""
        self.other(path, value)
        if "pmid" not in self.text and (pmid := pmid_in(value)):
            self.text["pmid"] = pmid
        self.central(value)

    def central(self, value: str) -> None:
        """A PubMed Central number within a text."""
        if "pmcid" not in self.text and (found := _PMCID.search(value)):
            self.text["pmcid"] = found.group()

    def trial(self, value: str) -> None:
        """Register numbers of ClinicalTrials.gov within a text."""
        for found in _NCT.findall(value):
            if found.upper() not in self.ncts:
                self.ncts.append(found.upper())

    def record(self, prefix: str = "ref") -> Record | None:
        """The record, or None where neither title, abstract nor identifier was given."""
        text = self.text
        if not (text.get("title") or self.abstracts or text.get("doi") or text.get("pmid")):
            return None
        journal = Journal(
            title=self.journal.get("title"),
            abbreviation=self.journal.get("abbreviation"),
            issn=tuple(self.issn),
            country=self.journal.get("country"),
            volume=self.journal.get("volume"),
            issue=self.journal.get("issue"),
            pages=self.journal.get("pages"),
            publisher=self.journal.get("publisher"),
        )
        record = Record(
            id="",
            source=self.source,
            kind=self.kind,
            pmid=text.get("pmid"),
            pmcid=text.get("pmcid"),
            doi=text.get("doi"),
            ncts=tuple(self.ncts),
            identifiers=tuple(self.identifiers),
            title=text.get("title", ""),
            title_marks=self.title_marks,
            vernacular_title=text.get("vernacular"),
            abstracts=tuple(self.abstracts),
            languages=tuple(self.languages),
            year=int(text["year"]) if "year" in text else None,
            published=text.get("published"),
            journal=journal if journal != Journal() else None,
            authors=tuple(self.authors),
            publication_types=tuple(self.types),
            keywords=tuple(self.keywords),
            url=text.get("url"),
            others=tuple(self.others),
        )
        if prefix == "pmid" and record.pmid:
            return msgspec.structs.replace(record, id=f"pmid:{record.pmid}")
        return msgspec.structs.replace(record, id=digest_id(record))


def digest_id(record: Record) -> str:
    """``ref:`` and 16 hexadecimal digits of the record's content, the same for the same content."""
    content = msgspec.json.encode(msgspec.structs.replace(record, id=""), order="deterministic")
    return f"ref:{blake2b(content, digest_size=8).hexdigest()}"
