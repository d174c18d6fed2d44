"""AUC in cirrhosis from three published parameter sets, side by side.

Well-stirred liver: less blood reaches the cells, some of it passes by (shunt), fewer cells, less
enzyme in each, less protein to bind to, less filtration. The sets disagree, most in Child-Pugh C:
their spread is part of what is reported, and ``organs.py`` pulls them to what was observed.
"""

from collections.abc import Mapping
from math import exp, log
from typing import Final, NamedTuple

CLASSES: Final = ("A", "B", "C")
PORTAL_SHARE: Final = 0.70
"""Portal part of hepatic blood flow; the artery gives 25 to 35 % (Sahin and Rowland, Estimation of
specific hepatic arterial water space, introduction)."""
SHUNTED_SHARE: Final = 0.5
"""Part of lost portal flow that passes by the cells and still reaches the circulation. Between none
and all: taking all over-predicts (ibrutinib, Small 2023), none under-predicts it."""

ByClass = tuple[float, float, float]


class Set(NamedTuple):
    """Fractions of healthy for Child-Pugh A, B, C. ``enzymes``: per remaining liver cell."""

    name: str
    portal: ByClass
    arterial: ByClass
    volume: ByClass
    albumin: ByClass
    gfr: ByClass
    enzymes: Mapping[str, ByClass]
    other_enzyme: ByClass
    shunted: ByClass | None = None
    """Shunted part of portal blood, where the set states it."""


UGT: Final = (0.8, 0.6, 0.35)
"""No set has it. After glucuronidation of midazolam (-80 %) and metoprolol (-60 %) in class C: Basel
cocktail, PMID 37328712; A and B between (reference document, section 2.2, a prior, not a measurement)."""
PROTEOMICS: Final = (0.6, 0.45, 0.3)
"""Middle of -30..50 %, -40..70 %, -50..90 % for 51 proteins, 32 cirrhotic livers: PMID 34428046."""
SAME: Final = (1.0, 1.0, 1.0)

SETS: Final = (
    Set(
        # Open Systems Pharmacology, HIDiseaseStateImplementation.cs, commit 8d4b36e: values after
        # Johnson 2010 (flows, CYP2x) and Edginton 2008 (GFR, albumin, CYP3A4, 1A2, 2E1). Arterial
        # flow is per liver volume there: 1.61, 2.34, 5.29 times the volume.
        "pk-sim",
        portal=(0.40, 0.36, 0.04),
        arterial=(1.61 * 0.69, 2.34 * 0.55, 5.29 * 0.28),
        volume=(0.69, 0.55, 0.28),
        albumin=(0.81, 0.68, 0.50),
        gfr=(1.0, 0.70, 0.36),
        enzymes={
            "cyp3a4": (1.0, 0.4, 0.4),
            "cyp1a2": (1.0, 0.1, 0.1),
            "cyp2e1": (1.0, 0.83, 0.83),
            "cyp2a6": (0.89, 0.62, 0.32),
            "cyp2b6": (1.0, 0.9, 0.8),
            "cyp2c8": (0.69, 0.52, 0.33),
            "cyp2c9": (0.69, 0.51, 0.33),
            "cyp2c19": (0.32, 0.26, 0.12),
            "cyp2d6": (0.76, 0.33, 0.11),
            "ugt": UGT,
        },
        other_enzyme=SAME,
    ),
    Set(
        # Li 2015, meta-analysis, PMC4505828; enzymes and filtration are not in it.
        "li-2015",
        portal=(0.72, 0.60, 0.13),
        arterial=(1.5, 1.7, 2.1),
        volume=(0.91, 0.81, 0.64),
        albumin=(0.84, 0.69, 0.53),
        gfr=(1.0, 0.70, 0.36),
        enzymes={
            **dict.fromkeys(
                ("cyp3a4", "cyp1a2", "cyp2e1", "cyp2a6", "cyp2b6", "cyp2c8", "cyp2c9"), PROTEOMICS
            ),
            "cyp2c19": PROTEOMICS,
            "cyp2d6": PROTEOMICS,
            "ugt": UGT,
        },
        other_enzyme=(0.8, 0.725, 0.65),
    ),
    Set(
        # König group, sorafenib-model, base_experiment.py: shunt of portal blood, remaining liver.
        "koenig",
        portal=SAME,
        arterial=SAME,
        volume=(0.60, 0.30, 0.19),
        albumin=(0.84, 0.69, 0.53),
        gfr=(1.0, 0.70, 0.36),
        enzymes={},
        other_enzyme=SAME,
        shunted=(0.399, 0.698, 0.813),
    ),
)


class Liver(NamedTuple):
    """What of a drug decides its fate in cirrhosis.

    ``extraction``: hepatic, 0 to 1; ``renal``: fraction of systemic clearance excreted unchanged;
    ``unbound``: fraction in plasma; ``enzymes``: ids as in the sets, all taken to weigh the same.
    """

    extraction: float
    renal: float
    unbound: float
    enzymes: tuple[str, ...]
    swallowed: bool


def ratio(child_pugh: str, drug: Liver, which: Set) -> float:
    """AUC (total drug) in that class over AUC of the healthy, under one set."""
    k = CLASSES.index(child_pugh)
    kept = which.portal[k]
    shunt = which.shunted[k] if which.shunted else SHUNTED_SHARE * (1 - kept)
    through = kept * (1 - shunt) if which.shunted else kept
    flow = PORTAL_SHARE * through + (1 - PORTAL_SHARE) * which.arterial[k]
    activities = [which.enzymes.get(e, which.other_enzyme)[k] for e in drug.enzymes]
    activity = sum(activities) / len(activities) if activities else which.other_enzyme[k]
    unbound = 1 / (1 + (1 - drug.unbound) / drug.unbound * which.albumin[k])
    capacity = drug.extraction / (1 - drug.extraction)
    capacity *= which.volume[k] * activity * unbound / drug.unbound
    extraction = capacity / (flow + capacity)
    renal = drug.extraction * drug.renal / (1 - drug.renal)
    cleared = (drug.extraction + renal) / (flow * extraction + renal * which.gfr[k])
    if not drug.swallowed:
        return cleared
    return cleared * (shunt + (1 - shunt) * (1 - extraction)) / (1 - drug.extraction)


def ensemble(child_pugh: str, drug: Liver) -> tuple[float, tuple[float, ...]]:
    """Geometric mean over the sets, and each set's own ratio, in the order of ``SETS``."""
    each = tuple(ratio(child_pugh, drug, s) for s in SETS)
    return exp(sum(log(r) for r in each) / len(each)), each
