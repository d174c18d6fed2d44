"""What the complete reader has gathered of one PubMed record, and the record made of it."""

from lxml import etree  # type: ignore[import-untyped]

from assuage.parsing.pubmed_text import day, shifted, trim, version, year
from assuage.terms.record import (
    Abstract,
    Author,
    Chemical,
    Correction,
    Databank,
    Dated,
    Grant,
    Heading,
    Journal,
    Mark,
    Named,
    Other,
    Record,
    Reference,
    Term,
)

Attributes = frozenset[str]
NONE: Attributes = frozenset()
Rich = tuple[str, tuple[Mark, ...]]


def qualified(element: etree._Element) -> str:
    """The tag as the source wrote it, prefix included."""
    tag = str(element.tag)
    if tag[0] != "{":
        return tag
    name = tag.partition("}")[2]
    return f"{element.prefix}:{name}" if element.prefix else name


def written(element: etree._Element) -> tuple[tuple[str, str], ...]:
    """All attributes as the source wrote them, namespace declarations first."""
    parent = element.getparent()
    outer = {} if parent is None else parent.nsmap
    pairs = [
        (f"xmlns:{prefix}" if prefix else "xmlns", uri)
        for prefix, uri in sorted(element.nsmap.items(), key=lambda item: item[0] or "")
        if outer.get(prefix) != uri
    ]
    prefixes = {uri: prefix for prefix, uri in element.nsmap.items() if prefix}
    prefixes["http://www.w3.org/XML/1998/namespace"] = "xml"
    for key, value in element.attrib.items():
        name = etree.QName(str(key))
        prefix = prefixes.get(name.namespace or "")
        pairs.append((f"{prefix}:{name.localname}" if prefix else name.localname, str(value)))
    return tuple(pairs)


def flat(element: etree._Element) -> Rich:
    """All text below an element, trimmed, with a mark for every element below it."""
    if not len(element):
        text = element.text or ""
        return (trim(text)[0] if "\n" in text else text), ()
    pieces: list[str] = []
    marks: list[Mark] = []
    at = 0
    # A loop and not a recursion: hostile depth must not exhaust the stack.
    stack: list[tuple[etree._Element, int, int]] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if node is not element:
                stack.append((node, len(marks), at))
                marks.append(Mark(at, at, qualified(node), written(node)))
            if node.text:
                pieces.append(node.text)
                at += len(node.text)
        elif node is not element:
            _, place, start = stack.pop()
            marks[place] = Mark(start, at, marks[place].tag, marks[place].attributes)
            if node.tail:
                pieces.append(node.tail)
                at += len(node.tail)
    text, cut = trim("".join(pieces))
    return text, shifted(marks, cut, len(text))


class Draft:
    """Lists to append to while the tree is walked once in document order."""

    def __init__(self) -> None:
        self.pmid = ""
        self.pmid_version: str | None = None
        self.kind = "article"
        self.identifiers: list[Named] = []
        self.electronic: list[Named] = []
        self.own_ids: list[Named] = []
        self.title: Rich = ("", ())
        self.vernacular: Rich = ("", ())
        self.abstracts: list[Abstract] = []
        self.languages: list[str] = []
        self.issued: dict[str, str] = {}
        self.revised: dict[str, str] | None = None
        self.article_date: str | None = None
        self.dates: list[Dated] = []
        self.status: str | None = None
        self.journal: dict[str, str] = {}
        self.issn: list[Named] = []
        self.authors: list[Author] = []
        self.authors_complete = True
        self.investigators: list[Author] = []
        self.mesh: list[Heading] = []
        self.publication_types: list[Term] = []
        self.keywords: list[Term] = []
        self.chemicals: list[Chemical] = []
        self.supplementary: list[Term] = []
        self.grants: list[Grant] = []
        self.grants_complete = True
        self.databanks: list[Databank] = []
        self.corrections: list[Correction] = []
        self.references: list[Reference] = []
        self.conflict: Rich = ("", ())
        self.others: list[Other] = []

    def keep(self, path: str, text: str | None) -> None:
        """Keep what no field holds."""
        if text:
            self.others.append(Other(path, text))

    def spill(self, element: etree._Element, path: str) -> None:
        """Keep every attribute and text below an element under its path."""
        trail = [path]
        for event, node in etree.iterwalk(element, events=("start", "end")):
            if event == "start":
                if node is not element:
                    trail.append(f"{trail[-1]}/{qualified(node)}")
                for name, value in written(node):
                    self.keep(f"{trail[-1]}@{name}", value)
                self.keep(trail[-1], trim(node.text or "")[0])
            elif node is not element:
                trail.pop()
                self.stray(node.tail, trail[-1])

    def stray(self, text: str | None, path: str) -> None:
        """Keep text that stands where PubMed has only elements; indentation is none."""
        if text and not text.isspace():
            self.keep(path, trim(text)[0])

    def unknown(self, element: etree._Element, path: str, known: Attributes) -> None:
        """Keep the attributes that the caller does not read."""
        if len(element.attrib) and not known.issuperset(element.keys()):
            for name, value in written(element):
                if name not in known:
                    self.keep(f"{path}@{name}", value)

    def leaf(self, element: etree._Element, path: str, known: Attributes = NONE) -> str:
        """Text of an element that has no markup in PubMed; markup, if any, is kept aside."""
        self.unknown(element, path, known)
        if not len(element):
            bare: str = element.text or ""
            return trim(bare)[0] if "\n" in bare else bare
        text, marks = flat(element)
        for mark in marks:
            self.keep(f"{path}/{mark.tag}", text[mark.start : mark.end])
            for name, value in mark.attributes:
                self.keep(f"{path}/{mark.tag}@{name}", value)
        return text

    def rich(self, element: etree._Element, path: str, known: Attributes = NONE) -> Rich:
        """Text with marks."""
        self.unknown(element, path, known)
        return flat(element)

    def inside(
        self, element: etree._Element, path: str, known: Attributes = NONE
    ) -> list[etree._Element]:
        """Children of an element that holds only elements; all else in it is kept aside."""
        self.unknown(element, path, known)
        self.stray(element.text, path)
        children = list(element)
        for child in children:
            self.stray(child.tail, path)
        return children

    def fields(
        self, element: etree._Element, path: str, names: Attributes, known: Attributes = NONE
    ) -> dict[str, str]:
        """Texts of the named children by tag; repeated and unnamed ones are kept aside."""
        found: dict[str, str] = {}
        for child in self.inside(element, path, known):
            tag = str(child.tag)
            if tag in names and tag not in found:
                text = self.leaf(child, f"{path}/{tag}")
                if text:
                    found[tag] = text
            else:
                self.spill(child, f"{path}/{qualified(child)}")
        return found

    def record(self) -> Record:
        """The finished record."""
        j = self.journal
        journal = Journal(
            j.get("Title") or None,
            j.get("ISOAbbreviation") or None,
            tuple(self.issn),
            j.get("NlmUniqueID") or None,
            j.get("Country") or None,
            j.get("Volume") or None,
            j.get("Issue") or None,
            j.get("MedlinePgn") or None,
            j.get("PublisherName") or None,
            j.get("CitedMedium") or None,
            j.get("MedlineTA") or None,
            j.get("StartPage") or None,
            j.get("EndPage") or None,
        )
        doi = next((i.value for i in self.own_ids if i.scheme == "doi"), None) or next(
            (i.value for i in self.electronic if i.scheme == "doi"), None
        )
        kind = self.kind
        if any(t.name == "Preprint" for t in self.publication_types):
            kind = "preprint"
        issued = self.issued
        return Record(
            id=f"pmid:{self.pmid}",
            source="pubmed",
            kind=kind,
            version=version(self.revised, self.pmid_version),
            pmid=self.pmid,
            pmcid=next((i.value for i in self.own_ids if i.scheme == "pmc"), None) or None,
            doi=doi or None,
            ncts=tuple(
                a for b in self.databanks if b.name == "ClinicalTrials.gov" for a in b.accessions
            ),
            identifiers=tuple(self.electronic + self.identifiers + self.own_ids),
            title=self.title[0],
            title_marks=self.title[1],
            vernacular_title=self.vernacular[0] or None,
            vernacular_title_marks=self.vernacular[1],
            abstracts=tuple(self.abstracts),
            languages=tuple(self.languages),
            year=year(issued.get("Year"), issued.get("MedlineDate"), self.article_date),
            published=day(issued) or None,
            dates=tuple(self.dates),
            status=self.status,
            journal=journal if journal != Journal() else None,
            authors=tuple(self.authors),
            authors_complete=self.authors_complete,
            investigators=tuple(self.investigators),
            mesh=tuple(self.mesh),
            publication_types=tuple(self.publication_types),
            keywords=tuple(self.keywords),
            chemicals=tuple(self.chemicals),
            supplementary_mesh=tuple(self.supplementary),
            grants=tuple(self.grants),
            grants_complete=self.grants_complete,
            databanks=tuple(self.databanks),
            corrections=tuple(self.corrections),
            references=tuple(self.references),
            conflict_of_interest=self.conflict[0] or None,
            conflict_marks=self.conflict[1],
            others=tuple(self.others),
        )
