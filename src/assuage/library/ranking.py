"""How kind of evidence, date and retraction weigh when a search asks for evidence.

score = BM25 x m, with m = level x recency x (1/2 if retracted). PubMed's Best Match learns such
weights from its users' clicks, and publication type and date are among its strongest signals
(Fiorini 2018, PLoS Biol 16:e2005343, doi 10.1371/journal.pbio.2005343); we have no clicks, so the
numbers below are ours, chosen so that among equally well matching works a synthesis stands before a
trial, a trial before a cohort, a cohort before a case, while a work that matches half as well
cannot pass one that matches fully by its design alone (the largest ratio of levels is 2).
"""

from math import log2

_LEVELS = {
    "guideline": 1.5,
    "network-meta-analysis": 1.5,
    "meta-analysis": 1.5,
    "systematic-review": 1.45,
    "rct": 1.35,
    "clinical-trial": 1.15,
    "trial-nonrandomised": 1.15,
    "trial-record": 1.1,
    "label": 1.1,
    "cohort": 1.1,
    "registry": 1.1,
    "case-control": 1.05,
    "observational": 1.05,
    "cross-sectional": 1.0,
    "pharmacokinetic": 1.0,
    "narrative-review": 0.95,
    "case-series": 0.9,
    "case-report": 0.85,
    "animal": 0.8,
    "in-vitro": 0.75,
    "editorial": 0.75,
    "letter": 0.75,
    "comment": 0.75,
}
_UNKNOWN_LEVEL = 1.0
_NEUTRAL_YEAR = 2015
"""A work of this year, or of an unknown one, is neither raised nor lowered."""
_STEP, _YEARS = 0.15, 12.0
"""A work 12 years newer than another weighs 2 ** 0.15 = 1.11 times as much: less than one step of
design, so that an old trial still stands before a new case. The date of the search is not used, so
that the same library gives the same answer next year."""
_OLDEST, _NEWEST = 0.8, 1.15
"""Bounds: works before 1990 differ no more by their age, nor those after 2031."""
_RETRACTED = 0.5
SCALE = 4.0
"""Keeps the smallest multiplier (0.75 x 0.8 / 2 = 0.3) above 1 in the engine's formula; scores are
divided by it again."""


def level(designs: tuple[str, ...]) -> float:
    """The highest level among the designs; 1 where none is known."""
    return max((_LEVELS[d] for d in designs if d in _LEVELS), default=_UNKNOWN_LEVEL)


def recency(year: int | None) -> float:
    """2 ** (0.15 (year - 2015) / 12), held between 0.8 and 1.15; 1 where the year is unknown."""
    if year is None:
        return 1.0
    return min(_NEWEST, max(_OLDEST, 2 ** (_STEP * (year - _NEUTRAL_YEAR) / _YEARS)))


def multiplier(designs: tuple[str, ...], year: int | None, retracted: bool) -> float:
    """What the BM25 score is multiplied by when evidence is asked for."""
    return level(designs) * recency(year) * (_RETRACTED if retracted else 1.0)


def weight(designs: tuple[str, ...], year: int | None, retracted: bool) -> float:
    """The column's value v for a multiplier m: tantivy multiplies a score by log2(2 + v), v not
    below 0, so that m is held in SCALE-fold: v = 2 ** (SCALE m) - 2."""
    return float(2 ** (SCALE * multiplier(designs, year, retracted)) - 2)


def multiplied(value: float) -> float:
    """The multiplier that a column's value stands for."""
    return log2(2 + value) / SCALE
