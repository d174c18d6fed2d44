"""A pump's plan in English: sums in words. What is medicine comes from findings, not from here."""

from fractions import Fraction

from assuage.patient.pump.limits import number, refill_limit
from assuage.prose.lexicon import Lexicon
from assuage.prose.pump_amounts import concentration, mass, micrograms
from assuage.terms.pump import (
    PumpBeginning,
    PumpBridge,
    PumpDiscrepancy,
    PumpPlan,
    PumpWarning,
)

TITLE = "{drug} by intrathecal pump"
CHECK_FIRST = "Look at this first"
SUMS = "Sums"
BEGINNING = "Before the pump"
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
    "dose-below-usual": "The daily dose is below the usual range that is named below.",
    "target-not-above": "The target is not above the dose: there is nothing to titrate up.",
    "target-without-steps": (
        "No steps to the target were computed: no source held here says how large and how often."
    ),
    "alarm-below-source": "The alarm is set below the alarm volume that is named below.",
    "no-bridge": (
        "The concentration changes, but the volume of tubing and catheter was not given: "
        "no bridge was computed, and the old drug that lies before the new one is not accounted for."
    ),
    "bolus-in-bridge": "Boluses during the bridge still deliver the old concentration.",
}
UNHELD = {
    "withdrawal-signs": "how a withdrawal is recognised",
    "withdrawal-management": "how a withdrawal is managed",
    "overdose-signs": "how an overdose is recognised",
    "overdose-management": "how an overdose is managed",
}


def unheld(missing: tuple[str, ...], drug: str) -> list[str]:
    """What no source held here says: nothing of it was left out for being harmless."""
    if not missing:
        return []
    what = "; ".join(UNHELD[m] for m in missing)
    return [f"Not held here for {drug}, from no source: {what}."]


def lead(w: PumpWarning) -> str:
    """What introduces the statements of sources that follow a warning."""
    stops = w.dry is not None or w.id == "reduction"
    return " What sources say of stopping and of steps down:" if stops and w.findings else ""


def warning(w: PumpWarning, plan: PumpPlan) -> str:
    """What is wrong or dangerous; what sources say of it follows."""
    ug, limit = mass(w.ug or Fraction(0), plan), mass(w.limit_ug or Fraction(0), plan)
    if w.dry is not None:
        end = "the reservoir was empty" if w.dry.empty else "the reserve was reached"
        return (
            f"{number(w.dry.programmed_ml)} mL were programmed since the fill of "
            f"{number(w.dry.held_ml)} mL: at the programmed flow {end} after "
            f"{days(w.dry.after_days)}, {days(w.dry.before_days)} before this. At the most "
            f"{number(w.dry.most_delivered_share * 100)}% of what was programmed was delivered."
        )
    if w.id == "reduction":
        return f"To {ug}/day takes {number(w.percent or Fraction(0))}% off the continuous dose."
    if w.id == "step-unheld":
        return (
            f"To {ug}/day adds {number(w.percent or Fraction(0))}% to the continuous dose: no source "
            "held here says how large a step of this drug by pump may be; it was not checked."
        )
    if w.id == "reduction-unheld":
        return (
            f"To {ug}/day takes {number(w.percent or Fraction(0))}% off the continuous dose: no "
            "source held here says how fast this drug may be reduced by pump, or what stopping does."
        )
    if w.id == "bolus-above-screening":
        return (
            f"One bolus of {ug} is above {limit}, the largest single bolus that is named for a "
            "screening test: is the dose of one bolus meant, and its unit right?"
        )
    return f"A daily dose of {ug} is above {limit}, the end of the usual range: check it."


def beginning(found: PumpBeginning, lex: Lexicon) -> list[str]:
    """The start after a screening, with its condition; a dose by another route or drug."""
    trial = found.trial
    lines: list[str] = []
    if found.start_ug_per_day is not None and trial.screening_dose_ug is not None:
        of = f" [{found.start_finding.source}]" if found.start_finding else ""
        lines.append(
            f"After an effective screening dose of {micrograms(trial.screening_dose_ug)}: start "
            f"with {micrograms(found.start_ug_per_day)}/day{of}."
        )
    if found.start_if_prolonged_ug_per_day is not None and found.prolonged_finding is not None:
        lines.append(
            f"But with an {lex.term('features', found.prolonged_finding.fact.population)}: "
            f"start with {micrograms(found.start_if_prolonged_ug_per_day)}/day "
            f"[{found.prolonged_finding.source}]."
        )
    if found.converted_ug_per_day is not None and found.conversion is not None:
        lines.append(
            f"{micrograms(trial.convert_ug_per_day or Fraction(0))}/day ({trial.convert_from}) "
            f"stands for {micrograms(found.converted_ug_per_day)}/day, by the ratio "
            f"{found.conversion.fact.amount.value} to 1 [{found.conversion.source}]."
        )
    return lines


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
            f"Of this {_boluses(s.bolus.per_day)} of {mass(s.bolus.dose_ug, plan)} "
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
    if plan.discrepancy is not None:
        lines += discrepancy(plan, plan.discrepancy)
    return [*lines, *(REMARKS[r] for r in plan.remarks)]


def _boluses(per_day: int) -> str:
    return "1 bolus a day" if per_day == 1 else f"{per_day} boluses a day"


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
        most = "at the most " if any(w.id == "ran-dry" for w in plan.warnings) else ""
        text += (
            f"; {most}{number(found.delivered_share * 100)}% of the programmed volume was delivered"
        )
    verdict = []
    if found.beyond_accuracy is not None and plan.accuracy is not None:
        side = "outside" if found.beyond_accuracy else "within"
        verdict.append(f"{side} the tolerance of {number(plan.accuracy * 100)}%")
    if found.beyond_limit is not None:
        side = "beyond" if found.beyond_limit else "not beyond"
        verdict.append(f"{side} {refill_limit(plan)} from which an evaluation is asked for")
    lines = [f"{text}; {', '.join(verdict)}." if verdict else f"{text}."]
    if (found.beyond_accuracy or found.beyond_limit) and found.difference_ml < 0:
        lines.append("Less was left than expected: more left the reservoir than was programmed.")
    if (found.beyond_accuracy or found.beyond_limit) and found.difference_ml > 0:
        lines.append(
            "More was left than expected: less left the reservoir than was programmed. What causes "
            "that is not held here, from no source."
        )
    return lines


def titration(plan: PumpPlan, lex: Lexicon) -> list[str]:
    """The start before there was a pump, and the steps to the target."""
    lines = beginning(plan.beginning, lex) if plan.beginning is not None else []
    if plan.titration and plan.step_rule is not None:
        amount, often = plan.step_rule.fact.amount, "one a day at the most"
        size = f"{amount.low} to {amount.high}%"
        if amount.unit != "percent":
            size = f"at most {number(Fraction(amount.value.digits))} µg/day"
        if plan.step_frequency is not None:
            held = plan.step_frequency.fact.amount
            often = (
                f"{held.low} to {held.high} a week at the most"
                if held.unit == "per-week"
                else f"{held.value.digits} hours or more apart"
            ) + f" [{plan.step_frequency.source}]"
        lines.append(
            f"Steps of {size} [{plan.step_rule.source}], {often}; the slowest and the fastest path:"
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
