"""``assuage interactions``: names, formats, languages, bad input."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assuage.cli.main import main
from assuage.knowledge.shelves import Knowledge
from assuage.prose.chinese import patient_additive as chinese
from assuage.prose.english import patient_additive as english
from assuage.prose.interactions import Report
from assuage.prose.lexicon import Lexicon
from assuage.runs.interactions import interactions
from assuage.terms.additive import Expected, Taken
from assuage.terms.patient import Patient


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["interactions", *args])


def test_the_example_of_the_issue() -> None:
    found = run("morphine", "lenvatinib", "fluconazole", "ketamine")
    assert found.exit_code == 0
    assert "MODERATE: sedation and respiratory depression – morphine and ketamine" in found.output
    assert "MODERATE: QT prolongation – lenvatinib and fluconazole" in found.output
    assert "fluconazole raises ketamine" in found.output
    cited = {int(n) for n in re.findall(r"\[(\d+)\]", found.output)}
    assert cited == set(range(1, max(cited) + 1))


def test_an_unknown_drug_gets_its_nearest_names_and_nothing_is_computed() -> None:
    found = run("morphine", "lenvatinb")
    assert found.exit_code == 2
    assert "lenvatinib" in found.stderr and "Traceback" not in found.output
    assert "MODERATE" not in found.output


def test_no_medicine_is_refused_with_what_to_write() -> None:
    found = run()
    assert found.exit_code == 2 and "assuage interactions morphine" in found.stderr


def test_a_class_and_another_agent_may_be_named() -> None:
    found = run("opioids", "alcohol")
    assert found.exit_code == 0 and "MAJOR: sedation" in found.output


def test_json_is_complete_and_the_same_each_time() -> None:
    one = run("morphine", "lorazepam", "--format", "json", "--child-pugh", "B").stdout
    assert one == run("morphine", "lorazepam", "--format", "json", "--child-pugh", "B").stdout
    held = json.loads(one)
    assert [a["effect"] for a in held["alerts"]][:2] == ["sedation", "encephalopathy"]
    assert held["alerts"][0]["severity"] == "major"


def test_a_condition_alone_checks_its_usual_treatments() -> None:
    found = run("dexamethasone", "--condition", "liver cancer")
    assert "usual treatments of liver cancer" in found.output
    assert "atezolizumab" in found.output


def test_a_file_with_a_medicine_that_is_not_known_says_so(tmp_path: Path) -> None:
    file = tmp_path / "patient.toml"
    file.write_text(
        'invented = true\nmedicines = ["morphine 5 mg oral", "unobtainium 3 mg oral"]\n'
    )
    found = run("lorazepam", "--patient", str(file))
    assert found.exit_code == 0
    assert "NOT CHECKED, not in the knowledge: unobtainium" in found.output
    assert "MAJOR" in found.output


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_effect_step_and_mechanism_is_worded(knowledge: Knowledge, lang: str) -> None:
    """All drugs at once in a very ill person: every word of the lists is found, none left open."""
    patient = Patient(encephalopathy_grade=1, child_pugh="C", varices=True)
    found = interactions(knowledge, sorted(knowledge.drugs), patient)
    words = chinese if lang == "zh" else english
    text = "\n".join(Report(found, Lexicon(knowledge, lang), words).lines())
    assert "{" not in text and "None" not in text
    if lang == "zh":
        body = text.split(chinese.SOURCES)[0]
        assert not re.search(r"\b(and|or|source|raises|lowers|avoid)\b", body)


def test_an_engine_of_exposure_plugs_in(knowledge: Knowledge) -> None:
    def engine(victim: Taken, by: Taken, patient: Patient | None) -> Expected | None:
        if (victim.id, by.id) != ("ketamine", "fluconazole"):
            return None
        return Expected(
            drug="ketamine", other="fluconazole", route=None, ratio=1.8, low=1.2, high=2.9,
            basis="modelled",
        )  # fmt: skip

    found = interactions(knowledge, ["ketamine", "fluconazole"], engine=engine)
    assert [e.ratio for e in found.expected] == [1.8]
    text = "\n".join(Report(found, Lexicon(knowledge, "en"), english).lines())
    assert "expected AUC × 1.8 (1.2 to 2.9), by the model" in text


def test_a_ratio_by_mouth_is_not_shown_for_the_vein(knowledge: Knowledge) -> None:
    def engine(victim: Taken, by: Taken, patient: Patient | None) -> Expected | None:
        if (victim.id, by.id) != ("midazolam", "clarithromycin"):
            return None
        return Expected(
            drug="midazolam", other="clarithromycin", route="oral", ratio=6.5, low=4.0, high=9.0,
            basis="observed",
        )  # fmt: skip

    found = interactions(knowledge, ["midazolam", "clarithromycin"], engine=engine)
    assert {p.route for p in found.exposure} >= {"oral", "intravenous"}
    lines = Report(found, Lexicon(knowledge, "en"), english).lines()
    for line in lines:
        assert not ("intravenous" in line and "6.5" in line), line
    assert sum("6.5" in line for line in lines) == 1
