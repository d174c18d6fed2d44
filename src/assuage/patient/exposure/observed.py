"""Observed ratios first: what was measured of this drug, by this route, with this or in this state."""

from collections.abc import Iterable, Sequence
from math import exp, log, sqrt
from typing import Final

from assuage.knowledge.shelves import Knowledge
from assuage.patient.exposure import shipped
from assuage.terms.exposure import Observation, Pooled, Span

NINETY: Final = 1.6449
"""Standard normal quantile of a two-sided 90 % interval."""
CONFLICT: Final = log(2)
"""Observed and modelled further apart than twofold contradict each other."""
GRADE_OF: Final = {
    "liver": {"A": ("child-pugh-a", "mild"), "B": ("child-pugh-b", "moderate"), "C": ("child-pugh-c", "severe")},
    "kidney": {"mild": ("mild",), "moderate": ("moderate",), "severe": ("severe",), "esrd": ("end-stage", "dialysis")},
}  # fmt: skip
"""How the curated grades name the classes of the organ studies."""


def pooled(found: Sequence[Observation]) -> Pooled | None:
    """Mean of the logs; the interval is where a further study's mean would fall.

    The spread between studies is the one of all pairs with several studies (``study_sd_ln``), or
    that of these studies where it is larger.
    """
    if not found:
        return None
    by_source: dict[str, list[float]] = {}
    for o in found:
        by_source.setdefault(o.source, []).append(log(o.ratio))
    means = [sum(lns) / len(lns) for lns in by_source.values()]
    middle = sum(means) / len(means)
    own = sqrt(sum((m - middle) ** 2 for m in means) / (len(means) - 1)) if len(means) > 2 else 0.0
    spread = max(own, shipped.parameters().study_sd_ln)
    half = NINETY * spread * sqrt(1 + 1 / len(means))
    span = Span(ratio=exp(middle), low=exp(middle - half), high=exp(middle + half))
    return Pooled(span=span, studies=tuple(found))


def _merged(first: Iterable[Observation], more: Iterable[Observation]) -> list[Observation]:
    """Each source once: the shipped row stands where the knowledge has the same source."""
    kept = list(first)
    sources = {o.source for o in kept}
    return kept + [o for o in more if o.source not in sources]


def interaction(
    knowledge: Knowledge, drug: str, perpetrators: Sequence[str], route: str
) -> Pooled | None:
    """Ratios of exactly these perpetrators together, by this route."""
    key = (drug, tuple(sorted(perpetrators)), route)
    shipped_rows = shipped.observed_interactions().get(key, ())
    curated: list[Observation] = []
    entry = knowledge.drugs.get(drug)
    if entry is not None and len(perpetrators) == 1:
        curated = [
            Observation(
                ratio=float(fact.auc_ratio),
                source=fact.source,
                checked=True,
                where=fact.where,
                printed=str(fact.auc_ratio),
                moiety=fact.moiety,
            )
            for fact in entry.interactions
            if fact.auc_ratio is not None
            and float(fact.auc_ratio) > 0
            and fact.withdrawn is None
            and fact.role == "victim"
            and fact.other == perpetrators[0]
            and fact.route == route
            and " as well" not in fact.where
        ]
    return pooled(_merged(shipped_rows, curated))


def organ(
    knowledge: Knowledge, drug: str, which: str, grade: str, route: str
) -> tuple[Pooled | None, bool]:
    """Ratios in that class of an organ by that route; and whether only other classes were studied."""
    rows = shipped.observed_organs().get((drug, which), ())
    here = [(r, o) for r, o in rows if r in {route, ""}]
    entry = knowledge.drugs.get(drug)
    curated = [
        Observation(
            ratio=float(fact.exposure_ratio),
            source=fact.source,
            checked=True,
            where=fact.where,
            printed=str(fact.exposure_ratio),
            grade=grade,
        )
        for fact in (entry.organ_guidance if entry else ())
        if fact.exposure_ratio is not None
        and fact.withdrawn is None
        and fact.organ == which
        and fact.grade in GRADE_OF[which][grade]
        and fact.route in {route, None}
    ]
    mine = _merged([o for _, o in here if o.grade == grade], curated)
    return pooled(mine), bool(here) and not mine


def conflicting(observed: Span, modelled: Span) -> bool:
    """More than twofold apart."""
    return abs(log(observed.ratio / modelled.ratio)) > CONFLICT
