"""A person written in Chinese is the person written in English: values, words, medicines."""

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from assuage.asking.names import Index
from assuage.cli.main import main
from assuage.knowledge.shelves import Knowledge
from assuage.patient.person.question_words import said
from assuage.patient.person.read import read_flags
from assuage.patient.person.units import parse_quantity


@pytest.fixture(scope="module")
def index(knowledge: Knowledge) -> Index:
    return Index(knowledge)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ({"weight": "50 公斤"}, {"weight": "50 kg"}),
        ({"weight": "５０千克"}, {"weight": "50 kg"}),
        ({"height": "158 厘米"}, {"height": "158 cm"}),
        ({"age": "62岁"}, {"age": "62"}),
        ({"age": "６２ 岁"}, {"age": "62"}),
        ({"bilirubin": "34 微摩尔/升"}, {"bilirubin": "34 umol/L"}),
        ({"bilirubin": "2.0 毫克/分升"}, {"bilirubin": "2.0 mg/dL"}),
        ({"albumin": "35 克/升"}, {"albumin": "35 g/L"}),
        ({"creatinine": "88 ＵＭＯＬ／Ｌ"}, {"creatinine": "88 umol/L"}),
        ({"creatinine_clearance": "45 毫升/分"}, {"creatinine_clearance": "45 mL/min"}),
        ({"sodium": "135 毫摩尔/升"}, {"sodium": "135 mmol/L"}),
        ({"heart_rate": "80次/分"}, {"heart_rate": "80 /min"}),
        ({"qtc": "440 毫秒"}, {"qtc": "440 ms"}),
        ({"sex": "女"}, {"sex": "female"}),
        ({"sex": "男性"}, {"sex": "male"}),
        ({"ascites": "无"}, {"ascites": "none"}),
        ({"ascites": "轻度"}, {"ascites": "mild"}),
        ({"ascites": "中度"}, {"ascites": "moderate"}),
        ({"ascites": "重度"}, {"ascites": "severe"}),
        ({"encephalopathy": "无"}, {"encephalopathy": "0"}),
        ({"encephalopathy": "2级"}, {"encephalopathy": "2"}),
        ({"encephalopathy": "Ⅱ级"}, {"encephalopathy": "2"}),
        ({"child_pugh": "C级"}, {"child_pugh": "C"}),
        ({"child_pugh": "８分"}, {"child_pugh": "8"}),
        ({"dialysis": "血液透析"}, {"dialysis": "haemodialysis"}),
        ({"smoker": "是"}, {"smoker": "yes"}),
        ({"varices": "无"}, {"varices": "no"}),
        ({"genotypes": {"CYP2D6": "慢代谢型"}}, {"genotypes": {"CYP2D6": "poor"}}),
    ],
)
def test_the_two_languages_are_one_value(
    chinese: dict[str, object], english: dict[str, object], index: Index
) -> None:
    one, other = (read_flags(flags, index).patient for flags in (chinese, english))
    name = (one.stated or other.stated)[0].field if one.stated else "genotypes"
    assert getattr(one, name) == getattr(other, name)
    # What is shown of it is not Chinese on an English page.
    assert all(s.text.isascii() for s in one.stated)


def test_a_rate_in_chinese_is_exact() -> None:
    assert parse_quantity("300微克/天", "dose").base == parse_quantity("300 ug/d", "dose").base


def test_a_question_in_full_width_states_the_person() -> None:
    held = said("６２岁女性，５０公斤，Child-Pugh C级，可以用氯胺酮吗")
    assert held == {"age": "62", "weight": "50 kg", "child_pugh": "C", "sex": "female"}


def test_morphine_written_in_chinese_gives_the_sedation_alert(tmp_path: Path) -> None:
    """Child-Pugh C, on morphine, asking for ketamine: the line was not read, and no alert came."""
    path = tmp_path / "patient.toml"
    path.write_text(
        'sex = "女"\nage = "62岁"\nweight = "50 公斤"\nchild_pugh = "C级"\n'
        'medicines = ["吗啡 10 mg 口服 每4小时"]\n',
        encoding="utf-8",
    )
    shown = CliRunner().invoke(
        main,
        ["dossier", "ketamine", "liver cancer", "--patient", str(path), "--lang", "zh"],
        catch_exceptions=False,
    )
    assert shown.exit_code == 0, shown.output
    assert "镇静与呼吸抑制：氯胺酮和吗啡" in shown.output


def test_a_dose_of_tablets_has_no_daily_mass(index: Index) -> None:
    (found,) = read_flags({"medicines": ["地塞米松片 每次2片 每日两次"]}, index).patient.medicines
    assert found.dose is not None
    assert (found.dose.amount, found.dose.unit, found.every_h) == (
        Decimal(2),
        "tablet",
        Decimal(12),
    )
