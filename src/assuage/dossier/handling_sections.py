"""Sections on handling: organ function and dose, monitoring, device, procedures, alternatives."""

from assuage.dossier.desk import Desk, nearest_first
from assuage.dossier.evidence_sections import domain_findings, label_of, verdict_statement
from assuage.terms.drug import OrganGuidance
from assuage.terms.finding import Finding
from assuage.terms.statement import Cell, Computed, Row, Statement, Table


def _organ_recommendations(desk: Desk) -> list[Finding]:
    """What guidance on any condition says of the drug in liver or kidney impairment."""
    features, conditions = desk.knowledge.vocabulary["features"], desk.knowledge.conditions
    held = []
    for finding in nearest_first(desk.of("recommendation")):
        fact = finding.fact
        population = features.get(fact.population or "")
        where = conditions.get(fact.condition)
        if fact.agent in desk.own and (
            (population is not None and population.family in ("liver", "kidney"))
            or (where is not None and where.organ is not None)
        ):
            held.append(finding)
    return held


def organ_function(desk: Desk) -> tuple[list[Statement], list[Table]]:
    """Guidance by organ and grade, side by side; then kinetics, elimination and stated doses."""
    organ = desk.knowledge.conditions[desk.question.condition].organ
    guidance = sorted(
        desk.of("organ-guidance"),
        key=lambda f: (f.owner, f.fact.organ != (organ or "liver"), f.fact.organ),
    )
    said = desk.each("organ-guidance", guidance)
    said += desk.each("recommendation", _organ_recommendations(desk))
    said += desk.grouped("elimination", desk.of("elimination"), lambda e: e.role)
    said += desk.grouped(
        "pharmacokinetics",
        desk.of("pharmacokinetic"),
        lambda p: (p.route, p.population, p.condition, p.moiety),
    )
    said += desk.grouped(
        "doses",
        [
            f
            for f in desk.of("dose")
            if f.owner in desk.question.drugs and desk.question.route in (None, f.fact.route)
        ],
        lambda d: (d.use, d.route, d.population, d.drug),
    )
    said += [desk.say(f.kind, (f,)) for f in domain_findings(desk, "pharmacology")]
    rows = tuple(
        Row(
            cells=(
                Cell(text=f.owner, vocabulary="agent"),
                Cell(text=f.fact.organ, vocabulary="organ"),
                Cell(text=f.id, vocabulary="grade"),
                Cell(text=f.fact.region or "", vocabulary="regions"),
                Cell(text=f.fact.action, vocabulary="actions"),
                Cell(text=f.id, vocabulary="organ-dose"),
            ),
            findings=(f.id,),
            sources=(f.source,) if f.source else (),
        )
        for f in guidance
        if isinstance(f.fact, OrganGuidance)
    )
    columns = (
        ("drug", "term"),
        ("organ", "term"),
        ("grade", "term"),
        ("region", "term"),
        ("says", "term"),
        ("dose", "text"),
    )
    return said, [Table(id="organ-guidance", columns=columns, rows=rows)] if rows else []


def monitoring(desk: Desk) -> list[Statement]:
    """What sources say to watch."""
    return desk.grouped("monitoring", desk.of("monitoring"), lambda m: (m.when, m.harm))


def device_and_route(desk: Desk) -> tuple[list[Statement], list[Table]]:
    """The device through which the drug can be given: doses, numbers, complications, rescue."""
    devices = [
        key
        for key, device in desk.knowledge.devices.items()
        if set(device.drugs) & set(desk.question.drugs)
        and desk.question.route in (None, device.route)
    ]
    said: list[Statement] = []
    owned = [
        f
        for f in desk.findings
        if f.owner in devices and getattr(f.fact, "drug", None) in (None, *desk.question.drugs)
    ]
    said += desk.grouped(
        "doses",
        [f for f in owned if f.kind == "dose"],
        lambda d: (d.use, d.route, d.population, d.drug),
    )
    said += desk.grouped(
        "specifications", [f for f in owned if f.kind == "specification"], lambda s: None
    )
    said += desk.grouped(
        "adverse-effects",
        [f for f in owned if f.kind == "adverse-effect"],
        lambda a: (a.frequency, a.route, a.context, a.timing),
    )
    said += desk.grouped(
        "contraindications",
        [f for f in owned if f.kind == "contraindication"],
        lambda c: (c.level, c.region, c.route),
    )
    said += desk.grouped(
        "monitoring", [f for f in owned if f.kind == "monitoring"], lambda m: (m.when, m.harm)
    )
    said += desk.grouped(
        "rescues", [f for f in owned if f.kind == "rescue"], lambda r: (r.harm, r.drug)
    )
    if not devices:
        routes = [f for f in desk.of("dose") if f.owner in desk.question.drugs]
        for drug in desk.question.drugs:
            held = [f for f in routes if f.owner == drug]
            if held:
                names = tuple(dict.fromkeys(f.fact.route for f in held))
                said.append(
                    desk.compute(
                        "routes",
                        held,
                        Computed(verdict="routes", agent=drug, items=names),
                        directness="general",
                    )
                )
    return said, []


def procedures(desk: Desk) -> list[Statement]:
    """Procedures in the condition: what studies of them show, and their own risks."""
    known = set(desk.knowledge.procedures)
    said = [
        verdict_statement(desk, b)
        for b in desk.elsewhere
        if b.verdict.agent in known and b.verdict.directness in ("direct", "near-condition")
    ]
    owned = [f for f in desk.findings if f.owner in known]
    said += desk.grouped(
        "adverse-effects",
        [f for f in owned if f.kind == "adverse-effect"],
        lambda a: (a.frequency, a.route, a.context, a.timing),
    )
    said += desk.grouped(
        "contraindications",
        [f for f in owned if f.kind == "contraindication"],
        lambda c: (c.level, c.region, c.route),
    )
    return said


def alternatives(desk: Desk) -> tuple[list[Statement], list[Table]]:
    """Other agents with evidence in the same condition, side by side, with what guidance says."""
    others = [
        b
        for b in desk.elsewhere
        if b.domain == "benefit"
        and b.verdict.directness in ("direct", "near-condition")
        and b.verdict.agent not in desk.own
        and b.verdict.agent not in desk.knowledge.procedures
    ]
    said = [verdict_statement(desk, b) for b in others if b.verdict.directness == "direct"]
    name = "agents-side-by-side" if desk.question.kind == "topic" else "alternatives"
    return said, side_by_side(desk, others, name)


def side_by_side(desk: Desk, bodies: list, table_id: str) -> list[Table]:  # type: ignore[type-arg]
    """Agents beside each other: outcome, conclusion, certainty, the leading study."""
    rows = []
    for body in bodies:
        lead = body.verdict.lead
        desk.used[lead.finding.id] = lead.finding
        rows.append(
            Row(
                cells=(
                    Cell(text=body.verdict.agent, vocabulary="agent"),
                    Cell(text=lead.finding.fact.outcome, vocabulary="outcome"),
                    Cell(text=body.verdict.verdict, vocabulary="verdict"),
                    Cell(text=body.certainty, vocabulary="certainty"),
                    Cell(text=lead.study.id, vocabulary="study"),
                    Cell(text=str(lead.n) if lead.n else ""),
                    Cell(text=lead.finding.id, vocabulary="effect"),
                    Cell(text=label_of(desk, body), vocabulary="directness"),
                ),
                findings=(lead.finding.id,),
                sources=(lead.finding.source,) if lead.finding.source else (),
            )
        )
    columns = (
        ("agent", "term"),
        ("outcome", "term"),
        ("conclusion", "term"),
        ("certainty", "term"),
        ("study", "text"),
        ("n", "number"),
        ("effect", "interval"),
        ("directness", "directness"),
    )
    return [Table(id=table_id, columns=columns, rows=tuple(rows))] if rows else []
