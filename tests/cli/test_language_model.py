"""The language model from the command line: off unless named, shown as proposed, never trusted."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assuage.cli.main import main
from tests.library.pubmed_files import article, write
from tests.reading.test_proposals import DIRECTION, EFFECT, PARTS, record, reply
from tests.shared_data import shared
from tests.sources import server as play
from tests.sources.models import talking


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("llm")
    text = " ".join(t for _, t in PARTS)
    file = write(folder / "pubmed26n0001.xml.gz", [article(1, record().title, text)])
    trial = shared("trials", "aact", "support", "json_data", "NCT03630471.json")
    done = CliRunner().invoke(
        main, ["library", "import", str(file), str(trial), "--library", str(folder / "l")]
    )
    assert done.exit_code == 0, done.output
    return folder / "l"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name in ("ASSUAGE_LLM_KEY", "ASSUAGE_LLM_URL"):
        monkeypatch.delenv(name, raising=False)


def call(*words: str, environ: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, list(words), env=environ)


def test_a_record_beside_the_model(library: Path) -> None:
    lie = EFFECT | {"low": "-9.05"}
    with play.Server(talking(reply(EFFECT, DIRECTION, lie))) as server:
        words = ["read", "pmid:1", "--library", str(library), "--llm-model", "m-7b"]
        shown = call(*words, "--llm-url", f"{server.base}/v1")
        held = call(*words, "--format", "json", environ={"ASSUAGE_LLM_URL": server.base})
        alone = call("read", "pmid:1", "--library", str(library))
    assert shown.exit_code == 0, shown.output
    assert "assuage: asking m-7b at 127.0.0.1" in shown.stderr
    assert shown.stdout.startswith(alone.output.rstrip("\n"))
    assert "proposals of m-7b: 2 accepted, 1 rejected" in shown.output
    assert shown.output.count("proposed by m-7b, checked") == 2
    assert "rejected effect: its lower limit -9.05 is not printed in its quote" in shown.output
    both = json.loads(held.stdout)
    assert [a["kind"] for a in both["proposals"]["accepted"]] == ["effect", "direction"]
    assert "effects" in both["reading"]


def test_without_a_model_nobody_is_asked(library: Path) -> None:
    with play.Server(talking("x")) as server:
        done = call(
            "read", "pmid:1", "--library", str(library), environ={"ASSUAGE_LLM_URL": server.base}
        )
        assert done.exit_code == 0 and server.asked() == []


def test_a_model_that_does_not_answer_is_told_beside_our_reading(library: Path) -> None:
    with play.Server(talking("x")) as server:
        server.lay("/chat/completions", play.status(401, b"no"))
        done = call(
            "read", "pmid:1", "--library", str(library), "--llm-model", "m", "--llm-url", server.base
        )  # fmt: skip
    assert done.exit_code == 0
    assert "proposals of m: could not ask: the model at 127.0.0.1" in done.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--llm-url", "http://127.0.0.1:1"], "no model is named"),
        (["--llm-model", "m"], "no address of a model"),
        (["--llm-model", "m", "--llm-url", "gopher://x"], "no web address"),
    ],
)
def test_half_a_choice_is_one_sentence(words: list[str], says: str, library: Path) -> None:
    done = call("read", "pmid:1", "--library", str(library), *words)
    assert done.exit_code == 2 and says in done.output and "Traceback" not in done.output


def test_a_register_entry_needs_no_proposals(library: Path) -> None:
    with play.Server(talking("x")) as server:
        done = call(
            "read", "nct:NCT03630471", "--library", str(library), "--llm-model", "m",
            "--llm-url", server.base,
        )  # fmt: skip
        assert done.exit_code == 2 and "nothing to propose" in done.output
        assert server.asked() == []


def softened(instructions: str, data: str) -> str:
    """A model that takes brackets away, and of every fifth sentence lies."""
    asked = json.loads(data)["sentences"]
    worded = []
    for number, sentence in enumerate(asked):
        text = sentence["text"].replace(" (", ", ").replace("（", "，")
        text = text.replace(")", "").replace("）", "")
        worded.append({"id": sentence["id"], "text": text + " 99%" if number % 5 == 0 else text})
    return json.dumps({"sentences": worded}, ensure_ascii=False)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_dossier_with_smoother_sentences_keeps_every_citation(lang: str) -> None:
    words = ["dossier", "baclofen", "cancer", "--format", "json", "--lang", lang]
    plain = json.loads(call(*words).output)
    with play.Server(talking(softened)) as server:
        done = CliRunner().invoke(
            main, [*words, "--llm-model", "m-7b", "--llm-url", server.base]
        )  # fmt: skip
    assert done.exit_code == 0, done.output
    page = json.loads(done.stdout)
    assert "m-7b smoothed" in done.stderr and "wordings rejected" in done.stderr
    changed = 0
    for before, after in zip(plain["sections"], page["sections"], strict=True):
        for old, new in zip(before["statements"], after["statements"], strict=False):
            changed += old["text"] != new["text"]
            assert "99%" not in new["text"]
            assert {**new, "text": ""} == {**old, "text": ""}
    assert changed > 20 and page["sources"] == plain["sources"]
    methods = next(s for s in page["sections"] if s["id"] == "methods")
    assert "m-7b" in methods["statements"][-1]["text"]


def test_patient_data_go_to_the_model_that_is_named_only() -> None:
    with play.Server(talking(softened)) as server:
        words = ["dossier", "baclofen", "cancer", "--llm-url", server.base]
        done = call(*words, "--llm-model", "m", "--llm-patient-data", "another")
        assert done.exit_code == 2 and "Write the same name in both" in done.output
        assert server.asked() == []
    done = call("dossier", "baclofen", "cancer", "--llm-patient-data", "m")
    assert done.exit_code == 2 and "no model is named" in done.output
