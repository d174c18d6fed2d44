"""The dose with which a pump would start: after a screening, or from another route or drug."""

from fractions import Fraction

from assuage.knowledge.shelves import Knowledge
from assuage.patient.pump import sourced
from assuage.patient.pump.limits import micrograms
from assuage.patient.pump.settings import PumpError
from assuage.terms.finding import Finding
from assuage.terms.pump import PumpBeginning, PumpTrial

_PROLONGED = "prolonged-screening-effect"


def before_the_pump(trial: PumpTrial, knowledge: Knowledge) -> PumpBeginning:
    """A beginning alone, with what sources say of the drug's doses and dangers."""
    held = sourced.findings(knowledge, trial.drug)
    found = beginning(trial, held)
    said = (*found.findings, *sourced.stated(held, trial.drug), *sourced.dangers(held))
    return PumpBeginning(
        trial=trial,
        start_ug_per_day=found.start_ug_per_day,
        start_finding=found.start_finding,
        start_if_prolonged_ug_per_day=found.start_if_prolonged_ug_per_day,
        prolonged_finding=found.prolonged_finding,
        converted_ug_per_day=found.converted_ug_per_day,
        conversion=found.conversion,
        findings=tuple({f.id: f for f in said}.values()),
        unheld=sourced.unheld(held),
    )


def beginning(trial: PumpTrial, held: tuple[Finding, ...]) -> PumpBeginning:
    """Raises PumpError for a screening dose beyond the ladder, and for a ratio that nobody published."""
    converted, ratio = _converted(trial, held)
    screened, ladder = trial.screening_dose_ug, sourced.doses(held, "screening")
    usual = prolonged = None
    if screened is not None:
        _on_the_ladder(trial, screened, held)
        starts = [
            f for f in sourced.doses(held, "start") if f.fact.amount.unit == "x-screening-dose"
        ]
        usual = next((f for f in starts if f.fact.population != _PROLONGED), None)
        prolonged = next((f for f in starts if f.fact.population == _PROLONGED), None)
    rests = [f for f in (usual, prolonged, ratio) if f is not None]
    return PumpBeginning(
        trial=trial,
        start_ug_per_day=_times(screened, usual),
        start_finding=usual,
        start_if_prolonged_ug_per_day=_times(screened, prolonged),
        prolonged_finding=prolonged,
        converted_ug_per_day=converted,
        conversion=ratio,
        findings=(*(ladder if screened is not None else ()), *rests),
    )


def _on_the_ladder(trial: PumpTrial, screened: Fraction, held: tuple[Finding, ...]) -> None:
    last = sourced.largest_screening(held)
    limits = sourced.limits_ug(last.fact.amount) if last is not None else None
    if last is None or limits is None:
        raise PumpError(
            f"no ladder of screening doses of {trial.drug} is held here: no start follows from one. "
            "Leave --screening-dose out."
        )
    if screened > limits[1]:
        raise PumpError(
            f"screening-dose {micrograms(screened)} is above {micrograms(limits[1])}, the last of "
            f"the ladder by {last.source}: whoever does not respond to that gets no start from it. "
            "Check the dose and its unit."
        )


def _times(screened: Fraction | None, start: Finding | None) -> Fraction | None:
    if screened is None or start is None or start.fact.amount.value is None:
        return None
    return screened * Fraction(start.fact.amount.value.digits)


def _converted(
    trial: PumpTrial, held: tuple[Finding, ...]
) -> tuple[Fraction | None, Finding | None]:
    """A dose of another drug or route by a published ratio. Raises PumpError where there is none."""
    source, dose = trial.convert_from, trial.convert_ug_per_day
    if source is None or dose is None:
        return None, None
    ratio = sourced.conversion(held, source, trial.drug)
    if ratio is None or ratio.fact.amount.value is None:
        raise PumpError(
            f"no published rule from {source} to intrathecal {trial.drug} is held here: "
            "nothing is converted. Leave --convert out."
        )
    converted = dose / Fraction(ratio.fact.amount.value.digits)
    named, highest = sourced.highest(held), sourced.highest_ug(held)
    if named is not None and highest is not None and converted > highest:
        raise PumpError(
            f"convert {source} {micrograms(dose)}/day would be {micrograms(converted)}/day of "
            f"intrathecal {trial.drug}, above {micrograms(highest)}/day, the largest that any source "
            f"held here names ({named.source}: {named.fact.where}). Check the dose and its unit."
        )
    return converted, ratio
