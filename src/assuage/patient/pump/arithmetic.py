"""The sums of a pump, each a function of rational numbers in mL, µg and days.

They are definitions and need no source: flow is dose over concentration, time is volume over flow.
"""

from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from assuage.terms.pump import PumpBridge, PumpStep


def flow(dose_ug_per_day: Fraction, concentration_ug_per_ml: Fraction) -> Fraction:
    """mL a day."""
    return dose_ug_per_day / concentration_ug_per_ml


def days(from_ml: Fraction, to_ml: Fraction, flow_ml_per_day: Fraction) -> Fraction:
    """Days in which a reservoir falls from one volume to another."""
    return (from_ml - to_ml) / flow_ml_per_day


def worst_days(
    from_ml: Fraction, to_ml: Fraction, flow_ml_per_day: Fraction, accuracy: Fraction
) -> Fraction:
    """Days if the pump runs too fast by the whole share ``accuracy`` (0.145 for 14.5%)."""
    return days(from_ml, to_ml, flow_ml_per_day * (1 + accuracy))


def on(start: date, after_days: Fraction, margin_days: int) -> date:
    """The date after whole days, less a margin; never before the start."""
    return start + timedelta(days=max(floor(after_days) - margin_days, 0))


def bridge(
    old_volume_ml: Fraction, old: Fraction, new: Fraction, dose_ug_per_day: Fraction
) -> PumpBridge:
    """What to run while ``old_volume_ml`` of the old concentration lies before the new.

    ``old`` and ``new`` in µg/mL. The unbridged dose is what the new flow gives of the old drug.
    """
    before, after = flow(dose_ug_per_day, old), flow(dose_ug_per_day, new)
    return PumpBridge(
        old_volume_ml=old_volume_ml,
        flow_ml_per_day=before,
        days=old_volume_ml / before,
        flow_after_ml_per_day=after,
        unbridged_dose_ug_per_day=after * old,
        unbridged_days=old_volume_ml / after,
    )


def titration(
    start_ug_per_day: Fraction,
    target_ug_per_day: Fraction,
    slow: Fraction,
    fast: Fraction,
    most_steps: int = 60,
) -> tuple[PumpStep, ...]:
    """Steps of one day from start to target by the smallest and the largest permitted share.

    ``slow`` and ``fast`` are shares a step (0.10, 0.30). Neither path goes beyond the target.
    Ends when the slow path is there. Empty where the target is not above the start.
    """
    steps = [PumpStep(day=0, slow_ug_per_day=start_ug_per_day, fast_ug_per_day=start_ug_per_day)]
    if target_ug_per_day <= start_ug_per_day:
        return ()
    while steps[-1].slow_ug_per_day < target_ug_per_day and len(steps) <= most_steps:
        last = steps[-1]
        steps.append(
            PumpStep(
                day=last.day + 1,
                slow_ug_per_day=min(last.slow_ug_per_day * (1 + slow), target_ug_per_day),
                fast_ug_per_day=min(last.fast_ug_per_day * (1 + fast), target_ug_per_day),
            )
        )
    return tuple(steps)


def stepped(
    start_ug_per_day: Fraction,
    target_ug_per_day: Fraction,
    most_ug: Fraction,
    fewest_days: Fraction,
    longest_days: Fraction,
    most_steps: int = 60,
) -> tuple[PumpStep, ...]:
    """Steps of at most ``most_ug`` from start to target, apart by the longest and fewest days.

    A row for each day on which either path has a step. Empty where the target is not above.
    """
    if target_ug_per_day <= start_ug_per_day:
        return ()
    count = min(ceil((target_ug_per_day - start_ug_per_day) / most_ug), most_steps)

    def on_day(day: int, apart: Fraction) -> Fraction:
        return min(start_ug_per_day + most_ug * floor(day / apart), target_ug_per_day)

    days = {ceil(n * apart) for n in range(count + 1) for apart in (fewest_days, longest_days)}
    return tuple(
        PumpStep(
            day=day,
            slow_ug_per_day=on_day(day, longest_days),
            fast_ug_per_day=on_day(day, fewest_days),
        )
        for day in sorted(days)
    )
