"""Concentrations over a regimen: every dose carried on by one multiplication a step and exponential.

Times are on a grid whose step divides the dosing interval. Between grid points each exponential
decays by a constant factor; at a dose it gains one. An infusion is a step on and, later, a step off,
which may fall between grid points. Nothing but the factors needs an exponential function, so a
patient costs a few hundred multiplications. Compiled by numba, in parallel over patients.
"""

import numpy as np
import numpy.typing as npt
from numba import njit, prange

Array = npt.NDArray[np.float64]
NEAR = 1e-6
"""Relative distance of absorption rate and exponent below which their limit is used: there the
difference of two exponentials loses more than half of its digits."""


@njit(parallel=True, fastmath=False, cache=True)
def boluses(
    rates: Array, coefficients: Array, doses: Array, given: npt.NDArray[np.bool_],
    step: float, steps: int, per_interval: int,
) -> Array:  # fmt: skip
    """Concentrations (patients, steps) at 0, step, 2 step … h; a dose counts from its own time on.

    ``rates`` and ``coefficients`` are of ``dispositions``; ``doses`` in mg, one a patient; ``given``
    says which of the regimen's doses are taken; ``per_interval`` steps make a dosing interval.
    """
    patients, terms = rates.shape
    out = np.zeros((patients, steps))
    for i in prange(patients):
        # Exponential after exponential: its amount and factor stay in registers.
        for term in range(terms):
            amount = 0.0
            factor = np.exp(-rates[i, term] * step)
            weight = coefficients[i, term] * doses[i]
            at = 0
            while at < steps:
                dose = at // per_interval
                if dose < given.size and given[dose]:
                    amount += weight
                for j in range(at, min(at + per_interval, steps)):
                    out[i, j] += amount
                    amount *= factor
                at += per_interval
    return out


@njit(parallel=True, fastmath=False, cache=True)
def swallowed(
    rates: Array, coefficients: Array, absorption: Array, doses: Array,
    given: npt.NDArray[np.bool_], step: float, steps: int, per_interval: int,
) -> Array:  # fmt: skip
    """The same for first-order absorption at ``absorption`` 1/h; ``doses`` are those absorbed (F D)."""
    patients, terms = rates.shape
    out = np.zeros((patients, steps))
    for i in prange(patients):
        ka = absorption[i]
        gone = np.exp(-ka * step)
        for term in range(terms):
            factor = np.exp(-rates[i, term] * step)
            gap = ka - rates[i, term]
            weight = coefficients[i, term] * doses[i] * ka
            near = abs(gap) < NEAR * ka
            if not near:
                weight /= gap
            amount, depot, ramp = 0.0, 0.0, 0.0
            at = 0
            while at < steps:
                dose = at // per_interval
                if dose < given.size and given[dose]:
                    amount += weight
                    depot += weight
                end = min(at + per_interval, steps)
                if near:
                    for j in range(at, end):
                        out[i, j] += ramp
                        ramp = (ramp + step * amount) * factor
                        amount *= factor
                else:
                    for j in range(at, end):
                        out[i, j] += amount - depot
                        amount *= factor
                        depot *= gone
                at = end
    return out


@njit(parallel=True, fastmath=False, cache=True)
def infused(
    rates: Array, coefficients: Array, doses: Array, given: npt.NDArray[np.bool_],
    infusion: float, step: float, steps: int, per_interval: int,
) -> Array:  # fmt: skip
    """The same for doses infused at a constant rate over ``infusion`` h (longer than 0)."""
    patients, terms = rates.shape
    out = np.empty((patients, steps))
    for i in prange(patients):
        rate = doses[i] / infusion
        weights = coefficients[i] / rates[i] * rate
        factors = np.exp(-rates[i] * step)
        # Of each on or off the part that has not yet faded in.
        fading = np.zeros(terms)
        running = 0.0
        for j in range(steps):
            now = j * step
            if j % per_interval == 0:
                dose = j // per_interval
                if dose < given.size and given[dose]:
                    fading += 1.0
                    running += 1.0
            total = 0.0
            for term in range(terms):
                total += weights[term] * (running - fading[term])
                fading[term] *= factors[term]
            out[i, j] = total
            # Ends within the next step: an off, at its own time.
            for dose in range(given.size):
                if given[dose]:
                    end = dose * per_interval * step + infusion
                    if now < end <= now + step:
                        running -= 1.0
                        for term in range(terms):
                            fading[term] -= np.exp(-rates[i, term] * (now + step - end))
    return out
