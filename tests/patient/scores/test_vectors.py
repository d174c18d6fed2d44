"""The reference vectors (pharmacology reference, section 9), to 1e-6.

The reference prints two or three decimals; the further digits were computed with awk, apart from
the code under test.
"""

from decimal import Decimal

import pytest

from assuage.patient.scores.child_pugh import child_pugh
from assuage.patient.scores.kidney import (
    body_mass_index,
    body_surface_m2,
    ckd_epi_2021,
    cockcroft_gault,
)
from assuage.patient.scores.liver import (
    albi_grade,
    albi_score,
    meld,
    meld_3,
    meld_3_score,
    meld_score,
)
from assuage.patient.scores.staging import bclc
from assuage.terms.patient import Patient, Stated, Tumour


@pytest.mark.parametrize(
    ("creatinine", "age", "female", "expected", "printed"),
    [
        (0.9, 55, True, 75.498804732, 75.50),
        (1.0, 50, False, 91.691478610, 91.69),
        (1.0, 50, True, 68.633496659, 68.63),
        (2.0, 70, False, 35.242996729, 35.24),
        (0.6, 30, True, 123.757864122, 123.76),
    ],
)
def test_ckd_epi_2021(
    creatinine: float, age: float, female: bool, expected: float, printed: float
) -> None:
    value = ckd_epi_2021(creatinine, age, female)
    assert value == pytest.approx(expected, abs=1e-6)
    assert round(value, 2) == printed


@pytest.mark.parametrize(
    ("creatinine", "age", "weight", "female", "expected", "printed"),
    [(1.0, 65, 70, False, 72.916666667, 72.92), (1.2, 65, 60, True, 44.270833333, 44.27)],
)
def test_cockcroft_gault(
    creatinine: float, age: float, weight: float, female: bool, expected: float, printed: float
) -> None:
    value = cockcroft_gault(creatinine, age, weight, female)
    assert value == pytest.approx(expected, abs=1e-6)
    assert round(value, 2) == printed


@pytest.mark.parametrize(
    ("bilirubin", "albumin", "expected", "printed", "grade"),
    [
        (17.1, 40, -2.586222567, -2.586, "2"),
        (34, 35, -1.964223915, -1.964, "2"),
        (51, 28, -1.253003684, -1.253, "3"),
        (10, 45, -3.165, -3.165, "1"),
    ],
)
def test_albi(
    bilirubin: float, albumin: float, expected: float, printed: float, grade: str
) -> None:
    value = albi_score(bilirubin, albumin)
    assert value == pytest.approx(expected, abs=1e-6)
    assert round(value, 3) == printed
    assert albi_grade(value) == grade


@pytest.mark.parametrize(
    ("score", "grade"), [(-2.60, "1"), (-2.59, "2"), (-1.39, "2"), (-1.38, "3")]
)
def test_albi_limits_belong_to_the_better_grade(score: float, grade: str) -> None:
    assert albi_grade(score) == grade


@pytest.mark.parametrize(
    ("inputs", "expected", "printed"),
    [
        ((False, 2.0, 137, 1.5, 1.5, 3.0), 17.917309706, 18),
        ((True, 2.0, 137, 1.5, 1.5, 3.0), 19.247309706, 19),
        ((True, 3.0, 130, 1.8, 1.2, 2.8), 24.669492404, 25),
        ((False, 0.5, 140, 1.0, 0.8, 4.0), 6.0, 6),
    ],
)
def test_meld_3(
    inputs: tuple[bool, float, float, float, float, float], expected: float, printed: int
) -> None:
    value = meld_3_score(*inputs)
    assert value == pytest.approx(expected, abs=1e-6)
    assert round(value) == printed


@pytest.mark.parametrize(
    ("female", "creatinine", "bilirubin", "inr", "sodium", "albumin", "dialysis", "printed"),
    [
        (False, 0.8, 0.8, 1.0, 140, 4.0, False, 6),
        (True, 1.0, 1.5, 1.2, 135, 3.0, False, 13),
        (False, 1.0, 1.5, 1.2, 135, 3.0, False, 12),
        (False, 1.0, 2.0, 1.5, 137, 1.8, False, 16),
        (True, 2.5, 10.0, 2.2, 128, 2.8, False, 38),
        (False, 2.5, 10.0, 2.2, 128, 2.8, False, 36),
        (False, 5.0, 2.0, 1.5, 137, 3.5, True, 25),
    ],
)
def test_meld_3_gives_what_a_peer_signed_off_after_the_policy(
    female: bool, creatinine: float, bilirubin: float, inr: float, sodium: float, albumin: float,
    dialysis: bool, printed: int,
) -> None:  # fmt: skip
    """Radulator's vectors after OPTN Policy 9.1.D (``web:radulator-meld-3``)."""
    found = meld_3_score(female, bilirubin, sodium, inr, creatinine, albumin, dialysis)
    assert round(found) == printed


def test_meld() -> None:
    value = meld_score(1.9, 1.2, 1.3)
    assert value == pytest.approx(13.409035137, abs=1e-6)
    assert round(value, 2) == 13.41
    # The package ameld's own test prints 20.0391626 with coefficients of three digits times ten.
    assert meld_score(4.2, 1.2, 1.9) == pytest.approx(20.0391626, abs=1e-6)


def test_dialysis_sets_creatinine() -> None:
    assert meld_score(1, 1, 1, dialysis=True) == meld_score(1, 1, 4)
    assert meld_3_score(False, 1, 137, 1, 1, 4, dialysis=True) == meld_3_score(
        False, 1, 137, 1, 3, 4
    )
    patient = Patient(
        sex="male",
        bilirubin_umol_per_l=Decimal(17),
        inr=Decimal(1),
        sodium_mmol_per_l=Decimal(137),
        albumin_g_per_l=Decimal(40),
        dialysis="haemodialysis",
    )
    assert "dialysis" in meld(patient).notes
    assert meld_3(patient).value == pytest.approx(meld_3_score(False, 1, 137, 1, 3, 4), abs=1e-6)


def test_size() -> None:
    # Hand-worked: 80 / 1.8² = 24.691358…; √(180·80/3600) = 2.
    assert body_mass_index(80, 180) == pytest.approx(24.691358025, abs=1e-6)
    assert body_surface_m2(80, 180) == pytest.approx(2.0, abs=1e-12)


def person(**values: object) -> Patient:
    return Patient(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bilirubin", "albumin", "inr", "ascites", "he", "points", "grade"),
    [
        ("17", "40", "1.0", "none", 0, 5, "A"),
        ("33.9", "35.1", "1.69", "none", 0, 5, "A"),
        ("34", "40", "1.0", "none", 0, 6, "A"),
        ("50", "35", "1.7", "mild", 1, 10, "C"),
        ("34", "40", "1.7", "none", 0, 7, "B"),
        ("51", "27", "2.4", "moderate-severe", 3, 15, "C"),
        ("40", "33", "2.3", "none", 0, 8, "B"),
    ],
)
def test_child_pugh(
    bilirubin: str, albumin: str, inr: str, ascites: str, he: int, points: int, grade: str
) -> None:
    score = child_pugh(
        person(
            bilirubin_umol_per_l=Decimal(bilirubin),
            albumin_g_per_l=Decimal(albumin),
            inr=Decimal(inr),
            ascites=ascites,
            encephalopathy_grade=he,
        )
    )
    assert score.value == points
    assert score.grade == grade


def test_child_pugh_uses_the_table_of_the_typed_unit() -> None:
    """3.0 mg/dL is 51.3 µmol/L: two points in mg/dL, three in µmol/L."""
    values = {
        "bilirubin_umol_per_l": Decimal("51.31"),
        "albumin_g_per_l": Decimal(40),
        "inr": Decimal(1),
        "ascites": "none",
        "encephalopathy_grade": 0,
    }
    molar = child_pugh(person(**values))
    typed = Stated(field="bilirubin_umol_per_l", text="3.0 mg/dL")
    conventional = child_pugh(person(**values, stated=(typed,)))
    assert (molar.value, conventional.value) == (7, 6)


def test_child_pugh_says_where_published_tables_differ() -> None:
    """Albumin 29 g/L: two points by one table (28-35), three by another (30-35)."""
    score = child_pugh(
        person(
            bilirubin_umol_per_l=Decimal(20),
            albumin_g_per_l=Decimal(29),
            inr=Decimal(1),
            ascites="none",
            encephalopathy_grade=0,
        )
    )
    assert (score.value, score.low, score.high) == (6, 6, 7)
    assert score.grades == ("A", "B") and "tables-differ" in score.notes


@pytest.mark.parametrize(
    ("number", "size", "invasion", "spread", "ecog", "stage"),
    [
        (1, "2.0", False, False, 0, "0"),
        (1, "2.1", False, False, 0, "A"),
        (1, "8", False, False, 0, "A"),
        (3, "3.0", False, False, 0, "A"),
        (3, "3.1", False, False, 0, "B"),
        (4, "1", False, False, 0, "B"),
        (1, "1", True, False, 0, "C"),
        (1, "1", False, True, 0, "C"),
        (1, "1", False, False, 1, "C"),
        (1, "1", False, False, 3, "D"),
    ],
)
def test_bclc(number: int, size: str, invasion: bool, spread: bool, ecog: int, stage: str) -> None:
    found = bclc(
        person(
            tumour=Tumour(
                number=number,
                largest_cm=Decimal(size),
                vascular_invasion=invasion,
                extrahepatic=spread,
            ),
            ecog=ecog,
            child_pugh="A",
        )
    )
    assert found is not None and found.grade == stage


def test_bclc_of_a_failing_liver_hangs_on_transplantation() -> None:
    tumour = Tumour(number=1, largest_cm=Decimal(2), vascular_invasion=False, extrahepatic=False)
    asked = bclc(person(tumour=tumour, ecog=0, child_pugh="C"))
    assert asked is not None
    assert asked.grades == ("0", "D") and asked.needs == ("transplant_candidate",)
    able = bclc(person(tumour=tumour, ecog=0, child_pugh="C", transplant_candidate=True))
    assert able is not None and able.grade == "0"
