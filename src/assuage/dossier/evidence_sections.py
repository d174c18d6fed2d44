"""Sections on evidence: rationale, benefit, effect on the disease, populations."""

from assuage.dossier.desk import Desk, nearest_first
from assuage.dossier.drug_sections import same_link
from assuage.dossier.pictures import benefit_harm, forest
from assuage.synthesis.bodies import Body
from assuage.synthesis.signals import drug_arm, outcome_term, result_signal
from assuage.synthesis.verdict import DISSENT_SHARE
from assuage.terms.finding import Finding
from assuage.terms.statement import Cell, Computed, Figure, Row, Statement, Table
from assuage.terms.study import Conclusion, Result, Study

_FEWEST_TO_SPREAD = 2
_MOST_FAR_BODIES = 6
"""Conclusions on indirect bodies that get a sentence; the table holds every result."""

SPOKEN = ("direct", "other-route", "near-condition", "preclinical", "spontaneous-report")
"""Results of these kinds get a sentence each; other diseases and class members stand in the table."""

RESULT_COLUMNS = (
    ("study", "text"),
    ("design", "term"),
    ("n", "number"),
    ("outcome", "term"),
    ("comparison", "text"),
    ("effect", "interval"),
    ("reads-as", "term"),
    ("directness", "directness"),
)


def verdict_statement(desk: Desk, body: Body, kind: str = "verdict") -> Statement:
    """The computed conclusion on one body, with its certainty and reasons."""
    verdict = body.verdict
    result = verdict.lead.result
    agreeing = tuple(
        s
        for s in verdict.body
        if s is not verdict.lead
        and s.level.tier == verdict.lead.level.tier
        and s.signal == verdict.lead.signal
        and s.n >= DISSENT_SHARE * verdict.lead.n > 0
    )
    findings = [
        verdict.lead.finding,
        *(s.finding for s in verdict.dissent),
        *(s.finding for s in agreeing),
    ]
    spread = _spread(body) if body.domain == "harm" and verdict.verdict == "inconclusive" else ()
    if spread:
        findings = [s.finding for s in verdict.body]
    return desk.compute(
        kind,
        findings,
        Computed(
            verdict=verdict.verdict,
            agent=verdict.agent,
            condition=desk.question.condition,
            outcome=result.outcome if result else verdict.lead.finding.fact.outcome,
            items=tuple(s.study.id for s in verdict.dissent),
            agreeing=tuple(s.study.id for s in agreeing),
            numbers=(verdict.lead.n, len(verdict.body)),
            steps=body.steps,
            words=(body.domain, *spread),
        ),
        certainty=body.certainty,
        directness=label_of(desk, body),
    )


def label_of(desk: Desk, body: Body) -> str:
    """The directness of a body as this dossier shows it: of another agent where it is not ours."""
    label = body.verdict.directness
    foreign = desk.question.kind != "topic" and body.verdict.agent not in desk.own
    return "other-agent" if foreign and label == "direct" else label


def _spread(body: Body) -> tuple[str, ...]:
    """Lowest and highest printed percentage of a harm that was counted and not compared."""
    printed = [
        value.percent
        for signal in body.verdict.body
        if signal.result is not None and signal.result.versus is None
        for value in signal.result.values
        if value.percent is not None and value.arm == signal.result.arm
    ]
    if len(printed) < _FEWEST_TO_SPREAD:
        return ()
    ordered = sorted(printed, key=float)
    return (str(ordered[0]), str(ordered[-1]))


def domain_findings(desk: Desk, *domains: str) -> list[Finding]:
    """Results and conclusions whose outcome belongs to the domains, nearest first."""
    return nearest_first(
        f
        for f in desk.of("result", "conclusion")
        if isinstance(f.fact, Result | Conclusion)
        and outcome_term(desk.knowledge, f.fact.outcome).domain in domains
    )


def spoken(desk: Desk, findings: list[Finding]) -> list[Statement]:
    """A sentence for each result near enough to the question."""
    near = SPOKEN if desk.question.kind == "drug" else ("direct", "preclinical")
    return [
        desk.say(f.kind, (f,), certainty=getattr(f.fact, "grade", None))
        for f in findings
        if not _says_nothing(f) and (f.directness in near or _around(desk, f))
    ]


def _around(desk: Desk, finding: Finding) -> bool:
    """On a topic: a study of the very condition that is near only for the procedure around it."""
    entry = finding.entry
    return (
        desk.question.kind == "topic"
        and finding.directness == "near-condition"
        and isinstance(entry, Study)
        and desk.question.condition in entry.conditions
    )


def _says_nothing(finding: Finding) -> bool:
    """A result that names an outcome and prints neither a comparison nor a number."""
    fact = finding.fact
    return isinstance(fact, Result) and fact.versus is None and not (fact.effect or fact.values)


def result_table(desk: Desk, table_id: str, findings: list[Finding]) -> list[Table]:
    """All results of a domain as one table, or none."""
    rows = []
    for finding in findings:
        fact, study = finding.fact, finding.entry
        if not isinstance(fact, Result) or not isinstance(study, Study):
            continue
        desk.used[finding.id] = finding
        arm, turned = drug_arm(study, fact)
        term = outcome_term(desk.knowledge, fact.outcome)
        signal = result_signal(fact, term, turned and arm is not None and arm.agent is not None)
        rows.append(
            Row(
                cells=(
                    Cell(text=study.id, vocabulary="study"),
                    Cell(text=study.design, vocabulary="designs"),
                    Cell(text=str(fact.n or study.population.n or "")),
                    Cell(text=fact.outcome, vocabulary="outcome"),
                    Cell(text=finding.id, vocabulary="comparison"),
                    Cell(text=finding.id, vocabulary="effect"),
                    Cell(text=signal, vocabulary="signal"),
                    Cell(text=finding.directness, vocabulary="directness"),
                ),
                findings=(finding.id,),
                sources=(finding.source,) if finding.source else (),
            )
        )
    return [Table(id=table_id, columns=RESULT_COLUMNS, rows=tuple(rows))] if rows else []


def rationale(desk: Desk) -> list[Statement]:
    """Why one might think of it: links in this condition, properties, class evidence."""
    said = [
        s
        for s in desk.merged("link", desk.of("link"), same_link)
        if desk.used[s.findings[0]].directness in ("direct", "near-condition")
    ]
    said += [
        verdict_statement(desk, b)
        for b in desk.bodies
        if b.domain == "benefit" and b.verdict.directness in ("class", "other-condition")
    ]
    said += desk.each(
        "occurrence",
        [f for f in desk.of("occurrence") if f.owner == desk.question.condition]
        if desk.question.kind != "topic"
        else [],
    )
    said += desk.grouped(
        "treatments",
        (f for f in desk.of("treatment") if f.fact.agent in desk.question.drugs),
        lambda t: t.role,
    )
    return said


def benefit(desk: Desk) -> tuple[list[Statement], list[Table], list[Figure]]:
    """Conclusions by body, guidance, each result, the table of all, and the plots."""
    bodies = [b for b in desk.bodies if b.domain == "benefit" and b.verdict.directness in SPOKEN]
    far = [b for b in bodies if b.verdict.directness != "direct"]
    said = [verdict_statement(desk, b) for b in bodies if b not in far[_MOST_FAR_BODIES:]]
    guidance = [
        f
        for f in nearest_first(desk.of("recommendation"))
        if f.directness in SPOKEN and (desk.question.kind == "topic" or f.fact.agent in desk.own)
    ]
    said += desk.each("recommendation", guidance)
    findings = domain_findings(desk, "benefit")
    said += spoken(desk, findings)
    held = nearest_first(desk.of("importance"))
    nearest = [f for f in held if f.directness == held[0].directness]
    said += desk.each("importance", nearest) if findings else []
    figures = [*forest(desk, findings, "benefit"), *benefit_harm(desk)]
    return said, result_table(desk, "benefit-results", findings), figures


def disease_effect(desk: Desk) -> tuple[list[Statement], list[Table], list[Figure]]:
    """Survival, tumour, fibrosis: direct and preclinical apart."""
    said = [
        verdict_statement(desk, b)
        for b in desk.bodies
        if b.domain == "disease" and b.verdict.directness in SPOKEN
    ]
    findings = [
        f
        for f in domain_findings(desk, "disease")
        if f.directness not in ("other-condition", "class")
    ]
    said += spoken(desk, findings)
    return (
        said,
        result_table(desk, "disease-results", findings),
        forest(desk, findings, "disease"),
    )


def populations(desk: Desk) -> list[Statement]:
    """What is known apart for ages, Child-Pugh classes, origins and other features."""
    said = []
    for finding in nearest_first(desk.of("result", "recommendation", "dose", "pharmacokinetic")):
        fact = finding.fact
        if (getattr(fact, "subgroup", None) or getattr(fact, "population", None)) and (
            finding.directness in (*SPOKEN, "general")
        ):
            said.append(desk.say(finding.kind, (finding,)))
    said += desk.each("occurrence", [f for f in desk.of("occurrence") if f.fact.population])
    return said
