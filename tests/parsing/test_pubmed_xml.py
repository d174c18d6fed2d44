"""PubMed XML: nothing is lost, both readers agree, and hostile files cost only what is broken."""

import gzip
import io
import random
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assuage.parsing import pubmed_files
from assuage.parsing.problem import ParseProblem
from assuage.parsing.pubmed_complete import Unreadable, complete
from assuage.parsing.pubmed_text import Unfit
from assuage.parsing.pubmed_xml import article, read, records
from assuage.terms.errors import UsageError
from assuage.terms.record import Correction, Record
from tests.shared_data import shared

ARTICLE = re.compile(rb"<PubmedArticle[ >].*?</PubmedArticle>", re.S)
# Elements whose text may hold markup; their text is one string of the record.
RICH = {
    "ArticleTitle", "VernacularTitle", "BookTitle", "AbstractText", "Affiliation", "Citation",
    "Keyword", "RefSource", "CoiStatement",
}  # fmt: skip
DATES = {"Year", "Month", "Day", "Hour", "Minute", "Second", "Season", "MedlineDate"}
# What the DTD says of an absent attribute; these values need no trace in the record.
DEFAULTS = {("ValidYN", "Y"), ("CompleteYN", "Y"), ("MajorTopicYN", "N"), ("Owner", "NLM")}
# Fields made of others.
DERIVED = {"id", "source", "kind", "doi", "pmcid", "ncts", "year", "version"}


def files() -> list[Path]:
    return sorted(shared("pubmed", "xml").rglob("*.xml"))


def raws() -> list[bytes]:
    return [m[0] for path in files() for m in ARTICLE.finditer(path.read_bytes())]


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def said(element: ElementTree.Element) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Every text and attribute value below an element, and every inline element with its text."""
    texts: Counter[str] = Counter()
    inline: Counter[tuple[str, str]] = Counter()

    def visit(node: ElementTree.Element) -> None:
        for key, value in node.attrib.items():
            if (local(key), value) not in DEFAULTS and value.strip():
                texts[f"{local(key)}={value}" if value in ("Y", "N") else value] += 1
        if local(node.tag) in RICH:
            texts["".join(node.itertext()).strip()] += 1
            for below in list(node.iter())[1:]:
                inline[local(below.tag), "".join(below.itertext()).strip()] += 1
                for value in below.attrib.values():
                    texts[value] += 1
            return
        if node.text and node.text.strip():
            texts[node.text.strip()] += 1
        for child in node:
            visit(child)
            if child.tail and child.tail.strip():
                texts[child.tail.strip()] += 1

    visit(element)
    texts.pop("", None)
    return texts, inline


def kept(record: Record) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Every string and raised flag of a record, and every marked stretch with its tag."""
    texts: Counter[str] = Counter()
    inline: Counter[tuple[str, str]] = Counter()

    def visit(value: object, key: str = "") -> None:
        if isinstance(value, str):
            texts[value.strip()] += 1
            if key in ("day", "published"):
                texts.update(t for t in re.split("[-: ]", value) if t != value)
                # A season may hold the sign that parts the date: 2012-Jan-Mar.
                texts[value.partition("-")[2]] += 1
            if key == "event":
                texts[value.partition(":")[2]] += 1
        elif value is True and key == "major":
            texts["MajorTopicYN=Y"] += 1
        elif value is False and key in ("authors_complete", "grants_complete"):
            texts["CompleteYN=N"] += 1
        elif isinstance(value, tuple):
            if len(value) == 2 and value[1] in ("Y", "N"):
                texts[f"{value[0]}={value[1]}"] += 1
            for item in value:
                visit(item)
        elif isinstance(value, msgspec.Struct):
            fields = value.__struct_fields__
            if "path" in fields and value.text in ("Y", "N"):
                texts[f"{value.path.partition('@')[2]}={value.text}"] += 1
            for name in fields:
                if not (isinstance(value, Record) and name in DERIVED) and name != "tag":
                    visit(getattr(value, name), name)
            for marks, text in marked(value):
                for mark in marks:
                    inline[
                        local(mark.tag.rpartition(":")[2] or mark.tag),
                        text[mark.start : mark.end].strip(),
                    ] += 1

    visit(record)
    if record.version:
        texts[record.version.rpartition(".")[2]] += 1
    return texts, inline


def marked(value: msgspec.Struct) -> Iterator[tuple[tuple[object, ...], str]]:
    for marks, text in (
        ("marks", "text"), ("marks", "citation"), ("marks", "name"), ("title_marks", "title"),
        ("vernacular_title_marks", "vernacular_title"), ("conflict_marks", "conflict_of_interest"),
    ):  # fmt: skip
        fields = value.__struct_fields__
        if marks in fields and text in fields and getattr(value, marks):
            yield getattr(value, marks), getattr(value, text)


def unaccounted(element: ElementTree.Element, found: list[Record]) -> Counter[object]:
    texts, inline = said(element)
    for record in found:
        have_texts, have_inline = kept(record)
        texts -= have_texts
        inline -= have_inline
    return Counter(texts) + Counter(inline)  # type: ignore[operator]


def test_every_text_node_and_attribute_of_every_shared_file_is_in_its_record() -> None:
    seen = 0
    for path in files():
        try:
            root = ElementTree.parse(path).getroot()
        except ElementTree.ParseError:
            continue
        elements = [
            e for e in root if e.tag in ("PubmedArticle", "PubmedBookArticle", "DeleteCitation")
        ]
        found = [r for r in read(path) if isinstance(r, Record)] if elements else []
        for element in elements:
            count = len(element.findall("PMID")) if element.tag == "DeleteCitation" else 1
            own, found = found[:count], found[count:]
            assert len(own) == count
            assert not unaccounted(element, own), (path.name, own[0].id)
            seen += 1
        assert not found
    assert seen == 343  # 342 articles and one DeleteCitation of seven PMIDs


def test_the_accounting_would_notice_a_loss() -> None:
    raw = raws()[0]
    record = complete(raw)
    element = ElementTree.fromstring(raw)
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, tuple) and value and name not in DERIVED:
            less = msgspec.structs.replace(record, **{name: value[:-1]})
            assert unaccounted(element, [less]), name


def test_both_readers_give_the_same_record_for_every_shared_article() -> None:
    fast = 0
    for raw in raws():
        try:
            found = article(raw)
        except Unfit:
            continue
        fast += 1
        assert found == complete(raw)
    assert fast >= 0.98 * len(raws())


def indented(node: ElementTree.Element, depth: int = 1) -> str:
    """As baseline files are written, independent of how the record was written before."""
    text = ElementTree.tostring(node, encoding="unicode")
    if node.tail:
        text = text[: len(text) - len(node.tail)] if text.endswith(node.tail) else text
    inline = local(node.tag) in RICH or not len(node)
    if inline or (node.text and node.text.strip()):
        return "  " * depth + text.strip() + "\n"
    attributes = "".join(f' {k}="{v}"' for k, v in node.attrib.items())
    inside = "".join(indented(child, depth + 1) for child in node)
    pad = "  " * depth
    return f"{pad}<{node.tag}{attributes}>\n{inside}{pad}</{node.tag}>\n"


def test_the_spacing_of_a_file_changes_nothing() -> None:
    for raw in raws()[::9]:
        spaced = indented(ElementTree.fromstring(raw)).strip().encode()
        try:
            found = article(spaced)
        except Unfit:
            found = complete(spaced)
        assert found == complete(raw)


SPLICES = [
    b"", b" ", b"  ", b"\n", b"\n  ", b"\t", b"\r\n", b">", b'"', b"&lt;", b"&amp;", b"&#233;", b"&#10;",
    b"&#32;", b"&nbsp;", b"&", b"<", b"<i>", b"</i>", b"<sub>2</sub>", b"<b/>", b"<!-- x -->",
    b"<?x y?>", b"<![CDATA[<x>]]>", b"\x00", b"\x0b", b"\xe9", "é".encode(), "\ufffe".encode(),
    b"<Year>1999</Year>", b"<X>y</X>", b' Z="1"', b"<PMID Version=\"1\">5</PMID>", b"stray",
    b"<AuthorList CompleteYN=\"N\"></AuthorList>", b"<MedlinePgn/>",
]  # fmt: skip


LEAF = re.compile(rb"<(\w+)(?: [^<>]*)?>[^<]*</\1>\s*")
ELEMENT = re.compile(rb"<(\w+)(?: [^<>]*)?>(?:(?!<\1[ >]).)*?</\1>\s*", re.S)
TEXT = re.compile(rb">[^<>]+<")
MILD = [
    b"", b" ", b"\n", b"\n  ", b"  ", b">", b'"', b"&lt;", b"&amp;lt;", b"&#xe9;", b"&quot;",
    b"<i>a</i>", b"<sub></sub>", b"<i><b>x</b></i>", b"<u>", b"\r\n", "\u3000é".encode(),
]  # fmt: skip


def mutated(raw: bytes, seed: int) -> bytes:
    """A record with a few changes: text within elements, whole elements, or splices beside tags."""
    chance = random.Random(seed)
    for _ in range(chance.choice([1, 1, 2])):
        way = chance.randrange(10)
        if way < 5 and (texts := [m.span() for m in TEXT.finditer(raw)]):
            start, end = chance.choice(texts)
            at = chance.choice([start + 1, end - 1, chance.randint(start + 1, end - 1)])
            raw = raw[:at] + chance.choice(MILD) + raw[at:]
        elif way < 9 and (
            found := [m.span() for m in (LEAF if way < 7 else ELEMENT).finditer(raw, 15)]
        ):
            start, end = chance.choice(found)
            inside = raw[start:end]
            empty = re.sub(rb">.*</", b"></", inside, flags=re.S)
            new = chance.choice([b"", b"", inside + inside, empty, empty.replace(b"Y", b"N")])
            raw = raw[:start] + new + raw[end:]
        else:
            places = [m.start() for m in re.finditer(rb"[<>\"]", raw)] or [0]
            at = chance.choice(places) + chance.randint(0, 1)
            cut = chance.choice([0, 0, 0, 1, 5, 40])
            raw = raw[:at] + chance.choice(SPLICES) + raw[at + cut :]
    return raw


@settings(max_examples=500, deadline=None)
@given(st.integers(0, 341), st.integers(0, 2**32))
def test_a_mutated_record_never_divides_the_readers(which: int, seed: int) -> None:
    raw = mutated(_RAWS[which % len(_RAWS)], seed)
    try:
        found = article(raw)
    except (Unfit, UnicodeDecodeError):
        return
    assert found == complete(raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))


@pytest.fixture(autouse=True, scope="module")
def _real_records() -> None:
    _RAWS.extend(sorted(raws(), key=len)[:330])


_RAWS: list[bytes] = []


# Constructed records, in our own words.

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<PubmedArticleSet>\n'
TAIL = "\n</PubmedArticleSet>"


def made(pmid: int, inside: str = "", title: str = "A title") -> str:
    return (
        '<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM">'
        f'<PMID Version="1">{pmid}</PMID><Article PubModel="Print"><Journal>'
        '<JournalIssue CitedMedium="Print"><PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate>'
        f"</PubDate></JournalIssue></Journal><ArticleTitle>{title}</ArticleTitle>{inside}"
        "<Language>eng</Language></Article><MedlineJournalInfo><MedlineTA>J</MedlineTA>"
        "</MedlineJournalInfo></MedlineCitation><PubmedData><PublicationStatus>ppublish"
        f'</PublicationStatus><ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId>'
        "</ArticleIdList></PubmedData></PubmedArticle>"
    )


def parsed(text: str | bytes) -> list[Record | ParseProblem]:
    data = text.encode() if isinstance(text, str) else text
    return list(records([data], "made.xml"))


def only(text: str) -> Record:
    found = parsed(HEAD + text + TAIL)
    assert len(found) == 1 and isinstance(found[0], Record), found
    return found[0]


def test_comparison_signs_and_inline_tags_stay() -> None:
    inside = (
        '<Abstract><AbstractText Label="RESULTS" NlmCategory="RESULTS">Less pain '
        "(P&lt;0.001; n &gt;= 5 &amp; x<sup>2</sup>).</AbstractText></Abstract>"
    )
    passage = only(made(1, inside)).abstracts[0].passages[0]
    assert passage.text == "Less pain (P<0.001; n >= 5 & x2)."
    assert (passage.label, passage.category) == ("RESULTS", "RESULTS")
    mark = passage.marks[0]
    assert (passage.text[mark.start : mark.end], mark.tag) == ("2", "sup")


def test_mathml_keeps_its_text_tags_and_attributes_even_with_the_prefix_declared_outside() -> None:
    title = 'Of <mml:math display="inline"><mml:mi>x</mml:mi><mml:mo>&lt;</mml:mo></mml:math>'
    record = only(made(1, title=title))
    assert record.title == "Of x<"
    assert [m.tag for m in record.title_marks] == ["mml:math", "mml:mi", "mml:mo"]
    assert record.title_marks[0].attributes == (("display", "inline"),)


def test_an_abstract_in_chinese_is_an_abstract_of_its_own() -> None:
    text = made(1).replace(
        "</MedlineCitation>",
        '<OtherAbstract Type="Publisher" Language="chi"><AbstractText Label="结果">疼痛减轻（P&lt;0.05）。'
        "</AbstractText></OtherAbstract></MedlineCitation>",
    )
    other = only(text).abstracts[-1]
    assert (other.language, other.kind) == ("chi", "Publisher")
    assert other.text == "结果: 疼痛减轻（P<0.05）。"


def test_identifiers_of_references_and_invalid_ones_are_not_those_of_the_record() -> None:
    text = made(7, '<ELocationID EIdType="doi" ValidYN="N">10.1/wrong</ELocationID>').replace(
        "</PubmedData>",
        "<ReferenceList><Title>Cited</Title><Reference><Citation>A work.</Citation><ArticleIdList>"
        '<ArticleId IdType="doi">10.1/other</ArticleId><ArticleId IdType="pmc">PMC9</ArticleId>'
        "</ArticleIdList></Reference></ReferenceList></PubmedData>",
    )
    record = only(text)
    assert record.doi is None and record.pmcid is None
    assert record.references[0].group == "Cited"
    assert record.references[0].identifiers[0].value == "10.1/other"
    assert any(other.text == "10.1/wrong" for other in record.others)


def test_dates_as_printed_and_the_year_out_of_them() -> None:
    record = only(made(1))
    assert (record.published, record.year) == ("1998 Dec-1999 Jan", 1998)
    assert record.version == "0000-00-00.1"
    revised = made(1).replace(
        "<Article PubModel",
        "<DateRevised><Year>2019</Year><Month>2</Month><Day>20</Day></DateRevised><Article PubModel",
    )
    assert only(revised).version == "2019-02-20.1"


def test_trials_preprints_and_retractions() -> None:
    inside = (
        '<DataBankList CompleteYN="Y"><DataBank><DataBankName>ClinicalTrials.gov</DataBankName>'
        "<AccessionNumberList><AccessionNumber>NCT00000001</AccessionNumber></AccessionNumberList>"
        "</DataBank></DataBankList>"
    )
    types = '<PublicationTypeList><PublicationType UI="D000076942">Preprint</PublicationType></PublicationTypeList>'
    text = made(1).replace("</Article>", inside + types + "</Article>", 1)
    text = text.replace(
        "</MedlineCitation>",
        '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>J. 2020'
        '</RefSource><PMID Version="2">9</PMID><Note>why</Note></CommentsCorrections>'
        "</CommentsCorrectionsList></MedlineCitation>",
    )
    record = only(text)
    assert record.ncts == ("NCT00000001",)
    assert record.kind == "preprint"
    assert record.corrections == (Correction("RetractionIn", "J. 2020", "9", "2", "why"),)


def test_books_are_read_whole() -> None:
    text = (
        '<PubmedBookArticle><BookDocument><PMID Version="1">5</PMID><ArticleIdList>'
        '<ArticleId IdType="bookaccession">NBK1</ArticleId></ArticleIdList><Book><Publisher>'
        "<PublisherName>A house</PublisherName><PublisherLocation>Bern</PublisherLocation>"
        '</Publisher><BookTitle book="b">Of pain</BookTitle><PubDate><Year>2001</Year></PubDate>'
        '<AuthorList Type="editors"><Author><LastName>Muster</LastName></Author></AuthorList>'
        "<Isbn>3</Isbn></Book><ArticleTitle>A chapter</ArticleTitle>"
        '<PublicationType UI="D1">Review</PublicationType><Sections><Section><SectionTitle>One'
        "</SectionTitle></Section></Sections></BookDocument><PubmedBookData><PublicationStatus>"
        "ppublish</PublicationStatus></PubmedBookData></PubmedBookArticle>"
    )
    record = only(text)
    assert (record.kind, record.id, record.title, record.year) == (
        "book",
        "pmid:5",
        "A chapter",
        2001,
    )
    assert record.journal is not None and record.journal.publisher == "A house"
    assert record.authors[0].role == "editors"
    assert not unaccounted(ElementTree.fromstring(text), [record])


def test_deletions_give_deleted_records() -> None:
    found = parsed(
        HEAD
        + made(1)
        + '<DeleteCitation><PMID Version="1">2</PMID>\n<PMID Version="2">3</PMID></DeleteCitation>'
        + TAIL
    )
    assert [(r.id, r.deleted) for r in found if isinstance(r, Record)] == [
        ("pmid:1", False), ("pmid:2", True), ("pmid:3", True),
    ]  # fmt: skip


# Hostile and broken files: one clear sentence each, and all else imported.

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    + "]>\n<PubmedArticleSet>"
)
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<PubmedArticleSet>'
GOOD, LAST = made(1), made(3)


@pytest.mark.parametrize(
    ("head", "bad", "word"),
    [
        (BOMB, made(2, title="&l9;"), "l9"),
        (EXTERNAL, made(2, title="&x;"), "'x'"),
        (HEAD, made(2, title="<i>" * 100_000), "depth"),
        (HEAD, made(2, title="\x00"), "record cannot be read"),
        (HEAD, made(2, title="a \x0b b"), "record cannot be read"),
        (HEAD, made(2).replace("</ArticleTitle>", ""), "record cannot be read"),
        (HEAD, made(2).replace("</PubmedArticle>", ""), "record"),
        (HEAD, made(2).replace('<PMID Version="1">2</PMID>', ""), "no PMID"),
        (HEAD, "<ERROR>Cannot retrieve</ERROR>", "Cannot retrieve"),
        (HEAD, made(2, title="\udce9"), "0xe9 is not UTF-8"),
    ],
)
def test_a_broken_record_costs_only_itself(head: str, bad: str, word: str) -> None:
    data = (head + GOOD + bad + LAST + TAIL).encode("utf-8", "surrogateescape")
    for chunk in (len(data), 4096):
        found = list(records([data[i : i + chunk] for i in range(0, len(data), chunk)], "b.xml"))
        assert [r.id for r in found if isinstance(r, Record)] == ["pmid:1", "pmid:3"]
        (problem,) = [p for p in found if isinstance(p, ParseProblem)]
        assert word in problem.message
        place = len((head + GOOD).encode())
        assert problem.file == "b.xml" and problem.offset is not None
        assert place <= problem.offset < place + len(bad.encode("utf-8", "surrogateescape"))
        assert str(problem).startswith(f"b.xml, byte {problem.offset}:")


@pytest.mark.parametrize(
    "unit",
    ["<!--", "<?x", "<!DOCTYPE [", "<PubmedArticle>", "<PMID", "<ERROR> ", "</PubmedArticle>"],
)
def test_text_made_to_cost_squares_of_its_length_does_not(unit: str) -> None:
    found = parsed(HEAD + GOOD + unit * 60_000 + LAST + TAIL)
    assert [r.id for r in found if isinstance(r, Record)] == ["pmid:1", "pmid:3"]
    assert any(isinstance(p, ParseProblem) for p in found)


def test_no_entity_is_expanded_and_no_file_is_read() -> None:
    for found in parsed(EXTERNAL + made(2, title="&x;") + TAIL):
        assert "root:" not in repr(found)


def test_truncated_gzip_gives_all_complete_records_and_one_problem() -> None:
    chance = random.Random(1)
    texts = [made(i, title=chance.randbytes(400).hex()) for i in range(1, 200)]
    data = gzip.compress((HEAD + "".join(texts) + TAIL).encode())
    cut = data[: len(data) * 2 // 3]
    found = list(records([cut[i : i + 100] for i in range(0, len(cut), 100)], "cut.gz"))
    plain = io.BytesIO()
    try:
        with gzip.open(io.BytesIO(cut)) as handle:
            while piece := handle.read(1):
                plain.write(piece)
    except EOFError:
        pass
    whole = plain.getvalue().count(b"</PubmedArticle>")
    assert whole > 50
    assert [r.id for r in found[:-1]] == [f"pmid:{i}" for i in range(1, whole + 1)]
    assert isinstance(found[-1], ParseProblem) and "gzip stream ends early" in found[-1].message


def test_damaged_gzip_several_members_and_other_encodings() -> None:
    text = (HEAD + made(1) + made(2) + TAIL).encode()
    damaged = bytearray(gzip.compress(text))
    damaged[-6] ^= 0xFF
    found = list(records([bytes(damaged)], "d.gz"))
    assert [r.id for r in found if isinstance(r, Record)] == ["pmid:1", "pmid:2"]
    assert [p for p in found if isinstance(p, ParseProblem) and "gzip" in p.message]
    two = gzip.compress(text[:300]) + gzip.compress(text[300:])
    assert list(records([two[i : i + 7] for i in range(0, len(two), 7)], "t")) == parsed(text)
    latin = (HEAD.replace("utf-8", "iso-8859-1") + made(1, title="é") + TAIL).encode("latin-1")
    (record,) = parsed(latin)
    assert isinstance(record, Record) and record.title == "é"
    (record,) = parsed(
        (HEAD.replace("utf-8", "utf-16") + made(1, title="é") + TAIL).encode("utf-16")
    )
    assert isinstance(record, Record) and record.title == "é"


def test_empty_files_cut_files_and_answers_that_are_no_records_are_told() -> None:
    for data, word in (
        (b"", "empty"),
        ((HEAD + made(1)).encode(), "ends before"),
        ((HEAD + made(1)[:400]).encode(), "middle of a record"),
        (b'{"error": "API rate limit exceeded"}', "no PubMed record"),
        (b"<html><body>Bad gateway</body></html>", "no PubMed record"),
    ):
        problems = [p for p in parsed(data) if isinstance(p, ParseProblem)]
        assert len(problems) == 1 and word in problems[0].message, data
    assert parsed(HEAD + TAIL) == []
    with pytest.raises(UsageError, match="cannot open"):
        list(read(Path("/nonexistent/x.xml")))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 900), min_size=1, max_size=40), st.booleans(), st.integers(300, 4000)
)
def test_how_the_bytes_arrive_changes_nothing(sizes: list[int], zipped: bool, chunk: int) -> None:
    text = (
        HEAD
        + made(1, title="ü" * 50)
        + "\r\n"
        + made(2)
        + "<DeleteCitation><PMID>3</PMID></DeleteCitation>"
        + TAIL
    ).encode()
    data = gzip.compress(text) if zipped else text
    chunks = []
    while data:
        size = sizes[len(chunks) % len(sizes)]
        chunks.append(data[:size])
        data = data[size:]
    expected = parsed(text)
    assert [r.id for r in expected if isinstance(r, Record)] == ["pmid:1", "pmid:2", "pmid:3"]
    with pytest.MonkeyPatch.context() as patch:
        # With so small a unit the records are cut across its borders.
        patch.setattr(pubmed_files, "CHUNK", chunk)
        assert list(records(chunks, "made.xml")) == expected


def test_unreadable_says_why() -> None:
    with pytest.raises(Unreadable, match="number"):
        complete(made(1).replace(">1</PMID>", ">one</PMID>").encode())
