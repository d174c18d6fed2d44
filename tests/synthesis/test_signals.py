"""From results to signals, and how directly a study speaks, on constructed studies."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assuage.appraisal.gather import gather
from assuage.knowledge.shelves import Knowledge, own_source
from assuage.synthesis.signals import AGAINST, FOR, signals
from assuage.terms.finding import Finding
from assuage.terms.printed import Printed
from assuage.terms.question import Question
from assuage.terms.reference import Read
from assuage.terms.source import Citation
from assuage.terms.study import Arm, Conclusion, Population, Result, Study

ACTIVE = Arm(id="drug", agent="ketamine", route="oral")
PLACEBO = Arm(id="placebo", control="placebo")
OTHER = Arm(id="other", agent="morphine", route="oral")


def study(
    *results: Result | Conclusion, design: str = "rct-parallel",
    arms: tuple[Arm, ...] = (ACTIVE, PLACEBO), **more: Any,
) -> Study:  # fmt: skip
    return Study(
        id="constructed",
        citation=Citation(title="Constructed", pmid="1", year=2020),
        read=Read(url="https://example.org", parts=("abstract",), on=date(2026, 1, 1)),
        design=design,
        conditions=more.pop("conditions", ("cancer-pain",)),
        arms=arms,
        results=tuple(r for r in results if isinstance(r, Result)),
        conclusions=tuple(c for c in results if isinstance(c, Conclusion)),
        **more,
    )


def holding(knowledge: Knowledge, *studies: Study) -> Knowledge:
    """The curated knowledge with only these studies."""
    own = {knowledge.source_of(s): own_source(s, "study") for s in studies}
    return replace(knowledge, studies={s.id: s for s in studies}, sources=own)


def found(
    knowledge: Knowledge, held: Study, condition: str = "cancer-pain", route: str | None = None
) -> tuple[Finding, ...]:
    question = Question(
        kind="drug", condition=condition, drugs=("ketamine",), drug="ketamine", route=route
    )
    return tuple(
        f
        for f in gather(holding(knowledge, held), question)
        if f.kind in ("result", "conclusion") and f.owner == "constructed"
    )


def said(knowledge: Knowledge, held: Study) -> list[tuple[str, str]]:
    return [(s.domain, s.signal) for s in signals(found(knowledge, held), knowledge, ())]


def result(outcome: str, arm: str, versus: str | None, direction: str, **more: Any) -> Result:
    return Result(
        outcome=outcome, arm=arm, versus=versus, direction=direction, where="abstract", **more
    )


def test_less_pain_is_for_and_more_is_against(knowledge: Knowledge) -> None:
    assert said(knowledge, study(result("pain-intensity", "drug", "placebo", "lower"))) == [
        ("benefit", FOR)
    ]
    assert said(knowledge, study(result("pain-intensity", "drug", "placebo", "higher"))) == [
        ("benefit", AGAINST)
    ]


def test_a_result_printed_the_other_way_round_counts_for_the_drug(knowledge: Knowledge) -> None:
    """Placebo minus drug: more pain with placebo is less with the drug."""
    held = study(result("pain-intensity", "placebo", "drug", "higher"))
    assert said(knowledge, held) == [("benefit", FOR)]


def test_a_trial_whose_doses_disagree_is_marked(knowledge: Knowledge) -> None:
    """Gracies 2017: 1,500 units lowered the modified Ashworth score, 1,000 units did not."""
    low = Arm(id="low", agent="ketamine", route="oral")
    agree = result("pain-intensity", "low", "placebo", "lower", primary=True)
    differ = result("pain-intensity", "low", "placebo", "no-difference", primary=True)
    elsewhere = result("pain-relief", "low", "placebo", "no-difference")
    first = result("pain-intensity", "drug", "placebo", "lower", primary=True)
    for second, divided in ((agree, False), (differ, True), (elsewhere, False)):
        held = study(first, second, arms=(ACTIVE, low, PLACEBO))
        marks = [s.divided for s in signals(found(knowledge, held), knowledge, ())]
        assert marks == [divided], second


def test_a_comparison_with_another_drug_decides_nothing(knowledge: Knowledge) -> None:
    held = study(result("pain-intensity", "drug", "other", "lower"), arms=(ACTIVE, OTHER))
    assert said(knowledge, held) == []
    concluded = Conclusion(
        arm="drug", outcome="pain-intensity", verdict="benefit", where="abstract"
    )
    assert said(knowledge, study(concluded, arms=(ACTIVE, OTHER))) == []


def test_a_trial_that_treats_a_harm_does_not_show_that_the_drug_causes_less_of_it(
    knowledge: Knowledge,
) -> None:
    treated = Conclusion(arm="drug", outcome="withdrawal", verdict="benefit", where="abstract")
    assert said(knowledge, study(treated, design="case-series")) == []


def test_an_authors_word_without_a_control_shows_no_absence_of_harm(knowledge: Knowledge) -> None:
    word = Conclusion(arm="drug", outcome="tolerance", verdict="no-harm", where="abstract")
    assert said(knowledge, study(word, design="single-arm", arms=(ACTIVE,))) == []


def test_the_primary_result_speaks_for_the_study(knowledge: Knowledge) -> None:
    held = study(
        result("pain-relief", "drug", "placebo", "higher"),
        result("pain-intensity", "drug", "placebo", "no-difference", primary=True),
    )
    assert said(knowledge, held) == [("benefit", "none")]


@pytest.mark.parametrize(
    ("asked", "route", "label"),
    [
        ("cancer-pain", None, "direct"),
        ("cancer", None, "direct"),
        ("liver-cancer-pain", None, "near-condition"),
        ("hiccup", None, "other-condition"),
        ("cancer-pain", "intravenous", "other-route"),
        ("cancer-pain", "oral", "direct"),
    ],
)
def test_directness(knowledge: Knowledge, asked: str, route: str | None, label: str) -> None:
    held = study(result("pain-intensity", "drug", "placebo", "lower"))
    assert [f.directness for f in found(knowledge, held, asked, route)] == [label]


def test_an_arm_without_a_route_is_not_the_asked_route(knowledge: Knowledge) -> None:
    held = study(
        result("pain-intensity", "drug", "placebo", "lower"),
        arms=(Arm(id="drug", agent="ketamine"), PLACEBO),
    )
    assert [f.directness for f in found(knowledge, held, route="oral")] == ["other-route"]


def test_pain_of_a_procedure_is_near_not_direct(knowledge: Knowledge) -> None:
    held = study(
        result("pain-intensity", "drug", "placebo", "lower"),
        conditions=("liver-cancer-pain",),
        population=Population(n=50, features=("after-tace",)),
    )
    assert [f.directness for f in found(knowledge, held, "liver-cancer-pain")] == ["near-condition"]


def test_animals_are_preclinical_and_say_nothing_of_another_disease(knowledge: Knowledge) -> None:
    held = study(
        result("tumour-growth", "drug", "placebo", "lower"), design="animal",
        conditions=("liver-cancer",),
    )  # fmt: skip
    assert [f.directness for f in found(knowledge, held, "liver-cancer")] == ["preclinical"]
    assert found(knowledge, held, "depression") == ()


def test_a_retracted_study_is_not_used(knowledge: Knowledge) -> None:
    held = study(result("pain-intensity", "drug", "placebo", "lower"), retracted=True)
    assert found(knowledge, held) == ()


def test_a_withdrawn_result_is_not_used(knowledge: Knowledge) -> None:
    gone = result("pain-intensity", "drug", "placebo", "lower", withdrawn="misread")
    assert found(knowledge, study(gone)) == ()


def test_numbers_behind_a_signal(knowledge: Knowledge) -> None:
    """n of the result, else the review's participants, else the study's, else the arms' sum."""
    arms = (
        Arm(id="drug", agent="ketamine", route="oral", n=107),
        Arm(id="placebo", control="placebo", n=107),
    )
    held = study(
        result("pain-intensity", "drug", "placebo", "lower", p=Printed(Decimal("0.04"))), arms=arms
    )
    assert [s.n for s in signals(found(knowledge, held), knowledge, ())] == [214]
