"""The committed held-out points reach what is asked, and the shipped widths are theirs."""

import csv
from collections import defaultdict
from math import ceil, exp, log
from pathlib import Path
from statistics import median

import pytest

from assuage.patient.exposure import shipped

ROOT = Path(__file__).resolve().parents[3]

Point = tuple[str, str, str, float, float]


def points() -> list[Point]:
    with (ROOT / "evaluation" / "exposure_held_out.csv").open(encoding="utf-8", newline="") as file:
        return [
            (r["fold"], r["tier"], r["what"], float(r["observed_ln"]), float(r["predicted_ln"]))
            for r in csv.DictReader(file)
        ]


def gmfe(errors: list[float]) -> float:
    return exp(sum(abs(e) for e in errors) / len(errors))


def test_pair_left_out() -> None:
    """At least 85 % within twofold and a GMFE of at most 1.45 (PK-Sim in sample: 88.4 %, 1.38)."""
    errors = [p[4] - p[3] for p in points() if p[0] == "pair"]
    assert sum(abs(e) <= log(2) for e in errors) / len(errors) >= 0.85
    assert gmfe(errors) <= 1.45


@pytest.mark.parametrize("organ", ["liver", "kidney"])
def test_drug_left_out_beats_the_class_median(organ: str) -> None:
    """In every class; the baseline is the median of the other drugs of that class."""
    classes: dict[str, list[Point]] = defaultdict(list)
    for p in points():
        if p[0] == organ:
            classes[p[1]].append(p)
    assert len(classes) == (3 if organ == "liver" else 4)
    for found in classes.values():
        model = [p[4] - p[3] for p in found]
        baseline = []
        for p in found:
            others = [o[3] for o in found if o[2].split("|")[0] != p[2].split("|")[0]]
            baseline.append(median(others) - p[3])
        assert gmfe(model) < gmfe(baseline)


def test_shipped_widths_are_the_held_out_quantiles() -> None:
    """Split conformal: the ceil(0.9 (n + 1))-th smallest scaled error of the tier's points."""
    folds = {
        "both estimated": "pair",
        "victim not estimated": "victim",
        "perpetrator not estimated": "perpetrator",
        "observed": "observed",
        "other pathway": "other",
    }
    for tier, width in shipped.parameters().intervals.items():
        mine = [
            p for p in points()
            if (p[0] == folds[tier] if tier in folds else p[1] == tier)
            and (tier != "both estimated" or p[1] == tier)
        ]  # fmt: skip
        assert len(mine) == width.points
        scores = sorted(abs(p[4] - p[3]) / (1 + width.stretch * abs(p[4])) for p in mine)
        rank = min(ceil(0.9 * (len(scores) + 1)), len(scores))
        assert width.half_ln == pytest.approx(scores[rank - 1], rel=1e-3)


def test_pooled_coverage() -> None:
    """Each point against the quantile of the other pairs or drugs of its tier: 86 to 94 %."""
    from exposure import Point as Made
    from exposure import coverage

    groups = {
        "pair": lambda p: p.fold == "pair" and p.tier == "both estimated",
        "victim": lambda p: p.fold == "victim",
        "perpetrator": lambda p: p.fold == "perpetrator",
        "other": lambda p: p.fold == "other",
        "organs": lambda p: p.fold in {"liver", "kidney"},
    }
    every = [Made(tuple(w.split("|")), f, t, o, m) for f, t, w, o, m in points()]
    covered = []
    for name, keep in groups.items():
        some = [p if name == "organs" else p._replace(tier=name) for p in every if keep(p)]
        covered += coverage(
            some, (lambda p: p.cell[0]) if name == "organs" else (lambda p: p.cell[:2])
        )
    assert 0.86 <= sum(c.covered for c in covered) / len(covered) <= 0.94
