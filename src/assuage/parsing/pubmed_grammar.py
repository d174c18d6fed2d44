"""Patterns of the fast reader: a PubMed record in the exact shape in which NLM writes it.

The element and attribute order is that of the PubMed DTD of 2025-01-01 and of NLM's own files.
Every pattern matches without a gap from where the one before ended; patterns for lists end in an
alternative that takes all that does not fit to the end of the record, so that one look at the last
row tells whether the closing tag follows the items; no other search for it is needed. Capture groups stand inside plain quantifiers only: possessive ones around
groups are faulty in some releases of Python 3.11 (python/cpython#101955).

Templates: ``~`` is the space between elements, ``L`` plain text of a leaf, ``R`` text with i, b, u,
sub or sup inside, ``«…»`` is optional, ``A`` an attribute's value and ``B`` one that is not empty; in brackets each is captured.
"""

import re
from functools import cache, lru_cache

from assuage.parsing.pubmed_text import INLINE, Unfit, unescape
from assuage.terms.record import Heading, Qualifier

Rows = list[tuple[str, ...]]

_DAY = "<Year>([0-9]++)</Year>~<Month>([0-9]++)</Month>~<Day>([0-9]++)</Day>~"
_PERSON = (
    '<TAG ValidYN="([YN])"(?: EqualContrib="([YN])"|)>~'
    "«<LastName>(L)</LastName>~»«<ForeName>(L)</ForeName>~»«<Initials>(L)</Initials>~»"
    "«<Suffix>(L)</Suffix>~»«<CollectiveName>(L)</CollectiveName>~»"
    # The first letters stand outside of the groups for the same reason as in _optional.
    '«<I(dentifier Source="A">L</Identifier>~(?:<Identifier Source="A">L</Identifier>~)*+)»'
    "«<AffiliationInfo>~<Affiliation>(R)</Affiliation>~</AffiliationInfo>~»"
    "«<A(ffiliationInfo>~<Affiliation>R</Affiliation>~"
    '(?:<Identifier Source="A">L</Identifier>~)*+</AffiliationInfo>~'
    "(?:<AffiliationInfo>~<Affiliation>R</Affiliation>~"
    '(?:<Identifier Source="A">L</Identifier>~)*+</AffiliationInfo>~)*+)»'
    "</TAG>~"
)
_ID = '<ArticleId IdType="(A)">(L)</ArticleId>~'
_CITED_ID = '<ArticleId IdType="(B)">(L)</ArticleId>~'

TEMPLATES = {
    "head": (
        '<PubmedArticle>~<MedlineCitation((?: \\w++="A")*+)>~'
        '<PMID Version="([0-9]++)">([0-9]++)</PMID>~'
        f"«<DateCreated>~{_DAY}</DateCreated>~»"
        f"«<DateCompleted>~{_DAY}</DateCompleted>~»"
        f"«<DateRevised>~{_DAY}</DateRevised>~»"
        '<Article PubModel="(A)">~<Journal>~«<ISSN IssnType="(A)">(L)</ISSN>~»'
        '<JournalIssue CitedMedium="(A)">~«<Volume>(L)</Volume>~»«<Issue>(L)</Issue>~»'
        "<PubDate>~(?:<Year>([0-9]{4})</Year>~«<Season>(L)</Season>~»"
        "«<Month>(L)</Month>~»«<Day>(L)</Day>~»|<MedlineDate>(L)</MedlineDate>~)"
        "</PubDate>~</JournalIssue>~«<Title>(L)</Title>~»"
        "«<ISOAbbreviation>(L)</ISOAbbreviation>~»</Journal>~"
        "<ArticleTitle>(R)</ArticleTitle>~"
        "«<Pagination>~«<StartPage>(L)</StartPage>~»«<EndPage>(L)</EndPage>~»"
        "«<MedlinePgn>(L)</MedlinePgn>~»«<MedlinePgn/>~»</Pagination>~»"
        '«<ELocationID EIdType="(A)" ValidYN="Y">(L)</ELocationID>~»'
        '«<ELocationID EIdType="(A)" ValidYN="Y">(L)</ELocationID>~»'
    ),
    "passage": (
        '<AbstractText(?: Label="(A)"|)(?: NlmCategory="(A)"|)>(R)</AbstractText>~'
        "|<CopyrightInformation>(?!<)(L)</CopyrightInformation>~"
    ),
    "author": _PERSON.replace("TAG", "Author"),
    "investigator": _PERSON.replace("TAG", "Investigator"),
    "identifier": '<Identifier Source="(A)">(L)</Identifier>~',
    "affiliation": (
        "<AffiliationInfo>~<Affiliation>(R)</Affiliation>~"
        '((?:<Identifier Source="A">L</Identifier>~)*+)</AffiliationInfo>~'
    ),
    "languages": "(?:<Language>L</Language>~)*+",
    "subsets": "(?:<CitationSubset>L</CitationSubset>~)++",
    "other_ids": '(?:<OtherID Source="A">L</OtherID>~)++',
    "language": "<Language>(L)</Language>~",
    "databank": (
        "<DataBank>~<DataBankName>(L)</DataBankName>~«<AccessionNumberList>~"
        "((?:<AccessionNumber>L</AccessionNumber>~)*+)</AccessionNumberList>~»</DataBank>~"
    ),
    "accession": "<AccessionNumber>(L)</AccessionNumber>~",
    "grant": (
        "<Grant>~«<GrantID>(L)</GrantID>~»«<Acronym>(L)</Acronym>~»"
        "«<Agency>(L)</Agency>~»«<Country>(L)</Country>~»«<Country/>~»</Grant>~"
    ),
    "publication_type": '<PublicationType UI="(A)">(L)</PublicationType>~',
    # What stands behind the authors of nearly all records, up to the lists of MedlineCitation.
    "usual": (
        "((?:<Language>L</Language>~)++)<PublicationTypeList>~"
        '((?:<PublicationType UI="A">L</PublicationType>~)++)</PublicationTypeList>~MIDDLE'
    ),
    "middle": (
        "«<VernacularTitle>(R)</VernacularTitle>~»"
        f'«<ArticleDate DateType="(A)">~{_DAY}</ArticleDate>~»'
        "</Article>~<MedlineJournalInfo>~«<Country>(L)</Country>~»"
        "<MedlineTA>(L)</MedlineTA>~«<NlmUniqueID>(L)</NlmUniqueID>~»"
        "«<ISSNLinking>(L)</ISSNLinking>~»</MedlineJournalInfo>~"
    ),
    "chemical": (
        "<Chemical>~<RegistryNumber>(L)</RegistryNumber>~"
        '<NameOfSubstance UI="(A)">(L)</NameOfSubstance>~</Chemical>~'
    ),
    "supplementary": '<SupplMeshName Type="(A)" UI="(A)">(L)</SupplMeshName>~',
    "subset": "<CitationSubset>(L)</CitationSubset>~",
    "correction": (
        '<CommentsCorrections RefType="(A)">~<RefSource>(R)</RefSource>~'
        '«<PMID Version="(A)">(L)</PMID>~»«<Note>(L)</Note>~»</CommentsCorrections>~'
    ),
    "heading": (
        '<MeshHeading>~<DescriptorName UI="(A)" MajorTopicYN="([YN])"(?: Type="(A)"|)>'
        '(L)</DescriptorName>~((?:<QualifierName UI="A" MajorTopicYN="[YN]">L</QualifierName>~)*+)'
        "</MeshHeading>~"
    ),
    "qualifier": '<QualifierName UI="(A)" MajorTopicYN="([YN])">(L)</QualifierName>~',
    "other_id": '<OtherID Source="(A)">(L)</OtherID>~',
    "keyword": '<Keyword MajorTopicYN="([YN])">(R)</Keyword>~',
    "symbol": "<GeneSymbol>(L)</GeneSymbol>~",
    "subject": (
        "<PersonalNameSubject>~«<LastName>(L)</LastName>~»«<ForeName>(L)</ForeName>~»"
        "«<Initials>(L)</Initials>~»«<Suffix>(L)</Suffix>~»</PersonalNameSubject>~"
    ),
    "note": '<GeneralNote Owner="(A)">(L)</GeneralNote>~',
    "mission": "<SpaceFlightMission>(L)</SpaceFlightMission>~",
    "conflict": "<CoiStatement>(R)</CoiStatement>~",
    "count": "<NumberOfReferences>(L)</NumberOfReferences>~",
    "date": (
        '<PubMedPubDate PubStatus="(A)">~<Year>(L)</Year>~<Month>(L)</Month>~<Day>(L)</Day>~'
        "«<Hour>(L)</Hour>~<Minute>(L)</Minute>~»"
        "</PubMedPubDate>~"
    ),
    "status": "<PublicationStatus>(L)</PublicationStatus>~<ArticleIdList>~",
    "article_id": _ID,
    "group": "<Title>(L)</Title>~",
    "data": "</MedlineCitation>~<PubmedData>~",
    "gap": "~",
    "keyword_list": '<KeywordList Owner="(A)">~',
    "other_abstract": '<OtherAbstract Type="(A)" Language="(A)">~',
    "reference": (
        "<Reference>~<Citation>(R)</Citation>~«<ArticleIdList>~"
        f"«{_CITED_ID}»«{_CITED_ID}»«{_CITED_ID}»</ArticleIdList>~»</Reference>~"
    ),
    "end": "</PubmedData>~</PubmedArticle>",
}
TEMPLATES["usual"] = TEMPLATES["usual"].replace("MIDDLE", TEMPLATES["middle"])
LISTS = frozenset(
    {"passage", "author", "investigator", "identifier", "affiliation", "databank", "accession"}
    | {"grant", "publication_type", "chemical", "supplementary", "correction", "heading", "subject"}
    | {"qualifier", "keyword", "date", "article_id", "reference", "language", "subset", "other_id"}
    | {"symbol"}
)
"""Patterns that are found many times over; the others match once."""
ARTICLE_LISTS = {
    "abstract": "Abstract>",
    "authors": 'AuthorList CompleteYN="Y">',
    "some_authors": 'AuthorList CompleteYN="N">',
    "databanks": 'DataBankList CompleteYN="Y">',
    "some_databanks": 'DataBankList CompleteYN="N">',
    "grants": 'GrantList CompleteYN="Y">',
    "some_grants": 'GrantList CompleteYN="N">',
    "types": "PublicationTypeList>",
}
CITATION_LISTS = {
    "chemicals": "ChemicalList>",
    "supplementaries": "SupplMeshList>",
    "corrections": "CommentsCorrectionsList>",
    "symbols": "GeneSymbolList>",
    "mesh": "MeshHeadingList>",
    "subjects": "PersonalNameSubjectList>",
    "investigators": "InvestigatorList>",
    "history": "History>",
    "references": "ReferenceList>",
    "keywords": "KeywordList>",
    "other_abstract": "OtherAbstract>",
    "ids": "ArticleIdList>",
}
REMEMBERED = 16_384
"""MeSH headings with their qualifiers that are remembered. Of the headings of the 6,891 records of
../shared/data/pubmed/records.jsonl.gz that have some, 81% were met before; four times as many
remembered gave no more."""


def _optional(template: str) -> str:
    # The opening bracket of the tag that follows is moved in front of the optional elements: the
    # engine then rejects an absent one by its first letter, without entering the branch.
    while "«" in template:
        before = template
        template = re.sub(
            "((?:«<[^«»]*»)+)<",
            lambda run: "<" + run[1].replace("«<", "(?:").replace("»", "<|)"),
            template,
        )
        if template == before:
            template = re.sub("«([^«»]*)»", r"(?:\1|)", template, count=1)
    return template


class Span:
    """How a list opens and closes in one way of spacing.

    ``outer`` is the tag's end with the space after it, ``last`` the same where the list is the
    last child of its parent.
    """

    __slots__ = ("closing", "last", "next", "opening", "outer", "over", "skip")

    def __init__(self, tag: str, outer: str, step: str) -> None:
        self.opening = f"<{tag}{outer}{step}"
        self.closing = f"</{re.split('[ >]', tag)[0]}>"
        self.outer = f"{self.closing}{outer}<"
        self.last = f"{self.closing}{outer.removesuffix(step)}<"
        self.skip = len(self.opening)
        self.over = len(self.closing)
        self.next = len(self.outer) - 1


class Grammar:
    """All patterns for one way of spacing; Unfit is raised where text does not fit them.

    ``article`` and ``citation`` are the exact spaces before a child of Article and of
    MedlineCitation, and ``step`` what one level adds.
    """

    def __init__(self, patterns: dict[str, re.Pattern[str]], citation: str, step: str) -> None:
        self.find = {name: pattern.findall for name, pattern in patterns.items()}
        self.match = {name: pattern.match for name, pattern in patterns.items()}
        article = citation + step
        self.spans = {n: Span(tag, article, step) for n, tag in ARTICLE_LISTS.items()}
        self.spans |= {n: Span(tag, citation, step) for n, tag in CITATION_LISTS.items()}
        record = citation.removesuffix(step)
        # The usual spelling of patterns without a group: cheaper to compare than to match.
        self.fixed = {
            "data": f"</MedlineCitation>{record}<PubmedData>{citation}",
            "end": f"</PubmedData>{record.removesuffix(step)}</PubmedArticle>",
        }
        self.between_headings = f"</MeshHeading>{article}"
        self.heading = lru_cache(REMEMBERED)(self._heading)

    def rows(self, name: str, text: str) -> Rows:
        """Rows of items that fill a text to the last character."""
        rows: Rows = self.find[name](text)
        if not rows or rows[-1][-1]:
            raise Unfit
        return rows

    def _heading(self, text: str) -> Heading:
        """One MeshHeading with its qualifiers, without the end tag."""
        rows = self.rows("heading", text + self.between_headings)
        if len(rows) != 1:
            raise Unfit
        ((ui, major, kind, name, block, _),) = rows
        below = self.find["qualifier"](block)
        return Heading(
            unescape(name),
            unescape(ui) or None,
            major == "Y",
            tuple([Qualifier(unescape(q), unescape(u) or None, m == "Y") for u, m, q, _ in below]),
            unescape(kind) or None,
        )

    def past(self, name: str, text: str, at: int) -> int:
        """Where text that fits a pattern without a group ends."""
        fixed = self.fixed[name]
        if text.startswith(fixed, at):
            return at + len(fixed)
        found = self.match[name](text, at)
        if found is None:
            raise Unfit
        return found.end()


def compiled(gap: str, leaf: str, marked: str) -> dict[str, re.Pattern[str]]:
    """The templates for one way of spacing."""
    patterns = {}
    words = {"R": marked, "L": leaf, "A": r'[^"<\n\t]*+', "B": r'[^"<\n\t]++'}
    for name, template in TEMPLATES.items():
        source = _optional(template)
        source = re.sub(
            "(?<![A-Za-z])[RLAB](?![A-Za-z(])", lambda word: words[word[0]], source
        ).replace("~", gap)
        if name in LISTS:
            source += "|(.++)"
        patterns[name] = re.compile(source, re.DOTALL)
    return patterns


_LEAF = "[^<]*+"
# A leaf that would need trimming does not fit; two blanks at its end could be indentation.
_BARE = r"(?!\n)[^<]*+(?<!\n)(?<!\s\s)"
_MARKED = f"[^<]*+(?:{INLINE}[^<]*+)*+"


@cache
def patterns(gap: str, leaf: str) -> dict[str, re.Pattern[str]]:
    """Compiled when first needed: it takes some tens of milliseconds for each way of spacing."""
    return compiled(gap, leaf, _MARKED)


@cache
def compact() -> Grammar:
    """As efetch writes, where the record holds no line end."""
    return Grammar(patterns("", _LEAF), "", "")


@cache
def wrapped() -> Grammar:
    """As efetch writes, with line ends inside of texts."""
    return Grammar(patterns("", _BARE), "", "")


@lru_cache(maxsize=64)
def indented(citation: str, step: str) -> Grammar:
    """As the baseline and update files are written: every element on a line of its own."""
    if citation[:1] != "\n" or citation.strip(" ") != "\n" or step.strip(" "):
        raise Unfit
    return Grammar(patterns(r"\n *+", _BARE), citation, step)


def grammar(text: str) -> Grammar:
    """The grammar for the spacing of a record."""
    if "\n" not in text:
        return compact()
    if text.startswith("><", 14):
        return wrapped()
    # Spaces before MedlineCitation and before PMID tell the indentation of all levels.
    first = text.find("<", 15)
    second = text.find("<PMID", first)
    outer, inner = text[15:first], text[text.rfind(">", 0, second) + 1 : second]
    if not inner.startswith(outer):
        raise Unfit
    return indented(inner, inner[len(outer) :])
