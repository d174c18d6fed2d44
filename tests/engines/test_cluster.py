"""The bulk build on a Ray cluster of two worker nodes, one of which dies in mid-job."""

import subprocess
import sys
from pathlib import Path

import pytest

from assuage.engines.run import run
from assuage.library.reader import Library
from assuage.library.verify import verify
from assuage.terms.errors import UsageError
from assuage.terms.library import LibraryQuery
from tests.engines.cluster_run import EACH, FILES

ROOT = Path(__file__).resolve().parents[2]


def test_a_lost_node_costs_no_record_and_doubles_none(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.engines.cluster_run", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    said = done.stdout.splitlines()
    killed = said.index("killed a node")
    assert any(line.startswith("made") for line in said[killed:]), "nothing was made after the kill"
    assert f"done {FILES * EACH}" in said
    with Library(tmp_path / "library") as library:
        assert list(library.store.work_numbers()) == list(range(1, FILES * EACH + 1))
        assert list(library.index.numbers()) == list(range(1, FILES * EACH + 1))
        assert library.search(LibraryQuery(text="ketamine", limit=1)).total == FILES * EACH
    assert list(verify(tmp_path / "library")) == []


def test_a_cluster_that_is_not_there_is_told() -> None:
    with pytest.raises(UsageError, match=r"--cluster: no Ray cluster answers at '127\.0\.0\.2:1'"):
        list(run(len, ["job"], cluster="127.0.0.2:1"))
