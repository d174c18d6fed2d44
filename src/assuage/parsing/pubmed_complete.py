"""The complete reader: any well-formed PubMed record to a Record, in one walk over its tree.

Tags that have a field go there; whatever else the record holds (an unknown tag, attribute or stray
text, a second copy of something single) goes to ``Record.others`` with its path, so nothing is
lost. The element order of the DTD is not relied on. Fields follow the PubMed DTD of 2025-01-01
(https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd) and the older ones in use.
"""

from collections.abc import Callable

from lxml import etree  # type: ignore[import-untyped]

from assuage.parsing.pubmed_books import BOOK
from assuage.parsing.pubmed_draft import NONE, Draft, qualified
from assuage.parsing.pubmed_lists import (
    Handler,
    abstract,
    authors,
    databanks,
    date,
    grants,
    identifiers,
    keywords,
    publication_types,
    references,
    walk,
)
from assuage.parsing.pubmed_text import day
from assuage.terms.record import (
    Chemical,
    Correction,
    Dated,
    Heading,
    Mark,
    Named,
    Qualifier,
    Record,
    Term,
)

PREFIXES = (
    b'xmlns:mml="http://www.w3.org/1998/Math/MathML" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


class Unreadable(Exception):
    """The record is not well-formed, or bears no PMID; the text says which."""


def complete(raw: bytes) -> Record:
    """Read the bytes of one PubmedArticle or PubmedBookArticle element (UTF-8).

    Raises Unreadable. Entities are never expanded, nothing is fetched, and libxml2's own bounds on
    depth (256) and length stay on.
    """
    root = _tree(raw)
    draft = Draft()
    walk(draft, root, qualified(root), ROOT)
    _number(draft.pmid)
    return draft.record()


def deletions(raw: bytes) -> list[Record]:
    """One deleted record for every PMID of a DeleteCitation or DeleteDocument element."""
    root = _tree(raw)
    found = []
    draft = Draft()
    for child in draft.inside(root, qualified(root)):
        path = f"{qualified(root)}/{qualified(child)}"
        if child.tag != "PMID":
            draft.spill(child, path)
            continue
        pmid = _number(draft.leaf(child, path, frozenset({"Version"})).strip())
        draft.keep(f"{path}@Version", child.get("Version"))
        found.append(
            Record(
                id=f"pmid:{pmid}",
                source="pubmed",
                pmid=pmid,
                deleted=True,
                others=tuple(draft.others),
            )
        )
        draft.others.clear()
    return found


def _number(pmid: str) -> str:
    if not pmid:
        raise Unreadable("it bears no PMID")
    if not (pmid.isascii() and pmid.isdigit()):
        raise Unreadable(f"its PMID is {pmid[:40]!r}, which is no number")
    return pmid


def _tree(raw: bytes) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        load_dtd=False,
        strip_cdata=True,
    )
    try:
        try:
            return etree.fromstring(raw, parser)
        except etree.XMLSyntaxError as error:
            if "Namespace prefix" not in str(error.msg):
                raise
            # The prefixes that PubMed uses may be declared outside of the record.
            return etree.fromstring(b"<set %b>%b</set>" % (PREFIXES, raw), parser)[0]
    except etree.XMLSyntaxError as error:
        raise Unreadable(str(error.msg)) from None
    except (ValueError, LookupError) as error:
        raise Unreadable(str(error)) from None


def _pmid(draft: Draft, element: etree._Element, path: str) -> None:
    if draft.pmid:
        draft.spill(element, path)
        return
    draft.pmid = draft.leaf(element, path, frozenset({"Version"})).strip()
    draft.pmid_version = element.get("Version")


def _citation(draft: Draft, element: etree._Element, path: str) -> None:
    if draft.status is None:
        draft.status = element.get("Status") or None
    else:
        draft.keep(f"{path}@Status", element.get("Status"))
    known = {"Status"}
    # NLM is the DTD's default owner.
    if element.get("Owner") == "NLM":
        known.add("Owner")
    walk(draft, element, path, CITATION, frozenset(known))


def _article(draft: Draft, element: etree._Element, path: str) -> None:
    walk(draft, element, path, ARTICLE)


def _journal(draft: Draft, element: etree._Element, path: str) -> None:
    for child in draft.inside(element, path):
        tag, place = str(child.tag), f"{path}/{qualified(child)}"
        if tag == "ISSN":
            draft.issn.append(
                Named(
                    child.get("IssnType") or "", draft.leaf(child, place, frozenset({"IssnType"}))
                )
            )
        elif tag in ("Title", "ISOAbbreviation") and tag not in draft.journal:
            draft.journal[tag] = draft.leaf(child, place)
        elif tag == "JournalIssue":
            _issue(draft, child, place)
        else:
            draft.spill(child, place)


def _issue(draft: Draft, element: etree._Element, path: str) -> None:
    known = NONE
    if element.get("CitedMedium") and "CitedMedium" not in draft.journal:
        draft.journal["CitedMedium"] = element.get("CitedMedium")
        known = frozenset({"CitedMedium"})
    for child in draft.inside(element, path, known):
        tag, place = str(child.tag), f"{path}/{qualified(child)}"
        if tag in ("Volume", "Issue") and tag not in draft.journal:
            draft.journal[tag] = draft.leaf(child, place)
        elif tag == "PubDate" and not draft.issued:
            draft.issued = date(draft, child, place)
        else:
            draft.spill(child, place)


def _journal_info(draft: Draft, element: etree._Element, path: str) -> None:
    for child in draft.inside(element, path):
        tag, place = str(child.tag), f"{path}/{qualified(child)}"
        if tag == "ISSNLinking":
            draft.issn.append(Named("Linking", draft.leaf(child, place)))
        elif tag in ("Country", "MedlineTA", "NlmUniqueID") and tag not in draft.journal:
            draft.journal[tag] = draft.leaf(child, place)
        else:
            draft.spill(child, place)


def _title(draft: Draft, element: etree._Element, path: str) -> None:
    if draft.title[0]:
        draft.spill(element, path)
    else:
        draft.title = draft.rich(element, path)


def _vernacular(draft: Draft, element: etree._Element, path: str) -> None:
    if draft.vernacular[0]:
        draft.spill(element, path)
    else:
        draft.vernacular = draft.rich(element, path)


def _pagination(draft: Draft, element: etree._Element, path: str) -> None:
    for child in draft.inside(element, path):
        tag, place = str(child.tag), f"{path}/{qualified(child)}"
        if tag in ("StartPage", "EndPage", "MedlinePgn") and tag not in draft.journal:
            draft.journal[tag] = draft.leaf(child, place)
        else:
            draft.spill(child, place)


def _electronic(draft: Draft, element: etree._Element, path: str) -> None:
    # An invalid identifier is kept, but never as an identifier of the record.
    if element.get("ValidYN", "Y") != "Y":
        draft.spill(element, path)
        return
    known = frozenset({"EIdType", "ValidYN"})
    draft.electronic.append(Named(element.get("EIdType") or "", draft.leaf(element, path, known)))


def _language(draft: Draft, element: etree._Element, path: str) -> None:
    draft.languages.append(draft.leaf(element, path))


def _article_date(draft: Draft, element: etree._Element, path: str) -> None:
    printed = day(date(draft, element, path, frozenset({"DateType"})))
    draft.dates.append(Dated(f"article:{element.get('DateType') or ''}", printed))
    if draft.article_date is None:
        draft.article_date = printed


def _dated(event: str) -> Handler:
    def handle(draft: Draft, element: etree._Element, path: str) -> None:
        parts = date(draft, element, path)
        draft.dates.append(Dated(event, day(parts)))
        if event == "revised":
            draft.revised = parts

    return handle


def _chemicals(draft: Draft, element: etree._Element, path: str) -> None:
    for item in draft.inside(element, path):
        place = f"{path}/{qualified(item)}"
        if item.tag != "Chemical":
            draft.spill(item, place)
            continue
        number = name = ""
        ui: str | None = None
        for child in draft.inside(item, place):
            below = f"{place}/{qualified(child)}"
            if child.tag == "RegistryNumber" and not number:
                number = draft.leaf(child, below)
            elif child.tag == "NameOfSubstance" and not name and ui is None:
                name, ui = draft.leaf(child, below, frozenset({"UI"})), child.get("UI")
            else:
                draft.spill(child, below)
        draft.chemicals.append(Chemical(name, ui or None, number or None))


def _supplementary(draft: Draft, element: etree._Element, path: str) -> None:
    for item in draft.inside(element, path):
        place = f"{path}/{qualified(item)}"
        if item.tag != "SupplMeshName":
            draft.spill(item, place)
            continue
        name = draft.leaf(item, place, frozenset({"Type", "UI"}))
        draft.supplementary.append(Term(name, item.get("UI") or None, item.get("Type") or None))


def _flagged(element: etree._Element) -> frozenset[str]:
    """Attributes of a MeSH name that have fields; N is the DTD's default of MajorTopicYN."""
    if element.get("MajorTopicYN", "N") in ("Y", "N"):
        return frozenset({"UI", "Type", "MajorTopicYN"})
    return frozenset({"UI", "Type"})


def _mesh(draft: Draft, element: etree._Element, path: str) -> None:
    for item in draft.inside(element, path):
        place = f"{path}/{qualified(item)}"
        descriptor: etree._Element | None = None
        qualifiers: list[Qualifier] = []
        name = ""
        if item.tag != "MeshHeading":
            draft.spill(item, place)
            continue
        for child in draft.inside(item, place):
            below = f"{place}/{qualified(child)}"
            if child.tag == "DescriptorName" and descriptor is None:
                descriptor, name = child, draft.leaf(child, below, _flagged(child))
            elif child.tag == "QualifierName":
                text = draft.leaf(child, below, _flagged(child) - {"Type"})
                major = child.get("MajorTopicYN") == "Y"
                qualifiers.append(Qualifier(text, child.get("UI") or None, major))
            else:
                draft.spill(child, below)
        at = item if descriptor is None else descriptor
        major = at.get("MajorTopicYN") == "Y"
        ui, kind = at.get("UI") or None, at.get("Type") or None
        draft.mesh.append(Heading(name, ui, major, tuple(qualifiers), kind))


def _corrections(draft: Draft, element: etree._Element, path: str) -> None:
    for item in draft.inside(element, path):
        place = f"{path}/{qualified(item)}"
        if item.tag != "CommentsCorrections":
            draft.spill(item, place)
            continue
        text, pmid, note = "", "", ""
        marks: tuple[Mark, ...] = ()
        number: str | None = None
        for child in draft.inside(item, place, frozenset({"RefType"})):
            below = f"{place}/{qualified(child)}"
            if child.tag == "RefSource" and not text:
                text, marks = draft.rich(child, below)
            elif child.tag == "PMID" and not pmid:
                pmid = draft.leaf(child, below, frozenset({"Version"}))
                number = child.get("Version")
            elif child.tag == "Note" and not note:
                note = draft.leaf(child, below)
            else:
                draft.spill(child, below)
        kind = item.get("RefType") or ""
        draft.corrections.append(
            Correction(kind, text or None, pmid or None, number or None, note or None, marks)
        )


def _other_id(draft: Draft, element: etree._Element, path: str) -> None:
    text = draft.leaf(element, path, frozenset({"Source"}))
    draft.identifiers.append(Named(element.get("Source") or "", text))


def _conflict(draft: Draft, element: etree._Element, path: str) -> None:
    if not draft.conflict[0]:
        draft.conflict = draft.rich(element, path)
    else:
        draft.spill(element, path)


def _history(draft: Draft, element: etree._Element, path: str) -> None:
    for item in draft.inside(element, path):
        place = f"{path}/{qualified(item)}"
        if item.tag == "PubMedPubDate":
            printed = day(date(draft, item, place, frozenset({"PubStatus"})))
            draft.dates.append(Dated(f"history:{item.get('PubStatus') or ''}", printed))
        else:
            draft.spill(item, place)


def _own_identifiers(draft: Draft, element: etree._Element, path: str) -> None:
    draft.own_ids.extend(identifiers(draft, element, path))


def _main_abstract(draft: Draft, element: etree._Element, path: str) -> None:
    draft.abstracts.insert(0, abstract(draft, element, path))


def _other_abstract(draft: Draft, element: etree._Element, path: str) -> None:
    draft.abstracts.append(abstract(draft, element, path))


def _references(draft: Draft, element: etree._Element, path: str) -> None:
    references(draft, element, path, "")


def _section(table: str) -> Handler:
    tables: dict[str, Callable[[], dict[str, Handler]]] = {
        "data": lambda: DATA,
        "book": lambda: BOOK | SHARED_WITH_BOOKS,
    }

    def handle(draft: Draft, element: etree._Element, path: str) -> None:
        if table == "book":
            draft.kind = "book"
        walk(draft, element, path, tables[table]())

    return handle


ARTICLE: dict[str, Handler] = {
    "Journal": _journal,
    "ArticleTitle": _title,
    "Pagination": _pagination,
    "ELocationID": _electronic,
    "Abstract": _main_abstract,
    "AuthorList": authors,
    "Language": _language,
    "DataBankList": databanks,
    "GrantList": grants,
    "PublicationTypeList": publication_types,
    "VernacularTitle": _vernacular,
    "ArticleDate": _article_date,
}
CITATION: dict[str, Handler] = {
    "PMID": _pmid,
    "DateCreated": _dated("created"),
    "DateCompleted": _dated("completed"),
    "DateRevised": _dated("revised"),
    "Article": _article,
    "MedlineJournalInfo": _journal_info,
    "ChemicalList": _chemicals,
    "SupplMeshList": _supplementary,
    "CommentsCorrectionsList": _corrections,
    "MeshHeadingList": _mesh,
    "OtherID": _other_id,
    "OtherAbstract": _other_abstract,
    "KeywordList": keywords,
    "CoiStatement": _conflict,
    "InvestigatorList": authors,
}
DATA: dict[str, Handler] = {
    "History": _history,
    "ArticleIdList": _own_identifiers,
    "ReferenceList": _references,
}
SHARED_WITH_BOOKS: dict[str, Handler] = {
    "PMID": _pmid,
    "ArticleIdList": _own_identifiers,
    "ArticleTitle": _title,
    "VernacularTitle": _vernacular,
    "Pagination": _pagination,
    "ELocationID": _electronic,
    "Abstract": _main_abstract,
    "AuthorList": authors,
    "InvestigatorList": authors,
    "Language": _language,
    "GrantList": grants,
    "KeywordList": keywords,
    "ReferenceList": _references,
    "DateRevised": _dated("revised"),
    "ContributionDate": _dated("contributed"),
}
ROOT: dict[str, Handler] = {
    "MedlineCitation": _citation,
    "PubmedData": _section("data"),
    "BookDocument": _section("book"),
    "PubmedBookData": _section("data"),
}
