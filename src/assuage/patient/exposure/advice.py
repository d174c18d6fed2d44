"""Published guidance that applies to a person's liver and kidneys; it outranks the model."""

from collections.abc import Mapping
from typing import Final

from msgspec import structs

from assuage.knowledge.shelves import Knowledge
from assuage.patient.exposure import kidney
from assuage.patient.exposure.predict import LOCAL
from assuage.terms.drug import Drug, OrganGuidance
from assuage.terms.exposure import Advice
from assuage.terms.fact import Amount
from assuage.terms.printed import Printed

STRICTNESS: Final = {
    "contraindicated": 7,
    "avoid": 6,
    "stop": 6,
    "not-recommended": 5,
    "choose-another": 5,
    "reduce-dose": 4,
    "reduce-initial-dose": 4,
    "maximum-dose": 4,
    "extend-interval": 4,
    "caution": 3,
    "monitor": 2,
}
"""Closed actions from the strictest down; what is not here restricts nothing."""
SAYS_NOTHING: Final = frozenset({"not-studied", "no-recommendation", "insufficient-evidence"})
RESTRICTS_DOSE: Final = 4
LIVER: Final = {
    "A": ("any", "cirrhosis", "child-pugh-a", "mild"),
    "B": ("any", "cirrhosis", "child-pugh-b", "moderate", "decompensated"),
    "C": ("any", "cirrhosis", "child-pugh-c", "severe", "decompensated", "end-stage"),
}
KIDNEY: Final = {
    "mild": ("any", "mild"),
    "moderate": ("any", "moderate"),
    "severe": ("any", "severe"),
    "esrd": ("any", "severe", "end-stage"),
}
ON_DIALYSIS: Final = 10.0
"""Clearance, in mL/min, that ranges are read for on dialysis: below every limit that is printed."""
RANGES: Final = frozenset({"crcl-range", "egfr-range"})


def _inside(value: float, low: Printed | None, high: Printed | None) -> bool:
    """Within the limits: the lower belongs to the range, the upper only as ``<=``."""
    if low is not None and (value < float(low) or (low.sign == ">" and value <= float(low))):
        return False
    if high is None:
        return True
    return value < float(high) or (high.sign == "<=" and value <= float(high))


def _applies(
    fact: OrganGuidance,
    child_pugh: str | None,
    clearance: float | None,
    dialysis: bool,
    states: frozenset[str],
) -> bool:
    if fact.organ == "liver":
        grades = LIVER.get(child_pugh or "", ())
        return fact.grade in grades or fact.grade in states
    if dialysis:
        if fact.grade in {"dialysis", "any", "end-stage"}:
            return True
        clearance = ON_DIALYSIS
    if clearance is None:
        return False
    if fact.grade in RANGES or fact.low is not None or fact.high is not None:
        limited = fact.low is not None or fact.high is not None
        return limited and _inside(clearance, fact.low, fact.high)
    grade = kidney.of_class(clearance, dialysis)
    return grade is not None and fact.grade in KIDNEY[grade]


def _by(
    fact: OrganGuidance,
    child_pugh: str | None,
    clearance: float | None,
    estimates: tuple[tuple[str, float], ...],
    dialysis: bool,
    states: frozenset[str],
) -> tuple[str, bool] | None:
    """The estimate by which the fact applies, and whether it does by a lower one only.

    What is printed for creatinine clearance goes by Cockcroft-Gault, where there is one; everything
    else by the first.
    """
    known = dict(estimates)
    basis = next(iter(known), "")
    if fact.grade == "crcl-range" and "cockcroft-gault" in known:
        basis = "cockcroft-gault"
    rate = known.get(basis, clearance)
    if _applies(fact, child_pugh, rate, dialysis, states):
        return basis, False
    restricts = fact.organ == "kidney" and fact.action in STRICTNESS
    if not restricts or not estimates or rate is None:
        return None
    lowest, at = min(estimates, key=lambda e: e[1])
    lower = at < rate and _applies(fact, child_pugh, at, dialysis, states)
    return (lowest, True) if lower else None


def _amount(amount: Amount | None) -> str | None:
    if amount is None:
        return None
    if amount.value is not None:
        return f"{amount.value} {amount.unit}"
    return f"{amount.low} to {amount.high} {amount.unit}"


def _limits(fact: OrganGuidance) -> str | None:
    if fact.low is None and fact.high is None:
        return None
    low = f"{fact.low}" if fact.low is not None else ""
    high = f"{fact.high}" if fact.high is not None else ""
    return f"{low}-{high}" if low and high else (f">={low}" if low else f"<{high.lstrip('<')}")


def _risks(drug: Drug) -> tuple[tuple[str, str], ...]:
    """What taking the drug away or down would risk, as the drug's own facts say."""
    found: list[tuple[str, str]] = []
    for use in drug.doses:
        if "pain" in use.use and use.withdrawn is None:
            found.append(("pain", use.source))
            break
    else:
        for status in drug.regulatory:
            if status.use and "pain" in status.use and status.source and not status.withdrawn:
                found.append(("pain", status.source))
                break
    for held in drug.properties:
        if held.property == "withdrawal" and held.withdrawn is None:
            found.append(("withdrawal", held.source))
            break
    return tuple(found)


def _order(a: Advice) -> tuple[int, int, str]:
    return (a.year or 0, STRICTNESS.get(a.action, 0), a.source)


def _marked(mine: list[Advice], region: str | None) -> list[Advice]:
    """The region's most recent leads, else the most recent of all; the strictest beside it."""
    own = [a for a in mine if a.use is None and not a.stricter]
    if not own:
        # A dose for another illness is not advice for this one.
        return mine
    speaking = [a for a in own if a.action not in SAYS_NOTHING] or own
    regional = [a for a in speaking if region is not None and a.region == region]
    lead = max(regional or speaking, key=_order)
    strict = max(speaking, key=lambda a: (STRICTNESS.get(a.action, 0), a.year or 0, a.source))
    if STRICTNESS.get(lead.action, 0) == STRICTNESS.get(strict.action, 0):
        strict = lead
    return [
        structs.replace(
            a,
            leads=a is lead,
            strictest=a is strict and STRICTNESS.get(a.action, 0) > 0,
            risks=a.risks if a is strict else (),
        )
        for a in mine
    ]


def advice(
    knowledge: Knowledge,
    drug_id: str,
    route: str,
    *,
    child_pugh: str | None,
    clearance_ml_per_min: float | None,
    estimates: tuple[tuple[str, float], ...] = (),
    dialysis: bool,
    region: str | None,
    states: frozenset[str] = frozenset(),
    conditions: frozenset[str] = frozenset(),
    genotypes: Mapping[str, str] | None = None,
) -> tuple[Advice, ...]:
    """Everything that applies, the leading one of each organ first, then from the strictest down.

    A drug given where it acts takes only what is said of that route: what is said of the drug
    without a route means the swallowed one. ``states``: ids such as ``encephalopathy`` or ``hepatorenal`` that a person has.
    ``conditions``: the person's illnesses; what is advised for the use in another never leads.
    ``genotypes``: gene to phenotype.
    """
    drug = knowledge.drugs.get(drug_id)
    if drug is None:
        return ()
    first = estimates[0][0] if estimates else ""
    illnesses = {c.casefold().replace(" ", "-") for c in conditions}
    out: list[Advice] = []
    for organ in ("liver", "kidney"):
        mine = []
        for fact in drug.organ_guidance:
            routes = {route} if route in LOCAL else {None, route}
            if fact.organ != organ or fact.withdrawn is not None or fact.route not in routes:
                continue
            by = _by(fact, child_pugh, clearance_ml_per_min, estimates, dialysis, states)
            if by is None:
                continue
            basis, stricter = by
            source = knowledge.sources.get(fact.source)
            severe = STRICTNESS.get(fact.action, 0) >= RESTRICTS_DOSE
            mine.append(
                Advice(
                    organ=organ,
                    grade=fact.grade,
                    action=fact.action,
                    source=fact.source,
                    where=fact.where,
                    region=fact.region or (source.region if source else None),
                    year=source.citation.year if source else None,
                    dose=_amount(fact.dose),
                    limits=_limits(fact),
                    estimate=basis if organ == "kidney" and basis != first else None,
                    stricter=stricter,
                    use=None if fact.use in illnesses else fact.use,
                    risks=_risks(drug) if severe else (),
                )
            )
        out += _in_order(mine, region)
    for gene, phenotype in sorted((genotypes or {}).items()):
        out += _in_order(_of_gene(knowledge, drug, gene, phenotype, illnesses), region)
    return tuple(out)


def _in_order(mine: list[Advice], region: str | None) -> list[Advice]:
    """What leads, the strictest, then the rest from the strictest down."""
    if not mine:
        return []
    marked = _marked(mine, region)
    rank = {id(a): (not a.leads, not a.strictest, -STRICTNESS.get(a.action, 0)) for a in marked}
    return sorted(marked, key=lambda a: (rank[id(a)], -(a.year or 0), a.source))


def _of_gene(
    knowledge: Knowledge, drug: Drug, gene: str, phenotype: str, illnesses: set[str]
) -> list[Advice]:
    """What sources advise for a phenotype. Another drug is what they advise: no pain is risked."""
    found = []
    for fact in drug.gene_guidance:
        if (fact.gene, fact.phenotype) != (gene, phenotype) or fact.withdrawn is not None:
            continue
        source = knowledge.sources.get(fact.source)
        found.append(
            Advice(
                organ="gene",
                grade=phenotype,
                action=fact.action,
                source=fact.source,
                where=fact.where,
                region=fact.region or (source.region if source else None),
                year=source.citation.year if source else None,
                gene=gene,
                dose=_amount(fact.dose),
                use=None if fact.use in illnesses else fact.use,
            )
        )
    return found
