"""What a sentence is for: background, aim, methods, results or conclusion.

Where a passage carries a heading, the heading decides (one that names two roles leaves the choice
between them). Elsewhere a linear-chain conditional random field (Lafferty 2001) reads the words of
the sentence, of the one before and the one after, and its place; the best chain is found by
Viterbi's method. Sentences about registration, funding or copyright have no role (None).

The weights (``weights/roles.md`` is their card) are small integers, packed: one Python integer holds
the eighteen weights of a word (three sentences by six states), so that one addition a word adds
them all.
"""

import gzip
import re
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise, repeat
from operator import add
from struct import Struct
from typing import NamedTuple

from assuage.terms.reading import Sentence

STATES = ("background", "aim", "methods", "results", "conclusion", "")
"""The last is no role."""
_NONE = len(STATES) - 1

LANE = 2
"""Bytes that the sum of one weight may take: ``MOST_FEATURES`` times 0 to 255 is less than 65,536."""
BIAS = 128
"""Added to each weight, so that all are positive. It raises all states of a sentence alike, so that
the best chain stays the best and nothing need be taken off."""
MOST_FEATURES = 250
LANES = 3 * len(STATES)
"""Of a feature: for its own sentence, the one after it and the one before it."""
_SUMS = Struct(f"<{LANES}H")
_WORDS = 120
"""Words of a sentence that are read; with their pairs and six more features below the most."""
SCALE = 40.0
"""A weight of 1.0 in the units that are kept."""

_TOKEN = re.compile(r"[a-z]+|0|[%=<>±]")
_NUMBER = re.compile(r"\d[\d.,·:]*")
_LABEL = re.compile(r"(?P<label>[A-Z][A-Za-z/&,()'’ -]{2,70}?)(?P<mark>:|\.(?=\s))\s*")

_HEADINGS = (
    (
        "background",
        r"background|introduction|context|rationale|importance|what is (?:already )?known",
    ),
    ("aim", r"aims?|objectives?|purpose|goals?|hypothes[ie]s|questions?"),
    (
        "methods",
        r"methods?|methodology|design|settings?|participants?|patients?|subjects?|population|samples?"
        r"|interventions?|measure(?:s|ments?)|materials?|outcomes?|procedures?|sources?|eligibility"
        r"|analys[ie]s|extraction|selection|experimental|animals|randomi[sz]ation|blinding|protocol"
        r"|exposures?|dissemination",
    ),
    ("results", r"results?|findings?|observations?|synthesis"),
    (
        "conclusion",
        r"conclusions?|discussion|interpretations?|implications?|significance|relevance|limitations?"
        r"|comments?|perspectives?|summary|recommendations?",
    ),
    (
        "",
        r"regist\w+|registry|funding|funded|identifiers?|supplementary|keywords?|copyright"
        r"|clinicaltrials|trials? number|level of evidence|trail registration|isrctn|support",
    ),
)
_HEADING = tuple((role, re.compile(rf"\b(?:{words})\b")) for role, words in _HEADINGS)


_PLAIN = re.compile(
    rf"\b(?:{'|'.join(words for _, words in _HEADINGS)}|and|of|or|main|study|trial|primary|secondary"
    r"|outcome|clinical|statistical|data|research|key|principal|number|no)\b"
)
"""What a label in small letters may be made of: else it is the beginning of a sentence."""


class Weights(NamedTuple):
    """``words``: packed weights by feature; ``into[b][a]``: the step from state a to b; the ends."""

    words: dict[str, int]
    into: list[list[int]]
    first: list[int]
    last: list[int]


def roles(text: str, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The sentences with their roles; the title's stays ``title``, none is left out or moved."""
    body = [number for number, item in enumerate(sentences) if item.role != "title"]
    if not body:
        return sentences
    pieces, allowed = _labelled(text, [sentences[number] for number in body])
    read = decoded(pieces, allowed)
    found = list(sentences)
    for number, state in zip(body, read, strict=True):
        found[number] = Sentence(sentences[number].span, STATES[state] or None)
    return tuple(found)


def _labelled(text: str, body: list[Sentence]) -> tuple[list[str], list[frozenset[int]]]:
    """The sentences without their labels, and the states that the label in force leaves to each.

    A label holds to the next one or to the end of its line. Where an abstract has only one, inside a
    line it is not believed, and in an abstract of one line it holds for its own sentence.
    """
    pieces = [text[item.span.start : item.span.end] for item in body]
    opens = [
        not text[text.rfind("\n", 0, item.span.start) + 1 : item.span.start].strip()
        for item in body
    ]
    heads = [_label(piece, line) for piece, line in zip(pieces, opens, strict=True)]
    several = sum(head is not None for head in heads) > 1
    lines = sum(opens) > 1
    force = ANY
    allowed = []
    for place, (head, line) in enumerate(zip(heads, opens, strict=True)):
        if head is not None and (several or line):
            force, length = head
            pieces[place] = pieces[place][length:]
        elif line or not (several or lines):
            force = ANY
        allowed.append(force)
    return pieces, allowed


ANY = frozenset(range(len(STATES)))


@lru_cache(maxsize=4096)
def heading_states(label: str) -> frozenset[int]:
    """The states that a heading names; all where it names none that is known."""
    lower = label.lower()
    named = frozenset(state for state, (_, words) in enumerate(_HEADING) if words.search(lower))
    if _NONE in named:
        return frozenset((_NONE,))
    return named or ANY


def _label(piece: str, opens_line: bool) -> tuple[frozenset[int], int] | None:
    """The states of the label that a sentence opens with, and its length; None without a label."""
    head = _LABEL.match(piece)
    if head is None:
        return None
    label = head["label"]
    states = heading_states(label)
    if label.isupper():
        known = states != ANY or (opens_line and head["mark"] == ":")
    else:
        known = states != ANY and not _PLAIN.sub("", label.lower()).strip(" /&,()-")
    return (states, head.end()) if known else None


def tokens(piece: str) -> list[str]:
    """Words in small letters, every number as 0, and the signs of statistics."""
    return _TOKEN.findall(_NUMBER.sub("0", piece.lower()))


def features(words: list[str], place: int, count: int) -> list[str]:
    """Words, pairs of words, the opening, the length, and the place among ``count`` sentences."""
    words = words[:_WORDS]
    found = words + [f"{a} {b}" for a, b in pairwise(words)]
    found += (
        "^" + " ".join(words[:2]),
        f"#0{min(words.count('0'), 6)}",
        f"#{min(len(words) // 5, 10)}",
        f"@{min(place, 9)}",
        f"@-{min(count - place, 9)}",
        f"@/{place * 10 // count}",
    )
    return found


def decoded(pieces: list[str], allowed: list[frozenset[int]]) -> list[int]:
    """The best chain of states for the sentences ``pieces``, each among its allowed states."""
    if all(len(states) == 1 for states in allowed):
        return [min(states) for states in allowed]
    weights = _weights()
    known, count, size = weights.words.get, len(pieces), len(STATES)
    rows = []
    for place, piece in enumerate(pieces):
        total = sum(map(known, features(tokens(piece), place, count), repeat(0)))
        rows.append(_SUMS.unpack(total.to_bytes(_SUMS.size, "little")))
    nothing = (0,) * LANES
    scores = []
    for earlier, own, later in zip([nothing, *rows], rows, [*rows[1:], nothing], strict=False):
        around = map(add, earlier[size : 2 * size], later[2 * size :])
        scores.append(list(map(add, own, around)))
    return _viterbi(weights, scores, allowed)


_SHIFT = 3
"""Bits that hold the state which a score came from."""
_LOW = (1 << _SHIFT) - 1
_NEVER = -(1 << 40)


def _viterbi(weights: Weights, scores: list[list[int]], allowed: list[frozenset[int]]) -> list[int]:
    """Scores carry their state in the lowest bits, so that one ``max`` gives both."""
    states = range(len(STATES))
    back: list[list[int]] = []
    arrived = [value << _SHIFT for value in weights.first]
    best: list[int] = []
    for row, open_ in zip(scores, allowed, strict=True):
        if best:
            arrived = [max(map(add, best, into)) for into in weights.into]
        back.append([value & _LOW for value in arrived])
        best = [
            (arrived[state] >> _SHIFT << _SHIFT) + (row[state] << _SHIFT) + state
            if state in open_
            else _NEVER + state
            for state in states
        ]
    state = max(map(add, best, [value << _SHIFT for value in weights.last])) & _LOW
    chain = [state]
    for origins in reversed(back[1:]):
        state = origins[state]
        chain.append(state)
    return chain[::-1]


@lru_cache(maxsize=1)
def _weights() -> Weights:
    """The weights that ship: lines of names, a zero byte, then eighteen bytes a name; gzip."""
    packed = files("assuage.reading").joinpath("weights", "roles.gz").read_bytes()
    names, _, numbers = gzip.decompress(packed).partition(b"\0")
    lines = names.decode("utf-8").split("\n")
    size = len(STATES)
    head = [[int(value) for value in line.split(" ")] for line in lines[: size + 2]]
    words = {}
    lanes = bytearray(_SUMS.size)
    for place, name in enumerate(lines[size + 2 :]):
        lanes[::LANE] = numbers[place * LANES : (place + 1) * LANES]
        words[name] = int.from_bytes(lanes, "little")
    into = [[row[state] << _SHIFT for row in head[:size]] for state in range(size)]
    return Weights(words, into, head[size], head[size + 1])
