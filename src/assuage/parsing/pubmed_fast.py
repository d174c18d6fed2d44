"""The fast reader: a PubMed record in NLM's usual shape to the same Record as the complete reader.

One pass of compiled patterns in which every byte of the record must take part (pubmed_grammar.py).
A record in any other shape raises Unfit and goes to the complete reader, so that speed is never
bought with a loss; tests/parsing/test_pubmed_xml.py holds both readers to equality.
"""

import re
from functools import lru_cache

from assuage.parsing.pubmed_grammar import grammar
from assuage.parsing.pubmed_rows import (
    NO_MARKS,
    plain,
)
from assuage.parsing.pubmed_sections import CITATION, Sections
from assuage.parsing.pubmed_text import Unfit, rich, unescape, year
from assuage.terms.record import (
    Dated,
    Journal,
    Named,
    Other,
    Record,
)

_ATTRIBUTE = re.compile(r' (\w++)="([^"]*+)"')


@lru_cache(maxsize=256)
def citation_attributes(raw: str) -> tuple[str | None, tuple[Other, ...]]:
    """Status of a citation, and its further attributes. Few forms exist, so they are kept."""
    pairs = [(name, unescape(value)) for name, value in _ATTRIBUTE.findall(raw)]
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unfit
    others = tuple(
        Other(f"{CITATION}@{name}", value)
        for name, value in pairs
        if name != "Status" and (name, value) != ("Owner", "NLM") and value
    )
    return found.get("Status") or None, others


class Reader(Sections):
    """Reads one record."""

    __slots__ = ()

    def record(self) -> Record:
        """The record."""
        g, text, others = self.g, self.text, self.others
        found = g.match["head"](text)
        if found is None:
            raise Unfit
        head = found.groups()
        (
            _, version, pmid,
            y0, m0, d0, y1, m1, d1, y2, m2, d2,
            model, issn_type, issn, medium, volume, issue,
            issue_year, season, month, day, medline_date,
            journal_title, abbreviation, title, first_page, last_page, pages,
            kind1, id1, kind2, id2,
        ) = map(plain, head) if self.escaped else head  # fmt: skip
        status, outer = citation_attributes(head[0])
        others.extend(outer)
        if model:
            others.append(Other(CITATION + "/Article@PubModel", model))
        dates = []
        if y0:
            dates.append(Dated("created", f"{y0}-{m0}-{d0}"))
        if y1:
            dates.append(Dated("completed", f"{y1}-{m1}-{d1}"))
        if y2:
            dates.append(Dated("revised", f"{y2}-{m2}-{d2}"))
            supersedes = f"{y2:0>4}-{m2:0>2}-{d2:0>2}.{version}"
        else:
            supersedes = f"0000-00-00.{version}"
        title, title_marks = head[25], NO_MARKS
        if "<" in title or "&" in title or "\n" in title:
            title, title_marks = rich(title)
        issns = [Named(issn_type or "", issn or "")] if head[13] is not None else []
        electronic: list[Named] = []
        if head[29] is not None:
            electronic.append(Named(kind1 or "", id1 or ""))
            if head[31] is not None:
                electronic.append(Named(kind2 or "", id2 or ""))
        article = self.article(found.end())
        found = g.match["middle"](text, article.at)
        if found is None:
            raise Unfit
        middle = found.groups()
        (
            vernacular, date_type, y3, m3, d3, country, medline, nlm_id, linking,
        ) = map(plain, middle) if self.escaped else middle  # fmt: skip
        vernacular, vernacular_marks = middle[0], NO_MARKS
        if vernacular and ("<" in vernacular or "&" in vernacular or "\n" in vernacular):
            vernacular, vernacular_marks = rich(vernacular)
        article_date: str | None = None
        if middle[1] is not None:
            article_date = f"{y3}-{m3}-{d3}"
            dates.append(Dated(f"article:{date_type or ''}", article_date))
        if not medline:
            raise Unfit
        if middle[8] is not None:
            issns.append(Named("Linking", linking or ""))
        citation = self.citation(found.end())
        found = g.match["data"](text, citation.at)
        if found is None:
            raise Unfit
        data = self.data(found.end())
        if medline_date is not None:
            published = medline_date
        else:
            published = "-".join([p for p in (issue_year, season, month, day) if p])
        kind = "article"
        for term in article.types:
            if term.name == "Preprint":
                kind = "preprint"
        doi = pmcid = None
        for own in data.identifiers:
            if own.scheme == "doi":
                doi = doi or own.value
            elif own.scheme == "pmc" and pmcid is None:
                pmcid = own.value
        if not doi:
            doi = next((i.value for i in electronic if i.scheme == "doi"), None)
        ncts: tuple[str, ...] = ()
        if article.databanks:
            ncts = tuple(
                [
                    number
                    for bank in article.databanks
                    if bank.name == "ClinicalTrials.gov"
                    for number in bank.accessions
                ]
            )
        return Record(
            id=f"pmid:{pmid}",
            source="pubmed",
            kind=kind,
            version=supersedes,
            pmid=pmid,
            pmcid=pmcid or None,
            doi=doi or None,
            ncts=ncts,
            identifiers=(*electronic, *citation.identifiers, *data.identifiers),
            title=title,
            title_marks=title_marks,
            vernacular_title=vernacular or None,
            vernacular_title_marks=vernacular_marks,
            abstracts=article.abstracts + citation.abstracts,
            languages=article.languages,
            year=int(issue_year) if issue_year else year(medline_date, article_date),
            published=published or None,
            dates=(*dates, *data.dates),
            status=status,
            journal=Journal(
                journal_title or None,
                abbreviation or None,
                tuple(issns),
                nlm_id or None,
                country or None,
                volume or None,
                issue or None,
                pages or None,
                None,
                medium or None,
                medline,
                first_page or None,
                last_page or None,
            ),
            authors=article.authors,
            authors_complete=article.authors_complete,
            investigators=citation.investigators,
            mesh=citation.mesh,
            publication_types=article.types,
            keywords=citation.keywords,
            chemicals=citation.chemicals,
            supplementary_mesh=citation.supplementary,
            grants=article.grants,
            grants_complete=article.grants_complete,
            databanks=article.databanks,
            corrections=citation.corrections,
            references=data.references,
            conflict_of_interest=citation.conflict,
            conflict_marks=citation.conflict_marks,
            others=tuple(others),
        )


def fast(text: str) -> Record:
    """Read one PubmedArticle element; Unfit where the complete reader has to."""
    if "\t" in text:
        raise Unfit
    return Reader(grammar(text), text).record()
