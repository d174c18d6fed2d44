"""From a person's medicines to those that the rules see; names that nobody holds are told apart."""

from typing import Final

from assuage.terms.additive import Taken
from assuage.terms.patient import Medicine, Patient

ALCOHOL: Final = "alcohol"
"""The agent that a person's daily alcohol stands for."""

RECENT_DAYS: Final = 14
"""A medicine stopped no longer ago than this still counts for withdrawal; our reading, as the
wash-out of MAO inhibitors in US labels."""


def taken(held: Medicine) -> Taken | None:
    """A medicine as the rules see it; ``None`` where its name is not known."""
    entry = held.drug or held.drug_class or held.agent
    if entry is None:
        return None
    gone = held.stopped_days_ago is not None
    return Taken(
        id=entry,
        name=held.name,
        route=held.route,
        stopping=held.stopping or gone,
        gone=gone,
        purpose=held.purpose,
    )


def by(patient: Patient) -> tuple[list[Taken], tuple[str, ...]]:
    """What a person takes or stopped lately, and the names that are not known, as typed."""
    known: list[Taken] = []
    unknown: list[str] = []
    for held in patient.medicines:
        if held.stopped_days_ago is not None and held.stopped_days_ago > RECENT_DAYS:
            continue
        found = taken(held)
        if found is None:
            unknown.append(held.name)
        else:
            known.append(found)
    if patient.alcohol_g_per_day and not any(m.id == ALCOHOL for m in known):
        known.append(Taken(id=ALCOHOL, name=ALCOHOL))
    return known, tuple(unknown)
