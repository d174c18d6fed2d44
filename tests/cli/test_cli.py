"""The command line: what a user types, and one sentence for what cannot be done."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assuage.cli.main import main


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args), catch_exceptions=False)


@pytest.mark.parametrize(
    "args",
    [
        ("dossier", "ketamine", "liver cancer"),
        ("dossier", "baclofen", "cancer", "--lang", "zh"),
        ("dossier", "intrathecal baclofen", "spasticity"),
        ("dossier", "immunosuppressants", "chronic pain", "--format", "md"),
        ("topic", "liver cancer pain"),
        ("ask", "Is Ketamine (IV / Esketamine) Safe for Liver Cancer Patients?"),
        ("ask", "巴氯芬对癌症患者有帮助吗？"),
        ("show", "drug", "ketamine"),
        ("show", "study", "hardy-2012-ketamine"),
        ("show", "source", "pmid:22965960"),
        ("list", "drugs"),
        ("list", "classes"),
        ("list", "conditions"),
        ("list", "studies"),
        ("knowledge", "check"),
    ],
)
def test_the_commands_of_the_readme_work(args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 0, result.output
    assert result.output.strip()


def test_a_chinese_question_is_answered_in_chinese() -> None:
    assert "结论" in run("ask", "氯胺酮对肝癌患者安全吗？").output


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("dossier", "ketamin", "liver cancer"), "Did you mean"),
        (("dossier", "ketamine", "livercancre"), "no condition named"),
        (("dossier", "oxymorphone", "cancer pain"), "no drug named"),
        (("dossier", "ketamine", "liver cancer", "--format", "pdf"), "terminal, html, md, json"),
        (("dossier", "ketamine", "liver cancer", "--lang", "fr"), "en or zh"),
        (("dossier", "ketamine", "liver cancer", "--as-of", "yesterday"), "2026-11-21"),
        (("dossier", "ketamine", "liver cancer", "--aspect", "price"), "overview"),
        (
            ("dossier", "ketamine", "liver cancer", "--format", "md", "--out", "/no/such/dir/x.md"),
            "Make it first",
        ),
        (("show", "study", "hardy-2012"), "Did you mean hardy-2012-ketamine"),
        (("show", "planet", "x"), "Write one of"),
        (("list", "planets"), "Write one of"),
        (("ask", "what should I do?"), "no condition"),
        (("--knowledge", "/no/such/dir", "list", "drugs"), "no folder"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_2(args: tuple[str, ...], words: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.output and len(result.stderr.strip().splitlines()) == 1


def test_an_ambiguous_name_gets_its_meanings(small: Path) -> None:
    path = small / "classes" / "greeks.toml"
    text = path.read_text(encoding="utf-8")
    other = text.replace('id = "greeks"', 'id = "hellenes"').replace(
        'zh = "希腊类"', 'zh = "古希腊类"'
    )
    (small / "classes" / "hellenes.toml").write_text(other, encoding="utf-8")
    result = run("--knowledge", str(small), "dossier", "greeks", "pain")
    assert result.exit_code == 2
    assert "greeks (class), or hellenes (class)" in result.stderr


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for form in ("html", "md", "json"):
        first, second = tmp_path / f"a.{form}", tmp_path / f"b.{form}"
        for path in (first, second):
            result = run("dossier", "baclofen", "cancer", "--format", form, "--out", str(path))
            assert result.exit_code == 0
        assert first.read_bytes() == second.read_bytes()


def test_the_order_of_hashes_does_not_show(tmp_path: Path) -> None:
    """Separate processes with other hash seeds write the same bytes."""
    written = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.html"
        subprocess.run(
            [sys.executable, "-m", "assuage", "topic", "liver cancer pain", "--format", "html",
             "--out", str(path)],
            env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True,
        )  # fmt: skip
        written.append(path.read_bytes())
    assert written[0] == written[1]


def test_the_date_is_an_input() -> None:
    result = run("dossier", "ketamine", "cancer pain", "--format", "json", "--as-of", "2027-01-02")
    assert json.loads(result.stdout)["as_of"] == "2027-01-02"


def test_two_answers_in_json_are_a_list() -> None:
    result = run(
        "ask", "Is Ketamine (IV / Esketamine) Safe for Liver Cancer Patients?", "--format", "json"
    )
    assert [p["question"]["drug"] for p in json.loads(result.stdout)] == ["ketamine", "esketamine"]


def test_a_broken_file_is_named_and_the_dossier_says_so(small: Path) -> None:
    (small / "drugs" / "beta.toml").write_text("id = beta\n", encoding="utf-8")
    check = run("--knowledge", str(small), "knowledge", "check")
    assert check.exit_code == 2
    assert "drugs/beta.toml:1" in check.stdout and "Write key = value" in check.stdout
    page = run("--knowledge", str(small), "dossier", "alpha", "pain", "--format", "md")
    assert page.exit_code == 0
    assert "drugs/beta.toml" in page.stdout


def test_format_repairs_layout_and_nothing_else(small: Path) -> None:
    path = small / "drugs" / "alpha.toml"
    before = path.read_text(encoding="utf-8")
    path.write_text(
        before.replace('kind = "small', 'kind   =    "small') + "\n\n\n", encoding="utf-8"
    )
    assert run("--knowledge", str(small), "knowledge", "format").exit_code == 0
    assert path.read_text(encoding="utf-8") == before


def test_the_ending_of_the_file_chooses_the_format(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    assert run("dossier", "ketamine", "cancer pain", "--out", str(path)).exit_code == 0
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_folder_without_a_version_is_no_knowledge(tmp_path: Path) -> None:
    for command in (("knowledge", "check"), ("list", "drugs")):
        result = run("--knowledge", str(tmp_path), *command)
        assert result.exit_code == 2 and "VERSION" in result.stderr


def test_a_full_disk_is_one_sentence() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "assuage", "dossier", "ketamine", "cancer", "--format", "md"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert "cannot write" in done.stderr and "Traceback" not in done.stderr
