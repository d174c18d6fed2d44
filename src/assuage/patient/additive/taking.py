"""From a person's medicines to those that the rules see; names that nobody holds are told apart."""

from typing import Final

from assuage.asking.names import fold
from assuage.knowledge.shelves import Knowledge
from assuage.terms.additive import Taken
from assuage.terms.patient import Medicine, Patient

RECENT_DAYS: Final = 14
"""A medicine stopped no longer ago than this still counts for withdrawal; our reading, as the
wash-out of MAO inhibitors in US labels."""


def agents(knowledge: Knowledge) -> dict[str, str]:
    """Names of the closed list of agents: what is no drug of the knowledge, but may be taken."""
    return {
        fold(name): term.id
        for term in knowledge.vocabulary.get("agents", {}).values()
        for name in (term.id, term.en, term.zh)
    }


def taken(held: Medicine, others: dict[str, str]) -> Taken | None:
    """A medicine as the rules see it; ``None`` where its name is not known. ``others``: ``agents``."""
    entry = held.drug or held.drug_class or held.agent or others.get(fold(held.name))
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


def by(patient: Patient, others: dict[str, str]) -> tuple[list[Taken], tuple[str, ...]]:
    """What a person takes or stopped lately, and the names that are not known, as typed."""
    known: list[Taken] = []
    unknown: list[str] = []
    for held in patient.medicines:
        if held.stopped_days_ago is not None and held.stopped_days_ago > RECENT_DAYS:
            continue
        found = taken(held, others)
        if found is None:
            unknown.append(held.name)
        else:
            known.append(found)
    return known, tuple(unknown)
