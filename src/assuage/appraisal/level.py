"""The level of evidence of one study, and its risk of bias as far as it was read.

Starting levels are GRADE's: randomised evidence starts high, observational low (Balshem 2011,
J Clin Epidemiol 64:401, doi 10.1016/j.jclinepi.2010.07.015, abstract). Case reports start very low.
"""

from dataclasses import dataclass

from assuage.knowledge.shelves import Knowledge
from assuage.terms.study import Study

RANDOMISED, OBSERVATIONAL, UNCONTROLLED, OTHER = 1, 2, 3, 4


@dataclass(frozen=True)
class Level:
    """``tier``: 1 randomised or a synthesis, 2 observational with a comparison, 3 uncontrolled or
    cases, 4 other. ``bias``: low, some, high or unclear."""

    tier: int
    synthesis: bool
    bias: str


def appraise(study: Study, knowledge: Knowledge) -> Level:
    """The level of one study from its structured facts."""
    term = knowledge.vocabulary["designs"].get(study.design)
    domain = term.domain if term else None
    rank = term.rank or 1 if term else 1
    if domain == "synthesis" or domain == "randomised":
        tier = RANDOMISED
    elif domain == "observational":
        tier = OBSERVATIONAL if rank < 3 else UNCONTROLLED
    elif domain in ("case", "reports"):
        tier = UNCONTROLLED
    else:
        tier = OTHER
    return Level(tier, domain == "synthesis", _bias(study))


def _bias(study: Study) -> str:
    domains = (
        study.bias.randomisation,
        study.bias.deviations,
        study.bias.missing,
        study.bias.measurement,
        study.bias.reporting,
    )
    for worst in ("high", "some", "unclear"):
        if worst in domains:
            return worst
    return "low"
