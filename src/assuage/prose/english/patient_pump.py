"""A pump's plan in English: sums in words. What is medicine comes from findings, not from here."""

from fractions import Fraction

from assuage.patient.pump.limits import number, refill_limit
from assuage.terms.pump import PumpBridge, PumpDiscrepancy, PumpPlan

TITLE = "{drug} by intrathecal pump"
SUMS = "Sums"
TITRATION = "Titration"
DANGER = "Withdrawal and overdose, as sources say"
SAID = "Limits and doses, as sources say"
MISSING = "Not given"
DISCLAIMER = (
    "Arithmetic for professionals; the programmer of the pump and its manual decide. "
    "Prescribes nothing; nothing was stored or sent."
)
NEEDS = {
    "fill": "fill: volume filled in, for the days until the refill",
    "reserve": "reserve: volume at which delivery ends, for the days until the refill",
    "accuracy": "accuracy: for the worst case",
    "fill-date": "fill-date: for the date of the refill",
    "origin": "origin: spinal or cerebral, for the usual dose and the steps",
    "tubing": "tubing: volume inside the pump, for priming and bridge",
    "catheter": "catheter: its volume, or catheter-length and catheter-volume, for priming and bridge",
    "measured": "measured: residual volume as withdrawn, to compare the expected one",
    "expected": "expected: volume by the programmer, or elapsed, to compare the measured volume",
}
REMARKS = {
    "dose-above-usual": "The daily dose is above the usual range that is named below.",
    "dose-below-usual": "The daily dose is below the usual range that is named below.",
    "dose-above-named": "The daily dose is above the highest that is named below: check it.",
    "target-not-above": "The target is not above the dose: there is nothing to titrate up.",
    "target-without-steps": (
        "No steps to the target were computed: no source held here gives them in percent."
    ),
    "alarm-below-source": "The alarm is set below the alarm volume that is named below.",
    "no-bridge": (
        "The concentration changes, but the volume of tubing and catheter was not given: "
        "no bridge was computed, and the old drug that lies before the new one is not accounted for."
    ),
    "bolus-in-bridge": "Boluses during the bridge still deliver the old concentration.",
}


def mass(value: Fraction, plan: PumpPlan) -> str:
    """mg where the dose was typed in mg, else µg."""
    if in_mg(plan):
        return f"{number(value / 1000)} mg"
    return f"{number(value)} µg"


def concentration(value: Fraction, plan: PumpPlan) -> str:
    """mg/mL where the dose was typed in mg, else µg/mL."""
    return f"{mass(value, plan)}/mL"


def in_mg(plan: PumpPlan) -> bool:
    """Whether the user counts in milligrams."""
    return "mg" in plan.settings.stated.get("dose", "")


def days(value: Fraction) -> str:
    """Days to a tenth; hours below two days."""
    if value < 2:
        return f"{number(Fraction(round(value * 240), 10))} hours"
    return f"{number(Fraction(round(value * 10), 10))} days"


def sums(plan: PumpPlan) -> list[str]:
    """Flow, boluses, times and dates."""
    s = plan.settings
    lines = [
        f"Flow {number(plan.flow_ml_per_day)} mL/day: {mass(plan.daily_dose_ug, plan)}/day at "
        f"{concentration(s.concentration_ug_per_ml, plan)}."
    ]
    if plan.flow_after_ml_per_day is not None and plan.daily_dose_after_ug is not None:
        new = s.to_concentration_ug_per_ml or s.concentration_ug_per_ml
        lines.append(
            f"After the change {number(plan.flow_after_ml_per_day)} mL/day: "
            f"{mass(plan.daily_dose_after_ug, plan)}/day at {concentration(new, plan)}."
        )
    if s.bolus is not None and plan.bolus_volume_ml is not None:
        lines.append(
            f"In it {s.bolus.per_day} boluses a day of {mass(s.bolus.dose_ug, plan)} "
            f"({number(plan.bolus_volume_ml)} mL each)."
        )
    if plan.step_percent is not None and s.to_dose_ug_per_day is not None:
        lines.append(
            f"The continuous dose changes by {_signed(plan.step_percent)}% to "
            f"{mass(s.to_dose_ug_per_day, plan)}/day."
        )
    if plan.days_to_reserve is not None and s.fill_ml is not None and s.reserve_ml is not None:
        lines.append(
            f"From {number(s.fill_ml)} mL to the reserve of {number(s.reserve_ml)} mL: "
            f"{days(plan.days_to_reserve)}."
        )
    if plan.worst_days_to_reserve is not None and plan.accuracy is not None:
        lines.append(
            f"If the pump runs {number(plan.accuracy * 100)}% too fast{_tolerance(plan)}: "
            f"{days(plan.worst_days_to_reserve)}."
        )
    if plan.refill_on_worst is not None:
        lines.append(
            f"Refill by {plan.refill_on_worst} (the worst case less {s.margin_days} days; "
            f"at the programmed flow {plan.refill_on})."
        )
    elif plan.refill_on is not None:
        lines.append(f"Refill by {plan.refill_on} (less {s.margin_days} days).")
    if plan.days_to_alarm is not None and s.alarm_ml is not None:
        on = f", on {plan.alarm_on}" if plan.alarm_on else ""
        lines.append(f"Alarm at {number(s.alarm_ml)} mL after {days(plan.days_to_alarm)}{on}.")
    if plan.priming_ml is not None and plan.priming_dose_ug is not None:
        lines.append(
            f"Tubing and catheter hold {number(plan.priming_ml)} mL: the priming volume, "
            f"{mass(plan.priming_dose_ug, plan)} of what is filled in."
        )
    if plan.bridge is not None:
        lines += bridge(plan, plan.bridge)
    if plan.converted_ug_per_day is not None and plan.conversion is not None:
        lines.append(
            f"{mass(s.convert_ug_per_day or Fraction(0), plan)}/day ({s.convert_from}) stands for "
            f"{mass(plan.converted_ug_per_day, plan)}/day, by the ratio "
            f"{plan.conversion.fact.amount.value} to 1 [{plan.conversion.source}]."
        )
    if plan.discrepancy is not None:
        lines += discrepancy(plan, plan.discrepancy)
    return [*lines, *(REMARKS[r] for r in plan.remarks)]


def _tolerance(plan: PumpPlan) -> str:
    if plan.accuracy_finding is None:
        return " (as stated)"
    return f" (SynchroMed II [{plan.accuracy_finding.source}]; of another pump give --accuracy)"


def _signed(value: Fraction) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(abs(value))}"


def bridge(plan: PumpPlan, found: PumpBridge) -> list[str]:
    """What to run while the old concentration is in the catheter, and what happens otherwise."""
    s = plan.settings
    intended = plan.daily_dose_after_ug or plan.daily_dose_ug
    share = found.unbridged_dose_ug_per_day / intended
    late = found.flow_ml_per_day * (s.to_concentration_ug_per_ml or s.concentration_ug_per_ml)
    return [
        f"Bridge: {number(found.old_volume_ml)} mL of {concentration(s.concentration_ug_per_ml, plan)} lie "
        f"before the new drug. Run {number(found.flow_ml_per_day)} mL/day for {days(found.days)}, "
        f"then {number(found.flow_after_ml_per_day)} mL/day.",
        f"Without it {mass(found.unbridged_dose_ug_per_day, plan)}/day ({number(share * 100)}% of the "
        f"intended dose) would arrive for {days(found.unbridged_days)}.",
        f"If its flow ran on after that, {mass(late, plan)}/day ({number(late / intended * 100)}% of the "
        "intended dose) would arrive.",
    ]


def discrepancy(plan: PumpPlan, found: PumpDiscrepancy) -> list[str]:
    """Measured against expected residual volume."""
    text = (
        f"Measured {number(found.measured_ml)} mL, expected {number(found.expected_ml)} mL: "
        f"a difference of {_signed(found.difference_ml)} mL"
    )
    if found.delivered_share is not None:
        text += f"; {number(found.delivered_share * 100)}% of the programmed volume was delivered"
    verdict = []
    if found.beyond_accuracy is not None and plan.accuracy is not None:
        side = "outside" if found.beyond_accuracy else "within"
        verdict.append(f"{side} the tolerance of {number(plan.accuracy * 100)}%")
    if found.beyond_limit is not None:
        side = "beyond" if found.beyond_limit else "not beyond"
        verdict.append(f"{side} {refill_limit(plan)} from which an evaluation is asked for")
    return [f"{text}; {', '.join(verdict)}." if verdict else f"{text}."]


def titration(plan: PumpPlan) -> list[str]:
    """Start after the screening, and the steps to the target."""
    s = plan.settings
    lines: list[str] = []
    if plan.start_ug_per_day is not None and s.screening_dose_ug is not None:
        lines.append(
            f"After an effective screening dose of {mass(s.screening_dose_ug, plan)}: start with "
            f"{mass(plan.start_ug_per_day, plan)}/day."
        )
    if plan.titration and plan.step_rule is not None:
        amount = plan.step_rule.fact.amount
        lines.append(
            f"Steps of {amount.low} to {amount.high}% [{plan.step_rule.source}], "
            "one a day at the most; the slowest and the fastest path:"
        )
        lines += [
            f"day {step.day}: {mass(_tenth(step.slow_ug_per_day), plan)} to "
            f"{mass(_tenth(step.fast_ug_per_day), plan)}/day"
            for step in plan.titration
        ]
    return lines


def _tenth(value: Fraction) -> Fraction:
    """Rounded down to a tenth of a microgram: a step is never larger than its rule."""
    return Fraction(int(value * 10), 10)
