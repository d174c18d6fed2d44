"""Section on interactions: with what the person takes, with the condition's usual treatments, with all."""

from collections.abc import Iterable
from typing import Any

from assuage.appraisal.gather import finding_of
from assuage.dossier.desk import Desk
from assuage.terms.drug import Interaction
from assuage.terms.finding import Finding
from assuage.terms.statement import Cell, Computed, Row, Statement, Table


def usual_treatments(desk: Desk) -> list[Finding]:
    """Usual treatments of the asked condition; where it lists none, of its broader ones, else of
    the narrower ones."""
    asked, conditions = desk.question.condition, desk.knowledge.conditions
    held = desk.of("treatment")
    narrower = [key for key, c in conditions.items() if asked in c.broader]
    owners = (asked, *conditions[asked].broader, *narrower)
    for owner in owners:
        own = {f.fact.agent: f for f in reversed(held) if f.owner == owner}
        if own:
            return [f for f in held if own.get(f.fact.agent) is f]
    return []


def _groups_of(desk: Desk, agent: str) -> set[str]:
    """The agent and every class that holds it."""
    return {agent} | {k for k, g in desk.knowledge.classes.items() if agent in g.members}


def interactions(desk: Desk) -> tuple[list[Statement], list[Table]]:
    """With what the person takes, then the condition's usual treatments, then all others."""
    said = taken_together(desk)
    treatments = usual_treatments(desk)
    concerned = {g for f in treatments for g in _groups_of(desk, f.fact.agent)}
    own = list(desk.of("interaction"))
    first = [f for f in own if f.fact.other in concerned]
    said += desk.each("interaction", first)
    for treatment in treatments:
        agent = treatment.fact.agent
        if agent in desk.knowledge.drugs and agent not in desk.question.drugs:
            said += _shared(desk, agent, treatment)
    said += desk.each("interaction", [f for f in own if f not in first])
    return said, _ratios(own)


def taken_together(desk: Desk) -> list[Statement]:
    """The asked drug beside each drug that the person is said to take, from both drugs' facts."""
    said: list[Statement] = []
    for agent in desk.question.together_with:
        theirs = _groups_of(desk, agent)
        said += desk.each(
            "interaction", [f for f in desk.of("interaction") if f.fact.other in theirs]
        )
        for drug in desk.question.drugs:
            ours = _groups_of(desk, drug)
            said += desk.each(
                "interaction",
                _of_other(
                    desk,
                    agent,
                    (f for f in desk.knowledge.drugs[agent].interactions if f.other in ours),
                ),
            )
        said += _shared(desk, agent, None)
    return said


def _of_other(desk: Desk, agent: str, facts: Iterable[Any]) -> list[Finding]:
    """Findings from the file of a drug that is not the asked one."""
    found = (finding_of(desk.knowledge, agent, fact, "general") for fact in facts)
    return [f for f in found if f is not None]


def _shared(desk: Desk, agent: str, treatment: Finding | None) -> list[Statement]:
    """Properties that the drug has in common with another; ``treatment`` says where it is usual."""
    properties = desk.knowledge.drugs[agent].properties
    theirs = {f.fact.property: f for f in _of_other(desk, agent, properties)}
    said = []
    for drug in desk.question.drugs:
        common = [f for f in desk.of("property") if f.owner == drug and f.fact.property in theirs]
        if not common:
            continue
        names = tuple(dict.fromkeys(f.fact.property for f in common))
        behind = [*common, *(theirs[name] for name in names)]
        if treatment:
            behind.append(treatment)
        said.append(
            desk.compute(
                "shared-property" if treatment else "shared-with",
                behind,
                Computed(
                    verdict="shared-property",
                    agent=drug,
                    condition=desk.question.condition,
                    items=(agent, *names),
                ),
                directness="general",
            )
        )
    return said


def _ratios(own: list[Finding]) -> list[Table]:
    rows = tuple(
        Row(
            cells=(
                Cell(text=f.owner, vocabulary="agent"),
                Cell(text=f.fact.other, vocabulary="agent"),
                Cell(text=f.fact.kind, vocabulary="interactions"),
                Cell(text=f.fact.route or "", vocabulary="routes"),
                Cell(text=str(f.fact.auc_ratio or "")),
                Cell(text=", ".join(str(x) for x in f.fact.auc_ratio_interval or ())),
                Cell(text=str(f.fact.cmax_ratio or "")),
            ),
            findings=(f.id,),
            sources=(f.source,) if f.source else (),
        )
        for f in own
        if isinstance(f.fact, Interaction) and f.fact.auc_ratio
    )
    columns = (
        ("drug", "term"),
        ("other", "term"),
        ("kind", "term"),
        ("route", "term"),
        ("auc-ratio", "number"),
        ("interval", "interval"),
        ("cmax-ratio", "number"),
    )
    return [Table(id="interaction-ratios", columns=columns, rows=rows)] if rows else []
