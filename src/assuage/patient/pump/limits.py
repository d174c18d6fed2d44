"""What a pump is refused for, with the source that does not allow it; numbers in sentences."""

from decimal import Decimal
from fractions import Fraction

from assuage.knowledge.shelves import Knowledge
from assuage.patient.person.units import exact
from assuage.patient.pump import sourced
from assuage.patient.pump.settings import PumpError
from assuage.terms.finding import Finding
from assuage.terms.pump import PumpPlan, PumpSettings

# Ours, not a source's: a dose this many times the highest one named is taken for a wrong unit.
_WRONG_UNIT = 10
# Ours too, and no maker's range: flows in mL a day outside of which a unit must be wrong.
_FLOWS = (Fraction(1, 200), Fraction(100))


def population(settings: PumpSettings) -> str | None:
    """The people whose doses and steps hold: of baclofen they hang on the origin of spasticity."""
    if settings.drug != "baclofen":
        return None
    if settings.child:
        return "children"
    return f"{settings.origin}-origin" if settings.origin else None


def refuse(
    settings: PumpSettings,
    total: Fraction,
    after: Fraction,
    held: tuple[Finding, ...],
    knowledge: Knowledge,
) -> None:
    """What a source does not allow, what no source reaches, and what can only be a wrong unit.

    ``total`` and ``after`` are the daily doses with boluses, now and after the change.
    """
    to = after if settings.to_dose_ug_per_day is not None else None
    for key, dose in (("dose", total), ("to-dose", to), ("target", settings.target_ug_per_day)):
        if dose is not None:
            _dose(settings, key, dose, held, knowledge)
    _flow(settings, total, after)
    _reservoir(settings, held)
    _step_up(settings, held)
    _step_down(settings, held)


def _dose(
    settings: PumpSettings,
    key: str,
    dose: Fraction,
    held: tuple[Finding, ...],
    knowledge: Knowledge,
) -> None:
    stated = settings.stated.get(key.replace("-", "_"), micrograms(dose) + "/day")
    most = sourced.maximum(held, settings.region, knowledge)
    limit = sourced.limits_ug(most.fact.amount) if most is not None else None
    if most is not None and limit is not None and dose > limit[1]:
        raise PumpError(
            f"{key} {stated} ({micrograms(dose)}/day in all) is above "
            f"{micrograms(limit[1])}/day, the highest dose of {settings.drug} by "
            f"{most.source}. Lower it, or check the unit."
        )
    named, highest = sourced.highest(held), sourced.highest_ug(held)
    if named is None or highest is None or dose <= highest:
        return
    if dose > highest * _WRONG_UNIT:
        raise PumpError(
            f"{key} {stated} of {settings.drug} is {number(dose / highest)} times the highest "
            f"dose that any source here names ({micrograms(highest)}/day). "
            f"Did you mean {micrograms(dose / 1000)}/day?"
        )
    raise PumpError(
        f"{key} {stated} of {settings.drug} ({micrograms(dose)}/day in all) is above "
        f"{micrograms(highest)}/day, the largest that any source held here names "
        f"({named.source}: {named.fact.where}): nothing is computed. Check the dose and its unit."
    )


def _flow(settings: PumpSettings, total: Fraction, after: Fraction) -> None:
    for key, held_ug, dose in (
        ("concentration", settings.concentration_ug_per_ml, total),
        ("to-concentration", settings.to_concentration_ug_per_ml, after),
    ):
        if held_ug is None:
            continue
        flow = dose / held_ug
        if not _FLOWS[0] <= flow <= _FLOWS[1]:
            meant = held_ug / 1000 if flow < _FLOWS[0] else held_ug * 1000
            raise PumpError(
                f"{key} {settings.stated[key.replace('-', '_')]} makes a flow of "
                f"{number(flow)} mL/day, which can only be a wrong unit. "
                f"Did you mean {micrograms(meant)}/mL?"
            )


def _reservoir(settings: PumpSettings, held: tuple[Finding, ...]) -> None:
    reservoirs = [
        f
        for f in held
        if f.kind == "specification"
        and f.fact.parameter == "reservoir-volume"
        and f.fact.amount.unit == "mL"
        and f.fact.amount.value is not None
    ]
    if settings.fill_ml is None or not reservoirs:
        return
    largest = max(reservoirs, key=lambda f: f.fact.amount.value.digits)
    limit_ml = Fraction(largest.fact.amount.value.digits)
    if settings.fill_ml > limit_ml:
        raise PumpError(
            f"fill {number(settings.fill_ml)} mL is above {number(limit_ml)} mL, the largest "
            f"reservoir by {largest.source}. Check the volume and its unit."
        )


def _step_up(settings: PumpSettings, held: tuple[Finding, ...]) -> None:
    """A larger dose, by the rule of the population; while it is not known, by the widest of all."""
    old, new = settings.dose_ug_per_day, settings.to_dose_ug_per_day
    if new is None or new <= old:
        return
    people = population(settings)
    rule = sourced.step_range(held, people) if people else sourced.widest_step(held)
    high = rule.fact.amount.high if rule is not None else None
    step = (new / old - 1) * 100
    if rule is not None and high is not None and step > Fraction(high.digits):
        which = "" if people else f", the largest step of any origin ({rule.fact.population})"
        raise PumpError(
            f"from {micrograms(old)}/day to {micrograms(new)}/day is a "
            f"step of {number(step)}%, above {high}%{which} by {rule.source}. The largest step is "
            f"to {micrograms(old * (1 + Fraction(high.digits) / 100))}/day."
            + ("" if people else " Give --origin for its own rule.")
        )
    amount = sourced.step_amount(held)
    most = sourced.limits_ug(amount.fact.amount) if amount is not None else None
    if amount is not None and most is not None and new - old > most[1]:
        raise PumpError(
            f"from {micrograms(old)}/day to {micrograms(new)}/day is a "
            f"step of {micrograms(new - old)}/day, above {micrograms(most[1])}/day by "
            f"{amount.source}."
        )


def _step_down(settings: PumpSettings, held: tuple[Finding, ...]) -> None:
    """A smaller dose, beyond what anybody described: a near stop is an abrupt stop."""
    old, new = settings.dose_ug_per_day, settings.to_dose_ug_per_day
    largest = sourced.largest_reduction(held)
    high = largest.fact.amount.high if largest is not None else None
    if new is None or new >= old or largest is None or high is None:
        return
    cut = (1 - new / old) * 100
    if cut <= Fraction(high.digits):
        return
    signs = sourced.withdrawal(held, settings.drug)
    stopping = ", ".join(dict.fromkeys(f.source for f in signs if f.source))
    risk = f"; abrupt reduction of {settings.drug} risks withdrawal ({stopping})"
    raise PumpError(
        f"from {micrograms(old)}/day to {micrograms(new)}/day takes off {number(cut)}%, above "
        f"{high}% a day, the largest reduction that any source held here describes "
        f"({largest.source}: {largest.fact.where}){risk if stopping else ''}. The lowest dose by "
        f"that step is {micrograms(old * (1 - Fraction(high.digits) / 100))}/day."
    )


def refill_limit(plan: PumpPlan) -> str:
    """The difference from which a source asks for an evaluation, as "2 mL [source]"."""
    for f in plan.findings:
        if f.kind == "specification" and f.fact.parameter == "refill-discrepancy":
            value = f.fact.amount.value
            if value is not None:
                return f"{number(Fraction(value.digits))} {f.fact.amount.unit} [{f.source}]"
    raise LookupError("a difference was judged by a limit that the plan does not hold")


def number(value: Fraction, digits: int = 4) -> str:
    """A rational number for a sentence: exact where short, else to ``digits`` significant digits."""
    whole = exact(value)
    if len(whole.as_tuple().digits) <= digits + 2 and Fraction(whole) == value:
        return format(whole.normalize(), "f")
    rounded = Decimal(f"{float(value):.{digits}g}")
    return format(rounded, "f")


def micrograms(value: Fraction) -> str:
    """µg below 10 mg, else mg."""
    return f"{number(value)} ug" if value < 10_000 else f"{number(value / 1000)} mg"
