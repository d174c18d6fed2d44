"""Sentences as a reader gets them, in both languages, against hand-written ones."""

from decimal import Decimal

import pytest

from assuage import runs
from assuage.asking.question import questions
from assuage.knowledge.shelves import Knowledge
from assuage.prose.english.facts import an, the, upper
from assuage.prose.english.verdicts import benefit_words, harm_words, plural, preclinical_words
from assuage.prose.lexicon import Lexicon
from assuage.terms.fact import Amount
from assuage.terms.printed import Printed


def said(knowledge: Knowledge, lang: str, finding: str) -> str:
    """The sentence of one finding in the dossier of ketamine in cancer pain."""
    page = runs.page(knowledge, questions(knowledge, "ketamine", "cancer pain")[0], lang)
    return next(
        s.text
        for section in page.sections
        for s in section.statements
        if s.findings == (finding,) and s.kind == "result"
    )


HARDY = "hardy-2012-ketamine/result/pain-response/ketamine/placebo/risk-difference"


def test_a_result_in_english(knowledge: Knowledge) -> None:
    assert said(knowledge, "en", HARDY) == (
        "Double-blind randomised controlled trial in cancer pain (already taking opioids, pain not "
        "controlled by opioids), 185 analysed (Hardy 2012): pain response with ketamine "
        "(subcutaneous) added to opioids did not differ from that with placebo (risk difference "
        "0.04; 95% CI −0.10 to 0.18; P = 0.55; ketamine (subcutaneous) added to opioids: 29 of 93 "
        "(31%); placebo: 25 of 92 (27%))."
    )


def test_the_same_result_in_chinese_has_the_same_numbers(knowledge: Knowledge) -> None:
    text = said(knowledge, "zh", HARDY)
    assert text.startswith("癌痛") and text.endswith("。")
    for number in ("185", "0.04", "−0.10", "0.18", "0.55", "29/93", "31%", "25/92", "27%"):
        assert number in text
    assert "无差异" in text


@pytest.mark.parametrize(
    ("noun", "expected"),
    [("agonist", "an agonist"), ("blocker", "a blocker"), ("inhibitor", "an inhibitor")],
)
def test_articles(noun: str, expected: str) -> None:
    assert an(noun) == expected


def test_the_article_stands_before_receptors_only() -> None:
    assert the("NMDA receptor") == "the NMDA receptor"
    assert the("calcineurin") == "calcineurin"
    assert upper("μ-opioid receptor")[1:] == "-opioid receptor"


@pytest.mark.parametrize(
    ("lang", "value", "unit", "shown"),
    [
        ("en", "1", "h", "1 hour"), ("en", "2.50", "h", "2.50 hours"),
        ("zh", "2.50", "h", "2.50小时"), ("en", "30", "percent", "30%"),
        ("en", "-1.4", "points-0-10", "−1.4 points (0–10)"),
    ],
)  # fmt: skip
def test_numbers_and_units(
    knowledge: Knowledge, lang: str, value: str, unit: str, shown: str
) -> None:
    lex = Lexicon(knowledge, lang)
    assert lex.amount(Amount(value=Printed(Decimal(value)), unit=unit)) == shown


def test_lists(knowledge: Knowledge) -> None:
    assert Lexicon(knowledge, "en").join(["a", "b", "c"]) == "a, b and c"
    assert Lexicon(knowledge, "zh").join(["甲", "乙"]) == "甲、乙"


def test_p_keeps_its_sign(knowledge: Knowledge) -> None:
    lex = Lexicon(knowledge, "en")
    assert lex.p(Printed(Decimal("0.001"), "<")) == "P < 0.001"
    assert lex.p(Printed(Decimal("0.55"))) == "P = 0.55"


def test_the_verb_follows_the_certainty() -> None:
    """GRADE guidelines 26 (Santesso 2020): does, likely does, may; very low is very uncertain."""
    words = [
        benefit_words("benefit", level, "ketamine", "pain intensity", "lower")
        for level in ("high", "moderate", "low", "very-low")
    ]
    assert words == [
        "ketamine reduces pain intensity",
        "ketamine probably reduces pain intensity",
        "ketamine may reduce pain intensity",
        "it is very uncertain whether ketamine reduces pain intensity; the leading study found "
        "that it did",
    ]


def test_the_verb_follows_the_side_that_helps() -> None:
    assert benefit_words("benefit", "high", "x", "quality of life", "higher") == (
        "x improves quality of life"
    )
    assert benefit_words("worse", "high", "x", "pain", "lower") == "x increases pain"
    assert harm_words("worse", "moderate", "x", "nausea") == (
        "nausea: probably more with x than with control"
    )


def test_plural_agents_take_a_plural_verb() -> None:
    assert benefit_words("benefit", "high", "opioids (oral)", "pain", "lower") == (
        "opioids (oral) reduce pain"
    )
    assert plural("corticosteroids") and not plural("neurolysis")


def test_animals_and_cells_never_read_as_patients() -> None:
    for code in ("benefit", "worse", "no-difference", "contradictory"):
        assert preclinical_words(code, "x", "tumour growth").startswith("in animals or cells")
