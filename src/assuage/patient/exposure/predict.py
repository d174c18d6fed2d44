"""The model of interactions and genes: parallel pathways in liver and gut wall."""

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import Final, NamedTuple

from assuage.patient.exposure import shipped, static
from assuage.patient.exposure.drug import TYPICAL_EXTRACTION, Profile, Share
from assuage.patient.exposure.shipped import Pathway, PerpetratorOn, Without
from assuage.terms.exposure import Modelled, Span

LOCAL: Final = frozenset({"intrathecal", "epidural", "topical"})
"""Given where they act: plasma is no measure of their effect."""
STEADY_H: Final = 216.0
"""A perpetrator of unknown duration is taken as in use for nine days, as in the estimation."""
ACTIVITY: Final = {"poor": 0.0, "intermediate": 0.5 / 1.5, "normal": 1.0, "ultrarapid": 2.5 / 1.5}
"""CYP2D6 activity relative to normal: CPIC's scores 0, 0.5, 1 to 2 and above 2 (NBK425164, table 1,
2016), over 1.5, the middle of normal; ultrarapid taken as 2.5."""
MADE_BY_OTHERS: Final = 0.1
"""Change of ln ratio by other pathways than CYP3A from which their wider interval is used."""
MOST: Final = 10.0
"""A drug not estimated, or from one pair, gets no number beyond tenfold either way: our own limit. Learnt
from one strong pair (tacrolimus with telaprevir, 70 observed) it would be said to rise as much with
every inhibitor."""
ENOUGH_PAIRS: Final = 2
"""Pairs from which a drug counts as estimated; from one, its interval is that of one not estimated."""


def pathway_of(gene: str) -> str:
    """The pathway that a gene's enzyme is: both bear its symbol."""
    return gene.lower()


class With(NamedTuple):
    """A perpetrator: id, daily dose in mg and days in use, where known; hours since it was stopped."""

    name: str
    mg_per_day: float | None = None
    days: float | None = None
    stopped_h: float = 0.0


class Acting(NamedTuple):
    """What a perpetrator does to one pathway: relative activity in liver and gut wall."""

    liver: float
    wall: float
    strength: float
    estimated: bool


def acting(who: With, name: str, pathway: Pathway) -> Acting | None:
    """Activity left or added; ``None`` where neither an estimate nor FDA's class is held."""
    on = pathway.perpetrators.get(who.name)
    estimated = on is not None
    if on is None:
        on = _of_class(who.name, name, pathway)
    if on is None:
        return None
    middle = pathway.middle
    dose = who.mg_per_day / on.usual_mg_per_day if who.mg_per_day and on.usual_mg_per_day else 1.0
    hours = 24 * who.days if who.days is not None else STEADY_H
    if on.induces:
        half = middle.half_of_usual_dose
        strength = on.strength * dose * (1 + half) / (dose + half)
        strength *= float(static.built_up(middle.turnover_per_h, hours))
        strength *= float(static.faded(middle.turnover_per_h, who.stopped_h))
        liver = static.induced(0.0 if on.gut_only else strength)
        wall = static.induced(strength * on.gut_to_liver)
    else:
        strength = on.strength * dose**middle.dose_exponent if who.stopped_h <= 24.0 else 0.0
        liver = static.inhibited(0.0 if on.gut_only else strength)
        wall = static.inhibited(strength * on.gut_to_liver)
    return Acting(liver, wall, strength, estimated)


def _of_class(name: str, pathway_id: str, pathway: Pathway) -> PerpetratorOn | None:
    """The middle of FDA's class stands in for a CYP3A perpetrator that was not estimated."""
    if pathway_id != "cyp3a4":
        return None
    listed = shipped.classes()
    kind = listed.of(name)
    if kind is None:
        return None
    induces = kind.endswith("inducer")
    return PerpetratorOn(
        induces=induces,
        strength=pathway.middle.strength[kind],
        strength_sd_ln=pathway.spreads["inducer" if induces else "inhibitor"],
        gut_to_liver=pathway.middle.gut_to_liver["inducer" if induces else "inhibitor"],
        gut_only=name in listed.gut_only,
        pairs=0,
    )


def spanned(ln_ratio: float, tier: str) -> Span:
    """The 90 % interval from the held-out errors of that tier."""
    width = shipped.parameters().intervals[tier]
    half = width.half_ln * (1 + width.stretch * abs(ln_ratio))
    return Span(ratio=exp(ln_ratio), low=exp(ln_ratio - half), high=exp(ln_ratio + half))


def ln_ratio(
    shares: Mapping[str, Share],
    activity: Mapping[str, tuple[float, float]],
    route: str,
    extraction: float | None,
) -> float:
    """ln AUC ratio; ``activity``: pathway to relative activity in liver and gut wall."""
    total = sum(s.contribution for s in shares.values())
    scale = 1 / total if total > 1 else 1.0
    left = 1.0
    for name, share in shares.items():
        left -= scale * share.contribution * (1 - activity.get(name, (1.0, 1.0))[0])
    if route != "oral":
        flow = extraction if extraction is not None else TYPICAL_EXTRACTION
        return log(static.intravenous(left, flow))
    escaped = 1.0
    for name, share in shares.items():
        escaped *= static.through_gut(share.gut_ratio, activity.get(name, (1.0, 1.0))[1])
    return log(static.oral(left, escaped))


def interaction(
    drug: Profile, perpetrators: Sequence[With], route: str
) -> tuple[Modelled | None, tuple[str, ...]]:
    """The model's ratio with these perpetrators together, or why there is none."""
    if route in LOCAL:
        return None, ("local-route",)
    if drug.biologic:
        return None, ("biologic",)
    held = shipped.parameters()
    activity: dict[str, tuple[float, float]] = {}
    inputs: list[tuple[str, float]] = []
    from_class, from_role, met = False, False, False
    acted: set[str] = set()
    for who in perpetrators:
        found = False
        for name, pathway in held.pathways.items():
            act = acting(who, name, pathway)
            if act is None:
                continue
            found = True
            acted.add(name)
            if name not in drug.shares:
                continue
            met = True
            liver, wall = activity.get(name, (1.0, 1.0))
            activity[name] = (liver * act.liver, wall * act.wall)
            inputs.append((f"strength {who.name} {name}", act.strength))
            from_class = from_class or not act.estimated
            from_role = from_role or not drug.shares[name].estimated
        if not found:
            return None, ("strength-unknown",)
    if not met:
        if not drug.known:
            return None, ("pathways-unknown",)
        shared = acted & set(drug.named)
        return None, ("contribution-unknown",) if shared else ("no-shared-pathway",)
    tier = "both estimated"
    reasons: list[str] = []
    if from_role:
        tier = "victim not estimated"
        reasons.append("contribution-from-role")
    if from_class:
        tier = "perpetrator not estimated"
        reasons.append("strength-from-class")
    if len(perpetrators) == 1:
        for w in held.without_pair:
            if (w.victim, w.perpetrator, w.route) == (
                drug.measured_as,
                perpetrators[0].name,
                route,
            ):
                return _left_out(w, tuple(reasons))
    ln = ln_ratio(drug.shares, activity, route, drug.extraction)
    few = min(drug.shares[n].pairs for n in activity) < ENOUGH_PAIRS
    if few and abs(ln) > log(MOST):
        return None, ("beyond-tested",)
    if few and tier == "both estimated":
        tier = "victim not estimated"
        reasons.append("one-pair-only")
    tier = _widest(drug, activity, route, ln, tier)
    inputs += [(f"contribution {n}", s.contribution) for n, s in sorted(drug.shares.items())]
    return Modelled(span=spanned(ln, tier), tier=tier, inputs=tuple(inputs)), tuple(reasons)


def _widest(
    drug: Profile,
    activity: Mapping[str, tuple[float, float]],
    route: str,
    ln: float,
    tier: str,
) -> str:
    """The tier of other pathways where they, not CYP3A alone, make the ratio: fewer pairs taught
    their strengths."""
    cyp3a = {name: a for name, a in activity.items() if name == "cyp3a4"}
    alone = ln_ratio(drug.shares, cyp3a, route, drug.extraction) if cyp3a else 0.0
    return "other pathway" if abs(ln - alone) > MADE_BY_OTHERS else tier


def _left_out(w: Without, reasons: tuple[str, ...]) -> tuple[Modelled | None, tuple[str, ...]]:
    """Beside an observed ratio stands what the model says without having seen it."""
    if w.ratio is None:
        return None, ("observed-leads",)
    span = spanned(log(w.ratio), w.tier)
    return Modelled(span=span, tier=w.tier, inputs=(("pair-left-out", 1.0),)), reasons


def gene(
    drug: Profile, name: str, phenotype: str, route: str
) -> tuple[Modelled | None, tuple[str, ...]]:
    """The model's ratio for a phenotype of an enzyme's gene, or why there is none."""
    if route in LOCAL:
        return None, ("local-route",)
    pathway = pathway_of(name)
    if pathway not in drug.shares and pathway not in drug.named:
        return None, ("gene-not-a-pathway",) if drug.named else ("pathways-unknown",)
    if pathway not in drug.shares:
        return None, ("gene-share-unknown",)
    quantified = ACTIVITY if name == "CYP2D6" else {"poor": 0.0, "normal": 1.0}
    if phenotype not in quantified:
        return None, ("phenotype-not-quantified",)
    active = quantified[phenotype]
    ln = ln_ratio(drug.shares, {pathway: (active, active)}, route, drug.extraction)
    share = drug.shares[pathway]
    tier = "both estimated" if share.estimated else "victim not estimated"
    tier = _widest(drug, {pathway: (active, active)}, route, ln, tier)
    inputs = ((f"contribution {pathway}", share.contribution), ("activity", active))
    return Modelled(span=spanned(ln, tier), tier=tier, inputs=inputs), ()
