"""A linear tagger of tokens: weights that ship, scores kept by token, best path where it matters.

The weights come from ``training/names.py`` (a conditional random field, Lafferty 2001). A feature
depends on one token, on two neighbours, or on a name of the lexicon that stands there; the scores
of a token are summed once in the life of the process and looked up afterwards, and the Viterbi
path is computed only over stretches where something other than *outside* is likely.
"""

import gzip
import struct
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assuage.reading.token_features import (
    LONGEST,
    ROLES,
    TOKEN,
    beside,
    folded,
    further,
    own,
    roles,
    several,
)
from assuage.reading.word_pairs import WordPairs

LABELS = ("BC", "IC", "BD", "ID")
"""Begin and inside of a chemical and of a disease; everything else is outside (``O``)."""
SCALE = 256
"""Weights are kept as integers of 1/256: rounding moves no score by more than the noise."""
_SEED = 0.75 * SCALE
_BRIDGE = 2
"""A stretch holds the tokens that score above ``_SEED`` for some label (entering and leaving a name
costs about 4), with gaps of one token, and one token on either side. Measured on BC5CDR
Development: F1 within .001 of the full search."""
_NEVER = -1e9
_KEPT = 200_000
"""Tokens whose scores are kept (16 MB), and pieces of text whose tokens are; then both are emptied."""
_SHORTEST, _SPELLED = 2, 4
"""Letters of a token that is looked for alone; of one that is looked for in other cases too."""
_LONGEST_PIECE = 40
"""Characters of a piece between two spaces that is kept; longer ones do not come twice."""
_Rows = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
_SLOTS = "0-+<>"
"""A token itself, its neighbours before and after, those two places away: four scores each."""
_HEAD = "<25h3I"


def pack(
    moves: Sequence[int],
    rows: dict[str, Sequence[int]],
    pairs: dict[tuple[str, str], Sequence[int]],
) -> bytes:
    """The bytes of a model: transitions from and to (O, ``LABELS``), rows of four by feature, rows of
    eight by pair of lower-case words (four for the second word, four for the first)."""
    names = "\n".join(sorted(rows)).encode("utf-8")
    joined = "\n".join(f"{a}\t{b}" for a, b in sorted(pairs)).encode("utf-8")
    numbers = [n for name in sorted(rows) for n in rows[name]]
    numbers += [n for name in sorted(pairs) for n in pairs[name]]
    head = struct.pack(_HEAD, *moves, len(rows), len(names), len(joined))
    data = head + names + joined + np.array(numbers, dtype="<i2").tobytes()
    return gzip.compress(data, 9, mtime=0)


_SEEN_AS = ((own, slice(0, 4)), (beside, slice(4, 12)), (further, slice(12, 20)))
"""What is seen of a token, and the slots that it fills."""


def _two(words: str, between: str) -> tuple[str, str]:
    first, _, second = words.partition(between)
    return first, second


class Tokens(NamedTuple):
    """A text as numbers of tokens."""

    text: str
    pieces: list[str]
    """The text split at white space."""
    parts: list[tuple[int, ...]]
    """Of each piece its tokens."""
    ids: list[int]
    at: Places
    """The same as an array."""


class Tagger:
    """Weights of one model, and what was met before: tokens get a number, by which their scores are
    kept."""

    def __init__(self, packed: bytes) -> None:
        data = gzip.decompress(packed)
        *moves, count, size, size_pairs = struct.unpack_from(_HEAD, data)
        start = struct.calcsize(_HEAD)
        names = data[start : start + size].decode("utf-8").split("\n")
        pairs = data[start + size : start + size + size_pairs].decode("utf-8").split("\n")
        numbers = np.frombuffer(data[start + size + size_pairs :], dtype="<i2").astype(np.float32)
        self._moves = [[float(m) for m in moves[5 * a : 5 * a + 5]] for a in range(5)]
        self._cheapest = max(self._moves[0][1:]) + max(row[0] for row in self._moves[1:])
        """Score of entering and leaving a name: what its tokens must outweigh."""
        self._read_rows(names, numbers[: 4 * count].reshape(-1, 4))
        weighed = [_two(pair, "\t") for pair in pairs if pair]
        begun = [_two(start, " ") for start in several().begun]
        # One list, so that one search serves both; words of names are told apart by a space.
        self._pairs = WordPairs([*weighed, *((f" {a}", f" {b}") for a, b in begun)])
        self._pair_rows = numbers[4 * count :].reshape(-1, 8)
        inside = [max(row[label] for row in self._moves) for label in (2, 4)]
        self._dearer = np.array([[0.0], [inside[0]], [0.0], [inside[1]]], dtype=np.float32)
        """What an inside label costs at least, however it is reached."""
        self._forget()

    def _read_rows(self, names: list[str], weights: _Rows) -> None:
        """Features by their name without the slot; row 0 stays empty."""
        bare = dict.fromkeys(name[1:] for name in names if name[0] in _SLOTS)
        self._row = {name: place + 1 for place, name in enumerate(bare)}
        slots = np.array([_SLOTS.find(name[0]) for name in names])
        rows = np.array([self._row.get(name[1:], 0) for name in names])
        of_slots: _Rows = np.zeros((len(bare) + 1, 20), dtype=np.float32)
        for slot in range(len(_SLOTS)):
            here = slots == slot
            of_slots[rows[here], 4 * slot : 4 * slot + 4] = weights[here]
        self._weights = [np.ascontiguousarray(of_slots[:, slots]) for _, slots in _SEEN_AS]
        self._role = {role: place for place, role in enumerate(ROLES)}
        self._of_role: _Rows = np.zeros((len(ROLES), 4), dtype=np.float32)
        for place, name in enumerate(names):
            if name in self._role:
                self._of_role[self._role[name]] = weights[place]

    def _forget(self) -> None:
        self._ids: dict[str, int] = {}
        self._fresh: list[str] = []
        """Tokens that have a number and no scores yet."""
        self._pieces: dict[str, tuple[int, ...]] = {}
        self._tokens: list[str] = []
        self._folded: list[str] = []
        self._held: _Rows = np.zeros((4096, 20), dtype=np.float32)
        self._lengths: Places = np.zeros(4096, dtype=np.int64)
        self._words: Places = np.zeros((4096, 2), dtype=np.int64)
        """By token: its word in pairs that are weighed, and in the first two words of names."""

    def read(self, text: str) -> Tokens:
        """The tokens of a text; new ones are learned."""
        if len(self._ids) > _KEPT:
            self._forget()
        if len(self._pieces) > _KEPT:
            self._pieces.clear()
        pieces = text.split()
        known = map(self._pieces.get, pieces)
        parts = [
            self._take(piece) if part is None else part
            for piece, part in zip(pieces, known, strict=True)
        ]
        if self._fresh:
            self._learn(self._fresh)
            self._fresh = []
        ids = list(chain.from_iterable(parts))
        return Tokens(text, pieces, parts, ids, np.array(ids, dtype=np.int64))

    def _take(self, piece: str) -> tuple[int, ...]:
        ids = self._ids
        tokens = TOKEN.findall(piece)
        for token in tokens:
            if token not in ids:
                ids[token] = len(ids)
                self._fresh.append(token)
        part = tuple([ids[token] for token in tokens])
        if len(piece) <= _LONGEST_PIECE:
            self._pieces[piece] = part
        return part

    def _learn(self, fresh: list[str]) -> None:
        """Scores of new tokens: each the sum of the rows of its features, slot by slot."""
        first = len(self._folded)
        last = first + len(fresh)
        while last > len(self._held):
            self._held = np.concatenate([self._held, np.zeros_like(self._held)])
            self._lengths = np.concatenate([self._lengths, np.zeros_like(self._lengths)])
            self._words = np.concatenate([self._words, np.zeros_like(self._words)])
        row = self._row.get
        for (which, slots), weights in zip(_SEEN_AS, self._weights, strict=True):
            places: list[int] = []
            starts: list[int] = []
            for token in fresh:
                starts.append(len(places))
                places.append(0)
                places += [place for name in which(token) if (place := row(name))]
            self._held[first:last, slots] = np.add.reduceat(
                weights.take(places, axis=0), starts, axis=0
            )
        words = [folded(token) for token in fresh]
        self._tokens += fresh
        self._folded += words
        self._lengths[first:last] = list(map(len, fresh))
        number = self._pairs.numbers.get
        self._words[first:last] = [
            (number(token.lower(), 0), number(f" {word}", 0))
            for token, word in zip(fresh, words, strict=True)
        ]

    def spelled(self, name: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
        """A name as it stands, in small letters and with a capital, as far as such tokens were met;
        none of a single letter (K, T), which stands for too much else to be looked for."""
        first, rest = self._tokens[name[0]], name[1:]
        if len(first) < _SHORTEST and not rest:
            return ()
        if len(first) < _SPELLED or first.isupper():
            return (name,)
        others = (self._ids.get(first.lower()), self._ids.get(first.capitalize()))
        return tuple({name, *((other, *rest) for other in others if other is not None)})

    def known(self, words: str) -> list[int]:
        """The tokens of a few words; one that was never met is -1."""
        return [self._ids.get(token, -1) for token in TOKEN.findall(words)]

    def lengths(self, tokens: Tokens) -> Places:
        """Characters of each token."""
        found: Places = self._lengths.take(tokens.at)
        return found

    def starts(self, tokens: Tokens) -> Places:
        """Where each token starts in the text; after the last one, where it ends."""
        lengths = self.lengths(tokens)
        counts = [len(part) for part in tokens.parts]
        ends = lengths.cumsum()
        total = int(ends[-1]) if len(ends) else 0
        if total + len(counts) - 1 == len(tokens.text):
            gaps = np.arange(len(counts))
        else:
            position, inked, found = 0, 0, []
            for piece in tokens.pieces:
                position = tokens.text.find(piece, position)
                found.append(position - inked)
                inked += len(piece)
                position += len(piece)
            gaps = np.array(found, dtype=np.int64)
        found_at: Places = np.repeat(gaps, counts) + ends - lengths
        return found_at

    def emissions(self, tokens: Tokens) -> _Rows:
        """Scores of each token for each label against outside."""
        # Slots in rows, tokens in columns: sums and maxima then run along memory.
        slots = self._held.take(tokens.at, axis=0).T.copy()
        found = slots[:4]
        found[:, 1:] += slots[4:8, :-1]
        found[:, :-1] += slots[8:12, 1:]
        found[:, 2:] += slots[12:16, :-2]
        found[:, :-2] += slots[16:, 2:]
        # The words of pairs, behind them those of names: no pair is of one and the other.
        places, pairs = self._pairs.find(self._words.take(tokens.at, axis=0).T.ravel())
        weighed = int(places.searchsorted(len(tokens.ids)))
        both = self._pair_rows.take(pairs[:weighed], axis=0).T
        found[:, places[:weighed] + 1] += both[:4]
        found[:, places[:weighed]] += both[4:]
        openers = (places[weighed:] - len(tokens.ids)).tolist()
        if openers:
            named = roles(self._near(tokens.ids, openers), openers)
            if named:
                scores = self._of_role.take([self._role[role] for _, role in named], axis=0)
                found[:, [place for place, _ in named]] += scores.T
        return found.T

    def _near(self, ids: list[int], places: list[int]) -> list[str]:
        """The words, folded, that names beginning at these places may hold; others stay empty."""
        words, folded_ = [""] * len(ids), self._folded
        for place in places:
            name = ids[place : place + LONGEST]
            words[place : place + LONGEST] = [folded_[token] for token in name]
        return words

    def tag(self, tokens: Tokens) -> list[tuple[int, int, str]]:
        """Stretches of tokens (first, one after the last) that are a chemical (``C``) or a disease
        (``D``), in order."""
        if not tokens.ids:
            return []
        scores = self.emissions(tokens)
        seeds = (scores.T.max(axis=0) > _SEED).nonzero()[0].tolist()
        if not seeds:
            return []
        most = (scores.T + self._dearer).max(axis=0)
        gain = [0.0, *np.maximum(most, 0.0).cumsum().tolist()]
        found: list[tuple[int, int, str]] = []
        position, count = 0, len(seeds)
        last = len(tokens.ids) - 1
        while position < count:
            first = end = seeds[position]
            while position < count and seeds[position] - end <= _BRIDGE:
                end = seeds[position]
                position += 1
            first, end = max(first - 1, 0), min(end + 1, last) + 1
            if gain[end] - gain[first] + self._cheapest > 0:
                self._path(scores[first:end].tolist(), first, found)
        return found

    def _path(
        self, stretch: list[list[float]], first: int, found: list[tuple[int, int, str]]
    ) -> None:
        """Viterbi over one stretch that begins and ends outside. States: 0 outside, 1 and 2 begin
        and inside of a chemical, 3 and 4 of a disease; an inside follows its own kind only."""
        (oo, ob, _, od, _), (co, cc, ci, cd, _), (io, jc, ji, jd, _), bd, id_ = self._moves
        (do, dc, _, dd, di), (eo, ec, _, ed, ei) = bd, id_
        o, p, q, r, s = 0.0, _NEVER, _NEVER, _NEVER, _NEVER
        steps: list[tuple[int, int, int, int, int]] = []
        # Comparisons written out: the same with tuples, max() and index() takes twice as long.
        for a, b, c, d in stretch:
            out, chemical, disease = o + oo, o + ob, o + od
            from_o = from_c = from_d = 0
            if p + co > out:
                out, from_o = p + co, 1
            if q + io > out:
                out, from_o = q + io, 2
            if r + do > out:
                out, from_o = r + do, 3
            if s + eo > out:
                out, from_o = s + eo, 4
            if p + cc > chemical:
                chemical, from_c = p + cc, 1
            if q + jc > chemical:
                chemical, from_c = q + jc, 2
            if r + dc > chemical:
                chemical, from_c = r + dc, 3
            if s + ec > chemical:
                chemical, from_c = s + ec, 4
            if p + cd > disease:
                disease, from_d = p + cd, 1
            if q + jd > disease:
                disease, from_d = q + jd, 2
            if r + dd > disease:
                disease, from_d = r + dd, 3
            if s + ed > disease:
                disease, from_d = s + ed, 4
            in_c, in_d = 1, 3
            q, still = p + ci, q + ji
            if still > q:
                q, in_c = still, 2
            s, still = r + di, s + ei
            if still > s:
                s, in_d = still, 4
            steps.append((from_o, from_c, in_c, from_d, in_d))
            o, p, q, r, s = out, chemical + a, q + b, disease + c, s + d
        ends = (o + oo, p + co, q + io, r + do, s + eo)
        state = ends.index(max(ends))
        stop = len(stretch)
        begin = len(found)
        for place in range(len(stretch) - 1, -1, -1):
            if state in (1, 3):
                found.insert(begin, (first + place, first + stop, "C" if state == 1 else "D"))
            if state in (0, 1, 3):
                stop = place
            state = steps[place][state]


@cache
def names_tagger() -> Tagger:
    """The tagger that ships, read once."""
    return Tagger(files("assuage.reading").joinpath("weights", "names.bin.gz").read_bytes())
