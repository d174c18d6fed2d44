"""What has to be looked at before a pump's sums, with what sources say of it."""

from fractions import Fraction

from assuage.patient.pump import sourced
from assuage.patient.pump.limits import population
from assuage.terms.finding import Finding
from assuage.terms.pump import PumpDry, PumpSettings, PumpWarning

_ORIGINS = ("spinal-origin", "cerebral-origin")


def usual_of(settings: PumpSettings, held: tuple[Finding, ...]) -> list[Finding]:
    """The usual range that holds; of baclofen without an origin that of each."""
    people = population(settings)
    if people is None and settings.drug == "baclofen":
        return sourced.usual_of_any(held, _ORIGINS)
    found = sourced.usual_range(held, people)
    return [found] if found is not None else []


def dry(settings: PumpSettings, flow: Fraction) -> PumpDry | None:
    """Whether more was programmed since the fill than the pump held, or than lay above the reserve."""
    fill, elapsed = settings.previous_fill_ml or settings.fill_ml, settings.elapsed_days
    if fill is None or elapsed is None:
        return None
    programmed = flow * elapsed
    empty = programmed > fill
    usable = fill if empty else fill - (settings.reserve_ml or 0)
    if programmed <= usable:
        return None
    left = settings.measured_ml or Fraction(0)
    return PumpDry(
        programmed_ml=programmed,
        held_ml=fill,
        after_days=usable / flow,
        before_days=elapsed - usable / flow,
        empty=empty,
        most_delivered_share=min(Fraction(1), (fill - left) / programmed),
    )


def cautions(
    settings: PumpSettings, total: Fraction, flow: Fraction, held: tuple[Finding, ...]
) -> tuple[PumpWarning, ...]:
    """In the order of danger. ``total`` is the daily dose that is set in the end, ``flow`` today's."""
    said: list[PumpWarning] = []
    stopping = tuple(sourced.withdrawal(held, settings.drug))
    ran = dry(settings, flow)
    if ran is not None:
        said.append(
            PumpWarning(
                id="ran-dry" if ran.empty else "past-reserve",
                dry=ran,
                findings=stopping,
            )
        )
    said += _reduced(settings, stopping, held)
    said += _raised(settings, held)
    usual = usual_of(settings, held)
    ends = [e[1] for f in usual if (e := sourced.limits_ug(f.fact.amount)) is not None]
    if ends and total > max(ends):
        said.append(
            PumpWarning(id="dose-above-usual", ug=total, limit_ug=max(ends), findings=tuple(usual))
        )
    last = sourced.largest_screening(held)
    limits = sourced.limits_ug(last.fact.amount) if last is not None else None
    bolus = settings.bolus.dose_ug if settings.bolus is not None else Fraction(0)
    if last is not None and limits is not None and bolus > limits[1]:
        said.append(
            PumpWarning(id="bolus-above-screening", ug=bolus, limit_ug=limits[1], findings=(last,))
        )
    return tuple(said)


def _reduced(
    settings: PumpSettings, stopping: tuple[Finding, ...], held: tuple[Finding, ...]
) -> list[PumpWarning]:
    """Of a lower dose: what is lost, what stopping does, which steps down were described."""
    new, old = settings.to_dose_ug_per_day, settings.dose_ug_per_day
    if new is None or new >= old:
        return []
    described = tuple(sourced.doses(held, "reduction-step"))
    return [
        PumpWarning(
            id="reduction" if described or stopping else "reduction-unheld",
            ug=new,
            percent=(1 - new / old) * 100,
            findings=(*stopping, *described),
        )
    ]


def _raised(settings: PumpSettings, held: tuple[Finding, ...]) -> list[PumpWarning]:
    """Of a larger dose where no source limits the step: that nothing was checked."""
    new, old = settings.to_dose_ug_per_day, settings.dose_ug_per_day
    limited = sourced.widest_step(held) or sourced.step_amount(held)
    if new is None or new <= old or limited is not None:
        return []
    return [PumpWarning(id="step-unheld", ug=new, percent=(new / old - 1) * 100)]
