"""Amounts of a pump as both languages print them: in the unit in which the user counts."""

from fractions import Fraction

from assuage.patient.pump.limits import number
from assuage.terms.pump import PumpPlan


def micrograms(value: Fraction) -> str:
    """mg from 1 mg, else µg: where no pump says in which the user counts."""
    return f"{number(value / 1000)} mg" if value >= 1000 else f"{number(value)} µg"


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
