"""Pump sums: the reference vectors exactly, and identities that hold for every setting."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.patient.pump import arithmetic

positive = st.fractions(min_value=Fraction(1, 100), max_value=5000, max_denominator=1000)


@pytest.mark.parametrize(
    ("fill", "reserve", "concentration", "dose", "flow", "days"),
    # The pharmacology reference, section 4.4.
    [
        (20, 2, 2000, 300, Fraction(15, 100), Fraction(120)),
        (40, 2, 500, 200, Fraction(4, 10), Fraction(95)),
    ],
)
def test_the_reference_vectors_are_exact(
    fill: int, reserve: int, concentration: int, dose: int, flow: Fraction, days: Fraction
) -> None:
    found = arithmetic.flow(Fraction(dose), Fraction(concentration))
    assert found == flow
    assert arithmetic.days(Fraction(fill), Fraction(reserve), found) == days


@given(positive, positive, positive)
def test_the_volume_that_flows_holds_the_dose(
    dose: Fraction, concentration: Fraction, days: Fraction
) -> None:
    flow = arithmetic.flow(dose, concentration)
    assert flow * days * concentration == dose * days
    assert arithmetic.days(flow * days, Fraction(0), flow) == days


@given(positive, positive, st.fractions(0, 1, max_denominator=1000))
def test_the_worst_case_is_never_later(volume: Fraction, flow: Fraction, share: Fraction) -> None:
    usual = arithmetic.days(volume, Fraction(0), flow)
    worst = arithmetic.worst_days(volume, Fraction(0), flow, share)
    assert worst <= usual
    assert worst * (1 + share) == usual


@given(positive, positive, positive, positive)
def test_the_bridge_delivers_the_intended_dose_and_all_of_the_old_drug(
    volume: Fraction, old: Fraction, new: Fraction, dose: Fraction
) -> None:
    found = arithmetic.bridge(volume, old, new, dose)
    assert found.flow_ml_per_day * old == dose
    assert found.flow_ml_per_day * found.days == volume
    assert found.flow_after_ml_per_day * new == dose
    # Without it, the same volume of old drug passes at the new flow.
    assert found.flow_after_ml_per_day * found.unbridged_days == volume
    assert found.unbridged_dose_ug_per_day / dose == old / new


def test_a_bridge_worked_by_hand() -> None:
    """0.432 mL of 500 µg/mL at 350 µg/day: 0.7 mL/day for 108/175 days, then 0.175 mL/day."""
    found = arithmetic.bridge(Fraction("0.432"), Fraction(500), Fraction(2000), Fraction(350))
    assert found.flow_ml_per_day == Fraction(7, 10)
    assert found.days == Fraction(108, 175)
    assert found.flow_after_ml_per_day == Fraction(175, 1000)
    assert found.unbridged_dose_ug_per_day == Fraction(875, 10)


@given(
    st.fractions(10, 500, max_denominator=10),
    st.fractions(1, 4, max_denominator=10),
    st.sampled_from([(Fraction(5, 100), Fraction(15, 100)), (Fraction(1, 10), Fraction(3, 10))]),
)
def test_a_titration_keeps_its_rule(
    start: Fraction, times: Fraction, rule: tuple[Fraction, Fraction]
) -> None:
    slow, fast = rule
    target = start * times
    steps = arithmetic.titration(start, target, slow, fast)
    if target <= start:
        assert steps == ()
        return
    assert steps[-1].slow_ug_per_day == target
    for before, after in pairwise(steps):
        assert after.day == before.day + 1
        assert before.slow_ug_per_day <= after.slow_ug_per_day <= after.fast_ug_per_day <= target
        assert after.slow_ug_per_day <= before.slow_ug_per_day * (1 + slow)
        assert after.fast_ug_per_day <= before.fast_ug_per_day * (1 + fast)


@pytest.mark.parametrize(
    ("days", "margin", "on"),
    [
        (Fraction(120), 7, date(2027, 3, 15)),
        (Fraction(1201, 10), 0, date(2027, 3, 22)),
        (Fraction(3), 7, date(2026, 11, 22)),
    ],
)
def test_dates_round_to_the_safe_side(days: Fraction, margin: int, on: date) -> None:
    assert arithmetic.on(date(2026, 11, 22), days, margin) == on
