"""Medicines: a line of a prescription, or a table, to a ``Medicine``.

``morphine 10 mg oral every 4 h``, ``fentanyl 25 ug/h transdermal``, ``lactulose`` alone: what is
not said stays unknown. A name that the knowledge does not have is kept and doubted, because a
list without it would be shorter than the truth.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from assuage.asking.names import Index
from assuage.patient.person import prescription
from assuage.patient.person.measures import Doubt, PatientError
from assuage.patient.person.named import find
from assuage.patient.person.shorthand import ROUTE_WORDS
from assuage.patient.person.units import Quantity, UnitError, exact, parse_quantity, parse_unit
from assuage.patient.person.words import flag, unknown_key
from assuage.terms.patient import Medicine, MedicineDose

KEYS = (
    "name",
    "dose",
    "route",
    "every",
    "as_needed",
    "since",
    "stopped",
    "planned",
    "stopping",
    "purpose",
)


def medicines(
    stated: object, index: Index, where: str = ""
) -> tuple[tuple[Medicine, ...], tuple[Doubt, ...]]:
    """The medicines of a line or a table: several where it names a combination. Raises PatientError."""
    place = f"{where}: " if where else ""
    unread: list[str] = []
    if isinstance(stated, str):
        several = _lines(stated, place)
        if len(several) > 1:
            each = [medicines(line, index, where) for line in several]
            return tuple(m for held, _ in each for m in held), tuple(
                d for _, ds in each for d in ds
            )
        stated, unread = _split(stated, place)
    if not isinstance(stated, Mapping):
        raise PatientError(
            f"{place}a medicine is {stated!r}. "
            'Write a line, as "morphine 10 mg oral every 4 h", or a table with name and dose.',
            "medicine-shape", place=place, stated=str(stated),
        )  # fmt: skip
    unknown = [key for key in stated if key not in KEYS]
    if unknown:
        raise unknown_key(unknown[0], KEYS, f"{place}medicines: ")
    name = " ".join(unicodedata.normalize("NFKC", str(stated.get("name", ""))).split())
    if not name:
        raise PatientError(
            f'{place}a medicine has no name. Write name = "…".', "no-name", place=place
        )
    found = find(name, index)
    dose = _dose(stated.get("dose"), name, place)
    undivided: list[str] = []
    if len(found.medicines) > 1:
        # What a tablet holds of each part is not divided here.
        undivided = [*unread, *([str(stated["dose"])] if dose is not None else [])]
        unread, dose = [], None
    read = tuple(
        Medicine(
            name=one.name,
            drug=one.entry if one.kind == "drug" else None,
            drug_class=one.entry if one.kind == "class" else None,
            agent=one.entry if one.kind == "agent" else None,
            dose=dose,
            route=_route(stated.get("route"), name, index, place),
            every_h=_every(stated.get("every"), name, place),
            as_needed=flag("as_needed", stated.get("as_needed", False), where),
            since_days=_days(stated.get("since"), f"{name}: since", place),
            stopped_days_ago=_days(stated.get("stopped"), f"{name}: stopped", place),
            planned=flag("planned", stated.get("planned", False), where),
            stopping=flag("stopping", stated.get("stopping", False), where),
            purpose=str(stated["purpose"]) if stated.get("purpose") else None,
        )
        for one in found.medicines
    )
    doubts = [
        Doubt(field="medicines", stated=one.name, near=found.near)
        for one in found.medicines
        if one.entry is None
    ]
    doubts += [
        Doubt(field="agents", stated=one.name if len(found.medicines) == 1 else str(one.entry))
        for one in found.medicines
        if one.kind == "agent"
    ]
    doubts += [
        Doubt(field="medicine-words", stated=words, meant=name)
        for words in (*found.unread, *unread)
    ]
    if undivided:
        doubts.append(Doubt(field="combination-dose", stated=", ".join(undivided), meant=name))
    return read, tuple(doubts)


def one_line(line: str, index: Index) -> Medicine | None:
    """The one drug that a line names, with dose and route; None for a name alone, or for others."""
    read, doubts = medicines(line, index)
    if len(read) != 1 or read[0].drug is None or read[0].name == line:
        return None
    if any(d.field == "medicine-words" for d in doubts):
        words = ", ".join(d.stated for d in doubts)
        raise PatientError(
            f'of {line!r}, {words!r} was not understood. Write it as "{read[0].name} 10 mg oral".',
            "line-words", stated=line, words=words, name=read[0].name,
        )  # fmt: skip
    return read[0]


def medicine(stated: object, index: Index, where: str = "") -> tuple[Medicine, tuple[Doubt, ...]]:
    """The first medicine of a line or a table. Raises PatientError."""
    read, doubts = medicines(stated, index, where)
    return read[0], doubts


def _lines(stated: str, place: str) -> list[str]:
    try:
        return prescription.lines(stated)
    except ValueError as error:
        raise _two_numbers(stated, error, place) from None


def _split(line: str, place: str) -> tuple[dict[str, object], list[str]]:
    """A line of a prescription in its parts, and what of it says two things."""
    try:
        parts = prescription.read(line)
    except ValueError as error:
        raise _two_numbers(line, error, place) from None
    held: dict[str, object] = {
        "name": parts.name,
        "dose": parts.dose,
        "route": parts.route,
        "every": None if parts.every_h is None else f"{prescription.decimal(parts.every_h)} h",
        "as_needed": parts.as_needed,
        "purpose": parts.purpose,
    }
    return {key: value for key, value in held.items() if value}, parts.unread


def _two_numbers(said: str, error: ValueError, place: str) -> PatientError:
    written, whole, part = error.args
    return PatientError(
        f"{place}{said!r}: {written} can be {whole} or {part}. "
        "Write one of these, without a comma.",
        "two-numbers", place=place, stated=said, written=written, whole=whole, part=part,
    )  # fmt: skip


def product(name: str, index: Index) -> dict[str, str] | None:
    """Name and route in a product's name, as "morphine 10 mg oral tablet"; None where not known.

    Its strength is no dose: nobody says that one tablet is taken.
    """
    parts, _ = _split(name, "")
    bare = str(parts.get("name", ""))
    if not bare or any(m.entry is None for m in find(bare, index).medicines):
        return None
    route = parts.get("route")
    return {"name": bare, **({"route": str(route)} if route else {})}


def _dose(stated: object, name: str, place: str) -> MedicineDose | None:
    if stated is None:
        return None
    quantity = _quantity(stated, f"dose of {name}", place)
    if quantity.amount <= 0:
        raise PatientError(
            f"{place}dose of {name} is {stated}: a dose is above 0. "
            f"Did you mean {str(stated).lstrip('-').strip()}?",
            "dose-below", place=place, name=name, stated=str(stated),
        )  # fmt: skip
    bases = dict(quantity.unit.dimension)
    known = set(bases) <= {"mass", "time", "volume", "enzyme", "substance", "area", "count"}
    if not known or not (bases or "/kg" in quantity.unit.written):
        raise PatientError(
            f"{place}dose of {name}: {stated} is not a dose. Write it as 10 mg, 25 ug/h or 5 mg/kg.",
            "not-a-dose", place=place, name=name, stated=str(stated),
        )  # fmt: skip
    return MedicineDose(amount=quantity.amount, unit=quantity.unit.written)


def _quantity(stated: object, what: str, place: str) -> Quantity:
    if isinstance(stated, int | float | Decimal) and not isinstance(stated, bool):
        raise PatientError(f'{place}{what} = {stated} has no unit. Write it as "{stated} mg".',
            "no-unit", place=place, key=what, stated=str(stated), choices=f'"{stated} mg"',
        )  # fmt: skip
    try:
        said = prescription.decimal_point(unicodedata.normalize("NFKC", str(stated)))
    except ValueError as error:
        raise _two_numbers(str(stated), error, place) from None
    try:
        quantity = parse_quantity(said, what)
    except UnitError as error:
        raise PatientError(f"{place}{error}", error.code, **error.fields, place=place) from None
    if not quantity.unit.written:
        raise PatientError(f'{place}{what} = {stated} has no unit. Write it as "{stated} mg".',
            "no-unit", place=place, key=what, stated=str(stated), choices=f'"{stated} mg"',
        )  # fmt: skip
    return quantity


def _route(stated: object, name: str, index: Index, place: str) -> str | None:
    if stated is None:
        return None
    found = known_route(str(stated), index)
    if found is not None:
        return found
    known = ", ".join(sorted(index.knowledge.vocabulary["routes"]))
    raise PatientError(f"{place}route of {name} = {stated!r} is not known. Write one of {known}.",
        "route", place=place, name=name, stated=str(stated), choices=known,
    )  # fmt: skip


_ROUTES = {
    **ROUTE_WORDS,
    "patch": "transdermal",
    "pump": "intrathecal",
    "pr": "rectal",
}


def known_route(stated: str, index: Index) -> str | None:
    """A route by id, name or abbreviation (iv, po, nasal); None for what is none."""
    said = unicodedata.normalize("NFKC", stated).strip().casefold()
    said = _ROUTES.get(said, said)
    return next(
        (
            route.id
            for route in index.knowledge.vocabulary["routes"].values()
            if said in (route.id, route.en.casefold(), route.zh)
        ),
        None,
    )


def is_route(stated: str, index: Index) -> bool:
    """Whether a word names a route of the closed list."""
    return known_route(stated, index) is not None


def _every(stated: object, name: str, place: str) -> Decimal | None:
    """Hours between doses: ``8 h``, ``1 d``, ``tid``."""
    if stated is None:
        return None
    said = unicodedata.normalize("NFKC", str(stated)).strip().casefold()
    in_line = prescription.read(said)
    if in_line.every_h is not None and not in_line.name:
        return prescription.decimal(in_line.every_h)
    said = said.removeprefix("every").strip()
    said = f"1 {said}" if said and not said[0].isdigit() else said
    value = _time(said, f"{name}: every", place, "h")
    if value <= 0:
        raise PatientError(
            f"{place}{name}: every {stated} is not an interval. Write it as 8 h.",
            "not-a-time",
            place=place,
            key=name,
            stated=str(stated),
        )
    return value


def _days(stated: object, what: str, place: str) -> Decimal | None:
    if stated is None:
        return None
    value = _time(str(stated), what, place, "d")
    if value < 0:
        raise PatientError(
            f"{place}{what} = {stated} lies ahead. Write how long ago, as 14 d.",
            "ahead",
            place=place,
            key=what,
            stated=str(stated),
        )
    return value


def _time(stated: str, what: str, place: str, unit: str) -> Decimal:
    quantity = _quantity(stated, what, place)
    if quantity.unit.dimension != (("time", 1),):
        raise PatientError(
            f"{place}{what} = {stated} is not a time. Write it as 8 h, 14 d, 3 wk.",
            "not-a-time",
            place=place,
            key=what,
            stated=stated,
        )
    return Decimal(format(exact(quantity.base / parse_unit(unit).factor).normalize(), "f"))


def daily_mg(medicine: Medicine, weight_kg: Decimal | None = None) -> Fraction | None:
    """Mass a day in mg: a dose with its interval, or a rate; None where it cannot be known.

    ``weight_kg`` is needed for doses per kg. Medicines taken as needed have no daily mass.
    """
    if medicine.dose is None or medicine.as_needed:
        return None
    unit = parse_unit(medicine.dose.unit)
    powers = dict(unit.dimension)
    amount = Fraction(medicine.dose.amount) * unit.factor * 1000
    if re.search(r"/k?g", medicine.dose.unit):
        # mg/kg: mass cancels in the unit, so the amount is a pure number per body mass.
        if weight_kg is None or powers.get("mass", 0) != 0:
            return None
        amount = amount * Fraction(weight_kg) * 1000
        powers["mass"] = 1
    powers = {base: power for base, power in powers.items() if power}
    if powers == {"mass": 1, "time": -1}:
        return amount * 86400
    if powers == {"mass": 1} and medicine.every_h:
        return amount * 24 / Fraction(medicine.every_h)
    return None
