"""Rate constants and coefficients of mammillary models with one to three compartments, in closed form.

After a unit bolus into the central compartment its concentration is ``sum(c_i exp(-l_i t))``. For
two compartments the roots are those of a quadratic, the small one by the product of both (no
cancellation); for three those of a cubic by Viète's cosines, all real and positive for such models
(Dubois, Bertrand, Mentré 2011, "Mathematical expressions of the pharmacokinetic and pharmacodynamic
models implemented in the PFIM software", gives the same forms). Arrays run over patients.
"""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def dispositions(
    cl: Array, v1: Array, q2: Array | None = None, v2: Array | None = None,
    q3: Array | None = None, v3: Array | None = None,
) -> tuple[Array, Array]:  # fmt: skip
    """Exponents (1/h) and coefficients (1/L), each of shape (patients, compartments).

    Clearances in L/h, volumes in L, all positive.
    """
    k10 = cl / v1
    if q2 is None or v2 is None:
        return k10[:, None], (1.0 / v1)[:, None]
    k12, k21 = q2 / v1, q2 / v2
    if q3 is None or v3 is None:
        total = k10 + k12 + k21
        root = np.sqrt(np.maximum(total * total - 4.0 * k10 * k21, 0.0))
        fast = 0.5 * (total + root)
        slow = k10 * k21 / fast
        rates = np.stack((fast, slow), axis=1)
        share_fast = (fast - k21) / (fast - slow)
        shares = np.stack((share_fast, 1.0 - share_fast), axis=1)
        return rates, shares / v1[:, None]
    return _three(k10, k12, k21, q3 / v1, q3 / v3, v1)


def _three(
    k10: Array, k12: Array, k21: Array, k13: Array, k31: Array, v1: Array
) -> tuple[Array, Array]:
    a2 = k10 + k12 + k13 + k21 + k31
    a1 = k10 * k31 + k21 * k31 + k21 * k13 + k10 * k21 + k31 * k12
    a0 = k10 * k21 * k31
    p = a1 - a2 * a2 / 3.0
    q = 2.0 * a2**3 / 27.0 - a1 * a2 / 3.0 + a0
    radius = np.sqrt(np.maximum(-p / 3.0, 0.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = np.clip(-q / (2.0 * radius**3), -1.0, 1.0)
    angle = np.arccos(np.nan_to_num(cosine)) / 3.0
    turn = 2.0 * np.pi / 3.0
    rates = np.stack(
        [a2 / 3.0 - 2.0 * radius * np.cos(angle + turn * i) for i in (0, 1, 2)], axis=1
    )
    rates = np.sort(rates, axis=1)[:, ::-1]
    # The cosine loses digits of small roots: two steps of Newton on the cubic bring them back, and
    # the smallest follows from the product of all.
    for _ in range(2):
        value = ((rates - a2[:, None]) * rates + a1[:, None]) * rates - a0[:, None]
        slope = (3.0 * rates - 2.0 * a2[:, None]) * rates + a1[:, None]
        rates = rates - np.where(slope != 0.0, value / np.where(slope == 0.0, 1.0, slope), 0.0)
    rates[:, 2] = a0 / (rates[:, 0] * rates[:, 1])
    shares = []
    for i in range(3):
        one, other = rates[:, (i + 1) % 3], rates[:, (i + 2) % 3]
        own = rates[:, i]
        shares.append((k21 - own) * (k31 - own) / ((one - own) * (other - own)))
    return rates, np.stack(shares, axis=1) / v1[:, None]
