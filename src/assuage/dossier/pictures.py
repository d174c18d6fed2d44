"""Figures as data: which printed effects share a measure and may stand in one plot."""

from math import isfinite

from assuage.dossier.desk import Desk
from assuage.terms.finding import Finding
from assuage.terms.printed import Printed
from assuage.terms.statement import Figure, Mark
from assuage.terms.study import Result, Study

NULLS = {"ratio": 1.0, "difference": 0.0, "standardised": 0.0, "proportion-difference": 0.0}
FEWEST = 2
MOST = 24


def _limit(printed: Printed) -> float | None:
    value = float(printed)
    return value if isfinite(value) else None


def forest(desk: Desk, findings: list[Finding], domain: str) -> list[Figure]:
    """One forest-style plot for each measure and unit that at least two printed effects share."""
    groups: dict[tuple[str, str], list[Mark]] = {}
    for finding in findings:
        fact, study = finding.fact, finding.entry
        if not isinstance(fact, Result) or not isinstance(study, Study):
            continue
        if fact.effect is None or fact.interval is None or fact.measure is None:
            continue
        kind = desk.knowledge.term("measures", fact.measure).domain or ""
        if kind not in NULLS:
            continue
        groups.setdefault((fact.measure, fact.unit or ""), []).append(
            Mark(
                finding=finding.id,
                source=finding.source or "",
                label=study.id,
                value=float(fact.effect),
                low=float(fact.interval[0]),
                high=_limit(fact.interval[1]),
                printed=f"{fact.effect} ({fact.interval[0]}, {fact.interval[1]})",
                directness=finding.directness,
                group=fact.outcome,
            )
        )
    figures = []
    for (measure, unit), marks in sorted(groups.items()):
        if len(marks) < FEWEST:
            continue
        kind = desk.knowledge.term("measures", measure).domain or ""
        figures.append(
            Figure(
                id=f"forest-{domain}-{measure}{'-' + unit.replace('/', '-') if unit else ''}",
                kind="forest",
                measure=measure,
                null=NULLS[kind],
                log_scale=kind == "ratio",
                marks=tuple(marks[:MOST]),
            )
        )
    return figures


def benefit_harm(desk: Desk) -> list[Figure]:
    """NNT beside NNH, where one source prints both with intervals."""
    by_source: dict[str, list[Mark]] = {}
    for finding in desk.of("result"):
        fact, study = finding.fact, finding.entry
        if not isinstance(fact, Result) or not isinstance(study, Study) or not fact.effect:
            continue
        if (
            fact.measure in ("nnt", "nnh")
            and fact.interval
            and finding.directness
            in (
                "direct",
                "near-condition",
                "other-condition",
            )
        ):
            by_source.setdefault(study.id, []).append(
                Mark(
                    finding=finding.id,
                    source=finding.source or "",
                    label=study.id,
                    value=float(fact.effect),
                    low=float(fact.interval[0]),
                    high=_limit(fact.interval[1]),
                    printed=f"{fact.effect} ({fact.interval[0]}, {fact.interval[1]})",
                    directness=finding.directness,
                    group=f"{fact.measure}:{fact.outcome}",
                )
            )
    both = [
        mark
        for marks in by_source.values()
        if {m.group.split(":")[0] for m in marks} == {"nnt", "nnh"}
        for mark in marks
    ]
    return [Figure(id="benefit-harm", kind="benefit-harm", marks=tuple(both))] if both else []
