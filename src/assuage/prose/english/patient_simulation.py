"""A simulated population in English. Numbers come from the answer; no fact of medicine stands here."""

from decimal import Decimal

from assuage.terms.simulation import Adjusted, PopulationModel, Regimen, Simulated, Spread

LABELS = {
    "time": "hours since the first dose",
    "concentration": "concentration, mg/L",
    "median": "median",
    "half": "middle half",
    "most": "5th to 95th percentile",
    "description": "Concentration over time: median, middle half, 5th to 95th percentile.",
}
AUC, PEAK, TROUGH = (
    "AUC of one interval at steady state, mg h/L",
    "Peak in the last interval, mg/L",
    "Trough in the last interval, mg/L",
)
WEIGHT_IN = "The model is scaled by weight; age is not in it."
WEIGHT_OUT = "Neither weight nor age is in the model: it is the same for a person of any weight."
DOUBTS = {
    "weight-not-in-model": (
        "Attention: the weight that was given changes nothing here, for it is not in the model."
    ),
    "child-not-in-model": (
        "Attention: the person is a child, and no children are named among those in whom the model "
        "was made: these concentrations are not a child's."
    ),
    "adult-not-in-model": (
        "Attention: the person is an adult, and the model was made in children."
    ),
    "age-not-given": "The age was not given: whether the person is of those in the model is not known.",
}
ADJUSTED_NOTE = (
    "the ratio is this person's exposure, with its 90 % interval, as in assuage exposure"
)
DISCLAIMER = (
    "A model of a population, not of a person: it shows what is to be expected, with the spread "
    "between people. Informs professionals; prescribes nothing. {kept}"
)
KEPT = "Nothing was stored or sent."
KEPT_BESIDE_THE_PAGE = "Nothing was stored but the page that was asked for; nothing was sent."


_SMALLEST = 1e-6


def number(value: float) -> str:
    """Three significant digits, never as a power of ten."""
    if 0 < value < _SMALLEST:
        return f"under {_SMALLEST:f}"
    return format(Decimal(f"{value:.3g}"), "f")


def time(hours: float) -> str:
    """Hours, or minutes below a whole hour."""
    return f"{hours * 60:.3g} min" if hours < 1 else f"{hours:.4g} h"


def title(drug: str, route: str, regimen: Regimen) -> str:
    over = f" over {time(regimen.infusion_h)}" if regimen.infusion_h else ""
    doses = "1 dose" if regimen.doses == 1 else f"{regimen.doses} doses"
    which = ", ".join(str(m) for m in regimen.missed)
    one = "dose" if len(regimen.missed) == 1 else "doses"
    missed = f", {one} {which} missed" if regimen.missed else ""
    return (
        f"{drug[:1].upper()}{drug[1:]} ({route}) {regimen.dose_mg:g} mg{over} every "
        f"{time(regimen.every_h)}, {doses}{missed}"
    )


def population(n: int, seed: int, weight_kg: float | None) -> str:
    weight = f", all of {weight_kg:g} kg" if weight_kg else ""
    return f"{n:,} virtual people{weight} (seed {seed})."


def model(held: PopulationModel, people: str, source: str) -> str:
    rest = f", n = {held.n}" if held.n else ""
    plural = "" if held.compartments == 1 else "s"
    of = people or "people not stated"
    return f"Model: {held.compartments} compartment{plural}, {of}{rest}: {source}."


def unsteady(found: Simulated) -> list[str]:
    """Said where the doses end before the steady state of a typical person."""
    given = found.regimen.doses * found.regimen.every_h
    if given >= found.steady_after_h:
        return []
    longer = ", with this exposure" if found.adjusted is not None else ""
    return [
        f"Attention: these doses last {time(given)}, but steady state (97%) is reached only after "
        f"about {time(float(round(found.steady_after_h)))}{longer}: peak and trough below still "
        "rise. Write more --days."
    ]


def symbol(name: str, over_f: bool) -> str:
    """As the field writes it; apparent (over F) in a model of a swallowed dose alone."""
    return name if name == "ka" else name.upper() + ("/F" if over_f and name != "f" else "")


def parameter(name: str, value: str, unit: str, iiv: str | None) -> str:
    return f"{name} {value} {unit}".rstrip() + (f" (between people {iiv}%)" if iiv else "")


def spread(name: str, s: Spread) -> str:
    return f"{name}: {number(s.p50)} ({number(s.p5)} to {number(s.p95)})."


def adjusted(a: Adjusted) -> str:
    return f"Clearance divided by {number(a.ratio)} ({number(a.low)} to {number(a.high)}): {ADJUSTED_NOTE}."


def not_adjusted(reasons: tuple[str, ...]) -> str:
    held = ", ".join(reasons) if reasons else "nothing given changes exposure"
    return f"Not adjusted to this person's organs and medicines: {held}."
