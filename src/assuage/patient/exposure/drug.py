"""What of a drug decides its exposure: pathways with their contribution, kidney, liver, binding."""

from typing import Final, NamedTuple

from assuage.knowledge.shelves import Knowledge
from assuage.patient.exposure import shipped
from assuage.patient.exposure.shipped import Inputs, Middle
from assuage.terms.drug import Drug, Elimination
from assuage.terms.printed import Printed

BIOLOGICS: Final = frozenset({"antibody", "fusion-protein", "toxin", "peptide"})
TYPICAL_RENAL: Final = 0.1
TYPICAL_UNBOUND: Final = 0.1
TYPICAL_EXTRACTION: Final = 0.25
"""Middles of the drugs of FDA's file that have the value; the same as in the estimation."""
ENZYME_OF: Final = {"glucuronidation": "ugt", "ugt1a9": "ugt", "ugt2b7": "ugt", "ugt1a1": "ugt"}
HIGHEST_EXTRACTION: Final = 0.95


class Share(NamedTuple):
    """Share of clearance through one pathway. ``estimated``: from observed ratios of this drug."""

    contribution: float
    gut_ratio: float
    estimated: bool
    pairs: int = 0
    """Observed pairs that it was estimated from."""


class Profile(NamedTuple):
    """One drug. ``None`` where nothing we hold says it. Fractions 0 to 1."""

    drug: str
    measured_as: str
    """The moiety that the ratios were measured of: esketamine for ketamine."""
    shares: dict[str, Share]
    named: tuple[str, ...]
    """Pathways that a source names, whether or not their contribution is known."""
    enzymes: tuple[str, ...]
    renal: float | None
    extraction: float | None
    unbound: float | None
    biologic: bool
    known: bool
    """False where nothing at all is held of the drug's elimination."""


def _number(value: Printed) -> float:
    half = value.sign in {"<", "<="}
    return float(value) * (0.5 if half else 1.0)


def _renal(facts: tuple[Elimination, ...]) -> float | None:
    """Fraction excreted unchanged: stated ones averaged, a bound counts half."""
    unchanged = [e for e in facts if e.pathway == "renal-unchanged"]
    percents = [_number(e.percent) for e in unchanged if e.percent is not None]
    if percents:
        return min(sum(percents) / len(percents) / 100, 1.0)
    if any(e.role == "not-involved" for e in unchanged):
        return 0.005
    if any(e.role == "minor" for e in unchanged):
        return 0.05
    return None


def _unbound(drug: Drug) -> float | None:
    bound = [
        float(p.amount.value)
        for p in drug.pharmacokinetics
        if p.parameter == "protein-binding" and p.amount.value is not None
        and p.amount.unit == "percent"
    ]  # fmt: skip
    return max(1 - sum(bound) / len(bound) / 100, 0.001) if bound else None


def _available(drug: Drug) -> float | None:
    """Oral bioavailability in people without a named illness: the middle of what is stated, a bound
    counting half. What is extracted on the first pass cannot be available."""
    stated: list[float] = []
    for p in drug.pharmacokinetics:
        plain = p.population in {None, "healthy-volunteers"} and p.condition is None
        if p.parameter != "bioavailability" or p.route != "oral" or not plain:
            continue
        if p.amount.unit == "percent" and p.withdrawn is None and p.moiety is None:
            ends = [v for v in (p.amount.low, p.amount.high) if v is not None]
            values = [p.amount.value] if p.amount.value is not None else ends
            stated.append(sum(_number(v) for v in values) / len(values) / 100)
    return min(sum(stated) / len(stated), 1.0) if stated else None


def _from_role(middle: Middle, renal: float | None, inputs: Inputs | None) -> Share:
    """The prior of a drug whose one main enzyme this is: less what the kidney clears, and more of
    it in the gut wall the less of a dose is available."""
    gut = middle.gut_ratio
    if inputs is not None and inputs.bioavailability and gut > 0:
        gut *= (
            middle.typical_availability / inputs.bioavailability
        ) ** middle.gut_per_ln_availability
    return Share(middle.contribution * (1 - (renal or 0.0)), gut, False)


def measured_as(drug_id: str) -> str:
    """The moiety whose ratios stand for the drug, as the shipped observations say."""
    for (victim, _, _), found in shipped.observed_interactions().items():
        if victim == drug_id:
            return next((o.moiety for o in found if o.moiety), drug_id)
    return drug_id


def profile(knowledge: Knowledge, drug_id: str) -> Profile:
    """All that is held of a drug, the curated file before the compiled table."""
    held = shipped.parameters()
    drug = knowledge.drugs.get(drug_id)
    facts = tuple(e for e in drug.elimination if e.withdrawn is None) if drug else ()
    inputs = held.drugs.get(drug_id)
    renal = _renal(facts)
    if renal is None and inputs is not None:
        renal = inputs.renal
    as_ = measured_as(drug_id)
    acting = tuple(dict.fromkeys(e.pathway for e in facts if e.role != "not-involved"))
    shares = {
        name: Share(v.contribution, v.gut_ratio, True, v.pairs)
        for name, pathway in held.pathways.items()
        if (v := pathway.victims.get(as_)) is not None
    }
    major = {e.pathway for e in facts if e.role in {"major", "sole"}}
    for name, pathway in held.pathways.items():
        if name not in shares and name in major and not (major - {name, "hepatic-metabolism"}):
            shares[name] = _from_role(pathway.middle, renal, inputs)
    enzymes = tuple(dict.fromkeys(ENZYME_OF.get(p, p) for p in acting))
    enzymes = tuple(e for e in enzymes if e == "ugt" or e.startswith("cyp"))
    extraction = inputs.extraction if inputs else None
    if extraction is None and inputs and inputs.clearance_share_of_liver_flow is not None:
        share = inputs.clearance_share_of_liver_flow * (1 - (renal or TYPICAL_RENAL))
        extraction = min(max(share, 0.01), HIGHEST_EXTRACTION)
    if inputs is None or inputs.extraction is None:
        available = _available(drug) if drug is not None else None
        if extraction is not None and available is not None:
            extraction = max(min(extraction, 1 - available), 0.01)
    unbound = inputs.unbound if inputs and inputs.unbound else None
    if unbound is None and drug is not None:
        unbound = _unbound(drug)
    return Profile(
        drug_id,
        as_,
        shares,
        acting,
        enzymes or (inputs.enzymes if inputs else ()),
        renal,
        extraction,
        unbound,
        drug is not None and drug.kind in BIOLOGICS,
        bool(facts) or inputs is not None or bool(shares),
    )
