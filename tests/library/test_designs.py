"""Designs from types, MeSH and words; and how often the words are right on real records."""

import runpy
from pathlib import Path

import pytest

from assuage.library.designs import DESIGNS, designs
from assuage.terms.record import Abstract, Heading, Passage, Record, Term
from assuage.terms.trial_record import Trial
from tests.shared_data import shared

EVALUATION = Path(__file__).resolve().parents[2] / "evaluation" / "designs.py"


def read(
    title: str, text: str = "", types: tuple[str, ...] = (), mesh: tuple[str, ...] = ()
) -> set[str]:
    return set(
        designs(
            Record(
                id="pmid:1",
                source="pubmed",
                title=title,
                abstracts=(Abstract((Passage(text),)),),
                publication_types=tuple(map(Term, types)),
                mesh=tuple(map(Heading, mesh)),
            )
        )
    )


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Ketamine in cancer pain: a randomised, double-blind trial", "", {"rct"}),
        ("Ketamine in pain", "Forty patients were randomly assigned to two groups.", {"rct"}),
        ("Ketamine in pain", "In this randomized crossover study volunteers took it.", {"rct"}),
        ("Ketamine: a systematic review and meta-analysis of randomised trials", "",
         {"systematic-review", "meta-analysis", "review"}),
        ("Network meta-analysis of antiemetics", "", {"network-meta-analysis", "meta-analysis"}),
        ("Ketamine after surgery: a retrospective cohort study", "", {"cohort"}),
        ("Smoking and pain: a case-control study", "", {"case-control"}),
        ("Hiccups and baclofen: a case report", "", {"case-report"}),
        ("Study protocol for a randomised trial of ketamine", "", {"protocol"}),
        ("Ketamine in rats with nerve injury", "Rats were randomly assigned.", {"animal"}),
        ("Pharmacokinetics of baclofen in children", "", {"pharmacokinetic"}),
    ],
)  # fmt: skip
def test_words_of_its_own(title: str, text: str, expected: set[str]) -> None:
    found = read(title, text)
    assert expected <= found
    if "rct" not in expected:
        assert "rct" not in found


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Ketamine in pain", "Randomized trials are needed. Patients were followed."),
        (
            "Ketamine in pain",
            "Patients took it. A randomized phase II trial of ketamine is currently underway.",
        ),
        (
            "Ketamine in pain",
            "Patients took it. This should be confirmed in a randomised double-blind study.",
        ),
        ("Retraction: Ketamine in pain: a randomized controlled trial", ""),
        ("Opioids reviewed", "This review tells of patients randomised to opioids."),
        ("Ketamine in pain", "We searched MEDLINE; patients were randomized in nine trials."),
        ("A post hoc analysis of a randomised trial", "Patients were randomized."),
        ("Wear of teeth in vitro", "Teeth were randomly divided into two groups."),
    ],
)
def test_trials_of_others_do_not_count(title: str, text: str) -> None:
    assert "rct" not in read(title, text)


def test_what_the_source_says_comes_first() -> None:
    assert "rct" in read("Ketamine", types=("Randomized Controlled Trial",))
    assert "rct" not in read("A randomised trial", types=("Editorial",))
    assert read("Pain", types=("Review",)) == {"review", "narrative-review"}
    assert "narrative-review" not in read("Pain", types=("Review", "Systematic Review"))
    assert "animal" in read("Pain", mesh=("Animals", "Rats"))
    assert "animal" not in read("Pain", mesh=("Animals", "Humans"))
    trial = Record(
        id="nct:NCT01", source="x", kind="trial", trial=Trial(nct="NCT01", allocation="RANDOMIZED")
    )
    assert {"rct", "trial-record"} <= set(designs(trial))
    assert read("Pain") == set()


def test_ids_are_sorted_and_single() -> None:
    found = designs(
        Record(id="pmid:1", source="x", title="A cohort, a registry and a survey: case series")
    )
    assert list(found) == sorted(set(found))


def test_every_design_that_is_given_can_be_asked_for() -> None:
    module = runpy.run_path(str(EVALUATION))
    held = module["entries"](shared("pubmed", "records.jsonl.gz"))[::5]
    given = {d for e in held for d in designs(module["record_of"](e, types=True, mesh=True))}
    assert given <= set(DESIGNS)
    assert {"rct", "meta-analysis", "cohort", "case-report", "animal", "pharmacokinetic"} <= given


def test_randomised_trials_of_the_shared_records_are_recognised() -> None:
    module = runpy.run_path(str(EVALUATION))
    path = shared("pubmed", "records.jsonl.gz")
    entries = module["entries"](path)
    unseen = [e for e in entries if module["half"](e["pmid"]) == "B"]
    hit, wrong, missed = module["counts"](unseen, False)
    assert hit / (hit + missed) > 0.75
    assert hit / (hit + wrong) > 0.90
