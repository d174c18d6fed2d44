"""Designs of a work from what its record says: publication types, MeSH, cautious words.

A filter, not an appraisal: a study's level is settled where it is read. Ids are those of
``knowledge/vocabulary/designs.toml`` where it has one.
"""

from assuage.terms.record import Record


def designs(record: Record) -> tuple[str, ...]:
    """Ids of the designs that the record shows, sorted."""
    return ()
