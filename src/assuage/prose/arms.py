"""Arms of a study as both languages need them: the route of the leading one, and two told apart."""

from assuage.terms.finding import Finding
from assuage.terms.study import Study


def lead_route(finding: Finding, agent: str) -> str | None:
    """The route by which the agent was given in the study behind a finding, where it states one."""
    study = finding.entry
    if not isinstance(study, Study):
        return None
    arms = (finding.fact.arm, getattr(finding.fact, "versus", None))
    return next((a.route for a in study.arms if a.id in arms and a.agent == agent), None)


def told_apart(one: str, other: str, first: str, second: str) -> tuple[str, str]:
    """Two arms in words; their ids are added where the words are the same."""
    return (f"{first} [{one}]", f"{second} [{other}]") if first == second else (first, second)
