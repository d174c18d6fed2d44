"""Medicines: a line of a prescription, or a table, to a ``Medicine``.

``morphine 10 mg oral every 4 h``, ``fentanyl 25 ug/h transdermal``, ``lactulose`` alone: what is
not said stays unknown. A name that the knowledge does not have is kept and doubted, because a
list without it would be shorter than the truth.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from assuage.asking.names import Index, fold
from assuage.patient.person.measures import Doubt, PatientError
from assuage.patient.person.units import Quantity, exact, parse_quantity, parse_unit
from assuage.patient.person.words import flag, near_keys
from assuage.terms.errors import AmbiguousName, UnknownName
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
_ROUTES = {
    "po": "oral",
    "by mouth": "oral",
    "orally": "oral",
    "iv": "intravenous",
    "it": "intrathecal",
    "sc": "subcutaneous",
    "im": "intramuscular",
    "sl": "sublingual",
    "patch": "transdermal",
    "pump": "intrathecal",
    "nasal": "intranasal",
    "pr": "rectal",
}
# Times a day, as prescriptions abbreviate them.
_TIMES = {"od": 1, "qd": 1, "daily": 1, "bd": 2, "bid": 2, "tds": 3, "tid": 3, "qds": 4, "qid": 4}
_DOSE = re.compile(
    r"(?<![\w.])(-?\d+(?:\.\d+)?)\s*([A-Za-zµμ\[\]]+(?:/(?:kg/)?(?:day|d|hr|h|min|kg|m2|m²)(?![A-Za-z]))?)"
)
_EVERY = re.compile(
    r"\bevery\s+(\d+(?:\.\d+)?)\s*(h|hr|hours?|d|days?|wk|weeks?|mo|months?)\b", re.I
)
_Q = re.compile(r"\bq(\d+)h\b", re.I)
# "twice daily", "three times a day", "once weekly": written out, as many letters have it.
_COUNTS = {"once": 1, "twice": 2, "three times": 3, "four times": 4}
_COUNTED = re.compile(
    r"\b(?:(once|twice|three times|four times)\s+(?:(?:a|per|each)\s+)?(daily|day|weekly|week)"
    r"|(weekly))\b",
    re.I,
)
_NEEDED = re.compile(r"\b(?:as needed|prn|if needed)\b", re.I)


# Words of a product's name that name its salt or form and not the medicine. Ours, and closed: a word
# that is not here may be a second active ingredient and is never dropped.
_SALTS_AND_FORMS = {
    "sulfate", "sulphate", "hydrochloride", "hcl", "citrate", "mesylate", "tosylate", "tartrate",
    "phosphate", "maleate", "tablet", "tablets", "tab", "capsule", "capsules", "cap", "solution",
    "suspension", "syrup", "injection", "injectable", "patch", "film-coated", "coated", "oral",
    "ampoule", "vial",
}  # fmt: skip


def medicine(stated: object, index: Index, where: str = "") -> tuple[Medicine, tuple[Doubt, ...]]:
    """One medicine from a line or a table. Raises PatientError."""
    place = f"{where}: " if where else ""
    if isinstance(stated, str):
        stated = _split(stated, index)
    if not isinstance(stated, Mapping):
        raise PatientError(
            f"{place}a medicine is {stated!r}. "
            'Write a line, as "morphine 10 mg oral every 4 h", or a table with name and dose.'
        )
    unknown = [key for key in stated if key not in KEYS]
    if unknown:
        raise PatientError(f"{place}medicines: {near_keys(unknown[0], KEYS)}")
    name = str(stated.get("name", "")).strip()
    if not name:
        raise PatientError(f'{place}a medicine has no name. Write name = "…".')
    kind, entry, doubts = _entry(name, index)
    return (
        Medicine(
            name=name,
            drug=entry if kind == "drug" else None,
            drug_class=entry if kind == "class" else None,
            agent=entry if kind == "agent" else None,
            dose=_dose(stated.get("dose"), name, place),
            route=_route(stated.get("route"), name, index, place),
            every_h=_every(stated.get("every"), name, place),
            as_needed=flag("as_needed", stated.get("as_needed", False), where),
            since_days=_days(stated.get("since"), f"{name}: since", place),
            stopped_days_ago=_days(stated.get("stopped"), f"{name}: stopped", place),
            planned=flag("planned", stated.get("planned", False), where),
            stopping=flag("stopping", stated.get("stopping", False), where),
            purpose=str(stated["purpose"]) if stated.get("purpose") else None,
        ),
        doubts,
    )


def _split(line: str, index: Index) -> dict[str, object]:
    """A line of a prescription in its parts; the name is what stands before the dose."""
    found: dict[str, object] = {}
    rest = line.strip()
    if _NEEDED.search(rest):
        found["as_needed"] = True
        rest = _NEEDED.sub(" ", rest)
    for pattern, unit in ((_EVERY, None), (_Q, "h")):
        hit = pattern.search(rest)
        if hit:
            found["every"] = f"{hit[1]} {unit or hit[2]}"
            rest = rest[: hit.start()] + " " + rest[hit.end() :]
    hit = _COUNTED.search(rest)
    if hit:
        times = _COUNTS[hit[1].casefold()] if hit[1] else 1
        hours = 24 if (hit[2] or "").casefold() in ("daily", "day") else 7 * 24
        found["every"] = f"{Fraction(hours, times)} h"
        rest = rest[: hit.start()] + " " + rest[hit.end() :]
    hit = _DOSE.search(rest)
    if hit:
        found["dose"] = f"{hit[1]} {hit[2]}"
        rest = rest[: hit.start()] + " " + rest[hit.end() :]
    routes = {r.en.casefold(): r.id for r in index.knowledge.vocabulary["routes"].values()}
    words = rest.split()
    for word in list(words[1:]):
        low = word.casefold()
        if low in _TIMES:
            found["every"] = f"{Fraction(24, _TIMES[low])} h"
            words.remove(word)
        elif low in _ROUTES or low in routes:
            found["route"] = low
            words.remove(word)
    found["name"] = " ".join(words)
    return found


def _entry(name: str, index: Index) -> tuple[str, str | None, tuple[Doubt, ...]]:
    try:
        meaning = index.one(name, "drug", "class")
    except UnknownName:
        bare = " ".join(w for w in name.split() if w.casefold() not in _SALTS_AND_FORMS)
        if bare and bare != name:
            kind, entry, doubts = _entry(bare, index)
            if entry is not None:
                return kind, entry, doubts
        agent = index.agents.get(fold(name))
        if agent is not None:
            return "agent", agent, (Doubt(field="agents", stated=name),)
        # Only slips of the finger are offered: a similar name may be quite another medicine.
        return "", None, (Doubt(field="medicines", stated=name, near=index.close(name)),)
    except AmbiguousName as error:
        return "", None, (Doubt(field="medicines", stated=name, near=error.meanings),)
    return meaning.kind, meaning.id, ()


def product(name: str, index: Index) -> dict[str, str] | None:
    """Name and route in a product's name, as "morphine 10 mg oral tablet"; None where not known.

    Its strength is no dose: nobody says that one tablet is taken.
    """
    parts = _split(name, index)
    bare = str(parts.get("name", ""))
    if not bare or _entry(bare, index)[1] is None:
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
            f"Did you mean {str(stated).lstrip('-').strip()}?"
        )
    bases = dict(quantity.unit.dimension)
    known = set(bases) <= {"mass", "time", "volume", "enzyme", "substance", "area", "count"}
    if not known or not (bases or "/kg" in quantity.unit.written):
        raise PatientError(
            f"{place}dose of {name}: {stated} is not a dose. Write it as 10 mg, 25 ug/h or 5 mg/kg."
        )
    return MedicineDose(amount=quantity.amount, unit=quantity.unit.written)


def _quantity(stated: object, what: str, place: str) -> Quantity:
    if isinstance(stated, int | float | Decimal) and not isinstance(stated, bool):
        raise PatientError(f'{place}{what} = {stated} has no unit. Write it as "{stated} mg".')
    try:
        quantity = parse_quantity(str(stated), what)
    except PatientError:
        raise
    except Exception as error:
        raise PatientError(f"{place}{error}") from None
    if not quantity.unit.written:
        raise PatientError(f'{place}{what} = {stated} has no unit. Write it as "{stated} mg".')
    return quantity


def _route(stated: object, name: str, index: Index, place: str) -> str | None:
    if stated is None:
        return None
    found = known_route(str(stated), index)
    if found is not None:
        return found
    known = ", ".join(sorted(index.knowledge.vocabulary["routes"]))
    raise PatientError(f"{place}route of {name} = {stated!r} is not known. Write one of {known}.")


def known_route(stated: str, index: Index) -> str | None:
    """A route by id, name or abbreviation (iv, po, nasal); None for what is none."""
    said = stated.strip().casefold()
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
    said = str(stated).strip().casefold().removeprefix("every").strip()
    if said in _TIMES:
        return exact(Fraction(24, _TIMES[said]))
    said = f"1 {said}" if said and not said[0].isdigit() else said
    value = _time(said, f"{name}: every", place, "h")
    if value <= 0:
        raise PatientError(f"{place}{name}: every {stated} is not an interval. Write it as 8 h.")
    return value


def _days(stated: object, what: str, place: str) -> Decimal | None:
    if stated is None:
        return None
    value = _time(str(stated), what, place, "d")
    if value < 0:
        raise PatientError(f"{place}{what} = {stated} lies ahead. Write how long ago, as 14 d.")
    return value


def _time(stated: str, what: str, place: str, unit: str) -> Decimal:
    quantity = _quantity(stated, what, place)
    if quantity.unit.dimension != (("time", 1),):
        raise PatientError(f"{place}{what} = {stated} is not a time. Write it as 8 h, 14 d, 3 wk.")
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
