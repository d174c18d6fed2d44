"""Virtual patients a second, beside SciPy, libroadrunner and diffrax in one run.

Every row simulates the same two-compartment oral model: 14 doses every 8 h, 48 times. Ours and the
NumPy row take the same parameters; the integrators take as many patients as fit in a few seconds.
Install the peers first: ``pip install scipy libroadrunner diffrax``; a peer that is not there is told.

    python benchmarks/simulation.py [--patients 1000000] [--rounds 3]
"""

import argparse
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np

from assuage.patient.simulation.courses import swallowed
from assuage.patient.simulation.dispositions import dispositions

DOSES, EVERY, TIMES, DOSE = 14, 8.0, 48, 100.0
PER = 4
STEP = EVERY / PER


def people(n: int) -> dict[str, Any]:
    rng = np.random.default_rng(1)
    typical = {"cl": 10.0, "v1": 30.0, "q2": 20.0, "v2": 100.0, "ka": 1.2}
    return {k: v * np.exp(0.3 * rng.standard_normal(n)) for k, v in typical.items()}


def ours(p: dict[str, Any]) -> Any:
    rates, coefficients = dispositions(p["cl"], p["v1"], p["q2"], p["v2"])
    doses = np.full(p["cl"].size, DOSE)
    return swallowed(rates, coefficients, p["ka"], doses, np.ones(DOSES, bool), STEP, TIMES, PER)


def with_numpy(p: dict[str, Any]) -> Any:
    """The same sum of exponentials, dose by dose, in NumPy."""
    rates, coefficients = dispositions(p["cl"], p["v1"], p["q2"], p["v2"])
    times = np.arange(TIMES) * STEP
    out = np.zeros((p["cl"].size, TIMES))
    ka = p["ka"][:, None]
    for dose in range(DOSES):
        since = times - dose * EVERY
        after = since >= 0
        for term in range(2):
            own = rates[:, term, None]
            weight = coefficients[:, term, None] * DOSE * ka / (ka - own)
            late = since[None, after]
            out[:, after] += weight * (np.exp(-own * late) - np.exp(-ka * late))
    return out


def with_scipy(p: dict[str, Any]) -> Any:
    """LSODA, one patient after the other."""
    from scipy.integrate import solve_ivp

    out = np.zeros((p["cl"].size, TIMES))
    for i in range(p["cl"].size):
        cl, v1, q2, v2, ka = (p[k][i] for k in ("cl", "v1", "q2", "v2", "ka"))
        k = np.array([[-(cl + q2) / v1, q2 / v2, ka], [q2 / v1, -q2 / v2, 0], [0, 0, -ka]])
        x = np.zeros(3)
        for dose in range(TIMES // PER):
            if dose < DOSES:
                x[2] += DOSE
            found = solve_ivp(
                lambda t, y, k=k: k @ y, (0, EVERY), x, method="LSODA", rtol=1e-10, atol=1e-12,
                t_eval=[STEP * j for j in range(PER + 1)],
            )  # fmt: skip
            out[i, dose * PER : (dose + 1) * PER] = found.y[0, :PER] / v1
            x = found.y[:, -1].copy()
    return out


def with_roadrunner(p: dict[str, Any]) -> Any:
    """CVODE through libroadrunner: one compiled model, parameters set for each patient."""
    import roadrunner

    model = roadrunner.RoadRunner(_SBML)
    model.integrator.relative_tolerance = 1e-10
    model.integrator.absolute_tolerance = 1e-12
    out = np.zeros((p["cl"].size, TIMES))
    for i in range(p["cl"].size):
        model.resetAll()
        for key in ("cl", "v1", "q2", "v2", "ka"):
            model[key] = float(p[key][i])
        for dose in range(TIMES // PER):
            if dose < DOSES:
                model["[depot]"] = model["[depot]"] + DOSE
            found = model.simulate(dose * EVERY, (dose + 1) * EVERY, PER + 1, ["[central]"])
            out[i, dose * PER : (dose + 1) * PER] = found[:PER, 0] / p["v1"][i]
    return out


def with_diffrax(p: dict[str, Any]) -> Any:
    """Tsit5 through diffrax, all patients at once, double precision."""
    import jax

    jax.config.update("jax_enable_x64", True)
    import diffrax
    import jax.numpy as jnp

    def slope(_: Any, y: Any, q: Any) -> Any:
        cl, v1, q2, v2, ka = q
        central, other, depot = y
        return jnp.stack((
            -(cl + q2) / v1 * central + q2 / v2 * other + ka * depot,
            q2 / v1 * central - q2 / v2 * other,
            -ka * depot,
        ))  # fmt: skip

    term, solver = diffrax.ODETerm(slope), diffrax.Tsit5()
    control = diffrax.PIDController(rtol=1e-10, atol=1e-12)
    at = diffrax.SaveAt(ts=jnp.array([STEP * j for j in range(PER + 1)]))

    def one(q: Any) -> Any:
        def interval(x: Any, dose: Any) -> Any:
            x = x.at[2].add(jnp.where(dose < DOSES, DOSE, 0.0))
            found = diffrax.diffeqsolve(
                term, solver, 0.0, EVERY, 0.05, x, q, saveat=at, stepsize_controller=control,
                max_steps=4096,
            )  # fmt: skip
            return found.ys[-1], found.ys[:PER, 0] / q[1]

        _, shown = jax.lax.scan(interval, jnp.zeros(3), jnp.arange(TIMES // PER))
        return shown.reshape(-1)

    run = jax.jit(jax.vmap(one))
    q = tuple(jnp.array(p[k]) for k in ("cl", "v1", "q2", "v2", "ka"))
    return np.asarray(run(q))


_SBML = """<?xml version="1.0" encoding="UTF-8"?>
<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1"><model id="oral">
<listOfCompartments><compartment id="body" size="1" constant="true"/></listOfCompartments>
<listOfSpecies>
<species id="depot" compartment="body" initialConcentration="0" hasOnlySubstanceUnits="false" boundaryCondition="false" constant="false"/>
<species id="central" compartment="body" initialConcentration="0" hasOnlySubstanceUnits="false" boundaryCondition="false" constant="false"/>
<species id="other" compartment="body" initialConcentration="0" hasOnlySubstanceUnits="false" boundaryCondition="false" constant="false"/>
</listOfSpecies>
<listOfParameters><parameter id="cl" value="10" constant="false"/><parameter id="v1" value="30" constant="false"/><parameter id="q2" value="20" constant="false"/><parameter id="v2" value="100" constant="false"/><parameter id="ka" value="1.2" constant="false"/></listOfParameters>
<listOfRules>
<rateRule variable="depot"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><apply><minus/><ci>ka</ci></apply><ci>depot</ci></apply></math></rateRule>
<rateRule variable="central"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><plus/><apply><times/><ci>ka</ci><ci>depot</ci></apply><apply><minus/><apply><divide/><apply><times/><apply><plus/><ci>cl</ci><ci>q2</ci></apply><ci>central</ci></apply><ci>v1</ci></apply></apply><apply><divide/><apply><times/><ci>q2</ci><ci>other</ci></apply><ci>v2</ci></apply></apply></math></rateRule>
<rateRule variable="other"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><minus/><apply><divide/><apply><times/><ci>q2</ci><ci>central</ci></apply><ci>v1</ci></apply><apply><divide/><apply><times/><ci>q2</ci><ci>other</ci></apply><ci>v2</ci></apply></apply></math></rateRule>
</listOfRules></model></sbml>"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    rows: list[tuple[str, Callable[[dict[str, Any]], Any], int]] = [
        ("Assuage (numba)", ours, asked.patients),
        ("the same sum in NumPy", with_numpy, 50_000),
        ("SciPy LSODA", with_scipy, 10),
        ("libroadrunner CVODE", with_roadrunner, 200),
        ("diffrax Tsit5", with_diffrax, 500),
    ]
    reference = ours(people(1000))
    speed: dict[str, list[float]] = {}
    error: dict[str, float] = {}
    for turn in range(asked.rounds):
        for name, simulate, n in rows if turn % 2 == 0 else reversed(rows):
            try:
                p = {k: v[:n] for k, v in people(max(n, 1000)).items()}
                if turn == 0:
                    found = simulate({k: v[: min(n, 200)] for k, v in p.items()})  # compiles too
                    same = ours({k: v[: min(n, 200)] for k, v in p.items()})
                    scale = same.max(axis=1, keepdims=True)
                    error[name] = float(np.max(np.abs(found - same) / scale))
                start = time.perf_counter()
                simulate(p)
                speed.setdefault(name, []).append(n / (time.perf_counter() - start))
            except ImportError as missing:
                print(f"not measured: {name} ({missing})")
    assert reference.shape == (1000, TIMES)
    base = median(speed[rows[0][0]])
    print("| method | patients/s x 48 times | ours is faster by | largest difference to ours |")
    print("|---|---|---|---|")
    for name, held in speed.items():
        print(f"| {name} | {median(held):,.0f} | {base / median(held):,.1f} | {error[name]:.1e} |")


if __name__ == "__main__":
    main()
