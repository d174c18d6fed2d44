"""English sentences."""

from assuage.prose.english import (
    patient_additive,
    patient_exposure,
    patient_pump,
    patient_read,
    patient_scores,
    patient_simulation,
    refusals,
)
from assuage.prose.english.computed import COMPUTED, reason
from assuage.prose.english.facts import FACTS, grade, organ_dose
from assuage.prose.english.labels import LABELS
from assuage.prose.english.machine import MACHINE
from assuage.prose.english.personal import PERSONAL
from assuage.prose.english.studies import STUDIES, comparison, effect, marker_effect

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
