"""What this knowledge does not hold: outcome × population × route cells without direct evidence."""

from dataclasses import dataclass

from assuage.knowledge.shelves import Knowledge
from assuage.synthesis.bodies import hierarchy
from assuage.synthesis.signals import family_of, outcome_term
from assuage.terms.finding import DIRECTNESS, Finding
from assuage.terms.question import Question
from assuage.terms.study import Result, Study

LIVER_POPULATIONS = ("child-pugh-a", "child-pugh-b", "child-pugh-c")
AGE_POPULATIONS = ("children", "older-adults")


@dataclass(frozen=True)
class Gap:
    """One cell: the nearest evidence there is for an outcome, population and route."""

    outcome: str
    population: str | None
    route: str | None
    nearest: str | None
    """A directness, or None where this knowledge holds nothing."""
    trials: int
    findings: tuple[str, ...]


def _routes(findings: tuple[Finding, ...], question: Question) -> tuple[str | None, ...]:
    if question.route:
        return (question.route,)
    seen: list[str] = []
    for finding in findings:
        route = getattr(finding.fact, "route", None)
        if finding.kind == "dose" and isinstance(route, str) and route not in seen:
            seen.append(route)
    return (None, *sorted(seen))


def gaps(
    findings: tuple[Finding, ...], knowledge: Knowledge, question: Question
) -> tuple[Gap, ...]:
    """All cells over the condition's outcomes, its populations and the drug's routes."""
    condition = knowledge.conditions[question.condition]
    outcomes = hierarchy(knowledge, question.condition)
    families: dict[str, str] = {}
    for outcome in outcomes:
        families.setdefault(family_of(outcome_term(knowledge, outcome)), outcome)
    populations: tuple[str | None, ...] = (None,)
    if condition.organ == "liver":
        populations += LIVER_POPULATIONS
    populations += AGE_POPULATIONS
    results = [
        (f, f.fact, f.entry)
        for f in findings
        if isinstance(f.fact, Result) and isinstance(f.entry, Study)
    ]
    registered = [f for f in findings if f.kind == "trial" and f.directness == "direct"]
    cells = []
    for family, outcome in families.items():
        for population in populations:
            routes = _routes(findings, question) if population is None else (question.route,)
            for route in routes:
                held = [
                    f
                    for f, result, study in results
                    if family_of(outcome_term(knowledge, result.outcome)) == family
                    and (
                        population is None
                        or population in study.population.features
                        or population == result.subgroup
                    )
                    and (route is None or _by_route(result, study, route))
                ]
                nearest = min((f.directness for f in held), key=DIRECTNESS.index, default=None)
                best = tuple(f.id for f in held if f.directness == nearest)[:12]
                cells.append(Gap(outcome, population, route, nearest, len(registered), best))
    return tuple(cells)


def _by_route(result: Result, study: Study, route: str) -> bool:
    return any(a.route == route for a in study.arms if a.id == result.arm)
