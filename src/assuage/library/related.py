"""Works related to the few that match: relevance feedback where a page would stay half empty.

When fewer works match a best-match search than were asked for, the terms that mark the openings of
those that do (Rocchio's idea: frequent there, rare elsewhere) find further works, which follow after
them. Nothing that matches changes its place, a search that matches nothing stays empty, and in a
large library this costs nothing, because there a page is nearly always full.
"""

from collections.abc import Callable, Sequence
from heapq import nsmallest
from math import log

from tantivy import Occur, Query

from assuage.library.documents import schema
from assuage.library.stop_words import STOP_WORDS

READ = 10
"""Best works whose openings are read: more bring terms of works that fit less."""
TAKEN = 20
"""Terms taken from them."""
_SATURATION = 1.2
"""BM25's k1: a term that comes twice in an opening counts less than twice."""


def marking(
    openings: Sequence[tuple[float, Sequence[str]]], count: Callable[[str], int], total: int
) -> list[tuple[str, float]]:
    """The terms that mark some works, each with its weight (they sum to 1), the strongest first.

    ``openings``: score and stems of each work; ``count``: in how many works of ``total`` a stem is.
    """
    weights: dict[str, float] = {}
    for score, stems in openings:
        counts: dict[str, int] = {}
        for stem in stems:
            counts[stem] = counts.get(stem, 0) + 1
        for stem, times in counts.items():
            gain = score * times / (times + _SATURATION)
            weights[stem] = weights.get(stem, 0.0) + gain
    usable = {
        stem: weight * log(1 + total / (count(stem) + 0.5))
        for stem, weight in weights.items()
        if len(stem) > 1 and stem not in STOP_WORDS and not stem.isdigit()
    }
    best = nsmallest(TAKEN, usable.items(), key=lambda item: (-item[1], item[0]))
    whole = sum(weight for _, weight in best)
    return [(stem, weight / whole) for stem, weight in best] if whole else []


def like(terms: Sequence[tuple[str, float]]) -> Query:
    """The search for works with any of the terms."""
    return Query.boolean_query(
        [
            (Occur.Should, Query.boost_query(Query.term_query(schema(), "text", stem), weight))
            for stem, weight in terms
        ]
    )
