"""PubMed files of our own making, in the shape of the baseline."""

import gzip
from pathlib import Path
from xml.sax.saxutils import escape

_ARTICLE = """<PubmedArticle>
    <MedlineCitation Status="MEDLINE" Owner="NLM">
      <PMID Version="1">{pmid}</PMID>
      <DateRevised><Year>{revised}</Year><Month>05</Month><Day>04</Day></DateRevised>
      <Article PubModel="Print">
        <Journal>
          <ISSN IssnType="Print">0000-0000</ISSN>
          <JournalIssue CitedMedium="Print">
            <Volume>{volume}</Volume><Issue>1</Issue>
            <PubDate><Year>{year}</Year><Month>Jan</Month></PubDate>
          </JournalIssue>
          <Title>A Journal of Cases</Title><ISOAbbreviation>J Cases</ISOAbbreviation>
        </Journal>
        <ArticleTitle>{title}</ArticleTitle>
        <Pagination><MedlinePgn>{pmid}-9</MedlinePgn></Pagination>
        <Abstract><AbstractText>{text}</AbstractText></Abstract>
        <AuthorList CompleteYN="Y">
          <Author ValidYN="Y"><LastName>Author{pmid}</LastName><ForeName>Ann</ForeName><Initials>A</Initials></Author>
        </AuthorList>
        <Language>eng</Language>
        <PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList>
      </Article>
      <MedlineJournalInfo><Country>Nowhere</Country><MedlineTA>J Cases</MedlineTA><NlmUniqueID>1</NlmUniqueID></MedlineJournalInfo>
    </MedlineCitation>
    <PubmedData>
      <PublicationStatus>ppublish</PublicationStatus>
      <ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList>
    </PubmedData>
  </PubmedArticle>
"""


def article(
    pmid: int, title: str, text: str = "Words on pain.", year: int = 2010, revised: int = 2019
) -> str:
    """One PubmedArticle."""
    return _ARTICLE.format(
        pmid=pmid,
        title=escape(title),
        text=escape(text),
        year=year,
        volume=pmid % 90,
        revised=revised,
    )


def write(path: Path, articles: list[str], deleted: tuple[int, ...] = ()) -> Path:
    """A file of articles, with a DeleteCitation if any."""
    gone = "".join(f'<PMID Version="1">{n}</PMID>' for n in deleted)
    tail = f"<DeleteCitation>{gone}</DeleteCitation>" if deleted else ""
    text = f'<?xml version="1.0" encoding="utf-8"?>\n<PubmedArticleSet>{"".join(articles)}{tail}</PubmedArticleSet>'
    path.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))
    return path
