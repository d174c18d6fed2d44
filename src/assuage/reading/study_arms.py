"""Which arm a result is of, and which it is compared with: both read, or the result is not taken.

The comparator stands in the result's own sentence, or the record compares two arms only. What was
not named is never guessed: a comparison with an unknown says nothing of the drug.
"""

import re

from assuage.reading.attribution import (
    added,
    against_others,
    as_amount,
    comparator_of_title,
    one_drug,
    other_group,
)
from assuage.reading.compared import CONTROLS, Compared, control_in, spans_of
from assuage.terms.reading import Direction, Mention, Reading, Span
from assuage.terms.study import Arm

_COMPARED = ("randomised", "synthesis", "preclinical")
"""Families of designs whose results compare arms."""
_WATCHED = ("observational", "case")
"""Families whose result may be against the time before."""
_OVER_TIME = ("single-arm", "case-series", "case-report")
_MOST_AGENTS = 3
"""Agents that are an arm of a study even where no result names them; later ones are in passing."""
_BESIDE = 25
"""Characters between a drug and its route, at most: ``ketamine 0.5 mg/kg given intravenously``."""
_GOVERNS = re.compile(
    r"\b(?:than|versus|vs\.?|compared (?:with|to)|as compared (?:with|to)|in comparison (?:with|to)|relative to|against|over)\s"
    r"(?:(?:the|those|that|patients|subjects|in|on|with|who|received|receiving|given|of|treated|[\d.]+|mg|mg/kg|oral|"
    r"intravenous|epidural|intrathecal|normal)\s)*$",
    re.I,
)
_BETWEEN = re.compile(r"\bbetween\b", re.I)
_CHANGED = re.compile(
    r"\b(?:baseline|before|pre-?\w*treatment|initial\w*|reduc\w+|decreas\w+|improv\w+|increas\w+|fell|rose|declin\w+|"
    r"reliev\w+|relief|resol\w+|worsen\w+|prolong\w+|suppress\w+)\b",
    re.I,
)
_OWN_CHANGE = re.compile(r"\bfrom\b[^.;]{0,20}\d[^;]{0,25}?\bto\b|\bbaseline\b", re.I)
_GROUPS = re.compile(
    r"\b(?:(?:the|both|two|treatment|study) (?:\w+ )?(?:groups?|arms?|treatments)|side effects?|adverse|tolera\w+)\b",
    re.I,
)
_PLACE = ("percutaneous",)
"""Words of routes that are as often those of a procedure."""


class Arms:
    """The arms of one record."""

    def __init__(
        self, reading: Reading, text: str, agents: list[str], family: str | None, design: str
    ) -> None:
        self._agents = agents
        self._design = design
        self._compares, self._watched = family in _COMPARED, family in _WATCHED
        self._drugs = [m for m in reading.mentions if m.kind in ("drug", "class") and m.id]
        own = {m.span for m in self._drugs}
        self.named_here = [
            m for m in reading.mentions
            if m in self._drugs or (m.kind == "chemical" and m.span not in own)
        ]  # fmt: skip
        self._text = text
        self._substances = {m.id for m in self.named_here} | {
            text[m.span.start : m.span.end].lower() for m in self.named_here
        }
        self._title_end = reading.sentences[0].span.end if reading.sentences else 0
        self.record = Compared(reading, text, self._drugs, self.named_here)
        routes = {r.id for r in reading.mentions if r.kind == "route" and self._beside_agent(r)}
        self._route = routes.pop() if len(routes) == 1 else None
        self.used: dict[str, Arm] = {}
        for agent in agents[:_MOST_AGENTS]:
            self._used(agent)

    def _beside_agent(self, route: Mention) -> bool:
        """Whether a route stands next to an agent's name: other routes are of other things."""
        if route.id in _PLACE:
            return False
        return any(
            m.id in self._agents
            and max(route.span.start - m.span.end, m.span.start - route.span.end) <= _BESIDE
            for m in self._drugs
        )

    def of(self, sentence: Span, said: Direction | None) -> tuple[str, str] | None:
        """Arm and comparator of a result in a sentence; None where either is unclear."""
        words = self._text[sentence.start : sentence.end]
        agent = self._agent(sentence, said, words)
        if agent is None or not self.record.tried(agent) or added(words):
            return None
        other = self._comparator(agent, sentence, words)
        return (self._used(agent), self._used(other)) if other else None

    def mentions(self, agent: str) -> list[Mention]:
        """Where an agent is named."""
        return [m for m in self._drugs if m.id == agent]

    def only(self, sentence: Span) -> str | None:
        """The arm of a sentence that is of one drug, names no other group and compares nothing."""
        words = self._text[sentence.start : sentence.end]
        agent = self._agent(sentence, None, words)
        if agent is None or control_in(words) or against_others(words) or added(words):
            return None
        others = {m.id for m in spans_of(self.named_here, sentence)} - {agent}
        return self._used(agent) if not others and self.record.tried(agent) else None

    def _inside(self, sentence: Span) -> list[Mention]:
        return [m for m in spans_of(self._drugs, sentence) if not as_amount(self._text, m)]

    def _agent(self, sentence: Span, said: Direction | None, words: str) -> str | None:
        inside = self._inside(sentence)
        here = list(dict.fromkeys(str(m.id) for m in inside))
        free = [m for m in inside if not self._governed(sentence, m)]
        if said and said.agent:
            if said.agent.id not in self._agents or as_amount(self._text, said.agent):
                # The sentence is of something else, which the knowledge does not hold.
                return None
            stands = sentence.start <= said.agent.span.start < sentence.end
            if stands and said.agent not in free:
                return None
            if not stands and said.agent.id in {m.id for m in free}:
                # ``Compared with placebo, X …``: named here all the same.
                return str(said.agent.id) if len({m.id for m in free}) == 1 else None
            if not stands and (here or not self._told_of_groups(words)):
                return None
            return str(said.agent.id)
        first = list(dict.fromkeys(str(m.id) for m in free))
        if len(first) == 1 and first[0] in self._agents:
            return first[0]
        return self._agents[0] if not here and self._told_of_groups(words) else None

    def _told_of_groups(self, words: str) -> bool:
        """Whether a sentence without the agent's name is of it: its groups, its control or its own events."""
        return self._alone(words) and (bool(control_in(words)) or _GROUPS.search(words) is not None)

    def _governed(self, sentence: Span, mention: Mention) -> bool:
        """Whether a name stands behind *than* or *versus*."""
        return _GOVERNS.search(self._text, sentence.start, mention.span.start) is not None

    def _alone(self, words: str) -> bool:
        """Whether a sentence that names no agent is of the record's one: it is the title's, alone,
        no comparator there, and the sentence names no other group."""
        if len(self._agents) != 1:
            return False
        titled = [m for m in self.named_here if m.span.start < self._title_end]
        own = [m for m in titled if m.id == self._agents[0] and not as_amount(self._text, m)]
        names = {self._text[m.span.start : m.span.end].lower() for m in own}
        return (
            bool(own)
            and all(m.id == self._agents[0] for m in titled)
            and not any(comparator_of_title(self._text, m) for m in own)
            and not other_group(words, names)
        )

    def _comparator(self, agent: str, sentence: Span, words: str) -> str | None:
        """What the sentence compares with; else the other arm of a record with two; else the time
        before, where nothing else is compared. None where none is known."""
        substances = [
            m for m in spans_of(self.named_here, sentence)
            if m.id != agent and not as_amount(self._text, m)
        ]  # fmt: skip
        controls = control_in(words)
        if controls:
            # ``A and B more than placebo`` is of both: whose result it is, the sentence leaves open.
            return controls[0] if len(controls) == 1 and not substances else None
        rest = list(dict.fromkeys(str(m.id) for m in substances))
        if rest:
            parted = all(self._governed(sentence, m) for m in substances) or _BETWEEN.search(words)
            one = len(rest) == 1 and rest[0] in self._agents and self.record.tried(rest[0])
            return rest[0] if one and parted else None
        return None if self.record.versions else self._only_other(agent, words)

    def _only_other(self, agent: str, words: str) -> str | None:
        if _OWN_CHANGE.search(words):
            # ``improved from 30 to 33``: of one arm alone.
            return None
        others, controls = self.record.others(agent), self.record.controls
        if controls:
            # An arm's name that is no substance ("treatment A") is not another drug.
            two = len(controls) == 1 and not others & self._substances
            return controls[0] if two and self._compares else None
        if self._compares:
            other = next(iter(others)) if len(others) == 1 else None
            held = other in self._agents and self.record.tried(str(other))
            return other if held else None
        alone = not others and self._watched and not against_others(words)
        return "baseline" if alone and _CHANGED.search(words) and self._single() else None

    def _single(self) -> bool:
        """Whether the record studies one group over time."""
        return self._design in _OVER_TIME or not re.search(
            r"\b(?:groups?|cohorts?|controls?|arms?|versus|vs|compared|matched|users|random\w*)\b",
            self._text,
            re.I,
        )

    def _used(self, name: str) -> str:
        if name != "baseline" and name not in self.used:
            known = name in self._agents
            self.used[name] = (
                Arm(id=name, agent=name, route=self._route) if known else Arm(id=name, control=name)
            )
        return name

    def named(self, words: str | None) -> str | None:
        """The arm that printed words name: an agent of the record, or its control."""
        if not words:
            return None
        found = {
            m.id
            for m in self._drugs
            if m.id in self._agents
            and (name := self._text[m.span.start : m.span.end]).lower() in words.lower()
            and one_drug(words, name)
        }
        if len(found) == 1:
            agent = str(found.pop())
            return self._used(agent) if self.record.tried(agent) else None
        control = next((key for key, said in CONTROLS if said.search(words)), None)
        if control is None and re.fullmatch(r"(?:the )?controls?(?: group)?", words.strip(), re.I):
            # ``control`` is the record's one control, where it has one.
            controls = self.record.controls
            control = controls[0] if len(controls) == 1 else None
        return self._used(control) if control else None
