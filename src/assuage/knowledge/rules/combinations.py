"""Rules over combinations: they can fire, and are no graver than a source makes them."""

from collections.abc import Iterator

from assuage.knowledge.rules.shelf import Shelf
from assuage.terms.additive import GROUNDS, SEVERITIES, Group, Limit
from assuage.terms.errors import Problem

_STATES = (None, "stopping")
_PURPOSES = (None, "immune-toxicity", "other")


def severity_has_grounds(shelf: Shelf) -> Iterator[Problem]:
    """A severity needs a source that bears it: a contraindication, a boxed warning, advice."""
    for shown, _, rule in shelf.each("combinations"):
        borne = [SEVERITIES.index(GROUNDS.get(g.says, "minor")) for g in rule.grounds]
        if rule.severity not in SEVERITIES:
            continue
        if max(borne, default=-1) < SEVERITIES.index(rule.severity):
            best = SEVERITIES[max(borne)] if borne else "none"
            yield shelf.problem(
                shown,
                "severity",
                "severity-has-grounds",
                f"severity is {rule.severity!r}, the strongest ground bears {best!r}",
                "Cite a source that says so, or lower the severity.",
            )


def combinations_can_fire(shelf: Shelf) -> Iterator[Problem]:
    """Each group names something, each limit is one threshold, and a raise goes up."""
    for shown, _, rule in shelf.each("combinations"):
        if not rule.groups:
            yield _problem(shelf, shown, "groups", "no group", "Say which medicines are meant.")
        for index, group in enumerate(rule.groups):
            wrong = _group(group)
            if wrong:
                yield _problem(shelf, shown, f"groups[{index}]", *wrong)
        limits = [(f"when[{i}]", x) for i, x in enumerate(rule.when)]
        limits += [(f"raised[{i}].limit", x.limit) for i, x in enumerate(rule.raised)]
        for key, limit in limits:
            if not _one_threshold(limit):
                yield _problem(
                    shelf,
                    shown,
                    key,
                    "it is no single threshold",
                    "Write a state, or a measure with below, at_least or among.",
                )
        for index, raised in enumerate(rule.raised):
            known = raised.severity in SEVERITIES and rule.severity in SEVERITIES
            # A ground may concern one medicine only and cap the others: a raise then lifts them to
            # the rule's own severity, never below it.
            if known and SEVERITIES.index(raised.severity) < SEVERITIES.index(rule.severity):
                yield _problem(
                    shelf,
                    shown,
                    f"raised[{index}]",
                    f"it lowers {rule.severity!r} to {raised.severity!r}",
                    "Write a graver severity, or take it out.",
                )


def _problem(shelf: Shelf, shown: str, key: str, message: str, repair: str) -> Problem:
    return shelf.problem(shown, key, "combinations-can-fire", message, repair)


def _group(group: Group) -> tuple[str, str] | None:
    """What is wrong with a group, and its repair."""
    if not (group.of or group.properties):
        return "the group is empty", "Name medicines in of, or properties."
    if group.least < 1:
        return f"least is {group.least}", "Write 1 or more."
    if group.state not in _STATES:
        return f"state is {group.state!r}", 'Write "stopping", or leave it out.'
    if group.purpose not in _PURPOSES:
        return f"purpose is {group.purpose!r}", 'Write "immune-toxicity", "other", or leave it out.'
    return None


def _one_threshold(limit: Limit) -> bool:
    bounds = sum((limit.below is not None, limit.at_least is not None, bool(limit.among)))
    if limit.state is not None:
        return limit.measure is None and bounds == 0
    return limit.measure is not None and bounds == 1
