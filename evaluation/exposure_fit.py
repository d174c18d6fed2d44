"""Writes what ships: parameters, their card, and the observed ratios with their primary sources.

    python evaluation/exposure.py        # first: the held-out points that set the intervals
    python evaluation/exposure_fit.py    # then this; same input, same bytes

Contributions and strengths are estimated by us from observed ratios; no published CR/IR table
is read. The CYP3A estimate learns from the committed list, from the pain medicines' ratios
(``observed_curated.csv``) and from the largest interactions of ``fda_organ_impairment.csv`` where
the inhibitor is in FDA's list of strong or moderate ones.
"""

import csv
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
from exposure import HELD_OUT, Point, by_cell, stretch_of, teaching
from exposure_data import SHARED, STUDIES, Row, rows
from exposure_organs import ORGANS, drug_id, drugs_and_ratios, largest, mechanistic, pulled
from exposure_static import (
    CLASSES,
    FEATURES,
    MIDDLES,
    NAMES,
    PLAIN,
    TYPICAL_AVAILABILITY,
    Model,
    estimated,
    gathered,
    group_of,
    inducers,
    usual_doses,
)

from assuage.patient.exposure import static

PARAMETERS = Path(static.__file__).parent / "parameters"
INHIBITORS = {n for key in ("strong_inhibitors", "moderate_inhibitors") for n in CLASSES[key]}
PATHWAY_IDS = {"CYP3A": "cyp3a4", "CYP2D6": "cyp2d6", "CYP1A2": "cyp1a2", "CYP2C19": "cyp2c19"}
FEWEST_PAIRS = 4
CYP3A_VICTIMS = {"esketamine", "oxycodone", "fentanyl", "methadone", "lenvatinib", "sorafenib"}
"""Pain medicines and inhibitors of liver cancer whose files name CYP3A4 among their pathways."""


def short(value: float) -> float:
    """Five significant digits: enough, and the same on every machine."""
    return float(f"{value:.5g}")


def curated() -> list[Row]:
    """Single perpetrators of the pain medicines, in the form of the list's rows."""
    with (PARAMETERS / "observed_curated.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    return [
        Row(f"curated {i}", r["source"], r["victim"], r["perpetrators"], r["route"], "oral", "",
            "CYP3A", float(r["ratio"]), None, None, None, "")
        for i, r in enumerate(found)
        if r["victim"] in CYP3A_VICTIMS
        and r["perpetrators"] in INHIBITORS | inducers([])
        and r["route"] in {"oral", "intravenous"}
    ]  # fmt: skip


def deviations(model: Model) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Standard deviations of the standardised parameters, from the curvature at the mode."""
    return np.sqrt(np.diag(np.linalg.inv(model.curvature)))


def pathway(model: Model, rows_: Sequence[Row], usual: dict[str, float]) -> dict[str, Any]:
    """One pathway's estimates, by name, on their natural scales with spreads on logit or log."""
    k, nv, np_ = len(MIDDLES), len(model.victims), len(model.perpetrators)
    x, sd, s = model.x, deviations(model), model.spreads
    at = dict(zip(NAMES, x[:k], strict=True))
    count: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for r in rows_:
        count[r.victim].add(r.pair)
        count[r.perpetrator].add(r.pair)
    victims = {}
    for i, v in enumerate(model.victims):
        has = FEATURES.get(v, PLAIN)
        fm = at["fm"] + at["fm, one enzyme among several"] * has.among + s["fm"] * x[k + i]
        gut = at["gut"] + at["gut, per fall of ln bioavailability"] * has.poorly_available
        victims[v] = {
            "contribution": short(has.metabolised / (1 + exp(-fm))),
            "contribution_sd_logit": short(s["fm"] * sd[k + i]),
            "gut_ratio": short(exp(gut + s["gut"] * x[k + nv + i])) if model.gut else 0.0,
            "pairs": len(count[v]),
        }
    perpetrators = {}
    for i, p in enumerate(model.perpetrators):
        induces = p in model.induces
        spread = s["inducer" if induces else "inhibitor"]
        base = x[2 + group_of(p, induces, model.classes)]
        wall = at["gut to liver, inducer" if induces else "gut to liver, inhibitor"]
        perpetrators[p] = {
            "induces": induces,
            "strength": short(exp(base + spread * x[k + 2 * nv + i])),
            "strength_sd_ln": short(spread * sd[k + 2 * nv + i]),
            "gut_to_liver": short(exp(wall + s["site"] * x[k + 2 * nv + np_ + i])),
            "usual_mg_per_day": usual.get(p),
            "gut_only": p in CLASSES["gut_only"],
            "pairs": len(count[p]),
        }
    middle = {
        "contribution": short(1 / (1 + exp(-at["fm"]))),
        "gut_ratio": short(exp(at["gut"])) if model.gut else 0.0,
        "gut_per_ln_availability": short(at["gut, per fall of ln bioavailability"]),
        "typical_availability": TYPICAL_AVAILABILITY,
        "gut_to_liver": {
            "inhibitor": short(exp(at["gut to liver, inhibitor"])),
            "inducer": short(exp(at["gut to liver, inducer"])),
        },
        "strength": {name: short(exp(at[name])) for name in NAMES[2:7]},
        "half_of_usual_dose": short(exp(at["half of the effect, as a share of the usual dose"])),
        "turnover_per_h": short(exp(at["turnover per hour"])),
        "dose_exponent": short(at["dose exponent"]),
    }
    return {"victims": victims, "perpetrators": perpetrators, "middle": middle,
            "spreads": {name: short(v) for name, v in s.items()}}  # fmt: skip


def without_pair(learned: Sequence[Row], best: Model) -> list[dict[str, Any]]:
    """For every observed pair, what the model says when that pair is left out."""
    out = []
    for pair in sorted({r.pair for r in learned if not r.reason}):
        rest = [r for r in learned if r.pair != pair]
        model = Model(
            gathered(rest), best.usual, best.induces, best.spreads, best.classes, best.gut
        )
        mine = [r for r in learned if r.pair == pair and not r.reason]
        for p in by_cell(model.fit(), mine, "pair"):
            victim, perpetrator, route = p.cell
            out.append({"victim": victim, "perpetrator": perpetrator, "route": route,
                        "ratio": short(exp(p.predicted)), "tier": p.tier})  # fmt: skip
    return out


def both(left_out: dict[str, Any]) -> bool:
    """Without the pair something is still known of both drugs; of one pathway alone a prior for
    probes says nothing of a drug that it hardly clears."""
    return bool(left_out["tier"] == "both estimated")


def intervals() -> dict[str, dict[str, float]]:
    """Quantile and stretch of each tier, from the held-out points."""
    with HELD_OUT.open(encoding="utf-8", newline="") as file:
        found = [
            Point(
                tuple(r["what"].split("|")),
                r["fold"],
                r["tier"],
                float(r["observed_ln"]),
                float(r["predicted_ln"]),
            )
            for r in csv.DictReader(file)
        ]
    groups = {
        "both estimated": [p for p in found if p.fold == "pair" and p.tier == "both estimated"],
        "victim not estimated": [p for p in found if p.fold == "victim"],
        "perpetrator not estimated": [p for p in found if p.fold == "perpetrator"],
        "observed": [p for p in found if p.fold == "observed"],
        "other pathway": [p for p in found if p.fold == "other"],
    }
    for p in found:
        if p.fold in ORGANS:
            groups.setdefault(p.tier, []).append(p)
    out = {}
    for name, points in groups.items():
        stretch, q = stretch_of(points)
        out[name] = {"half_ln": short(q), "stretch": stretch, "points": len(points)}
    return out


def organ_pulls() -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any]]:
    drugs, ratios = drugs_and_ratios()
    pulls: dict[str, Any] = {}
    for organ in ORGANS:
        mine = [r for r in ratios if r.organ == organ and r.proportionate]
        pull = pulled(mine, [mechanistic(drugs[r.drug], r) for r in mine])
        pulls[organ] = {
            "middle": {g: short(v) for g, v in sorted(pull.middle.items())},
            "centre": {g: short(v) for g, v in sorted(pull.centre.items())},
            "slope": short(pull.slope),
        }
    observed = [
        {"drug": drug_id(drugs[r.drug].name), "organ": r.organ, "grade": r.grade,
         "route": {"po": "oral", "iv": "intravenous", "sq": "subcutaneous", "sl": "sublingual",
                   "inh": "inhaled", "im": "intramuscular"}.get(r.route, r.route),
         "ratio": short(exp(r.ln)), "source": r.reference}
        for r in ratios
        if r.proportionate and not r.from_clearance and r.reference
    ]  # fmt: skip
    inputs = {
        drug_id(d.name): {
            "cas": d.cas, "renal": None if d.renal is None else short(d.renal),
            "extraction": None if d.extraction is None else short(d.extraction),
            "unbound": d.unbound, "enzymes": list(d.enzymes), "kidney_clears": d.kidney_clears,
        }
        for d in drugs
    }  # fmt: skip
    return pulls, observed, inputs


def intravenous_inputs(known: dict[str, Any]) -> dict[str, Any]:
    """Extraction and unbound fraction of the other drugs with intravenous clearance."""
    out = dict(known)
    with (SHARED / "data/exposure/human_iv_pk.csv").open(encoding="utf-8-sig", newline="") as file:
        for r in csv.DictReader(file):
            name = {"Acetaminophen": "paracetamol"}.get(r["name"], drug_id(r["name"]))
            if (
                name in out
                or not r["CL_mL_per_min_per_kg"]
                or not re.fullmatch(r"[a-z-]{4,25}", name)
            ):
                continue
            flow = static.HEPATIC_BLOOD_FLOW_ML_PER_MIN_KG
            out[name] = {
                "cas": r["cas"], "clearance_share_of_liver_flow": short(float(r["CL_mL_per_min_per_kg"]) / flow),
                "unbound": float(r["fu_plasma"]) if r["fu_plasma"] else None,
            }  # fmt: skip
    return out


def write_csv(name: str, header: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    with (PARAMETERS / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(lines)


def compiled(every: Sequence[Row]) -> None:
    """The list's ratios, averaged within study: facts with the study they come from."""
    groups: dict[tuple[Any, ...], list[float]] = defaultdict(list)
    for r in every:
        if not r.reason:
            groups[(r.victim, r.perpetrator, r.route, r.study, r.daily_mg or "")].append(r.ln)
    write_csv(
        "observed_compiled.csv",
        ("victim", "perpetrator", "route", "ratio", "rows", "source", "perpetrator_mg_per_day"),
        [
            (v, p, route, short(exp(float(np.mean(lns)))), len(lns), study, dose)
            for (v, p, route, study, dose), lns in sorted(groups.items(), key=str)
        ],
    )


def main() -> None:
    every = [r for r in rows() if r.ratio and r.ratio > 0]
    compiled(every)
    cyp3a = [r for r in every if r.pathway == "CYP3A"]
    induces = inducers(cyp3a)
    learned = teaching(cyp3a, induces) + curated() + largest(INHIBITORS)
    usual = usual_doses(learned)
    best = estimated(gathered(learned), usual, induces)
    pathways = {"cyp3a4": pathway(best, learned, usual)}
    outside = without_pair(learned, best)
    for name in sorted({r.pathway for r in every} - {"", "CYP3A"}):
        some = [r for r in every if r.pathway == name]
        listed = [r for r in some if not r.reason]
        if name not in PATHWAY_IDS or len({r.pair for r in listed}) < FEWEST_PAIRS:
            continue
        acts = inducers(some)
        more = list(teaching(some, acts))
        if name == "CYP2D6":
            more += [
                r._replace(victim="oxycodone", perpetrator="paroxetine", pathway=name)
                for r in oxycodone_paroxetine()
            ]
        fit = estimated(gathered(more), usual_doses(more), acts, classes=False, gut=False)
        pathways[PATHWAY_IDS[name]] = pathway(fit, more, usual_doses(more))
        outside += [
            {**w, "tier": "other pathway", "ratio": w["ratio"] if both(w) else None}
            for w in without_pair(more, fit)
        ]
    pulls, organs, inputs = organ_pulls()
    write_csv("observed_organs.csv", tuple(organs[0]), [tuple(o.values()) for o in organs])
    parameters = {
        "card": card(every, learned),
        "pathways": pathways,
        "organs": pulls,
        "intervals": intervals(),
        "without_pair": outside,
        "drugs": intravenous_inputs(inputs),
    }
    text = json.dumps(parameters, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (PARAMETERS / "parameters.json").write_text(text, encoding="utf-8")
    print(
        f"{len(text):,} bytes; {len(best.victims)} victims, {len(best.perpetrators)} perpetrators"
    )


def oxycodone_paroxetine() -> list[Row]:
    with (PARAMETERS / "observed_curated.csv").open(encoding="utf-8", newline="") as file:
        found = [
            r
            for r in csv.DictReader(file)
            if r["victim"] == "oxycodone" and r["perpetrators"] == "paroxetine"
        ]
    return [
        Row("curated", r["source"], r["victim"], r["perpetrators"], r["route"], "oral", "", "CYP2D6",
            float(r["ratio"]), None, None, 20.0, "")
        for r in found
    ]  # fmt: skip


def card(every: Sequence[Row], learned: Sequence[Row]) -> dict[str, Any]:
    """What it was made from, so that anybody can make it again and compare."""
    sources = (
        STUDIES,
        STUDIES.with_name("fda_organ_impairment.csv"),
        STUDIES.with_name("human_iv_pk.csv"),
    )
    return {
        "made_by": "evaluation/exposure_fit.py",
        "made_from": {p.name: hashlib.sha256(p.read_bytes()).hexdigest()[:16] for p in sources},
        "rows_listed": sum(not r.reason for r in every),
        "rows_learned_cyp3a": len(learned),
    }


if __name__ == "__main__":
    main()
