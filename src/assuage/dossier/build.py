"""All sections in their fixed order, each with its state, and the findings and sources they name."""

from msgspec.structs import replace

from assuage.dossier import (
    context_sections,
    drug_sections,
    evidence_sections,
    handling_sections,
    harm_sections,
    interaction_sections,
    library_searches,
    machine_sections,
    personal_sections,
)
from assuage.dossier.bottom_line import bottom_line
from assuage.dossier.desk import Desk
from assuage.dossier.handling_sections import side_by_side
from assuage.knowledge.shelves import Knowledge
from assuage.patient.personal import Personal
from assuage.synthesis.bodies import Body
from assuage.synthesis.machine_read import MachineRead
from assuage.terms.answer import LoggedSearch
from assuage.terms.finding import Finding
from assuage.terms.question import Question
from assuage.terms.statement import (
    COULD_NOT_ASK,
    FOUND,
    NONE_FOUND,
    NOT_ASKED,
    SECTIONS,
    Dossier,
    Figure,
    Section,
    Statement,
    Table,
)

_FEEDING_SHELVES = {
    "identity": ("drugs", "conditions"),
    "mechanism": ("drugs", "mechanisms"),
    "regulatory-status": ("drugs",),
    "rationale": ("mechanisms", "studies"),
    "benefit": ("studies", "guidance"),
    "disease-effect": ("studies",),
    "safety-general": ("drugs",),
    "safety-in-condition": ("studies", "drugs"),
    "interactions": ("drugs",),
    "organ-function-and-dose": ("drugs",),
    "monitoring": ("drugs",),
    "device-and-route": ("devices",),
    "procedures": ("procedures", "studies"),
    "alternatives": ("studies",),
    "populations": ("studies",),
    "markers": ("markers",),
    "imaging": ("markers",),
    "trials": ("trials",),
}
_OF_DRUGS = (
    "regulatory-status",
    "interactions",
    "monitoring",
    "device-and-route",
    "safety-general",
)
"""Sections that a condition alone cannot fill: its drugs' dossiers do."""

_ALWAYS = ("bottom-line", "unknowns", "related", "references", "methods")

Parts = tuple[list[Statement], list[Table], list[Figure]]


def _parts(desk: Desk, section: str) -> Parts:
    if section == "identity":
        return drug_sections.identity(desk), [], []
    if section == "mechanism":
        said, figures = drug_sections.mechanism(desk)
        return said, [], figures
    if section == "regulatory-status":
        return drug_sections.regulatory(desk), [], []
    if section == "rationale":
        return evidence_sections.rationale(desk), [], []
    if section == "benefit":
        said, tables, figures = evidence_sections.benefit(desk)
        if desk.question.kind == "class":
            benefit = [b for b in desk.bodies if b.domain == "benefit"]
            tables = [*side_by_side(desk, benefit, "drugs-side-by-side"), *tables]
        return said, tables, figures
    if section == "disease-effect":
        return evidence_sections.disease_effect(desk)
    if section == "safety-general":
        return (*harm_sections.safety_general(desk), [])
    if section == "safety-in-condition":
        return harm_sections.safety_in_condition(desk)
    if section == "interactions":
        return (*interaction_sections.interactions(desk), [])
    if section == "organ-function-and-dose":
        return (*handling_sections.organ_function(desk), [])
    if section == "monitoring":
        return handling_sections.monitoring(desk), [], []
    if section == "device-and-route":
        return (*handling_sections.device_and_route(desk), [])
    if section == "procedures":
        return handling_sections.procedures(desk), [], []
    if section == "alternatives":
        return (*handling_sections.alternatives(desk), [])
    if section == "populations":
        return evidence_sections.populations(desk), [], []
    if section in ("markers", "imaging"):
        return (*context_sections.markers(desk, section == "imaging"), [])
    if section == "trials":
        return context_sections.trials(desk), [], []
    if section == "unknowns":
        return (*context_sections.unknowns(desk), [])
    if section == "related":
        return context_sections.related(desk), [], []
    if section == "methods":
        return context_sections.methods(desk), context_sections.glossary(desk), []
    return [], [], []


def _state(desk: Desk, section: str, parts: Parts) -> tuple[str, list[Statement]]:
    """Found, or which kind of nothing; a recorded search makes it none-found and is said."""
    if section in _ALWAYS or any(parts):
        return FOUND, parts[0]
    if desk.question.kind == "topic" and section in _OF_DRUGS:
        return FOUND, context_sections.see_drugs(desk)
    searches = [f for f in desk.of("search") if section in f.fact.sections]
    if searches:
        return NONE_FOUND, desk.each("search", searches)
    left_out = {problem.path.split("/")[0] for problem in desk.knowledge.left_out}
    if left_out & set(_FEEDING_SHELVES.get(section, ())):
        return COULD_NOT_ASK, []
    return library_searches.nothing(desk, section) or NOT_ASKED, []


def build(
    knowledge: Knowledge,
    question: Question,
    findings: tuple[Finding, ...],
    bodies: tuple[Body, ...],
    elsewhere: tuple[Body, ...],
    as_of: str,
    searches: tuple[LoggedSearch, ...] = (),
    machine: MachineRead | None = None,
    person: Personal | None = None,
) -> Dossier:
    """The dossier. ``elsewhere`` are the bodies of other agents in the same condition;
    ``searches`` those of the library's log that were made for the question; ``machine`` what was
    read in the library, which stands beside and changes no conclusion; ``person`` whom it is for."""
    desk = Desk(knowledge, question, findings, bodies, elsewhere, searches, machine, person)
    conclusion, first = bottom_line(desk)
    sections = []
    for section in SECTIONS:
        parts: Parts = (first, [], []) if section == "bottom-line" else _parts(desk, section)
        beside, tables = machine_sections.machine(desk, section)
        own, pictures = personal_sections.personal(desk, section)
        parts = ([*own, *parts[0], *beside], [*parts[1], *tables], [*pictures, *parts[2]])
        state, said = _state(desk, section, parts)
        numbered = tuple(
            replace(s, id=f"{section}/{n}") for n, s in enumerate(_once(said), start=1)
        )
        sections.append(
            Section(
                id=section,
                state=state,
                statements=numbered,
                tables=tuple(parts[1]),
                figures=tuple(parts[2]),
            )
        )
    used = {key: desk.used[key] for key in sorted(desk.used)}
    cited = {s for section in sections for st in section.statements for s in st.sources}
    cited |= {s for section in sections for t in section.tables for r in t.rows for s in r.sources}
    beyond = {**(machine.sources if machine else {}), **(person.sources if person else {})}
    known = {**beyond, **knowledge.sources}
    return Dossier(
        question=question,
        as_of=as_of,
        knowledge_version=knowledge.version,
        bottom_line=conclusion,
        sections=tuple(sections),
        findings=used,
        sources={key: known[key] for key in sorted(cited)},
    )


def _once(said: list[Statement]) -> list[Statement]:
    """The statements without repetitions, in their order. Those of a person are few, and not all
    of them can be hashed."""
    plain = dict.fromkeys(s for s in said if s.about is None)
    own: list[Statement] = []
    for statement in said:
        if statement.about is not None and statement not in own:
            own.append(statement)
    return [*own, *plain]
