"""Roles: headings decide, no heading leaves it to the words; invariants on any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.reading.role_model import tokens
from assuage.reading.roles import heading_states, roles
from assuage.reading.sentences import sentences


def _roles(text: str) -> list[str | None]:
    return [item.role for item in roles(text, sentences(text))]


def test_headings_decide() -> None:
    text = (
        "Fans for breathlessness\n"
        "BACKGROUND: Fans are cheap. They are quiet.\n"
        "AIMS: To test fans.\n"
        "SETTING: Three hospices.\n"
        "MAIN OUTCOME MEASURES: Breathlessness at day 3.\n"
        "RESULTS: It fell.\n"
        "CONCLUSIONS AND RELEVANCE: Fans may be offered.\n"
        "TRIAL REGISTRATION: NCT00000000."
    )
    assert _roles(text) == [
        "title",
        "background",
        "background",
        "aim",
        "methods",
        "methods",
        "results",
        "conclusion",
        None,
    ]


def test_headings_in_one_line() -> None:
    text = "Fans\nObjectives: To test fans. Methods. Ninety adults sat. Results: Breath slowed."
    assert _roles(text) == ["title", "aim", "methods", "results"]


def test_words_with_a_colon_are_no_heading() -> None:
    text = (
        "Fans\nBreathlessness is common and little is known about fans. Ninety adults were randomly "
        "assigned. Two interventions were tested: a fan and a leaflet. "
        "Scores fell by 1.2 points with the fan (P = .003). We conclude that fans may help."
    )
    assert _roles(text)[-2:] == ["results", "conclusion"]


def test_one_heading_in_one_line_holds_for_its_sentence() -> None:
    text = (
        "Fans\nObjective: To test fans. Ninety adults were randomly assigned to a fan or usual care. "
        "Mean scores fell by 1.2 points with the fan (95% CI, 0.4 to 2.0; P = .003). "
        "We conclude that fans should be offered to patients with breathlessness."
    )
    assert _roles(text) == ["title", "aim", "methods", "results", "conclusion"]


def test_a_heading_of_two_roles_leaves_no_third() -> None:
    text = (
        "Fans\nMETHODS AND RESULTS: Ninety adults were randomly assigned to a fan or no fan. "
        "Breathlessness fell by 1.2 points (95% CI, 0.4 to 2.0; P = .003)."
    )
    assert _roles(text) == ["title", "methods", "results"]


def test_without_headings_the_words_and_the_order_decide() -> None:
    text = (
        "Fans\nBreathlessness is common in advanced disease and little is known about fans. "
        "Ninety adults were randomly assigned to receive a fan or usual care for five days. "
        "Breathlessness was measured with a numerical rating scale. "
        "Mean scores fell by 1.2 points with the fan (95% CI, 0.4 to 2.0; P = .003). "
        "There was no significant difference in anxiety between the groups. "
        "We conclude that fans should be offered to patients with breathlessness."
    )
    assert _roles(text) == [
        "title",
        "background",
        "methods",
        "methods",
        "results",
        "results",
        "conclusion",
    ]


@pytest.mark.parametrize(
    ("label", "states"),
    [
        ("Materials and Methods", {2}),
        ("METHODOLOGY/PRINCIPAL FINDINGS", {2, 3}),
        ("Background and aims", {0, 1}),
        ("Conclusions/Significance", {4}),
        ("Trial registration number", {5}),
        ("Nothing known", set(range(6))),
    ],
)
def test_states_of_a_heading(label: str, states: set[int]) -> None:
    assert heading_states(label) == states


def test_numbers_are_one_word() -> None:
    assert tokens("P<0.05, 12·3 mg") == ["p", "<", "0", "0", "mg"]


@given(st.text() | st.text(alphabet="AIMS: aims.\n 0(", max_size=60))
def test_only_the_roles_change(text: str) -> None:
    before = sentences(text)
    after = roles(text, before)
    assert [item.span for item in after] == [item.span for item in before]
    known = {None, "title", "background", "aim", "methods", "results", "conclusion"}
    assert {item.role for item in after} <= known
    assert [item.role == "title" for item in after] == [item.role == "title" for item in before]
