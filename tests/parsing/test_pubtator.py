"""Annotations: the BC5CDR corpus in PubTator text, and BioC-JSON made from it by the format."""

import gzip
import json

import pytest

from assuage.parsing import pubtator
from assuage.parsing.problem import ParseProblem
from assuage.terms.annotation import Annotated, Mention, Relation
from tests.shared_data import shared


def _corpus(name: str) -> bytes:
    path = shared("corpora", "bc5cdr", "data", "cdr", f"CDR_{name}Set.PubTator.txt.gz")
    return gzip.decompress(path.read_bytes())


def _documents(content: bytes) -> list[Annotated]:
    found = list(pubtator.annotations(content, "a"))
    assert all(isinstance(f, Annotated) for f in found), found[:1]
    return [f for f in found if isinstance(f, Annotated)]


def _text(document: Annotated) -> str:
    whole = ""
    for passage in document.passages:
        whole = whole.ljust(passage.offset) + passage.text
    return whole


def test_every_mention_of_bc5cdr_stands_where_it_says() -> None:
    """500 training abstracts; 5,203 chemicals and 4,182 diseases by Li 2016 (PMC4860626)."""
    documents = _documents(_corpus("Training"))
    assert len(documents) == 500
    kinds: dict[str, int] = {}
    for document in documents:
        text = _text(document)
        for mention in document.mentions:
            assert text[mention.start : mention.end] == mention.text
            kinds[mention.kind] = kinds.get(mention.kind, 0) + 1
    assert kinds == {"Chemical": 5203, "Disease": 4182}
    relations = [r for d in documents for r in d.relations]
    assert {r.kind for r in relations} == {"CID"} and len(relations) == 1038


def _bioc(document: Annotated, number: object) -> dict[str, object]:
    return {
        "_id": f"{document.pmid}|None",
        "id": document.pmid,
        "pmid": number,
        "pmcid": None,
        "infons": {},
        "passages": [
            {
                "offset": passage.offset,
                "infons": {"type": passage.kind, "journal": "J"},
                "text": passage.text,
                "annotations": [
                    {
                        "id": str(place),
                        "infons": {"identifier": m.id, "type": m.kind, "database": "ncbi_mesh"},
                        "text": m.text,
                        "locations": [{"offset": m.start, "length": m.end - m.start}],
                    }
                    for place, m in enumerate(passage.mentions)
                ],
            }
            for passage in document.passages
        ],
        "relations_display": [{"name": "cause|@CHEMICAL_A|@DISEASE_B"}],
    }


@pytest.mark.parametrize("number", [int, str])
def test_bioc_and_text_say_the_same(number: type) -> None:
    documents = _documents(_corpus("Development"))[:50]
    answer = {"PubTator3": [_bioc(d, number(d.pmid)) for d in documents]}
    for told, meant in zip(_documents(json.dumps(answer).encode()), documents, strict=True):
        assert (told.id, told.pmid) == (meant.id, meant.pmid)
        assert [(p.kind, p.offset, p.text) for p in told.passages] == [
            (p.kind, p.offset, p.text) for p in meant.passages
        ]
        assert [(m.text, m.start, m.end, m.kind, m.id) for m in told.mentions] == [
            (m.text, m.start, m.end, m.kind, m.id) for m in meant.mentions
        ]
        assert told.relations == (Relation("cause", "@CHEMICAL_A", "@DISEASE_B"),)
        assert ("passages[0].infons.journal", "J") in [(o.path, o.text) for o in told.others]


def test_a_mention_in_parts_has_the_words_of_each_part() -> None:
    document = {
        "pmid": 7,
        "passages": [
            {
                "offset": 0,
                "infons": {"type": "title"},
                "text": "renal and hepatic failure",
                "annotations": [
                    {
                        "infons": {"type": "Disease", "identifier": "MESH:D051437"},
                        "text": "renal failure",
                        "locations": [{"offset": 0, "length": 5}, {"offset": 18, "length": 7}],
                    }
                ],
            }
        ],
    }
    (told,) = _documents(json.dumps(document).encode())
    assert told.mentions == (
        Mention("renal", 0, 5, "Disease", "MESH:D051437"),
        Mention("failure", 18, 25, "Disease", "MESH:D051437"),
    )
    assert [o.text for o in told.others] == ["renal failure"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"words\n", "no PubTator document"),
        (b"{}", "no passages"),
        (b'{"passages": []}', "without PMID"),
        (b'{"passages"', "not JSON"),
        (b"1|t|\xff", "not UTF-8"),
    ],
)
def test_what_is_no_annotation_is_one_problem(content: bytes, words: str) -> None:
    (problem,) = pubtator.annotations(content, "a")
    assert isinstance(problem, ParseProblem) and words in str(problem)
