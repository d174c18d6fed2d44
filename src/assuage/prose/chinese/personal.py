"""A person's part of a dossier in Chinese. Numbers and names come from the statement."""

import sys

from assuage.prose.chinese import (
    patient_additive,
    patient_exposure,
    patient_pump,
    patient_scores,
)
from assuage.prose.person import Person

STOP = "。"


def value(grade: str | None, number: float | None, digits: int, unit: str) -> str:
    """“ B（8分）”“ 45 mL/min”。"""
    shown = ""
    if number is not None:
        shown = f"{patient_scores.number(number, digits)} {'分' if unit == 'points' else unit}"
    shown = shown.strip().replace(" 分", "分")
    if grade and shown:
        return f" {grade}（{shown}）"
    return f" {grade or shown}"


def head(label: str, invented: bool, scores: list[str], medicines: list[str]) -> str:
    who = f"（{label.removesuffix(' (invented)')}；虚构）" if invented and label else ""
    who = who or (f"（{label}）" if label else "")
    parts = ["，".join(scores)] if scores else []
    parts += [f"用药：{'、'.join(medicines)}"] if medicines else []
    return f"就此患者而言{who}：{'；'.join(parts) if parts else '没有可用的信息'}。"


def exposure(drug: str, route: str, led: list[str], silent: list[str], together: str) -> str:
    text = f"{drug}（{route}）的暴露量"
    if not led:
        known = f"{'、'.join(silent)}没有数值" if silent else "所给信息未使其改变"
        return f"{text}：{known}。{together}"
    text = f"{text}，{'、'.join(led)}：{together}"
    if silent:
        text += f"因没有数值而未计入：{'、'.join(silent)}；总体可能更高或更低。"
    return text


def exposure_unknown(drug: str, route: str, silent: list[str], led: list[str]) -> str:
    return (
        f"此患者{drug}（{route}）的暴露量未知：{'、'.join(silent)}没有数值；"
        f"{'、'.join(led)}的已知情况见器官功能一节。"
    )


def no_number(drug: str, others: list[str]) -> str:
    return f"未收录{'、'.join(others)}是否改变{drug}暴露量的信息。"


def of_drug(drug: str, route: str, factor: str) -> str:
    return f"{drug}（{route}），{factor}"


def guidance(drug: str, text: str) -> str:
    return f"关于{drug}的建议：{text}"


def watch(effect: str, monitors: list[str], medicines: list[str]) -> str:
    return f"就此患者而言，因{effect}（{'、'.join(medicines)}），监测{'、'.join(monitors)}。"


def ask(fields: list[str], asks: list[str]) -> str:
    parts = [f"暴露量与评分需要{'、'.join(fields)}"] if fields else []
    parts += asks
    return f"未提供而会改变结果者：{'；'.join(parts)}。"


def pump(lines: list[str]) -> str:
    return f"此患者的泵：{''.join(lines)}"


def sentences(lines: list[str]) -> str:
    return "".join(line if line.endswith("。") else f"{line}。" for line in lines)


PERSONAL = Person(
    sys.modules[__name__], patient_additive, patient_exposure, patient_scores, patient_pump
).realisers()
