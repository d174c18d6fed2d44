"""English sentences for results, conclusions, recommendations, markers, trials and searches."""

from typing import Any

from assuage.prose.arms import told_apart
from assuage.prose.english.facts import Held, Realiser, upper
from assuage.prose.lexicon import Lexicon
from assuage.terms.statement import Statement
from assuage.terms.study import Arm, ArmValue, Result, Study

_MOST_FEATURES = 3
_N_KIND = {
    "randomised": "randomised",
    "analysed": "analysed",
    "enrolled": "enrolled",
    "cases": "cases",
    "included": "included",
}


def study_phrase(study: Study, lex: Lexicon) -> str:
    """Design, size and name: 'Double-blind randomised controlled trial, 185 analysed (Hardy 2012)'."""
    design = lex.term("designs", study.design)
    if study.masking == "double-blind" and "randomised" in design:
        design = f"double-blind {design}"
    parts = []
    if study.review and study.review.studies:
        parts.append(f"{study.review.studies} studies")
    if study.review and study.review.participants:
        parts.append(f"{study.review.participants} participants")
    elif study.population.n:
        kind = _N_KIND.get(study.population.n_kind or "", "people")
        if study.population.n == 1:
            kind = {"cases": "case", "people": "person"}.get(kind, kind)
        parts.append(f"{study.population.n} {kind}")
    if study.preclinical:
        parts.append(lex.term("species", study.preclinical.species))
        if study.preclinical.tissue:
            parts.append(study.preclinical.tissue)
    size = f", {', '.join(parts)}" if parts else ""
    where = lex.join(lex.condition(c) for c in study.conditions)
    features = ", ".join(
        lex.term("features", f) for f in study.population.features[:_MOST_FEATURES]
    )
    people = f" in {where}" if where else ""
    if features:
        people += f" ({features})" if where else f" in {features}"
    return f"{upper(design)}{people}{size} ({lex.study(study.id)})"


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
    if detail:
        text += f" ({', '.join(detail)})"
    if arm.added_to and arm.agent:
        text += f" added to {lex.join(lex.agent(a) for a in arm.added_to)}"
    return text


def comparison(result: Result, study: Study, lex: Lexicon) -> str:
    """Arm against comparator, for tables."""
    arm = arm_phrase(study.arm(result.arm), result.arm, lex)
    if result.versus is None:
        return arm
    if result.versus == "baseline":
        return f"{arm}: before and after"
    return " v ".join(_pair(study, result.arm, result.versus, lex))


def _pair(study: Study, one: str, other: str, lex: Lexicon) -> tuple[str, str]:
    first = arm_phrase(study.arm(one), one, lex)
    second = arm_phrase(study.arm(other), other, lex)
    return told_apart(one, other, first, second)


def _value(value: ArmValue, unit: str | None, lex: Lexicon) -> str:
    """One arm's printed values: '25 of 92 (27%)', 'mean 3.2 points, SD 1.1, n = 40'."""
    parts = []
    percent = f"{lex.number(value.percent)}%" if value.percent is not None else ""
    if percent and unit and unit.startswith("per-"):
        percent += f" {lex.unit(unit)}"
    if value.events is not None:
        counted = f"{value.events} of {value.n}" if value.n else f"{value.events} events"
        parts.append(f"{counted} ({percent})" if percent else counted)
    elif percent:
        parts.append(percent)
    for name, number in (("mean", value.mean), ("median", value.median)):
        if number is not None:
            parts.append(f"{name} {lex.with_unit(lex.number(number), unit)}")
    if value.sd is not None:
        parts.append(f"SD {lex.number(value.sd)}")
    if value.low is not None and value.high is not None:
        parts.append(f"range or interval {lex.range(value.low, value.high)}")
    if value.baseline is not None:
        parts.append(f"from {lex.number(value.baseline)} at baseline")
    if value.n is not None and value.events is None:
        parts.append(f"n = {value.n}")
    return ", ".join(parts)


def effect(result: Result, lex: Lexicon) -> str:
    """Measure, effect, interval and P, as printed."""
    parts = []
    if result.effect is not None:
        name = lex.term("measures", result.measure) if result.measure else "effect"
        parts.append(f"{name} {lex.with_unit(lex.number(result.effect), result.unit)}")
    elif result.measure and result.interval:
        parts.append(lex.term("measures", result.measure))
    if result.interval:
        parts.append(f"{lex.number(result.interval_percent)}% CI {lex.range(*result.interval)}")
    if result.p is not None:
        parts.append(lex.p(result.p))
    return "; ".join(parts)


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
    return " v ".join(shown)


def result(s: Statement, held: Held, lex: Lexicon) -> str:
    fact, study = held[0].fact, held[0].entry
    assert isinstance(fact, Result) and isinstance(study, Study)
    outcome = lex.outcome(fact.outcome)
    if fact.instrument:
        outcome += f" ({lex.term('instruments', fact.instrument)})"
    arm = arm_phrase(study.arm(fact.arm), fact.arm, lex)
    at = f" at {lex.amount(fact.at)}" if fact.at else ""
    who = f" in the subgroup {lex.term('features', fact.subgroup)}" if fact.subgroup else ""
    if fact.versus is None:
        said = f"{outcome} with {arm}{at}{who}"
    else:
        other = "at baseline"
        if fact.versus != "baseline":
            arm, second = _pair(study, fact.arm, fact.versus, lex)
            other = f"with {second}"
        words = {
            "higher": "was higher than",
            "lower": "was lower than",
            "no-difference": "did not differ from that",
            "unclear": "cannot be told apart from that",
        }
        said = f"{outcome} with {arm} {words[fact.direction]} {other}{at}{who}"
    details = [effect(fact, lex)] if effect(fact, lex) else []
    for value in fact.values:
        name = arm_phrase(study.arm(value.arm), value.arm, lex) if len(fact.values) > 1 else ""
        shown = _value(value, fact.unit, lex)
        if shown:
            details.append(f"{name}: {shown}" if name else shown)
    if fact.studies:
        details.append(f"{fact.studies} studies")
    if fact.n and study.population.n != fact.n:
        details.append(f"n = {fact.n}")
    if fact.i2_percent is not None:
        details.append(f"I² = {lex.number(fact.i2_percent)}%")
    if fact.grade:
        details.append(f"certainty by the authors: {lex.term('certainty', fact.grade)}")
    detail = f" ({'; '.join(details)})" if details else ""
    return f"{study_phrase(study, lex)}: {said}{detail}."


def conclusion(s: Statement, held: Held, lex: Lexicon) -> str:
    fact, study = held[0].fact, held[0].entry
    assert isinstance(study, Study)
    any_fact: Any = fact
    grade = (
        f" (certainty by the authors: {lex.term('certainty', any_fact.grade)})"
        if any_fact.grade
        else ""
    )
    return (
        f"{study_phrase(study, lex)}: the authors' conclusion on {lex.outcome(any_fact.outcome)} "
        f"with {arm_phrase(study.arm(any_fact.arm), any_fact.arm, lex)} is: "
        f"{lex.term('verdicts', any_fact.verdict)}{grade}."
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
        kind = f"{lex.term('dose-kinds', fact.dose_kind)} " if fact.dose_kind else ""
        detail.append(f"{kind}{lex.amount(fact.dose)}")
    if fact.monitor:
        detail.append(lex.term("monitors", fact.monitor))
    if fact.when:
        detail.append(lex.term("timings", fact.when))
    strength = {
        "strong": "strong recommendation",
        "conditional": "conditional recommendation",
        "consensus": "by consensus",
        "ungraded": "strength not stated or not seen",
    }
    tail = [strength[fact.strength]]
    if fact.grade:
        tail.append(f"certainty {lex.term('certainty', fact.grade)}")
    year = f" {guidance.citation.year}" if guidance.citation.year else ""
    return (
        f"{guidance.organisation}{year} ({lex.term('regions', guidance.region)}) on "
        f"{lex.agent(fact.agent)} in {lex.condition(fact.condition)}"
        f"{' (' + ', '.join(detail) + ')' if detail else ''}: "
        f"{lex.term('actions', fact.action)} ({'; '.join(tail)})."
    )


def marker_effect(fact: Any, lex: Lexicon) -> str:
    """Measure, value, interval and P of a marker, as printed."""
    parts = []
    if fact.value is not None:
        name = lex.term("measures", fact.measure) if fact.measure else "value"
        parts.append(f"{name} {lex.number(fact.value)}")
    if fact.interval:
        parts.append(f"interval {lex.range(*fact.interval)}")
    if fact.p is not None:
        parts.append(lex.p(fact.p))
    return "; ".join(parts)


def marker_finding(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    marker: Any = held[0].entry
    words = {
        "higher": "goes with higher",
        "lower": "goes with lower",
        "no-difference": "shows no relation to",
        "unclear": "has an unclear relation to",
    }
    details = [marker_effect(fact, lex)] if marker_effect(fact, lex) else []
    if fact.n:
        details.append(f"n = {fact.n}")
    if fact.population:
        details.append(lex.term("features", fact.population))
    if fact.species and fact.species != "human":
        details.append(lex.term("species", fact.species))
    detail = f" ({'; '.join(details)})" if details else ""
    modality = {"fmri": "fMRI", "pet": "PET", "mri": "MRI", "ct": "CT", "eeg": "EEG"}.get(
        marker.modality, marker.modality
    )
    return (
        f"{upper(lex.marker(marker.id))} ({modality}) {words[fact.direction]} {lex.outcome(fact.predicts)} in "
        f"{lex.condition(fact.condition)}{detail}."
    )


def trial(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    parts = [fact.status.replace("-", " ")]
    if fact.phase:
        parts.append(f"phase {fact.phase}")
    if fact.n:
        parts.append(f"planned or actual n = {fact.n}")
    if fact.start:
        parts.append(f"start {fact.start}")
    if fact.completion:
        parts.append(f"completion {fact.completion}")
    if fact.has_results is not None:
        parts.append("results posted" if fact.has_results else "no results posted")
    measured = (
        f" Outcomes: {lex.join(lex.outcome(o) for o in fact.outcomes)}." if fact.outcomes else ""
    )
    return (
        f"{fact.citation.nct or fact.id}: {lex.join(lex.agent(a) for a in fact.agents)} in "
        f"{lex.join(lex.condition(c) for c in fact.conditions)} ({'; '.join(parts)}).{measured}"
    )


def search(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    covers = f", covering to {fact.covers_to}" if fact.covers_to else ""
    return (
        f"Search of {fact.database}{covers}, {fact.on.isoformat()}: “{fact.query}”: {fact.hits} "
        f"{'hit' if fact.hits == 1 else 'hits'}, {fact.relevant} relevant."
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
