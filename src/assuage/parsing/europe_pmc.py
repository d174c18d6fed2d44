"""Answers of Europe PMC's search (``resultType=core``, JSON) to Records.

Fields: https://europepmc.org/RestfulWebService. Every result has an
``id`` within a ``source``: MED (PubMed), PMC, PPR (preprints), PAT (patents), AGR and others. What
is not a field of a Record (``isOpenAccess``, ``citedByCount``, links …) is kept among the others.
"""

from collections.abc import Iterator
from typing import Any

from assuage.parsing.json_leaves import Leaves, values
from assuage.parsing.problem import ParseProblem
from assuage.parsing.tagged_text import passages, read
from assuage.terms.record import (
    Abstract,
    Affiliation,
    Author,
    Chemical,
    Correction,
    Databank,
    Dated,
    Grant,
    Heading,
    Journal,
    Named,
    Qualifier,
    Record,
    Term,
)

_DATES = (
    ("electronic", "electronicPublicationDate"),
    ("first published", "firstPublicationDate"),
    ("created", "dateOfCreation"),
    ("completed", "dateOfCompletion"),
    ("revised", "dateOfRevision"),
    ("indexed", "firstIndexDate"),
)


def records(content: bytes, name: str) -> Iterator[Record | ParseProblem]:
    """The results of an answer, in their order. A search that found nothing yields nothing."""
    for value in values(content, name, "an answer of Europe PMC"):
        if isinstance(value, ParseProblem):
            yield value
            continue
        place, tree = value
        found = _results(tree)
        if isinstance(found, str):
            yield ParseProblem(
                name, 0, place, found, "Ask Europe PMC again (/search, format=json)."
            )
            continue
        for index, result in enumerate(found):
            yield _result(result, name, f"{place} result {index}".strip())


def _results(tree: Any) -> list[Any] | str:
    if isinstance(tree, list):
        return tree
    if not isinstance(tree, dict):
        return "no answer of Europe PMC, which is an object in braces"
    if "errMsg" in tree or "errCode" in tree:
        return f"an error of Europe PMC, not results: {tree.get('errMsg') or tree.get('errCode')}"
    if isinstance(tree.get("resultList"), dict):
        listed = tree["resultList"].get("result", [])
        return listed if isinstance(listed, list) else [listed]
    if isinstance(tree.get("result"), dict):
        return [tree["result"]]
    if "id" in tree and "source" in tree:
        return [tree]
    # An order that it does not know makes Europe PMC answer with its version alone.
    return f"no results in it, but {', '.join(sorted(map(str, tree))[:5]) or 'nothing'}"


def _id(source: str, own: str, pmid: str | None, pmcid: str | None) -> str:
    if source == "MED":
        return f"pmid:{own}"
    if source == "PMC":
        return f"pmid:{pmid}" if pmid else f"pmcid:{pmcid or own}"
    # PPR123, IND123 (AGR), US123 (PAT): numbers of the source, under its name.
    return f"{source.lower()}:{own}"


def _result(tree: Any, name: str, item: str) -> Record | ParseProblem:
    result = Leaves(tree)
    own, source = result.tree.get("id"), result.tree.get("source")
    if not isinstance(own, str) or not isinstance(source, str) or not own or not source:
        return ParseProblem(
            name,
            None,
            item,
            "a result without id and source, which no one can look up",
            "Ask Europe PMC for resultType=core.",
        )
    result.text("id")
    result.text("source")
    pmid, pmcid = result.text("pmid"), result.text("pmcid")
    if source == "MED":
        pmid = pmid or own
    elif source == "PMC":
        pmcid = pmcid or own
    title, title_marks = read(result.text("title") or "")
    days = tuple(Dated(event, day) for event, key in _DATES if (day := result.text(key)))
    dated = {d.event: d.day for d in days}
    info = result.inside("journalInfo")
    printed = info.text("dateOfPublication")
    year = result.tree.get("pubYear")
    languages = result.text("language")
    types = _types(result)
    book = result.inside("bookOrReportDetails")
    kind = "article"
    if source == "PPR" or any(t.name == "Preprint" for t in types):
        kind = "preprint"
    elif book.tree and not info.tree:
        kind = "book"
    if isinstance(year, str) and year.isdigit():
        result.text("pubYear")
    else:
        year = None
    abstract = result.text("abstractText")
    told = passages(abstract) if abstract else ()
    return Record(
        id=_id(source, own, pmid, pmcid),
        source="europe-pmc",
        kind=kind,
        version=dated.get("revised") or dated.get("indexed"),
        pmid=pmid,
        pmcid=pmcid,
        doi=result.text("doi"),
        identifiers=(Named(source, own),),
        title=title,
        title_marks=title_marks,
        abstracts=(Abstract(told),) if told else (),
        languages=(languages,) if languages else (),
        year=int(year) if year else None,
        published=printed or dated.get("first published"),
        dates=days,
        journal=_journal(result, info, book),
        authors=_authors(result),
        investigators=tuple(
            _author(i, "investigator")
            for i in result.inside("investigatorList").each("investigator")
        ),
        mesh=_mesh(result),
        publication_types=types,
        keywords=_keywords(result),
        chemicals=tuple(
            Chemical(substance, registry=chemical.text("registryNumber"))
            for chemical in result.inside("chemicalList").each("chemical")
            if (substance := chemical.text("name"))
        ),
        grants=tuple(
            Grant(grant.text("grantId"), grant.text("acronym"), grant.text("agency"))
            for grant in result.inside("grantsList").each("grant")
        ),
        databanks=tuple(
            Databank(bank) for bank in result.inside("dbCrossReferenceList").texts("dbName")
        ),
        corrections=tuple(
            _correction(c) for c in result.inside("commentCorrectionList").each("commentCorrection")
        ),
        others=result.left(),
    )


def _types(result: Leaves) -> tuple[Term, ...]:
    listed = result.inside("pubTypeList").texts("pubType")
    if not listed and (lite := result.text("pubType")):
        listed = tuple(part.strip() for part in lite.split(";") if part.strip())
    return tuple(Term(name) for name in listed)


def _keywords(result: Leaves) -> tuple[Term, ...]:
    words = (read(word) for word in result.inside("keywordList").texts("keyword"))
    return tuple(Term(word, marks=marks) for word, marks in words if word)


def _journal(result: Leaves, info: Leaves, book: Leaves) -> Journal | None:
    place = info.inside("journal")
    issn, essn = place.text("issn"), place.text("essn")
    lite = result.text("journalIssn")
    numbers = [Named("Print", issn)] if issn else []
    numbers += [Named("Electronic", essn)] if essn else []
    if not numbers and lite:
        numbers = [Named("ISSN", part.strip()) for part in lite.split(";") if part.strip()]
    iso, medline = place.text("isoabbreviation"), place.text("medlineAbbreviation")
    if medline and iso and medline != iso:
        place.tree["medlineAbbreviation"] = medline
    journal = Journal(
        title=place.text("title") or book.text("comprisingTitle") or result.text("journalTitle"),
        abbreviation=iso or medline,
        issn=tuple(numbers),
        nlm_id=place.text("nlmid"),
        volume=info.text("volume") or result.text("journalVolume"),
        issue=info.text("issue") or result.text("issue"),
        pages=result.text("pageInfo"),
        publisher=book.text("publisher"),
        medium=result.text("pubModel"),
    )
    return journal if journal != Journal() else None


def _authors(result: Leaves) -> tuple[Author, ...]:
    listed = tuple(_author(a) for a in result.inside("authorList").each("author"))
    if listed:
        return listed
    # resultType=lite has the names in one string, which is kept among the others as well.
    line = result.tree.get("authorString")
    if not isinstance(line, str):
        return ()
    found = []
    for name in (part.strip() for part in line.rstrip(". ").split(",")):
        last, _, initials = name.rpartition(" ")
        if last and initials.isupper():
            found.append(Author(last=last, initials=initials))
        elif name:
            found.append(Author(collective=name))
    return tuple(found)


def _author(author: Leaves, role: str | None = None) -> Author:
    last, fore = author.text("lastName"), author.text("firstName")
    initials, suffix = author.text("initials"), author.text("suffix")
    collective = author.text("collectiveName")
    full = author.text("fullName")
    if full and full != " ".join(p for p in (last, initials) if p):
        if last or collective:
            author.tree["fullName"] = full
        else:
            last = full
    identifiers = tuple(
        Named(one.text("type") or "", value)
        for one in author.each("authorId")
        if (value := one.text("value"))
    )
    places = [
        place
        for detail in author.inside("authorAffiliationDetailsList").each("authorAffiliation")
        if (place := detail.text("affiliation"))
    ]
    if not places and (place := author.text("affiliation")):
        places = [place]
    return Author(
        last=last,
        fore=fore,
        initials=initials,
        suffix=suffix,
        collective=collective,
        role=role,
        identifiers=identifiers,
        affiliations=tuple(
            Affiliation(text, marks=marks) for text, marks in (read(p) for p in places) if text
        ),
    )


def _mesh(result: Leaves) -> tuple[Heading, ...]:
    found = []
    for heading in result.inside("meshHeadingList").each("meshHeading"):
        name = heading.text("descriptorName")
        if not name:
            continue
        qualifiers = tuple(
            Qualifier(word, None, _major(qualifier))
            for qualifier in heading.inside("meshQualifierList").each("meshQualifier")
            if (word := qualifier.text("qualifierName"))
        )
        found.append(Heading(name, major=_major(heading), qualifiers=qualifiers))
    return tuple(found)


def _major(place: Leaves) -> bool:
    key = "majorTopic_YN"
    return place.tree.get(key) in ("Y", "N") and place.text(key) == "Y"


def _correction(correction: Leaves) -> Correction:
    """``Expression of concern in`` → ``ExpressionOfConcernIn``, the word of PubMed."""
    printed = correction.text("type") or ""
    kind = "".join(word[:1].upper() + word[1:] for word in printed.split())
    own = correction.text("id")
    source = correction.text("source") if own else None
    citation, note = correction.text("reference"), correction.text("note")
    if own and source != "MED":
        told = f"{(source or 'id').lower()}:{own}"
        note = f"{note}; {told}" if note else told
        own = None
    return Correction(kind, citation, own, note=note)
