"""Which two groups of a trial are compared, and in which order; or why none are.

A difference of two groups says something of a treatment only where chance made the groups, where
nobody stands in both, and where they were followed side by side. The entry has to say so.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from assuage.terms.trial_record import Arm, Group, Trial


class Compared(Struct, frozen=True):
    """Ids of the two groups to compare (first against second), or why none are."""

    first: str | None = None
    second: str | None = None
    why: str | None = None


_WHOLE = re.compile(
    r"^(?:total|overall|entire|all)\b|\ball\s+(?:study\s+)?(?:participants|patients|subjects)$",
    re.I,
)
_PERIOD = re.compile(
    r"\brun[\s-]?in\b|\blead[\s-]?in\b|\bextension\b|\bwash[\s-]?out\b|\bfollow[\s-]?up\b"
    r"|\bperiod\s+(?:\d|I|two|one)|\b(?:pre|post)[\s-]?treatment\b",
    re.I,
)
_REFERENCE = re.compile(
    r"^\W*(?:matching\s+|matched\s+|double[\s-]blind\s+|inactive\s+)?(?:placebos?|sham|control|vehicle|usual\s|standard\s"
    r"|no\s+(?:treatment|intervention|drug|therapy)|observation|untreated|wait(?:ing|list))",
    re.I,
)
_REFERENCE_KINDS = ("PLACEBO_COMPARATOR", "SHAM_COMPARATOR", "NO_INTERVENTION", "ACTIVE_COMPARATOR")


def randomised(trial: Trial) -> bool | None:
    """What the entry says of allocation; ``None`` where it says nothing that is known."""
    return {"RANDOMIZED": True, "NON_RANDOMIZED": False}.get((trial.allocation or "").upper())


def not_comparable(trial: Trial) -> str | None:
    """Why groups of this trial are not compared, as far as its design says."""
    model = (trial.intervention_model or "").upper()
    if not randomised(trial):
        return "not randomised" if randomised(trial) is False else "allocation not told"
    # The same people stand in both groups: the intervals of independent groups do not hold.
    return "crossover" if model == "CROSSOVER" else None


def compared(trial: Trial, groups: Sequence[Group], design: str | None) -> Compared:
    """The two groups to compare, the reference second; or why not."""
    kept = list(groups)
    if len(kept) > 2:
        kept = [g for g in kept if not _WHOLE.search((g.title or "").strip())]
    if len(kept) < 2:
        return Compared(why="single group")
    if design or len(kept) > 2:
        return Compared(why=design or "more than two groups")
    if kept[0].id == kept[1].id:
        return Compared(why="groups with one id")
    if any(_PERIOD.search(g.title or "") for g in kept):
        return Compared(why="periods")
    first, second = kept
    if _is_reference(trial, first, second):
        first, second = second, first
    return Compared(first.id, second.id)


def _is_reference(trial: Trial, group: Group, other: Group) -> bool:
    """Whether the group is what the other is compared with: by its arm's kind, else by its title."""
    ranks = [_reference_rank(trial.arms, g) for g in (group, other)]
    if ranks[0] != ranks[1]:
        return ranks[0] > ranks[1]
    named = [bool(_REFERENCE.search(g.title or "")) for g in (group, other)]
    return named[0] and not named[1]


def _reference_rank(arms: Sequence[Arm], group: Group) -> int:
    title = (group.title or "").strip().casefold()
    kinds = [(a.kind or "").upper() for a in arms if a.label.strip().casefold() == title]
    if len(kinds) != 1 or kinds[0] not in _REFERENCE_KINDS:
        return 0
    # Placebo, sham and no treatment are a stronger reference than an active comparator.
    return 1 if kinds[0] == "ACTIVE_COMPARATOR" else 2
