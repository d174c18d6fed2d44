"""Which number was randomised, and which percentages count people: one made-up case for each rule."""

import pytest

from assuage.reading.amounts import amounts
from assuage.reading.counts import counted
from assuage.reading.event_cues import counts_nobody
from assuage.reading.numbers import numbers
from assuage.reading.percentages import alone
from assuage.reading.risks import candidates
from assuage.reading.sentences import sentences


def randomised(text: str) -> list[int]:
    return [
        a.value for a in amounts(text, sentences(text)) if a.kind == "randomised" and a.arm is None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a share, a subset and what is left are parts of others
        (
            "Thirty-nine patients were enrolled in this randomised trial. Thirty-five patients (89.7%) "
            "completed it after randomisation.",
            [39],
        ),
        (
            "Sixteen men were studied in a randomised trial. Placebo was given to two of eight men at "
            "each dose in a randomised fashion.",
            [16],
        ),
        (
            "In this randomised study 44 patients took part. All but five patients were randomised "
            "to a second phase.",
            [44],
        ),
        # arms that make up the total
        (
            "Seventy patients entered this trial. Thirty-five patients were randomised to a control "
            "arm. Thirty-five patients were randomised to the treatment arm.",
            [70],
        ),
        (
            "Ninety women were enrolled. Forty-eight women were randomised to receive tolperisone "
            "daily and 42 women to placebo.",
            [90],
        ),
        (
            "In a randomised manner thirty patients received a bolus. Then lidocaine (n = 15) or "
            "saline (n = 15) was infused.",
            [30],
        ),
        (
            "We recruited 64 infants. Infants were randomised to a steroid or placebo. Of the 28 "
            "infants randomised to the steroid, most did well.",
            [64],
        ),
        ("In a randomised study 22 patients were randomised to the drug while 21 had placebo.", []),
        (
            "GTN was infused in 16 patients with headache and 16 healthy controls in a randomised "
            "order.",
            [],
        ),
        # all of them received one thing or another
        (
            "In this randomised study 30 patients received either placebo or 50 mg of the drug.",
            [30],
        ),
        (
            "In this randomised study 20 patients with pain were given the syrup or matching placebo.",
            [20],
        ),
        (
            "In this randomised trial one hundred sixty children were included in two subgroups.",
            [160],
        ),
        (
            "In this double-blind, randomised, parallel group study, 312 patients treated an attack.",
            [312],
        ),
        # words between the number and the people
        ("Eighty day-case patients were allocated randomly to three drugs.", [80]),
        ("Fifty type 2 diabetic women were randomised to two drugs.", [50]),
        ("Fourty patients were studied in a randomised trial.", [40]),
        ("A randomised cross-over study included 15 essential hypertensives.", [15]),
        ("This randomised trial (intention-to-treat population, n = 201) was double-blind.", [201]),
        # a sentence later, and the sample size of a protocol
        (
            "In this randomised cross-over trial 45 patients were assigned to one of two sequences. "
            "Thirty-four patients completed the study.",
            [45],
        ),
        ("Fifty-seven adults were enrolled; 47 were randomised; 11 discontinued.", [47]),
        ("This randomised trial will recruit 1800 participants.", [1800]),
        # others' studies, samples and tests
        (
            "We gave the drug to 600 patients. This agrees with those randomised blinded studies.",
            [],
        ),
        ("A randomly selected sample of 240 patients was interviewed.", []),
        ("This integrated analysis of randomised trials has 5,200 patients.", []),
        (
            "This randomised study included 150 patients (Cochrane-Armitage test, P = 0.03).",
            [150],
        ),
        (
            "In two randomised studies 280 healthy young adults were randomly assigned to three "
            "groups.",
            [280],
        ),
        ("This randomised study of 21 patients tested the dose needed to halve pain.", [21]),
    ],
)
def test_which_number_was_randomised(text: str, expected: list[int]) -> None:
    assert randomised(text) == expected


def test_a_number_in_words_and_in_digits_is_one_place() -> None:
    text = "Forty-two (42) patients were randomised."
    found = [a for a in amounts(text, sentences(text)) if a.kind == "randomised"]
    assert [text[a.span.start : a.span.end] for a in found] == ["Forty-two (42)"]


def shares(text: str) -> list[tuple[int | None, int | None, str | None]]:
    """What may be people with an event: by its form, whatever its words weigh."""
    found = numbers(text)
    starts = [s.span.start for s in sentences(text)]
    return [
        (c.events, c.total, str(c.percent.printed) if c.percent else None)
        for c in candidates(text, found, starts, set())
        if not counts_nobody(text, 0, len(text), c)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rescue was needed in 4 and 2 patients (29% and 13%), respectively.",
            [(4, None, "29"), (2, None, "13")],
        ),
        (
            "It was needed in 4 patients in the first group and in 2 patients in the second group "
            "(26.7% versus 13.3%).",
            [(4, None, "26.7"), (2, None, "13.3")],
        ),
        ("It occurred at 2 h for attacks 1 and 2 (49% versus 23%).", [(None, None, "49"), (None, None, "23")]),
        ("Only 7% of the 120 patients had it.", [(None, 120, "7")]),
        ("Of the 45 patients who came twice 60% preferred it.", [(None, 45, "60")]),
        ("Withdrawal occurred in 12.5% of patients (N = 4) given it.", [(4, None, "12.5")]),
        ("Events were mild (n = 40, 30.5%) or moderate (n = 25; 19.1%).", [(40, None, "30.5"), (25, None, "19.1")]),
        ("Of the 40 infants given it, 30 (75%) survived.", [(30, 40, "75")]),
        ("Of the 40 infants given it, 12 (75%) survived.", [(12, None, "75")]),
        ("There were 51 patients (51.0%) with a total of 117 events.", [(51, None, "51.0")]),
        ("Pruritus was alike (group M 12/20; group B 14/30).", [(12, 20, None), (14, 30, None)]),
        ("Ischaemia was alike (7/30 clonidine vs 6/29 placebo).", [(7, 30, None), (6, 29, None)]),
        ("In the same arm 11 patients in the same group (73%) had it.", [(11, None, "73")]),
        ("Relief was achieved by 81.5% of those treated and by 79.3% of the others.",
         [(None, None, "81.5"), (None, None, "79.3")]),
        ("It led to a 75% incidence of alerts.", [(None, None, "75")]),
        ("Dizziness (each 9%) was reported.", [(None, None, "9")]),
        ("Here 91% found it less unpleasant.", [(None, None, "91")]),
        ("Success was 91% without differences.", [(None, None, "91")]),
        ("It was cured in 95% (75 of 79) for groups 1 to 4.", [(75, 79, "95")]),
    ],
)  # fmt: skip
def test_forms_of_shares(
    text: str, expected: list[tuple[int | None, int | None, str | None]]
) -> None:
    assert shares(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The dose was higher (160% vs 352%).",
        "Reduction in median scores was better with the drug (67%) than with placebo (34%).",
        "The average pain reduction was 67.5%.",
        "Saturation fell below 90% in none.",
        "The syrup had a sparing effect (41%).",
        "They treated 70% of their attacks.",
        "Lesions were fewer by 56% and the relapse rate fell by 54% and 57%.",
        "The percentage of pain scores that showed distress was 32%.",
        "Sensitivity and specificity were 86% (43/50 patients) and 88% (22/25 controls).",
        "Events reported by more than 10% of the patients were mild.",
        "A prothrombin time less than 60% was seen.",
        "The population was mostly male (94.1%).",
        "A repeat course of 0.2% glyceryl trinitrate was given.",
        "A sore throat came in 2 patients (2% glycopyrrolate).",
        "Deterioration was seen in 6 of 8 subscores.",
    ],
)
def test_shares_of_nobody(text: str) -> None:
    assert [s for s in shares(text) if s[2] != "2"] == []


def test_a_time_shares_no_sign_with_the_percentage_behind_it() -> None:
    text = "During weeks 5 through 8, 40% felt well."
    found = numbers(text)
    assert counted(text, found, [0], set()) == []
    assert [c.percent.digits for c in alone(text, found, set()) if c.percent] == ["40"]
