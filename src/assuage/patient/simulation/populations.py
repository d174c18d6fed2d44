"""A population of virtual people, simulated in parts: any number, on this machine or on many.

Each part draws its people from a generator of its own (``SeedSequence(seed, spawn_key=(part,))``), so
that the result does not depend on who simulates which part. A part gives back counts on a fixed grid
of concentrations, 512 to a doubling; counts add up exactly, and a percentile is right to 0.14%.
"""

from math import log, sqrt
from typing import Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from numba import njit

from assuage.patient.simulation.courses import boluses, infused, swallowed
from assuage.patient.simulation.dispositions import dispositions
from assuage.patient.simulation.peaks import infused_peak, swallowed_peak
from assuage.terms.simulation import PopulationModel, Regimen, Spread

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

PART: Final = 50_000
"""People of one part: 96 times of them are 38 MB."""
_SHIFT: Final = 14
"""Bits of a float32's fraction that are dropped: 9 remain, 512 classes to a doubling."""
_FIRST: Final = int(np.float32(2.0**-30).view(np.uint32)) >> _SHIFT
_LAST: Final = int(np.float32(2.0**14).view(np.uint32)) >> _SHIFT
_CLASSES: Final = _LAST - _FIRST + 1
_PERCENT: Final = (5, 25, 50, 75, 95)
NORMAL_95: Final = 1.6448536269514722
"""The 95th percentile of the normal distribution: half of a 90% interval."""


class PartJob(Struct, frozen=True, kw_only=True):
    """One part: typical values by name, standard deviations of their logarithms, the regimen.

    ``ratio`` and ``ratio_sd`` are the median of the exposure ratio that divides clearance and the
    standard deviation of its logarithm.
    """

    typical: dict[str, float]
    omega: dict[str, float]
    route: str
    regimen: Regimen
    per_interval: int
    people: int
    seed: int
    part: int
    ratio: float = 1.0
    ratio_sd: float = 0.0


class PartCounts(Struct, frozen=True, kw_only=True):
    """Counts of a part: by time, and of peak, trough and area."""

    times: Counts
    peak: Counts
    trough: Counts
    auc: Counts


def typical(
    model: PopulationModel, weight_kg: float | None
) -> tuple[dict[str, float], dict[str, float]]:
    """Typical values in L, L/h, 1/h at a weight, and standard deviations of their logarithms.

    A printed coefficient of variation CV is ``sqrt(ln(1 + CV^2))`` of a log-normal.
    """
    values: dict[str, float] = {}
    spread: dict[str, float] = {}
    for p in model.parameters:
        value = float(p.value)
        if (
            p.per_weight_exponent is not None
            and weight_kg
            and model.reference_weight_kg is not None
        ):
            value *= (weight_kg / float(model.reference_weight_kg)) ** float(p.per_weight_exponent)
        values[p.name] = value
        if p.iiv_percent is not None:
            spread[p.name] = sqrt(log(1.0 + (float(p.iiv_percent) / 100.0) ** 2))
    return values, spread


def drawn(job: PartJob) -> dict[str, Array]:
    """Parameters of the people of a part, by name."""
    numbers = np.random.Generator(
        np.random.PCG64(np.random.SeedSequence(job.seed, spawn_key=(job.part,)))
    )
    held: dict[str, Array] = {}
    for name in sorted(job.typical):
        value, sd = job.typical[name], job.omega.get(name, 0.0)
        held[name] = (
            value * np.exp(sd * numbers.standard_normal(job.people))
            if sd
            else np.full(job.people, value)
        )
    if job.ratio_sd or job.ratio != 1.0:
        held["cl"] = held["cl"] / (
            job.ratio * np.exp(job.ratio_sd * numbers.standard_normal(job.people))
        )
    return held


def concentrations(held: dict[str, Array], job: PartJob) -> Array:
    """Concentrations (people, steps) in mg/L over the whole regimen."""
    rates, coefficients = dispositions(
        held["cl"], held["v1"], held.get("q2"), held.get("v2"), held.get("q3"), held.get("v3")
    )
    regimen = job.regimen
    given = np.array([n + 1 not in regimen.missed for n in range(regimen.doses)])
    step = regimen.every_h / job.per_interval
    steps = regimen.doses * job.per_interval + 1
    doses = np.full(job.people, regimen.dose_mg) * held.get("f", np.ones(job.people))
    if "ka" in held:
        return swallowed(
            rates, coefficients, held["ka"], doses, given, step, steps, job.per_interval
        )
    if regimen.infusion_h > 0:
        return infused(
            rates, coefficients, doses, given, regimen.infusion_h, step, steps, job.per_interval
        )
    return boluses(rates, coefficients, doses, given, step, steps, job.per_interval)


def between(held: dict[str, Array], job: PartJob) -> Array:
    """Peaks (people,) of the last interval that lie between the steps; 0 where none can."""
    regimen = job.regimen
    if "ka" not in held and regimen.infusion_h == 0:
        return np.zeros(job.people)
    rates, coefficients = dispositions(
        held["cl"], held["v1"], held.get("q2"), held.get("v2"), held.get("q3"), held.get("v3")
    )
    given = np.array([n + 1 not in regimen.missed for n in range(regimen.doses)])
    doses = np.full(job.people, regimen.dose_mg) * held.get("f", np.ones(job.people))
    if "ka" in held:
        return swallowed_peak(rates, coefficients, held["ka"], doses, given, regimen.every_h)
    return infused_peak(rates, coefficients, doses, given, regimen.infusion_h, regimen.every_h)


def simulate_part(job: PartJob) -> PartCounts:
    """The counts of one part. Pure: the same job gives the same counts."""
    held = drawn(job)
    course = concentrations(held, job)
    last = course[:, -job.per_interval - 1 : -1]
    absorbed = job.regimen.dose_mg * held.get("f", np.ones(job.people))
    return PartCounts(
        times=tallied(course),
        peak=counted(np.maximum(last.max(axis=1), between(held, job))),
        trough=counted(course[:, -1]),
        auc=counted(absorbed / held["cl"]),
    )


def counted(values: Array) -> Counts:
    """How many values fall into each class; what lies outside is counted at the edge."""
    counts: Counts = tallied(values[:, None])[0]
    return counts


def tallied(course: Array) -> Counts:
    """The same for each time of (people, times)."""
    bits = np.maximum(course, 0.0).astype(np.float32).view(np.uint32)
    counts = np.zeros((course.shape[1], _CLASSES), dtype=np.int64)
    _tally(bits, counts, _SHIFT, _FIRST)
    return counts


@njit(cache=True)
def _tally(bits: npt.NDArray[np.uint32], counts: Counts, shift: int, first: int) -> None:
    last = counts.shape[1] - 1
    for i in range(bits.shape[0]):
        for j in range(bits.shape[1]):
            place = np.int64(bits[i, j] >> shift) - first
            counts[j, min(max(place, 0), last)] += 1


def spread(counts: Counts) -> Spread:
    """Percentiles from counts: the middle of the class in which each lies; below the grid is 0."""
    total = np.cumsum(counts)
    found = []
    for percent in _PERCENT:
        place = int(np.searchsorted(total, percent / 100.0 * total[-1]))
        edges = np.array([place + _FIRST, place + _FIRST + 1], dtype=np.uint32) << _SHIFT
        low, high = edges.view(np.float32)
        found.append(float(low + high) / 2.0 if place else 0.0)
    return Spread(p5=found[0], p25=found[1], p50=found[2], p75=found[3], p95=found[4])
