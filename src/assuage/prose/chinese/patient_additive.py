"""What adds up, in Chinese: headings and the joints of a line. No fact of medicine stands here."""

from assuage.terms.additive import Expected

ALERTS = "叠加效应"
MINOR = "须知"
EXPOSURE = "血药浓度"
ASKED = "补充后有助于判断"
SOURCES = "来源"
DISCLAIMER = "供专业人员参考，不构成处方。未保存也未发送任何数据。"

BY_PROPERTY = "：各药自身已知有此作用"
BY_LABEL = "：见药品自身资料"
DIALYSIS = "透析"
VALUES = {
    "yes": "有",
    "no": "无",
    "mild": "轻度",
    "moderate-severe": "中重度",
    "hbsag-positive": "HBsAg阳性",
    "anti-hbc-positive": "抗-HBc阳性",
    "years": "岁",
}
"""Words of a person's file and units, as they are shown."""

_KINDS = {
    "exposure-increased": "升高",
    "exposure-decreased": "降低",
    "no-exposure-change": "未改变",
}


def join(items: list[str], last: str = "和") -> str:
    """a、b和c。"""
    if len(items) < 2:
        return "".join(items)
    return f"{'、'.join(items[:-1])}{last}{items[-1]}"


def medicines(names: list[str]) -> str:
    return f"药物：{'、'.join(names) if names else '无'}。"


def by_route(name: str, route: str) -> str:
    return f"{name}（{route}）"


def unknown(names: list[str]) -> str:
    return f"未检查，知识库中没有：{'、'.join(names)}。"


def in_state(states: list[str]) -> str:
    return join(states)


def pregnancy_unheld(names: list[str]) -> str:
    return f"未收录下列药物在妊娠期的使用资料，未作检查：{'、'.join(names)}。"


def partial(names: list[str]) -> str:
    return f"以下药物没有单独条目，仅按针对该药或其类别的规则作了部分检查：{'、'.join(names)}。"


def without_facts(names: list[str]) -> str:
    return f"以下药物未收录可叠加的性质，因此未作检查：{'、'.join(names)}。"


def none(rules: int) -> str:
    return f"{rules}条规则均未触发警示。这并不证明安全：规则仅涵盖已整理的内容。"


def heading(severity: str, effect: str, names: list[str], usual: list[str]) -> str:
    extra = f"（若使用{join(usual, '或')}）" if usual else ""
    return f"【{severity}】{effect}：{join(names)}{extra}"


def says(ground: str) -> str:
    return f"：来源{ground}"


def because(
    severity: str,
    names: list[str],
    usual: list[str],
    route: str,
    says: str,
    met: list[str],
    cited: str,
) -> str:
    by = f"（{route}）" if route else ""
    limits = f"；该患者{join(met)}" if met else ""
    held = [*names, *([join(usual, "或")] if usual else [])]
    return f"{' + '.join(held)}{by}，{severity}{says}{cited}{limits}"


def measured(name: str, value: str, unit: str, threshold: str) -> str:
    number = f"{value} {unit}".strip()
    return f"{name} {number}{f'（{threshold}）' if threshold else ''}"


def below(limit: str) -> str:
    return f"低于{limit}"


def at_least(limit: str) -> str:
    return f"达到或超过{limit}"


def why(held: list[tuple[str, str]]) -> str:
    return "机制：" + "；".join(f"{text}{cited}" for text, cited in held) + "。"


def do(held: list[tuple[str, str]]) -> str:
    return "处理：" + "；".join(f"{text}{cited}" for text, cited in held) + "。"


def step(text: str, watched: str, amount: str, about: list[str]) -> str:
    held = f"（{join(about)}）" if about else ""
    return f"{text.replace('{}', amount)}{watched}{held}"


def with_others(name: str) -> str:
    return f"{name}与其他药物"


def short(effect: str, names: list[str], usual: list[str], steps: list[str], cited: str) -> str:
    extra = f"（若使用{join(usual, '或')}）" if usual else ""
    return f"{effect}：{join(names)}{extra}{'；' + '；'.join(steps) if steps else ''}{cited}"


_BASES = {"observed": "据已观察数据合并", "modelled": "据模型"}


def amount(held: Expected) -> str:
    """The ratio with its interval, and where it comes from."""
    digits = 2 if held.ratio < 1 else 1
    low, middle, high = (f"{x:.{digits}f}" for x in (held.low, held.ratio, held.high))
    return f"预计AUC为{middle}倍（{low}至{high}，{_BASES[held.basis]}）"


def computed(drug: str, other: str, route: str, held: Expected, cited: str) -> str:
    by = f"（{route}）" if route else ""
    verb = "升高" if held.ratio > 1 else "降低"
    return f"{other}{verb}{drug}{by}的浓度：{amount(held)}{cited}"


def pair(
    drug: str,
    other: str,
    kind: str,
    through: str,
    route: str,
    ratio: str,
    interval: tuple[str, str] | None,
    action: str,
    expected: Expected | None,
    cited: str,
) -> str:
    by = f"（{route}）" if route else ""
    group = f"（属{through}）" if through else ""
    held = f"，AUC为{ratio}倍" if ratio else ""
    limits = f"（{interval[0]}至{interval[1]}）" if interval else ""
    advised = f"；来源{action}" if action else ""
    modelled = f"；{amount(expected)}" if expected else ""
    return f"{other}{group}{_KINDS[kind]}{drug}{by}的浓度{held}{limits}{advised}{modelled}{cited}"


def usual_nothing(conditions: list[str]) -> str:
    return f"已与{join(conditions)}的常用治疗一并检查：所收录的内容中没有叠加效应。"


def no_usual(conditions: list[str]) -> str:
    return f"未收录{join(conditions)}的常用治疗，因此未一并检查。"


def unknown_conditions(names: list[str]) -> str:
    return f"知识库中没有下列疾病，未作任何检查：{'、'.join(names)}。"


def usual(conditions: list[str]) -> str:
    return f"若使用{join(conditions)}的常用治疗"


def ask(measure: str, effects: list[tuple[str, str]]) -> str:
    held = "、".join(f"{effect}（最高{severity}）" for effect, severity in effects)
    return f"{measure}：{held}"
