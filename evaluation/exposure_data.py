"""The interaction studies as rows with a verdict: in the list, or out and by which rule.

Rules only, no identifiers: rows of studies that are added later get their verdict the same way.
``exposure_rows.py`` prints the list; ``exposure.py`` and ``exposure_fit.py`` read it through here.
"""

import csv
import os
import re
from collections.abc import Iterator
from math import isfinite, log
from pathlib import Path
from typing import NamedTuple

SHARED = Path(os.environ.get("ASSUAGE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
STUDIES = SHARED / "data" / "exposure" / "osp_observed_ddi.csv"

PATHWAYS: dict[str, tuple[str, str]] = {
    # victim: (pathway that clears most of it, where that was read)
    "alfentanil": ("CYP3A", "fda_organ_impairment.csv, enzymes"),
    "alprazolam": ("CYP3A", "doi:10.2165/00003088-200038010-00003 abstract"),
    "buspirone": ("CYP3A", "Ragueneau-Majlessi 2007 Curr Drug Metab 8:810 abstract"),
    "carbamazepine": ("CYP3A", "Antiepileptic Drugs 5th ed. ch. 22"),
    "ciclosporin": ("CYP3A", "doi:10.2165/00003088-200038010-00003 abstract"),
    "eplerenone": ("CYP3A", "fda_organ_impairment.csv, enzymes"),
    "erythromycin": ("CYP3A", "fda_organ_impairment.csv, enzymes"),
    "felodipine": ("CYP3A", "pmid:9129558 abstract (Jalava 1997)"),
    "lovastatin": ("CYP3A", "pmid:9129558 abstract (Jalava 1997)"),
    "midazolam": ("CYP3A", "fda_organ_impairment.csv, enzymes"),
    "quinidine": ("CYP3A", "pmid:10086984 abstract"),
    "sildenafil": ("CYP3A", "fda_organ_impairment.csv, enzymes"),
    "simvastatin": ("CYP3A", "Ragueneau-Majlessi 2007 Curr Drug Metab 8:810 abstract"),
    "sirolimus": ("CYP3A", "fda_organ_impairment.csv, enzymes"),
    "tacrolimus": ("CYP3A", "fda_organ_impairment.csv, enzymes"),
    "terfenadine": ("CYP3A", "pmid:9129558 abstract (Jalava 1997)"),
    "triazolam": ("CYP3A", "Ragueneau-Majlessi 2007 Curr Drug Metab 8:810 abstract"),
    "verapamil": ("CYP3A", "doi:10.2165/00003088-200038010-00003; DMD 2004;32:259"),
    "zopiclone": ("CYP3A", "doi:10.2165/00003088-200038010-00003 abstract"),
    "atomoxetine": ("CYP2D6", "fda_organ_impairment.csv, enzymes"),
    "desipramine": ("CYP2D6", "PMC6563007 table 2"),
    "dextromethorphan": ("CYP2D6", "PMC6563007 table 2"),
    "metoprolol": ("CYP2D6", "PMC6563007 table 2"),
    "caffeine": ("CYP1A2", "PMC6563007 table 2"),
    "tizanidine": ("CYP1A2", "PMC6563007 table 2"),
    "melatonin": ("CYP1A2", "PMC6563007 table 2"),
    "theophylline": ("CYP1A2", "PMC6563007 table 2"),
    "omeprazole": ("CYP2C19", "PMC6563007 table 2"),
    "lansoprazole": ("CYP2C19", "PMC6563007 table 2"),
    "pantoprazole": ("CYP2C19", "PMC6563007 table 2"),
    "rabeprazole": ("CYP2C19", "PMC6563007 table 2"),
    "repaglinide": ("CYP2C8", "PMC6563007 table 2"),
    "warfarin": ("CYP2C9", "PMC6563007 table 2"),
    "tolbutamide": ("CYP2C9", "PMC6563007 table 2"),
    "bupropion": ("CYP2B6", "PMC6563007 table 2"),
    "efavirenz": ("CYP2B6", "PMC6563007 table 2"),
    "dapagliflozin": ("UGT1A9", "fda_organ_impairment.csv, enzymes"),
    "pitavastatin": ("OATP1B", "fda_organ_impairment.csv, transporters"),
    "pravastatin": ("OATP1B", "fda_organ_impairment.csv, transporters"),
    "dabigatran": ("P-gp", "fda_organ_impairment.csv, transporters"),
}
"""Victims whose main pathway was read in a source. Others are left out as *pathway not read*."""

FULL_DOSE_MG_PER_DAY: dict[str, float] = {"rifampicin": 300.0}
"""Below it the perpetrator is under its usual dose. 300 mg: the limit used in reference section 1.3."""
LAST_DOSE_WITHIN_H = 26.0
"""A daily perpetrator is present: 24 h and two hours of tolerance (reference section 1.3)."""
PERCENT_FROM = 50.0
"""Highest true ratio in the file is 34 (tizanidine is 33); percent-coded ones start near 99."""
FEWEST_DAYS = 2.0
"""Induction builds up with the turnover of the enzyme: a first dose is not yet an inducer."""
NOT_MEDICINES = {"charcoal", "macrogol 4000", "cremophor rh40"}
FLUIDS = {"plasma", "serum", "whole blood"}
SAME_PERPETRATOR = {
    "st john's wort": "st-johns-wort",
    "hyperforin": "st-johns-wort",
    "grapefruit juice": "grapefruit",
    "cyclosporine": "ciclosporin",
}


class Row(NamedTuple):
    """One ratio of the file. ``reason`` is empty where the row is in the list.

    ``ratio`` is dose-normalised; ``hours`` from the last perpetrator dose to the victim's;
    ``days`` of perpetrator before it; ``daily_mg`` of perpetrator at that time (None: not given).
    """

    id: str
    study: str
    victim: str
    perpetrator: str
    route: str
    perpetrator_route: str
    mechanism: str
    pathway: str
    ratio: float | None
    hours: float | None
    days: float | None
    daily_mg: float | None
    reason: str

    @property
    def pair(self) -> tuple[str, str]:
        return (self.victim, self.perpetrator)

    @property
    def cell(self) -> tuple[str, str, str]:
        """What ratios are averaged within: victim, perpetrator, route of the victim."""
        return (self.victim, self.perpetrator, self.route)

    @property
    def ln(self) -> float:
        assert self.ratio is not None
        return log(self.ratio)


def dose_times(text: str) -> list[float]:
    """Hours of the perpetrator's doses.

    ``0-24-48``, ``0;12``; ``S0-T24-R6``: start, interval, count; ``S0-(S0-T6-R3)-T24-R28``: that
    day repeated.
    """
    text = re.sub(r"\([^()]*mg[^()]*\)", "", text)
    times: list[float] = []
    nested = r"S([\d.]+)-\(S([\d.]+)-T([\d.]+)-R(\d+)\)-T([\d.]+)-R(\d+)"
    for first, start, step, count, day, days in re.findall(nested, text):
        times += [
            float(first) + float(start) + float(step) * k + float(day) * d
            for d in range(int(days))
            for k in range(int(count))
        ]
    text = re.sub(nested, " ", text)
    for start, step, count in re.findall(r"S-?([\d.]+)[-,]\s*T-?([\d.]+)[-,]\s*R?-?(\d+)", text):
        times += [float(start) + float(step) * k for k in range(int(count))]
    text = re.sub(r"S-?[\d.]+[-,]\s*T-?[\d.]+[-,]\s*R?-?\d+", " ", text)
    text = re.sub(r"\S+:", " ", text)
    times += [float(n) for n in re.findall(r"\d+(?:\.\d+)?", text)]
    return sorted(set(times))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None


def _last_number(text: str) -> float | None:
    found = re.findall(r"\d+(?:\.\d+)?", text)
    return float(found[-1]) if found else None


def _name(text: str) -> str:
    """The drug: lower case, enantiomer prefix and ``total`` removed."""
    name = re.sub(r"^[rs]-(?=\w{4})", "", text.strip().lower())
    name = re.sub(r"\s+total$", "", name)
    return SAME_PERPETRATOR.get(name, name)


def _study(row: dict[str, str]) -> str:
    """PubMed's number, or the link: one study entered under two names stays one."""
    link = row["Reference"].strip()
    found = re.search(r"(?:pubmed[^\d]*|pubmed/)(\d{5,9})", link)
    return f"pmid:{found.group(1)}" if found else (link or row["Study ID"].strip())


def _reason(row: dict[str, str], made: Row) -> str:
    comment = row["Comment"].lower()
    raw = _number(row["AUCR Avg"])
    factor = _number(row["R Dose correction factor"])
    if raw is None or raw <= 0:
        return "no AUC ratio"
    if row["Compartment"].strip().lower() not in FLUIDS or "clr" in comment or "renal" in comment:
        return "urine or renal clearance ratio"
    if "ddgi ratios" in comment:
        return "compares genotypes, not with and without the perpetrator"
    if re.search(r"\bratio \S+/\S+|metabolic", comment):
        return "ratio of metabolite to drug"
    if raw >= PERCENT_FROM:
        return "coded in percent"
    if row["Route Victim"].strip() not in {"PO", "IV"}:
        return "route of the victim blank or not oral or intravenous"
    if "dose(" in comment and factor is None:
        return "control at another dose, size not given"
    if "different dose" in comment and factor == 1.0 and "dose-corrected" not in comment:
        return "control at another dose, size not given"
    if made.perpetrator in NOT_MEDICINES:
        return "perpetrator is no medicine"
    if made.victim not in PATHWAYS:
        return "main pathway of the victim not read, or a metabolite"
    if re.search(r"_(?:PM|IM|AS0|AS0\.5|AS1)$|\(PM\)", row["Grouping"]):
        return "poor or intermediate metabolisers only"
    if made.hours is not None and not -30.0 <= made.hours <= LAST_DOSE_WITHIN_H:
        return "perpetrator washed out"
    if "induc" in made.mechanism and made.days is not None and made.days < FEWEST_DAYS:
        return "inducer given for under two days"
    low = FULL_DOSE_MG_PER_DAY.get(made.perpetrator)
    if low is not None and (made.daily_mg is None or made.daily_mg < low):
        return "perpetrator below its usual dose"
    return ""


def _made(row: dict[str, str]) -> Row:
    victim, perpetrator = _name(row["Victim"]), _name(row["Perpetrator"])
    raw, factor = _number(row["AUCR Avg"]), _number(row["R Dose correction factor"])
    ratio = None if raw is None else raw / (factor or 1.0)
    at = _last_number(row["t_treatment_0"]) if "N=" not in row["t_treatment_0"] else None
    at = _number(row["t_treatment_0"]) if at is None else at
    doses = dose_times(row["Times of Administration"])
    before = [t for t in doses if at is not None and t <= at + 0.01]
    hours = at - before[-1] if before and at is not None else None
    days = (at - doses[0]) / 24 if doses and at is not None else None
    dose = _last_number(row["Dose"]) if row["Dose Unit"].strip() == "mg" else None
    if "john" in row["Perpetrator"].lower():
        dose = None  # milligrams of extract, not of hyperforin
    if re.search("then|first|later", row["Dose"].lower()):
        dose = _last_number(row["Dose"])
    elif ";" in row["Dose"] or "," in row["Dose"]:
        dose = max(float(n) for n in re.findall(r"\d+(?:\.\d+)?", row["Dose"]))
    day = [t for t in before if at is not None and t > (before[-1] - 23.9)]
    daily = None if dose is None else dose * max(1, len(day))
    made = Row(
        row["ID"],
        _study(row),
        victim,
        perpetrator,
        {"PO": "oral", "IV": "intravenous"}.get(row["Route Victim"].strip(), ""),
        {"PO": "oral", "IV": "intravenous"}.get(row["Route Perpetrator"].strip(), ""),
        row["Mechanism"].lower(),
        PATHWAYS.get(victim, ("", ""))[0],
        ratio,
        hours,
        days,
        daily,
        "",
    )
    return made._replace(reason=_reason(row, made))


def rows(path: Path = STUDIES) -> Iterator[Row]:
    """Every row of the file, in its order, with its verdict."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield _made(row)
