"""States of the person against what is held on each medicine: contraindicated, or with caution."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from assuage.asking.names import fold
from assuage.knowledge.shelves import Knowledge
from assuage.patient.additive.kinship import LOCAL, Kin
from assuage.patient.additive.limits import OF_THE_LIVER, Person
from assuage.terms.additive import Alert, Fired, Limit, Met, Note, Taken
from assuage.terms.drug import Contraindication

EFFECT: Final = "contraindication"
ALLERGY: Final = "hypersensitivity"

_LEVELS: Final = MappingProxyType(
    {
        "contraindicated": ("contraindicated", "contraindication"),
        "avoid": ("major", "advises-against"),
        "caution": ("moderate", "warning"),
    }
)
"""What a source says of a state, as severity and ground."""
_SAID: Final = frozenset({"pregnant", "g6pd"})
"""Measures whose value says no more than the state's name."""
_STEPS: Final = MappingProxyType(
    {"contraindicated": "do-not-use", "major": "do-not-use", "moderate": "caution"}
)


def contraindications(
    kin: Kin,
    medicines: Sequence[Taken],
    person: Person,
    allergies: Sequence[str] = (),
    ruled: Sequence[Fired] = (),
) -> tuple[Alert, ...]:
    """One alert a state of the person and level, with every medicine that a source speaks of.

    Where one of the rules that fired (``ruled``) goes by the same state, its advice says more than
    caution does, and caution is left out.
    """
    found: dict[tuple[str, str], list[Fired]] = {}
    for medicine in medicines:
        if medicine.gone or medicine.usual or medicine.route in LOCAL:
            continue
        held: dict[tuple[str, str], Fired] = {}
        for fact in kin.contraindications(medicine.id):
            met = _met(kin, fact.state, medicine, person, allergies)
            if met is None or fact.level not in _LEVELS or not _by_route(fact, medicine):
                continue
            severity, ground = _LEVELS[fact.level]
            if fact.level == "caution" and _ruled(kin, fact.state, medicine.id, met, ruled):
                continue
            known = held.get((fact.state, severity))
            sources = (*(known.sources if known else ()), fact.source)
            held[fact.state, severity] = Fired(
                rule=f"drug:{medicine.id}",
                severity=severity,
                medicines=(medicine.id,),
                because=met,
                says=ground,
                grounds=tuple(dict.fromkeys(sources)),
                sources=tuple(dict.fromkeys(sources)),
            )
        for (state, severity), one in held.items():
            if severity == "contraindicated" or (state, "contraindicated") not in held:
                found.setdefault((state, severity), []).append(one)
    return tuple(_alert(fired, medicines) for fired in found.values())


def silent_on_pregnancy(medicines: Sequence[Taken], kin: Kin) -> tuple[str, ...]:
    """Medicines on whose use in pregnancy nothing is held: silence on them is no freedom."""
    states = {
        term.id
        for term in kin.knowledge.vocabulary.get("states", {}).values()
        if any(limit.measure == "pregnant" for limit in term.when)
    }
    return tuple(
        m.id
        for m in medicines
        if not m.gone and not any(f.state in states for f in kin.contraindications(m.id))
    )


def _ruled(kin: Kin, state: str, medicine: str, met: Sequence[Met], ruled: Sequence[Fired]) -> bool:
    """Whether a rule on the medicine goes by one of these limits, or by another of a sick liver."""
    own = {m.limit.state or m.limit.measure for m in met}
    term = kin.knowledge.vocabulary.get("states", {}).get(state)
    if term is not None and term.family == "liver":
        own |= OF_THE_LIVER
    return any(
        medicine in fired.medicines
        and own & {m.limit.state or m.limit.measure for m in (*fired.because, *fired.raised)}
        for fired in ruled
    )


def _met(
    kin: Kin, state: str, medicine: Taken, person: Person, allergies: Sequence[str]
) -> tuple[Met, ...] | None:
    """The state, and the value that shows it where it was not named."""
    own = Met(limit=Limit(state=state), value=state)
    if state == ALLERGY:
        return (own,) if allergic(kin, medicine.id, allergies) else None
    if person.holds(own.limit):
        return (own,)
    term = kin.knowledge.vocabulary.get("states", {}).get(state)
    for limit in term.when if term is not None else ():
        if person.holds(limit):
            shown = Met(limit=limit, value=person.shown(limit))
            return (own,) if limit.measure in _SAID else (own, shown)
    return None


def allergic(kin: Kin, medicine: str, allergies: Sequence[str]) -> tuple[str, ...]:
    """Those of the stated allergies that are to this medicine."""
    names = set(_names(kin.knowledge, medicine))
    return tuple(a for a in allergies if fold(a) in names)


def _names(knowledge: Knowledge, medicine: str) -> Iterator[str]:
    entry = knowledge.drugs.get(medicine)
    if entry is not None:
        n = entry.names
        yield from (fold(x) for x in (n.en, n.zh, *n.en_synonyms, *n.zh_synonyms, medicine))
    term = knowledge.vocabulary.get("agents", {}).get(medicine)
    if term is not None:
        yield from (fold(x) for x in (term.en, term.zh, *term.also, medicine))


def _by_route(fact: Contraindication, medicine: Taken) -> bool:
    """A fact on another route than the one used does not concern the person; where the route was
    not said, one on an injection beside nerves does not either."""
    if fact.route is None or fact.route == medicine.route:
        return True
    return medicine.route is None and fact.route not in (*LOCAL, "intrathecal", "epidural")


def _alert(fired: list[Fired], medicines: Sequence[Taken]) -> Alert:
    order = tuple(dict.fromkeys(m.id for m in medicines if any(m.id in f.medicines for f in fired)))
    sources = tuple(dict.fromkeys(s for f in fired for s in f.sources))
    step = Note(id=_STEPS[fired[0].severity], sources=sources, of=order)
    return Alert(
        effect=EFFECT,
        severity=fired[0].severity,
        medicines=order,
        usual=(),
        fired=tuple(fired),
        mechanisms=(),
        management=(step,),
        sources=sources,
    )
