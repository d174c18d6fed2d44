"""ALBI, MELD and MELD 3.0.

ALBI: Johnson 2015 (J Clin Oncol 33:550); 0.66 log10(bilirubin µmol/L) − 0.085 albumin g/L;
grade 1 ≤ −2.60, 2 to −1.39, 3 above (formula: doi 10.1038/s41598-018-22923-4, Table 1; limits:
Hiraoka 2017, PMID 28626732, abstract). Marasco 2020 (doi 10.20517/2394-5079.2019.54, page 35) prints
the albumin coefficient as −0.0852: where the fourth digit changes the grade, both are given. The limit between 2a and 2b was not seen in a source
that counts; the subgrades are therefore not computed.

MELD: Malinchoc 2000 and Wiesner 2003 as in doi 10.1038/s41598-018-22923-4, Table 1, and the package
ameld (function ``meld``): 3.78 ln bilirubin + 11.2 ln INR + 9.57 ln creatinine + 6.43, values below
1 set to 1, creatinine above 4 set to 4; on dialysis 4 (OPTN, "About MELD and PELD").

MELD 3.0: Kim 2021 (PMID 34481845; the abstract gives variables, interactions and the upper bound of
creatinine), coefficients and bounds as in Radulator's documentation after OPTN Policy 9.1.D,
coefficients also as in ameld (``meld3``) and the CDS platform's MELD_3_0: 1.33 if female +
4.56 ln b + 0.82 (137−Na) − 0.24 (137−Na) ln b + 9.09 ln INR + 11.14 ln Cr + 1.85 (3.5−alb)
− 1.83 (3.5−alb) ln Cr + 6; b, INR, Cr at least 1, Cr at most 3 (3 on dialysis), Na 125-137, albumin
1.5-3.5 g/dL.
"""

from fractions import Fraction
from math import log, log10

from assuage.patient.person.substances import MOLAR_MASS_G_PER_MOL
from assuage.terms.patient import Patient
from assuage.terms.score import Score

_ALBI_ALBUMIN = -0.085
_ALBI_ALBUMIN_FOUR_DIGITS = -0.0852


def mg_per_dl(substance: str, umol_per_l: Fraction) -> Fraction:
    """µmol/L to mg/dL, exactly, by the molar mass."""
    return umol_per_l * MOLAR_MASS_G_PER_MOL[substance] / 10000


def albi_score(bilirubin_umol_per_l: float, albumin_g_per_l: float) -> float:
    """ALBI, without unit."""
    return 0.66 * log10(bilirubin_umol_per_l) + _ALBI_ALBUMIN * albumin_g_per_l


def albi_grade(score: float) -> str:
    """Grade 1, 2 or 3."""
    return "1" if score <= -2.60 else "2" if score <= -1.39 else "3"


def meld_score(
    bilirubin_mg_per_dl: float, inr: float, creatinine_mg_per_dl: float, dialysis: bool = False
) -> float:
    """MELD, unrounded and uncapped."""
    creatinine = 4.0 if dialysis else min(max(creatinine_mg_per_dl, 1.0), 4.0)
    return (
        3.78 * log(max(bilirubin_mg_per_dl, 1.0))
        + 11.2 * log(max(inr, 1.0))
        + 9.57 * log(creatinine)
        + 6.43
    )


def meld_3_score(
    female: bool,
    bilirubin_mg_per_dl: float,
    sodium_mmol_per_l: float,
    inr: float,
    creatinine_mg_per_dl: float,
    albumin_g_per_dl: float,
    dialysis: bool = False,
) -> float:
    """MELD 3.0, unrounded and uncapped."""
    b = log(max(bilirubin_mg_per_dl, 1.0))
    cr = log(3.0 if dialysis else min(max(creatinine_mg_per_dl, 1.0), 3.0))
    na = 137.0 - min(max(sodium_mmol_per_l, 125.0), 137.0)
    alb = 3.5 - min(max(albumin_g_per_dl, 1.5), 3.5)
    return (
        1.33 * female
        + 4.56 * b
        + 0.82 * na
        - 0.24 * na * b
        + 9.09 * log(max(inr, 1.0))
        + 11.14 * cr
        + 1.85 * alb
        - 1.83 * alb * cr
        + 6.0
    )


def missing(patient: Patient, *fields: str) -> tuple[str, ...]:
    """Those of the fields that were not given."""
    return tuple(name for name in fields if getattr(patient, name) is None)


def on_dialysis(patient: Patient) -> bool:
    """Whether the person is dialysed at present."""
    return patient.dialysis not in (None, "none")


def albi(patient: Patient) -> Score:
    """ALBI with its grade."""
    fields = ("bilirubin_umol_per_l", "albumin_g_per_l")
    needs = missing(patient, *fields)
    if needs or patient.bilirubin_umol_per_l is None or patient.albumin_g_per_l is None:
        return Score(id="albi", digits=2, needs=needs, grades=("1", "2", "3"))
    bilirubin, albumin = float(patient.bilirubin_umol_per_l), float(patient.albumin_g_per_l)
    value = albi_score(bilirubin, albumin)
    finer = value + (_ALBI_ALBUMIN_FOUR_DIGITS - _ALBI_ALBUMIN) * albumin
    grades = tuple(sorted({albi_grade(value), albi_grade(finer)}))
    return Score(
        id="albi",
        digits=2,
        value=value,
        grade=albi_grade(value),
        grades=grades,
        inputs=fields,
        notes=("tables-differ",) if len(grades) > 1 else (),
    )


def meld(patient: Patient) -> Score:
    """MELD; rounded it is printed from 6 to 40."""
    fields = ("bilirubin_umol_per_l", "inr", "creatinine_umol_per_l")
    needs = missing(patient, *fields)
    dialysed = on_dialysis(patient)
    if dialysed:
        needs = tuple(n for n in needs if n != "creatinine_umol_per_l")
    if needs or patient.bilirubin_umol_per_l is None or patient.inr is None:
        return Score(id="meld", needs=needs)
    value = meld_score(
        _mg(patient, "bilirubin"), float(patient.inr), _mg(patient, "creatinine"), dialysed
    )
    notes = [*(["dialysis"] if dialysed else []), *_capped(value)]
    return Score(
        id="meld",
        value=min(max(value, 6.0), 40.0),
        inputs=_used(patient, *fields),
        notes=tuple(notes),
    )


def meld_3(patient: Patient) -> Score:
    """MELD 3.0. Adults; 12 to 17 years have a rule of their own, which is not computed."""
    fields = (
        "sex",
        "bilirubin_umol_per_l",
        "sodium_mmol_per_l",
        "inr",
        "creatinine_umol_per_l",
        "albumin_g_per_l",
    )
    if patient.age_years is not None and patient.age_years < 18:
        return Score(id="meld-3", notes=("adults-only",))
    needs = missing(patient, *fields)
    dialysed = on_dialysis(patient)
    if dialysed:
        needs = tuple(n for n in needs if n != "creatinine_umol_per_l")
    if needs == ("sex",):
        low, high = (_meld_3(patient, female, dialysed) for female in (False, True))
        return Score(id="meld-3", low=low, high=high, needs=needs, notes=("sex-bounds",))
    if needs:
        return Score(id="meld-3", needs=needs)
    value = _meld_3(patient, patient.sex == "female", dialysed)
    return Score(
        id="meld-3",
        value=max(value, 6.0),
        inputs=_used(patient, *fields),
        notes=("dialysis",) if dialysed else (),
    )


def _meld_3(patient: Patient, female: bool, dialysed: bool) -> float:
    assert patient.sodium_mmol_per_l and patient.inr and patient.albumin_g_per_l
    return meld_3_score(
        female,
        _mg(patient, "bilirubin"),
        float(patient.sodium_mmol_per_l),
        float(patient.inr),
        _mg(patient, "creatinine"),
        float(patient.albumin_g_per_l) / 10,
        dialysed,
    )


def _mg(patient: Patient, substance: str) -> float:
    """mg/dL of bilirubin or creatinine; 0 where it was not given (dialysis sets creatinine)."""
    value = getattr(patient, f"{substance}_umol_per_l")
    return float(mg_per_dl(substance, Fraction(value))) if value is not None else 0.0


def _used(patient: Patient, *fields: str) -> tuple[str, ...]:
    held = tuple(name for name in fields if getattr(patient, name) is not None)
    return (*held, "dialysis") if on_dialysis(patient) else held


def _capped(value: float) -> list[str]:
    return ["capped"] if value > 40 else []
