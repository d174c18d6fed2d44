"""The bodies of evidence of a question: one an agent, outcome family and directness, each decided."""

from dataclasses import dataclass

from assuage.knowledge.shelves import Knowledge
from assuage.synthesis.certainty import certainty
from assuage.synthesis.signals import Signal, family_of, outcome_term, signals
from assuage.synthesis.verdict import Verdict, decide
from assuage.terms.finding import DIRECTNESS, Finding
from assuage.terms.statement import Step


@dataclass(frozen=True)
class Body:
    """A decided body of evidence."""

    domain: str
    verdict: Verdict
    certainty: str
    steps: tuple[Step, ...]


def hierarchy(knowledge: Knowledge, condition: str) -> tuple[str, ...]:
    """Outcomes in the order in which they matter: the condition's own, then its broader ones'."""
    order: list[str] = []
    pending, seen = [condition], set[str]()
    while pending:
        entry = knowledge.conditions.get(pending.pop(0))
        if entry is None or entry.id in seen:
            continue
        seen.add(entry.id)
        order.extend(o for o in (*entry.critical, *entry.important) if o not in order)
        pending.extend(entry.broader)
    return tuple(order)


def bodies(
    findings: tuple[Finding, ...], knowledge: Knowledge, condition: str, agents: tuple[str, ...]
) -> tuple[Body, ...]:
    """Every body, by domain, then the outcome's place in the hierarchy, then directness."""
    order = hierarchy(knowledge, condition)
    family_rank: dict[str, int] = {}
    for position, outcome in enumerate(order):
        family_rank.setdefault(family_of(outcome_term(knowledge, outcome)), position)
    importance = tuple(f for f in findings if f.kind == "importance")
    grouped: dict[tuple[str, str, str, str], list[Signal]] = {}
    for signal in signals(findings, knowledge, order):
        if agents and signal.agent not in agents:
            continue
        key = (signal.domain, signal.family, signal.finding.directness, signal.agent)
        grouped.setdefault(key, []).append(signal)
    decided: list[Body] = []
    for (domain, _, _, _), held in grouped.items():
        verdict = decide(tuple(held), importance)
        if verdict is not None:
            level, steps = certainty(verdict, knowledge)
            decided.append(Body(domain, verdict, level, steps))
    return tuple(
        sorted(
            decided,
            key=lambda b: (
                b.domain,
                DIRECTNESS.index(b.verdict.directness),
                family_rank.get(b.verdict.family, len(order)),
                b.verdict.lead.level.tier,
                -b.verdict.lead.n,
                b.verdict.family,
                b.verdict.agent,
            ),
        )
    )
