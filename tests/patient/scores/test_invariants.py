"""What must hold for every person: order, ranges that hold the truth, no guess."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assuage.knowledge.shelves import Knowledge
from assuage.patient.scores.all_scores import scores, sheet
from assuage.patient.scores.child_pugh import COMPONENTS, child_pugh, class_for_dosing
from assuage.patient.scores.kidney import (
    absolute_egfr,
    ckd_epi_2021,
    cockcroft_gault,
    estimates_for_dosing,
)
from assuage.patient.scores.liver import albi_score, meld_3_score, meld_score
from assuage.terms.patient import Patient

number = st.floats(allow_nan=False, allow_infinity=False)
bilirubin = st.floats(0.2, 60)
inr = st.floats(0.8, 8)
creatinine = st.floats(0.3, 12)
albumin = st.floats(1, 6)
sodium = st.floats(110, 160)
up = st.floats(0.01, 5)


@given(creatinine, st.floats(18, 100), st.booleans(), up)
def test_more_creatinine_or_age_is_less_filtration(
    cr: float, age: float, female: bool, more: float
) -> None:
    assert ckd_epi_2021(cr + more, age, female) < ckd_epi_2021(cr, age, female)
    assert ckd_epi_2021(cr, age + more, female) < ckd_epi_2021(cr, age, female)
    assert cockcroft_gault(cr + more, age, 70, female) < cockcroft_gault(cr, age, 70, female)
    assert cockcroft_gault(cr, age, 70 + more, female) > cockcroft_gault(cr, age, 70, female)


@given(st.floats(2, 900), st.floats(8, 65), up)
def test_albi_worsens_with_bilirubin_and_betters_with_albumin(
    b: float, a: float, more: float
) -> None:
    assert albi_score(b + more, a) > albi_score(b, a)
    assert albi_score(b, a + more) < albi_score(b, a)


@given(bilirubin, inr, creatinine, up)
def test_meld_never_falls_with_a_worse_value(b: float, i: float, cr: float, more: float) -> None:
    base = meld_score(b, i, cr)
    assert meld_score(b + more, i, cr) >= base
    assert meld_score(b, i + more, cr) >= base
    assert meld_score(b, i, cr + more) >= base
    assert meld_score(b, i, cr, dialysis=True) >= base


@given(st.booleans(), bilirubin, sodium, inr, creatinine, albumin, up)
def test_meld_3_never_falls_with_inr_or_bilirubin_and_is_bounded_below(
    female: bool, b: float, na: float, i: float, cr: float, alb: float, more: float
) -> None:
    base = meld_3_score(female, b, na, i, cr, alb)
    assert base >= 6 - 1e-9
    assert meld_3_score(female, b, na, i + more, cr, alb) >= base
    # 4.56 − 0.24·12 is above 0: bilirubin raises the score at any sodium.
    assert meld_3_score(female, b + more, na, i, cr, alb) >= base - 1e-9
    assert meld_3_score(True, b, na, i, cr, alb) - meld_3_score(
        False, b, na, i, cr, alb
    ) == pytest.approx(1.33, abs=1e-9)


people = st.fixed_dictionaries(
    {
        "bilirubin_umol_per_l": st.decimals("3", "400", places=1),
        "albumin_g_per_l": st.decimals("12", "55", places=1),
        "inr": st.decimals("0.8", "5", places=1),
        "ascites": st.sampled_from(["none", "mild", "moderate-severe"]),
        "encephalopathy_grade": st.integers(0, 4),
    }
)


@settings(max_examples=200)
@given(people, st.sets(st.sampled_from(COMPONENTS)))
def test_a_range_with_missing_components_holds_the_whole_score(
    values: dict[str, Any], hidden: set[str]
) -> None:
    whole = child_pugh(Patient(**values))
    part = child_pugh(Patient(**{k: v for k, v in values.items() if k not in hidden}))
    assert set(part.needs) == hidden
    assert whole.value is not None
    if hidden:
        assert part.value is None, "a missing component is never guessed"
    if part.low is not None and part.high is not None:
        assert part.low <= whole.value <= part.high
    assert whole.grade in part.grades
    if part.grade is not None:
        assert part.grade == whole.grade or whole.grades != (whole.grade,)


@settings(max_examples=100)
@given(people, st.sampled_from(COMPONENTS[:3]))
def test_child_pugh_never_falls_with_a_worse_component(values: dict[str, Any], name: str) -> None:
    worse = dict(values)
    worse[name] = values[name] * (Decimal("0.5") if name == "albumin_g_per_l" else 2)
    before, after = child_pugh(Patient(**values)).value, child_pugh(Patient(**worse)).value
    assert before is not None and after is not None
    assert after >= before


@settings(max_examples=50)
@given(st.sets(st.sampled_from(["age_years", "sex", "weight_kg", "height_cm"])))
def test_what_is_missing_is_named_and_nothing_is_computed_without_it(hidden: set[str]) -> None:
    full: dict[str, Any] = {
        "age_years": Decimal(60),
        "sex": "female",
        "weight_kg": Decimal(60),
        "height_cm": Decimal(165),
        "creatinine_umol_per_l": Decimal(80),
    }
    found = {s.id: s for s in scores(Patient(**{k: v for k, v in full.items() if k not in hidden}))}
    needed = {
        "ckd-epi-2021": {"age_years", "sex"},
        "cockcroft-gault": {"age_years", "sex", "weight_kg"},
        "ckd-epi-2021-absolute": {"age_years", "sex", "weight_kg", "height_cm"},
        "bmi": {"weight_kg", "height_cm"},
        "bsa": {"weight_kg", "height_cm"},
    }
    for name, fields in needed.items():
        assert set(found[name].needs) == fields & hidden
        assert (found[name].value is None) == bool(fields & hidden)


def test_a_stated_egfr_leads_and_is_taken_out_of_its_relation_to_surface() -> None:
    patient = Patient(
        egfr_ml_per_min_1_73m2=Decimal(45), weight_kg=Decimal(80), height_cm=Decimal(180)
    )
    score = absolute_egfr(patient)
    assert score.value == pytest.approx(45 * 2.0 / 1.73, abs=1e-9)
    assert estimates_for_dosing(patient)[0] == ("ckd-epi-2021-absolute", score.value)
    (alone,) = estimates_for_dosing(Patient(egfr_ml_per_min_1_73m2=Decimal(45)))
    assert alone == ("indexed", 45.0)
    measured = Patient(
        egfr_ml_per_min_1_73m2=Decimal(45), creatinine_clearance_ml_per_min=Decimal(38)
    )
    assert estimates_for_dosing(measured) == (("stated-clearance", 38.0),)


def test_on_dialysis_no_filtration_is_computed() -> None:
    patient = Patient(
        age_years=Decimal(60),
        sex="male",
        creatinine_umol_per_l=Decimal(600),
        weight_kg=Decimal(70),
        height_cm=Decimal(175),
        dialysis="haemodialysis",
    )
    found = {s.id: s for s in scores(patient)}
    assert found["ckd-epi-2021"].value is None
    assert found["ckd-epi-2021"].notes == ("not-on-dialysis",)
    assert found["ckd-epi-2021-absolute"].value is None
    assert estimates_for_dosing(patient) == ()


def test_the_caveat_of_creatinine_goes_with_a_cirrhotic_liver_only(knowledge: Knowledge) -> None:
    values: dict[str, Any] = {
        "age_years": Decimal(60),
        "sex": "male",
        "creatinine_umol_per_l": Decimal(80),
    }
    healthy = sheet(Patient(**values), knowledge)
    cirrhotic = sheet(Patient(**values, child_pugh="B"), knowledge)
    name = "creatinine-overestimates-gfr"
    assert name not in {c.caveat for c in healthy.caveats}
    assert name in {c.caveat for c in cirrhotic.caveats}
    assert all(c.source in knowledge.sources for c in cirrhotic.caveats)


def test_every_score_has_its_entry_and_no_unverified_part_is_shown(knowledge: Knowledge) -> None:
    patient = Patient(
        age_years=Decimal(60), child_pugh="B", conditions=("liver-cancer",), sex="male"
    )
    for score in scores(patient):
        assert score.id in knowledge.scores
    albi = knowledge.scores["albi"]
    assert {f.part for f in albi.formula if f.checked == "unverified"} == {"subgrades"}
    assert "subgrades" not in {f.part for f in albi.read_formula()}


def test_normal_values_without_a_disease_of_the_liver_give_no_class_for_dosing() -> None:
    values: dict[str, Any] = {
        "bilirubin_umol_per_l": Decimal(10),
        "albumin_g_per_l": Decimal(42),
        "inr": Decimal(1),
        "ascites": "none",
        "encephalopathy_grade": 0,
    }
    healthy = child_pugh(Patient(**values))
    assert healthy.grade == "A" and "liver-disease-not-given" in healthy.notes
    assert class_for_dosing(Patient(**values)) is None
    assert class_for_dosing(Patient(**values, conditions=("cirrhosis",))) == "A"
    assert class_for_dosing(Patient(child_pugh="B")) == "B"
    assert class_for_dosing(Patient(ascites="mild")) is None
