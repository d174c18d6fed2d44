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

import numpy as np
import numpy.typing as npt

from assuage.reading.token_features import ROLES, beside, further, own

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
"""Tokens whose scores are kept (16 MB); then the shelf is emptied."""
_WIDE = 1 << 20
"""More than there are words in pairs: makes one number of two."""

_Rows = npt.NDArray[np.float32]
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


class Tagger:
    """Weights of one model."""

    def __init__(self, packed: bytes) -> None:
        data = gzip.decompress(packed)
        *moves, count, size, size_pairs = struct.unpack_from(_HEAD, data)
        start = struct.calcsize(_HEAD)
        names = data[start : start + size].decode("utf-8").split("\n")
        pairs = data[start + size : start + size + size_pairs].decode("utf-8").split("\n")
        numbers = np.frombuffer(data[start + size + size_pairs :], dtype="<i2").astype(np.float32)
        self._weights = numbers[: 4 * count].reshape(-1, 4)
        self._row = {name: place for place, name in enumerate(names)}
        self._moves = [[float(m) for m in moves[5 * a : 5 * a + 5]] for a in range(5)]
        self._cheapest = max(self._moves[0][1:]) + max(row[0] for row in self._moves[1:])
        """Score of entering and leaving a name: what its tokens must outweigh."""
        self._read_pairs(pairs, numbers[4 * count :].reshape(-1, 8))
        self._roles = {role: self._sum([role]) for role in ROLES}
        self._known: dict[str, int] = {}
        self._held: _Rows = np.zeros((4096, 20), dtype=np.float32)
        self._word: npt.NDArray[np.int64] = np.zeros(4096, dtype=np.int64)

    def _read_pairs(self, pairs: list[str], rows: _Rows) -> None:
        two = [pair.split("\t") for pair in pairs if pair]
        words = sorted({word for pair in two for word in pair})
        self._words = {word: place + 1 for place, word in enumerate(words)}
        keys = np.array([self._words[a] * _WIDE + self._words[b] for a, b in two], dtype=np.int64)
        order = np.argsort(keys, kind="stable")
        self._pair_keys = np.append(keys[order], np.int64(1) << 62)
        self._pair_rows = rows[order]

    def _sum(self, names: Sequence[str]) -> _Rows:
        row = self._row
        places = [row[name] for name in names if name in row]
        total: _Rows = self._weights[places].sum(axis=0, dtype=np.float32)
        return total

    def _learn(self, token: str) -> int:
        place = len(self._known)
        if place == len(self._held):
            self._held = np.concatenate([self._held, np.zeros_like(self._held)])
            self._word = np.concatenate([self._word, np.zeros_like(self._word)])
        near, far = beside(token), further(token)
        self._held[place] = np.concatenate(
            [
                self._sum([f"0{name}" for name in own(token)]),
                self._sum([f"-{name}" for name in near]),
                self._sum([f"+{name}" for name in near]),
                self._sum([f"<{name}" for name in far]),
                self._sum([f">{name}" for name in far]),
            ]
        )
        self._word[place] = self._words.get(token.lower(), 0)
        self._known[token] = place
        return place

    def _places(self, tokens: Sequence[str]) -> list[int]:
        known = self._known
        if len(known) > _KEPT:
            known.clear()
        try:
            return [known[token] for token in tokens]
        except KeyError:
            return [known[token] if token in known else self._learn(token) for token in tokens]

    def emissions(self, tokens: Sequence[str], roles: Sequence[tuple[int, str]]) -> _Rows:
        """Scores of each token for each label against outside. ``roles``: place and role of the
        tokens that stand in names of the lexicon."""
        places = self._places(tokens)
        rows = self._held[places]
        found = rows[:, :4].copy()
        found[1:] += rows[:-1, 4:8]
        found[:-1] += rows[1:, 8:12]
        found[2:] += rows[:-2, 12:16]
        found[:-2] += rows[2:, 16:]
        words = self._word[places]
        keys = words[:-1] * _WIDE + words[1:]
        at = self._pair_keys.searchsorted(keys)
        for place in (self._pair_keys[at] == keys).nonzero()[0].tolist():
            both = self._pair_rows[at[place]]
            found[place + 1] += both[:4]
            found[place] += both[4:]
        for place, role in roles:
            found[place] += self._roles[role]
        return found

    def tag(
        self, tokens: Sequence[str], roles: Sequence[tuple[int, str]] = ()
    ) -> list[tuple[int, int, str]]:
        """Stretches of tokens (first, one after the last) that are a chemical (``C``) or a disease
        (``D``), in order."""
        if not tokens:
            return []
        scores = self.emissions(tokens, roles)
        highest = scores.max(axis=1)
        seeds = (highest > _SEED).nonzero()[0].tolist()
        gain = np.append(0.0, np.maximum(highest, 0.0).cumsum()).tolist()
        found: list[tuple[int, int, str]] = []
        position, count = 0, len(seeds)
        last = len(tokens) - 1
        rows = scores.tolist()
        while position < count:
            first = end = seeds[position]
            while position < count and seeds[position] - end <= _BRIDGE:
                end = seeds[position]
                position += 1
            first, end = max(first - 1, 0), min(end + 1, last) + 1
            if gain[end] - gain[first] + self._cheapest > 0:
                self._path(rows[first:end], first, found)
        return found

    def _path(
        self, stretch: list[list[float]], first: int, found: list[tuple[int, int, str]]
    ) -> None:
        """Viterbi over one stretch that begins and ends outside."""
        (oo, ob, _, od, _), (co, cc, ci, cd, _), (io, jc, ji, jd, _), bd, id_ = self._moves
        (do, dc, _, dd, di), (eo, ec, _, ed, ei) = bd, id_
        o, p, q, r, s = 0.0, _NEVER, _NEVER, _NEVER, _NEVER
        steps: list[tuple[int, int, int, int, int]] = []
        for a, b, c, d in stretch:
            outs = (o + oo, p + co, q + io, r + do, s + eo)
            chem = (o + ob, p + cc, q + jc, r + dc, s + ec)
            dis = (o + od, p + cd, q + jd, r + dd, s + ed)
            o, m_c, m_d = max(outs), max(chem), max(dis)
            q, step_c = (p + ci, 1) if p + ci >= q + ji else (q + ji, 2)
            s, step_d = (r + di, 3) if r + di >= s + ei else (s + ei, 4)
            steps.append((outs.index(o), chem.index(m_c), step_c, dis.index(m_d), step_d))
            p, q, r, s = m_c + a, q + b, m_d + c, s + d
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
