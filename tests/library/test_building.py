"""A bulk build keeps and finds the same as importing the same files one after the other."""

from pathlib import Path

import pytest

from assuage.engines.run import run
from assuage.library.reader import Library
from assuage.library.verify import verify
from assuage.library.writer import ROWS_IN, LibraryWriter
from assuage.parsing.importing import read
from assuage.parsing.problem import ParseProblem
from assuage.runs.building import build
from assuage.terms.errors import LibraryError, UsageError
from assuage.terms.library import LibraryQuery
from assuage.terms.record import Author, Journal, Record
from tests.library.pubmed_files import article, write


@pytest.fixture
def baseline(tmp_path: Path) -> Path:
    """Three baseline files and an update file that revises, adds and deletes."""
    folder = tmp_path / "baseline"
    folder.mkdir()
    for number in range(3):
        first = number * 40 + 1
        write(
            folder / f"pubmed26n000{number + 1}.xml.gz",
            [article(n, f"Ketamine case {n} P<0.0{n % 9}") for n in range(first, first + 40)],
        )
    write(
        folder / "pubmed26n0004.xml.gz",
        [article(5, "Ketamine case revised", revised=2025), article(121, "Ketamine late case")],
        deleted=(7, 8),
    )
    return folder


def serial(folder: Path, baseline: Path) -> Path:
    with LibraryWriter(folder) as writer:
        for file in sorted(baseline.iterdir()):
            items = list(read(file))
            assert not [i for i in items if isinstance(i, ParseProblem)]
            writer.add(i for i in items if isinstance(i, Record))
    return folder


def content(folder: Path) -> tuple[object, ...]:
    with Library(folder) as library:
        works = list(library.works())
        hits = library.search(LibraryQuery(text="ketamine revised", limit=200))
        best = {h.id for h in hits.results if h.score == hits.results[0].score}
        return works, hits.total, sorted(h.id for h in hits.results), best


@pytest.mark.parametrize("workers", [1, 2])
def test_a_build_equals_serial_imports(tmp_path: Path, baseline: Path, workers: int) -> None:
    made = build(tmp_path / "built", baseline, workers=workers)
    assert [m.records for m in made] == [40, 40, 40, 2]
    assert content(tmp_path / "built") == content(serial(tmp_path / "serial", baseline))
    assert list(verify(tmp_path / "built")) == []
    assert not (tmp_path / "built" / "parts").exists()


def test_a_build_done_twice_changes_nothing(tmp_path: Path, baseline: Path) -> None:
    build(tmp_path / "built", baseline, workers=1)
    before = content(tmp_path / "built")
    build(tmp_path / "built", baseline, workers=1)
    assert content(tmp_path / "built") == before
    assert list(verify(tmp_path / "built")) == []


def test_a_build_into_a_library_joins_what_it_holds(tmp_path: Path, baseline: Path) -> None:
    ris = Record(
        id="ref:own", source="ris", title="Ketamine case 33 P<0.06", year=2010, pmid="33",
        authors=(Author(last="Author33", fore="Ann"),),
        journal=Journal(title="A Journal of Cases", volume="33", pages="33-9"),
    )  # fmt: skip
    old = Record(
        id="pmid:34", source="pubmed", pmid="34", title="Ketamine old", version="1999-01-01.1"
    )
    with LibraryWriter(tmp_path / "built") as writer:
        writer.add([ris, old])
    build(tmp_path / "built", baseline, workers=1)
    with Library(tmp_path / "built") as library:
        assert library.work("ref:own").members == ("pmid:33", "ref:own")
        assert library.work("pmid:34").lead.title.startswith("Ketamine case 34")
        assert library.status()["works"] == 119
        assert library.search(LibraryQuery(text="ketamine", limit=1)).total == 119
    assert list(verify(tmp_path / "built")) == []


def test_a_build_interrupted_while_taking_in_goes_on(
    tmp_path: Path, baseline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assuage.library import assembly

    def killed(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(assembly, "adopt", killed)
        with pytest.raises(KeyboardInterrupt):
            build(tmp_path / "built", baseline, workers=1)
    with pytest.raises(LibraryError, match="interrupted"):
        LibraryWriter(tmp_path / "built")
    build(tmp_path / "built", baseline, workers=1)
    assert content(tmp_path / "built") == content(serial(tmp_path / "serial", baseline))
    with Library(tmp_path / "built") as library:
        states = library.store.db.execute("SELECT DISTINCT state FROM files").fetchall()
    assert (ROWS_IN,) not in states


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=r"no \*.xml.gz or \*.xml in"):
        build(tmp_path / "built", tmp_path / "empty")


def _die_once(job: tuple[str, int]) -> int:
    import os
    import signal

    mark, number = job
    if number == 3 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def _die(_: int) -> int:
    import os
    import signal

    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def test_a_killed_worker_costs_no_job(tmp_path: Path) -> None:
    jobs = [(str(tmp_path / "mark"), n) for n in range(8)]
    assert sorted(run(_die_once, jobs, workers=2)) == list(range(8))


def test_a_job_that_always_kills_its_worker_is_given_up() -> None:
    with pytest.raises(UsageError, match="ended their worker 3 times"):
        list(run(_die, [1, 2], workers=2))
