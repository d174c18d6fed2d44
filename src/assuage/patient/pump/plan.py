"""A pump's plan: the arithmetic, held against what the knowledge says of the drug and the device."""

from datetime import date
from fractions import Fraction
from math import floor

from assuage.knowledge.shelves import Knowledge
from assuage.patient.pump import arithmetic, sourced
from assuage.patient.pump.beginning import beginning
from assuage.patient.pump.cautions import cautions, dry
from assuage.patient.pump.limits import number, population, refuse
from assuage.patient.pump.settings import PumpError
from assuage.terms.fact import Amount
from assuage.terms.finding import Finding
from assuage.terms.pump import PumpBridge, PumpDiscrepancy, PumpPlan, PumpSettings, PumpStep


def plan(settings: PumpSettings, knowledge: Knowledge) -> PumpPlan:
    """Everything that follows. Raises PumpError for what a source does not allow, saying why."""
    held = sourced.findings(knowledge, settings.drug)
    total = _total(settings, settings.dose_ug_per_day)
    after = _total(settings, settings.to_dose_ug_per_day or settings.dose_ug_per_day)
    refuse(settings, total, after, held, knowledge)
    new = settings.to_concentration_ug_per_ml or settings.concentration_ug_per_ml
    flow = arithmetic.flow(total, settings.concentration_ug_per_ml)
    flow_after = arithmetic.flow(after, new)
    accuracy, accuracy_finding = _accuracy(settings, held)
    people = population(settings)
    usual = sourced.usual_range(held, people) if _known_origin(settings) else None
    rule = sourced.step_range(held, people)
    priming = _priming(settings)
    bridge = None
    if new != settings.concentration_ug_per_ml and priming is not None:
        bridge = arithmetic.bridge(priming, settings.concentration_ug_per_ml, new, after)
    days, worst, alarm = _times(settings, flow_after, bridge, accuracy)
    _margin_fits(settings, worst if worst is not None else days)
    discrepancy, limits = _discrepancy(settings, flow, accuracy, held)
    begun = beginning(settings.trial, held) if settings.trial is not None else None
    begin = begun.start_ug_per_day if begun is not None else None
    step = None
    if settings.to_dose_ug_per_day is not None:
        step = (settings.to_dose_ug_per_day / settings.dose_ug_per_day - 1) * 100
    frequency = None
    if rule is None and (rule := sourced.step_amount(held)) is not None:
        frequency = sourced.step_frequency(held, settings.region, knowledge)
    steps = _titration(settings, rule, frequency, begin)
    volume = sourced.specification(held, "alarm-volume")
    used = [f for f in (accuracy_finding, volume, usual, rule, frequency) if f is not None]
    used += begun.findings if begun is not None else ()
    most = max(total, after, settings.target_ug_per_day or Fraction(0))
    warnings = cautions(settings, most, flow, held)
    used += sourced.stated(held, settings.drug)
    changed = flow_after != flow or after != total
    return PumpPlan(
        settings=settings,
        flow_ml_per_day=flow,
        daily_dose_ug=total,
        flow_after_ml_per_day=flow_after if changed else None,
        daily_dose_after_ug=after if changed else None,
        bolus_volume_ml=settings.bolus.dose_ug / new if settings.bolus else None,
        usable_ml=(
            settings.fill_ml - settings.reserve_ml
            if settings.fill_ml is not None and settings.reserve_ml is not None
            else None
        ),
        days_to_reserve=days,
        days_to_alarm=alarm,
        accuracy=accuracy,
        accuracy_finding=accuracy_finding,
        worst_days_to_reserve=worst,
        refill_on=_on(settings, days, settings.margin_days),
        refill_on_worst=_on(settings, worst, settings.margin_days),
        alarm_on=_on(settings, alarm, 0),
        priming_ml=priming,
        priming_dose_ug=priming * new if priming is not None else None,
        bridge=bridge,
        step_percent=step,
        beginning=begun,
        step_rule=rule,
        step_frequency=frequency,
        titration=steps,
        discrepancy=discrepancy,
        warnings=warnings,
        needs=_needs(settings, accuracy),
        remarks=(
            *_remarks(settings, after, usual, bridge, volume),
            *_no_steps(settings, rule, begin),
        ),
        findings=tuple(
            {
                f.id: f
                for f in (
                    *used,
                    *(f for w in warnings for f in w.findings),
                    *limits,
                    *sourced.dangers(held),
                )
            }.values()
        ),
        unheld=sourced.unheld(held),
    )


def _margin_fits(settings: PumpSettings, days: Fraction | None) -> None:
    """Refuse a margin that leaves no day: the date would be that of the fill itself."""
    if days is not None and settings.fill_date is not None and settings.margin_days >= floor(days):
        raise PumpError(
            f"margin {settings.margin_days} d leaves nothing of the {number(days)} days that the "
            "fill lasts. Write a shorter margin, as 7 d, or check fill and dose."
        )


def _no_steps(
    settings: PumpSettings, rule: Finding | None, start_ug_per_day: Fraction | None
) -> list[str]:
    """Why a target that was asked for has no titration; a missing origin is asked for elsewhere."""
    target = settings.target_ug_per_day
    if target is None:
        return []
    if target <= (start_ug_per_day or settings.dose_ug_per_day):
        return ["target-not-above"]
    return ["target-without-steps"] if rule is None and _known_origin(settings) else []


def _known_origin(settings: PumpSettings) -> bool:
    """Whether the population of a usual dose is known: of baclofen it hangs on the origin."""
    return settings.drug != "baclofen" or population(settings) is not None


def _priming(settings: PumpSettings) -> Fraction | None:
    """Volume from the reservoir to the tip of the catheter, mL."""
    if settings.tubing_ml is None or settings.catheter_ml is None:
        return None
    return settings.tubing_ml + settings.catheter_ml


def _times(
    settings: PumpSettings,
    flow: Fraction,
    bridge: PumpBridge | None,
    accuracy: Fraction | None,
) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Days to the reserve, to the reserve at worst, to the alarm, after a fill.

    While the old drug is run out of the catheter, the reservoir falls at the bridge's flow.
    """

    def until(end: Fraction | None, share: Fraction) -> Fraction | None:
        if settings.fill_ml is None or end is None:
            return None
        volume, faster = settings.fill_ml - end, 1 + share
        if bridge is None or bridge.old_volume_ml >= volume:
            return volume / ((bridge.flow_ml_per_day if bridge else flow) * faster)
        rest = (volume - bridge.old_volume_ml) / (flow * faster)
        return bridge.days / faster + rest

    worst = until(settings.reserve_ml, accuracy) if accuracy is not None else None
    return until(settings.reserve_ml, Fraction(0)), worst, until(settings.alarm_ml, Fraction(0))


def _needs(settings: PumpSettings, accuracy: Fraction | None) -> tuple[str, ...]:
    """Settings that are missing for sums that could be made."""
    missing: list[str] = []
    if settings.fill_ml is None:
        missing.append("fill")
    if settings.reserve_ml is None:
        missing.append("reserve")
    if accuracy is None:
        missing.append("accuracy")
    if settings.fill_date is None:
        missing.append("fill-date")
    if not _known_origin(settings):
        missing.append("origin")
    if settings.to_concentration_ug_per_ml is not None:
        missing += ["tubing"] if settings.tubing_ml is None else []
        missing += ["catheter"] if settings.catheter_ml is None else []
    if settings.measured_ml is not None and settings.expected_ml is None:
        missing += ["expected"] if settings.elapsed_days is None else []
    if settings.measured_ml is None and (settings.expected_ml or settings.elapsed_days):
        missing.append("measured")
    return tuple(missing)


def _below(settings: PumpSettings, volume: Finding) -> bool:
    """Whether the alarm is set below the volume at which withdrawal did not recur."""
    wanted = volume.fact.amount.value
    return (
        settings.alarm_ml is not None
        and wanted is not None
        and settings.alarm_ml < Fraction(wanted.digits)
    )


def _remarks(
    settings: PumpSettings,
    total: Fraction,
    usual: Finding | None,
    bridge: PumpBridge | None,
    volume: Finding | None,
) -> tuple[str, ...]:
    remarks = _against_usual(total, usual.fact.amount) if usual else []
    if settings.drug == "baclofen" and volume is not None and _below(settings, volume):
        remarks.append("alarm-below-source")
    changes = settings.to_concentration_ug_per_ml not in (None, settings.concentration_ug_per_ml)
    if changes and bridge is None:
        remarks.append("no-bridge")
    if bridge is not None and settings.bolus is not None:
        remarks.append("bolus-in-bridge")
    return tuple(remarks)


def _total(settings: PumpSettings, continuous: Fraction) -> Fraction:
    """Daily dose with boluses."""
    extra = settings.bolus.dose_ug * settings.bolus.per_day if settings.bolus else Fraction(0)
    return continuous + extra


def _on(settings: PumpSettings, days: Fraction | None, margin_days: int) -> date | None:
    if settings.fill_date is None or days is None:
        return None
    return arithmetic.on(settings.fill_date, days, margin_days)


def _accuracy(
    settings: PumpSettings, held: tuple[Finding, ...]
) -> tuple[Fraction | None, Finding | None]:
    """The user's accuracy, else the one that a regulator states for a device."""
    if settings.accuracy is not None:
        return settings.accuracy, None
    found = sourced.specification(held, "flow-accuracy")
    if found is None or found.fact.amount.value is None:
        return None, None
    return Fraction(found.fact.amount.value.digits) / 100, found


def _against_usual(total: Fraction, amount: Amount) -> list[str]:
    limits = sourced.limits_ug(amount)
    if limits is None:
        return []
    return ["dose-below-usual"] if total < limits[0] else []


def _titration(
    settings: PumpSettings,
    rule: Finding | None,
    frequency: Finding | None,
    start_ug_per_day: Fraction | None,
) -> tuple[PumpStep, ...]:
    """Steps towards the target by a source's range of shares, or by its amount and how often."""
    target = settings.target_ug_per_day
    if target is None or rule is None:
        return ()
    start = start_ug_per_day or settings.dose_ug_per_day
    most = sourced.limits_ug(rule.fact.amount)
    if most is not None:
        if frequency is None:
            return ()
        fewest, longest = sourced.days_between(frequency)
        return arithmetic.stepped(start, target, most[1], fewest, longest)
    low, high = rule.fact.amount.low, rule.fact.amount.high
    if low is None or high is None:
        return ()
    return arithmetic.titration(
        start, target, Fraction(low.digits) / 100, Fraction(high.digits) / 100
    )


def _discrepancy(
    settings: PumpSettings,
    flow: Fraction,
    accuracy: Fraction | None,
    held: tuple[Finding, ...],
) -> tuple[PumpDiscrepancy | None, list[Finding]]:
    """Measured against expected; expected follows from fill and days where it is not given."""
    if settings.measured_ml is None:
        return None, []
    expected = settings.expected_ml
    fill = settings.previous_fill_ml or settings.fill_ml
    if expected is None and fill is not None and settings.elapsed_days is not None:
        expected = max(fill - flow * settings.elapsed_days, Fraction(0))
    if expected is None:
        return None, []
    difference = settings.measured_ml - expected
    share = None
    ran = dry(settings, flow) if settings.expected_ml is None else None
    if ran is not None and ran.empty:
        share = ran.most_delivered_share
    elif fill is not None and fill > expected:
        share = (fill - settings.measured_ml) / (fill - expected)
    limit = sourced.specification(held, "refill-discrepancy")
    beyond = None
    if limit is not None and limit.fact.amount.value is not None:
        beyond = abs(difference) > Fraction(limit.fact.amount.value.digits)
    return (
        PumpDiscrepancy(
            measured_ml=settings.measured_ml,
            expected_ml=expected,
            difference_ml=difference,
            delivered_share=share,
            beyond_accuracy=(
                abs(share - 1) > accuracy if share is not None and accuracy is not None else None
            ),
            # Less than nothing cannot be found in a reservoir: its volume says no more.
            beyond_limit=None if ran is not None and ran.empty else beyond,
        ),
        [
            f
            for f in held
            if (
                f.kind == "specification"
                and f.fact.parameter
                in ("refill-discrepancy", "pocket-fill-20-ml", "pocket-fill-40-ml")
            )
            or (
                f.kind == "adverse-effect"
                and difference < 0
                and f.fact.timing == "less-than-expected-at-refill"
            )
        ],
    )
