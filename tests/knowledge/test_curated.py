"""The curated files keep every rule, and hold what the first release promises."""

from collections import Counter

from assuage.knowledge.canonical import canonical
from assuage.knowledge.rules import check
from assuage.knowledge.shelves import SHELVES, Knowledge
from tests.conftest import CURATED

FULL = [
    "ketamine",
    "esketamine",
    "baclofen",
    "methotrexate",
    "prednisolone",
    "dexamethasone",
    "hydroxychloroquine",
    "ciclosporin",
    "tacrolimus",
    "azathioprine",
    "infliximab",
    "adalimumab",
    "etanercept",
    "tocilizumab",
    "tanezumab",
    "morphine",
    "oxycodone",
    "fentanyl",
    "methadone",
    "gabapentin",
    "pregabalin",
    "duloxetine",
    "paracetamol",
    "tizanidine",
    "onabotulinumtoxina",
    "ziconotide",
    "sorafenib",
    "lenvatinib",
]
SHORT = ["atezolizumab", "bevacizumab", "durvalumab", "tremelimumab"]
CONDITIONS = [
    "liver-cancer",
    "cancer",
    "cancer-pain",
    "liver-cancer-pain",
    "cirrhosis",
    "hepatic-encephalopathy",
    "spinal-spasticity",
    "cerebral-spasticity",
    "chronic-pain",
    "neuropathic-pain",
    "rheumatoid-arthritis",
    "depression",
    "hiccup",
    "alcohol-use-disorder",
]
SUBJECTS = [
    "ketamine-liver-cancer",
    "baclofen-cancer",
    "intrathecal-baclofen",
    "immunosuppressants-chronic-pain",
    "liver-cancer-pain",
]


def test_every_rule_holds() -> None:
    assert [str(p) for p in check(CURATED)] == []


def test_nothing_is_left_out(knowledge: Knowledge) -> None:
    assert knowledge.left_out == ()


def test_the_promised_drugs_conditions_and_devices_are_there(knowledge: Knowledge) -> None:
    assert set(FULL) <= set(knowledge.drugs)
    assert set(SHORT) <= set(knowledge.drugs)
    assert set(CONDITIONS) <= set(knowledge.conditions)
    assert {"intrathecal-pump", "intrathecal-catheter"} <= set(knowledge.devices)
    assert {"nerve-block", "neurolysis", "spinal-cord-stimulation"} <= set(knowledge.procedures)


def test_drugs_promised_in_full_are_full(knowledge: Knowledge) -> None:
    assert [d for d in FULL if knowledge.drugs[d].depth != "full"] == []


def test_each_subject_has_fifteen_studies_or_guidelines(knowledge: Knowledge) -> None:
    counts = Counter(
        topic
        for entry in (*knowledge.studies.values(), *knowledge.guidance.values())
        for topic in entry.topics
    )
    assert {s: counts[s] for s in SUBJECTS if counts[s] < 15} == {}
    assert len(knowledge.studies) + len(knowledge.guidance) >= 90


def test_evidence_of_both_signs_is_held_for_ketamine_in_cancer_pain(knowledge: Knowledge) -> None:
    directions = {
        r.direction
        for s in knowledge.studies.values()
        if "cancer-pain" in s.conditions
        for r in s.results
        if any(a.agent == "ketamine" and a.id == r.arm for a in s.arms)
    }
    assert {"lower", "no-difference"} <= directions


def test_files_are_in_canonical_form() -> None:
    wrong = [
        f"{shelf}/{path.name}"
        for shelf in SHELVES
        for path in sorted((CURATED / shelf).glob("*.toml"))
        if canonical(path.read_text(encoding="utf-8")) != path.read_text(encoding="utf-8")
    ]
    assert wrong == [], "repair with: assuage knowledge format"


def test_canonical_form_is_stable_and_keeps_values() -> None:
    import tomli

    text = 'a=1.40\n\n\n[[b]]\nc   =  "x = y"\nd = [\n  { e = 1 },\n]\n'
    once = canonical(text)
    assert canonical(once) == once
    assert tomli.loads(once) == tomli.loads(text)


def test_every_vocabulary_term_is_named_in_both_languages(knowledge: Knowledge) -> None:
    nameless = [
        f"{name}/{term.id}"
        for name, terms in knowledge.vocabulary.items()
        for term in terms.values()
        if not term.en.strip() or not term.zh.strip()
    ]
    assert nameless == []
