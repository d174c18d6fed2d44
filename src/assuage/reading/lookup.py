"""Ids of the knowledge that a short text names: of a register's title, a label's table, a heading."""

from functools import lru_cache

from assuage.reading.names import Names
from assuage.reading.sentences import sentences
from assuage.terms.reading import Mention

_OTHER_LETTERS = 3
"""Letters that a printed name may have beside the known one: an ending, the mark of a note."""


class Lookup:
    """Asks the names once for a text: registers and labels repeat theirs."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._held = lru_cache(maxsize=20_000)(self._found)

    def mentions(self, text: str, *kinds: str) -> tuple[Mention, ...]:
        """Mentions of the kinds that have an id, in the order of the text."""
        return tuple(m for m in self._held(text) if m.kind in kinds)

    def ids(self, text: str, *kinds: str) -> tuple[str, ...]:
        """Their ids, each once."""
        return tuple(dict.fromkeys(str(m.id) for m in self.mentions(text, *kinds)))

    def whole(self, text: str, *kinds: str) -> bool:
        """Whether a printed name is a mention from end to end: *urinary tract infection* is one kind
        of infection, and its number is not that of infection."""
        known = max((m.span.end - m.span.start for m in self.mentions(text, *kinds)), default=0)
        return known > 0 and sum(c.isalpha() for c in text) <= known + _OTHER_LETTERS

    def _found(self, text: str) -> tuple[Mention, ...]:
        return tuple(m for m in self._names.mentions(text, sentences(text), ()) if m.id)
