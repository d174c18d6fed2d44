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
    assert all(re.search(r"\[(?:pmid|doi|web):\S+\]$", line) for line in said)


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
            ("--dose", "3000ug/day"),
            "above the highest that is named below",
            "高于下列来源所述的最高剂量",
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
        "pump", "ziconotide", "--concentration", "25ug/mL", "--dose", "2.4ug/day",
        "--target", "19.2ug/day",
    )  # fmt: skip
    assert "No steps to the target were computed" in result.output
