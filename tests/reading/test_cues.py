"""Negation and speculation: hand-worked cues with what they govern, and what is no cue."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.reading.cues import cues
from assuage.reading.sentences import sentences


def _read(text: str) -> list[tuple[str, str, str]]:
    text = "\n" + text
    return [
        (text[c.span.start : c.span.end], c.kind, text[c.scope.start : c.scope.end])
        for c in cues(text, sentences(text))
    ]


@pytest.mark.parametrize(
    ("text", "cue", "kind", "scope"),
    [
        ("There was no delirium.", "no", "negation", "no delirium"),
        ("No rash was seen.", "No", "negation", "No rash was seen"),
        (
            "Nausea was not observed, but two fell.",
            "not",
            "negation",
            "Nausea was not observed",
        ),
        ("Nausea did not occur.", "not", "negation", "Nausea did not occur"),
        ("The drug did not relieve pain.", "not", "negation", "not relieve pain"),
        ("It worked without sedation, as hoped.", "without", "negation", "without sedation"),
        ("The patch failed to stick.", "failed", "negation", "failed to stick"),
        ("Pain may recur.", "may", "speculation", "may recur"),
        ("Doses may be halved.", "may", "speculation", "Doses may be halved"),
        (
            "Our data suggest that sleep improves; nobody asked.",
            "suggest",
            "speculation",
            "suggest that sleep improves",
        ),
        (
            "We studied whether fans help.",
            "whether",
            "speculation",
            "whether fans help",
        ),
        ("The cause is unknown.", "unknown", "speculation", "The cause is unknown"),
        (
            "The best dose is not yet known.",
            "not yet known",
            "speculation",
            "The best dose is not yet known",
        ),
    ],
)
def test_cue_and_scope(text: str, cue: str, kind: str, scope: str) -> None:
    assert (cue, kind, scope) in _read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Fans helped not only the breathless.",
        "Room No. 5 was used.",
        "The trial ran from March to May 2011.",
        "Visits were made in May.",
        "Opioids are indicated for pain.",
        "Levels could be measured in all.",
        "Those in hospital were more likely to fall.",
        "The membrane potential rose.",
        "Doses were kept as low as possible.",
        "Heart failure was frequent.",
        "Pain fell.",
    ],
)
def test_no_cue(text: str) -> None:
    assert _read(text) == []


def test_a_cue_inside_brackets_governs_no_more_than_they_hold() -> None:
    assert _read("Adults (without cancer) slept well.") == [
        ("without", "negation", "without cancer")
    ]


WORDS = st.lists(
    st.sampled_from(
        re.split(" ", "no not may be seen whether (if ) pain . , ; but\n was unknown could Not")
    ),
    max_size=25,
).map(" ".join)


@given(WORDS | st.text())
def test_cues_stand_in_order_inside_one_sentence_and_their_scope_holds_them(text: str) -> None:
    split = sentences(text)
    place = 0
    for cue in cues(text, split):
        assert place <= cue.span.start < cue.span.end
        place = cue.span.end
        assert cue.scope.start <= cue.span.start < cue.span.end <= cue.scope.end
        assert any(s.span.start <= cue.scope.start and cue.scope.end <= s.span.end for s in split)
