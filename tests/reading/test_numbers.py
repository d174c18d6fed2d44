"""Numbers and what is read from them, on cases worked by hand; and nothing odd may raise."""

import gzip
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assuage.reading.amounts import amounts
from assuage.reading.effects import effects
from assuage.reading.levels import levels
from assuage.reading.numbers import numbers, value_of_words, word_number
from assuage.reading.risks import risks
from assuage.reading.sentences import sentences
from tests.shared_data import shared


def shown(text: str) -> list[str]:
    return [str(n.printed) + ("%" if n.percent else "") for n in numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("95% CI −0.10 to 0.18", ["95%", "-0.10", "0.18"]),
        ("P<.001 and p ≤ 0.05", ["<0.001", "<=0.05"]),
        ("27% [25 of 92]", ["27%", "25", "92"]),
        ("0·35 or 1,054 or 2,438.5", ["0.35", "1054", "2438.5"]),
        ("14.1 ± 3.0, n = 36", ["14.1", "3.0", "36"]),
        ("10(3) cells, 5.2 x 10(3)", ["1000", "5200"]),
        ("0.61-1.51 and (–1.50 – 0.64)", ["0.61", "1.51", "-1.50", "0.64"]),
        ("CYP3A4, SF-36, T12, V(50), kg-1, min(-1)", []),
        ("> or = 90, >/=50%, P = 0. 0003", [">=90", ">=50%", "0.0003"]),
        ("62/67, 3,5,7 and version 1.2.3", ["62", "67", "3", "5", "7"]),
        ("74,8% against 6 per cent", ["74.8%", "6%"]),
        ("(95% CI, - 3% to - 23%), 5 - 7, to + 55%", ["95%", "-3%", "-23%", "5", "7", "55%"]),
        ("difference-14.1%: -28%, 0%", ["-14.1%", "-28%", "0%"]),
    ],
)
def test_numbers_keep_sign_digits_and_comparison(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@given(st.lists(st.decimals("-9999", "9999", places=2), min_size=1, max_size=6))
def test_offsets_hold_the_digits(values: list[Decimal]) -> None:
    text = " then ".join(f"({value})" for value in values)
    found = numbers(text)
    assert [text[n.start : n.end] for n in found] == [str(value) for value in values]
    assert [n.decimal for n in found] == values


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Twenty-nine", 29),
        ("One hundred and fourteen", 114),
        ("one hundred seventy-one", 171),
        ("Four hundred", 400),
        ("two thousand three hundred and six", 2306),
        ("ninety-nine", 99),
    ],
)
def test_number_words(words: str, value: int) -> None:
    found = word_number(f"Of these, {words} patients")
    assert found is not None
    assert found[0] == words
    assert value_of_words(found[0]) == value


def test_several_hundred_is_no_number() -> None:
    assert word_number("several hundred thousand people") is None


def read(text: str) -> list[tuple[str, ...]]:
    return [
        (e.measure, *(str(x) if x else "-" for x in (e.value, e.low, e.high, e.level_percent, e.p)))
        for e in effects(text, sentences(text))
        if e.low is not None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The odds ratio was 1.40 (95% CI, 1.02-1.93; P = .04).",
            [("odds-ratio", "1.40", "1.02", "1.93", "95", "0.04")],
        ),
        (
            "Risk was raised (RR 2.0 [99% CrI: 1.1, 3.9]).",
            [("risk-ratio", "2.0", "1.1", "3.9", "99", "-")],
        ),
        (
            "HR 0·35, 95% confidence interval 0·20 to 0·61.",
            [("hazard-ratio", "0.35", "0.20", "0.61", "95", "-")],
        ),
        (
            "Mean difference (95% CI) was -0.8 (-1.6, -0.01) at rest and 0.2 (-0.4, 0.9) on moving.",
            [
                ("mean-difference", "-0.8", "-1.6", "-0.01", "95", "-"),
                ("mean-difference", "0.2", "-0.4", "0.9", "-", "-"),
            ],
        ),
        (
            "More recovered with it (difference 12%; 95% CI −3% to 27%).",
            [("risk-difference", "12", "-3", "27", "95", "-")],
        ),
        (
            "Healing was 92% (95% CI 86-100%) and 95% (95% CI 91-97.5%).",
            [("percent", "92", "86", "100", "95", "-"), ("percent", "95", "91", "97.5", "95", "-")],
        ),
        (
            "It fell by 47% (95% CI-76% to -16%).",
            [("percent-change", "47", "-76", "-16", "95", "-")],
        ),
        ("NNT was 4.5 (95% CI 2.7 to 13).", [("nnt", "4.5", "2.7", "13", "95", "-")]),
        ("Relief was commoner (95% CI for the NNT = 3-8).", [("nnt", "-", "3", "8", "95", "-")]),
        ("Pain lasted 17 minutes (CI95 = 15 - 20).", [("mean", "17", "15", "20", "95", "-")]),
        (
            "The AUC ratio was 1.21 (90% CI 1.11 to 1.32).",
            [("auc-ratio", "1.21", "1.11", "1.32", "90", "-")],
        ),
        (
            "Scores were 2.6 ± 2.5 versus 4.5 ± 2.3 days (95% CI = 1-2.6 days).",
            [("mean-difference", "-", "1", "2.6", "95", "-")],
        ),
    ],
)
def test_effects_with_an_interval(text: str, expected: list[tuple[str, ...]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The ratio of geometric means for AUC was 1.21 (90% CI 1.11 to 1.32).",
            [("auc-ratio", "1.21", "1.11", "1.32", "90", "-")],
        ),
        (
            "The geometric mean ratio of clearance was 0.79 (90% CI, 0.71-0.88).",
            [("ratio-of-means", "0.79", "0.71", "0.88", "90", "-")],
        ),
        (
            "Geometric mean ratios (90% CI) were 1.05 (0.98, 1.12) for Cmax and 1.34 (1.20, 1.50) "
            "for AUC.",
            [
                ("cmax-ratio", "1.05", "0.98", "1.12", "90", "-"),
                ("auc-ratio", "1.34", "1.20", "1.50", "-", "-"),
            ],
        ),
        (
            "The AUC of midazolam increased by 45% (90% CI 30% to 62%).",
            [("percent-change", "45", "30", "62", "90", "-")],
        ),
        (
            "Clearance decreased by 25% (90% CI 18 to 31%).",
            [("percent-change", "25", "18", "31", "90", "-")],
        ),
        (
            "AUC increased 2.4-fold (90% CI 2.0-2.9).",
            [("auc-ratio", "2.4", "2.0", "2.9", "90", "-")],
        ),
        ("NNT 5 and NNH 12 (95% CI 8 to 24).", [("nnh", "12", "8", "24", "95", "-")]),
    ],
)
def test_exposure_and_numbers_needed(text: str, expected: list[tuple[str, ...]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Cardiac index (CI) was 3.1 and 2.9 L/min.",
        "Median pain was 3 (interquartile range 2 to 5).",
        "Equivalence was concluded if the 90% CI fell within 0.80 to 1.25.",
        "Continuous infusion (CI) of 20 to 40 mg was given.",
    ],
)
def test_no_interval_where_none_is_printed(text: str) -> None:
    assert read(text) == []


def test_an_effect_without_interval_needs_its_measure() -> None:
    text = "The odds ratio was 2.4, P = .03, while scores were 5, P = .01. The NNT was 6."
    found = [(e.measure, str(e.value), str(e.p) if e.p else None) for e in effects(text)]
    assert found == [("odds-ratio", "2.4", "0.03"), ("nnt", "6", None)]


def arms(text: str) -> list[tuple[int | None, int | None, str | None]]:
    return [
        (r.events, r.total, str(r.percent) if r.percent else None)
        for r in risks(text, sentences(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nausea occurred in 25 of 92 patients (27%).", [(25, 92, "27")]),
        ("Response was seen in 27% [25 of 92] of them.", [(25, 92, "27")]),
        ("Eradication was 92.5% (62/67) and 78.8% (52/66).", [(62, 67, "92.5"), (52, 66, "78.8")]),
        ("At the end 40 (67%) of 60 patients were alive.", [(40, 60, "67")]),
        ("Six out of 200 (3%) developed a rash.", [(6, 200, "3")]),
        ("Withdrawal occurred in 19% (n = 29) of treated patients.", [(29, None, "19")]),
        ("Apnoea occurred in eight of nine patients (89%).", [(8, 9, "89")]),
        ("Four patients (27%) vomited.", [(4, None, "27")]),
        ("The mortality rate was 3.1% (1:32) after operation.", [(1, 32, "3.1")]),
        (
            "The incidence of nausea in the group was reduced from 80% to 38% (P < 0.01).",
            [(None, None, "80"), (None, None, "38")],
        ),
        (
            "Relief was reported by 11/19 compared with 4/18 patients.",
            [(11, 19, None), (4, 18, None)],
        ),
        (
            "Patients vomited more often after morphine (60% vs 25%, P < 0.05).",
            [(None, None, "60"), (None, None, "25")],
        ),
    ],
)
def test_risks(text: str, expected: list[tuple[int | None, int | None, str | None]]) -> None:
    assert arms(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They received 10 ml of bupivacaine 0.25% or 0.9% saline.",
        "The dose of morphine was reduced by 37%.",
        "Saturation was 95% +/- 2% on air.",
        "They were divided into two groups of 30 each.",
        "Sensitivity was 85% and specificity was 90%.",
        "In 12 of 25 trials the outcome was reported.",
        "Mean percentage improvement was 54% versus 19% for the headache index (P = .01).",
        "Incidence ranged from 10% to 20% in other countries.",
    ],
)
def test_no_risk_where_nobody_is_counted(text: str) -> None:
    assert arms(text) == []


def randomised(text: str) -> list[int]:
    return [
        a.value for a in amounts(text, sentences(text)) if a.kind == "randomised" and a.arm is None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We screened 310 patients. Of these, 93 women were randomly allocated to two groups.",
            [93],
        ),
        ("Thirty ASA I-III patients were randomised. Two patients dropped out.", [30]),
        ("Forty ASA 1-2 women were randomized to receive A (n = 20) or B (n = 20).", [40]),
        ("In this randomised trial 1,598 participants took part; 1,200 completed it.", [1598]),
        ("We randomised 55 and 52 subjects to A and B, respectively.", []),
        ("We treated 46 patients with baclofen.", []),
        ("Beagles (n = 6) were randomly assigned to three treatments.", [6]),
        ("Of 226 patients who gave consent, 163 patients were randomised and analysed.", [163]),
        (
            "Two drops.\nIn this randomised study 37 patients took timolol for 4 weeks. They were then randomised "
            "to one of two drugs. A total of 36 patients completed the trial.",
            [37],
        ),
        ("This systematic review included 12 randomised trials with 900 patients.", []),
    ],
)
def test_number_randomised(text: str, expected: list[int]) -> None:
    assert randomised(text) == expected


def test_arms_keep_their_words() -> None:
    text = "Sixty patients were randomised to ketamine (n = 31) or saline (n = 29)."
    assert [(a.value, a.arm) for a in amounts(text) if a.arm] == [(31, "ketamine"), (29, "saline")]


def test_levels_with_spread_range_unit_and_scale() -> None:
    text = (
        "VAS pain was 15.4 +/- 18.6 vs 29.7 ± 19.8 mm. Median (IQR) stay was 605 days (244-1171). "
        "Clearance decreased by 25%."
    )
    found = levels(text, sentences(text))
    plain = [
        (
            x.statistic,
            *(str(v) if v else None for v in (x.value, x.spread, x.low, x.high)),
            x.unit,
            x.instrument,
        )
        for x in found
    ]
    assert plain == [
        ("mean", "15.4", "18.6", None, None, None, "VAS"),
        ("mean", "29.7", "19.8", None, None, "mm", "VAS"),
        ("median", "605", None, "244", "1171", "days", None),
        ("change", "25", None, None, None, "%", None),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Median (IQR) pain was 3 (2 to 5).", [("median", "3", "2", "5", None, None)]),
        (
            "Median time to rescue was 45 min (range 10 to 120).",
            [("median", "45", "10", "120", "min", None)],
        ),
        (
            "Half-life was 5.4 hours (range, 3.1 to 8.8 hours).",
            [("unstated", "5.4", "3.1", "8.8", "hours", None)],
        ),
        (
            "Pain on a 100-mm VAS was 32 mm with ketamine and 45 mm with placebo.",
            [("score", "32", None, None, "mm", "VAS"), ("score", "45", None, None, "mm", "VAS")],
        ),
        (
            "The mean NRS pain score was 4.2 compared with 6.1 (P < 0.001).",
            [("mean", "4.2", None, None, None, "NRS"), ("mean", "6.1", None, None, None, "NRS")],
        ),
        ("Oral clearance decreased 1.8-fold.", [("change", "1.8", None, None, "fold", None)]),
        (
            "Apparent clearance was 30% lower in cirrhosis.",
            [("change", "30", None, None, "%", None)],
        ),
        (
            "The VAS score was 3 at rest in 20 patients and 25 volunteers.",
            [("score", "3", None, None, None, "VAS")],
        ),
    ],
)
def test_levels_of_each_kind(text: str, expected: list[tuple[str | None, ...]]) -> None:
    assert [
        (
            x.statistic,
            str(x.value),
            str(x.low) if x.low else None,
            str(x.high) if x.high else None,
            x.unit,
            x.instrument,
        )
        for x in levels(text, sentences(text))
    ] == expected


PIECES = st.sampled_from(
    [
        "95% CI", "CI", "(", ")", "[", "]", " ", " to ", "-", "–", "−", ",", ";", ".", "0.5", "1,054", "12",
        "±", "+/-", "%", "OR", "HR ", "mean ", "median ", "P<", "n = ", "of ", "/", "patients ", "randomised ",
        "twenty", "-", "hundred and ", "thousand ", "×10(", "^", "10(3)", "·", "range ", "SD ", "respectively ",
        "95% CI)", "vs ", "difference ", "groups ", "\n", "IQR", "0. 12", "∼", "≥", "> or = ", "٣", "²",
    ]
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=200)))
def test_odd_input_never_raises_and_places_hold(text: str) -> None:
    parts = sentences(text)
    found = numbers(text)
    for number in found:
        assert 0 <= number.start < number.end <= number.after <= len(text)
    for items in (
        effects(text, parts, found),
        risks(text, parts, found),
        levels(text, parts, found),
        amounts(text, parts, found),
    ):
        for item in items:
            assert 0 <= item.span.start < item.span.end <= len(text)


def test_same_text_same_reading_and_limits_are_in_the_text() -> None:
    """On 300 real abstracts: twice the same, and every printed limit stands in its span."""
    with gzip.open(shared("pubmed", "records.jsonl.gz"), "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["abstract"] for _, line in zip(range(300), lines, strict=False)]
    for text in texts:
        parts = sentences(text)
        first = effects(text, parts)
        assert first == effects(text, parts)
        for effect in first:
            inside = {
                str(n.printed).lstrip("+-")
                for n in numbers(text[effect.span.start : effect.span.end])
            }
            for limit in (effect.low, effect.high):
                assert limit is None or str(limit).lstrip("+-") in inside


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Drowsiness was commoner (number needed to harm 7 [5 to 14]).", "nnh"),
        ("Drowsiness was commoner (NNH 7 (5 to 14)).", "nnh"),
        ("The number needed to harm was 7 (5 to 14).", "nnh"),
        ("Relief was commoner (NNT 7 (5 to 14)).", "nnt"),
    ],
)
def test_numbers_needed_keep_their_kind_and_interval(text: str, measure: str) -> None:
    (found,) = effects(text)
    assert (found.measure, str(found.value)) == (measure, "7")
    assert (str(found.low), str(found.high)) == ("5", "14")
