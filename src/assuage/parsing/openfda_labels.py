"""Drug labels of openFDA (``/drug/label.json`` and its bulk files) to Records.

As openFDA's pipeline writes them (FDA/openfda, openfda/spl/spl_to_json.js): a section is a list of
texts without markup; ``<field>_table`` holds its tables as HTML; ``openfda`` names and codes, which
are joined from other sources and which, when several, do not belong together place by place.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from assuage.parsing.json_leaves import Leaves, values
from assuage.parsing.label_text import Footnotes, table
from assuage.parsing.openfda_sections import CODES
from assuage.parsing.problem import ParseProblem
from assuage.parsing.spl import iso_day, ordered_version
from assuage.parsing.xml_leaves import Element
from assuage.terms.label_record import Label, LabelSection, LabelTable, Product
from assuage.terms.record import Named, Other, Record

_HEAD = ("set_id", "id", "version", "effective_time", "openfda")


def records(content: bytes, name: str) -> Iterator[Record | ParseProblem]:
    """The labels of an answer, a list, one label or JSON Lines, in their order."""
    for value in values(content, name, "labels of openFDA"):
        if isinstance(value, ParseProblem):
            yield value
            continue
        place, tree = value
        if isinstance(tree, dict) and "error" in tree and "results" not in tree:
            error = Leaves(tree).inside("error")
            if error.text("code") != "NOT_FOUND":
                said = error.text("message") or "no message"
                yield ParseProblem(
                    name,
                    0,
                    place,
                    f"an error of openFDA, not labels: {said}",
                    "Ask openFDA again.",
                )
            continue
        if isinstance(tree, dict) and isinstance(tree.get("results"), list):
            tree = tree["results"]
        for index, label in enumerate(tree if isinstance(tree, list) else [tree]):
            item = f"{place} label {index}".strip() if isinstance(tree, list) else place
            yield _record(label, name, item)


def _record(tree: Any, name: str, item: str) -> Record | ParseProblem:
    label = Leaves(tree)
    openfda = label.inside("openfda")
    named = label.tree.get("set_id") or next(iter(_strings(openfda.tree.get("spl_set_id"))), None)
    if not isinstance(named, str):
        return ParseProblem(
            name,
            None,
            item,
            "no drug label: it has no set_id",
            "Give the answer of openFDA's /drug/label.json, or the SPL of DailyMed.",
        )
    label.text("set_id")
    setid = named.lower()
    if _strings(openfda.tree.get("spl_set_id")) == (named,):
        openfda.texts("spl_set_id")
    version = label.text("version")
    effective = iso_day(label.text("effective_time"))
    document = label.text("id")
    product = _product(openfda)
    uniis = openfda.texts("unii")
    rxcuis = openfda.texts("rxcui")
    makers = openfda.texts("manufacturer_name")
    types = openfda.texts("product_type")
    sections, footnotes = _sections(label)
    title = "; ".join(p for p in (product.name, product.generic) if p) if product else ""
    made = Label(
        setid=setid,
        version=version,
        effective=effective,
        label_type="; ".join(types) or None,
        labeler="; ".join(makers) or None,
        products=(product,) if product else (),
        sections=sections,
        footnotes=footnotes,
        rxcuis=rxcuis,
    )
    return Record(
        id=f"spl:{setid}",
        source="openfda",
        kind="label",
        version=ordered_version(version) or effective,
        identifiers=(
            *((Named("SPL document", document),) if document else ()),
            *(Named("UNII", unii) for unii in uniis),
        ),
        title=title,
        year=int(effective[:4]) if effective and effective[:4].isdigit() else None,
        published=effective,
        others=label.left(),
        label=made,
    )


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()


def _product(openfda: Leaves) -> Product | None:
    names = openfda.texts("brand_name")
    generics = openfda.texts("generic_name")
    substances = openfda.texts("substance_name")
    uniis = _strings(openfda.tree.get("unii"))
    ndcs = (*openfda.texts("product_ndc"), *openfda.texts("package_ndc"))
    # Lists of several are each in an order of their own: only one and one belong together.
    unii = uniis[0] if len(uniis) == len(substances) == 1 else None
    product = Product(
        name="; ".join(names) or None,
        generic="; ".join(generics) or None,
        routes=openfda.texts("route"),
        ndcs=tuple(dict.fromkeys(ndcs)),
        active=tuple((name, unii, None) for name in substances),
    )
    return product if product != Product() else None


def _sections(label: Leaves) -> tuple[tuple[LabelSection, ...], tuple[str, ...]]:
    fields = [f for f in label.tree if f not in _HEAD and not f.startswith("@")]
    texts = {f: label.texts(f) for f in fields if not f.endswith("_table")}
    sections: list[LabelSection] = []
    footnotes: list[str] = []
    taken: list[str] = []
    for field in fields:
        base = field.removesuffix("_table")
        if base in taken or not (texts.get(base) or f"{base}_table" in label.tree):
            continue
        taken.append(base)
        tables, marked = _tables(label, f"{base}_table", footnotes)
        parts = texts.get(base) or ("",)
        for number, part in enumerate(parts):
            # openFDA does not say to which of several texts a table belongs.
            first = number == 0
            sections.append(
                LabelSection(
                    code=CODES.get(base),
                    code_name=base,
                    text=part,
                    tables=tables if first else (),
                    marks=tuple((0, 0, mark) for mark in marked) if first else (),
                )
            )
    return tuple(sections), tuple(footnotes)


def _tables(
    label: Leaves, field: str, footnotes: list[str]
) -> tuple[tuple[LabelTable, ...], tuple[str, ...]]:
    tables: list[LabelTable] = []
    unread: list[Other] = []
    for html in label.texts(field):
        root = _parsed(html)
        found = [e for e in root.iter() if _is_outer_table(e)] if root is not None else []
        if not found:
            unread.append(Other(field, html))
            continue
        notes = Footnotes(root)
        told = notes.texts()
        for element in found:
            read = table(element, notes)
            tables.append(_renumbered(read, len(footnotes)))
        footnotes += told
    if unread:
        label.tree[field] = [other.text for other in unread]
    return tuple(tables), tuple(f"table:{n}" for n in range(len(tables)))


def _is_outer_table(element: Element) -> bool:
    def is_table(e: Element) -> bool:
        return isinstance(e.tag, str) and e.tag.rpartition("}")[2].lower() == "table"

    return is_table(element) and not any(is_table(above) for above in element.iterancestors())


def _parsed(html: str) -> Element | None:
    # Most are well-formed XML, in which empty elements of SPL (<footnoteRef/>) stay empty.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(f"<div>{html}</div>", parser)
    except etree.XMLSyntaxError:
        pass
    except ValueError:
        return None
    try:
        return etree.fromstring(html, etree.HTMLParser(no_network=True, huge_tree=False))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _renumbered(read: LabelTable, before: int) -> LabelTable:
    """A table whose footnotes are counted from the start of the label."""

    def tag(mark: str) -> str:
        head, colon, number = mark.partition(":")
        return f"footnote:{int(number) + before}" if colon and head == "footnote" else mark

    marks = tuple((r, c, s, e, tag(m)) for r, c, s, e, m in read.marks)
    return LabelTable(read.rows, read.caption, read.header_rows, marks)
