"""Rules against a list of medicines: which fire, how grave, and what is missing to tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assuage.patient.additive.kinship import Kin
from assuage.patient.additive.limits import Person
from assuage.terms.additive import (
    GROUNDS,
    SEVERITIES,
    Ask,
    Combination,
    Fired,
    Ground,
    Limit,
    Met,
    Step,
    Taken,
)

AboutT = TypeVar("AboutT", Ground, Step)


@dataclass(frozen=True)
class Result:
    """What one rule gives: a firing or none, and the values that would change that."""

    fired: Fired | None
    asks: tuple[Ask, ...] = ()


def graver(one: str, other: str) -> str:
    """The graver of two severities."""
    return max(one, other, key=SEVERITIES.index)


def fire(rule: Combination, medicines: Sequence[Taken], kin: Kin, person: Person) -> Result:
    """One rule. Every group needs its medicines, and no medicine serves two groups at once."""
    counted = [
        [(m.id, why) for m in medicines if (why := kin.counts(m, group)) is not None]
        for group in rule.groups
    ]
    options = [list(dict.fromkeys(key for key, _ in members)) for members in counted]
    needs = [group.least for group in rule.groups]
    if not _can_be_met(options, needs):
        return Result(None)
    if any(kin.ids(m.id) & set(rule.spared_by) for m in medicines):
        return Result(None)
    asks: list[Ask] = []
    because: list[Met] = []
    if rule.when:
        held = [(limit, person.holds(limit)) for limit in rule.when]
        because = [Met(limit=x, value=person.shown(x)) for x, holds in held if holds]
        if not because:
            return Result(None, tuple(_ask(x, rule, rule.severity) for x, h in held if h is None))
    involved = {key for members in options for key in members}
    grounds = concerning(rule.grounds, involved, kin)
    strongest = max(
        (g.says for g in grounds), key=lambda s: SEVERITIES.index(GROUNDS[s]), default=None
    )
    own = [s for members in counted for _, held_by in members for s in held_by]
    if strongest is None and not own:
        return Result(None)  # no source speaks of these medicines: nothing may be said of them
    severity = borne(rule.severity, strongest)
    raised: list[Met] = []
    sources = [fact.source for fact in (*grounds, *rule.mechanisms)]
    for step in rule.raised:
        holds = person.holds(step.limit)
        if holds is None and graver(severity, step.severity) != severity:
            asks.append(_ask(step.limit, rule, step.severity))
        elif holds:
            severity = graver(severity, step.severity)
            raised.append(Met(limit=step.limit, value=person.shown(step.limit)))
            sources.append(step.source)
    sources += own
    if any(group.purpose == "other" for group in rule.groups):
        asks += _purposes(rule, medicines, kin)
    return Result(
        Fired(
            rule=rule.id,
            severity=severity,
            medicines=tuple(dict.fromkeys(m.id for m in medicines if m.id in involved)),
            because=tuple(because),
            raised=tuple(raised),
            says=strongest,
            grounds=tuple(dict.fromkeys(g.source for g in grounds if g.says == strongest)),
            sources=tuple(dict.fromkeys(sources)),
        ),
        tuple(asks),
    )


def borne(severity: str, strongest: str | None) -> str:
    """A rule's severity as far as the grounds that concern these medicines bear it.

    What one label forbids of its own drug is not forbidden of another; where only the medicines'
    own properties are known, nothing graver than moderate is said.
    """
    limit = GROUNDS[strongest] if strongest is not None else "moderate"
    return min(severity, limit, key=SEVERITIES.index)


def concerning(facts: Iterable[AboutT], medicines: Iterable[str], kin: Kin) -> list[AboutT]:
    """Those facts of a rule whose source speaks of one of the medicines, or of all."""
    ids = frozenset[str]().union(*(kin.ids(m) for m in medicines))
    return [fact for fact in facts if not fact.of or ids & set(fact.of)]


def _ask(limit: Limit, rule: Combination, severity: str) -> Ask:
    return Ask(measure=limit.measure or "", effect=rule.effect, severity=severity)


def _purposes(rule: Combination, medicines: Sequence[Taken], kin: Kin) -> list[Ask]:
    """What a medicine is for decides such a rule: it is asked for where it was not said."""
    silent = any(
        m.purpose is None and not m.usual and kin.counts(m, group) is not None
        for group in rule.groups
        if group.purpose
        for m in medicines
    )
    return [Ask(measure="purpose", effect=rule.effect, severity=rule.severity)] if silent else []


def _can_be_met(options: list[list[str]], needs: list[int]) -> bool:
    """Whether different medicines can be given to all groups at once (a small matching)."""
    places = [group for group, need in enumerate(needs) for _ in range(need)]
    holder: dict[str, int] = {}

    def seat(place: int, tried: set[str]) -> bool:
        for key in options[places[place]]:
            if key not in tried:
                tried.add(key)
                if key not in holder or seat(holder[key], tried):
                    holder[key] = place
                    return True
        return False

    return all(seat(place, set()) for place in range(len(places)))
