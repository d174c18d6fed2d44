"""Words of comparison in a sentence: their sign, and which way round the arms stand.

``higher`` is +1 for the arm that is its subject. An arm after *than* or *compared with* counts the
other way, so "lower with A than with B" and "higher with B than with A" come out alike for A.
"""

from dataclasses import dataclass

from assuage.reading.direction_tokens import Tokens
from assuage.reading.direction_words import SIGN

_BARE: dict[str, str] = {
    "high": "up",
    "low": "down",
    "long": "up",
    "short": "down",
    "slow": "bad",
    "fast": "good",
}
"""Plain adjectives count after *significantly* only ("a high dose" compares nothing)."""
EXTENT = frozenset(str.split("more less greater faster further lesser"))


@dataclass(slots=True)
class Cue:
    """A comparison, a change or a judgement: place, sign, family, negated, orientation."""

    at: int
    end: int
    sign: float
    family: str
    negated: bool
    turn: float


def cues(sentence: Tokens, roles: list[str | None]) -> list[Cue]:
    """The cues of a sentence in order; ``roles``: O, I, C or None by token."""
    kinds, clauses = sentence.kinds, sentence.clauses
    size = len(kinds)
    votes = _votes(kinds, roles)
    out: list[Cue] = []
    i = 0
    while i < size:
        kind = kinds[i]
        if i and sentence.words[i] in _BARE and kinds[i - 1] == "sig":
            kind = _BARE[sentence.words[i]]
        if kind not in SIGN or roles[i] is not None or kind is None:
            i += 1
            continue
        at = i
        sign = float(SIGN[kind])
        family = "j" if kind in ("good", "bad") else "c" if kind in ("up", "down") else "v"
        if family == "c":
            # "greater reduction": the noun is what became more
            for step in range(i + 1, min(size, i + 4)):
                after = kinds[step]
                if after in ("rise", "fall", "good", "bad") and roles[step] is None:
                    sign *= SIGN[after]
                    family = "j" if after in ("good", "bad") else "n"
                    i = step
                    break
                if after in ("than", "versus", "in", ",") or roles[step] == "O":
                    break
        elif family == "v" or family == "j":
            # "decreased less than", "improved more in"
            for step in range(i + 1, min(size - 1, i + 9)):
                after = kinds[step]
                if after in ("up", "down") and sentence.words[step] in EXTENT:
                    if (
                        kinds[step + 1] in ("than", "in", "sig")
                        or sentence.words[step + 1] == "extent"
                    ):
                        sign *= SIGN[after]
                        family = "j" if family == "j" else "n"
                        i = step
                    break
                if after in SIGN or clauses[step] != clauses[at]:
                    break
        negated = any(
            kinds[k] == "not" and clauses[k] == clauses[at] for k in range(max(0, at - 5), at)
        )
        out.append(Cue(at, i, sign, family, negated, _orientation(votes, at, clauses)))
        i += 1
    return out


def _votes(kinds: list[str | None], roles: list[str | None]) -> list[tuple[int, float]]:
    votes: list[tuple[int, float]] = []
    last, role_before, governed = -10, "", False
    for i, role in enumerate(roles):
        if role not in ("I", "C"):
            continue
        if role != role_before or i - last > _SAME_NAME:
            reach = kinds[max(0, i - _THAN_REACH, last + 1) : i]
            near = kinds[max(0, i - _VERSUS_REACH, last + 1) : i]
            governed = "than" in reach or "versus" in near
            value = 1.0 if role == "I" else -1.0
            votes.append((i, -value if governed else value))
        last, role_before = i, role
    return votes


_SAME_NAME = 3
"""Tokens apart, at most, that two words of one arm may stand to be one name."""
_THAN_REACH, _VERSUS_REACH = 10, 4
"""Tokens back to which a word of comparison governs the arm after it."""


def _orientation(votes: list[tuple[int, float]], at: int, clauses: list[int]) -> float:
    best, value = 10**6, 0.0
    total = 0.0
    for position, vote in votes:
        if clauses[position] != clauses[at]:
            continue
        total += vote
        if abs(position - at) < best:
            best, value = abs(position - at), vote
    return (1.0 if total > 0 else -1.0) if total else value
