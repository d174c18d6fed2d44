"""Exposure in Chinese. Numbers come from the answer; no fact of medicine stands here."""

from assuage.patient.exposure import kidney
from assuage.terms.exposure import (
    Advice,
    Exposure,
    Factor,
    KidneyUsed,
    MetaboliteNote,
    Modelled,
    Observation,
    Span,
)

TITLE = "相对于一般成人的暴露量"
TOGETHER = "合计"
ADVICE = "已发表的建议（优先于模型）"
MISSING = "补充以下信息会改变结果"
SOURCES = "观察来源"
INTERVAL = "比值为AUC之比；括号内为研究均值的90%区间。个体差异可能更大。"
DISCLAIMER = "供专业人员参考，不作处方。未存储或发送任何内容。"
NOTHING = "没有给出会改变暴露量的信息：请用 --with 指定药物，或给出器官功能。"
COLON = "："
ORGANS = {"liver": "肝", "kidney": "肾"}
KINDS = {"liver": "Child-Pugh", "kidney": "肾功能", "gene": "基因"}
PHENOTYPES = {
    "poor": "慢",
    "intermediate": "中间",
    "normal": "正常",
    "rapid": "快",
    "ultrarapid": "超快",
}
ESTIMATES = {
    "stated-clearance": "所给清除率",
    "ckd-epi-2021-absolute": "CKD-EPI 2021或所给eGFR（还原至实际体表面积）",
    "cockcroft-gault": "Cockcroft-Gault公式",
    "indexed": "按1.73 m²标化的eGFR",
}
TIERS = {
    "both estimated": "两药参数均由其他药对估计",
    "victim not estimated": "途径的贡献由其主次推定",
    "perpetrator not estimated": "强度取自FDA分级",
    "other pathway": "CYP3A以外的途径，已知药对较少",
    "liver": "肝硬化方程，按其他药物的观察值校正",
    "kidney": "原形排泄分数，按其他药物的观察值校正",
}
REASONS = {
    "observed-leads": "没有可对照的模型值",
    "conflict": "观察值与模型相差超过两倍：以观察值为准，模型与之矛盾，不外推到其他状态或合用",
    "model-contradicted": "未观察到，且该药的其他观察值与模型矛盾：不计算",
    "no-observation": "没有针对这一情形的观察",
    "contribution-from-role": "只知道该途径为主要途径，不知其份额",
    "strength-from-class": "只知道其强度分级",
    "no-shared-pathway": "没有已知途径受其影响",
    "beyond-tested": "模型结果超过十倍，该范围缺乏检验：预计变化很大，不给出数值",
    "one-pair-only": "该药的份额仅由一对观察值得出",
    "organ-without-number": "有病的器官没有数值，部分不能代替整体",
    "acts-without-number": "有影响的药物没有数值，部分不能代替整体",
    "acts-through-metabolite": "该药通过代谢物起作用，原形药的浓度不能说明其作用",
    "not-in-children": "本模型和观察值均不来自儿童，所列建议除注明儿童者外均为成人建议",
    "not-in-pregnancy": "本模型和观察值均不来自孕妇",
    "seen-in-others": "观察对象与此人不同",
    "strength-unknown": "未收录其对任何途径的作用强度",
    "contribution-unknown": "有共同途径，但未收录该途径在清除中的份额",
    "pathways-unknown": "未收录该药的清除途径",
    "biologic": "抗体或蛋白：不经本模型的酶或肾清除",
    "local-route": "局部给药：血浆浓度不能说明其作用",
    "no-first-pass-route": "按注射计算：此途径绕过肠壁",
    "gene-share-unknown": "该基因的酶参与清除该药，但未收录其份额",
    "gene-not-a-pathway": "该基因的酶不在已知途径之中",
    "phenotype-not-quantified": "未收录该表型的酶活性",
    "high-extraction-severe": "高摄取、口服、Child-Pugh C：各套已发表参数相差数倍，故不计算",
    "other-grade-only": "仅研究过其他级别",
    "renal-fraction-unknown": "未收录原形排泄分数，采用典型值",
    "several-perpetrators": "合用",
    "same-pathway": "有药物作用于同一酶：不相乘",
    "normal-function": "功能正常",
}
RISKS = {"pain": "疼痛得不到治疗", "withdrawal": "撤药反应"}
STRICT = "最严"
LEADS = "首要"


def number(value: float) -> str:
    """Two significant digits below ten, as exposure ratios are printed."""
    return f"{value:.2f}" if value < 1 else (f"{value:.1f}" if value < 10 else f"{value:.0f}")


def span(s: Span) -> str:
    return f"{number(s.ratio)}（{number(s.low)}至{number(s.high)}）"


def filtration(grade: str) -> str:
    """A class of kidney function by what is filtered."""
    low, high = kidney.CLASSES[grade]
    return f"{low}至{high - 1} mL/min" if low else f"低于{high} mL/min或透析"


def gene(symbol: str, phenotype: str) -> str:
    """A gene by its phenotype."""
    return f"{symbol}{PHENOTYPES.get(phenotype, phenotype)}代谢型"


def named(factor: Factor, names: tuple[str, ...]) -> str:
    """What has no number: medicines by their names alone."""
    return "与".join(names) if factor.kind == "interaction" else what(factor, names)


def what(factor: Factor, names: tuple[str, ...]) -> str:
    """What changes exposure."""
    if factor.kind == "interaction":
        return "合用" + "与".join(names)
    if factor.kind == "kidney":
        return f"肾功能{filtration(factor.what[0])}"
    if factor.kind == "gene":
        return gene(*factor.what)
    return f"{KINDS[factor.kind]} {factor.what[0]}级"


def source(o: Observation) -> str:
    text = f"{o.printed or number(o.ratio)}，{o.source}"
    if o.moiety:
        text += f"，测定物为{o.moiety}"
    return text if o.checked else f"{text}（读自汇编）"


def model(m: Modelled) -> str:
    text = f"模型 {span(m.span)}，{TIERS[m.tier]}"
    if m.sets:
        text += "；各套参数单独：" + "、".join(f"{name} {number(r)}" for name, r in m.sets)
    return text


# What the head of the sentence already says.
_IN_THE_HEAD = ("several-perpetrators",)


def factor(f: Factor, names: tuple[str, ...]) -> str:
    """One line for one factor: what leads, what stands beside, why."""
    parts = []
    if f.observed is not None:
        parts.append(f"观察值 {span(f.observed.span)}")
    if f.modelled is not None:
        parts.append(model(f.modelled))
    shown = [REASONS[r] for r in f.reasons if r in REASONS and r not in _IN_THE_HEAD]
    text = f"{what(f, names)}：{'；'.join(parts)}。"
    return f"{text}{'；'.join(shown)}。" if shown else text


def without_number(whats: str, reasons: tuple[str, ...]) -> str:
    """What has no number, and the reason that it shares."""
    why = "；".join(REASONS[r] for r in reasons if r in REASONS and r not in _IN_THE_HEAD)
    return f"{whats}：无数值，{why}。"


def direction(who: str, kind: str, source: str) -> str:
    """What a source says without giving a ratio."""
    return f"未给出比值：{who}，{kind}（{source}）"


def said(directions: list[tuple[str, str]]) -> str:
    """What sources say without a ratio, where they are cited by the statement: whom of, and what."""
    told = "；".join(f"{who}，{kind}" for who, kind in directions)
    return f"文献未给出比值：{told}。"


def observations(f: Factor) -> list[str]:
    return [source(o) for o in f.observed.studies] if f.observed else []


def together(e: Exposure, acting: list[str]) -> str:
    """The whole, or why there is none; ``acting``: medicines that act and have no number."""
    if e.together is None:
        own = dict(REASONS)
        if acting:
            own["acts-without-number"] = f"{'、'.join(acting)}有影响但没有数值"
        shown = "；".join(own[r] for r in e.reasons if r in own)
        return f"没有合计数值：{shown}。" if shown else "没有合计数值。"
    return f"为一般暴露量的{span(e.together)}倍。"


def metabolite(n: MetaboliteNote, drug: str, name: str, factor: str, sources: str) -> str:
    """What acts beside the drug: why its ratio does not tell the effect, and which way it goes."""
    paths = "、".join(p.upper() for p in n.pathways)
    cited = f"（{sources}）" if sources else ""
    if n.carries == "minor":
        return f"{drug}经{paths}生成的活性代谢物{name}，在该酶活性不同的人中未影响结局{cited}。"
    how = "主要通过" if n.carries == "effect" else "也通过"
    way = {"higher": "升高", "lower": "降低"}.get(n.direction or "")
    if n.pathways:
        does = "生成" if n.made else "灭活"
        text = f"{drug}{how}{name}起作用，后者由{paths}{does}：{drug}的浓度不能说明其作用"
        text += f"。{factor}：{name}{way}" if way else f"。{factor}时{name}如何变化未收录"
    else:
        cleared = f"经{ORGANS[n.kind]}清除，" if n.cleared else ""
        text = f"{drug}{how}{name}起作用，后者{cleared}未计入任何比值"
        if way:
            text += f"：{factor}时{name}{way}，{drug}的比值不能反映"
    return f"{text}{cited}。"


def estimated(used: KidneyUsed) -> str:
    """Which estimate of renal function the answer goes by, and what the others say."""
    (basis, rate), *others = used.estimates
    text = f"肾功能：{rate:.0f} mL/min，{ESTIMATES[basis]}"
    for basis, rate in others:
        text += f"；{ESTIMATES[basis]}：{rate:.0f} mL/min"
    if used.apart:
        text += "；各估算值分属不同等级，比值按第一个计算"
    if used.advised:
        text += "；并列出较低者对应的建议"
    return f"{text}。"


def advice(a: Advice, grade: str, action: str, region: str, use: str = "") -> str:
    """One recommendation with region, year, source, and what following the strictest would risk."""
    marks = [m for m, on in ((LEADS, a.leads), (STRICT, a.strictest)) if on]
    if a.estimate:
        marks.append(f"{'仅' if a.stricter else ''}按{ESTIMATES[a.estimate]}")
    head = f"［{'、'.join(marks)}］" if marks else ""
    place = "，".join(x for x in (region, str(a.year) if a.year else "年份未注明") if x)
    dose = f"，{a.dose}" if a.dose else ""
    limits = f" {a.limits} mL/min" if a.limits else ""
    only = f"，仅用于{use}" if use else ""
    about = gene(a.gene, a.grade) if a.gene else f"{ORGANS[a.organ]}，{grade}{limits}"
    text = f"{head}{about}{only}：{action}{dose}（{place}；{a.source}）"
    if a.risks:
        risks = "和".join(f"{RISKS[r]}（{s}）" for r, s in a.risks)
        text += f"。照此执行的风险：{risks}"
    return text + "。"
