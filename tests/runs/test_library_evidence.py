"""Machine-read evidence in a dossier: beside the curated facts, quoted, and never in a conclusion."""

import io
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from rich.console import Console

from assuage import runs
from assuage.asking.question import questions
from assuage.cli.main import main
from assuage.knowledge.shelves import Knowledge
from assuage.library.writer import LibraryWriter
from assuage.prose.page import Page
from assuage.reading.text import reading_text
from assuage.render import json as json_render
from assuage.render import terminal as terminal_render
from assuage.runs.difference import changes
from assuage.runs.library_evidence import curated_readings, machine_read
from assuage.synthesis.certainty import LEVELS
from assuage.terms.record import Abstract, Correction, Passage, Record
from tests.shared_data import shared

DAY = date(2026, 11, 22)


def own(pmid: str, title: str, text: str, **more: object) -> Record:
    """A record in our own words."""
    return Record(
        id=f"pmid:{pmid}", source="pubmed", kind="article", title=title, pmid=pmid, year=2015,
        abstracts=(Abstract(passages=(Passage(text=text),)),), **more,
    )  # fmt: skip


TRIAL = own(
    "1",
    "Ketamine against placebo in cancer pain: a randomised, double-blind trial",
    "We assessed ketamine in cancer pain. Forty patients with cancer pain were randomly assigned to "
    "intravenous ketamine (n=20) or placebo (n=20). Pain intensity was lower with ketamine than "
    "with placebo (mean difference -1.2, 95% CI -2.0 to -0.4; P = 0.004). Ketamine relieved "
    "cancer pain.",
)
UNNAMED = own(
    "4",
    "Two ketamine products in cancer pain: a randomised trial",
    "Eighty patients with cancer pain were randomly assigned to test ketamine or reference "
    "ketamine. Pain intensity with test ketamine was similar (mean difference 0.1, 95% CI -0.3 to "
    "0.5).",
)
RETRACTED = own(
    "2", "Ketamine relieves cancer pain", "Ketamine relieved cancer pain in all patients.",
    corrections=(Correction(kind="RetractionIn", pmid="9"),),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    curated = own(
        "10680109", "Epidural ketamine in cancer pain: a randomised trial",
        "Ketamine was compared with placebo in cancer pain. In all, 99 patients with cancer pain "
        "were randomly assigned to ketamine or placebo.",
    )  # fmt: skip
    with LibraryWriter(tmp_path) as writer:
        writer.add([TRIAL, UNNAMED, RETRACTED, curated])
    return tmp_path


def page(knowledge: Knowledge, folder: Path | None, lang: str = "en") -> Page:
    question = questions(knowledge, "ketamine", "cancer pain")[0]
    return runs.page(knowledge, question, lang, "2026-11-22", folder)


def test_machine_read_findings_carry_their_words(knowledge: Knowledge, folder: Path) -> None:
    question = questions(knowledge, "ketamine", "cancer pain")[0]
    found = machine_read(knowledge, question, folder, DAY)
    assert {f.source for f in found.findings} == {"pmid:1"}
    for finding in found.findings:
        text = reading_text(TRIAL)
        assert finding.quote is not None
        assert finding.quote.text == text[finding.quote.start : finding.quote.end]
        assert finding.checked_on is None
    (lead,) = [f for f in found.findings if f.source == "pmid:1" and f.fact.effect is not None]
    assert (str(lead.fact.effect), lead.fact.versus, lead.directness) == (
        "-1.2",
        "placebo",
        "direct",
    )


def test_an_unnamed_comparator_gives_no_result(knowledge: Knowledge, folder: Path) -> None:
    """The product of another maker is no control: no difference from it says nothing."""
    question = questions(knowledge, "ketamine", "cancer pain")[0]
    found = machine_read(knowledge, question, folder, DAY)
    assert not [f for f in found.findings if f.source == "pmid:4"]
    assert {s.study.id for b in found.bodies for s in b.verdict.body} == {"pmid:1"}


def test_the_penalty_is_one_level_and_stated(knowledge: Knowledge, folder: Path) -> None:
    question = questions(knowledge, "ketamine", "cancer pain")[0]
    (body,) = machine_read(knowledge, question, folder, DAY).bodies
    start = LEVELS.index(next(s.reason for s in body.steps if s.domain == "start"))
    assert body.steps[-1].domain == "machine-reading" and body.steps[-1].change == -1
    assert LEVELS.index(body.certainty) == max(0, start + sum(s.change for s in body.steps))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_dossier_keeps_its_conclusions(knowledge: Knowledge, folder: Path, lang: str) -> None:
    without, beside = page(knowledge, None, lang), page(knowledge, folder, lang)
    assert beside.bottom_line == without.bottom_line
    kinds = {"bottom-line", "conclusion", "version", "question"}
    assert not [c for c in changes(without, beside) if c.kind in kinds]
    curated = {f.id for f in without.findings}
    assert {f.id for f in beside.findings if f.quote is None} == curated
    machine = {f.id for f in beside.findings if f.quote is not None}
    assert machine
    for section in beside.sections:
        for said in section.statements:
            if machine & set(said.findings):
                assert said.machine and ("Machine-read" in said.text or "机读" in said.text)
            if not said.machine:
                assert not machine & set(said.findings)
        for table in section.tables:
            if table.machine:
                assert all(row.cells["quote"] and row.sources for row in table.rows)
            else:
                assert not any(machine & set(row.findings) for row in table.rows)
    sources = {s.id: s for s in beside.sources}
    assert sources["pmid:1"].machine and not sources["pmid:10680109"].machine


def test_a_retracted_paper_is_left_out_with_its_reason(knowledge: Knowledge, folder: Path) -> None:
    beside = page(knowledge, folder)
    assert "pmid:2" not in {s.id for s in beside.sources}
    methods = next(s for s in beside.sections if s.id == "methods")
    (told,) = [s.text for s in methods.statements if s.kind == "machine-left-out"]
    assert "pmid:2" in told and "retracted" in told


def test_same_library_same_bytes(knowledge: Knowledge, folder: Path) -> None:
    first = json_render.render(page(knowledge, folder))
    assert json_render.render(page(knowledge, folder)) == first


def test_a_disagreement_with_a_curated_study_is_listed(knowledge: Knowledge, folder: Path) -> None:
    (found,) = curated_readings(knowledge, folder, DAY)
    curated = knowledge.studies[found[0].study]
    (n,) = [d for d in found if d.field == "n"]
    assert (n.curated, n.machine) == (str(curated.population.n), "99")


def test_two_states_of_a_library_differ_in_what_came(knowledge: Knowledge, folder: Path) -> None:
    before = page(knowledge, folder)
    with LibraryWriter(folder) as writer:
        writer.add([replace(TRIAL, id="pmid:7", pmid="7", title="Ketamine and cancer pain again")])
    come = [c for c in changes(before, page(knowledge, folder)) if c.kind == "source"]
    assert [(c.place, c.before) for c in come] == [("pmid:7", None)]
    rows = [c for c in changes(before, page(knowledge, folder)) if c.kind == "machine"]
    assert rows and all(c.before is None and "pmid:7" in str(c.after) for c in rows)


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "Machine-read in the library"), ("zh", "文献库机读")]
)
def test_the_terminal_tells_what_the_library_holds(
    knowledge: Knowledge, folder: Path, lang: str, told: str
) -> None:
    """A line a section with the rows that a machine read, and from what the page was made."""
    out = io.StringIO()
    beside = page(knowledge, folder, lang)
    terminal_render.render(beside, Console(file=out, width=200))
    rows = sum(len(t.rows) for s in beside.sections for t in s.tables if t.machine)
    assert rows and told in out.getvalue() and "--format html" in out.getvalue()
    methods = next(s for s in beside.sections if s.id == "methods")
    made = next(s.text for s in methods.statements if s.kind == "method")
    assert ("local library" if lang == "en" else "本地文献库") in made
    alone = page(knowledge, None, lang)
    plain = next(s for s in alone.sections if s.id == "methods").statements[0].text
    assert "library" not in plain and "文献库" not in plain


def test_the_whole_chain_gives_the_same_bytes_twice(knowledge: Knowledge, tmp_path: Path) -> None:
    """File to library to dossier, made twice from nothing: the same page, byte for byte."""
    from itertools import islice

    from assuage.parsing.importing import read

    items = (i for i in read(shared("pubmed", "records.jsonl.gz")) if isinstance(i, Record))
    records = [r for r in islice(items, 4000) if "ketamine" in (r.title + r.abstract).lower()]
    assert len(records) > 5
    pages = []
    for name in ("first", "second"):
        with LibraryWriter(tmp_path / name) as writer:
            writer.add([*records, TRIAL])
        pages.append(json_render.render(page(knowledge, tmp_path / name)))
    assert pages[0] == pages[1] and '"quote"' in pages[0]


def test_a_draft_of_a_curated_work_says_so(folder: Path) -> None:
    done = CliRunner().invoke(main, ["curate", "pmid:10680109", "--library", str(folder)])
    assert done.exit_code == 0
    assert "curated already, as epidural-ketamine-neostigmine-midazolam-cancer-pain" in done.stderr
    assert "curated already" not in done.stdout
    done = CliRunner().invoke(main, ["curate", "pmid:1", "--library", str(folder)])
    assert done.exit_code == 0 and "curated already" not in done.stderr
