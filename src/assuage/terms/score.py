"""Scores: where a formula comes from and what is known to be wrong with it; a score of a person."""

from msgspec import Struct

from assuage.terms.fact import Fact
from assuage.terms.printed import Printed
from assuage.terms.reference import CaveatId, ConditionId, FeatureId, ScorePartId


class ScoreFormula(
    Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="score-formula"
):
    """Where one part of a score was read.

    ``checked``: ``primary`` (the authors' own text), ``secondary`` (another's table or code that
    names the authors), ``unverified`` (seen nowhere that counts: the part is not computed).
    """

    part: ScorePartId
    checked: str


class ScoreCaveat(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="score-caveat"):
    """Something that a source found wrong with a score, and in whom."""

    caveat: CaveatId
    conditions: tuple[ConditionId, ...] = ()
    """In whom; everybody where this and ``features`` are empty."""
    features: tuple[FeatureId, ...] = ()
    percent: Printed | None = None
    n: int | None = None


class ScoreEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A score in the knowledge: its names, its sources, its caveats. The sums are code."""

    id: str
    en: str
    zh: str
    formula: tuple[ScoreFormula, ...] = ()
    caveats: tuple[ScoreCaveat, ...] = ()
    withdrawn: str | None = None

    def read_formula(self) -> tuple[ScoreFormula, ...]:
        """The parts that were read in a source that counts: only these are computed and shown."""
        return tuple(f for f in self.formula if f.checked != "unverified" and not f.withdrawn)


class Score(Struct, frozen=True, kw_only=True):
    """One score of one person.

    ``value`` is unrounded; ``None`` where something is missing. ``low`` and ``high`` then bound it
    if they can. ``grade`` is the class, grade or stage; ``grades`` all that are still possible.
    """

    id: str
    unit: str = ""
    """``mL/min``, ``mL/min/1.73m2``, ``kg/m2``, ``m2``, ``points`` or empty."""
    digits: int = 0
    """Decimal places in which the field prints it."""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    grade: str | None = None
    grades: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    """Fields of ``Patient`` that entered."""
    needs: tuple[str, ...] = ()
    """Fields of ``Patient`` that are missing."""
    notes: tuple[str, ...] = ()
    """Ids of remarks on this sum: ``stated``, ``tables-differ``, ``dialysis``, ``bounded`` …"""
