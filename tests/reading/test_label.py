"""Labels: the five real ones checked by hand, and small tables of our own."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.parsing import spl
from assuage.reading.label import read_label
from assuage.terms.label_record import Label, LabelSection, LabelTable, Product
from assuage.terms.reading_records import Frequency, LabelPlace, LabelReading
from assuage.terms.record import Record
from tests.shared_data import shared

NAMES = ("cough", "humira", "lipitor-orig", "lipitor-repack", "no-title")


@pytest.fixture(scope="module")
def read() -> dict[str, tuple[Label, LabelReading]]:
    found = {}
    for name in NAMES:
        path = shared("labels", "openfda", "openfda", "spl", "tests", "data", f"{name}.xml")
        (record,) = spl.records(path.read_bytes(), path.name)
        assert isinstance(record, Record) and record.label is not None
        found[name] = record.label, read_label(record.label)
    return found


def _words(label: Label, place: LabelPlace) -> str:
    section = label.sections[place.section]
    if place.span is None:
        return section.title or ""
    text = section.text
    if place.table is not None and place.row is not None and place.column is not None:
        text = section.tables[place.table].rows[place.row][place.column]
    return text[place.span.start : place.span.end]


def _cells(reading: LabelReading, effect: str) -> list[tuple[Any, ...]]:
    return [
        (f.arm, f.role, str(f.percent), f.total)
        for f in reading.frequencies
        if f.effect == effect and f.place.table is not None
    ]


def test_table_of_atorvastatin(read: dict[str, tuple[Label, LabelReading]]) -> None:
    # Section 6.1, Table 2: twelve effects, five columns of doses and placebo.
    for name in ("lipitor-orig", "lipitor-repack"):
        reading = read[name][1]
        assert _cells(reading, "Diarrhea") == [
            ("Any dose", "drug", "6.8", 8755),
            ("10 mg", "drug", "7.3", 3908),
            ("20 mg", "drug", "6.4", 188),
            ("40 mg", "drug", "14.1", 604),
            ("80 mg", "drug", "5.2", 4055),
            ("Placebo", "comparator", "6.3", 7311),
        ]
        assert sum(f.place.table is not None for f in reading.frequencies) == 72


def test_table_of_adalimumab(read: dict[str, tuple[Label, LabelReading]]) -> None:
    # Section 6.1, Table 1: seventeen effects, two columns, N in a row of its own.
    reading = read["humira"][1]
    rows = [f for f in reading.frequencies if f.place.table is not None]
    assert len(rows) == 34
    assert [(f.role, str(f.percent), f.total, f.system) for f in rows[:2]] == [
        ("drug", "17", 705, "Respiratory"),
        ("comparator", "13", 690, "Respiratory"),
    ]
    assert all(f.place.code == "34084-4" for f in rows)


def test_every_place_holds_what_was_read(read: dict[str, tuple[Label, LabelReading]]) -> None:
    seen = 0
    for label, reading in read.values():
        for told in reading.frequencies:
            shown = str(told.percent).lstrip("<>=~")
            assert shown in _words(label, told.place), told
            assert told.effect.split()[0] in _words(label, told.effect_place)
            seen += 1
        for change in reading.changes:
            held = " ".join(_words(label, change.place).split())
            assert " ".join(change.printed.split()) in held
        for advice in reading.organ_advice:
            assert _words(label, advice.place).strip()
    assert seen > 150


def test_exposure_of_atorvastatin(read: dict[str, tuple[Label, LabelReading]]) -> None:
    changes = read["lipitor-orig"][1].changes
    organ = [(c.measure, c.factor, c.child_pugh) for c in changes if c.topic == "hepatic"]
    assert organ == [
        ("cmax", 4.0, ("A",)),
        ("auc", 4.0, ("A",)),
        ("cmax", 16.0, ("B",)),
        ("auc", 11.0, ("B",)),
    ]
    table = [
        (c.cause or "", c.measure, c.factor, c.affected) for c in changes if c.place.table == 0
    ]
    assert ("Cyclosporine 5.2 mg/kg/day, stable dose", "auc", 8.7, "Atorvastatin") in table
    assert ("Nelfinavir 1250 mg BID, 14 days", "auc", 1.74, "Atorvastatin") in table
    assert ("Rifampin 600 mg QD, 5 days (doses separated)", "auc", 0.2, "Atorvastatin") in table
    # A bound and a word are no factor.
    assert ("Cimetidine 300 mg QID, 2 weeks", "auc", None, "Atorvastatin") in table
    reverse = [(c.cause, c.affected, c.factor) for c in changes if c.place.table == 1]
    assert ("Atorvastatin", "Digoxin 0.25 mg QD, 20 days", 1.15) in reverse


def test_statements_of_the_five(read: dict[str, tuple[Label, LabelReading]]) -> None:
    def topics(name: str) -> set[str]:
        return {s.topic for s in read[name][1].statements}

    assert topics("humira") == {"boxed-warning", "contraindications", "hepatic", "renal"}
    assert topics("lipitor-orig") == {"contraindications", "hepatic", "renal"}
    assert topics("no-title") == {"boxed-warning", "contraindications"}
    assert topics("cough") == {"boxed-warning"}
    label, reading = read["lipitor-orig"]
    advice = {(a.organ, a.advice): _words(label, a.place) for a in reading.organ_advice}
    assert "active liver disease" in advice["hepatic", "contraindicated"]
    assert ("renal", "no-change") in advice


def _label(
    text: str = "",
    rows: Sequence[Sequence[str]] = (),
    caption: str | None = None,
    code: str = "34084-4",
) -> Label:
    tables = (LabelTable(tuple(map(tuple, rows)), caption),) if rows else ()
    section = LabelSection(code=code, title="6 EFFECTS", text=text, tables=tables)
    return Label(setid="x", products=(Product(name="Examplin"),), sections=(section,))


def _told(found: Sequence[Frequency]) -> list[tuple[Any, ...]]:
    return [
        (f.effect, f.role, str(f.percent) if f.percent else None, f.events, f.total) for f in found
    ]


def test_counts_with_percentages_and_stacked_lines() -> None:
    rows = [
        ["", "Examplin\nN=200", "Other drug\nN=100", "P value"],
        ["Stomach\n  Nausea\n  Vomiting", "20 (10%)\n4 (2%)", "5 (5%)\n<1", "0.01\n0.5"],
        ["Headache", "—", "3/100", "0.4"],
    ]
    found = read_label(_label(rows=rows, caption="Effects, n (%)")).frequencies
    assert _told(found) == [
        ("Nausea", "drug", "10", 20, 200),
        ("Nausea", "comparator", "5", 5, 100),
        ("Vomiting", "drug", "2", 4, 200),
        ("Vomiting", "comparator", "<1", None, 100),
        ("Headache", "comparator", None, 3, 100),
    ]
    assert found[0].system == "Stomach"


def test_numbers_that_nothing_explains_are_not_frequencies() -> None:
    rows = [["Test", "Examplin", "Placebo"], ["Sodium", "140", "139"]]
    assert read_label(_label(rows=rows, caption="Mean values")).frequencies == ()


def test_sentences_with_frequencies() -> None:
    text = (
        "The most common adverse reactions (≥10%) were fatigue, dry mouth, and nausea. "
        "Adverse reactions to Examplin were rash (4.5%) and itching (<1%). "
        "Diarrhea occurred in 12% of patients on Examplin and 8% of patients on placebo. "
        "Half of the patients were women (52%)."
    )
    told = [(f.effect, f.role, str(f.percent)) for f in read_label(_label(text)).frequencies]
    assert told == [
        ("fatigue", None, ">=10"),
        ("dry mouth", None, ">=10"),
        ("nausea", None, ">=10"),
        ("rash", "drug", "4.5"),
        ("itching", "drug", "<1"),
        ("Diarrhea", "drug", "12"),
        ("Diarrhea", "comparator", "8"),
    ]


def test_organ_advice_with_dose_and_classes() -> None:
    text = (
        "In patients with moderate hepatic impairment (Child-Pugh class B), start with 5 mg once daily. "
        "Avoid Examplin in patients with severe hepatic impairment (Child-Pugh class C). "
        "No dose adjustment is needed in patients with mild to severe renal impairment. "
        "Liver failure has been reported."
    )
    found = read_label(_label(text, code="34068-7")).organ_advice
    assert [(a.organ, a.advice, a.child_pugh, a.severity, a.dose) for a in found] == [
        ("hepatic", "reduce-dose", ("B",), ("moderate",), "5 mg once daily"),
        ("hepatic", "avoid", ("C",), ("severe",), None),
        ("renal", "no-change", (), ("mild", "moderate", "severe"), None),
    ]


def test_changes_in_sentences() -> None:
    text = (
        "Ketoconazole increased the AUC and Cmax of examplin by 80% and 40%, respectively. "
        "Coadministration with rifampin reduced examplin AUC by 75%. "
        "Examplin 500 mg was given twice daily and AUC was increased."
    )
    found = read_label(_label(text, code="34073-7")).changes
    assert [(c.cause, c.measure, c.direction, c.factor) for c in found] == [
        ("Ketoconazole", "auc", "increase", 1.8),
        ("Ketoconazole", "cmax", "increase", 1.4),
        ("rifampin", "auc", "decrease", 0.25),
    ]


PIECES = st.sampled_from(
    [
        "AUC ",
        "Cmax ",
        "increased ",
        "10%",
        "(5%) ",
        "and ",
        "N=5 ",
        "nausea ",
        "\n",
        ". ",
        "Child-Pugh ",
        "hepatic impairment ",
        "2-fold ",
        "≥",
        "0",
        "%",
        "placebo ",
        "in patients with ",
        "(",
        ")",
        "–",
        " ",
    ]
)
WORDS = st.lists(PIECES, max_size=25).map("".join)


@given(
    WORDS,
    st.lists(st.lists(WORDS, min_size=3, max_size=3), max_size=5),
    st.sampled_from(["34084-4", "34073-7", "34068-7", "43682-4"]),
)
def test_any_label_is_read_with_places_inside_it(
    text: str, rows: list[list[str]], code: str
) -> None:
    label = _label(text, rows, "Change in AUC (%)", code)
    reading = read_label(label)
    for told in (
        *reading.frequencies,
        *reading.changes,
        *reading.organ_advice,
        *reading.statements,
    ):
        span = told.place.span
        assert span is None or _words(label, told.place) != "" or span.start == span.end
