"""English sentences for what Assuage computes: verdicts, reasons, gaps, methods."""

from assuage.prose.arms import lead_route
from assuage.prose.english.facts import Held, Realiser, upper
from assuage.prose.english.labels import LABELS
from assuage.prose.english.studies import lead_values, study_phrase
from assuage.prose.english.verdicts import benefit_words, harm_words, preclinical_words
from assuage.prose.lexicon import Lexicon
from assuage.terms.statement import Computed, Statement, Step
from assuage.terms.study import Result, Study

_KIND = {
    "direct": "",
    "other-agent": "",
    "other-route": " (evidence for another route)",
    "near-condition": " (evidence from a near condition)",
    "other-condition": " (evidence from another disease)",
    "class": " (evidence for another of its class)",
    "preclinical": "",
    "spontaneous-report": " (spontaneous reports)",
}


def _c(s: Statement) -> Computed:
    assert s.computed is not None
    return s.computed


def counted(c: Computed, s: Statement, agent: str, outcome: str, lex: Lexicon) -> str:
    """A harm that studies counted and did not compare: the spread of what they print."""
    low, high = c.words[1:]
    text = (
        f"{upper(outcome)}: {low}% to {high}% with {agent} in the studies held "
        f"({len(s.findings)}), not compared with a control{_KIND.get(s.directness, '')}"
    )
    return f"{text}. Certainty (computed): {lex.term('certainty', s.certainty or 'very-low')}."


def verdict(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    lead = held[0]
    agent, outcome = lex.agent(c.agent or ""), lex.outcome(c.outcome or "")
    route = lead_route(lead, c.agent or "")
    routed = agent + (f" ({lex.term('routes', route)})" if route else "")
    if s.directness == "preclinical":
        said = preclinical_words(c.verdict, agent, outcome)
    elif c.words[0] == "harm" and len(c.words) > 1:
        return counted(c, s, agent, outcome, lex)
    elif c.words[0] == "harm":
        said = harm_words(c.verdict, s.certainty, routed, outcome)
    else:
        said = benefit_words(c.verdict, s.certainty, routed, outcome, lex.better(c.outcome or ""))
    text = upper(said) + _KIND.get(s.directness, "")
    study = lead.entry
    if isinstance(study, Study):
        detail = ""
        if isinstance(lead.fact, Result):
            detail = lead_values(lead.fact, study, lex)
        if c.numbers and c.numbers[0] and not (study.population.n or study.review):
            detail = f"n = {c.numbers[0]}" + (f"; {detail}" if detail else "")
        text += f". Leading evidence: {study_phrase(study, lex)}"
        if detail:
            text += f", {detail}"
        elif not isinstance(lead.fact, Result):
            text += f", authors' conclusion: {lex.term('verdicts', lead.fact.verdict)}"
    if c.agreeing:
        text += f". In agreement: {lex.join(lex.study(i) for i in c.agreeing)}"
    if c.items:
        text += f". Pointing elsewhere: {lex.join(lex.study(i) for i in c.items)}"
    if s.certainty:
        text += f". Certainty (computed): {lex.term('certainty', s.certainty)}"
    return text + "."


_REASONS = {
    (
        "machine-reading",
        "unchecked",
    ): "Machine reading: no person has checked it; down one level.",
    ("start", "high"): "Starts high: randomised evidence.",
    ("start", "low"): "Starts low: observational evidence.",
    ("start", "very-low"): "Starts very low: uncontrolled evidence or cases.",
    ("risk-of-bias", "high"): "Risk of bias: high, or many dropped out; down one level.",
    (
        "risk-of-bias",
        "unclear",
    ): "Risk of bias: unclear, as judged from the part that was read; down one level.",
    ("risk-of-bias", "low"): "Risk of bias: low.",
    (
        "inconsistency",
        "contradictory",
    ): "Inconsistency: studies of comparable size disagree; down one level.",
    ("inconsistency", "i2-high"): "Inconsistency: I² of {number}% is considerable; down one level.",
    ("inconsistency", "i2-acceptable"): "Inconsistency: I² of {number}% is below the threshold.",
    ("inconsistency", "divided"): "Inconsistency: the leading study's own doses or readings of "
    "this outcome disagree; down one level.",
    ("inconsistency", "single"): "Inconsistency: one study; cannot be judged.",
    ("inconsistency", "dissent"): "Inconsistency: smaller studies disagree with the leading one.",
    ("inconsistency", "agrees"): "Inconsistency: none among the studies held.",
    (
        "imprecision",
        "n-unknown",
    ): "Imprecision: number of participants not printed; down one level.",
    ("imprecision", "n-very-small"): "Imprecision: only {number} participants; down two levels.",
    (
        "imprecision",
        "n-small",
    ): "Imprecision: {number} participants, fewer than 400; down one level.",
    (
        "imprecision",
        "interval-wide",
    ): "Imprecision: the interval holds both no effect and an appreciable one; down one level.",
    (
        "imprecision",
        "no-interval",
    ): "Imprecision: no difference, and no interval printed; down one level.",
    (
        "imprecision",
        "no-effect-printed",
    ): "Imprecision: only the authors' conclusion was read, no effect; down one level.",
    ("imprecision", "precise"): "Imprecision: {number} participants; not serious.",
    ("publication-bias", "too-few"): "Publication bias: fewer than ten studies; not assessable.",
    ("publication-bias", "not-tested"): "Publication bias: not tested here.",
    ("large-effect", "large"): "Large effect: the interval lies beyond 2 or 0.5; up one level.",
    ("large-effect", "not-considered"): "Large effect: not considered, as other domains are down.",
    ("dose-response", "not-considered"): "Dose and response: not recorded; not rated up.",
    ("confounding", "not-considered"): "Plausible confounding: not recorded; not rated up.",
    ("large-effect", "not-large"): "Large effect: no.",
    ("indirectness", "direct"): "Indirectness: none; this drug in this condition.",
    ("indirectness", "other-route"): "Indirectness: another route; down one level.",
    ("indirectness", "near-condition"): "Indirectness: a near condition; down one level.",
    ("indirectness", "class"): "Indirectness: another member of the class; down two levels.",
    ("indirectness", "other-condition"): "Indirectness: another disease; down two levels.",
    ("indirectness", "preclinical"): "Indirectness: animals or cells; very low at most.",
    ("indirectness", "spontaneous-report"): "Indirectness: spontaneous reports; down two levels.",
    ("indirectness", "general"): "Indirectness: none.",
}


def reason(step: Step, lex: Lexicon) -> str:
    """One GRADE domain in words."""
    return _REASONS[(step.domain, step.reason)].format(number=step.number or "")


def no_direct(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    what = {
        "benefit": "benefit for symptoms, function or quality of life",
        "disease": "an effect on the disease itself",
    }[c.words[0]]
    who = f"{lex.agent(c.agent)} in " if c.agent else ""
    text = (
        f"This knowledge holds no direct controlled evidence on {what} of {who}"
        f"{lex.condition(c.condition or '')}"
    )
    if c.words[1]:
        text += " (uncontrolled results or comparisons with other drugs stand below)"
    nearest = {
        "near-condition": "the nearest evidence is from a near condition",
        "other-condition": "the nearest evidence is from another disease",
        "other-route": "the nearest evidence is for another route",
        "class": "the nearest evidence is for other members of the class",
        "preclinical": "the nearest evidence is from animals or cells",
        "spontaneous-report": "the nearest evidence is spontaneous reports",
        "general": "the nearest evidence is in no particular condition",
    }
    return f"{text}; {nearest[c.verdict]}." if c.verdict in nearest else f"{text}."


def no_direct_agents(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return (
        f"This knowledge holds no direct controlled evidence of benefit in "
        f"{lex.condition(c.condition or '')} for: {lex.join(lex.agent(a) for a in c.items)}."
    )


def more_agents(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return (
        f"Further agents with direct evidence in {lex.condition(c.condition or '')}, in the tables "
        f"below: {lex.join(lex.agent(a) for a in c.items)}."
    )


def see_drugs(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return (
        f"This belongs to the drugs: see their dossiers in {lex.condition(c.condition or '')} "
        f"({lex.join(lex.agent(a) for a in c.items)})."
    )


def not_checked(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return (
        f"{upper(lex.term('regions', c.items[0]))}: the status of {lex.agent(c.agent or '')} was "
        f"not checked."
    )


def shared_property(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return (
        f"{upper(lex.agent(c.agent or ''))} and {lex.agent(c.items[0])}, a usual treatment in "
        f"{lex.condition(held[-1].owner)}, {_add_up(c, lex)}."
    )


def shared_with(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return (
        f"{upper(lex.agent(c.agent or ''))} and {lex.agent(c.items[0])}, named in the question, "
        f"{_add_up(c, lex)}."
    )


def _add_up(c: Computed, lex: Lexicon) -> str:
    effects = lex.join(lex.term("properties", p) for p in c.items[1:])
    return (
        f"share effects that can add up: {effects} (computed from both drugs' properties; no study "
        "of the pair)"
    )


def routes(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return (
        f"Routes for which this knowledge holds doses of {lex.agent(c.agent or '')}: "
        f"{lex.join(lex.term('routes', r) for r in c.items)}; no device entry is linked to it."
    )


def gap(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    outcomes = lex.join(lex.outcome(o) for o in c.items)
    route = f" by the {lex.term('routes', c.words[0])} route" if c.words[0] else ""
    where = lex.condition(c.condition or "")
    nearest = {
        "nothing": "nothing",
        "near-condition": "only evidence from a near condition",
        "other-condition": "only evidence from another disease",
        "other-route": "only evidence for another route",
        "class": "only evidence for other members of the class",
        "preclinical": "only animal or cell work",
        "spontaneous-report": "only spontaneous reports",
        "general": "only general facts",
    }[c.verdict]
    return f"Not in this knowledge: direct evidence in {where}{route} on {outcomes}; held instead: {nearest}."


def gap_populations(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    return (
        f"Not in this knowledge: direct results for "
        f"{lex.join(lex.term('features', i) for i in c.items)} in {lex.condition(c.condition or '')}."
    )


def related(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    if c.verdict == "conditions":
        return f"Related conditions: {lex.join(lex.condition(i) for i in c.items)}."
    return f"Related drugs: {lex.join(lex.agent(i) for i in c.items)}."


def method(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    if c.verdict == "knowledge":
        studies, guidance, drugs, *beside = c.numbers
        library = (
            f" Beside it, set apart and part of no conclusion: what a machine read in {beside[0]} works "
            "of the local library."
            if beside
            else ""
        )
        return (
            f"Made by Assuage from its curated knowledge, version {c.words[0]} of {c.words[1]}: "
            f"{studies} studies, {guidance} guidance documents, {drugs} drugs.{library} "
            "No network was used."
        )
    return {
        "computed": "Certainty follows the domains of GRADE and is computed from the structured "
        "facts; it is not a panel's judgement.",
        "rule": "The bottom line follows a stated rule: the nearest evidence first, randomised "
        "before observational, the most informative result leads, disagreement of comparable size "
        "is called contradictory; studies are not counted as votes.",
        "reading": "Where only an abstract or a section was read, the source's card says so, and "
        "risk of bias counts as unclear.",
        "directness": "Each statement carries a label: this drug in this condition, another route, "
        "a near condition, another disease, another member of the class, animals or cells, "
        "spontaneous reports, or the drug in general.",
    }[c.verdict]


def left_out(s: Statement, held: Held, lex: Lexicon) -> str:
    path, line = _c(s).words
    return f"Left out because the file is broken: {path}{', line ' + line if line != '0' else ''}."


def excluded(s: Statement, held: Held, lex: Lexicon) -> str:
    n = _c(s).numbers[0]
    return (
        f"{n} {'source was' if n == 1 else 'sources were'} read and excluded; the reasons are kept."
    )


def library_search(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    source, on, query, covers = c.words[:4]
    name = LABELS[f"source.{source}"]
    asked = f"Search of {name}{f', data to {covers}' if covers else ''}, {on}: “{query}”: "
    if c.verdict == "found":
        total, got = c.numbers
        return (
            asked
            + f"{total} {'record' if total == 1 else 'records'}, {got} fetched to the library."
        )
    if c.verdict == "none-found":
        return asked + "none found."
    some = f" {c.numbers[0]} records were fetched before it failed." if c.numbers[0] else ""
    return asked + f"could not be asked. {c.words[4]}{some}"


def disclaimer(s: Statement, held: Held, lex: Lexicon) -> str:
    return "This informs health professionals; it is not medical advice and prescribes nothing."


COMPUTED: dict[str, Realiser] = {
    "verdict": verdict,
    "bottom-benefit": verdict,
    "bottom-disease": verdict,
    "bottom-harm": verdict,
    "no-direct": no_direct,
    "no-direct-agents": no_direct_agents,
    "more-agents": more_agents,
    "see-drugs": see_drugs,
    "not-checked": not_checked,
    "shared-property": shared_property,
    "shared-with": shared_with,
    "routes": routes,
    "gap": gap,
    "gap-populations": gap_populations,
    "related": related,
    "method": method,
    "library-search": library_search,
    "left-out": left_out,
    "excluded": excluded,
    "disclaimer": disclaimer,
}
