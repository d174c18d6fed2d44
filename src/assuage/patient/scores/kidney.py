"""CKD-EPI 2021, Cockcroft-Gault, body mass index, body surface area.

CKD-EPI 2021 (creatinine): Inker 2021, N Engl J Med 385:1737, as printed by the National Kidney
Foundation: 142 min(Scr/κ,1)^α max(Scr/κ,1)^−1.200 0.9938^age 1.012 [if female]; κ 0.7 and 0.9,
α −0.241 and −0.302 (female, male). Adults.
Cockcroft-Gault: Nephron 1976;16:31, abstract: (140 − age) kg / (72 Scr), 15% less in females;
the authors' weight is the actual one. Derived from people of 18 to 92 years.
Body surface area: Mosteller 1987, N Engl J Med 317:1098: √(cm kg / 3600), m².
"""

from fractions import Fraction
from math import sqrt

from assuage.patient.person.measures import PatientError
from assuage.patient.scores.liver import mg_per_dl, missing, on_dialysis
from assuage.terms.patient import Patient
from assuage.terms.score import Score

_CKD_EPI = ("age_years", "sex", "creatinine_umol_per_l")
# Ours, no source's: a stated function this many times another from creatinine, or a part of it, is
# a slip. Less can be true (little muscle, cystatin C, creatinine that is still rising).
_APART = 3.0
_GAULT = ("age_years", "sex", "weight_kg", "creatinine_umol_per_l")


def ckd_epi_2021(creatinine_mg_per_dl: float, age_years: float, female: bool) -> float:
    """eGFR in mL/min/1.73 m²."""
    kappa, alpha = (0.7, -0.241) if female else (0.9, -0.302)
    ratio = creatinine_mg_per_dl / kappa
    value: float = 142.0 * min(ratio, 1.0) ** alpha * max(ratio, 1.0) ** -1.200
    value *= 0.9938**age_years
    return value * 1.012 if female else value


def cockcroft_gault(
    creatinine_mg_per_dl: float, age_years: float, weight_kg: float, female: bool
) -> float:
    """Creatinine clearance in mL/min, not indexed."""
    value = (140.0 - age_years) * weight_kg / (72.0 * creatinine_mg_per_dl)
    return value * 0.85 if female else value


def body_surface_m2(weight_kg: float, height_cm: float) -> float:
    """Mosteller, m²."""
    return sqrt(weight_kg * height_cm / 3600.0)


def body_mass_index(weight_kg: float, height_cm: float) -> float:
    """kg/m²."""
    return weight_kg / (height_cm / 100.0) ** 2


def _creatinine(patient: Patient) -> float:
    assert patient.creatinine_umol_per_l is not None
    return float(mg_per_dl("creatinine", Fraction(patient.creatinine_umol_per_l)))


def _child(patient: Patient) -> bool:
    return patient.age_years is not None and patient.age_years < 18


def _agrees(patient: Patient, computed: float) -> None:
    """Refuse a stated kidney function that creatinine contradicts: every dose would follow it."""
    for key, stated in (
        ("egfr", patient.egfr_ml_per_min_1_73m2),
        ("creatinine_clearance", patient.creatinine_clearance_ml_per_min),
    ):
        if stated is None or computed / _APART <= float(stated) <= computed * _APART:
            continue
        raise PatientError(
            f"{key} = {stated} does not agree with creatinine, age and sex, which give "
            f"{computed:.0f} mL/min/1.73 m² by CKD-EPI 2021. Remove the one that is wrong.",
            "kidney-conflict", key=key, stated=str(stated), meant=f"{computed:.0f}",
        )  # fmt: skip


def egfr(patient: Patient) -> Score:
    """CKD-EPI 2021, indexed to 1.73 m². On dialysis it describes nothing and is not computed.

    Raises PatientError where a stated kidney function is three times as high or as low.
    """
    unit = "mL/min/1.73m2"
    if _child(patient):
        return Score(id="ckd-epi-2021", unit=unit, notes=("adults-only",))
    if on_dialysis(patient):
        return Score(id="ckd-epi-2021", unit=unit, notes=("not-on-dialysis",))
    needs = missing(patient, *_CKD_EPI)
    if needs:
        return Score(id="ckd-epi-2021", unit=unit, needs=needs)
    assert patient.age_years is not None
    value = ckd_epi_2021(_creatinine(patient), float(patient.age_years), patient.sex == "female")
    _agrees(patient, value)
    return Score(id="ckd-epi-2021", unit=unit, value=value, inputs=_CKD_EPI)


def absolute_egfr(patient: Patient) -> Score:
    """CKD-EPI 2021 (or the stated eGFR) taken out of its relation to 1.73 m², mL/min."""
    indexed = egfr(patient)
    value, inputs = indexed.value, indexed.inputs
    notes = indexed.notes
    if patient.egfr_ml_per_min_1_73m2 is not None and not on_dialysis(patient):
        value, inputs = float(patient.egfr_ml_per_min_1_73m2), ("egfr_ml_per_min_1_73m2",)
        notes = ("stated",)
    size = missing(patient, "weight_kg", "height_cm")
    if value is None or size:
        needs = (
            () if notes and value is None else (*(indexed.needs if value is None else ()), *size)
        )
        return Score(id="ckd-epi-2021-absolute", unit="mL/min", needs=needs, notes=notes)
    assert patient.weight_kg is not None and patient.height_cm is not None
    surface = body_surface_m2(float(patient.weight_kg), float(patient.height_cm))
    return Score(
        id="ckd-epi-2021-absolute",
        unit="mL/min",
        value=value * surface / 1.73,
        inputs=(*inputs, "weight_kg", "height_cm"),
        notes=notes,
    )


def gault(patient: Patient) -> Score:
    """Cockcroft-Gault with the actual weight."""
    if _child(patient):
        return Score(id="cockcroft-gault", unit="mL/min", notes=("adults-only",))
    if on_dialysis(patient):
        return Score(id="cockcroft-gault", unit="mL/min", notes=("not-on-dialysis",))
    needs = missing(patient, *_GAULT)
    if needs:
        return Score(id="cockcroft-gault", unit="mL/min", needs=needs)
    assert patient.age_years is not None and patient.weight_kg is not None
    value = cockcroft_gault(
        _creatinine(patient),
        float(patient.age_years),
        float(patient.weight_kg),
        patient.sex == "female",
    )
    return Score(id="cockcroft-gault", unit="mL/min", digits=0, value=value, inputs=_GAULT)


def bmi(patient: Patient) -> Score:
    """Body mass index."""
    needs = missing(patient, "weight_kg", "height_cm")
    if needs or patient.weight_kg is None or patient.height_cm is None:
        return Score(id="bmi", unit="kg/m2", digits=1, needs=needs)
    value = body_mass_index(float(patient.weight_kg), float(patient.height_cm))
    return Score(id="bmi", unit="kg/m2", digits=1, value=value, inputs=("weight_kg", "height_cm"))


def bsa(patient: Patient) -> Score:
    """Body surface area."""
    needs = missing(patient, "weight_kg", "height_cm")
    if needs or patient.weight_kg is None or patient.height_cm is None:
        return Score(id="bsa", unit="m2", digits=2, needs=needs)
    value = body_surface_m2(float(patient.weight_kg), float(patient.height_cm))
    return Score(id="bsa", unit="m2", digits=2, value=value, inputs=("weight_kg", "height_cm"))


def estimates_for_dosing(patient: Patient) -> tuple[tuple[str, float], ...]:
    """Every renal function in mL/min that the values give, by what it rests on, the first for dosing.

    In this order: a stated clearance (``stated-clearance``), which stands alone; a stated eGFR or
    CKD-EPI 2021 taken out of its relation to 1.73 m² (``ckd-epi-2021-absolute``), Cockcroft-Gault;
    an eGFR that cannot be taken out for want of weight or height (``indexed``) where there is no
    other. On dialysis: none.
    """
    if on_dialysis(patient):
        return ()
    indexed = egfr(patient)
    if patient.creatinine_clearance_ml_per_min is not None:
        return (("stated-clearance", float(patient.creatinine_clearance_ml_per_min)),)
    found = tuple(
        (score.id, score.value)
        for score in (absolute_egfr(patient), gault(patient))
        if score.value is not None
    )
    if found:
        return found
    if patient.egfr_ml_per_min_1_73m2 is not None:
        return (("indexed", float(patient.egfr_ml_per_min_1_73m2)),)
    return (("indexed", indexed.value),) if indexed.value is not None else ()
