"""Observed ratios first: what was measured of this drug, by this route, with this or in this state."""

from collections.abc import Iterable, Sequence
from math import log
from typing import Final

from assuage.knowledge.shelves import Knowledge
from assuage.patient.additive.kinship import Kin
from assuage.patient.additive.pairs import EXPOSURE
from assuage.patient.exposure import shipped
from assuage.patient.exposure.predict import spanned
from assuage.patient.exposure.routes import given_by
from assuage.terms.drug import Interaction
from assuage.terms.exposure import Observation, Pooled, Span

CONFLICT: Final = log(2)
"""Observed and modelled further apart than twofold contradict each other."""
REFUTED: Final = 0.25
"""Share of a drug's observed pairs that must contradict the model before it is not used further."""
GRADE_OF: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "liver": {"A": ("child-pugh-a", "mild"), "B": ("child-pugh-b", "moderate"), "C": ("child-pugh-c", "severe")},
    "kidney": {"mild": ("mild",), "moderate": ("moderate",), "severe": ("severe",), "esrd": ("end-stage", "dialysis")},
}  # fmt: skip
"""How the curated grades name the classes of the organ studies."""


def pooled(found: Sequence[Observation]) -> Pooled | None:
    """Mean of the logs by source; the interval is where a further study's mean is expected.

    Its width comes from how well studies of one pair foretold the next one (tier ``observed``).
    """
    if not found:
        return None
    by_source: dict[str, list[float]] = {}
    for o in found:
        by_source.setdefault(o.source, []).append(log(o.ratio))
    means = [sum(lns) / len(lns) for lns in by_source.values()]
    return Pooled(span=spanned(sum(means) / len(means), "observed"), studies=tuple(found))


def _merged(first: Iterable[Observation], more: Iterable[Observation]) -> list[Observation]:
    """Each source once: the shipped row stands where the knowledge has the same source."""
    kept = list(first)
    sources = {o.source for o in kept}
    return kept + [o for o in more if o.source not in sources]


def _pair(knowledge: Knowledge, drug: str, perpetrators: Sequence[str]) -> Iterable[Interaction]:
    """What either's file says of one medicine's effect on the drug."""
    if len(perpetrators) != 1:
        return
    (other,) = perpetrators
    for one, role, two in ((drug, "victim", other), (other, "perpetrator", drug)):
        entry = knowledge.drugs.get(one)
        yield from (
            (f for f in entry.interactions if f.role == role and f.other == two) if entry else ()
        )


def interaction(
    knowledge: Knowledge, drug: str, perpetrators: Sequence[str], route: str
) -> Pooled | None:
    """Ratios of exactly these perpetrators together, by this route."""
    key = (drug, tuple(sorted(perpetrators)), route)
    shipped_rows = shipped.observed_interactions().get(key, ())
    curated = [
        Observation(
            ratio=float(fact.auc_ratio),
            source=fact.source,
            checked=True,
            where=fact.where,
            printed=str(fact.auc_ratio),
            moiety=fact.moiety,
        )
        for fact in _pair(knowledge, drug, perpetrators)
        if fact.auc_ratio is not None
        and float(fact.auc_ratio) > 0
        and fact.withdrawn is None
        and _by_route(knowledge, drug, fact.route, route)
        and " as well" not in fact.where
    ]
    return pooled(_merged(shipped_rows, curated))


def _by_route(knowledge: Knowledge, drug: str, stated: str | None, route: str) -> bool:
    """A ratio without a route is that of the swallowed drug, where the drug is swallowed at all."""
    if stated is not None:
        return stated == route
    return route == "oral" and route in (given_by(knowledge, drug) or ("oral",))


def directions(
    knowledge: Knowledge, kin: Kin, drug: str, perpetrator: str, route: str
) -> tuple[tuple[str, str, str], ...]:
    """What sources say of this medicine, or of a class that it belongs to, without giving a ratio:
    kind, source, and whom it is said of."""
    kind = shipped.classes().of(perpetrator)
    group = f"cyp3a4-{kind.split()[-1]}s" if kind else None
    above = kin.ids(perpetrator) | {group}
    out: dict[tuple[str, str, str], None] = {}
    for victim, role, other in ((drug, "victim", perpetrator), (perpetrator, "perpetrator", drug)):
        entry = knowledge.drugs.get(victim)
        for fact in entry.interactions if entry else ():
            named = fact.other == other or (role == "victim" and fact.other in above)
            if not named or fact.role != role or fact.withdrawn is not None:
                continue
            if fact.kind in EXPOSURE and fact.route in {None, route} and fact.auc_ratio is None:
                who = fact.other if role == "victim" else victim
                out[(fact.kind, fact.source, who)] = None
    return tuple(out)


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


def contradicted(drug: str) -> bool:
    """Whether observation refutes the model of this drug: a quarter of its pairs or more.

    Each pair is compared with what the model says without having seen it, and counts where the
    two are further apart than twofold and than the 90 % interval of that tier.
    """
    mine = [w for w in shipped.parameters().without_pair if w.victim == drug]
    rows = shipped.observed_interactions()
    apart = 0
    for w in mine:
        found = pooled(rows.get((w.victim, (w.perpetrator,), w.route), ()))
        if found is None or w.ratio is None:
            continue
        expected = spanned(log(w.ratio), w.tier)
        inside = expected.low <= found.span.ratio <= expected.high
        if conflicting(found.span, expected) and not inside:
            apart += 1
    return bool(mine) and apart >= REFUTED * len(mine)
