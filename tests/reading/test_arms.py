"""Arms of figures and of studies, who was studied, what was not assessed: worked by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assuage.reading.amounts import amounts
from assuage.reading.arm_words import ArmNames, with_arms, with_comparisons
from assuage.reading.arms import arms
from assuage.reading.effects import effects
from assuage.reading.levels import levels
from assuage.reading.not_assessed import not_assessed
from assuage.reading.population import population
from assuage.reading.risks import risks
from assuage.reading.sentences import sentences
from assuage.terms.reading import Mention, Sentence, Span

DRUGS = ("ketamine", "morphine", "sumatriptan", "celecoxib", "ketoprofen", "baclofen", "tramadol")


def named(text: str) -> tuple[Mention, ...]:
    """Mentions of a few drugs, in the order of the text."""
    places = [
        (at, at + len(drug), drug)
        for drug in DRUGS
        for at in range(len(text))
        if text.startswith(drug, at)
    ]
    return tuple(Mention(Span(start, end), "drug", drug) for start, end, drug in sorted(places))


def of_risks(text: str) -> list[str | None]:
    parts = sentences(text)
    names = ArmNames(text, parts, named(text))
    return [r.arm for r in with_arms(risks(text, parts), names, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nausea occurred in 25 of 92 patients in the ketamine group and in 12 of 90 in the "
            "placebo group.",
            ["ketamine", "placebo"],
        ),
        (
            "Nausea was more common with morphine than with placebo (60% vs 25%, P < 0.05).",
            ["morphine", "placebo"],
        ),
        (
            "Epigastric pain occurred in 6 (8%), 13 (14%), and 10 (13%) patients in the placebo, "
            "ketoprofen, and celecoxib groups, respectively.",
            ["placebo", "ketoprofen", "celecoxib"],
        ),
        (
            "Vomiting was seen in 22%, 5% and 39% of children in groups I, II and IV, respectively.",
            ["I", "II", "IV"],
        ),
        (
            "The incidence of adverse events was lower in the celecoxib group (22.5%) compared with "
            "the ketoprofen group (27.9%).",
            ["celecoxib", "ketoprofen"],
        ),
        ("Headache relief was reported by 56% of patients.", [None]),
        (
            "Ketamine was studied because morphine failed; nausea occurred in 20% of all patients.",
            [None],
        ),
    ],
)
def test_a_risk_has_the_arm_that_its_sentence_says(text: str, expected: list[str | None]) -> None:
    assert of_risks(text) == expected


def test_a_level_and_an_effect_have_their_arms() -> None:
    text = (
        "Pain scores were lower with ketamine than with morphine (mean 3.2 ± 1.1 vs 5.1 ± 1.4; "
        "mean difference -1.9, 95% CI -2.5 to -1.3)."
    )
    parts = sentences(text)
    names = ArmNames(text, parts, named(text))
    assert [x.arm for x in with_arms(levels(text, parts), names, text)] == ["ketamine", "morphine"]
    (effect,) = with_comparisons(effects(text, parts), names, text)
    assert (effect.arm, effect.versus) == ("ketamine", "morphine")


def of_study(text: str) -> list[tuple[str, str | None, int | None, bool]]:
    parts, drugs = sentences(text), named(text)
    found = arms(text, parts, ArmNames(text, parts, drugs), drugs, amounts(text, parts))
    return [(a.name, a.id, a.n, a.control) for a in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sixty patients were randomised to ketamine (n = 31) or saline (n = 29).",
            [("ketamine", "ketamine", 31, False), ("saline", None, 29, True)],
        ),
        (
            "A trial of tramadol. Forty patients were randomised to receive tramadol, morphine or "
            "placebo after surgery.",
            [
                ("tramadol", "tramadol", None, False),
                ("morphine", "morphine", None, False),
                ("placebo", None, None, True),
            ],
        ),
        ("We treated 46 patients with baclofen.", []),
    ],
)
def test_arms_of_a_study(
    text: str, expected: list[tuple[str, str | None, int | None, bool]]
) -> None:
    assert of_study(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Forty women undergoing total abdominal hysterectomy were randomised to two groups.",
            "Forty women undergoing total abdominal hysterectomy",
        ),
        (
            "In a crossover trial, 36 patients with painful diabetic neuropathy were randomly "
            "assigned to tramadol or placebo.",
            "36 patients with painful diabetic neuropathy",
        ),
        (
            "Patients (n = 40) with narcolepsy were randomised to three strategies.",
            "Patients (n = 40) with narcolepsy",
        ),
        ("Baclofen relieves hiccups in patients with cancer.", "patients with cancer"),
        ("Baclofen acts on the spinal cord.", None),
    ],
)
def test_who_was_studied(text: str, words: str | None) -> None:
    parts = sentences(text)
    place = population(text, parts, (), amounts(text, parts))
    assert (text[place.start : place.end] if place else None) == words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Quality of life was not assessed.", True),
        ("We did not measure plasma concentrations.", True),
        ("No data on long-term safety were available.", True),
        ("Pain was not significantly different between groups.", False),
        ("No serious adverse events were reported.", False),
        ("None of the patients reported hallucinations.", False),
    ],
)
def test_what_was_not_assessed(text: str, told: bool) -> None:
    parts = tuple(Sentence(s.span, "results") for s in sentences(text))
    assert bool(not_assessed(text, parts)) is told
    before = tuple(Sentence(s.span, "background") for s in sentences(text))
    assert not not_assessed(text, before)


PIECES = st.sampled_from(
    [
        "ketamine", "placebo", " group", "groups A, B and C", " (", ")", "25%", "12 of 40", " vs ", " than with ",
        " and ", ", respectively", ". ", "n = 20", " patients", " with ", "not assessed", "\n", " or ", "in the ",
        "randomised to ", "mean 3.2 ± 1.1", "95% CI 1 to 2", "group ", "I", ";", "compared with ",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=120)))
def test_odd_text_gives_only_what_is_printed(text: str) -> None:
    parts, drugs = sentences(text), named(text)
    names = ArmNames(text, parts, drugs)
    people = amounts(text, parts)
    for item in (
        *with_arms(risks(text, parts), names, text),
        *with_arms(levels(text, parts), names, text),
        *with_comparisons(effects(text, parts), names, text),
    ):
        assert item.arm is None or item.arm in text
    for arm in arms(text, parts, names, drugs, people):
        assert text[arm.span.start : arm.span.end] == arm.name
    place = population(text, parts, drugs, people)
    assert place is None or 0 <= place.start < place.end <= len(text)
    assert all(s in [p.span for p in parts] for s in not_assessed(text, parts))
