"""From parts to the whole: what is multiplied, and what forbids a number for all together."""

from collections.abc import Sequence
from math import exp, log, sqrt
from typing import Final

from msgspec import structs

from assuage.patient.exposure import predict, shipped
from assuage.patient.exposure.drug import Profile
from assuage.terms.exposure import Exposure, Factor, Span

LARGE_OR_SHARED: Final = frozenset({"beyond-tested", "model-contradicted", "contribution-unknown"})
"""Reasons that say of a medicine without a number that it is known or expected to act."""
LONG_GONE_H: Final = 336.0
"""Two weeks: a medicine stopped longer ago is not told of as acting. Ours."""


def _acts_without_number(factor: Factor) -> bool:
    """Whether a medicine acts on the drug, by a source or by a shared pathway, and has no number.

    What a source says of the two medicines themselves outranks what one says of a class.
    """
    if factor.kind != "interaction" or factor.span is not None:
        return False
    if LARGE_OR_SHARED & set(factor.reasons):
        return True
    named = [kind for kind, _, who in factor.directions if who in factor.what]
    said = named or [kind for kind, _, _ in factor.directions]
    return any(kind != "no-exposure-change" for kind in said)


def _same_pathway(factors: Sequence[Factor]) -> list[Factor]:
    """A gene whose enzyme a medicine acts on too is shown and left out of the product: an enzyme
    that is not there cannot be inhibited, and the two effects would be counted twice."""
    held = shipped.parameters().pathways
    acted = {
        name
        for f in factors
        if f.kind == "interaction" and f.span is not None
        for name, pathway in held.items()
        if any(who in pathway.perpetrators for who in f.what)
    }
    return [
        structs.replace(f, reasons=(*f.reasons, "same-pathway"))
        if f.kind == "gene" and predict.pathway_of(f.what[0]) in acted
        else f
        for f in factors
    ]


def _product(factors: Sequence[Factor]) -> Span | None:
    """Leading ratios multiplied, their logarithms' half-widths added as squares.

    Exact where the liver loses all its pathways alike; on the high side where an inhibitor meets
    an enzyme that the liver has lost more than others.
    """
    spans = [f.span for f in factors if f.span is not None]
    if not spans:
        return None
    middle = sum(log(s.ratio) for s in spans)
    half = sqrt(sum((log(s.high / s.low) / 2) ** 2 for s in spans))
    return Span(ratio=exp(middle), low=exp(middle - half), high=exp(middle + half))


def whole(drug: Profile, route: str, found: Sequence[Factor], unlike: tuple[str, ...]) -> Exposure:
    """All factors, the number for all together where one can stand, and why it cannot.

    A part of the whole would be read as the whole: an ill organ, or a medicine that acts, without
    a number takes the number from all. ``unlike``: why the person is not one of those whom
    anything was estimated in.
    """
    factors = [structs.replace(f, acts=_acts_without_number(f)) for f in _same_pathway(found)]
    joint = [f for f in factors if f.kind == "interaction" and len(f.what) > 1]
    used = [f for f in factors if f.kind != "interaction" and "same-pathway" not in f.reasons]
    used += joint or [f for f in factors if f.kind == "interaction"]
    leading = [f for f in used if f.span is not None]
    reasons = []
    if route in predict.LOCAL:
        reasons.append("local-route")
    if drug.biologic:
        reasons.append("biologic")
    forbids = list(unlike)
    blocked = any("conflict" in f.reasons for f in used) and len(leading) > 1
    if blocked or (bool(joint) and joint[0].span is None):
        forbids.append("conflict")
    if any(f.kind in ("liver", "kidney") and f.span is None for f in used):
        forbids.append("organ-without-number")
    if any(f.acts for f in factors):
        forbids.append("acts-without-number")
    if any("acts-through-metabolite" in f.reasons for f in factors):
        forbids.append("acts-through-metabolite")
    reasons += forbids
    if route not in {"oral", "intravenous"} | predict.LOCAL and any(f.modelled for f in factors):
        reasons.append("no-first-pass-route")
    return Exposure(
        drug=drug.drug,
        route=route,
        factors=tuple(factors),
        together=None if forbids else _product(leading),
        reasons=tuple(reasons),
    )
