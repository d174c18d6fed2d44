"""The fast reader: a PubMed record in NLM's usual shape to the same Record as the complete reader.

One pass of compiled patterns in which every byte of the record must take part (pubmed_grammar.py).
A record in any other shape raises Unfit and goes to the complete reader, so that speed is never
bought with a loss; tests/parsing/test_pubmed_xml.py holds both readers to equality.
"""

from functools import lru_cache
from typing import NamedTuple

from assuage.parsing.pubmed_grammar import COMPACT, INDENTED, WRAPPED, Grammar
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
from assuage.parsing.pubmed_text import Unfit, rich, unescape, year
from assuage.terms.record import (
    Abstract,
    Author,
    Chemical,
    Correction,
    Databank,
    Dated,
    Grant,
    Heading,
    Journal,
    Named,
    Other,
    Record,
    Reference,
    Term,
)

CITATION = "PubmedArticle/MedlineCitation"
DATABANKS = CITATION + "/Article/DataBankList"


class Attributes(NamedTuple):
    """Attributes of an opening tag."""

    pairs: tuple[tuple[str, str], ...]

    def only(self, *names: str) -> dict[str, str]:
        """By name; Unfit if others are there."""
        found = dict(self.pairs)
        if len(found) != len(self.pairs) or not found.keys() <= set(names):
            raise Unfit
        return found


@lru_cache(maxsize=4096)
def attributes(raw: str) -> Attributes:
    """`` A="b" C="d"`` to pairs. Few forms exist, so they are remembered."""
    parts = raw.split('"')
    pairs = zip(parts[::2], parts[1::2], strict=False)
    return Attributes(tuple((name.strip(" ="), unescape(value)) for name, value in pairs))


@lru_cache(maxsize=256)
def citation_attributes(raw: str) -> tuple[str | None, tuple[Other, ...]]:
    """Status of a citation, and its further attributes."""
    found = attributes(raw)
    names = [name for name, _ in found.pairs]
    if len(set(names)) != len(names):
        raise Unfit
    others = tuple(
        Other(f"{CITATION}@{name}", value)
        for name, value in found.pairs
        if name != "Status" and (name, value) != ("Owner", "NLM") and value
    )
    return dict(found.pairs).get("Status") or None, others


def fast(text: str) -> Record:
    """Read one PubmedArticle element; Unfit where the complete reader has to."""
    if "\t" in text:
        raise Unfit
    if "\n" not in text:
        return _Reading(COMPACT, text).record()
    return _Reading(WRAPPED if text.startswith("><", 14) else INDENTED, text).record()


class _Reading:
    """One walk along one record; ``at`` is the place up to which it was consumed."""

    __slots__ = ("at", "attributes", "escaped", "g", "start", "tag", "text")

    def __init__(self, g: Grammar, text: str) -> None:
        self.g = g
        self.text = text
        self.escaped = "&" in text
        self.at = 0
        self.start = 0
        self.tag = ""
        self.attributes = ""

    def take(self, name: str) -> tuple[str | None, ...]:
        """Groups of the pattern that must match here."""
        found = self.g.patterns[name].match(self.text, self.at)
        if found is None:
            raise Unfit
        self.at = found.end()
        groups = found.groups()
        return groups

    def peek(self) -> None:
        """Look at the opening tag that comes next; ``start`` is where its content begins."""
        found = self.g.patterns["opening"].match(self.text, self.at)
        if found is None:
            raise Unfit
        self.tag, self.attributes = found.groups()
        self.start = found.end()

    def inside(self, *names: str) -> tuple[dict[str, str], int, int]:
        """Step over the element looked at; its attributes, start and end of its content."""
        closing = f"</{self.tag}>"
        text, start = self.text, self.start
        end = text.find(closing, start)
        if end < 0:
            raise Unfit
        gap = self.g.patterns["gap"].match(text, end + len(closing))
        if gap is None:
            raise Unfit
        self.at = gap.end()
        raw = self.attributes
        found = attributes(raw).only(*names) if raw else {}
        self.peek()
        return found, start, end

    def rows(self, name: str, start: int, end: int, keep: int = -1) -> list[tuple[str, ...]]:
        """Rows with references resolved, but for the column ``keep``."""
        rows = self.g.rows(name, self.text, start, end)
        if self.escaped and self.text.find("&", start, end) >= 0:
            return resolved(rows, keep)
        return rows

    def record(self) -> Record:
        """The record."""
        g, text = self.g, self.text
        head = self.take("head")
        (
            _, version, pmid,
            y0, m0, d0, y1, m1, d1, y2, m2, d2,
            model, issn_type, issn, medium, volume, issue,
            issue_year, season, month, day, medline_date,
            journal_title, abbreviation, _, first_page, last_page, pages,
            kind1, id1, kind2, id2,
        ) = map(plain, head) if self.escaped else head  # fmt: skip
        status, outer = citation_attributes(head[0] or "")
        others = list(outer)
        if model:
            others.append(Other(CITATION + "/Article@PubModel", model))
        dates = []
        if y0:
            dates.append(Dated("created", f"{y0}-{m0}-{d0}"))
        if y1:
            dates.append(Dated("completed", f"{y1}-{m1}-{d1}"))
        supersedes = f"0000-00-00.{version}"
        if y2 and m2 and d2:
            dates.append(Dated("revised", f"{y2}-{m2}-{d2}"))
            supersedes = f"{y2:0>4}-{m2:0>2}-{d2:0>2}.{version}"
        title, title_marks = head[25] or "", NO_MARKS
        if "<" in title or "&" in title or "\n" in title:
            title, title_marks = rich(title)
        issns = []
        if head[13] is not None:
            issns.append(Named(issn_type or "", issn or ""))
        ids = []
        if head[29] is not None:
            ids.append(Named(kind1 or "", id1 or ""))
            if head[31] is not None:
                ids.append(Named(kind2 or "", id2 or ""))
        electronic = ids.copy()

        # Article
        abstracts: tuple[Abstract, ...] = ()
        authors: tuple[Author, ...] = ()
        authors_complete = grants_complete = True
        self.peek()
        if self.tag == "Abstract":
            _, start, end = self.inside()
            abstracts = (abstract(g, text, start, end, None, None),)
        if self.tag == "AuthorList":
            found, start, end = self.inside("CompleteYN", "Type")
            if found.get("CompleteYN", "Y") not in ("Y", "N"):
                raise Unfit
            authors_complete = found.get("CompleteYN") != "N"
            authors = people(g, "author", text, start, end, found.get("Type") or None)
        languages = self.words("languages", "language")
        self.peek()
        databank_rows: tuple[Databank, ...] = ()
        if self.tag == "DataBankList":
            found, start, end = self.inside("CompleteYN")
            if found.get("CompleteYN", "Y") != "Y":
                others.append(Other(DATABANKS + "@CompleteYN", found["CompleteYN"]))
            databank_rows = databanks(g, text, start, end)
        grant_rows: tuple[Grant, ...] = ()
        if self.tag == "GrantList":
            found, start, end = self.inside("CompleteYN")
            if found.get("CompleteYN", "Y") not in ("Y", "N"):
                raise Unfit
            grants_complete = found.get("CompleteYN") != "N"
            grant_rows = grants(self.rows("grant", start, end))
        types: tuple[Term, ...] = ()
        kind = "article"
        if self.tag == "PublicationTypeList":
            _, start, end = self.inside()
            types = tuple(
                [Term(n, ui or None) for ui, n, _ in self.rows("publication_type", start, end)]
            )
            for term in types:
                if term.name == "Preprint":
                    kind = "preprint"
        middle = self.take("middle")
        (
            _, date_type, y3, m3, d3, country, medline, nlm_id, linking,
        ) = map(plain, middle) if self.escaped else middle  # fmt: skip
        vernacular, vernacular_marks = middle[0] or "", NO_MARKS
        if "<" in vernacular or "&" in vernacular or "\n" in vernacular:
            vernacular, vernacular_marks = rich(vernacular)
        article_date: str | None = None
        if middle[1] is not None:
            article_date = f"{y3}-{m3}-{d3}"
            dates.append(Dated(f"article:{date_type or ''}", article_date))
        if not medline:
            raise Unfit
        if middle[8] is not None:
            issns.append(Named("Linking", linking or ""))

        # The rest of MedlineCitation
        substances: tuple[Chemical, ...] = ()
        supplementary: tuple[Term, ...] = ()
        linked: tuple[Correction, ...] = ()
        headings: tuple[Heading, ...] = ()
        words: list[Term] = []
        conflict: str | None = None
        conflict_marks = NO_MARKS
        investigators: tuple[Author, ...] = ()
        self.peek()
        if self.tag == "ChemicalList":
            _, start, end = self.inside()
            substances = chemicals(self.rows("chemical", start, end))
        if self.tag == "SupplMeshList":
            _, start, end = self.inside()
            supplementary = tuple(
                [
                    Term(name, ui or None, kind_ or None)
                    for kind_, ui, name, _ in self.rows("supplementary", start, end)
                ]
            )
        if self.tag == "CitationSubset":
            for subset in self.words("subsets", "subset"):
                if subset:
                    others.append(Other(CITATION + "/CitationSubset", subset))
            self.peek()
        if self.tag == "CommentsCorrectionsList":
            _, start, end = self.inside()
            linked = corrections(self.rows("correction", start, end, 1))
        if self.tag == "MeshHeadingList":
            _, start, end = self.inside()
            headings = mesh(g, text, start, end, self.escaped)
        if self.tag == "NumberOfReferences":
            if count := plain(self.take("count")[0]):
                others.append(Other(CITATION + "/NumberOfReferences", count))
            self.peek()
        if self.tag == "OtherID":
            begin = self.at
            self.take("other_ids")
            ids.extend(named(g, "other_id", text, begin, self.at))
            self.peek()
        while self.tag == "OtherAbstract":
            found, start, end = self.inside("Type", "Language")
            language, type_ = found.get("Language") or None, found.get("Type") or None
            abstracts = (*abstracts, abstract(g, text, start, end, language, type_))
        while self.tag == "KeywordList":
            found, start, end = self.inside("Owner")
            words += keywords(self.rows("keyword", start, end, 1), found.get("Owner") or None)
        if self.tag == "CoiStatement":
            stated = self.take("conflict")[0] or ""
            if "<" in stated or "&" in stated or "\n" in stated:
                stated, conflict_marks = rich(stated)
            conflict = stated or None
            self.peek()
        while self.tag == "SpaceFlightMission":
            if mission := plain(self.take("mission")[0]):
                others.append(Other(CITATION + "/SpaceFlightMission", mission))
            self.peek()
        if self.tag == "InvestigatorList":
            _, start, end = self.inside()
            investigators = people(g, "investigator", text, start, end, "investigator")
        while self.tag == "GeneralNote":
            owner, note = map(plain, self.take("note"))
            if owner:
                others.append(Other(CITATION + "/GeneralNote@Owner", owner))
            if note:
                others.append(Other(CITATION + "/GeneralNote", note))
            self.peek()
        if self.tag != "/MedlineCitation" or self.attributes:
            raise Unfit

        # PubmedData
        self.at = self.start
        self.peek()
        if self.tag != "PubmedData" or self.attributes:
            raise Unfit
        self.at = self.start
        self.peek()
        if self.tag == "History" and not self.attributes:
            start, end = self.start, text.find("</History>", self.start)
            if end < 0:
                raise Unfit
            dates += history(self.rows("date", start, end))
            self.at = end + 10
            self.take("gap")
        publication_status = plain(self.take("status")[0])
        if publication_status:
            others.append(Other("PubmedArticle/PubmedData/PublicationStatus", publication_status))
        end = text.find("</ArticleIdList>", self.at)
        if end < 0:
            raise Unfit
        own = named(g, "article_id", text, self.at, end)
        self.at = end + 16
        self.take("gap")
        cited: list[Reference] = []
        while text.startswith("<ReferenceList>", self.at):
            group = plain(self.take("references")[0])
            end = text.find("</ReferenceList>", self.at)
            if end < 0:
                raise Unfit
            cited += references(self.rows("reference", self.at, end, 0), group)
            self.at = end + 16
            self.take("gap")
        self.take("end")
        if self.at != len(text):
            raise Unfit
        ids.extend(own)
        doi = next((i.value for i in own if i.scheme == "doi"), None) or next(
            (i.value for i in electronic if i.scheme == "doi"), None
        )
        if medline_date is not None:
            published = medline_date
        else:
            published = "-".join([p for p in (issue_year, season, month, day) if p])
        return Record(
            id=f"pmid:{pmid}",
            source="pubmed",
            kind=kind,
            version=supersedes,
            pmid=pmid,
            pmcid=next((i.value for i in own if i.scheme == "pmc"), None) or None,
            doi=doi or None,
            ncts=tuple(
                [a for b in databank_rows if b.name == "ClinicalTrials.gov" for a in b.accessions]
            ),
            identifiers=tuple(ids),
            title=title,
            title_marks=title_marks,
            vernacular_title=vernacular or None,
            vernacular_title_marks=vernacular_marks,
            abstracts=abstracts,
            languages=languages,
            year=int(issue_year) if issue_year else year(medline_date, article_date),
            published=published or None,
            dates=tuple(dates),
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
            authors=authors,
            authors_complete=authors_complete,
            investigators=investigators,
            mesh=headings,
            publication_types=types,
            keywords=tuple(words),
            chemicals=substances,
            supplementary_mesh=supplementary,
            grants=grant_rows,
            grants_complete=grants_complete,
            databanks=databank_rows,
            corrections=linked,
            references=tuple(cited),
            conflict_of_interest=conflict,
            conflict_marks=conflict_marks,
            others=tuple(others),
        )

    def words(self, block: str, name: str) -> tuple[str, ...]:
        """Texts of a run of like elements; none is an empty tuple."""
        found = self.take(block)[0]
        if not found:
            return ()
        rows = self.g.rows(name, found, 0, len(found))
        return tuple([plain(word) or "" for word, _ in rows])
