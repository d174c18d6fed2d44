"""Interactions of a list of medicines: names resolved, the person's medicines added, all joined."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from assuage.asking.names import Index, fold
from assuage.knowledge.shelves import Knowledge
from assuage.patient.additive import together
from assuage.patient.person.medicines import medicine
from assuage.terms.additive import Expected, Taken, Together
from assuage.terms.errors import UnknownName
from assuage.terms.patient import Medicine, Patient

Engine = Callable[[Taken, Taken, Patient | None], Expected | None]
"""What an engine of exposure offers here: the medicine affected, the one that affects it, the
person. ``None`` where it has nothing to stand on."""

RECENT_DAYS = 14
"""A medicine stopped no longer ago than this still counts for withdrawal; our reading, as the
wash-out of MAO inhibitors in US labels."""


def interactions(
    knowledge: Knowledge,
    names: Sequence[str],
    patient: Patient | None = None,
    unread: Sequence[str] = (),
    engine: Engine | None = None,
) -> Together:
    """All interactions between the medicines named and those of the patient.

    ``names`` are as typed, with dose and route if wished. ``unread`` are names in the patient's
    file that the knowledge does not have. Raises UnknownName for a name given here: a check that
    leaves a medicine out in silence would be taken for a clean one.
    """
    index = Index(knowledge)
    medicines = [_named(index, name) for name in names]
    for held in patient.medicines if patient is not None else ():
        taken = _taken(held)
        if taken is not None and taken.id not in {m.id for m in medicines}:
            medicines.append(taken)
    found = together(knowledge, medicines, patient)
    if engine is not None:
        found = replace(found, expected=_expected(found, engine, patient))
    return replace(found, unknown=tuple(unread))


def _expected(found: Together, engine: Engine, patient: Patient | None) -> tuple[Expected, ...]:
    """What the engine computes for every ordered pair of the medicines taken."""
    pairs = (
        engine(one, other, patient)
        for one in found.medicines
        for other in found.medicines
        if one.id != other.id
    )
    return tuple(pair for pair in pairs if pair is not None)


def _named(index: Index, stated: str) -> Taken:
    """A medicine as typed: a drug, a class, or an agent of the closed list. Raises UnknownName."""
    read, _ = medicine(stated, index)
    taken = _taken(read)
    if taken is not None:
        return taken
    agents = {
        fold(name): term.id
        for term in index.knowledge.vocabulary.get("agents", {}).values()
        for name in (term.id, term.en, term.zh)
    }
    agent = agents.get(fold(read.name))
    if agent is None:
        raise UnknownName("drug", read.name, index.nearest(read.name, "drug", "class"))
    return Taken(id=agent, name=stated, route=read.route, purpose=read.purpose)


def _taken(held: Medicine) -> Taken | None:
    """A medicine of a person as the rules see it; none where stopped long ago or not known."""
    entry = held.drug or held.drug_class
    if entry is None:
        return None
    gone = held.stopped_days_ago is not None
    if held.stopped_days_ago is not None and held.stopped_days_ago > RECENT_DAYS:
        return None
    return Taken(
        id=entry,
        name=held.name,
        route=held.route,
        stopping=held.stopping or gone,
        gone=gone,
        purpose=held.purpose,
    )
