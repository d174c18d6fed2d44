"""Names in a text: the right meaning, in the right place, and nothing inside other words."""

from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assuage.knowledge.load import load
from assuage.reading.abbreviations import abbreviations
from assuage.reading.doses import doses
from assuage.reading.name_forms import fold
from assuage.reading.names import Names
from assuage.reading.sentences import sentences


@cache
def _names() -> Names:
    return Names(load())


def _read(text: str) -> list[tuple[str, str | None, str]]:
    parts = sentences(text)
    found = _names().mentions(text, parts, abbreviations(text, parts))
    return [(m.kind, m.id, text[m.span.start : m.span.end]) for m in found]


@pytest.mark.parametrize(
    ("text", "kind", "key", "words"),
    [
        ("Esketamine was given.", "drug", "esketamine", "Esketamine"),
        ("艾司氯胺酮用于肝癌疼痛", "drug", "esketamine", "艾司氯胺酮"),
        ("艾司氯胺酮用于肝癌疼痛", "condition", "liver-cancer-pain", "肝癌疼痛"),
        ("Acetaminophen relieved it.", "drug", "paracetamol", "Acetaminophen"),
        ("Opioids were stopped.", "class", "opioids-class", "Opioids"),
        ("Liver tumors shrank.", "condition", "liver-cancer", "Liver tumors"),
        ("Pain scores fell.", "outcome", "pain-intensity", "Pain scores"),
        (
            "They had a perforation of the stomach.",
            "effect",
            "gi-perforation",
            "perforation of the stomach",
        ),
        ("They had a perforation.", "effect", "gi-perforation", "perforation"),
        ("They had a stroke.", "effect", "stroke", "stroke"),
        ("They had diarrhea.", "effect", "diarrhoea", "diarrhea"),
        ("TNF\u2010α was high.", "gene", "tnf-alpha", "TNF\u2010α"),
        ("Given i.v. daily.", "route", "intravenous", "i.v."),
        ("The VAS was used.", "instrument", "vas-0-10", "VAS"),
        ("Two rats died.", "species", "rat", "rats"),
        ("Atenolol was given.", "chemical", "D001262", "Atenolol"),
        ("İİİ ketamine", "drug", "ketamine", "ketamine"),
        ("Nausea and constipation were common.", "effect", "constipation", "constipation"),
        ("Its AUC rises with CYP3A4 inhibitors.", "gene", "cyp3a4", "CYP3A4"),
        ("CYP4F2 is another.", "gene", None, "CYP4F2"),
        ("Serum interleukin-10 fell.", "gene", "D016753", "interleukin-10"),
        ("IL-6 rose.", "gene", "il-6", "IL-6"),
        ("The mu opioid receptor binds it.", "gene", "mu-opioid-receptor", "mu opioid receptor"),
        ("Two guinea pigs died.", "species", "D006168", "guinea pigs"),
        ("A cat was treated.", "species", "D002415", "cat"),
        ("Ketamine 0.5 mg/kg was given.", "dose", None, "0.5 mg/kg"),
        ("Morphine (10 mg) helped.", "dose", None, "10 mg"),
        ("Doses of 5, 10 and 20 mg were tried.", "dose", None, "5, 10 and 20 mg"),
        ("He took 300 mg twice daily.", "dose", None, "300 mg"),
        ("Given at 2 µg/kg/min for an hour.", "dose", None, "2 µg/kg/min"),
        ("Given 1 mg.kg-1.h-1 first.", "dose", None, "1 mg.kg-1.h-1"),
    ],
)
def test_a_name_means_its_entry(text: str, kind: str, key: str, words: str) -> None:
    assert (kind, key, words) in _read(text)


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("Esketamine was given.", "drug", "ketamine"),
        ("艾司氯胺酮", "drug", "ketamine"),
        ("Hydromorphone was given.", "drug", "morphine"),
        ("They had psoriatic arthritis.", "condition", "rheumatoid-arthritis"),
        ("Mutations of the RAS gene were found.", "condition", "rheumatoid-arthritis"),
        ("They had severe respiratory depression.", "condition", "depression"),
        ("ST-segment depression was seen.", "condition", "depression"),
        ("Stroke volume rose.", "effect", "stroke"),
        ("Perforation of the great vessels was seen.", "effect", "gi-perforation"),
        ("Fracture reduction in the emergency room.", "effect", "fracture"),
        ("A kit was used; we aim to rest.", "gene", "kit"),
        ("The mortality rates fell.", "species", "rat"),
        ("Hamilton Depression Rating Scale", "condition", "depression"),
        ("NMDA was applied.", "drug", "ketamine"),
        ("One protein was low.", "gene", "D017293"),
        ("A CAT scan was normal.", "species", "D002415"),
        ("Glucose was 120 mg/dL.", "dose", None),
        ("Ketamine 120 ng/mL was measured.", "dose", None),
        ("The rats weighed 250 g.", "dose", None),
        ("Creatinine clearance was 90 ml/min with ketamine.", "dose", None),
        ("It was 12.1 ± 5 mg.", "dose", None),
    ],
)
def test_a_name_inside_another_is_not_read(text: str, kind: str, key: str) -> None:
    assert (kind, key) not in [found[:2] for found in _read(text)]


def test_a_short_form_means_its_long_form_here() -> None:
    text = "Patients had rheumatoid arthritis (RA). The course of RA was mild."
    assert _read(text).count(("condition", "rheumatoid-arthritis", "RA")) == 2


def test_a_short_form_of_something_else_loses_its_usual_meaning() -> None:
    usual = "Leukaemia was treated with AZA."
    assert ("drug", "azathioprine", "AZA") in _read(usual)
    other = "Leukaemia was treated with azacitidine (AZA). All took AZA."
    assert ("drug", "azathioprine", "AZA") not in _read(other)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_folding_moves_no_character(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(
    st.lists(
        st.sampled_from(
            ["ketamine", "İ", "(MTX)", "methotrexate", "癌痛", "\n", "TNF-α", "s", "-", "ß"]
        )
    )
)
def test_places_are_inside_the_text_and_in_order(words: list[str]) -> None:
    text = " ".join(words)
    parts = sentences(text)
    found = _names().mentions(text, parts, abbreviations(text, parts))
    places = [(m.span.start, m.span.end) for m in found]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


@given(st.text(max_size=120))
@example("\ud800 ketamine")
def test_odd_text_never_stops_the_reading(odd: str) -> None:
    for text in (odd, f"{odd} ketamine 5 mg/kg{odd}", f"morphine {odd} 10 mg CYP{odd}3A4"):
        parts = sentences(text)
        for found in _names().mentions(text, parts, abbreviations(text, parts)):
            assert 0 <= found.span.start < found.span.end <= len(text)


@given(
    st.text(alphabet="0123456789.,/-–±%( )mgkµLdhxtoand·\n", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))),
)
def test_a_dose_ends_with_its_unit_and_doses_do_not_overlap(
    text: str, agents: list[tuple[int, int]]
) -> None:
    last = 0
    for start, end in doses(text, agents):
        assert last <= start < end <= len(text)
        assert text[start].isdigit()
        assert any(c.isalpha() for c in text[start:end])
        last = end
