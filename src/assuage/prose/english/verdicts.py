"""English wording of verdicts by certainty: does, probably does, may, very uncertain.

The wording by certainty follows GRADE guidelines 26 (Santesso 2020, J Clin Epidemiol 119:126,
PMID 31711912, abstract); the very-low form is ours.
"""

_UNCERTAIN = "it is very uncertain whether {agent} {verb} {outcome}; the leading study {found}"


def _graded(
    certainty: str | None, agent: str, verb: tuple[str, str], outcome: str, found: str
) -> str:
    """``verb`` is (third person, base form); plural agents take the base form throughout."""
    third, base = verb if not plural(agent) else (verb[1], verb[1])
    if certainty == "high":
        return f"{agent} {third} {outcome}"
    if certainty == "moderate":
        return f"{agent} probably {third} {outcome}"
    if certainty == "low":
        return f"{agent} may {base} {outcome}"
    return _UNCERTAIN.format(agent=agent, verb=third, outcome=outcome, found=found)


def plural(noun: str) -> bool:
    """Whether an agent's name is a plural noun (opioids, corticosteroids), a route after it aside."""
    noun = noun.split(" (")[0]
    return noun.endswith("s") and not noun.endswith(("ss", "is", "us"))


def benefit_words(
    code: str, certainty: str | None, agent: str, outcome: str, better: str | None
) -> str:
    """What a body says on an outcome that a patient wants, by its verdict and certainty."""
    good = ("reduces", "reduce") if better == "lower" else ("improves", "improve")
    bad = ("increases", "increase") if better == "lower" else ("worsens", "worsen")
    if code in ("benefit", "possible"):
        level = certainty if code == "benefit" or certainty == "very-low" else "low"
        return _graded(level, agent, good, outcome, "found that it did")
    if code == "unimportant":
        said = _graded(certainty, agent, good, outcome, "found a small change")
        return f"{said}, by less than the minimal important difference"
    if code == "worse":
        return _graded(certainty, agent, bad, outcome, "found that it did")
    if code == "no-difference":
        verb = ("makes no difference to", "make no difference to")
        if certainty in ("high", "moderate", "low"):
            return _graded(certainty, agent, verb, outcome, "")
        return _graded(
            certainty, agent, ("changes", "change"), outcome, "found no difference from control"
        )
    return {
        "contradictory": f"studies of {agent} contradict each other on {outcome}",
        "inconclusive": f"the evidence on {outcome} with {agent} does not settle the question",
        "uncontrolled": f"{outcome} improved with {agent} in uncontrolled studies only",
    }[code]


def harm_words(code: str, certainty: str | None, agent: str, outcome: str) -> str:
    """What a body says on a harm, by its verdict and certainty."""
    hedge = {"high": "", "moderate": "probably ", "low": "possibly "}.get(certainty or "")
    if code in ("worse", "benefit", "possible", "unimportant"):
        amount = {"worse": "more", "unimportant": "slightly less"}.get(code, "less")
        if hedge is None:
            return (
                f"{outcome}: very uncertain; the leading study found {amount} with {agent} than "
                "with control"
            )
        return f"{outcome}: {hedge}{amount} with {agent} than with control"
    if code == "no-difference":
        if hedge is None:
            return (
                f"{outcome}: very uncertain; the leading study found no difference between {agent} "
                "and control"
            )
        return f"{outcome}: {hedge}no difference between {agent} and control"
    return {
        "inconclusive": f"{outcome}: seen with {agent}, not compared with a control",
        "contradictory": f"{outcome}: studies of {agent} contradict each other",
        "uncontrolled": f"{outcome}: less after {agent}, in uncontrolled studies only",
    }[code]


def preclinical_words(code: str, agent: str, outcome: str) -> str:
    """What animals or cells show; never worded as an effect in people."""
    does = "do not" if plural(agent) else "does not"
    moves = "move" if plural(agent) else "moves"
    return (
        "in animals or cells, "
        + {
            "benefit": f"{agent} {moves} {outcome} in the favourable direction",
            "worse": f"{agent} {moves} {outcome} in the unfavourable direction",
            "possible": f"{agent} may move {outcome} in the favourable direction",
            "unimportant": f"{agent} {moves} {outcome} a little",
            "no-difference": f"{agent} {does} change {outcome}",
            "inconclusive": f"the effect of {agent} on {outcome} is not settled",
            "contradictory": f"studies of {agent} contradict each other on {outcome}",
        }[code]
    )
