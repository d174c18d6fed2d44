"""Two figures of one sentence, and whose each is: ``5 in A and 7 in B``, ``A and B (5 vs 7)``.

Also the ratio or interval that belongs to an outcome, where a sentence gives several.
"""

from collections.abc import Sequence
from itertools import pairwise

from assuage.reading.direction_tokens import Tokens


def nearest(found: list[tuple[int, int]], after: int) -> int | None:
    """The first of the values behind a place, else the first of all."""
    return next((value for place, value in found if place > after), found[0][1] if found else None)


def pair_sign(sentence: Tokens, roles: Sequence[str | None], after: int) -> tuple[float, bool]:
    """Sign of intervention less comparator for the first pair of figures after the outcome, and
    whether both arms were found."""
    kinds, words = sentence.kinds, sentence.words
    values = _values(sentence)
    arms = _arms(sentence, roles)
    for joining in (_VERSUS, _AND):
        for (i, first), (j, second) in pairwise(values):
            if (i < after and j < after) or j - i > _PAIR_APART:
                continue
            joint = next(
                (k for k in range(i + 1, j) if kinds[k] in joining or words[k] in joining), 0
            )
            if not joint:
                continue
            if first == second:
                return 0.0, False
            order, sure = _first_is_ours(arms, i, joint, j)
            return (order if first > second else -order), sure
    for (i, first), (j, second) in pairwise(values):
        if (i < after and j < after) or j - i > _PAIR_APART or first == second:
            continue
        # "A: 5, B: 7"
        mine = next((a for a in reversed(arms) if a[1] < i and i - a[1] <= _BESIDE), None)
        other = next((a for a in arms if i < a[0] < j), None)
        if mine is not None and other is not None and mine[2] != other[2]:
            return (mine[2] if first > second else -mine[2]), True
    return 0.0, False


def _arms(sentence: Tokens, roles: Sequence[str | None]) -> list[tuple[int, int, float]]:
    """Runs of words that name an arm: first and last token, +1 intervention or -1 comparator."""
    found: list[tuple[int, int, float]] = []
    for i, role in enumerate(roles):
        if role == "I" or role == "C":
            sign = 1.0 if role == "I" else -1.0
            if found and found[-1][2] == sign and i - found[-1][1] <= _SAME_NAME:
                found[-1] = (found[-1][0], i, sign)
            else:
                found.append((i, i, sign))
    return found


def _first_is_ours(
    arms: list[tuple[int, int, float]], i: int, joint: int, j: int
) -> tuple[float, bool]:
    """Whose the first of two figures at ``i`` and ``j`` is (+1 the intervention's)."""
    before = [a for a in arms if a[1] < i]
    early = [a for a in arms if i < a[0] < joint]
    late = [a for a in arms if joint < a[0] < j]
    after = [a for a in arms if a[0] > j]
    if early and not late:
        return early[0][2], bool(after)
    if late and not early:
        # "A 5 and B 7": the later arm stands before its figure
        return -late[-1][2], bool(before)
    if early and late:
        return early[0][2], True
    if after and {a[2] for a in after[:2]} == {1.0, -1.0} and after[0][0] - j < _BOTH_AFTER:
        return after[0][2], True
    if before:
        # "higher in A than in B (5 vs 7)": the last two arms that differ
        last = before[-1]
        other = next((a for a in reversed(before) if a[2] != last[2]), None)
        if other is not None:
            return other[2], True
        if not after:
            return last[2], False
    if after:
        return (-after[0][2] if after[0][0] - j < _BESIDE else after[0][2]), False
    return 1.0, False


_SAME_NAME = 3
"""Tokens apart, at most, that two words of one arm may stand to be one name."""
_BESIDE = 6
"""Tokens between an arm and its figure, at most, where nothing else joins them."""
_BOTH_AFTER = 12
"""The same where both arms follow both figures."""
_PAIR_APART = 14
"""Tokens between two figures that are compared, at most."""
_VERSUS = frozenset(("versus", "than"))
_AND = frozenset(("and", "while", "whereas", "but"))
_BEFORE_TIMES = frozenset(
    str.split("week weeks day days month months year years at n ci sd se age aged grade")
)
_UNITS_OF_TIME = frozenset(str.split("weeks week months month h years year ci patients confidence"))


def _values(sentence: Tokens) -> list[tuple[int, float]]:
    """Figures that may be results of a group: not spreads, intervals, times or counts of people."""
    kinds, words = sentence.kinds, sentence.words
    found: list[tuple[int, float]] = []
    inside = 0
    for i, kind in enumerate(kinds):
        if kind in ("(", "["):
            if inside or (i and kinds[i - 1] in ("num", "pct")):
                inside += 1
        elif kind in (")", "]"):
            inside = max(0, inside - 1)
        if kind != "num" or inside or i not in sentence.numbers:
            continue
        before = words[i - 1] if i else ""
        after = words[i + 1] if i + 1 < len(words) else ""
        if (i and kinds[i - 1] == "pm") or before in _BEFORE_TIMES or after in _UNITS_OF_TIME:
            continue
        found.append((i, sentence.numbers[i]))
    return found
