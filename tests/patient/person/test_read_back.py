"""`patient check` shows what it understood, so that a misreading is seen; in both languages."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from assuage.cli.main import main

FILE = """
age = 62
sex = "female"
smoker = true
language = "zh"
conditions = ["liver cancer"]
allergies = ["penicillin"]
medicines = [
    "MST 30mg bd",
    "fentanyl patch 25 mcg/h q72h",
    "co-codamol 30/500 2 tabs qds prn",
    "zaleplon 5 mg nocte",
    "lorazepam 0.5-1 mg SL",
    { name = "dexamethasone", dose = "8 mg", every = "每日一次", stopped = "3 d" },
]

[genotypes]
CYP2D6 = "poor"

[tumour]
number = 2
largest = "3 cm"
"""


def run(path: Path, *args: str) -> str:
    result = CliRunner().invoke(main, [*args, "--patient", str(path)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "patient.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_everything_understood_is_shown_in_english(file: Path) -> None:
    shown = run(file, "patient", "check", "--lang", "en")
    for line in (
        "- age 62; sex female; smoker yes; language zh",
        "- tumour: 2 nodules and largest 3 cm",
        "- conditions: liver cancer",
        "- allergies: penicillin",
        "- genes: CYP2D6 poor",
        "- MST: morphine, 30 mg, every 12 h",
        "- fentanyl: 25 micrograms/h, transdermal, every 72 h",
        "- co-codamol: codeine, every 6 h, as needed",
        "- co-codamol: paracetamol, every 6 h, as needed",
        "- zaleplon: not in this knowledge, 5 mg, every 24 h",
        "- lorazepam: sublingual",
        "- dexamethasone: 8 mg, every 24 h, stopped 3 days ago",
        "- of lorazepam, '0.5-1 mg' was not understood and is left out",
        "- co-codamol is a combination: its parts are checked, their doses are not taken from "
        "'30/500, 2 tablet'",
    ):
        assert f"{line}\n" in shown


def test_everything_understood_is_shown_in_chinese_as_the_file_asks(file: Path) -> None:
    shown = run(file, "patient", "check")
    for line in (
        "- 年龄 62；性别 女；吸烟 是；语言 中文",
        "- 疾病：肝癌",
        "- 基因：CYP2D6 慢代谢型",
        "- MST：吗啡，30 mg，每12小时",
        "- fentanyl：芬太尼，25 微克/小时，经皮，每72小时",
        "- zaleplon：不在本知识库中，5 mg，每24小时",
        "- “lorazepam”一行中的“0.5-1 mg”未能识别，已略去",
    ):
        assert f"{line}\n" in shown


def test_a_dossier_is_in_the_language_of_the_person_unless_one_is_asked(file: Path) -> None:
    assert run(file, "dossier", "ketamine", "liver cancer").startswith("氯胺酮用于肝癌")
    asked = run(file, "dossier", "ketamine", "liver cancer", "--lang", "en")
    assert asked.startswith("Ketamine in liver cancer")
    # What a product holds is in the dossier by its medicine's name.
    assert "takes morphine, fentanyl, codeine, paracetamol, zaleplon" in " ".join(asked.split())
