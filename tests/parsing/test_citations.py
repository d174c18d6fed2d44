"""Exports of reference managers: what one program wrote four ways reads as the same."""

import csv
import gzip
import io
import json
import zipfile
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.parsing import bibtex, endnote_xml, json_lines, medline, ris, table
from assuage.parsing.citation import author, doi_in, names_in
from assuage.parsing.citation_text import plain
from assuage.parsing.importing import read, read_bytes
from assuage.parsing.problem import ParseProblem
from assuage.terms.errors import UsageError
from assuage.terms.record import Record
from tests.shared_data import shared

ASYSD = "dedupe/asysd/tests/testthat"


def _asysd(name: str) -> Path:
    return shared(*ASYSD.split("/"), name)


def _records(found: object) -> list[Record]:
    return [r for r in found if isinstance(r, Record)]  # type: ignore[attr-defined]


def _problems(found: object) -> list[ParseProblem]:
    return [r for r in found if isinstance(r, ParseProblem)]  # type: ignore[attr-defined]


def test_bibtex_says_the_same_as_ris_of_the_same_library() -> None:
    entries = _records(islice(bibtex.records(_asysd("zotero_export.bib").read_bytes(), "b"), 150))
    citations = _records(islice(ris.records(_asysd("zotero_export.ris").read_bytes(), "r"), 150))
    assert len(entries) == len(citations) == 150
    for entry, citation in zip(entries, citations, strict=True):
        assert entry.title == citation.title
        assert entry.abstract == citation.abstract
        assert (entry.doi, entry.year) == (citation.doi, citation.year)
    assert any("< 0.001" in e.abstract for e in entries)


def test_csv_says_the_same_as_xml_of_the_same_library() -> None:
    rows = _records(table.records(_asysd("zotero_export.csv").read_bytes(), "c"))
    entries = _records(endnote_xml.records(_asysd("zotero_export.xml").read_bytes(), "x"))
    assert len(rows) == len(entries) == 1233

    def facts(record: Record) -> tuple[object, ...]:
        journal = record.journal
        where = (journal.volume, journal.issue, journal.pages) if journal else ()
        people = [(a.last, a.fore) for a in record.authors if a.role is None]
        return record.title, record.year, record.doi, where, people

    assert [facts(r) for r in rows] == [facts(e) for e in entries]
    # Zotero keeps the PMID in the note of its CSV only.
    assert all(r.pmid for r in rows)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("ris_export.txt", 69),
        ("scopus.ris", 10),
        ("wos_test.ris", 50),
        ("zotero_export.ris", 1000),
        ("mendeley_export.xml", 1233),
        ("labelled_test_set.csv", 1845),
        ("test_export.bib", 3),
        ("test_export.csv", 3),
        ("test_export.txt", 3),
    ],
)
def test_every_record_of_a_real_export_is_read(name: str, count: int) -> None:
    found = list(read(_asysd(name)))
    assert not _problems(found)
    assert len(found) == count
    assert all(r.title for r in _records(found))
    # In these exports at most 1 in 100 records lacks a year (counted by hand: 3 of 1000) or author.
    assert sum(bool(r.year and r.authors) for r in _records(found)) >= 0.99 * count
    assert all(r.id.startswith("ref:") and len(r.id) == 20 for r in _records(found))


def test_no_value_of_a_ris_file_is_lost() -> None:
    raw = _asysd("wos_test.ris").read_text(encoding="utf-8-sig")
    [*found] = _records(ris.records(raw.encode(), "w"))
    kept = json.dumps([_plain_values(r) for r in found], ensure_ascii=False)
    for line in raw.splitlines():
        if line[2:6] == "  - " and line[:2] not in ("TY", "ER", "SN", "AU", "A2", "PY"):
            value = " ".join(line[6:].split())
            assert json.dumps(value, ensure_ascii=False)[1:-1] in kept, line


def _plain_values(record: Record) -> list[str]:
    import msgspec

    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(" ".join(value.split()))
        elif isinstance(value, dict):
            for item in value.values():
                walk(item)
        elif isinstance(value, (list, tuple)):
            for item in value:
                walk(item)

    walk(msgspec.to_builtins(record))
    return [*found, *(part for f in found for part in f.split("-"))]


def test_medline_text_by_hand() -> None:
    path = shared("pubmed", "xml", "biopython", "Tests", "Medline", "pubmed_result2.txt")
    found = _records(medline.records(path.read_bytes(), "m"))
    assert [r.id for r in found] == [
        "pmid:16403221", "pmid:16377612", "pmid:14871861", "pmid:14630660",
    ]  # fmt: skip
    last = found[-1]
    assert (last.year, last.published, last.version) == (2003, "2003 Nov 22", "2006-11-15")
    assert last.journal and last.journal.abbreviation == "Bioinformatics"
    assert (last.journal.volume, last.journal.issue, last.journal.pages) == ("19", "17", "2308-10")
    assert [a.name for a in last.authors] == ["Hamelryck T", "Manderick B"]
    assert last.authors[0].fore == "Thomas"
    storage = next(h for h in last.mesh if h.name.startswith("Information Storage"))
    assert [(q.name, q.major) for q in storage.qualifiers] == [
        ("methods", True),
        ("standards", True),
    ]
    assert not storage.major
    assert last.chemicals[0].registry == "0"
    assert {o.path for o in last.others} >= {"OWN", "SB", "SO", "PST"}


def test_medline_links_and_unknown_tags() -> None:
    text = """
PMID- 7
TI  - Own words on a pump
AB  - Pain fell (P&lt;0.001) and
      stayed low.
FAU - Roe, Jane
AU  - Roe J
AD  - A ward
AUID- ORCID: 0000-0001
LID - 10.1000/x [doi]
SI  - ClinicalTrials.gov/NCT00000007
RIN - J Own. 2020;1(1):2. PMID: 99
GR  - R01/A/XX/NI NIH HHS/United States
ZZZ - never seen

PMID- 8
TI  - Second
"""
    first, second = _records(medline.records(text.encode(), "m"))
    assert first.abstract == "Pain fell (P<0.001) and stayed low."
    assert first.doi == "10.1000/x"
    assert first.ncts == ("NCT00000007",)
    assert (first.corrections[0].kind, first.corrections[0].pmid) == ("RetractionIn", "99")
    assert first.authors[0].affiliations[0].text == "A ward"
    assert first.authors[0].identifiers[0].scheme == "ORCID"
    assert first.grants[0].country == "United States"
    assert [(o.path, o.text) for o in first.others] == [("ZZZ", "never seen")]
    assert second.year is None


def test_json_lines_of_the_shared_records() -> None:
    found = list(islice(read(shared("pubmed", "records.jsonl.gz")), 3000))
    with gzip.open(shared("pubmed", "records.jsonl.gz")) as file:
        lines = [json.loads(line) for line in islice(file, 3000)]
    assert not _problems(found)
    for record, line in zip(_records(found), lines, strict=True):
        assert record.id == f"pmid:{line['pmid']}"
        assert record.title == " ".join(line["title"].split())
        assert record.year == (int(line["year"]) if line.get("year") else None)
        assert ("<" in line["abstract"]) == ("<" in record.abstract)
    assert any("P<0.001" in r.abstract for r in _records(found))


@pytest.mark.parametrize(
    ("reader", "content", "titles"),
    [
        (ris, b"TY  - JOUR\nTI  - A\n\nTY  - JOUR\nAU  - X, Y\nER  - \nTY  - JOUR\nTI  - B\nER  - \n", ["A", "B"]),
        (bibtex, b"@article{a, title={A}}\n\n@article{b, title={B\n\n@article{c, title={C}}\n", ["A", "C"]),
        (endnote_xml, b"<xml><records><record><titles><title>A</title></titles></record><record><titles></record>"
                      b"<record><titles><title>C</title></titles></record></records></xml>", ["A", "C"]),
        (table, b"title,year\nA,2020\n,2021\nC,2022\n", ["A", "C"]),
        (json_lines, b'{"pmid": "1", "title": "A"}\n{"pmid": \n{"pmid": "3", "title": "C"}\n', ["A", "C"]),
        (medline, b"PMID- 1\nTI  - A\n\nOWN - NLM\n\nPMID- 3\nTI  - C\n", ["A", "C"]),
    ],
)  # fmt: skip
def test_one_broken_item_is_one_problem_and_the_rest_is_read(
    reader: object, content: bytes, titles: list[str]
) -> None:
    found = list(reader.records(content, "f"))  # type: ignore[attr-defined]
    assert [r.title for r in _records(found)] == titles
    if reader is not medline:  # there the headless lines belong to the record before
        assert len(_problems(found)) == 1
    for problem in _problems(found):
        assert problem.file == "f"
        assert problem.repair


ESCAPES = [
    (ris, "TY  - JOUR\nTI  - Effect (P&lt;0.001) &amp; more\nER  - \n"),
    (bibtex, "@article{a, title = {Effect (P{\\textless}0.001) \\& more}}"),
    (bibtex, "@article{a, title = {Effect ($P<0.001$) \\& more}}"),
    (endnote_xml, "<records><record><titles><title>Effect (P&lt;0.001) &amp; more</title></titles></record></records>"),
    (endnote_xml, "<records><record><titles><title>Effect (P&amp;lt;0.001) &amp;amp; more</title></titles></record></records>"),
    (table, "title;year\nEffect (P<0.001) & more;2020\n"),
    (json_lines, '{"title": "Effect (P<0.001) &amp; more"}'),
    (medline, "PMID- 1\nTI  - Effect (P<0.001) & more\n"),
]  # fmt: skip


@pytest.mark.parametrize(("reader", "content"), ESCAPES)
def test_comparison_signs_survive_everywhere(reader: object, content: str) -> None:
    [record] = reader.records(content.encode(), "f")  # type: ignore[attr-defined]
    assert record.title == "Effect (P<0.001) & more"


@given(st.text(alphabet="ab <>=/\"'ip&;0.1", max_size=40))
def test_plain_loses_nothing_but_paired_tags(text: str) -> None:
    bare, marks = plain(text)
    if not marks and "&" not in text:
        assert bare == text.strip()
    for mark in marks:
        assert 0 <= mark.start <= mark.end <= len(bare)


def test_marks_hold_the_place_of_markup() -> None:
    bare, [mark] = plain("x<sup>2</sup> and a<b and c>d, i<3")
    assert bare == "x2 and a<b and c>d, i<3"
    assert (mark.tag, bare[mark.start : mark.end]) == ("sup", "2")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Adeli K.Lewis G. F.", ["Adeli K", "Lewis GF"]),
        ("Smith J, Jones KL.", ["Smith J", "Jones KL"]),
        ("Smith, John; Jones, K. L.", ["Smith John", "Jones KL"]),
        ("van der Berg A.-M.", ["van der Berg AM"]),
        ("The Pump Study Group", ["The Pump Study Group"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert [a.name for n in names_in(text) if (a := author(n))] == names


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("http://dx.doi.org/10.1016/S0735-1097%2813%2962048-3", "10.1016/S0735-1097(13)62048-3"),
        ("(doi: 10.1016/S0140-6736(00)02352-7).", "10.1016/S0140-6736(00)02352-7"),
        ("DOI 1", None),
    ],
)
def test_dois(text: str, doi: str | None) -> None:
    assert doi_in(text) == doi


def test_other_encodings_and_delimiters() -> None:
    text = "Title;Authors;Year\nSchmerz und Übelkeit;Müller A.;2020\n"
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        [record] = table.records(text.encode(encoding), "t")
        assert isinstance(record, Record)
        assert (record.title, record.authors[0].last) == ("Schmerz und Übelkeit", "Müller")


def test_pubmed_csv() -> None:
    cells = ["12", "A title", "Roe J, Doe K.", "J Own. 2020 Jan;12(3):45-50. doi: 10.1000/q.",
             "Roe J", "J Own", "2020", "2020/01/01", "PMC5", "", "10.1000/q"]  # fmt: skip
    head = "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI"
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    [record] = table.records(f"{head}\n{out.getvalue()}".encode(), "t")
    assert isinstance(record, Record)
    assert (record.pmid, record.doi, record.year) == ("12", "10.1000/q", 2020)
    assert record.journal
    assert (record.journal.title, record.journal.volume, record.journal.pages) == (
        "J Own", "12", "45-50",
    )  # fmt: skip
    assert [a.name for a in record.authors] == ["Roe J", "Doe K"]


def test_folders_and_archives(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"TY  - JOUR\nTI  - B\nER  - \n")
    with zipfile.ZipFile(tmp_path / "a.dat", "w") as archive:
        archive.writestr("two.x", gzip.compress(b'{"pmid": "2", "title": "A2"}\n'))
        archive.writestr("one.x", b"@article{a, title={A1}}")
        archive.writestr("page.bib", b"<html><body>log in</body></html>")
    found = list(read(tmp_path))
    assert [r.title for r in _records(found)] == ["A1", "A2", "B"]
    [problem] = _problems(found)
    assert "web page" in problem.message
    with pytest.raises(UsageError, match="no file"):
        list(read(tmp_path / "absent"))


def test_a_truncated_gzip_gives_what_came_before() -> None:
    lines = b"".join(b'{"pmid": "%d", "title": "T%d"}\n' % (n, n * n) for n in range(1, 9000))
    found = list(read_bytes(gzip.compress(lines)[:-4000], "records-jsonl", "cut"))
    assert _records(found)
    assert "compressed" in _problems(found)[-1].message


def test_a_json_list_is_read_as_well() -> None:
    content = b'[{"pmid": "1",\n "title": "A"},\n {"pmid": "2", "title": "B"}, 3]'
    found = list(json_lines.records(content, "f"))
    assert [r.id for r in _records(found)] == ["pmid:1", "pmid:2"]
    assert len(_problems(found)) == 1


@pytest.mark.parametrize(
    ("form", "path"),
    [
        ("medline", "pubmed/xml/biopython/Tests/Medline/pubmed_result2.txt"),
        ("ris", f"{ASYSD}/wos_test.ris"),
        ("bibtex", f"{ASYSD}/zotero_export.bib"),
        ("endnote-xml", "dedupe/iebh/test/data/tafenoquine.xml"),
        ("csv", f"{ASYSD}/labelled_test_set.csv"),
    ],
)
@pytest.mark.parametrize("seed", range(4))
def test_damaged_files_are_read_without_a_crash(form: str, path: str, seed: int) -> None:
    chance = Random(seed)
    content = bytearray(shared(*path.split("/")).read_bytes()[:12_000])
    sound = len(_records(read_bytes(bytes(content), form, "f")))
    for _ in range(10**seed):
        place = chance.randrange(len(content))
        content[place : place + chance.randrange(4)] = bytes(chance.choices(range(256), k=2))
    found = list(read_bytes(bytes(content), form, "f"))
    assert all(isinstance(f, Record | ParseProblem) for f in found)
    if seed == 0:  # one damaged place costs at most the records on either side of it
        assert len(_records(found)) >= sound - 2


def test_the_layout_of_retrieval_collections_keeps_the_ids_it_gives() -> None:
    lines = (
        b'{"_id": "MED-10", "title": "", "text": "own words"}\n{"pmid": "x-7", "title": "Mine"}\n'
    )
    first, second = read_bytes(lines, "records-jsonl", "corpus.jsonl")
    assert isinstance(first, Record) and isinstance(second, Record)
    assert (first.id, first.abstract) == ("ref:MED-10", "own words")
    assert (second.id, second.pmid) == ("ref:x-7", None)


def test_same_content_same_id() -> None:
    content = b"TY  - JOUR\nTI  - A\nDO  - 10.1000/a\nAN  - 5\nDB  - PubMed\nER  - \n"
    [one], [other] = list(ris.records(content, "f")), list(ris.records(content, "g"))
    assert isinstance(one, Record) and isinstance(other, Record)
    assert one.id == other.id
    assert one.id.startswith("ref:")
    assert (one.pmid, one.doi) == ("5", "10.1000/a")
