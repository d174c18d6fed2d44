"""Thresholds on a person: which hold, which do not, and which cannot be told."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from assuage.knowledge.shelves import Knowledge
from assuage.patient.scores.all_scores import scores
from assuage.terms.additive import DIALYSIS, Limit
from assuage.terms.patient import Patient

FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "age": "age_years",
        "platelets": "platelets_10e9_per_l",
        "neutrophils": "neutrophils_10e9_per_l",
        "potassium": "potassium_mmol_per_l",
        "magnesium": "magnesium_mmol_per_l",
        "qtc": "qtc_ms",
        "systolic": "systolic_mmhg",
        "inr": "inr",
        "egfr": "egfr_ml_per_min_1_73m2",
        "child-pugh": "child_pugh",
        "encephalopathy-grade": "encephalopathy_grade",
        "ascites": "ascites",
        "varices": "varices",
        "hepatitis-b": "hepatitis_b",
        "pregnant": "pregnant",
    }
)
"""Measures of the closed list ``person-measures`` to the fields of a patient."""


OF_THE_LIVER: Final = frozenset({"ascites", "child-pugh", "encephalopathy-grade", "varices"})
"""Measures that tell how ill a liver is."""

_LONGEST: Final = 7
"""Characters of a number that somebody may have typed; a converted one has up to 28 digits."""


class Person:
    """What is known of a person for the rules: values by measure, and illnesses.

    eGFR and the Child-Pugh class are computed where the patient's own fields are empty. Raises
    PatientError for a stated Child-Pugh class that contradicts its components.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        patient: Patient | None = None,
        conditions: Sequence[str] = (),
    ) -> None:
        self.values: dict[str, Decimal | str] = {}
        for measure, field in FIELDS.items():
            value = getattr(patient, field) if patient is not None else None
            if isinstance(value, bool):
                value = "yes" if value else "no"
            if isinstance(value, int):
                value = Decimal(value)
            if value is not None:
                self.values[measure] = value
        for measure, given in _computed(patient).items() if patient is not None else ():
            self.values.setdefault(measure, given)
        g6pd = patient.phenotype("G6PD") if patient is not None else None
        if g6pd is not None:
            self.values["g6pd"] = g6pd
        own = patient.conditions if patient is not None else ()
        self.states: frozenset[str] = frozenset(_broader(knowledge, [*own, *conditions]))

    def holds(self, limit: Limit) -> bool | None:
        """Whether a limit holds; ``None`` where the value was not given.

        An illness that is not named counts as absent: a list of illnesses is what a person has.
        """
        if limit.state is not None:
            return limit.state in self.states
        if limit.measure is None or limit.measure not in self.values:
            return None
        value = self.values[limit.measure]
        if value == DIALYSIS:
            return limit.below is not None
        if limit.among:
            return str(value) in limit.among
        if isinstance(value, str):
            return None
        above = limit.at_least is None or value >= limit.at_least.digits
        return above and (limit.below is None or value < limit.below.digits)

    def shown(self, limit: Limit) -> str:
        """The value that met a limit, as given; one that a unit made long, to three digits."""
        if limit.state is not None:
            return limit.state
        value = self.values[limit.measure or ""]
        if not isinstance(value, Decimal):
            return value
        given = format(value, "f")
        return given if len(given) <= _LONGEST else f"{value:.3g}"


def _computed(patient: Patient) -> dict[str, Decimal | str]:
    """eGFR and Child-Pugh class from their components; a person on dialysis has no eGFR."""
    found: dict[str, Decimal | str] = {}
    if patient.dialysis not in (None, "none"):
        found["egfr"] = DIALYSIS
    for score in scores(patient):
        if score.id == "ckd-epi-2021" and score.value is not None:
            found.setdefault("egfr", Decimal(f"{score.value:.0f}"))
        elif score.id == "child-pugh" and score.grade is not None:
            found["child-pugh"] = score.grade
    return found


def _broader(knowledge: Knowledge, named: list[str]) -> set[str]:
    seen: set[str] = set()
    waiting = list(named)
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            entry = knowledge.conditions.get(key)
            waiting += entry.broader if entry is not None else ()
    return seen
