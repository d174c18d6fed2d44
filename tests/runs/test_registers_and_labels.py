"""Register entries and labels in a dossier: exact, quoted, and labelled machine-read."""

from datetime import date
from pathlib import Path

import pytest

from assuage import runs
from assuage.asking.question import questions
from assuage.knowledge.shelves import Knowledge
from assuage.library.writer import LibraryWriter
from assuage.parsing import spl
from assuage.runs.evidence import evidence
from assuage.runs.library_evidence import machine_read
from assuage.runs.reading import read_work, told
from assuage.terms.finding import Finding
from assuage.terms.record import Record
from assuage.terms.trial_record import (
    AdverseEvent,
    Analysis,
    EventCount,
    EventGroup,
    Group,
    Intervention,
    MeasuredCategory,
    MeasuredOutcome,
    Measurement,
    Trial,
)
from tests.shared_data import shared

DAY = date(2026, 11, 22)

GROUPS = (Group("OG000", "Ketamine"), Group("OG001", "Placebo"))
TRIAL = Record(
    id="nct:NCT00000101", source="clinicaltrials", kind="trial", year=2012,
    title="Ketamine in cancer pain",
    trial=Trial(
        nct="NCT00000101", status="TERMINATED", why_stopped="Slow recruitment",
        conditions=("Cancer Pain",), allocation="RANDOMIZED", intervention_model="PARALLEL",
        masking="DOUBLE", enrollment="41", study_type="INTERVENTIONAL", has_results=True,
        interventions=(Intervention("Ketamine", "DRUG"), Intervention("Placebo", "DRUG")),
        event_groups=(
            EventGroup("EG000", "Ketamine"), EventGroup("EG001", "Placebo"),
        ),
        events=(
            AdverseEvent("Nausea", False, counts=(
                EventCount("EG000", affected="12", at_risk="20"),
                EventCount("EG001", affected="2", at_risk="21"),
            )),
            AdverseEvent("Dizziness", False, counts=(
                EventCount("EG000", affected="3", at_risk="20"),
                EventCount("EG001", affected="2", at_risk="21"),
            )),
        ),
        measured=(
            MeasuredOutcome(
                "PRIMARY", "Pain intensity", parameter="Mean", dispersion="Standard Deviation",
                unit="units on a scale", groups=GROUPS,
                denominators=(Measurement("OG000", "20"), Measurement("OG001", "21")),
                categories=(MeasuredCategory((
                    Measurement("OG000", "3.2", spread="1.10"), Measurement("OG001", "4.0", spread="1.2"),
                )),),
                analyses=(Analysis(
                    groups=("OG000", "OG001"), parameter="Mean Difference (Final Values)",
                    value="-0.8", ci_percent="95", ci_lower="-1.7", ci_upper="0.1",
                ),),
            ),
        ),
    ),
)  # fmt: skip


def found(knowledge: Knowledge, folder: Path) -> dict[str, Finding]:
    with LibraryWriter(folder) as writer:
        writer.add([TRIAL])
    question = questions(knowledge, "ketamine", "cancer pain")[0]
    told: list[tuple[int, int]] = []
    read = machine_read(knowledge, question, folder, DAY, progress=lambda *at: told.append(at))
    assert told == [(1, 1)]
    return {f.fact.outcome: f for f in read.findings} | {"trial": read.registered[0]}


def test_a_register_entry_is_read_exactly(knowledge: Knowledge, tmp_path: Path) -> None:
    held = found(knowledge, tmp_path)
    nausea = held["nausea"]
    assert [(v.arm, v.events, v.n) for v in nausea.fact.values] == [
        ("ketamine", 12, 20), ("placebo", 2, 21),
    ]  # fmt: skip
    # 60% against 10%: Newcombe's interval lies above 0; 15% against 10% holds it.
    assert (nausea.fact.direction, nausea.fact.versus) == ("higher", "placebo")
    assert held["dizziness"].fact.direction == "no-difference"
    assert nausea.fact.where == "trial.events[0]" and nausea.fact.effect is None
    pain = held["pain-intensity"].fact
    assert [(v.arm, str(v.mean), str(v.sd)) for v in pain.values] == [
        ("ketamine", "3.2", "1.10"), ("placebo", "4.0", "1.2"),
    ]  # fmt: skip
    assert (str(pain.effect), [str(x) for x in pain.interval]) == ("-0.8", ["-1.7", "0.1"])
    assert pain.direction == "no-difference"
    trial = held["trial"]
    assert (trial.fact.status, trial.fact.n, trial.directness) == ("terminated", 41, "direct")
    assert trial.quote is not None and trial.quote.text == "Slow recruitment"


def test_a_register_entry_and_a_label_are_told(knowledge: Knowledge, tmp_path: Path) -> None:
    """Numbers come out in the digits of the source."""
    path = shared("labels", "openfda", "openfda", "spl", "tests", "data", "humira.xml")
    label = next(r for r in spl.records(path.read_bytes(), path.name) if isinstance(r, Record))
    with LibraryWriter(tmp_path) as writer:
        writer.add([TRIAL, label])
    shown = "\n".join(told(read_work(knowledge.root.parent, tmp_path, TRIAL.id)))
    assert "Slow recruitment" in shown and "3.2 ± 1.10" in shown
    shown = "\n".join(told(read_work(knowledge.root.parent, tmp_path, label.id)))
    assert "frequency: " in shown and "clearance decrease 29%" in shown


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_tells_why_a_trial_stopped(
    knowledge: Knowledge, tmp_path: Path, lang: str
) -> None:
    with LibraryWriter(tmp_path) as writer:
        writer.add([TRIAL])
    question = questions(knowledge, "ketamine", "cancer pain")[0]
    page = runs.page(knowledge, question, lang, None, tmp_path)
    section = next(s for s in page.sections if s.id == "trials")
    (told,) = [s for s in section.statements if s.machine]
    assert "Slow recruitment" in told.text and told.sources == ("nct:NCT00000101",)


def test_a_label_beside_the_curated_facts(knowledge: Knowledge, tmp_path: Path) -> None:
    """Adalimumab's label: Table 1 has headache in 12% against 8%, by eye."""
    path = shared("labels", "openfda", "openfda", "spl", "tests", "data", "humira.xml")
    with LibraryWriter(tmp_path) as writer:
        writer.add(r for r in spl.records(path.read_bytes(), path.name) if isinstance(r, Record))
    question = questions(knowledge, "adalimumab", "chronic pain")[0]
    read = machine_read(knowledge, question, tmp_path, DAY)
    harms = {
        f.fact.effect: (str(f.fact.percent), str(f.fact.comparator_percent))
        for f in read.of_labels
        if f.kind == "adverse-effect"
    }
    assert harms["headache"] == ("12", "8") and harms["nausea"] == ("9", "8")
    boxed = {f.fact.risk for f in read.of_labels if f.kind == "boxed-warning"}
    assert {"serious-infection", "tuberculosis", "lymphoma"} <= boxed
    organs = {(f.fact.organ, f.fact.action) for f in read.of_labels if f.kind == "organ-guidance"}
    assert organs == {("liver", "not-studied"), ("kidney", "not-studied")}
    page = runs.page(knowledge, question, "zh", None, tmp_path)
    tables = {t.id: t for s in page.sections for t in s.tables if t.machine}
    assert {"machine-label-harms", "machine-label-organs"} <= set(tables)
    assert all(r.cells["quote"] and r.sources for t in tables.values() for r in t.rows)


def test_the_evidence_table_holds_registers_and_labels(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    path = shared("labels", "openfda", "openfda", "spl", "tests", "data", "humira.xml")
    with LibraryWriter(tmp_path) as writer:
        writer.add([TRIAL])
        writer.add(r for r in spl.records(path.read_bytes(), path.name) if isinstance(r, Record))
    asked = questions(knowledge, "ketamine", "cancer pain")[0]
    rows = {(r.kind, r.outcome): r for r in evidence(knowledge, asked, tmp_path).rows}
    nausea = rows["count", "nausea"]
    assert nausea.printed == "ketamine 12/20; placebo 2/21"
    assert (nausea.meaning, nausea.directness) == ("harm", "direct")
    assert rows["trial", None].printed == "terminated"
    asked = questions(knowledge, "adalimumab", "chronic pain")[0]
    printed = {(r.outcome, r.printed) for r in evidence(knowledge, asked, tmp_path).rows}
    assert ("headache", "12% v 8%") in printed and ("tuberculosis", "boxed warning") in printed


def test_a_label_warns_of_what_comes_not_of_what_people_have(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    """Adalimumab's box: lymphoma in patients WITH colitis is no colitis; a quote holds its effect."""
    path = shared("labels", "openfda", "openfda", "spl", "tests", "data", "humira.xml")
    with LibraryWriter(tmp_path) as writer:
        writer.add(r for r in spl.records(path.read_bytes(), path.name) if isinstance(r, Record))
    question = questions(knowledge, "adalimumab", "chronic pain")[0]
    of_labels = machine_read(knowledge, question, tmp_path, DAY).of_labels
    told = {getattr(f.fact, "risk", getattr(f.fact, "effect", None)) for f in of_labels}
    assert "immune-mediated-colitis" not in told
    # Urinary tract infection is one infection of many: its share is not that of infection.
    assert not [f for f in of_labels if getattr(f.fact, "effect", None) == "infection"]
    words = {"tuberculosis": "tuberculosis", "lymphoma": "lymphoma", "headache": "headache"}
    for finding in of_labels:
        effect = getattr(finding.fact, "risk", getattr(finding.fact, "effect", None))
        if effect in words:
            assert finding.quote is not None and words[effect] in finding.quote.text.lower()
