"""Any linear compartment model: amounts by eigen-decomposition, or by scaling and squaring.

``dx/dt = K x`` for each patient, K in 1/h. Where the eigenvectors are nearly dependent (condition
number above ``WORST``) the decomposition loses digits, and the exponential of the matrix is taken by
scaling and squaring of a Taylor polynomial instead (Moler, Van Loan 2003, SIAM Rev 45:3, method 3
with method 1 of degree 18 inside).
"""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
WORST = 1e8
"""Condition number of eigenvectors from which half of a double's sixteen digits may be lost."""
_DEGREE = 18


def amounts(rates: Array, start: Array, times: Array) -> Array:
    """Amounts (patients, times, states) from ``start`` (patients, states) under ``rates``
    (patients, states, states); ``times`` in h from 0."""
    values, vectors = np.linalg.eig(rates)
    sound = np.linalg.cond(vectors) < WORST
    out = np.empty((rates.shape[0], times.size, rates.shape[1]))
    if np.any(sound):
        held = vectors[sound]
        weights = np.linalg.solve(held, start[sound][..., None].astype(complex))[..., 0]
        grown = np.exp(values[sound][:, None, :] * times[None, :, None]) * weights[:, None, :]
        out[sound] = np.einsum("pij,ptj->pti", held, grown).real
    for which in np.flatnonzero(~sound):
        for at, time in enumerate(times):
            out[which, at] = exponential(rates[which] * time) @ start[which]
    return out


def exponential(matrix: Array) -> Array:
    """The exponential of one matrix."""
    norm = float(np.linalg.norm(matrix, 1))
    halvings = max(0, int(np.ceil(np.log2(norm))) + 1) if norm > 0 else 0
    small = matrix / 2.0**halvings
    total = term = np.eye(matrix.shape[0])
    for order in range(1, _DEGREE + 1):
        term = term @ small / order
        total = total + term
    for _ in range(halvings):
        total = total @ total
    return total
