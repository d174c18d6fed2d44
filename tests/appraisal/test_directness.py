"""How directly evidence speaks: hand-worked cases in liver cancer, and what must hold for all."""

import pytest

from assuage.appraisal.directness import Conditions
from assuage.appraisal.gather import gather
from assuage.asking.question import questions
from assuage.knowledge.shelves import Knowledge
from assuage.terms.question import Question


@pytest.mark.parametrize(
    ("asked", "studied", "label"),
    [
        ("liver-cancer", ("liver-cancer",), "direct"),
        # Pain from liver cancer is liver cancer; cancer at large is only near it.
        ("liver-cancer", ("liver-cancer-pain",), "direct"),
        ("liver-cancer-pain", ("cancer-pain",), "near-condition"),
        ("liver-cancer", ("cancer",), "near-condition"),
        ("cancer", ("liver-cancer",), "direct"),
        ("liver-cancer", ("alcohol-use-disorder",), "other-condition"),
        ("liver-cancer", (), "general"),
        # The nearest of several conditions counts.
        ("liver-cancer", ("alcohol-use-disorder", "liver-cancer"), "direct"),
    ],
)
def test_nearness(knowledge: Knowledge, asked: str, studied: tuple[str, ...], label: str) -> None:
    assert Conditions(knowledge, asked).nearness(studied) == label


def test_pain_of_a_procedure_is_not_the_pain_of_the_tumour(knowledge: Knowledge) -> None:
    after = [s for s in knowledge.studies.values() if "after-hepatectomy" in s.population.features]
    assert after
    around = Conditions(knowledge, "liver-cancer-pain")
    assert "direct" not in {around.of(study) for study in after}
    # The label comes from the operation alone: in liver cancer at large they are direct.
    assert "direct" in {Conditions(knowledge, "liver-cancer").of(study) for study in after}


def test_how_common_pain_is_after_a_procedure_is_not_how_common_it_is(
    knowledge: Knowledge,
) -> None:
    found = gather(knowledge, Question(kind="topic", condition="liver-cancer-pain", drugs=()))
    labels = {
        (f.fact.population, f.directness)
        for f in found
        if f.kind == "occurrence" and f.owner == "liver-cancer-pain"
    }
    assert ("after-tace", "near-condition") in labels
    assert ("advanced-cancer", "direct") in labels
    assert ("after-tace", "direct") not in labels


@pytest.mark.parametrize(
    ("agent", "condition"),
    [("ketamine", "liver cancer"), ("baclofen", "cancer"), ("morphine", "liver cancer")],
)
def test_animals_cells_and_reports_are_never_told_as_people(
    knowledge: Knowledge, agent: str, condition: str
) -> None:
    designs = knowledge.vocabulary["designs"]
    wanted = {"preclinical": "preclinical", "reports": "spontaneous-report"}
    seen = 0
    for finding in gather(knowledge, questions(knowledge, agent, condition)[0]):
        study = knowledge.studies.get(finding.owner)
        if study is None:
            continue
        domain = designs[study.design].domain
        if domain in wanted:
            seen += 1
            assert finding.directness == wanted[domain], (finding.id, finding.directness)
        else:
            assert finding.directness not in wanted.values(), finding.id
    assert seen


def test_esketamine_is_not_ketamine(knowledge: Knowledge) -> None:
    asked = questions(knowledge, "ketamine", "depression")[0]
    for finding in gather(knowledge, asked):
        study = knowledge.studies.get(finding.owner)
        if study and {a.agent for a in study.arms} == {"esketamine"}:
            assert finding.directness in ("class", "preclinical", "spontaneous-report"), finding.id
