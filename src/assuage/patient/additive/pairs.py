"""What the knowledge holds of two medicines: facts of exposure, and effects that drug files name."""

from collections.abc import Sequence
from itertools import permutations
from types import MappingProxyType
from typing import Final

from assuage.knowledge.shelves import Knowledge
from assuage.patient.additive.kinship import Kin
from assuage.terms.additive import PairFact, Taken
from assuage.terms.drug import Interaction

EFFECTS: Final = MappingProxyType(
    {
        "additive-sedation": "sedation",
        "additive-qt": "qt",
        "additive-bleeding": "bleeding",
        "serotonin-syndrome": "serotonin",
        "additive-immunosuppression": "infection",
        "less-vaccine-response": "infection",
        "additive-nephrotoxicity": "nephrotoxicity",
        "opposes-immunotherapy": "immunotherapy-opposed",
        "additive-hepatotoxicity": "hepatotoxicity",
        "additive-myelosuppression": "marrow",
        "additive-seizure": "seizure",
        "additive-blood-pressure": "blood-pressure-rise",
        "additive-hypotension": "blood-pressure-fall",
    }
)
"""Kinds of held pharmacodynamic interaction to the effect of the rules."""

SEVERITY_OF: Final = MappingProxyType(
    {
        "contraindicated": "contraindicated",
        "avoid": "major",
        "separate-or-avoid": "major",
        "not-recommended": "major",
        "caution": "moderate",
        "monitor": "moderate",
        "reduce-dose": "moderate",
        "maximum-dose": "moderate",
    }
)
"""What a drug's file says to do, and the severity that this bears; without advice: minor."""

STEP_OF: Final = MappingProxyType(
    {
        "contraindicated": "avoid-combination",
        "avoid": "avoid-combination",
        "separate-or-avoid": "only-if-no-alternative",
        "not-recommended": "avoid-combination",
        "caution": "caution",
        "monitor": "watch",
        "reduce-dose": "reduce-dose",
    }
)


def facts(
    knowledge: Knowledge, medicines: Sequence[Taken], kin: Kin
) -> tuple[tuple[PairFact, Interaction], ...]:
    """Every held interaction between two of the medicines, in the order of the list.

    A fact that names the other medicine outranks those that mean it by a class: where
    itraconazole itself was studied, what is said of CYP3A4 inhibitors in general is left out.
    """
    found: list[tuple[PairFact, Interaction]] = []
    for one, other in permutations(medicines, 2):
        drug = knowledge.drugs.get(one.id)
        if drug is None or one.id == other.id:
            continue
        theirs = kin.ids(other.id)
        held = [i for i in drug.interactions if i.other in theirs and _by_route(i, one)]
        named = {_subject(i) for i in held if i.other == other.id}
        for fact in held:
            if fact.other != other.id and _subject(fact) in named:
                continue
            found.append((_pair(one, other, fact), fact))
    return tuple(found)


def _subject(fact: Interaction) -> str:
    """Exposure of one of the two, or one additive effect: what two facts must share to compete."""
    return fact.kind if fact.role == "pharmacodynamic" else fact.role


def _by_route(fact: Interaction, medicine: Taken) -> bool:
    """A fact about another route than the one used does not concern the person."""
    return fact.route is None or medicine.route is None or fact.route == medicine.route


def _pair(one: Taken, other: Taken, fact: Interaction) -> PairFact:
    interval = fact.auc_ratio_interval
    return PairFact(
        drug=one.id,
        other=other.id,
        through=fact.other,
        kind=fact.kind,
        role=fact.role,
        source=fact.source,
        where=fact.where,
        auc_ratio=str(fact.auc_ratio) if fact.auc_ratio is not None else None,
        auc_ratio_interval=(str(interval[0]), str(interval[1])) if interval else None,
        cmax_ratio=str(fact.cmax_ratio) if fact.cmax_ratio is not None else None,
        route=fact.route,
        action=fact.action,
        usual=one.usual or other.usual,
    )
