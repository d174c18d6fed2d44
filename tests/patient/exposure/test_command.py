"""``assuage exposure`` as a person runs it: text in two languages, JSON, one sentence on bad input."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assuage.cli.main import main
from assuage.prose.chinese import patient_exposure as chinese
from assuage.prose.english import patient_exposure as english
from assuage.terms.exposure import REASONS


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["exposure", *args], catch_exceptions=False)


ISSUE = (
    "oxycodone",
    "--child-pugh",
    "B",
    "--egfr",
    "45",
    "--with",
    "voriconazole",
    "--route",
    "oral",
)


def test_the_issue_s_line() -> None:
    result = run(*ISSUE)
    assert result.exit_code == 0, result.output
    for words in ("with voriconazole: observed 3.6", "pmid:18836708", "Child-Pugh B: model",
                  "Together: ", "[leads, strictest] liver, cirrhosis: advises to avoid it"):  # fmt: skip
        assert words in result.output
    assert run(*ISSUE).output == result.output


def test_json_holds_the_same_numbers() -> None:
    held = json.loads(run(*ISSUE, "--format", "json").output)
    voriconazole = held["factors"][0]
    assert voriconazole["leads"] == "observed"
    assert voriconazole["observed"]["span"]["ratio"] == pytest.approx(3.6)
    assert voriconazole["modelled"]["tier"] == "both estimated"
    assert held["together"]["low"] < held["together"]["ratio"] < held["together"]["high"]


def test_chinese() -> None:
    result = run(*ISSUE, "--lang", "zh")
    assert result.exit_code == 0
    assert "羟考酮" in result.output and "伏立康唑" in result.output and "合计" in result.output


def test_every_reason_and_tier_has_words_in_both_languages() -> None:
    for reason in REASONS:
        assert english.REASONS[reason] and chinese.REASONS[reason]
    assert set(english.TIERS) == set(chinese.TIERS)
    assert set(english.RISKS) == set(chinese.RISKS)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("oxycodon",), "Did you mean oxycodone"),
        (("oxycodone", "--route", "mouth"), "is no route"),
        (("oxycodone", "--genotype", "CYP2D6"), "CYP2D6=poor"),
        (("oxycodone", "--genotype", "CYP2D6=slow"), "phenotypes are"),
        (("oxycodone", "--genotype", "CYP99=poor"), "CYP2D6"),
        (("enoxaparin",), "--route"),
        (("oxycodone", "--child-pugh", "D"), '"A", "B" or "C"'),
        (("oxycodone", "--with", "voriconazol"), "voriconazole"),
    ],
)
def test_bad_input_is_one_sentence(args: tuple[str, ...], words: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("assuage: ") and words in lines[0]


def test_nothing_is_written(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person never leaves the machine: no file is opened for writing."""
    import builtins

    opened: list[str] = []
    real = builtins.open

    def watched(file: object, mode: str = "r", *rest: object, **more: object) -> object:
        if set(mode) & set("wax+"):
            opened.append(str(file))
        return real(file, mode, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "open", watched)
    assert run(*ISSUE).exit_code == 0
    assert opened == []


def test_routes_by_their_short_names() -> None:
    for short, whole in (("nasal", "intranasal"), ("iv", "intravenous"), ("po", "oral")):
        args = ("esketamine", "--with", "rifampicin", "--route")
        assert run(*args, short).output == run(*args, whole).output


def test_medicines_named_together_are_not_told_to_be_together() -> None:
    pair = ("--with", "itraconazole", "--with", "grapefruit")
    assert "; together" not in run("ketamine", *pair).output
    assert "；合用" not in run("ketamine", *pair, "--lang", "zh").output


def test_one_medicine_without_a_number_has_no_sum() -> None:
    result = run("ketamine", "--route", "oral", "--with", "lenvatinib")
    assert "No number for" in result.output and "Together" not in result.output


@pytest.mark.parametrize(
    ("lang", "says"), [("en", "is not in this knowledge"), ("zh", "不在本知识库中")]
)
def test_what_is_doubted_is_told_in_the_language_asked(lang: str, says: str) -> None:
    result = run("ketamine", "--route", "oral", "--condition", "bone pian", "--lang", lang)
    assert says in result.stderr


def test_without_a_route_the_one_by_which_the_drug_is_given() -> None:
    assert run("fentanyl").output.startswith("fentanyl, transdermal")
    assert run("nivolumab").output.startswith("nivolumab, intravenous")
    assert run("oxycodone").output.startswith("oxycodone, oral")


def test_a_medicine_without_a_number_is_named_beside_the_missing_whole() -> None:
    result = run("tacrolimus", "--with", "clarithromycin", "--child-pugh", "A", "--egfr", "70")
    assert "No number for clarithromycin" in result.output
    assert "Together: No combined number: clarithromycin acts and has no number" in result.output


@pytest.mark.parametrize(("lang", "word"), [("en", "withdrawal"), ("zh", "撤药反应")])
def test_one_word_for_withdrawal(lang: str, word: str) -> None:
    output = run("baclofen", "--egfr", "20", "--lang", lang).output
    assert word in output and "戒断" not in output


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Cockcroft-Gault: 21 mL/min", "[only by Cockcroft-Gault]", "Little muscle")),
        ("zh", ("Cockcroft-Gault公式：21 mL/min", "［仅按Cockcroft-Gault公式］", "肌肉量少")),
    ],
)
def test_the_estimate_of_renal_function_is_said(
    tmp_path: Path, lang: str, words: tuple[str, ...]
) -> None:
    person = tmp_path / "old.toml"
    person.write_text(
        'age = 92\nsex = "female"\nweight = "41 kg"\nheight = "150 cm"\n'
        'creatinine = "98 umol/L"\nsarcopenia = true\n'
    )
    output = run("pregabalin", "--patient", str(person), "--lang", lang).output
    assert all(w in output for w in words)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_supplement_after_haemodialysis_is_not_the_dose(lang: str) -> None:
    output = run("gabapentin", "--dialysis", "haemodialysis", "--lang", lang).output
    (line,) = [row for row in output.splitlines() if "125 to 350" in row]
    assert ("on top of the maintenance dose" if lang == "en" else "在维持剂量之外") in line


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_acts_beside_the_drug_is_said_with_its_sources(lang: str) -> None:
    output = run("morphine", "--dialysis", "haemodialysis", "--lang", lang).output
    (line,) = [row for row in output.splitlines() if "pmid:8354025" in row]
    assert ("morphine-6-glucuronide" if lang == "en" else "吗啡-6-葡萄糖醛酸苷") in line
