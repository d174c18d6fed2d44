"""What a medicine counts as: its own id, the classes above it, and its properties."""

from functools import cached_property
from types import MappingProxyType
from typing import Final

from assuage.asking.names import fold
from assuage.knowledge.shelves import Knowledge
from assuage.terms.additive import Group, Taken
from assuage.terms.drug import Contraindication, Property
from assuage.terms.vocabulary import Term

LOCAL: Final = frozenset({"topical", "intra-articular", "perineural"})
"""Routes that leave little in the blood: such a medicine counts only where a rule names the route."""

BY_PROPERTY: Final = MappingProxyType(
    {"cns-depressants": "sedation", "anticholinergics": "anticholinergic"}
)
"""Agents of the closed list that stand for every medicine with a property."""

TOXICITY_WORDS: Final = (
    "immune-mediated",
    "immune-related",
    "immune mediated",
    "immune related",
    "immune toxicity",
    "irae",
    "免疫相关",
    "免疫介导",
    "免疫毒性",
)
"""Words of a purpose by which immunosuppression treats toxicity of a checkpoint inhibitor."""


class Kin:
    """Ids and properties by which the rules and the facts of other drugs mean a medicine."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._ids: dict[str, frozenset[str]] = {}

    @cached_property
    def _above(self) -> dict[str, tuple[str, ...]]:
        """Each drug, class and agent to the classes that hold it."""
        above: dict[str, list[str]] = {}
        for key, group in self.knowledge.classes.items():
            for member in (*group.members, *group.parts):
                above.setdefault(member, []).append(key)
        for term in self.knowledge.vocabulary.get("agents", {}).values():
            if term.family is not None:
                above.setdefault(term.id, []).append(term.family)
        return {member: tuple(keys) for member, keys in above.items()}

    @cached_property
    def _agents(self) -> dict[str, list[str]]:
        """Terms of the list of agents by their folded names."""
        agents: dict[str, list[str]] = {}
        for term in self.knowledge.vocabulary.get("agents", {}).values():
            for name in dict.fromkeys((fold(term.en), fold(term.id))):
                agents.setdefault(name, []).append(term.id)
        return agents

    def _aliases(self, key: str) -> tuple[str, ...]:
        """The terms of the list of agents that bear one of a drug's or class's names."""
        entry = self.knowledge.classes.get(key) or self.knowledge.drugs.get(key)
        if entry is None:
            return ()
        names = (entry.names.en, *entry.names.en_synonyms, key)
        held = {a for name in names for a in self._agents.get(fold(name), ())}
        return tuple(sorted(held - {key}))

    def ids(self, agent: str) -> frozenset[str]:
        """The agent, every class above it, and the agents of the closed list of the same names."""
        if agent not in self._ids:
            held = {p.property for p in self.properties(agent)}
            by_property = {group for group, wanted in BY_PROPERTY.items() if wanted in held}
            self._ids[agent] = frozenset(self._named(agent) | by_property)
        return self._ids[agent]

    def _named(self, agent: str) -> set[str]:
        """The ids of an agent that its properties do not decide."""
        seen: set[str] = set()
        waiting = [agent]
        while waiting:
            key = waiting.pop()
            if key not in seen:
                seen.add(key)
                waiting += [*self._above.get(key, ()), *self._aliases(key)]
        return seen

    def _listed(self, agent: str) -> list[Term]:
        """The terms of the closed list that mean the agent: its own, and those of its classes."""
        listed = self.knowledge.vocabulary.get("agents", {})
        return [listed[key] for key in sorted(self._named(agent)) if key in listed]

    def groups(self, agent: str) -> tuple[str, ...]:
        """The classes that hold the agent themselves, not those above them."""
        return self._above.get(agent, ())

    def drugs(self, agent: str) -> tuple[str, ...]:
        """The drugs that the agent stands for: itself, or the members of a class and its parts."""
        if agent in self.knowledge.drugs:
            return (agent,)
        group = self.knowledge.classes.get(agent)
        if group is None:
            return ()
        inner = (*group.members, *(d for part in group.parts for d in self.drugs(part)))
        return tuple(dict.fromkeys(d for d in inner if d in self.knowledge.drugs))

    def properties(self, agent: str) -> tuple[Property, ...]:
        """Properties of a drug; of a class, those that all its members have; of an agent without a
        file, those that the closed list holds of it and of its classes."""
        if agent in self.knowledge.drugs:
            return self.knowledge.drugs[agent].properties
        files = [self.knowledge.drugs[d].properties for d in self.drugs(agent)] or [()]
        first, *others = files
        shared = set.intersection(
            {p.property for p in first}, *({p.property for p in held} for held in others)
        )
        listed = (p for term in self._listed(agent) for p in term.properties)
        return (*(p for p in first if p.property in shared), *listed)

    def contraindications(self, agent: str) -> tuple[Contraindication, ...]:
        """What is held on states of a person: of a drug in its file, of any agent in the closed
        list, its own or of a class above it; of a class, what all its members have."""
        held = [fact for term in self._listed(agent) for fact in term.contraindications]
        files = [self.knowledge.drugs[d].contraindications for d in self.drugs(agent)] or [()]
        first, *others = files
        shared = set.intersection({f.state for f in first}, *({f.state for f in o} for o in others))
        return (*(f for f in first if f.state in shared and not f.withdrawn), *held)

    def counts(self, medicine: Taken, group: Group) -> tuple[str, ...] | None:
        """Sources by which a medicine counts for a group; ``None`` where it does not.

        Empty where the rule itself names the medicine or its class.
        """
        if not _used_so(medicine, group):
            return None
        ids = self.ids(medicine.id)
        if ids & set(group.unless):
            return None
        if ids & set(group.of):
            return ()
        held = tuple(
            p.source
            for p in self.properties(medicine.id)
            if p.property in group.properties and not (group.not_mild and p.strength == "mild")
        )
        return held or None


def _used_so(medicine: Taken, group: Group) -> bool:
    """Whether the medicine is used in the way that the group asks for."""
    if group.route is not None:
        if medicine.route != group.route:
            return False
    elif medicine.route in LOCAL:
        return False
    if group.state == "stopping":
        if not medicine.stopping:
            return False
    elif medicine.gone:
        return False
    if group.purpose is not None:
        treats = treats_toxicity(medicine.purpose)
        return treats if group.purpose == "immune-toxicity" else not treats
    return True


def treats_toxicity(purpose: str | None) -> bool:
    """Whether a purpose, as typed, is the treatment of toxicity of a checkpoint inhibitor."""
    folded = (purpose or "").casefold()
    return any(word in folded for word in TOXICITY_WORDS)
