"""The example people, medicines from a line, a FHIR bundle, flags over a file."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assuage.asking.names import Index
from assuage.knowledge.shelves import Knowledge
from assuage.patient.person.fhir import bundle as fhir_bundle
from assuage.patient.person.measures import PatientError
from assuage.patient.person.medicines import daily_mg, medicine
from assuage.patient.person.read import read_file, read_flags
from assuage.patient.person.tables import KEYS
from assuage.terms.patient import Medicine

PATIENTS = sorted((Path(__file__).resolve().parents[3] / "docs" / "patients").glob("*.toml"))


@pytest.fixture(scope="module")
def index(knowledge: Knowledge) -> Index:
    return Index(knowledge)


@pytest.mark.parametrize("path", PATIENTS, ids=lambda p: p.stem)
def test_the_example_people_are_read_and_marked_invented(path: Path, index: Index) -> None:
    patient = read_file(path, index).patient
    assert patient.invented
    assert "(invented)" in (patient.label or "")
    assert patient.medicines and patient.conditions
    assert all(m.drug for m in patient.medicines if m.name in index.knowledge.drugs)


def test_there_are_the_five_that_were_asked_for() -> None:
    assert len(PATIENTS) == 5


@pytest.mark.parametrize(
    ("line", "drug", "daily", "route"),
    [
        ("morphine 10 mg oral every 4 h", "morphine", Fraction(60), "oral"),
        ("morphine 10 mg po q4h", "morphine", Fraction(60), "oral"),
        ("paracetamol 500 mg oral tid", "paracetamol", Fraction(1500), "oral"),
        ("fentanyl 25 ug/h transdermal", "fentanyl", Fraction(6, 10), "transdermal"),
        ("baclofen 300 mcg/day intrathecal", "baclofen", Fraction(3, 10), "intrathecal"),
        ("bevacizumab 15 mg/kg iv every 3 weeks", "bevacizumab", Fraction(50), "intravenous"),
        ("morphine 5 mg oral every 4 h as needed", "morphine", None, "oral"),
        ("methotrexate 15 mg oral every 7 days", "methotrexate", Fraction(15, 7), "oral"),
        ("吗啡 10 mg oral every 12 h", "morphine", Fraction(20), "oral"),
        ("levothyroxine 100 ug oral every 24 h", None, Fraction(1, 10), "oral"),
        ("dronabinol", None, None, None),
        ("ketamine 0.1 mg/kg/h iv", "ketamine", Fraction(168), "intravenous"),
        ("methotrexate 20 mg/m2 iv every 7 days", "methotrexate", None, "intravenous"),
        ("paracetamol 2 tablets oral qid", "paracetamol", None, "oral"),
        ("insulin 12 units sc od", None, None, "subcutaneous"),
    ],
)
def test_a_line_of_a_prescription(
    line: str, drug: str | None, daily: Fraction | None, route: str | None, index: Index
) -> None:
    found, doubts = medicine(line, index)
    assert (found.drug, found.route) == (drug, route)
    assert daily_mg(found, Decimal(70)) == daily
    assert bool(doubts) == (drug is None)


def test_a_dose_per_kilogram_needs_the_weight(index: Index) -> None:
    found, _ = medicine("infliximab 5 mg/kg iv every 8 weeks", index)
    assert daily_mg(found) is None
    assert daily_mg(found, Decimal(56)) == Fraction(5)


def test_an_unknown_medicine_offers_slips_only(index: Index) -> None:
    _, near = medicine("ketamin 10 mg", index)
    assert near[0].near == ("ketamine",)
    _, far = medicine("zidovudine 300 mg", index)
    assert far[0].near == ()


def test_both_forms_of_a_value_are_one_person(index: Index) -> None:
    conventional = read_flags({"bilirubin": "2 mg/dL", "albumin": "3.5 g/dL"}, index).patient
    molar = read_flags({"bilirubin": "20 mg/L", "albumin": "35 g/L"}, index).patient
    assert conventional.bilirubin_umol_per_l == molar.bilirubin_umol_per_l
    assert conventional.albumin_g_per_l == molar.albumin_g_per_l == Decimal(35)
    assert conventional.as_stated("bilirubin_umol_per_l") == "2 mg/dL"


def test_flags_lie_over_the_file(index: Index) -> None:
    base = read_file(next(p for p in PATIENTS if p.stem.startswith("compensated")), index)
    over = read_flags(
        {"albumin": "25 g/L", "medicines": ["ketamine 10 mg oral tid"], "conditions": ["hiccup"]},
        index,
        base,
    )
    assert over.patient.albumin_g_per_l == Decimal(25)
    assert over.patient.as_stated("albumin_g_per_l") == "25 g/L"
    assert over.patient.bilirubin_umol_per_l == base.patient.bilirubin_umol_per_l
    assert over.patient.tumour == base.patient.tumour
    assert [m.name for m in over.patient.medicines][-1] == "ketamine"
    assert over.patient.conditions == (*base.patient.conditions, "hiccup")
    assert over.patient.label == base.patient.label


def test_the_name_with_its_unit_is_a_key_too(index: Index) -> None:
    patient = read_flags({"bilirubin_umol_per_l": 34, "inr": "1.4"}, index).patient
    assert patient.bilirubin_umol_per_l == Decimal(34)
    assert patient.inr == Decimal("1.4")


def observation(code: str, value: Any, unit: str, on: str, status: str = "final") -> dict[str, Any]:
    return {
        "resource": {
            "resourceType": "Observation",
            "status": status,
            "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
            "effectiveDateTime": on,
            "valueQuantity": {
                "value": value,
                "unit": unit,
                "system": "http://unitsofmeasure.org",
                "code": unit,
            },
        }
    }


def bundle() -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {
                "resource": {
                    "resourceType": "Patient",
                    "id": "p",
                    "gender": "female",
                    "birthDate": "1960-11-23",
                }
            },
            observation("1975-2", 2.0, "mg/dL", "2026-11-20"),
            observation("14631-6", 90, "umol/L", "2026-10-01"),
            observation("1751-7", 3.1, "g/dL", "2026-11-20T08:00:00Z"),
            observation("6301-6", 1.6, "{INR}", "2026-11-20"),
            observation("14682-9", 500, "umol/L", "2026-11-22", status="entered-in-error"),
            observation("14682-9", 88, "umol/L", "2026-11-21"),
            observation("29463-7", 61, "kg", "2026-11-22"),
            {
                "resource": {
                    "resourceType": "Observation",
                    "status": "final",
                    "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9"}]},
                    "effectiveDateTime": "2026-11-22",
                    "component": [
                        {
                            "code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
                            "valueQuantity": {"value": 118, "code": "mm[Hg]"},
                        }
                    ],
                }
            },
            {
                "resource": {
                    "resourceType": "Observation",
                    "status": "final",
                    "code": {"text": "Shoe size"},
                    "valueQuantity": {"value": 39, "code": "1"},
                }
            },
            {
                "resource": {
                    "resourceType": "Condition",
                    "clinicalStatus": {
                        "coding": [
                            {
                                "system": "http://terminology.hl7.org/CodeSystem/condition-clinical",
                                "code": "active",
                            }
                        ]
                    },
                    "code": {"text": "Cirrhosis"},
                }
            },
            {
                "resource": {
                    "resourceType": "Condition",
                    "clinicalStatus": {
                        "coding": [
                            {
                                "system": "http://terminology.hl7.org/CodeSystem/condition-clinical",
                                "code": "resolved",
                            }
                        ]
                    },
                    "code": {"text": "Depression"},
                }
            },
            {
                "resource": {
                    "resourceType": "MedicationStatement",
                    "status": "active",
                    "medicationCodeableConcept": {"text": "Morphine"},
                    "dosage": [
                        {
                            "route": {"text": "Oral route"},
                            "timing": {"repeat": {"frequency": 6, "period": 1, "periodUnit": "d"}},
                            "doseAndRate": [{"doseQuantity": {"value": 10, "code": "mg"}}],
                        }
                    ],
                }
            },
            {
                "resource": {
                    "resourceType": "MedicationRequest",
                    "status": "active",
                    "intent": "plan",
                    "medicationReference": {"reference": "Medication/m1"},
                }
            },
            {
                "resource": {
                    "resourceType": "Medication",
                    "id": "m1",
                    "code": {"coding": [{"display": "Ketamine"}]},
                }
            },
            {
                "resource": {
                    "resourceType": "MedicationStatement",
                    "status": "entered-in-error",
                    "medicationCodeableConcept": {"text": "Baclofen"},
                }
            },
        ],
    }


def test_a_fhir_bundle(tmp_path: Path, index: Index) -> None:
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(bundle()), encoding="utf-8")
    reading = read_file(path, index)
    patient = reading.patient
    assert patient.sex == "female"
    # A day before the 66th birthday on the day of the latest observation.
    assert patient.age_years == Decimal(65)
    assert patient.as_stated("bilirubin_umol_per_l") == "2.0 mg/dL"
    assert patient.albumin_g_per_l == Decimal(31)
    assert patient.inr == Decimal("1.6")
    assert patient.creatinine_umol_per_l == Decimal(88)
    assert patient.systolic_mmhg == Decimal(118)
    assert patient.conditions == ("cirrhosis",)
    assert [(m.drug, m.planned) for m in patient.medicines] == [
        ("morphine", False),
        ("ketamine", True),
    ]
    morphine: Medicine = patient.medicines[0]
    assert (morphine.route, morphine.every_h, daily_mg(morphine)) == ("oral", Decimal(4), 60)
    assert [d.stated for d in reading.doubts if d.field == "observation"] == ["Shoe size"]


def test_local_words_for_dose_and_route_are_left_out_not_refused(
    tmp_path: Path, index: Index
) -> None:
    local = bundle()
    statement = next(
        e["resource"]
        for e in local["entry"]
        if e["resource"]["resourceType"] == "MedicationStatement"
    )
    statement["dosage"][0]["route"] = {"text": "Par la bouche"}
    statement["dosage"][0]["doseAndRate"] = [{"doseQuantity": {"value": 1, "unit": "comprimé"}}]
    path = tmp_path / "local.json"
    path.write_text(json.dumps(local), encoding="utf-8")
    morphine = read_file(path, index).patient.medicines[0]
    assert (morphine.drug, morphine.dose, morphine.route) == ("morphine", None, None)
    assert morphine.every_h == Decimal(4)


@pytest.mark.parametrize(
    ("concept", "drug", "route"),
    [
        ({"text": "morphine 10 mg oral"}, "morphine", "oral"),
        ({"text": "Morphine sulfate 10 MG Oral Tablet"}, "morphine", "oral"),
        ({"text": "Sevredol 10", "coding": [{"display": "morphine"}]}, "morphine", None),
        ({"text": "fentanyl 25 ug/h transdermal patch"}, "fentanyl", "transdermal"),
    ],
)
def test_a_product_is_known_by_its_medicine_and_gives_no_dose(
    index: Index, concept: dict[str, Any], drug: str | None, route: str | None
) -> None:
    """A medicine that is taken and not recognised is not checked against anything."""
    taken = {
        "resourceType": "MedicationStatement",
        "status": "active",
        "medicationCodeableConcept": concept,
    }
    (found,) = fhir_bundle(json.dumps(taken), index, "b.json").patient.medicines
    assert (found.drug, found.route, found.dose) == (drug, route, None)


def test_a_second_active_ingredient_is_never_dropped_from_a_name(index: Index) -> None:
    taken = {
        "resourceType": "MedicationStatement",
        "status": "active",
        "medicationCodeableConcept": {"text": "tramadol with unknownol 37.5 mg tablet"},
    }
    reading = fhir_bundle(json.dumps(taken), index, "b.json")
    assert [m.drug for m in reading.patient.medicines] == ["tramadol", None]
    assert [d.stated for d in reading.doubts if d.field == "medicines"] == [
        "unknownol 37.5 mg tablet"
    ]


def _read(*resources: dict[str, Any], index: Index) -> Any:
    dated = observation("29463-7", 61, "kg", "2026-11-22")
    held = {"resourceType": "Bundle", "entry": [dated, *({"resource": r} for r in resources)]}
    return fhir_bundle(json.dumps(held), index, "b.json")


@pytest.mark.parametrize(
    ("status", "active"),
    [
        ({"coding": [{"code": "resolved"}]}, False),
        ({"coding": [{"code": "Inactive"}]}, False),
        ({"coding": [{"system": "urn:local", "code": "remission"}]}, False),
        ({"text": "resolved"}, False),
        ("resolved", False),
        ({"coding": [{"code": "active"}]}, True),
        (None, True),
    ],
)
def test_a_status_counts_by_its_code_with_or_without_a_system(
    status: Any, active: bool, index: Index
) -> None:
    """ "resolved" without a system was taken for an active illness."""
    condition = {
        "resourceType": "Condition",
        "clinicalStatus": status,
        "code": {"text": "Cirrhosis"},
    }
    assert _read(condition, index=index).patient.conditions == (("cirrhosis",) if active else ())
    wrong = {**condition, "verificationStatus": {"coding": [{"code": "entered-in-error"}]}}
    assert _read(wrong, index=index).patient.conditions == ()


@pytest.mark.parametrize(
    ("status", "taken"),
    [
        ("active", True),
        ("Active", True),
        ("stopped", False),
        ("on-hold", False),
        ("entered-in-error", False),
        ("not-taken", False),
        ("cancelled", False),
        ("unknown", False),
    ],
)
def test_only_medicines_in_use_are_taken_and_paused_ones_are_said(
    status: str, taken: bool, index: Index
) -> None:
    statement = {
        "resourceType": "MedicationStatement",
        "status": status,
        "medicationCodeableConcept": {"text": "morphine"},
    }
    reading = _read(statement, index=index)
    assert bool(reading.patient.medicines) is taken
    said = [d.meant for d in reading.doubts if d.field == "medicine-status"]
    assert said == ([status] if status in ("stopped", "on-hold") else [])
    # A dated end is a medicine stopped lately: withdrawal and wash-out follow it.
    ended = {**statement, "effectivePeriod": {"end": "2026-11-19"}}
    if status in ("stopped", "on-hold"):
        (gone,) = _read(ended, index=index).patient.medicines
        assert gone.stopped_days_ago == Decimal(3)


def test_what_shall_not_be_given_is_not_taken(index: Index) -> None:
    request = {
        "resourceType": "MedicationRequest",
        "status": "active",
        "doNotPerform": True,
        "medicationCodeableConcept": {"text": "morphine"},
    }
    assert _read(request, index=index).patient.medicines == ()


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error", "Cancelled"])
def test_a_cancelled_observation_is_no_value(status: str, index: Index) -> None:
    wrong = observation("1751-7", 31, "g/L", "2026-11-20", status=status)["resource"]
    assert _read(wrong, index=index).patient.albumin_g_per_l is None


@pytest.mark.parametrize(
    ("text", "drug", "route"),
    [
        ("Lenvatinib 4 MG Oral Capsule [Lenvima]", "lenvatinib", "oral"),
        ("morphine sulfate 15 MG Extended Release Oral Tablet", "morphine", "oral"),
        ("72 HR fentanyl 0.025 MG/HR Transdermal System", "fentanyl", "transdermal"),
        ("2 ML ketamine hydrochloride 50 MG/ML Injection", "ketamine", None),
    ],
)
def test_names_as_rxnorm_writes_them(text: str, drug: str, route: str | None, index: Index) -> None:
    statement = {
        "resourceType": "MedicationRequest",
        "status": "active",
        "medicationCodeableConcept": {"text": text},
    }
    reading = _read(statement, index=index)
    (found,) = reading.patient.medicines
    assert (found.drug, found.route, found.dose) == (drug, route, None)
    assert [d for d in reading.doubts if d.field.startswith("medicine")] == []


def test_a_bundle_of_two_people_is_refused(tmp_path: Path, index: Index) -> None:
    two = bundle()
    two["entry"].append({"resource": {"resourceType": "Patient", "id": "q"}})
    path = tmp_path / "two.json"
    path.write_text(json.dumps(two), encoding="utf-8")
    with pytest.raises(PatientError, match="2 patients"):
        read_file(path, index)


def test_an_impossible_value_in_a_bundle_is_refused_like_any_other(
    tmp_path: Path, index: Index
) -> None:
    wrong = {"resourceType": "Bundle", "entry": [observation("1751-7", 40, "g/dL", "2026-11-20")]}
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(wrong), encoding="utf-8")
    with pytest.raises(
        PatientError, match=r"wrong\.json: albumin 40 g/dL is not possible; did you"
    ):
        read_file(path, index)


def _places(held: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    found = [path] if path else []
    items = (
        held.items()
        if isinstance(held, dict)
        else enumerate(held)
        if isinstance(held, list)
        else ()
    )
    for key, value in items:
        found += _places(value, (*path, key))
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    place=st.sampled_from(_places(bundle())),
    junk=st.sampled_from([None, 0, -1, "", "abc", [], {}, [None], [{}], {"a": [1]}, True, 1e300]),
)
def test_a_broken_bundle_is_read_or_refused_in_one_sentence(
    place: tuple[Any, ...], junk: Any, index: Index
) -> None:
    broken = bundle()
    held: Any = broken
    for key in place[:-1]:
        held = held[key]
    held[place[-1]] = junk
    try:
        reading = fhir_bundle(json.dumps(broken), index, "b.json")
    except PatientError as error:
        assert str(error).startswith("b.json") and "\n" not in str(error)
    else:
        assert reading.patient.weight_kg in (None, Decimal(61))


def test_every_key_is_described() -> None:
    text = (PATIENTS[0].parent / "README.md").read_text(encoding="utf-8")
    assert [key for key in KEYS if f"`{key}`" not in text and f"[{key}]" not in text] == []


@pytest.mark.parametrize(
    ("line", "hours"),
    [
        ("methotrexate 15 mg oral weekly", 168),
        ("methotrexate 15 mg once weekly", 168),
        ("morphine 10 mg twice daily", 12),
        ("ibuprofen 400 mg three times a day oral", 8),
        ("lenvatinib 8 mg once daily", 24),
    ],
)
def test_frequencies_that_letters_write_out(index: Index, line: str, hours: int) -> None:
    read, doubts = medicine(line, index)
    assert (read.every_h, doubts) == (Decimal(hours), ())
    assert read.drug is not None
