"""Impossible values, half scores, unknown words: one sentence with the likely intention, exit 2."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assuage.cli.main import main


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args), catch_exceptions=False)


def refused(result: Result) -> str:
    assert result.exit_code == 2, result.output
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("assuage: "), result.stderr
    assert "Traceback" not in result.output
    return lines[0]


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--albumin", "40 g/dL"), "did you mean 40 g/L?"),
        (("--albumin", "4 g/L"), "did you mean 4 g/dL?"),
        (("--bilirubin", "1.2 umol/L"), "did you mean 1.2 mg/dL?"),
        (("--creatinine", "100 mg/dL"), "did you mean 100 umol/L?"),
        (("--creatinine", "1.2 umol/L"), "did you mean 1.2 mg/dL?"),
        (("--platelets", "85000 10*9/L"), "did you mean 85000 /uL?"),
        (("--height", "165 m"), "did you mean 165 cm?"),
        (("--qtc", "0.44 ms"), "did you mean 0.44 s?"),
        (("--age", "200"), "write a value from 0 to 125 years"),
        (("--weight", "-61 kg"), "write a value from 0.3 to 650 kg"),
        (("--bilirubin", "34"), '"34 umol/L" or "34 mg/dL"'),
        (("--bilirubin", "34 umol"), "does not measure it"),
        (("--bilirubin", "34 banana/L"), "not a unit that is known"),
        (("--egfr", "45 mL/min"), "creatinine_clearance"),
        (("--child-pugh", "D"), '"A", "B" or "C"'),
        (("--child-pugh", "A9"), 'Did you mean "B9"?'),
        (("--ascites", "lots"), "none, mild, moderate-severe"),
        (("--encephalopathy", "7"), "from 0 (none) to 4"),
        (("--sex", "femal"), "Did you mean female?"),
        (("--region", "mars"), "Write one of"),
        (
            (
                "--child-pugh",
                "A",
                "--bilirubin",
                "80 umol/L",
                "--albumin",
                "20 g/L",
                "--inr",
                "2.5",
            ),
            "does not agree with bilirubin, albumin, inr",
        ),
        (("--albumin", "40"), 'albumin = 40 has no unit. Write "40 g/L".'),
        (("--qtc", "440"), 'qtc = 440 has no unit. Write "440 ms".'),
        (("--weight", "60"), 'weight = 60 has no unit. Write "60 kg" or "60 lb".'),
        (
            ("--egfr", "95", "--creatinine", "400 umol/L", "--age", "58", "--sex", "male"),
            "egfr = 95 does not agree with creatinine, age and sex, which give 14 mL/min",
        ),
    ],
)
def test_a_bad_flag_is_one_sentence(flags: tuple[str, ...], words: str) -> None:
    assert words in refused(run("patient", "check", *flags))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('bilirubine = "34 umol/L"', "Did you mean bilirubin"),
        ("bilirubin = 34", "has no unit"),
        ('bilirubin = "34 umol/L"\nbilirubin_umol_per_l = 34', "given twice"),
        ("age = true", "Write a number"),
        ('medicines = ["morphine -10 mg"]\n[x]', "no key 'x'"),
        ('medicines = [{ name = "morphine", dose = "-10 mg" }]', "Did you mean 10 mg?"),
        ('medicines = [{ name = "morphine", dose = 10 }]', "has no unit"),
        ('medicines = [{ name = "morphine", rout = "oral" }]', "Did you mean route?"),
        ('medicines = [{ name = "morphine", route = "spoon" }]', "is not known"),
        ('medicines = "morphine"', "Write a list"),
        ('systolic = "60 mmHg"\ndiastolic = "90 mmHg"', "exchanged"),
        ('[genotypes]\nCYP2D6 = "porr"', "Did you mean poor?"),
        ('[tumour]\nlargest = "4.2"', "has no unit"),
        ('[tumour]\nnumber = 0\nlargest = "2 cm"', "a tumour has at least one nodule"),
        ('pregnant = true\nsex = "male"', 'pregnant = true with sex = "male"'),
        ("age = ", "is not TOML"),
        ("age = nan", "Write a number"),
        ("weight = inf", "Write a number"),
        ('systolic = "120/80 mmHg"', 'diastolic = "80 mmHg"'),
        ('medicines = [{ name = "morphine", planned = "maybe" }]', "write true or false"),
        ("hepatitis_b = true", "hepatitis_b = True: write one of negative"),
    ],
)
def test_a_bad_file_is_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "patient.toml"
    path.write_text(text, encoding="utf-8")
    said = refused(run("patient", "check", str(path)))
    assert words in said
    assert "patient.toml" in said


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot read" in refused(run("patient", "check", str(tmp_path / "none.toml")))


def test_nobody_is_said_to_be_nobody() -> None:
    assert "no person was given" in refused(run("patient", "check"))


def test_half_a_child_pugh_names_what_is_missing_and_what_is_left() -> None:
    result = run(
        "patient", "check", "--bilirubin", "40 umol/L", "--albumin", "36 g/L", "--inr", "1.2"
    )
    assert result.exit_code == 0
    # 2 + 1 + 1 points and one to three each for ascites and encephalopathy.
    assert "needs ascites and grade of hepatic encephalopathy" in result.output
    assert "between 6 and 10 points, class A, B or C" in result.output
    assert "creatinine: for MELD" in result.output


def test_no_dose_follows_a_kidney_function_that_creatinine_contradicts() -> None:
    """An eGFR of 95 beside a creatinine of 400 umol/L led to 900 to 3600 mg gabapentin a day."""
    kidney = ("--creatinine", "400 umol/L", "--age", "58", "--sex", "male")
    for stated in (("--egfr", "95"), ("--creatinine-clearance", "95 mL/min")):
        told = refused(run("exposure", "gabapentin", *kidney, *stated))
        assert "does not agree with creatinine" in told
    # Twice is true in many: little muscle, cystatin C.
    assert run("exposure", "gabapentin", *kidney, "--egfr", "28").exit_code == 0


_KIDNEY = ("--creatinine", "60 umol/L", "--age", "40", "--sex", "male")


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        # CKD-EPI 2021 by the calculator of the National Kidney Foundation: 121.
        (("--egfr", "45", *_KIDNEY), "eGFR 45 is stated, but creatinine, age and sex give 121 mL"),
        (("--dialysis", "haemodialysis", "--egfr", "80"), "eGFR 80 is stated beside dialysis"),
        # (140 - 40) * 70 / (72 * 0.6787) = 143.
        (
            ("--creatinine-clearance", "50 mL/min", "--weight", "70 kg", *_KIDNEY),
            "creatinine clearance 50 is stated, but creatinine, age and sex give 143 mL/min by "
            "Cockcroft-Gault",
        ),
    ],
)
def test_two_kidney_functions_that_hardly_agree_are_asked_about(
    flags: tuple[str, ...], words: str
) -> None:
    assert f"{words}" in run("patient", "check", *flags).stdout
    assert "which holds?" in run("patient", "check", *flags).stdout
    assert "以何者为准" in run("patient", "check", *flags, "--lang", "zh").stdout
    assert words in run("exposure", "gabapentin", *flags).stderr


@pytest.mark.parametrize(
    "flags", [("--egfr", "70", *_KIDNEY), ("--dialysis", "haemodialysis", "--egfr", "9")]
)
def test_kidney_functions_that_agree_are_not_asked_about(flags: tuple[str, ...]) -> None:
    assert "which holds?" not in run("patient", "check", *flags).stdout


def test_a_flag_over_a_file_is_weighed_with_it(tmp_path: Path) -> None:
    path = tmp_path / "patient.toml"
    path.write_text('age = 40\nsex = "male"\ncreatinine = "60 umol/L"\n', encoding="utf-8")
    assert "which holds?" in run("patient", "check", str(path), "--egfr", "45").stdout
    path.write_text("pregnant = true\n", encoding="utf-8")
    assert "contradict each other" in refused(run("patient", "check", str(path), "--sex", "male"))
