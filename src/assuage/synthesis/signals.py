"""From a study's results to one signal an outcome family: for, against, no difference, unclear.

A result counts towards a verdict only if its arm is the asked agent and its comparator is a
control (placebo, usual care, sham, baseline for uncontrolled work). Comparisons with another
active drug are shown, and decide nothing. Nothing here counts how many studies agree.
"""

from dataclasses import dataclass, replace

from assuage.appraisal.level import UNCONTROLLED, Level, appraise
from assuage.knowledge.shelves import Knowledge
from assuage.terms.finding import Finding
from assuage.terms.study import Arm, Conclusion, Result, Study
from assuage.terms.vocabulary import Term

FOR, AGAINST, NONE, UNCLEAR = "for", "against", "none", "unclear"
_VERDICT_SIGNAL = {
    "benefit": FOR,
    "possible-benefit": FOR,
    "no-benefit": NONE,
    "insufficient": UNCLEAR,
    "harm": AGAINST,
    "no-harm": NONE,
    "mixed": UNCLEAR,
}


@dataclass(frozen=True)
class Signal:
    """What one study says on one outcome family for one agent."""

    finding: Finding
    study: Study
    agent: str
    family: str
    domain: str
    level: Level
    signal: str
    n: int
    """Participants behind the signal; 0 where not printed."""
    result: Result | None
    divided: bool = False
    """Whether the study's own arms or readings of this outcome at this time say otherwise."""


def outcome_term(knowledge: Knowledge, outcome: str) -> Term:
    """The term of an outcome or adverse effect; adverse effects are better lower, and are harms."""
    found = knowledge.vocabulary["outcomes"].get(outcome)
    if found is not None:
        return found
    effect = knowledge.vocabulary["effects"][outcome]
    return Term(id=effect.id, en=effect.en, zh=effect.zh, better="lower", domain="harm")


def family_of(term: Term) -> str:
    """The family of an outcome: its own id unless the vocabulary groups it."""
    return term.family or term.id


def _controlled(study: Study, result: Result, level: Level) -> bool:
    if result.versus == "baseline" or result.versus is None:
        return level.tier >= UNCONTROLLED
    other = study.arm(result.versus)
    return other is not None and (
        (other.agent is None and other.control not in ("other-drug", "other-dose"))
        or other.agent == "placebo"
    )


def drug_arm(study: Study, fact: Result | Conclusion) -> tuple[Arm | None, bool]:
    """The arm that got the agent, and whether the result is printed the other way round.

    Some papers print control minus drug: the drug is then the comparator.
    """
    arm = study.arm(fact.arm)
    if arm is not None and arm.agent is None and isinstance(fact, Result):
        return study.arm(fact.versus), True
    return arm, False


def result_signal(result: Result, term: Term, turned: bool = False) -> str:
    """Whether the direction of a result helps the patient; ``turned`` where the drug is the
    comparator."""
    if result.direction == "no-difference":
        return NONE
    if result.direction == "unclear" or term.better in (None, "none"):
        return UNCLEAR
    return FOR if (result.direction == term.better) is not turned else AGAINST


def _has_control(study: Study) -> bool:
    return len(study.arms) < 2 or any(
        arm.agent in (None, "placebo") and arm.control not in ("other-drug", "other-dose")
        for arm in study.arms
    )


def _measures_harm(fact: Result | Conclusion, study: Study, level: Level) -> bool:
    """Whether a finding on a harm compares it with a control or counts it.

    A study that treats the harm (withdrawal, pain flare) and finds it less does not show that
    the drug causes less of it, and an author's word without a control shows no difference.
    """
    if isinstance(fact, Conclusion):
        compared = level.synthesis or len(study.arms) > 1
        return fact.verdict in ("harm", "no-harm") and level.tier < UNCONTROLLED and compared
    if fact.versus is None:
        return True
    if fact.versus == "baseline" or level.tier >= UNCONTROLLED:
        return fact.direction == "higher"
    return True


def _size(result: Result | None, study: Study) -> int:
    if result is not None and result.n:
        return result.n
    if result is not None:
        counted = [v.n for v in result.values if v.n]
        if len(counted) > 1:
            return sum(counted)
    if study.review is not None and study.review.participants:
        return study.review.participants
    if study.population.n:
        return study.population.n
    # Some abstracts print the arms' sizes and no total.
    return sum(arm.n or 0 for arm in study.arms)


def _speaker(held: list[tuple[tuple[int, ...], Signal]]) -> Signal:
    """The signal that speaks for a study, marked where its like in the study says otherwise."""
    first = min(held, key=lambda pair: pair[0])[1]
    if first.result is None or first.signal == UNCLEAR:
        return first
    others = {
        s.signal
        for _, s in held
        if s.result is not None and _like(s.result) == _like(first.result) and s.signal != UNCLEAR
    }
    return replace(first, divided=True) if others != {first.signal} else first


def _like(result: Result) -> tuple[object, ...]:
    return (result.outcome, result.primary, result.instrument, result.at)


def signals(
    findings: tuple[Finding, ...], knowledge: Knowledge, order: tuple[str, ...]
) -> tuple[Signal, ...]:
    """One signal a study, agent and outcome family. ``order`` ranks outcomes within a family.

    A study's primary result speaks for it; else the outcome that stands first in the
    condition's hierarchy; else a result with an interval; else the first.
    """
    grouped: dict[tuple[str, str, str], list[tuple[tuple[int, ...], Signal]]] = {}
    for position, finding in enumerate(findings):
        fact, study = finding.fact, finding.entry
        if not isinstance(study, Study) or not isinstance(fact, Result | Conclusion):
            continue
        arm, turned = drug_arm(study, fact)
        if arm is None or arm.agent is None:
            continue
        term = outcome_term(knowledge, fact.outcome)
        level = appraise(study, knowledge)
        if knowledge.term("designs", study.design).domain == "narrative":
            # A narrative review is shown; it measured nothing.
            continue
        rank = order.index(fact.outcome) if fact.outcome in order else len(order)
        if term.domain == "harm" and not _measures_harm(fact, study, level):
            continue
        if isinstance(fact, Result):
            if fact.subgroup or not (turned or _controlled(study, fact, level)):
                continue
            said = result_signal(fact, term, turned)
            key = (
                0 if said != UNCLEAR else 1,
                0 if fact.primary else 1,
                rank,
                0 if fact.interval else 1,
                position,
            )
            result: Result | None = fact
        else:
            if not level.synthesis and not _has_control(study):
                # Two active drugs: better than the other says nothing against control.
                continue
            said = _VERDICT_SIGNAL.get(fact.verdict, UNCLEAR)
            # A review that pooled nothing speaks through its conclusion.
            key = (0 if said != UNCLEAR else 1, 2, rank, 2, position)
            result = None
        signal = Signal(
            finding,
            study,
            arm.agent,
            family_of(term),
            term.domain or "",
            level,
            said,
            _size(result, study),
            result,
        )
        grouped.setdefault((study.id, arm.agent, family_of(term)), []).append((key, signal))
    chosen = [_speaker(held) for held in grouped.values()]
    return tuple(sorted(chosen, key=lambda s: (s.family, s.level.tier, -s.n, s.study.id)))
