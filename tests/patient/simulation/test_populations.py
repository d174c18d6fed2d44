"""Populations: what the model's authors print comes back, parts add up, the same seed the same bytes."""

import json
import re
from math import exp, log, sqrt
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from assuage.asking.names import Index
from assuage.cli.main import main
from assuage.knowledge.shelves import Knowledge
from assuage.patient.exposure.engine import of_patient
from assuage.patient.person.read import read_file
from assuage.patient.simulation.populations import (
    PartJob,
    between,
    concentrations,
    counted,
    drawn,
    spread,
    typical,
)
from assuage.runs.simulating import chosen, simulate, steady_after
from assuage.terms.simulation import Regimen

PATIENTS = Path(__file__).resolve().parents[3] / "docs" / "patients"
THRICE = Regimen(dose_mg=10.0, every_h=8.0, doses=30)


def test_the_half_life_that_simon_prints(knowledge: Knowledge) -> None:
    """Simon 2018: CL/F 11.6 L/h and V/F 72.8 L give a half-life of 4.4 h (abstract)."""
    values, _ = typical(chosen(knowledge, "baclofen"), None)
    assert round(log(2) * values["v1"] / values["cl"], 1) == 4.4


def test_steady_state_has_the_area_of_dose_over_clearance(knowledge: Knowledge) -> None:
    """Median D/CL, and its 5th and 95th percentile from the printed variability of 21%."""
    found = simulate(knowledge, chosen(knowledge, "baclofen"), THRICE, 200_000, seed=3)
    sd = sqrt(log(1 + 0.21**2))
    assert found.auc.p50 == pytest.approx(10 / 11.6, rel=0.005)
    assert found.auc.p95 / found.auc.p50 == pytest.approx(exp(1.645 * sd), rel=0.01)
    assert found.auc.p50 / found.auc.p5 == pytest.approx(exp(1.645 * sd), rel=0.01)


def test_the_last_interval_is_at_steady_state(knowledge: Knowledge) -> None:
    """The area under the last of thirty intervals, by the trapezium rule, is dose over clearance."""
    values, _ = typical(chosen(knowledge, "baclofen"), None)
    job = PartJob(
        typical=values, omega={}, route="oral", per_interval=2000, people=1, seed=1, part=0,
        regimen=THRICE,
    )  # fmt: skip
    last = concentrations(drawn(job), job)[0, -2001:-1]
    step = 8.0 / 2000
    area = step * (last[:-1] + last[1:]).sum() / 2.0
    assert area == pytest.approx(10 / 11.6, rel=0.001)


@pytest.mark.parametrize(
    ("drug", "regimen"),
    [
        ("esketamine", Regimen(dose_mg=10.0, every_h=24.0, doses=3, infusion_h=2 / 3)),
        ("ketamine", Regimen(dose_mg=21.0, every_h=24.0, doses=3, infusion_h=1.0)),
        ("morphine", Regimen(dose_mg=10.0, every_h=4.0, doses=18)),
        ("morphine", Regimen(dose_mg=10.0, every_h=4.0, doses=18, missed=(5, 6))),
        ("morphine", Regimen(dose_mg=10.0, every_h=4.0, doses=4, missed=(4,))),
    ],
)
def test_the_peak_is_found_between_the_steps_of_the_picture(
    knowledge: Knowledge, drug: str, regimen: Regimen
) -> None:
    """The peak on a coarse grid of 8 steps is that of the course on a grid of 14,400."""
    model = chosen(knowledge, drug)
    values, _ = typical(model, None)
    coarse, fine = (
        PartJob(
            typical=values, omega={}, route=model.route, per_interval=steps, people=1, seed=1,
            part=0, regimen=regimen,
        )
        for steps in (8, 14_400)
    )  # fmt: skip
    held = drawn(coarse)
    last = concentrations(held, coarse)[:, -9:-1].max()
    found = max(last, between(held, coarse)[0])
    assert found == pytest.approx(concentrations(held, fine)[0, -14_401:-1].max(), rel=1e-3)


def test_the_trough_is_what_is_left_at_the_end(knowledge: Knowledge) -> None:
    """One dose of baclofen: not the 0 from before it, but D ka/(V(ka-k)) (e^-k8 - e^-ka8)."""
    model = chosen(knowledge, "baclofen")
    once = Regimen(dose_mg=10.0, every_h=8.0, doses=1)
    found = simulate(knowledge, model, once, 20_000, seed=1)
    v = typical(model, None)[0]
    k, ka = v["cl"] / v["v1"], v["ka"]
    left = 10 * ka / (v["v1"] * (ka - k)) * (exp(-k * 8) - exp(-ka * 8))
    assert found.trough.p50 == pytest.approx(left, rel=0.02)


def test_percentiles_from_counts_are_those_of_the_values() -> None:
    values = np.exp(np.random.default_rng(1).normal(-3.0, 1.5, 200_000))
    found = spread(counted(values))
    truth = np.percentile(values, [5, 25, 50, 75, 95])
    got = [found.p5, found.p25, found.p50, found.p75, found.p95]
    assert np.allclose(got, truth, rtol=0.0015 + 0.002)
    assert spread(counted(np.zeros(10))).p95 == 0.0


def test_parts_do_not_depend_on_who_does_them(knowledge: Knowledge) -> None:
    model = chosen(knowledge, "ketamine")
    regimen = Regimen(dose_mg=20.0, every_h=6.0, doses=4, infusion_h=1.0, missed=(2,))
    alone = simulate(knowledge, model, regimen, 120_000, seed=5)
    assert simulate(knowledge, model, regimen, 120_000, seed=5, workers=2) == alone
    assert simulate(knowledge, model, regimen, 120_000, seed=6) != alone


def test_a_missed_dose_is_the_course_without_it(knowledge: Knowledge) -> None:
    values, _ = typical(chosen(knowledge, "baclofen"), None)

    def course(missed: tuple[int, ...]) -> np.ndarray:
        job = PartJob(
            typical=values, omega={}, route="oral", per_interval=10, people=1, seed=1, part=0,
            regimen=Regimen(dose_mg=10.0, every_h=8.0, doses=4, missed=missed),
        )  # fmt: skip
        return concentrations(drawn(job), job)[0]

    whole, without, alone = course(()), course((2,)), course((1, 3, 4))
    assert np.allclose(whole - without, alone, rtol=1e-12)
    assert np.all(without[10:20] < whole[10:20] + 1e-15) and np.allclose(without[:10], whole[:10])


def test_a_person_changes_clearance_by_the_exposure_ratio(knowledge: Knowledge) -> None:
    """The median area is the usual one times the ratio of ``assuage exposure``, and it is wider."""
    model = chosen(knowledge, "baclofen")
    person = read_file(PATIENTS / "baclofen-renal-failure.toml", Index(knowledge)).patient
    usual = simulate(knowledge, model, THRICE, 100_000, seed=2)
    own = simulate(knowledge, model, THRICE, 100_000, seed=2, patient=person)
    found = of_patient(knowledge, "baclofen", "oral", person)
    (ratio,) = [f.span.ratio for f in found.factors if f.span is not None]
    assert own.auc.p50 / usual.auc.p50 == pytest.approx(ratio, rel=0.02)
    assert own.auc.p95 / own.auc.p5 > usual.auc.p95 / usual.auc.p5


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["baclofen", "--dose", "10", "--every", "8h"], "has no unit"),
        (["baclofen", "--dose", "10 L", "--every", "8h"], "not in mg or mg/kg"),
        (["baclofen", "--dose", "-3mg", "--every", "8h"], "--dose"),
        (["baclofen", "--dose", "10mg", "--every", "8h", "--infuse", "1h"], "not infused"),
        (["baclofen", "--dose", "10mg", "--every", "8h", "--miss", "99"], "no dose from 1 to 9"),
        (["hydromorphone", "--dose", "1mg", "--every", "4h"], "no published population model"),
        (["ketamine", "--dose", "1mg/kg", "--every", "8h"], "needs a weight"),
        (["baclofne", "--dose", "10mg", "--every", "8h"], "baclofen"),
    ],
)
def test_bad_input_gets_one_sentence(arguments: list[str], told: str) -> None:
    done = CliRunner().invoke(main, ["simulate", *arguments])
    assert done.exit_code == 2 and told in done.output, done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["esketamine", "--dose", "10mg", "--every", "24h", "--infuse", "40min"],
            "10 mg over 40 min every 24 h, 3 doses",
        ),
        (["baclofen", "--dose", "10mg", "--every", "8h", "--miss", "4,5"], ", doses 4, 5 missed"),
        (["baclofen", "--dose", "0.25g", "--every", "8h", "--days", "0.3"], " every 8 h, 1 dose"),
        (["baclofen", "--dose", "10mg", "--every", "8h"], "Model: 1 compartment, "),
    ],
)
def test_numbers_and_words_are_those_of_a_person(arguments: list[str], told: str) -> None:
    for lang in ("en", "zh"):
        output = (
            CliRunner().invoke(main, ["simulate", *arguments, "--n", "500", "--lang", lang]).output
        )
        assert told in output or lang == "zh"
        assert not re.search(r"\de[-+]\d", output)


def test_the_page_is_written_in_both_languages(tmp_path: Path) -> None:
    for lang, word in (("en", "median"), ("zh", "中位数")):
        out = tmp_path / f"{lang}.html"
        done = CliRunner().invoke(
            main,
            ["simulate", "baclofen", "--dose", "10mg", "--every", "8h", "--n", "500", "--lang", lang,
             "--plot", str(out)],
        )  # fmt: skip
        assert done.exit_code == 0, done.output
        assert word in out.read_text(encoding="utf-8") and "pmid:30190685" in done.output


def told(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["simulate", *arguments, "--n", "500"])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_child_is_not_simulated_in_silence_by_a_model_that_names_no_children(
    tmp_path: Path,
) -> None:
    """ "All of 28 kg" was said though Simon's model has no weight in it."""
    line = ("baclofen", "--dose", "5mg", "--every", "8h", "--age", "9", "--weight", "28 kg")
    page = tmp_path / "page.html"
    english = told(*line, "--plot", str(page))
    assert "28 kg" not in english
    assert "no children are named among those" in english and "changes nothing here" in english
    assert "no children are named among those" in page.read_text(encoding="utf-8")
    assert "并非儿童的浓度" in told(*line, "--lang", "zh")
    answer = json.loads(told(*line, "--format", "json"))
    assert answer["doubts"] == ["weight-not-in-model", "child-not-in-model"]
    assert answer["made_in"]["n"] == 57 and answer["made_in"]["takes_weight"] is False


def test_weight_and_age_are_judged_by_the_model() -> None:
    line = ("ketamine", "--dose", "10mg", "--every", "8h", "--weight", "28 kg")
    child = told(*line, "--age", "9")
    assert "all of 28 kg" in child and "Attention" not in child
    assert "the model was made in children" in told(*line, "--age", "40")


def test_doses_that_end_before_the_steady_state_say_so(knowledge: Knowledge) -> None:
    """Five half-lives of 4.4 h are 22 h; a clearance divided by four makes them 87."""
    values, _ = typical(chosen(knowledge, "baclofen"), None)
    assert steady_after(values, 1.0) == pytest.approx(5 * 4.35, rel=0.01)
    assert steady_after(values, 4.0) == pytest.approx(4 * 5 * 4.35, rel=0.01)
    line = ("baclofen", "--dose", "5mg", "--every", "8h", "--age", "60", "--egfr", "12")
    assert "steady state (97%) is reached only after" in told(*line, "--days", "1")
    assert "steady state (97%)" not in told(*line, "--days", "14")


def test_a_dose_tenfold_beyond_the_largest_held_is_refused() -> None:
    line = ["simulate", "baclofen", "--dose", "10g", "--every", "8h", "--n", "500"]
    result = CliRunner().invoke(main, line)
    assert result.exit_code == 2
    assert "times the largest dose held here (80 mg/day" in result.output
