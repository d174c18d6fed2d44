"""The fast reader: a PubMed record in NLM's usual shape to the same Record as the complete reader.

One pass of compiled patterns in which every byte of the record must take part (pubmed_grammar.py).
A record in any other shape raises Unfit and goes to the complete reader, so that speed is never
bought with a loss; tests/parsing/test_pubmed_xml.py holds both readers to equality.
"""

import re
from functools import lru_cache

from assuage.parsing.pubmed_grammar import grammar
from assuage.parsing.pubmed_rows import plain
from assuage.parsing.pubmed_sections import CITATION, Sections, few, publication_types
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
        fields, electronic = self.fields, self.identifiers
        at, supersedes, issue_year, medline_date, issns, journal = self.head()
        doi = next((i.value for i in electronic if i.scheme == "doi"), None)
        at = self.persons(at)
        at, article_date, (country, medline, nlm_id, linking) = self.middle(at)
        if not medline:
            raise Unfit
        if linking is not None:
            issns.append(Named("Linking", linking))
        at = self.notes(self.subjects(at))
        own = self.data(self.g.past("data", self.text, at))
        pmcid = None
        first = True
        for identifier in own:
            if identifier.scheme == "doi":
                if first and identifier.value:
                    doi, first = identifier.value, False
            elif identifier.scheme == "pmc" and pmcid is None:
                pmcid = identifier.value
        title, abbreviation, volume, issue, pages, medium, first_page, last_page = journal
        return Record(
            source="pubmed",
            version=supersedes,
            pmcid=pmcid or None,
            doi=doi or None,
            identifiers=(*electronic, *own),
            year=int(issue_year) if issue_year else year(medline_date, article_date),
            dates=tuple(self.dates),
            journal=Journal(
                title or None,
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
            others=tuple(self.others),
            **fields,
        )

    def head(self) -> tuple[int, str, str | None, str | None, list[Named], tuple[str | None, ...]]:
        """From the start to the ELocationIDs.

        Gives where that ends, the version, year and MedlineDate of the issue, the journal's ISSN,
        and its other fields as the pattern names them.
        """
        fields, dates = self.fields, self.dates
        found = self.matched("head", 0)
        raw, end = found.groups(), found.end()
        escaped = self.escaped and self.text.find("&", 0, end) >= 0
        (
            _, version, pmid,
            y0, m0, d0, y1, m1, d1, y2, m2, d2,
            model, issn_type, issn, medium, volume, issue,
            issue_year, season, month, day, medline_date,
            journal_title, abbreviation, title, first_page, last_page, pages,
            kind1, id1, kind2, id2,
        ) = map(plain, raw) if escaped else raw  # fmt: skip
        fields["id"] = f"pmid:{pmid}"
        fields["pmid"] = pmid
        fields["status"], outer = citation_attributes(raw[0])
        self.others += outer
        if model:
            self.others.append(Other(CITATION + "/Article@PubModel", model))
        if y0:
            dates.append(Dated("created", f"{y0}-{m0}-{d0}"))
        if y1:
            dates.append(Dated("completed", f"{y1}-{m1}-{d1}"))
        if y2:
            dates.append(Dated("revised", f"{y2}-{m2}-{d2}"))
            supersedes = f"{y2:0>4}-{m2:0>2}-{d2:0>2}.{version}"
        else:
            supersedes = f"0000-00-00.{version}"
        title = raw[25]
        if "<" in title or "&" in title or "\n" in title:
            title, fields["title_marks"] = rich(title)
        fields["title"] = title
        if medline_date is not None:
            fields["published"] = medline_date or None
        else:
            printed = "-".join([p for p in (issue_year, season, month, day) if p])
            fields["published"] = printed or None
        issns = [Named(issn_type or "", issn or "")] if raw[13] is not None else []
        if raw[29] is not None:
            self.identifiers.append(Named(kind1 or "", id1 or ""))
            if raw[31] is not None:
                self.identifiers.append(Named(kind2 or "", id2 or ""))
        journal = (
            journal_title, abbreviation, volume, issue, pages, medium, first_page, last_page,
        )  # fmt: skip
        return end, supersedes, issue_year, medline_date, issns, journal

    def middle(self, at: int) -> tuple[int, str | None, tuple[str | None, ...]]:
        """From Language to MedlineJournalInfo: where that ends, the ArticleDate, the journal."""
        g, fields = self.g, self.fields
        found = g.match["usual"](self.text, at)
        if found is not None:
            languages, types, *raw = found.groups()
            fields["languages"] = few(g, "language", languages)
            fields["publication_types"] = publication_types(g, types)
        else:
            found = self.matched("middle", self.support(at))
            raw = list(found.groups())
        for term in fields.get("publication_types", ()):
            if term.name == "Preprint":
                fields["kind"] = "preprint"
        vernacular, date_type, year_, month, day, *journal = raw
        if self.escaped:
            journal = [word and unescape(word) for word in journal]
        if vernacular:
            if "<" in vernacular or "&" in vernacular or "\n" in vernacular:
                vernacular, fields["vernacular_title_marks"] = rich(vernacular)
            fields["vernacular_title"] = vernacular or None
        date: str | None = None
        if date_type is not None:
            date = f"{year_}-{month}-{day}"
            self.dates.append(Dated(f"article:{unescape(date_type)}", date))
        return found.end(), date, tuple(journal)


def fast(text: str) -> Record:
    """Read one PubmedArticle element; Unfit where the complete reader has to."""
    return Reader(grammar(text), text).record()
