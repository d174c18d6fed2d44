"""``assuage pump``: words, JSON, both languages, one sentence for a number without its unit."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assuage.cli.main import main

PATIENTS = Path(__file__).resolve().parents[3] / "docs" / "patients"
BASE = ("pump", "baclofen", "--concentration", "2000ug/mL", "--dose", "300ug/day")
FILL = ("--fill", "20mL", "--reserve", "2mL", "--fill-date", "2026-11-22")


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args), catch_exceptions=False)


def test_the_line_of_the_issue() -> None:
    result = run(*BASE, *FILL)
    assert result.exit_code == 0
    assert "Flow 0.15 mL/day: 300 µg/day at 2000 µg/mL." in result.output
    assert "From 20 mL to the reserve of 2 mL: 120 days." in result.output
    assert "Refill by 2027-02-27 (the worst case less 7 days" in result.output
    assert run(*BASE, *FILL).output == result.output


def test_every_statement_of_danger_has_its_source() -> None:
    lines = run(*BASE).output.splitlines()
    start = lines.index("Withdrawal and overdose, as sources say")
    said = [line for line in lines[start + 1 :] if line.startswith("- ")]
    assert len(said) > 10
    assert all(
        re.search(r"\[(?:pmid|doi|web):\S+\]$", line) or line.startswith("- Not held here")
        for line in said
    )


def test_json_is_exact() -> None:
    page = json.loads(run(*BASE, *FILL, "--format", "json").output)
    assert page["flow_ml_per_day"] == "0.15"
    assert page["days_to_reserve"] == "120"
    assert page["worst_days_to_reserve"] == "24000/229"
    assert page["refill_on"] == "2027-03-15"
    assert all(f["source"] for f in page["findings"])


def test_chinese_holds_the_same_numbers() -> None:
    english = run(*BASE, *FILL, "--alarm", "4mL").output
    chinese = run(*BASE, *FILL, "--alarm", "4mL", "--lang", "zh").output
    first = english.split("Limits and doses")[0]
    for number in re.findall(r"\d+(?:\.\d+)?", first):
        assert number in chinese


@pytest.mark.parametrize(
    "args",
    [
        ("pump", "baclofen", "--concentration", "2000", "--dose", "300ug/day"),
        ("pump", "baclofen", "--concentration", "2000ug/mL", "--dose", "300"),
        ("pump", "baclofen", "--concentration", "2000ug/mL"),
        ("pump",),
        ("pump", "baclofeen", "--concentration", "2000ug/mL", "--dose", "300ug/day"),
    ],
)
def test_a_bad_line_is_one_sentence_and_exit_code_2(args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stderr.startswith("assuage: ")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--margin", "105d"), "margin 105 d leaves nothing of the 104.8 days"),
        (("--region", "zz"), "region = 'zz' is not known"),
        (("--margin", "7"), 'margin 7 has no unit. Write it as "7 d".'),
        (("--fill", "20 mg"), "fill 20 mg is not a volume"),
        (("--convert", "oral 100mg/day"), "no published rule from oral to intrathecal baclofen"),
    ],
)
def test_what_does_not_fit_is_told_in_its_own_words(args: tuple[str, ...], told: str) -> None:
    result = run(*BASE, *FILL, *args)
    assert result.exit_code == 2
    assert told in result.output


def test_the_pump_of_a_file_is_not_that_of_another_drug() -> None:
    """Baclofen's concentration and dose were computed as morphine's."""
    file = str(PATIENTS / "pump-concentration-change.toml")
    result = run("pump", "morphine", "--patient", file)
    assert result.exit_code == 2
    assert "holds baclofen, not morphine" in result.output
    assert (
        run("pump", "Lioresal", "--patient", file).output == run("pump", "--patient", file).output
    )


@pytest.mark.parametrize(
    ("args", "english", "chinese"),
    [
        (
            ("--dose", "900ug/day", "--origin", "spinal"),
            "A daily dose of 900 µg is above 800 µg, the end of the usual range",
            "日剂量900 µg高于常用范围上限800 µg",
        ),
        (
            ("--target", "200ug/day", "--origin", "spinal"),
            "The target is not above the dose",
            "目标剂量不高于当前剂量",
        ),
        (("--expected", "9mL"), "measured: residual volume", "measured：实测余量"),
        (
            ("--measured", "9mL", "--expected", "8mL"),
            "not beyond 2 mL [web:asra-2017-itdd-accuracy]",
            "未超过需评估的差值2 mL [web:asra-2017-itdd-accuracy]",
        ),
    ],
)
def test_what_was_asked_for_is_never_passed_over(
    args: tuple[str, ...], english: str, chinese: str
) -> None:
    assert english in run(*BASE, *FILL, *args).output
    assert chinese in run(*BASE, *FILL, *args, "--lang", "zh").output


def test_a_target_without_published_steps_is_said_to_have_none() -> None:
    result = run(
        "pump", "clonidine", "--concentration", "1mg/mL", "--dose", "100ug/day",
        "--target", "300ug/day",
    )  # fmt: skip
    assert "No steps to the target were computed" in result.output


def test_steps_of_ziconotide_are_amounts_a_few_times_a_week() -> None:
    """2.4 µg/day at most, two or three times a week (US maker); 48 hours apart (EU)."""
    line = ("pump", "ziconotide", "--concentration", "25ug/mL", "--dose", "2.4ug/day")
    us = run(*line, "--target", "10ug/day").output
    assert "at most 2.4 µg/day [web:prialt-hcp-titration], 2 to 3 a week at the most" in us
    assert "day 7: 7.2 µg to 9.6 µg/day" in us
    eu = run(*line, "--target", "10ug/day", "--region", "eu").output
    assert "48 hours or more apart [web:prialt-eu-register-2012]" in eu
    assert "day 6: 9.6 µg to 9.6 µg/day" in eu


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--to-dose", "1000ug/day"), "above 30%, the largest step of any origin (spinal-origin)"),
        (("--to-dose", "50ug/day", "--origin", "cerebral"), "takes off 83.33%, above 50% a day"),
        (("--dose", "300ug/h", "--origin", "spinal"), "7200 ug/day in all) is above 1350 ug/day"),
        (("--dose", "300ug/h"), "7200 ug/day in all) is above 1350 ug/day"),
        (("--bolus", "300ug x 4/day"), "1500 ug/day in all) is above 1350 ug/day"),
        (("--screening-dose", "150ug"), "above 100 ug, the last of the ladder"),
    ],
)
def test_what_is_out_of_range_is_refused_with_and_without_an_origin(
    args: tuple[str, ...], told: str
) -> None:
    """A pharmacist got rc 0 for each of these lines."""
    result = run(*BASE, *args)
    assert result.exit_code == 2
    assert told in result.stderr
    assert re.search(r"(?:pmid|doi|web):", result.stderr)


@pytest.mark.parametrize(
    ("drug", "concentration", "dose", "limit"),
    [
        ("morphine", "20mg/mL", "60mg/day", "20 mg/day"),
        ("clonidine", "1mg/mL", "2mg/day", "960 ug/day"),
        ("bupivacaine", "40mg/mL", "80mg/day", "50 mg/day"),
        ("hydromorphone", "10mg/mL", "12mg/day", "8000 ug/day"),
        ("baclofen", "2000ug/mL", "3000ug/day", "1350 ug/day"),
    ],
)
def test_a_dose_above_every_source_is_refused(
    drug: str, concentration: str, dose: str, limit: str
) -> None:
    result = run("pump", drug, "--concentration", concentration, "--dose", dose)
    assert result.exit_code == 2
    assert f"above {limit}, the largest that any source held here names" in result.stderr


def test_a_pump_that_ran_dry_is_said_to_have() -> None:
    """30 mL programmed of 20 mL: it was told that 100% had been delivered."""
    args = ("--fill", "20mL", "--reserve", "2mL", "--elapsed", "200d", "--measured", "0mL")
    english = run(*BASE, *args).output
    assert "Look at this first" in english
    assert "the reservoir was empty after 133.3 days" in english
    assert "At the most 66.67% of what was programmed was delivered" in english
    assert "100%" not in english and "within the tolerance" not in english
    assert english.index("Boxed warning") < english.index("Sums")
    chinese = run(*BASE, *args, "--lang", "zh").output
    assert "133.3天后储药器已排空" in chinese and "至多为设定量的66.67%" in chinese


def test_a_reservoir_below_its_reserve_is_told_before_the_sums() -> None:
    output = run(*BASE, "--fill", "20mL", "--reserve", "2mL", "--elapsed", "125d").output
    assert "the reserve was reached after 120 days" in output


def test_a_lower_dose_has_what_stopping_does_beside_it() -> None:
    output = run(*BASE, "--to-dose", "250ug/day").output
    first = output[: output.index("Sums")]
    assert "takes 16.67% off" in first and "Boxed warning" in first
    assert "[pmid:30325089]" in first


def test_one_bolus_is_held_against_the_screening_ladder() -> None:
    output = run(*BASE, "--bolus", "200ug x 4/day").output
    assert "One bolus of 200 µg is above 100 µg" in output[: output.index("Sums")]


def test_a_screening_or_a_conversion_comes_before_the_pump() -> None:
    """The start is doubled only if the screening dose did not act for long (PMID 27433993)."""
    result = run("pump", "baclofen", "--screening-dose", "50ug")
    assert result.exit_code == 0
    assert "start with 100 µg/day [pmid:27433993]" in result.output
    assert "longer than 8 hours, or a negative reaction to it: start with 50 µg" in result.output
    morphine = run("pump", "morphine", "--convert", "epidural 10mg/day")
    assert "stands for 1 mg/day" in morphine.output
    too_much = run("pump", "morphine", "--convert", "epidural 400mg/day")
    assert too_much.exit_code == 2 and "above 20 mg/day" in too_much.stderr


def test_the_language_of_the_file_is_honoured(tmp_path: Path) -> None:
    file = tmp_path / "person.toml"
    pump = '[pump]\ndrug = "baclofen"\nconcentration = "2000 ug/mL"\ndose = "300 ug/d"\n'
    file.write_text(f'language = "zh"\n{pump}', encoding="utf-8")
    assert "鞘内泵：巴氯芬" in run("pump", "--patient", str(file)).output
    assert "Baclofen by" in run("pump", "--patient", str(file), "--lang", "en").output


def test_one_bolus_is_one() -> None:
    assert "Of this 1 bolus a day of 20 µg" in run(*BASE, "--bolus", "20ug x 1/day").output


def danger(drug: str, concentration: str, dose: str) -> str:
    output = run("pump", drug, "--concentration", concentration, "--dose", dose).output
    return output[output.index("Withdrawal and overdose, as sources say") :]


def test_withdrawal_and_overdose_of_baclofen_are_recognised_and_treated() -> None:
    said = danger("baclofen", "2mg/mL", "300ug/day")
    for sign in ("pruritus", "fever", "rebound spasticity", "altered mental status", "rhabdomyoly"):
        assert sign in said
    assert "at overdose" in said and "respiratory depression" in said and "coma" in said
    assert "cyproheptadine (4 to 8 mg per dose, oral)" in said
    assert "warns against abrupt withdrawal of baclofen" in said
    assert "Not held here" not in said


@pytest.mark.parametrize(
    ("drug", "concentration", "dose", "held", "missing"),
    [
        ("morphine", "10mg/mL", "3mg/day", "catheter-tip", "how a withdrawal is managed."),
        ("hydromorphone", "10mg/mL", "1mg/day", "naloxone", "how a withdrawal is managed."),
        ("ziconotide", "25ug/mL", "2.4ug/day", "psychiatric reactions", "withdrawal is recognised"),
        ("clonidine", "1mg/mL", "300ug/day", "rebound hypertension", "how a withdrawal is managed"),
        ("bupivacaine", "10mg/mL", "8mg/day", "pump volume", "how an overdose is recognised"),
    ],
)
def test_each_drug_says_what_is_held_and_what_is_not(
    drug: str, concentration: str, dose: str, held: str, missing: str
) -> None:
    said = danger(drug, concentration, dose)
    assert held in said
    assert f"Not held here for {drug}" in said and missing in said


def test_a_refill_that_is_off_says_which_way_and_what_a_source_makes_of_it() -> None:
    """Less withdrawn than expected: overinfusion, by a regulator's alert. More: none is held."""
    less = run(*BASE, "--measured", "4mL", "--expected", "9mL", "--fill", "20mL").output
    assert "more left the reservoir than was programmed" in less
    assert "overinfusion (a regulator). [web:synchromed-overinfusion-2014]" in less
    more = run(*BASE, "--measured", "14mL", "--expected", "9mL", "--fill", "20mL").output
    assert "less left the reservoir than was programmed" in more
    assert "not held here" in more and "overinfusion (a regulator)" not in more


def test_a_step_that_no_source_limits_is_said_to_be_unchecked() -> None:
    line = ("pump", "morphine", "--concentration", "10mg/mL", "--dose", "1mg/day")
    output = run(*line, "--to-dose", "10mg/day").output
    assert "adds 900% to the continuous dose: no source held here" in output
