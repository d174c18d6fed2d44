"""NBIB, which is MEDLINE text: tags of up to four letters, a hyphen, indented continuations.

Tags and their meaning: NLM, "MEDLINE/PubMed Data Element (Field) Descriptions". A tag that is not
known here is kept under its name.
"""

import re
from collections.abc import Iterator

import msgspec

from assuage.parsing.citation import author, digest_id, year_in
from assuage.parsing.citation_text import Content, lines, one_line, plain, unescaped
from assuage.parsing.mesh_text import heading
from assuage.parsing.problem import ParseProblem
from assuage.terms.record import (
    Abstract,
    Affiliation,
    Author,
    Chemical,
    Correction,
    Databank,
    Dated,
    Grant,
    Journal,
    Named,
    Other,
    Passage,
    Record,
    Term,
)

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,4}) *- ?(.*)")
_CORRECTIONS = {
    "CIN": "CommentIn", "CON": "CommentOn", "EIN": "ErratumIn", "EFR": "ErratumFor",
    "CRI": "CorrectedandRepublishedIn", "CRF": "CorrectedandRepublishedFrom",
    "RPI": "RepublishedIn", "RPF": "RepublishedFrom", "RIN": "RetractionIn",
    "ROF": "RetractionOf", "RRI": "RetractedandRepublishedIn",
    "RRF": "RetractedandRepublishedFrom", "UIN": "UpdateIn", "UOF": "UpdateOf",
    "ECI": "ExpressionOfConcernIn", "ECF": "ExpressionOfConcernFor",
    "SPIN": "SummaryForPatientsIn", "ORI": "OriginalReportIn",
}  # fmt: skip
_DATES = {
    "DA": "entered", "DCOM": "completed", "LR": "revised", "EDAT": "entrez", "MHDA": "medline",
    "CRDT": "created", "DEP": "electronic",
}  # fmt: skip
_HISTORY = re.compile(r"(?P<day>.+?)\s*\[(?P<event>[^\]]+)\]")
_PMID = re.compile(r"PMID:\s*(\d+)")
_NUMBERED = re.compile(r"(?P<value>\S+)\s*\[(?P<scheme>\w+)\]")
_ISSN = re.compile(r"(?P<value>[\dXx-]+)(?:\s*\((?P<medium>[^)]+)\))?")
_SUBSTANCE = re.compile(r"(?P<registry>\S+) \((?P<name>.+)\)")
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)$|(\d{4})/(\d\d)/(\d\d)")


def records(content: Content, name: str) -> Iterator[Record | ParseProblem]:
    """The citations of a file, one by one: each begins with ``PMID-``."""
    for offset, fields, stray in _citations(content):
        item = next((f"pmid:{v}" for t, v in fields if t == "PMID"), "")
        for line in stray[:1]:
            yield ParseProblem(
                name, offset, item, f"{len(stray)} lines have no tag, first: {line[:60]!r}",
                "Begin each line with its tag and a hyphen, or indent it to continue the last",
            )  # fmt: skip
        if not fields:
            continue
        record = _record(fields)
        if record is None:
            yield ParseProblem(
                name, offset, item, "the record has neither PMID nor title",
                "Save it again from PubMed in the format PubMed or MEDLINE",
            )  # fmt: skip
        else:
            yield record


def _citations(content: Content) -> Iterator[tuple[int, list[tuple[str, str]], list[str]]]:
    fields: list[tuple[str, str]] = []
    stray: list[str] = []
    start, blank = 0, True
    for offset, line in lines(content):
        if not line.strip():
            blank = True
            continue
        tag = None if line[0] == " " else _TAG.match(line)
        if tag:
            # A book's record and an old export may lack the blank line before the next PMID.
            if fields and tag[1] == "PMID":
                yield start, fields, stray
                fields, stray = [], []
            if not fields:
                start = offset
            fields.append((tag[1], tag[2].strip()))
        elif line[0].isspace() and fields:
            last, value = fields[-1]
            fields[-1] = (last, f"{value} {line.strip()}")
        elif not (blank and line.strip().isdigit()):
            stray.append(line.strip())
        blank = False
    if fields or stray:
        yield start, fields, stray


def _day(text: str) -> str:
    found = _DATE.match(text)
    if not found:
        return text
    digits = [g for g in found.groups() if g]
    return "-".join(digits[:3])


class _People:
    """Authors in the order of the file: full name, short name, affiliation, identifier by turns."""

    def __init__(self) -> None:
        self.people: list[Author] = []
        self._full = False

    def full(self, value: str, role: str | None) -> None:
        person = author(value, role) or Author(last=value, role=role)
        self.people.append(person)
        self._full = True

    def short(self, value: str, role: str | None) -> None:
        person = author(value, role)
        if self._full and self.people and person:
            last = self.people[-1]
            self.people[-1] = msgspec.structs.replace(
                last, initials=person.initials or last.initials
            )
        elif person:
            self.people.append(person)
        self._full = False

    def group(self, value: str, role: str | None = None) -> None:
        self.people.append(Author(collective=value, role=role))
        self._full = False

    def add(self, *, affiliation: str | None = None, identifier: Named | None = None) -> bool:
        if not self.people:
            return False
        last = self.people[-1]
        if affiliation:
            last = msgspec.structs.replace(
                last, affiliations=(*last.affiliations, Affiliation(affiliation))
            )
        if identifier:
            last = msgspec.structs.replace(last, identifiers=(*last.identifiers, identifier))
        self.people[-1] = last
        return True


def _record(fields: list[tuple[str, str]]) -> Record | None:
    one: dict[str, str] = {}
    many: dict[str, list[str]] = {}
    people, investigators = _People(), _People()
    others: list[Other] = []
    identifiers: list[Named] = []
    current = people
    for tag, raw in fields:
        value = one_line(unescaped(raw))
        if not value:
            continue
        if tag in ("FAU", "FED", "FPS"):
            current = people
            people.full(value, None if tag == "FAU" else {"FED": "editor", "FPS": "subject"}[tag])
        elif tag in ("AU", "ED", "PS"):
            current = people
            people.short(value, None if tag == "AU" else {"ED": "editor", "PS": "subject"}[tag])
        elif tag in ("CN", "FIR", "IR"):
            current = people if tag == "CN" else investigators
            if tag == "CN":
                people.group(value)
            else:
                (investigators.full if tag == "FIR" else investigators.short)(value, "investigator")
        elif _belongs(current, tag, value):
            pass
        elif tag in ("LID", "AID"):
            found = _NUMBERED.fullmatch(value)
            named = Named(found["scheme"], found["value"]) if found else Named(tag, value)
            if named not in identifiers:
                identifiers.append(named)
        elif tag in _MANY or tag in _CORRECTIONS or tag in _DATES:
            many.setdefault(tag, []).append(value)
        elif tag in _ONE:
            if one.setdefault(tag, value) != value:
                others.append(Other(tag, value))
        else:
            others.append(Other(tag, value))
    if not ("PMID" in one or "TI" in one or "BTI" in one):
        return None
    title, marks = plain(one.get("TI") or one.get("BTI", ""))
    record = Record(
        id="",
        source="nbib",
        kind=_kind(one, many),
        version=_day(many["LR"][-1]) if "LR" in many else None,
        pmid=one.get("PMID"),
        pmcid=one.get("PMC"),
        doi=next((i.value for i in identifiers if i.scheme == "doi"), None),
        ncts=tuple(
            n for d in _databanks(many) if "clinicaltrials" in d.name.lower() for n in d.accessions
        ),
        identifiers=tuple(i for i in identifiers if i.scheme != "doi"),
        title=title,
        title_marks=marks,
        vernacular_title=one.get("TT"),
        abstracts=_abstracts(one, many),
        languages=tuple(v for v in many.get("LA", [])),
        year=year_in(one.get("DP", "")),
        published=one.get("DP"),
        dates=_dates(many),
        status=one.get("STAT"),
        journal=_journal(one, many),
        authors=tuple(people.people),
        investigators=tuple(investigators.people),
        mesh=tuple(heading(v) for v in many.get("MH", [])),
        publication_types=tuple(Term(v) for v in many.get("PT", [])),
        keywords=tuple(Term(v.lstrip("*"), major=v.startswith("*")) for v in many.get("OT", [])),
        chemicals=tuple(_chemical(v) for v in many.get("RN", [])),
        supplementary_mesh=tuple(Term(v) for v in many.get("NM", [])),
        grants=tuple(_grant(v) for v in many.get("GR", [])),
        databanks=_databanks(many),
        corrections=tuple(
            Correction(kind, v, p[1] if (p := _PMID.search(v)) else None)
            for tag, kind in _CORRECTIONS.items()
            for v in many.get(tag, [])
        ),
        conflict_of_interest=one.get("COIS"),
        others=tuple(others),
    )
    new = f"pmid:{record.pmid}" if record.pmid else digest_id(record)
    return msgspec.structs.replace(record, id=new)


def _belongs(people: _People, tag: str, value: str) -> bool:
    """Whether the value is an affiliation or identifier of the person named before it."""
    if tag in ("AD", "IRAD"):
        return people.add(affiliation=value)
    return tag == "AUID" and people.add(identifier=_identifier(value))


_ONE = frozenset(
    {"PMID", "PMC", "TI", "BTI", "TT", "AB", "CI", "DP", "STAT", "TA", "JT", "JID", "VI", "IP"}
    | {"PG", "PL", "PB", "COIS", "OABL"}
)
_MANY = frozenset({"LA", "PT", "MH", "OT", "RN", "NM", "GR", "SI", "IS", "PHST", "OAB"})


def _kind(one: dict[str, str], many: dict[str, list[str]]) -> str:
    types = {value.lower() for value in many.get("PT", [])}
    if "preprint" in types:
        return "preprint"
    return "book" if "BTI" in one else "article"


def _abstracts(one: dict[str, str], many: dict[str, list[str]]) -> tuple[Abstract, ...]:
    found = []
    if "AB" in one:
        text, marks = plain(one["AB"])
        found.append(Abstract((Passage(text, marks=marks),), copyright=one.get("CI")))
    for value in many.get("OAB", []):
        text, marks = plain(value)
        found.append(Abstract((Passage(text, marks=marks),), language=one.get("OABL")))
    return tuple(found)


def _dates(many: dict[str, list[str]]) -> tuple[Dated, ...]:
    dates = [Dated(e, _day(v)) for tag, e in _DATES.items() for v in many.get(tag, [])]
    for value in many.get("PHST", []):
        found = _HISTORY.fullmatch(value)
        dates.append(
            Dated(found["event"], _day(found["day"])) if found else Dated("history", value)
        )
    return tuple(dates)


def _journal(one: dict[str, str], many: dict[str, list[str]]) -> Journal | None:
    issn = []
    for value in many.get("IS", []):
        if found := _ISSN.fullmatch(value):
            issn.append(Named(f"ISSN {found['medium'] or ''}".strip(), found["value"]))
        else:
            issn.append(Named("IS", value))
    journal = Journal(
        title=one.get("JT"),
        abbreviation=one.get("TA"),
        issn=tuple(issn),
        nlm_id=one.get("JID"),
        country=one.get("PL"),
        volume=one.get("VI"),
        issue=one.get("IP"),
        pages=one.get("PG"),
        publisher=one.get("PB"),
    )
    return journal if journal != Journal() else None


def _identifier(value: str) -> Named:
    scheme, colon, rest = value.partition(":")
    return Named(scheme, rest.strip()) if colon and rest.strip() else Named("AUID", value)


def _chemical(value: str) -> Chemical:
    found = _SUBSTANCE.fullmatch(value)
    return Chemical(found["name"], registry=found["registry"]) if found else Chemical(value)


def _grant(value: str) -> Grant:
    """``id/acronym/agency/country`` from the right, since an id may hold a slash."""
    parts = value.rsplit("/", 3)
    if len(parts) == 4:
        return Grant(*(p or None for p in parts))
    if len(parts) == 3:
        return Grant(parts[0] or None, None, parts[1] or None, parts[2] or None)
    return Grant(id=value)


def _databanks(many: dict[str, list[str]]) -> tuple[Databank, ...]:
    banks: dict[str, list[str]] = {}
    for value in many.get("SI", []):
        name, _slash, accession = value.partition("/")
        banks.setdefault(name, [])
        if accession:
            banks[name].append(accession)
    return tuple(Databank(name, tuple(numbers)) for name, numbers in banks.items())
