"""How directly a finding speaks to a question: the same drug, condition and route, or farther.

Evidence of different kinds never mixes: the label made here goes with the finding to the page.
The idea of indirectness is GRADE's; the labels and their order are ours.
"""

from collections.abc import Iterable
from functools import cache

from assuage.knowledge.shelves import Knowledge
from assuage.terms.guidance import Recommendation
from assuage.terms.question import Question
from assuage.terms.study import Study


class Conditions:
    """The conditions around the one that is asked about."""

    def __init__(self, knowledge: Knowledge, asked: str) -> None:
        self._knowledge = knowledge
        self.asked = asked
        self.within = frozenset(
            c for c in knowledge.conditions if c == asked or asked in self._ancestors(c)
        )
        ancestors = self._ancestors(asked)
        entry = knowledge.conditions.get(asked)
        near = set(entry.near) if entry else set()
        siblings = {c for c in knowledge.conditions if self._ancestors(c) & ancestors}
        self.near = frozenset((near | ancestors | siblings) - self.within)

    @cache  # noqa: B019 - one instance a question, dropped with it
    def _ancestors(self, condition: str) -> frozenset[str]:
        found: set[str] = set()
        pending = [condition]
        while pending:
            entry = self._knowledge.conditions.get(pending.pop())
            for broader in entry.broader if entry else ():
                if broader not in found:
                    found.add(broader)
                    pending.append(broader)
        return frozenset(found)

    def nearness(self, conditions: tuple[str, ...]) -> str:
        """``direct``, ``near-condition`` or ``other-condition`` for a study's conditions;
        ``general`` for a study in no condition (healthy volunteers)."""
        if not conditions:
            return "general"
        if self.within & set(conditions):
            return "direct"
        if self.near & set(conditions):
            return "near-condition"
        return "other-condition"

    def of(self, study: Study) -> str:
        """The nearness of a study: by its conditions, and by what sets it apart."""
        return self.set_apart(self.nearness(study.conditions), study.population.features)

    def of_recommendation(self, item: Recommendation) -> str:
        """The nearness of a recommendation: by its condition, and by the people it is for."""
        if item.population == self.asked:
            return "direct"
        return self.set_apart(self.nearness((item.condition,)), (item.population,))

    def set_apart(self, label: str, features: Iterable[str | None]) -> str:
        """The label, or near where the people are those that the condition sets apart."""
        entry = self._knowledge.conditions.get(self.asked)
        if label == "direct" and entry and not set(entry.apart).isdisjoint(features):
            return "near-condition"
        return label


def own_agents(knowledge: Knowledge, question: Question) -> frozenset[str]:
    """The asked drugs, and for a class the class itself and every class within it."""
    found = set(question.drugs)
    pending = [question.drug_class] if question.drug_class else []
    while pending:
        key = pending.pop()
        group = knowledge.classes.get(key)
        if group is not None and key not in found:
            found.add(key)
            pending.extend(group.parts)
    return frozenset(found)


def relatives(knowledge: Knowledge, drugs: tuple[str, ...]) -> frozenset[str]:
    """Other members of the narrowest classes that hold the drugs, and those classes themselves."""
    found: set[str] = set()
    for key, group in knowledge.classes.items():
        if set(group.members) & set(drugs):
            found |= set(group.members) | {key}
    return frozenset(found - set(drugs))


def of_study(
    study: Study,
    arm_id: str,
    question: Question,
    own: frozenset[str],
    around: Conditions,
    kin: frozenset[str],
    domains: dict[str, str | None],
) -> str | None:
    """The directness of a study's arm to the question; None where it does not concern it."""
    arm = study.arm(arm_id)
    agent = arm.agent if arm else None
    if agent in own:
        label = around.of(study)
        # An arm whose route is not stated does not count as the asked route.
        if question.route and arm and arm.route != question.route:
            label = "other-route"
    elif agent in kin:
        if around.nearness(study.conditions) == "other-condition":
            return None
        label = "class"
    else:
        return None
    domain = domains.get(study.design)
    if domain == "preclinical" and agent not in own:
        # Another drug's animals and cells are two steps away: they are not told.
        return None
    if domain == "preclinical":
        # A tumour in a dish says nothing about another disease.
        return None if around.nearness(study.conditions) == "other-condition" else "preclinical"
    if domain == "reports":
        return "spontaneous-report"
    return label
