"""What the knowledge says of a drug in a pump: limits, steps, accuracy, withdrawal and overdose."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from assuage.appraisal.gather import finding_of
from assuage.knowledge.shelves import Knowledge
from assuage.terms.fact import Amount, Dose
from assuage.terms.finding import Finding

_MICROGRAMS = {"ug/day": Fraction(1), "mg/day": Fraction(1000), "ug/dose": Fraction(1)}
_HARMS = ("withdrawal", "overdose")
_TIMINGS = ("after-stopping", "at-overdose")
_NAMED = ("maintenance", "maximum", "studied", "start", "usual", "caution-above")
"""Kinds of dose beyond the largest of which nothing is computed."""
_ON_STOPPING = ("withdrawal", "rhabdomyolysis", "multi-organ-failure", "death")
_ORDER = ("boxed-warning", "adverse-effect", "rescue", "recommendation", "monitoring")


def findings(knowledge: Knowledge, drug: str) -> tuple[Finding, ...]:
    """Every fact of the pump, of the catheter and of the drug by the intrathecal route."""
    return tuple(f for f in _gathered(knowledge, drug) if f is not None)


def _gathered(knowledge: Knowledge, drug: str) -> Iterator[Finding | None]:
    for key, device in knowledge.devices.items():
        if device.route != "intrathecal":
            continue
        groups: tuple[tuple[Any, ...], ...] = (
            device.doses,
            device.specifications,
            device.monitoring,
            device.rescues,
            device.adverse_effects,
        )
        for group in groups:
            for fact in group:
                if getattr(fact, "drug", None) in (None, drug) and _concerns(fact, drug):
                    yield finding_of(knowledge, key, fact, "general")
    entry = knowledge.drugs.get(drug)
    if entry is not None:
        owned: tuple[Any, ...] = (
            *entry.regulatory,
            *entry.doses,
            *entry.boxed_warnings,
            *entry.contraindications,
        )
        for fact in owned:
            if fact.route == "intrathecal":
                yield finding_of(knowledge, drug, fact, "general")
        for effect in entry.adverse_effects:
            if effect.route == "intrathecal" or effect.timing in _TIMINGS:
                yield finding_of(knowledge, drug, effect, "general")
    yield from _guidance(knowledge, drug)


def _guidance(knowledge: Knowledge, drug: str) -> Iterator[Finding | None]:
    """What guidance on the drug by pump says to do on withdrawal: other drugs are named there too."""
    for key, guideline in knowledge.guidance.items():
        if f"intrathecal-{drug}" not in guideline.topics:
            continue
        public = knowledge.source_of(guideline)
        for item in guideline.recommendations:
            if item.when == "after-stopping" and item.agent not in knowledge.devices:
                yield finding_of(knowledge, key, item, "general", public, guideline)


def _concerns(fact: Any, drug: str) -> bool:
    """Whether a fact of the device that names no drug holds for this one.

    What the device's file says of withdrawal and overdose was read in sources on baclofen; only
    the watching over the refill holds for every drug.
    """
    if drug == "baclofen" or getattr(fact, "drug", None) == drug:
        return True
    if getattr(fact, "context", None) == "severe-spasticity":
        return False
    if getattr(fact, "harm", None) == "overdose":
        return getattr(fact, "what", "") == "pump-refill"
    return getattr(fact, "harm", None) != "withdrawal"


def doses(held: tuple[Finding, ...], *kinds: str, population: str | None = None) -> list[Finding]:
    """Doses of these kinds; with ``population`` only those for it or for everybody."""
    return [
        f
        for f in held
        if isinstance(f.fact, Dose)
        and f.fact.kind in kinds
        and (population is None or f.fact.population in (None, population))
    ]


def limits_ug(amount: Amount) -> tuple[Fraction, Fraction] | None:
    """Lowest and highest value of an amount in µg (a day or a dose); None for other units."""
    factor = _MICROGRAMS.get(amount.unit)
    if factor is None:
        return None
    ends = [p.digits for p in (amount.value, amount.low, amount.high) if p is not None]
    if not ends or any(not d.is_finite() for d in ends):
        return None
    return Fraction(min(ends)) * factor, Fraction(max(ends)) * factor


def highest(held: tuple[Finding, ...]) -> Finding | None:
    """The fact with the highest daily dose that any source of the knowledge names for the pump."""
    values = [
        (limits[1], f)
        for f in held
        if isinstance(f.fact, Dose)
        and f.fact.route == "intrathecal"
        and f.fact.kind in _NAMED
        and f.fact.amount.unit in ("ug/day", "mg/day")
        and (limits := limits_ug(f.fact.amount))
    ]
    return max(values, key=lambda v: v[0])[1] if values else None


def highest_ug(held: tuple[Finding, ...]) -> Fraction | None:
    """That dose in µg a day."""
    found = highest(held)
    limits = limits_ug(found.fact.amount) if found is not None else None
    return limits[1] if limits else None


def usual_range(held: tuple[Finding, ...], population: str | None) -> Finding | None:
    """The maintenance dose for a population, the widest one where several are named."""
    found = [
        f
        for f in doses(held, "maintenance", "usual", population=population or "adults")
        if f.fact.amount.unit in ("ug/day", "mg/day")
    ]
    own = [f for f in found if f.fact.population == population] or found
    return max(own, key=lambda f: (limits_ug(f.fact.amount) or (0, Fraction(0)))[1], default=None)


def maximum(held: tuple[Finding, ...], region: str | None, knowledge: Knowledge) -> Finding | None:
    """The maximum of the user's region, else the strictest."""
    found = [f for f in doses(held, "maximum") if limits_ug(f.fact.amount)]
    own = [f for f in found if region and f.source and knowledge.sources[f.source].region == region]
    return min(own or found, key=lambda f: (limits_ug(f.fact.amount) or (0, 0))[1], default=None)


def usual_of_any(held: tuple[Finding, ...], populations: tuple[str, ...]) -> list[Finding]:
    """The usual range of each of these populations: what holds while it is not known who it is."""
    found = (usual_range(held, p) for p in populations)
    return [f for f in found if f is not None]


def step_range(held: tuple[Finding, ...], population: str | None) -> Finding | None:
    """The step of a titration in percent, for a population."""
    return next((f for f in _shares(held) if f.fact.population == population), None)


def widest_step(held: tuple[Finding, ...]) -> Finding | None:
    """The largest step in percent for any population: beyond it nobody is titrated."""
    return max(_shares(held), key=_high, default=None)


def largest_reduction(held: tuple[Finding, ...]) -> Finding | None:
    """The largest step down in percent that a source describes."""
    found = [f for f in doses(held, "reduction-step") if f.fact.amount.unit == "percent"]
    return max(found, key=_high, default=None)


def _shares(held: tuple[Finding, ...]) -> list[Finding]:
    return [f for f in doses(held, "titration-step") if f.fact.amount.unit == "percent"]


def _high(found: Finding) -> Fraction:
    """The upper end of an amount."""
    amount = found.fact.amount
    ends = [p.digits for p in (amount.value, amount.high) if p is not None]
    return Fraction(max(ends)) if ends else Fraction(0)


def largest_screening(held: tuple[Finding, ...]) -> Finding | None:
    """The end of the ladder of screening doses."""
    found = [f for f in doses(held, "screening") if limits_ug(f.fact.amount)]
    return max(found, key=_high, default=None)


def withdrawal(held: tuple[Finding, ...], drug: str) -> list[Finding]:
    """What happens when the drug stops: the boxed warning where there is one, and the signs."""
    boxed = [f for f in held if f.kind == "boxed-warning" and f.fact.risk in _ON_STOPPING]
    named = boxed if any(f.fact.risk == "withdrawal" for f in boxed) else []
    return named + [
        f
        for f in held
        if f.kind == "adverse-effect"
        and f.fact.timing == "after-stopping"
        and f.owner == drug
        and f.fact.route in (None, "intrathecal")
    ]


def step_amount(held: tuple[Finding, ...]) -> Finding | None:
    """The step of a titration as an amount a day: the smallest that a source allows at most."""
    found = [f for f in doses(held, "titration-step") if limits_ug(f.fact.amount)]
    return min(found, key=lambda f: (limits_ug(f.fact.amount) or (0, 0))[1], default=None)


def step_frequency(
    held: tuple[Finding, ...], region: str | None, knowledge: Knowledge
) -> Finding | None:
    """How often a step is allowed: by the user's region, else as often as the strictest allows."""
    found = doses(held, "titration-frequency", "titration-interval")
    own = [f for f in found if region and f.source and knowledge.sources[f.source].region == region]
    return max(own or found, key=lambda f: days_between(f)[0], default=None)


def days_between(frequency: Finding) -> tuple[Fraction, Fraction]:
    """Fewest and most days between two steps, of a frequency a week or of an interval."""
    amount = frequency.fact.amount
    ends = [Fraction(p.digits) for p in (amount.value, amount.low, amount.high) if p is not None]
    if amount.unit == "per-week":
        return 7 / max(ends), 7 / min(ends)
    day = Fraction(1, 24) if amount.unit == "h" else Fraction(1)
    return min(ends) * day, max(ends) * day


def specification(held: tuple[Finding, ...], parameter: str) -> Finding | None:
    """The first number of a device for a parameter; None where no source gives one."""
    return next(
        (f for f in held if f.kind == "specification" and f.fact.parameter == parameter), None
    )


def stated(held: tuple[Finding, ...], drug: str) -> list[Finding]:
    """The drug's state by the intrathecal route, and its doses: start, step, usual, maximum.

    Of baclofen the doses hang on the origin of spasticity and are chosen one by one.
    """
    return [
        f
        for f in held
        if f.owner == drug
        and (f.kind == "regulatory" or (f.kind == "dose" and drug != "baclofen"))
        and getattr(f.fact, "use", None) != "anaesthesia"
    ]


def conversion(held: tuple[Finding, ...], source: str, drug: str) -> Finding | None:
    """The published ratio from another drug, or from the epidural route, to this one."""
    name = f"dose-ratio-{source}-{drug}" if source != "epidural" else ""
    if source == "epidural":
        name = f"dose-ratio-epidural-intrathecal-{drug}"
    return specification(held, name)


def dangers(held: tuple[Finding, ...]) -> list[Finding]:
    """Recognition and management of withdrawal and overdose, and the watching for them."""
    found = [
        f
        for f in held
        if f.kind == "rescue"
        or (f.kind == "monitoring" and f.fact.harm in _HARMS)
        or (f.kind == "adverse-effect" and _dangerous(f))
        or f.kind in ("boxed-warning", "recommendation")
    ]
    return sorted(found, key=lambda f: _ORDER.index(f.kind))


def _dangerous(effect: Finding) -> bool:
    """An effect of stopping, of too much, or the mass that grows at the tip of the catheter."""
    if effect.fact.timing in _TIMINGS:
        return True
    return bool(effect.fact.effect == "granuloma" and effect.fact.route == "intrathecal")


def unheld(held: tuple[Finding, ...]) -> tuple[str, ...]:
    """Of recognising and managing withdrawal and overdose, what no source held here says."""
    said = dangers(held)
    effects = {f.fact.timing for f in said if f.kind == "adverse-effect"}
    managed = {f.fact.harm for f in said if f.kind == "rescue"}
    boxed = {f.fact.risk for f in said if f.kind == "boxed-warning"}
    has = {
        "withdrawal-signs": "after-stopping" in effects or "withdrawal" in boxed,
        "withdrawal-management": "withdrawal" in managed
        or any(f.kind == "recommendation" for f in said),
        "overdose-signs": "at-overdose" in effects,
        "overdose-management": "overdose" in managed,
    }
    return tuple(key for key, known in has.items() if not known)
