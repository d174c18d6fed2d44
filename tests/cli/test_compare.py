"""What changed between two dossiers is told, and nothing else."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from assuage.cli.main import main

CURATED = Path(__file__).resolve().parents[2] / "knowledge"


def written(path: Path, *words: str) -> Path:
    done = CliRunner().invoke(main, [*words, "--format", "json", "--out", str(path)])
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture(scope="module")
def without_hardy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge without the trial of Hardy 2012."""
    folder = tmp_path_factory.mktemp("knowledge") / "k"
    shutil.copytree(CURATED, folder)
    (folder / "studies" / "hardy-2012-ketamine.toml").unlink()
    return folder


def test_a_new_study_is_told_with_the_conclusions_that_it_moves(
    without_hardy: Path, tmp_path: Path
) -> None:
    words = ("dossier", "ketamine", "cancer pain")
    old = written(tmp_path / "old.json", "--knowledge", str(without_hardy), *words)
    new = written(tmp_path / "new.json", *words)
    found = json.loads(
        CliRunner().invoke(main, ["diff", str(old), str(new), "--format", "json"]).output
    )
    assert [(c["place"], c["before"]) for c in found if c["kind"] == "source"] == [
        ("pmid:22965960", None)
    ]
    moved = [c["after"] for c in found if c["kind"] == "conclusion" and c["after"]]
    assert any("Hardy" in text for text in moved)
    back = json.loads(
        CliRunner().invoke(main, ["diff", str(new), str(old), "--format", "json"]).output
    )
    assert len(back) == len(found)
    assert {c["after"] for c in found} == {c["before"] for c in back}


def test_the_same_dossier_has_not_changed(tmp_path: Path) -> None:
    page = written(tmp_path / "page.json", "dossier", "baclofen", "spasticity")
    assert CliRunner().invoke(main, ["diff", str(page), str(page)]).output == "nothing changed\n"


def test_two_questions_are_not_compared_in_silence(tmp_path: Path) -> None:
    one = written(tmp_path / "one.json", "dossier", "baclofen", "spasticity")
    two = written(tmp_path / "two.json", "dossier", "ketamine", "spasticity")
    assert (
        CliRunner()
        .invoke(main, ["diff", str(one), str(two)])
        .output.startswith("Not the same question")
    )


def test_a_file_that_is_no_dossier_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("{}", encoding="utf-8")
    done = CliRunner().invoke(main, ["diff", str(file), str(file)])
    assert done.exit_code == 2 and "is no dossier in JSON" in done.stderr
