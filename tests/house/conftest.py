"""Starts the gates when the tests start, so that they run on another core: mypy takes half a minute."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GATES = {
    "mypy": [sys.executable, "-m", "mypy"],
    "ruff": [sys.executable, "-m", "ruff", "check", "src", "tests"],
    "import-linter": [str(Path(sys.executable).parent / "lint-imports")],
}
_STARTED: dict[str, subprocess.Popen[str]] = {}


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start those gates whose tests were chosen."""
    if session.config.option.collectonly:
        return
    for item in session.items:
        gate = item.callspec.params.get("gate") if hasattr(item, "callspec") else None
        if gate in GATES and gate not in _STARTED:
            _STARTED[gate] = subprocess.Popen(
                GATES[gate], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )


@pytest.fixture(params=sorted(GATES))
def gate(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    """A gate that was started; ended where its test is."""
    running = _STARTED[request.param]
    yield running
    running.kill()
    running.wait()


def pytest_sessionfinish() -> None:
    """A run that was broken off leaves nothing behind."""
    for running in _STARTED.values():
        if running.poll() is None:
            running.kill()
            running.wait()
