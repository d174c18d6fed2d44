"""A list of medicines as a whole: with the person, and with the condition's usual treatments."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from assuage.knowledge.shelves import Knowledge
from assuage.patient.additive.contraindicated import (
    allergic,
    contraindications,
    silent_on_pregnancy,
)
from assuage.patient.additive.firing import fire
from assuage.patient.additive.kinship import Kin
from assuage.patient.additive.limits import OF_THE_LIVER, Person
from assuage.patient.additive.merging import alerts, ranked
from assuage.patient.additive.pairs import EXPOSURE, facts
from assuage.patient.scores.child_pugh import LIVER_DISEASES, liver_in_question
from assuage.terms.additive import SEVERITIES, Ask, Fired, PairFact, Taken, Together
from assuage.terms.patient import Patient

WHOLE: Final = frozenset({"alcohol", "live-vaccines", "rotavirus-vaccine", "grapefruit"})
"""Agents that are no medicine to be looked up in its own file."""


def together(
    knowledge: Knowledge,
    medicines: Sequence[Taken],
    patient: Patient | None = None,
    conditions: Sequence[str] = (),
) -> Together:
    """Everything that adds up between medicines, in this person and beside usual treatments.

    ``medicines`` are those taken (``Taken.usual`` false), each an entry of the knowledge;
    ``conditions`` are ids, to which the patient's own are added.
    """
    medicines = _once(medicines)
    kin = Kin(knowledge)
    person = Person(knowledge, patient, conditions)
    own = patient.conditions if patient is not None else ()
    named = tuple(dict.fromkeys((*conditions, *own)))
    rules = knowledge.combinations.values()
    results = [fire(rule, medicines, kin, person) for rule in rules]
    fired = [r.fired for r in results if r.fired is not None]
    pairs = facts(knowledge, medicines, kin)
    base = alerts(knowledge, fired, pairs, medicines, kin)
    allergies = patient.allergies if patient is not None else ()
    barred = contraindications(kin, medicines, person, allergies, fired)
    pregnant = patient is not None and bool(patient.pregnant)
    beside, beside_pairs, everyone = _beside_usual(
        knowledge, medicines, named, kin, person, {f.rule for f in fired}, set(pairs)
    )
    without = tuple(m.id for m in medicines if not _known(knowledge, m.id, kin, pairs, fired))
    return Together(
        medicines=tuple(medicines),
        conditions=named,
        with_usual_list=tuple(c for c in named if usual_treatments(knowledge, (c,))),
        alerts=ranked(knowledge, (*barred, *base)),
        with_usual=alerts(knowledge, beside, beside_pairs, everyone, kin),
        exposure=_ranked(pairs),
        exposure_usual=_ranked(p for p in beside_pairs if p.kind != "no-exposure-change"),
        asks=_asked(
            ask
            for r in results
            for ask in r.asks
            if ask.measure not in OF_THE_LIVER or _liver(patient, named)
        ),
        rules=len(knowledge.combinations),
        without_facts=without,
        partial=tuple(
            m.id
            for m in medicines
            if not (m.id in knowledge.drugs or m.id in knowledge.classes or m.id in without)
            and m.id not in WHOLE
        ),
        pregnancy_unheld=silent_on_pregnancy(medicines, kin) if pregnant else (),
        allergies_met=tuple(
            dict.fromkeys(a for m in medicines for a in allergic(kin, m.id, allergies))
        ),
    )


def _liver(patient: Patient | None, conditions: Sequence[str]) -> bool:
    """Whether values of the liver are worth asking for: not of those without a sign of its illness."""
    return bool(set(LIVER_DISEASES) & set(conditions)) or (
        patient is not None and liver_in_question(patient)
    )


def usual_treatments(
    knowledge: Knowledge, conditions: Sequence[str], taken: Collection[str] = ()
) -> tuple[tuple[str, ...], ...]:
    """Usual treatments of the conditions, each with what it is given with; of the broader ones
    where a condition lists none.

    Treatments of one role are alternatives: where one of them, or another member of its class, is
    ``taken``, the others of its role are left out, and all others where it is a first-line one.
    """
    found: dict[tuple[str, ...], None] = {}
    for asked in conditions:
        seen = [asked]
        for key in seen:
            entry = knowledge.conditions.get(key)
            if entry is None:
                continue
            settled = {t.role for t in entry.treatments if t.agent in taken}
            if "first-line" in settled:
                break
            for t in entry.treatments:
                if t.role not in settled:
                    found.setdefault(tuple(sorted({t.agent, *t.together_with})))
            if entry.treatments:
                break
            seen += [b for b in entry.broader if b not in seen]
    return tuple(found)


def _beside_usual(
    knowledge: Knowledge,
    medicines: Sequence[Taken],
    conditions: Sequence[str],
    kin: Kin,
    person: Person,
    known: set[str],
    known_pairs: set[PairFact],
) -> tuple[list[Fired], list[PairFact], list[Taken]]:
    """Firings and pairs that a usual treatment would add to what is taken.

    Each treatment is tried alone with what it is given with, never two alternatives at once; a
    rule that fires without it is not said again.
    """
    taken = {m.id for m in medicines}
    # A class of which a member is taken, or another member of it, is an alternative.
    meant = {key for m in medicines for key in kin.ids(m.id)}
    meant |= {d for m in medicines for group in kin.groups(m.id) for d in kin.drugs(group)}
    joined: dict[str, Fired] = {}
    pairs: dict[PairFact, None] = {}
    everyone = list(medicines)
    for agents in usual_treatments(knowledge, conditions, meant):
        added = [Taken(id=a, name=a, usual=True) for a in agents if a not in meant]
        everyone += [a for a in added if a.id not in {m.id for m in everyone}]
        tried = [*medicines, *added]
        new = {a.id for a in added}
        for rule in knowledge.combinations.values():
            one = fire(rule, tried, kin, person).fired
            if one is None or rule.id in known or not taken & set(one.medicines):
                continue
            if new & set(one.medicines):
                joined[rule.id] = _merged(joined.get(rule.id), one)
        for pair in facts(knowledge, tried, kin):
            if {pair.drug, pair.other} & new and {pair.drug, pair.other} & taken:
                pairs.setdefault(pair)
    return list(joined.values()), [p for p in pairs if p not in known_pairs], everyone


def _ranked(pairs: Iterable[PairFact]) -> tuple[PairFact, ...]:
    """Changes of exposure, those with the gravest advice first, no change last."""
    held = [p for p in pairs if p.kind in EXPOSURE]
    return tuple(
        sorted(
            held,
            key=lambda p: (p.kind == "no-exposure-change", -SEVERITIES.index(p.severity)),
        )
    )


def _merged(known: Fired | None, one: Fired) -> Fired:
    if known is None:
        return one
    worst = max(known, one, key=lambda f: SEVERITIES.index(f.severity))
    return Fired(
        rule=one.rule,
        severity=worst.severity,
        medicines=tuple(dict.fromkeys((*known.medicines, *one.medicines))),
        because=worst.because,
        raised=worst.raised,
        says=worst.says,
        grounds=worst.grounds,
        sources=tuple(dict.fromkeys((*known.sources, *one.sources))),
    )


def _once(medicines: Sequence[Taken]) -> list[Taken]:
    """One entry a medicine: the same drug by two routes is still one drug for what adds up,
    unless the routes differ in what they do."""
    held: dict[tuple[str, str | None, bool], Taken] = {}
    for medicine in medicines:
        key = (medicine.id, medicine.route, medicine.gone)
        known = held.get(key)
        if known is None or (medicine.stopping and not known.stopping):
            held[key] = medicine
    return list(held.values())


def _asked(asks: Iterable[Ask]) -> tuple[Ask, ...]:
    """Each measure once an effect, with the gravest severity that it could lead to."""
    worst: dict[tuple[str, str], Ask] = {}
    for ask in asks:
        known = worst.get((ask.measure, ask.effect))
        if known is None or SEVERITIES.index(ask.severity) > SEVERITIES.index(known.severity):
            worst[ask.measure, ask.effect] = ask
    return tuple(
        sorted(worst.values(), key=lambda a: (-SEVERITIES.index(a.severity), a.measure, a.effect))
    )


def _known(
    knowledge: Knowledge, agent: str, kin: Kin, pairs: Sequence[PairFact], fired: Sequence[Fired]
) -> bool:
    drug = knowledge.drugs.get(agent)
    own = bool(drug is not None and (drug.properties or drug.interactions))
    named = any(agent in (p.drug, p.other) for p in pairs)
    ruled = any(agent in f.medicines for f in fired)
    in_rules = any(
        kin.ids(agent) & set(group.of)
        for rule in knowledge.combinations.values()
        for group in rule.groups
    )
    return own or named or ruled or in_rules or bool(kin.properties(agent))
