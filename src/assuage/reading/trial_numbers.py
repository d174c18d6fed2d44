"""Risk difference and risk ratio of two independent groups, with intervals of 95%.

Difference: Newcombe 1998, Statist Med 17:873-890, method 10 (square roots of the distances to the
Wilson score limits of each group, no continuity correction). Ratio: Katz 1978, Biometrics
34:469-474, the normal interval of its logarithm; where one group has no event, or all of both
groups have it, 0.5 is added to every cell of the table (Pagano & Gauvreau 2000; Cochrane Handbook
10.4.4.2), and the method says so. No event in either group gives no ratio: nothing tells of it.
"""

from math import exp, log, sqrt

from assuage.terms.reading_records import Computed

Z = 1.959963984540054
"""97.5th percentile of the standard normal distribution."""

DIFFERENCE = "risk difference, interval Newcombe 1998 method 10"
RATIO = "risk ratio, interval Katz 1978"
CORRECTED = f"{RATIO}, 0.5 added to every cell"


def wilson(events: int, total: int) -> tuple[float, float]:
    """Limits of a proportion: Wilson 1927, without continuity correction."""
    share = events / total
    square = Z * Z
    middle = 2 * events + square
    width = Z * sqrt(square + 4 * events * (1 - share))
    below = 2 * (total + square)
    low = 0.0 if events == 0 else (middle - width) / below
    high = 1.0 if events == total else (middle + width) / below
    return low, high


def _sound(events: int, total: int) -> bool:
    return total > 0 and 0 <= events <= total


def risk_difference(
    events: int, total: int, other_events: int, other_total: int
) -> Computed | None:
    """First risk minus second. None where a group is empty or has more events than people."""
    if not (_sound(events, total) and _sound(other_events, other_total)):
        return None
    risk, other = events / total, other_events / other_total
    low, high = wilson(events, total)
    other_low, other_high = wilson(other_events, other_total)
    difference = risk - other
    return Computed(
        value=difference,
        method=DIFFERENCE,
        low=difference - sqrt((risk - low) ** 2 + (other_high - other) ** 2),
        high=difference + sqrt((high - risk) ** 2 + (other - other_low) ** 2),
    )


def risk_ratio(events: int, total: int, other_events: int, other_total: int) -> Computed | None:
    """First risk over second. None where no one had the event, or as in ``risk_difference``."""
    if not (_sound(events, total) and _sound(other_events, other_total)):
        return None
    if not events and not other_events:
        return None
    a, n, c, m = float(events), float(total), float(other_events), float(other_total)
    corrected = not (events and other_events) or (events == total and other_events == other_total)
    if corrected:
        a, n, c, m = a + 0.5, n + 1, c + 0.5, m + 1
    # One quotient, so that equal risks give exactly 1.
    ratio = (a * m) / (c * n)
    error = sqrt(1 / a - 1 / n + 1 / c - 1 / m)
    return Computed(
        value=ratio,
        method=CORRECTED if corrected else RATIO,
        low=exp(log(ratio) - Z * error),
        high=exp(log(ratio) + Z * error),
    )
