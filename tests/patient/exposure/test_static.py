"""The algebra against hand-worked cases and what must hold for every drug."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.patient.exposure import static

shares = st.floats(0.0, 0.99)
strengths = st.floats(0.0, 50.0)


def test_ohno_2007_equation_one() -> None:
    """1 / (1 - CR IR): CR 0.94, IR 0.98 (the reference's first estimates) gives 12.69."""
    left = static.remaining_clearance(0.94, 1 - 0.98)
    assert isclose(static.oral(left, 1.0), 1 / (1 - 0.94 * 0.98))
    assert round(static.oral(left, 1.0), 2) == 12.69


def test_ohno_2008_equation_three() -> None:
    """1 / (1 + CR IC): CR 0.91, IC 12.8 gives 0.079."""
    left = static.remaining_clearance(0.91, static.induced(12.8))
    assert round(static.oral(left, 1.0), 3) == 0.079


def test_oxycodone_hand_worked() -> None:
    """Reference section 1.1: itraconazole 2.44 means that CR IR is 0.59."""
    assert round(static.oral(static.remaining_clearance(0.59, 0.0), 1.0), 2) == 2.44


def test_injected_and_swallowed_agree_without_extraction() -> None:
    assert isclose(static.intravenous(0.25, 0.0), static.oral(0.25, 1.0))


def test_flow_limits_injection() -> None:
    """At full extraction no enzyme matters: clearance is blood flow."""
    assert static.intravenous(0.01, 1.0) == pytest.approx(1.0)


def test_turnover() -> None:
    """Half-life 35 h: half of it is there after 35 h, and half has gone 35 h after the end."""
    rate = 0.6931471805599453 / 35
    assert static.built_up(rate, 35.0) == pytest.approx(0.5)
    assert static.faded(rate, 35.0) == pytest.approx(0.5)


@given(shares, strengths, st.floats(0.0, 0.95))
def test_inhibition_never_lowers_and_injection_changes_less(
    share: float, strength: float, extraction: float
) -> None:
    left = static.remaining_clearance(share, static.inhibited(strength))
    swallowed = static.oral(left, 1.0)
    injected = static.intravenous(left, extraction)
    assert injected + 1e-12 >= 1.0
    assert injected <= swallowed + 1e-9


@given(shares, strengths, st.floats(0.0, 20.0))
def test_induction_never_raises(share: float, strength: float, gut: float) -> None:
    activity = static.induced(strength)
    left = static.remaining_clearance(share, activity)
    assert static.oral(left, static.through_gut(gut, activity)) <= 1.0 + 1e-12


@given(st.floats(0.0, 20.0))
def test_a_wall_that_is_not_touched_changes_nothing(gut: float) -> None:
    assert static.through_gut(gut, 1.0) == pytest.approx(1.0)
