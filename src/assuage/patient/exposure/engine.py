"""Exposure of one drug in one person: observed ratios first, the model beside, guidance above both."""

from collections.abc import Mapping, Sequence

from msgspec import structs

from assuage.knowledge.shelves import Knowledge
from assuage.patient.additive.kinship import Kin
from assuage.patient.exposure import kidney, observed, organs, predict, shipped
from assuage.patient.exposure.advice import advice
from assuage.patient.exposure.drug import Profile, profile
from assuage.patient.exposure.metabolites import through
from assuage.patient.exposure.predict import With
from assuage.patient.exposure.whole import LONG_GONE_H, whole
from assuage.patient.person.medicines import daily_mg
from assuage.patient.scores.child_pugh import child_pugh as child_pugh_score
from assuage.patient.scores.child_pugh import class_for_dosing
from assuage.patient.scores.kidney import estimates_for_dosing
from assuage.terms.exposure import Advice, Exposure, Factor, KidneyUsed, Modelled, Pooled
from assuage.terms.patient import ADULT_YEARS, Patient


def _factor(
    kind: str,
    what: tuple[str, ...],
    seen: Pooled | None,
    modelled: Modelled | None,
    reasons: tuple[str, ...],
) -> Factor:
    """Observed leads; where it and the model are over twofold apart, that is said."""
    leads = None
    if seen is not None:
        leads = "observed"
        # Why there is no model does not matter where the thing itself was observed.
        reasons = ("observed-leads",) if modelled is None else reasons
        if modelled is not None and observed.conflicting(seen.span, modelled.span):
            reasons = (*reasons, "conflict")
    elif modelled is not None:
        leads = "modelled"
        reasons = (*reasons, "no-observation")
    return Factor(
        kind=kind, what=what, observed=seen, modelled=modelled, leads=leads,
        reasons=tuple(dict.fromkeys(reasons)),
    )  # fmt: skip


def _interactions(
    knowledge: Knowledge, drug: Profile, with_: Sequence[With], route: str
) -> list[Factor]:
    """One factor for each medicine that may act, and one for all together where there are several."""
    out = []
    kin = Kin(knowledge)
    refuted = observed.contradicted(drug.measured_as)
    for who in with_:
        seen = observed.interaction(knowledge, drug.drug, (who.name,), route)
        modelled, reasons = predict.interaction(drug, (who,), route)
        if seen is None and modelled is not None and refuted:
            modelled, reasons = None, ("model-contradicted",)
        factor = _factor("interaction", (who.name,), seen, modelled, reasons)
        gone = seen is not None or who.stopped_h > LONG_GONE_H
        said = () if gone else observed.directions(knowledge, kin, drug.drug, who.name, route)
        out.append(structs.replace(factor, directions=said))
    acting = [f for f in out if f.leads is not None]
    if len(acting) > 1:
        names = tuple(sorted(f.what[0] for f in acting))
        some = [w for w in with_ if w.name in names]
        seen = observed.interaction(knowledge, drug.drug, names, route)
        modelled, reasons = predict.interaction(drug, some, route)
        if seen is None and (refuted or any("conflict" in f.reasons for f in acting)):
            modelled, reasons = None, ("conflict",)
        together = _factor("interaction", names, seen, modelled, (*reasons, "several-perpetrators"))
        out.append(together)
    return out


def _gene(drug: Profile, gene: str, phenotype: str, route: str) -> Factor:
    found = shipped.observed_genes().get((drug.drug, gene), ())
    here = [o for r, o in found if r == route]
    seen = observed.pooled(here)
    modelled, reasons = predict.gene(drug, gene, phenotype, route)
    return _factor("gene", (gene, phenotype), seen, modelled, reasons)


def exposure(
    knowledge: Knowledge,
    drug: str,
    route: str,
    with_: Sequence[With] = (),
    *,
    child_pugh: str | None = None,
    clearance_ml_per_min: float | None = None,
    estimates: tuple[tuple[str, float], ...] = (),
    dialysis: bool = False,
    genotypes: Mapping[str, str] | None = None,
    region: str | None = None,
    states: frozenset[str] = frozenset(),
    conditions: frozenset[str] = frozenset(),
    unlike: tuple[str, ...] = (),
) -> Exposure:
    """AUC in this person over AUC in a usual one, with why each number leads or stands back.

    ``clearance_ml_per_min``: renal function for dosing; ``estimates``: all that there are of it, by
    what they rest on, the first in its place. ``genotypes``: gene to CPIC phenotype.
    ``states``: further states that guidance names; ``conditions``: the person's illnesses.
    ``unlike``: why the person is not one of those whom anything was estimated in .
    Nothing is written, cached or sent.
    """
    known = profile(knowledge, drug)
    if clearance_ml_per_min is None and estimates:
        clearance_ml_per_min = estimates[0][1]
    factors = _interactions(knowledge, known, with_, route)
    if child_pugh is not None:
        seen, elsewhere = observed.organ(knowledge, drug, "liver", child_pugh, route)
        modelled, reasons = organs.liver(known, child_pugh, route)
        if elsewhere:
            reasons = (*reasons, "other-grade-only")
        factors.append(_factor("liver", (child_pugh,), seen, modelled, reasons))
    if dialysis or clearance_ml_per_min is not None:
        rate = kidney.DIALYSIS_GFR if clearance_ml_per_min is None else clearance_ml_per_min
        grade = kidney.of_class(rate, dialysis)
        if grade is not None:
            seen, elsewhere = observed.organ(knowledge, drug, "kidney", grade, route)
            modelled, reasons = organs.kidneys(known, rate, dialysis, route)
            if elsewhere:
                reasons = (*reasons, "other-grade-only")
            factors.append(_factor("kidney", (grade,), seen, modelled, reasons))
    for gene, phenotype in sorted((genotypes or {}).items()):
        if phenotype != "normal":
            factors.append(_gene(known, gene, phenotype, route))
    if unlike:
        factors = [_seen_in_others(f) for f in factors]
    factors, notes = through(knowledge, drug, factors, with_)
    advised = advice(
        knowledge,
        drug,
        route,
        child_pugh=child_pugh,
        clearance_ml_per_min=clearance_ml_per_min,
        estimates=estimates,
        dialysis=dialysis,
        region=region,
        states=states,
        conditions=conditions,
        genotypes=genotypes or {},
    )
    return structs.replace(
        whole(known, route, factors, unlike),
        metabolites=notes,
        advice=advised,
        kidney=_kidney(estimates, advised) if not dialysis else None,
    )


def _kidney(
    estimates: tuple[tuple[str, float], ...], advised: Sequence[Advice]
) -> KidneyUsed | None:
    """The estimates, and whether they fall in different classes of the studies or of the guidance."""
    if not estimates:
        return None
    classes = {kidney.of_class(rate, dialysis=False) for _, rate in estimates}
    return KidneyUsed(
        estimates=estimates,
        apart=len(classes) > 1,
        advised=any(a.stricter for a in advised),
    )


def _seen_in_others(factor: Factor) -> Factor:
    """Without what the model says; what was observed stands, and was not observed in such people."""
    reasons = tuple(r for r in factor.reasons if r not in ("no-observation", "conflict"))
    return structs.replace(
        factor,
        modelled=None,
        leads="observed" if factor.observed is not None else None,
        reasons=(*reasons, "seen-in-others") if factor.observed is not None else reasons,
    )


def of_patient(
    knowledge: Knowledge,
    drug: str,
    route: str,
    patient: Patient,
    with_: Sequence[With] = (),
) -> Exposure:
    """The same for a person: class and clearance from what is given, medicines that are taken now.

    What is missing and would change the answer is named in ``missing``.
    """
    taken = list(with_)
    for medicine in patient.medicines:
        # A medicine without a file of its own may be held for what it does to others.
        name = medicine.drug or medicine.agent
        if name is None or name == drug or medicine.planned or any(w.name == name for w in taken):
            continue
        mass = daily_mg(medicine, patient.weight_kg)
        daily = float(mass) if mass is not None else None
        days = float(medicine.since_days) if medicine.since_days is not None else None
        gone = 24 * float(medicine.stopped_days_ago) if medicine.stopped_days_ago else 0.0
        taken.append(With(name, daily, days, gone))
    score = child_pugh_score(patient)
    dialysed = patient.dialysis not in {None, "none"}
    estimates = estimates_for_dosing(patient)
    child = patient.age_years is not None and patient.age_years < ADULT_YEARS
    unlike: tuple[str, ...] = ("not-in-children",) if child else ()
    if patient.pregnant:
        unlike += ("not-in-pregnancy",)
    states = set()
    if patient.encephalopathy_grade:
        states.add("encephalopathy")
    states |= {
        c for c in patient.conditions if c in {"hepatorenal", "decompensated", "encephalopathy"}
    }
    found = exposure(
        knowledge,
        drug,
        route,
        taken,
        child_pugh=class_for_dosing(patient),
        estimates=estimates,
        dialysis=dialysed,
        genotypes={g.gene: g.phenotype for g in patient.genotypes},
        region=patient.region,
        states=frozenset(states),
        conditions=frozenset(patient.conditions),
        unlike=unlike,
    )
    missing = list(score.needs) if score.grade is None and score.inputs else []
    if not estimates and not dialysed and patient != Patient(genotypes=patient.genotypes):
        missing.append("egfr_ml_per_min_1_73m2")
    return structs.replace(found, missing=tuple(missing))
