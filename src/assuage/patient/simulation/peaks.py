"""The peak of the last dosing interval, exactly where the grid of a picture would pass it by.

Superposition: every earlier dose is carried on to the last one as a sum of exponentials, so only the
last interval is looked at, finely. Arrays run over patients.
"""

import numpy as np
import numpy.typing as npt

from assuage.patient.simulation.courses import NEAR, Array

_POINTS = 48
"""Times looked at in the interval, closest together after the dose, where absorption bends most."""


def _carried(rates: Array, given: npt.NDArray[np.bool_], every_h: float) -> Array:
    """``sum(exp(-rate * age))`` of all doses taken, at the time of the last one (Horner)."""
    factor = np.exp(-rates * every_h)
    amount = np.zeros_like(rates)
    for taken in given:
        amount = amount * factor + float(taken)
    return amount


def swallowed_peak(
    rates: Array, coefficients: Array, absorption: Array, doses: Array,
    given: npt.NDArray[np.bool_], every_h: float,
) -> Array:  # fmt: skip
    """Highest concentration (patients,) from the last dose on; arguments as of ``courses.swallowed``."""
    ka = absorption[:, None]
    gap = ka - rates
    gap = np.where(np.abs(gap) < NEAR * ka, NEAR * ka, gap)
    weights = coefficients * doses[:, None] * ka / gap
    central = weights * _carried(rates, given, every_h)
    depot = weights.sum(axis=1) * _carried(absorption, given, every_h)
    highest = np.zeros_like(absorption)
    for point in range(_POINTS + 1):
        time = every_h * (point / _POINTS) ** 2
        now = (central * np.exp(-rates * time)).sum(axis=1) - depot * np.exp(-absorption * time)
        highest = np.maximum(highest, now)
    return highest


def infused_peak(
    rates: Array, coefficients: Array, doses: Array, given: npt.NDArray[np.bool_],
    infusion_h: float, every_h: float,
) -> Array:  # fmt: skip
    """Concentration (patients,) at the end of the last infusion; arguments as of ``courses.infused``."""
    weights = coefficients / rates * doses[:, None] / infusion_h
    faded = -np.expm1(-rates * infusion_h)
    held: Array = (weights * faded * _carried(rates, given, every_h)).sum(axis=1)
    return held
