"""GRADE's domains on hand-worked cases."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assuage.appraisal.level import OBSERVATIONAL, RANDOMISED, UNCONTROLLED
from assuage.knowledge.shelves import Knowledge
from assuage.synthesis.certainty import certainty
from assuage.synthesis.signals import FOR, NONE
from assuage.synthesis.verdict import Verdict, decide
from assuage.terms.printed import Printed
from assuage.terms.study import Result
from tests.synthesis.test_verdict import signal


def printed(text: str) -> Printed:
    return Printed(Decimal(text))


def ratio(effect: str, low: str, high: str) -> Result:
    return Result(
        outcome="pain-response",
        arm="x",
        versus="placebo",
        direction="higher",
        where="abstract",
        measure="risk-ratio",
        effect=printed(effect),
        interval=(printed(low), printed(high)),
    )


def body(*signals) -> Verdict:  # type: ignore[no-untyped-def]
    decided = decide(signals)
    assert decided is not None
    return decided


def changes(verdict: Verdict, knowledge: Knowledge) -> dict[str, int]:
    return {s.domain: s.change for s in certainty(verdict, knowledge)[1] if s.change}


def test_large_randomised_body_read_from_an_abstract_is_moderate(knowledge: Knowledge) -> None:
    verdict = body(signal(FOR, 800, result=ratio("1.5", "1.3", "1.8")))
    assert certainty(verdict, knowledge)[0] == "moderate"
    assert changes(verdict, knowledge) == {"risk-of-bias": -1}


def test_fewer_than_400_participants_cost_a_level(knowledge: Knowledge) -> None:
    """Guyatt 2011: the optimal information size; 185 participants, unclear bias: high to low."""
    verdict = body(signal(FOR, 185, result=ratio("1.5", "1.3", "1.8")))
    assert certainty(verdict, knowledge)[0] == "low"
    assert changes(verdict, knowledge) == {"risk-of-bias": -1, "imprecision": -1}


def test_a_leading_trial_that_disagrees_with_itself_costs_a_level(knowledge: Knowledge) -> None:
    lead = replace(signal(FOR, 800, result=ratio("1.5", "1.3", "1.8")), divided=True)
    assert changes(body(lead), knowledge) == {"risk-of-bias": -1, "inconsistency": -1}


def test_very_small_bodies_cost_two(knowledge: Knowledge) -> None:
    assert changes(body(signal(FOR, 20)), knowledge)["imprecision"] == -2


def test_a_wide_interval_costs_a_level(knowledge: Knowledge) -> None:
    verdict = body(signal(NONE, 900, result=ratio("1.0", "0.6", "1.7")))
    assert changes(verdict, knowledge)["imprecision"] == -1


def test_a_near_condition_is_indirect(knowledge: Knowledge) -> None:
    verdict = body(signal(FOR, 900, directness="near-condition", result=ratio("1.5", "1.3", "1.8")))
    assert changes(verdict, knowledge)["indirectness"] == -1


def test_contradiction_costs_a_level(knowledge: Knowledge) -> None:
    verdict = body(signal(FOR, 900, name="a"), signal(NONE, 800, name="b"))
    assert changes(verdict, knowledge)["inconsistency"] == -1


def test_observational_evidence_starts_low_and_uncontrolled_very_low(knowledge: Knowledge) -> None:
    observational = body(signal(FOR, 900, tier=OBSERVATIONAL))
    assert certainty(observational, knowledge)[1][0].reason == "low"
    assert certainty(body(signal(FOR, 900, tier=UNCONTROLLED)), knowledge)[0] == "very-low"


def test_considerable_heterogeneity_costs_a_level(knowledge: Knowledge) -> None:
    held = Result(
        outcome="pain-response",
        arm="x",
        versus="placebo",
        direction="higher",
        where="abstract",
        measure="risk-ratio",
        effect=printed("1.5"),
        interval=(printed("1.3"), printed("1.8")),
        i2_percent=printed("75"),
    )
    assert changes(body(signal(FOR, 900, result=held)), knowledge)["inconsistency"] == -1


@pytest.mark.parametrize("tier", [RANDOMISED, OBSERVATIONAL, UNCONTROLLED])
def test_every_level_is_explained(knowledge: Knowledge, tier: int) -> None:
    """The level is the start plus the steps, clamped to GRADE's four levels."""
    level, steps = certainty(body(signal(FOR, 150, tier=tier)), knowledge)
    order = ("very-low", "low", "moderate", "high")
    start = order.index(steps[0].reason)
    assert level == order[max(0, min(3, start + sum(s.change for s in steps)))]
    assert {s.domain for s in steps} >= {
        "start",
        "risk-of-bias",
        "inconsistency",
        "indirectness",
        "imprecision",
        "publication-bias",
    }
