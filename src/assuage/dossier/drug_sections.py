"""Sections on the drug itself: identity, mechanism, regulatory status."""

from assuage.dossier.desk import Desk, nearest_first
from assuage.terms.finding import Finding
from assuage.terms.mechanism import Link
from assuage.terms.statement import Computed, Edge, Figure, Statement

STAGES = ("tumour", "mediator", "nociceptor", "nerve", "spinal", "brain", "perception")


def identity(desk: Desk) -> list[Statement]:
    """Names, class and identifiers of each drug; for a topic, of the condition."""
    said: list[Statement] = []
    for drug in desk.question.drugs:
        held = tuple(f for f in desk.of("identifier") if f.owner == drug)
        entry = desk.knowledge.drugs[drug]
        classes = tuple(
            key for key, group in desk.knowledge.classes.items() if drug in group.members
        )
        statement = desk.say("identity", held, extra_sources=(entry.names.zh_source,))
        said.append(
            Statement(
                id="",
                kind="identity",
                findings=statement.findings,
                sources=statement.sources,
                directness="general",
                computed=Computed(verdict="identity", agent=drug, items=classes),
            )
        )
    if desk.question.kind == "topic":
        condition = desk.knowledge.conditions[desk.question.condition]
        said.append(
            Statement(
                id="",
                kind="condition-identity",
                findings=(),
                sources=(condition.names.zh_source,),
                directness="general",
                computed=Computed(
                    verdict="identity", condition=condition.id, items=condition.broader
                ),
            )
        )
        said += desk.each("occurrence", nearest_first(desk.of("occurrence")))
        said += desk.merged(
            "treatments",
            nearest_first(desk.of("treatment")),
            same_role,
        )
    return said


def mechanism(desk: Desk) -> tuple[list[Statement], list[Figure]]:
    """Targets and actions, then mechanism links; drawn as a map where there are links."""
    said = desk.grouped("drug-actions", desk.of("drug-action"), lambda a: None)
    links = nearest_first(desk.of("link"))
    said += desk.merged("link", links, same_link)
    return said, mechanism_map(links)


def same_link(finding: Finding) -> tuple[object, ...]:
    """What two links must share to be one statement."""
    link = finding.fact
    return (link.subject, link.relation, link.object, link.basis, link.species, link.tissue)


def same_role(finding: Finding) -> tuple[object, ...]:
    """Treatments of one condition in one role are one statement, a combination by itself."""
    fact = finding.fact
    together = frozenset((fact.agent, *fact.together_with)) if fact.together_with else None
    return (finding.owner, fact.role, together)


def mechanism_map(links: list[Finding]) -> list[Figure]:
    """The links as a figure, or none."""
    edges = tuple(
        Edge(
            finding=f.id,
            source=f.source or "",
            subject=f.fact.subject,
            relation=f.fact.relation,
            object=f.fact.object,
            basis=f.fact.basis,
        )
        for f in links
        if isinstance(f.fact, Link)
    )
    return [Figure(id="mechanism-map", kind="mechanism-map", edges=edges)] if edges else []


def regulatory(desk: Desk) -> list[Statement]:
    """Status by region; a region that was not checked says so."""
    checked = [f for f in desk.of("regulatory") if f.source]
    said = desk.grouped("regulatory", checked, lambda r: (r.region, r.status, r.route))
    for finding in desk.of("regulatory", status="not-checked"):
        said.append(
            desk.compute(
                "not-checked",
                (finding,),
                Computed(verdict="not-checked", agent=finding.owner, items=(finding.fact.region,)),
                directness="general",
            )
        )
    return said
