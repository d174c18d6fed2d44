"""What adds up, in English: headings and the joints of a line. No fact of medicine stands here."""

from assuage.terms.additive import Expected

ALERTS = "What adds up"
MINOR = "To know"
EXPOSURE = "Concentrations"
ASKED = "Would help to know"
SOURCES = "Sources"
DISCLAIMER = "Informs professionals; prescribes nothing. Nothing was stored or sent."

BY_PROPERTY = ": known of each by itself"
BY_LABEL = ": said in a drug's own information"
DIALYSIS = "dialysis"
VALUES = {
    "yes": "present",
    "no": "absent",
    "hbsag-positive": "HBsAg positive",
    "anti-hbc-positive": "anti-HBc positive",
    "moderate-severe": "moderate or severe",
}
"""Words of a person's file and units, as they are shown."""

_KINDS = {
    "exposure-increased": "raises",
    "exposure-decreased": "lowers",
    "no-exposure-change": "did not change",
}


def join(items: list[str], last: str = "and") -> str:
    """a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def medicines(names: list[str]) -> str:
    return f"Medicines: {', '.join(names) if names else 'none'}."


def by_route(name: str, route: str) -> str:
    return f"{name} ({route})"


def unknown(names: list[str]) -> str:
    return f"NOT CHECKED, not in the knowledge: {', '.join(names)}."


def in_state(states: list[str]) -> str:
    return f"in {join(states)}"


def pregnancy_unheld(names: list[str]) -> str:
    return f"NOT CHECKED for pregnancy, of which nothing is held: {', '.join(names)}."


def partial(names: list[str]) -> str:
    return (
        "Only partly checked, by rules that name them or their class, because no file of their own is "
        f"held: {', '.join(names)}."
    )


def without_facts(names: list[str]) -> str:
    return f"Nothing is held that could add up, so nothing was checked, for: {', '.join(names)}."


def none(rules: int) -> str:
    return (
        f"None of the {rules} rules gives an alert. That is no proof of safety: the rules hold "
        "what was curated."
    )


def heading(severity: str, effect: str, names: list[str], usual: list[str]) -> str:
    extra = f" if {join(usual, 'or')} is given" if usual else ""
    return f"{severity.upper()}: {effect} – {join(names)}{extra}"


def says(ground: str) -> str:
    return f": a source {ground}"


def because(
    severity: str,
    names: list[str],
    usual: list[str],
    route: str,
    says: str,
    met: list[str],
    cited: str,
) -> str:
    by = f" ({route})" if route else ""
    limits = f"; in this person {join(met)}" if met else ""
    held = [*names, *([join(usual, "or")] if usual else [])]
    return f"{' + '.join(held)}{by}, {severity}{says} {cited}{limits}"


def measured(name: str, value: str, unit: str, threshold: str) -> str:
    number = f"{value} {unit}".strip()
    return f"{name} {number}{f' ({threshold})' if threshold else ''}"


def below(limit: str) -> str:
    return f"below {limit}"


def at_least(limit: str) -> str:
    return f"{limit} or more"


def why(held: list[tuple[str, str]]) -> str:
    return "Why: " + "; ".join(f"{text} {cited}".strip() for text, cited in held) + "."


def do(held: list[tuple[str, str]]) -> str:
    return "Do: " + "; ".join(f"{text} {cited}".strip() for text, cited in held) + "."


def step(text: str, watched: str, amount: str, about: list[str]) -> str:
    held = f" ({join(about)})" if about else ""
    return f"{text.replace('{}', amount)}{f' {watched}' if watched else ''}{held}"


def with_others(name: str) -> str:
    return f"{name} with the others"


def short(effect: str, names: list[str], usual: list[str], steps: list[str], cited: str) -> str:
    extra = f" if {join(usual, 'or')} is given" if usual else ""
    return f"{effect}: {join(names)}{extra}{'; ' + '; '.join(steps) if steps else ''} {cited}"


_BASES = {"observed": "pooled from what was observed", "modelled": "by the model"}


def amount(held: Expected) -> str:
    """The ratio with its interval, and where it comes from."""
    digits = 2 if held.ratio < 1 else 1
    low, middle, high = (f"{x:.{digits}f}" for x in (held.low, held.ratio, held.high))
    return f"expected AUC × {middle} ({low} to {high}), {_BASES[held.basis]}"


def computed(drug: str, other: str, route: str, held: Expected, cited: str) -> str:
    by = f" by the {route} route" if route else ""
    verb = "raises" if held.ratio > 1 else "lowers"
    return f"{other} {verb} {drug}{by}: {amount(held)} {cited}".rstrip()


def pair(
    drug: str,
    other: str,
    kind: str,
    through: str,
    route: str,
    ratio: str,
    interval: tuple[str, str] | None,
    action: str,
    expected: Expected | None,
    cited: str,
) -> str:
    by = f" by the {route} route" if route else ""
    group = f" (as one of the {through})" if through else ""
    held = f", AUC × {ratio}" if ratio else ""
    limits = f" ({interval[0]} to {interval[1]})" if interval else ""
    advised = f"; the source {action}" if action else ""
    modelled = f"; {amount(expected)}" if expected else ""
    return f"{other} {_KINDS[kind]} {drug}{by}{group}{held}{limits}{advised}{modelled} {cited}"


def usual_nothing(conditions: list[str]) -> str:
    return (
        f"Checked with the usual treatments of {join(conditions)}, were they given: nothing that is "
        "held adds up with them."
    )


def no_usual(conditions: list[str]) -> str:
    return f"No usual treatments are held for {join(conditions)}: none was checked."


def unknown_conditions(names: list[str]) -> str:
    return f"Not in the knowledge, so nothing was checked with it: {', '.join(names)}."


def usual(conditions: list[str]) -> str:
    return f"With the usual treatments of {join(conditions)}, were they given"


def ask(measure: str, effects: list[tuple[str, str]]) -> str:
    held = ", ".join(f"{effect} (up to {severity})" for effect, severity in effects)
    return f"{measure}: {held}"
