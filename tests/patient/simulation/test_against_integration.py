"""The closed forms against a numerical integrator, and against what must hold of any such model."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from assuage.patient.simulation.courses import boluses, infused, swallowed
from assuage.patient.simulation.dispositions import dispositions
from assuage.patient.simulation.linear import amounts, exponential

STEP, PER, STEPS = 0.5, 12, 48
TAKEN = np.array([True, True, False, True])


def drawn(compartments: int, n: int, seed: int) -> dict[str, Any]:
    rng = np.random.default_rng(seed)

    def some(low: float, high: float) -> Any:
        return np.exp(rng.uniform(np.log(low), np.log(high), n))

    held = {"cl": some(1, 100), "v1": some(5, 200)}
    if compartments > 1:
        held |= {"q2": some(1, 200), "v2": some(5, 300)}
    if compartments > 2:
        held |= {"q3": some(0.5, 50), "v3": some(20, 800)}
    return held


def matrix(held: dict[str, Any], i: int, ka: float | None) -> Any:
    """Rates of the amounts: central, peripherals, and the depot last where one absorbs."""
    names = [n for n in ("2", "3") if f"q{n}" in held]
    size = 1 + len(names) + (ka is not None)
    k = np.zeros((size, size))
    v1 = held["v1"][i]
    k[0, 0] = -held["cl"][i] / v1
    for at, name in enumerate(names, start=1):
        q, v = held[f"q{name}"][i], held[f"v{name}"][i]
        k[0, 0] -= q / v1
        k[at, 0] += q / v1
        k[0, at] += q / v
        k[at, at] -= q / v
    if ka is not None:
        k[size - 1, size - 1] = -ka
        k[0, size - 1] = ka
    return k


def integrated(k: Any, v1: float, dose: float, infusion: float, into: int) -> Any:
    """LSODA, dose by dose, as a reference of its own."""
    events = [(n * PER * STEP, dose) for n, taken in enumerate(TAKEN) if taken]
    times = np.arange(STEPS) * STEP
    stops = sorted(
        {0.0, *(t for t, _ in events), *(t + infusion for t, _ in events), times[-1] + STEP}
    )
    x = np.zeros(k.shape[0])
    out = np.zeros(STEPS)
    for start, end in pairwise(stops):
        rate = 0.0
        for at, size in events:
            if infusion and at <= start < at + infusion - 1e-12:
                rate += size / infusion
            if not infusion and at == start:
                x = x.copy()
                x[into] += size
        inside = [i for i, t in enumerate(times) if start <= t < end]
        if not inside and end - start < 1e-12:
            continue

        def grow(_: float, y: Any, rate: float = rate) -> Any:
            slope = k @ y
            slope[0] += rate
            return slope

        found = solve_ivp(
            grow, (start, end), x, method="LSODA", rtol=1e-11, atol=1e-13,
            t_eval=sorted({*(times[i] for i in inside), end}),
        )  # fmt: skip
        for i in inside:
            out[i] = found.y[0][list(found.t).index(times[i])] / v1
        x = found.y[:, -1]
    return out


@pytest.mark.parametrize("compartments", [1, 2, 3])
@pytest.mark.parametrize("route", ["bolus", "oral", "infusion"])
def test_closed_forms_equal_lsoda(compartments: int, route: str) -> None:
    """Relative to the highest concentration, below 1e-8 (LSODA at rtol 1e-11)."""
    n = 12
    held = drawn(compartments, n, seed=compartments)
    rates, coefficients = dispositions(**held)
    doses = np.full(n, 100.0)
    ka = np.linspace(0.3, 4.0, n)
    if route == "bolus":
        found = boluses(rates, coefficients, doses, TAKEN, STEP, STEPS, PER)
    elif route == "oral":
        found = swallowed(rates, coefficients, ka, doses, TAKEN, STEP, STEPS, PER)
    else:
        found = infused(rates, coefficients, doses, TAKEN, 0.8, STEP, STEPS, PER)
    for i in range(n):
        k = matrix(held, i, ka[i] if route == "oral" else None)
        into = k.shape[0] - 1 if route == "oral" else 0
        truth = integrated(k, held["v1"][i], 100.0, 0.8 if route == "infusion" else 0.0, into)
        assert np.max(np.abs(found[i] - truth)) < 1e-8 * np.max(truth), (compartments, route, i)


def test_absorption_as_fast_as_elimination_is_the_limit() -> None:
    """One compartment with ka = k: the textbook limit D ka t exp(-k t) / V, and no jump beside it."""
    cl, v1 = np.array([10.0] * 3), np.array([20.0] * 3)
    rates, coefficients = dispositions(cl, v1)
    ka = np.array([0.5, 0.5 * (1 + 1e-7), 0.5 * (1 + 1e-5)])
    once = np.array([True])
    found = swallowed(rates, coefficients, ka, np.full(3, 100.0), once, 0.25, 40, 400)
    t = np.arange(40) * 0.25
    limit = 100.0 / 20.0 * 0.5 * t * np.exp(-0.5 * t)
    assert np.allclose(found[0], limit, rtol=1e-10, atol=1e-12)
    assert np.allclose(found[1], limit, rtol=1e-6) and np.allclose(found[2], limit, rtol=1e-4)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3), st.integers(0, 10_000), st.floats(0.1, 5.0))
def test_mass_balance_superposition_and_linearity(compartments: int, seed: int, ka: float) -> None:
    held = drawn(compartments, 4, seed)
    rates, coefficients = dispositions(**held)
    assert np.all(rates > 0)
    # A unit bolus meets the central volume alone, and its area is dose over clearance.
    assert np.allclose(coefficients.sum(axis=1) * held["v1"], 1.0, rtol=1e-9)
    area = (coefficients / rates).sum(axis=1)
    assert np.allclose(area * held["cl"], 1.0, rtol=1e-8)
    doses, absorption = np.full(4, 50.0), np.full(4, ka)

    def course(given_: list[bool], size: float = 1.0) -> Any:
        return swallowed(
            rates, coefficients, absorption, doses * size, np.array(given_), STEP, STEPS, PER
        )

    whole = course([True, True, True, True])
    parts = sum(course([i == j for i in range(4)]) for j in range(4))
    assert np.allclose(whole, parts, rtol=1e-9, atol=1e-12)
    assert np.allclose(course([True] * 4, 3.0), 3.0 * whole, rtol=1e-12)
    assert np.all(whole > -1e-9 * whole.max())


def test_many_doses_reach_the_steady_state_of_the_geometric_series() -> None:
    """Trough at steady state of one compartment: D/V e^(-k tau)/(1 - e^(-k tau)), by hand."""
    cl, v1 = np.array([5.0]), np.array([50.0])
    rates, coefficients = dispositions(cl, v1)
    found = boluses(rates, coefficients, np.array([100.0]), np.ones(60, bool), 6.0, 61, 1)
    decay = np.exp(-0.1 * 6.0)
    # At a dose time the new dose counts already.
    assert found[0, 59] == pytest.approx(2.0 / (1 - decay), rel=1e-9)


def test_the_general_solution_equals_the_closed_form() -> None:
    held = drawn(3, 5, seed=9)
    rates, coefficients = dispositions(**held)
    times = np.arange(20) * 0.5
    k = np.stack([matrix(held, i, None) for i in range(5)])
    start = np.zeros((5, 3))
    start[:, 0] = 100.0
    found = amounts(k, start, times)[:, :, 0] / held["v1"][:, None]
    closed = boluses(rates, coefficients, np.full(5, 100.0), np.array([True]), 0.5, 20, 1000)
    assert np.allclose(found, closed, rtol=1e-9)


def test_a_defective_matrix_is_done_by_scaling_and_squaring() -> None:
    """Two equal rates in a chain have no second eigenvector: exp is known by hand, t e^(-t)."""
    k = np.array([[-1.0, 0.0], [1.0, -1.0]])
    assert np.allclose(exponential(k * 2.0), np.exp(-2.0) * np.array([[1.0, 0.0], [2.0, 1.0]]))
    found = amounts(k[None], np.array([[1.0, 0.0]]), np.array([0.0, 1.0, 3.0]))
    assert np.allclose(found[0, :, 1], [0.0, np.exp(-1.0), 3 * np.exp(-3.0)], rtol=1e-12)
