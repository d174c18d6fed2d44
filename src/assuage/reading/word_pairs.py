"""Which words of a text stand beside each other in a list of pairs: asked of all of them at once."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

_WIDE = 1 << 20
"""More than there are words: makes one number of two."""
_MIXED, _SIEVE = 977, (1 << 17) - 1
"""A pair falls into one of so many holes; where the hole of a pair is closed it is not in the list. One
look at small memory spares most of a search in all pairs."""


class WordPairs:
    """Pairs of words, by number; ``numbers`` gives the number of a word, 0 is of all others."""

    def __init__(self, pairs: Iterable[tuple[str, str]], words: Iterable[str] = ()) -> None:
        listed = list(pairs)
        every = dict.fromkeys(words)
        every.update(dict.fromkeys(word for pair in listed for word in pair))
        self.numbers = {word: place for place, word in enumerate(every, start=1)}
        first = np.array([self.numbers[a] for a, _ in listed], dtype=np.int64)
        second = np.array([self.numbers[b] for _, b in listed], dtype=np.int64)
        keys = first * _WIDE + second
        order = keys.argsort(kind="stable")
        self._keys = np.append(keys[order], np.int64(1) << 62)
        self._which = np.append(order, 0)
        self._open = np.zeros(_SIEVE + 1, dtype=np.bool_)
        self._open[(first * _MIXED + second) & _SIEVE] = True

    def find(self, words: Numbers) -> tuple[Numbers, Numbers]:
        """Places of the words that are a pair with the next one, and the number of each pair in the
        list that was given."""
        first, second = words[:-1], words[1:]
        places = self._open.take((first * _MIXED + second) & _SIEVE).nonzero()[0]
        keys = first.take(places) * _WIDE + second.take(places)
        at = self._keys.searchsorted(keys)
        same = self._keys.take(at) == keys
        return places[same], self._which.take(at[same])
