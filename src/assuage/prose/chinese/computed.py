"""Chinese sentences for what Assuage computes: verdicts, reasons, gaps, methods."""

from assuage.prose.arms import lead_route
from assuage.prose.chinese.facts import Held, Realiser
from assuage.prose.chinese.labels import LABELS
from assuage.prose.chinese.studies import lead_values, study_phrase
from assuage.prose.chinese.verdicts import benefit_words, harm_words, preclinical_words
from assuage.prose.lexicon import Lexicon
from assuage.terms.statement import Computed, Statement, Step
from assuage.terms.study import Result, Study

_KIND = {
    "direct": "",
    "other-agent": "",
    "other-route": "（其他给药途径）",
    "near-condition": "（相近疾病）",
    "other-condition": "（其他疾病）",
    "class": "（同类药物）",
    "preclinical": "",
    "spontaneous-report": "（自发报告）",
}


def _c(s: Statement) -> Computed:
    assert s.computed is not None
    return s.computed


def counted(c: Computed, s: Statement, agent: str, outcome: str, lex: Lexicon) -> str:
    """A harm that studies counted and did not compare: the spread of what they print."""
    low, high = c.words[1:]
    text = (
        f"{outcome}：所收{len(s.findings)}项研究中使用{agent}时为{low}%至{high}%，未与对照比较"
        f"{_KIND.get(s.directness, '')}"
    )
    return f"{text}。证据确定性（计算）：{lex.term('certainty', s.certainty or 'very-low')}。"


def verdict(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    lead = held[0]
    agent, outcome = lex.agent(c.agent or ""), lex.outcome(c.outcome or "")
    route = lead_route(lead, c.agent or "")
    routed = agent + (f"（{lex.term('routes', route)}）" if route else "")
    if s.directness == "preclinical":
        said = preclinical_words(c.verdict, agent, outcome)
    elif c.words[0] == "harm" and len(c.words) > 1:
        return counted(c, s, agent, outcome, lex)
    elif c.words[0] == "harm":
        said = harm_words(c.verdict, s.certainty, routed, outcome)
    else:
        said = benefit_words(c.verdict, s.certainty, routed, outcome, lex.better(c.outcome or ""))
    text = said + _KIND.get(s.directness, "")
    study = lead.entry
    if isinstance(study, Study):
        detail = ""
        if isinstance(lead.fact, Result):
            detail = lead_values(lead.fact, study, lex)
        if c.numbers and c.numbers[0] and not (study.population.n or study.review):
            detail = f"n = {c.numbers[0]}" + (f"；{detail}" if detail else "")
        text += f"。主要证据：{study_phrase(study, lex)}"
        if detail:
            text += f"，{detail}"
        elif not isinstance(lead.fact, Result):
            text += f"，作者结论：{lex.term('verdicts', lead.fact.verdict)}"
    if c.agreeing:
        text += f"。结果一致者：{lex.join(lex.study(i) for i in c.agreeing)}"
    if c.items:
        text += f"。方向不同者：{lex.join(lex.study(i) for i in c.items)}"
    if s.certainty:
        text += f"。证据确定性（计算）：{lex.term('certainty', s.certainty)}"
    return text + "。"


_REASONS = {
    ("machine-reading", "unchecked"): "机器阅读：未经人工核对；降一级。",
    ("start", "high"): "起点高：随机证据。",
    ("start", "low"): "起点低：观察性证据。",
    ("start", "very-low"): "起点极低：无对照证据或病例。",
    ("risk-of-bias", "high"): "偏倚风险：高，或脱落率高；降一级。",
    ("risk-of-bias", "unclear"): "偏倚风险：据所读部分不明确；降一级。",
    ("risk-of-bias", "low"): "偏倚风险：低。",
    ("inconsistency", "contradictory"): "不一致性：规模相当的研究结果不一致；降一级。",
    ("inconsistency", "i2-high"): "不一致性：I²为{number}%，异质性很大；降一级。",
    ("inconsistency", "i2-acceptable"): "不一致性：I²为{number}%，低于阈值。",
    ("inconsistency", "divided"): "不一致性：主要研究自身的不同剂量或不同测量结果不一致，降一级。",
    ("inconsistency", "single"): "不一致性：仅一项研究，无法判断。",
    ("inconsistency", "dissent"): "不一致性：较小的研究与主要研究不一致。",
    ("inconsistency", "agrees"): "不一致性：所收研究之间未见不一致。",
    ("imprecision", "n-unknown"): "不精确性：未载明人数；降一级。",
    ("imprecision", "n-very-small"): "不精确性：仅{number}例；降两级。",
    ("imprecision", "n-small"): "不精确性：{number}例，少于400例；降一级。",
    ("imprecision", "interval-wide"): "不精确性：区间同时包含无效应和可观效应；降一级。",
    ("imprecision", "no-interval"): "不精确性：无差异且未载区间；降一级。",
    ("imprecision", "no-effect-printed"): "不精确性：仅读到作者结论，未见效应值；降一级。",
    ("imprecision", "precise"): "不精确性：{number}例；不严重。",
    ("publication-bias", "too-few"): "发表偏倚：少于10项研究，无法评估。",
    ("publication-bias", "not-tested"): "发表偏倚：此处未检验。",
    ("large-effect", "large"): "大效应：整个区间大于2或小于0.5；升一级。",
    ("large-effect", "not-considered"): "大效应：因其他领域已降级，不予考虑。",
    ("dose-response", "not-considered"): "剂量-反应关系：未记录；不升级。",
    ("confounding", "not-considered"): "可能的混杂：未记录；不升级。",
    ("large-effect", "not-large"): "大效应：否。",
    ("indirectness", "direct"): "间接性：无；本药用于本病。",
    ("indirectness", "other-route"): "间接性：其他途径；降一级。",
    ("indirectness", "near-condition"): "间接性：相近疾病；降一级。",
    ("indirectness", "class"): "间接性：同类其他药物；降两级。",
    ("indirectness", "other-condition"): "间接性：其他疾病；降两级。",
    ("indirectness", "preclinical"): "间接性：动物或细胞；最高为极低。",
    ("indirectness", "spontaneous-report"): "间接性：自发报告；降两级。",
    ("indirectness", "general"): "间接性：无。",
}


def reason(step: Step, lex: Lexicon) -> str:
    """One GRADE domain in words."""
    return _REASONS[(step.domain, step.reason)].format(number=step.number or "")


def no_direct(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    what = {"benefit": "症状、功能或生活质量的获益", "disease": "对疾病本身的影响"}[c.words[0]]
    who = f"{lex.agent(c.agent)}用于" if c.agent else ""
    nearest = {
        "near-condition": "最近的证据来自相近疾病",
        "other-condition": "最近的证据来自其他疾病",
        "other-route": "最近的证据来自其他给药途径",
        "class": "最近的证据来自同类药物",
        "preclinical": "最近的证据来自动物或细胞",
        "spontaneous-report": "最近的证据为自发报告",
        "general": "最近的证据不属于特定疾病",
    }
    text = f"就{what}而言，本知识库没有{who}{lex.condition(c.condition or '')}的直接对照证据"
    if c.words[1]:
        text += "（无对照的结果或与其他药物的比较见下文）"
    return f"{text}；{nearest[c.verdict]}。" if c.verdict in nearest else f"{text}。"


def no_direct_agents(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return (
        f"本知识库没有关于以下药物用于{lex.condition(c.condition or '')}是否获益的直接对照证据："
        f"{lex.join(lex.agent(a) for a in c.items)}。"
    )


def more_agents(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return (
        f"在{lex.condition(c.condition or '')}中另有直接证据的药物或方法，见下文表格："
        f"{lex.join(lex.agent(a) for a in c.items)}。"
    )


def see_drugs(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return (
        f"本节内容按药物列出，见以下药物用于{lex.condition(c.condition or '')}的报告："
        f"{lex.join(lex.agent(a) for a in c.items)}。"
    )


def not_checked(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return f"{lex.term('regions', c.items[0])}：{lex.agent(c.agent or '')}的监管状态未核查。"


def shared_property(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return (
        f"{lex.agent(c.agent or '')}与{lex.condition(held[-1].owner)}的常用治疗药物"
        f"{lex.agent(c.items[0])}{_add_up(c, lex)}。"
    )


def shared_with(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return f"{lex.agent(c.agent or '')}与问题中提到的{lex.agent(c.items[0])}{_add_up(c, lex)}。"


def _add_up(c: Computed, lex: Lexicon) -> str:
    effects = lex.join(lex.term("properties", p) for p in c.items[1:])
    return f"有可叠加的共同作用：{effects}（由两药的性质计算得出；没有针对该组合的研究）"


def routes(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return (
        f"本知识库载有{lex.agent(c.agent or '')}下列给药途径的剂量："
        f"{lex.join(lex.term('routes', r) for r in c.items)}；未载有与之关联的装置。"
    )


def gap(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    outcomes = lex.join(lex.outcome(o) for o in c.items)
    route = f"（{lex.term('routes', c.words[0])}）" if c.words[0] else ""
    nearest = {
        "nothing": "也没有任何间接证据",
        "near-condition": "只有相近疾病的证据",
        "other-condition": "只有其他疾病的证据",
        "other-route": "只有其他给药途径的证据",
        "class": "只有同类药物的证据",
        "preclinical": "只有动物或细胞研究",
        "spontaneous-report": "只有自发报告",
        "general": "只有一般资料",
    }[c.verdict]
    return f"本知识库中没有{lex.condition(c.condition or '')}{route}在{outcomes}方面的直接证据；{nearest}。"


def gap_populations(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return (
        f"本知识库中没有{lex.condition(c.condition or '')}中以下人群的直接结果："
        f"{lex.join(lex.term('features', i) for i in c.items)}。"
    )


def related(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    if c.verdict == "conditions":
        return f"相关疾病：{lex.join(lex.condition(i) for i in c.items)}。"
    return f"相关药物：{lex.join(lex.agent(i) for i in c.items)}。"


def method(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    if c.verdict == "knowledge":
        studies, guidance, drugs, *beside = c.numbers
        library = (
            f"另附机器在本地文献库{beside[0]}篇文献中读到的内容，单独列出，不计入任何结论。"
            if beside
            else ""
        )
        return (
            f"由 Assuage 根据整理的知识库生成，版本{c.words[0]}（{c.words[1]}）：{studies}项研究、"
            f"{guidance}份指南、{drugs}种药物。{library}未使用网络。"
        )
    return {
        "computed": "证据确定性按GRADE各领域由结构化数据计算得出，并非专家组的判断。",
        "rule": "结论按既定规则得出：最近的证据优先，随机优先于观察性，信息量最大的结果为主，"
        "规模相当而结果不一致者称为相互矛盾；不以研究数量计票。",
        "reading": "仅阅读摘要或某一章节时，来源卡片会注明，偏倚风险按不明确计。",
        "directness": "每条陈述均有标签：本药本病、其他途径、相近疾病、其他疾病、同类药物、"
        "动物或细胞、自发报告，或药物一般资料。",
    }[c.verdict]


def left_out(s: Statement, held: Held, lex: Lexicon) -> str:
    path, line = _c(s).words
    return f"因文件损坏而未收入：{path}{'，第' + line + '行' if line != '0' else ''}。"


def excluded(s: Statement, held: Held, lex: Lexicon) -> str:
    return f"已阅读并排除{_c(s).numbers[0]}个来源；理由均有保存。"


def library_search(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    source, on, query, covers = c.words[:4]
    name = LABELS[f"source.{source}"]
    asked = f"检索 {name}{f'（数据截至{covers}）' if covers else ''}（{on}），检索式“{query}”："
    if c.verdict == "found":
        return asked + f"共{c.numbers[0]}条记录，已取回{c.numbers[1]}条存入本地文献库。"
    if c.verdict == "none-found":
        return asked + "未找到记录。"
    some = f"失败前已取回{c.numbers[0]}条。" if c.numbers[0] else ""
    return asked + f"未能完成检索（原因：{c.words[4]}）{some}"


def disclaimer(s: Statement, held: Held, lex: Lexicon) -> str:
    return "本报告供卫生专业人员参考，不构成医疗建议，也不构成处方。"


COMPUTED: dict[str, Realiser] = {
    "verdict": verdict,
    "bottom-benefit": verdict,
    "bottom-disease": verdict,
    "bottom-harm": verdict,
    "no-direct": no_direct,
    "no-direct-agents": no_direct_agents,
    "more-agents": more_agents,
    "see-drugs": see_drugs,
    "not-checked": not_checked,
    "shared-property": shared_property,
    "shared-with": shared_with,
    "routes": routes,
    "gap": gap,
    "gap-populations": gap_populations,
    "related": related,
    "method": method,
    "library-search": library_search,
    "left-out": left_out,
    "excluded": excluded,
    "disclaimer": disclaimer,
}
