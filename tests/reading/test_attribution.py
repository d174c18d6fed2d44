"""Rows that a sentence does not bear out are left out: one case for each class of error seen."""

from datetime import date

import pytest

from assuage.knowledge.shelves import Knowledge
from assuage.reading import attribution as of
from assuage.reading.publication import Publications
from assuage.reading.study import study_of
from assuage.reading.text import reading_text
from assuage.terms.library import Work
from assuage.terms.reading import Mention, Span
from assuage.terms.record import Abstract, Passage, Record

DAY = date(2026, 11, 22)


def at(text: str, words: str, kind: str = "effect", name: str | None = None) -> Mention:
    """The first place of ``words``."""
    start = text.index(words)
    return Mention(Span(start, start + len(words)), kind, name or words)


def whole(text: str) -> Span:
    return Span(0, len(text))


@pytest.mark.parametrize(
    ("text", "drug", "effect", "told"),
    [
        ("Baclofen caused drowsiness in four patients.", "Baclofen", "drowsiness", True),
        ("Adverse events of gabapentin included headache.", "gabapentin", "headache", True),
        ("Patients treated with ketamine reported nausea.", "ketamine", "nausea", True),
        ("Nifedipine for ciclosporin-induced hypertension.", "ciclosporin", "hypertension", True),
        ("More people had constipation with morphine than with fentanyl.", "morphine",
         "constipation", True),
        ("No infections, falls or deaths occurred with baclofen.", "baclofen", "deaths", False),
        ("Baclofen suppressed alcohol withdrawal.", "Baclofen", "withdrawal", False),
        ("Gabapentin improves irritability, low mood or anxiety.", "Gabapentin", "anxiety", False),
        ("Attenuation of tremor by a baclofen pump.", "baclofen", "tremor", False),
        ("Gabapentin withdrawal presenting as seizures.", "Gabapentin", "seizures", False),
        ("Seizures after abrupt withdrawal of baclofen.", "baclofen", "Seizures", False),
        ("Fentanyl caused more hypotension than ketamine did.", "ketamine", "hypotension", False),
        ("Nausea was less frequent in the ketamine group.", "ketamine", "Nausea", False),
        ("Hypotension had a similar incidence with ketamine.", "ketamine", "Hypotension", False),
    ],
)  # fmt: skip
def test_adverse_effect_is_one_of_the_drug(text: str, drug: str, effect: str, told: bool) -> None:
    assert of.caused(text, whole(text), at(text, drug, "drug"), at(text, effect)) is told


def test_therapy_named_in_a_title_is_no_cause() -> None:
    text = "Sweating after spinal injury: a case report and gabapentin therapy."
    pair = at(text, "gabapentin"), at(text, "Sweating")
    assert of.caused(text, whole(text), *pair)
    text = "Sweating in spinal injury: a case report and gabapentin therapy."
    pair = at(text, "gabapentin"), at(text, "Sweating")
    assert not of.caused(text, whole(text), *pair)
    text = "Meningitis during baclofen therapy."
    pair = at(text, "baclofen"), at(text, "Meningitis")
    assert of.caused(text, whole(text), *pair)


@pytest.mark.parametrize(
    ("text", "words", "name", "told"),
    [
        ("Pain responders had less anxiety than others.", "responders", "pain-response", False),
        ("The number of responders with pain relief rose.", "responders", "pain-response", True),
        ("Five of the responders had no asthma.", "responders", "pain-response", False),
        ("Heat tolerance rose.", "tolerance", "tolerance", False),
        ("Tolerance to morphine developed.", "Tolerance", "tolerance", True),
        ("In heartburn patients acid episodes fell.", "heartburn", "dyspepsia", False),
        ("In patients with seizures sleep improved.", "seizures", "seizure", False),
        ("Quality-adjusted survival did not differ.", "survival", "overall-survival", False),
        ("Overall survival was longer.", "survival", "overall-survival", True),
        ("Time to death or graft loss was shorter.", "death", "death", False),
        ("Freedom from death, graft loss or dialysis was longer.", "death", "death", False),
        ("Death occurred in two.", "Death", "death", True),
    ],
)
def test_outcome_in_its_own_sense(text: str, words: str, name: str, told: bool) -> None:
    assert of.in_sense(text, whole(text), at(text, words, "outcome", name)) is told


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        ("There was no significant difference in nausea between groups.", "nausea", True),
        ("Blood pressure remained stable.", "Blood pressure", True),
        ("Ketamine had no effect on pain, nausea and vomiting.", "vomiting", True),
        ("It relieved pain without increasing side effects.", "side effects", True),
        ("It relieved pain without increasing side effects.", "pain", False),
        ("Despite more sedation, no difference in behaviour was found.", "sedation", False),
        ("The drug not only decreased pain but prolonged its relief.", "pain", False),
        ("No previously unrecognised adverse events were found.", "adverse events", False),
        ("Tiredness was not dose-related.", "Tiredness", False),
        ("Two left for no compliance or adverse effects.", "adverse effects", False),
        ("Pain before doses was not associated with them, but scores were reduced.", "Pain", False),
    ],
)
def test_no_difference_needs_its_words(text: str, words: str, told: bool) -> None:
    assert of.same_clause(text, whole(text), at(text, words, "outcome")) is told


def test_combinations_and_amounts() -> None:
    text = "The propofol-ketamine group slept; a combination of morphine and gabapentin; ketamine."
    named = [at(text, w, "drug") for w in ("propofol", "ketamine", "morphine", "gabapentin")]
    assert of.combined(text, named[1], named)
    assert of.combined(text, named[3], named)
    last = text.rindex("ketamine")
    assert not of.combined(text, Mention(Span(last, last + 8), "drug", "ketamine"), named)
    text = "Morphine consumption fell with ketamine."
    assert of.as_amount(text, at(text, "Morphine"))
    assert not of.as_amount(text, at(text, "ketamine"))

    text = "Bupivacaine lowered the need for opioid tablets; non-opioid care; opioid tablets."
    assert of.as_amount(text, at(text, "opioid"))
    for place in (text.index("non-") + 4, text.rindex("opioid")):
        drug = Mention(Span(place, place + 6), "class", "opioids-class")
        assert of.as_amount(text, drug) is (place < text.rindex("opioid"))


def test_predictors_are_no_effects_of_a_drug() -> None:
    text = "Age was an independent predictor of abuse."
    assert of.predicts(text, whole(text))
    assert not of.predicts("Ketamine lowered pain.", Span(0, 22))


def test_arm_of_one_drug() -> None:
    assert of.one_drug("ketamine group", "ketamine")
    assert of.one_drug("morphine-treated patients", "morphine")
    assert not of.one_drug("no-morphine group", "morphine")
    assert not of.one_drug("propofol-ketamine", "ketamine")
    assert not of.one_drug("morphine + GBP", "morphine")


def test_share_of_those_who_had_it() -> None:
    text = "31% had a greater than 50% reduction in seizures."
    assert not of.counts_event(text, whole(text), at(text, "seizures"))
    text = "In all, 24 of 98 discontinued, most of them for adverse events."
    assert not of.counts_event(text, whole(text), at(text, "adverse events"))
    text = "Seizures occurred in 4 of 20."
    assert of.counts_event(text, whole(text), at(text, "Seizures"))


def results(knowledge: Knowledge, title: str, text: str) -> list[tuple[str, str, str | None, str]]:
    record = Record(
        id="pmid:1", source="pubmed", kind="article", title=title, pmid="1", year=2015,
        abstracts=(Abstract(passages=(Passage(text=text),)),),
    )  # fmt: skip
    read = study_of(
        Publications(knowledge).read(record), reading_text(record),
        Work(number=1, lead=record, members=("pmid:1",), sources=("pubmed",), designs=("rct",)), knowledge, DAY,
    )  # fmt: skip
    return [(r.outcome, r.arm, r.versus, r.direction) for r in read.study.results] if read else []


def test_group_of_an_agent_that_the_knowledge_does_not_hold(knowledge: Knowledge) -> None:
    title = "Is atropine needed with ketamine sedation? A randomised trial"
    text = (
        "Children sedated with ketamine were randomly assigned to atropine or placebo. A rash was "
        "observed in 22.7% of the atropine group compared with 5.1% of the placebo group (OR 5.44, "
        "95% CI 1.11 to 26.6)."
    )
    assert results(knowledge, title, text) == []
    own = text.replace("sedated with ketamine ", "").replace("atropine", "ketamine")
    assert ("rash", "ketamine", "placebo", "higher") in results(
        knowledge, "Ketamine or placebo for sedation: a randomised trial of ketamine", own
    )


def test_a_number_is_not_given_the_next_outcome(knowledge: Knowledge) -> None:
    """The first odds ratio is of an outcome without a name here; pruritus has its own."""
    text = (
        "Patients were randomly assigned to fentanyl or placebo. Fentanyl decreased the likelihood "
        "of unrest (OR = 0.21, 95% CI = 0.15-0.30, P < 0.001) and increased the incidence of "
        "pruritus (OR = 5.59, 95% CI = 3.12-10.05, P < 0.001)."
    )
    found = results(knowledge, "Fentanyl or placebo: a randomised trial", text)
    assert [r for r in found if r[0] == "pruritus" and r[3] != "unclear"] == [
        ("pruritus", "fentanyl", "placebo", "higher")
    ]
