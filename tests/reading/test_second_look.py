"""What a whole record says against one part: areas under curves of scores, numbers needed to treat."""

from functools import cache

import pytest

from assuage.knowledge.load import load
from assuage.reading.publication import Publications
from assuage.reading.taken import Taken
from assuage.terms.reading import Reading
from assuage.terms.record import Abstract, Passage, Record


@cache
def _publications() -> Publications:
    return Publications(load())


def _read(abstract: str) -> Reading:
    return _publications().read(
        Record(
            id="pmid:1",
            source="test",
            title="Examplin.",
            abstracts=(Abstract((Passage(abstract),)),),
        )
    )


@pytest.mark.parametrize(
    ("abstract", "is_exposure"),
    [
        ("The area under the curve of ketamine in plasma rose by half.", True),
        ("The plasma AUC of ketamine rose; its clearance fell.", True),
        ("The area under the curve (AUC) of pain scores was smaller with ketamine.", False),
        ("The quality of life AUC was 564 with infliximab.", False),
        ("The area under the ROC curve (AUC) was 0.8 in plasma.", False),
    ],
)
def test_an_area_under_a_curve_is_an_exposure_where_a_drug_was_measured(
    abstract: str, is_exposure: bool
) -> None:
    assert any(m.id == "exposure-auc" for m in _read(abstract).mentions) == is_exposure


def test_a_number_needed_to_treat_counts_nobody() -> None:
    read = _read(
        "Five patients would need to be treated with examplin to prevent one bleeding episode."
    )
    assert read.amounts == ()


def test_nobody_is_randomised_by_a_trial_that_is_wanted() -> None:
    read = _read(
        "Forty-six patients were treated with morphine. The difference should be confirmed in a "
        "randomized double-blind study."
    )
    assert {a.kind for a in read.amounts} == {"enrolled"}


def test_a_share_is_no_ratio_of_risks() -> None:
    read = _read(
        "Examplin changed bleeding (relative risk 1.42, 95% CI 1.1 to 1.9) and the percentage of "
        "patients free of pain (20% mean improvement rate, 95% CI 11%-28%, P < .001)."
    )
    assert [e.measure for e in read.effects] == ["risk-ratio", "percent"]


def test_percent_by_hours_is_no_share_of_people() -> None:
    assert _read("Pain tolerance was 75.5% x h in the morphine group.").risks == ()


def test_places_are_taken_once() -> None:
    taken = Taken()
    assert taken.add(5, 10) and taken.add(0, 5) and taken.add(10, 11)
    assert not taken.add(9, 12) and not taken.add(4, 6) and not taken.add(5, 10)
    assert not taken.add(0, 99) and taken.add(20, 30)
