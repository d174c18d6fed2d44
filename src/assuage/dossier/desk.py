"""The desk at which sections are written: findings in, statements with their sources out."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from assuage.appraisal.directness import own_agents
from assuage.knowledge.shelves import Knowledge
from assuage.patient.personal import Personal
from assuage.synthesis.bodies import Body
from assuage.synthesis.machine_read import MachineRead
from assuage.terms.answer import LoggedSearch
from assuage.terms.finding import DIRECTNESS, Finding
from assuage.terms.question import Question
from assuage.terms.statement import Computed, Statement


class Desk:
    """What every section needs: the question, its findings, its bodies of evidence."""

    def __init__(
        self,
        knowledge: Knowledge,
        question: Question,
        findings: tuple[Finding, ...],
        bodies: tuple[Body, ...],
        elsewhere: tuple[Body, ...],
        searches: tuple[LoggedSearch, ...] = (),
        machine: MachineRead | None = None,
        person: Personal | None = None,
    ) -> None:
        self.knowledge = knowledge
        self.question = question
        self.findings = findings
        self.bodies = bodies
        self.elsewhere = elsewhere
        """Bodies of other agents in the same condition: the alternatives."""
        self.searches = searches
        """Searches of sources that were made for this question, from the library's log."""
        self.machine = machine
        """What a machine read in the library; None where no library was asked for."""
        self.person = person
        """The person whom the dossier is for; None for everybody."""
        self.own = own_agents(knowledge, question)
        """The asked drugs, and for a class the class and those within it."""
        self.used: dict[str, Finding] = {}

    def of(self, *kinds: str, **wanted: object) -> tuple[Finding, ...]:
        """Findings of the kinds whose facts have the wanted field values."""
        return tuple(
            f
            for f in self.findings
            if f.kind in kinds and all(getattr(f.fact, k, None) == v for k, v in wanted.items())
        )

    def say(
        self,
        kind: str,
        findings: Iterable[Finding],
        certainty: str | None = None,
        extra_sources: tuple[str, ...] = (),
    ) -> Statement:
        """A statement that reports findings as their sources have them."""
        held = tuple(findings)
        return self._statement(kind, held, certainty, None, extra_sources)

    def compute(
        self,
        kind: str,
        findings: Iterable[Finding],
        computed: Computed,
        certainty: str | None = None,
        directness: str | None = None,
    ) -> Statement:
        """A statement that Assuage computes from findings."""
        return self._statement(kind, tuple(findings), certainty, computed, (), directness)

    def _statement(
        self,
        kind: str,
        held: tuple[Finding, ...],
        certainty: str | None,
        computed: Computed | None,
        extra: tuple[str, ...],
        directness: str | None = None,
    ) -> Statement:
        for finding in held:
            self.used[finding.id] = finding
        sources = dict.fromkeys(f.source for f in held if f.source)
        sources.update(dict.fromkeys(extra))
        farthest = max((f.directness for f in held), key=DIRECTNESS.index, default="computed")
        return Statement(
            id="",
            kind=kind,
            findings=tuple(f.id for f in held),
            sources=tuple(sources),
            directness=directness or farthest,
            certainty=certainty,
            computed=computed,
        )

    def grouped(
        self, kind: str, findings: Iterable[Finding], key: Callable[[Any], Hashable]
    ) -> list[Statement]:
        """One statement for each group of findings that share owner, source, directness and key."""
        groups: dict[Hashable, list[Finding]] = {}
        for finding in findings:
            place = (finding.owner, finding.source, finding.directness, key(finding.fact))
            groups.setdefault(place, []).append(finding)
        return [self.say(kind, held) for held in groups.values()]

    def merged(
        self, kind: str, findings: Iterable[Finding], key: Callable[[Finding], Hashable]
    ) -> list[Statement]:
        """One statement for findings that say the same, with the sources of all."""
        groups: dict[Hashable, list[Finding]] = {}
        for finding in findings:
            groups.setdefault((finding.directness, key(finding)), []).append(finding)
        return [self.say(kind, held) for held in groups.values()]

    def each(self, kind: str, findings: Iterable[Finding]) -> list[Statement]:
        """One statement a finding."""
        return [self.say(kind, (finding,)) for finding in findings]


def nearest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in the order of directness; the order within a label is kept."""
    return sorted(findings, key=lambda f: DIRECTNESS.index(f.directness))
