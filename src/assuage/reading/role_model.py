"""The linear-chain model of sentence roles: what it looks at, its weights, the best chain.

The weights are small integers, one compact row of eighteen a feature (three sentences by six
states); those of all words of a text are taken and added at once. Before the chain is sought, states
are left out that cannot be on it: whatever stands beside them, another state of the same sentence is
better by more than any two steps can make up for.
"""

import gzip
import re
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from assuage.reading.word_pairs import WordPairs

STATES = ("background", "aim", "methods", "results", "conclusion", "")
"""The last is no role."""
SIZE = len(STATES)
ANY = frozenset(range(SIZE))

BIAS = 128
"""Added to each weight in the file, so that all are bytes. It raises all states of a sentence alike,
so that the best chain stays the best and nothing need be taken off."""
MOST_FEATURES = 250
"""Of a sentence: their bytes add up to less than two bytes hold."""
LANES = 3 * SIZE
"""Of a feature: for its own sentence, the one after it and the one before it."""
WORDS = 120
"""Words of a sentence that are read; with their pairs and six more features below the most."""
SCALE = 40.0
"""A weight of 1.0 in the units that are kept."""

_WORD = re.compile(r"[a-z]+|0|[%=<>±]")
_NUMBER = re.compile(r"\d[\d.,·:]*")

_Scores = npt.NDArray[np.int64]


def tokens(piece: str) -> list[str]:
    """Words in small letters, every number as 0, and the signs of statistics."""
    return _WORD.findall(_NUMBER.sub("0", piece.lower()))


def features(words: list[str], place: int, count: int) -> list[str]:
    """Words, pairs of words, the opening, the length, and the place among ``count`` sentences."""
    words = words[:WORDS]
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
    model = _model()
    rows = model.sums(pieces)
    scores = rows[:, :SIZE]
    scores[1:] += rows[:-1, SIZE : 2 * SIZE]
    scores[:-1] += rows[1:, 2 * SIZE :]
    for place, states in enumerate(allowed):
        if states is not ANY:
            scores[place, sorted(ANY - states)] = _NEVER
    return model.best_chain(scores)


_NEVER = -(1 << 40)


class Model:
    """``features``: their names, ``weights``: a row of each; ``into[b][a]``: the step from state a to
    b; the ends."""

    def __init__(
        self,
        names: list[str],
        weights: npt.NDArray[np.uint8],
        into: list[list[int]],
        first: list[int],
        last: list[int],
    ) -> None:
        self._into, self._first, self._last = into, first, last
        self._weights = np.vstack([np.zeros((1, LANES), dtype=np.uint8), weights])
        """Row 0 is of whatever has no weights."""
        two = [name.split(" ") for name in names if " " in name and name[0] != "^"]
        self._pairs = WordPairs([(a, b) for a, b in two], [n for n in names if " " not in n])
        number = self._pairs.numbers
        for name in names:
            if name[0] in "^#@":
                number.setdefault(name, len(number) + 1)
        row = {name: place for place, name in enumerate(names, start=1)}
        self._row = np.array([0, *(row.get(name, 0) for name in number)])
        """Of a word or another feature by its number."""
        self._row_of_pair = np.array([row[f"{a} {b}"] for a, b in two])
        self._number = number
        self._zero = number.get("0", -1)
        self._zeros = [number.get(f"#0{n}", 0) for n in range(7)]
        self._lengths = [number.get(f"#{n}", 0) for n in range(11)]
        self._places = [number.get(f"@{n}", 0) for n in range(10)]
        self._left = [number.get(f"@-{n}", 0) for n in range(10)]
        self._tenths = [number.get(f"@/{n}", 0) for n in range(10)]
        self._most_made_up = self._made_up()

    def _made_up(self) -> _Scores:
        """Row s, column o: what o may gain on s by its steps from and to other sentences, at most."""
        into = np.array([*self._into], dtype=np.int64)
        arriving = np.column_stack([into, self._first])
        leaving = np.column_stack([into.T, self._last])
        gained: _Scores = (arriving[None] - arriving[:, None]).max(axis=2)
        gained += (leaving[None] - leaving[:, None]).max(axis=2)
        return gained

    def sums(self, pieces: list[str]) -> _Scores:
        """The weights of ``features`` of each sentence, summed."""
        count, number = len(pieces), self._number.get
        every: list[int] = []
        starts = []
        for place, piece in enumerate(pieces):
            words = tokens(piece)[:WORDS]
            found = [number(word, 0) for word in words]
            starts.append(len(every))
            every += found
            # These are no words: no pair spans two sentences.
            every += (
                number("^" + " ".join(words[:2]), 0),
                self._zeros[min(found.count(self._zero), 6)],
                self._lengths[min(len(found) // 5, 10)],
                self._places[min(place, 9)],
                self._left[min(count - place, 9)],
                self._tenths[place * 10 // count],
            )
        numbers = np.array(every, dtype=np.int64)
        weights = self._weights.take(self._row.take(numbers), axis=0).astype(np.uint16)
        places, pairs = self._pairs.find(numbers)
        weights[places] += self._weights.take(self._row_of_pair.take(pairs), axis=0)
        return np.add.reduceat(weights, starts, axis=0, dtype=np.uint16).astype(np.int64)

    def best_chain(self, scores: _Scores) -> list[int]:
        """By Viterbi's method; of chains that score alike the one with the later states from the end."""
        best = scores.argmax(axis=1)
        made_up = scores + self._most_made_up[best]
        places, states = (made_up >= scores.max(axis=1, keepdims=True)).nonzero()
        if len(states) == len(scores):
            found: list[int] = best.tolist()
            return found
        open_: list[list[int]] = [[] for _ in range(len(scores))]
        for place, state in zip(places.tolist(), states.tolist(), strict=True):
            open_[place].append(state)
        rows = scores.tolist()
        held = [(state, self._first[state] + rows[0][state]) for state in open_[0]]
        back: list[dict[int, int]] = []
        for row, states_here in zip(rows[1:], open_[1:], strict=True):
            if len(held) == 1:
                ((before, _),) = held
                back.append(dict.fromkeys(states_here, before))
                held = [(state, self._into[state][before] + row[state]) for state in states_here]
                continue
            origins = {}
            arrived = []
            for state in states_here:
                step = self._into[state]
                value, origins[state] = max((score + step[a], a) for a, score in held)
                arrived.append((state, value + row[state]))
            back.append(origins)
            held = arrived
        state = max((score + self._last[a], a) for a, score in held)[1]
        chain = [state]
        for origins in reversed(back):
            state = origins[state]
            chain.append(state)
        return chain[::-1]


@lru_cache(maxsize=1)
def _model() -> Model:
    """The weights that ship: lines of names, a zero byte, then eighteen bytes a name; gzip."""
    packed = files("assuage.reading").joinpath("weights", "roles.gz").read_bytes()
    names, _, numbers = gzip.decompress(packed).partition(b"\0")
    lines = names.decode("utf-8").split("\n")
    head = [[int(value) for value in line.split(" ")] for line in lines[: SIZE + 2]]
    weights = np.frombuffer(numbers, dtype=np.uint8).reshape(-1, LANES)
    into = [[row[state] for row in head[:SIZE]] for state in range(SIZE)]
    return Model(lines[SIZE + 2 :], weights, into, head[SIZE], head[SIZE + 1])
