"""What a body of evidence says, by a stated rule and without counting votes.

The rule (docs/synthesis.md, tested on constructed cases):

1. Only the strongest tier speaks: randomised evidence and its syntheses; else controlled
   observational; else uncontrolled.
2. Within it the most informative result leads: the synthesis or trial with the most
   participants; at equal size the later one. A synthesis without a pooled effect leads only
   if no trial is as large.
3. A result that points elsewhere and holds at least a quarter of the lead's participants
   makes the body contradictory; a smaller one is named as dissent.
4. A difference that is clear of the null but smaller than the sourced minimal important
   difference is called unimportant.
"""

from dataclasses import dataclass

from assuage.appraisal.level import OBSERVATIONAL
from assuage.synthesis.signals import AGAINST, FOR, NONE, UNCLEAR, Signal
from assuage.terms.condition import Importance
from assuage.terms.finding import Finding

APPRECIABLE_RATIO = (0.75, 1.25)

DISSENT_SHARE = 0.25
"""Our own convention: below a quarter of the lead's size a dissenting result is named, not decisive."""

_PLAIN = {FOR: "benefit", AGAINST: "worse", NONE: "no-difference", UNCLEAR: "inconclusive"}


@dataclass(frozen=True)
class Verdict:
    """The conclusion on one outcome family for one agent at one directness."""

    family: str
    agent: str
    verdict: str
    """benefit, possible, unimportant, no-difference, worse, inconclusive, contradictory,
    uncontrolled."""
    lead: Signal
    body: tuple[Signal, ...]
    dissent: tuple[Signal, ...]
    directness: str


def decide(body: tuple[Signal, ...], importance: tuple[Finding, ...] = ()) -> Verdict | None:
    """The verdict on one body: signals of one agent, family and directness."""
    if not body:
        return None
    tier = min(s.level.tier for s in body)
    speaking = tuple(s for s in body if s.level.tier == tier)
    lead = max(speaking, key=lambda s: (_leads(s), s.n, s.study.citation.year or 0, s.study.id))
    dissent = tuple(
        s for s in speaking if s is not lead and s.signal != lead.signal and s.signal != UNCLEAR
    )
    weighty = [s for s in dissent if not lead.n or s.n >= DISSENT_SHARE * lead.n]
    if (
        lead.signal == AGAINST
        and lead.finding.directness != "preclinical"
        and lead.result is not None
        and not prints_something(lead)
    ):
        # A bare direction is too little to call something worse.
        verdict = "inconclusive"
    elif lead.finding.directness == "preclinical":
        verdict = "contradictory" if dissent else _PLAIN[lead.signal]
    elif tier > OBSERVATIONAL:
        verdict = "uncontrolled" if lead.signal == FOR else _PLAIN[lead.signal]
    elif weighty and lead.signal != UNCLEAR:
        verdict = "contradictory"
    elif lead.signal == FOR and _unimportant(lead, importance):
        verdict = "unimportant"
    elif lead.signal == FOR and getattr(lead.finding.fact, "verdict", "") == "possible-benefit":
        verdict = "possible"
    elif lead.signal == NONE and _holds_both(lead):
        verdict = "inconclusive"
    else:
        verdict = _PLAIN[lead.signal]
    return Verdict(lead.family, lead.agent, verdict, lead, body, dissent, lead.finding.directness)


def prints_something(lead: Signal) -> bool:
    """Whether the result behind a signal prints an effect, an interval, a P value or values."""
    result = lead.result
    return result is not None and bool(
        result.effect or result.interval or result.p or result.values
    )


def _holds_both(lead: Signal) -> bool:
    """Whether a ratio's interval holds an appreciable effect as well as none: not significant is
    not the same as no difference (Guyatt 2011, J Clin Epidemiol 64:1283: under 0.75, over 1.25)."""
    result = lead.result
    if result is None or result.interval is None or not (result.measure or "").endswith("ratio"):
        return False
    low, high = float(result.interval[0]), float(result.interval[1])
    return low < APPRECIABLE_RATIO[0] or high > APPRECIABLE_RATIO[1]


def _leads(signal: Signal) -> int:
    """0 for a synthesis that pooled nothing, 1 for anything with a signal of its own."""
    return 0 if signal.signal == UNCLEAR and signal.level.synthesis else 1


def _unimportant(lead: Signal, importance: tuple[Finding, ...]) -> bool:
    result = lead.result
    if result is None or result.effect is None or result.measure != "mean-difference":
        return False
    for finding in importance:
        fact = finding.fact
        if (
            isinstance(fact, Importance)
            and fact.outcome == result.outcome
            and fact.unit == result.unit
            and (fact.instrument is None or fact.instrument == result.instrument)
        ):
            return abs(float(result.effect)) < abs(float(fact.value))
    return False
