"""Rules over facts and results: places, intervals, directions, percentages."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from assuage.knowledge.rules.shelf import Shelf, place_problem
from assuage.terms.errors import Problem
from assuage.terms.fact import Fact
from assuage.terms.printed import Printed
from assuage.terms.vocabulary import Term


def result_arms_resolve(shelf: Shelf) -> Iterator[Problem]:
    for shown, _, study in shelf.each("studies"):
        arms = {arm.id for arm in study.arms}
        named = [(f"results[{i}].arm", r.arm) for i, r in enumerate(study.results)]
        named += [
            (f"results[{i}].versus", r.versus)
            for i, r in enumerate(study.results)
            if r.versus not in (None, "baseline")
        ]
        named += [
            (f"results[{i}].values", v.arm) for i, r in enumerate(study.results) for v in r.values
        ]
        named += [(f"conclusions[{i}].arm", c.arm) for i, c in enumerate(study.conclusions)]
        for key, arm in named:
            if arm not in arms:
                yield shelf.problem(
                    shown,
                    key,
                    "result-arms-resolve",
                    f"no arm {arm!r} in this study",
                    f'Write one of: {", ".join(sorted(arms))}; versus may also be "baseline".',
                )


def _facts(entry: Struct, path: str = "") -> Iterator[tuple[str, Any]]:
    for name in entry.__struct_fields__:
        value = getattr(entry, name)
        for index, item in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(item, Fact):
                yield f"{path}{name}[{index}]", item
            elif isinstance(item, Term):
                yield from _facts(item, f"{path}{name}[{index}].")


def places_were_read(shelf: Shelf) -> Iterator[Problem]:
    """A fact stands in a part of its source that was seen; a study's results likewise."""
    for shown, _, entry in shelf.each():
        for key, fact in _facts(entry):
            source = shelf.sources.get(fact.source)
            if source is not None:
                yield from place_problem(shelf, shown, f"{key}.where", fact.where, source)
        for name in ("results", "conclusions", "recommendations"):
            for index, item in enumerate(getattr(entry, name, ())):
                yield from place_problem(shelf, shown, f"{name}[{index}].where", item.where, entry)


def _numbers(result: Any) -> tuple[float, float, float] | None:
    if result.effect is None or result.interval is None:
        return None
    return float(result.interval[0]), float(result.effect), float(result.interval[1])


def intervals_are_in_order(shelf: Shelf) -> Iterator[Problem]:
    for shown, _, study in shelf.each("studies"):
        for index, result in enumerate(study.results):
            numbers = _numbers(result)
            if numbers and not numbers[0] <= numbers[1] <= numbers[2]:
                yield shelf.problem(
                    shown,
                    f"results[{index}].interval",
                    "intervals-are-in-order",
                    f"the effect {numbers[1]} is not between {numbers[0]} and {numbers[2]}",
                    "Copy the signs and digits as printed; lower limit first.",
                )
    for shown, _, marker in shelf.each("markers"):
        for index, f in enumerate(marker.findings):
            if (
                f.value
                and f.interval
                and not (float(f.interval[0]) <= float(f.value) <= float(f.interval[1]))
            ):
                yield shelf.problem(
                    shown,
                    f"findings[{index}].interval",
                    "intervals-are-in-order",
                    "the value is not inside its interval",
                    "Copy the digits as printed.",
                )


RATIO_NULL = {"ratio": 1.0, "difference": 0.0, "standardised": 0.0, "proportion-difference": 0.0}


def direction_agrees(shelf: Shelf) -> Iterator[Problem]:
    """A 95% interval clear of the null means higher or lower, on the side of the effect."""
    measures: Any = shelf.entries["vocabulary"].get("measures")
    domains = {t.id: t.domain for t in measures.terms} if measures else {}
    for shown, _, study in shelf.each("studies"):
        for index, result in enumerate(study.results):
            numbers = _numbers(result)
            null = RATIO_NULL.get(domains.get(result.measure) or "")
            if numbers is None or null is None or result.versus == "baseline":
                continue
            low, effect, high = numbers
            if low > null or high < null:
                side = "higher" if effect > null else "lower"
                if result.direction != side:
                    yield shelf.problem(
                        shown,
                        f"results[{index}].direction",
                        "direction-agrees",
                        f"the interval {low} to {high} lies wholly on one side of {null:g}, but "
                        f"direction is {result.direction!r}",
                        f'Write direction = "{side}", or give the interval of {result.arm} '
                        f"relative to {result.versus} as printed.",
                    )
            elif low < null < high and result.direction in ("higher", "lower"):
                yield shelf.problem(
                    shown,
                    f"results[{index}].direction",
                    "direction-agrees",
                    f"the interval {low} to {high} includes {null:g}, but direction is "
                    f"{result.direction!r}",
                    'Write direction = "no-difference", or "unclear".',
                )


def percents_agree(shelf: Shelf) -> Iterator[Problem]:
    """Events over n reproduce the printed percentage, to its last digit and one more."""
    for shown, _, study in shelf.each("studies"):
        for index, result in enumerate(study.results):
            for value in result.values:
                if value.events is None or not value.n:
                    continue
                if value.events > value.n:
                    yield shelf.problem(
                        shown,
                        f"results[{index}].values",
                        "percents-agree",
                        f"{value.events} of {value.n} is more than all",
                        "Copy events and n as printed.",
                    )
                elif value.percent is not None:
                    computed = 100 * value.events / value.n
                    if abs(computed - float(value.percent)) > 2 * float(value.percent.half_step()):
                        yield shelf.problem(
                            shown,
                            f"results[{index}].values",
                            "percents-agree",
                            f"{value.events} of {value.n} is {computed:.2f}%, not {value.percent}%",
                            "Copy the three numbers as printed, or leave out the one that differs.",
                        )


def numbers_are_plausible(shelf: Shelf) -> Iterator[Problem]:
    """Percentages lie in 0 to 100; a P value in 0 to 1."""
    for shown, _, study in shelf.each("studies"):
        for index, result in enumerate(study.results):
            p: Printed | None = result.p
            if p is not None and not 0 <= float(p) <= 1:
                yield shelf.problem(
                    shown,
                    f"results[{index}].p",
                    "numbers-are-plausible",
                    f"P = {p}",
                    'Write P as a proportion: 0.003, or "<0.001".',
                )
            for value in result.values:
                if value.percent is not None and not 0 <= float(value.percent) <= 100:
                    yield shelf.problem(
                        shown,
                        f"results[{index}].values",
                        "numbers-are-plausible",
                        f"{value.percent}%",
                        "Write a percentage between 0 and 100.",
                    )


def bias_needs_the_full_text(shelf: Shelf) -> Iterator[Problem]:
    """Risk of bias that only an abstract supports is unclear."""
    for shown, _, study in shelf.each("studies"):
        judged = [d for d in study.bias.__struct_fields__ if getattr(study.bias, d) != "unclear"]
        if judged and all(part.startswith("abstract") for part in study.read.parts):
            yield shelf.problem(
                shown,
                f"bias.{judged[0]}",
                "bias-needs-the-full-text",
                f"{judged[0]} is judged, and only the abstract was read",
                'Write "unclear", or read the methods and name them in read.parts.',
            )
