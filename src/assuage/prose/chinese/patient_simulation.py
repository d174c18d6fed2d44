"""A simulated population in Chinese. Numbers come from the answer; no fact of medicine stands here."""

from decimal import Decimal

from assuage.terms.simulation import Adjusted, PopulationModel, Regimen, Simulated, Spread

LABELS = {
    "time": "首剂后小时数",
    "concentration": "浓度，mg/L",
    "median": "中位数",
    "half": "中间一半",
    "most": "第5至第95百分位",
    "description": "浓度随时间变化：中位数、中间一半、第5至第95百分位。",
}
AUC, PEAK, TROUGH = (
    "稳态一个给药间隔的AUC，mg h/L",
    "末次间隔的峰浓度，mg/L",
    "末次间隔的谷浓度，mg/L",
)
WEIGHT_IN = "模型按体重换算；年龄不在模型内。"
WEIGHT_OUT = "体重和年龄均不在模型内：无论体重多少，结果相同。"
DOUBTS = {
    "weight-not-in-model": "注意：所给体重不影响此处结果，因为模型不含体重。",
    "child-not-in-model": "注意：此人为儿童，而建模人群中未列出儿童：以下浓度并非儿童的浓度。",
    "adult-not-in-model": "注意：此人为成人，而模型建于儿童。",
    "age-not-given": "未提供年龄：不知此人是否属于建模人群。",
}
ADJUSTED_NOTE = "该比值为此患者的暴露量及其90%区间，同 assuage exposure"
DISCLAIMER = "这是人群模型而非个体模型：显示预期情况及个体间差异。供专业人员参考，不作处方。{kept}"
KEPT = "未存储或发送任何内容。"
KEPT_BESIDE_THE_PAGE = "除所要求的页面外未存储任何内容，也未发送任何内容。"


_SMALLEST = 1e-6


def number(value: float) -> str:
    """Three significant digits, never as a power of ten."""
    if 0 < value < _SMALLEST:
        return f"低于{_SMALLEST:f}"
    return format(Decimal(f"{value:.3g}"), "f")


def time(hours: float) -> str:
    """Hours, or minutes below a whole hour."""
    return f"{hours * 60:.3g}分钟" if hours < 1 else f"{hours:.4g}小时"


def title(drug: str, route: str, regimen: Regimen) -> str:
    over = f"（输注{time(regimen.infusion_h)}）" if regimen.infusion_h else ""
    missed = f"，漏服第{'、'.join(str(m) for m in regimen.missed)}剂" if regimen.missed else ""
    return (
        f"{drug}（{route}）{regimen.dose_mg:g} mg{over}，每{time(regimen.every_h)}一次，"
        f"共{regimen.doses}剂{missed}"
    )


def population(n: int, seed: int, weight_kg: float | None) -> str:
    weight = f"，体重均为{weight_kg:g} kg" if weight_kg else ""
    return f"{n:,}名虚拟个体{weight}（随机种子{seed}）。"


def model(held: PopulationModel, people: str, source: str) -> str:
    rest = f"，n = {held.n}" if held.n else ""
    return f"模型：{held.compartments}室，{people or '人群未说明'}{rest}：{source}。"


def unsteady(found: Simulated) -> list[str]:
    """Said where the doses end before the steady state of a typical person."""
    given = found.regimen.doses * found.regimen.every_h
    if given >= found.steady_after_h:
        return []
    longer = "按此暴露量，" if found.adjusted is not None else ""
    return [
        f"注意：所列给药共{time(given)}，而{longer}约{time(float(round(found.steady_after_h)))}后"
        "才达稳态（97%）：下列峰、谷浓度仍在上升。请增大 --days。"
    ]


def symbol(name: str, over_f: bool) -> str:
    """As the field writes it; apparent (over F) in a model of a swallowed dose alone."""
    return name if name == "ka" else name.upper() + ("/F" if over_f and name != "f" else "")


def parameter(name: str, value: str, unit: str, iiv: str | None) -> str:
    return f"{name} {value} {unit}".rstrip() + (f"（个体间变异{iiv}%）" if iiv else "")


def spread(name: str, s: Spread) -> str:
    return f"{name}：{number(s.p50)}（{number(s.p5)}至{number(s.p95)}）。"


def adjusted(a: Adjusted) -> str:
    return f"清除率除以{number(a.ratio)}（{number(a.low)}至{number(a.high)}）：{ADJUSTED_NOTE}。"


def not_adjusted(reasons: tuple[str, ...]) -> str:
    held = "、".join(reasons) if reasons else "所给信息未使暴露量改变"
    return f"未按此患者的器官功能和用药调整：{held}。"
