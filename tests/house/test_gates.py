"""The house's own gates, run as tests, so that one command checks all."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CATCH_ALL = {"utils", "core", "common", "helpers", "misc", "types"}


def test_gate(gate: subprocess.Popen[str]) -> None:
    said, _ = gate.communicate()
    assert gate.returncode == 0, said


def test_modules_are_small_and_no_room_is_a_catch_all() -> None:
    for path in (ROOT / "src").rglob("*.py"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= 500, f"{path} has {lines} lines: split it"
        assert path.stem not in CATCH_ALL and path.parent.name not in CATCH_ALL


def test_no_skips() -> None:
    """In CI a skipped test is a failed test; here there are none to skip."""
    for path in (ROOT / "tests").rglob("test_*.py"):
        if path.name != Path(__file__).name:
            assert not re.search(
                r"mark\.skip|importorskip|pytest\.skip", path.read_text(encoding="utf-8")
            )


def test_no_registry_host_is_committed() -> None:
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    assert not [f for f in files if f.endswith((".lock", "package-lock.json"))]
