"""Answers of RxNav and RxClass in their documented shapes."""

import json

from assuage.parsing import rxnav
from assuage.parsing.problem import ParseProblem
from assuage.terms.drug_name import DrugClass, DrugName


def _names(answer: object) -> list[DrugName | ParseProblem]:
    return list(rxnav.names(json.dumps(answer).encode(), "a.json"))


def test_names() -> None:
    assert _names({"idGroup": {"name": "morphine", "rxnormId": ["7052"]}}) == [
        DrugName("7052", "morphine")
    ]
    near = {"rxcui": "7052", "rxaui": "1", "score": "12.50", "rank": "1", "source": "RXNORM"}
    assert _names({"approximateGroup": {"inputTerm": None, "candidate": [near]}}) == [
        DrugName("7052", source="RXNORM", score="12.50", rank="1")
    ]
    concept = {"rxcui": "203", "name": "MS Contin", "synonym": "", "tty": "BN", "suppress": "N"}
    group = [{"tty": "BN", "conceptProperties": [concept]}, {"tty": "DF"}]
    for key in ("allRelatedGroup", "drugGroup"):
        assert _names({key: {"conceptGroup": group}}) == [
            DrugName("203", "MS Contin", "BN", suppressed="N")
        ]


def test_classes_and_members() -> None:
    answer = {
        "rxclassDrugInfoList": {
            "rxclassDrugInfo": [
                {
                    "minConcept": {"rxcui": "7052", "name": "morphine", "tty": "IN"},
                    "rxclassMinConceptItem": {
                        "classId": "N02AA",
                        "className": "Natural opium alkaloids",
                        "classType": "ATC1-4",
                    },
                    "rela": "",
                    "relaSource": "ATC",
                }
            ]
        }
    }
    assert list(rxnav.classes(json.dumps(answer).encode(), "a.json")) == [
        DrugClass(
            id="N02AA",
            name="Natural opium alkaloids",
            kind="ATC1-4",
            source="ATC",
            rxcui="7052",
            drug="morphine",
            drug_kind="IN",
        )
    ]
    members = {"drugMemberGroup": {"drugMember": [{"minConcept": {"rxcui": "1", "name": "a"}}]}}
    assert list(rxnav.members(json.dumps(members).encode(), "a.json")) == [DrugName("1", "a")]


def test_a_miss_is_nothing_and_a_failure_is_told() -> None:
    assert _names({"idGroup": {"name": "nonesuch"}}) == []
    assert _names({"approximateGroup": {}}) == []
    assert list(rxnav.classes(b"{}", "a.json")) == []
    for content in (b"", b"<html>", b"[]", b'{"error": "x"}'):
        (problem,) = rxnav.names(content, "a.json")
        assert isinstance(problem, ParseProblem)
