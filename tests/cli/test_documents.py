"""What the documents claim holds: commands run, shelves are described, the map names every stage."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from assuage.cli.main import main
from assuage.knowledge.shelves import SHELVES
from assuage.sources.site import SITES
from tests.library.pubmed_files import article, write
from tests.shared_data import shared
from tests.sources.apis import every_source
from tests.sources.server import Server

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("#")[0].strip() if '"' not in line.split("#")[0][-1:] else line
    for line in re.findall(r"^assuage .*$", README, re.M)
    if "--out" not in line and "format " not in line
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the files that the README names, a library, and the sources on loopback."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "DIR").mkdir()
    write(folder / "DIR" / "pubmed26n0001.xml.gz", [article(1, "Ketamine in cancer pain")])
    write(folder / "pubmed26n0001.xml.gz", [article(2, "Ketamine in cancer pain, again")])
    medline = shared("pubmed", "xml", "biopython", "Tests", "Medline", "pubmed_result1.txt")
    trial = shared("trials", "aact", "support", "json_data", "NCT03630471.json")
    ris = shared("dedupe", "asysd", "tests", "testthat", "scopus.ris")
    for source, name in ((medline, "records.nbib"), (ris, "refs.ris"), (trial, "trials.json")):
        (folder / name).write_bytes(source.read_bytes())
    with pytest.MonkeyPatch.context() as patch, Server(every_source()) as server:
        patch.chdir(folder)
        patch.setenv("NO_PROXY", "127.0.0.1")
        patch.setenv("ASSUAGE_LIBRARY", str(folder / "library"))
        patch.setenv("ASSUAGE_CACHE", str(folder / "cache"))
        for site in SITES:
            patch.setenv(site.base_variable, server.base)
        read = [article(11027905, "Ketamine for cancer pain: a randomised trial")]
        write(folder / "read.xml.gz", read)
        shutil.copytree(ROOT / "docs" / "patients", folder / "docs" / "patients")
        for command in (
            "library import refs.ris",
            "library import read.xml.gz",
            "dossier ketamine cancer --out OLD.json",
            "dossier ketamine cancer --out NEW.json",
        ):
            assert CliRunner().invoke(main, command.split()).exit_code == 0, command
        yield folder


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_of_the_readme_runs(command: str, place: Path) -> None:
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
