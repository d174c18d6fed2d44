"""``assuage patient check``: both languages, JSON, the same bytes each time."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from assuage.cli.main import main

PATIENTS = sorted((Path(__file__).resolve().parents[3] / "docs" / "patients").glob("*.toml"))


def run(*args: str) -> str:
    result = CliRunner().invoke(main, list(args), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_same_file_gives_the_same_bytes_in_each_form() -> None:
    path = next(p for p in PATIENTS if p.stem == "decompensated-liver-cancer")
    for extra in ((), ("--lang", "zh"), ("--format", "json")):
        assert run("patient", "check", str(path), *extra) == run(
            "patient", "check", str(path), *extra
        )


@pytest.mark.parametrize("path", PATIENTS, ids=lambda p: p.stem)
def test_chinese_holds_the_same_numbers_and_no_english_sentence(path: Path) -> None:
    english, chinese = (
        run("patient", "check", str(path)),
        run("patient", "check", str(path), "--lang", "zh"),
    )
    assert "虚构的患者" in chinese and "An invented person." in english
    for word in ("cannot", "needs", "from", "class ", "grade ", "stage "):
        assert word not in chinese
    scores = [line for line in english.splitlines() if line.startswith("- ")]
    values = re.findall(r"−?\d+(?:\.\d+)?", "".join(scores[:9]))
    assert set(values) <= set(re.findall(r"−?\d+(?:\.\d+)?", chinese))


def test_json_holds_scores_sources_and_what_is_missing(tmp_path: Path) -> None:
    example = next(p for p in PATIENTS if p.stem == "decompensated-liver-cancer")
    path = tmp_path / "person.toml"
    text = example.read_text(encoding="utf-8")
    path.write_text(text.replace('"lactulose"', '"dronabinol"'), encoding="utf-8")
    page = json.loads(run("patient", "check", str(path), "--format", "json"))
    scores = {s["id"]: s for s in page["scores"]}
    assert scores["child-pugh"]["grade"] == "C"
    assert scores["child-pugh"]["value"] == 13
    assert scores["bclc"]["grade"] == "D"
    assert page["patient"]["bilirubin_umol_per_l"].startswith("61.57")
    assert page["sources"]["cockcroft-gault"][0]["checked"] == "primary"
    assert page["doubts"][0]["stated"] == "dronabinol"


def test_decompensated_is_worse_than_compensated_in_every_score() -> None:
    def of(stem: str) -> dict[str, float]:
        path = next(p for p in PATIENTS if p.stem == stem)
        page = json.loads(run("patient", "check", str(path), "--format", "json"))
        return {s["id"]: s["value"] for s in page["scores"] if s["value"] is not None}

    good, bad = of("compensated-liver-cancer"), of("decompensated-liver-cancer")
    for name in ("child-pugh", "albi", "meld", "meld-3"):
        assert bad[name] > good[name]
    assert bad["ckd-epi-2021"] < good["ckd-epi-2021"]
