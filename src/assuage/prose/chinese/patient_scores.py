"""A person's scores in Chinese. Names of fields and remarks; no fact of medicine stands here."""

from assuage.patient.person.measures import Doubt
from assuage.terms.patient import Patient, Tumour
from assuage.terms.score import Score

FIELDS = {
    "age_years": "年龄",
    "sex": "性别",
    "weight_kg": "体重",
    "height_cm": "身高",
    "bilirubin_umol_per_l": "胆红素",
    "albumin_g_per_l": "白蛋白",
    "inr": "INR",
    "ascites": "腹水",
    "encephalopathy_grade": "肝性脑病分级",
    "child_pugh": "Child-Pugh",
    "creatinine_umol_per_l": "肌酐",
    "egfr_ml_per_min_1_73m2": "eGFR",
    "creatinine_clearance_ml_per_min": "肌酐清除率",
    "sodium_mmol_per_l": "血钠",
    "dialysis": "透析",
    "ecog": "ECOG体能状态",
    "transplant_candidate": "是否可行肝移植",
    "tumour": "肿瘤",
    "tumour.number": "结节数目",
    "tumour.largest": "最大结节直径",
    "tumour.vascular_invasion": "血管侵犯",
    "tumour.extrahepatic": "肝外转移",
}
_UNITS = {"mL/min/1.73m2": "mL/min/1.73 m²", "kg/m2": "kg/m²", "m2": "m²", "points": "分"}
_GRADES = {"child-pugh": "级", "albi": "级", "bclc": "期"}
WORDS = {
    "none": "无",
    "mild": "轻度",
    "moderate": "中度",
    "severe": "重度",
    "moderate-severe": "中重度",
    "haemodialysis": "血液透析",
    "peritoneal": "腹膜透析",
    "continuous": "连续性透析",
    "female": "女",
    "male": "男",
}
NOTES = {
    "stated": "按所述",
    "tables-differ": "不同已发表的表在此不一致",
    "dialysis": "因透析而设定肌酐",
    "capped": "按最高值40表示",
    "adults-only": "仅适用于成人",
    "not-on-dialysis": "透析时无意义",
    "liver-disease-not-given": "仅适用于肝病患者，而未提供肝病诊断",
    "sex-bounds": "分别按男性和女性",
    "end-stage-liver": "Child-Pugh C级且不能移植",
}

TITLE = "评分"
NOTHING = "所给信息不足以计算任何评分。"
INVENTED = "虚构的患者。"
CAVEATS = "注意事项"
MISSING = "补充后有助于判断"
DOUBTS = "请核对"
SOURCES = "来源"
DISCLAIMER = "供专业人员参考，不构成处方。未保存也未发送任何数据。"


def number(value: float, digits: int) -> str:
    """A number as the field prints it, with a true minus sign."""
    return f"{value:.{digits}f}".replace("-", "−")


def field(name: str) -> str:
    """What a field of ``Patient`` is called."""
    return FIELDS.get(name, name.replace("_", " "))


def join(items: list[str], last: str = "和") -> str:
    """甲、乙和丙."""
    if len(items) < 2:
        return "".join(items)
    return f"{'、'.join(items[:-1])}{last}{items[-1]}"


def _graded(found: Score, grades: str) -> str:
    return f"{grades}{_GRADES.get(found.id, '')}"


def score(found: Score, name: str, patient: Patient) -> str:
    """One score in one line."""
    unit = _UNITS.get(found.unit, found.unit)
    unit = unit if unit == "分" else f" {unit}" if unit else ""
    notes = f"（{'；'.join(NOTES[n] for n in found.notes)}）" if found.notes else ""
    if found.value is None and found.grade is None:
        if not found.needs and found.low is None:
            return f"{name}：未计算{notes}。"
        text = f"{name}：无法计算，缺少{join([field(n) for n in found.needs])}"
        return f"{text}{notes}。{_range(found, unit)}"
    parts: list[str] = []
    if found.grade is not None:
        parts.append(_graded(found, found.grade))
    elif len(found.grades) > 1:
        parts.append(_graded(found, join(list(found.grades), "或")))
    if found.value is not None:
        parts.append(f"{number(found.value, found.digits)}{unit}")
    if "tables-differ" in found.notes and len(found.grades) > 1:
        parts.append(f"按其他表为{_graded(found, join(list(found.grades), '或'))}")
    given = [
        f"{field(n)} {WORDS.get(said, said)}"
        for n in found.inputs
        if (said := patient.as_stated(n)) is not None
    ]
    if "tumour" in found.inputs and patient.tumour is not None:
        given = [*tumour(patient.tumour), *given]
    basis = f"，依据：{join(given)}" if given else ""
    needs = f"未提供：{join([field(n) for n in found.needs])}。" if found.needs else ""
    return f"{name}：{'，'.join(parts)}{notes}{basis}。{needs}"


def tumour(found: Tumour) -> list[str]:
    """The extent of a tumour, part by part."""
    parts: list[str] = []
    if found.number is not None:
        parts.append(f"{found.number}个结节")
    if found.largest_cm is not None:
        parts.append(f"最大{found.largest_cm} cm")
    for held, name in ((found.vascular_invasion, "血管侵犯"), (found.extrahepatic, "肝外转移")):
        if held is not None:
            parts.append(f"{'有' if held else '无'}{name}")
    return parts


def _range(found: Score, unit: str) -> str:
    """What is left open, where there is a bound."""
    held: list[str] = []
    if found.low is not None and found.high is not None:
        low, high = (number(x, found.digits) for x in (found.low, found.high))
        held.append(f"{low}至{high}{unit}")
    if len(found.grades) > 1:
        held.append(_graded(found, join(list(found.grades), "或")))
    return f"据现有信息：{'，'.join(held)}。" if held else ""


def caveat(
    name: str, conditions: list[str], percent: str | None, n: int | None, source: str
) -> str:
    """One caveat with the numbers that its source prints."""
    numbers = [f"{n}例中" if n else "", f"{percent}%" if percent else ""]
    shown = f"（{''.join(numbers)}）" if any(numbers) else ""
    text = f"{join(conditions)}时{name}" if conditions else name
    return f"{text}{shown} [{source}]"


def missing(name: str, scores: list[str]) -> str:
    """An input that is not there, and what waits for it."""
    return f"{field(name)}：用于{join(scores)}"


def doubt(found: Doubt) -> str:
    """Something that was kept but should be looked at."""
    if found.field == "observation":
        return f"检查项目“{found.stated}”未能识别，已略去"
    if found.field == "agents":
        return (
            f"药物“{found.stated}”在本知识库中没有单独条目：仅参与针对该药或其类别的相互作用规则，"
            "其余未收录，也不计算其暴露量"
        )
    if found.field == "medicine-words":
        return f"“{found.meant}”一行中的“{found.stated}”未能识别，已略去"
    if found.field == "combination-dose":
        return f"“{found.meant}”为复方：各成分均已检查，但未由“{found.stated}”得出各成分剂量"
    if found.field == "kidney-function":
        name = {"cockcroft-gault": "Cockcroft-Gault公式"}.get(found.near[1], "CKD-EPI 2021")
        return (
            f"所述{field(found.near[0])}为{found.stated}，而由肌酐、年龄和性别按{name}得{found.meant}：以何者为准？"
            "此处按所述值计算"
        )
    if found.field == "kidney-dialysis":
        name = WORDS.get(found.meant or "", found.meant or "")
        return f"所述{field(found.near[0])}为{found.stated}，又述正在透析（{name}）：以何者为准？此处按透析处理"
    if found.field == "medicine-status":
        states = {"stopped": "已停用", "on-hold": "暂停使用"}
        return f"药物“{found.stated}”{states.get(found.meant or '', found.meant)}，已略去"
    if found.field in ("medicines", "conditions"):
        kind = "药物" if found.field == "medicines" else "疾病"
        near = f"；是否指{join(list(found.near), '或')}？" if found.near else ""
        return f"{kind}“{found.stated}”不在本知识库中，未对其作任何计算{near}"
    meant = f"；是否指{found.meant}？" if found.meant else ""
    name = next((zh for key, zh in FIELDS.items() if key.startswith(found.field)), found.field)
    return f"{name} {found.stated}异常{meant}"
