"""A person from a FHIR R4 bundle: Patient, Observation, Condition, MedicationStatement/-Request.

Specification: HL7 FHIR R4 (4.0.1). What is read: the sex and date of birth, the latest final
observation of each code below, active conditions by their words, medicines in use with dose,
route and timing. The age is that on the day of the latest observation, so that the same bundle
gives the same output on any day. What is not understood is left out, and said.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from assuage.asking.names import Index
from assuage.patient.person.measures import Doubt, PatientError
from assuage.patient.person.medicines import is_route, product
from assuage.patient.person.tables import Reading, person
from assuage.patient.person.units import UnitError, exact, parse_unit

# LOINC code: key of fields.FIELDS. The unit of the value decides between mass and moles. Codes as
# in the value sets of public FHIR implementation guides and data dictionaries (DISTANCE:PRO of
# the German MII, INDICATE, mCODE STU), read on 2026-11-22. 8634-8 is a QT that is not corrected
# and is therefore not taken for QTc.
LOINC: Final[Mapping[str, str]] = {
    "1975-2": "bilirubin",
    "14631-6": "bilirubin",
    "1751-7": "albumin",
    "6301-6": "inr",
    "34714-6": "inr",
    "1742-6": "alt",
    "1920-8": "ast",
    "6768-6": "alp",
    "2160-0": "creatinine",
    "14682-9": "creatinine",
    "38483-4": "creatinine",
    "33863-2": "cystatin_c",
    "98979-8": "egfr",
    "62238-1": "egfr",
    "33914-3": "egfr",
    "2951-2": "sodium",
    "2823-3": "potassium",
    "6298-4": "potassium",
    "19123-9": "magnesium",
    "17861-6": "calcium",
    "718-7": "haemoglobin",
    "777-3": "platelets",
    "26515-7": "platelets",
    "751-8": "neutrophils",
    "26499-4": "neutrophils",
    "1988-5": "crp",
    "29463-7": "weight",
    "8302-2": "height",
    "8636-3": "qtc",
    "8480-6": "systolic",
    "8462-4": "diastolic",
    "8867-4": "heart_rate",
    "9279-1": "respiratory_rate",
    "59408-5": "spo2",
    "2708-6": "spo2",
    "89247-1": "ecog",
}
_BARE = ("inr", "ecog")
_GONE = ("entered-in-error", "cancelled", "registered", "not-taken", "unknown")
_TAKEN = ("active", "completed", "intended", "on-hold", "draft")
_PERIOD_HOURS = {
    "s": Fraction(1, 3600),
    "min": Fraction(1, 60),
    "h": Fraction(1),
    "d": Fraction(24),
    "wk": Fraction(168),
}


def bundle(text: str, index: Index, where: str) -> Reading:
    """The person in a bundle (or in a single resource). Raises PatientError.

    ``text``: JSON. ``where``: the file's name, which heads each sentence.
    """
    try:
        held = json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise PatientError(f"{where} is not JSON: {error}. Export the bundle again.") from None
    resources = list(_resources(held))
    try:
        return _read(resources, index, where)
    except (
        TypeError,
        ValueError,
        AttributeError,
        KeyError,
        IndexError,
        ZeroDivisionError,
    ) as error:
        # What the specification fixes is not checked piece by piece: a bundle that breaks it ends here.
        raise PatientError(
            f"{where} is not a FHIR R4 bundle ({type(error).__name__}: {error}). Export it again, "
            "or write a patient.toml."
        ) from None


def _read(resources: list[dict[str, Any]], index: Index, where: str) -> Reading:
    people = [r for r in resources if r.get("resourceType") == "Patient"]
    if len(people) > 1:
        raise PatientError(f"{where} holds {len(people)} patients. Give a bundle of one person.")
    if not resources:
        raise PatientError(
            f"{where} holds no FHIR resource. Give a Bundle with Patient and Observation."
        )
    table: dict[str, Any] = {}
    latest, dates = _observations(resources)
    table.update(latest)
    if people:
        table.update(_identity(people[0], max(dates, default=""), where))
    conditions = [c for c in (_condition(r) for r in resources) if c]
    if conditions:
        table["conditions"] = list(dict.fromkeys(conditions))
    medicines = [m for m in (_medicine(r, resources, index) for r in resources) if m]
    if medicines:
        table["medicines"] = medicines
    reading = person(table, index, where)
    return Reading(patient=reading.patient, doubts=(*reading.doubts, *_left_out(resources)))


def _resources(held: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(held, dict):
        return
    if held.get("resourceType") == "Bundle":
        entries = held.get("entry", [])
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict):
                yield from _resources(entry.get("resource"))
    elif "resourceType" in held:
        yield held


def _identity(patient: Mapping[str, Any], on: str, where: str) -> dict[str, Any]:
    """Sex and age. ``gender`` is administrative; where it is neither, sex stays unknown."""
    table: dict[str, Any] = {}
    if patient.get("gender") in ("female", "male"):
        table["sex"] = patient["gender"]
    born = str(patient.get("birthDate", ""))
    if born and on:
        table["age"] = _years(born, on, where)
    return table


def _years(born: str, on: str, where: str) -> str:
    """Whole years from one date to another; months that are missing count as January."""
    try:
        birth = [int(x) for x in born.split("T")[0].split("-")] + [1, 1]
        day = [int(x) for x in on.split("T")[0].split("-")] + [1, 1]
    except ValueError:
        raise PatientError(
            f"{where}: birthDate {born!r} or date {on!r} is not a date. Write 1961-04-30."
        ) from None
    years = day[0] - birth[0] - (tuple(day[1:3]) < tuple(birth[1:3]))
    return str(years)


def _observations(resources: list[dict[str, Any]]) -> tuple[dict[str, Any], list[str]]:
    """The latest value of each key as typed words, and the dates of all observations."""
    found: dict[str, tuple[str, str]] = {}
    dates: list[str] = []
    for resource in resources:
        if resource.get("resourceType") != "Observation" or resource.get("status") in _GONE:
            continue
        on = str(
            resource.get("effectiveDateTime")
            or (resource.get("effectivePeriod") or {}).get("end")
            or (resource.get("effectivePeriod") or {}).get("start")
            or resource.get("issued")
            or ""
        )
        if on:
            dates.append(on)
        for part in (resource, *(resource.get("component") or ())):
            key = next((LOINC[c] for c in _codes(part.get("code")) if c in LOINC), None)
            words = _value(part, key) if key else None
            if key and words and on >= found.get(key, ("", ""))[0]:
                found[key] = (on, words)
    return {key: words for key, (_, words) in sorted(found.items())}, dates


def _value(part: Mapping[str, Any], key: str) -> str | None:
    """A value with its unit, as a person would type it."""
    quantity = part.get("valueQuantity")
    if isinstance(quantity, dict) and "value" in quantity:
        unit = quantity.get("code") or quantity.get("unit") or ""
        if key in _BARE:
            return str(quantity["value"])
        if key == "egfr" and "1.73" not in str(unit):
            # The code says that it is indexed; laboratories often shorten the unit.
            unit = "mL/min/1.73m2"
        return f"{quantity['value']} {unit}".strip()
    if "valueInteger" in part and key in _BARE:
        return str(part["valueInteger"])
    return None


def _codes(concept: Any, system: str = "http://loinc.org") -> list[str]:
    if not isinstance(concept, dict):
        return []
    return [
        str(coding.get("code"))
        for coding in concept.get("coding") or ()
        if coding.get("system") == system
    ]


def _words(concept: Any) -> str | None:
    """What a concept is called: its text, else the first display."""
    if not isinstance(concept, dict):
        return None
    if concept.get("text"):
        return str(concept["text"])
    return next((str(c["display"]) for c in concept.get("coding") or () if c.get("display")), None)


def _all_words(concept: Any) -> list[str]:
    """Everything that a concept is called: its text, then each display."""
    if not isinstance(concept, dict):
        return []
    displays = [c.get("display") for c in concept.get("coding") or ()]
    return [str(w) for w in (concept.get("text"), *displays) if w]


def _condition(resource: Mapping[str, Any]) -> str | None:
    if resource.get("resourceType") != "Condition":
        return None
    clinical = _codes(
        resource.get("clinicalStatus"),
        "http://terminology.hl7.org/CodeSystem/condition-clinical",
    )
    verified = _codes(
        resource.get("verificationStatus"),
        "http://terminology.hl7.org/CodeSystem/condition-ver-status",
    )
    if {"inactive", "remission", "resolved"} & set(clinical):
        return None
    if {"refuted", "entered-in-error"} & set(verified):
        return None
    return _words(resource.get("code"))


def _medicine(
    resource: Mapping[str, Any], resources: list[dict[str, Any]], index: Index
) -> dict[str, Any] | None:
    """A medicine in use, or one that was stopped; ``None`` for what was never taken."""
    if resource.get("resourceType") not in ("MedicationStatement", "MedicationRequest"):
        return None
    status = resource.get("status")
    if status not in _TAKEN or status == "completed":
        return None
    concept = resource.get("medicationCodeableConcept") or _referred(resource, resources)
    names = _all_words(concept)
    if not names:
        return None
    # A name that is known goes before the first that is written.
    known = (product(name, index) for name in names)
    table: dict[str, Any] = dict(next((p for p in known if p), {"name": names[0]}))
    if status in ("intended", "draft") or resource.get("intent") in ("proposal", "plan"):
        table["planned"] = True
    lines = resource.get("dosage") or resource.get("dosageInstruction") or []
    if len(lines) != 1:  # several lines: the dose of a time of day is not the dose
        return table
    return {**table, **_dosage(lines[0], index)}


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
    route = (_words(line.get("route")) or "").casefold().removesuffix(" route")
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


def _left_out(resources: list[dict[str, Any]]) -> Iterator[Doubt]:
    """Observations that were not understood, by name, in order."""
    names = {
        _words(r.get("code")) or "?"
        for r in resources
        if r.get("resourceType") == "Observation"
        and not any(
            c in LOINC
            for part in (r, *(r.get("component") or ()))
            for c in _codes(part.get("code"))
        )
    }
    for name in sorted(names):
        yield Doubt(field="observation", stated=name)
