"""Estimation of the static model's contributions and strengths from observed ratios.

Hierarchical: each victim's contribution and gut ratio and each perpetrator's strength are normal
(on logit or log scale) around a group's middle; middles have weak priors; spreads are chosen by
the Laplace approximation of the marginal likelihood, on the rows that the fold may see. The
estimate is the posterior mode (Levenberg-Marquardt), its uncertainty the curvature there.
"""

import csv
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np
from exposure_data import LAST_DOSE_WITHIN_H, SHARED, Row
from exposure_organs import drug_id, drugs_and_ratios
from numpy.typing import NDArray

from assuage.patient.exposure import static

Array = NDArray[np.float64]
CLASSES = tomllib.loads(
    (Path(static.__file__).parent / "parameters" / "perpetrators.toml").read_text("utf-8")
)
LISTS = ("strong_inhibitors", "moderate_inhibitors", "", "strong_inducers", "moderate_inducers")
OTHER = 2
STEADY_H = 216.0
"""Days of perpetrator that are not given are taken as nine: the usual course of these studies."""
SPREADS = {
    "fm": 1.0,
    "gut": 0.8,
    "inhibitor": 0.7,
    "inducer": 0.5,
    "site": 0.4,
    "pair": 0.2,
    "study": 0.35,
}
"""Where the search for the spreads begins; on logit (fm) or log scale."""
MIDDLES = (
    # name, middle, spread of the weak prior of a group's middle
    ("fm", 2.0, 0.7),  # logit: 0.88, between 0.65 and 0.97
    ("gut", 0.0, 1.0),  # log of (1 - Fg) / Fg
    ("strong inhibitor", 2.5, 1.0),  # log of I/Ki: 12, a ratio of 8 where the enzyme does 95 %
    ("moderate inhibitor", 1.0, 1.0),
    ("other inhibitor", -1.0, 1.0),
    ("strong inducer", 1.3, 1.0),  # log of the fold added
    ("moderate inducer", 0.3, 1.0),
    ("gut to liver, inhibitor", 0.5, 0.7),
    ("gut to liver, inducer", 0.5, 0.7),
    ("half of the effect, as a share of the usual dose", -3.0, 1.0),
    ("turnover per hour", float(np.log(0.02)), 0.5),  # half-life 35 h
    ("dose exponent", 0.6, 0.2),
    ("fm, one enzyme among several", -1.5, 1.0),  # on logit, below the drugs of one enzyme
    ("gut, per fall of ln bioavailability", 0.7, 0.5),
)
NAMES = [name for name, _, _ in MIDDLES]
UNCLASSED = {2: 1.0, 3: 1.0, 4: 1.0, 5: 1.0, 6: 1.0}
"""Middles where FDA's classes are withheld: one inhibitor, one inducer."""


def extraction() -> dict[str, float]:
    """Hepatic extraction from intravenous clearance, by name (``human_iv_pk.csv``)."""
    with (SHARED / "data/exposure/human_iv_pk.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            row["name"].lower(): min(
                float(row["CL_mL_per_min_per_kg"]) / static.HEPATIC_BLOOD_FLOW_ML_PER_MIN_KG, 0.95
            )
            for row in csv.DictReader(file)
            if row["CL_mL_per_min_per_kg"]
        }


class Features(NamedTuple):
    """What is known of a victim before any interaction: middles of its prior."""

    among: float
    """1 where the file names other enzymes beside CYP3A, else 0."""
    poorly_available: float
    """-ln bioavailability, less its middle; 0 where it is not known."""
    metabolised: float
    """1 less the fraction excreted unchanged; 1 where it is not known."""


TYPICAL_AVAILABILITY = 0.5
PLAIN = Features(0.0, 0.0, 1.0)


def features() -> dict[str, Features]:
    """By name, from ``fda_organ_impairment.csv``: enzymes, bioavailability, renal fraction."""
    found = {}
    for drug in drugs_and_ratios()[0]:
        known = drug.bioavailability
        others = [e for e in drug.enzymes if e != "cyp3a4"]
        found[drug_id(drug.name)] = Features(
            1.0 if others else 0.0,
            0.0 if known is None else float(np.log(TYPICAL_AVAILABILITY / known)),
            1.0 - (drug.renal or 0.0),
        )
    return found


FEATURES = features()
EXTRACTION = extraction()
TYPICAL_EXTRACTION = 0.3


@dataclass
class Seen:
    """Rows of one victim, perpetrator, route, dose and duration, averaged by study."""

    row: Row
    ln: float
    studies: int


def gathered(rows: Iterable[Row]) -> list[Seen]:
    groups: dict[tuple[object, ...], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for r in rows:
        days = round(r.days) if r.days is not None and r.days < 8 else 9
        gone = round(r.hours / 24) if r.hours and r.hours > LAST_DOSE_WITHIN_H else 0
        key = (*r.cell, r.daily_mg, days, gone, "mech" in r.mechanism)
        groups[key][r.study].append(r)
    return [
        Seen(
            next(iter(studies.values()))[0],
            float(np.mean([np.mean([r.ln for r in s]) for s in studies.values()])),
            len(studies),
        )
        for studies in groups.values()
    ]


def usual_doses(rows: Iterable[Row]) -> dict[str, float]:
    """The middle daily dose of each perpetrator in the list: the unit that doses are scaled by."""
    given: dict[str, list[float]] = defaultdict(list)
    for r in rows:
        if r.daily_mg and not r.reason:
            given[r.perpetrator].append(r.daily_mg)
    return {name: float(median(doses)) for name, doses in given.items()}


def inducers(rows: Iterable[Row]) -> set[str]:
    """Named as inducer by FDA's list, else by most of the file's own mechanisms."""
    named = set(CLASSES["strong_inducers"]) | set(CLASSES["moderate_inducers"])
    votes = Counter((r.perpetrator, "induction" in r.mechanism) for r in rows if r.mechanism)
    listed = {n for key in LISTS if key for n in CLASSES[key]}
    return named | {
        p for (p, yes), n in votes.items() if yes and p not in listed and n > votes[p, False]
    }


def group_of(perpetrator: str, induces: bool, classes: bool) -> int:
    if not classes:
        return 3 if induces else OTHER
    for index, key in enumerate(LISTS):
        if key and perpetrator in CLASSES[key]:
            return index
    return 4 if induces else OTHER


@dataclass
class Model:
    """One estimate. ``classes``: FDA's classes as middles; ``gut``: a second site before the liver."""

    seen: Sequence[Seen]
    usual: dict[str, float]
    induces: set[str]
    spreads: dict[str, float] = field(default_factory=lambda: dict(SPREADS))
    classes: bool = True
    gut: bool = True
    x: Array = field(init=False)
    curvature: Array = field(init=False)
    evidence: float = field(init=False)

    def __post_init__(self) -> None:
        rows = [s.row for s in self.seen]
        self.victims = sorted({r.victim for r in rows})
        self.perpetrators = sorted({r.perpetrator for r in rows})
        self.y = np.array([s.ln for s in self.seen])
        self.weight = 1 / np.sqrt(
            self.spreads["pair"] ** 2
            + self.spreads["study"] ** 2 / np.array([s.studies for s in self.seen])
        )
        middles = [
            (
                UNCLASSED.get(i, m) if not self.classes else m,
                s * (1.5 if i in UNCLASSED and not self.classes else 1),
            )
            for i, (_, m, s) in enumerate(MIDDLES)
        ]
        self.middle = np.array([m for m, _ in middles])
        self.wide = np.array([s for _, s in middles])
        self.inputs = self.prepared(rows)

    @property
    def size(self) -> int:
        return len(MIDDLES) + 2 * len(self.victims) + 2 * len(self.perpetrators)

    def prepared(self, rows: Sequence[Row]) -> dict[str, NDArray[np.generic]]:
        victim = {v: i for i, v in enumerate(self.victims)}
        other = {p: i for i, p in enumerate(self.perpetrators)}
        usual = [self.usual.get(r.perpetrator) for r in rows]
        return {
            "victim": np.array([victim.get(r.victim, len(victim)) for r in rows]),
            "perpetrator": np.array([other.get(r.perpetrator, len(other)) for r in rows]),
            "group": np.array(
                [group_of(r.perpetrator, r.perpetrator in self.induces, self.classes) for r in rows]
            ),
            "induces": np.array([r.perpetrator in self.induces for r in rows]),
            "liver": np.array([0.0 if r.perpetrator in CLASSES["gut_only"] else 1.0 for r in rows]),
            "oral": np.array([r.route == "oral" for r in rows]),
            "among": np.array([FEATURES.get(r.victim, PLAIN).among for r in rows]),
            "available": np.array([FEATURES.get(r.victim, PLAIN).poorly_available for r in rows]),
            "metabolised": np.array([FEATURES.get(r.victim, PLAIN).metabolised for r in rows]),
            "extraction": np.array([EXTRACTION.get(r.victim, TYPICAL_EXTRACTION) for r in rows]),
            "inactivates": np.array(["mech" in r.mechanism for r in rows]),
            "hours": np.array(
                [max(24 * r.days, 4.0) if r.days is not None else STEADY_H for r in rows]
            ),
            "gone": np.array([max(0.0, (r.hours or 0.0) - 24.0) for r in rows]),
            "dose": np.array(
                [
                    (r.daily_mg / u) if r.daily_mg and u else 1.0
                    for r, u in zip(rows, usual, strict=True)
                ]
            ),
        }

    def predict(self, x: Array, f: dict[str, NDArray[np.generic]]) -> Array:
        """ln AUC ratio; ``x`` one or many parameter vectors by row."""
        x = np.atleast_2d(x)
        nv, np_ = len(self.victims), len(self.perpetrators)
        cut = np.cumsum([len(MIDDLES), nv, nv, np_, np_])
        g, fm, gut, strength, site, _ = np.split(x, cut, axis=1)
        none = np.zeros((len(x), 1))
        fm, gut, strength, site = (np.hstack([a, none]) for a in (fm, gut, strength, site))
        at = {name: g[:, i : i + 1] for i, name in enumerate(NAMES)}
        v, p, s = f["victim"], f["perpetrator"], self.spreads
        middle = at["fm"] + at["fm, one enzyme among several"] * f["among"]
        contribution = f["metabolised"] / (1 + np.exp(-(middle + s["fm"] * fm[:, v])))
        middle = at["gut"] + at["gut, per fall of ln bioavailability"] * f["available"]
        gut_ratio = np.exp(middle + s["gut"] * gut[:, v]) if self.gut else 0.0 * fm[:, v]
        base = g[:, 2:7][:, f["group"]]
        rate = np.exp(at["turnover per hour"])
        dose = f["dose"]
        half = np.exp(at["half of the effect, as a share of the usual dose"])
        more = s["site"] * site[:, p]
        arrived = static.built_up(rate, f["hours"])
        after = static.faded(rate, f["gone"])
        adds = np.exp(base + s["inducer"] * strength[:, p]) * dose * (1 + half) / (dose + half)
        adds = adds * arrived * after
        blocks = np.exp(base + s["inhibitor"] * strength[:, p]) * dose ** at["dose exponent"]
        blocks = blocks * np.where(f["inactivates"], arrived, 1.0)
        liver = np.where(f["induces"], static.induced(adds), static.inhibited(f["liver"] * blocks))
        wall = np.where(
            f["induces"],
            static.induced(adds * np.exp(at["gut to liver, inducer"] + more)),
            static.inhibited(blocks * np.exp(at["gut to liver, inhibitor"] + more)),
        )
        left = static.remaining_clearance(contribution, liver)
        swallowed = static.oral(left, static.through_gut(gut_ratio, wall))
        injected = static.intravenous(left, f["extraction"])
        return np.log(np.where(f["oral"], swallowed, injected))

    def _residuals(self, x: Array) -> Array:
        x = np.atleast_2d(x)
        k = len(MIDDLES)
        return np.hstack(
            [
                (self.predict(x, self.inputs) - self.y) * self.weight,
                (x[:, :k] - self.middle) / self.wide,
                x[:, k:],
            ]
        )

    def fit(self, start: Array | None = None, enough: float = 1e-4) -> "Model":
        """Posterior mode by Levenberg-Marquardt; stops where a step gains less than ``enough``."""
        x = np.concatenate([self.middle, np.zeros(self.size - len(MIDDLES))])
        x = x if start is None else start.copy()
        r = self._residuals(x)[0]
        cost, damp, step = r @ r, 1e-2, 1e-5
        for _ in range(100):
            jacobian = ((self._residuals(x + step * np.eye(self.size)) - r) / step).T
            normal, gradient = jacobian.T @ jacobian, jacobian.T @ r
            while damp < 1e6:
                dx = -np.linalg.solve(normal + damp * np.diag(np.diag(normal)), gradient)
                trial = self._residuals(x + dx)[0]
                if trial @ trial < cost:
                    break
                damp *= 10
            else:
                break
            gain, x, r = cost - trial @ trial, x + dx, trial
            cost, damp = r @ r, max(damp / 10, 1e-9)
            if gain < enough:
                break
        self.x, self.curvature = x, normal
        self.evidence = float(
            -0.5 * cost + np.log(self.weight).sum() - 0.5 * np.linalg.slogdet(normal)[1]
        )
        return self

    def ln(self, rows: Sequence[Row]) -> Array:
        """Predicted ln AUC ratio of rows, also of victims and perpetrators not seen."""
        return self.predict(self.x, self.prepared(rows))[0]

    def knows(self, row: Row) -> tuple[bool, bool]:
        """Whether the estimate saw this victim, and this perpetrator."""
        return row.victim in self.victims, row.perpetrator in self.perpetrators


def estimated(
    seen: Sequence[Seen],
    usual: dict[str, float],
    induces: set[str],
    *,
    classes: bool = True,
    gut: bool = True,
) -> Model:
    """A fit with its spreads chosen by marginal likelihood: coordinate steps, coarse then fine."""
    best = Model(seen, usual, induces, classes=classes, gut=gut).fit()
    if not gut:
        best.spreads["gut"] = SPREADS["gut"]
    for factor in (1.4, 1.2):
        for name in SPREADS:
            if not gut and name in {"gut", "site"}:
                continue
            for by in (factor, 1 / factor):
                while 0.1 <= best.spreads[name] * by <= 3.0:
                    spreads = {**best.spreads, name: best.spreads[name] * by}
                    trial = Model(seen, usual, induces, spreads, classes, gut).fit(best.x)
                    if trial.evidence <= best.evidence + 0.02:
                        break
                    best = trial
    return best.fit(best.x, 1e-9)
