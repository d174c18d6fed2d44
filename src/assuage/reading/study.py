"""A reading to a study as the knowledge has it: arms, results, each result beside its words.

Only what has an id in the knowledge is taken, and a result only where its arm is clear: the agent
of the sentence, or the only one of the record. What is unclear stays in the evidence table.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from msgspec import Struct

from assuage.knowledge.shelves import Knowledge
from assuage.reading.attribution import (
    added,
    against_others,
    as_amount,
    caused,
    combined,
    comparator_of_title,
    counts_event,
    in_sense,
    one_drug,
    other_group,
    predicts,
    same_clause,
)
from assuage.reading.evidence import (
    SURE_DIRECTION,
    SURE_EFFECT,
    direction_of,
    sentence_at,
    sentence_of,
    subjects,
)
from assuage.terms.finding import Quote
from assuage.terms.library import Work
from assuage.terms.printed import Printed
from assuage.terms.reading import Amounts, Direction, Effect, Mention, Reading, Risk, Span
from assuage.terms.reference import Read
from assuage.terms.source import Citation
from assuage.terms.study import Arm, ArmValue, Population, Preclinical, Result, Study

UNREAD_DESIGN = "not-read"
"""The design of a study whose words and publication types do not tell it."""
WHERE = "abstract"
_CONTROLS = (
    ("placebo", re.compile(r"\bplacebo\b|\bsaline\b", re.I)),
    ("sham", re.compile(r"\bsham\b", re.I)),
    ("usual-care", re.compile(r"\b(?:usual|standard) care\b", re.I)),
    ("no-treatment", re.compile(r"\bno treatment\b|\buntreated\b", re.I)),
)
"""Words that name a control arm, with its id in the knowledge's ``controls``."""
_COMPARED = ("randomised", "synthesis", "preclinical")
"""Families of designs whose results compare arms; the others compare with the time before."""


_MOST_AGENTS = 3
"""Agents that are an arm of a study even where no result names them; later ones are in passing."""


_BESIDE = 25
"""Characters between a drug and its route, at most: ``ketamine 0.5 mg/kg given intravenously``."""


_NOT_FOUND = ("background", "aim", "methods")
"""Roles of sentences that tell no finding of the study."""


class ReadStudy(Struct, frozen=True, kw_only=True):
    """A study with the words behind each of its results, in the same order."""

    study: Study
    quotes: tuple[Quote, ...]


def citation_of(work: Work) -> Citation:
    """The bibliographic identity of a work."""
    lead = work.lead
    author = lead.authors[0] if lead.authors else None
    return Citation(
        title=lead.title.rstrip("."),
        pmid=lead.pmid,
        doi=lead.doi,
        journal=(lead.journal.abbreviation or lead.journal.title) if lead.journal else None,
        year=lead.year,
        first_author=(author.last or author.name) if author else None,
        url=None if lead.pmid or lead.doi else lead.url,
    )


def address(work: Work) -> str:
    """Where a work can be opened."""
    lead = work.lead
    if lead.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{lead.pmid}/"
    return f"https://doi.org/{lead.doi}" if lead.doi else (lead.url or work.id)


def people(reading: Reading) -> Amounts | None:
    """The number of people of a study: randomised, else analysed, else enrolled."""
    return next(
        (a for kind in ("randomised", "analysed", "enrolled") for a in reading.amounts
         if a.kind == kind and a.arm is None),
        None,
    )  # fmt: skip


def study_of(
    reading: Reading, text: str, work: Work, knowledge: Knowledge, on: date
) -> ReadStudy | None:
    """The study; None where no agent of the knowledge was read. ``on`` is the day of reading."""
    agents = [
        a
        for a in subjects(reading, "drug", "class")
        if a in knowledge.drugs or a in knowledge.classes
    ]
    if not agents:
        return None
    design = reading.design.design if reading.design else UNREAD_DESIGN
    if design not in knowledge.vocabulary["designs"]:
        design = UNREAD_DESIGN
    conditions = tuple(c for c in subjects(reading, "condition") if c in knowledge.conditions)
    family = knowledge.vocabulary["designs"][design].domain
    arms = _Arms(reading, text, agents, family, read=design != UNREAD_DESIGN)
    pairs = [
        (result, quote)
        for result, quote in _results(reading, text, arms, knowledge)
        if _of_tumour(conditions, knowledge) or not _tumour(result.outcome, knowledge)
    ]
    total = people(reading)
    masking = reading.design.masking if reading.design else None
    return ReadStudy(
        study=Study(
            id=work.id,
            citation=citation_of(work),
            read=Read(url=address(work), parts=("title", "abstract"), on=on),
            design=design,
            masking=masking if masking in (None, "open") else f"{masking}-blind",
            conditions=conditions,
            population=Population(
                n=total.value if total else None, n_kind=total.kind if total else None
            ),
            arms=tuple(arms.used.values()),
            results=tuple(r for r, _ in pairs),
            preclinical=_animals(reading, design, knowledge),
            limits=("abstract-only",),
            status="machine-read",
        ),
        quotes=tuple(q for _, q in pairs),
    )


def _tumour(outcome: str, knowledge: Knowledge) -> bool:
    term = knowledge.vocabulary["outcomes"].get(outcome)
    return term is not None and term.family == "tumour"


def _of_tumour(conditions: tuple[str, ...], knowledge: Knowledge) -> bool:
    """Whether a study is of cancer: elsewhere a response, recurrence or progression is another."""
    return any(c == "cancer" or "cancer" in knowledge.conditions[c].broader for c in conditions)


def _animals(reading: Reading, design: str, knowledge: Knowledge) -> Preclinical | None:
    if knowledge.vocabulary["designs"][design].domain != "preclinical":
        return None
    species = [s for s in subjects(reading, "species") if s in knowledge.vocabulary["species"]]
    system = {"animal": "in-vivo", "in-vitro": "in-vitro"}.get(design, "both")
    return Preclinical(species=species[0], system=system) if species else None


class _Arms:
    """Which arm a result is of, and which it is compared with."""

    def __init__(
        self, reading: Reading, text: str, agents: list[str], family: str | None, read: bool
    ) -> None:
        self._agents = agents
        self._read = read
        self._compared = family in _COMPARED
        self._control = next((key for key, words in _CONTROLS if words.search(text)), None)
        if self._control is None and family == "synthesis":
            self._control = "mixed-controls"
        self._drugs = [m for m in reading.mentions if m.kind in ("drug", "class") and m.id]
        own = {m.span for m in self._drugs}
        self.named_here = [
            m for m in reading.mentions
            if m in self._drugs or (m.kind == "chemical" and m.span not in own)
        ]  # fmt: skip
        self._text = text
        self._title_end = reading.sentences[0].span.end if reading.sentences else 0
        routes = {r.id for r in reading.mentions if r.kind == "route" and self._beside_agent(r)}
        self._route = routes.pop() if len(routes) == 1 else None
        self.used: dict[str, Arm] = {}
        for agent in agents[:_MOST_AGENTS]:
            self._used(agent)

    def _beside_agent(self, route: Mention) -> bool:
        """Whether a route stands next to an agent's name: other routes are of other things."""
        return any(
            m.id in self._agents
            and max(route.span.start - m.span.end, m.span.start - route.span.end) <= _BESIDE
            for m in self._drugs
        )

    def of(self, sentence: Span, said: Direction | None) -> tuple[str, str | None] | None:
        """Arm and comparator of a result in a sentence; None where the arm is unclear."""
        words = self._text[sentence.start : sentence.end]
        mentions = [
            m
            for m in self._drugs
            if sentence.start <= m.span.start < sentence.end
            and m.id in self._agents
            and not as_amount(self._text, m)
        ]
        here = [str(d) for d in dict.fromkeys(m.id for m in mentions)]
        agent = _id(said.agent) if said else None
        if said and said.agent and (agent not in self._agents or as_amount(self._text, said.agent)):
            # The sentence is of something else, which the knowledge does not hold.
            return None
        if agent is None:
            if len(here) == 1 or (len(here) == 2 and said is None):
                agent = here[0]
            elif not here and self._alone(words):
                agent = self._agents[0]
        if agent is None or any(
            m.id == agent and combined(self._text, m, self.named_here) for m in mentions
        ):
            return None
        other = _id(said.comparator) if said else None
        if other not in self._agents or other == agent:
            rest = [d for d in here if d != agent]
            other = rest[0] if len(rest) == 1 else None
        if other is not None and added(words):
            return self._used(agent), None
        if other is None:
            other = self._against(agent, words)
        return self._used(agent), self._used(other) if other else None

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
            and not any(comparator_of_title(self._text, m) for m in own)
            and not any(combined(self._text, m, titled, listed=True) for m in own)
            and not other_group(words, names)
        )

    def _against(self, agent: str, words: str) -> str | None:
        """The named control, the other agent, or the time before; None where none is known:
        what the comparison was with (a biosimilar, another dose) is then not guessed."""
        if self._control:
            return self._control
        if not self._compared:
            return "baseline" if self._read and not against_others(words) else None
        rest = [a for a in self._agents if a != agent]
        title = self._text[: self._title_end]
        on_top = added(words) or added(title) or "control" in words
        return rest[0] if len(rest) == 1 and not on_top else None

    def _used(self, name: str) -> str:
        if name != "baseline" and name not in self.used:
            known = name in self._agents
            self.used[name] = (
                Arm(id=name, agent=name, route=self._route) if known else Arm(id=name, control=name)
            )
        return name

    def named(self, words: str | None, text: str) -> str | None:
        """The arm that printed words name: an agent of the record, or its control."""
        if not words:
            return None
        found = {
            m.id
            for m in self._drugs
            if m.id in self._agents
            and (name := text[m.span.start : m.span.end]).lower() in words.lower()
            and one_drug(words, name)
        }
        if len(found) == 1:
            return self._used(str(found.pop()))
        control = next((key for key, said in _CONTROLS if said.search(words)), None)
        return self._used(control) if control else None


def _id(mention: Mention | None) -> str | None:
    return mention.id if mention else None


def _results(
    reading: Reading, text: str, arms: _Arms, knowledge: Knowledge
) -> Iterator[tuple[Result, Quote]]:
    """Effects, then directions of outcomes without one, risks with an arm, adverse effects."""
    said: dict[tuple[int, str | None], Direction] = {}
    for direction in reading.directions:
        if direction.probability >= SURE_DIRECTION and _found_here(reading, direction.span):
            at = sentence_of(reading, direction.span)
            if _told(direction, text, at):
                said.setdefault((at.start, _id(direction.outcome)), direction)
    seen: set[tuple[int, str | None]] = set()
    taken = {
        e.outcome.span for e in reading.effects if e.outcome and e.outcome.span.end <= e.span.start
    }
    for effect in reading.effects:
        named = effect.outcome.span if effect.outcome else None
        if named in taken and named and named.start >= effect.span.end:
            # ``less unrest (OR 0.2) and more itching (OR 5.6)``: the later number is the itching's.
            continue
        at = sentence_of(reading, effect.span)
        key = (at.start, _id(effect.outcome))
        result = _of_effect(effect, text, at, said.get(key), arms, knowledge)
        if result is not None:
            seen.add(key)
            yield result, _quote("effect", text, at)
    for key, direction in said.items():
        at = sentence_of(reading, direction.span)
        pair = arms.of(at, direction) if key not in seen else None
        outcome = _known(direction.outcome, knowledge)
        if pair and outcome:
            yield (
                Result(
                    outcome=outcome, arm=pair[0], versus=pair[1], direction=direction.direction,
                    where=WHERE,
                ),
                _quote("direction", text, at, direction.probability, direction.hedged),
            )  # fmt: skip
    yield from _risks(reading, text, arms, knowledge)
    told: set[tuple[str, str | None]] = set()
    for adverse in reading.adverse_effects:
        effect_id = _known(adverse.effect, knowledge)
        if adverse.negated or adverse.probability < SURE_EFFECT or effect_id is None:
            continue
        drug = adverse.drug.id
        if (
            _found_here(reading, adverse.span)
            and caused(
                text,
                sentence_of(reading, adverse.span),
                adverse.drug,
                adverse.effect,
                arms.named_here,
            )
            and drug in arms.used
            and (effect_id, drug) not in told
        ):
            told.add((effect_id, drug))
            yield (
                Result(outcome=effect_id, arm=str(drug), direction="unclear", where=WHERE),
                _quote("adverse-effect", text, sentence_of(reading, adverse.span),
                       adverse.probability),
            )  # fmt: skip


def _risks(
    reading: Reading, text: str, arms: _Arms, knowledge: Knowledge
) -> Iterator[tuple[Result, Quote]]:
    """Risks of a named arm; a control's only where its sentence tells an agent's of the same."""
    held = []
    for risk in reading.risks:
        at = sentence_of(reading, risk.span)
        outcome = risk.outcome
        if outcome and in_sense(text, at, outcome) and counts_event(text, at, outcome):
            counted = _of_risk(risk, text, arms, knowledge)
            if counted is not None:
                held.append((counted, at))
    treated = {(at, r.outcome) for r, at in held if arms.used[r.arm].agent}
    for counted, at in held:
        if (at, counted.outcome) in treated:
            yield counted, _quote("risk", text, at)


def _found_here(reading: Reading, span: Span) -> bool:
    """Whether a span stands in a sentence on what the study found, not on what was known or meant."""
    at = sentence_at(reading, span)
    return at >= 0 and reading.sentences[at].role not in _NOT_FOUND


def _told(direction: Direction, text: str, at: Span) -> bool:
    """Whether a direction is of an outcome in its own sense, and said of that outcome."""
    outcome = direction.outcome
    if outcome is None or predicts(text, at) or not in_sense(text, at, outcome):
        return False
    return direction.direction != "no-difference" or same_clause(text, at, outcome)


def _of_effect(
    effect: Effect,
    text: str,
    at: Span,
    said: Direction | None,
    arms: _Arms,
    knowledge: Knowledge,
) -> Result | None:
    if effect.outcome and (predicts(text, at) or not in_sense(text, at, effect.outcome)):
        return None
    if effect.arm and arms.named(effect.arm, text) is None:
        return None
    outcome, pair = _known(effect.outcome, knowledge), arms.of(at, said)
    if outcome is None or pair is None or effect.measure not in knowledge.vocabulary["measures"]:
        return None
    direction = direction_of(effect) or (said.direction if said else "unclear")
    level = effect.level_percent
    # Limits of an unknown level are not shown as those of 95%.
    limits = (effect.low, effect.high) if effect.low and effect.high and level else None
    unit = effect.unit if effect.unit in knowledge.vocabulary["units"] else None
    if effect.unit and unit is None:
        # A number without its unit says nothing true.
        return None
    return Result(
        outcome=outcome,
        arm=pair[0],
        versus=pair[1],
        direction=direction,
        measure=effect.measure,
        effect=effect.value,
        interval=limits,
        interval_percent=level or Printed(Decimal(95)),
        p=effect.p,
        unit=unit,
        where=WHERE,
    )


def _of_risk(risk: Risk, text: str, arms: _Arms, knowledge: Knowledge) -> Result | None:
    outcome, arm = _known(risk.outcome, knowledge), arms.named(risk.arm, text)
    if outcome is None or arm is None:
        return None
    value = ArmValue(arm=arm, events=risk.events, n=risk.total, percent=risk.percent)
    return Result(outcome=outcome, arm=arm, direction="unclear", values=(value,), where=WHERE)


def _known(mention: Mention | None, knowledge: Knowledge) -> str | None:
    key = _id(mention)
    held = key and any(key in knowledge.vocabulary[v] for v in ("outcomes", "effects"))
    return key if held else None


def _quote(
    kind: str, text: str, at: Span, probability: float | None = None, hedged: bool = False
) -> Quote:
    return Quote(
        text=" ".join(text[at.start : at.end].split()), kind=kind, start=at.start, end=at.end,
        probability=probability, hedged=hedged,
    )  # fmt: skip
