"""Whether a dose can be meant: held against the largest of the knowledge by the same route."""

from assuage.knowledge.shelves import Knowledge
from assuage.terms.errors import UsageError
from assuage.terms.fact import Dose
from assuage.terms.simulation import Regimen

_BEYOND = 10
"""Ours: so many times the largest dose held is taken for a wrong unit."""
_USUAL_KG = 70


def possible(
    knowledge: Knowledge, drug: str, route: str, regimen: Regimen, weight_kg: float | None
) -> None:
    """Raises UsageError for a dose tenfold beyond the largest that is held by this route.

    A source gives a dose at a time, by the day or by weight: one that allows it is enough. Without a
    weight that of the models' reference stands in; it only draws this line.
    """
    kg = weight_kg or _USUAL_KG
    per_day = regimen.dose_mg * 24 / regimen.every_h
    entry = knowledge.drugs.get(drug)
    shares = [
        (asked / most, dose)
        for dose in (entry.doses if entry else ())
        if dose.route == route and not dose.withdrawn and dose.kind != "toxic"
        for asked, most in _compared(dose, regimen.dose_mg, per_day, kg)
        if most > 0
    ]
    if not shares or min(share for share, _ in shares) <= _BEYOND:
        return
    share, largest = min(shares, key=lambda s: s[0])
    amount = largest.amount
    top = max(p.digits for p in (amount.value, amount.low, amount.high) if p is not None)
    raise UsageError(
        f"--dose: {regimen.dose_mg:g} mg every {regimen.every_h:g} h of {drug} ({route}) is "
        f"{share:.3g} times the largest dose held here ({top} {amount.unit}, {largest.source}): "
        "nothing is simulated. Check the dose and its unit."
    )


def _compared(dose: Dose, at_once: float, per_day: float, kg: float) -> list[tuple[float, float]]:
    """What is asked for and the largest of a dose, in its own terms; empty for other units."""
    amount = dose.amount
    ends = [float(p.digits) for p in (amount.value, amount.low, amount.high) if p is not None]
    asked = {
        "mg/dose": at_once,
        "mg/day": per_day,
        "mg/kg": at_once / kg,
        "mg/kg/day": per_day / kg,
    }.get(amount.unit)
    return [(asked, max(ends))] if asked is not None and ends else []
