"""English sentences for the facts of drugs, devices and conditions."""

from collections.abc import Callable
from typing import Any

from assuage.prose.english.verdicts import plural
from assuage.prose.lexicon import Lexicon
from assuage.terms.finding import Finding
from assuage.terms.statement import Statement

Held = tuple[Finding, ...]
Realiser = Callable[[Statement, Held, Lexicon], str]


def upper(text: str) -> str:
    """The text with its first letter upper case, unless it is a symbol or an abbreviation."""
    return text[:1].upper() + text[1:]


def an(noun: str) -> str:
    """The indefinite article with its noun."""
    vowel = noun[:1].lower() in "aeio" or noun[:2].lower() == "un"
    return f"{'an' if vowel else 'a'} {noun}"


def the(noun: str) -> str:
    """The noun with its article where English wants one: the NMDA receptor, calcineurin."""
    return f"the {noun}" if noun.endswith(("receptor", "transporter", "complex")) else noun


def _route(fact: Any, lex: Lexicon) -> str:
    return f" ({lex.term('routes', fact.route)})" if fact.route else ""


def _said_by(finding: Finding, lex: Lexicon) -> str:
    """Who says it, in a word: the label of a region, or the source's kind."""
    source = lex.knowledge.sources.get(finding.source or "")
    if source is None:
        return "the source"
    if source.kind == "label":
        region = f"{lex.term('regions', source.region)} " if source.region else ""
        return f"the {region}label"
    names = {
        "reference-work": "a reference work",
        "review": "a review",
        "regulator": "a regulator",
        "guidance": "guidance",
        "study": "a study",
        "register": "a register",
    }
    return names.get(source.kind, "a publication")


def identity(s: Statement, held: Held, lex: Lexicon) -> str:
    assert s.computed and s.computed.agent
    drug = lex.knowledge.drugs[s.computed.agent]
    kinds = {
        "small-molecule": "small molecule",
        "antibody": "monoclonal antibody",
        "fusion-protein": "fusion protein",
        "peptide": "peptide",
        "toxin": "bacterial toxin",
        "polysaccharide": "polysaccharide",
        "polymer": "polymer",
        "herbal": "herbal medicine",
    }
    text = f"{upper(drug.names.en)} ({drug.names.zh}) is {an(kinds[drug.kind])}"
    if s.computed.items:
        text += f"; class: {lex.join(lex.agent(c) for c in s.computed.items)}"
    if drug.names.en_synonyms:
        text += f"; also called {lex.join(drug.names.en_synonyms)}"
    if held:
        codes = ", ".join(f"{f.fact.scheme.upper()} {f.fact.code}" for f in held)
        text += f". Identifiers: {codes}"
    if drug.depth == "short":
        text += ". Its entry is short: many parts are not curated"
    if drug.names.decoys:
        text += f". Not to be confused with {lex.join(drug.names.decoys)}"
    return text + "."


def condition_identity(s: Statement, held: Held, lex: Lexicon) -> str:
    assert s.computed and s.computed.condition
    condition = lex.knowledge.conditions[s.computed.condition]
    text = f"{upper(condition.names.en)} ({condition.names.zh})"
    if s.computed.items:
        text += f" is read as part of {lex.join(lex.condition(c) for c in s.computed.items)}"
    else:
        text += " stands on its own among the conditions of this knowledge"
    return text + "."


def drug_actions(s: Statement, held: Held, lex: Lexicon) -> str:
    parts = []
    for f in held:
        fact: Any = f.fact
        action, target = lex.term("drug-actions", fact.action), lex.term("targets", fact.target)
        if lex.knowledge.term("drug-actions", fact.action).domain == "verb":
            parts.append(action.format(target=target))
        else:
            parts.append(f"is {an(action)} of {the(target)}")
    return f"{upper(lex.agent(held[0].owner))} {lex.join(parts)}."


def link(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    where = [lex.term("species", fact.species)] if fact.species else []
    if fact.tissue:
        where.append(fact.tissue)
    basis = {
        "human": "human data",
        "animal": "animal work",
        "in-vitro": "cell work",
        "review": "stated in a review",
    }[fact.basis]
    relation = lex.term("relations", fact.relation)
    if plural(lex.agent(fact.subject)):
        first, _, rest = relation.partition(" ")
        verb = {"is": "are", "has": "have"}.get(first, first.removesuffix("s"))
        relation = f"{verb} {rest}".strip()
    return (
        f"{upper(lex.agent(fact.subject))} {relation} "
        f"{the(lex.agent(fact.object))} ({', '.join([basis, *where])})."
    )


def regulatory(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    uses = [
        lex.use(f.fact.use) + (f" ({f.fact.year})" if f.fact.year else "")
        for f in held
        if f.fact.use
    ]
    route = _route(fact, lex)
    purpose = f" for {lex.join(uses)}" if uses else ""
    if not uses and fact.year:
        purpose = f" ({fact.year})"
    return (
        f"{upper(lex.term('regions', fact.region))}: {lex.agent(held[0].owner)}{route} is "
        f"{lex.term('statuses', fact.status)}{purpose}."
    )


def _share(fact: Any, lex: Lexicon) -> str:
    if fact.percent is None:
        return ""
    text = lex.number(fact.percent)
    if fact.percent_high is not None:
        text = lex.range(fact.percent, fact.percent_high)
    text += "%"
    if fact.comparator_percent is not None:
        text += f" v {lex.number(fact.comparator_percent)}% with the comparator"
    return f" ({text})"


def adverse_effects(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    effects = lex.join(lex.term("effects", f.fact.effect) + _share(f.fact, lex) for f in held)
    context = f" in {lex.use(fact.context)}" if fact.context and fact.context != "general" else ""
    timing = f", {lex.term('timings', fact.timing)}" if fact.timing else ""
    frequency = f", {lex.term('frequencies', fact.frequency)}" if fact.frequency else ""
    return (
        f"Adverse effects of {lex.agent(held[0].owner)}{_route(fact, lex)}{context}{timing}"
        f"{frequency}: {effects} ({_said_by(held[0], lex)})."
    )


def boxed_warnings(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    risks = lex.join(lex.term("effects", f.fact.risk) for f in held)
    return (
        f"Boxed warning, {lex.term('regions', fact.region)}, for {lex.agent(held[0].owner)}"
        f"{_route(fact, lex)}: {risks}."
    )


def contraindications(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    states = lex.join(lex.term("states", f.fact.state) for f in held)
    heads = {"contraindicated": "contraindicates", "avoid": "advises against"}
    head = heads.get(fact.level, "advises caution with")
    return (
        f"{upper(_said_by(held[0], lex))} {head} {lex.agent(held[0].owner)}{_route(fact, lex)} "
        f"in: {states}."
    )


def monitoring(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    things = lex.join(
        lex.term("monitors", f.fact.what)
        + (f" (every {lex.amount(f.fact.every)})" if f.fact.every else "")
        for f in held
    )
    when = f" {lex.term('timings', fact.when)}" if fact.when else ""
    harm = f", because of {lex.term('effects', fact.harm)}" if fact.harm else ""
    return (
        f"With {lex.agent(held[0].owner)}, {_said_by(held[0], lex)} has these watched{when}{harm}: "
        f"{things}."
    )


def grade(fact: Any, lex: Lexicon) -> str:
    """The grade of organ function, with the printed range and the use that it is advised for."""
    text = lex.term("organ-grades", fact.grade)
    if fact.low is not None and fact.high is not None:
        text += f" {lex.range(fact.low, fact.high)} mL/min"
    elif fact.high is not None:
        text += f" below {fact.high.digits:f} mL/min"
    elif fact.low is not None:
        text += f" from {lex.number(fact.low)} mL/min"
    return f"{text}, in {lex.use(fact.use)}" if fact.use else text


def organ_dose(fact: Any, lex: Lexicon) -> str:
    """Dose, reduction and exposure, as printed."""
    parts = []
    if fact.dose is not None:
        parts.append(lex.amount(fact.dose))
    if fact.reduce_percent is not None:
        parts.append(f"reduction of {lex.number(fact.reduce_percent)}%")
    if fact.exposure_ratio is not None:
        parts.append(f"exposure {lex.number(fact.exposure_ratio)} times that with normal function")
    return "; ".join(parts)


def organ_guidance(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    region = f" ({lex.term('regions', fact.region)})" if fact.region else ""
    detail = organ_dose(fact, lex)
    return (
        f"{upper(fact.organ)}, {grade(fact, lex)}{region}: for {lex.agent(held[0].owner)}"
        f"{_route(fact, lex)}, {_said_by(held[0], lex)} {lex.term('actions', fact.action)}"
        f"{' (' + detail + ')' if detail else ''}."
    )


def pharmacokinetics(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    values = lex.join(
        f"{lex.term('parameters', f.fact.parameter)} {lex.amount(f.fact.amount)}" for f in held
    )
    who = []
    if fact.route:
        who.append(lex.term("routes", fact.route))
    if fact.population:
        who.append(lex.term("features", fact.population))
    if fact.condition:
        who.append(lex.condition(fact.condition))
    head = lex.agent(fact.moiety or held[0].owner)
    return f"Kinetics of {head}{' (' + ', '.join(who) + ')' if who else ''}: {values}."


def elimination(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    paths = []
    for f in held:
        path: Any = f.fact
        text = lex.term("pathways", path.pathway)
        if path.percent is not None:
            shown = lex.number(path.percent)
            if path.percent_high is not None:
                shown = lex.range(path.percent, path.percent_high)
            text += f" ({shown}%)"
        paths.append(text)
    heads = {
        "major": "Main elimination",
        "minor": "Minor elimination",
        "contributes": "Contributing to elimination",
        "not-involved": "Not involved in elimination",
    }
    return (
        f"{heads.get(fact.role, 'Elimination')} of {lex.agent(held[0].owner)}: {lex.join(paths)}."
    )


def properties(s: Statement, held: Held, lex: Lexicon) -> str:
    names = lex.join(
        lex.term("properties", f.fact.property)
        + (f" ({lex.term('strengths', f.fact.strength)})" if f.fact.strength else "")
        for f in held
    )
    return f"Effects of {lex.agent(held[0].owner)} that add up with other drugs: {names}."


def interaction(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    drug, other = lex.agent(held[0].owner), lex.agent(fact.other)
    changed, by = (drug, other) if fact.role != "perpetrator" else (other, drug)
    numbers = []
    if fact.auc_ratio is not None:
        text = f"AUC ratio {lex.number(fact.auc_ratio)}"
        if fact.auc_ratio_interval:
            text += f" ({lex.range(*fact.auc_ratio_interval)})"
        numbers.append(text)
    if fact.cmax_ratio is not None:
        numbers.append(f"Cmax ratio {lex.number(fact.cmax_ratio)}")
    if fact.moiety and fact.moiety != held[0].owner:
        numbers.append(f"measured with {lex.agent(fact.moiety)}")
    detail = f" ({'; '.join(numbers)})" if numbers else ""
    action = f"; {_said_by(held[0], lex)} {lex.term('actions', fact.action)}" if fact.action else ""
    kind = lex.term("interactions", fact.kind)
    if fact.role == "pharmacodynamic":
        return f"{upper(drug)}{_route(fact, lex)} with {other}: {kind}{detail}{action}."
    return f"{upper(changed)}{_route(fact, lex)} with {by}: {kind} of {changed}{detail}{action}."


def doses(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    amounts = "; ".join(
        f"{lex.term('dose-kinds', f.fact.kind)} {lex.amount(f.fact.amount)}" for f in held
    )
    who = f", {lex.term('features', fact.population)}" if fact.population else ""
    use = "" if fact.use == "general" else f" for {lex.use(fact.use)}"
    through = f" by {lex.agent(held[0].owner)}" if fact.drug else ""
    return (
        f"Doses stated for {lex.agent(fact.drug or held[0].owner)}{through}{use} ({lex.term('routes', fact.route)}{who}): "
        f"{amounts} ({_said_by(held[0], lex)})."
    )


def treatments(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    if fact.together_with:
        pair = sorted({lex.agent(a) for a in (fact.agent, *fact.together_with)})
        agents = " with ".join(pair)
    else:
        agents = lex.join(lex.agent(f.fact.agent) for f in held)
    return f"In {lex.condition(held[0].owner)}, {lex.term('roles', fact.role)}: {agents}."


def importance(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    on = f" on the {lex.term('instruments', fact.instrument)}" if fact.instrument else ""
    return (
        f"A change in {lex.outcome(fact.outcome)} is taken to matter from "
        f"{lex.with_unit(lex.number(fact.value), fact.unit)}{on} "
        f"(minimal important difference, {lex.condition(held[0].owner)})."
    )


def occurrence(s: Statement, held: Held, lex: Lexicon) -> str:
    fact: Any = held[0].fact
    who = f" ({lex.term('features', fact.population)})" if fact.population else ""
    value = lex.with_unit(lex.number(fact.value), fact.unit)
    if fact.measure == "percent":
        value += "%"
    more = []
    if fact.interval:
        more.append(f"interval {lex.range(*fact.interval)}")
    if fact.n:
        more.append(f"n = {fact.n}")
    detail = f" ({'; '.join(more)})" if more else ""
    return f"In {lex.condition(held[0].owner)}{who}, {lex.outcome(fact.outcome)}: {value}{detail}."


def specifications(s: Statement, held: Held, lex: Lexicon) -> str:
    values = lex.join(
        f"{lex.term('parameters', f.fact.parameter)} {lex.amount(f.fact.amount)}" for f in held
    )
    return f"{upper(lex.agent(held[0].owner))}: {values} ({_said_by(held[0], lex)})."


def rescues(s: Statement, held: Held, lex: Lexicon) -> str:
    steps = []
    for f in held:
        fact: Any = f.fact
        text = lex.term("actions", fact.action)
        if fact.agent:
            # "abrupt withdrawal" is a noun, "giving" a verb: only the noun takes "of".
            of = " of" if text.endswith("withdrawal") else ""
            text += f"{of} {lex.agent(fact.agent)}"
        detail = [lex.amount(fact.amount)] if fact.amount else []
        if fact.route:
            detail.append(lex.term("routes", fact.route))
        elif fact.agent and fact.amount:
            detail.append("route not stated in the source")
        if fact.timing:
            detail.append(lex.term("timings", fact.timing))
        steps.append(text + (f" ({', '.join(detail)})" if detail else ""))
    first: Any = held[0].fact
    of = f" of {lex.agent(first.drug)}" if first.drug else ""
    return (
        f"On {lex.term('effects', first.harm)}{of} ({lex.agent(held[0].owner)}), "
        f"{_said_by(held[0], lex)}: {'; '.join(steps)}."
    )


FACTS: dict[str, Realiser] = {
    "identity": identity,
    "condition-identity": condition_identity,
    "drug-actions": drug_actions,
    "link": link,
    "regulatory": regulatory,
    "adverse-effects": adverse_effects,
    "boxed-warnings": boxed_warnings,
    "contraindications": contraindications,
    "monitoring": monitoring,
    "organ-guidance": organ_guidance,
    "pharmacokinetics": pharmacokinetics,
    "elimination": elimination,
    "properties": properties,
    "interaction": interaction,
    "doses": doses,
    "dose": doses,
    "treatments": treatments,
    "pharmacokinetic": pharmacokinetics,
    "importance": importance,
    "occurrence": occurrence,
    "specifications": specifications,
    "rescues": rescues,
}
