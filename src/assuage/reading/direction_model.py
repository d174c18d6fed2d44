"""Which sentence speaks of an outcome, and what it says: one model of both.

The probability of a direction is a mixture over sentences: the weight of a sentence (a softmax of
linear scores of ``relevance``) times its multinomial logistic probability of the direction (of
``direction_features.features``). Both are fitted together (``training/direction.py``), so a sentence
earns weight by telling the direction, as well as by holding the labelled evidence. Weights ship in
``weights/direction.tsv.gz`` (card: ``weights/direction.md``).
"""

import gzip
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from assuage.reading.direction_features import Unit, features, marked
from assuage.reading.direction_tokens import Tokens
from assuage.reading.direction_triple import Triple
from assuage.reading.direction_words import SIGN

DIRECTIONS = ("lower", "no-difference", "higher")
LOOKED_AT = 5
"""Sentences that take part: the evidence is among the five likeliest in all but 1% of training
abstracts, and more cost time."""

_CUES = frozenset(SIGN) | {"diff", "same", "psig", "pns", "trend", "cause"}
_AIM = re.compile(
    r"\b(?:aim|hypothes|objective|primary outcome|were randomi[sz]ed|w(?:as|ere) measured"
    r"|to (?:evaluate|assess|compare|determine|investigate|examine))",
    re.IGNORECASE,
)
_BASELINE = re.compile(
    r"\b(?:baseline|before (?:the )?(?:intervention|treatment|education|surgery))", re.IGNORECASE
)


class Candidate(NamedTuple):
    """A sentence seen by a triple: its number, how it is marked, features of relevance."""

    number: int
    unit: Unit
    relevance: dict[str, float]


class Model(NamedTuple):
    """``directions``: three weights by feature; ``relevance``: one; ``rarity`` and ``leanings``: of
    stems (``direction_triple``); ``sharpness``: power by which probabilities are calibrated."""

    directions: dict[str, tuple[float, float, float]]
    relevance: dict[str, float]
    rarity: dict[str, float]
    leanings: dict[str, float]
    sharpness: float


def static(text: str, sentence: Tokens, role: str | None, place: float) -> dict[str, float]:
    """Features of relevance that hold whatever is asked. ``place``: 0 first to 1 last sentence."""
    cues = 0
    for kind in sentence.kinds:
        if kind in _CUES:
            cues += 1
    known = role or "none"
    out = {
        "1": 1.0,
        "role:" + known: 1.0,
        "cues": min(cues, 4) / 4,
        "figures": min(len(sentence.numbers), 8) / 8,
        "length": min(len(sentence.words), 60) / 60,
    }
    if not cues:
        out["no cue"] = 1.0
    if sentence.p:
        out["p"] = 1.0
    if role is None:
        out["place"] = place
        out["place2"] = place * place
    if _AIM.search(text, sentence.start, sentence.end):
        out["aim"] = 1.0
    if _BASELINE.search(text, sentence.start, sentence.end):
        out["baseline"] = 1.0
    if "diff" in sentence.kinds and "between" in sentence.kinds:
        out["between"] = 1.0
    return out


def candidates(
    read: Sequence[Tokens],
    known: Sequence[dict[str, float]],
    ask: Triple,
    most: int = LOOKED_AT,
) -> list[Candidate]:
    """The sentences most likely to speak of the triple, with their features of relevance."""
    seen = []
    for number, sentence in enumerate(read):
        unit = marked(sentence, ask)
        base = known[number]
        told = "role:results" in base or "role:conclusion" in base or "role:none" in base
        # a rough order, only to leave out what cannot matter
        rough = unit.overlap + 0.15 * told - 0.1 * ("no cue" in base)
        rough += 0.05 * (unit.has_i and unit.has_c)
        seen.append((-rough, number, unit))
    top = max((unit.overlap for _, _, unit in seen), default=0.0)
    out = []
    for _, number, unit in sorted(seen, key=lambda item: item[:2])[:most]:
        base = known[number]
        overlap = unit.overlap
        found = dict(base)
        found["overlap"] = overlap
        found["overlap2"] = overlap * overlap
        found["clause overlap"] = unit.clause_overlap
        if unit.has_i:
            found["i"] = 1.0
        if unit.has_c:
            found["c"] = 1.0
            if unit.has_i:
                found["i and c"] = 1.0
        if "role:results" in base or "role:none" in base:
            found["overlap&results"] = overlap
        if "role:conclusion" in base:
            found["overlap&conclusion"] = overlap
        if "no cue" not in base:
            found["overlap&cue"] = overlap
        if overlap > 0.95:
            found["all"] = 1.0
        if top:
            found["relative"] = overlap / top
            if overlap >= top - 1e-6:
                found["top"] = 1.0
        out.append(Candidate(number, unit, found))
    return out


def score(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    """A linear score."""
    total = 0.0
    for name, value in found.items():
        weight = weights.get(name)
        if weight is not None:
            total += weight * value
    return total


def following(read: Sequence[Tokens], number: int) -> Tokens | None:
    """The sentence after, in the same paragraph."""
    if number + 1 < len(read) and not read[number].closes:
        return read[number + 1]
    return None


def told(
    model: Model, sentence: Tokens, unit: Unit, ask: Triple, after: Tokens | None = None
) -> tuple[float, float, float]:
    """Probabilities of ``DIRECTIONS`` by one sentence (and a denial in the one ``after``)."""
    a = b = c = 0.0
    known = model.directions
    for name, value in features(sentence, unit, ask, after).items():
        row = known.get(name)
        if row is not None:
            a += row[0] * value
            b += row[1] * value
            c += row[2] * value
    return softmax(a, b, c)


def softmax(a: float, b: float, c: float) -> tuple[float, float, float]:
    """Three scores to probabilities."""
    top = max(a, b, c)
    x, y, z = math.exp(a - top), math.exp(b - top), math.exp(c - top)
    total = x + y + z
    return x / total, y / total, z / total


def mixture(
    model: Model, read: Sequence[Tokens], chosen: Sequence[Candidate], ask: Triple
) -> tuple[tuple[float, float, float], int]:
    """Calibrated probabilities of ``DIRECTIONS``, and the number of the sentence that weighs most."""
    scores = [score(model.relevance, item.relevance) for item in chosen]
    top = max(scores)
    shares = [math.exp(value - top) for value in scores]
    whole = sum(shares)
    sums = [0.0, 0.0, 0.0]
    for share, item in zip(shares, chosen, strict=True):
        if share < whole * 1e-3:
            continue
        after = following(read, item.number)
        for place, value in enumerate(told(model, read[item.number], item.unit, ask, after)):
            sums[place] += share * value
    best = max(range(len(chosen)), key=lambda place: (scores[place], -chosen[place].number))
    low, none, high = sums
    return calibrated(model, low, none, high), chosen[best].number


def calibrated(model: Model, low: float, none: float, high: float) -> tuple[float, float, float]:
    """Probabilities raised to the model's power and made to sum to one."""
    power = model.sharpness
    x, y, z = (max(value, 1e-9) ** power for value in (low, none, high))
    total = x + y + z
    return x / total, y / total, z / total


SCALE = 1000
"""Weights are kept as integers of 1/1000."""


def packed(model: Model) -> bytes:
    """The bytes of a model: one line a weight, sorted, the same bytes every time."""
    lines = [f"s\t\t{round(model.sharpness * SCALE)}"]
    for name, row in sorted(model.directions.items()):
        lines.append("d\t" + name + "\t" + "\t".join(str(round(w * SCALE)) for w in row))
    for kind, table in (("r", model.relevance), ("i", model.rarity), ("l", model.leanings)):
        lines += [f"{kind}\t{name}\t{round(w * SCALE)}" for name, w in sorted(table.items())]
    return gzip.compress("\n".join(lines).encode("utf-8"), 9, mtime=0)


def unpacked(data: bytes) -> Model:
    """The model of ``packed``."""
    directions: dict[str, tuple[float, float, float]] = {}
    tables: dict[str, dict[str, float]] = {"r": {}, "i": {}, "l": {}, "s": {}}
    for line in gzip.decompress(data).decode("utf-8").split("\n"):
        kind, name, *numbers = line.split("\t")
        values = [int(number) / SCALE for number in numbers]
        if kind == "d":
            directions[name] = (values[0], values[1], values[2])
        else:
            tables[kind][name] = values[0]
    return Model(directions, tables["r"], tables["i"], tables["l"], tables["s"][""])


@cache
def model() -> Model:
    """The model that ships, read once."""
    return unpacked(files("assuage.reading").joinpath("weights", "direction.tsv.gz").read_bytes())
