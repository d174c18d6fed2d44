"""Chinese sentences for results, conclusions, recommendations, markers, trials and searches."""

from typing import Any

from assuage.prose.arms import told_apart
from assuage.prose.chinese.facts import Held, Realiser
from assuage.prose.lexicon import Lexicon
from assuage.terms.statement import Statement
from assuage.terms.study import Arm, ArmValue, Result, Study

_MOST_FEATURES = 3
_N_KIND = {
    "randomised": "随机分组",
    "analysed": "纳入分析",
    "enrolled": "入组",
    "cases": "病例",
    "included": "纳入",
}


def study_phrase(study: Study, lex: Lexicon) -> str:
    """Design, size and name: '双盲随机对照试验，分析185例（Hardy 2012）'."""
    design = lex.term("designs", study.design)
    if study.masking == "double-blind" and "随机" in design:
        design = f"双盲{design}"
    parts = []
    if study.review and study.review.studies:
        parts.append(f"{study.review.studies}项研究")
    if study.review and study.review.participants:
        parts.append(f"{study.review.participants}例")
    elif study.population.n:
        parts.append(f"{_N_KIND.get(study.population.n_kind or '', '')}{study.population.n}例")
    if study.preclinical:
        parts.append(lex.term("species", study.preclinical.species))
        if study.preclinical.tissue:
            parts.append(study.preclinical.tissue.replace(", ", "、"))
    size = f"，{'，'.join(parts)}" if parts else ""
    conditions = lex.join(lex.condition(c) for c in study.conditions)
    named = {lex.condition(c) for c in study.conditions}
    shown = (lex.term("features", f) for f in study.population.features[:_MOST_FEATURES])
    features = "、".join(f for f in shown if f not in named)
    if features:
        conditions += f"（{features}）" if conditions else features
    of = f"{conditions}的" if conditions else ""
    return f"{of}{design}{size}（{lex.study(study.id)}）"


def arm_phrase(arm: Arm | None, arm_id: str, lex: Lexicon) -> str:
    """An arm in words: the agent with its route and dose, and what it was added to."""
    if arm is None:
        return arm_id
    text = (
        lex.agent(arm.agent) if arm.agent else lex.term("controls", arm.control or "no-treatment")
    )
    detail = [lex.term("routes", arm.route)] if arm.route and arm.agent else []
    if arm.dose is not None and arm.agent:
        detail.append(lex.amount(arm.dose))
    if arm.added_to and arm.agent:
        detail.append(f"联合{lex.join(lex.agent(a) for a in arm.added_to)}")
    return f"{text}（{'，'.join(detail)}）" if detail else text


def comparison(result: Result, study: Study, lex: Lexicon) -> str:
    """Arm against comparator, for tables."""
    arm = arm_phrase(study.arm(result.arm), result.arm, lex)
    if result.versus is None:
        return arm
    if result.versus == "baseline":
        return f"{arm}：治疗前后"
    return " 对 ".join(_pair(study, result.arm, result.versus, lex))


def _pair(study: Study, one: str, other: str, lex: Lexicon) -> tuple[str, str]:
    first = arm_phrase(study.arm(one), one, lex)
    second = arm_phrase(study.arm(other), other, lex)
    return told_apart(one, other, first, second)


def _measured(text: str, unit: str | None, lex: Lexicon) -> str:
    """A number with its unit; a rate by time stands before it: 每年0.95%."""
    shown = lex.unit(unit)
    return f"{shown[1:-1]}{text}" if shown.startswith("（每") else lex.with_unit(text, unit)


def _value(value: ArmValue, unit: str | None, lex: Lexicon) -> str:
    parts = []
    if value.events is not None:
        parts.append(f"{value.events}/{value.n}" if value.n else f"事件数{value.events}")
    if value.percent is not None:
        shown = f"{lex.number(value.percent)}%"
        parts.append(_measured(shown, unit, lex) if unit and unit.startswith("per-") else shown)
    for name, number in (("均值", value.mean), ("中位数", value.median)):
        if number is not None:
            parts.append(f"{name}{_measured(lex.number(number), unit, lex)}")
    if value.sd is not None:
        parts.append(f"SD {lex.number(value.sd)}")
    if value.low is not None and value.high is not None:
        parts.append(f"范围或区间{lex.range(value.low, value.high)}")
    if value.baseline is not None:
        parts.append(f"基线{lex.number(value.baseline)}")
    if value.n is not None and value.events is None:
        parts.append(f"n = {value.n}")
    return "，".join(parts)


def effect(result: Result, lex: Lexicon) -> str:
    """Measure, effect, interval and P, as printed."""
    parts = []
    if result.effect is not None:
        name = lex.term("measures", result.measure) if result.measure else "效应"
        parts.append(f"{name} {_measured(lex.number(result.effect), result.unit, lex)}")
    elif result.measure and result.interval:
        parts.append(lex.term("measures", result.measure))
    if result.interval:
        parts.append(f"{lex.number(result.interval_percent)}% CI {lex.range(*result.interval)}")
    if result.p is not None:
        parts.append(lex.p(result.p))
    return "；".join(parts)


def lead_values(result: Result, study: Study, lex: Lexicon) -> str:
    """Effect of the agent's arm, or its own values; nothing of an effect printed the other way."""
    arm = study.arm(result.arm)
    if arm is not None and arm.agent is not None and effect(result, lex):
        return effect(result, lex)
    own = (
        (result.versus, result.arm)
        if arm is not None and arm.agent is None
        else (result.arm, result.versus)
    )
    shown = [_value(v, result.unit, lex) for a in own for v in result.values if v.arm == a]
    return " 对 ".join(shown)


def result(s: Statement, held: Held, lex: Lexicon) -> str:
    fact, study = held[0].fact, held[0].entry
    assert isinstance(fact, Result) and isinstance(study, Study)
    outcome = lex.outcome(fact.outcome)
    if fact.instrument:
        outcome += f"（{lex.term('instruments', fact.instrument)}）"
    arm = arm_phrase(study.arm(fact.arm), fact.arm, lex)
    at = f"{lex.amount(fact.at)}时，" if fact.at else ""
    who = f"在{lex.term('features', fact.subgroup)}亚组中，" if fact.subgroup else ""
    if fact.versus is None:
        said = f"{who}{at}{arm}组的{outcome}"
    else:
        other = "基线"
        if fact.versus != "baseline":
            arm, second = _pair(study, fact.arm, fact.versus, lex)
            other = f"{second}组"
        words = {
            "higher": f"高于{other}",
            "lower": f"低于{other}",
            "no-difference": f"与{other}无差异",
            "unclear": f"与{other}的差别不明确",
        }
        said = f"{who}{at}{arm}组的{outcome}{words[fact.direction]}"
    details = [effect(fact, lex)] if effect(fact, lex) else []
    for value in fact.values:
        name = arm_phrase(study.arm(value.arm), value.arm, lex) if len(fact.values) > 1 else ""
        shown = _value(value, fact.unit, lex)
        if shown:
            details.append(f"{name}：{shown}" if name else shown)
    if fact.studies:
        details.append(f"{fact.studies}项研究")
    if fact.n and study.population.n != fact.n:
        details.append(f"n = {fact.n}")
    if fact.i2_percent is not None:
        details.append(f"I² = {lex.number(fact.i2_percent)}%")
    if fact.grade:
        details.append(f"作者评定的证据确定性：{lex.term('certainty', fact.grade)}")
    if fact.versus is None and not details:
        moved = {
            "higher": "升高",
            "lower": "降低",
            "no-difference": "无变化",
            "unclear": "变化不明确",
        }
        details.append(f"{moved[fact.direction]}；本条未载数值和比较对象")
    detail = f"（{'；'.join(details)}）" if details else ""
    return f"{study_phrase(study, lex)}：{said}{detail}。"


def conclusion(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    study = held[0].entry
    assert isinstance(study, Study)
    grade = f"（作者评定的证据确定性：{lex.term('certainty', fact.grade)}）" if fact.grade else ""
    return (
        f"{study_phrase(study, lex)}：就{lex.outcome(fact.outcome)}而言，作者对"
        f"{arm_phrase(study.arm(fact.arm), fact.arm, lex)}的结论：{lex.term('verdicts', fact.verdict)}{grade}。"
    )


def recommendation(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    guidance: Any = held[0].entry
    detail = []
    if fact.route:
        detail.append(lex.term("routes", fact.route))
    if fact.population:
        detail.append(lex.term("features", fact.population))
    if fact.dose is not None:
        kind = lex.term("dose-kinds", fact.dose_kind) if fact.dose_kind else ""
        detail.append(f"{kind}{lex.amount(fact.dose)}")
    if fact.monitor:
        detail.append(f"监测项目：{lex.term('monitors', fact.monitor)}")
    if fact.when:
        detail.append(lex.term("timings", fact.when))
    strength = {
        "strong": "强推荐",
        "conditional": "有条件推荐",
        "consensus": "共识意见",
        "ungraded": "未说明或未见推荐强度",
    }
    tail = [strength[fact.strength]]
    if fact.grade:
        tail.append(f"证据确定性{lex.term('certainty', fact.grade)}")
    year = f" {guidance.citation.year}" if guidance.citation.year else ""
    return (
        f"{guidance.organisation}{year}（{lex.term('regions', guidance.region)}）关于"
        f"{lex.agent(fact.agent)}用于{lex.condition(fact.condition)}"
        f"{'（' + '，'.join(detail) + '）' if detail else ''}："
        f"{lex.term('actions', fact.action)}（{'；'.join(tail)}）。"
    )


def marker_effect(fact: Any, lex: Lexicon) -> str:
    """Measure, value, interval and P of a marker, as printed."""
    parts = []
    if fact.value is not None:
        name = lex.term("measures", fact.measure) if fact.measure else "数值"
        parts.append(f"{name} {lex.number(fact.value)}")
    if fact.interval:
        parts.append(f"区间{lex.range(*fact.interval)}")
    if fact.p is not None:
        parts.append(lex.p(fact.p))
    return "；".join(parts)


def marker_finding(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    marker: Any = held[0].entry
    outcome = lex.outcome(fact.predicts)
    words = {
        "higher": f"与较高的{outcome}相关",
        "lower": f"与较低的{outcome}相关",
        "no-difference": f"与{outcome}无关",
        "unclear": f"与{outcome}的关系不明确",
    }
    details = [marker_effect(fact, lex)] if marker_effect(fact, lex) else []
    if fact.n:
        details.append(f"n = {fact.n}")
    if fact.population:
        details.append(lex.term("features", fact.population))
    if fact.species and fact.species != "human":
        details.append(lex.term("species", fact.species))
    detail = f"（{'；'.join(details)}）" if details else ""
    modality = {
        "blood": "血液",
        "tissue": "组织",
        "gene": "基因",
        "csf": "脑脊液",
        "questionnaire": "问卷",
        "fmri": "功能磁共振",
        "pet": "PET",
        "mri": "磁共振",
        "ct": "CT",
        "eeg": "脑电图",
    }[marker.modality]
    return f"{lex.condition(fact.condition)}中，{lex.marker(marker.id)}（{modality}）{words[fact.direction]}{detail}。"


_REGISTER = {
    "recruiting": "招募中",
    "completed": "已完成",
    "terminated": "提前终止",
    "withdrawn": "已撤回",
    "unknown": "状态未知",
    "not-yet-recruiting": "尚未招募",
    "active-not-recruiting": "进行中，不再招募",
    "suspended": "暂停",
    "enrolling-by-invitation": "邀请入组",
}


def trial(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    parts = [_REGISTER.get(fact.status, fact.status)]
    if fact.phase:
        parts.append(f"{fact.phase}期")
    if fact.n:
        parts.append(f"计划或实际入组{fact.n}例")
    if fact.start:
        parts.append(f"登记的开始日期{fact.start}")
    if fact.completion:
        parts.append(f"登记的完成日期{fact.completion}")
    if fact.has_results is not None:
        parts.append("已公布结果" if fact.has_results else "未公布结果")
    measured = f"结局：{lex.join(lex.outcome(o) for o in fact.outcomes)}。" if fact.outcomes else ""
    return (
        f"{fact.citation.nct or fact.id}：{lex.join(lex.agent(a) for a in fact.agents)}用于"
        f"{lex.join(lex.condition(c) for c in fact.conditions)}（{'；'.join(parts)}）。{measured}"
    )


def search(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    covers = f"（覆盖至{fact.covers_to}）" if fact.covers_to else ""
    return (
        f"检索记录（{fact.on.isoformat()}）：数据库 {fact.database}{covers}，检索式“{fact.query}”，"
        f"命中{fact.hits}条，相关{fact.relevant}条。"
    )


STUDIES: dict[str, Realiser] = {
    "result": result,
    "conclusion": conclusion,
    "recommendation": recommendation,
    "marker-finding": marker_finding,
    "trial": trial,
    "search": search,
}

__all__ = [
    "STUDIES",
    "arm_phrase",
    "comparison",
    "effect",
    "lead_values",
    "marker_effect",
    "study_phrase",
]
