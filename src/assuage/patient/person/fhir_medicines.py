"""Medicines of a FHIR bundle: what is taken now, what was stopped on a day, what is left out."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from assuage.asking.names import Index
from assuage.patient.person.coded import all_words, statuses, words
from assuage.patient.person.measures import Doubt, PatientError
from assuage.patient.person.medicines import is_route, product
from assuage.patient.person.units import UnitError, exact, parse_unit

_TAKEN = {"active", "intended", "draft", ""}
# Taken once: for a while they still matter (withdrawal, wash-out), where the end is dated.
_ENDED = {"stopped", "completed", "on-hold"}
_MEDICATION = ("MedicationStatement", "MedicationRequest")
_DATE = len("2026-11-22")
_PERIOD_HOURS = {
    "s": Fraction(1, 3600),
    "min": Fraction(1, 60),
    "h": Fraction(1),
    "d": Fraction(24),
    "wk": Fraction(168),
}


def medicine(
    resource: Mapping[str, Any],
    resources: list[dict[str, Any]],
    index: Index,
    today: str,
    where: str,
) -> dict[str, Any] | None:
    """A medicine in use, or one that was stopped on a day; ``None`` for the others."""
    if resource.get("resourceType") not in _MEDICATION or resource.get("doNotPerform") is True:
        return None
    status = _status(resource)
    gone = _days_since_end(resource, today, where) if status in _ENDED else None
    if status not in _TAKEN and gone is None:
        return None
    concept = resource.get("medicationCodeableConcept") or _referred(resource, resources)
    names = all_words(concept)
    if not names:
        return None
    # A name that is known goes before the first that is written.
    known = (product(name, index) for name in names)
    table: dict[str, Any] = dict(next((p for p in known if p), {"name": names[0]}))
    if gone is not None:
        table["stopped"] = f"{gone} d"
    elif status in ("intended", "draft") or resource.get("intent") in ("proposal", "plan"):
        table["planned"] = True
    lines = resource.get("dosage") or resource.get("dosageInstruction") or []
    if len(lines) != 1:  # several lines: the dose of a time of day is not the dose
        return table
    return {**table, **_dosage(lines[0], index)}


def _status(resource: Mapping[str, Any]) -> str:
    return next(iter(statuses(resource.get("status"))), "")


def _days_since_end(resource: Mapping[str, Any], today: str, where: str) -> int | None:
    """Days from the end of a statement's period to the latest observation; None where not dated."""
    end = str((resource.get("effectivePeriod") or {}).get("end") or "")
    if len(end) < _DATE or len(today) < _DATE:
        return None
    try:
        days = (date.fromisoformat(today[:_DATE]) - date.fromisoformat(end[:_DATE])).days
    except ValueError:
        raise PatientError(f"{where}: end {end!r} is not a date. Write 2026-04-30.") from None
    return max(days, 0)


def not_taken_now(resources: list[dict[str, Any]]) -> Iterator[Doubt]:
    """Medicines on hold, or stopped on an unknown day: they are left out, and said."""
    held = {
        (
            (all_words(r.get("medicationCodeableConcept") or _referred(r, resources)) or ["?"])[0],
            _status(r),
        )
        for r in resources
        if r.get("resourceType") in _MEDICATION
        and _status(r) in ("stopped", "on-hold")
        and not (r.get("effectivePeriod") or {}).get("end")
    }
    for name, status in sorted(held):
        yield Doubt(field="medicine-status", stated=name, meant=status)


def _dosage(line: Mapping[str, Any], index: Index) -> dict[str, Any]:
    table: dict[str, Any] = {}
    amounts: list[dict[str, Any]] = line.get("doseAndRate") or []
    quantity = (
        (amounts[0].get("doseQuantity") or amounts[0].get("rateQuantity")) if amounts else None
    )
    if isinstance(quantity, dict) and "value" in quantity:
        unit = str(quantity.get("code") or quantity.get("unit") or "")
        if unit and not unit.startswith("{") and _known_unit(unit):
            table["dose"] = f"{quantity['value']} {unit}"
    route = (words(line.get("route")) or "").casefold().removesuffix(" route")
    route = route.removesuffix(" use")
    if is_route(route, index):
        table["route"] = route
    if line.get("asNeededBoolean") or line.get("asNeededCodeableConcept"):
        table["as_needed"] = True
    repeat = (line.get("timing") or {}).get("repeat") or {}
    if repeat.get("period") and repeat.get("periodUnit") in _PERIOD_HOURS:
        hours = Fraction(str(repeat["period"])) * _PERIOD_HOURS[repeat["periodUnit"]]
        hours /= Fraction(str(repeat.get("frequency", 1)))
        table["every"] = f"{format(exact(hours), 'f')} h"
    return table


def _known_unit(unit: str) -> bool:
    """Whether a dose's unit is understood; a local word for a tablet is left out, not refused."""
    try:
        parse_unit(unit)
    except UnitError:
        return False
    return True


def _referred(resource: Mapping[str, Any], resources: list[dict[str, Any]]) -> Any:
    """The concept of a Medication that a reference names, contained or in the bundle."""
    reference = str((resource.get("medicationReference") or {}).get("reference", ""))
    name = reference.rsplit("/", 1)[-1].removeprefix("#").rsplit(":", 1)[-1]
    for held in [*(resource.get("contained") or []), *resources]:
        if held.get("resourceType") == "Medication" and held.get("id") == name:
            return held.get("code")
    return {"text": (resource.get("medicationReference") or {}).get("display")}
