"""Fixtures shared by the test folders: the curated knowledge, and a small copy to break."""

import shutil
from pathlib import Path

import pytest

from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge

ROOT = Path(__file__).resolve().parents[1]
CURATED = ROOT / "knowledge"
SMALL = ROOT / "tests" / "knowledge" / "small"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The curated knowledge of this checkout."""
    return load(CURATED)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small valid knowledge folder in a temporary place: real vocabulary, a few entries."""
    folder = tmp_path / "knowledge"
    shutil.copytree(SMALL, folder)
    shutil.copytree(CURATED / "vocabulary", folder / "vocabulary")
    return folder
