"""One measured value: from words to the unit it is kept in, refused where it cannot be.

Every refusal is one sentence: what, what was got, what is possible, what was probably meant.
"""

import re
from decimal import Decimal, localcontext
from fractions import Fraction

from msgspec import Struct

from assuage.patient.person.fields import Field
from assuage.patient.person.substances import CHARGE, MOLAR_MASS_G_PER_MOL
from assuage.patient.person.units import (
    Quantity,
    Unit,
    UnitError,
    dimension,
    exact,
    in_ucum,
    parse_quantity,
    parse_unit,
)
from assuage.terms.errors import UsageError

_PRESSURE = re.compile(r"^\s*(\d+)\s*/\s*(\d+)")
_MASS = dimension(mass=1, volume=-1)
_AMOUNT = dimension(substance=1, volume=-1)
_EQUIVALENTS = dimension(equivalents=1, volume=-1)


class PatientError(UsageError):
    """A person's data cannot be used as they stand.

    The sentence is English; ``code`` and ``fields`` let another language say the same
    (``prose.*.refusals``). Without a code the English sentence is all there is.
    """

    def __init__(self, sentence: str, code: str = "", **fields: str) -> None:
        super().__init__(sentence)
        self.code, self.fields = code, fields


class Doubt(Struct, frozen=True, kw_only=True):
    """Something that was kept, but should be looked at: an unusual value, an unknown name."""

    field: str
    """Key in the file."""
    stated: str
    meant: str | None = None
    """A measured value with another unit that would be usual, if there is one."""
    near: tuple[str, ...] = ()
    """For a name that the knowledge does not have: the nearest that it has."""


def measure(field: Field, stated: object, where: str = "") -> tuple[Decimal, str, Doubt | None]:
    """A value as typed to (value in the field's unit, words, doubt).

    Raises PatientError with one sentence: no unit, unknown unit, wrong kind of unit, not possible.
    """
    place = f"{where}: " if where else ""
    text, quantity = _quantity(field, stated, place)
    value = convert(field, quantity)
    if value is None:
        raise PatientError(
            f"{place}{field.key} {text}: {quantity.unit.written or 'a number without a unit'} does "
            f"not measure it. Write it in {_or(field.printed)}{_hint(field, quantity)}.",
            "not-measured", place=place, key=field.key, stated=text, choices="、".join(field.printed),
        )  # fmt: skip
    if not field.possible[0] <= value <= field.possible[1]:
        raise _impossible(field, text, quantity, place)
    doubt = None
    if not field.usual[0] <= value <= field.usual[1]:
        doubt = Doubt(field=field.key, stated=text, meant=_meant(field, quantity))
    return _decimal(field, quantity, value), text, doubt


def _quantity(field: Field, stated: object, place: str) -> tuple[str, Quantity]:
    """The words and the quantity; numbers without a unit only where one unit exists."""
    if isinstance(stated, bool) or not isinstance(stated, str | int | float | Decimal):
        raise PatientError(
            f'{place}{field.key} is {stated!r}. Write a number with its unit, as "{example(field)}".',
            "not-a-quantity", place=place, key=field.key, stated=str(stated), example=example(field),
        )  # fmt: skip
    if isinstance(stated, str):
        stated = in_ucum(stated.removesuffix("岁") if field.unit == "a" else stated)
        pair = _PRESSURE.match(stated)
        if pair and field.unit == "mm[Hg]":
            raise PatientError(
                f'{place}{field.key} {stated}: write two values, systolic = "{pair[1]} mmHg" and '
                f'diastolic = "{pair[2]} mmHg".',
                "pressure", place=place, key=field.key, stated=stated, high=pair[1], low=pair[2],
            )  # fmt: skip
        try:
            quantity = parse_quantity(stated, field.key, example(field))
        except UnitError as error:
            raise PatientError(f"{place}{error}", error.code, **error.fields, place=place) from None
        if quantity.unit.dimension or quantity.unit.factor != 1 or not field.bare:
            if quantity.unit.written:
                return stated.strip(), quantity
        elif field.bare:
            return stated.strip(), Quantity(quantity.amount, parse_unit(field.unit))
        number = quantity.amount
    else:
        number = Decimal(str(stated))
        if not number.is_finite():
            raise PatientError(
                f'{place}{field.key} is {stated}. Write a number, as "{example(field)}".',
                "not-a-quantity", place=place, key=field.key, stated=str(stated),
                example=example(field),
            )  # fmt: skip
        if field.bare:
            return format(number, "f"), Quantity(number, parse_unit(field.unit))
    units = [unit for unit in field.printed if unit != "1"]
    # A unit in which the number cannot be is no advice.
    units = [unit for unit in units if _can_be(field, number, unit)] or units
    choices = [f'"{format(number, "f")} {unit}"' for unit in units]
    raise PatientError(
        f"{place}{field.key} = {format(number, 'f')} has no unit. Write {_or(choices)}.",
        "no-unit", place=place, key=field.key, stated=format(number, "f"), choices="、".join(choices),
    )  # fmt: skip


def _can_be(field: Field, number: Decimal, unit: str) -> bool:
    value = convert(field, Quantity(number, parse_unit(unit)))
    return value is not None and field.possible[0] <= value <= field.possible[1]


def convert(field: Field, quantity: Quantity) -> Fraction | None:
    """The quantity in the field's unit, exactly; None where the unit measures something else."""
    target = parse_unit(field.unit)
    base = _converted(quantity.base, quantity.unit, target, field.substance)
    return None if base is None else base / target.factor


def _converted(base: Fraction, unit: Unit, target: Unit, substance: str | None) -> Fraction | None:
    if unit.dimension == target.dimension:
        return base
    if substance is None or target.dimension != _AMOUNT:
        return None
    if unit.dimension == _MASS and substance in MOLAR_MASS_G_PER_MOL:
        return base / MOLAR_MASS_G_PER_MOL[substance]
    if unit.dimension == _EQUIVALENTS and substance in CHARGE:
        return base / CHARGE[substance]
    return None


def _decimal(field: Field, quantity: Quantity, value: Fraction) -> Decimal:
    """The typed digits where the unit is the field's own, else the exact value to 28 digits."""
    if Fraction(quantity.amount) == value:
        return quantity.amount
    with localcontext() as context:
        context.prec = 28
        return Decimal(format(exact(value).normalize(), "f"))


def _meant(field: Field, quantity: Quantity) -> str | None:
    """The same number in another printed unit, if that would be usual."""
    for unit in field.printed:
        other = Quantity(quantity.amount, parse_unit(unit))
        if other.unit.factor == quantity.unit.factor and (
            other.unit.dimension == quantity.unit.dimension
        ):
            continue
        value = convert(field, other)
        if value is not None and field.usual[0] <= value <= field.usual[1]:
            return f"{format(quantity.amount, 'f')} {unit}"
    return None


def _impossible(field: Field, text: str, quantity: Quantity, place: str) -> PatientError:
    """The refusal of a value that no living person has."""
    meant = _meant(field, quantity)
    named = f"{field.key} {text if len(text) < 40 else text[:20] + '…'}"
    if meant:
        return PatientError(
            f"{place}{named} is not possible; did you mean {meant}?",
            "impossible-meant", place=place, stated=named, meant=meant,
        )  # fmt: skip
    low, high = (format(exact(x), "f") for x in field.possible)
    unit = {"1": "", "a": " years"}.get(field.unit, f" {field.unit}")
    return PatientError(
        f"{place}{named} is not possible: write a value from {low} to {high}{unit}.",
        "impossible", place=place, stated=named, low=low, high=high,
        unit="岁" if field.unit == "a" else unit,
    )  # fmt: skip


def _hint(field: Field, quantity: Quantity) -> str:
    if field.key == "egfr" and quantity.unit.dimension == parse_unit("mL/min").dimension:
        return "; a clearance in mL/min, not indexed to body surface, is creatinine_clearance"
    return ""


def example(field: Field) -> str:
    """How a value of the field is written: a usual number in its first printed unit."""
    low, high = (float(x) for x in field.usual)
    middle = (low * high) ** 0.5 if low else high / 4
    number = f"{middle:.0f}" if middle >= 10 else f"{middle:.1f}"
    return number if field.printed[0] in ("1", "a") else f"{number} {field.printed[0]}"


def _or(items: tuple[str, ...] | list[str]) -> str:
    shown = [i for i in items if i]
    return " or ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)
