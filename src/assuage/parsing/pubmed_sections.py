"""Sections of a PubMed record for the fast reader: the lists of Article, MedlineCitation, PubmedData."""

from functools import lru_cache
from typing import NamedTuple

from assuage.parsing.pubmed_grammar import Grammar, Rows, Span
from assuage.parsing.pubmed_rows import (
    NO_MARKS,
    abstract,
    chemicals,
    corrections,
    databanks,
    grants,
    history,
    keywords,
    mesh,
    named,
    people,
    plain,
    references,
    resolved,
)
from assuage.parsing.pubmed_text import Unfit, rich
from assuage.terms.record import (
    Abstract,
    Author,
    Chemical,
    Correction,
    Databank,
    Dated,
    Grant,
    Heading,
    Mark,
    Named,
    Other,
    Reference,
    Term,
)

CITATION = "PubmedArticle/MedlineCitation"
SUBJECTS = CITATION + "/PersonalNameSubjectList/PersonalNameSubject"
SUBJECT = ("LastName", "ForeName", "Initials", "Suffix")


class Article(NamedTuple):
    """What stands between ELocationID and VernacularTitle, and where that ends."""

    at: int
    abstracts: tuple[Abstract, ...]
    authors: tuple[Author, ...]
    authors_complete: bool
    languages: tuple[str, ...]
    databanks: tuple[Databank, ...]
    grants: tuple[Grant, ...]
    grants_complete: bool
    types: tuple[Term, ...]


class Citation(NamedTuple):
    """What follows MedlineJournalInfo in MedlineCitation, and where that ends."""

    at: int
    chemicals: tuple[Chemical, ...]
    supplementary: tuple[Term, ...]
    corrections: tuple[Correction, ...]
    mesh: tuple[Heading, ...]
    identifiers: tuple[Named, ...]
    abstracts: tuple[Abstract, ...]
    keywords: tuple[Term, ...]
    conflict: str | None
    conflict_marks: tuple[Mark, ...]
    investigators: tuple[Author, ...]


class Data(NamedTuple):
    """PubmedData."""

    dates: list[Dated]
    identifiers: tuple[Named, ...]
    references: tuple[Reference, ...]


class Sections:
    """Reads the sections of one record; every method is told where to start and tells where it ended."""

    __slots__ = ("escaped", "g", "others", "text")

    def __init__(self, g: Grammar, text: str) -> None:
        self.g = g
        self.text = text
        self.escaped = "&" in text
        self.others: list[Other] = []

    def end(self, span: Span, start: int) -> int:
        """Where the closing tag of a list stands."""
        end = self.text.find(span.closing, start)
        if end < 0:
            raise Unfit
        return end

    def after(self, span: Span, end: int) -> int:
        """Where the next tag stands after a closing tag and the space behind it."""
        at = end + span.over
        if self.text.startswith(span.outer, at):
            return at + len(span.outer)
        # The last child of its parent is followed by less space.
        return self.gap(at)

    def gap(self, at: int) -> int:
        """Where the next tag stands."""
        gap = self.g.match["gap"](self.text, at)
        if gap is None:
            raise Unfit
        return gap.end()

    def rows(self, name: str, start: int, end: int, keep: int = -1) -> Rows:
        """Rows with references resolved, but for the column ``keep``."""
        rows = self.g.rows(name, self.text, start, end)
        if self.escaped and self.text.find("&", start, end) >= 0:
            return resolved(rows, keep)
        return rows

    def article(self, at: int) -> Article:
        """The lists of Article in the order of the DTD."""
        g, text, spans = self.g, self.text, self.g.spans
        starts = text.startswith
        abstracts: tuple[Abstract, ...] = ()
        span = spans["abstract"]
        if starts(span.opening, at):
            end = self.end(span, at)
            abstracts = (abstract(g, text, at + span.skip, end, None, None),)
            at = self.after(span, end)
        authors: tuple[Author, ...] = ()
        authors_complete = True
        if starts("<AuthorList", at):
            span = spans["authors"]
            if not starts(span.opening, at):
                span = spans["some_authors"]
                authors_complete = False
                if not starts(span.opening, at):
                    raise Unfit
            end = self.end(span, at)
            authors = people(g, "author", text, at + span.skip, end, None, self.escaped)
            at = self.after(span, end)
        run = g.match["languages"](text, at)
        languages: tuple[str, ...] = ()
        if run is not None and run.end() > at:
            languages = few(g, "language", run[0])
            at = run.end()
        databank_rows: tuple[Databank, ...] = ()
        if starts("<DataBankList", at):
            span = spans["databanks"]
            if not starts(span.opening, at):
                span = spans["some_databanks"]
                if not starts(span.opening, at):
                    raise Unfit
                self.others.append(Other(CITATION + "/Article/DataBankList@CompleteYN", "N"))
            end = self.end(span, at)
            databank_rows = databanks(g, text, at + span.skip, end)
            at = self.after(span, end)
        grant_rows: tuple[Grant, ...] = ()
        grants_complete = True
        if starts("<GrantList", at):
            span = spans["grants"]
            if not starts(span.opening, at):
                span = spans["some_grants"]
                grants_complete = False
                if not starts(span.opening, at):
                    raise Unfit
            end = self.end(span, at)
            grant_rows = grants(self.rows("grant", at + span.skip, end))
            at = self.after(span, end)
        types: tuple[Term, ...] = ()
        span = spans["types"]
        if starts(span.opening, at):
            end = self.end(span, at)
            types = publication_types(g, text[at + span.skip : end])
            at = self.after(span, end)
        return Article(
            at, abstracts, authors, authors_complete, languages,
            databank_rows, grant_rows, grants_complete, types,
        )  # fmt: skip

    def citation(self, at: int) -> Citation:
        """The lists of MedlineCitation in the order of the DTD."""
        g, text, spans = self.g, self.text, self.g.spans
        starts = text.startswith
        substances: tuple[Chemical, ...] = ()
        span = spans["chemicals"]
        if starts(span.opening, at):
            end = self.end(span, at)
            substances = chemicals(self.rows("chemical", at + span.skip, end))
            at = self.after(span, end)
        supplementary: tuple[Term, ...] = ()
        span = spans["supplementaries"]
        if starts(span.opening, at):
            end = self.end(span, at)
            rows = self.rows("supplementary", at + span.skip, end)
            supplementary = tuple([Term(n, ui or None, k or None) for k, ui, n, _ in rows])
            at = self.after(span, end)
        if starts("<CitationSubset>", at):
            run = g.match["subsets"](text, at)
            if run is None:
                raise Unfit
            for subset in few(g, "subset", run[0]):
                if subset:
                    self.others.append(Other(CITATION + "/CitationSubset", subset))
            at = run.end()
        linked: tuple[Correction, ...] = ()
        span = spans["corrections"]
        if starts(span.opening, at):
            end = self.end(span, at)
            linked = corrections(self.rows("correction", at + span.skip, end, 1))
            at = self.after(span, end)
        span = spans["symbols"]
        if starts(span.opening, at):
            end = self.end(span, at)
            for symbol, _ in self.rows("symbol", at + span.skip, end):
                if symbol:
                    path = CITATION + "/GeneSymbolList/GeneSymbol"
                    self.others.append(Other(path, symbol))
            at = self.after(span, end)
        headings: tuple[Heading, ...] = ()
        span = spans["mesh"]
        if starts(span.opening, at):
            end = self.end(span, at)
            headings = mesh(g, text, at + span.skip, end, self.escaped)
            at = self.after(span, end)
        if starts("<NumberOfReferences>", at):
            at = self.aside("count", at, CITATION + "/NumberOfReferences")
        span = spans["subjects"]
        if starts(span.opening, at):
            end = self.end(span, at)
            for row in self.rows("subject", at + span.skip, end):
                for tag, word in zip(SUBJECT, row, strict=False):
                    if word:
                        self.others.append(Other(f"{SUBJECTS}/{tag}", word))
            at = self.after(span, end)
        ids: tuple[Named, ...] = ()
        if starts("<OtherID ", at):
            run = g.match["other_ids"](text, at)
            if run is None:
                raise Unfit
            ids = named(g, "other_id", text, at, run.end(), self.escaped)
            at = run.end()
        abstracts: tuple[Abstract, ...] = ()
        while starts("<OtherAbstract ", at):
            run = g.match["other_abstract"](text, at)
            if run is None:
                raise Unfit
            kind, language = map(plain, run.groups())
            span = spans["other_abstract"]
            end = self.end(span, at)
            abstracts = (*abstracts, abstract(g, text, run.end(), end, language, kind))
            at = self.after(span, end)
        words: list[Term] = []
        while starts("<KeywordList ", at):
            run = g.match["keyword_list"](text, at)
            if run is None:
                raise Unfit
            span = spans["keywords"]
            end = self.end(span, at)
            words += keywords(self.rows("keyword", run.end(), end, 1), plain(run[1]))
            at = self.after(span, end)
        conflict, conflict_marks = "", NO_MARKS
        if starts("<CoiStatement>", at):
            run = g.match["conflict"](text, at)
            if run is None:
                raise Unfit
            conflict = run[1]
            if "<" in conflict or "&" in conflict or "\n" in conflict:
                conflict, conflict_marks = rich(conflict)
            at = run.end()
        while starts("<SpaceFlightMission>", at):
            at = self.aside("mission", at, CITATION + "/SpaceFlightMission")
        investigators: tuple[Author, ...] = ()
        span = spans["investigators"]
        if starts(span.opening, at):
            end = self.end(span, at)
            investigators = people(
                g, "investigator", text, at + span.skip, end, "investigator", self.escaped
            )
            at = self.after(span, end)
        while starts("<GeneralNote ", at):
            path = CITATION + "/GeneralNote"
            at = self.aside("note", at, path + "@Owner", path)
        return Citation(
            at, substances, supplementary, linked, headings, ids, abstracts,
            tuple(words), conflict or None, conflict_marks, investigators,
        )  # fmt: skip

    def aside(self, name: str, at: int, *paths: str) -> int:
        """Keep the groups of a pattern among the others; where it ends."""
        found = self.g.match[name](self.text, at)
        if found is None:
            raise Unfit
        for path, word in zip(paths, map(plain, found.groups()), strict=True):
            if word:
                self.others.append(Other(path, word))
        return found.end()

    def data(self, at: int) -> Data:
        """PubmedData to the end of the record."""
        g, text, spans = self.g, self.text, self.g.spans
        dates: list[Dated] = []
        span = spans["history"]
        if text.startswith(span.opening, at):
            end = self.end(span, at)
            dates = history(self.rows("date", at + span.skip, end))
            at = self.after(span, end)
        found = g.match["status"](text, at)
        if found is None:
            raise Unfit
        if status := plain(found[1]):
            self.others.append(Other("PubmedArticle/PubmedData/PublicationStatus", status))
        at = found.end()
        end = text.find("</ArticleIdList>", at)
        if end < 0:
            raise Unfit
        own = named(g, "article_id", text, at, end, self.escaped)
        at = self.gap(end + 16)
        cited: list[Reference] = []
        span = spans["references"]
        while text.startswith(span.opening, at):
            start, group = at + span.skip, None
            title = g.match["group"](text, start)
            if title is not None:
                start, group = title.end(), plain(title[1])
            end = self.end(span, at)
            cited += references(self.rows("reference", start, end, 0), group)
            at = self.after(span, end)
        last = g.match["end"](text, at)
        if last is None or last.end() != len(text):
            raise Unfit
        return Data(dates, own, tuple(cited))


@lru_cache(maxsize=1024)
def few(g: Grammar, name: str, run: str) -> tuple[str, ...]:
    """Texts of a run of like elements from a short closed list (languages, subsets)."""
    return tuple([plain(word) or "" for word, _ in g.rows(name, run, 0, len(run))])


@lru_cache(maxsize=8192)
def publication_types(g: Grammar, run: str) -> tuple[Term, ...]:
    """Publication types: a closed list, in few combinations."""
    rows = g.rows("publication_type", run, 0, len(run))
    if "&" in run:
        rows = resolved(rows)
    return tuple([Term(name, ui or None) for ui, name, _ in rows])
