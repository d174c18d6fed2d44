"""Agents of the closed list take part in the rules of their class, and the report says how far."""

import pytest
from click.testing import CliRunner

from assuage.asking.names import Index
from assuage.cli.main import main
from assuage.knowledge.shelves import Knowledge
from assuage.patient.person.tables import person
from assuage.runs.interactions import interactions
from assuage.terms.additive import SEVERITIES


def told(*args: str) -> str:
    found = CliRunner().invoke(main, ["interactions", *args])
    assert found.exit_code == 0, found.output
    return found.output


def gravest(knowledge: Knowledge, effect: str, *names: str) -> str:
    held = [a for a in interactions(knowledge, names).alerts if a.effect == effect]
    return max((a.severity for a in held), key=SEVERITIES.index, default="none")


@pytest.mark.parametrize("opioid", ["tramadol", "fentanyl"])
@pytest.mark.parametrize(
    "other", ["paroxetine", "citalopram", "escitalopram", "fluoxetine", "sertraline", "venlafaxine"]
)
def test_every_ssri_counts_for_serotonin(knowledge: Knowledge, opioid: str, other: str) -> None:
    assert gravest(knowledge, "serotonin", opioid, other) == "moderate"


@pytest.mark.parametrize(
    ("effect", "names", "severity"),
    [
        ("sedation", ("codeine", "tramadol"), "moderate"),
        ("sedation", ("codeine", "alprazolam"), "major"),
        ("sedation", ("zopiclone", "morphine"), "major"),
        ("sedation", ("zolpidem", "alprazolam"), "moderate"),
        ("bleeding", ("naproxen", "citalopram"), "moderate"),
        ("bleeding", ("warfarin", "fluoxetine"), "moderate"),
        ("nephrotoxicity", ("cisplatin", "naproxen"), "moderate"),
        ("qt", ("escitalopram", "methadone"), "contraindicated"),
        ("qt", ("escitalopram", "morphine"), "none"),
        ("infection", ("abatacept", "live vaccines"), "moderate"),
        ("lost-effect", ("codeine", "paroxetine"), "moderate"),
        ("lost-effect", ("codeine", "citalopram"), "none"),
    ],
)
def test_the_rules_that_an_agent_enters(
    knowledge: Knowledge, effect: str, names: tuple[str, ...], severity: str
) -> None:
    assert gravest(knowledge, effect, *names) == severity


@pytest.mark.parametrize(
    "name",
    ["live vaccine", "MMR", "BCG", "yellow fever vaccine", "varicella vaccine", "rotavirus vaccine",
     "活疫苗", "卡介苗", "麻腮风", "黄热病疫苗", "水痘疫苗", "轮状病毒疫苗"],
)  # fmt: skip
def test_live_vaccines_by_name(name: str) -> None:
    assert "CONTRAINDICATED: infection" in told(name, "prednisolone")


def test_a_listed_agent_is_not_said_to_be_unknown() -> None:
    found = told("citalopram", "tramadol")
    assert "Only partly checked" in found and "citalopram" in found
    assert "not in the knowledge" not in found.casefold()


def test_the_alcohol_of_a_person_counts(knowledge: Knowledge) -> None:
    held = {"alcohol": "80 g/d", "medicines": ["lorazepam 1 mg", "morphine 10 mg"]}
    patient = person(held, Index(knowledge), "").patient
    alert = next(a for a in interactions(knowledge, [], patient).alerts if a.effect == "sedation")
    assert "alcohol" in alert.medicines and alert.severity == "major"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("livr cancer", ("Not in the knowledge", "知识库中没有")),
        ("chronic pain", ("No usual treatments are held", "未收录慢性疼痛的常用治疗")),
        ("heart-failure", ("No usual treatments are held", "未收录")),
        ("liver cancer", ("Checked with the usual treatments", "已与肝癌的常用治疗")),
    ],
)
def test_only_conditions_with_a_list_are_said_to_be_checked(
    condition: str, said: tuple[str, str], lang: str
) -> None:
    found = told("morphine", "lenvatinib", "--condition", condition, "--lang", lang)
    checked = ("Checked with the usual", "已与")[lang == "zh"]
    assert said[lang == "zh"] in found
    assert (checked in found) is (condition == "liver cancer")


def test_methadone_at_500_ms_says_to_stop_change_or_reduce() -> None:
    found = told("methadone", "--qtc", "512 ms")
    assert "stop, change to another opioid, or reduce the dose (methadone)" in found
    assert "stop, change" not in told("methadone", "--qtc", "460 ms")


def test_values_of_the_liver_are_asked_of_livers_in_question_only() -> None:
    assert "ascites" not in told("lorazepam", "morphine", "--age", "9")
    assert "ascites" in told("lorazepam", "morphine", "--condition", "cirrhosis")
    assert "ascites" in told("lorazepam", "morphine", "--bilirubin", "90 umol/L")
