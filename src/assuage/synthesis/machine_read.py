"""What a machine read in a library for one question: its findings and bodies, beside the curated ones.

It never enters a curated body or the bottom line. Its certainty is that of the same rules, one
level lower: a stated penalty for words that no person has checked (our own convention).
"""

from dataclasses import dataclass, field, replace

from assuage.knowledge.shelves import Knowledge
from assuage.synthesis.bodies import Body, bodies
from assuage.synthesis.certainty import LEVELS
from assuage.terms.evidence import Disagreement, LeftOut
from assuage.terms.finding import Finding
from assuage.terms.source import Source
from assuage.terms.statement import Step

PENALTY = -1
"""Levels of certainty that machine reading costs. Ours: on abstracts that were read blind about one
item in four is wrong (``evaluation/reading.py``)."""


@dataclass(frozen=True)
class MachineRead:
    """``matched`` works answered the search of ``query``, ``looked_at`` of them were read,
    ``concerned`` say something of the question. ``compared`` curated studies were read too."""

    query: str
    matched: int
    looked_at: int
    concerned: int
    compared: int
    findings: tuple[Finding, ...] = ()
    """Results of studies and register entries."""
    registered: tuple[Finding, ...] = ()
    """Register entries as trials; the quote is why one was stopped."""
    of_labels: tuple[Finding, ...] = ()
    """What labels of the asked drugs say: harms, organ function, interactions."""
    bodies: tuple[Body, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()


def machine_bodies(
    findings: tuple[Finding, ...], knowledge: Knowledge, condition: str, agents: tuple[str, ...]
) -> tuple[Body, ...]:
    """The bodies of machine-read findings, each one level lower, with that step among its reasons."""
    return tuple(_lowered(b) for b in bodies(findings, knowledge, condition, agents))


def _lowered(body: Body) -> Body:
    level = max(0, LEVELS.index(body.certainty) + PENALTY)
    step = Step(domain="machine-reading", change=PENALTY, reason="unchecked")
    return replace(body, certainty=LEVELS[level], steps=(*body.steps, step))
