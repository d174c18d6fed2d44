"""AUC when the kidneys filter less: what is excreted unchanged follows filtration."""

from math import log
from typing import Final

CLASSES: Final = ("mild", "moderate", "severe", "esrd")
FILTRATION: Final = {"mild": 0.75, "moderate": 0.45, "severe": 0.22, "esrd": 0.10}
"""Middle of each class of FDA's guidance (2010, as the studies used it): 60-89, 30-59, 15-29 and
under 15 mL/min or dialysis, over 100. Studies rarely say more than the class."""
USUAL_GFR: Final = 100.0
HIGHEST_RENAL: Final = 0.9
"""A fraction above it is taken as 0.9: some clearance remains without kidneys."""


def filtration(egfr_ml_per_min: float) -> float:
    """Filtration relative to usual, at most 1."""
    return min(egfr_ml_per_min / USUAL_GFR, 1.0)


def of_class(egfr_ml_per_min: float, dialysis: bool) -> str | None:
    """Class of the studies; ``None`` where filtration is normal (90 or more)."""
    if dialysis or egfr_ml_per_min < 15:
        return "esrd"
    limits = ((30.0, "severe"), (60.0, "moderate"), (90.0, "mild"))
    return next((name for limit, name in limits if egfr_ml_per_min < limit), None)


def ln_ratio(renal: float, kept: float) -> float:
    """ln AUC ratio where ``renal`` of clearance is excretion and ``kept`` of filtration remains."""
    return -log(1 - min(renal, HIGHEST_RENAL) * (1 - kept))
