"""Sections on harm: in general, and in this condition."""

from assuage.dossier.desk import Desk, nearest_first
from assuage.dossier.evidence_sections import (
    SPOKEN,
    domain_findings,
    result_table,
    spoken,
    verdict_statement,
)
from assuage.dossier.pictures import forest
from assuage.terms.finding import Finding
from assuage.terms.statement import Figure, Statement, Table


def same_box(finding: Finding) -> tuple[object, ...]:
    """Boxed warnings of one drug, region and route are one statement."""
    return (finding.owner, finding.fact.region, finding.fact.route)


def _here(desk: Desk, finding: Finding) -> bool:
    """Whether a general fact of the drug concerns the asked condition or its organ."""
    fact = finding.fact
    if getattr(fact, "context", None) == desk.question.condition:
        return True
    organ = desk.knowledge.conditions[desk.question.condition].organ
    if organ is None:
        return False
    for field, vocabulary in (("effect", "effects"), ("risk", "effects"), ("state", "states")):
        value = getattr(fact, field, None)
        if isinstance(value, str):
            term = desk.knowledge.vocabulary[vocabulary].get(value)
            if term is not None and term.family == organ:
                return True
    return False


def _adverse(desk: Desk, findings: list[Finding]) -> list[Statement]:
    return desk.grouped(
        "adverse-effects", findings, lambda a: (a.frequency, a.route, a.context, a.timing)
    )


def safety_general(desk: Desk) -> tuple[list[Statement], list[Table]]:
    """Boxed warnings, contraindications, adverse effects, and harms measured elsewhere."""
    said = desk.merged("boxed-warnings", desk.of("boxed-warning"), same_box)
    said += desk.grouped(
        "contraindications",
        [f for f in desk.of("contraindication") if f.owner in desk.question.drugs],
        lambda c: (c.level, c.region, c.route),
    )
    said += _adverse(desk, [f for f in desk.of("adverse-effect") if f.owner in desk.question.drugs])
    said += desk.grouped("properties", desk.of("property"), lambda p: None)
    elsewhere = [f for f in domain_findings(desk, "harm") if f.directness not in SPOKEN]
    said += [desk.say(f.kind, (f,)) for f in elsewhere if f.directness == "other-condition"]
    return said, result_table(desk, "harm-results", elsewhere)


def safety_in_condition(desk: Desk) -> tuple[list[Statement], list[Table], list[Figure]]:
    """Harms measured in this condition or near it, and general harms that concern its organ."""
    said = [
        verdict_statement(desk, b)
        for b in desk.bodies
        if b.domain == "harm" and b.verdict.directness in SPOKEN
    ]
    findings = [f for f in domain_findings(desk, "harm") if f.directness in SPOKEN]
    said += spoken(desk, findings)
    concerned = [
        f
        for f in nearest_first(desk.of("adverse-effect", "boxed-warning", "contraindication"))
        if f.owner in desk.question.drugs and _here(desk, f)
    ]
    said += _adverse(desk, [f for f in concerned if f.kind == "adverse-effect"])
    said += desk.merged(
        "boxed-warnings", [f for f in concerned if f.kind == "boxed-warning"], same_box
    )
    said += desk.grouped(
        "contraindications",
        [f for f in concerned if f.kind == "contraindication"],
        lambda c: (c.level, c.region, c.route),
    )
    return (
        said,
        result_table(desk, "harm-in-condition-results", findings),
        forest(desk, findings, "harm"),
    )
