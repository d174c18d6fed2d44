"""Printed numbers keep what was printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.terms.printed import Printed

DIGITS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-999, max_value=999)


@given(DIGITS, st.sampled_from(["=", "<", ">", "<=", ">=", "~"]))
def test_reading_what_was_written_gives_the_same_number(digits: Decimal, sign: str) -> None:
    printed = Printed(digits, sign)
    assert Printed.read(str(printed)) == printed


def test_trailing_zeros_stay() -> None:
    assert str(Printed.read(Decimal("1.40"))) == "1.40"
    assert Printed.read(Decimal("1.40")) != Printed.read(Decimal("1.4"))


def test_a_bound_is_not_its_number() -> None:
    assert Printed.read("<.001") != Printed.read(Decimal("0.001"))
    assert Printed.read("<.001").sign == "<"


def test_open_limit_of_an_nnt() -> None:
    assert str(Printed.read("inf")) == "inf"


@pytest.mark.parametrize("bad", ["about 3", "1,5", "", "3 mg", "--1"])
def test_what_is_not_a_number_is_refused_with_advice(bad: str) -> None:
    with pytest.raises(ValueError, match=r"Write 1\.40"):
        Printed.read(bad)


def test_a_float_has_lost_its_digits() -> None:
    with pytest.raises(ValueError, match="parse_float=Decimal"):
        Printed.read(1.4)


def test_it_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        Printed(Decimal(1)).digits = Decimal(2)  # type: ignore[misc]
