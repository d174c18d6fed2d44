"""Abbreviations: hand-worked cases, the published set's tuning half, and invariants on any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.reading.abbreviations import abbreviations
from assuage.reading.sentences import sentences


def _pairs(text: str) -> list[tuple[str, str]]:
    text = "\n" + text
    return [(found.short, found.long) for found in abbreviations(text, sentences(text))]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("A visual analogue scale (VAS) was used.", "VAS", "visual analogue scale"),
        ("The quality of life (QoL) rose.", "QoL", "quality of life"),
        ("We gave placebo (PLB; n = 12).", "PLB", "placebo"),
        ("Tetrahydrocannabinol [THC] was inhaled.", "THC", "Tetrahydrocannabinol"),
        ("Adverse drug reactions (ADRs) fell.", "ADRs", "Adverse drug reactions"),
        ("The NRS (numerical rating scale) fell.", "NRS", "numerical rating scale"),
        ("It barely crosses (blood-brain barrier, BBB).", "BBB", "blood-brain barrier"),
        ("Ligands of N-methyl-D-aspartate (NMDA) differ.", "NMDA", "N-methyl-D-aspartate"),
        ("Two-dimensional (2D) films were read.", "2D", "Two-dimensional"),
        ("The ambient temperature (T(a)) was kept.", "T(a)", "ambient temperature"),
        ("We gave 2,6-diaminopurine (DAP) daily.", "DAP", "2,6-diaminopurine"),
        ("The anti-human globulin test (HGT) failed.", "HGT", "human globulin test"),
    ],
)
def test_defined(text: str, short: str, long: str) -> None:
    assert _pairs(text) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "Pain fell (n = 12) and rose (P < .05).",
        "Half (50%) had it (see Table 2).",
        "Those in one arm (group I) were older.",
        "Opioids (with food) helped.",
        "Patients (in Spain) were asked.",
        "We gave hydrochloride salts (10 mg/kg).",
        "(VAS) was used.",
        "An open bracket (VAS was left.",
    ],
)
def test_not_defined(text: str) -> None:
    assert _pairs(text) == []


@given(st.text(alphabet="aAbB ()[]-,;1.\n", max_size=60) | st.text())
def test_spans_hold_what_they_say(text: str) -> None:
    for found in abbreviations(text, sentences(text)):
        assert text[found.short_span.start : found.short_span.end] == found.short
        assert text[found.long_span.start : found.long_span.end] == found.long
        assert found.short and len(found.long) > len(found.short) - 2
        apart = (
            found.short_span.end <= found.long_span.start,
            found.long_span.end <= found.short_span.start,
        )
        assert any(apart)
