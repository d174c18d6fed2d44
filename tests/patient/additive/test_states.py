"""States of a person against what is held on each medicine, and what leads for an asked one."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from assuage.asking.names import Index
from assuage.cli.main import main
from assuage.knowledge.shelves import Knowledge
from assuage.patient.person.measures import PatientError
from assuage.patient.person.tables import person
from assuage.runs.interactions import interactions
from assuage.terms.additive import Alert


def alerts(knowledge: Knowledge, **held: object) -> list[Alert]:
    return list(interactions(knowledge, [], person(held, Index(knowledge), "").patient).alerts)


def bottom(tmp_path: Path, drug: str, condition: str, text: str) -> str:
    path = tmp_path / "p.toml"
    path.write_text(text, encoding="utf-8")
    found = CliRunner().invoke(
        main, ["dossier", drug, condition, "--patient", str(path), "--format", "md"]
    )
    assert found.exit_code == 0, found.output
    return found.output.split("## ")[1]


def test_methotrexate_in_pregnancy_is_the_first_alert(knowledge: Knowledge) -> None:
    found = alerts(
        knowledge, sex="female", age=31, pregnant=True,
        medicines=["methotrexate 15 mg weekly", "ibuprofen 400 mg", "paracetamol 1 g"],
    )  # fmt: skip
    assert (found[0].effect, found[0].severity) == ("contraindication", "contraindicated")
    assert found[0].medicines == ("methotrexate",)
    assert any(a.medicines == ("ibuprofen",) and a.severity == "major" for a in found)


def test_the_bottom_line_says_it_before_all_else(tmp_path: Path) -> None:
    text = 'age = 31\nsex = "female"\npregnant = true\nmedicines = ["methotrexate 15 mg weekly", "paracetamol 1 g"]'
    told = bottom(tmp_path, "methotrexate", "rheumatoid arthritis", text)
    assert "a pregnant woman of 31 years" in told
    lines = [line for line in told.splitlines() if line.startswith("- ")]
    assert lines[1].startswith("- CONTRAINDICATED: in pregnancy – methotrexate")
    assert "NOT CHECKED for pregnancy, of which nothing is held: paracetamol" in told


def test_a_pregnant_man_is_refused(knowledge: Knowledge) -> None:
    with pytest.raises(PatientError, match="pregnant"):
        person({"sex": "male", "pregnant": True}, Index(knowledge), "")


@pytest.mark.parametrize(("age", "fires"), [(7, True), (11, True), (12, False), (40, False)])
def test_codeine_and_tramadol_under_twelve(knowledge: Knowledge, age: int, fires: bool) -> None:
    found = alerts(knowledge, age=age, medicines=["codeine 15 mg", "tramadol 25 mg"])
    barred = [a for a in found if a.effect == "contraindication"]
    assert bool(barred) is fires
    assert all(set(a.medicines) == {"codeine", "tramadol"} for a in barred)


@pytest.mark.parametrize(
    ("drug", "held"),
    [
        ("metformin", {"egfr": "22 mL/min/1.73 m2"}),
        ("ketamine", {"systolic": "190 mm[Hg]"}),
        ("diazepam", {"child-pugh": "C"}),
        ("morphine", {"allergies": ["morphine"]}),
        ("lactulose", {"conditions": ["gi-obstruction"]}),
        ("methotrexate", {"conditions": ["breast-feeding"]}),
        ("ketamine", {"conditions": ["uncontrolled hypertension"]}),
    ],
)
def test_values_and_illnesses_meet_states(
    knowledge: Knowledge, drug: str, held: dict[str, object]
) -> None:
    keys = {k.replace("-", "_"): v for k, v in held.items()}
    found = alerts(knowledge, medicines=[f"{drug} 10 mg oral"], **keys)
    assert any(a.severity == "contraindicated" and a.medicines == (drug,) for a in found)
    assert not any(a.effect == "contraindication" for a in alerts(knowledge, medicines=[drug]))


def test_the_pair_with_the_asked_medicine_is_named_and_every_dose_has_its_medicine(
    tmp_path: Path,
) -> None:
    text = (
        'conditions = ["liver cancer"]\nneutrophils = "0.8 10*9/L"\n'
        'medicines = ["tacrolimus 2 mg q12h", "voriconazole 200 mg q12h", "nivolumab", "prednisolone 5 mg"]'
    )
    told = bottom(tmp_path, "tacrolimus", "liver cancer", text)
    line = next(x for x in told.splitlines() if "raised concentration" in x)
    assert line.startswith("- MAJOR: raised concentration – tacrolimus, voriconazole")
    assert "cut the dose to a third (tacrolimus)" in line
    assert "avoid the combination (prednisolone and voriconazole)" in line


def test_one_alert_does_not_say_the_same_twice() -> None:
    found = CliRunner().invoke(
        main, ["interactions", "tacrolimus", "prednisolone", "--neutrophils", "0.8 10*9/L"]
    )
    assert found.output.count("tacrolimus + prednisolone") == 1
