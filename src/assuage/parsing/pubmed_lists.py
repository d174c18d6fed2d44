"""Lists of the complete reader that articles and books share: abstracts, people, terms, references."""

from collections.abc import Callable

from lxml import etree  # type: ignore[import-untyped]

from assuage.parsing.pubmed_draft import NONE, Attributes, Draft, qualified
from assuage.terms.record import (
    Abstract,
    Affiliation,
    Author,
    Databank,
    Grant,
    Mark,
    Named,
    Passage,
    Reference,
    Term,
)

Handler = Callable[[Draft, "etree._Element", str], None]

DATE_PARTS = frozenset(
    {"Year", "Month", "Day", "Season", "MedlineDate", "Hour", "Minute", "Second"}
)


def walk(
    draft: Draft,
    element: etree._Element,
    path: str,
    handlers: dict[str, Handler],
    known: Attributes = NONE,
) -> None:
    """Give every child to its handler, or keep it whole where there is none."""
    for child in draft.inside(element, path, known):
        handler = handlers.get(child.tag)
        place = f"{path}/{qualified(child)}"
        if handler is None:
            draft.spill(child, place)
        else:
            handler(draft, child, place)


def date(
    draft: Draft, element: etree._Element, path: str, known: Attributes = NONE
) -> dict[str, str]:
    """Parts of a date by tag, as printed."""
    return draft.fields(element, path, DATE_PARTS, known)


def abstract(draft: Draft, element: etree._Element, path: str) -> Abstract:
    """An Abstract or OtherAbstract element."""
    passages: list[Passage] = []
    rights: str | None = None
    for child in draft.inside(element, path, frozenset({"Type", "Language"})):
        place = f"{path}/{qualified(child)}"
        if child.tag == "AbstractText":
            text, marks = draft.rich(child, place, frozenset({"Label", "NlmCategory"}))
            passages.append(
                Passage(text, child.get("Label") or None, child.get("NlmCategory") or None, marks)
            )
        elif child.tag == "CopyrightInformation" and rights is None:
            rights = draft.leaf(child, place)
        else:
            draft.spill(child, place)
    language, kind = element.get("Language") or None, element.get("Type") or None
    return Abstract(tuple(passages), language, kind, rights or None)


def _affiliation(draft: Draft, element: etree._Element, path: str) -> Affiliation:
    text = ""
    marks: tuple[Mark, ...] = ()
    identifiers: list[Named] = []
    for child in draft.inside(element, path):
        place = f"{path}/{qualified(child)}"
        if child.tag == "Affiliation" and not text:
            text, marks = draft.rich(child, place)
        elif child.tag == "Identifier":
            value = draft.leaf(child, place, frozenset({"Source"}))
            identifiers.append(Named(child.get("Source") or "", value))
        else:
            draft.spill(child, place)
    return Affiliation(text, tuple(identifiers), marks)


PERSON = ("LastName", "ForeName", "Initials", "Suffix", "CollectiveName")


def _person(draft: Draft, element: etree._Element, path: str, role: str | None) -> Author:
    names: dict[str, str] = {}
    identifiers: list[Named] = []
    affiliations: list[Affiliation] = []
    attributes: tuple[tuple[str, str], ...] = ()
    if len(element.attrib):
        # A valid entry is the DTD's default.
        attributes = tuple(
            (key, value)
            for key, value in element.attrib.items()
            if (key, value) != ("ValidYN", "Y")
        )
    for child in draft.inside(element, path, frozenset(element.keys())):
        tag, place = str(child.tag), f"{path}/{qualified(child)}"
        if tag in PERSON and tag not in names:
            names[tag] = draft.leaf(child, place)
        elif tag == "Identifier":
            value = draft.leaf(child, place, frozenset({"Source"}))
            identifiers.append(Named(child.get("Source") or "", value))
        elif tag == "AffiliationInfo":
            printed = _affiliation(draft, child, place)
            if printed.text or printed.identifiers:
                affiliations.append(printed)
        elif tag == "Affiliation":
            text, marks = draft.rich(child, place)
            affiliations.append(Affiliation(text, (), marks))
        else:
            draft.spill(child, place)
    last, fore, initials, suffix, collective = (names.get(p) or None for p in PERSON)
    return Author(
        last,
        fore,
        initials,
        suffix,
        collective,
        role,
        tuple(identifiers),
        tuple(affiliations),
        attributes,
    )


def authors(draft: Draft, element: etree._Element, path: str) -> None:
    """An AuthorList, or the InvestigatorList, whose entries have the same shape."""
    role = element.get("Type") or None
    complete = element.get("CompleteYN", "Y")
    known = frozenset({"Type", "CompleteYN"} if complete in ("Y", "N") else {"Type"})
    if complete == "N":
        draft.authors_complete = False
    people = 0
    for child in draft.inside(element, path, known):
        place = f"{path}/{qualified(child)}"
        if child.tag == "Author":
            draft.authors.append(_person(draft, child, place, role))
            people += 1
        elif child.tag == "Investigator":
            draft.investigators.append(_person(draft, child, place, role or "investigator"))
            people += 1
        else:
            draft.spill(child, place)
    if not people:
        draft.keep(f"{path}@Type", role)


def databanks(draft: Draft, element: etree._Element, path: str) -> None:
    """A DataBankList."""
    known = frozenset({"CompleteYN"} if element.get("CompleteYN", "Y") == "Y" else ())
    for item in draft.inside(element, path, known):
        place = f"{path}/{qualified(item)}"
        if item.tag != "DataBank":
            draft.spill(item, place)
            continue
        name, accessions = "", []
        for child in draft.inside(item, place):
            below = f"{place}/{qualified(child)}"
            if child.tag == "DataBankName" and not name:
                name = draft.leaf(child, below)
            elif child.tag == "AccessionNumberList":
                for number in draft.inside(child, below):
                    deep = f"{below}/{qualified(number)}"
                    if number.tag == "AccessionNumber":
                        accessions.append(draft.leaf(number, deep))
                    else:
                        draft.spill(number, deep)
            else:
                draft.spill(child, below)
        draft.databanks.append(Databank(name, tuple(accessions)))


GRANT = frozenset({"GrantID", "Acronym", "Agency", "Country"})


def grants(draft: Draft, element: etree._Element, path: str) -> None:
    """A GrantList."""
    complete = element.get("CompleteYN", "Y")
    known = frozenset({"CompleteYN"} if complete in ("Y", "N") else ())
    if complete == "N":
        draft.grants_complete = False
    for item in draft.inside(element, path, known):
        place = f"{path}/{qualified(item)}"
        if item.tag == "Grant":
            f = draft.fields(item, place, GRANT)
            draft.grants.append(
                Grant(f.get("GrantID"), f.get("Acronym"), f.get("Agency"), f.get("Country"))
            )
        else:
            draft.spill(item, place)


def publication_type(draft: Draft, element: etree._Element, path: str) -> None:
    """One PublicationType."""
    name = draft.leaf(element, path, frozenset({"UI"}))
    draft.publication_types.append(Term(name, element.get("UI") or None))


def publication_types(draft: Draft, element: etree._Element, path: str) -> None:
    """A PublicationTypeList."""
    walk(draft, element, path, {"PublicationType": publication_type})


def keywords(draft: Draft, element: etree._Element, path: str) -> None:
    """A KeywordList; the owner of the list becomes the kind of each word."""
    owner = element.get("Owner") or None
    words = 0
    for item in draft.inside(element, path, frozenset({"Owner"})):
        place = f"{path}/{qualified(item)}"
        if item.tag != "Keyword":
            draft.spill(item, place)
            continue
        flag = item.get("MajorTopicYN")
        major = {"Y": True, "N": False}.get(flag or "")
        known = frozenset({"MajorTopicYN"} if major is not None else ())
        text, marks = draft.rich(item, place, known)
        draft.keywords.append(Term(text, None, owner, major, marks))
        words += 1
    if not words:
        draft.keep(f"{path}@Owner", owner)


def identifiers(draft: Draft, element: etree._Element, path: str) -> list[Named]:
    """An ArticleIdList, the record's own or that of a reference."""
    found = []
    for child in draft.inside(element, path):
        place = f"{path}/{qualified(child)}"
        if child.tag == "ArticleId":
            value = draft.leaf(child, place, frozenset({"IdType"}))
            found.append(Named(child.get("IdType") or "", value))
        else:
            draft.spill(child, place)
    return found


def references(draft: Draft, element: etree._Element, path: str, outer: str) -> None:
    """A ReferenceList; its title becomes the group of its references, lists inside it included."""
    group, cited = "", 0
    for item in draft.inside(element, path):
        place = f"{path}/{qualified(item)}"
        if item.tag == "Title" and not group and not cited:
            group = draft.leaf(item, place)
        elif item.tag == "ReferenceList":
            references(draft, item, place, " / ".join(g for g in (outer, group) if g))
            cited += 1
        elif item.tag == "Reference":
            _reference(draft, item, place, " / ".join(g for g in (outer, group) if g))
            cited += 1
        else:
            draft.spill(item, place)
    if group and not cited:
        draft.keep(f"{path}/Title", group)


def _reference(draft: Draft, element: etree._Element, path: str, group: str) -> None:
    text = ""
    marks: tuple[Mark, ...] = ()
    named: list[Named] = []
    for child in draft.inside(element, path):
        place = f"{path}/{qualified(child)}"
        if child.tag == "Citation" and not text:
            text, marks = draft.rich(child, place)
        elif child.tag == "ArticleIdList":
            named.extend(identifiers(draft, child, place))
        else:
            draft.spill(child, place)
    draft.references.append(Reference(text or None, tuple(named), group or None, marks))
