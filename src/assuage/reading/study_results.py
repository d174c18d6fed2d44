"""The results of a study, each beside its words: effects, directions, risks, adverse effects.

Only what is clear: both arms read, the outcome the nearest in its clause, one arm's share never
without the other's where the sentence gives both.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from assuage.knowledge.shelves import Knowledge
from assuage.reading.attribution import at_start, in_sense, predicts, prevented, same_clause
from assuage.reading.evidence import (
    SURE_DIRECTION,
    SURE_EFFECT,
    direction_of,
    sentence_at,
    sentence_of,
)
from assuage.reading.harms import Harms
from assuage.reading.number_places import belongs, shares
from assuage.reading.study_arms import Arms
from assuage.terms.finding import Quote
from assuage.terms.printed import Printed
from assuage.terms.reading import Direction, Effect, Mention, Reading, Risk, Span
from assuage.terms.study import ArmValue, Result

WHERE = "abstract"
_NOT_FOUND = ("background", "aim", "methods")
"""Roles of sentences that tell no finding of the study."""
_SURVIVAL, _DEATHS = "overall-survival", ("death", "mortality")
_NUMBERS_NEEDED = ("nnt", "nnh")
_ALIKE = re.compile(
    r"\b(?:similarly|equally|alike|to (?:the same|a similar) (?:extent|degree))\b", re.I
)
"""``improved similarly in both groups``: no direction of one against the other."""


def results(
    reading: Reading, text: str, arms: Arms, knowledge: Knowledge
) -> Iterator[tuple[Result, Quote]]:
    """Effects, then directions of outcomes without one, shares of people, adverse effects."""
    harms = Harms(reading, text, arms)
    said: dict[tuple[int, str | None], Direction] = {}
    for direction in reading.directions:
        if direction.probability >= SURE_DIRECTION and _found_here(reading, direction.span):
            at = sentence_of(reading, direction.span)
            if _told(direction, text, at):
                said.setdefault((at.start, _id(direction.outcome)), direction)
    seen: set[tuple[int, str | None]] = set()
    for effect in reading.effects:
        at = sentence_of(reading, effect.span)
        key = (at.start, _id(effect.outcome))
        result = _of_effect(effect, reading, text, at, said.get(key), arms, harms, knowledge)
        if result is not None:
            seen.add(key)
            yield result, _quote("effect", text, at)
    for key, direction in said.items():
        at = sentence_of(reading, direction.span)
        pair = arms.of(at, direction) if key not in seen else None
        outcome = _known(direction.outcome, knowledge)
        if (
            not pair
            or not outcome
            or _as_efficacy(direction, outcome, pair[1], arms, harms, knowledge)
        ):
            continue
        if not _opposed(key[0], outcome, direction, said):
            yield (
                Result(
                    outcome=outcome, arm=pair[0], versus=pair[1], direction=direction.direction,
                    where=WHERE,
                ),
                _quote("direction", text, at, direction.probability, direction.hedged),
            )  # fmt: skip
    yield from _risks(reading, text, arms, harms, knowledge)
    told: set[tuple[str, str | None]] = set()
    for adverse in reading.adverse_effects:
        effect_id = _known(adverse.effect, knowledge)
        drug = adverse.drug.id
        if adverse.negated or adverse.probability < SURE_EFFECT or effect_id is None:
            continue
        if drug not in arms.used or (effect_id, drug) in told:
            continue
        at = sentence_of(reading, adverse.span)
        if _found_here(reading, adverse.span) and harms.caused(adverse, at):
            told.add((effect_id, drug))
            yield (
                Result(outcome=effect_id, arm=str(drug), direction="unclear", where=WHERE),
                _quote("adverse-effect", text, at, adverse.probability),
            )


def _risks(
    reading: Reading, text: str, arms: Arms, harms: Harms, knowledge: Knowledge
) -> Iterator[tuple[Result, Quote]]:
    """Shares of people with an event: of two arms together, or of one where the sentence has one."""
    by_sentence: dict[Span, list[Risk]] = {}
    for risk in reading.risks:
        by_sentence.setdefault(sentence_of(reading, risk.span), []).append(risk)
    for at, here in by_sentence.items():
        if not _found_here(reading, at) or at_start(text, at):
            continue
        for outcome, some in shares(reading, text, at, here):
            known = _known(outcome, knowledge)
            if known is None or not harms.counts(outcome, at, harm(known, knowledge)):
                continue
            result = _of_shares(some, known, text, at, arms)
            if result is not None:
                yield result, _quote("risk", text, at)


def _of_shares(some: list[Risk], outcome: str, text: str, at: Span, arms: Arms) -> Result | None:
    if len(some) == 1 and some[0].arm is None:
        pair = arms.only(at)
        named = [pair] if pair else []
    else:
        named = [arms.named(r.arm) or "" for r in some]
    if not named or not all(named) or len(set(named)) != len(some):
        return None
    values = tuple(
        ArmValue(arm=arm, events=r.events, n=r.total, percent=r.percent)
        for arm, r in zip(named, some, strict=True)
    )
    drug = next((v for v in values if arms.used[v.arm].agent), None)
    if drug is None or (len(some) == 1 and arms.only(at) != drug.arm):
        return None
    other = next((v.arm for v in values if v is not drug), None)
    return Result(
        outcome=outcome, arm=drug.arm, versus=other, direction="unclear",
        values=(drug, *(v for v in values if v is not drug)), where=WHERE,
    )  # fmt: skip


def _found_here(reading: Reading, span: Span) -> bool:
    """Whether a span stands in a sentence on what the study found, not on what was known or meant."""
    at = sentence_at(reading, span)
    return at >= 0 and reading.sentences[at].role not in _NOT_FOUND


def _told(direction: Direction, text: str, at: Span) -> bool:
    """Whether a direction is of an outcome in its own sense, and said of that outcome."""
    outcome = direction.outcome
    if outcome is None or predicts(text, at) or not in_sense(text, at, outcome):
        return False
    if direction.direction != "no-difference":
        if _ALIKE.search(text, at.start, at.end):
            return False
        return direction.direction != "higher" or not prevented(text, at, outcome)
    return same_clause(text, at, outcome) and not at_start(text, at)


def _of_effect(
    effect: Effect,
    reading: Reading,
    text: str,
    at: Span,
    said: Direction | None,
    arms: Arms,
    harms: Harms,
    knowledge: Knowledge,
) -> Result | None:
    outcome = effect.outcome
    if outcome is None or not _found_here(reading, effect.span):
        return None
    if predicts(text, at) or not in_sense(text, at, outcome):
        return None
    if not belongs(reading, text, at, outcome, effect.span):
        return None
    known, pair = _known(outcome, knowledge), arms.of(at, said)
    if known is None or pair is None or effect.measure not in knowledge.vocabulary["measures"]:
        return None
    if harm(known, knowledge) and harms.treated(outcome):
        return None
    if effect.arm and (arms.named(effect.arm), arms.named(effect.versus)) != pair:
        return None
    if effect.measure in _NUMBERS_NEEDED and (effect.measure == "nnh") != harm(known, knowledge):
        # ``number needed to treat`` of a harm is one to harm, of a benefit never.
        return None
    direction = direction_of(effect)
    if direction and said and said.direction != direction:
        return None
    levels = {e.level_percent for e in reading.effects if e.level_percent}
    # Where a record prints one level, its other intervals are of that one.
    level = effect.level_percent or (levels.pop() if len(levels) == 1 else None)
    # Limits of an unknown level are not shown as those of 95%.
    limits = (effect.low, effect.high) if effect.low and effect.high and level else None
    unit = effect.unit if effect.unit in knowledge.vocabulary["units"] else None
    if effect.unit and unit is None:
        # A number without its unit says nothing true.
        return None
    return Result(
        outcome=known,
        arm=pair[0],
        versus=pair[1],
        direction=direction or (said.direction if said else "unclear"),
        measure=effect.measure,
        effect=effect.value,
        interval=limits,
        interval_percent=level or Printed(Decimal(95)),
        p=effect.p,
        unit=unit,
        where=WHERE,
    )


def _as_efficacy(
    direction: Direction, outcome: str, versus: str, arms: Arms, harms: Harms, knowledge: Knowledge
) -> bool:
    """Whether a harm is told as what the drug is for: tried for it, or less of it than with nothing."""
    if outcome in knowledge.vocabulary["outcomes"] and not harm(outcome, knowledge):
        return False
    control = versus == "baseline" or not arms.used[versus].agent
    less = direction.direction == "lower" and control and outcome in knowledge.vocabulary["effects"]
    return less or harms.praised(direction.span) or harms.treated(direction.outcome)


def _opposed(
    start: int, outcome: str, direction: Direction, said: dict[tuple[int, str | None], Direction]
) -> bool:
    """Whether a sentence would have both survival and death higher, or both lower: one is misread."""
    group = _DEATHS if outcome == _SURVIVAL else (_SURVIVAL,) if outcome in _DEATHS else ()
    others = (said.get((start, other)) for other in group)
    return any(o and o.direction == direction.direction != "no-difference" for o in others)


def harm(outcome: str, knowledge: Knowledge) -> bool:
    """Whether an outcome is a harm: an adverse effect, or one of the domain."""
    term = knowledge.vocabulary["outcomes"].get(outcome)
    return term is None or term.domain == "harm"


def _id(mention: Mention | None) -> str | None:
    return mention.id if mention else None


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
