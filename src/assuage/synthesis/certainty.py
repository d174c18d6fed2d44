"""Certainty of a body of evidence by GRADE's domains, from structured facts, each step with its reason.

This is computed, not a panel's judgement, and the page says so. Sources of the thresholds:

- start: randomised high, observational low (Balshem 2011, J Clin Epidemiol 64:401, doi
  10.1016/j.jclinepi.2010.07.015, abstract);
- inconsistency: I² of 75% to 100% is considerable (Cochrane Handbook 5.0.1, as reproduced in
  BMC Med Res Methodol 8:79, Table 3);
- imprecision: an interval that holds no effect and a ratio under 0.75 or over 1.25 (Guyatt 2011,
  J Clin Epidemiol 64:1283, abstract); 400 and 100 participants are our own conventions for the
  optimal information size, which GRADE computes for each question;
- large effect: at least a two-fold change (Guyatt 2011, J Clin Epidemiol 64:1311, doi
  10.1016/j.jclinepi.2011.06.004, abstract); we ask the whole interval to lie beyond it;
- publication bias: not assessed below ten studies, our own convention.
"""

from assuage.appraisal.level import OBSERVATIONAL, RANDOMISED
from assuage.knowledge.shelves import Knowledge
from assuage.synthesis.signals import NONE, Signal
from assuage.synthesis.verdict import APPRECIABLE_RATIO, Verdict, prints_something
from assuage.terms.statement import Step

LEVELS = ("very-low", "low", "moderate", "high")
OPTIMAL_INFORMATION_SIZE = 400
SMALL = 100
CONSIDERABLE_I2_PERCENT = 75
LARGE_RATIO = (0.5, 2.0)
ENOUGH_FOR_FUNNEL = 10

_INDIRECT = {
    "direct": 0,
    "general": 0,
    "other-route": -1,
    "near-condition": -1,
    "class": -2,
    "other-condition": -2,
    "preclinical": -3,
    "spontaneous-report": -2,
}


def certainty(verdict: Verdict, knowledge: Knowledge) -> tuple[str, tuple[Step, ...]]:
    """The level and the steps that led to it."""
    lead = verdict.lead
    start = 3 if lead.level.tier == RANDOMISED else 1 if lead.level.tier == OBSERVATIONAL else 0
    steps = [
        Step(domain="start", change=0, reason=LEVELS[start]),
        _bias(verdict),
        _inconsistency(verdict),
        Step(
            domain="indirectness",
            change=_INDIRECT[verdict.directness],
            reason=verdict.directness,
        ),
        _imprecision(lead, knowledge),
        _publication(verdict),
    ]
    if lead.level.tier == OBSERVATIONAL:
        # Rating up is for rigorous observational work only: nothing else may be down.
        rigorous = all(s.change == 0 for s in steps)
        steps.append(_large(lead, knowledge) if rigorous else _not_up("large-effect"))
        steps.append(_not_up("dose-response"))
        steps.append(_not_up("confounding"))
    level = max(0, min(3, start + sum(s.change for s in steps)))
    return LEVELS[level], tuple(steps)


def _bias(verdict: Verdict) -> Step:
    bias = verdict.lead.level.bias
    if "high-attrition" in verdict.lead.study.limits or bias == "high":
        return Step(domain="risk-of-bias", change=-1, reason="high")
    if bias == "low":
        return Step(domain="risk-of-bias", change=0, reason="low")
    return Step(domain="risk-of-bias", change=-1, reason="unclear")


def _inconsistency(verdict: Verdict) -> Step:
    result = verdict.lead.result
    if verdict.verdict == "contradictory":
        return Step(domain="inconsistency", change=-1, reason="contradictory")
    if result is not None and result.i2_percent is not None:
        high = float(result.i2_percent) >= CONSIDERABLE_I2_PERCENT
        return Step(
            domain="inconsistency",
            change=-1 if high else 0,
            reason="i2-high" if high else "i2-acceptable",
            number=str(result.i2_percent),
        )
    if verdict.lead.divided:
        return Step(domain="inconsistency", change=-1, reason="divided")
    if len(verdict.body) == 1:
        return Step(domain="inconsistency", change=0, reason="single")
    return Step(domain="inconsistency", change=0, reason="dissent" if verdict.dissent else "agrees")


def _null(lead: Signal, knowledge: Knowledge) -> tuple[float | None, str | None]:
    if lead.result is None or lead.result.measure is None:
        return None, None
    domain = knowledge.term("measures", lead.result.measure).domain
    return (
        {"ratio": 1.0, "difference": 0.0, "standardised": 0.0, "proportion-difference": 0.0}.get(
            domain or ""
        ),
        domain,
    )


def _imprecision(lead: Signal, knowledge: Knowledge) -> Step:
    if lead.n == 0:
        return Step(domain="imprecision", change=-1, reason="n-unknown")
    if lead.n < SMALL:
        return Step(domain="imprecision", change=-2, reason="n-very-small", number=str(lead.n))
    if not prints_something(lead):
        return Step(domain="imprecision", change=-1, reason="no-effect-printed")
    if lead.n < OPTIMAL_INFORMATION_SIZE:
        return Step(domain="imprecision", change=-1, reason="n-small", number=str(lead.n))
    null, domain = _null(lead, knowledge)
    result = lead.result
    if result is not None and result.interval is not None and null is not None:
        low, high = float(result.interval[0]), float(result.interval[1])
        wide = domain == "ratio" and (low < APPRECIABLE_RATIO[0] or high > APPRECIABLE_RATIO[1])
        if low < null < high and wide:
            return Step(domain="imprecision", change=-1, reason="interval-wide")
    elif lead.signal == NONE:
        return Step(domain="imprecision", change=-1, reason="no-interval")
    return Step(domain="imprecision", change=0, reason="precise", number=str(lead.n))


def _publication(verdict: Verdict) -> Step:
    studies = max((s.result.studies or 0 for s in verdict.body if s.result is not None), default=0)
    enough = max(studies, len(verdict.body)) >= ENOUGH_FOR_FUNNEL
    return Step(domain="publication-bias", change=0, reason="not-tested" if enough else "too-few")


def _not_up(domain: str) -> Step:
    """An upgrade domain that the structured facts do not support."""
    return Step(domain=domain, change=0, reason="not-considered")


def _large(lead: Signal, knowledge: Knowledge) -> Step:
    null, domain = _null(lead, knowledge)
    result = lead.result
    if result is not None and result.interval is not None and domain == "ratio" and null:
        low, high = float(result.interval[0]), float(result.interval[1])
        if low > LARGE_RATIO[1] or high < LARGE_RATIO[0]:
            return Step(domain="large-effect", change=1, reason="large")
    return Step(domain="large-effect", change=0, reason="not-large")
