"""Units: exact factors, both forms of a laboratory value, one sentence for what cannot be."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.patient.person.fields import BY_KEY, FIELDS
from assuage.patient.person.measures import PatientError, convert, measure
from assuage.patient.person.units import Quantity, UnitError, parse_quantity, parse_unit


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("1 g/dL", "10 g/L"),
        ("1 mg/mL", "1000 ug/mL"),
        ("1 mg/mL", "1000 mcg/mL"),
        ("24 ug/h", "576 ug/d"),
        ("1 lb", "453.59237 g"),
        ("1 in", "2.54 cm"),
        ("1 wk", "7 d"),
        ("1 K/uL", "1 10*9/L"),
        ("1 x10^9/L", "1 G/L"),
        ("1 ×10⁹/L", "1000 /uL"),
        ("60 bpm", "1 /s"),
        ("1 mEq/L", "1 meq/L"),
        ("1 mL/min/1.73m2", "1 ml/min/{1.73_m2}"),
        ("1 mL/min/1.73 m²", "1 mL/min/(1.73 m2)"),
        ("2 {INR}", "2 1"),
    ],
)
def test_spellings_of_one_quantity_are_one_quantity(text: str, same: str) -> None:
    first, second = parse_quantity(text, "it"), parse_quantity(same, "it")
    assert first.unit.dimension == second.unit.dimension
    assert first.base == second.base


@pytest.mark.parametrize(
    ("key", "factor"),
    # AMA Manual of Style, Conventional Units and SI Units: multiply mg/dL (ammonia µg/dL).
    [
        ("bilirubin", "17.1"),
        ("creatinine", "88.4"),
        ("calcium", "0.2495"),
        ("magnesium", "0.4114"),
        ("ammonia", "0.587"),
    ],
)
def test_mass_and_amount_agree_with_the_published_factors(key: str, factor: str) -> None:
    unit = "ug/dL" if key == "ammonia" else "mg/dL"
    value = convert(BY_KEY[key], Quantity(Decimal(1), parse_unit(unit)))
    assert value is not None
    digits = -Decimal(factor).as_tuple().exponent  # type: ignore[operator]
    assert round(float(value), digits) == float(factor)


@pytest.mark.parametrize(
    ("key", "equivalents", "moles"),
    [("sodium", "135 mEq/L", "135"), ("magnesium", "2 mEq/L", "1"), ("calcium", "5 mEq/L", "2.5")],
)
def test_equivalents_are_moles_by_the_charge(key: str, equivalents: str, moles: str) -> None:
    assert measure(BY_KEY[key], equivalents)[0] == Decimal(moles)


@given(st.decimals(min_value="0.1", max_value="30", places=2))
def test_there_and_back_is_exact(value: Decimal) -> None:
    field = BY_KEY["creatinine"]
    there = convert(field, Quantity(value, parse_unit("mg/dL")))
    assert there is not None
    back = convert(field, Quantity(Decimal(1), parse_unit("mg/dL")))
    assert back is not None and there / back == Fraction(value)


@given(
    st.sampled_from([f for f in FIELDS if f.key not in ("inr",)]),
    st.decimals(min_value="0", max_value="100000", places=1),
)
def test_a_value_is_kept_as_typed_or_refused_in_one_sentence(field: object, value: Decimal) -> None:
    from assuage.patient.person.fields import Field

    assert isinstance(field, Field)
    try:
        kept, text, _ = measure(field, f"{value} {field.printed[0]}")
    except PatientError as error:
        assert str(error).startswith(field.key)
        assert "\n" not in str(error)
    else:
        assert text == f"{value} {field.printed[0]}"
        assert field.possible[0] <= Fraction(kept) <= field.possible[1]


@pytest.mark.parametrize("text", ["12 bananas", "3 mmHgg", "1 kgg", "5 dmL", "2 xmol/L"])
def test_an_unknown_unit_is_named(text: str) -> None:
    with pytest.raises(UnitError, match="not a unit that is known here"):
        parse_quantity(text, "it")


def test_a_decimal_comma_is_not_guessed() -> None:
    with pytest.raises(UnitError, match="comma"):
        parse_quantity("1,5 mg/dL", "bilirubin")
