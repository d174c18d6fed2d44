"""A work as its members, notices and links make it at this moment."""

from assuage.library.designs import designs
from assuage.library.merge import merged
from assuage.library.store import Store
from assuage.library.ties import names
from assuage.terms.library import Link, Work
from assuage.terms.record import Record

_INVERSE = {"trial": "publication", "publication": "trial"}


def work_of(store: Store, number: int, members: list[Record] | None = None) -> Work | None:
    """The work of this number; None when no member is left. ``members`` are given where known."""
    if members is None:
        members = store.members(number)
    if not members:
        return None
    called = sorted({n for m in members for n in names(m)})
    tied = {(link.relation, link.target) for link in store.links_from(called)}
    tied |= {(_INVERSE[relation], origin) for origin, relation in store.links_to(called)}
    lead = merged(members)
    return Work(
        number=number,
        lead=lead,
        designs=designs(lead),
        members=tuple(sorted({m.id for m in members})),
        sources=tuple(sorted({m.source for m in members})),
        notices=tuple(store.notices_about(called)),
        links=tuple(Link(*tie) for tie in sorted(tied)),
    )
