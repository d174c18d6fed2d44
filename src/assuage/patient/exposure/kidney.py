"""AUC when the kidneys filter less: what is excreted unchanged follows filtration."""

from math import log
from typing import Final

CLASSES: Final = {"mild": (60, 90), "moderate": (30, 60), "severe": (15, 30), "esrd": (0, 15)}
"""mL/min, from the first to below the second, by FDA's guidance (2010, as the studies used it);
dialysis is ``esrd`` whatever is filtered."""
FILTRATION: Final = {"mild": 0.75, "moderate": 0.45, "severe": 0.22, "esrd": 0.10}
"""Middle of each class over ``USUAL_GFR``. Studies rarely say more than the class."""
USUAL_GFR: Final = 100.0
"""mL/min. Ours: a round number in the normal range, 90 and above."""
DIALYSIS_GFR: Final = 10.0
"""mL/min: the middle of ``esrd`` as above, where on dialysis nothing lower is stated."""
HIGHEST_RENAL: Final = 0.9
"""A fraction above it is taken as 0.9: some clearance remains without kidneys."""


def filtration(egfr_ml_per_min: float) -> float:
    """Filtration relative to usual, at most 1."""
    return min(egfr_ml_per_min / USUAL_GFR, 1.0)


def of_class(egfr_ml_per_min: float, dialysis: bool) -> str | None:
    """Class of the studies; ``None`` where filtration is normal (90 or more)."""
    if dialysis:
        return "esrd"
    lowest_first = reversed(CLASSES.items())
    return next((name for name, (_, high) in lowest_first if egfr_ml_per_min < high), None)


def ln_ratio(renal: float, kept: float) -> float:
    """ln AUC ratio where ``renal`` of clearance is excretion and ``kept`` of filtration remains."""
    return -log(1 - min(renal, HIGHEST_RENAL) * (1 - kept))
