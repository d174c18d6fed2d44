"""Drug labels: SPL of openFDA's fixtures, openFDA JSON made from them by its published rule."""

import json
import re

import msgspec
import pytest
from lxml import etree  # type: ignore[import-untyped]

from assuage.parsing import openfda_labels, spl
from assuage.parsing.label_text import Footnotes, table
from assuage.parsing.openfda_sections import CODES
from assuage.parsing.problem import ParseProblem
from assuage.terms.label_record import Label
from assuage.terms.record import Record
from tests.shared_data import shared

DATA = ("labels", "openfda", "openfda", "spl", "tests", "data")
LABELS = ("cough.xml", "humira.xml", "lipitor-orig.xml", "lipitor-repack.xml", "no-title.xml")
N = "{urn:hl7-org:v3}"


def _record(name: str) -> Record:
    path = shared(*DATA, name)
    (record,) = spl.records(path.read_bytes(), path.name)
    assert isinstance(record, Record)
    return record


def _label(name: str) -> Label:
    label = _record(name).label
    assert label is not None
    return label


@pytest.mark.parametrize("name", LABELS)
def test_every_text_of_the_label_is_held(name: str) -> None:
    record = _record(name)
    held = json.dumps(msgspec.to_builtins(record), ensure_ascii=False)
    flat = " ".join(held.replace("\\n", " ").replace('\\"', '"').split())
    root = etree.fromstring(shared(*DATA, name).read_bytes())
    texts = 0
    for element in root.iter(etree.Element):
        for text in (element.text, element.tail):
            if text and text.strip():
                assert " ".join(text.split()).replace('\\"', '"') in flat, text
                texts += 1
    assert texts > 50


@pytest.mark.parametrize("name", LABELS)
def test_every_coded_section_and_every_table_is_held(name: str) -> None:
    label = _label(name)
    root = etree.fromstring(shared(*DATA, name).read_bytes())
    coded = [
        code.get("code")
        for code in root.iterfind(f".//{N}section/{N}code")
        if code.get("codeSystem") == spl.LOINC
    ]
    assert [s.code for s in label.sections if s.code] == coded
    in_text = [
        t for text in root.iterfind(f".//{N}section/{N}text") for t in text.iter(f"{N}table")
    ]
    assert sum(len(s.tables) for s in label.sections) == len(in_text)
    footnotes = list(root.iter(f"{N}footnote"))
    assert len(label.footnotes) == len(footnotes)


def test_names_codes_and_substances_as_the_label_prints_them() -> None:
    """Triaminic: 5 mL hold 6.25 mg diphenhydramine and 2.5 mg phenylephrine hydrochloride."""
    record = _record("cough.xml")
    assert record.id == "spl:00f66f25-3469-4c16-9baf-fba21e9628bd"
    assert (record.kind, record.source, record.title) == ("label", "dailymed", "Drug Facts")
    assert (record.year, record.published, record.abstracts) == (2011, "2011-04-26", ())
    label = record.label
    assert label is not None
    assert (label.version, label.labeler) == ("1", "Novartis Consumer Health, Inc.")
    assert label.label_type == "HUMAN OTC DRUG LABEL"
    (product,) = label.products
    assert product.name == "TRIAMINIC Childrens Night Time Cold and Cough"
    assert (product.form, product.routes) == ("SYRUP", ("ORAL",))
    assert product.ndcs[0] == "0067-6344"
    assert product.active == (
        ("DIPHENHYDRAMINE HYDROCHLORIDE", "TC2D6JAD40", "6.25 mg/5 mL"),
        ("PHENYLEPHRINE HYDROCHLORIDE", "04JA59TNSJ", "2.5 mg/5 mL"),
    )
    assert product.moieties[0] == ("DIPHENHYDRAMINE", "8GTS82S83M")
    assert product.inactive[0] == ("ACESULFAME POTASSIUM", "23OV73Q5G9")


def test_a_kit_has_its_parts_and_a_boxed_warning_and_highlights() -> None:
    label = _label("humira.xml")
    syringe = label.products[1]
    assert (syringe.routes, syringe.active) == (
        ("SUBCUTANEOUS",),
        (("ADALIMUMAB", "FYS6T7F842", "40 mg/0.8 mL"),),
    )
    (boxed,) = [s for s in label.sections if s.code == "34066-1"]
    assert boxed.code_name == "BOXED WARNING SECTION" and len(boxed.text) > 500
    assert len(label.highlights) == 9
    assert {h.code for h in label.highlights} <= {s.code for s in label.sections}
    assert {s.depth for s in _label("lipitor-orig.xml").sections} == {0, 1, 2, 3}


def test_a_table_of_adverse_reactions_keeps_cells_and_signs() -> None:
    label = _label("lipitor-orig.xml")
    (reactions,) = [t for s in label.sections for t in s.tables if "N=8755" in str(t.rows[0])]
    assert reactions.rows[0][:2] == ("Adverse Reaction", "Any dose\nN=8755")
    assert reactions.rows[1][0:3] == ("Nasopharyngitis", "8.3", "12.9")
    assert reactions.rows[2] == ("Arthralgia", "6.9", "8.9", "11.7", "10.6", "4.3", "6.5")
    assert "≥ 2%" in (reactions.caption or "")
    for section in label.sections:
        for found in section.tables:
            assert len({len(row) for row in found.rows}) == 1
        for start, end, _ in section.marks:
            assert 0 <= start <= end <= len(section.text)


def test_superscripts_hold_their_place() -> None:
    label = _label("humira.xml")
    marked = [
        s.text[start:end].strip()
        for s in label.sections
        for start, end, tag in s.marks
        if tag == "sup"
    ]
    printed = etree.fromstring(shared(*DATA, "humira.xml").read_bytes())
    outside = [
        e
        for e in printed.iterfind(f".//{N}section/{N}text//{N}sup")
        if not any(a.tag == f"{N}table" for a in e.iterancestors())
        and "".join(e.itertext()).strip()
    ]
    assert marked == ["".join(e.itertext()).strip() for e in outside]


def _table(xml: str) -> tuple[tuple[str, ...], ...]:
    root = etree.fromstring(xml)
    return table(root, Footnotes(root)).rows


def test_spans_are_repeated() -> None:
    assert _table(
        '<table><tr><td rowspan="2">a</td><td colspan="2">b</td></tr>'
        "<tr><td>c</td><td>d</td></tr><tr><td>e</td></tr></table>"
    ) == (("a", "b", "b"), ("a", "c", "d"), ("e", "", ""))


def test_mad_spans_do_no_harm() -> None:
    rows = _table(
        '<table><tr><td colspan="999999999999">a</td></tr>'
        '<tr><td rowspan="99999999">b</td><td colspan="x">c</td></tr>'
        '<tr><td rowspan="0">d</td></tr></table>'
    )
    assert len(rows) == 3 and {len(r) for r in rows} == {1000}


def test_a_table_that_asks_for_billions_of_cells_is_small() -> None:
    row = '<tr><td colspan="1000" rowspan="65000">a</td></tr>'
    rows = _table(f"<table>{row * 500}</table>")
    assert len(rows) == 500 and sum(map(len, rows)) <= 101_000


def test_a_footnote_sign_does_not_join_a_number() -> None:
    root = etree.fromstring(
        "<table><tr><td>22<sup>a</sup></td><td>10.8<footnote ID='f'>with food</footnote></td>"
        "<td>7<footnoteRef IDREF='f'/></td><td>P &lt; 0.001</td></tr></table>"
    )
    notes = Footnotes(root)
    read = table(root, notes)
    assert read.rows == (("22a", "10.8", "7", "P < 0.001"),)
    assert read.marks == (
        (0, 0, 2, 3, "sup"),
        (0, 1, 4, 4, "footnote:0"),
        (0, 2, 1, 1, "footnote:0"),
    )
    assert notes.texts() == ("with food",)


def _as_openfda(name: str) -> dict[str, object]:
    """A label as openFDA's pipeline writes it: sections by code, tables beside them."""
    root = etree.fromstring(shared(*DATA, name).read_bytes())
    fields = {code: field for field, code in CODES.items()}
    made: dict[str, object] = {
        "set_id": root.find(f"{N}setId").get("root"),
        "id": root.find(f"{N}id").get("root"),
        "version": root.find(f"{N}versionNumber").get("value"),
        "effective_time": root.find(f"{N}effectiveTime").get("value"),
        "openfda": {"brand_name": ["Lipitor"], "route": ["ORAL"], "rxcui": ["617310", "617311"]},
    }
    for section in root.iter(f"{N}section"):
        field = fields[section.find(f"{N}code").get("code")]
        texts = made.setdefault(field, [])
        tables = [
            etree.tostring(t, encoding="unicode", with_tail=False)
            for t in section.iter(f"{N}table")
        ]
        assert isinstance(texts, list)
        texts.append(" ".join(" ".join(section.itertext()).split()))
        if tables:
            kept = made.setdefault(f"{field}_table", [])
            assert isinstance(kept, list)
            kept += tables
    return made


def test_openfda_sections_have_the_codes_of_the_spl_they_come_from() -> None:
    name = "lipitor-orig.xml"
    made = _as_openfda(name)
    content = json.dumps({"meta": {}, "results": [made]}).encode()
    (record,) = openfda_labels.records(content, "a.json")
    assert isinstance(record, Record) and record.label is not None
    origin = _record(name)
    assert (record.id, record.source, record.version) == (origin.id, "openfda", origin.version)
    assert record.published == origin.published
    assert record.label.rxcuis == ("617310", "617311")
    assert origin.label is not None
    assert {s.code for s in record.label.sections} == {s.code for s in origin.label.sections}
    own = {t.rows for s in origin.label.sections for t in s.tables}
    assert {t.rows for s in record.label.sections for t in s.tables} >= own
    notes = [
        int(m[4].split(":")[1])
        for s in record.label.sections
        for t in s.tables
        for m in t.marks
        if ":" in m[4]
    ]
    assert notes and max(notes) < len(record.label.footnotes)


def test_section_codes_agree_with_the_names_in_real_labels() -> None:
    """Every code of our table that a real label uses has there the name that the field says."""
    agreed = 0
    for name in LABELS:
        for section in _label(name).sections:
            field = next((f for f, c in CODES.items() if c == section.code), None)
            if field and section.code_name:
                ours = set(re.findall(r"[a-z]{2,}", field)) - {"section"}
                theirs = set(re.findall(r"[a-z]{2,}", section.code_name.lower()))
                if section.code != "43685-7":  # renamed: cautions, now precautions
                    assert ours & theirs, (field, section.code_name)
                agreed += 1
    assert agreed > 100


def test_openfda_names_belong_together_only_one_by_one() -> None:
    label = {
        "set_id": "AB-1",
        "drug_interactions": ["7 DRUG INTERACTIONS P<0.001 and >5 mg"],
        "drug_interactions_table": ["<table><tr><td>1.40</td></tr></table>", "no table"],
        "new_field": ["x"],
        "odd": {"deep": [1.50, None, True]},
        "openfda": {
            "generic_name": ["A AND B"],
            "substance_name": ["A", "B"],
            "unii": ["U2", "U1"],
            "pharm_class_epc": ["Opioid Agonist [EPC]"],
        },
    }
    (record,) = openfda_labels.records(json.dumps(label).encode(), "a.json")
    assert isinstance(record, Record) and record.label is not None
    assert record.id == "spl:ab-1"
    assert record.label.products[0].active == (("A", None, None), ("B", None, None))
    assert [i.value for i in record.identifiers] == ["U2", "U1"]
    first, second = record.label.sections
    assert (first.code, first.code_name) == ("34073-7", "drug_interactions")
    assert first.text == "7 DRUG INTERACTIONS P<0.001 and >5 mg"
    assert first.tables[0].rows == (("1.40",),)
    assert (second.code, second.code_name, second.text) == (None, "new_field", "x")
    assert {(o.path, o.text) for o in record.others} == {
        ("drug_interactions_table[0]", "no table"),
        ("odd.deep[0]", "1.5"),
        ("odd.deep[2]", "true"),
        ("openfda.pharm_class_epc[0]", "Opioid Agonist [EPC]"),
    }


def test_openfda_answers_without_labels() -> None:
    none = b'{"error": {"code": "NOT_FOUND", "message": "No matches found!"}}'
    assert list(openfda_labels.records(none, "a.json")) == []
    (problem,) = openfda_labels.records(b'{"error": {"code": "X", "message": "Oops"}}', "a.json")
    assert isinstance(problem, ParseProblem) and "Oops" in str(problem)
    for content, words in ((b"", "empty"), (b"[{}]", "no set_id"), (b"{", "not JSON")):
        (problem,) = openfda_labels.records(content, "a.json")
        assert isinstance(problem, ParseProblem) and words in str(problem)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<document", "broken"),
        (b"<document/>", "no label"),
        (b'<document xmlns="urn:hl7-org:v3"><setId/></document>', "no label"),
        (b'<?xml version="1.0" encoding="UTF-8"?><document>\xe9</document>', "UTF-8"),
        (b"<a>" * 1000 + b"</a>" * 1000, "broken"),
    ],
)
def test_what_is_no_spl_is_one_problem(content: bytes, words: str) -> None:
    (problem,) = spl.records(content, "a.xml")
    assert isinstance(problem, ParseProblem)
    assert words in str(problem)


def test_other_xml_of_labels_is_told() -> None:
    """NLM's annotated interactions are a format of their own, not SPL."""
    folder = shared("labels", "nlm_interactions", "DataSet_May_2014_Final")
    path = sorted(folder.glob("*.xml"))[0]
    (problem,) = spl.records(path.read_bytes(), path.name)
    assert isinstance(problem, ParseProblem) and "no label" in str(problem)


def test_an_entity_bomb_does_not_grow() -> None:
    bomb = (
        '<!DOCTYPE d [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "/etc/passwd">]>'
        '<document xmlns="urn:hl7-org:v3"><setId root="x"/><title>T &b; &c;</title></document>'
    )
    (found,) = spl.records(bomb.encode(), "a.xml")
    text = str(msgspec.to_builtins(found)) if isinstance(found, Record) else str(found)
    assert "haha" not in text and "root:" not in text
