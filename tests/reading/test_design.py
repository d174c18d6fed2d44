"""Designs: constructed cases, invariants, and randomised trials of half A of the typed records."""

import gzip
import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assuage.reading.design import design
from tests.shared_data import shared

CASES = [
    ("Examplin for pain: a randomised double-blind crossover trial", "rct-crossover", "double"),
    ("Examplin for pain\nSixty patients were randomly assigned to examplin or placebo.", "rct-parallel", None),
    ("Examplin for pain\nWards were randomized in clusters. An open-label cluster randomised trial in patients.", "rct-cluster", "open"),
    ("Examplin in pain\nPatients received examplin or placebo in a single-blind study.", "rct-parallel", "single"),
    ("Examplin in pain\nFourteen adolescents participated in a double-blind study of examplin and dummitol.", "rct-parallel", "double"),
    ("Examplin: a systematic review and meta-analysis of randomised trials", "meta-analysis", None),
    ("Examplin for pain: network meta-analysis", "network-meta-analysis", None),
    ("Examplin: systematic review", "systematic-review", None),
    ("Use of examplin: a review\nSeveral randomized trials have shown an effect.", "narrative-review", None),
    ("Examplin in rats\nRats were randomly assigned to two groups.", "animal", None),
    ("Effects on cultured liver cells in vitro\nWells were randomly assigned.", "in-vitro", None),
    ("Examplin and falls: a cohort study", "cohort", None),
    ("Examplin and falls: a case-control study", "case-control", None),
    ("Delirium after examplin: a case report", "case-report", None),
    ("Examplin: study protocol for a randomised controlled trial", "protocol", None),
    ("Pharmacokinetics of examplin in healthy volunteers", "pharmacokinetic", None),
    ("Population pharmacokinetics of examplin", "population-pk", None),
    ("Clinical practice guideline for examplin", "guideline", None),
    ("Pain in wards\nA cross-sectional study of patients.", "cross-sectional", None),
    ("Examplin or dummitol for colitis: a mixed methods, open-label, pragmatic randomised trial\nPatients were recruited.", "rct-parallel", "open"),
    ("Phase I study of examplin\nPatients received examplin. A randomized phase II trial is currently underway.", "single-arm", None),
    ("Examplin and stools\nThe use of examplin was studied in an open sequential trial. This should be confirmed in a randomised double-blind study.", "single-arm", None),
    ("Examplin for spasms\nPresented is a case report of a woman with spasms.", "case-report", None),
    ("Spasms after examplin: a case report and review of the literature\nA man had spasms.", "case-report", None),
    ("Examplin and memory\nAdult female rats showed more memory, which may hold for humans.", "animal", None),
    ("Examplin and T cells in people with a disease\nT-cell lines were made. Their supernatants were assayed.", "in-vitro", None),
    ("Intrathecal examplin in children\nChildren who responded to a trial dose were followed by a double-blind trial of examplin or placebo. Twelve children were followed.", "trial-nonrandomised", "double"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "masking"), CASES)
def test_words(text: str, wanted: str, masking: str | None) -> None:
    found = design(text)
    assert found is not None
    assert (found.design, found.masking) == (wanted, masking)
    assert all(0 <= s.start < s.end <= len(text) for s in found.spans)


@pytest.mark.parametrize(
    "text",
    [
        "Examplin use\nHouseholds were randomly selected for the survey of patients.",
        "Examplin use\nFurther randomized controlled trials in patients are needed.",
        "Examplin use\nWe used data from a randomised trial of patients with a random effects model.",
        "Examplin use\nPatients were treated in a nonrandomized way.",
        "Examplin use\nPatients took it. A randomised controlled trial of examplin in those at risk may be indicated in the future.",
        "Examplin use\nPatients took it. A large randomised controlled trial comparing examplin with rest is needed.",
        "Examplin use\nPatients took it. A double-blind, placebo-controlled trial appears warranted.",
        "Examplin use\nIt was effective in randomized secondary prevention trials, and patients were told so.",
        "Retraction: Examplin versus dummitol for surgery: a randomized controlled trial",
        "Erratum to: Examplin in knees: a double-blinded randomised trial in patients",
        "Scans of the liver\nTwo observers read the scans of 30 patients in a double-blind manner.",
        "Scans of the liver\nAn assessor-blinded reading of the scans of 30 patients.",
    ],
)
def test_words_that_tell_of_no_own_randomisation(text: str) -> None:
    found = design(text)
    assert found is None or not found.design.startswith("rct")


def test_types_come_first() -> None:
    text = "Examplin for pain\nPatients were randomly assigned."
    found = design(text, (), ("Journal Article", "Review"))
    assert found is not None and (found.design, found.from_types) == (
        "narrative-review",
        ("Review",),
    )
    found = design("Examplin for pain", (), ("Randomized Controlled Trial",))
    assert found is not None and found.design == "rct-parallel"
    assert design("Examplin for pain", (), ("Journal Article",)) is None


@given(st.text(max_size=300))
@settings(max_examples=500)
def test_any_text_is_read(text: str) -> None:
    found = design(text)
    assert found is None or all(0 <= s.start < s.end <= len(text) for s in found.spans)


@given(
    st.lists(
        st.sampled_from(
            [
                "random",
                "randomised",
                "blind",
                "placebo",
                "crossover",
                "controlled",
                "İ",
                "trial",
                "trials",
                "review",
                "patients",
                "were",
                "to",
                ".",
                "\n",
                "two",
            ]
        ),
        max_size=30,
    ).map(" ".join)
)
def test_any_words_of_trials_are_read(text: str) -> None:
    found = design(text)
    assert found is None or all(0 <= s.start < s.end <= len(text) for s in found.spans)


def test_randomised_trials_of_half_a_are_found() -> None:
    """At least what evaluation/reading_records.md reports of the half that was read."""
    path = shared("pubmed", "records.jsonl.gz")
    hits = missed = wrong = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for entry in map(json.loads, lines):
            types = entry.get("publication_types")
            if not types or hashlib.sha256(entry["pmid"].encode()).digest()[0] & 1:
                continue
            found = design(f"{entry['title']}\n{entry['abstract']}")
            said = found is not None and found.design.startswith("rct")
            true = "Randomized Controlled Trial" in types
            hits, missed, wrong = (
                hits + (said and true),
                missed + (true and not said),
                wrong + (said and not true),
            )
    assert hits / (hits + missed) >= 0.85
    assert hits / (hits + wrong) >= 0.90


def test_masking_of_a_trial_that_is_wanted_is_not_the_studys() -> None:
    found = design(
        "Examplin in pain: a randomised trial\nPatients were randomised. "
        "A double-blind, placebo-controlled trial is needed."
    )
    assert found is not None
    assert (found.design, found.masking) == ("rct-parallel", None)


def test_trials_whose_people_need_something_stay_the_texts_own() -> None:
    found = design(
        "Examplin\nA randomised trial in patients for whom opioids are indicated was done at home."
    )
    assert found is not None
    assert found.design == "rct-parallel"
