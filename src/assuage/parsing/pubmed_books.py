"""What only book records (PubmedBookArticle) hold: the book, its publisher and its place in it."""

from lxml import etree  # type: ignore[import-untyped]

from assuage.parsing.pubmed_draft import Draft, qualified
from assuage.parsing.pubmed_lists import Handler, authors, date, publication_type
from assuage.parsing.pubmed_text import day
from assuage.terms.record import Dated, Named


def _publisher(draft: Draft, element: etree._Element, path: str) -> None:
    for child in draft.inside(element, path):
        place = f"{path}/{qualified(child)}"
        if child.tag == "PublisherName" and "PublisherName" not in draft.journal:
            draft.journal["PublisherName"] = draft.leaf(child, place)
        else:
            draft.spill(child, place)


def _book(draft: Draft, element: etree._Element, path: str) -> None:
    for child in draft.inside(element, path):
        tag, place = str(child.tag), f"{path}/{qualified(child)}"
        if tag == "Publisher":
            _publisher(draft, child, place)
        elif tag == "BookTitle" and "Title" not in draft.journal:
            text, marks = draft.rich(child, place)
            draft.journal["Title"] = text
            # A chapter has its ArticleTitle after this; a whole book has this title only.
            if not _has_chapter_title(element):
                draft.title = text, marks
            else:
                for mark in marks:
                    draft.keep(f"{place}/{mark.tag}", text[mark.start : mark.end])
        elif tag == "PubDate" and not draft.issued:
            draft.issued = date(draft, child, place)
        elif tag in ("BeginningDate", "EndingDate"):
            event = "beginning" if tag == "BeginningDate" else "ending"
            draft.dates.append(Dated(event, day(date(draft, child, place))))
        elif tag in ("AuthorList", "InvestigatorList"):
            authors(draft, child, place)
        elif tag == "Volume" and "Volume" not in draft.journal:
            draft.journal["Volume"] = draft.leaf(child, place)
        elif tag == "Isbn":
            draft.identifiers.append(Named("isbn", draft.leaf(child, place)))
        elif tag == "Medium" and "CitedMedium" not in draft.journal:
            draft.journal["CitedMedium"] = draft.leaf(child, place)
        else:
            draft.spill(child, place)


def _has_chapter_title(book: etree._Element) -> bool:
    parent = book.getparent()
    return parent is not None and parent.find("ArticleTitle") is not None


BOOK: dict[str, Handler] = {"Book": _book, "PublicationType": publication_type}
