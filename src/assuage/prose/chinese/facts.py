"""Chinese sentences for the facts of drugs, devices and conditions."""

from collections.abc import Callable
from typing import Any

from assuage.prose.lexicon import Lexicon
from assuage.terms.finding import Finding
from assuage.terms.statement import Statement

Held = tuple[Finding, ...]
Realiser = Callable[[Statement, Held, Lexicon], str]


def _route(fact: Any, lex: Lexicon) -> str:
    return f"（{lex.term('routes', fact.route)}）" if fact.route else ""


def _said_by(finding: Finding, lex: Lexicon) -> str:
    source = lex.knowledge.sources.get(finding.source or "")
    if source is None:
        return "来源"
    if source.kind == "label":
        return f"{lex.term('regions', source.region)}说明书" if source.region else "说明书"
    names = {
        "reference-work": "参考工具书",
        "review": "综述",
        "regulator": "监管机构",
        "guidance": "指南",
        "study": "一项研究",
        "register": "登记库",
    }
    return names.get(source.kind, "文献")


def identity(s: Statement, held: Held, lex: Lexicon) -> str:
    assert s.computed and s.computed.agent
    drug = lex.knowledge.drugs[s.computed.agent]
    kinds = {
        "small-molecule": "小分子药物",
        "antibody": "单克隆抗体",
        "fusion-protein": "融合蛋白",
        "peptide": "肽类药物",
        "toxin": "细菌毒素",
        "polysaccharide": "多糖类药物",
        "polymer": "高分子聚合物",
        "herbal": "植物药",
    }
    text = f"{drug.names.zh}（{drug.names.en}）是{kinds[drug.kind]}"
    if s.computed.items:
        text += f"；类别：{lex.join(lex.agent(c) for c in s.computed.items)}"
    synonyms = (*drug.names.zh_synonyms, *drug.names.en_synonyms)
    if synonyms:
        text += f"；又名{lex.join(synonyms)}"
    if held:
        codes = "，".join(f"{f.fact.scheme.upper()} {f.fact.code}" for f in held)
        text += f"。标识符：{codes}"
    if drug.depth == "short":
        text += "。条目简短：许多部分尚未整理"
    if drug.names.decoys:
        own = {d.names.en.casefold(): d.names.zh for d in lex.knowledge.drugs.values()}
        others = [
            f"{own[n.casefold()]}（{n}）" if n.casefold() in own else n for n in drug.names.decoys
        ]
        text += f"。勿与{lex.join(others)}混淆"
    return text + "。"


def condition_identity(s: Statement, held: Held, lex: Lexicon) -> str:
    assert s.computed and s.computed.condition
    condition = lex.knowledge.conditions[s.computed.condition]
    text = f"{condition.names.zh}（{condition.names.en}）"
    if s.computed.items:
        text += f"在本知识库中归入{lex.join(lex.condition(c) for c in s.computed.items)}"
    else:
        text += "在本知识库的疾病中独立列出"
    return text + "。"


def drug_actions(s: Statement, held: Held, lex: Lexicon) -> str:
    parts = []
    for f in held:
        fact: Any = f.fact
        action, target = lex.term("drug-actions", fact.action), lex.term("targets", fact.target)
        if lex.knowledge.term("drug-actions", fact.action).domain == "verb":
            parts.append(action.format(target=target))
        else:
            parts.append(f"是{target}的{action}")
    return f"{lex.agent(held[0].owner)}{'，'.join(parts)}。"


def link(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    where = [lex.term("species", fact.species)] if fact.species else []
    if fact.tissue:
        where.append(fact.tissue)
    basis = {
        "human": "人体资料",
        "animal": "动物研究",
        "in-vitro": "细胞研究",
        "review": "综述所述",
    }[fact.basis]
    relation = lex.term("relations", fact.relation)
    subject, target = lex.agent(fact.subject), lex.agent(fact.object)
    if fact.relation == "associated-with":
        body = f"{subject}与{target}相关"
    elif fact.relation == "no-effect-on":
        body = f"{subject}对{target}无影响"
    else:
        body = f"{subject}{relation}{target}"
    return f"{body}（{'，'.join([basis, *where])}）。"


def regulatory(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    uses = [
        lex.use(f.fact.use) + (f"（{f.fact.year}年）" if f.fact.year else "")
        for f in held
        if f.fact.use
    ]
    purpose = f"，用于{lex.join(uses)}" if uses else ""
    if not uses and fact.year:
        purpose = f"（{fact.year}年）"
    return (
        f"{lex.term('regions', fact.region)}：{lex.agent(held[0].owner)}{_route(fact, lex)}"
        f"{lex.term('statuses', fact.status)}{purpose}。"
    )


def _share(fact: Any, lex: Lexicon) -> str:
    if fact.percent is None:
        return ""
    text = lex.number(fact.percent)
    if fact.percent_high is not None:
        text = lex.range(fact.percent, fact.percent_high)
    text += "%"
    if fact.comparator_percent is not None:
        text += f"，对照组{lex.number(fact.comparator_percent)}%"
    return f"（{text}）"


def adverse_effects(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    effects = lex.join(lex.term("effects", f.fact.effect) + _share(f.fact, lex) for f in held)
    context = f"用于{lex.use(fact.context)}时" if fact.context and fact.context != "general" else ""
    timing = f"（{lex.term('timings', fact.timing)}）" if fact.timing else ""
    frequency = f"，{lex.term('frequencies', fact.frequency)}" if fact.frequency else ""
    return (
        f"{lex.agent(held[0].owner)}{_route(fact, lex)}{context}的不良反应{timing}{frequency}："
        f"{effects}（{_said_by(held[0], lex)}）。"
    )


def boxed_warnings(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    risks = lex.join(lex.term("effects", f.fact.risk) for f in held)
    return (
        f"黑框警告（{lex.term('regions', fact.region)}），{lex.agent(held[0].owner)}"
        f"{_route(fact, lex)}：{risks}。"
    )


def contraindications(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    states = lex.join(lex.term("states", f.fact.state) for f in held)
    head = {"contraindicated": "禁用于", "avoid": "不建议用于"}.get(fact.level, "慎用于")
    return (
        f"{_said_by(held[0], lex)}：{lex.agent(held[0].owner)}{_route(fact, lex)}{head}{states}。"
    )


def monitoring(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    things = lex.join(
        lex.term("monitors", f.fact.what)
        + (f"（每{lex.amount(f.fact.every)}）" if f.fact.every else "")
        for f in held
    )
    detail = [lex.term("timings", fact.when)] if fact.when else []
    if fact.harm:
        detail.append(f"针对{lex.term('effects', fact.harm)}")
    return (
        f"使用{lex.agent(held[0].owner)}时，{_said_by(held[0], lex)}中所列的监测项目"
        f"{'（' + '；'.join(detail) + '）' if detail else ''}：{things}。"
    )


def grade(fact: Any, lex: Lexicon) -> str:
    """The grade of organ function, with the printed range and the use that it is advised for."""
    text = lex.term("organ-grades", fact.grade)
    if fact.low is not None and fact.high is not None:
        text += f" {lex.range(fact.low, fact.high)} mL/min"
    elif fact.high is not None:
        high = lex.number(fact.high)
        text += f" {high} mL/min" if high[0] in "<≤" else f"低于{high} mL/min"
    elif fact.low is not None:
        low = lex.number(fact.low)
        text += f" {low} mL/min" if low[0] in ">≥" else f"不低于{low} mL/min"
    return f"{text}，用于{lex.use(fact.use)}时" if fact.use else text


def organ_dose(fact: Any, lex: Lexicon) -> str:
    """Dose, reduction and exposure, as printed."""
    parts = []
    if fact.dose is not None:
        parts.append(lex.amount(fact.dose))
    if fact.reduce_percent is not None:
        parts.append(f"减量{lex.number(fact.reduce_percent)}%")
    if fact.exposure_ratio is not None:
        parts.append(f"暴露量为功能正常者的{lex.number(fact.exposure_ratio)}倍")
    return "；".join(parts)


def organ_guidance(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    organ = {"liver": "肝", "kidney": "肾"}[fact.organ]
    region = f"（{lex.term('regions', fact.region)}）" if fact.region else ""
    detail = organ_dose(fact, lex)
    return (
        f"{organ}，{grade(fact, lex)}{region}：对于{lex.agent(held[0].owner)}{_route(fact, lex)}，"
        f"{_said_by(held[0], lex)}{lex.term('actions', fact.action)}"
        f"{'（' + detail + '）' if detail else ''}。"
    )


def pharmacokinetics(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    values = "；".join(
        f"{lex.term('parameters', f.fact.parameter)} {lex.amount(f.fact.amount)}" for f in held
    )
    who = []
    if fact.route:
        who.append(lex.term("routes", fact.route))
    if fact.population:
        who.append(lex.term("features", fact.population))
    if fact.condition:
        who.append(lex.condition(fact.condition))
    head = lex.agent(fact.moiety or held[0].owner)
    said = "，".join(dict.fromkeys(who))
    return f"{head}的药代动力学{'（' + said + '）' if said else ''}：{values}。"


def elimination(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    paths = []
    for f in held:
        path: Any = f.fact
        text = lex.term("pathways", path.pathway)
        if path.percent is not None:
            shown = lex.number(path.percent)
            if path.percent_high is not None:
                shown = lex.range(path.percent, path.percent_high)
            text += f"（{shown}%）"
        paths.append(text)
    heads = {
        "major": "{agent}的主要消除途径",
        "minor": "{agent}的次要消除途径",
        "contributes": "参与{agent}消除的途径",
        "not-involved": "不参与{agent}消除的途径",
    }
    head = heads.get(fact.role, "{agent}的消除途径").format(agent=lex.agent(held[0].owner))
    return f"{head}：{lex.join(paths)}。"


def properties(s: Statement, held: Held, lex: Lexicon) -> str:
    names = lex.join(
        lex.term("properties", f.fact.property)
        + (f"（{lex.term('strengths', f.fact.strength)}）" if f.fact.strength else "")
        for f in held
    )
    return f"{lex.agent(held[0].owner)}可与其他药物叠加的作用：{names}。"


def interaction(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    drug, other = lex.agent(held[0].owner), lex.agent(fact.other)
    changed, by = (drug, other) if fact.role != "perpetrator" else (other, drug)
    numbers = []
    if fact.auc_ratio is not None:
        text = f"AUC比值{lex.number(fact.auc_ratio)}"
        if fact.auc_ratio_interval:
            text += f"（{lex.range(*fact.auc_ratio_interval)}）"
        numbers.append(text)
    if fact.cmax_ratio is not None:
        numbers.append(f"Cmax比值{lex.number(fact.cmax_ratio)}")
    if fact.moiety and fact.moiety != held[0].owner:
        numbers.append(f"以{lex.agent(fact.moiety)}测得")
    detail = f"（{'；'.join(numbers)}）" if numbers else ""
    action = f"；{_said_by(held[0], lex)}{lex.term('actions', fact.action)}" if fact.action else ""
    kind = lex.term("interactions", fact.kind)
    if fact.role == "pharmacodynamic":
        return f"{drug}{_route(fact, lex)}与{other}合用：{kind}{detail}{action}。"
    return f"{changed}{_route(fact, lex)}与{by}合用：{changed}{kind}{detail}{action}。"


def doses(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    amounts = "；".join(
        f"{lex.term('dose-kinds', f.fact.kind)} {lex.amount(f.fact.amount)}" for f in held
    )
    who = f"，{lex.term('features', fact.population)}" if fact.population else ""
    use = "" if fact.use == "general" else f"用于{lex.use(fact.use)}"
    owner = lex.agent(held[0].owner)
    if fact.drug:
        owner = f"{lex.agent(fact.drug)}经{owner}给药"
    return (
        f"来源所载{owner}{use}的剂量（{lex.term('routes', fact.route)}{who}）："
        f"{amounts}（{_said_by(held[0], lex)}）。"
    )


def treatments(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    if fact.together_with:
        agents = "联合".join(sorted({lex.agent(a) for a in (fact.agent, *fact.together_with)}))
    else:
        agents = lex.join(lex.agent(f.fact.agent) for f in held)
    return f"{lex.condition(held[0].owner)}的{lex.term('roles', fact.role)}：{agents}。"


def importance(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    on = f"（{lex.term('instruments', fact.instrument)}）" if fact.instrument else ""
    return (
        f"{lex.condition(held[0].owner)}中，{lex.outcome(fact.outcome)}{on}的最小重要差异："
        f"{lex.with_unit(lex.number(fact.value), fact.unit)}。"
    )


def occurrence(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    who = f"（{lex.term('features', fact.population)}）" if fact.population else ""
    value = lex.with_unit(lex.number(fact.value), fact.unit)
    if fact.measure == "percent":
        value += "%"
    more = []
    if fact.interval:
        more.append(f"区间{lex.range(*fact.interval)}")
    if fact.n:
        more.append(f"n = {fact.n}")
    detail = f"（{'；'.join(more)}）" if more else ""
    return f"{lex.condition(held[0].owner)}{who}中，{lex.outcome(fact.outcome)}：{value}{detail}。"


def specifications(s: Statement, held: Held, lex: Lexicon) -> str:
    values = "；".join(
        f"{lex.term('parameters', f.fact.parameter)} {lex.amount(f.fact.amount)}" for f in held
    )
    return f"{lex.agent(held[0].owner)}：{values}（{_said_by(held[0], lex)}）。"


def rescues(s: Statement, held: Held, lex: Lexicon) -> str:
    steps = []
    for f in held:
        fact: Any = f.fact
        text = lex.term("actions", fact.action)
        detail = [lex.amount(fact.amount)] if fact.amount else []
        if fact.agent and text.endswith("给予"):
            text += lex.agent(fact.agent)
        elif fact.agent:
            detail.insert(0, lex.agent(fact.agent))
        if fact.route:
            detail.append(lex.term("routes", fact.route))
        elif fact.agent and fact.amount:
            detail.append("来源未说明途径")
        if fact.timing:
            detail.append(lex.term("timings", fact.timing))
        steps.append(text + (f"（{'，'.join(detail)}）" if detail else ""))
    first: Any = held[0].fact
    of = lex.agent(first.drug) if first.drug else ""
    return (
        f"发生{of}{lex.term('effects', first.harm)}时（{lex.agent(held[0].owner)}），"
        f"{_said_by(held[0], lex)}中所载：{'；'.join(steps)}。"
    )


FACTS: dict[str, Realiser] = {
    "identity": identity,
    "condition-identity": condition_identity,
    "drug-actions": drug_actions,
    "link": link,
    "regulatory": regulatory,
    "adverse-effects": adverse_effects,
    "boxed-warnings": boxed_warnings,
    "contraindications": contraindications,
    "monitoring": monitoring,
    "organ-guidance": organ_guidance,
    "pharmacokinetics": pharmacokinetics,
    "elimination": elimination,
    "properties": properties,
    "interaction": interaction,
    "doses": doses,
    "dose": doses,
    "treatments": treatments,
    "pharmacokinetic": pharmacokinetics,
    "importance": importance,
    "occurrence": occurrence,
    "specifications": specifications,
    "rescues": rescues,
}
