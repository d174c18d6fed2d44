"""Molar masses, for values that laboratories print as mass or as amount of substance.

From the formula and the conventional standard atomic weights of IUPAC (CIAAW, short form:
H 1.008, C 12.011, N 14.007, O 15.999, Mg 24.305, Ca 40.078). The test compares them with the
factors of the AMA Manual of Style, Conventional Units and SI Units (bilirubin 17.1, creatinine
88.4, calcium 0.2495, ammonia 0.587). Albumin is left out: its molar form is not used on slips.
"""

from fractions import Fraction
from typing import Final

_ATOMIC_WEIGHT = {
    "H": Fraction("1.008"),
    "C": Fraction("12.011"),
    "N": Fraction("14.007"),
    "O": Fraction("15.999"),
    "Mg": Fraction("24.305"),
    "Ca": Fraction("40.078"),
}


def _mass(**atoms: int) -> Fraction:
    return sum((_ATOMIC_WEIGHT[name] * count for name, count in atoms.items()), Fraction(0))


MOLAR_MASS_G_PER_MOL: Final[dict[str, Fraction]] = {
    "bilirubin": _mass(C=33, H=36, N=4, O=6),
    "creatinine": _mass(C=4, H=7, N=3, O=1),
    "ammonia": _mass(N=1, H=3),
    "calcium": _mass(Ca=1),
    "magnesium": _mass(Mg=1),
}

CHARGE: Final[dict[str, int]] = {"sodium": 1, "potassium": 1, "magnesium": 2, "calcium": 2}
"""Equivalents of one mole of the ion."""
