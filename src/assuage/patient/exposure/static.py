"""Ratios of AUC from parallel pathways in gut and liver: the static model, as plain arithmetic.

Every function takes floats or numpy arrays of one shape, so that what is fitted in
``evaluation/exposure_fit.py`` and what runs here are the same lines.

Sources of the method: parallel pathways, AUC ratio = 1 / (1 - CR·IR) (Ohno 2007,
doi 10.2165/00003088-200746080-00005; with induction Ohno 2008, doi 10.2165/00003088-200847100-00004);
gut and liver as two sites (mechanistic static model, Fahmi 2009, as FDA guidance 2020 cites it);
well-stirred liver. The joint form with gene, organ and medicines in one sum is E6 of our reference.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", float, NDArray[np.float64])

HEPATIC_BLOOD_FLOW_ML_PER_MIN_KG = 1497 / 70
"""1,497 mL/min per 1.73 m², mean of 23 people (Bradley 1945, The estimation of hepatic blood flow in
man, abstract), taken for 70 kg."""


def inhibited(strength: Number) -> Number:
    """Activity left of a pathway under an inhibitor. ``strength`` is I/Ki averaged over the interval."""
    return 1.0 / (1.0 + strength)


def induced(strength: Number) -> Number:
    """Activity of a pathway under an inducer, relative to without. ``strength`` is the fold added."""
    return 1.0 + strength


def remaining_clearance(contribution: Number, activity: Number) -> Number:
    """Clearance left, relative to usual, where one pathway of that contribution has that activity."""
    return contribution * activity + (1.0 - contribution)


def through_gut(gut_ratio: Number, activity: Number) -> Number:
    """Fraction escaping the gut wall, relative to usual.

    ``gut_ratio`` is (1 - Fg) / Fg: extraction against escape in the usual person.
    """
    return (1.0 + gut_ratio) / (1.0 + gut_ratio * activity)


def oral(remaining: Number, escaped: Number) -> Number:
    """AUC ratio after swallowing: blood flow cancels in the well-stirred liver."""
    return escaped / remaining


def intravenous(remaining: Number, extraction: Number) -> Number:
    """AUC ratio after injection: the more the liver extracts, the more flow decides, not enzyme.

    ``extraction`` is hepatic extraction of the usual person, 0 to 1.
    """
    return (1.0 - extraction + extraction * remaining) / remaining


def built_up(rate_per_h: Number, hours: Number) -> Number:
    """Share of the new steady state reached when enzyme turns over at ``rate_per_h`` for ``hours``.

    Inducers and mechanism-based inhibitors act through the amount of enzyme, so they come and go
    with its turnover, not with the medicine's own half-life.
    """
    return 1.0 - np.exp(-rate_per_h * hours)  # type: ignore[no-any-return]


def faded(rate_per_h: Number, hours: Number) -> Number:
    """Share of an inducer's or inactivator's effect still there, ``hours`` after it has gone."""
    return np.exp(-rate_per_h * hours)  # type: ignore[no-any-return]
