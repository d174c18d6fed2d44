"""Interactions of a list of medicines: names resolved, the person's medicines added, all joined."""

from collections.abc import Callable, Sequence
from typing import Final

from msgspec.structs import replace

from assuage.asking.names import Index
from assuage.knowledge.shelves import Knowledge
from assuage.patient.additive import taking, together
from assuage.patient.person.medicines import medicines as medicines_of
from assuage.terms.additive import Expected, Taken, Together
from assuage.terms.errors import UnknownName
from assuage.terms.exposure import Factor
from assuage.terms.patient import Patient

Engine = Callable[[Taken, Taken, Patient | None], Expected | None]
"""What an engine of exposure offers here: the medicine affected, the one that affects it, the
person. ``None`` where it has nothing to stand on."""


def interactions(
    knowledge: Knowledge,
    names: Sequence[str],
    patient: Patient | None = None,
    engine: Engine | None = None,
) -> Together:
    """All interactions between the medicines named and those of the patient.

    ``names`` are as typed, with dose and route if wished. Raises UnknownName for one that the
    knowledge does not have: a check that leaves a medicine out in silence would be taken for a
    clean one. A name in the patient's file that is not known is told in ``unknown`` instead.
    """
    index = Index(knowledge)
    medicines = [taken for name in names for taken in _named(index, name)]
    named = {m.id for m in medicines}
    own, unknown = taking.by(patient) if patient is not None else ([], ())
    medicines += [m for m in own if m.id not in named]
    found = together(knowledge, medicines, patient)
    if engine is not None:
        found = replace(found, expected=_expected(found, engine, patient))
    return replace(found, unknown=unknown)


_FAR: Final = 5
"""What a strong inhibitor or inducer does by definition; past it, only what was observed counts."""


def exposure_engine(knowledge: Knowledge) -> Engine:
    """The engine of ``patient.exposure``: what it observed, or modelled with both sides estimated.

    Without a stated route, that by which the drug is given, if the knowledge says one. What the engine models from a role or a class alone, or as a
    change of more than five times, is left to its own command, where its reasons stand beside it:
    a wrong ratio in a list of alerts is worse than none.
    """
    from assuage.patient.exposure.engine import exposure
    from assuage.patient.exposure.predict import With
    from assuage.patient.exposure.routes import given_by

    def engine(drug: Taken, other: Taken, patient: Patient | None) -> Expected | None:
        if drug.id not in knowledge.drugs or other.id not in knowledge.drugs:
            return None
        route = drug.route or next(iter(given_by(knowledge, drug.id)), None)
        if route is None:
            return None
        for factor in exposure(knowledge, drug.id, route, [With(other.id)]).factors:
            span = factor.span
            estimated = factor.modelled is not None and factor.modelled.tier == "both estimated"
            if span is None or not (factor.leads == "observed" or estimated):
                continue
            if factor.leads != "observed" and not 1 / _FAR <= span.ratio <= _FAR:
                continue
            return Expected(
                drug=drug.id,
                other=other.id,
                route=route,
                ratio=span.ratio,
                low=span.low,
                high=span.high,
                basis=factor.leads or "",
                sources=_studies(factor),
            )
        return None

    return engine


def _studies(factor: Factor) -> tuple[str, ...]:
    """Sources of the observations behind a factor, where they lead."""
    if factor.leads != "observed" or factor.observed is None:
        return ()
    return tuple(dict.fromkeys(study.source for study in factor.observed.studies))


def _expected(found: Together, engine: Engine, patient: Patient | None) -> tuple[Expected, ...]:
    """What the engine computes for every ordered pair of the medicines taken."""
    pairs = (
        engine(one, other, patient)
        for one in found.medicines
        for other in found.medicines
        if one.id != other.id
    )
    return tuple(pair for pair in pairs if pair is not None)


def _named(index: Index, stated: str) -> list[Taken]:
    """What a line names: drugs, classes, agents of the closed list. Raises UnknownName, also for
    words beside a known name: they may be a second medicine."""
    read, doubts = medicines_of(stated, index)
    found: list[Taken] = []
    for one in read:
        taken = taking.taken(one)
        if taken is None:
            raise UnknownName("drug", one.name, index.nearest(one.name, "drug", "class"))
        found.append(taken)
    for doubt in doubts:
        if doubt.field == "medicine-words" and not any(c.isdigit() for c in doubt.stated):
            raise UnknownName("drug", doubt.stated, index.close(doubt.stated))
    return found
