"""Chinese sentences."""

from assuage.prose.chinese import (
    patient_additive,
    patient_exposure,
    patient_pump,
    patient_read,
    patient_scores,
    patient_simulation,
    refusals,
)
from assuage.prose.chinese.computed import COMPUTED, reason
from assuage.prose.chinese.facts import FACTS, grade, organ_dose
from assuage.prose.chinese.labels import LABELS
from assuage.prose.chinese.machine import MACHINE
from assuage.prose.chinese.personal import PERSONAL
from assuage.prose.chinese.studies import STUDIES, comparison, effect, marker_effect

REALISERS = {**FACTS, **STUDIES, **COMPUTED, **MACHINE, **PERSONAL}

__all__ = [
    "LABELS",
    "REALISERS",
    "comparison",
    "effect",
    "grade",
    "marker_effect",
    "organ_dose",
    "patient_additive",
    "patient_exposure",
    "patient_pump",
    "patient_read",
    "patient_scores",
    "patient_simulation",
    "reason",
    "refusals",
]
