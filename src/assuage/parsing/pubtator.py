"""Annotations of PubTator: BioC-JSON of PubTator3 and the tab-parted PubTator text.

Formats: https://www.ncbi.nlm.nih.gov/research/pubtator3/api (biocjson, pubtator);
Comeau 2013, PMC3889917 (BioC). ``pmid`` comes as a number or as a string.
"""

import re
from collections.abc import Iterator
from typing import Any

from assuage.parsing.json_leaves import Leaves, values
from assuage.parsing.problem import ParseProblem
from assuage.terms.annotation import Annotated, AnnotatedPassage, Mention, Relation
from assuage.terms.record import Other

_PASSAGE = re.compile(r"(\d+)\|([a-z])\|(.*)$")
_KINDS = {"t": "title", "a": "abstract"}


def annotations(content: bytes, name: str) -> Iterator[Annotated | ParseProblem]:
    """The annotated documents of a file, in their order."""
    if content.lstrip()[:1] in (b"{", b"["):
        yield from _bioc(content, name)
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield ParseProblem(
            name, error.start, "", "not UTF-8 text", "Save the file as UTF-8, or fetch it again."
        )
        return
    if not text.strip():
        yield ParseProblem(name, 0, "", "the file is empty", "Fetch the annotations again.")
        return
    offset = 0
    block: list[str] = []
    start = 0
    for line in [*text.split("\n"), ""]:
        if line.strip():
            if not block:
                start = offset
            block.append(line.removesuffix("\r"))
        elif block:
            yield _document(block, name, start)
            block = []
        offset += len(line.encode()) + 1


def _document(lines: list[str], name: str, offset: int) -> Annotated | ParseProblem:
    passages: list[tuple[str, str, str]] = []
    mentions: list[Mention] = []
    relations: list[Relation] = []
    others: list[Other] = []
    for number, line in enumerate(lines):
        found = _PASSAGE.match(line)
        if found and "\t" not in line.split("|", 1)[0]:
            passages.append((found[1], _KINDS.get(found[2], found[2]), found[3]))
            continue
        fields = line.split("\t")
        if len(fields) >= 5 and fields[1].isdigit() and fields[2].isdigit():
            id = fields[5] if len(fields) > 5 and fields[5] else None
            mentions.append(Mention(fields[3], int(fields[1]), int(fields[2]), fields[4], id))
            others += [Other(f"line {number + 1}[6]", field) for field in fields[6:] if field]
        elif len(fields) >= 4:
            relations.append(Relation(fields[1], fields[2], fields[3]))
            others += [Other(f"line {number + 1}[4]", field) for field in fields[4:] if field]
        else:
            others.append(Other(f"line {number + 1}", line))
    if not passages:
        return ParseProblem(
            name,
            offset,
            "",
            f"no PubTator document: it begins with {lines[0][:40]!r}",
            "Give BioC-JSON or PubTator text, where a document begins with <pmid>|t|<title>.",
        )
    told: list[AnnotatedPassage] = []
    place = 0
    for _, kind, text in passages:
        end = place + len(text)
        # A mention that no passage holds whole stays with the one in which it begins.
        inside = [m for m in mentions if place <= m.start < end + 1]
        told.append(AnnotatedPassage(kind, place, text, tuple(inside)))
        place = end + 1
    beyond = [m for m in mentions if m.start >= place]
    if beyond:
        last = told[-1]
        told[-1] = AnnotatedPassage(last.kind, last.offset, last.text, (*last.mentions, *beyond))
    pmid = passages[0][0]
    return Annotated(f"pmid:{pmid}", pmid, None, tuple(told), tuple(relations), tuple(others))


def _bioc(content: bytes, name: str) -> Iterator[Annotated | ParseProblem]:
    for value in values(content, name, "annotations of PubTator"):
        if isinstance(value, ParseProblem):
            yield value
            continue
        place, tree = value
        listed: Any = tree
        if isinstance(tree, dict):
            listed = tree.get("PubTator3") or tree.get("documents") or [tree]
        for index, document in enumerate(listed if isinstance(listed, list) else [listed]):
            yield _bioc_document(document, name, f"{place} document {index}".strip())


def _bioc_document(tree: Any, name: str, item: str) -> Annotated | ParseProblem:
    document = Leaves(tree)
    if not isinstance(document.tree.get("passages"), list):
        return ParseProblem(
            name,
            None,
            item,
            "no BioC document: it has no passages",
            "Ask PubTator for /publications/export/biocjson?pmids=….",
        )
    pmid, pmcid = document.text("pmid"), document.text("pmcid")
    own = document.text("id")
    if own and own.isdigit() and not pmid:
        pmid = own
    elif own and own.startswith("PMC") and not pmcid:
        pmcid = own
    elif own and own != pmid:
        document.tree["id"] = own
    if not pmid and not pmcid:
        return ParseProblem(
            name, None, item, "a document without PMID or PMCID", "Fetch it by its PMID."
        )
    passages = tuple(_bioc_passage(p) for p in document.each("passages"))
    relations = tuple(
        relation for r in document.each("relations_display") if (relation := _display(r))
    )
    return Annotated(
        id=f"pmid:{pmid}" if pmid else f"pmcid:{pmcid}",
        pmid=pmid,
        pmcid=pmcid,
        passages=passages,
        relations=relations,
        others=document.left(),
    )


def _number(place: Leaves, key: str) -> int:
    printed = place.tree.get(key)
    if isinstance(printed, str) and printed.isascii() and printed.isdigit():
        place.text(key)
        return int(printed)
    return 0


def _bioc_passage(passage: Leaves) -> AnnotatedPassage:
    infons = passage.inside("infons")
    kind = infons.text("type") or infons.text("section_type") or ""
    offset = _number(passage, "offset")
    text = passage.text("text") or ""
    mentions: list[Mention] = []
    for annotation in passage.each("annotations"):
        named = annotation.inside("infons")
        id = named.text("identifier") or named.text("MESH") or named.text("Identifier")
        printed = annotation.text("text") or ""
        entity = named.text("type") or ""
        database, name = named.text("database"), named.text("accession") or named.text("name")
        locations = annotation.each("locations")
        for location in locations:
            start = _number(location, "offset")
            length = _number(location, "length")
            # Parts of a mention are told by their own words.
            words = printed
            if len(locations) > 1:
                words = text[start - offset : start - offset + length]
            mentions.append(Mention(words, start, start + length, entity, id, database, name))
        if len(locations) != 1:
            annotation.tree["text"] = printed
    return AnnotatedPassage(kind, offset, text, tuple(mentions))


def _display(relation: Leaves) -> Relation | None:
    """``associate|@CHEMICAL_Morphine|@DISEASE_Pain`` of ``relations_display``."""
    name = relation.tree.get("name")
    parts = name.split("|") if isinstance(name, str) else []
    if len(parts) != 3:
        return None
    relation.text("name")
    return Relation(parts[0], parts[1], parts[2], relation.text("score"))
