"""Ends of sentences: sixty cases written before the splitter, and invariants on any text."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.reading.sentences import sentences

CASES = Path(__file__).resolve().parents[2] / "evaluation" / "labels" / "sentence_cases.txt"


def _pieces(text: str) -> list[str]:
    return [text[found.span.start : found.span.end] for found in sentences(text)]


@pytest.mark.parametrize(
    "case",
    [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")],
)
def test_hard_case(case: str) -> None:
    wanted = [piece.strip() for piece in case.replace("⏎", "\n").split("‖")]
    text = re.sub(" ‖ ", " ", case).replace("‖", "").replace("⏎", "\n")
    assert _pieces("\n" + text) == wanted


def test_the_first_line_is_the_title_whole() -> None:
    found = sentences("Patches for pain. A trial.\nNinety wore one. None fell.")
    assert [item.role for item in found] == ["title", None, None]
    assert (
        _pieces("Patches for pain. A trial.\nNinety wore one.")[0] == "Patches for pain. A trial."
    )


def test_no_text_no_sentence() -> None:
    assert sentences("") == () == sentences("\n \n\t")


def test_a_bracket_that_never_closes_holds_no_more_than_its_reach() -> None:
    text = "\nPain (on a scale fell. " + "It fell again. " * 30
    assert len(sentences(text)) == 31


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Pain fell in both.; Ketamine is safe.", ["Pain fell in both.", "Ketamine is safe."]),
        ("Pain fell (P < 0.05).; 20 slept.", ["Pain fell (P < 0.05).", "20 slept."]),
        ("Pain fell in both.; a trial is due.", ["Pain fell in both.", "a trial is due."]),
        ("It fell (n.s.; P = 0.2) twice.", ["It fell (n.s.; P = 0.2) twice."]),
        (
            "Doses were 5 mg b.i.d.; group B had none.",
            ["Doses were 5 mg b.i.d.; group B had none."],
        ),
        (
            "It fell by 2 and 3, resp.; pain was less.",
            ["It fell by 2 and 3, resp.; pain was less."],
        ),
        ("It fell; pain was less.", ["It fell; pain was less."]),
    ],
)
def test_passages_joined_by_a_semicolon_behind_a_full_stop(text: str, wanted: list[str]) -> None:
    assert _pieces("\n" + text) == wanted


@given(st.text(alphabet=st.sampled_from('aA1.?!; ()[]\n"e.g.\u00a0’β'), max_size=80) | st.text())
def test_every_word_is_in_exactly_one_sentence(text: str) -> None:
    found = sentences(text)
    place = 0
    for item in found:
        start, end = item.span.start, item.span.end
        assert place <= start < end <= len(text)
        gap = text[place:start].strip()
        assert not gap or (gap == ";" and text[place] == ";" and place)
        assert text[start:end] == text[start:end].strip()
        place = end
    assert not text[place:].strip()
