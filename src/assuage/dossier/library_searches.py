"""What the library's search log adds to a dossier: which searches stand behind it, and nothing found."""

from assuage.dossier.desk import Desk
from assuage.terms.answer import CouldNotAsk, LoggedSearch, NoneFound
from assuage.terms.statement import COULD_NOT_ASK, FOUND, NONE_FOUND, Computed, Statement

_FOR_SECTIONS = {
    "pubmed": ("benefit", "disease-effect"),
    "europe-pmc": ("benefit", "disease-effect"),
    "clinicaltrials": ("trials",),
}
"""Sections that a source would have fed; labels are asked for a drug alone and decide nothing."""


def statements(desk: Desk) -> list[Statement]:
    """One statement for each search: what was asked, where, when, and what came back."""
    return [
        desk.compute("library-search", (), _told(s), directness="computed") for s in desk.searches
    ]


def _told(search: LoggedSearch) -> Computed:
    answer, asked = search.answer, search.answer.asked
    words = (asked.source, asked.on[:10], asked.query, (asked.covers_to or "")[:10])
    if isinstance(answer, NoneFound):
        return Computed(verdict=NONE_FOUND, words=words)
    if isinstance(answer, CouldNotAsk):
        return Computed(
            verdict=COULD_NOT_ASK, words=(*words, answer.reason), numbers=(len(answer.ids),)
        )
    return Computed(verdict=FOUND, words=words, numbers=(answer.total, len(answer.ids)))


def nothing(desk: Desk, section: str) -> str | None:
    """The kind of nothing that the searches show for an empty section; None if they show none.

    One source that could not be asked keeps the section from being none-found.
    """
    fed = [
        s.answer for s in desk.searches if section in _FOR_SECTIONS.get(s.answer.asked.source, ())
    ]
    if any(isinstance(answer, CouldNotAsk) for answer in fed):
        return COULD_NOT_ASK
    if fed and all(isinstance(answer, NoneFound) for answer in fed):
        return NONE_FOUND
    return None
