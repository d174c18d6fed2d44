"""A reading to rows of the evidence table: each item with its sentence and what it means."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from operator import attrgetter

from msgspec.structs import replace

from assuage.knowledge.shelves import Knowledge
from assuage.reading.attribution import one_drug
from assuage.reading.compared import control_in
from assuage.terms.evidence import EvidenceRow
from assuage.terms.library import Work
from assuage.terms.printed import Printed
from assuage.terms.reading import Direction, Effect, Mention, Reading, Risk, Span

_START = attrgetter("span.start")
_AGENTS = ("drug", "class")
_TITLE_WEIGHT = 3
"""A drug or condition of the title counts as three mentions: the title says what a study is of."""
_LEAST = 2
"""Mentions that make a drug or condition one of the study's, not a word in passing."""
SURE_DIRECTION, SURE_EFFECT = 0.8, 0.6
"""Least probability of a direction, and of an adverse effect, that enters the table. Ours: below
.8 and .5 half or more of what was looked at by hand was wrong (pages of ketamine and baclofen); adverse
effects from .5 to .7 were too often what a drug treats (a reviewer's rows)."""
_RATIOS = {
    "risk-ratio", "odds-ratio", "hazard-ratio", "incidence-rate-ratio", "auc-ratio", "cmax-ratio",
    "reporting-odds-ratio", "ratio-of-means",
}  # fmt: skip
_DIFFERENCES = {
    "mean-difference", "standardised-mean-difference", "median-difference", "risk-difference",
    "mean-change",
}  # fmt: skip


def subjects(reading: Reading, *kinds: str) -> tuple[str, ...]:
    """Ids of the drugs (or conditions …) that a record is about, most mentioned first."""
    title_end = reading.sentences[0].span.end if reading.sentences else 0
    counts: Counter[str] = Counter()
    for mention in reading.mentions:
        if mention.kind in kinds and mention.id:
            counts[mention.id] += _TITLE_WEIGHT if mention.span.start < title_end else 1
    return tuple(i for i, n in sorted(counts.items(), key=lambda c: (-c[1], c[0])) if n >= _LEAST)


def rows(reading: Reading, text: str, work: Work, knowledge: Knowledge) -> Iterator[EvidenceRow]:
    """The rows of one record, in the order of the text. Directness is not theirs to say."""
    lead = work.lead
    design = reading.design
    n = next((a.value for k in ("randomised", "analysed", "enrolled") for a in reading.amounts
              if a.kind == k and a.arm is None), None)  # fmt: skip
    base = EvidenceRow(
        record=work.id,
        title=lead.title,
        kind="",
        printed="",
        quote="",
        span=Span(0, 0),
        year=lead.year,
        journal=(lead.journal.abbreviation or lead.journal.title) if lead.journal else None,
        first_author=lead.authors[0].name if lead.authors else None,
        design=design.design if design else None,
        masking=design.masking if design else None,
        n=n,
        agents=subjects(reading, *_AGENTS),
        conditions=subjects(reading, "condition"),
        notices=work.notices,
    )
    found = [
        *(_effect(e, reading, text, base, knowledge) for e in reading.effects),
        *(_risk(r, reading, text, base) for r in reading.risks),
        *(
            _direction(d, text, base, knowledge)
            for d in reading.directions
            if d.probability >= SURE_DIRECTION
        ),
        *(
            replace(base, kind="adverse-effect", span=a.span, outcome=a.effect.id,
                    printed=text[a.effect.span.start : a.effect.span.end],
                    agent=_name(a.drug, text), direction=None, probability=a.probability)
            for a in reading.adverse_effects if not a.negated and a.probability >= SURE_EFFECT and a.effect.kind == "effect"
        ),
    ]  # fmt: skip
    for row in sorted(found, key=lambda r: (r.span.start, r.kind, r.printed)):
        sentence = sentence_of(reading, row.span)
        quote = text[sentence.start : sentence.end]
        when = _TIME.search(quote)
        row = _with_arms(row, sentence, reading, text)
        yield replace(row, quote=quote, span=sentence, time=when[0] if when else None)


def sentence_of(reading: Reading, span: Span) -> Span:
    """The sentence in which a span begins."""
    at = sentence_at(reading, span)
    return reading.sentences[at].span if at >= 0 else span


def sentence_at(reading: Reading, span: Span) -> int:
    """Its number; -1 before the first."""
    return bisect_right(reading.sentences, span.start, key=_START) - 1


def _outcome(mention: Mention | None) -> str | None:
    return mention.id if mention else None


_NUMBER = (
    r"(?:\d+(?:\.\d+)?(?:\s?(?:-|–|to|and|or)\s?\d+(?:\.\d+)?)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|"
    r"twenty[- ]four|forty[- ]eight)"
)
_UNIT = r"(?:min(?:utes?)?|h(?:ours?|rs?)?|days?|weeks?|wks?|months?|years?)"
_TIME = re.compile(
    rf"\b(?:(?:at|after|for|over|within|during|by|until|up to|in the first|the first)\s(?:the\s)?(?:first\s|next\s|last\s)?"
    rf"{_NUMBER}[\s-]{_UNIT}\b|(?:at|by|on|after|until)\s(?:post-?\w+\s)?(?:day|week|month|hour|year)s?\s\d+\b"
    rf"|{_NUMBER}[\s-]{_UNIT}\s(?:of follow-up|after\b))",
    re.I,
)
"""When: *at 24 h*, *after 12 weeks*, *at week 12*; the first of its sentence."""


def _with_arms(row: EvidenceRow, at: Span, reading: Reading, text: str) -> EvidenceRow:
    """The row with the one agent, and the one control, that its sentence names."""
    if row.kind in ("effect", "direction") and row.versus is None:
        controls = control_in(text[at.start : at.end])
        row = replace(row, versus=controls[0] if len(controls) == 1 else None)
    if row.kind == "effect" and row.agent is None:
        here = [m for m in reading.mentions if at.start <= m.span.start < at.end]
        agents = {m.span for m in here if m.kind in _AGENTS}
        named = {
            _name(m, text)
            for m in here
            if m.span in agents or (m.kind == "chemical" and m.span not in agents)
        }
        row = replace(row, agent=named.pop() if len(named) == 1 else None)
    return row


def _name(mention: Mention | None, text: str) -> str | None:
    if mention is None:
        return None
    # Ids of MeSH and DrugBank say nothing to a reader of the table.
    own = mention.id if mention.kind in _AGENTS else None
    return own or text[mention.span.start : mention.span.end]


def _agent_id(words: str | None, reading: Reading, text: str) -> str | None:
    """The id of an arm's printed words, where they are one agent's name; else the words."""
    if not words:
        return None
    found = {
        m.id
        for m in reading.mentions
        if m.kind in _AGENTS and m.id and text[m.span.start : m.span.end].lower() in words.lower()
    }
    return found.pop() if len(found) == 1 and one_drug_of(words, reading, text) else words


def one_drug_of(words: str, reading: Reading, text: str) -> bool:
    """Whether an arm's printed words name one agent alone."""
    names = {
        text[m.span.start : m.span.end]
        for m in reading.mentions
        if m.kind in _AGENTS and text[m.span.start : m.span.end].lower() in words.lower()
    }
    return any(one_drug(words, name) for name in names)


def _effect(
    effect: Effect, reading: Reading, text: str, base: EvidenceRow, knowledge: Knowledge
) -> EvidenceRow:
    parts = [effect.measure]
    if effect.value is not None:
        parts.append(str(effect.value) + (f" {effect.unit}" if effect.unit else ""))
    if effect.low is not None and effect.high is not None:
        level = f"{effect.level_percent}% " if effect.level_percent else ""
        parts.append(f"({level}CI {effect.low} to {effect.high})")
    if effect.p is not None:
        parts.append(f"P {effect.p}" if effect.p.sign != "=" else f"P = {effect.p}")
    outcome, direction = _outcome(effect.outcome), direction_of(effect)
    return replace(
        base,
        kind="effect",
        span=effect.span,
        printed=" ".join(parts),
        outcome=outcome,
        agent=_agent_id(effect.arm, reading, text),
        versus=_agent_id(effect.versus, reading, text),
        value=_digits(effect.value),
        low=_digits(effect.low),
        high=_digits(effect.high),
        level=_digits(effect.level_percent),
        p=_digits(effect.p),
        unit=effect.unit,
        direction=direction,
        meaning=meaning(direction, outcome, knowledge),
    )


def direction_of(effect: Effect) -> str | None:
    """What an interval says of the null value: 1 for ratios, 0 for differences; else unknown."""
    if effect.low is None or effect.high is None:
        return None
    if effect.measure in _RATIOS:
        null = 100.0 if effect.unit == "%" else 1.0
    elif effect.measure in _DIFFERENCES:
        null = 0.0
    else:
        return None
    low, high = sorted((float(effect.low), float(effect.high)))
    if low > null:
        return "higher"
    return "lower" if high < null else "no-difference"


def _digits(number: Printed | None) -> str | None:
    return None if number is None else str(number)


def _risk(risk: Risk, reading: Reading, text: str, base: EvidenceRow) -> EvidenceRow:
    counted = f"{risk.events}/{risk.total}" if risk.events is not None and risk.total else None
    return replace(
        base,
        kind="risk",
        span=risk.span,
        printed=text[risk.span.start : risk.span.end] + (f" ({risk.arm})" if risk.arm else ""),
        outcome=_outcome(risk.outcome),
        agent=_agent_id(risk.arm, reading, text),
        value=_digits(risk.percent) or counted,
        unit="%" if risk.percent is not None else None,
    )


def _direction(
    direction: Direction, text: str, base: EvidenceRow, knowledge: Knowledge
) -> EvidenceRow:
    outcome = _outcome(direction.outcome)
    return replace(
        base,
        kind="direction",
        span=direction.span,
        printed=direction.direction,
        outcome=outcome,
        agent=_name(direction.agent, text),
        versus=_name(direction.comparator, text),
        direction=direction.direction,
        meaning=meaning(direction.direction, outcome, knowledge),
        hedged=direction.hedged,
        probability=direction.probability,
    )


def meaning(direction: str | None, outcome: str | None, knowledge: Knowledge) -> str | None:
    """Benefit, harm or neither, by the direction and which direction of the outcome is better."""
    if direction is None or outcome is None:
        return None
    if direction == "no-difference":
        return "neither"
    for vocabulary in ("outcomes", "effects"):
        term = knowledge.vocabulary[vocabulary].get(outcome)
        if term is not None:
            better = term.better or ("lower" if vocabulary == "effects" else None)
            if better is None:
                return None
            return "benefit" if direction == better else "harm"
    return None
