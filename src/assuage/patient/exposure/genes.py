"""Genes of which something is held: an enzyme of a pathway, an observation, guidance."""

from assuage.knowledge.shelves import Knowledge
from assuage.patient.exposure import shipped
from assuage.patient.exposure.predict import pathway_of


def known_genes(knowledge: Knowledge) -> tuple[str, ...]:
    """Symbols in capitals, in their order."""
    named = {gene for _, gene in shipped.observed_genes()}
    paths = set(shipped.parameters().pathways)
    for drug in knowledge.drugs.values():
        named |= {g.gene for g in drug.gene_guidance}
        named |= {c.gene for c in drug.metabolite_changes if c.gene is not None}
        paths |= {e.pathway for e in drug.elimination}
    # Of the pathways those bear a gene's symbol that are written like one: letters and a number.
    enzymes = {p.upper() for p in paths if p[-1:].isdigit() or p[-2:-1].isdigit()}
    return tuple(sorted(g for g in named | enzymes if pathway_of(g) == g.lower()))
