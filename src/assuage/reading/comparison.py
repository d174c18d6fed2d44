"""A curated study beside the machine's reading of the same record: where the two say otherwise.

The curated file leads; a disagreement is a hint for a curator and changes nothing.
"""

from collections.abc import Iterator

from assuage.knowledge.shelves import Knowledge
from assuage.reading.study import ReadStudy
from assuage.terms.evidence import Disagreement
from assuage.terms.study import Result, Study

_OPPOSITE = {("higher", "lower"), ("lower", "higher")}

_TWO_NAMES = (
    frozenset({"rct-crossover", "pharmacokinetic"}),
    frozenset({"rct-crossover", "pharmacokinetic-interaction"}),
    frozenset({"cohort", "case-series"}),
)
"""Designs of one study that may be called either: what was measured and how people were assigned; a
cohort that is compared with nobody is a series."""


def disagreements(
    curated: Study, read: ReadStudy, record: str, knowledge: Knowledge
) -> Iterator[Disagreement]:
    """Number of people, family of the design, turned directions, effects with other digits."""
    machine = read.study
    told = Disagreement(study=curated.id, record=record, field="", curated="", machine="", quote="")
    kinds = (curated.population.n_kind, machine.population.n_kind)
    numbers = (curated.population.n, machine.population.n)
    if kinds[0] == kinds[1] and None not in numbers and numbers[0] != numbers[1]:
        yield _with(told, "n", str(numbers[0]), str(numbers[1]))
    families = tuple(knowledge.vocabulary["designs"][s.design].domain for s in (curated, machine))
    either = frozenset((curated.design, machine.design)) in _TWO_NAMES
    if None not in families and families[0] != families[1] and not either:
        yield _with(told, "design", curated.design, machine.design)
    for result, quote in zip(machine.results, read.quotes, strict=True):
        same = [
            r
            for r in curated.results
            if r.outcome == result.outcome
            and _agent(curated, r.arm) == _agent(machine, result.arm)
            and (r.versus is None) == (result.versus is None)
        ]
        if not same:
            continue
        if all((r.direction, result.direction) in _OPPOSITE for r in same):
            yield _with(
                told, "direction", same[0].direction, result.direction, quote.text, result.outcome
            )
        like = [r for r in same if r.measure == result.measure and r.interval and result.interval]
        if like and all(_digits(r) != _digits(result) for r in like):
            yield _with(
                told, "effect", _digits(like[0]), _digits(result), quote.text, result.outcome
            )


def _agent(study: Study, arm_id: str) -> str | None:
    arm = study.arm(arm_id)
    return arm.agent if arm else None


def _digits(result: Result) -> str:
    limits = " to ".join(str(limit) for limit in result.interval or ())
    return f"{result.effect if result.effect is not None else ''} ({limits})"


def _with(
    told: Disagreement, field: str, curated: str, machine: str, quote: str = "",
    outcome: str | None = None,
) -> Disagreement:  # fmt: skip
    return Disagreement(
        study=told.study, record=told.record, field=field, curated=curated, machine=machine,
        quote=quote, outcome=outcome,
    )  # fmt: skip
