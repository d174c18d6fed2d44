"""Works from pairs of records, so that no chain of likenesses brings together what differs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from assuage.library.bibliographic import Facts, facts
from assuage.library.likeness import is_cut, pages_agree, title_likeness, years_apart
from assuage.library.same_work import LIKE, compared, keys_of
from assuage.terms.record import Record


def clusters(records: Sequence[Record]) -> list[list[int]]:
    """Places of the records, grouped by work; each group sorted, groups by their first place.

    Pairs are joined from the surest reason to the weakest. Two groups are not joined when any
    record of the one contradicts any of the other (another PMID, another number or note in the
    title, years far apart): so a chain of likenesses cannot bring together what differs.
    """
    known = [facts(r) for r in records]
    shared: dict[str, list[int]] = defaultdict(list)
    for place, f in enumerate(known):
        for key in keys_of(f):
            shared[key].append(place)
    pairs = {
        (a, b) for places in shared.values() for n, a in enumerate(places) for b in places[n + 1 :]
    }
    return joined(records, known, pairs)


_ORDER = (
    "nct", "pmid", "doi", "doi+pages", "title+place", "range", "title", "near-title+journal",
    "preprint",
)  # fmt: skip


def joined(
    records: Sequence[Record], known: Sequence[Facts], pairs: Iterable[tuple[int, int]]
) -> list[list[int]]:
    """Groups from candidate pairs."""
    found: list[tuple[int, str, str, int, int]] = []
    for a, b in pairs:
        judged = compared(known[a], known[b])
        if judged:
            first, second = sorted((records[a].id, records[b].id))
            found.append((_ORDER.index(str(judged)), first, second, a, b))
    group: dict[int, list[int]] = {n: [n] for n in range(len(known))}
    for _, _, _, a, b in sorted(found):
        one, other = group[a], group[b]
        if one is other or any(contradict(known[m], known[n]) for m in one for n in other):
            continue
        one.extend(other)
        for n in other:
            group[n] = one
    unique = {id(g): sorted(g) for g in group.values()}
    return sorted(unique.values())


def contradict(a: Facts, b: Facts) -> bool:
    """Whether two records cannot be of one work, whatever stands between them."""
    if a.kind != b.kind and {a.kind, b.kind} != {"article", "preprint"}:
        return "trial" in (a.kind, b.kind) or "label" in (a.kind, b.kind)
    if a.preprint != b.preprint:
        return False
    if a.pmid and b.pmid:
        # One number is one article, however its title was written or translated.
        return a.pmid != b.pmid
    if a.note != b.note:
        return True
    years = years_apart(a, b)
    if years is not None and years > 2 and not (a.doi and a.doi == b.doi):
        return True
    different = title_likeness(a, b) < LIKE and not is_cut(a, b)
    return different and not pages_agree(a, b)


def belonging(record: Record, works: Mapping[int, Sequence[Record]]) -> list[int]:
    """Which works a new record belongs to, surest first; they may all become one.

    The guard of ``clusters`` for a library that takes one record after another: a work is left out
    when any member contradicts the record or a member of a work chosen before it. ``works`` are the
    candidates by number, each with all its members.
    """
    new = facts(record)
    likely: list[tuple[int, int, list[Facts]]] = []
    for number, members in works.items():
        known = [facts(m) for m in members]
        codes = [_ORDER.index(str(j)) for m in known if (j := compared(new, m))]
        if codes and not any(contradict(new, m) for m in known):
            likely.append((min(codes), number, known))
    chosen: list[int] = []
    within: list[Facts] = []
    for _, number, known in sorted(likely, key=lambda w: w[:2]):
        if not any(contradict(m, n) for m in known for n in within):
            chosen.append(number)
            within += known
    return chosen


def compatible(one: Sequence[Record], other: Sequence[Record]) -> bool:
    """Whether no record of one work contradicts any of another."""
    first, second = [facts(r) for r in one], [facts(r) for r in other]
    return not any(contradict(a, b) for a in first for b in second)
