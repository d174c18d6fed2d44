"""Every finding that concerns a question, with its directness, in a fixed order."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assuage.appraisal.directness import Conditions, of_study, own_agents, relatives
from assuage.knowledge.shelves import Knowledge
from assuage.terms.finding import Finding
from assuage.terms.question import Question
from assuage.terms.source import Source

_KEYS = (
    "organ",
    "grade",
    "scheme",
    "region",
    "status",
    "effect",
    "risk",
    "state",
    "what",
    "parameter",
    "pathway",
    "property",
    "other",
    "kind",
    "use",
    "target",
    "agent",
    "outcome",
    "arm",
    "versus",
    "measure",
    "subject",
    "relation",
    "object",
    "predicts",
    "condition",
    "action",
    "harm",
    "role",
    "verdict",
)
"""Fields that name a fact within its entry, in the order in which they stand in a finding's id."""


@lru_cache(maxsize=4)
def fact_names(knowledge: Knowledge) -> dict[int, str]:
    """The id of every fact of a knowledge, by the fact's identity.

    Ids are owner, kind and the fact's own words; a repeated one gets a number. They are given
    over whole entries, so that an id does not depend on the question.
    """
    seen: dict[str, int] = {}
    names: dict[int, str] = {}
    shelves: tuple[dict[str, Any], ...] = (
        knowledge.drugs,
        knowledge.conditions,
        knowledge.devices,
        knowledge.procedures,
        knowledge.studies,
        knowledge.guidance,
        knowledge.mechanisms,
        knowledge.markers,
    )
    for shelf in shelves:
        for owner, entry in shelf.items():
            for field in entry.__struct_fields__:
                value = getattr(entry, field)
                if isinstance(value, tuple) and value and isinstance(value[0], Struct):
                    for fact in value:
                        names[id(fact)] = _name(owner, fact, seen)
    whole: tuple[dict[str, Any], ...] = (knowledge.trials, knowledge.searches)
    for entries in whole:
        for owner, entry in entries.items():
            names[id(entry)] = _name(owner, entry, seen)
    return names


def _name(owner: str, fact: Struct, seen: dict[str, int]) -> str:
    parts = [owner, _kind(fact)]
    known = fact.__struct_fields__
    for key in _KEYS:
        value = getattr(fact, key) if key in known else None
        if isinstance(value, str):
            parts.append(value)
    base = "/".join(parts)
    seen[base] = seen.get(base, 0) + 1
    return base if seen[base] == 1 else f"{base}/{seen[base]}"


def _kind(fact: Struct) -> str:
    tag = fact.__struct_config__.tag
    return str(tag) if tag else type(fact).__name__.lower()


def finding_of(
    knowledge: Knowledge,
    owner: str,
    fact: Any,
    directness: str | None,
    source: str | None = None,
    entry: Any = None,
) -> Finding | None:
    """One finding, or None where the fact does not concern the question, is withdrawn, or its
    source is not usable."""
    if directness is None or getattr(fact, "withdrawn", None):
        return None
    public = source or getattr(fact, "source", None)
    held: Source | None = knowledge.sources.get(public) if public else None
    if public and held is None:
        return None
    if held is not None and held.withdrawn:
        return None
    return Finding(
        id=fact_names(knowledge)[id(fact)],
        kind=_kind(fact),
        owner=owner,
        fact=fact,
        source=public,
        where=getattr(fact, "where", None),
        read=", ".join(held.read.parts) if held else None,
        checked_on=held.read.on if held else None,
        directness=directness,
        entry=entry,
    )


class Gatherer:
    """Turns the facts of entries into findings for one question."""

    def __init__(self, knowledge: Knowledge, question: Question) -> None:
        self.knowledge = knowledge
        self.question = question
        self.around = Conditions(knowledge, question.condition)
        self.own = own_agents(knowledge, question)
        self.kin = relatives(knowledge, question.drugs) - self.own
        self._designs = {t.id: t.domain for t in knowledge.vocabulary["designs"].values()}

    def all(self) -> Iterator[Finding]:
        """Findings of the question's drugs, conditions, studies, guidance, mechanisms and trials."""
        for part in (
            self._drugs(),
            self._conditions(),
            self._devices(),
            self.studies(),
            self._guidance(),
            self._mechanisms(),
            self._markers(),
            self._trials(),
            self._searches(),
        ):
            yield from (f for f in part if f is not None)

    def _facts(self, owner: str, entry: Struct, directness: str) -> Iterator[Finding | None]:
        for name in entry.__struct_fields__:
            value = getattr(entry, name)
            if isinstance(value, tuple) and value and isinstance(value[0], Struct):
                for fact in value:
                    yield finding_of(self.knowledge, owner, fact, directness)

    def _drugs(self) -> Iterator[Finding | None]:
        for drug in self.question.drugs:
            for finding in self._facts(drug, self.knowledge.drugs[drug], "general"):
                measured = getattr(finding.fact, "moiety", None) if finding else None
                if finding is not None and measured not in (None, drug):
                    finding = replace(finding, directness="class")
                yield finding

    def _conditions(self) -> Iterator[Finding | None]:
        for key, condition in self.knowledge.conditions.items():
            if key in self.around.within:
                # A fact of the condition says nothing of a drug in it.
                label = "direct" if self.question.kind == "topic" else "general"
                for finding in self._facts(key, condition, label):
                    if finding is not None and finding.kind != "occurrence":
                        finding = replace(finding, directness="direct")
                    elif finding is not None:
                        people = (finding.fact.population,)
                        finding = replace(finding, directness=self.around.set_apart(label, people))
                    yield finding
            elif key in self.around.near:
                yield from self._facts(key, condition, "near-condition")

    def _devices(self) -> Iterator[Finding | None]:
        if self.question.kind != "topic":
            for key, device in self.knowledge.devices.items():
                if set(device.drugs) & set(self.question.drugs):
                    yield from self._facts(key, device, "general")
        for key, procedure in self.knowledge.procedures.items():
            if self.question.kind == "topic" and self._studied(key):
                yield from self._facts(key, procedure, "general")

    def _studied(self, agent: str) -> bool:
        return any(
            agent == arm.agent and self.around.nearness(study.conditions) != "other-condition"
            for study in self.knowledge.studies.values()
            for arm in study.arms
        )

    def studies(self) -> Iterator[Finding | None]:
        """Results and conclusions of the studies."""
        for key, study in self.knowledge.studies.items():
            if study.retracted:
                continue
            public = self.knowledge.source_of(study)
            for item in (*study.results, *study.conclusions):
                yield finding_of(self.knowledge, key, item, self._label(study, item), public, study)

    def _label(self, study: Any, item: Any) -> str | None:
        if self.question.kind == "topic":
            label = self.around.of(study)
            if label == "other-condition":
                return None
            domain = self._designs.get(study.design)
            if domain == "preclinical":
                return "preclinical"
            apart = self.around.nearness(study.conditions) == "direct"
            if label == "near-condition" and domain != "synthesis" and not apart:
                # A topic is about its own condition; of the near ones only reviews are told.
                return None
            return "spontaneous-report" if domain == "reports" else label
        labels = []
        for arm in (item.arm, getattr(item, "versus", None)):
            if arm:
                labels.append(
                    of_study(
                        study, arm, self.question, self.own, self.around, self.kin, self._designs
                    )
                )
        return next((label for label in labels if label), None)

    def _guidance(self) -> Iterator[Finding | None]:
        wanted = self.own
        for key, entry in self.knowledge.guidance.items():
            public = self.knowledge.source_of(entry)
            for item in entry.recommendations:
                near: str = self.around.of_recommendation(item)
                label: str | None = near
                if self.question.kind == "topic":
                    label = None if near == "other-condition" else near
                elif item.agent in wanted:
                    if self.question.route and item.route and item.route != self.question.route:
                        label = "other-route"
                elif item.agent in self.kin and near != "other-condition":
                    label = "class"
                else:
                    label = None
                yield finding_of(self.knowledge, key, item, label, public, entry)

    def _mechanisms(self) -> Iterator[Finding | None]:
        wanted = set(self.question.drugs)
        for key, group in self.knowledge.mechanisms.items():
            for link in group.links:
                concerns = bool(self.around.within & set(link.conditions)) or (
                    self.question.kind == "topic"
                    and bool((self.around.within | self.around.near) & set(link.conditions))
                )
                if self.question.kind == "topic":
                    concerns = concerns or link.subject in self.knowledge.drugs
                else:
                    concerns = link.subject in wanted
                label = (
                    "preclinical"
                    if link.basis in ("animal", "in-vitro")
                    else (self.around.nearness(link.conditions) if link.conditions else "general")
                )
                yield finding_of(self.knowledge, key, link, label if concerns else None)

    def _markers(self) -> Iterator[Finding | None]:
        for key, marker in self.knowledge.markers.items():
            for item in marker.findings:
                near = self.around.nearness((item.condition,))
                label: str | None = near
                if near == "other-condition":
                    label = None
                elif item.species and item.species != "human":
                    label = "preclinical"
                yield finding_of(self.knowledge, key, item, label, entry=marker)

    def _trials(self) -> Iterator[Finding | None]:
        wanted = self.own
        for key, trial in self.knowledge.trials.items():
            label = self.around.nearness(trial.conditions)
            if self.question.kind == "topic":
                if label == "other-condition":
                    continue
            elif not set(trial.agents) & wanted:
                continue
            yield finding_of(self.knowledge, key, trial, label, self.knowledge.source_of(trial))

    def _searches(self) -> Iterator[Finding | None]:
        wanted = self.own
        for key, search in self.knowledge.searches.items():
            here = bool(self.around.within & set(search.conditions))
            about = search.agent in wanted and (here or not search.conditions)
            if about or (self.question.kind == "topic" and here):
                yield finding_of(self.knowledge, key, search, "direct")


def gather(knowledge: Knowledge, question: Question) -> tuple[Finding, ...]:
    """All findings for a question, in the fixed order of shelves, entries and facts."""
    return tuple(Gatherer(knowledge, question).all())


def gather_studies(knowledge: Knowledge, question: Question) -> tuple[Finding, ...]:
    """The findings of the studies alone."""
    return tuple(f for f in Gatherer(knowledge, question).studies() if f is not None)
