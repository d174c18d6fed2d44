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
from assuage.terms.study import Study

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
        ("Sitting tolerance rose.", "tolerance", "tolerance", False),
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


def test_what_is_alike_in_both_arms_has_no_direction(knowledge: Knowledge) -> None:
    text = (
        "Sixty adults were randomly assigned to olanzapine or placebo. Quality of life improved "
        "similarly in the olanzapine and placebo groups, but patients had a better response to "
        "olanzapine (P < .05)."
    )
    found = results(knowledge, "Olanzapine or placebo in depression: a randomised trial", text)
    assert not [r for r in found if r[0] == "quality-of-life"]


def test_an_arm_that_is_no_substance_does_not_hide_the_control(knowledge: Knowledge) -> None:
    text = (
        "Sixty adults were randomly assigned to group A, who received gabapentin, or group B, who "
        "received placebo. Pain intensity was significantly lower in patients who received gabapentin "
        "(P < 0.01)."
    )
    found = results(knowledge, "Gabapentin after operations: a randomised trial", text)
    assert ("pain-intensity", "gabapentin", "placebo", "lower") in found


def study(knowledge: Knowledge, title: str, text: str) -> Study:
    """The whole study read from a title and an abstract of our own words."""
    record = Record(
        id="pmid:1", source="pubmed", kind="article", title=title, pmid="1", year=2015,
        abstracts=(Abstract(passages=(Passage(text=text),)),),
    )  # fmt: skip
    read = study_of(
        Publications(knowledge).read(record), reading_text(record),
        Work(number=1, lead=record, members=("pmid:1",), sources=("pubmed",), designs=("rct",)), knowledge, DAY,
    )  # fmt: skip
    assert read is not None
    return read.study


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Deaths with methadone tablets and syrup",
            "We studied deaths of patients given methadone. The relative risk of death with methadone "
            "tablets versus methadone syrup was 7.29 (95% CI 2.15 to 31.48).",
        ),
        (
            "Controlled-release versus immediate-release morphine: a randomised trial",
            "Forty patients were randomly assigned to two formulations of morphine. Pain intensity "
            "was significantly lower with controlled-release morphine (P < 0.01).",
        ),
        (
            "Single or double dose of methotrexate: a randomised trial",
            "Eighty women were randomly assigned. Hospital stay was significantly lower with double "
            "dose methotrexate than with single dose methotrexate (P < 0.01).",
        ),
        (
            "A propofol-ketamine combination for sedation: a randomised trial against placebo",
            "Eighty patients were randomly assigned to propofol-ketamine or placebo. Hypotension was "
            "significantly less common with ketamine than with placebo (P < 0.01).",
        ),
        (
            "Gabapentin against placebo on top of morphine: a randomised trial",
            "Eighty patients were randomly assigned to gabapentin or placebo; all patients received "
            "morphine. Nausea was more frequent with morphine than with placebo (P < 0.01).",
        ),
    ],
)
def test_versions_combinations_and_what_all_got_give_no_result(
    knowledge: Knowledge, title: str, text: str
) -> None:
    drugs = {"methadone", "morphine", "methotrexate", "ketamine"}
    assert not [
        r for r in study(knowledge, title, text).results if r.arm in drugs and r.versus is not None
    ]


def test_volunteers_have_no_condition(knowledge: Knowledge) -> None:
    text = (
        "Gabapentin is given in neuropathic pain. Neuropathic pain is common. We gave gabapentin or "
        "placebo to 12 healthy volunteers. Heat pain was lower with gabapentin than with placebo "
        "(P < 0.01). Gabapentin may help in neuropathic pain."
    )
    assert study(knowledge, "Gabapentin and placebo in heat pain", text).conditions == ()
    ill = text.replace("healthy volunteers", "patients with neuropathic pain")
    assert study(knowledge, "Gabapentin and placebo in heat pain", ill).conditions == (
        "neuropathic-pain",
    )


def test_both_shares_or_none(knowledge: Knowledge) -> None:
    title = "Ketamine or placebo for sedation: a randomised trial of ketamine"
    text = (
        "In all, 120 patients were randomly assigned to ketamine or placebo. Vomiting occurred in 16 of "
        "60 patients (27%) in the ketamine group and in 6 of 60 patients (10%) in the placebo group."
    )
    (found,) = [r for r in study(knowledge, title, text).results if r.values]
    assert [(v.arm, v.events, v.n) for v in found.values] == [
        ("ketamine", 16, 60),
        ("placebo", 6, 60),
    ]
    alone = text.replace("in the placebo group", "in the others")
    assert not [r for r in study(knowledge, title, alone).results if r.values]


def test_each_number_goes_to_its_own_outcome(knowledge: Knowledge) -> None:
    text = (
        "We pooled trials of carbamazepine against placebo. Carbamazepine had a number needed to treat "
        "of 2.6 for effectiveness, 3.4 for adverse effects against placebo."
    )
    found = study(knowledge, "Carbamazepine against placebo: a systematic review", text).results
    assert not [r for r in found if r.effect is not None and str(r.effect) == "2.6"]


def test_what_a_trial_treats_is_no_harm(knowledge: Knowledge) -> None:
    text = (
        "Nine patients were randomly assigned to morphine or placebo. Dyspnoea was associated with "
        "morphine in two. Nausea was caused by morphine in three patients."
    )
    title = "Morphine for dyspnoea in advanced cancer: a randomised trial against placebo"
    assert "dyspnoea" not in {r.outcome for r in study(knowledge, title, text).results}


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        ("Lymphoma occurred in patients with Crohn's disease or ulcerative colitis.", "colitis", True),
        ("Patients treated for seizures did well.", "seizures", True),
        ("A drug for headache caused sleep.", "headache", True),
        ("Women with a history of depression were excluded.", "depression", True),
        ("Patients with ketamine had nausea.", "nausea", False),
        ("Nausea was frequent.", "Nausea", False),
    ],
)  # fmt: skip
def test_what_people_have_is_no_effect(text: str, words: str, told: bool) -> None:
    assert of.of_people(text, 0, at(text, words, "effect").span) is told


def test_death_of_cells_and_parts_of_a_composite_are_no_deaths() -> None:
    for text in ("It triggers erythrocyte death.", "A composite of death and stroke was rarer."):
        assert not of.in_sense(text, whole(text), at(text, "death", "effect", "death"))


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Sixty patients were randomised to ketamine or placebo.", 60),
        ("Thirty patients were randomised in each of four groups to ketamine or placebo.", None),
        (
            "A total of 822 patients were randomised to ketamine, and 841 to receive placebo.",
            None,
        ),
    ],
)
def test_people_of_one_group_are_not_all(knowledge: Knowledge, text: str, n: int | None) -> None:
    assert study(knowledge, "Ketamine or placebo", text).population.n == n
