"""A file is known by its content, whatever its name says."""

import gzip

import pytest

from assuage.parsing.recognise import recognise
from assuage.terms.errors import UsageError
from tests.shared_data import shared

REAL = [
    ("dedupe/asysd/tests/testthat/ris_export.txt", "ris"),
    ("dedupe/asysd/tests/testthat/wos_test.ris", "ris"),
    ("dedupe/asysd/tests/testthat/zotero_export.ris", "ris"),
    ("dedupe/asysd/tests/testthat/zotero_export.bib", "bibtex"),
    ("dedupe/asysd/tests/testthat/zotero_export.csv", "csv"),
    ("dedupe/asysd/tests/testthat/test_export.txt", "csv"),
    ("dedupe/asysd/tests/testthat/labelled_test_set.csv", "csv"),
    ("dedupe/asysd/tests/testthat/mendeley_export.xml", "endnote-xml"),
    ("dedupe/iebh/test/data/copper.xml", "endnote-xml"),
    ("pubmed/xml/biopython/Tests/Medline/pubmed_result2.txt", "medline"),
    ("pubmed/records.jsonl.gz", "records-jsonl"),
]

MADE = [
    (b"<?xml version='1.0'?><!DOCTYPE PubmedArticleSet PUBLIC 'x' 'y'><PubmedArticleSet>", "pubmed-xml"),
    (b"<!-- by hand --><PubmedArticle><MedlineCitation>", "pubmed-xml"),
    (b"<clinical_study rank='1'><id_info>", "ctgov-xml"),
    (b'<?xml version="1.0"?><document xmlns="urn:hl7-org:v3" classCode="DOC">', "spl-xml"),
    (b'{"studies": [{"protocolSection": {"identificationModule": {}}}]}', "ctgov-v2-json"),
    (b'{"FullStudy": {"Study": {"ProtocolSection": {}}}}', "ctgov-v1-json"),
    (b'{"version": "6.9", "hitCount": 1, "resultList": {"result": []}}', "europe-pmc-json"),
    (b'{"meta": {}, "results": [{"set_id": "a", "openfda": {}}]}', "openfda-label-json"),
    (b'{"PubTator3": [{"id": "1", "passages": [{"infons": {}}]}]}', "pubtator-json"),
    (b'{"pmid": "1", "title": "Methadone"}\n{"pmid": "2", "title": "Ketamine"}\n', "records-jsonl"),
    (b"PMID,Title,Authors,Citation,First Author,Journal/Book\n1,A,B,C,D,E\n", "csv"),
    (b"@article{a, title = {Methadone}}", "bibtex"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "form"), REAL)
def test_real_exports(path: str, form: str) -> None:
    head = shared(*path.split("/")).read_bytes()[:65_536]
    assert recognise(head, "wrong.pdf") == form


@pytest.mark.parametrize(("head", "form"), MADE)
def test_other_forms_plain_zipped_and_in_other_encodings(head: bytes, form: str) -> None:
    assert recognise(head, "x") == form
    assert recognise(gzip.compress(head), "x") == form
    assert recognise(b"\xef\xbb\xbf" + head, "x") == form
    assert recognise(head.decode().encode("utf-16"), "x") == form


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"<!DOCTYPE html><html><head><title>PubMed</title>", "web page"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"", "empty"),
        (b"Dear colleague,\nplease find attached", "Dear colleague,"),
        (b'{"name": "x", "age": 3}', "keys name, age"),
        (b"\x1f\x8bnot gzip at all", "gzip"),
    ],
)
def test_what_is_not_understood_is_named_with_what_would_be(head: bytes, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        recognise(head, "export.dat")
    assert said in str(raised.value)
    assert "export.dat" in str(raised.value)
    assert "RIS" in str(raised.value)
