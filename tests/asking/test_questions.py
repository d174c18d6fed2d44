"""Plain questions find their drug, route, condition and aspect; decoys never match."""

import pytest

from assuage import runs
from assuage.asking.names import Index
from assuage.asking.question import ask, notes, questions
from assuage.knowledge.shelves import Knowledge
from assuage.terms.errors import UnknownName, UsageError


def _short(asked: tuple) -> list[tuple]:  # type: ignore[type-arg]
    return [(q.kind, q.drug or q.drug_class, q.route, q.condition) for q in asked]


def test_two_drugs_in_one_name_are_two_questions(knowledge: Knowledge) -> None:
    asked = ask(knowledge, "Is Ketamine (IV / Esketamine) Safe for Liver Cancer Patients?")
    assert _short(asked) == [
        ("drug", "ketamine", "intravenous", "liver-cancer"),
        ("drug", "esketamine", None, "liver-cancer"),
    ]
    assert {q.aspect for q in asked} == {"safety"}


@pytest.mark.parametrize(
    ("text", "kind", "agent", "route", "condition", "aspect"),
    [
        ("Can baclofen help a cancer patient?", "drug", "baclofen", None, "cancer", "benefit"),
        (
            "Does baclofen touch the tumour in liver cancer?",
            "drug",
            "baclofen",
            None,
            "liver-cancer",
            "disease-effect",
        ),
        ("氯胺酮对肝癌患者安全吗？", "drug", "ketamine", None, "liver-cancer", "safety"),
        ("艾司氯胺酮对抑郁症有效吗", "drug", "esketamine", None, "depression", "benefit"),
        (
            "Do immunosuppressants relieve chronic pain?",
            "class",
            "immunosuppressants",
            None,
            "chronic-pain",
            "benefit",
        ),
        (
            "Do immunosuppressants relieve chronic pain, in whom, at what risk?",
            "class",
            "immunosuppressants",
            None,
            "chronic-pain",
            "overview",
        ),
        ("氯胺酮对癌痛有效吗，风险如何？", "drug", "ketamine", None, "cancer-pain", "overview"),
        (
            "intrathecal baclofen in spasticity: complications",
            "drug",
            "baclofen",
            "intrathecal",
            "spasticity",
            "safety",
        ),
        ("What drives liver cancer pain?", "topic", None, None, "liver-cancer-pain", "mechanism"),
        (
            "gabapentin dose in neuropathic pain",
            "drug",
            "gabapentin",
            None,
            "neuropathic-pain",
            "dose",
        ),
    ],
)
def test_a_plain_question(
    knowledge: Knowledge,
    text: str,
    kind: str,
    agent: str | None,
    route: str | None,
    condition: str,
    aspect: str,
) -> None:
    question = ask(knowledge, text)[0]
    assert (question.kind, question.drug or question.drug_class) == (kind, agent)
    assert (question.route, question.condition, question.aspect) == (route, condition, aspect)


def test_a_question_on_pumps_without_a_condition_takes_the_most_studied(
    knowledge: Knowledge,
) -> None:
    asked = ask(knowledge, "What is known of intrathecal baclofen pumps: efficacy and withdrawal?")
    assert _short(asked) == [("drug", "baclofen", "intrathecal", "spasticity")]


@pytest.mark.parametrize("decoy", ["oxymorphone", "hydrocodone", "arketamine", "remifentanil"])
def test_decoys_do_not_match(knowledge: Knowledge, decoy: str) -> None:
    assert [m for m in Index(knowledge).find(f"is {decoy} safe?") if m.kind == "drug"] == []
    with pytest.raises(UnknownName):
        questions(knowledge, decoy, "cancer pain")


def test_esketamine_is_not_ketamine(knowledge: Knowledge) -> None:
    found = [m.id for m in Index(knowledge).find("esketamine nasal spray") if m.kind == "drug"]
    assert found == ["esketamine"]


def test_every_name_finds_its_own_entry(knowledge: Knowledge) -> None:
    index = Index(knowledge)
    for key, drug in knowledge.drugs.items():
        for name in (
            drug.names.en,
            drug.names.zh,
            *drug.names.en_synonyms,
            *drug.names.zh_synonyms,
        ):
            assert key in {m.id for m in index.find(f"Is {name} safe?")}, name


def test_a_misspelt_name_gets_the_nearest(knowledge: Knowledge) -> None:
    with pytest.raises(UnknownName, match="ketamine"):
        questions(knowledge, "ketamin", "liver cancer")
    with pytest.raises(UnknownName, match="liver cancer"):
        questions(knowledge, "ketamine", "livr cancer")


def test_a_question_without_a_subject_is_refused(knowledge: Knowledge) -> None:
    with pytest.raises(UsageError, match="no condition"):
        ask(knowledge, "what should I do?")


def test_a_class_expands_to_its_drugs(knowledge: Knowledge) -> None:
    question = questions(knowledge, "immunosuppressants", "chronic pain")[0]
    assert {"methotrexate", "infliximab", "tacrolimus", "prednisolone"} <= set(question.drugs)


def test_what_the_person_takes_is_not_a_question_of_its_own(knowledge: Knowledge) -> None:
    asked = ask(
        knowledge,
        "is ketamine safe for this woman with liver cancer, Child-Pugh B, on lenvatinib and morphine?",
    )
    assert _short(asked) == [("drug", "ketamine", None, "liver-cancer")]
    assert asked[0].together_with == ("lenvatinib", "morphine")


@pytest.mark.parametrize(
    "text",
    [
        "肝癌患者正在使用索拉非尼，用氯胺酮安全吗",
        "氯胺酮用于肝癌安全吗，患者在用索拉非尼",
        "For a man on sorafenib, is ketamine safe in liver cancer?",
    ],
)
def test_co_medication_may_be_named_first(knowledge: Knowledge, text: str) -> None:
    asked = ask(knowledge, text)
    assert _short(asked) == [("drug", "ketamine", None, "liver-cancer")]
    assert asked[0].together_with == ("sorafenib",)


def test_the_dossier_names_what_adds_up_with_what_the_person_takes(knowledge: Knowledge) -> None:
    question = ask(knowledge, "ketamine in cancer pain for a man taking morphine")[0]
    page = runs.page(knowledge, question)
    first = page.sections[0]
    said = [s.text for s in first.statements if s.kind == "shared-with"]
    assert said and "sedation" in said[0] and "respiratory depression" in said[0]


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("Can baclofen help a cancer patient, and does it touch the tumour?", None),
        ("It is 3am: morphine dose for cancer pain", None),
        ("IT morphine for cancer pain", "intrathecal"),
        ("ketamine (IV) in cancer pain", "intravenous"),
    ],
)
def test_a_pronoun_is_no_route(knowledge: Knowledge, text: str, route: str | None) -> None:
    assert ask(knowledge, text)[0].route == route


def test_a_drug_that_is_not_held_is_not_dropped(knowledge: Knowledge) -> None:
    with pytest.raises(UnknownName, match="sintilimab"):
        ask(knowledge, "sintilimab in liver cancer")


def test_what_was_filled_in_or_not_used_is_said(knowledge: Knowledge) -> None:
    text = "Is morphine safe with an eGFR of 20?"
    said = " ".join(notes(knowledge, text, ask(knowledge, text)))
    assert "no condition is named" in said
    text = "ketamine in cancer pain"
    assert notes(knowledge, text, ask(knowledge, text)) == ()


def test_a_slip_of_the_finger_in_a_question_gets_the_near_names(knowledge: Knowledge) -> None:
    with pytest.raises(UsageError, match="ketamine"):
        ask(knowledge, "ketamin livr cancr")


def test_a_long_question_is_not_echoed_whole(knowledge: Knowledge) -> None:
    with pytest.raises(UsageError) as caught:
        ask(knowledge, "x " * 50_000)
    assert len(str(caught.value)) < 400


def test_a_safety_question_reads_harm_first(knowledge: Knowledge) -> None:
    question = ask(knowledge, "Is ketamine safe in liver cancer?")[0]
    kinds = [s.kind for s in runs.page(knowledge, question).sections[0].statements]
    assert kinds.index("bottom-harm") < kinds.index("bottom-benefit")
    overview = ask(knowledge, "ketamine in liver cancer")[0]
    kinds = [s.kind for s in runs.page(knowledge, overview).sections[0].statements]
    assert kinds.index("bottom-benefit") < kinds.index("bottom-harm")
