"""Genes of which something is held: an enzyme that clears a drug here, or an observation."""

from assuage.knowledge.shelves import Knowledge
from assuage.patient.exposure import shipped
from assuage.patient.exposure.predict import pathway_of


def known_genes(knowledge: Knowledge) -> tuple[str, ...]:
    """Symbols in capitals, in their order."""
    enzymes = set(shipped.parameters().pathways) | {
        e.pathway for drug in knowledge.drugs.values() for e in drug.elimination
    }
    genes = {p.upper() for p in enzymes if any(c.isdigit() for c in p) or p == "tpmt"}
    seen = {gene for _, gene in shipped.observed_genes()}
    return tuple(sorted(g for g in genes | seen if pathway_of(g) in enzymes or g in seen))
