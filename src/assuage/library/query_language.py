"""What a person typed, read into a tree.

Plain words are a best-match search: stop words and question words fall away, any word may match,
and the more and the rarer words match, the higher a work stands. Beside them may stand

- ``"liver pain"``: a phrase that must occur,
- ``title:ketamine``, ``mesh:"Liver Neoplasms"``, ``author:"Hardy J"``: must occur in that field,
- ``random*``: any word beginning so,
- ``-placebo``, ``+ketamine``: must not, must occur.

As soon as AND, OR, NOT (in capitals) or a PubMed tag such as ``[tiab]`` is used, the query is a
Boolean one: neighbouring words must all occur, NOT binds before AND, AND before OR, and
parentheses group. A tag takes the words before it back to the last operator.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from assuage.terms.errors import UsageError


@dataclass(frozen=True, slots=True)
class Words:
    """Neighbouring words. ``every``: all must match; else any may. A trailing ``*`` is open."""

    words: tuple[str, ...]
    every: bool
    field: str = "text"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, or the exact value of an exact field."""

    text: str
    field: str = "text"


@dataclass(frozen=True, slots=True)
class Every:
    """All of these."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of these."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Not this."""

    part: "Node"


Node = Words | Phrase | Every | Either | Without

FIELDS = {
    "title": "title",
    "ti": "title",
    "abstract": "text",
    "ab": "text",
    "tiab": "text",
    "text": "text",
    "tw": "text",
    "all": "text",
    "mesh": "mesh_tree",
    "mh": "mesh_tree",
    "mesh-noexp": "mesh",
    "majr": "mesh_major",
    "author": "author",
    "au": "author",
    "journal": "journal",
    "ta": "journal",
    "pmid": "pmid",
    "uid": "pmid",
    "pmcid": "pmcid",
    "doi": "doi",
    "nct": "nct",
    "type": "type",
    "pt": "type",
    "design": "design",
    "language": "language",
    "la": "language",
    "source": "source",
    "kind": "kind",
    "year": "year",
    "dp": "year",
}
"""Names that may stand before a colon, and the field of the index each means."""

_TAGS = {
    **FIELDS,
    "title/abstract": "text",
    "title": "title",
    "all fields": "text",
    "text word": "text",
    "mesh terms": "mesh_tree",
    "mesh": "mesh_tree",
    "mh:noexp": "mesh",
    "mesh terms:noexp": "mesh",
    "mesh:noexp": "mesh",
    "mesh major topic": "mesh_major",
    "author": "author",
    "journal": "journal",
    "publication type": "type",
    "ptyp": "type",
    "aid": "doi",
    "lid": "doi",
    "si": "nct",
    "lang": "language",
    "pdat": "year",
    "nm": "text",
    "ot": "text",
}
"""PubMed's tags in square brackets that are understood, and the field of the index each means."""

EXACT = frozenset({"mesh_tree", "mesh", "mesh_major", "type", "design", "language", "source"}) | {
    "kind",
    "pmid",
    "pmcid",
    "doi",
    "nct",
    "year",
}
"""Fields that are compared whole: neighbouring words are one value there."""

_QUOTES = {'"': '"', "“": "”", "„": "“", "「": "」", "＂": "＂"}
_OPERATOR = re.compile(r"(AND|OR|NOT)(?=[\s()\"“]|$)")
_FIELD = re.compile(r"([A-Za-z][A-Za-z-]*):(?=[^\s:/])")
_TAG = re.compile(r"\[\s*([A-Za-z][A-Za-z /:]*?)\s*\]")
_NAKED = re.compile(r"\((?:AND|OR|NOT|[^\w\s()]+)\)|\([^\s()]*\)(?=[\w-])")
_WORD = re.compile(
    r"(?:[^\s\"“”「」()\[\]]|(?<=[^\s(])\([^\s()]*\)|\[(?![A-Za-z][A-Za-z /:]*\])|\])+"
)
_PROSE_FROM = 9
"""Words from which a query may be a sentence: shorter ones are typed with their signs meant."""
_PROSE_OPERATORS = 2
"""Capital OR, AND and NOT that a sentence may hold, as abbreviations or for emphasis."""
_LIKE_A_FIELD = 4
"""Letters from which an unknown word before a colon may be a field misspelt: Nd:YAG is none."""
_DEEPEST = 50
"""Parentheses within each other; the longest published search strategies have fewer than ten."""
_SPECIAL = re.compile(r"[\"“”„「＂()\[\]:]|(?:^|\s)[-+]|\b(?:AND|OR|NOT)\b")
"""Where none of this stands, a query is words only, and needs no reading."""
_MEANT = re.compile(r"(?:^|[\s(])(?:AND|OR|NOT)[\s(]|[A-Za-z]:[^\s/]|\w\[[A-Za-z]")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(text: str) -> Node | None:
    """The tree of a query; None where it holds no word at all. Raises UsageError with the place."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    if _SPECIAL.search(text) is None:
        words = tuple(text.split())
        return Words(words, every=False) if words else None
    try:
        tokens = _tokens(text)
        return _Reader(text, tokens).whole() if tokens else None
    except UsageError:
        if not _is_prose(text):
            raise
        return Words(tuple(text.split()), every=False)


def _is_prose(text: str) -> bool:
    """Whether what cannot be read as a query is a sentence, in which signs are punctuation: "an
    odds ratio (OR 0.4)" is one, a search of many terms with a parenthesis missing is none."""
    words = text.split()
    operators = sum(w.strip("()") in ("AND", "OR", "NOT") for w in words)
    return len(words) >= _PROSE_FROM and operators <= _PROSE_OPERATORS


def _tag(text: str, at: int, last: _Token) -> re.Match[str] | None:
    """A PubMed tag after a word. Standing apart it must be a known one and not in capitals: there
    ``[GI]`` and ``[TA]`` are abbreviations, of which titles are full."""
    hit = _TAG.match(text, at)
    if hit is None or last.kind not in ("word", "phrase", ")"):
        return None
    apart = text[at - 1].isspace()
    return None if apart and (hit[1].isupper() or hit[1].casefold() not in _TAGS) else hit


def _wrong(text: str, at: int, what: str, instead: str) -> UsageError:
    near = text[at : at + 20].strip() or "the end"
    return UsageError(f"{what} at character {at + 1} of the query ({near!r}). {instead}")


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    depth, at, end = 0, 0, len(text)
    meant = _MEANT.search(text) is not None
    balanced = text.count("(") == text.count(")")
    while at < end:
        char = text[at]
        fresh = at == 0 or text[at - 1].isspace() or text[at - 1] in '(+-:"”'
        if char.isspace():
            at += 1
        elif char in _QUOTES and fresh:
            close = text.find(_QUOTES[char], at + 1)
            if close < 0:
                raise _wrong(text, at, "a quotation mark opens", "Close it, or leave it out.")
            if text[at + 1 : close].strip():
                found.append(_Token("phrase", text[at + 1 : close], at))
            at = close + 1
        elif char == "[" and found and (hit := _tag(text, at, found[-1])) is not None:
            name = hit[1].casefold()
            if name not in _TAGS:
                raise _wrong(text, at, f"unknown tag [{hit[1]}]", _known(name, _TAGS))
            found.append(_Token("tag", _TAGS[name], at))
            at = hit.end()
        elif (hit := _NAKED.match(text, at)) and char == "(":
            hit = _WORD.match(text, hit.end())
            stop = hit.end() if hit else text.index(")", at) + 1
            found.append(_Token("word", text[at:stop], at))
            at = stop
        elif char == "(" and (meant or balanced):
            depth += 1
            if depth > _DEEPEST:
                raise _wrong(text, at, f"more than {_DEEPEST} parentheses open", "Use fewer.")
            found.append(_Token("(", char, at))
            at += 1
        elif char == ")" and (meant or balanced):
            depth -= 1
            if depth < 0:
                raise _wrong(text, at, "a parenthesis closes that never opened", "Remove it.")
            found.append(_Token(")", char, at))
            at += 1
        elif fresh and (hit := _OPERATOR.match(text, at)):
            found.append(_Token(hit[1], hit[1], at))
            at = hit.end()
        elif (
            fresh
            and char in "-+"
            and at + 1 < end
            and (text[at + 1].isalpha() or text[at + 1] in '"“(')
        ):
            found.append(_Token(char, char, at))
            at += 1
        elif fresh and (hit := _FIELD.match(text, at)):
            name = hit[1].casefold()
            if name not in FIELDS and not _misspelt(name):
                word = _WORD.match(text, at)
                at = word.end() if word else hit.end()
                found.append(_Token("word", text[hit.start() : at], hit.start()))
                continue
            if name not in FIELDS:
                raise _wrong(text, at, f"unknown field {hit[1]!r}", _known(name, FIELDS))
            found.append(_Token("field", FIELDS[name], at))
            at = hit.end()
        elif hit := _WORD.match(text, at):
            found.append(_Token("word", hit[0], at))
            at = hit.end()
        else:
            at += 1
    if depth > 0:
        opened = next(t for t in reversed(found) if t.kind == "(")
        raise _wrong(text, opened.at, "a parenthesis opens", "Close it, or leave it out.")
    return found


def _misspelt(name: str) -> bool:
    return len(name) >= _LIKE_A_FIELD and bool(get_close_matches(name, FIELDS, n=1, cutoff=0.75))


def _known(name: str, names: dict[str, str]) -> str:
    near = get_close_matches(name, names, n=1)
    advice = f"Did you mean {near[0]!r}? " if near else ""
    return f"{advice}Known are {', '.join(sorted(names))}."


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self.text, self.tokens, self.at = text, tokens, 0
        self.boolean = any(t.kind in ("AND", "OR", "NOT", "tag") for t in tokens)

    def peek(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def place(self) -> int:
        return self.tokens[self.at].at if self.at < len(self.tokens) else len(self.text)

    def whole(self) -> Node | None:
        node = self.either() if self.boolean else self.plain()
        if self.at < len(self.tokens):
            raise _wrong(self.text, self.place(), "this cannot stand here", "Remove it.")
        return node

    def plain(self) -> Node | None:
        """Best match over the words, and whatever must or must not occur beside them."""
        words: list[str] = []
        parts: list[Node] = []
        while self.peek() not in ("", ")"):
            kind = self.peek()
            if kind == "word":
                words.append(self.take().text)
            elif kind == "(":
                self.take()
                inner = self.plain()
                self.closed()
                if isinstance(inner, Words) and not inner.every and inner.field == "text":
                    words.extend(inner.words)
                elif inner is not None:
                    parts.append(inner)
            else:
                parts.append(self.one())
        if words:
            parts.insert(0, Words(tuple(words), every=False))
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def either(self) -> Node:
        parts = [self.every()]
        while self.peek() == "OR":
            self.take()
            parts.append(self.every())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def every(self) -> Node:
        parts = [self.one()]
        while self.peek() not in ("", ")", "OR"):
            if self.peek() == "AND":
                self.take()
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def one(self) -> Node:
        kind = self.peek()
        if kind in ("NOT", "-"):
            self.take()
            return Without(self.one() if self.peek() != "NOT" else self.refuse())
        if kind == "+":
            self.take()
            part = self.one()
            return Words(part.words, True, part.field) if isinstance(part, Words) else part
        if kind == "field":
            name = self.take().text
            if self.peek() == "word":
                return _in_field(Words((self.take().text,), True), name)
            return _in_field(self.group(), name)
        return self.group()

    def refuse(self) -> Node:
        raise _wrong(self.text, self.place(), "NOT stands twice", "Remove one.")

    def group(self) -> Node:
        kind = self.peek()
        if kind == "(":
            self.take()
            node = self.either() if self.boolean else self.plain()
            self.closed()
            if node is None:
                raise _wrong(self.text, self.place(), "nothing inside", "Write a word there.")
        elif kind == "phrase":
            node = Phrase(self.take().text)
        elif kind == "word":
            words = [self.take().text]
            while self.boolean and self.peek() == "word":
                words.append(self.take().text)
            node = Words(tuple(words), True)
        else:
            what = f"{self.tokens[self.at].text} found" if kind else "the query ends"
            raise _wrong(self.text, self.place(), f"{what} where a word is needed", "Add the word.")
        if self.peek() == "tag":
            node = _in_field(node, self.take().text)
        return node

    def closed(self) -> None:
        if self.peek() != ")":
            raise _wrong(self.text, self.place(), "a parenthesis is not closed", "Close it.")
        self.take()


def _in_field(node: Node, field: str) -> Node:
    """The same tree, asked of one field."""
    if isinstance(node, Words):
        if field in EXACT and not node.words[-1].endswith("*"):
            return Phrase(" ".join(node.words), field)
        return Words(node.words, True, field)
    if isinstance(node, Phrase):
        return Phrase(node.text, field)
    if isinstance(node, Without):
        return Without(_in_field(node.part, field))
    parts = tuple(_in_field(part, field) for part in node.parts)
    return Every(parts) if isinstance(node, Every) else Either(parts)
