"""Cirrhosis and kidney: published vectors, limits, and what other drugs showed."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.patient.exposure import cirrhosis, kidney, shipped
from assuage.patient.exposure.cirrhosis import SAME, SETS, Liver, Set

HEALTHY = Set("healthy", SAME, SAME, SAME, SAME, SAME, {}, SAME)
fractions = st.floats(0.01, 0.9)


@given(fractions, fractions, fractions, st.booleans())
def test_a_healthy_liver_changes_nothing(
    extraction: float, renal: float, unbound: float, swallowed: bool
) -> None:
    drug = Liver(extraction, renal, unbound, ("cyp3a4",), swallowed)
    assert cirrhosis.ratio("B", drug, HEALTHY) == pytest.approx(1.0)


def test_pk_sim_vectors() -> None:
    """HIDiseaseStateImplementationSpecs: Child A, specific flow 17.94 to 28.88; albumin 0.81."""
    pk_sim = SETS[0]
    assert 17.94 * pk_sim.arterial[0] / pk_sim.volume[0] == pytest.approx(28.88, abs=0.01)
    assert pk_sim.albumin[0] == 0.81
    whole = [pk_sim.volume[k] * pk_sim.enzymes["cyp3a4"][k] for k in range(3)]
    assert [round(w, 2) for w in whole] == [0.69, 0.22, 0.11]


def test_swallowed_and_highly_extracted_rises_most() -> None:
    """Reference section 2.3: with high extraction the swallowed dose passes by the liver."""
    for grade in cirrhosis.CLASSES:
        high = Liver(0.9, 0.0, 0.1, ("cyp3a4",), True)
        low = Liver(0.05, 0.0, 0.1, ("cyp3a4",), True)
        injected = high._replace(swallowed=False)
        assert cirrhosis.ensemble(grade, high)[0] > cirrhosis.ensemble(grade, low)[0]
        assert cirrhosis.ensemble(grade, high)[0] > cirrhosis.ensemble(grade, injected)[0]


@given(fractions, fractions, fractions)
def test_worse_class_is_not_less_exposed(extraction: float, renal: float, unbound: float) -> None:
    drug = Liver(extraction, renal, unbound, ("cyp3a4",), True)
    a, b, c = (cirrhosis.ensemble(g, drug)[0] for g in cirrhosis.CLASSES)
    assert a <= b + 1e-9 and b <= c + 1e-9


def test_baclofen_vectors() -> None:
    """Reference section 4.2: fraction 0.57 gives 1.46 at 45 against 100 mL/min, 0.8 gives 1.79."""
    assert kidney.ln_ratio(0.57, kidney.filtration(45.0)) == pytest.approx(log(1.457), abs=0.001)
    assert kidney.ln_ratio(0.80, kidney.filtration(45.0)) == pytest.approx(log(1.786), abs=0.001)


@pytest.mark.parametrize(
    ("rate", "dialysis", "grade"),
    [(95.0, False, None), (60.0, False, "mild"), (59.9, False, "moderate"), (15.0, False, "severe"),
     (14.0, False, "esrd"), (80.0, True, "esrd")],
)  # fmt: skip
def test_kidney_classes(rate: float, dialysis: bool, grade: str | None) -> None:
    assert kidney.of_class(rate, dialysis) == grade


def test_pull_goes_through_the_class_middle() -> None:
    for pull in shipped.parameters().organs.values():
        for grade, middle in pull.middle.items():
            assert pull.ln(grade, pull.centre[grade]) == pytest.approx(middle)
        assert 0 < pull.slope < 2
