"""All pairs of neighbouring words that are in a list are found, and no others."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assuage.reading.word_pairs import WordPairs

words = st.sampled_from(["pain", "relief", "score", "no", "of", "β"])
pairs = st.tuples(words, words)


@given(st.lists(pairs, unique=True), st.lists(words, max_size=12))
def test_every_listed_pair_is_found_and_no_other(
    listed: list[tuple[str, str]], text: list[str]
) -> None:
    held = WordPairs(listed)
    numbers = np.array([held.numbers.get(word, 0) for word in text], dtype=np.int64)
    places, which = held.find(numbers)
    found = [(int(place), listed[int(number)]) for place, number in zip(places, which, strict=True)]
    neighbours = list(pairwise(text))
    assert found == [(place, pair) for place, pair in enumerate(neighbours) if pair in listed]


def test_words_that_are_in_no_pair_have_their_number_too() -> None:
    held = WordPairs([("pain", "relief")], ["score"])
    assert sorted(held.numbers.values()) == [1, 2, 3]


def test_pairs_beyond_the_sieve_are_told_apart() -> None:
    listed = [(f"a{n}", f"b{n % 7}") for n in range(2_000)]
    held = WordPairs(listed)
    text = [word for pair in listed for word in pair]
    numbers = np.array([held.numbers[word] for word in text], dtype=np.int64)
    places, which = held.find(numbers)
    assert set(listed) == {listed[int(n)] for p, n in zip(places, which, strict=True) if p % 2 == 0}
    assert all(
        (text[int(p)], text[int(p) + 1]) == listed[int(n)]
        for p, n in zip(places, which, strict=True)
    )
