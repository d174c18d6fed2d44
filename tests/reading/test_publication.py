"""A whole reading: every place lies in the text, the same record reads the same, nothing is raised."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assuage.asking.question import questions
from assuage.knowledge.load import load
from assuage.knowledge.rules import check
from assuage.knowledge.shelves import Knowledge
from assuage.library.reader import Library
from assuage.library.writer import LibraryWriter
from assuage.parsing.importing import read
from assuage.reading.arm_words import ArmNames, with_arms
from assuage.reading.draft import draft
from assuage.reading.evidence import direction_of, meaning
from assuage.reading.publication import Publications
from assuage.reading.text import digest, reading_text
from assuage.runs.evidence import evidence
from assuage.terms.printed import Printed
from assuage.terms.reading import Effect, Mention, Reading, Risk, Sentence, Span
from assuage.terms.record import Abstract, Correction, Passage, Record
from tests.shared_data import shared

CURATED = Path(__file__).resolve().parents[2] / "knowledge"


@pytest.fixture(scope="module")
def reader() -> Publications:
    return Publications(load(CURATED))


@pytest.fixture(scope="module")
def records() -> list[Record]:
    """Shared records on ketamine or baclofen, and some on anything."""
    items = (i for i in read(shared("pubmed", "records.jsonl.gz")) if isinstance(i, Record))
    kept = [r for _, r in zip(range(6000), items, strict=False)]
    on = [r for r in kept if "ketamine" in r.title.lower() or "baclofen" in r.title.lower()]
    return [*on[:60], *kept[:60]]


def spans(value: object) -> list[Span]:
    """Every span inside a reading."""
    if isinstance(value, Span):
        return [value]
    if isinstance(value, msgspec.Struct):
        return [s for f in value.__struct_fields__ for s in spans(getattr(value, f))]
    return [s for item in value for s in spans(item)] if isinstance(value, tuple) else []


def test_every_place_lies_in_the_text_and_reading_again_is_the_same(
    reader: Publications, records: list[Record]
) -> None:
    items = 0
    for record in records:
        text, reading = reading_text(record), reader.read(record)
        assert reading.digest == digest(text)
        for span in spans(reading):
            assert 0 <= span.start <= span.end <= len(text)
            items += 1
        assert reader.read(record) == reading
        for sentence in reading.sentences:
            assert text[sentence.span.start : sentence.span.end].strip()
    assert items > 5_000


@settings(max_examples=200, deadline=None)
@given(title=st.text(max_size=60), abstract=st.text(max_size=400))
def test_odd_text_is_read_without_an_error(title: str, abstract: str) -> None:
    record = Record(
        id="ref:1", source="csv", title=title, abstracts=(Abstract((Passage(abstract),)),)
    )
    assert isinstance(_shared_reader().read(record), Reading)


_held: list[Publications] = []


def _shared_reader() -> Publications:
    if not _held:
        _held.append(Publications(load(CURATED)))
    return _held[0]


def own(pmid: str, title: str, text: str, **more: object) -> Record:
    """A record of our own making."""
    fields = {"id": f"pmid:{pmid}", "source": "pubmed", "pmid": pmid, "title": title, "year": 2015}
    return Record(**fields, abstracts=(Abstract((Passage(text),)),), **more)  # type: ignore[arg-type]


TRIAL = own(
    "1",
    "Ketamine for cancer pain: a randomised double-blind placebo-controlled trial",
    "Forty patients with cancer pain were randomised to ketamine or placebo. Pain intensity was "
    "lower with ketamine (mean difference -1.2, 95% CI -2.0 to -0.4; P = 0.004). Nausea occurred "
    "in 5 of 20 patients with ketamine and 2 of 20 with placebo.",
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    retracted = own(
        "2", "Ketamine relieves cancer pain", "Ketamine relieved cancer pain in all patients.",
        corrections=(Correction(kind="RetractionIn", pmid="9"),),
    )  # fmt: skip
    curated = own("22965960", "Ketamine in cancer pain", "Ketamine in cancer pain was studied.")
    other = own("3", "Baclofen for hiccups", "Baclofen was given for hiccups.")
    with LibraryWriter(tmp_path) as writer:
        writer.add([TRIAL, retracted, curated, other])
    return tmp_path


def test_the_table_quotes_the_text_and_names_what_it_left_out(
    library: Path, knowledge: Knowledge
) -> None:
    question = questions(knowledge, "ketamine", "cancer pain")[0]
    found = evidence(knowledge, question, library)
    assert {(e.record, e.reason) for e in found.left_out} == {
        ("pmid:2", "retracted"), ("pmid:22965960", "curated"),
    }  # fmt: skip
    text = reading_text(TRIAL)
    assert found.rows and {r.record for r in found.rows} == {"pmid:1"}
    for row in found.rows:
        assert row.quote == text[row.span.start : row.span.end]
        assert row.directness == "direct" and row.n == 40
    (effect,) = [r for r in found.rows if r.kind == "effect"]
    assert "-1.2" in effect.printed and "-2.0 to -0.4" in effect.printed
    assert effect.direction == "lower"
    risks = [r.printed for r in found.rows if r.kind == "risk"]
    assert [r.split(" (")[0] for r in sorted(risks)] == ["2 of 20", "5 of 20"]
    assert any("(placebo" in r for r in risks), "a number without its arm says nothing"
    assert {r.outcome for r in found.rows if r.kind == "risk"} == {"nausea"}
    assert (effect.outcome, effect.meaning) == ("pain-intensity", "benefit")
    assert evidence(knowledge, question, library) == found


@pytest.mark.parametrize(
    ("measure", "low", "high", "direction"),
    [
        ("risk-ratio", "1.02", "1.9", "higher"),
        ("odds-ratio", "0.4", "0.9", "lower"),
        ("risk-ratio", "0.9", "1.1", "no-difference"),
        ("mean-difference", "-2.0", "-0.4", "lower"),
        ("mean-difference", "-0.1", "0.4", "no-difference"),
        ("mean", "1", "2", None),
    ],
)
def test_direction_by_the_interval(
    measure: str, low: str, high: str, direction: str | None
) -> None:
    effect = Effect(
        span=Span(0, 1), measure=measure, low=Printed.read(low), high=Printed.read(high)
    )
    assert direction_of(effect) == direction


def test_meaning_follows_what_is_better_for_the_patient(knowledge: Knowledge) -> None:
    assert meaning("lower", "pain-intensity", knowledge) == "benefit"
    assert meaning("higher", "pain-intensity", knowledge) == "harm"
    assert meaning("higher", "nausea", knowledge) == "harm"
    assert meaning("no-difference", "nausea", knowledge) == "neither"
    assert meaning("higher", None, knowledge) is None


def test_a_draft_passes_the_rules_of_the_knowledge(
    reader: Publications, library: Path, small: Path
) -> None:
    with Library(library) as held:
        work = held.work("pmid:1")
    knowledge = load(CURATED)
    made = draft(
        reader.read(work.lead), reading_text(work.lead), work, knowledge, date(2026, 11, 22)
    )
    assert 'status = "unverified"' in made.text and made.to_confirm
    assert "interval = [-2.0, -0.4]" in made.text
    for sentence in ("Forty patients", "Nausea occurred"):
        assert sentence not in made.text
    before = {str(p) for p in check(CURATED)}
    folder = small.parent / "whole"
    import shutil

    shutil.copytree(CURATED, folder)
    assert made.id.startswith("pmid-1-"), "without an author, two drafts would have one name"
    (folder / "studies" / f"{made.id}.toml").write_text(made.text, encoding="utf-8")
    new = [p for p in check(folder) if str(p) not in before and made.id in p.path]
    assert not new, [str(p) for p in new]


def test_rows_of_another_drug_say_no_benefit_of_the_asked_one(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    text = (
        "We assessed ketamine and morphine in cancer pain. Forty patients with cancer pain were randomly "
        "assigned to ketamine or morphine. Pain intensity at 24 h was lower with morphine than with "
        "ketamine (mean difference -1.2, 95% CI -2.0 to -0.4; P = 0.004)."
    )
    with LibraryWriter(tmp_path) as writer:
        writer.add([own("5", "Ketamine or morphine in cancer pain: a randomised trial", text)])
    question = questions(knowledge, "ketamine", "cancer pain")[0]
    rows = evidence(knowledge, question, tmp_path).rows
    (effect,) = [r for r in rows if r.kind == "effect"]
    assert (effect.agent, effect.versus, effect.meaning) == ("morphine", "ketamine", None)
    assert (effect.value, effect.low, effect.high, effect.level, effect.p) == (
        "-1.2", "-2.0", "-0.4", "95", "0.004",
    )  # fmt: skip
    assert effect.time == "at 24 h"
    asked = evidence(knowledge, question, tmp_path, kinds=("risk",))
    assert {r.kind for r in asked.rows} <= {"risk"}


def test_the_name_before_each_figure_of_a_list() -> None:
    text = "Pain relief came in: ketamine, 65%, alfentanil, 46%, and placebo, 22%."
    drug, other = text.index("ketamine"), text.index("alfentanil")
    named = (
        Mention(Span(drug, drug + 8), "drug", "ketamine"),
        Mention(Span(other, other + 10), "drug", "alfentanil"),
    )
    parts = (Sentence(Span(0, len(text)), "results"),)
    items = tuple(Risk(span=Span(text.index(p), text.index(p) + 3)) for p in ("65%", "46%", "22%"))
    got = with_arms(items, ArmNames(text, parts, named), text)
    assert [r.arm for r in got] == ["ketamine", "alfentanil", "placebo"]
