"""Patterns of the fast reader: a PubMed record in the exact shape in which NLM writes it.

The element and attribute order is that of the PubMed DTD of 2025-01-01 and of NLM's own files.
Every pattern matches without a gap from where the one before ended; patterns for lists end in an
alternative that takes all that does not fit, so that one look at the last row tells whether every
byte was consumed. Capture groups stand inside plain quantifiers only: possessive ones around
groups are faulty in some releases of Python 3.11 (python/cpython#101955).

Templates: ``~`` is the space between elements, ``L`` plain text of a leaf, ``R`` text with i, b, u,
sub or sup inside, ``A`` an attribute's value and ``B`` one that is not empty; in brackets each is captured.
"""

import re
from dataclasses import dataclass

from assuage.parsing.pubmed_text import Unfit

Rows = list[tuple[str, ...]]

_DAY = "<Year>([0-9]++)</Year>~<Month>([0-9]++)</Month>~<Day>([0-9]++)</Day>~"
_PERSON = (
    '<TAG ValidYN="([YN])"(?: EqualContrib="([YN])"|)>~'
    "(?:<LastName>(L)</LastName>~|)(?:<ForeName>(L)</ForeName>~|)(?:<Initials>(L)</Initials>~|)"
    "(?:<Suffix>(L)</Suffix>~|)(?:<CollectiveName>(L)</CollectiveName>~|)"
    '((?:<Identifier Source="A">L</Identifier>~)*+)'
    "(?:<AffiliationInfo>~<Affiliation>(R)</Affiliation>~</AffiliationInfo>~|)"
    "((?:<AffiliationInfo>~<Affiliation>R</Affiliation>~"
    '(?:<Identifier Source="A">L</Identifier>~)*+</AffiliationInfo>~)*+)'
    "</TAG>~"
)
_ID = '<ArticleId IdType="(A)">(L)</ArticleId>~'
_CITED_ID = '<ArticleId IdType="(B)">(L)</ArticleId>~'

TEMPLATES = {
    "head": (
        '<PubmedArticle>~<MedlineCitation((?: \\w++="A")*+)>~'
        '<PMID Version="([0-9]++)">([0-9]++)</PMID>~'
        f"(?:<DateCreated>~{_DAY}</DateCreated>~|)"
        f"(?:<DateCompleted>~{_DAY}</DateCompleted>~|)"
        f"(?:<DateRevised>~{_DAY}</DateRevised>~|)"
        '<Article PubModel="(A)">~<Journal>~(?:<ISSN IssnType="(A)">(L)</ISSN>~|)'
        '<JournalIssue CitedMedium="(A)">~(?:<Volume>(L)</Volume>~|)(?:<Issue>(L)</Issue>~|)'
        "<PubDate>~(?:<Year>([0-9]{4})</Year>~(?:<Season>(L)</Season>~|)"
        "(?:<Month>(L)</Month>~|)(?:<Day>(L)</Day>~|)|<MedlineDate>(L)</MedlineDate>~)"
        "</PubDate>~</JournalIssue>~(?:<Title>(L)</Title>~|)"
        "(?:<ISOAbbreviation>(L)</ISOAbbreviation>~|)</Journal>~"
        "<ArticleTitle>(R)</ArticleTitle>~"
        "(?:<Pagination>~(?:<StartPage>(L)</StartPage>~|)(?:<EndPage>(L)</EndPage>~|)"
        "(?:<MedlinePgn>(L)</MedlinePgn>~|<MedlinePgn/>~|)</Pagination>~|)"
        '(?:<ELocationID EIdType="(A)" ValidYN="Y">(L)</ELocationID>~|)'
        '(?:<ELocationID EIdType="(A)" ValidYN="Y">(L)</ELocationID>~|)'
    ),
    "opening": '<(/?+[a-zA-Z]++)((?: \\w++="A")*+)>(?:~|)',
    "gap": "~",
    "passage": (
        '<AbstractText(?: Label="(A)"|)(?: NlmCategory="(A)"|)>(R)</AbstractText>~'
        "|<CopyrightInformation>(L)</CopyrightInformation>~"
    ),
    "author": _PERSON.replace("TAG", "Author"),
    "investigator": _PERSON.replace("TAG", "Investigator"),
    "identifier": '<Identifier Source="(A)">(L)</Identifier>~',
    "affiliation": (
        "<AffiliationInfo>~<Affiliation>(R)</Affiliation>~"
        '((?:<Identifier Source="A">L</Identifier>~)*+)</AffiliationInfo>~'
    ),
    "languages": "((?:<Language>L</Language>~)*+)",
    "subsets": "((?:<CitationSubset>L</CitationSubset>~)*+)",
    "other_ids": '((?:<OtherID Source="A">L</OtherID>~)*+)',
    "language": "<Language>(L)</Language>~",
    "databank": (
        "<DataBank>~<DataBankName>(L)</DataBankName>~(?:<AccessionNumberList>~"
        "((?:<AccessionNumber>L</AccessionNumber>~)*+)</AccessionNumberList>~|)</DataBank>~"
    ),
    "accession": "<AccessionNumber>(L)</AccessionNumber>~",
    "grant": (
        "<Grant>~(?:<GrantID>(L)</GrantID>~|)(?:<Acronym>(L)</Acronym>~|)"
        "(?:<Agency>(L)</Agency>~|)(?:<Country>(L)</Country>~|<Country/>~|)</Grant>~"
    ),
    "publication_type": '<PublicationType UI="(A)">(L)</PublicationType>~',
    "middle": (
        "(?:<VernacularTitle>(R)</VernacularTitle>~|)"
        f'(?:<ArticleDate DateType="(A)">~{_DAY}</ArticleDate>~|)'
        "</Article>~<MedlineJournalInfo>~(?:<Country>(L)</Country>~|)"
        "<MedlineTA>(L)</MedlineTA>~(?:<NlmUniqueID>(L)</NlmUniqueID>~|)"
        "(?:<ISSNLinking>(L)</ISSNLinking>~|)</MedlineJournalInfo>~"
    ),
    "chemical": (
        "<Chemical>~<RegistryNumber>(L)</RegistryNumber>~"
        '<NameOfSubstance UI="(A)">(L)</NameOfSubstance>~</Chemical>~'
    ),
    "supplementary": '<SupplMeshName Type="(A)" UI="(A)">(L)</SupplMeshName>~',
    "subset": "<CitationSubset>(L)</CitationSubset>~",
    "correction": (
        '<CommentsCorrections RefType="(A)">~<RefSource>(R)</RefSource>~'
        '(?:<PMID Version="(A)">(L)</PMID>~|)(?:<Note>(L)</Note>~|)</CommentsCorrections>~'
    ),
    "heading": (
        '<MeshHeading>~<DescriptorName UI="(A)" MajorTopicYN="([YN])"(?: Type="(A)"|)>'
        '(L)</DescriptorName>~((?:<QualifierName UI="A" MajorTopicYN="[YN]">L</QualifierName>~)*+)'
        "</MeshHeading>~"
    ),
    "qualifier": '<QualifierName UI="(A)" MajorTopicYN="([YN])">(L)</QualifierName>~',
    "other_id": '<OtherID Source="(A)">(L)</OtherID>~',
    "keyword": '<Keyword MajorTopicYN="([YN])">(R)</Keyword>~',
    "note": '<GeneralNote Owner="(A)">(L)</GeneralNote>~',
    "mission": "<SpaceFlightMission>(L)</SpaceFlightMission>~",
    "conflict": "<CoiStatement>(R)</CoiStatement>~",
    "count": "<NumberOfReferences>(L)</NumberOfReferences>~",
    "date": (
        '<PubMedPubDate PubStatus="(A)">~<Year>(L)</Year>~<Month>(L)</Month>~<Day>(L)</Day>~'
        "(?:<Hour>(L)</Hour>~|)(?:<Minute>(L)</Minute>~|)(?:<Second>(L)</Second>~|)"
        "</PubMedPubDate>~"
    ),
    "status": "<PublicationStatus>(L)</PublicationStatus>~<ArticleIdList>~",
    "article_id": _ID,
    "references": "<ReferenceList>~(?:<Title>(L)</Title>~|)",
    "reference": (
        "<Reference>~<Citation>(R)</Citation>~(?:<ArticleIdList>~"
        f"(?:{_CITED_ID}|)(?:{_CITED_ID}|)(?:{_CITED_ID}|)</ArticleIdList>~|)</Reference>~"
    ),
    "end": "</PubmedData>~</PubmedArticle>",
}
LISTS = frozenset(
    {"passage", "author", "investigator", "identifier", "affiliation", "databank", "accession"}
    | {"grant", "publication_type", "chemical", "supplementary", "correction", "heading"}
    | {"qualifier", "keyword", "date", "article_id", "reference", "language", "subset", "other_id"}
)
"""Patterns that are found many times over; the others match once."""


@dataclass(frozen=True)
class Grammar:
    """All patterns for one way of spacing."""

    patterns: dict[str, re.Pattern[str]]

    def rows(self, name: str, text: str, start: int, end: int) -> Rows:
        """Rows of a list that fills ``text[start:end]`` to the last character, or Unfit."""
        rows: Rows = self.patterns[name].findall(text, start, end)
        if not rows or rows[-1][-1]:
            raise Unfit
        return rows


def grammar(gap: str, leaf: str, marked: str) -> Grammar:
    """Compile the templates for one way of spacing."""
    patterns = {}
    for name, template in TEMPLATES.items():
        source = re.sub(r"(?<![A-Za-z])R(?![A-Za-z])", lambda _: marked, template)
        source = re.sub(r"(?<![A-Za-z])L(?![A-Za-z])", lambda _: leaf, source)
        source = re.sub(r"(?<![A-Za-z])A(?![A-Za-z])", lambda _: r'[^"<\n]*+', source)
        source = re.sub(r"(?<![A-Za-z])B(?![A-Za-z])", lambda _: r'[^"<\n]++', source)
        source = source.replace("~", gap)
        if name in LISTS:
            source += r"|([\s\S]++)"
        patterns[name] = re.compile(source)
    return Grammar(patterns)


_LEAF = "[^<]*+"
# A leaf that would need trimming does not fit; two blanks at its end could be indentation.
_BARE = r"(?!\n)[^<]*+(?<!\n)(?<!\s\s)"
_MARKED = "[^<]*+(?:</?+(?:i|b|u|su[bp])>[^<]*+)*+"

COMPACT = grammar("", _LEAF, _MARKED)
"""As efetch writes, where the record holds no line end."""
WRAPPED = grammar("", _BARE, _MARKED)
"""As efetch writes, with line ends inside of texts."""
INDENTED = grammar(r"\n *+", _BARE, _MARKED)
"""As the baseline and update files are written: every element on a line of its own."""
