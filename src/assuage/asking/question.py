"""Typed words to questions: drug and condition given apart, or one plain sentence."""

import re

from msgspec.structs import replace

from assuage.asking.names import Index, Meaning, expand, fold
from assuage.knowledge.shelves import Knowledge
from assuage.terms.errors import UnknownName, UsageError
from assuage.terms.question import ASPECTS, Question

_BENEFIT_WORDS = (
    "help",
    "relieve",
    "effective",
    "efficacy",
    "benefit",
    "有效",
    "缓解",
    "疗效",
    "帮助",
    "获益",
)

_ASPECT_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "safety",
        (
            "safe",
            "safety",
            "harm",
            "risk",
            "side effect",
            "adverse",
            "toxic",
            "complication",
            "withdrawal",
            "安全",
            "风险",
            "副作用",
            "不良反应",
            "危害",
            "毒性",
            "并发症",
        ),
    ),
    ("interactions", ("interact", "combine", "together with", "相互作用", "合用", "联用")),
    ("dose", ("dose", "dosage", "how much", "renal", "child-pugh", "剂量", "用量")),
    (
        "disease-effect",
        ("tumour", "tumor", "progression", "survival", "metasta", "肿瘤", "进展", "生存", "转移"),
    ),
    ("monitoring", ("monitor", "监测")),
    ("device", ("pump", "catheter", "device", "泵", "导管", "装置")),
    ("alternatives", ("alternative", "instead", "替代")),
    ("mechanism", ("mechanism", "how does", "what drives", "机制")),
    ("trials", ("trial", "under way", "upcoming", "what is coming", "试验")),
    (
        "benefit",
        (*_BENEFIT_WORDS, "work", "treat", "治疗"),
    ),
)


def _question(
    knowledge: Knowledge, agent: Meaning | None, condition: str, route: str | None, aspect: str
) -> Question:
    if agent is None:
        return Question(kind="topic", condition=condition, drugs=(), aspect=aspect)
    if agent.kind == "class":
        drugs = expand(knowledge, agent.id)
        if not drugs:
            raise UsageError(f"the class {agent.id} holds no drug that this knowledge has.")
        return Question(
            kind="class",
            condition=condition,
            drugs=drugs,
            drug_class=agent.id,
            route=route,
            aspect=aspect,
        )
    if agent.kind == "device":
        device = knowledge.devices[agent.id]
        drug = device.drugs[0]
        return Question(
            kind="drug",
            condition=condition,
            drugs=(drug,),
            drug=drug,
            route=device.route,
            aspect=aspect,
        )
    return Question(
        kind="drug",
        condition=condition,
        drugs=(agent.id,),
        drug=agent.id,
        route=route,
        aspect=aspect,
    )


def questions(
    knowledge: Knowledge, agent_text: str, condition_text: str, aspect: str = "overview"
) -> tuple[Question, ...]:
    """One question a drug named. Two drugs in one name are two questions, each with its route.

    Raises UnknownName with the nearest names, AmbiguousName with the meanings.
    """
    if aspect not in ASPECTS:
        raise UsageError(f"--aspect: {aspect!r} is not one. Write one of: {', '.join(ASPECTS)}.")
    index = Index(knowledge)
    condition = index.one(condition_text, "condition").id
    whole = fold(agent_text)
    if any(m.kind in ("drug", "class") for m in index.meanings.get(whole, ())):
        agent = index.one(agent_text, "drug", "class")
        return (_question(knowledge, agent, condition, None, aspect),)
    named = index.find(agent_text)
    agents = _with_routes(named)
    if not agents:
        devices = [m for m in named if m.kind == "device"]
        if devices:
            return (_question(knowledge, devices[0], condition, None, aspect),)
        agent = index.one(agent_text, "drug", "class")
        return (_question(knowledge, agent, condition, None, aspect),)
    return tuple(_question(knowledge, a, condition, r, aspect) for a, r in agents)


def _with_routes(named: tuple[Meaning, ...]) -> list[tuple[Meaning, str | None]]:
    """Each drug or class with the route named beside it: before it, or before the next drug."""
    agents: list[tuple[Meaning, str | None]] = []
    waiting: str | None = None
    for meaning in named:
        if meaning.kind == "route":
            if agents and agents[-1][1] is None and waiting is None and len(agents) == 1:
                agents[-1] = (agents[-1][0], meaning.id)
            else:
                waiting = meaning.id
        elif meaning.kind in ("drug", "class") and meaning not in [a for a, _ in agents]:
            agents.append((meaning, waiting))
            waiting = None
    return agents


def aspect_of(text: str) -> str:
    """The aspect that a question asks about, by its words.

    Overview where none is found, and where benefit and safety are both asked: what it does
    for the patient then stands before what it can harm.
    """
    folded = text.casefold()
    for aspect, words in _ASPECT_WORDS:
        if any(word in folded for word in words):
            if aspect == "safety" and any(word in folded for word in _BENEFIT_WORDS):
                return "overview"
            return aspect
    return "overview"


_SHOWN, _READ = 80, 400
"""Characters of a question that are echoed, and that are searched for near names."""

_TAKES = re.compile(
    r"\b(?:on|taking|takes|receiving|receives|treated with|together with|combined with|along with)\b"
    r"|正在使用|正在服用|同时使用|服用|合用|联用|在用|联合|一起用"
)
_STOP = re.compile(r"[,;.?!，；。？！]")


def _taken_with(index: Index, text: str) -> tuple[str, tuple[str, ...]]:
    """The question without its co-medication, and the drugs that the person is said to take.

    Drugs named after "on" or "taking", up to the next stop, are co-medication if another drug is
    named elsewhere in the question.
    """
    folded = fold(text)
    for hit in _TAKES.finditer(folded):
        stop = _STOP.search(folded, hit.end())
        end = stop.start() if stop else len(folded)
        taken = index.find(folded[hit.end() : end])
        drugs = tuple(dict.fromkeys(m.id for m in taken if m.kind == "drug"))
        kept = " ".join(m.id for m in taken if m.kind != "drug")
        rest = f"{folded[: hit.start()]} {kept} {folded[end:]}"
        if drugs and any(m.kind in ("drug", "class") for m in index.find(rest)):
            return rest, drugs
    return text, ()


def _nothing_named(index: Index, text: str, drug_named: bool) -> str:
    """The error for a question in which no condition can be found."""
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    near = [n for word in text[:_READ].split() for n in index.close(word)]
    what = "no condition" if drug_named else "no condition and no drug"
    advice = (
        f"Did you mean {', '.join(dict.fromkeys(near))}?"
        if near
        else ("See: assuage list conditions, assuage list drugs.")
    )
    return f"{what} of this knowledge is named in {shown!r}. {advice}"


def ask(knowledge: Knowledge, text: str) -> tuple[Question, ...]:
    """Questions from one plain sentence. Raises UsageError where no condition or subject is named."""
    index = Index(knowledge)
    asked, taken = _taken_with(index, text)
    named = index.find(asked)
    conditions = [m.id for m in index.find(text) if m.kind == "condition"]
    agents = _with_routes(named)
    aspect = aspect_of(text)
    devices = [m for m in named if m.kind == "device"]
    if not agents and devices:
        device = knowledge.devices[devices[0].id]
        agents = [(Meaning("drug", device.drugs[0]), device.route)]
    if not conditions:
        if agents:
            treated = _most_studied(knowledge, agents)
            if treated:
                conditions = [treated]
        if not conditions:
            raise UsageError(_nothing_named(index, text, bool(agents)))
    condition = _most_specific(knowledge, conditions)
    if not agents:
        missing = _not_held(knowledge, index, text)
        if missing:
            raise UnknownName("drug", missing, index.nearest(missing, "drug", "class"))
        return (_question(knowledge, None, condition, None, aspect),)
    return tuple(
        replace(
            _question(knowledge, a, condition, r, aspect),
            together_with=tuple(d for d in taken if d != a.id),
        )
        for a, r in agents
    )


def notes(knowledge: Knowledge, text: str, asked: tuple[Question, ...]) -> tuple[str, ...]:
    """What of a plain question was not used, or was filled in, in one sentence each."""
    index = Index(knowledge)
    named = index.find(text)
    said = []
    if not any(m.kind == "condition" for m in named):
        said.append(
            f"no condition is named; shown for {asked[0].condition}, in which most studies held "
            "have the drug"
        )
    if not any(m.kind in ("drug", "class", "device") for m in named):
        said.append("no drug that this knowledge holds is named; shown: the condition alone")
    return tuple(said)


def _not_held(knowledge: Knowledge, index: Index, text: str) -> str | None:
    """A drug named in the text that has no entry: a comparator of studies, or a decoy."""
    folded = fold(text)
    for term in knowledge.vocabulary.get("agents", {}).values():
        for name in (term.en, term.zh):
            at = folded.find(fold(name))
            if at >= 0 and index.stands_alone(folded, at, at + len(fold(name))):
                return name
    return next((d for d in index.decoys if d in folded), None)


def _most_specific(knowledge: Knowledge, conditions: list[str]) -> str:
    """Of several conditions named, one that is no broader one of another; the first of equals."""
    broader = {b for c in conditions for b in knowledge.conditions[c].broader}
    return next((c for c in conditions if c not in broader), conditions[0])


def _most_studied(knowledge: Knowledge, agents: list[tuple[Meaning, str | None]]) -> str | None:
    """For a question without a condition: the one in which most studies held have the agent,
    by its route if one is named; the broader at equal count, then by name."""
    wanted = {agent.id: route for agent, route in agents}
    for agent, route in agents:
        if agent.kind == "class":
            wanted.update(dict.fromkeys(expand(knowledge, agent.id), route))
    counts: dict[str, int] = {}
    for study in knowledge.studies.values():
        if any(
            arm.agent in wanted and wanted[arm.agent] in (None, arm.route) for arm in study.arms
        ):
            reached = set(study.conditions)
            for condition in study.conditions:
                held = knowledge.conditions.get(condition)
                reached |= set(held.broader) if held else set()
            for condition in reached & set(knowledge.conditions):
                counts[condition] = counts.get(condition, 0) + 1
    return min(counts, key=lambda c: (-counts[c], c)) if counts else None
