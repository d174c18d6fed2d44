"""Reading the answers of E-utilities: what was found, what was delivered, what went wrong.

Failures come inside a 200. The places are those of ``sources-and-apis.md`` section 2 (from
cyanheads/pubmed-mcp-server): ``ERROR`` under any root is a failure, ``ErrorList`` and
``WarningList`` are warnings about the query, a lower-case ``error`` with an id is a missing record,
and ``TXCLIENT`` or cut XML is an answer to be asked for again.
"""

import re
import xml.etree.ElementTree as ElementTree

from msgspec import Struct

from assuage.sources.reply import Broken, Refused, Reply, check_status, parse_xml, plain

ERROR_TRIES = 2  # ours: an ERROR is a fault of the moment or of the query; twice tells which


class HistoryExpired(Refused):
    """The result set kept at NCBI is gone; search again (its life is about eight hours)."""


class SearchReply(Struct, frozen=True):
    """An esearch answer: ``count`` records match, ``ids`` are those listed, in order."""

    count: int
    ids: tuple[str, ...]
    web_env: str | None = None
    query_key: str | None = None
    translation: str | None = None
    warnings: tuple[str, ...] = ()


class FetchReply(Struct, frozen=True):
    """An efetch answer: ids of the records in it, and ids that it says it lacks."""

    ids: tuple[str, ...]
    missing: tuple[str, ...] = ()


# What each element of ErrorList and WarningList says, in our words.
_WARNINGS = {
    "PhraseNotFound": "no record holds the word or phrase",
    "FieldNotFound": "no such search field",
    "PhraseIgnored": "left out of the search",
    "QuotedPhraseNotFound": "the quoted phrase is not in the index",
}

# An expired or unknown history is told in these words (rentrez and ReCiter test for the first).
_EXPIRED = re.compile(r"unable to obtain query|cannot retrieve history|history .*expired", re.I)


def _root(reply: Reply, *tags: str) -> ElementTree.Element:
    """The root element, after every failure that E-utilities put inside an answer."""
    if b"TXCLIENT" in reply.content:
        raise Broken("its answer was cut off on its side (TXCLIENT)")
    if reply.status != 200 and not reply.content.lstrip().startswith(b"<?xml"):
        check_status(reply)
    if b"<html" in reply.content[:1000].lower():
        check_status(reply)
        raise Broken("it sent a web page in place of data")
    root = parse_xml(reply)
    error = root if root.tag == "ERROR" else root.find("ERROR")
    if error is not None:
        said = " ".join("".join(error.itertext()).split())
        if _EXPIRED.search(said) and "cannot be larger" not in said:
            raise HistoryExpired(f"the kept result set is gone ({said})", retry=True)
        raise Broken(f"it answered with an error: {said[:300]}", tries=ERROR_TRIES)
    if reply.status != 200:
        raise Refused(f"it refused the request (status {reply.status}): {plain(reply.content)}")
    if root.tag not in tags:
        raise Broken(f"it sent {root.tag} in place of {tags[0]}", tries=ERROR_TRIES)
    return root


def read_search(reply: Reply) -> SearchReply:
    """An esearch answer. Without a count, or with a count and no ids, it is `Broken`, never 0."""
    root = _root(reply, "eSearchResult")
    count = (root.findtext("Count") or "").strip()
    if not count.isdecimal():
        raise Broken("its search answer has no count")
    ids = tuple((e.text or "").strip() for e in root.iterfind("IdList/Id"))
    asked_for = (root.findtext("RetMax") or "").strip()
    if int(count) and not ids and asked_for != "0":
        raise Broken(f"its search answer counts {count} records and lists none")
    warnings = []
    for listed in ("ErrorList", "WarningList"):
        for one in root.iterfind(f"{listed}/*"):
            said = " ".join("".join(one.itertext()).split())
            if said:
                meaning = _WARNINGS.get(one.tag)
                warnings.append(f"{meaning}: {said}" if meaning else said)
    return SearchReply(
        count=int(count),
        ids=ids,
        web_env=_text(root, "WebEnv"),
        query_key=_text(root, "QueryKey"),
        translation=_text(root, "QueryTranslation"),
        warnings=tuple(warnings),
    )


def read_fetch(reply: Reply) -> FetchReply:
    """An efetch answer of db=pubmed: journal articles, book chapters, deleted citations."""
    root = _root(reply, "PubmedArticleSet")
    ids = [
        (pmid.text or "").strip()
        for path in ("PubmedArticle/MedlineCitation/PMID", "PubmedBookArticle/BookDocument/PMID")
        for pmid in root.iterfind(path)
    ]
    ids += [(pmid.text or "").strip() for pmid in root.iterfind("DeleteCitation/PMID")]
    missing = [e.get("id") or _digits(e.text) for e in root.iterfind(".//error")]
    missing += [_digits(e.text) for e in root.iterfind("ErrorList/CannotRetrievePMID")]
    return FetchReply(tuple(ids), tuple(one for one in missing if one))


def read_page(reply: Reply) -> FetchReply:
    """A page of a search, of which records are known to exist: an empty one is `Broken`."""
    found = read_fetch(reply)
    if not found.ids and not found.missing:
        raise Broken("it sent an empty page of a search that has records")
    return found


def _text(root: ElementTree.Element, path: str) -> str | None:
    return (root.findtext(path) or "").strip() or None


def _digits(text: str | None) -> str:
    found = re.search(r"\d+", text or "")
    return found.group() if found else ""
