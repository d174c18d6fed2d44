"""How the words of a query score: BM25 in the text, less again in the title, other names below.

Weights were chosen on the SciFact training and NFCorpus development queries, where both halves of
each agreed or nearly did; figures in evaluation/retrieval.md.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA
from tantivy import Occur, Query, Searcher

from assuage.library.documents import plain, schema, stemmed_analyser
from assuage.library.expansion import Alternative, Expansion
from assuage.library.spellings import variant

TITLE = 0.15
"""Weight of a word in the title, beside its weight of 1 in the whole text."""
JOINED = 1.0
"""Weight of another writing of a compound: IL6 for IL-6, IL-6 for IL6. It is the same word."""
NEAR = 0.5
"""Weight of a near word in place of one that no work holds."""
_FUZZY_FROM, _TWO_SLIPS_FROM = 5, 8
"""Letters from which a word may differ by one slip, by two: shorter words have too many neighbours."""
_SAME_START = 3
"""Letters that a near word shares at its start: slips are rare there, and it bounds the search."""

_REMEMBERED = 20_000
"""Words whose stems and queries are kept: bounds the memory of a long-running process."""

_MUST, _MAY = Occur.Must, Occur.Should
_COMPOUND = re.compile(r"[^\W\d_]{1,8}\d{1,4}")
_PARTS = re.compile(r"[^\W\d_]+|\d+")
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Matching:
    """A search as the engine takes it, and as a person reads it."""

    query: Query
    shown: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stem of the query, the word that it comes from, and other writings of that word, each as a
    sequence of stems. ``ideograph``: a character of Chinese, Japanese or Korean."""

    stem: str
    word: str
    also: tuple[tuple[str, ...], ...] = ()
    ideograph: bool = False


@cache
def _stem() -> Callable[[str], list[str]]:
    return stemmed_analyser().analyze


@lru_cache(_REMEMBERED)
def pieces_of(word: str) -> tuple[Piece, ...]:
    """The stems of a word as typed, with other writings of it on the first."""
    text = plain(word)
    if text is not word and _IDEOGRAPH.search(text):
        return tuple(Piece(s, s, (), _IDEOGRAPH.match(s) is not None) for s in _stem()(text))
    stems = _stem()(text)
    if len(stems) == 1:
        whole = text.strip("?!.,;:'\"()[]").casefold()
        if _COMPOUND.fullmatch(whole):
            return (Piece(stems[0], whole, (tuple(_PARTS.findall(whole)),)),)
        return (Piece(stems[0], whole),)
    if len(stems) > 1 and "-" in word:
        whole = re.sub(r"[^\w]+", "", text).casefold()
        joined = tuple(_stem()(whole))
        first = Piece(stems[0], stems[0], (joined,))
        return (first, *(Piece(s, s) for s in stems[1:]))
    return tuple(Piece(s, s) for s in stems)


class Terms:
    """The words of one state of an index: which occur, and queries for them."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._counts: dict[str, int] = {}
        self._near: dict[str, str | None] = {}
        self._words: dict[tuple[Piece, bool], Matching] = {}

    def count(self, stem: str) -> int:
        """How many works hold a stem."""
        held = self._counts.get(stem)
        if held is None:
            held = self._counts[stem] = self._searcher.doc_freq("text", stem)
        return held

    @staticmethod
    def stems(text: str) -> list[str]:
        """The stems of prepared text."""
        return _stem()(text)

    def occur(self, stems: Sequence[str]) -> bool:
        """Whether each of the stems occurs somewhere."""
        return all(self.count(s) for s in stems)

    def score(
        self, pieces: Sequence[Piece], names: Expansion | None, every: bool, widen: bool
    ) -> list[Matching]:
        """One part for each thing named. ``every``: parts that must all match, a name or one of
        its other names being one part; else parts of which any may match. ``widen``: other
        spellings count too, and a near word in place of one that no work holds."""
        pieces = list(dict.fromkeys(pieces))
        found = names.find([p.stem for p in pieces]) if names is not None else []
        parts: list[Matching] = []
        start = 0
        for begin, end, others in found:
            parts += self._run(pieces[start:begin], widen)
            own = self._run(pieces[begin:end], widen)
            also = [m for o in others if (m := self._alternative(o)) is not None]
            parts += [_best(own, also, every)] if also else own
            start = end
        return parts + self._run(pieces[start:], widen)

    def _run(self, pieces: Sequence[Piece], widen: bool) -> list[Matching]:
        """The user's own words; ideographs in overlapping pairs."""
        parts: list[Matching] = []
        for at, piece in enumerate(pieces):
            if not piece.ideograph:
                parts.append(self._word(piece, widen))
                continue
            paired = at + 1 < len(pieces) and pieces[at + 1].ideograph
            if paired:
                pair = [piece.stem, pieces[at + 1].stem]
                parts.append(Matching(_sequence(pair), f'"{"".join(pair)}"'))
            elif at == 0 or not pieces[at - 1].ideograph:
                parts.append(self._word(piece, widen))
        return parts

    def _word(self, piece: Piece, widen: bool) -> Matching:
        held = self._words.get((piece, widen))
        if held is None:
            if len(self._words) >= _REMEMBERED:
                self._words.clear()
            held = self._words[piece, widen] = self._new_word(piece, widen)
        return held

    def _new_word(self, piece: Piece, widen: bool) -> Matching:
        stem = piece.stem
        clauses = [
            (_MAY, Query.term_query(schema(), "text", stem)),
            (_MAY, Query.boost_query(Query.term_query(schema(), "title", stem), TITLE)),
        ]
        shown = [piece.word]
        if not widen:
            return Matching(Query.boolean_query(clauses), piece.word)
        for writing in piece.also:
            if self.occur(writing):
                clauses.append((_MAY, Query.boost_query(_sequence(writing), JOINED)))
                shown.append(_quoted(" ".join(writing)))
        other = variant(piece.word)
        if other is not None:
            other = "".join(_stem()(other))
            if other != stem and self.count(other):
                clauses.append((_MAY, Query.term_query(schema(), "text", other)))
                shown.append(other)
        if len(clauses) == 2 and not self.count(stem):
            near = self.near(piece.word)
            if near is not None:
                query = Query.term_query(schema(), "text", near)
                clauses.append((_MAY, Query.boost_query(query, NEAR)))
                shown.append(f"{near}^{NEAR}")
        return Matching(
            Query.boolean_query(clauses),
            shown[0] if len(shown) == 1 else f"({' OR '.join(shown)})",
        )

    def near(self, word: str) -> str | None:
        """Stem of the most frequent word that differs by a slip of the finger, if there is one."""
        if len(word) < _FUZZY_FROM or not word.isalpha() or not word.isascii():
            return None
        if word not in self._near:
            slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
            known = self._searcher.terms_with_prefix("words", word[:_SAME_START])
            close = [
                (OSA.distance(word, term, score_cutoff=slips), -count, term)
                for term, count in known
                if abs(len(term) - len(word)) <= slips
            ]
            best = min((c for c in close if c[0] <= slips), default=None)
            self._near[word] = _stem()(best[2])[0] if best is not None else None
        return self._near[word]

    def _alternative(self, other: Alternative) -> Matching | None:
        """Another name, unless no work holds its words."""
        if other.heading is not None:
            query = Query.term_query(schema(), "mesh_tree", other.heading, "basic")
            shown = f'mesh:"{other.shown}"^{other.weight}'
        elif self.occur(other.stems):
            query = _sequence(other.stems)
            shown = f"{_quoted(other.shown)}^{other.weight}"
        else:
            return None
        return Matching(Query.boost_query(query, other.weight), shown)


def _sequence(stems: Sequence[str]) -> Query:
    if len(stems) == 1:
        return Query.term_query(schema(), "text", stems[0])
    return Query.phrase_query(schema(), "text", list(stems))


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _best(own: Sequence[Matching], also: Sequence[Matching], every: bool) -> Matching:
    """One thing under several names: the best of them counts, not their sum, so that a work which
    spells out three names of a drug does not pass one which is about it."""
    occur = _MUST if every else _MAY
    words = Query.boolean_query([(occur, p.query) for p in own])
    shown = (" AND " if every else " OR ").join(p.shown for p in own)
    if every and len(own) > 1:
        shown = f"({shown})"
    return Matching(
        Query.disjunction_max_query([words, *(p.query for p in also)]),
        f"({' OR '.join([shown, *(p.shown for p in also)])})",
    )
