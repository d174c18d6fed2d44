"""A tree of a query into a search of the index, and into words that a person can read.

How single words score is settled in ``term_scores``; here are fields, values and the logic.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from tantivy import FieldType, Occur, Query

from assuage.library.documents import language, plain, schema, stemmed_analyser, whole_analyser
from assuage.library.expansion import Expansion
from assuage.library.mesh import mesh
from assuage.library.query_language import EXACT, Either, Every, Node, Phrase, Without, Words
from assuage.library.stop_words import STOP_WORDS
from assuage.library.term_scores import Matching, Piece, Terms, pieces_of
from assuage.terms.errors import UsageError
from assuage.terms.library import LibraryQuery

_YEARS = re.compile(r"(\d{4})(?:\s*[-:–]\s*(\d{4})?)?$")
_DIGITS = {"pmid": re.compile(r"\d+"), "nct": re.compile(r"(?:nct)?\d{8}", re.I)}
_OPEN_FROM = 3
"""Letters that must stand before an asterisk: fewer would mean half of the dictionary."""
LABELS = {"mesh": "mesh-noexp", "mesh_tree": "mesh", "mesh_major": "majr"}
"""Fields of the index whose name in a query is another."""
_STEMMED = ("text", "title")
_EDGE = "?!.,;:'’\"()[]"
_MUST, _MAY, _NOT = Occur.Must, Occur.Should, Occur.MustNot


@cache
def _stem() -> Callable[[str], list[str]]:
    return stemmed_analyser().analyze


@cache
def _whole() -> Callable[[str], list[str]]:
    return whole_analyser().analyze


def matching(
    node: Node | None, query: LibraryQuery, words: Expansion | None, terms: Terms
) -> Matching:
    """The whole search: words and filters. Raises UsageError for a value no field can hold."""
    found = _Builder(words, terms, query.expand).make(node) if node is not None else None
    filters = _filters(query)
    if not filters:
        return found or Matching(Query.all_query(), "*")
    parts = [(_MUST, found.query)] if found is not None else []
    parts += [(_MUST, Query.const_score_query(f.query, 0.0)) for f in filters]
    shown = [found.shown] if found is not None else []
    return Matching(
        Query.boolean_query(parts),
        " AND ".join([*(f"({s})" if " " in s else s for s in shown), *(f.shown for f in filters)]),
    )


def filtered(search: Query, query: LibraryQuery) -> Query:
    """A search within the filters of a query."""
    parts = [(_MUST, Query.const_score_query(f.query, 0.0)) for f in _filters(query)]
    return Query.boolean_query([(_MUST, search), *parts]) if parts else search


def _filters(query: LibraryQuery) -> list[Matching]:
    found = []
    if query.year_from is not None or query.year_to is not None:
        found.append(_years(query.year_from, query.year_to))
    for name, values in (
        ("design", query.designs),
        ("language", tuple(language(v) for v in query.languages)),
        ("source", query.sources),
        ("kind", query.kinds),
    ):
        if values:
            shown = " OR ".join(values)
            shown = f"{name}:({shown})" if len(values) > 1 else f"{name}:{shown}"
            found.append(Matching(Query.term_set_query(schema(), name, list(values)), shown))
    return found


def _years(first: int | None, last: int | None) -> Matching:
    low, high = max(first or 0, 0), last if last is not None else 9999
    shown = f"year:{first or ''}-{last or ''}" if first != last else f"year:{first}"
    return Matching(
        Query.range_query(schema(), "year", FieldType.Unsigned, low, max(high, 0)), shown
    )


@dataclass(frozen=True, slots=True)
class _Builder:
    names: Expansion | None
    terms: Terms
    widen: bool

    def make(self, node: Node) -> Matching:
        if isinstance(node, Words):
            return self.words(node)
        if isinstance(node, Phrase):
            return self.phrase(node.text, node.field)
        if isinstance(node, Without):
            inner = self.make(node.part)
            everything = (_MUST, Query.const_score_query(Query.all_query(), 0.0))
            return Matching(
                Query.boolean_query([everything, (_NOT, inner.query)]), f"NOT {_set(inner.shown)}"
            )
        if isinstance(node, Either):
            parts = [self.make(p) for p in node.parts]
            return Matching(
                Query.boolean_query([(_MAY, p.query) for p in parts]),
                " OR ".join(_set(p.shown) for p in parts),
            )
        return self.every(node)

    def every(self, node: Every) -> Matching:
        clauses: list[tuple[Occur, Query]] = []
        shown: list[str] = []
        positive = False
        for part in node.parts:
            if isinstance(part, Without):
                inner = self.make(part.part)
                clauses.append((_NOT, inner.query))
                shown.append(f"NOT {_set(inner.shown)}")
            else:
                made = self.make(part)
                clauses.append((_MUST, made.query))
                shown.append(_set(made.shown))
                positive = True
        if not positive:
            clauses.append((_MUST, Query.const_score_query(Query.all_query(), 0.0)))
        text = " AND ".join(shown).replace(" AND NOT ", " NOT ")
        return Matching(Query.boolean_query(clauses), text)

    def phrase(self, text: str, name: str) -> Matching:
        if name == "year":
            return _year(text)
        if name in ("pmid", "pmcid", "doi", "nct"):
            return _identifier(text, name)
        if name in ("mesh", "mesh_tree", "mesh_major"):
            key = mesh().key(None, text)
            shown = mesh().name(key) or text
            return Matching(self.term(name, key), f'{LABELS[name]}:"{shown}"')
        if name in ("type", "design", "language", "source", "kind"):
            value = language(text) if name == "language" else " ".join(text.split()).casefold()
            shown = f'{name}:"{value}"' if " " in value else f"{name}:{value}"
            if name == "type":
                both = [(_MAY, self.term("type", value)), (_MAY, self.term("design", value))]
                return Matching(Query.boolean_query(both), shown)
            return Matching(self.term(name, value), shown)
        stems = _stem()(plain(text)) if name in _STEMMED else _whole()(plain(text))
        if not stems:
            return Matching(Query.empty_query(), f'"{text}"')
        label = "" if name == "text" else f"{name}:"
        return Matching(self.sequence(name, stems), f'{label}"{" ".join(text.split())}"')

    def sequence(self, name: str, stems: list[str]) -> Query:
        if len(stems) == 1:
            return Query.term_query(schema(), name, stems[0])
        return Query.phrase_query(schema(), name, list(stems))

    def term(self, name: str, value: str) -> Query:
        return Query.term_query(schema(), name, value, "basic")

    def words(self, node: Words) -> Matching:
        if node.field == "text":
            return self.free(node)
        return self.named(node)

    def named(self, node: Words) -> Matching:
        """Words of one field, all of which must occur there."""
        parts: list[Matching] = []
        cut = _stem() if node.field in _STEMMED else _whole()
        for word in node.words:
            if _is_open(word):
                parts.append(self.opened(word[:-1], node.field))
                continue
            for term in cut(plain(word)):
                query = Query.term_query(schema(), node.field, term)
                parts.append(Matching(query, f"{node.field}:{term}"))
        if not parts:
            return Matching(Query.empty_query(), " ".join(node.words))
        return Matching(
            Query.boolean_query([(_MUST, p.query) for p in parts]),
            " AND ".join(p.shown for p in parts),
        )

    def free(self, node: Words) -> Matching:
        """Words of the whole text: best match, or all of them."""
        kept = [w for w in node.words if w.strip(_EDGE).casefold() not in STOP_WORDS]
        opened: list[Matching] = []
        pieces: list[Piece] = []
        for word in kept or node.words:
            if _is_open(word):
                opened.append(self.opened(word[:-1], "text"))
            else:
                pieces += pieces_of(word)
        parts = [*opened, *self.terms.score(pieces, self.names, node.every, self.widen)]
        if not parts:
            return Matching(Query.empty_query(), " ".join(node.words))
        occur = _MUST if node.every else _MAY
        return Matching(
            Query.boolean_query([(occur, p.query) for p in parts]),
            (" AND " if node.every else " OR ").join(
                _set(p.shown) if node.every and len(parts) > 1 else p.shown for p in parts
            ),
        )

    def opened(self, start: str, name: str) -> Matching:
        """Every word, or every value of an exact field, that begins so."""
        label = f"{LABELS.get(name, name)}:" if name != "text" else ""
        shown = f"{label}{start}*"
        if name in ("mesh", "mesh_tree", "mesh_major"):
            headings = mesh().starting(start)
            known = Query.term_set_query(schema(), name, list(headings))
            other = Query.regex_query(schema(), name, re.escape(start.casefold()) + ".*")
            return Matching(Query.boolean_query([(_MAY, known), (_MAY, other)]), shown)
        if name in EXACT:
            pattern = re.escape(start.casefold()) + ".*"
            return Matching(Query.regex_query(schema(), name, pattern), shown)
        pieces = _whole()(plain(start))
        words = name if name in ("author", "journal") else "words"
        if not pieces:
            return Matching(Query.empty_query(), shown)
        clauses = [(_MUST, Query.term_query(schema(), words, p, "basic")) for p in pieces[:-1]]
        clauses.append((_MUST, Query.regex_query(schema(), words, pieces[-1] + ".*")))
        if name == "title":
            raise UsageError(
                f"title:{start}* cannot be asked. Write {start}* for title and abstract together, "
                "or the whole word after title:"
            )
        return Matching(Query.boolean_query(clauses), shown)


def _is_open(word: str) -> bool:
    return word.endswith("*") and len(word) > _OPEN_FROM


def _set(shown: str) -> str:
    """In parentheses where it has several parts and is not one group or phrase already."""
    if " " not in shown or (shown[0] == '"' and shown.find('"', 1) == len(shown) - 1):
        return shown
    depth = 0
    for at, char in enumerate(shown):
        depth += (char == "(") - (char == ")")
        if depth == 0 and at < len(shown) - 1:
            return f"({shown})"
    return shown


def _year(text: str) -> Matching:
    hit = _YEARS.match(text.strip())
    if hit is None:
        raise UsageError(f"{text!r} is no year. Write year:2015 or year:2010-2015.")
    first = int(hit[1])
    last = int(hit[2]) if hit[2] else (None if text.strip()[4:] else first)
    return _years(first, last)


def _identifier(text: str, name: str) -> Matching:
    value = text.strip().casefold()
    pattern = _DIGITS.get(name)
    if pattern is not None and pattern.fullmatch(value) is None:
        example = {"pmid": "pmid:22965960", "nct": "nct:NCT00000000"}[name]
        raise UsageError(f"{text!r} is no {name.upper()}. Write it as {example}.")
    if name == "nct" and not value.startswith("nct"):
        value = f"nct{value}"
    if name == "doi":
        value = value.removeprefix("https://doi.org/").removeprefix("doi:")
    return Matching(
        Query.term_query(schema(), "identifier", f"{name}:{value}", "basic"), f"{name}:{value}"
    )
