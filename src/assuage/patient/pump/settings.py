"""What is typed of a pump to ``PumpSettings``: every number with its unit, or a refusal."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from assuage.asking.names import Index
from assuage.patient.person.measures import PatientError
from assuage.patient.person.units import Dimension, Quantity, dimension, exact, parse_quantity
from assuage.patient.person.words import ORIGIN, near_keys, word
from assuage.terms.pump import PumpBolus, PumpSettings, PumpTrial

DRUGS: Final = (
    "baclofen",
    "morphine",
    "hydromorphone",
    "ziconotide",
    "clonidine",
    "bupivacaine",
)
_CONCENTRATION = dimension(mass=1, volume=-1)
_RATE = dimension(mass=1, time=-1)
_MASS = dimension(mass=1)
_VOLUME = dimension(volume=1)
_TIME = dimension(time=1)
_PER_LENGTH = dimension(volume=1, length=-1)
_LENGTH = dimension(length=1)

_MEANT: Final = {
    _CONCENTRATION: "a mass in a volume",
    _RATE: "a mass by the day or the hour",
    _MASS: "a mass",
    _VOLUME: "a volume",
    _TIME: "a time",
    _PER_LENGTH: "a volume by length",
    _LENGTH: "a length",
}
_OF_DOSE: Final = (_CONCENTRATION, _RATE, _MASS)

# key: (dimension, factor from base units, how it is written)
_KINDS: Final[dict[str, tuple[Dimension, Fraction, str]]] = {
    "concentration": (_CONCENTRATION, Fraction(10**3), "2000 ug/mL"),
    "to_concentration": (_CONCENTRATION, Fraction(10**3), "2000 ug/mL"),
    "dose": (_RATE, Fraction(10**6 * 86400), "300 ug/day"),
    "to_dose": (_RATE, Fraction(10**6 * 86400), "330 ug/day"),
    "target": (_RATE, Fraction(10**6 * 86400), "400 ug/day"),
    "screening_dose": (_MASS, Fraction(10**6), "50 ug"),
    "fill": (_VOLUME, Fraction(10**3), "20 mL"),
    "reserve": (_VOLUME, Fraction(10**3), "2 mL"),
    "alarm": (_VOLUME, Fraction(10**3), "4 mL"),
    "tubing": (_VOLUME, Fraction(10**3), "0.25 mL"),
    "catheter": (_VOLUME, Fraction(10**3), "0.18 mL"),
    "catheter_length": (_LENGTH, Fraction(100), "70 cm"),
    "catheter_volume": (_PER_LENGTH, Fraction(10), "0.0026 mL/cm"),
    "previous_fill": (_VOLUME, Fraction(10**3), "20 mL"),
    "measured": (_VOLUME, Fraction(10**3), "3.4 mL"),
    "expected": (_VOLUME, Fraction(10**3), "2.9 mL"),
    "elapsed": (_TIME, Fraction(1, 86400), "60 d"),
    "margin": (_TIME, Fraction(1, 86400), "7 d"),
}
KEYS: Final = (
    "drug",
    *_KINDS,
    "bolus",
    "convert",
    "accuracy",
    "fill_date",
    "origin",
    "child",
    "region",
)
_OF_TRIAL: Final = {"drug", "screening_dose", "convert", "origin", "child", "region"}
_BOLUS = re.compile(r"^(?P<dose>.+?)\s*[x×*]\s*(?P<times>\d+)\s*(?:/\s*d(?:ay)?)?$", re.IGNORECASE)


class PumpError(PatientError):
    """The settings of a pump cannot be used as they stand."""


def trial(table: Mapping[str, Any], index: Index) -> PumpTrial | None:
    """A screening or a conversion before there is a pump; None where a pump is described."""
    held = _known(table, "")
    if not {"screening_dose", "convert"} & set(held) or set(held) - _OF_TRIAL:
        return None
    return _trial(_drug(held.get("drug"), index, ""), held, index, "")


def _known(table: Mapping[str, Any], place: str) -> dict[str, Any]:
    """What is given, under keys that exist. Raises PumpError for another key."""
    held = {key.replace("-", "_"): value for key, value in table.items() if value is not None}
    for key in held:
        if key not in KEYS:
            raise PumpError(f"{place}{near_keys(key, KEYS)}")
    return held


def settings(table: Mapping[str, Any], index: Index, where: str = "") -> PumpSettings:
    """Read a table of settings (flags, or ``[pump]`` of a patient file). Raises PumpError.

    Needs drug, concentration and dose; everything else gives more. Units are never guessed.
    """
    place = f"{where}: pump: " if where else ""
    held = _known(table, place)
    drug = _drug(held.get("drug"), index, place)
    for key in ("concentration", "dose"):
        if key not in held:
            raise PumpError(f'{place}{key} is missing. Write it as "{_KINDS[key][2]}".')
    values: dict[str, Fraction] = {}
    stated: dict[str, str] = {}
    for key, (kind, factor, form) in _KINDS.items():
        if key in held:
            values[key] = _value(key, held[key], kind, factor, form, place)
            stated[key] = str(held[key])
    found = PumpSettings(
        drug=drug,
        trial=_trial(drug, held, index, place),
        concentration_ug_per_ml=values["concentration"],
        dose_ug_per_day=values["dose"],
        fill_ml=values.get("fill"),
        reserve_ml=values.get("reserve"),
        alarm_ml=values.get("alarm"),
        bolus=_bolus(held.get("bolus"), place),
        to_concentration_ug_per_ml=values.get("to_concentration"),
        to_dose_ug_per_day=values.get("to_dose"),
        target_ug_per_day=values.get("target"),
        tubing_ml=values.get("tubing"),
        catheter_ml=_catheter(values, place),
        accuracy=_accuracy(held.get("accuracy"), place),
        fill_date=_date(held.get("fill_date"), place),
        margin_days=_margin(values.get("margin"), place),
        origin=word("origin", held["origin"], ORIGIN) if "origin" in held else None,
        child=bool(held.get("child", False)),
        region=_region(held["region"], index, place) if held.get("region") else None,
        previous_fill_ml=values.get("previous_fill"),
        measured_ml=values.get("measured"),
        expected_ml=values.get("expected"),
        elapsed_days=values.get("elapsed"),
        stated=stated,
    )
    _in_order(found, place)
    return found


def _trial(drug: str, held: Mapping[str, Any], index: Index, place: str) -> PumpTrial | None:
    if not {"screening_dose", "convert"} & set(held):
        return None
    screened = None
    if "screening_dose" in held:
        kind, factor, form = _KINDS["screening_dose"]
        screened = _value("screening_dose", held["screening_dose"], kind, factor, form, place)
    origin_of_dose, dose_there = _convert(held.get("convert"), index, place)
    return PumpTrial(
        drug=drug,
        screening_dose_ug=screened,
        convert_from=origin_of_dose,
        convert_ug_per_day=dose_there,
    )


def _region(stated: object, index: Index, place: str) -> str:
    said = str(stated).strip().casefold()
    regions = index.knowledge.vocabulary["regions"]
    for term in regions.values():
        if said in (term.id, term.en.casefold(), term.zh):
            return term.id
    raise PumpError(
        f"{place}region = {stated!r} is not known. Write one of {', '.join(sorted(regions))}."
    )


def _drug(stated: object, index: Index, place: str) -> str:
    if stated is None:
        raise PumpError(f"{place}no drug. Write one of {', '.join(DRUGS)}.")
    meaning = index.one(str(stated), "drug")
    if meaning.id not in DRUGS:
        raise PumpError(
            f"{place}{meaning.id} is not given by an intrathecal pump in this knowledge. "
            f"Known are {', '.join(DRUGS)}."
        )
    return meaning.id


def _value(
    key: str, stated: object, kind: Dimension, factor: Fraction, form: str, place: str
) -> Fraction:
    """A number in µg, mL and days. Raises PumpError for no unit, a wrong unit, 0 or less."""
    shown = key.replace("_", "-")
    text = str(stated).strip()
    if isinstance(stated, int | float | Decimal) or re.fullmatch(r"[+-]?[\d.]+", text):
        raise PumpError(
            f'{place}{shown} {text} has no unit. Write it as "{form}"'
            f"{': in a pump a wrong unit is a thousandfold dose' if kind in _OF_DOSE else ''}."
        )
    quantity = parse_quantity(text, shown, form)
    if kind == _RATE and quantity.unit.dimension == _MASS:
        raise PumpError(
            f"{place}{shown} {text} says no time. Write it by the day, as {text}/day, "
            "or by the hour, as 12.5 ug/h."
        )
    if quantity.unit.dimension != kind:
        raise PumpError(f'{place}{shown} {text} is not {_MEANT[kind]}. Write it as "{form}".')
    value = quantity.base * factor
    allowed = value >= 0 if key in ("measured", "expected", "reserve", "margin") else value > 0
    if not allowed:
        raise PumpError(f'{place}{shown} {text} is not above 0. Write it as "{form}".')
    return value


def _bolus(stated: object, place: str) -> PumpBolus | None:
    if stated is None:
        return None
    found = _BOLUS.match(str(stated).strip())
    if found is None:
        raise PumpError(
            f'{place}bolus {stated}: say how much and how often. Write it as "20 ug x 4/day".'
        )
    dose = _value("bolus", found["dose"], _MASS, Fraction(10**6), "20 ug x 4/day", place)
    times = int(found["times"])
    if not 1 <= times <= 96:
        raise PumpError(f"{place}bolus {stated}: {times} a day is not possible. Write 1 to 96.")
    return PumpBolus(dose_ug=dose, per_day=times)


def _convert(stated: object, index: Index, place: str) -> tuple[str | None, Fraction | None]:
    """``morphine 6 mg/day`` or ``epidural 50 mg/day`` to what it is of and µg a day."""
    if stated is None:
        return None, None
    name, _, dose = str(stated).strip().partition(" ")
    if not dose:
        raise PumpError(
            f'{place}convert {stated}: write what from and how much, as "morphine 6 mg/day" '
            'or "epidural 50 mg/day".'
        )
    kind, factor, form = _KINDS["dose"]
    value = _value("convert", dose, kind, factor, form, place)
    route = name.casefold() in index.knowledge.vocabulary["routes"]
    return (name.casefold() if route else index.one(name, "drug").id), value


def _catheter(values: Mapping[str, Fraction], place: str) -> Fraction | None:
    if "catheter" in values:
        return values["catheter"]
    length, per_cm = values.get("catheter_length"), values.get("catheter_volume")
    if length is None and per_cm is None:
        return None
    if length is None or per_cm is None:
        missing = "catheter-length" if length is None else "catheter-volume"
        form = _KINDS[missing.replace("-", "_")][2]
        raise PumpError(
            f'{place}{missing} is missing. Write it as "{form}", or give the whole volume, '
            'as catheter "0.18 mL".'
        )
    return length * per_cm


def _accuracy(stated: object, place: str) -> Fraction | None:
    if stated is None:
        return None
    text = str(stated).strip().lstrip("±").strip()
    quantity: Quantity | None = None
    if text.endswith("%"):
        quantity = parse_quantity(text, "accuracy")
    if quantity is None or not 0 <= quantity.amount < 100:
        raise PumpError(f'{place}accuracy {stated}: write the share in percent, as "14.5%".')
    return Fraction(quantity.amount) / 100


def _date(stated: object, place: str) -> date | None:
    if stated is None:
        return None
    if isinstance(stated, date):
        return stated
    try:
        return date.fromisoformat(str(stated).strip())
    except ValueError:
        raise PumpError(
            f"{place}fill-date {stated!r} is not a date. Write it as 2026-11-22."
        ) from None


def _margin(stated: Fraction | None, place: str) -> int:
    if stated is None:
        return 7
    if stated.denominator != 1:
        raise PumpError(f"{place}margin: write whole days, as 7 d.")
    return int(stated)


def _in_order(found: PumpSettings, place: str) -> None:
    """Refuse volumes that contradict each other."""

    def ml(value: Fraction) -> str:
        return f"{format(exact(value), 'f')} mL"

    pairs = (
        ("reserve", found.reserve_ml, "fill", found.fill_ml),
        ("alarm", found.alarm_ml, "fill", found.fill_ml),
        ("measured", found.measured_ml, "fill", found.previous_fill_ml or found.fill_ml),
        ("expected", found.expected_ml, "fill", found.previous_fill_ml or found.fill_ml),
    )
    for name, small, whole, large in pairs:
        if small is None or large is None:
            continue
        if small > large or (small == large and name in ("reserve", "alarm")):
            raise PumpError(
                f"{place}{name} {ml(small)} is not below {whole} {ml(large)}. "
                "Are the two exchanged?"
            )
    alarm, reserve = found.alarm_ml, found.reserve_ml
    if alarm is not None and reserve is not None and alarm < reserve:
        raise PumpError(
            f"{place}alarm {ml(alarm)} is below reserve {ml(reserve)}: it would sound too late. "
            "Are the two exchanged?"
        )
