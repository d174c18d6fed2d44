"""What the knowledge holds of two medicines: facts of exposure, and effects that drug files name."""

from collections.abc import Sequence
from itertools import permutations
from types import MappingProxyType
from typing import Final

from msgspec.structs import replace

from assuage.knowledge.shelves import Knowledge
from assuage.patient.additive.kinship import Kin, treats_toxicity
from assuage.terms.additive import SEVERITIES, PairFact, Taken
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
        "reduce-to-third": "major",
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
        "monitor": "monitor-closely",
        "reduce-dose": "reduce-dose",
        "reduce-to-third": "reduce-to-third",
        "maximum-dose": "limit-paracetamol",
    }
)
"""What a drug's file says to do, as a step of the closed list."""


EXPOSURE: Final = ("exposure-increased", "exposure-decreased", "no-exposure-change")


def facts(knowledge: Knowledge, medicines: Sequence[Taken], kin: Kin) -> tuple[PairFact, ...]:
    """Every held interaction between two of the medicines, in the order of the list.

    A fact that names the other medicine outranks those that mean it by a class: where
    itraconazole itself was studied, what is said of CYP3A4 inhibitors in general is left out.
    The same fact from both drugs' files is one, with both sources.
    """
    found: dict[tuple[str, str, str, str | None], PairFact] = {}
    for one, other in permutations(medicines, 2):
        drug = knowledge.drugs.get(one.id)
        if drug is None or one.id == other.id or one.gone or other.gone:
            continue
        theirs = kin.ids(other.id)
        held = [i for i in drug.interactions if i.other in theirs and not i.withdrawn]
        named = {_subject(i) for i in held if i.other == other.id}
        for fact in held:
            if fact.kind == "opposes-immunotherapy" and treats_toxicity(one.purpose):
                continue
            affected, by = (other, one) if fact.role == "perpetrator" else (one, other)
            if not _by_route(fact, affected):
                continue
            if fact.other != other.id and _subject(fact) in named:
                continue
            pair = _pair(affected.id, by.id, fact, None if fact.other == other.id else fact.other)
            key = (*_ends(pair), pair.kind, pair.route)
            found[key] = _joined(found[key], pair) if key in found else pair
    return tuple(_without_weaker(list(found.values())))


def _ends(pair: PairFact) -> tuple[str, str]:
    """Exposure has a direction; effects that add up have none."""
    if pair.kind in EXPOSURE:
        return pair.drug, pair.other
    first, second = sorted((pair.drug, pair.other))
    return first, second


def _subject(fact: Interaction) -> str:
    """Exposure of one of the two, or one additive effect: what two facts must share to compete."""
    return fact.role if fact.kind in EXPOSURE else fact.kind


def _by_route(fact: Interaction, medicine: Taken) -> bool:
    """A fact about another route than the one used does not concern the person."""
    return fact.route is None or medicine.route is None or fact.route == medicine.route


def _pair(drug: str, other: str, fact: Interaction, through: str | None) -> PairFact:
    interval = fact.auc_ratio_interval
    return PairFact(
        drug=drug,
        other=other,
        through=through,
        kind=fact.kind,
        sources=(fact.source,),
        where=fact.where,
        auc_ratio=str(fact.auc_ratio) if fact.auc_ratio is not None else None,
        auc_ratio_interval=(str(interval[0]), str(interval[1])) if interval else None,
        cmax_ratio=str(fact.cmax_ratio) if fact.cmax_ratio is not None else None,
        route=fact.route,
        action=fact.action,
        advised=(fact.source,) if fact.action else (),
        severity=SEVERITY_OF.get(fact.action or "", "minor"),
    )


def _joined(known: PairFact, new: PairFact) -> PairFact:
    """One fact of two: what either gives, the graver advice, all sources."""
    graver_first = sorted((known, new), key=lambda p: SEVERITIES.index(p.severity), reverse=True)
    worst = graver_first[0]
    return replace(
        known,
        sources=tuple(dict.fromkeys((*known.sources, *new.sources))),
        auc_ratio=known.auc_ratio or new.auc_ratio,
        auc_ratio_interval=known.auc_ratio_interval or new.auc_ratio_interval,
        cmax_ratio=known.cmax_ratio or new.cmax_ratio,
        action=worst.action or known.action or new.action,
        advised=_advised(worst, known, new),
        severity=worst.severity,
        through=known.through if new.through else None,
    )


def _advised(worst: PairFact, known: PairFact, new: PairFact) -> tuple[str, ...]:
    """Who gives the advice that is kept: a source that only reduces a dose does not say by how much."""
    action = worst.action or known.action or new.action
    held = (*known.advised, *new.advised) if known.action == new.action else ()
    return tuple(dict.fromkeys(held)) or next(
        p.advised for p in (worst, known, new) if p.action == action
    )


def _without_weaker(pairs: list[PairFact]) -> list[PairFact]:
    """Leave out what one file says of a class where another names the two medicines themselves."""
    named = {(p.drug, p.other) for p in pairs if p.kind in EXPOSURE and p.through is None}
    return [
        p
        for p in pairs
        if p.kind not in EXPOSURE or p.through is None or (p.drug, p.other) not in named
    ]
