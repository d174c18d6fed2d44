"""What a file is, told from its content: endings are often wrong, contents seldom."""

import re
import zlib

from assuage.parsing import table
from assuage.parsing.citation_text import decoded
from assuage.terms.errors import UsageError

FORMS = (
    "pubmed-xml",
    "medline",
    "ris",
    "bibtex",
    "endnote-xml",
    "csv",
    "records-jsonl",
    "assuage-jsonl",
    "ctgov-v2-json",
    "ctgov-v1-json",
    "ctgov-xml",
    "spl-xml",
    "openfda-label-json",
    "europe-pmc-json",
    "pubtator-json",
)
HEAD = 65_536
"""Bytes of the beginning that ``recognise`` needs; more does no harm."""

_UNDERSTOOD = (
    "PubMed XML, NBIB (MEDLINE), RIS, BibTeX, EndNote XML, CSV with headings, JSON lines of "
    "records, ClinicalTrials.gov JSON and XML, SPL XML, openFDA, Europe PMC and PubTator JSON"
)

# The first element that tells the form; wrappers such as <xml> or a SOAP envelope are passed over.
_XML = {
    "PubmedArticleSet": "pubmed-xml",
    "PubmedArticle": "pubmed-xml",
    "PubmedBookArticle": "pubmed-xml",
    "PubmedBookArticleSet": "pubmed-xml",
    "MedlineCitationSet": "pubmed-xml",
    "MedlineCitation": "pubmed-xml",
    "DeleteCitation": "pubmed-xml",
    "clinical_study": "ctgov-xml",
    "document": "spl-xml",
    "records": "endnote-xml",
    "record": "endnote-xml",
}
_ELEMENT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([\w.:-]+)[^>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_HTML = re.compile(r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_MEDLINE = re.compile(r"^PMID-\s*\d+\s*$", re.MULTILINE)
_MEDLINE_TAGS = re.compile(r"^[A-Z]{2,4} {0,2}- \S", re.MULTILINE)
_RIS = re.compile(r"^TY  ?- ?", re.MULTILINE)
_BIBTEX = re.compile(r"^[ \t]*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
# Keys that only one kind of JSON has, asked in this order: the first that is there decides.
_JSON_KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ctgov-v2-json", ("protocolSection", "resultsSection", "annotationSection", "derivedSection", "nextPageToken")),
    ("ctgov-v1-json", ("FullStudiesResponse", "FullStudies", "ProtocolSection", "StudyFieldsResponse")),
    ("europe-pmc-json", ("resultList", "hitCount")),
    ("pubtator-json", ("PubTator3", "passages", "infons")),
    ("openfda-label-json", ("set_id", "spl_set_id", "spl_product_data_elements")),
)  # fmt: skip
_KEY = re.compile(r'"([A-Za-z_][\w-]*)"\s*:')


def uncompressed_head(head: bytes) -> bytes:
    """The beginning of the content of a gzip file; other bytes as they are."""
    if not head.startswith(b"\x1f\x8b"):
        return head
    try:
        return zlib.decompressobj(31).decompress(head, HEAD)
    except zlib.error:
        return b""


def recognise(head: bytes, name: str) -> str:
    """The form (one of ``FORMS``) of a file that begins with ``head``; gzip is looked into.

    ``name`` is only for the message. Raises ``UsageError`` where the content is none of them.
    """
    inside = uncompressed_head(head)[:HEAD]
    if not inside:
        what = "is a gzip file that cannot be read" if head else "is empty"
        raise UsageError(f"{name} {what}. Give a file of: {_UNDERSTOOD}.")
    text = decoded(inside).lstrip("\ufeff").lstrip()
    form = _form(text)
    if form:
        return form
    if _HTML.search(text[:2000]):
        raise UsageError(
            f"{name} is a web page, not an export: save the records with the site's export or "
            f"download button. Understood are: {_UNDERSTOOD}."
        )
    seen = _seen(inside, text)
    raise UsageError(f"{name} holds no records that are understood: {seen}. Give: {_UNDERSTOOD}.")


def _form(text: str) -> str | None:
    if text.startswith("<"):
        return _xml(text)
    if text.startswith('{"format":"assuage-record-'):
        return "assuage-jsonl"
    if text[:1] in "{[":
        return _json(text)
    ris, medline = _RIS.search(text), _MEDLINE.search(text)
    if medline and (not ris or medline.start() < ris.start()):
        return "medline"
    if ris and ris.start() < 2000:
        return "ris"
    bibtex = _BIBTEX.search(text)
    # Only comments may stand before the first entry of BibTeX; a CSV cell may hold an "@".
    if bibtex and (bibtex.start() == 0 or not table.is_table(text)):
        return "bibtex"
    if text.lower().startswith("sep=") and "\n" in text:
        text = text.split("\n", 1)[1]
    if table.is_table(text):
        return "csv"
    # A MEDLINE record without its PMID, as CENTRAL exports some.
    return "medline" if len(_MEDLINE_TAGS.findall(text)) >= 3 and "\nTI  - " in text else None


def _xml(text: str) -> str | None:
    if _HTML.search(text[:2000]) and "<record>" not in text:
        return None
    doctype = _DOCTYPE.search(text)
    if doctype and doctype[1] in _XML:
        return _XML[doctype[1]]
    for element in _ELEMENT.findall(_DOCTYPE.sub("", _HIDDEN.sub("", text))):
        local = element.rpartition(":")[2]
        form = _XML.get(local)
        if form == "spl-xml" and "urn:hl7-org:v3" not in text:
            return None
        if form:
            return form
    return None


def _json(text: str) -> str | None:
    keys = _KEY.findall(text)
    present = set(keys)
    # Trials and searches wrap their records, so that a key anywhere in the head decides for these.
    for form, telling in _JSON_KEYS[:3]:
        if present.intersection(telling):
            return form
    first = text.split("\n", 1)[0].rstrip()
    if text.startswith("{") and {"title", "pmid", "abstract"} & set(_KEY.findall(first)):
        one_line = first.endswith("}") or "\n" not in text
        if one_line and "title" in present and not present & {"infons", "openfda"}:
            return "records-jsonl"
    for form, telling in _JSON_KEYS[3:]:
        if present.intersection(telling):
            return form
    if {"pmid", "title"} <= present or {"doi", "title"} <= present:
        return "europe-pmc-json" if "source" in present else "records-jsonl"
    return None


def _seen(raw: bytes, text: str) -> str:
    if raw.startswith(b"%PDF"):
        return "it is a PDF"
    if raw.startswith(b"PK\x03\x04"):
        return "it is a zip archive or an Office document"
    if raw.count(b"\0") > len(raw) // 100:
        return "it is binary"
    if text.startswith("<"):
        names = _ELEMENT.findall(text)
        return f"it is XML that begins with <{names[0]}>" if names else "it is broken XML"
    if text[:1] in "{[":
        keys = list(dict.fromkeys(_KEY.findall(text)))[:6]
        return f"it is JSON with the keys {', '.join(keys)}" if keys else "it is JSON without keys"
    first = text.strip().splitlines()[0][:60] if text.strip() else ""
    return f"its first line is {first!r}" if first else "it is empty"
