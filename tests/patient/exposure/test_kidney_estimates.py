"""Which estimate of renal function an answer goes by, and what the others would say."""

from decimal import Decimal

import pytest

from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge
from assuage.patient.exposure.engine import of_patient
from assuage.patient.scores.all_scores import sheet
from assuage.terms.patient import Patient

OLD = Patient(
    age_years=Decimal(92),
    sex="female",
    weight_kg=Decimal(41),
    height_cm=Decimal(150),
    creatinine_umol_per_l=Decimal(98),
    sarcopenia=True,
)
"""CKD-EPI 47 for 1.73 m², 35 for her size, Cockcroft-Gault 21."""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def test_the_estimate_is_named_and_the_lower_class_stands_beside(knowledge: Knowledge) -> None:
    """Pregabalin, PMID 32537149 table 1: 75 mg a day from 30 to 60, 25 to 50 mg from 15 to 30."""
    found = of_patient(knowledge, "pregabalin", "oral", OLD)
    assert found.kidney is not None and found.kidney.apart
    named = {basis: round(rate) for basis, rate in found.kidney.estimates}
    assert named == {"ckd-epi-2021-absolute": 35, "cockcroft-gault": 21}
    stricter = [a for a in found.advice if a.stricter]
    assert {a.limits for a in stricter} == {"15-30"}
    assert {a.estimate for a in stricter} == {"cockcroft-gault"}
    assert not any(a.leads or a.strictest for a in stricter)
    assert [a.limits for a in found.advice if a.leads] == ["30-60"]


def test_guidance_printed_for_creatinine_clearance_goes_by_it(knowledge: Knowledge) -> None:
    """Gabapentin's label prints creatinine clearance: by Cockcroft-Gault she is in 15 to 29."""
    found = of_patient(knowledge, "gabapentin", "oral", OLD)
    (lead,) = [a for a in found.advice if a.leads and a.organ == "kidney"]
    assert lead.estimate == "cockcroft-gault" and not lead.stricter
    assert lead.dose == "200 to 700 mg/day"


def test_a_stated_clearance_stands_alone(knowledge: Knowledge) -> None:
    measured = Patient(
        age_years=Decimal(92), sex="female", weight_kg=Decimal(41), height_cm=Decimal(150),
        creatinine_umol_per_l=Decimal(98), creatinine_clearance_ml_per_min=Decimal(34),
    )  # fmt: skip
    found = of_patient(knowledge, "pregabalin", "oral", measured)
    assert found.kidney is not None and not found.kidney.apart
    assert found.kidney.estimates == (("stated-clearance", 34.0),)
    assert not any(a.stricter for a in found.advice)


def test_little_muscle_is_flagged_without_cirrhosis(knowledge: Knowledge) -> None:
    def caveats(patient: Patient) -> set[str]:
        return {c.caveat for c in sheet(patient, knowledge).caveats}

    from msgspec.structs import replace

    assert "low-muscle-overestimates-gfr" in caveats(OLD)
    assert "low-muscle-overestimates-gfr" not in caveats(replace(OLD, sarcopenia=False))
