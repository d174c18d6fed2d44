"""Fixtures shared by the test folders: the curated knowledge, and a small copy to break."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge

ROOT = Path(__file__).resolve().parents[1]
CURATED = ROOT / "knowledge"
SMALL = ROOT / "tests" / "knowledge" / "small"

# Hypothesis fails an example that takes over 200 ms: on a busy machine that is the machine's fault.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """In CI a skipped test is a failed test: there the shared data is always beside the clone."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report


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
    for name in ("agents", "states"):
        # The facts that these lists hold cite sources that the small folder does not have.
        path = folder / "vocabulary" / f"{name}.toml"
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"^(properties|contraindications) = \[\n(  .*\n)*\]\n", "", text, flags=re.M)
        path.write_text(re.sub(r"^(source|where) = .*\n", "", text, flags=re.M), encoding="utf-8")
    # The one list that points into entries, which the small knowledge does not have.
    (folder / "vocabulary" / "products.toml").unlink()
    return folder
