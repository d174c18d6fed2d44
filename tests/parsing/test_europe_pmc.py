"""Answers of Europe PMC, constructed in our own words after its documented fields."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.parsing import europe_pmc
from assuage.parsing.problem import ParseProblem
from assuage.parsing.tagged_text import marked, passages, read
from assuage.terms.record import Correction, Heading, Mark, Named, Qualifier, Record

RESULT: dict[str, Any] = {
    "id": "22965960",
    "source": "MED",
    "pmid": "22965960",
    "pmcid": "PMC1",
    "doi": "10.1/x",
    "title": "CO<sub>2</sub> &amp; ketamine: <i>n</i> >5.",
    "authorString": "Hardy J, Group G.",
    "authorList": {
        "author": [
            {
                "fullName": "Hardy J",
                "firstName": "Janet",
                "lastName": "Hardy",
                "initials": "J",
                "authorId": {"type": "ORCID", "value": "0000-0001"},
                "authorAffiliationDetailsList": {
                    "authorAffiliation": [{"affiliation": "A &lt; B"}, {"affiliation": "C"}]
                },
            },
            {"collectiveName": "Pain Group"},
        ]
    },
    "journalInfo": {
        "issue": "29",
        "volume": "30",
        "journalIssueId": 1234,
        "dateOfPublication": "2012 Oct",
        "yearOfPublication": 2012,
        "journal": {
            "title": "A Journal",
            "medlineAbbreviation": "A J",
            "isoabbreviation": "A. J.",
            "issn": "0732-183X",
            "essn": "1527-7755",
            "nlmid": "8309333",
        },
    },
    "pubYear": "2012",
    "pageInfo": "3611-3617",
    "abstractText": (
        "<h4>Purpose</h4>To see if 1.40 mg helps.<h4>Results</h4> Pain fell (P<0.001, n<12 "
        "and x<sup>2</sup>=4; a &lt;b&gt; c)."
    ),
    "language": "eng",
    "pubTypeList": {"pubType": ["Randomized Controlled Trial", "Journal Article"]},
    "meshHeadingList": {
        "meshHeading": [
            {
                "majorTopic_YN": "Y",
                "descriptorName": "Pain",
                "meshQualifierList": {
                    "meshQualifier": [
                        {
                            "abbreviation": "DT",
                            "qualifierName": "drug therapy",
                            "majorTopic_YN": "N",
                        }
                    ]
                },
            }
        ]
    },
    "keywordList": {"keyword": ["opioid", "&micro;-receptor"]},
    "chemicalList": {"chemical": [{"name": "Ketamine", "registryNumber": "690G0D6V8H"}]},
    "grantsList": {"grant": [{"grantId": "G1", "agency": "Agency", "acronym": "AG"}]},
    "dbCrossReferenceList": {"dbName": ["CHEMBL"]},
    "commentCorrectionList": {
        "commentCorrection": [
            {"id": "1", "source": "MED", "reference": "R", "type": "Expression of concern in"},
            {"id": "PPR9", "source": "PPR", "type": "Preprint in", "orderIn": 3},
        ]
    },
    "isOpenAccess": "N",
    "inEPMC": "Y",
    "citedByCount": 7,
    "score": 1.50,
    "dateOfRevision": "2013-01-02",
    "firstPublicationDate": "2012-09-10",
    "electronicPublicationDate": "2012-09-10",
}


def _answer(*results: object, **more: object) -> bytes:
    found = {"version": "6.9", "hitCount": len(results), "resultList": {"result": list(results)}}
    return json.dumps(found | more).encode()


def _one(result: object) -> Record:
    (record,) = europe_pmc.records(_answer(result), "a.json")
    assert isinstance(record, Record), record
    return record


def test_a_result_with_all_its_fields() -> None:
    record = _one(RESULT)
    assert (record.id, record.source, record.kind) == ("pmid:22965960", "europe-pmc", "article")
    assert (record.pmid, record.pmcid, record.doi) == ("22965960", "PMC1", "10.1/x")
    assert (record.year, record.published, record.version) == (2012, "2012 Oct", "2013-01-02")
    assert record.title == "CO2 & ketamine: n >5."
    assert record.title_marks == (Mark(2, 3, "sub"), Mark(16, 17, "i"))
    purpose, results = record.abstracts[0].passages
    assert (purpose.label, purpose.text) == ("Purpose", "To see if 1.40 mg helps.")
    assert results.label == "Results"
    assert results.text == "Pain fell (P<0.001, n<12 and x2=4; a <b> c)."
    (mark,) = results.marks
    assert results.text[mark.start : mark.end] == "2" and mark.tag == "sup"
    first, group = record.authors
    assert (first.last, first.fore, first.initials) == ("Hardy", "Janet", "J")
    assert first.identifiers == (Named("ORCID", "0000-0001"),)
    assert [a.text for a in first.affiliations] == ["A < B", "C"]
    assert group.collective == "Pain Group"
    journal = record.journal
    assert journal is not None
    assert (journal.title, journal.abbreviation, journal.nlm_id) == (
        "A Journal",
        "A. J.",
        "8309333",
    )
    assert journal.issn == (Named("Print", "0732-183X"), Named("Electronic", "1527-7755"))
    assert (journal.volume, journal.issue, journal.pages) == ("30", "29", "3611-3617")
    assert record.mesh == (Heading("Pain", major=True, qualifiers=(Qualifier("drug therapy"),)),)
    assert record.publication_types[0].name == "Randomized Controlled Trial"
    assert [k.name for k in record.keywords] == ["opioid", "µ-receptor"]
    assert record.chemicals[0].registry == "690G0D6V8H"
    assert (record.grants[0].id, record.grants[0].acronym) == ("G1", "AG")
    assert record.databanks[0].name == "CHEMBL"
    assert record.corrections == (
        Correction("ExpressionOfConcernIn", "R", "1"),
        Correction("PreprintIn", note="ppr:PPR9"),
    )
    others = {o.path: o.text for o in record.others}
    assert others["isOpenAccess"] == "N" and others["inEPMC"] == "Y"
    assert others["score"] == "1.5" and others["citedByCount"] == "7"
    assert others["journalInfo.journal.medlineAbbreviation"] == "A J"
    assert others["commentCorrectionList.commentCorrection[1].orderIn"] == "3"


def test_every_leaf_is_held() -> None:
    record = _one(RESULT)
    held = json.dumps(msgspec.to_builtins(record), ensure_ascii=False)
    told = [
        "Y",
        "N",
        RESULT["title"],
        RESULT["abstractText"],
        "A &lt; B",
        "&micro;-receptor",
        "Expression of concern in",
        "Preprint in",
    ]

    def leaves(value: object) -> list[str]:
        if isinstance(value, dict):
            return [leaf for inner in value.values() for leaf in leaves(inner)]
        if isinstance(value, list):
            return [leaf for inner in value for leaf in leaves(inner)]
        return [str(value)]

    for leaf in leaves(RESULT):
        assert leaf in told or leaf in held, leaf


@pytest.mark.parametrize(
    ("result", "id", "kind"),
    [
        ({"id": "12", "source": "MED"}, "pmid:12", "article"),
        ({"id": "PMC9", "source": "PMC"}, "pmcid:PMC9", "article"),
        ({"id": "PMC9", "source": "PMC", "pmid": "5"}, "pmid:5", "article"),
        ({"id": "PPR7", "source": "PPR"}, "ppr:PPR7", "preprint"),
        ({"id": "IND4", "source": "AGR"}, "agr:IND4", "article"),
        ({"id": "US1", "source": "PAT"}, "pat:US1", "article"),
        ({"id": "7", "source": "MED", "bookOrReportDetails": {"publisher": "P"}}, "pmid:7", "book"),
    ],
)
def test_ids_and_kinds_by_source(result: dict[str, object], id: str, kind: str) -> None:
    record = _one(result)
    assert (record.id, record.kind, record.year) == (id, kind, None)


def test_a_preprint_names_its_server() -> None:
    record = _one({"id": "PPR7", "source": "PPR", "bookOrReportDetails": {"publisher": "medRxiv"}})
    assert record.journal is not None and record.journal.publisher == "medRxiv"


def test_the_short_form_is_read_too() -> None:
    record = _one(
        {
            "id": "1",
            "source": "MED",
            "title": "T",
            "authorString": "de Haan J, Pain Group.",
            "journalTitle": "J",
            "journalVolume": "3",
            "journalIssn": "1234-5678; 2345-6789; ",
            "pubType": "review; journal article",
            "pubYear": "1999",
        }
    )
    assert [a.name for a in record.authors] == ["de Haan J", "Pain Group"]
    assert record.journal is not None and len(record.journal.issn) == 2
    assert [t.name for t in record.publication_types] == ["review", "journal article"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"version": "6.9"}', "no results in it, but version"),
        (b'{"errCode": 400, "errMsg": "Bad cursor"}', "Bad cursor"),
        (b"", "empty"),
        (b"<html>", "not JSON"),
        (b"3", "in braces"),
        (b'{"resultList": {"result": [{"title": "T"}]}}', "without id and source"),
    ],
)
def test_a_failure_is_told_and_never_no_hits(content: bytes, words: str) -> None:
    (problem,) = europe_pmc.records(content, "a.json")
    assert isinstance(problem, ParseProblem) and words in str(problem)


def test_no_hits_is_no_problem() -> None:
    assert list(europe_pmc.records(_answer(), "a.json")) == []


_SIGNS = st.sampled_from(
    [
        "P<0.001",
        "n<12 and >5",
        "a <b and c> d",
        " ",
        "x",
        "≤3",
        "< i >",
        "<2>",
        "<",
        ">",
        "5<sup",
        "é",
    ]
)
_TAGS = st.sampled_from(["i", "b", "sup", "sub", "em"])


@given(st.lists(st.tuples(_SIGNS, st.one_of(st.none(), _TAGS)), max_size=12))
def test_markup_goes_and_every_sign_stays(parts: list[tuple[str, str | None]]) -> None:
    tagged = "".join(f"<{tag}>{text}</{tag}>" if tag else text for text, tag in parts)
    text, marks = marked(tagged)
    assert text == "".join(text for text, _ in parts)
    assert len(marks) == sum(tag is not None for _, tag in parts)
    for mark in marks:
        assert 0 <= mark.start <= mark.end <= len(text)


def test_tags_without_partner_stay_as_text() -> None:
    assert read("a <i> b") == ("a <i> b", ())
    assert read("a </i> b") == ("a </i> b", ())
    assert read("a<br/>b<p>c</p>") == ("a\nb\nc", ())
    assert read("<i>a</b></i>") == ("a</b>", (Mark(0, 5, "i"),))
    assert read('<a href="u?a=1&amp;b">x</a>') == ("x", (Mark(0, 1, "a", (("href", "u?a=1&b"),)),))


def test_text_before_the_first_heading_is_kept() -> None:
    before, methods, empty = passages("Two lines. <h4>Methods</h4> We <b>saw</b>.<h4>End</h4>")
    assert (before.label, before.text) == (None, "Two lines.")
    assert (methods.label, methods.text, methods.marks) == (
        "Methods",
        "We saw.",
        (Mark(3, 6, "b"),),
    )
    assert (empty.label, empty.text) == ("End", "")
