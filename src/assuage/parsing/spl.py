"""Structured Product Labeling (HL7 v3 XML, as DailyMed gives it) to a Record.

Schema and codes: FDA, https://www.fda.gov/industry/fda-data-standards-advisory-board/structured-product-labeling-resources.
Presentation (widths, alignments, ids within the text) is not kept; every text and every code is.
"""

from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]

from assuage.parsing.label_text import Footnotes, local, narrative
from assuage.parsing.problem import ParseProblem
from assuage.parsing.spl_products import N, products
from assuage.parsing.xml_leaves import Element, decoded, left, parsed, problem_of, take
from assuage.terms.label_record import Label, LabelSection
from assuage.terms.record import Named, Record

LOINC = "2.16.840.1.113883.6.1"
"""HL7 object identifier of LOINC, in which sections and documents are coded."""


def records(content: bytes, name: str) -> Iterator[Record | ParseProblem]:
    """The label of a file, or what is wrong with it."""
    text = decoded(content)
    if isinstance(text, UnicodeDecodeError):
        yield problem_of(name, text)
        return
    if not text.strip():
        yield ParseProblem(name, 0, "", "the file is empty", "Fetch the label again.")
        return
    root = parsed(text)
    if isinstance(root, etree.XMLSyntaxError):
        yield ParseProblem(
            name,
            None,
            "",
            f"the XML is broken ({root.msg})",
            "The file is cut short or damaged: fetch it again.",
        )
        return
    setid = root.find(f"{N}setId")
    if root.tag != f"{N}document" or setid is None or not setid.get("root"):
        yield ParseProblem(
            name,
            0,
            "",
            f"no label of HL7 SPL, but <{local(root)}> without a set id",
            "Give the XML of DailyMed: /spls/{setid}.xml.",
        )
        return
    yield _record(root)


def iso_day(printed: str | None) -> str | None:
    """``20110426`` → ``2011-04-26``; anything else as printed."""
    if printed and len(printed) >= 8 and printed[:8].isascii() and printed[:8].isdigit():
        return f"{printed[:4]}-{printed[4:6]}-{printed[6:8]}"
    return printed


def ordered_version(version: str | None) -> str | None:
    """``11`` → ``000011``, so that 9 sorts before 11; the label keeps the printed one."""
    return version.zfill(6) if version and version.isascii() and version.isdigit() else version


def _record(root: Element) -> Record:
    setid = (take(root.find(f"{N}setId"), "@root") or "").lower()
    version = take(root.find(f"{N}versionNumber"), "@value")
    effective = iso_day(take(root.find(f"{N}effectiveTime"), "@value"))
    document = take(root.find(f"{N}id"), "@root")
    footnotes = Footnotes(root)
    told = footnotes.texts()
    taken: set[Element] = set()
    title_element = root.find(f"{N}title")
    title = ""
    if title_element is not None:
        title = " ".join(narrative(title_element, footnotes, inside=True).text.split())
        taken.add(title_element)
    label_type = take(root.find(f"{N}code"), "@displayName")
    sections: list[LabelSection] = []
    highlights: list[LabelSection] = []
    for body in root.iterfind(f"{N}component/{N}structuredBody"):
        _sections(body, 0, footnotes, sections, highlights, taken)
    label = Label(
        setid=setid,
        version=version,
        effective=effective,
        label_type=label_type,
        labeler=take(root, f"{N}author/{N}assignedEntity/{N}representedOrganization/{N}name"),
        products=products(root),
        sections=tuple(sections),
        highlights=tuple(highlights),
        footnotes=told,
    )
    names = dict.fromkeys(p.name for p in label.products if p.name)
    return Record(
        id=f"spl:{setid}",
        source="dailymed",
        kind="label",
        version=ordered_version(version) or effective,
        identifiers=(Named("SPL document", document),) if document else (),
        title=title or "; ".join(names),
        year=int(effective[:4]) if effective and effective[:4].isdigit() else None,
        published=effective,
        others=tuple(left(root, taken=taken)),
        label=label,
    )


def _sections(
    place: Element,
    depth: int,
    footnotes: Footnotes,
    sections: list[LabelSection],
    highlights: list[LabelSection],
    taken: set[Element],
) -> None:
    for section in place.iterfind(f"{N}component/{N}section"):
        heading = section.find(f"{N}title")
        title = None
        if heading is not None:
            title = " ".join(narrative(heading, footnotes, inside=True).text.split()) or None
            taken.add(heading)
        coded = section.find(f"{N}code")
        code = name = None
        if coded is not None and coded.get("codeSystem") == LOINC:
            code, name = take(coded, "@code"), take(coded, "@displayName")
            del coded.attrib["codeSystem"]
        for excerpt in section.findall(f"{N}excerpt"):
            for text in excerpt.findall(f"{N}highlight/{N}text"):
                highlights.append(_section(text, footnotes, code, name, title, depth))
                taken.add(text)
        texts = section.findall(f"{N}text")
        for text in texts:
            sections.append(_section(text, footnotes, code, name, title, depth))
            taken.add(text)
        if not texts:
            sections.append(LabelSection(code, name, title, depth=depth))
        _sections(section, depth + 1, footnotes, sections, highlights, taken)


def _section(
    text: Element,
    footnotes: Footnotes,
    code: str | None,
    name: str | None,
    title: str | None,
    depth: int,
) -> LabelSection:
    told = narrative(text, footnotes)
    return LabelSection(code, name, title, told.text, told.tables, depth, told.marks)
