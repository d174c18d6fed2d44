"""A person's part of a dossier in Chinese. Numbers and names come from the statement."""

import sys

from assuage.patient.pump.limits import number as exact
from assuage.prose.chinese import (
    patient_additive,
    patient_exposure,
    patient_pump,
    patient_scores,
)
from assuage.prose.person import Person
from assuage.terms.patient import ADULT_YEARS
from assuage.terms.pump import PumpPlan

STOP = "。"


RISKS = {"pain": "疼痛得不到治疗", "withdrawal": "撤药反应"}
_INPUTS = {
    "extraction": "肝摄取率{}",
    "renal": "原形排泄分数{}",
    "unbound": "游离分数{}",
    "filtration": "滤过率为通常的{}",
    "class-median": "同级其他药物的中位比值{}",
    "strength": "{1}对{2}的作用强度{0}",
    "contribution": "{1}占清除的份额{0}",
    "activity": "酶活性为通常的{}",
    "pair-left-out": "估计时未使用该药对",
}


def value(score: str, grade: str | None, number: float | None, digits: int, unit: str) -> str:
    """“B级（8分）”“：45 mL/min”。"""
    shown = ""
    if number is not None:
        shown = f"{patient_scores.number(number, digits)} {'分' if unit == 'points' else unit}"
    shown = shown.strip().replace(" 分", "分")
    if not grade:
        return f"：{shown}"
    return f"{grade}级{f'（{shown}）' if shown else ''}"


_GROWN = {"female": "女性", "male": "男性"}
_YOUNG = {"female": "女孩", "male": "男孩"}


def who(age: str, sex: str, pregnant: bool) -> str:
    """“32岁妊娠女性”，已知年龄与性别时。"""
    child = bool(age) and float(age) < ADULT_YEARS
    name = (_YOUNG if child else _GROWN).get(sex, "儿童" if child else "")
    name = f"妊娠{name or '者'}" if pregnant else name
    return f"{age}岁{name}" if age else name


DIALYSIS = {"haemodialysis": "血液透析中", "peritoneal": "腹膜透析中", "continuous": "连续性透析中"}


def head(
    label: str, invented: bool, who: str, scores: list[str], medicines: dict[str, list[str]]
) -> str:
    about = "；".join(x for x in (label, "虚构" if invented else "") if x)
    named = f"就此患者而言{f'（{about}）' if about else ''}{f'，{who}' if who else ''}"
    parts = ["；".join(scores)] if scores else []
    for state, words in (("taken", "现用"), ("planned", "拟用"), ("stopped", "已停用")):
        if medicines[state]:
            parts.append(f"{words}{'、'.join(medicines[state])}")
    return f"{named}：{'；'.join(parts) if parts else '所给信息不足以计算评分'}。"


def basis(leads: list[str]) -> str:
    """所依据的是什么。"""
    if set(leads) == {"observed"}:
        return "观察值"
    if "observed" in leads:
        return "部分为观察值，部分为模型值"
    return "模型值，没有针对这一情形的观察"


def exposure(
    drug: str, route: str, led: list[str], silent: list[str], together: str, basis: str
) -> str:
    text = f"{drug}（{route}）的暴露量，{'、'.join(led)}：{together}"
    if basis:
        text = f"{text.removesuffix('。')}（90%区间；{basis}）。"
    if silent:
        text += f"因没有数值而未计入：{'、'.join(silent)}；总体可能更高或更低。"
    return text


def exposure_silent(drug: str, route: str, silent: list[str]) -> str:
    known = f"未知，{'、'.join(silent)}没有数值" if silent else "所给信息未使其改变"
    return f"{drug}（{route}）的暴露量：{known}。"


def exposure_unlike(drug: str, route: str, why: list[str], led: list[str]) -> str:
    text = f"此患者{drug}（{route}）的暴露量未知：{'；'.join(why)}"
    if led:
        text += f"（{'、'.join(led)}：仅在其他人群中观察到）"
    return f"{text}。"


def exposure_local(drug: str, route: str, why: str) -> str:
    return f"未计算{drug}（{route}）的暴露量：{why.replace('：', '，')}。"


def exposure_unknown(drug: str, route: str, silent: list[str], led: list[str]) -> str:
    return (
        f"此患者{drug}（{route}）的暴露量未知：{'、'.join(silent)}没有数值；"
        f"{'、'.join(led)}的已知情况见相互作用和器官功能两节。"
    )


GAP = ""


def unchecked(allergies: list[str]) -> str:
    return f"过敏（{'、'.join(allergies)}）仅与药名核对，均不相同；同类药物间的过敏未检查。"


def no_number(drug: str, others: list[str]) -> str:
    return f"未收录{'、'.join(others)}是否改变{drug}暴露量的信息。"


def of_drug(drug: str, route: str, told: str, alone: bool = False) -> str:
    return f"{drug}（{route}），{told}"


def model_input(kind: str, names: list[str], value: float) -> str:
    return _INPUTS.get(kind, f"{kind} {{}}").format(patient_exposure.number(value), *names)


def inputs(held: list[str]) -> str:
    return f"模型输入：{'、'.join(held)}。"


def organ(name: str, grade: str, limits: str) -> str:
    shown = grade if grade.startswith(name) else f"{name}：{grade}"
    return f"{shown}{f' {limits} mL/min' if limits else ''}"


def mark(leads: bool, strictest: bool, other: str, by: str, stricter: bool) -> str:
    """建议的位置；``other``：该建议所针对而非此患者的疾病；``by``：所依据的肾功能估算（非首选时）；
    ``stricter``：仅按该估算适用。"""
    if stricter:
        return f"按{by}属较低等级时的建议"
    tail = f"，按{by}" if by else ""
    if other:
        return f"针对{other}而非此患者疾病的建议{tail}"
    if leads:
        held = "优先采用的建议，亦为所收录中最严格者" if strictest else "优先采用的建议"
        return f"{held}{tail}"
    return f"{'所收录建议中最严格者' if strictest else '其他建议'}{tail}"


def place(region: str, year: int | None, regional: bool, lacking: str) -> str:
    """地区、年份及其优先的理由：患者所在地区，或该地区未收录建议。"""
    parts = ["，".join(x for x in (region, f"{year}年" if year else "年份未注明") if x)]
    parts += ["患者所在地区"] if regional else []
    parts += [f"未收录患者所在地区（{lacking}）的建议"] if lacking else []
    return "；".join(parts)


def guidance(
    drug: str, routes: list[str], organ: str, mark: str, place: str, action: str, dose: str
) -> str:
    named = f"{drug}（{'、'.join(routes)}），{organ}"
    for unit, shown in (("/day", "/天"), ("/dose", "/次"), (" to ", "至")):
        dose = dose.replace(unit, shown)
    return f"{named}。{mark}（{place}）：{action}{f'，{dose}' if dose else ''}。"


def risks(held: list[str], unknown: bool) -> str:
    if held:
        return f"照此执行的风险：{'、'.join(held)}。"
    return "未收录照此执行的风险。" if unknown else ""


def takes(dose: str, every: str, daily: str, as_needed: bool) -> str:
    """目前的剂量，供比较。"""
    often = f"每{every}小时" if every else ""
    day = f"（{'至多' if as_needed else ''}{daily}/天）" if daily else ""
    return f"此患者目前{'必要时' if as_needed else ''}{often}{dose}{day}。"


def beside(text: str) -> str:
    return f"患者其他用药之间：{text}"


def watch(effect: str, monitors: list[str], steps: list[str], medicines: list[str]) -> str:
    parts = [f"监测{'、'.join(monitors)}"] if monitors else []
    return f"就此患者而言，因{effect}（{'、'.join(medicines)}）：{'；'.join([*parts, *steps])}。"


def check(title: str, doubt: str) -> str:
    return f"{title}：{doubt}{'' if doubt.endswith('？') else '。'}"


def ask(liver: list[str], kidney: list[str], asks: list[str]) -> str:
    parts = []
    if liver:
        parts.append(f"{'、'.join(liver)}（决定Child-Pugh分级，从而影响建议与暴露量）")
    if kidney:
        parts.append(
            f"{'、'.join(kidney)}，或肌酐及年龄、性别、体重（决定肾功能，从而影响建议与暴露量）"
        )
    return f"未提供而会改变结果者：{'；'.join([*parts, *asks])}。"


def pump_first(plan: PumpPlan) -> list[str]:
    """首先要紧的：新流速、过渡输注、再灌注日期。"""
    lines: list[str] = []
    if plan.bridge is not None:
        lines.append(
            f"先以{exact(plan.bridge.flow_ml_per_day)} mL/天输注"
            f"{patient_pump.days(plan.bridge.days)}，待导管内旧浓度药液排尽，"
            f"再改为{exact(plan.bridge.flow_after_ml_per_day)} mL/天"
        )
    else:
        lines.append(f"流速{exact(plan.flow_after_ml_per_day or plan.flow_ml_per_day)} mL/天")
    on = plan.refill_on_worst or plan.refill_on
    if on is not None:
        lines.append(f"最迟于{on}再灌注{'（按最坏情况）' if plan.refill_on_worst else ''}")
    lines += [patient_pump.REMARKS[r] for r in plan.remarks]
    first = [patient_pump.warning(w, plan) for w in plan.warnings]
    return [*first, f"{'；'.join(x.removesuffix('。') for x in lines)}。"]


def pump(part: str, lines: list[str]) -> str:
    text = "".join(lines)
    return f"此患者的泵：{text}" if part in ("first", "sums") else text


def sentences(lines: list[str]) -> str:
    return "".join(line if line.endswith("。") else f"{line}。" for line in lines)


PERSONAL = Person(
    sys.modules[__name__], patient_additive, patient_exposure, patient_scores, patient_pump
).realisers()
