"""A simulated population in English. Numbers come from the answer; no fact of medicine stands here."""

from assuage.terms.simulation import Adjusted, PopulationModel, Regimen, Spread

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
ADJUSTED_NOTE = (
    "the ratio is this person's exposure, with its 90 % interval, as in assuage exposure"
)
DISCLAIMER = (
    "A model of a population, not of a person: it shows what is to be expected, with the spread "
    "between people. Informs professionals; prescribes nothing. Nothing was stored or sent."
)


def number(value: float) -> str:
    return f"{value:.3g}"


def title(drug: str, route: str, regimen: Regimen) -> str:
    over = f" over {regimen.infusion_h:g} h" if regimen.infusion_h else ""
    missed = f", dose {', '.join(str(m) for m in regimen.missed)} missed" if regimen.missed else ""
    return (
        f"{drug[:1].upper()}{drug[1:]} ({route}) {regimen.dose_mg:g} mg{over} every "
        f"{regimen.every_h:g} h, {regimen.doses} doses{missed}"
    )


def population(n: int, seed: int, weight_kg: float | None) -> str:
    weight = f", all of {weight_kg:g} kg" if weight_kg else ""
    return f"{n:,} virtual people{weight} (seed {seed})."


def model(held: PopulationModel, people: str, source: str) -> str:
    rest = f", n = {held.n}" if held.n else ""
    return f"Model: {held.compartments} compartment(s), {people or 'people not stated'}{rest}: {source}."


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
