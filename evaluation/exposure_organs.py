"""AUC in Child-Pugh A, B, C and by kidney class: the file cleaned by rules, and the model on it.

Rules, each counted by ``cleaned``:
1. A change counts where the cell is one plain number (``[MR]``, arrows and words are none of it).
2. The ratio is 1 + change/100; a ratio of zero or less is no ratio.
3. Where AUC and CL/F are both given and their ratios' product is off by more than twofold, the row
   is *out of proportion*: it is evaluated like the others, and left out of what is learned.
4. Where only CL/F is given, its inverse is learned from and not evaluated.
5. Fraction excreted and bioavailability: ranges count as their middle, ``<x`` as half of x,
   "negligible" as 0.005; after another route the fraction excreted is divided by bioavailability;
   a fraction measured as total radioactivity counts half.
"""

import csv
import re
from math import log
from typing import NamedTuple

import numpy as np
from exposure_data import SHARED, Row

from assuage.patient.exposure import cirrhosis, kidney, static

ORGANS = {
    "liver": ("hi", dict(zip(("mild", "moderate", "severe"), cirrhosis.CLASSES, strict=True))),
    "kidney": ("ri", {c: c for c in kidney.CLASSES}),
}
NOT_SWALLOWED = ("iv", "im", "sq", "inh")
ENZYMES = (
    ("cyp3a4", r"CYP ?3A|\b3A4"),
    ("cyp1a2", r"CYP ?1A2?\b"),
    *(
        (f"cyp{e}".lower(), rf"CYP ?{e}\b")
        for e in ("2E1", "2A6", "2B6", "2C8", "2C9", "2C19", "2D6")
    ),
    ("ugt", r"UGT"),
)
TYPICAL = {"renal": 0.1, "unbound": 0.1, "extraction": 0.25}
"""Where the files say nothing: middle values of the drugs that do."""
ABSORBED = 0.9
BOUNDS = (0.3, 30.0)
"""Mechanistic ratios are kept inside these before they are used."""


class Drug(NamedTuple):
    """What the files say of one drug, as numbers; ``renal`` is None where nothing is said."""

    name: str
    cas: str
    renal: float | None
    extraction: float | None
    unbound: float | None
    bioavailability: float | None
    enzymes: tuple[str, ...]
    kidney_clears: str


class Ratio(NamedTuple):
    """One observed ratio: of a drug, in a class of an organ."""

    drug: int
    organ: str
    grade: str
    ln: float
    route: str
    reference: str
    proportionate: bool
    from_clearance: bool


def plain(text: str) -> float | None:
    text = text.strip()
    return float(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else None


def fraction(text: str) -> float | None:
    """Rule 5."""
    text = text.strip().lower().replace("–", "-")
    if re.search(r"negligible|not detected", text):
        return 0.005
    head = re.split(r"[;(]", text)[0]
    found = re.match(r"([<>])\s*([\d.]+)", head)
    if found:
        bound = float(found.group(2))
        return bound / 2 if found.group(1) == "<" else min(1.0, bound)
    numbers = [float(n) for n in re.findall(r"\d*\.\d+|\d+", head)]
    if not numbers:
        return None
    return sum(numbers[:2]) / 2 if "-" in head and len(numbers) > 1 else numbers[0]


def _drug(row: dict[str, str], intravenous: dict[str, dict[str, str]]) -> Drug:
    available = fraction(row["F"])
    available = None if available is None else min(max(available, 0.02), 1.0)
    renal = fraction(row["fe_iv"])
    other = fraction(row["fe_other_route"])
    if renal is None and other is not None:
        radio = "radio" in row["fe_other_route"]
        renal = other * 0.5 if radio else other / (available or 1.0)
    renal = None if renal is None else min(max(renal, 0.005), kidney.HIGHEST_RENAL)
    known = intravenous.get(row["cas"], {})
    clearance, unbound = known.get("CL_mL_per_min_per_kg"), known.get("fu_plasma")
    extraction = None
    if clearance:
        flow = static.HEPATIC_BLOOD_FLOW_ML_PER_MIN_KG
        extraction = float(clearance) * (1 - (renal or TYPICAL["renal"])) / flow
        if available is not None:
            # what is extracted on the first pass cannot be available
            extraction = min(extraction, 1 - available)
    elif available is not None:
        extraction = 0.7 * min(max(1 - available / ABSORBED, 0.05), 0.9)
    return Drug(
        row["name"].strip(),
        row["cas"],
        renal,
        None if extraction is None else min(max(extraction, 0.01), 0.95),
        float(unbound) if unbound else None,
        available,
        tuple(name for name, pattern in ENZYMES if re.search(pattern, row["enzymes"], re.I)),
        row["renal"].strip(),
    )


def drugs_and_ratios() -> tuple[list[Drug], list[Ratio]]:
    folder = SHARED / "data" / "exposure"
    with (folder / "human_iv_pk.csv").open(encoding="utf-8-sig", newline="") as file:
        intravenous = {r["cas"]: r for r in csv.DictReader(file)}
    with (folder / "fda_organ_impairment.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    drugs = [_drug(r, intravenous) for r in rows]
    ratios = []
    for index, row in enumerate(rows):
        for organ, (prefix, grades) in ORGANS.items():
            for column, grade in grades.items():
                auc = plain(row[f"{prefix}_dAUC_pct_{column}"])
                clearance = plain(row[f"{prefix}_dCLF_pct_{column}"])
                up = None if auc is None or auc <= -100 else 1 + auc / 100
                down = None if clearance is None or clearance <= -100 else 1 + clearance / 100
                value = up if up is not None else (1 / down if down is not None else None)
                if value is None:
                    continue
                off = up is not None and down is not None and abs(log(up * down)) > log(2)
                ratios.append(
                    Ratio(
                        index,
                        organ,
                        grade,
                        log(value),
                        row[f"{prefix}_route"].strip(),
                        row[f"{prefix}_ref"].strip(),
                        not off,
                        up is None,
                    )
                )
    return drugs, ratios


def mechanistic(drug: Drug, ratio: Ratio) -> float:
    """ln AUC ratio from the equations alone."""
    if ratio.organ == "kidney":
        renal = drug.renal
        if renal is None:
            renal = {"YES": 0.6, "NO": 0.05}.get(drug.kidney_clears, TYPICAL["renal"])
        return kidney.ln_ratio(renal, kidney.FILTRATION[ratio.grade])
    liver = cirrhosis.Liver(
        drug.extraction if drug.extraction is not None else TYPICAL["extraction"],
        drug.renal if drug.renal is not None else TYPICAL["renal"],
        drug.unbound or TYPICAL["unbound"],
        drug.enzymes,
        not ratio.route.startswith(NOT_SWALLOWED),
    )
    low, high = BOUNDS
    return log(min(max(cirrhosis.ensemble(ratio.grade, liver)[0], low), high))


def drug_id(name: str) -> str:
    """The name as the knowledge writes ids; remarks of the file are dropped."""
    name = re.sub(r"\s*[-–(]?\s*not approved.*$", "", name.strip().lower())
    name = re.sub(r"\s*\((?!s\)|e\)|r\))[^)]*\)\s*$", "", name)
    return {"(s)-citalopram": "escitalopram", "(s)-omeprazole": "esomeprazole"}.get(
        name, name.replace(" ", "-")
    )


def largest(inhibitors: set[str]) -> list[Row]:
    """The largest observed interaction of each drug that CYP3A clears, of one known inhibitor."""
    path = SHARED / "data" / "exposure" / "fda_organ_impairment.csv"
    out = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for i, r in enumerate(csv.DictReader(file)):
            inhibitor = r["ddi_inhibitor"].strip().lower()
            change = plain(r["ddi_dAUC_pct"])
            route = {"po": "oral", "iv": "intravenous"}.get(r["ddi_route"].strip())
            if not (re.search(r"CYP ?3A|\b3A4", r["enzymes"]) and inhibitor in inhibitors):
                continue
            if change is None or change <= -100 or route is None:
                continue
            out.append(
                Row(f"fda {i}", r["ddi_ref"].strip(), drug_id(r["name"]), inhibitor, route, "oral",
                    "", "CYP3A", 1 + change / 100, None, None, None, "")
            )  # fmt: skip
    return out


def only_cyp3a() -> set[str]:
    """Row ids of ``largest`` whose drug has no other enzyme in the file."""
    path = SHARED / "data" / "exposure" / "fda_organ_impairment.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            f"fda {i}"
            for i, r in enumerate(csv.DictReader(file))
            if re.fullmatch(r"\s*(?:CYP ?)?3A(?:4|5|4/5)?\s*", r["enzymes"])
        }


class Pull(NamedTuple):
    """ln ratio = class middle + slope x (mechanistic - its class middle)."""

    middle: dict[str, float]
    centre: dict[str, float]
    slope: float

    def ln(self, grade: str, mechanism: float) -> float:
        return self.middle[grade] + self.slope * (mechanism - self.centre[grade])


SLOPES = np.linspace(0.0, 1.6, 81)


def pulled(ratios: list[Ratio], mechanism: list[float]) -> Pull:
    """Middles are medians; the slope, one for all classes of an organ, has least absolute error.

    For every slope tried, the class middle is the median of what the slope leaves, so that class
    and mechanism are estimated together.
    """
    grades = sorted({r.grade for r in ratios})
    y, m = np.array([r.ln for r in ratios]), np.array(mechanism)
    of = np.array([r.grade for r in ratios])
    centre = {g: float(np.median(m[of == g])) for g in grades}
    shifted = m - np.array([centre[g] for g in of])
    best = None
    for slope in SLOPES:
        left = y - slope * shifted
        middle = {g: float(np.median(left[of == g])) for g in grades}
        loss = float(np.abs(left - np.array([middle[g] for g in of])).sum())
        if best is None or loss < best[0] - 1e-12:
            best = (loss, Pull(middle, centre, float(slope)))
    assert best is not None
    return best[1]


class Held(NamedTuple):
    """A ratio predicted without its drug: observed, modelled, class median of the others, all ln."""

    ratio: Ratio
    model: float
    baseline: float


def leave_a_drug_out(drugs: list[Drug], ratios: list[Ratio], organ: str) -> list[Held]:
    mine = [r for r in ratios if r.organ == organ]
    mechanism = {r: mechanistic(drugs[r.drug], r) for r in mine}
    out = []
    for drug in sorted({r.drug for r in mine}):
        learned = [r for r in mine if r.drug != drug and r.proportionate]
        pull = pulled(learned, [mechanism[r] for r in learned])
        for r in mine:
            if r.drug != drug or r.from_clearance:
                continue
            others = [
                o.ln for o in mine if o.drug != drug and o.grade == r.grade and not o.from_clearance
            ]
            out.append(Held(r, pull.ln(r.grade, mechanism[r]), float(np.median(others))))
    return out
