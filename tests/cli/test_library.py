"""The library from the command line, on the shared records and against servers that play the sources."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assuage.cli.main import main
from assuage.library.reader import Library
from assuage.sources.site import PUBMED_FILES, SITES
from assuage.terms.library import LibraryQuery
from tests.shared_data import shared
from tests.sources.apis import every_source
from tests.sources.server import Server, status
from tests.sources.test_pubmed_files import Ftp


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the first shared records of each kind, imported once."""
    folder = tmp_path_factory.mktemp("library")
    import gzip

    lines = folder / "records.jsonl"
    with gzip.open(shared("pubmed", "records.jsonl.gz"), "rt", encoding="utf-8") as source:
        kept = [line for _, line in zip(range(4000), source, strict=False)]
    lines.write_text("".join(kept), encoding="utf-8")
    files = [
        lines,
        shared("pubmed", "xml", "medsample"),
        shared("trials", "aact", "support", "json_data", "NCT03630471.json"),
        shared("dedupe", "asysd", "tests", "testthat", "scopus.ris"),
        shared("labels", "openfda"),
    ]
    done = CliRunner().invoke(
        main, ["library", "import", *map(str, files), "--library", str(folder / "l")]
    )
    assert "4000 records: 4000 new" in done.output
    return folder / "l"


@pytest.fixture
def call(library: Path) -> Callable[..., Result]:
    def run(*words: str) -> Result:
        return CliRunner().invoke(main, [*words, "--library", str(library)])

    return run


def test_status_counts_by_source(call: Callable[..., Result]) -> None:
    status = json.loads(call("library", "status", "--format", "json").output)
    assert status["records"]["jsonl"] == 4000
    assert {"clinicaltrials", "pubmed", "ris", "openfda"} & set(status["records"])
    assert status["works"] == status["indexed"] and status["pending"] == 0


def test_verify_finds_nothing_wrong(call: Callable[..., Result]) -> None:
    done = call("library", "verify")
    assert done.exit_code == 0, done.output


def test_search_speaks_json_ris_and_csv(call: Callable[..., Result]) -> None:
    words = ("search", "morphine pain", "--limit", "7")
    found = json.loads(call(*words, "--format", "json").output)
    assert set(found) == {"query", "as_sent", "total", "results"}
    assert found["query"] == "morphine pain" and found["total"] > 7
    ids = [r["id"] for r in found["results"]]
    assert len(ids) == 7 and all(r["title"] and r["score"] > 0 for r in found["results"])
    scores = [r["score"] for r in found["results"]]
    assert scores == sorted(scores, reverse=True)
    rows = list(csv.DictReader(io.StringIO(call(*words, "--format", "csv").output)))
    assert [r["id"] for r in rows] == ids
    ris = call(*words, "--format", "ris").output
    assert ris.count("\nER  -") == 7 and ris.startswith("TY  - ")


@pytest.mark.parametrize(
    ("record", "named", "parts"),
    [
        ("nct:NCT03630471", {"nct": "NCT03630471", "masking": "DOUBLE"}, "arms"),
        ("spl:608d4f0d-b19f-46d3-749a-7159aa5f933d", {}, "statements"),
        ("pmid:10051933", {"record": "pmid:10051933"}, "sentences"),
    ],
)
def test_each_kind_of_record_is_read_as_json(
    call: Callable[..., Result], record: str, named: dict[str, str], parts: str
) -> None:
    read = json.loads(call("read", record, "--format", "json").output)
    assert named.items() <= read.items() and len(read[parts]) > 1
    assert read["id"] == record and read["notices"] == []


def test_offsets_come_with_the_words_that_they_are_in(call: Callable[..., Result]) -> None:
    paper = json.loads(call("read", "pmid:10051933", "--format", "json").output)
    starts = [paper["text"][s["span"][0] : s["span"][1]] for s in paper["sentences"]]
    assert all(words == words.strip() and words for words in starts)
    label = json.loads(
        call("read", "spl:608d4f0d-b19f-46d3-749a-7159aa5f933d", "--format", "json").output
    )
    place = next(s["place"] for s in label["statements"] if s["topic"] == "contraindications")
    text = label["sections"][place["section"]]["text"]
    assert text[place["span"][0] : place["span"][1]] == "None."


def test_a_label_is_told_in_its_words(call: Callable[..., Result]) -> None:
    told = call("read", "spl:608d4f0d-b19f-46d3-749a-7159aa5f933d").output
    assert "boxed-warning: “SERIOUS INFECTIONS" in told
    assert "contraindications: “None.”" in told


def test_filters_keep_what_they_say(call: Callable[..., Result]) -> None:
    words = (
        "search",
        "pain",
        "--from",
        "2000",
        "--to",
        "2004",
        "--format",
        "json",
        "--limit",
        "50",
    )
    years = [r["year"] for r in json.loads(call(*words).output)["results"]]
    assert years and all(2000 <= y <= 2004 for y in years)
    rct = json.loads(call("search", "pain", "--design", "rct", "--format", "json").output)
    assert rct["results"] and all("rct" in r["designs"] for r in rct["results"])
    trial = json.loads(call("search", "study", "--kind", "trial", "--format", "json").output)
    assert [r["id"] for r in trial["results"]] == ["nct:NCT03630471"]


def test_nothing_found_is_said_as_such(call: Callable[..., Result]) -> None:
    done = call("search", "zzzyyyxxx", "--no-expand")
    assert done.exit_code == 0 and done.output.startswith("none found in the library for:")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("search", "a", "--format", "pdf"), "--format: no format 'pdf'"),
        (("search", "a", "--from", "2020", "--to", "2010"), "--from 2020 is after --to 2010"),
        (("search", "pain AND ("), "assuage: "),
        (("search", "pain", "--design", "randomized"), "no design 'randomized'"),
        (("evidence", "ketamine", "cancer pain", "--design", "randomized"), "no design 'rand"),
        (
            ("evidence", "ketamine", "cancer pain", "--from", "2020", "--to", "2010"),
            "is after --to",
        ),
        (("search", "pain", "--semantic", "/nowhere"), "/nowhere"),
        (("library", "import", "/nowhere/at/all.xml"), "no file /nowhere/at/all.xml"),
        (("fetch", "ketamine"), "DRUG and CONDITION are needed"),
        (("fetch", "--query", "x", "--source", "scopus"), "no source 'scopus'"),
        (("fetch", "--query", "ketamine", "--source", "rxnav"), "--raw DIR"),
        (("library", "export", "--format", "pdf"), "--format: no format 'pdf'"),
    ],
)
def test_bad_input_gets_one_sentence(
    call: Callable[..., Result], words: tuple[str, ...], said: str
) -> None:
    done = call(*words)
    assert done.exit_code == 2
    assert said in done.stderr and "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_library_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["search", "pain", "--library", str(tmp_path / "none")])
    assert done.exit_code == 2 and "no library in" in done.stderr
    assert not (tmp_path / "none").exists()


def test_an_export_imported_again_is_the_same_library(
    call: Callable[..., Result], tmp_path: Path
) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    call("library", "export", "--out", str(first))
    again = str(tmp_path / "again")
    runner = CliRunner()
    assert runner.invoke(main, ["library", "import", str(first), "--library", again]).exit_code == 0
    runner.invoke(main, ["library", "export", "--out", str(second), "--library", again])

    def lines(path: Path) -> list[str]:
        return sorted(path.read_text(encoding="utf-8").splitlines())

    assert lines(first) == lines(second) and len(lines(first)) > 4000
    both = [
        json.loads(runner.invoke(main, [*words, "--library", place]).output)
        for place in (again, call_folder(call))
        for words in [["search", "morphine", "--format", "json", "--limit", "5"]]
    ]
    assert both[0]["total"] == both[1]["total"]


def call_folder(call: Callable[..., Result]) -> str:
    """The folder that ``call`` works on."""
    return str(json.loads(call("library", "status", "--format", "json").output)["folder"])


def test_a_file_imported_twice_is_not_read_twice(tmp_path: Path) -> None:
    file = shared("dedupe", "asysd", "tests", "testthat", "scopus.ris")
    words = ["library", "import", str(file), "--library", str(tmp_path)]
    runner = CliRunner()
    assert " new" in runner.invoke(main, words).output
    assert "imported before" in runner.invoke(main, words).output
    again = runner.invoke(main, [*words, "--again"]).output
    assert " 0 new" in again and " 10 unchanged" in again


def test_a_broken_file_stops_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xml"
    broken.write_bytes(b"<PubmedArticleSet><PubmedArticle><MedlineCitation>")
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html><body>Sign in</body></html>", encoding="utf-8")
    file = shared("dedupe", "asysd", "tests", "testthat", "scopus.ris")
    done = CliRunner().invoke(
        main,
        ["library", "import", str(broken), str(page), str(file), "--library", str(tmp_path / "l")],
    )
    assert done.exit_code == 2
    assert "web page" in done.stderr and "broken.xml" in done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads(
        CliRunner()
        .invoke(main, ["library", "status", "--format", "json", "--library", str(tmp_path / "l")])
        .output
    )["works"]


# ------------------------------------------------------------------------- fetch


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """The sources on loopback, unpaced waits kept short by few requests."""
    with Server(every_source()) as running:
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("ASSUAGE_CACHE", str(tmp_path / "cache"))
        for site in SITES:
            monkeypatch.setenv(site.base_variable, running.base)
        yield running


def test_fetch_keeps_logs_and_does_not_ask_twice(server: Server, tmp_path: Path) -> None:
    folder = str(tmp_path / "l")
    words = ["fetch", "ketamine", "liver cancer", "--limit", "3", "--library", folder]
    runner = CliRunner()
    first = runner.invoke(main, words)
    assert first.exit_code == 0, first.output + first.stderr
    asked = len(server.asked())
    second = runner.invoke(main, words)
    assert second.exit_code == 0 and len(server.asked()) == asked
    log = json.loads(
        runner.invoke(main, ["library", "searches", "--format", "json", "--library", folder]).output
    )
    assert len(log) == 10
    assert {s["answer"]["asked"]["source"] for s in log} >= {"pubmed", "clinicaltrials"}
    assert {(s["drug"], s["condition"]) for s in log} == {("ketamine", "liver-cancer")}
    printed = runner.invoke(main, ["library", "searches", "--format", "csv", "--library", folder])
    rows = list(csv.DictReader(io.StringIO(printed.output)))
    assert len(rows) == 10 and all(r["as sent"] and r["on"] for r in rows)
    assert runner.invoke(main, ["library", "verify", "--library", folder]).exit_code == 0


def test_a_source_that_fails_is_told_and_the_dossier_says_so(
    server: Server, tmp_path: Path
) -> None:
    # An answer that asking again cannot mend, so that the test need not wait.
    server.lay("/studies", status(400, b"a query that it cannot read"))
    folder = str(tmp_path / "l")
    runner = CliRunner()
    done = runner.invoke(
        main,
        ["fetch", "ketamine", "liver cancer", "--limit", "2", "--library", folder,
         "--source", "pubmed", "--source", "clinicaltrials"],
    )  # fmt: skip
    assert done.exit_code == 2
    assert "clinicaltrials: could not ask" in done.output and "pubmed:" in done.output
    page = runner.invoke(
        main, ["dossier", "ketamine", "liver cancer", "--library", folder, "--format", "json"]
    )
    assert page.exit_code == 0, page.stderr
    methods = next(s for s in json.loads(page.output)["sections"] if s["id"] == "methods")
    said = [s["text"] for s in methods["statements"] if s["kind"] == "library-search"]
    assert len(said) == 2
    assert "PubMed" in said[0] and "could not be asked" in said[1]
    chinese = runner.invoke(
        main,
        [
            "dossier",
            "ketamine",
            "liver cancer",
            "--library",
            folder,
            "--format",
            "json",
            "--lang",
            "zh",
        ],
    )
    assert "未能完成检索" in chinese.output


def test_a_build_downloads_first_and_goes_on_after_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    words = [
        "library", "build", "--pubmed-baseline", str(tmp_path / "files"), "--download", "baseline",
        "--workers", "1", "--library", str(tmp_path / "l"),
    ]  # fmt: skip
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("ASSUAGE_CACHE", str(tmp_path / "cache"))
    runner = CliRunner()
    with Server(Ftp()) as server:
        monkeypatch.setenv(PUBMED_FILES.base_variable, server.base)
        server.lay("0002.xml.gz", status(404))
        failed = runner.invoke(main, words)
        assert failed.exit_code == 2 and "1 files are in" in failed.stderr
        server.heal()
        done = runner.invoke(main, words)
    assert done.exit_code == 0, done.output + done.stderr
    assert "baseline: 2 files" in done.output and "2 files, 160 records" in done.output
    assert runner.invoke(main, ["library", "verify", "--library", words[-1]]).exit_code == 0


def test_without_a_network_nothing_is_called_empty(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ASSUAGE_CACHE", str(tmp_path / "cache"))
    for site in SITES:
        monkeypatch.setenv(site.base_variable, "http://127.0.0.1:9")
    done = CliRunner().invoke(
        main,
        ["fetch", "ketamine", "liver cancer", "--source", "pubmed", "--library", str(tmp_path)],
    )
    assert done.exit_code == 2
    assert "pubmed: could not ask" in done.output and "none found" not in done.output


class ByLength:
    """An encoder for which the shortest text is nearest to every question."""

    def queries(self, texts: Sequence[str]) -> list[list[float]]:
        return [[1.0] for _ in texts]

    def passages(self, texts: Sequence[str]) -> list[list[float]]:
        return [[1.0 / len(text)] for text in texts]


def test_meaning_reorders_what_matches_and_adds_nothing(library: Path) -> None:
    with Library(library) as held:
        query = LibraryQuery(text="morphine", limit=30)
        plain, ordered = held.search(query), held.search(query, ByLength())
        pages = [
            held.search(LibraryQuery(text="morphine", limit=10, offset=o), ByLength()).results
            for o in (0, 10, 20)
        ]
    assert ordered.total == plain.total
    assert [h.id for page in pages for h in page] == [h.id for h in ordered.results]
    assert [h.id for h in plain.results] != [h.id for h in ordered.results]
    scores = [h.score for h in ordered.results]
    assert scores == sorted(scores, reverse=True)
