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
    settings: PumpSettings, total: Fraction, held: tuple[Finding, ...], knowledge: Knowledge
) -> None:
    """What a source does not allow, and what can only be a wrong unit."""
    highest = sourced.highest_ug(held)
    for key, dose in (
        ("dose", total),
        ("to-dose", settings.to_dose_ug_per_day),
        ("target", settings.target_ug_per_day),
    ):
        if dose is None:
            continue
        stated = settings.stated.get(key.replace("-", "_"), micrograms(dose) + "/day")
        most = sourced.maximum(held, settings.region, knowledge)
        if most is not None:
            limit = sourced.limits_ug(most.fact.amount)
            if limit and dose > limit[1]:
                raise PumpError(
                    f"{key} {stated} ({micrograms(dose)}/day in all) is above "
                    f"{micrograms(limit[1])}/day, the highest dose of {settings.drug} by "
                    f"{most.source}. Lower it, or check the unit."
                )
        if highest is not None and dose > highest * _WRONG_UNIT:
            raise PumpError(
                f"{key} {stated} of {settings.drug} is {number(dose / highest)} times the highest "
                f"dose that any source here names ({micrograms(highest)}/day). "
                f"Did you mean {micrograms(dose / 1000)}/day?"
            )
    for key, held_ug in (
        ("concentration", settings.concentration_ug_per_ml),
        ("to-concentration", settings.to_concentration_ug_per_ml),
    ):
        if held_ug is None:
            continue
        flow = total / held_ug
        if not _FLOWS[0] <= flow <= _FLOWS[1]:
            meant = held_ug / 1000 if flow < _FLOWS[0] else held_ug * 1000
            raise PumpError(
                f"{key} {settings.stated[key.replace('-', '_')]} makes a flow of "
                f"{number(flow)} mL/day, which can only be a wrong unit. "
                f"Did you mean {micrograms(meant)}/mL?"
            )
    reservoirs = [
        f
        for f in held
        if f.kind == "specification"
        and f.fact.parameter == "reservoir-volume"
        and f.fact.amount.unit == "mL"
        and f.fact.amount.value is not None
    ]
    if settings.fill_ml is not None and reservoirs:
        largest = max(reservoirs, key=lambda f: f.fact.amount.value.digits)
        limit_ml = Fraction(largest.fact.amount.value.digits)
        if settings.fill_ml > limit_ml:
            raise PumpError(
                f"fill {number(settings.fill_ml)} mL is above {number(limit_ml)} mL, the largest "
                f"reservoir by {largest.source}. Check the volume and its unit."
            )
    new = settings.to_dose_ug_per_day
    rule = sourced.step_range(held, population(settings))
    if new is not None and rule is not None and new > settings.dose_ug_per_day:
        step = (new / settings.dose_ug_per_day - 1) * 100
        high = rule.fact.amount.high
        if high is not None and step > Fraction(high.digits):
            raise PumpError(
                f"from {micrograms(settings.dose_ug_per_day)}/day to {micrograms(new)}/day is a "
                f"step of {number(step)}%, above {high}% by {rule.source}. The largest step is to "
                f"{micrograms(settings.dose_ug_per_day * (1 + Fraction(high.digits) / 100))}/day."
            )
    amount = sourced.step_amount(held)
    if new is not None and amount is not None:
        most_ug = sourced.limits_ug(amount.fact.amount)
        if most_ug and new - settings.dose_ug_per_day > most_ug[1]:
            raise PumpError(
                f"from {micrograms(settings.dose_ug_per_day)}/day to {micrograms(new)}/day is a "
                f"step of {micrograms(new - settings.dose_ug_per_day)}/day, above "
                f"{micrograms(most_ug[1])}/day by {amount.source}."
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
