"""What adds up, against what labels and guidance say of each combination: the curated rules."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from assuage.knowledge.shelves import Knowledge
from assuage.patient.additive import together
from assuage.terms.additive import Alert, Taken, Together
from assuage.terms.patient import Patient


def check(
    knowledge: Knowledge,
    medicines: Sequence[str | Taken],
    conditions: Sequence[str] = (),
    **person: Any,
) -> Together:
    taken = [m if isinstance(m, Taken) else Taken(id=m, name=m) for m in medicines]
    patient = Patient(**person) if person else None
    return together(knowledge, taken, patient, conditions)


def alert(found: Together, effect: str) -> Alert | None:
    return next((a for a in found.alerts if a.effect == effect), None)


def severity(found: Together, effect: str) -> str | None:
    held = alert(found, effect)
    return held.severity if held else None


# medicines, person, effect, severity; the boxed warnings and contraindications are US or EU labels
SAID: list[tuple[list[str], dict[str, Any], str, str | None]] = [
    (["morphine", "lorazepam"], {}, "sedation", "major"),  # US boxed warning of benzodiazepines
    (["oxycodone", "alcohol"], {}, "sedation", "major"),  # US boxed warning of opioids
    (["morphine", "pregabalin"], {}, "sedation", "moderate"),  # FDA 2019
    (["morphine", "pregabalin"], {"age_years": Decimal(70)}, "sedation", "major"),
    (["ketamine", "baclofen"], {}, "sedation", "moderate"),
    (["ziconotide", "baclofen"], {}, "sedation", "major"),  # EU: concomitant use to be avoided
    (["morphine", "paracetamol"], {}, "sedation", None),
    (["lenvatinib", "fluconazole"], {}, "qt", "moderate"),
    (["lenvatinib", "fluconazole"], {"potassium_mmol_per_l": Decimal("3.1")}, "qt", "major"),
    (["lenvatinib", "fluconazole"], {"potassium_mmol_per_l": Decimal("4.1")}, "qt", "moderate"),
    (["haloperidol"], {}, "qt", None),
    (["haloperidol"], {"magnesium_mmol_per_l": Decimal("0.60")}, "qt", "moderate"),
    (["clarithromycin"], {"potassium_mmol_per_l": Decimal("3.2")}, "qt", "contraindicated"),
    (["tramadol", "sertraline"], {}, "serotonin", "moderate"),
    (["amitriptyline", "maois"], {}, "serotonin", "contraindicated"),
    (["bevacizumab", "ibuprofen"], {}, "bleeding", "major"),
    (["warfarin", "celecoxib"], {}, "bleeding", "major"),
    (["enoxaparin"], {"platelets_10e9_per_l": Decimal(40)}, "bleeding", "major"),  # ISTH
    (["enoxaparin"], {"platelets_10e9_per_l": Decimal(60)}, "bleeding", None),
    (["ibuprofen"], {}, "nephrotoxicity", None),
    (["ibuprofen"], {"conditions": ("cirrhosis",)}, "nephrotoxicity", "major"),
    (["ibuprofen", "furosemide", "ace-inhibitors"], {}, "nephrotoxicity", "major"),  # Lapi 2013
    (["tacrolimus", "ibuprofen"], {}, "nephrotoxicity", "moderate"),
    (["spironolactone", "ibuprofen"], {}, "hyperkalaemia", "moderate"),
    (["lorazepam"], {"encephalopathy_grade": 1}, "encephalopathy", "major"),
    (["lorazepam"], {"encephalopathy_grade": 0, "child_pugh": "A"}, "encephalopathy", None),
    (["diazepam"], {"child_pugh": "C"}, "encephalopathy", "major"),  # its own contraindication
    (["lorazepam"], {"child_pugh": "C"}, "encephalopathy", "moderate"),  # not lorazepam's
    (["dexamethasone", "live-vaccines"], {}, "infection", "contraindicated"),
    (["adalimumab", "live-vaccines"], {}, "infection", "major"),  # its label: avoid
    (["adalimumab", "anakinra"], {}, "infection", "major"),
    (["infliximab"], {"hepatitis_b": "hbsag-positive"}, "infection", "major"),
    (["infliximab", "entecavir"], {"hepatitis_b": "hbsag-positive"}, "infection", "minor"),
    (["infliximab"], {"hepatitis_b": "negative"}, "infection", None),
    (["prednisolone"], {"neutrophils_10e9_per_l": Decimal("0.4")}, "infection", "major"),
    (["nivolumab", "tacrolimus"], {}, "immunotherapy-opposed", "major"),
    (["methotrexate", "trimethoprim"], {}, "marrow", "major"),
    (["naltrexone", "morphine"], {}, "withdrawal", "contraindicated"),
    (["buprenorphine", "tramadol"], {}, "withdrawal", "major"),
    (["carbamazepine", "apixaban"], {}, "lost-exposure", "major"),
    (["fluconazole", "tacrolimus"], {}, "raised-exposure", "moderate"),
    (["rifampicin", "methotrexate"], {}, "hepatotoxicity", "moderate"),
    (["bevacizumab", "lenvatinib"], {"systolic_mmhg": Decimal(146)}, "blood-pressure-rise", "moderate"),
    (["methadone", "rifampicin"], {}, "withdrawal", "moderate"),
    (["itraconazole", "methadone"], {}, "raised-exposure", "contraindicated"),
    (["voriconazole", "rifampicin"], {}, "lost-exposure", "contraindicated"),
    (["tizanidine", "antihypertensives"], {}, "blood-pressure-fall", "moderate"),
    (["tramadol", "amitriptyline"], {}, "seizure", "moderate"),
    (["tramadol", "amitriptyline"], {"conditions": ("epilepsy",)}, "seizure", "major"),
    (["ketamine", "lenvatinib"], {"systolic_mmhg": Decimal(165)}, "blood-pressure-rise", "major"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("medicines", "person", "effect", "expected"),
    SAID,
    ids=["+".join(m) + "".join(f"-{k}" for k in p) + f"-{e}" for m, p, e, _ in SAID],
)
def test_a_combination_is_as_grave_as_its_sources_say(
    knowledge: Knowledge,
    medicines: list[str],
    person: dict[str, Any],
    effect: str,
    expected: str | None,
) -> None:
    assert severity(check(knowledge, medicines, **person), effect) == expected


def test_three_sedatives_are_one_alert(knowledge: Knowledge) -> None:
    found = check(knowledge, ["morphine", "lorazepam", "gabapentin", "baclofen", "ketamine"])
    sedation = [a for a in found.alerts if a.effect == "sedation"]
    assert len(sedation) == 1
    assert set(sedation[0].medicines) == {
        "morphine", "lorazepam", "gabapentin", "baclofen", "ketamine",
    }  # fmt: skip
    steps = [(n.id, n.watch) for n in sedation[0].management]
    assert len(steps) == len(set(steps))


def test_baseline_and_treatment_of_toxicity_differ(knowledge: Knowledge) -> None:
    """EU labels of checkpoint inhibitors: no corticosteroid at baseline, but for toxicity."""
    baseline = Taken(id="prednisolone", name="prednisolone", purpose="rheumatoid arthritis")
    treating = Taken(id="prednisolone", name="prednisolone", purpose="immune-mediated colitis")
    silent = Taken(id="prednisolone", name="prednisolone")
    for drug, gravity in (
        ("atezolizumab", "major"),
        ("durvalumab", "major"),
        ("tremelimumab", "moderate"),
    ):
        assert severity(check(knowledge, [drug, baseline]), "immunotherapy-opposed") == gravity
        assert severity(check(knowledge, [drug, treating]), "immunotherapy-opposed") == "minor"
    asked = check(knowledge, ["nivolumab", silent])
    assert severity(asked, "immunotherapy-opposed") == "major"
    assert ("purpose", "immunotherapy-opposed") in {(a.measure, a.effect) for a in asked.asks}
    held = alert(check(knowledge, ["nivolumab", treating]), "immunotherapy-opposed")
    assert held and "toxicity-treatment-goes-on" in {n.id for n in held.management}


def test_anti_tnf_for_toxicity_is_graver_than_a_corticosteroid(knowledge: Knowledge) -> None:
    """Verheijden 2020: mortality HR 1.61 against corticosteroids alone."""
    rescue = Taken(id="infliximab", name="infliximab", purpose="immune-related colitis")
    held = check(knowledge, ["nivolumab", rescue])
    assert severity(held, "immunotherapy-opposed") == "moderate"


def test_stopping_is_what_makes_withdrawal_grave(knowledge: Knowledge) -> None:
    taking = Taken(id="lorazepam", name="lorazepam")
    stopping = Taken(id="lorazepam", name="lorazepam", stopping=True)
    gone = Taken(id="lorazepam", name="lorazepam", stopping=True, gone=True)
    assert severity(check(knowledge, [taking]), "withdrawal") is None
    assert severity(check(knowledge, ["baclofen"]), "withdrawal") == "minor"
    assert severity(check(knowledge, [stopping]), "withdrawal") == "major"
    assert severity(check(knowledge, [gone]), "withdrawal") == "major"
    assert severity(check(knowledge, [gone, "morphine"]), "sedation") is None


def test_intrathecal_baclofen_stopping_has_its_boxed_warning(knowledge: Knowledge) -> None:
    oral = Taken(id="baclofen", name="baclofen", route="oral", stopping=True)
    pump = Taken(id="baclofen", name="baclofen", route="intrathecal", stopping=True)
    assert severity(check(knowledge, [oral]), "withdrawal") == "moderate"
    assert severity(check(knowledge, [pump]), "withdrawal") == "major"


def test_a_gel_does_not_count(knowledge: Knowledge) -> None:
    gel = Taken(id="ibuprofen", name="ibuprofen gel", route="topical")
    assert alert(check(knowledge, ["bevacizumab", gel]), "bleeding") is None


def test_usual_treatments_of_liver_cancer_without_a_person(knowledge: Knowledge) -> None:
    found = check(knowledge, ["ibuprofen", "dexamethasone"], ["liver-cancer"])
    beside = {a.effect: a for a in found.with_usual}
    assert {"sorafenib", "lenvatinib", "bevacizumab"} <= set(beside["bleeding"].usual)
    assert set(beside["immunotherapy-opposed"].usual) == {
        "atezolizumab", "durvalumab", "tremelimumab",
    }  # fmt: skip
    assert beside["nephrotoxicity"].usual == ("tace",)
    for held in found.with_usual:
        assert set(held.medicines) - set(held.usual), "an alert of alternatives alone"


def test_alternatives_are_not_added_to_each_other(knowledge: Knowledge) -> None:
    """A person on lenvatinib does not get sorafenib as well."""
    found = check(knowledge, ["lenvatinib", "ibuprofen"], ["liver-cancer"])
    assert not {"sorafenib", "atezolizumab"} & {u for a in found.with_usual for u in a.usual}


def test_what_is_unknown_is_asked_with_what_it_would_change(knowledge: Knowledge) -> None:
    found = check(knowledge, ["ibuprofen", "furosemide"])
    asked = {(a.measure, a.effect): a.severity for a in found.asks}
    assert asked["egfr", "nephrotoxicity"] == "major"
    assert "child-pugh" not in {measure for measure, _ in asked}
    ill = check(knowledge, ["ibuprofen", "furosemide"], conditions=("liver-cancer",))
    assert ("child-pugh", "nephrotoxicity", "major") in {
        (a.measure, a.effect, a.severity) for a in ill.asks
    }
    known = check(
        knowledge, ["ibuprofen", "furosemide"], egfr_ml_per_min_1_73m2=Decimal(90),
        child_pugh="B", ascites="none",
    )  # fmt: skip
    assert "egfr" not in {a.measure for a in known.asks}


def test_dialysis_counts_as_the_lowest_kidney_function(knowledge: Knowledge) -> None:
    found = check(knowledge, ["morphine", "gabapentin"], dialysis="haemodialysis")
    assert severity(found, "sedation") == "major"


def test_child_pugh_is_computed_from_its_components(knowledge: Knowledge) -> None:
    """Bilirubin 45 µmol/L (2), albumin 30 g/L (2), INR 1.4 (1), no ascites (1), no HE (1): B."""
    found = check(
        knowledge, ["morphine"], bilirubin_umol_per_l=Decimal(45), albumin_g_per_l=Decimal(30),
        inr=Decimal("1.4"), ascites="none", encephalopathy_grade=0, conditions=("cirrhosis",),
    )  # fmt: skip
    assert severity(found, "encephalopathy") == "moderate"


def test_only_the_label_of_the_drug_itself_is_quoted(knowledge: Knowledge) -> None:
    """Lenvatinib's label says to avoid other QT drugs; of methadone and ondansetron it says nothing."""
    held = alert(check(knowledge, ["methadone", "ondansetron"]), "qt")
    assert held and "web:lenvima-pdr" not in held.sources
    held = alert(check(knowledge, ["lenvatinib", "ondansetron"]), "qt")
    assert held and "web:lenvima-pdr" in held.sources
