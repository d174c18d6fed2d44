"""The model of liver and kidney: published equations, pulled to what other drugs showed."""

from math import exp, log
from typing import Final

from assuage.patient.exposure import cirrhosis, kidney, shipped
from assuage.patient.exposure.drug import (
    TYPICAL_EXTRACTION,
    TYPICAL_RENAL,
    TYPICAL_UNBOUND,
    Profile,
)
from assuage.patient.exposure.predict import LOCAL, spanned
from assuage.terms.exposure import Modelled

BOUNDS: Final = (0.3, 30.0)
"""Mechanistic ratios are kept inside these before they are used, as in the estimation."""
TOO_EXTRACTED: Final = 0.8
"""Above it, swallowed, in Child-Pugh C the sets differ several-fold: nothing is computed."""


def liver(drug: Profile, child_pugh: str, route: str) -> tuple[Modelled | None, tuple[str, ...]]:
    """AUC ratio in a Child-Pugh class."""
    if route in LOCAL:
        return None, ("local-route",)
    if drug.biologic:
        return None, ("biologic",)
    if not drug.known:
        return None, ("pathways-unknown",)
    extraction = drug.extraction if drug.extraction is not None else TYPICAL_EXTRACTION
    if extraction > TOO_EXTRACTED and child_pugh == "C" and route == "oral":
        return None, ("high-extraction-severe",)
    renal = min(drug.renal if drug.renal is not None else TYPICAL_RENAL, kidney.HIGHEST_RENAL)
    unbound = drug.unbound if drug.unbound is not None else TYPICAL_UNBOUND
    inputs = cirrhosis.Liver(extraction, renal, unbound, drug.enzymes, route == "oral")
    middle, each = cirrhosis.ensemble(child_pugh, inputs)
    low, high = BOUNDS
    pull = shipped.parameters().organs["liver"]
    ln = pull.ln(child_pugh, log(min(max(middle, low), high)))
    return (
        Modelled(
            span=spanned(ln, f"liver {child_pugh}"),
            tier="liver",
            inputs=(
                ("extraction", extraction),
                ("renal", renal),
                ("unbound", unbound),
                ("class-median", exp(pull.middle[child_pugh])),
            ),
            sets=tuple((s.name, r) for s, r in zip(cirrhosis.SETS, each, strict=True)),
        ),
        (),
    )


def kidneys(
    drug: Profile, egfr_ml_per_min: float, dialysis: bool, route: str
) -> tuple[Modelled | None, tuple[str, ...]]:
    """AUC ratio at a filtration rate: the class decides the middle, the rate itself the rest."""
    if route in LOCAL:
        return None, ("local-route",)
    if drug.biologic:
        return None, ("biologic",)
    grade = kidney.of_class(egfr_ml_per_min, dialysis)
    if grade is None:
        return None, ("normal-function",)
    reasons = () if drug.renal is not None else ("renal-fraction-unknown",)
    renal = drug.renal if drug.renal is not None else TYPICAL_RENAL
    kept = kidney.filtration(
        min(egfr_ml_per_min, kidney.DIALYSIS_GFR) if dialysis else egfr_ml_per_min
    )
    pull = shipped.parameters().organs["kidney"]
    ln = pull.ln(grade, kidney.ln_ratio(renal, kept))
    inputs = (("renal", renal), ("filtration", kept), ("class-median", exp(pull.middle[grade])))
    return Modelled(span=spanned(ln, f"kidney {grade}"), tier="kidney", inputs=inputs), reasons
