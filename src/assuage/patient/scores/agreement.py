"""Stated kidney function beside what creatinine or dialysis says: told where they hardly agree.

Three times apart is refused where the equation is computed (``kidney``); from two times on it is
asked which holds, since every dose follows the stated value. Less can be true: little muscle,
cystatin C, creatinine that is still rising.
"""

from typing import Final

from assuage.patient.person.measures import Doubt, PatientError
from assuage.patient.scores.kidney import egfr, gault
from assuage.patient.scores.liver import on_dialysis
from assuage.terms.patient import Patient

KIDNEY_DOUBTS: Final = ("kidney-function", "kidney-dialysis")
# Both ours, no source's: they ask a question and decide nothing.
_APART: Final = 2.0
_MOST_ON_DIALYSIS: Final = 30.0


def kidney_doubts(patient: Patient) -> tuple[Doubt, ...]:
    """Doubts about a stated eGFR and a stated clearance; none where there is nothing beside them."""
    found: list[Doubt] = []
    for key in ("egfr_ml_per_min_1_73m2", "creatinine_clearance_ml_per_min"):
        stated = getattr(patient, key)
        if stated is None:
            continue
        if on_dialysis(patient):
            if float(stated) > _MOST_ON_DIALYSIS:
                found.append(
                    Doubt(
                        field="kidney-dialysis",
                        stated=f"{stated}",
                        meant=patient.dialysis,
                        near=(key,),
                    )
                )
            continue
        computed = _computed(patient, key)
        if computed is None:
            continue
        value, equation = computed
        if not value / _APART <= float(stated) <= value * _APART:
            unit = "mL/min" if equation == "cockcroft-gault" else "mL/min/1.73 m²"
            found.append(
                Doubt(
                    field="kidney-function",
                    stated=f"{stated}",
                    meant=f"{value:.0f} {unit}",
                    near=(key, equation),
                )
            )
    return tuple(found)


def _computed(patient: Patient, key: str) -> tuple[float, str] | None:
    """The value of the equation that measures the same; CKD-EPI where there is no weight."""
    try:
        scores = (gault(patient), egfr(patient)) if "clearance" in key else (egfr(patient),)
    except PatientError:
        return None  # refused where the scores are computed, with its own sentence
    return next(((s.value, s.id) for s in scores if s.value is not None), None)
