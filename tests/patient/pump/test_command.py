"""``assuage pump``: words, JSON, both languages, one sentence for a number without its unit."""

import json
import re

import pytest
from click.testing import CliRunner, Result

from assuage.cli.main import main

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
