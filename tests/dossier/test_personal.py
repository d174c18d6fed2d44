"""A dossier for one person: what changes, what stays, and that nothing of the person stays behind."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from assuage import runs
from assuage.asking.names import Index
from assuage.asking.question import questions
from assuage.cli.main import main
from assuage.knowledge.shelves import Knowledge
from assuage.patient.person.question_words import said
from assuage.patient.person.read import read_file, read_flags
from assuage.patient.personal import personal
from assuage.prose.english.personal import PERSONAL
from assuage.prose.page import Page, SectionView
from assuage.render import html, json, markdown
from assuage.runs.interactions import interactions

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
    "personal-no-number", "personal-score", "personal-pump", "personal-doubt",
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
    # The five have no unusual value, and the knowledge has all their medicines.
    assert seen | {"personal-doubt", "personal-unknown"} == set(PERSONAL)


def told(shown: Page, name: str, kind: str) -> list[str]:
    return [s.text for s in section(shown, name).statements if s.kind == kind]


def test_what_matters_first_stands_first(knowledge: Knowledge) -> None:
    """Guidance and alerts before the model; the strictest right beside what leads."""
    for drug, condition, name in CASES:
        shown = page(knowledge, drug, condition, name, "en")
        kinds = [s.kind for s in section(shown, "bottom-line").statements if s.personal]
        order = ["personal-head", "personal-pump", "personal-advice", "personal-alert",
                 "personal-exposure", "personal-unknown", "personal-ask"]  # fmt: skip
        assert kinds == sorted(kinds, key=order.index)
        organs = [s.kind for s in section(shown, "organ-function-and-dose").statements]
        if "personal-advice" in organs:
            assert organs.index("personal-advice") < organs.index("personal-exposure")


def test_the_dose_that_is_taken_stands_beside_the_dose_that_is_advised(
    knowledge: Knowledge,
) -> None:
    """20 mg every 8 h are 60 mg a day."""
    shown = page(knowledge, "baclofen", "spasticity", "baclofen-renal-failure", "en")
    leading, strictest, *_ = told(shown, "bottom-line", "personal-advice")
    assert leading.endswith("7.5 mg a day. This person takes 20 mg every 8 h (60 mg/day).")
    assert "South Korea, 2020; none is held from this person's region, United Kingdom" in leading
    assert "Strictest" in strictest and "(United States, 2018) advises to avoid it" in strictest
    assert strictest.endswith("Following it risks withdrawal.")
    assert not told(shown, "bottom-line", "personal-ask"), "the liver was not said to be ill"


def test_withdrawal_threatens_only_whom_a_drug_is_taken_from(knowledge: Knowledge) -> None:
    shown = page(knowledge, "morphine", "liver cancer", "decompensated-liver-cancer", "en")
    (strict,) = [a for a in told(shown, "bottom-line", "personal-advice") if "contraindicates" in a]
    assert "pain left untreated" in strict and "withdrawal" not in strict


def test_what_a_medicine_is_taken_for_is_kept_where_it_is_asked_about(
    knowledge: Knowledge,
) -> None:
    """Prednisolone for immune-mediated hepatitis must not be told to be stopped."""
    name = "immunosuppressant-on-checkpoint-inhibitor"
    shown = page(knowledge, "prednisolone", "chronic pain", name, "en")
    alerts = told(shown, "interactions", "personal-alert")
    (clash,) = [a for a in alerts if "checkpoint inhibitor –" in a]
    assert "prednisolone + atezolizumab, to know" in clash
    assert "lowest possible dose or stop it" not in clash
    (short,) = [
        a for a in told(shown, "bottom-line", "personal-alert") if "checkpoint inhibitor –" in a
    ]
    assert "prednisolone" not in short.lower() and "atezolizumab and infliximab" in short
    head = section(shown, "bottom-line").statements[0].text
    assert "planned: infliximab" in head


def test_the_model_says_that_it_is_one_and_what_went_in(knowledge: Knowledge) -> None:
    shown = page(knowledge, "lenvatinib", "liver cancer", "decompensated-liver-cancer", "en")
    (whole,) = told(shown, "bottom-line", "personal-exposure")
    assert "90% interval; partly observed, partly the model's" in whole
    liver, kidney = told(shown, "organ-function-and-dose", "personal-factor")
    assert "observed 1.8" in liver and "hepatic extraction" in liver
    assert "of the usual filtration" in kidney


def test_no_picture_of_half_an_exposure(knowledge: Knowledge) -> None:
    """Oral ketamine in Child-Pugh C has no number: the kidneys alone are not shown for the whole."""
    shown = page(knowledge, "ketamine", "liver cancer", "decompensated-liver-cancer", "en")
    figures = [f.id for f in section(shown, "organ-function-and-dose").figures]
    assert "exposure-ketamine-oral" not in figures and "exposure-ketamine-intravenous" in figures


def test_the_picture_fits_a_telephone_and_shows_the_usual_adult(knowledge: Knowledge) -> None:
    """Nothing to scroll: every word inside 420 units, the usual adult named, statements first."""
    shown = page(knowledge, "morphine", "liver cancer", "decompensated-liver-cancer", "en")
    text = html.render([shown])
    pictures = re.findall(r'<svg[^>]*class="figure narrow".*?</svg>', text, re.S)
    assert len(pictures) == 2
    for picture in pictures:
        # The usual adult's line stands beside the intervals, not through the words.
        words = [
            float(y) for y in re.findall(r'<text[^>]*\by="([\d.]+)"[^>]*class="halo"', picture)
        ]
        words += [float(y) for y in re.findall(r'class="halo"[^>]*\by="([\d.]+)"', picture)]
        lines = [t for t in re.findall(r"<line[^>]*>", picture) if 'class="null"' in t]
        spans = [
            tuple(float(re.search(rf'\b{n}="([\d.]+)"', t)[1]) for n in ("y1", "y2"))  # type: ignore[index]
            for t in lines
        ]
        assert words and spans and not any(a <= y <= b for a, b in spans for y in words)
        assert len(re.findall(r'class="tick"', picture)) > 3, "a scale has more than two marks"
        assert 'viewBox="0 0 420' in picture and ">usual adult = 1<" in picture
        places = [float(x) for x in re.findall(r'<text[^>]*\bx="([\d.]+)"', picture)]
        assert places and all(0 <= x <= 420 for x in places)
    part = text[text.index('id="p1-organ-function-and-dose"') :]
    assert part.index("Leading guidance") < part.index("<svg") < part.index("Doses stated")


def test_a_gene_that_is_no_pathway_is_no_gap(knowledge: Knowledge) -> None:
    name = "immunosuppressant-on-checkpoint-inhibitor"
    shown = page(knowledge, "methotrexate", "chronic pain", name, "en")
    (whole,) = told(shown, "bottom-line", "personal-exposure")
    assert "TPMT" not in whole
    assert any("TPMT" in f for f in told(shown, "organ-function-and-dose", "personal-factor"))


def test_the_pump_stands_first_and_in_parts(knowledge: Knowledge) -> None:
    """0.432 mL at 0.7 mL a day are 14.8 hours."""
    shown = page(knowledge, "intrathecal baclofen", "spasticity", "pump-concentration-change", "en")
    (first,) = told(shown, "bottom-line", "personal-pump")
    assert "0.7 mL/day for 14.8 hours" in first and "then 0.175 mL/day" in first
    assert "refill by 2027-02-11" in first
    parts = [s for s in section(shown, "device-and-route").statements if s.personal]
    assert [bool(p.sources) for p in parts] == [True, False, True]
    assert not any("--" in p.text or "[" in p.text for p in parts)
    # 0.7 mL a day of 2000 µg/mL are 1400 µg: four times 350.
    assert "1400 µg/day (400% of the intended dose)" in parts[1].text


def test_missing_inputs_are_named_with_what_they_change(knowledge: Knowledge) -> None:
    person = read_flags({"bilirubin": "34 umol/L", "albumin": "30 g/L"}, Index(knowledge))
    shown = runs.page(knowledge, questions(knowledge, "ketamine", "liver cancer")[0], person=person)
    (ask,) = told(shown, "bottom-line", "personal-ask")
    assert "INR, ascites and grade of hepatic encephalopathy (Child-Pugh class" in ask
    assert "creatinine" in ask and "kidney function" in ask
    scores = told(shown, "organ-function-and-dose", "personal-score")
    assert any("between 7 and 13 points, class B or C" in s for s in scores)


@pytest.mark.parametrize(("lang", "words"), [("en", "did you mean 34 µmol/L?"), ("zh", "请核对")])
def test_a_value_in_what_may_be_the_wrong_unit_is_asked_about(
    knowledge: Knowledge, lang: str, words: str
) -> None:
    person = read_flags({"bilirubin": "34 mg/dL"}, Index(knowledge))
    question = questions(knowledge, "ketamine", "liver cancer")[0]
    shown = runs.page(knowledge, question, lang, person=person)
    (doubt,) = told(shown, "bottom-line", "personal-doubt")
    assert words in doubt


def test_a_medicine_that_is_not_known_is_said_not_to_be_checked(knowledge: Knowledge) -> None:
    person = read_flags({"medicines": ["foobarium 5 mg oral daily"]}, Index(knowledge))
    question = questions(knowledge, "ketamine", "liver cancer")[0]
    shown = runs.page(knowledge, question, person=person)
    (unknown,) = told(shown, "bottom-line", "personal-unknown")
    assert "NOT CHECKED" in unknown and "foobarium" in unknown
    assert not told(shown, "bottom-line", "personal-doubt")


def test_the_same_person_from_fhir(knowledge: Knowledge) -> None:
    """A FHIR R4 bundle with the values of a file gives the same personal statements; the region,
    which a bundle does not have, comes from a flag. Only the head, which has the file's name for
    the person, differs."""
    here, index = Path(__file__).parent / "baclofen-renal-failure.fhir.json", Index(knowledge)
    question = questions(knowledge, "baclofen", "spasticity")[0]
    person = read_flags({"region": "UK"}, index, read_file(here, index))
    bundle = runs.page(knowledge, question, person=person)
    file = page(knowledge, "baclofen", "spasticity", "baclofen-renal-failure", "en")
    for name in ("bottom-line", "interactions", "organ-function-and-dose", "monitoring"):
        first, second = (
            [s.text for s in section(p, name).statements if s.personal and "head" not in s.kind]
            for p in (bundle, file)
        )
        assert first == second and first


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_dose_for_another_cancer_does_not_lead(knowledge: Knowledge, lang: str) -> None:
    """Lenvatinib in severe impairment: 14 mg is for thyroid, 10 mg for renal cancer, not for liver
    cancer (US label, 8.7)."""
    shown = page(knowledge, "lenvatinib", "liver cancer", "decompensated-liver-cancer", lang)
    doses = [a for a in told(shown, "bottom-line", "personal-advice") if "14 mg" in a]
    assert doses and all(
        ("not for this person's illness" in d) if lang == "en" else ("而非此患者疾病" in d)
        for d in doses
    )
    assert not any("Leading" in d or "优先" in d for d in doses)


def test_converted_values_and_the_reason_of_a_stage_are_readable(knowledge: Knowledge) -> None:
    """Magnesium 1.6 mg/dL is 0.658 mmol/L; stage D at ECOG 2 comes from the liver."""
    shown = page(knowledge, "lenvatinib", "liver cancer", "decompensated-liver-cancer", "en")
    alerts = " ".join(told(shown, "interactions", "personal-alert"))
    assert "magnesium 0.658 mmol/L" in alerts
    (stage,) = [s for s in told(shown, "organ-function-and-dose", "personal-score") if "BCLC" in s]
    assert "stage D (Child-Pugh C, and no transplant is possible)" in stage


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('albumin = "2.6 g/dL"', 'albumin = "40 g/dL"', "did you mean 40 g/L?"),
        ('bilirubin = "3.6 mg/dL"', 'bilirubin = "3.6 mmol/L"', "is not possible"),
        ("oxycodone 5 mg", "oxycodone -5 mg", "a dose is above 0. Did you mean 5 mg?"),
        ("age = 71", "age = 200", "age 200 is not possible"),
        ('creatinine = "1.4 mg/dL"', 'creatinine = "1.4 mgg/dL"', "not a unit that is known"),
        ("ecog = 2", 'ecog = 2\nchild_pugh = "A"', "does not agree"),
    ],
)
def test_a_dossier_refuses_what_cannot_be_in_one_sentence(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = (PATIENTS / "decompensated-liver-cancer.toml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "person.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    command = ["dossier", "ketamine", "liver cancer", "--patient", str(file)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 2 and words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1 and not done.stdout


@pytest.mark.parametrize(("lang", "told"), [("en", "NOT CHECKED"), ("zh", "未检查")])
def test_allergies_and_pregnancy_are_said_to_be_unchecked(
    knowledge: Knowledge, lang: str, told: str
) -> None:
    person = read_flags(
        {"age": "40", "allergies": ["penicillin"], "pregnant": True}, Index(knowledge)
    )
    question = questions(knowledge, "ketamine", "liver cancer")[0]
    shown = runs.page(knowledge, question, lang, person=person)
    (said_,) = [
        s.text for s in section(shown, "bottom-line").statements if s.kind == "personal-unknown"
    ]
    assert told in said_ and "penicillin" in said_


def test_a_dossier_checks_the_same_medicines_as_the_command(knowledge: Knowledge) -> None:
    """One of the closed list of agents is checked, one stopped long ago is not; both say the same."""
    lines = [
        "warfarin 3 mg oral every 24 h",
        "morphine 10 mg oral every 4 h",
        {"name": "baclofen", "dose": "10 mg", "every": "8 h", "stopped": "90 d"},
        "nosuchdrug 5 mg",
    ]
    person = read_flags({"age": "60", "medicines": lines}, Index(knowledge))
    question = questions(knowledge, "ketamine", "liver cancer")[0]
    found = personal(knowledge, question, person.patient, None, date(2026, 11, 22))
    command = interactions(knowledge, ["ketamine"], person.patient)
    assert found.unknown == command.unknown == ("nosuchdrug",)
    for taken in (found.together.medicines, command.medicines):
        assert {m.id for m in taken} == {"ketamine", "warfarin", "morphine"}


@pytest.mark.parametrize(("grade", "dose"), [("A", "12 mg/day"), ("B", "8 mg/day"), ("C", None)])
def test_a_dose_found_in_this_class_of_child_pugh_is_told(
    knowledge: Knowledge, grade: str, dose: str | None
) -> None:
    """Ikeda 2016: 12 mg a day was tolerated in class A, 8 mg in class B; class C was not studied."""
    person = read_flags({"child-pugh": grade}, Index(knowledge), None)
    question = questions(knowledge, "lenvatinib", "liver cancer")[0]
    shown = runs.page(knowledge, question, "en", person=person)
    doses = [s.text for s in section(shown, "bottom-line").statements if s.kind == "dose"]
    assert len(doses) == (dose is not None)
    assert all(f"dose-finding study {dose}" in d for d in doses)


@pytest.mark.parametrize(
    ("drug", "stated", "says"),
    [
        ("azathioprine", 'age = 40\n[genotypes]\nTPMT = "poor"', "no number for TPMT"),
        ("methotrexate", 'medicines = ["ibuprofen"]', "no number for ibuprofen"),
        ("morphine", "age = 7", "nothing here was estimated in children"),
        ("tacrolimus", 'egfr = 70\nmedicines = ["clarithromycin"]', "held for clarithromycin"),
    ],
)
def test_what_is_not_known_is_not_said_to_change_nothing(
    knowledge: Knowledge, tmp_path: Path, drug: str, stated: str, says: str
) -> None:
    (tmp_path / "person.toml").write_text(stated)
    person = read_file(tmp_path / "person.toml", Index(knowledge))
    question = questions(knowledge, drug, "rheumatoid arthritis")[0]
    shown = runs.page(knowledge, question, "en", person=person)
    line, *_ = told(shown, "bottom-line", "personal-exposure")
    assert says in line and "nothing given changes it" not in line
    figures = section(shown, "organ-function-and-dose").figures
    assert not [f for f in figures if f.id.startswith("exposure-")]


def test_normal_values_without_a_liver_disease_bring_no_dose_of_a_class(
    knowledge: Knowledge,
) -> None:
    """They add up to class A as well, which says nothing where the liver is not ill."""
    flags = {
        "bilirubin": "10 umol/L", "albumin": "42 g/L", "inr": "1.0", "ascites": "none",
        "encephalopathy": "0",
    }  # fmt: skip
    person = read_flags(flags, Index(knowledge), None)
    question = questions(knowledge, "lenvatinib", "cancer pain")[0]
    shown = runs.page(knowledge, question, "en", person=person)
    assert not [s for s in section(shown, "bottom-line").statements if s.kind == "dose"]
