"""What a list of results shows of a work."""

from assuage.terms.library import Hit, Work


def hit_of(work: Work) -> Hit:
    """The short form of a work, with everything that must show beside its title."""
    lead = work.lead
    return Hit(
        id=lead.id,
        score=0.0,
        title=lead.title or lead.vernacular_title or "",
        year=lead.year,
        kind=lead.kind,
        designs=work.designs,
        journal=(lead.journal.abbreviation or lead.journal.title) if lead.journal else None,
        first_author=lead.authors[0].name if lead.authors else None,
        pmid=lead.pmid,
        doi=lead.doi,
        ncts=lead.ncts,
        sources=work.sources,
        notices=work.notices,
        links=work.links,
    )
