"""Chinese wording of verdicts by certainty, after GRADE guidelines 26 (Santesso 2020, J Clin
Epidemiol 119:126, PMID 31711912, abstract); the Chinese forms are ours."""


def _graded(certainty: str | None, agent: str, verb: str, outcome: str, found: str) -> str:
    hedge = {"high": "", "moderate": "很可能", "low": "可能"}.get(certainty or "")
    if hedge is None:
        return f"{agent}是否{verb}{outcome}，证据非常不确定；主要研究显示{found}"
    return f"{agent}{hedge}{verb}{outcome}"


def benefit_words(
    code: str, certainty: str | None, agent: str, outcome: str, better: str | None
) -> str:
    """What a body says on an outcome that a patient wants, by its verdict and certainty."""
    good, bad = {"lower": ("降低", "增加"), "higher": ("提高", "降低")}.get(
        better or "", ("改善", "损害")
    )
    if code in ("benefit", "possible"):
        level = certainty if code == "benefit" or certainty == "very-low" else "low"
        return _graded(level, agent, good, outcome, f"有所{good}")
    if code == "unimportant":
        return _graded(certainty, agent, good, outcome, "变化很小") + "，幅度小于最小重要差异"
    if code == "worse":
        return _graded(certainty, agent, bad, outcome, f"有所{bad}")
    if code == "no-difference":
        hedge = {"high": "", "moderate": "很可能", "low": "可能"}.get(certainty or "")
        if hedge is None:
            return f"{agent}是否影响{outcome}，证据非常不确定；主要研究显示与对照无差异"
        return f"{agent}在{outcome}方面{hedge}与对照无差异"
    return {
        "contradictory": f"关于{agent}对{outcome}影响的研究结果相互矛盾",
        "inconclusive": f"关于{agent}对{outcome}影响的证据尚无定论",
        "uncontrolled": f"仅在无对照研究中，使用{agent}之后{outcome}有所{good}",
    }[code]


def harm_words(code: str, certainty: str | None, agent: str, outcome: str) -> str:
    """What a body says on a harm, by its verdict and certainty."""
    hedge = {"high": "", "moderate": "很可能", "low": "可能"}.get(certainty or "")
    if code in ("worse", "benefit", "possible", "unimportant"):
        amount = {"worse": "高于", "unimportant": "略低于"}.get(code, "低于")
        if hedge is None:
            return f"{outcome}：证据非常不确定；主要研究显示{agent}{amount}对照"
        return f"{outcome}：{agent}{hedge}{amount}对照"
    if code == "no-difference":
        if hedge is None:
            return f"{outcome}：证据非常不确定；主要研究显示{agent}与对照无差异"
        return f"{outcome}：{agent}{hedge}与对照无差异"
    return {
        "inconclusive": f"{outcome}：使用{agent}时有发生，未与对照比较",
        "contradictory": f"{outcome}：关于{agent}的研究结果相互矛盾",
        "uncontrolled": f"{outcome}：仅在无对照研究中，使用{agent}之后减少",
    }[code]


def preclinical_words(code: str, agent: str, outcome: str) -> str:
    """What animals or cells show; never worded as an effect in people."""
    return (
        "在动物或细胞中，"
        + {
            "benefit": f"{agent}使{outcome}朝有利方向变化",
            "worse": f"{agent}使{outcome}朝不利方向变化",
            "possible": f"{agent}可能使{outcome}朝有利方向变化",
            "unimportant": f"{agent}使{outcome}略有变化",
            "no-difference": f"{agent}不改变{outcome}",
            "inconclusive": f"{agent}对{outcome}的作用尚无定论",
            "contradictory": f"关于{agent}对{outcome}影响的研究结果相互矛盾",
        }[code]
    )
