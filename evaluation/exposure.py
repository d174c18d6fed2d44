"""Accuracy of the exposure model on pairs and drugs it was not estimated from; ``exposure.md``.

    python evaluation/exposure.py             # all tables (about ten minutes on one core)
    python evaluation/exposure.py --worst     # and the pairs that are furthest off

Whatever is estimated, the spreads of the priors included, is estimated again in every fold.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from math import ceil, exp, log
from pathlib import Path
from typing import NamedTuple

import numpy as np
from exposure_data import Row, rows
from exposure_organs import ORGANS, drugs_and_ratios, largest, leave_a_drug_out, only_cyp3a
from exposure_static import CLASSES, Model, estimated, gathered, inducers, usual_doses

TEACHES_TOO = {
    "perpetrator below its usual dose",
    "perpetrator washed out",
    "inducer given for under two days",
}
"""Rows of inducers outside the list that still say how effect depends on dose and time."""
FIRST_EFFECT_DAYS = 0.4
"""Before ten hours a first dose of rifampicin inhibits uptake and has induced nothing."""
HELD_OUT = Path(__file__).with_name("exposure_held_out.csv")
SHARE = 0.90
STRETCHES = (0.0, 0.25, 0.5, 1.0)
SEED = 20261122
FOLDS: dict[str, Callable[[Row], object]] = {
    "pair": lambda r: r.pair,
    "victim": lambda r: r.victim,
    "perpetrator": lambda r: r.perpetrator,
}


class Point(NamedTuple):
    """One prediction made without what is named by ``fold``; natural logarithms."""

    cell: tuple[str, ...]
    fold: str
    tier: str
    observed: float
    predicted: float
    studies: int = 1

    @property
    def error(self) -> float:
        return self.predicted - self.observed


def teaching(every: Sequence[Row], induces: set[str]) -> list[Row]:
    """In the list, and the rows of inducers that say something of dose and time."""
    return [
        r
        for r in every
        if not r.reason
        or (
            r.reason in TEACHES_TOO
            and r.perpetrator in induces
            and (r.days is None or r.days >= FIRST_EFFECT_DAYS)
        )
    ]


def tier(victim: bool, perpetrator: bool) -> str:
    known = {(True, True): "both estimated", (False, True): "victim not estimated"}
    return known.get((victim, perpetrator), "perpetrator not estimated")


def by_cell(model: Model, listed: Sequence[Row], fold: str) -> list[Point]:
    """Observed and predicted averaged within study, then within victim, perpetrator and route."""
    cells: dict[tuple[str, str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for r in listed:
        cells[r.cell][r.study].append(r)
    return [
        Point(
            cell,
            fold,
            tier(*model.knows(next(iter(studies.values()))[0])),
            float(np.mean([np.mean([r.ln for r in s]) for s in studies.values()])),
            float(np.mean([model.ln(s).mean() for s in studies.values()])),
            len(studies),
        )
        for cell, studies in cells.items()
    ]


def held_out(
    every: Sequence[Row], fold: str, *, classes: bool = True, gut: bool = True
) -> tuple[list[Point], list[float]]:
    """Points by cell and errors by row, each predicted without its pair, victim or perpetrator."""
    key = FOLDS[fold]
    induces = inducers(every)
    listed = [r for r in every if not r.reason]
    points, errors = [], []
    for left in sorted({key(r) for r in listed}, key=str):
        learned = [r for r in teaching(every, induces) if key(r) != left]
        model = estimated(
            gathered(learned), usual_doses(learned), induces, classes=classes, gut=gut
        )
        mine = [r for r in listed if key(r) == left]
        points += by_cell(model, mine, fold)
        errors += list(model.ln(mine) - np.array([r.ln for r in mine]))
    return points, errors


def in_sample(every: Sequence[Row]) -> tuple[list[Point], list[float]]:
    induces = inducers(every)
    learned = teaching(every, induces)
    model = estimated(gathered(learned), usual_doses(learned), induces)
    listed = [r for r in every if not r.reason]
    return by_cell(model, listed, "in sample"), list(
        model.ln(listed) - np.array([r.ln for r in listed])
    )


def gmfe(errors: Sequence[float]) -> float:
    return float(np.exp(np.mean(np.abs(errors))))


def within_twofold(errors: Sequence[float]) -> float:
    return float(100 * np.mean(np.abs(errors) <= log(2) + 1e-12))


def bootstrap(groups: dict[object, list[float]], draws: int = 2000) -> tuple[float, ...]:
    """95 % intervals of GMFE and of the share within twofold, drawing pairs (or drugs)."""
    random = np.random.default_rng(SEED)
    keys = sorted(groups, key=str)
    values = []
    for _ in range(draws):
        drawn = [e for i in random.integers(0, len(keys), len(keys)) for e in groups[keys[i]]]
        values.append((gmfe(drawn), within_twofold(drawn)))
    low, high = np.percentile(values, [2.5, 97.5], axis=0)
    return (low[0], high[0], low[1], high[1])


def line(name: str, points: Sequence[Point], by: Callable[[Point], object]) -> str:
    errors = [p.error for p in points]
    groups: dict[object, list[float]] = defaultdict(list)
    for p in points:
        groups[by(p)].append(p.error)
    a, b, c, d = bootstrap(groups)
    return (
        f"| {name} | {len(errors)} | {within_twofold(errors):.1f} % ({c:.0f}-{d:.0f}) "
        f"| {gmfe(errors):.2f} ({a:.2f}-{b:.2f}) |"
    )


def rank(scores: Sequence[float], share: float = SHARE) -> float:
    """The conformal quantile: the ceil((n + 1) share)-th smallest, the largest where n is small."""
    ordered = sorted(scores)
    return ordered[min(ceil((len(ordered) + 1) * share), len(ordered)) - 1]


def stretch_of(points: Sequence[Point]) -> tuple[float, float]:
    """How far intervals widen with the predicted change, and the quantile, for least mean width."""
    tried = []
    for stretch in STRETCHES:
        widths = np.array([1 + stretch * abs(p.predicted) for p in points])
        q = rank([abs(p.error) / w for p, w in zip(points, widths, strict=True)])
        tried.append((float((q * widths).mean()), stretch, q))
    return min(tried)[1:]


class Covered(NamedTuple):
    tier: str
    covered: bool
    half: float


def coverage(points: Sequence[Point], group: Callable[[Point], object]) -> list[Covered]:
    """Each point against an interval calibrated on the other groups of its tier."""
    out = []
    for p in points:
        others = [o for o in points if o.tier == p.tier and group(o) != group(p)]
        stretch, q = stretch_of(others)
        half = q * (1 + stretch * abs(p.predicted))
        out.append(Covered(p.tier, abs(p.error) <= half, half))
    return out


def report_coverage(name: str, some: Sequence[Covered]) -> None:
    share = 100 * np.mean([c.covered for c in some])
    widths = [exp(c.half) for c in some]
    print(
        f"| {name} | {len(some)} | {share:.1f} % | x/÷ {np.median(widths):.2f} | x/÷ {exp(np.mean([c.half for c in some])):.2f} |"
    )


def worst(points: Sequence[Point], n: int = 12) -> None:
    for p in sorted(points, key=lambda p: -abs(p.error))[:n]:
        print(
            f"    {' '.join(p.cell)}: observed {exp(p.observed):.2f}, predicted {exp(p.predicted):.2f}"
        )


def organ_points(organ: str) -> tuple[list[Point], list[Point]]:
    drugs, ratios = drugs_and_ratios()
    held = leave_a_drug_out(drugs, ratios, organ)

    def made(value: Callable[[object], float]) -> list[Point]:
        return [
            Point(
                (drugs[h.ratio.drug].cas, h.ratio.grade),
                organ,
                f"{organ} {h.ratio.grade}",
                h.ratio.ln,
                value(h),
            )
            for h in held
        ]

    return made(lambda h: h.model), made(lambda h: h.baseline)  # type: ignore[attr-defined]


def organs() -> list[Point]:
    print("\n## Organ impairment, drug held out\n")
    print(
        "| class | n | model: within 2-fold | GMFE | class median: within 2-fold | GMFE | observed >= 2, predicted >= 2 |"
    )
    print("|---|---|---|---|---|---|---|")
    every: list[Point] = []
    for organ, (_, grades) in ORGANS.items():
        model, baseline = organ_points(organ)
        every += model
        for grade in grades.values():
            mine = [p for p in model if p.cell[1] == grade]
            base = [p.error for p in baseline if p.cell[1] == grade]
            errors = [p.error for p in mine]
            high = [p for p in mine if p.observed >= log(2)]
            found = sum(p.predicted >= log(2) for p in high)
            print(
                f"| {organ} {grade} | {len(mine)} | {within_twofold(errors):.0f} % | {gmfe(errors):.3f} "
                f"| {within_twofold(base):.0f} % | {gmfe(base):.3f} | {found} of {len(high)} |"
            )
    return every


def interactions(every: list[Row]) -> list[Point]:
    print("## CYP3A interactions\n")
    print("| what is left out | n | within 2-fold (95 % by pair) | GMFE (95 % by pair) |")
    print("|---|---|---|---|")
    points, errors = in_sample(every)
    print(line("nothing (in sample)", points, lambda p: p.cell[:2]))
    print(
        f"| the same, by row | {len(errors)} | {within_twofold(errors):.1f} % | {gmfe(errors):.2f} |"
    )
    kept: list[Point] = []
    for fold in FOLDS:
        points, errors = held_out(every, fold)
        kept += points
        print(line(fold, points, lambda p: p.cell[:2]), flush=True)
        print(
            f"| {fold}, by row | {len(errors)} | {within_twofold(errors):.1f} % | {gmfe(errors):.2f} |"
        )
        for route in ("oral", "intravenous"):
            some = [p for p in points if p.cell[2] == route]
            print(line(f"{fold}, {route}", some, lambda p: p.cell[:2]))
        if "--worst" in sys.argv:
            worst(points)
    for fold in FOLDS:
        points, _ = held_out(every, fold, classes=False)
        print(line(f"{fold}, FDA's classes withheld", points, lambda p: p.cell[:2]), flush=True)
    return kept


def other_enzymes(every: list[Row]) -> list[Point]:
    print("\n## Other pathways, one site, pair held out\n")
    print("| pathway | n | within 2-fold (95 % by pair) | GMFE (95 % by pair) |")
    print("|---|---|---|---|")
    together: list[Point] = []
    for pathway in sorted({r.pathway for r in every if r.pathway not in {"", "CYP3A"}}):
        some = [r for r in every if r.pathway == pathway]
        if len({r.pair for r in some if not r.reason}) < 4:
            continue
        points, _ = held_out(some, "pair", classes=False, gut=False)
        together += [p._replace(fold="other", tier="other pathway") for p in points]
        print(line(pathway, points, lambda p: p.cell[:2]), flush=True)
        if "--worst" in sys.argv:
            worst(points, 4)
    print(line("together", together, lambda p: p.cell[:2]))
    return together


def another_study(every: Sequence[Row]) -> list[Point]:
    """Each study of a cell predicted by the mean of its other studies: how well an observation
    foretells the next one."""
    cells: dict[tuple[str, str, str], dict[str, list[float]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for r in every:
        if not r.reason:
            cells[r.cell][r.study].append(r.ln)
    return [
        Point(
            (*cell, study),
            "observed",
            "observed",
            float(np.mean(lns)),
            float(np.mean([np.mean(v) for k, v in studies.items() if k != study])),
        )
        for cell, studies in cells.items()
        if len(studies) > 1
        for study, lns in studies.items()
    ]


def largest_interactions(every: Sequence[Row]) -> list[Point]:
    """FDA's file: the largest observed interaction of drugs whose victim was left out.

    The spreads are chosen without any drug that is cleared by CYP3A alone; each of these is then
    left out once more. Points of these only: the engine computes nothing for the others unless
    their contribution was estimated.
    """
    induces = inducers(every)
    listed = teaching(every, induces)
    inhibitors = {n for key in ("strong_inhibitors", "moderate_inhibitors") for n in CLASSES[key]}
    known = {r.victim for r in listed}
    mine = [r for r in largest(inhibitors) if r.victim not in known]
    alone = [r for r in mine if r.id in only_cyp3a()]
    others = [r for r in mine if r not in alone]
    probes = estimated(gathered(listed), usual_doses(listed), induces)
    base = estimated(gathered(listed + others), usual_doses(listed), induces)
    points: list[Point] = []
    for victim in sorted({r.victim for r in alone}):
        rest = [r for r in listed + mine if r.victim != victim]
        model = Model(gathered(rest), base.usual, induces, base.spreads).fit()
        points += by_cell(model, [r for r in alone if r.victim == victim], "victim")
    print("\n## Largest interaction of drugs left out (fda_organ_impairment.csv)\n")
    print("| drugs | learned from | n | within 2-fold (95 %) | GMFE (95 %) |")
    print("|---|---|---|---|---|")
    for name, some in (("CYP3A among others", others), ("CYP3A alone", alone)):
        found = by_cell(probes, some, "victim")
        print(line(f"{name} | the list", found, lambda p: p.cell[0]))
    print(line("CYP3A alone | the list and the other drugs", points, lambda p: p.cell[0]))
    return points


def intervals(points: list[Point], organ: list[Point], seen: list[Point]) -> None:
    print("\n## 90 % intervals, each calibrated without its own pair or drug\n")
    print("| tier | n | covered | half-width, middle | half-width, mean of logs |")
    print("|---|---|---|---|---|")
    both = [p for p in points if p.fold == "pair" and p.tier == "both estimated"]
    victim = [p for p in points if p.fold == "victim"]
    perpetrator = [p for p in points if p.fold == "perpetrator"]
    all_of: list[Covered] = []
    report_coverage("observed: the next study", coverage(seen, lambda p: p.cell[:2]))
    for some in (both, victim, perpetrator):
        name = {"pair": "both estimated", "victim": "victim not estimated"}.get(
            some[0].fold, "perpetrator not estimated"
        )
        got = coverage([p._replace(tier=name) for p in some], lambda p: p.cell[:2])
        report_coverage(f"CYP3A, {name}", got)
        all_of += got
    got = coverage([p for p in points if p.fold == "other"], lambda p: p.cell[:2])
    report_coverage("other pathways", got)
    all_of += got
    for name in dict.fromkeys(p.tier for p in organ):
        got = coverage([p for p in organ if p.tier == name], lambda p: p.cell[0])
        report_coverage(name, got)
        all_of += got
    report_coverage("**pooled**", all_of)


def keep(points: Sequence[Point]) -> None:
    """The held-out points, from which ``exposure_fit.py`` takes the widths of the intervals."""
    with HELD_OUT.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["fold", "tier", "what", "observed_ln", "predicted_ln"])
        for p in points:
            name = "|".join(p.cell)
            out.writerow([p.fold, p.tier, name, f"{p.observed:.6f}", f"{p.predicted:.6f}"])


def main() -> None:
    every = [r for r in rows() if r.ratio and r.ratio > 0]
    points = interactions([r for r in every if r.pathway == "CYP3A"])
    points += other_enzymes(every)
    points += largest_interactions([r for r in every if r.pathway == "CYP3A"])
    organ = organs()
    seen = another_study(every)
    intervals(points, organ, seen)
    keep(points + organ + seen)


if __name__ == "__main__":
    main()
