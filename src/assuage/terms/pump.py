"""An intrathecal pump: what is set, and what follows by arithmetic. All numbers are exact.

Masses are micrograms, volumes millilitres, times days, as ``Fraction``: 20 mL less 2 mL at
0.15 mL a day is 120 days, not 119.99….
"""

from datetime import date
from fractions import Fraction

from msgspec import Struct

from assuage.terms.finding import Finding


class PumpBolus(Struct, frozen=True, kw_only=True):
    """Boluses besides the continuous infusion."""

    dose_ug: Fraction
    per_day: int


class PumpTrial(Struct, frozen=True, kw_only=True):
    """What precedes a pump: a screening dose that was effective, a dose by another route or drug."""

    drug: str
    screening_dose_ug: Fraction | None = None
    convert_from: str | None = None
    """What a dose is to be converted from: another drug's id, or ``epidural``."""
    convert_ug_per_day: Fraction | None = None


class PumpBeginning(Struct, frozen=True, kw_only=True):
    """The dose with which a pump would start, with the findings that it rests on."""

    trial: PumpTrial
    start_ug_per_day: Fraction | None = None
    """As the source's multiple of the effective screening dose."""
    start_finding: Finding | None = None
    start_if_prolonged_ug_per_day: Fraction | None = None
    """Instead of it, if the screening dose acted for long or was not tolerated."""
    prolonged_finding: Finding | None = None
    converted_ug_per_day: Fraction | None = None
    conversion: Finding | None = None
    """The published ratio by which a dose was converted."""
    findings: tuple[Finding, ...] = ()
    unheld: tuple[str, ...] = ()
    """What no source held here says of this drug, as ``withdrawal-signs``."""


class PumpSettings(Struct, frozen=True, kw_only=True):
    """What the pump is set to, and what is known of it. ``stated`` keeps the words by key."""

    drug: str
    concentration_ug_per_ml: Fraction
    dose_ug_per_day: Fraction
    """Continuous dose, without boluses."""
    fill_ml: Fraction | None = None
    reserve_ml: Fraction | None = None
    """Volume at which delivery can no longer be relied upon."""
    alarm_ml: Fraction | None = None
    bolus: PumpBolus | None = None
    to_concentration_ug_per_ml: Fraction | None = None
    to_dose_ug_per_day: Fraction | None = None
    target_ug_per_day: Fraction | None = None
    """To which a titration shall lead."""
    trial: PumpTrial | None = None
    tubing_ml: Fraction | None = None
    """Inside the pump, from the reservoir to the connector."""
    catheter_ml: Fraction | None = None
    accuracy: Fraction | None = None
    """Largest share by which the flow may exceed what is programmed, as stated by the user."""
    fill_date: date | None = None
    margin_days: int = 7
    """Ours: a week in which an appointment can be missed."""
    origin: str | None = None
    """``spinal`` or ``cerebral``."""
    child: bool = False
    region: str | None = None
    previous_fill_ml: Fraction | None = None
    """Volume filled in the time before, for the check of what was left; ``fill_ml`` if absent."""
    measured_ml: Fraction | None = None
    expected_ml: Fraction | None = None
    elapsed_days: Fraction | None = None
    stated: dict[str, str] = {}


class PumpBridge(Struct, frozen=True, kw_only=True):
    """The time in which the catheter still holds the old concentration."""

    old_volume_ml: Fraction
    flow_ml_per_day: Fraction
    """At which the old drug gives the intended dose."""
    days: Fraction
    flow_after_ml_per_day: Fraction
    unbridged_dose_ug_per_day: Fraction
    """What would arrive if the new flow were set at once."""
    unbridged_days: Fraction


class PumpStep(Struct, frozen=True, kw_only=True):
    """One step of a titration: the dose after ``day`` days along the slowest and fastest path."""

    day: int
    slow_ug_per_day: Fraction
    fast_ug_per_day: Fraction


class PumpDiscrepancy(Struct, frozen=True, kw_only=True):
    """What was found in the reservoir against what was expected."""

    measured_ml: Fraction
    expected_ml: Fraction
    difference_ml: Fraction
    """Measured less expected: below 0 where more was delivered than programmed."""
    delivered_share: Fraction | None
    """Delivered volume as a share of the programmed; None where the fill is unknown."""
    beyond_accuracy: bool | None
    beyond_limit: bool | None
    """Beyond the volume from which a source asks for an evaluation."""


class PumpDry(Struct, frozen=True, kw_only=True):
    """More was programmed than the pump held, or than it held above the reserve."""

    programmed_ml: Fraction
    held_ml: Fraction
    after_days: Fraction
    """After which it was empty (or at the reserve) at the programmed flow."""
    before_days: Fraction
    """How long ago that was."""
    empty: bool
    """Below nothing; otherwise only below the reserve."""
    most_delivered_share: Fraction
    """Of what was programmed, at the most."""


class PumpWarning(Struct, frozen=True, kw_only=True):
    """What has to be looked at before the sums, with the findings that are said beside it."""

    id: str
    ug: Fraction | None = None
    """What is set."""
    limit_ug: Fraction | None = None
    percent: Fraction | None = None
    dry: PumpDry | None = None
    findings: tuple[Finding, ...] = ()


class PumpPlan(Struct, frozen=True, kw_only=True):
    """Everything that follows from the settings, with the findings that it rests on."""

    settings: PumpSettings
    flow_ml_per_day: Fraction
    """As set now."""
    daily_dose_ug: Fraction
    """As set now, with boluses."""
    flow_after_ml_per_day: Fraction | None = None
    """After the change of dose or concentration that is asked for; the times below are for it."""
    daily_dose_after_ug: Fraction | None = None
    bolus_volume_ml: Fraction | None = None
    usable_ml: Fraction | None = None
    days_to_reserve: Fraction | None = None
    days_to_alarm: Fraction | None = None
    accuracy: Fraction | None = None
    accuracy_finding: Finding | None = None
    worst_days_to_reserve: Fraction | None = None
    refill_on: date | None = None
    """Fill date, plus the whole days to reserve, less the margin."""
    refill_on_worst: date | None = None
    alarm_on: date | None = None
    priming_ml: Fraction | None = None
    priming_dose_ug: Fraction | None = None
    bridge: PumpBridge | None = None
    step_percent: Fraction | None = None
    beginning: PumpBeginning | None = None
    step_rule: Finding | None = None
    """The step of a titration that a source allows, in percent (of baclofen by the origin of
    spasticity) or as an amount a day."""
    step_frequency: Finding | None = None
    """How often a source allows such a step; a percentage is of one day."""
    titration: tuple[PumpStep, ...] = ()
    discrepancy: PumpDiscrepancy | None = None
    warnings: tuple[PumpWarning, ...] = ()
    """To be read before the sums."""
    needs: tuple[str, ...] = ()
    """Settings that are missing, for what they would give."""
    remarks: tuple[str, ...] = ()
    """Ids of remarks, as ``dose-below-usual``."""
    findings: tuple[Finding, ...] = ()
    unheld: tuple[str, ...] = ()
    """What no source held here says of this drug, as ``withdrawal-signs``."""
