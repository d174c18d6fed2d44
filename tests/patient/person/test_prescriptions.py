"""Lines of prescriptions as people write them: what is read of them, and what stays unread.

The expected doses are sums that anyone can do; no number here is medical advice.
"""

from decimal import Decimal
from fractions import Fraction

import pytest
from click.testing import CliRunner, Result

from assuage.asking.names import Index
from assuage.cli.main import main
from assuage.knowledge.shelves import Knowledge
from assuage.patient.person.measures import PatientError
from assuage.patient.person.medicines import daily_mg, medicines


@pytest.fixture(scope="module")
def index(knowledge: Knowledge) -> Index:
    return Index(knowledge)


@pytest.mark.parametrize(
    ("line", "drug", "dose", "route", "every"),
    [
        ("ketamine 100 mg/24h subcutaneous", "ketamine", "100 mg/d", "subcutaneous", None),
        ("midazolam 10 mg over 24 h subcutaneous", "midazolam", "10 mg/d", "subcutaneous", None),
        ("midazolam 10 mg sc over 24 hours", "midazolam", "10 mg/d", "subcutaneous", None),
        ("morphine 60 mg CSCI 24h", "morphine", "60 mg/d", "subcutaneous", None),
        ("morphine 20 mg per 24 hours via syringe driver", "morphine", "20 mg/d", "subcutaneous", None),
        ("morphine sulfate MR 30 mg bd", "morphine", "30 mg", None, 12),
        ("morphine sulphate SR 30mg 12 hourly", "morphine", "30 mg", None, 12),
        ("MST 30mg bd", "morphine", "30 mg", None, 12),
        ("MST Continus tablets 30 mg B.D.", "morphine", "30 mg", None, 12),
        ("Oramorph 10mg/5ml 2.5ml q4h", "morphine", "5 mg", None, 4),
        ("OxyNorm liquid 5 mg/5 ml 10 ml q.d.s.", "oxycodone", "10 mg", None, 6),
        ("fentanyl patch 25 mcg/h every 72 h", "fentanyl", "25 ug/h", "transdermal", 72),
        ("fentanyl 25 micrograms/hour transdermal", "fentanyl", "25 ug/h", "transdermal", None),
        ("fentanyl 12 mcg/hr, 1 patch every 3 days", "fentanyl", "12 ug/h", "transdermal", 72),
        ("buprenorphine 5 microgram/hour 7-day patch", "buprenorphine", "5 ug/h", "transdermal", 168),
        ("dexamethasone 8mg od", "dexamethasone", "8 mg", None, 24),
        ("dexamethasone 4 mg mane and nocte", "dexamethasone", "4 mg", None, 12),
        ("haloperidol 1.5 mg nocte for nausea", "haloperidol", "1.5 mg", None, 24),
        ("metoclopramide 10 mg for nausea every 8 h", "metoclopramide", "10 mg", None, 8),
        ("10 mg of morphine every four hours", "morphine", "10 mg", None, 4),
        ("oxycodone PR 10 mg bd", "oxycodone", "10 mg", None, 12),
        ("oxycodone hydrochloride 10 mg/12h po", "oxycodone", "10 mg", "oral", 12),
        ("oxycodone m/r 20 mg bd", "oxycodone", "20 mg", None, 12),
        ("ibuprofen 400 mg TDS with food", "ibuprofen", "400 mg", None, 8),
        ("布洛芬 400 mg 饭后 每日3次", "ibuprofen", "400 mg", None, 8),
        ("tramadol LP 100 mg 2 times daily", "tramadol", "100 mg", None, 12),
        ("lorazepam 0.5mg s/l nocte", "lorazepam", "0.5 mg", "sublingual", 24),
        ("paracetamol 500mg tablets 2 qds", "paracetamol", "1000 mg", None, 6),
        ("paracetamol 2 x 500 mg qds", "paracetamol", "1000 mg", None, 6),
        ("paracetamol 500 mg 2 tablets qid", "paracetamol", "1000 mg", None, 6),
        ("methadone 2,5 mg x3/day", "methadone", "2.5 mg", None, 8),
        ("methotrexate 15 mg alternate days", "methotrexate", "15 mg", None, 48),
        ("ketamine 20 mg iv over 30 min", "ketamine", "20 mg", "intravenous", None),
        ("Lenvatinib 4 MG Oral Capsule [Lenvima]", "lenvatinib", "4 mg", "oral", None),
        ("morphine sulfate 15 MG Extended Release Oral Tablet", "morphine", "15 mg", "oral", None),
        ("12 HR morphine sulfate 30 MG Extended Release Oral Tablet", "morphine", "30 mg", "oral", None),
        ("Lenvima (lenvatinib) 8 mg daily", "lenvatinib", "8 mg", None, 24),
        ("ＭＯＲＰＨＩＮＥ　１０ｍｇ　ｐｏ　ｑ４ｈ", "morphine", "10 mg", "oral", 4),
        ("吗啡 10 mg 口服 每4小时", "morphine", "10 mg", "oral", 4),
        ("吗啡10mg口服每四小时一次", "morphine", "10 mg", "oral", 4),
        ("盐酸吗啡缓释片 30毫克 每12小时一次", "morphine", "30 mg", None, 12),
        ("芬太尼透皮贴剂 25微克/小时 每72小时", "fentanyl", "25 ug/h", "transdermal", 72),
        ("巴氯芬，300微克/天，鞘内", "baclofen", "300 ug/d", "intrathecal", None),
        ("咪达唑仑 10 mg/24小时 皮下泵入", "midazolam", "10 mg/d", "subcutaneous", None),
        ("地塞米松片 每次2片 每日两次", "dexamethasone", "2 tablet", None, 12),
        ("对乙酰氨基酚 ０．５克 一日三次 口服", "paracetamol", "0.5 g", "oral", 8),
        ("甲磺酸仑伐替尼胶囊 8mg qd", "lenvatinib", "8 mg", None, 24),
        ("氟哌啶醇 1 mg 肌注 每晚", "haloperidol", "1 mg", "intramuscular", 24),
        ("劳拉西泮 0.5 mg 舌下 bid", "lorazepam", "0.5 mg", "sublingual", 12),
        ("地西泮 5 毫克 直肠 tid", "diazepam", "5 mg", "rectal", 8),
    ],
)  # fmt: skip
def test_a_line_is_read_whole(
    line: str, drug: str, dose: str, route: str | None, every: int | None, index: Index
) -> None:
    (found,), doubts = medicines(line, index)
    assert (found.drug, found.route, found.every_h) == (drug, route, every)
    assert found.dose is not None and f"{found.dose.amount} {found.dose.unit}" == dose
    assert doubts == ()


@pytest.mark.parametrize(
    "line",
    ["oxycodone 5 mg prn", "oxycodone 5 mg as required", "羟考酮 5 mg 必要时", "羟考酮 5 mg 按需"],
)
def test_as_needed_has_no_daily_dose(line: str, index: Index) -> None:
    (found,), doubts = medicines(line, index)
    assert found.as_needed and daily_mg(found) is None and doubts == ()


def test_a_rate_by_24_hours_is_a_rate_by_the_day(index: Index) -> None:
    (found,), _ = medicines("ketamine 100 mg/24h CSCI", index)
    assert daily_mg(found) == Fraction(100)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("co-codamol 30/500 2 tabs qds", ["codeine", "paracetamol"]),
        ("tramadol/paracetamol 37.5/325 2 tabs tds", ["tramadol", "paracetamol"]),
        ("oxycodone + naloxone 10/5 bd", ["oxycodone", "naloxone"]),
        ("acetaminophen 325 MG / hydrocodone bitartrate 5 MG Oral Tablet", ["paracetamol", None]),
        ("MST 30 mg bd + Oramorph 10 mg prn", ["morphine", "morphine"]),
        ("codeine phosphate 30 mg qds", ["codeine"]),
    ],
)
def test_each_part_of_a_combination_is_checked(
    line: str, parts: list[str | None], index: Index
) -> None:
    found, doubts = medicines(line, index)
    assert [m.drug or m.agent for m in found] == parts
    assert sum(d.field == "medicines" for d in doubts) == parts.count(None)


def test_two_prescriptions_in_a_line_keep_their_doses(index: Index) -> None:
    (mst, oramorph), _ = medicines("MST 30 mg bd + Oramorph 10 mg prn", index)
    assert daily_mg(mst) == Fraction(60) and not mst.as_needed
    assert oramorph.as_needed and oramorph.dose is not None and oramorph.dose.amount == Decimal(10)


@pytest.mark.parametrize(
    ("line", "unread"),
    [
        ("morphine 5-10 mg sc prn", ["5-10 mg"]),
        ("morphine 10 mg q4-6h prn", ["q4-6h"]),
        ("diclofenac 100 mg PR", ["PR"]),
        ("tramadol 100 mg PR bd", ["PR"]),
        ("fentanyl 25 patch every 3 days", ["25 patch"]),
        ("morphine 30 mg mane 60 mg nocte", ["30 mg", "60 mg"]),
        ("morphine 10 mg bd tds", ["8 h + 12 h"]),
        ("morphine 10 mg via NG tube q4h", ["NG tube"]),
        ("morphine 10 mg sc or iv", ["sc/iv"]),
    ],
)
def test_what_says_two_things_is_told_and_not_guessed(
    line: str, unread: list[str], index: Index
) -> None:
    (found,), doubts = medicines(line, index)
    assert found.drug or found.agent
    assert sorted(d.stated for d in doubts if d.field == "medicine-words") == sorted(unread)


@pytest.mark.parametrize(
    "line",
    [
        "no morphine",
        "allergic to morphine",
        "morphine or oxycodone",
        "morphine stopped in May",
        "apomorphine 3 mg sc",
        "阿扑吗啡 3 mg 皮下",
        "没有吗啡",
        "吗啡过敏",
        "吗啡 或 羟考酮",
        "insulin glargine 12 units nocte",
        "Rivotril 0.5 mg nocte",
        "morphine antagonist",
        "something for sleep",
    ],
)
def test_a_line_that_names_no_medicine_taken_stays_unknown(line: str, index: Index) -> None:
    (found,), doubts = medicines(line, index)
    assert (found.drug, found.drug_class, found.agent) == (None, None, None)
    assert [d.field for d in doubts] == ["medicines"]
    assert "apomorphine" not in line or doubts[0].near == ()


def test_a_comma_that_may_be_two_numbers_is_refused(index: Index) -> None:
    with pytest.raises(PatientError, match=r"1,000 can be 1000 or 1\.000"):
        medicines("paracetamol 1,000 mg qds", index)


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args), catch_exceptions=False)


def test_a_line_is_taken_where_a_name_is() -> None:
    assert run("exposure", "oxycodone 5 mg").stdout.startswith("oxycodone, oral")
    by_line = run("exposure", "氢吗啡酮 2 mg 皮下", "--with", "voriconazole 200 mg bd")
    assert by_line.stdout.startswith("hydromorphone, subcutaneous")
    both = run("interactions", "co-codamol 30/500 2 tabs qds", "midazolam 10 mg/24h CSCI").stdout
    assert "codeine, paracetamol, midazolam (subcutaneous)" in both
    assert "codeine and midazolam" in both


def test_a_word_beside_a_known_name_is_not_dropped_from_a_check() -> None:
    """It may be a second medicine; a check without it would be taken for a clean one."""
    assert run("interactions", "morphine 5-10 mg prn", "ketamine").exit_code == 0
    refused = run("interactions", "morphine unknownol", "ketamine")
    assert refused.exit_code == 2 and "unknownol" in refused.stderr
    assert "was not understood" in run("exposure", "morphine 10 mg via NG tube").stderr


@pytest.mark.parametrize(
    ("name", "members"),
    [("nsaids", ("celecoxib", "ibuprofen")), ("非甾体抗炎药", ("celecoxib",))],
)
def test_the_name_of_a_class_is_told_with_its_drugs(name: str, members: tuple[str, ...]) -> None:
    """It was answered with "Did you mean sennosides, tenofovir alafenamide?"."""
    refused = run("exposure", name)
    assert refused.exit_code == 2 and "names a class" in refused.stderr
    assert all(m in refused.stderr for m in members)
