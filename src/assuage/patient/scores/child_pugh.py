"""Child-Pugh: points of five components; a range where some are missing or the tables differ.

Cut-offs (Pugh 1973, as printed in Cleveland Clinic Journal of Medicine, Table 1, and in the
Scottish Palliative Care Guidelines, in µmol/L): bilirubin <2, 2-3, >3 mg/dL or <34, 34-50,
>50 µmol/L; albumin >35, 28-35, <28 g/L; INR <1.7, 1.7-2.3, >2.3; ascites none, mild, moderate;
encephalopathy none, 1-2, 3-4. Classes A 5-6, B 7-9, C 10-15.
Another table in wide use (Harrison's; PMC3017746, Table 1) has 51 µmol/L and an albumin of 30 g/L.
Where a value lies between the two tables, both results are given.
"""

from decimal import Decimal
from typing import Final

from assuage.patient.person.measures import PatientError
from assuage.patient.person.units import parse_quantity
from assuage.terms.patient import Patient
from assuage.terms.score import Score

COMPONENTS: Final = (
    "bilirubin_umol_per_l",
    "albumin_g_per_l",
    "inr",
    "ascites",
    "encephalopathy_grade",
)
LIVER_DISEASES: Final = (
    "cirrhosis",
    "decompensated-cirrhosis",
    "severe-liver-disease",
    "liver-cancer",
    "liver-cancer-pain",
    "hepatic-encephalopathy",
)
"""Ids of conditions and states."""
_ASCITES = {"none": 1, "mild": 2, "moderate-severe": 3}


def class_of(points: int) -> str:
    """Class of 5 to 15 points."""
    return "A" if points <= 6 else "B" if points <= 9 else "C"


def bilirubin_points(umol_per_l: Decimal, stated: str | None = None) -> tuple[int, int]:
    """Points by the first table and by the other. ``stated``: the words, to use the table of
    their own unit: 3.0 mg/dL is 51.3 µmol/L, and two points in mg/dL."""
    mg_per_dl = _typed_in_mg_per_dl(stated)
    if mg_per_dl is not None:
        points = 1 if mg_per_dl < 2 else 2 if mg_per_dl <= 3 else 3
        return points, points
    first = 1 if umol_per_l < 34 else 2 if umol_per_l <= 50 else 3
    other = 1 if umol_per_l < 34 else 2 if umol_per_l <= 51 else 3
    return first, other


def _typed_in_mg_per_dl(stated: str | None) -> Decimal | None:
    if stated is None or "mol" in stated:
        return None
    quantity = parse_quantity(stated, "bilirubin")
    if dict(quantity.unit.dimension).get("mass") != 1:
        return None
    value = quantity.base * 100  # g/L to mg/dL
    return Decimal(value.numerator) / Decimal(value.denominator)


def albumin_points(g_per_l: Decimal) -> tuple[int, int]:
    """Points by the first table and by the other."""
    first = 1 if g_per_l > 35 else 2 if g_per_l >= 28 else 3
    other = 1 if g_per_l > 35 else 2 if g_per_l >= 30 else 3
    return first, other


def inr_points(inr: Decimal) -> int:
    """Points of the INR."""
    return 1 if inr < Decimal("1.7") else 2 if inr <= Decimal("2.3") else 3


def points(patient: Patient) -> dict[str, tuple[int, int]]:
    """Points of each component that is given, by the first table and by the other."""
    found: dict[str, tuple[int, int]] = {}
    if patient.bilirubin_umol_per_l is not None:
        found["bilirubin_umol_per_l"] = bilirubin_points(
            patient.bilirubin_umol_per_l, patient.as_stated("bilirubin_umol_per_l")
        )
    if patient.albumin_g_per_l is not None:
        found["albumin_g_per_l"] = albumin_points(patient.albumin_g_per_l)
    if patient.inr is not None:
        found["inr"] = (inr_points(patient.inr),) * 2
    if patient.ascites is not None:
        found["ascites"] = (_ASCITES[patient.ascites],) * 2
    if patient.encephalopathy_grade is not None:
        grade = patient.encephalopathy_grade
        found["encephalopathy_grade"] = (1 if grade == 0 else 2 if grade <= 2 else 3,) * 2
    return found


def child_pugh(patient: Patient) -> Score:
    """Points and class, or what is missing with the range that is left.

    A stated class stands in where components are missing. Raises PatientError where it
    contradicts what the components allow.
    """
    found = points(patient)
    needs = tuple(c for c in COMPONENTS if c not in found)
    low = sum(min(p) for p in found.values()) + len(needs)
    high = sum(max(p) for p in found.values()) + 3 * len(needs)
    possible = tuple(sorted({class_of(p) for p in range(low, high + 1)}))
    stated = patient.child_pugh
    notes: list[str] = []
    if any(first != other for first, other in found.values()):
        notes.append("tables-differ")
    if not has_liver_disease(patient):
        notes.append("liver-disease-not-given")
    if stated is not None:
        if stated not in possible:
            raise PatientError(
                f"child_pugh = {stated!r} does not agree with {', '.join(_plain(found))}, which give "
                f"{low if low == high else f'{low} to {high}'} points, class "
                f"{' or '.join(possible)}. Remove the one that is wrong.",
                "child-pugh-conflict", stated=stated, given="、".join(_plain(found)),
                points=f"{low}" if low == high else f"{low}至{high}", choices="或".join(possible),
            )  # fmt: skip
        if len(possible) > 1 or needs:
            notes.append("stated")
        possible = (stated,)
    value = None
    if not needs:
        value = float(sum(first for first, _ in found.values()))
    grade = class_of(int(value)) if value is not None else None
    if stated is not None:
        grade = stated
    elif grade is None and len(possible) == 1:
        grade = possible[0]
    if not found and stated is None:
        return Score(id="child-pugh", unit="points", needs=needs, grades=("A", "B", "C"))
    return Score(
        id="child-pugh",
        unit="points",
        value=value,
        low=float(low) if found else None,
        high=float(high) if found else None,
        grade=grade,
        grades=possible,
        inputs=(*found, *(("child_pugh",) if stated else ())),
        needs=needs,
        notes=tuple(notes),
    )


def has_liver_disease(patient: Patient) -> bool:
    """Whether the person is said to have a disease of the liver, or shows what only that gives."""
    return (
        bool(set(LIVER_DISEASES) & set(patient.conditions))
        or patient.tumour is not None
        or patient.child_pugh is not None
        or bool(patient.encephalopathy_grade)
        or patient.ascites in ("mild", "moderate-severe")
        or bool(patient.varices)
    )


def liver_in_question(patient: Patient) -> bool:
    """Whether the liver is ill, or a value of it counts more than the least in the score."""
    return has_liver_disease(patient) or any(max(p) > 1 for p in points(patient).values())


def class_for_dosing(patient: Patient) -> str | None:
    """The class by which a dose or an exposure may be judged; None where there is no single one.

    The score is one of cirrhosis: normal values of a person without a disease of the liver add up
    to class A as well, and say nothing of how a drug is cleared.
    """
    return child_pugh(patient).grade if has_liver_disease(patient) else None


def _plain(names: dict[str, tuple[int, int]]) -> list[str]:
    """Keys as they stand in the file."""
    keys = {
        "bilirubin_umol_per_l": "bilirubin",
        "albumin_g_per_l": "albumin",
        "encephalopathy_grade": "encephalopathy",
    }
    return [keys.get(name, name) for name in names]
