"""Sections of a PubMed record for the fast reader: the lists of Article, MedlineCitation, PubmedData."""

import re
from functools import lru_cache
from typing import Any

from assuage.parsing.pubmed_grammar import Grammar, Rows, Span
from assuage.parsing.pubmed_rows import (
    abstract,
    chemicals,
    corrections,
    databanks,
    grants,
    history,
    keywords,
    named,
    people,
    plain,
    references,
    resolved,
)
from assuage.parsing.pubmed_text import Unfit, rich
from assuage.terms.record import Dated, Named, Other, Reference, Term

CITATION = "PubmedArticle/MedlineCitation"
SUBJECTS = CITATION + "/PersonalNameSubjectList/PersonalNameSubject"
MOST_LISTS = 64
"""Lists of a record; each costs a copy of what follows it, which must not grow to squares."""
SUBJECT = ("LastName", "ForeName", "Initials", "Suffix")


class Sections:
    """Reads the sections of one record; every method is told where to start and tells where it ended.

    ``fields`` are those of the Record that hold something, ``dates`` and ``identifiers`` are
    gathered from several sections in their order.
    """

    __slots__ = ("dates", "escaped", "fields", "g", "identifiers", "lists", "others", "text")

    def __init__(self, g: Grammar, text: str) -> None:
        self.g = g
        self.text = text
        self.escaped = "&" in text
        self.fields: dict[str, Any] = {}
        self.dates: list[Dated] = []
        self.identifiers: list[Named] = []
        self.others: list[Other] = []
        self.lists = 0

    def end(self, span: Span, start: int) -> int:
        """Where the closing tag of a list stands."""
        end = self.text.find(span.closing, start)
        if end < 0:
            raise Unfit
        return end

    def after(self, span: Span, end: int) -> int:
        """Where the next tag stands after a closing tag and the space behind it."""
        if self.text.startswith(span.outer, end):
            return end + span.next
        if self.text.startswith(span.last, end):
            return end + len(span.last) - 1
        gap = self.g.match["gap"](self.text, end + span.over)
        if gap is None:
            raise Unfit
        return gap.end()

    def matched(self, name: str, at: int) -> re.Match[str]:
        """A match at a place, or Unfit."""
        found = self.g.match[name](self.text, at)
        if found is None:
            raise Unfit
        return found

    def raw(self, name: str, span: Span, start: int) -> tuple[Rows, int]:
        """Rows of a list as they stand, and where the next tag behind the list stands."""
        rows: Rows = self.g.find[name](self.text, start)
        rest = rows.pop()[-1] if rows else ""
        self.lists += 1
        if not rows or not rest.startswith(span.closing) or self.lists > MOST_LISTS:
            raise Unfit
        at = len(self.text) - len(rest)
        if rest.startswith(span.outer):
            return rows, at + span.next
        return rows, self.after(span, at)

    def rows(self, name: str, span: Span, start: int, keep: int = -1) -> tuple[Rows, int]:
        """The same with references resolved, but for the column ``keep``."""
        rows, at = self.raw(name, span, start)
        return (resolved(rows, keep) if self.refers(start, at) else rows), at

    def refers(self, start: int, end: int) -> bool:
        """Whether a stretch holds references."""
        return self.escaped and self.text.find("&", start, end) >= 0

    def opened(self, name: str, at: int) -> tuple[Span, bool]:
        """The list of this name that starts here, and whether it says that it is complete."""
        span = self.g.spans[name]
        if self.text.startswith(span.opening, at):
            return span, True
        span = self.g.spans["some_" + name]
        if not self.text.startswith(span.opening, at):
            raise Unfit
        return span, False

    def persons(self, at: int) -> int:
        """Abstract and AuthorList of Article."""
        g, text, fields = self.g, self.text, self.fields
        span = g.spans["abstract"]
        if text.startswith(span.opening, at):
            rows, at = self.raw("passage", span, at + span.skip)
            fields["abstracts"] = (abstract(rows, None, None),)
        if text.startswith("<AuthorList", at):
            span, fields["authors_complete"] = self.opened("authors", at)
            rows, end = self.raw("author", span, at + span.skip)
            fields["authors"] = people(g, rows, None, self.refers(at, end))
            at = end
        return at

    def support(self, at: int) -> int:
        """Languages, databanks, grants and publication types, where not in the usual form."""
        g, text, fields = self.g, self.text, self.fields
        run = self.matched("languages", at)
        if run[0]:
            fields["languages"] = few(g, "language", run[0])
            at = run.end()
        if text.startswith("<DataBankList", at):
            span, whole = self.opened("databanks", at)
            if not whole:
                self.others.append(Other(CITATION + "/Article/DataBankList@CompleteYN", "N"))
            rows, at = self.raw("databank", span, at + span.skip)
            banks = fields["databanks"] = databanks(g, rows)
            fields["ncts"] = tuple(
                [n for b in banks if b.name == "ClinicalTrials.gov" for n in b.accessions]
            )
        if text.startswith("<GrantList", at):
            span, fields["grants_complete"] = self.opened("grants", at)
            rows, at = self.rows("grant", span, at + span.skip)
            fields["grants"] = grants(rows)
        span = g.spans["types"]
        if text.startswith(span.opening, at):
            end = self.end(span, at)
            fields["publication_types"] = publication_types(g, text[at + span.skip : end])
            at = self.after(span, end)
        return at

    def subjects(self, at: int) -> int:
        """The lists of MedlineCitation from ChemicalList to PersonalNameSubjectList."""
        g, text, fields, spans = self.g, self.text, self.fields, self.g.spans
        starts = text.startswith
        span = spans["chemicals"]
        if starts(span.opening, at):
            rows, at = self.rows("chemical", span, at + span.skip)
            fields["chemicals"] = chemicals(rows)
        span = spans["supplementaries"]
        if starts(span.opening, at):
            rows, at = self.rows("supplementary", span, at + span.skip)
            fields["supplementary_mesh"] = tuple(
                [Term(n, ui or None, k or None) for k, ui, n, _ in rows]
            )
        if starts("<CitationSubset>", at):
            run = self.matched("subsets", at)
            for subset in few(g, "subset", run[0]):
                if subset:
                    self.others.append(Other(CITATION + "/CitationSubset", subset))
            at = run.end()
        span = spans["corrections"]
        if starts(span.opening, at):
            rows, at = self.rows("correction", span, at + span.skip, 1)
            fields["corrections"] = corrections(rows)
        span = spans["symbols"]
        if starts(span.opening, at):
            rows, at = self.rows("symbol", span, at + span.skip)
            for symbol, _ in rows:
                if symbol:
                    path = CITATION + "/GeneSymbolList/GeneSymbol"
                    self.others.append(Other(path, symbol))
        span = spans["mesh"]
        if starts(span.opening, at):
            end = self.end(span, at)
            block = text[at + span.skip : end].rstrip("\n ")
            if not block.endswith("</MeshHeading>"):
                raise Unfit
            headings = block.removesuffix("</MeshHeading>").split(g.between_headings)
            fields["mesh"] = tuple(map(g.heading, headings))
            at = self.after(span, end)
        if starts("<NumberOfReferences>", at):
            at = self.aside("count", at, CITATION + "/NumberOfReferences")
        span = spans["subjects"]
        if starts(span.opening, at):
            rows, at = self.rows("subject", span, at + span.skip)
            for row in rows:
                for tag, word in zip(SUBJECT, row, strict=False):
                    if word:
                        self.others.append(Other(f"{SUBJECTS}/{tag}", word))
        return at

    def notes(self, at: int) -> int:
        """What follows the subjects in MedlineCitation, from OtherID to GeneralNote."""
        g, text, fields, spans = self.g, self.text, self.fields, self.g.spans
        starts = text.startswith
        if starts("<OtherID ", at):
            run = self.matched("other_ids", at)
            rows = g.rows("other_id", run[0])
            self.identifiers += named(resolved(rows) if self.escaped else rows)
            at = run.end()
        while starts("<OtherAbstract ", at):
            run = self.matched("other_abstract", at)
            kind, language = map(plain, run.groups())
            rows, at = self.raw("passage", spans["other_abstract"], run.end())
            other = abstract(rows, language, kind)
            fields["abstracts"] = (*fields.get("abstracts", ()), other)
        while starts("<KeywordList ", at):
            run = self.matched("keyword_list", at)
            rows, at = self.rows("keyword", spans["keywords"], run.end(), 1)
            words = keywords(rows, plain(run[1]))
            fields["keywords"] = (*fields.get("keywords", ()), *words)
        if starts("<CoiStatement>", at):
            run = self.matched("conflict", at)
            conflict = run[1]
            if "<" in conflict or "&" in conflict or "\n" in conflict:
                conflict, fields["conflict_marks"] = rich(conflict)
            fields["conflict_of_interest"] = conflict or None
            at = run.end()
        while starts("<SpaceFlightMission>", at):
            at = self.aside("mission", at, CITATION + "/SpaceFlightMission")
        span = spans["investigators"]
        if starts(span.opening, at):
            rows, end = self.raw("investigator", span, at + span.skip)
            fields["investigators"] = people(g, rows, "investigator", self.refers(at, end))
            at = end
        while starts("<GeneralNote ", at):
            path = CITATION + "/GeneralNote"
            at = self.aside("note", at, path + "@Owner", path)
        return at

    def aside(self, name: str, at: int, *paths: str) -> int:
        """Keep the groups of a pattern among the others; where it ends."""
        found = self.matched(name, at)
        for path, word in zip(paths, map(plain, found.groups()), strict=True):
            if word:
                self.others.append(Other(path, word))
        return found.end()

    def data(self, at: int) -> list[Named]:
        """PubmedData to the end of the record; the record's own ArticleIds."""
        g, text, spans = self.g, self.text, self.g.spans
        span = spans["history"]
        if text.startswith(span.opening, at):
            rows, at = self.rows("date", span, at + span.skip)
            self.dates += history(rows)
        found = self.matched("status", at)
        if status := plain(found[1]):
            self.others.append(Other("PubmedArticle/PubmedData/PublicationStatus", status))
        rows, at = self.rows("article_id", spans["ids"], found.end())
        own = named(rows)
        span = spans["references"]
        cited: list[Reference] = []
        while text.startswith(span.opening, at):
            start, group = at + span.skip, None
            title = g.match["group"](text, start)
            if title is not None:
                start, group = title.end(), plain(title[1])
            rows, at = self.rows("reference", span, start, 0)
            cited += references(rows, group)
        if cited:
            self.fields["references"] = tuple(cited)
        if g.past("end", text, at) != len(text):
            raise Unfit
        return own


@lru_cache(maxsize=1024)
def few(g: Grammar, name: str, run: str) -> tuple[str, ...]:
    """Texts of a run of like elements from a short closed list (languages, subsets)."""
    return tuple([plain(word) or "" for word, _ in g.rows(name, run)])


@lru_cache(maxsize=8192)
def publication_types(g: Grammar, run: str) -> tuple[Term, ...]:
    """Publication types: a closed list, in few combinations."""
    rows = g.rows("publication_type", run)
    if "&" in run:
        rows = resolved(rows)
    return tuple([Term(name, ui or None) for ui, name, _ in rows])
