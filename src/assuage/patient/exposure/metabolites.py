"""Active metabolites: where the drug's own level does not tell its effect, and which way they go."""

from collections.abc import Sequence
from typing import Final

from msgspec import structs

from assuage.knowledge.shelves import Knowledge
from assuage.patient.additive.kinship import Kin
from assuage.patient.exposure import predict, shipped
from assuage.patient.exposure.predict import With
from assuage.terms.drug import ActiveMetabolite, Drug, MetaboliteChange
from assuage.terms.exposure import Factor, MetaboliteNote

DECIDE: Final = frozenset({"effect", "shared"})
"""What a metabolite carries for the drug's own level not to tell the effect."""
ILL: Final = frozenset({"moderate", "severe", "esrd", "A", "B", "C"})
"""Classes of an organ in which a metabolite that it clears is warned of. That a mild loss of
filtration is left out is ours."""


def _held(drug: Drug | None) -> dict[str, list[ActiveMetabolite]]:
    held: dict[str, list[ActiveMetabolite]] = {}
    for fact in drug.active_metabolites if drug else ():
        if fact.withdrawn is None:
            held.setdefault(fact.metabolite, []).append(fact)
    return held


def _touched(factor: Factor, with_: Sequence[With]) -> frozenset[str]:
    """Pathways whose activity a gene or medicines change."""
    if factor.kind == "gene":
        return frozenset({predict.pathway_of(factor.what[0])})
    some = [w for w in with_ if w.name in factor.what]
    held = shipped.parameters().pathways
    return frozenset(
        name for name, on in held.items() for w in some if predict.acting(w, name, on) is not None
    )


def _by_pathway(facts: list[ActiveMetabolite], touched: frozenset[str]) -> tuple[str, ...]:
    """The touched pathways that make or remove the metabolite."""
    own = {p for f in facts for p in (f.made_by, *f.removed_by) if p is not None}
    return tuple(sorted(own & touched))


def _changes(drug: Drug, metabolite: str, factor: Factor, kin: Kin) -> list[MetaboliteChange]:
    """What sources say of this metabolite under this factor."""
    above = (
        {i for who in factor.what for i in kin.ids(who)} if factor.kind == "interaction" else set()
    )
    found = []
    for fact in drug.metabolite_changes:
        if fact.metabolite != metabolite or fact.withdrawn is not None:
            continue
        gene = factor.kind == "gene" and (fact.gene, fact.phenotype) == factor.what
        if gene or fact.other in above or (fact.organ == factor.kind and fact.organ is not None):
            found.append(fact)
    return found


def through(
    knowledge: Knowledge, drug_id: str, factors: Sequence[Factor], with_: Sequence[With]
) -> tuple[list[Factor], tuple[MetaboliteNote, ...]]:
    """The factors, without a ratio where the metabolite that acts is made or removed by the pathway
    changed; and what is to be said of the metabolites beside them."""
    drug = knowledge.drugs.get(drug_id)
    held = _held(drug)
    if drug is None or not held:
        return list(factors), ()
    kin = Kin(knowledge)
    out: list[Factor] = []
    notes: list[MetaboliteNote] = []
    for factor in factors:
        organ = factor.kind if factor.kind in ("liver", "kidney") else None
        touched = frozenset() if organ else _touched(factor, with_)
        mine = [
            (carries, note)
            for carries, note in (
                (facts[-1].carries, _note(drug, name, facts, factor, touched, kin))
                for name, facts in held.items()
            )
            if note is not None
        ]
        notes += [note for _, note in mine]
        # Without its metabolite the drug does little: none of its own ratios tells the effect.
        lost = any(c == "effect" or (note.pathways and c in DECIDE) for c, note in mine)
        out.append(_without_ratio(factor) if lost else factor)
    return out, tuple(notes)


def _note(
    drug: Drug,
    name: str,
    facts: list[ActiveMetabolite],
    factor: Factor,
    touched: frozenset[str],
    kin: Kin,
) -> MetaboliteNote | None:
    """What is to be said of one metabolite beside one factor; nothing where the two do not meet."""
    carries = facts[-1].carries
    cleared = any(f.cleared_by == factor.kind for f in facts)
    paths = _by_pathway(facts, touched)
    if factor.kind in ("liver", "kidney"):
        made_there = factor.kind == "liver" and any(f.made_by for f in facts)
        if factor.what[0] not in ILL or not (cleared or made_there or carries == "effect"):
            return None
    elif not paths or (carries == "minor" and factor.kind != "gene"):
        return None
    changes = _changes(drug, name, factor, kin)
    ways = {c.direction for c in changes}
    return MetaboliteNote(
        metabolite=name,
        carries=carries,
        kind=factor.kind,
        what=factor.what,
        pathways=paths,
        made=any(f.made_by in paths for f in facts),
        cleared=cleared,
        direction=next(iter(ways)) if len(ways) == 1 else None,
        sources=tuple(dict.fromkeys([*(f.source for f in facts), *(c.source for c in changes)])),
    )


def _without_ratio(factor: Factor) -> Factor:
    """The drug's own level is no answer where what acts goes the other way."""
    return structs.replace(
        factor, modelled=None, observed=None, leads=None, reasons=("acts-through-metabolite",)
    )
