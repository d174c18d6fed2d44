"""Firings to alerts: one an effect, gravest first, everything said once."""

from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Final

from assuage.knowledge.shelves import Knowledge
from assuage.patient.additive.firing import concerning, graver
from assuage.patient.additive.kinship import Kin
from assuage.patient.additive.pairs import EFFECTS, STEP_OF
from assuage.terms.additive import SEVERITIES, Alert, Combination, Fired, Note, PairFact, Taken

_EXPOSED: Final = MappingProxyType(
    {"exposure-increased": "raised-exposure", "exposure-decreased": "lost-exposure"}
)
_DOSE_CHANGED: Final = ("reduce-dose", "reduce-to-third", "maximum-dose")
_DOSE_STEPS: Final = frozenset({"reduce-dose", "lower-starting-dose", "avoid-combination"})
_Key = tuple[str, str | None, tuple[str, ...]]
"""A step, what it watches, and the two of a pair that a drug's file speaks of."""

_PAIR: Final = 2
_TOGETHER: Final = frozenset({"avoid-combination", "only-if-no-alternative"})
"""Steps that are about two medicines, whichever of them the source is written for."""


def alerts(
    knowledge: Knowledge,
    fired: Sequence[Fired],
    pairs: Iterable[PairFact],
    medicines: Sequence[Taken],
    kin: Kin,
) -> tuple[Alert, ...]:
    """One alert an effect from rules and from what drug files say of pairs.

    A pair whose effect and medicines a fired rule already covers only adds its source.
    """
    by_effect: dict[str, list[Fired]] = {}
    for one in fired:
        by_effect.setdefault(knowledge.combinations[one.rule].effect, []).append(one)
    loose: dict[str, list[PairFact]] = {}
    backing: dict[str, list[PairFact]] = {}
    for pair in pairs:
        effect = _effect(pair)
        if effect is None:
            continue
        here = by_effect.get(effect, [])
        if pair.kind in _EXPOSED and pair.severity == "moderate":
            # Where a rule already has the dose of the two looked at, that is no second alert.
            here = [f for f in fired if _dose_looked_at(knowledge, f)]
        covered = any({pair.drug, pair.other} <= set(f.medicines) for f in here)
        if covered and pair.through is None:
            # A file that names both medicines may know worse of them than a rule about classes.
            gravest = max((f.severity for f in here), key=SEVERITIES.index)
            covered = graver(gravest, pair.severity) == gravest
        if covered and effect not in by_effect:
            continue
        (backing if covered else loose).setdefault(effect, []).append(pair)
    made = [
        _alert(
            knowledge,
            effect,
            [*by_effect.get(effect, ()), *_of_pairs(loose.get(effect, []))],
            loose.get(effect, []),
            backing.get(effect, []),
            medicines,
            kin,
        )
        for effect in dict.fromkeys((*by_effect, *loose))
    ]
    return ranked(knowledge, made)


def _dose_looked_at(knowledge: Knowledge, fired: Fired) -> bool:
    """Whether a rule's management already is a lower dose, or not to combine."""
    steps = {step.step for step in knowledge.combinations[fired.rule].management}
    return fired.severity != "minor" and bool(steps & _DOSE_STEPS)


def _effect(pair: PairFact) -> str | None:
    """The effect of a pair: a change of exposure where a file advises against it or changes a dose.

    What only asks for monitoring stays in the list of concentrations.
    """
    grave = SEVERITIES.index(pair.severity) >= SEVERITIES.index("major")
    if pair.kind in _EXPOSED and (grave or pair.action in _DOSE_CHANGED):
        return _EXPOSED[pair.kind]
    return EFFECTS.get(pair.kind)


def ranked(knowledge: Knowledge, made: Iterable[Alert]) -> tuple[Alert, ...]:
    """Gravest first."""
    return tuple(sorted(made, key=lambda a: _rank(knowledge, a)))


def _rank(knowledge: Knowledge, alert: Alert) -> tuple[int, int, int, str]:
    term = knowledge.vocabulary["combined-effects"].get(alert.effect)
    return (
        -SEVERITIES.index(alert.severity),
        term.rank if term is not None and term.rank is not None else 99,
        -len(alert.medicines),
        alert.effect,
    )


def _of_pairs(pairs: list[PairFact]) -> list[Fired]:
    """Held facts about pairs as firings: both files' facts about the same two are one."""
    joined: dict[frozenset[str], Fired] = {}
    for pair in pairs:
        key = frozenset((pair.drug, pair.other))
        severity = pair.severity
        known = joined.get(key)
        joined[key] = Fired(
            rule=known.rule if known else f"drug:{pair.drug}",
            severity=graver(severity, known.severity) if known else severity,
            medicines=known.medicines if known else (pair.drug, pair.other),
            route=pair.route if known is None else None,
            sources=tuple(dict.fromkeys((*(known.sources if known else ()), *pair.sources))),
        )
    return list(joined.values())


def _alert(
    knowledge: Knowledge,
    effect: str,
    fired: list[Fired],
    loose: list[PairFact],
    backing: list[PairFact],
    medicines: Sequence[Taken],
    kin: Kin,
) -> Alert:
    fired = sorted(fired, key=lambda f: (-SEVERITIES.index(f.severity), f.rule))
    ruled = [(knowledge.combinations[f.rule], f) for f in fired if f.rule in knowledge.combinations]
    mechanisms: dict[str, Note] = {}
    steps: dict[_Key, Note] = {}
    for rule, one in ruled:
        for fact in rule.mechanisms:
            known = mechanisms.get(fact.mechanism)
            mechanisms[fact.mechanism] = Note(
                id=fact.mechanism, sources=_joined(known, fact.source), rules=_rules(known, rule.id)
            )
        for step in concerning(rule.management, one.medicines, kin):
            key: _Key = (step.step, step.watch, ())
            known = steps.get(key)
            meant = [m for m in one.medicines if kin.ids(m) & set(step.of)]
            if not meant:
                meant = list(one.medicines)
            elif step.step in _TOGETHER:
                meant = _with_partners(meant, rule, one, medicines, kin)
            steps[key] = Note(
                id=step.step,
                sources=_joined(known, step.source),
                watch=step.watch,
                amount=str(step.amount) if step.amount is not None else None,
                of=tuple(dict.fromkeys((*(known.of if known else ()), *meant))),
                rules=_rules(known, rule.id),
            )
    for pair in loose:
        advised = STEP_OF.get(pair.action or "")
        if advised is not None:
            changed = pair.kind in _EXPOSED and pair.action in _DOSE_CHANGED
            of = (pair.drug,) if changed else (pair.drug, pair.other)
            key = (advised, None, of)
            for source in pair.advised:
                steps[key] = Note(id=advised, sources=_joined(steps.get(key), source), of=of)
    involved = {m for f in fired for m in f.medicines}
    order = tuple(dict.fromkeys(m.id for m in medicines if m.id in involved))
    usual = {m.id for m in medicines if m.usual}
    said = (
        *(s for f in fired for s in f.sources),
        *(s for note in (*mechanisms.values(), *steps.values()) for s in note.sources),
        *(s for p in backing for s in p.sources),
    )
    return Alert(
        effect=effect,
        severity=fired[0].severity,
        medicines=order,
        usual=tuple(m for m in order if m in usual),
        fired=tuple(fired),
        mechanisms=tuple(mechanisms.values()),
        management=tuple(steps.values()),
        sources=tuple(dict.fromkeys(said)),
    )


def _with_partners(
    meant: list[str], rule: Combination, one: Fired, medicines: Sequence[Taken], kin: Kin
) -> list[str]:
    """The medicines that a source speaks of, with those that the rule puts against them."""
    held = [m for m in medicines if m.id in one.medicines]
    if len(one.medicines) == _PAIR:
        return list(one.medicines)
    found = set(meant)
    for group in rule.groups:
        members = {m.id for m in held if kin.counts(m, group) is not None}
        if not members & set(meant):
            found |= members
    return [m for m in one.medicines if m in found]


def _rules(known: Note | None, rule: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(known.rules if known else ()), rule)))


def _joined(known: Note | None, source: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(known.sources if known else ()), source)))
