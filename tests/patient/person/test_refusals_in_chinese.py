"""A refusal is told in the language asked for; every code that is raised has its Chinese sentence."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import assuage.patient
from assuage.cli.main import main
from assuage.prose.chinese.refusals import REFUSALS

_RAISING = ("person", "scores")
_CHINESE = re.compile(r"[一-鿿]")


def refused(*args: str) -> str:
    result = CliRunner().invoke(main, list(args), catch_exceptions=False)
    assert result.exit_code == 2, result.output
    (line,) = result.stderr.strip().splitlines()
    return str(line).removeprefix("assuage: ")


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--albumin", "40 g/dL"), "albumin 40 g/dL不可能；是否指40 g/L？"),
        (("--albumin", "40"), 'albumin = 40没有单位。请写"40 g/L"。'),
        (("--age", "200"), "请写0至125岁之间的值"),
        (("--weight", "-61 kg"), "请写0.3至650 kg之间的值"),
        (("--bilirubin", "34 banana/L"), "单位“banana/L”未能识别"),
        (("--bilirubin", "34 umol"), "所用单位不能度量此项"),
        (("--bilirubin", "1,5 mg/dL"), "bilirubin：1,5 mg/dL含逗号"),
        (("--sex", "femal"), "请写以下之一：female、male。是否指female？"),
        (("--ascites", "很多"), "请写以下之一：none、mild、moderate-severe"),
        (("--encephalopathy", "7"), "请写0（无）至4的整数"),
        (("--child-pugh", "A9"), "9分为B级。是否指“B9”？"),
        (("--child-pugh", "D"), "请写A、B或C级，或5至15分"),
        (
            ("--egfr", "95", "--creatinine", "400 umol/L", "--age", "58", "--sex", "男"),
            "egfr = 95与肌酐、年龄和性别不符：按CKD-EPI 2021得14",
        ),
    ],
)
def test_a_refusal_is_chinese_where_chinese_is_asked(flags: tuple[str, ...], words: str) -> None:
    assert words in refused("patient", "check", *flags, "--lang", "zh")
    assert words in refused("patient", "check", *flags, "--lang=zh")
    assert not _CHINESE.search(refused("patient", "check", *flags).replace(flags[1], ""))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('bilirubine = "34 umol/L"', "没有bilirubine这一项。是否指bilirubin"),
        ('medicines = ["paracetamol 1,000 mg"]', "1,000可读作1000或1.000"),
        ('medicines = [{ name = "morphine", dose = 10 }]', '没有单位。请写"10 mg"'),
        ('pregnant = true\nsex = "男"', "相矛盾"),
        ("[tumour]\nnumber = 0", "至少有一个结节"),
        ("age = ", "不是TOML"),
    ],
)
def test_a_bad_file_is_refused_in_chinese(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "patient.toml"
    path.write_text(text, encoding="utf-8")
    said = refused("patient", "check", str(path), "--lang", "zh")
    assert words in said and "patient.toml" in said


def test_the_language_of_the_file_holds_for_what_is_refused_later(tmp_path: Path) -> None:
    path = tmp_path / "patient.toml"
    path.write_text(
        'language = "zh"\nchild_pugh = "A"\nbilirubin = "80 umol/L"\nalbumin = "20 g/L"\n'
        'inr = 2.5\nconditions = ["肝癌"]\n',
        encoding="utf-8",
    )
    assert "与bilirubin、albumin、inr不符" in refused("patient", "check", str(path))
    assert "does not agree" in refused("patient", "check", str(path), "--lang", "en")


def test_every_code_that_is_raised_has_a_sentence() -> None:
    root = Path(next(iter(assuage.patient.__path__)))
    source = "".join(p.read_text() for f in _RAISING for p in sorted((root / f).glob("*.py")))
    raised = set(re.findall(r'^\s+"([a-z0-9]+(?:-[a-z0-9]+)*)",\s(?:\w+=|\s*\w+=)', source, re.M))
    assert {"no-unit", "word", "impossible"} <= raised
    assert raised <= set(REFUSALS)
