"""The bottom line: computed from bodies of evidence and guidance by a documented rule, never typed.

Benefit: the nearest directness that has a decided body leads; within it the outcome that stands
first in the condition's hierarchy. Harm: boxed warnings, then measured harm, stated apart.
Disease: human evidence first; preclinical work is named as such. See docs/synthesis.md.
"""

from assuage.dossier.desk import Desk, nearest_first
from assuage.dossier.evidence_sections import verdict_statement
from assuage.dossier.harm_sections import same_box
from assuage.dossier.interaction_sections import taken_together
from assuage.synthesis.bodies import Body, hierarchy
from assuage.synthesis.signals import outcome_term
from assuage.terms.drug import OrganGuidance
from assuage.terms.finding import Finding
from assuage.terms.statement import BottomLine, Computed, Statement
from assuage.terms.study import Result

_MOST_GUIDANCE = 3
_MOST_FAMILIES = 3
_MOST_HARMS = 2
_MOST_TAKEN = 6
_MOST_LIMITS = 6
_FORBIDS = 5
"""Rank from which an action of the closed list advises against: see vocabulary/actions.toml."""
_MOST_AGENTS = 8
_MOST_ORGAN_HARMS = 3


def _domain(desk: Desk, domain: str) -> list[Body]:
    return [
        b
        for b in desk.bodies
        if b.domain == domain and b.verdict.directness != "spontaneous-report"
    ]


def bottom_line(desk: Desk) -> tuple[BottomLine, list[Statement]]:
    """The conclusion in codes, and the statements that say it."""
    benefit = _domain(desk, "benefit")
    # What a drug does to another disease says nothing about this one.
    disease = [
        b
        for b in _domain(desk, "disease")
        if b.verdict.directness not in ("other-condition", "class")
    ]
    harm = _domain(desk, "harm")
    if desk.question.kind == "drug":
        said, lead = _one_drug(desk, benefit, disease)
    else:
        said, lead = _many_agents(desk, benefit)
    taken, harms = taken_together(desk)[:_MOST_TAKEN], _harm(desk)
    if desk.question.aspect == "safety":
        # Who asks whether it is safe reads first what can harm.
        said = [*taken, *harms, *_guidance(desk), *said]
    else:
        said = [*said, *taken, *harms, *_guidance(desk)]
    said.append(
        desk.compute("disclaimer", (), Computed(verdict="disclaimer"), directness="computed")
    )
    if desk.question.kind != "drug":
        word = "by-agent"
        return BottomLine(benefit=word, harm=word, disease=word, certainty=None), said
    return (
        BottomLine(
            benefit=_code(lead),
            harm=_harm_code(desk, harm),
            disease=_code(disease[0] if disease else None),
            certainty=lead.certainty if lead else None,
        ),
        said,
    )


def _harm_code(desk: Desk, harm: list[Body]) -> str:
    direct = [b.verdict.verdict for b in harm if b.verdict.directness == "direct"]
    if direct:
        return "worse" if "worse" in direct else direct[0]
    if harm:
        return "indirect-only"
    return "described" if desk.of("adverse-effect") else "nothing"


def _code(body: Body | None) -> str:
    if body is None:
        return "nothing"
    return body.verdict.verdict if body.verdict.directness == "direct" else "indirect-only"


def _one_drug(
    desk: Desk, benefit: list[Body], disease: list[Body]
) -> tuple[list[Statement], Body | None]:
    said: list[Statement] = []
    spoken = _leading(benefit)
    if not any(b.verdict.directness == "direct" for b in benefit):
        said.append(_no_direct(desk, "benefit", benefit))
    said += [verdict_statement(desk, b, "bottom-benefit") for b in spoken]
    asked = disease or _has_disease_outcomes(desk)
    if asked and not any(b.verdict.directness == "direct" for b in disease):
        said.append(_no_direct(desk, "disease", disease))
    said += [verdict_statement(desk, b, "bottom-disease") for b in disease[:1]]
    return said, spoken[0] if spoken else None


def _has_disease_outcomes(desk: Desk) -> bool:
    """Whether the condition counts survival, tumour or fibrosis among its outcomes."""
    return any(
        outcome_term(desk.knowledge, o).domain == "disease"
        for o in hierarchy(desk.knowledge, desk.question.condition)
    )


def _leading(held: list[Body]) -> list[Body]:
    """The lead body and up to two more outcome families at the same directness."""
    if not held:
        return []
    nearest = [b for b in held if b.verdict.directness == held[0].verdict.directness]
    others: dict[str, Body] = {}
    for body in nearest:
        others.setdefault(body.verdict.family, body)
    return list(others.values())[:_MOST_FAMILIES]


def _many_agents(desk: Desk, benefit: list[Body]) -> tuple[list[Statement], Body | None]:
    """For a class or topic: the condition's burden, then one conclusion an agent, direct only."""
    here = [f for f in desk.of("occurrence") if f.owner == desk.question.condition]
    said = desk.each("occurrence", here)[:_MOST_FAMILIES] if desk.question.kind == "topic" else []
    first: dict[str, Body] = {}
    for body in benefit:
        if body.verdict.directness == "direct":
            first.setdefault(body.verdict.agent, body)
    told = list(first.values())[:_MOST_AGENTS]
    said += [verdict_statement(desk, b, "bottom-benefit") for b in told]
    more = [b for b in first.values() if b not in told]
    if more:
        said.append(
            desk.compute(
                "more-agents",
                [b.verdict.lead.finding for b in more],
                Computed(
                    verdict="more",
                    condition=desk.question.condition,
                    items=tuple(b.verdict.agent for b in more),
                ),
                directness="computed",
            )
        )
    without = tuple(d for d in desk.question.drugs if d not in first)
    if without:
        said.append(
            desk.compute(
                "no-direct-agents",
                (),
                Computed(verdict="none", condition=desk.question.condition, items=without),
                directness="computed",
            )
        )
    return said, told[0] if told else None


def _no_direct(desk: Desk, domain: str, held: list[Body]) -> Statement:
    findings = [b.verdict.lead.finding for b in held[:3]]
    nearest = held[0].verdict.directness if held else "nothing"
    compared = any(
        f.directness == "direct"
        and isinstance(f.fact, Result)
        and outcome_term(desk.knowledge, f.fact.outcome).domain == domain
        for f in desk.of("result")
    )
    return desk.compute(
        "no-direct",
        findings,
        Computed(
            verdict=nearest,
            condition=desk.question.condition,
            agent=desk.question.drug or desk.question.drug_class,
            words=(domain, "compared" if compared else ""),
        ),
        directness="computed",
    )


def _harm(desk: Desk) -> list[Statement]:
    """Boxed warnings; harms of the condition's organ; then the measured harms that weigh most."""
    said = desk.merged("boxed-warnings", desk.of("boxed-warning"), same_box)
    if desk.question.kind != "drug":
        return said
    organ = desk.knowledge.conditions[desk.question.condition].organ
    if organ:
        effects = desk.knowledge.vocabulary["effects"]
        concerned = [
            f
            for f in desk.of("adverse-effect")
            if f.owner in desk.question.drugs and effects[f.fact.effect].family == organ
        ]
        said += desk.grouped("adverse-effects", concerned, lambda a: None)[:_MOST_ORGAN_HARMS]
    bodies = [
        b for b in _domain(desk, "harm") if b.verdict.directness in ("direct", "near-condition")
    ]
    worse = [b for b in bodies if b.verdict.verdict == "worse"]
    grave = [b for b in bodies if _grave(desk, b) and b not in worse]
    told = sorted(worse, key=lambda b: not _grave(desk, b)) or grave
    return said + [verdict_statement(desk, b, "bottom-harm") for b in told[:_MOST_HARMS]]


def _grave(desk: Desk, body: Body) -> bool:
    """Whether the vocabulary ranks the harm among the grave ones."""
    outcome = body.verdict.lead.finding.fact.outcome
    for name in ("effects", "outcomes"):
        term = desk.knowledge.vocabulary[name].get(outcome)
        if term is not None:
            return term.rank == 1
    return False


def _guidance(desk: Desk) -> list[Statement]:
    """Nearest guidance on the drug and the strictest organ guidance; for a topic, what guidance
    forbids or limits in the condition and in the organ disease beneath it."""
    held = [
        f
        for f in nearest_first(desk.of("recommendation"))
        if f.directness in ("direct", "near-condition")
    ]
    if desk.question.kind == "topic":
        return desk.each("recommendation", _limits(desk, held))
    own = [f for f in held if f.fact.agent in desk.own]
    nearest = [f for f in own if f.directness == own[0].directness] if own else []
    said = desk.each("recommendation", nearest[:_MOST_GUIDANCE])
    if desk.question.kind == "drug":
        organ = desk.knowledge.conditions[desk.question.condition].organ
        for name in ("liver", "kidney"):
            strict = strictest(desk, name)
            if strict is not None and (name == organ or _rank(desk, strict) >= _FORBIDS):
                said.append(desk.say("organ-guidance", (strict,)))
    return said


def _rank(desk: Desk, finding: Finding) -> int:
    return desk.knowledge.term("actions", finding.fact.action).rank or 0


def _limits(desk: Desk, held: list[Finding]) -> list[Finding]:
    """One recommendation an agent: the strictest that advises against, in the condition itself
    or in a near one that impairs an organ."""
    chosen: dict[str, Finding] = {}
    for finding in held:
        condition = desk.knowledge.conditions.get(finding.fact.condition)
        impairs = condition is not None and condition.organ is not None
        if _rank(desk, finding) < _FORBIDS or not (finding.directness == "direct" or impairs):
            continue
        known = chosen.get(finding.fact.agent)
        if known is None or _rank(desk, finding) > _rank(desk, known):
            chosen[finding.fact.agent] = finding
    told = list(chosen.values())[:_MOST_LIMITS]
    # Guidance that conflicts stands side by side: a ban is never shown without its opposite.
    for finding in list(told):
        milder = min(
            (f for f in held if f.fact.agent == finding.fact.agent),
            key=lambda f: _rank(desk, f),
        )
        if _rank(desk, milder) < _FORBIDS:
            told.insert(told.index(finding) + 1, milder)
    return told


def strictest(desk: Desk, organ: str) -> Finding | None:
    """The organ guidance with the strongest warning; the first of equals."""
    held = [f for f in desk.of("organ-guidance", organ=organ) if isinstance(f.fact, OrganGuidance)]
    return max(held, key=lambda f: _rank(desk, f), default=None)
