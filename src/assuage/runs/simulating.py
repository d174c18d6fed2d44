"""A drug, a regimen and a person to a simulated population, in parts on any number of machines."""

from collections.abc import Callable
from math import log

import numpy as np

from assuage.engines.run import run
from assuage.knowledge.shelves import Knowledge
from assuage.patient.exposure.engine import of_patient
from assuage.patient.simulation.dispositions import dispositions
from assuage.patient.simulation.populations import (
    NORMAL_95,
    PART,
    PartCounts,
    PartJob,
    simulate_part,
    spread,
    typical,
)
from assuage.terms.errors import UsageError
from assuage.terms.patient import ADULT_YEARS, Patient
from assuage.terms.simulation import (
    Adjusted,
    Band,
    MadeIn,
    PopulationModel,
    Regimen,
    Simulated,
)

_TIMES = 96
"""Points of the course, about: a picture shows no more."""
_FEWEST_PER_INTERVAL = 8
_HALF_LIVES = 5
"""After which all but 3% of the steady state is reached."""


def models_of(knowledge: Knowledge, drug: str, route: str | None = None) -> list[PopulationModel]:
    """Published models of a drug, by a route where one is named."""
    return [
        m
        for m in knowledge.models.values()
        if m.drug == drug and route in (None, m.route) and not m.withdrawn
    ]


def chosen(
    knowledge: Knowledge, drug: str, route: str | None = None, name: str | None = None
) -> PopulationModel:
    """The model to simulate. Raises UsageError where there is none, naming those that there are."""
    held = models_of(knowledge, drug, route)
    if name is not None:
        held = [m for m in held if m.id == name]
    if not held:
        known = ", ".join(f"{m.drug} {m.route} ({m.id})" for m in knowledge.models.values())
        asked = " ".join(p for p in (drug, route, name) if p)
        raise UsageError(f"no published population model of {asked} is held. Held are: {known}.")
    return held[0]


def simulate(
    knowledge: Knowledge,
    model: PopulationModel,
    regimen: Regimen,
    n: int,
    seed: int,
    patient: Patient | None = None,
    cluster: str | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Simulated:
    """Simulate ``n`` people. With a patient, weight scales the model and the exposure ratio divides
    clearance, with its uncertainty; where that ratio is not known, it is told and not guessed."""
    weight = float(patient.weight_kg) if patient is not None and patient.weight_kg else None
    made_in = _made_in(model)
    doubts = _doubts(made_in, patient)
    weight = weight if made_in.takes_weight else None
    values, omega = typical(model, weight)
    adjusted, reasons = _adjusted(knowledge, model, patient)
    per_interval = max(_FEWEST_PER_INTERVAL, round(_TIMES / regimen.doses))
    jobs = [
        PartJob(
            typical=values, omega=omega, route=model.route, regimen=regimen,
            per_interval=per_interval, people=min(PART, n - start), seed=seed, part=number,
            ratio=adjusted.ratio if adjusted else 1.0,
            ratio_sd=log(adjusted.high / adjusted.low) / (2 * NORMAL_95) if adjusted else 0.0,
        )
        for number, start in enumerate(range(0, n, PART))
    ]  # fmt: skip
    total: PartCounts | None = None
    # One machine's cores are used inside a part; workers are for those who ask for them.
    parts = run(simulate_part, jobs, cluster, workers or (None if cluster else 1))
    for done, part in enumerate(parts, start=1):
        total = part if total is None else _sum(total, part)
        if progress:
            progress(done, len(jobs))
    assert total is not None
    step = regimen.every_h / per_interval
    return Simulated(
        model=model.id,
        drug=model.drug,
        route=model.route,
        n=n,
        seed=seed,
        weight_kg=weight,
        regimen=regimen,
        made_in=made_in,
        doubts=doubts,
        steady_after_h=steady_after(values, adjusted.ratio if adjusted else 1.0),
        bands=tuple(
            Band(time_h=round(j * step, 6), spread=spread(total.times[j]))
            for j in range(total.times.shape[0])
        ),
        peak=spread(total.peak),
        trough=spread(total.trough),
        auc=spread(total.auc),
        adjusted=adjusted,
        not_adjusted=reasons,
    )


def _made_in(model: PopulationModel) -> MadeIn:
    return MadeIn(
        conditions=model.conditions,
        features=model.features,
        n=model.n,
        takes_weight=any(p.per_weight_exponent is not None for p in model.parameters),
    )


def _doubts(made_in: MadeIn, patient: Patient | None) -> tuple[str, ...]:
    """What sets the person apart from those in whom the model was made."""
    if patient is None:
        return ()
    said = []
    if patient.weight_kg is not None and not made_in.takes_weight:
        said.append("weight-not-in-model")
    children = "children" in made_in.features
    if patient.age_years is None:
        said.append("age-not-given")
    elif patient.age_years < ADULT_YEARS and not children:
        said.append("child-not-in-model")
    elif patient.age_years >= ADULT_YEARS and children and "adults" not in made_in.features:
        said.append("adult-not-in-model")
    return tuple(said)


def steady_after(typical_values: dict[str, float], ratio: float) -> float:
    """Hours to 97% of the steady state of a typical person whose clearance is divided by ``ratio``."""
    one = {name: np.array([value]) for name, value in typical_values.items()}
    rates, _ = dispositions(
        one["cl"] / ratio, one["v1"], one.get("q2"), one.get("v2"), one.get("q3"), one.get("v3")
    )
    slowest = min(float(rates.min()), typical_values.get("ka", float("inf")))
    return _HALF_LIVES * log(2) / slowest


def _sum(one: PartCounts, other: PartCounts) -> PartCounts:
    return PartCounts(
        times=one.times + other.times,
        peak=one.peak + other.peak,
        trough=one.trough + other.trough,
        auc=one.auc + other.auc,
    )


def _adjusted(
    knowledge: Knowledge, model: PopulationModel, patient: Patient | None
) -> tuple[Adjusted | None, tuple[str, ...]]:
    """The person's exposure ratio; or why there is none that stands for the whole."""
    if patient is None:
        return None, ()
    found = of_patient(knowledge, model.drug, model.route, patient)
    silent = [
        f"{f.kind} {' '.join(f.what)}"
        for f in found.factors
        if f.span is None and f.kind in ("liver", "kidney")
    ]
    whole = found.together
    if whole is None:
        return None, tuple(silent) or found.reasons
    return Adjusted(ratio=whole.ratio, low=whole.low, high=whole.high), ()
