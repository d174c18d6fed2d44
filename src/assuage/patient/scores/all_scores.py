"""All scores of a person, their caveats, and what the missing inputs would change."""

from collections import defaultdict

from msgspec import Struct

from assuage.knowledge.shelves import Knowledge
from assuage.patient.scores.child_pugh import child_pugh, has_liver_disease
from assuage.patient.scores.kidney import absolute_egfr, bmi, bsa, egfr, gault
from assuage.patient.scores.liver import albi, meld, meld_3
from assuage.patient.scores.staging import bclc
from assuage.terms.patient import Patient
from assuage.terms.score import Score, ScoreCaveat, ScoreEntry


class Missing(Struct, frozen=True, kw_only=True):
    """An input that was not given, and the scores that wait for it."""

    field: str
    scores: tuple[str, ...]


class ScoreSheet(Struct, frozen=True, kw_only=True):
    """All scores of a person in a fixed order, the caveats that apply, the missing inputs."""

    scores: tuple[Score, ...]
    caveats: tuple[ScoreCaveat, ...]
    missing: tuple[Missing, ...]


def scores(patient: Patient) -> tuple[Score, ...]:
    """Every score that concerns the person, in a fixed order.

    Scores of the liver concern those with a disease of the liver, or whose bilirubin or INR was
    given. Raises PatientError for a stated class that contradicts the components.
    """
    liver = (child_pugh(patient), albi(patient), meld(patient), meld_3(patient))
    found = (
        *(liver if _liver_asked(patient) else ()),
        egfr(patient),
        absolute_egfr(patient),
        gault(patient),
        bmi(patient),
        bsa(patient),
        bclc(patient),
    )
    return tuple(score for score in found if score is not None)


def sheet(patient: Patient, knowledge: Knowledge) -> ScoreSheet:
    """Scores with their caveats from the knowledge."""
    found = scores(patient)
    waiting: dict[str, list[str]] = defaultdict(list)
    for score in found:
        for name in score.needs:
            waiting[name].append(score.id)
    caveats: dict[tuple[str, str], ScoreCaveat] = {}
    for score in found:
        entry = knowledge.scores.get(score.id)
        if entry is None or (score.value is None and score.grade is None):
            continue
        for caveat in applying(entry, patient):
            caveats.setdefault((caveat.caveat, caveat.source), caveat)
    return ScoreSheet(
        scores=found,
        caveats=tuple(caveats.values()),
        missing=tuple(
            Missing(field=name, scores=tuple(ids))
            for name, ids in sorted(waiting.items(), key=lambda item: (-len(item[1]), item[0]))
        ),
    )


def applying(entry: ScoreEntry, patient: Patient) -> list[ScoreCaveat]:
    """The caveats of a score that concern this person."""
    held = set(patient.conditions)
    if has_liver_disease(patient):
        held.add("cirrhosis")
    if patient.sarcopenia:
        held.add("little-muscle")
    return [
        caveat
        for caveat in entry.caveats
        if not caveat.withdrawn and _concerns(held, (*caveat.conditions, *caveat.features))
    ]


def _concerns(held: set[str], whom: tuple[str, ...]) -> bool:
    return not whom or not held.isdisjoint(whom)


def _liver_asked(patient: Patient) -> bool:
    """Whether scores of the liver concern the person, or the user asks for them by their inputs."""
    return (
        has_liver_disease(patient)
        or patient.bilirubin_umol_per_l is not None
        or patient.inr is not None
    )
