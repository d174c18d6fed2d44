"""A person from a FHIR R4 bundle: Patient, Observation, Condition, MedicationStatement/-Request.

Specification: HL7 FHIR R4 (4.0.1). What is read: the sex and date of birth, the latest final
observation of each code below, active conditions by their words, medicines in use with dose,
route and timing. The age is that on the day of the latest observation, so that the same bundle
gives the same output on any day. What is not understood is left out, and said.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from assuage.asking.names import Index
from assuage.patient.person.coded import codes, statuses, words
from assuage.patient.person.fhir_medicines import medicine, not_taken_now
from assuage.patient.person.measures import Doubt, PatientError
from assuage.patient.person.tables import Reading, person

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
_GONE = {"entered-in-error", "cancelled", "registered", "unknown"}


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
    today = max(dates, default="")
    medicines = [m for m in (medicine(r, resources, index, today, where) for r in resources) if m]
    if medicines:
        table["medicines"] = medicines
    reading = person(table, index, where)
    doubts = (*reading.doubts, *_left_out(resources), *not_taken_now(resources))
    return Reading(patient=reading.patient, doubts=doubts)


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
        if (
            resource.get("resourceType") != "Observation"
            or statuses(resource.get("status")) & _GONE
        ):
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
            key = next((LOINC[c] for c in codes(part.get("code")) if c in LOINC), None)
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


def _condition(resource: Mapping[str, Any]) -> str | None:
    if resource.get("resourceType") != "Condition":
        return None
    clinical = statuses(resource.get("clinicalStatus"))
    verified = statuses(resource.get("verificationStatus"))
    if {"inactive", "remission", "resolved"} & clinical:
        return None
    if {"refuted", "entered-in-error"} & verified:
        return None
    return words(resource.get("code"))


def _left_out(resources: list[dict[str, Any]]) -> Iterator[Doubt]:
    """Observations that were not understood, by name, in order."""
    names = {
        words(r.get("code")) or "?"
        for r in resources
        if r.get("resourceType") == "Observation"
        and not any(
            c in LOINC for part in (r, *(r.get("component") or ())) for c in codes(part.get("code"))
        )
    }
    for name in sorted(names):
        yield Doubt(field="observation", stated=name)
