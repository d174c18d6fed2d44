"""What the documents claim holds: commands run, shelves are described, the map names every stage."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from assuage.cli.main import main
from assuage.knowledge.shelves import SHELVES

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("#")[0].strip() if '"' not in line.split("#")[0][-1:] else line
    for line in re.findall(r"^assuage .*$", README, re.M)
    if "--out" not in line and "format " not in line
]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_of_the_readme_runs(command: str) -> None:
    result = CliRunner().invoke(main, shlex.split(command)[1:], catch_exceptions=False)
    assert result.exit_code == 0, result.output


def test_there_are_commands_to_run() -> None:
    assert len(COMMANDS) >= 9


def test_curating_describes_every_shelf() -> None:
    text = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
    for shelf in SHELVES:
        assert f"{shelf}/" in text or f"`{shelf}`" in text, shelf


def test_architecture_names_every_stage() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    stages = {p.name for p in (ROOT / "src" / "assuage").iterdir() if p.is_dir()}
    for stage in stages - {"__pycache__"}:
        assert f"`{stage}`" in text or f"`{stage}`, " in text or f", `{stage}`" in text, stage


def test_ci_calls_the_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "pip install" in script and ".venv/bin/pytest" in script
    assert "-e '.[test]' && .venv/bin/pytest" in README
