"""A dossier for one person: what changes, what stays, and that nothing of the person stays behind."""

import subprocess
import sys
from pathlib import Path

import pytest

from assuage import runs
from assuage.asking.names import Index
from assuage.asking.question import questions
from assuage.knowledge.shelves import Knowledge
from assuage.patient.person.question_words import said
from assuage.patient.person.read import read_file, read_flags
from assuage.prose.english.personal import PERSONAL
from assuage.prose.page import Page, SectionView
from assuage.render import html, json, markdown

PATIENTS = Path(__file__).resolve().parents[2] / "docs" / "patients"
CASES = (
    ("baclofen", "spasticity", "baclofen-renal-failure"),
    ("ketamine", "liver cancer", "compensated-liver-cancer"),
    ("ketamine", "liver cancer", "decompensated-liver-cancer"),
    ("methotrexate", "chronic pain", "immunosuppressant-on-checkpoint-inhibitor"),
    ("intrathecal baclofen", "spasticity", "pump-concentration-change"),
)
WITHOUT_SOURCE = {
    "personal-head", "personal-exposure", "personal-factor", "personal-ask", "personal-unknown",
    "personal-no-number", "personal-score", "personal-pump",
}  # fmt: skip
"""Kinds that may rest on the person and the model alone."""


def page(knowledge: Knowledge, drug: str, condition: str, name: str | None, lang: str) -> Page:
    person = read_file(PATIENTS / f"{name}.toml", Index(knowledge)) if name else None
    return runs.page(knowledge, questions(knowledge, drug, condition)[0], lang, person=person)


def section(shown: Page, name: str) -> SectionView:
    return next(s for s in shown.sections if s.id == name)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("drug", "condition", "name"), CASES)
def test_five_people(knowledge: Knowledge, drug: str, condition: str, name: str, lang: str) -> None:
    own, general = (
        page(knowledge, drug, condition, name, lang), page(knowledge, drug, condition, None, lang),
    )  # fmt: skip
    known = {s.id for s in own.sources}
    for part in own.sections:
        for told in part.statements:
            assert set(told.sources) <= known
            assert told.personal == told.kind.startswith("personal-")
            if told.personal:
                assert told.sources or told.kind in WITHOUT_SOURCE, told
                assert "  " not in told.text and "None" not in told.text
                assert told.text[-1] in ".。）)", told.text
    assert (own.bottom_line.benefit, own.bottom_line.certainty) == (
        general.bottom_line.benefit, general.bottom_line.certainty,
    )  # fmt: skip
    first = section(own, "bottom-line").statements[0]
    assert first.kind == "personal-head" and ("invented" in first.text or "虚构" in first.text)
    assert not any(s.personal for p in general.sections for s in p.statements)
    for render in (json.render, markdown.render, lambda p: html.render([p])):
        assert render(own) == render(page(knowledge, drug, condition, name, lang))


def test_a_part_of_the_exposure_is_not_given_for_the_whole(knowledge: Knowledge) -> None:
    """Oral ketamine, Child-Pugh C: the published parameter sets differ several-fold, so no number."""
    shown = page(knowledge, "ketamine", "liver cancer", "decompensated-liver-cancer", "en")
    oral = next(
        s
        for s in section(shown, "bottom-line").statements
        if s.kind == "personal-exposure" and "(oral)" in s.text
    )
    assert "not known" in oral.text and "Child-Pugh C" in oral.text
    assert "times the usual exposure" not in oral.text


def test_gravest_first_and_the_picture_has_its_numbers(knowledge: Knowledge) -> None:
    shown = page(knowledge, "baclofen", "spasticity", "baclofen-renal-failure", "en")
    (figure,) = section(shown, "organ-function-and-dose").figures
    (mark,) = figure.figure.marks
    assert mark.high is not None and mark.low < mark.value < mark.high
    assert f"{mark.value:.1f}" in figure.description
    alerts = [
        s.text for s in section(shown, "interactions").statements if "personal-alert" in s.kind
    ]
    order = ["CONTRAINDICATED", "MAJOR", "MODERATE", "TO KNOW"]
    ranks = [next(n for n, w in enumerate(order) if a.startswith(w)) for a in alerts]
    assert ranks == sorted(ranks) and ranks


def test_values_that_a_question_states_are_taken(knowledge: Knowledge) -> None:
    text = "Is ketamine safe for a 62-year-old woman with liver cancer, Child-Pugh B, eGFR of 40?"
    assert said(text) == {
        "child_pugh": "B",
        "egfr": "40 mL/min/1.73m2",
        "age": "62",
        "sex": "female",
    }
    assert said("Is ketamine safe in liver cancer for a woman?") == {}
    assert said("肝癌患者Child-Pugh B级，62岁，女性，能否使用氯胺酮？")["child_pugh"] == "B"
    person = read_flags(said(text), Index(knowledge))
    shown = runs.page(knowledge, questions(knowledge, "ketamine", "liver cancer")[0], person=person)
    assert "Child-Pugh B" in section(shown, "bottom-line").statements[0].text


def test_a_person_leaves_nothing_behind(tmp_path: Path) -> None:
    """No socket is opened and no file written but --out, in a process that watches both."""
    watch = """
import sys
out = sys.argv[-1]
def hook(event, args):
    if event.startswith("socket.") and event != "socket.__new__":
        raise SystemExit("network: " + event)
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        if str(args[0]) != out:
            raise SystemExit(f"wrote: {args[0]}")
sys.addaudithook(hook)
sys.dont_write_bytecode = True
from assuage.cli.main import main
main(sys.argv[1:])
"""
    out = tmp_path / "page.json"
    person = PATIENTS / "decompensated-liver-cancer.toml"
    command = ["dossier", "ketamine", "liver cancer", "--patient", str(person), "--out", str(out)]
    done = subprocess.run(
        [sys.executable, "-c", watch, *command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["page.json"]


def test_every_personal_kind_is_said_of_somebody(knowledge: Knowledge) -> None:
    seen = {
        told.kind
        for drug, condition, name in CASES
        for part in page(knowledge, drug, condition, name, "en").sections
        for told in part.statements
        if told.personal
    }
    assert seen == set(PERSONAL)
