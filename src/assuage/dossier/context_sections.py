"""Sections around the evidence: markers, imaging, trials, unknowns, related, methods."""

from assuage.dossier import library_searches, machine_sections
from assuage.dossier.desk import Desk, nearest_first
from assuage.synthesis.gaps import Gap, gaps
from assuage.terms.finding import Finding
from assuage.terms.mechanism import Marker, MarkerFinding
from assuage.terms.statement import Cell, Computed, Row, Statement, Table

IMAGING = ("fmri", "pet", "mri", "ct", "eeg")


def _markers(desk: Desk, imaging: bool) -> list[Finding]:
    return nearest_first(
        f
        for f in desk.of("marker-finding")
        if isinstance(f.entry, Marker) and (f.entry.modality in IMAGING) == imaging
    )


def markers(desk: Desk, imaging: bool) -> tuple[list[Statement], list[Table]]:
    """Markers, or imaging findings: what they predict, in whom, how well."""
    held = _markers(desk, imaging)
    rows = tuple(
        Row(
            cells=(
                Cell(text=f.owner, vocabulary="marker"),
                Cell(text=f.entry.modality, vocabulary="modality"),
                Cell(text=f.fact.predicts, vocabulary="outcome"),
                Cell(text=f.fact.direction, vocabulary="directions"),
                Cell(text=f.id, vocabulary="marker-effect"),
                Cell(text=str(f.fact.n or "")),
                Cell(text=f.fact.condition, vocabulary="condition"),
                Cell(text=f.directness, vocabulary="directness"),
            ),
            findings=(f.id,),
            sources=(f.source,) if f.source else (),
        )
        for f in held
        if isinstance(f.fact, MarkerFinding) and isinstance(f.entry, Marker)
    )
    columns = (
        ("marker", "text"),
        ("modality", "term"),
        ("predicts", "term"),
        ("direction", "term"),
        ("effect", "interval"),
        ("n", "number"),
        ("condition", "term"),
        ("directness", "directness"),
    )
    table = [Table(id="imaging" if imaging else "markers", columns=columns, rows=rows)]
    return desk.each("marker-finding", held), table if rows else []


def see_drugs(desk: Desk) -> list[Statement]:
    """For a topic: the drugs with evidence here, whose own dossiers hold the section."""
    held = {
        b.verdict.agent: b.verdict.lead.finding
        for b in desk.bodies
        if b.verdict.agent in desk.knowledge.drugs and b.verdict.directness == "direct"
    }
    if not held:
        return []
    return [
        desk.compute(
            "see-drugs",
            held.values(),
            Computed(verdict="see", condition=desk.question.condition, items=tuple(held)),
            directness="computed",
        )
    ]


def trials(desk: Desk) -> list[Statement]:
    """Registered trials, as the register showed them on the day they were read."""
    return desk.each("trial", nearest_first(desk.of("trial")))


def unknowns(desk: Desk) -> tuple[list[Statement], list[Table]]:
    """Cells without direct evidence in this knowledge. Says nothing of the world beyond it."""
    cells = gaps(desk.findings, desk.knowledge, desk.question)
    said = []
    by_state: dict[str | None, list[Gap]] = {}
    for cell in cells:
        if (
            cell.nearest != "direct"
            and cell.population is None
            and cell.route
            in (
                None,
                desk.question.route,
            )
        ):
            by_state.setdefault(cell.nearest, []).append(cell)
    known = {f.id: f for f in desk.findings}
    for nearest, held in by_state.items():
        findings = [known[i] for cell in held for i in cell.findings][:12]
        said.append(
            desk.compute(
                "gap",
                findings,
                Computed(
                    verdict=nearest or "nothing",
                    condition=desk.question.condition,
                    items=tuple(dict.fromkeys(c.outcome for c in held)),
                    words=(desk.question.route or "",),
                ),
                directness="computed",
            )
        )
    empty = tuple(
        dict.fromkeys(c.population for c in cells if c.population and c.nearest != "direct")
    )
    full = {c.population for c in cells if c.population and c.nearest == "direct"}
    missing = tuple(p for p in empty if p not in full)
    if missing:
        said.append(
            desk.compute(
                "gap-populations",
                (),
                Computed(verdict="populations", condition=desk.question.condition, items=missing),
                directness="computed",
            )
        )
    rows = tuple(
        Row(
            cells=(
                Cell(text=c.outcome, vocabulary="outcome"),
                Cell(text=c.population or "", vocabulary="features"),
                Cell(text=c.route or "", vocabulary="routes"),
                Cell(text=c.nearest or "nothing", vocabulary="gap"),
                Cell(text=str(c.trials)),
            ),
            findings=c.findings,
            sources=tuple(
                dict.fromkeys(known[i].source or "" for i in c.findings if known[i].source)
            ),
        )
        for c in cells
    )
    for cell in cells:
        for finding in cell.findings:
            desk.used[finding] = known[finding]
    columns = (
        ("outcome", "term"),
        ("population", "term"),
        ("route", "term"),
        ("nearest", "directness"),
        ("trials", "number"),
    )
    return said, [Table(id="evidence-map", columns=columns, rows=rows)] if rows else []


def related(desk: Desk) -> list[Statement]:
    """Conditions and drugs whose dossiers are near this one."""
    question, knowledge = desk.question, desk.knowledge
    entry = knowledge.conditions[question.condition]
    conditions = tuple(
        dict.fromkeys(
            (
                *entry.near,
                *entry.broader,
                *(
                    key
                    for key, c in knowledge.conditions.items()
                    if question.condition in c.broader
                ),
            )
        )
    )
    kin = tuple(
        dict.fromkeys(
            member
            for group in knowledge.classes.values()
            if set(group.members) & set(question.drugs) and question.kind == "drug"
            for member in group.members
            if member not in question.drugs
        )
    )
    said = []
    for verdict, items in (("conditions", conditions), ("drugs", kin)):
        if items:
            said.append(
                desk.compute(
                    "related", (), Computed(verdict=verdict, items=items), directness="computed"
                )
            )
    return said


def glossary(desk: Desk) -> list[Table]:
    """Words of the page in both languages, with the page on which the Chinese usage was seen."""
    rows = tuple(
        Row(cells=(Cell(text=e.en), Cell(text=e.zh)), findings=(), sources=(e.source,))
        for e in desk.knowledge.glossary.values()
        if e.source in desk.knowledge.sources
    )
    columns = (("term-en", "text"), ("term-zh", "text"))
    return [Table(id="glossary", columns=columns, rows=rows)] if rows else []


def methods(desk: Desk) -> list[Statement]:
    """How the dossier was made, which searches stand behind it, what was left out."""
    knowledge = desk.knowledge
    beside = (desk.machine.looked_at,) if desk.machine else ()
    said = [
        desk.compute(
            "method",
            (),
            Computed(
                verdict=verdict,
                words=words,
                numbers=(
                    len(knowledge.studies),
                    len(knowledge.guidance),
                    len(knowledge.drugs),
                    *beside,
                ),
            ),
            directness="computed",
        )
        for verdict, words in (
            ("knowledge", (knowledge.version, knowledge.version_date)),
            ("computed", ()),
            ("rule", ()),
            ("reading", ()),
            ("directness", ()),
        )
    ]
    said += desk.each("search", desk.of("search"))
    said += library_searches.statements(desk)
    said += machine_sections.methods(desk)
    for problem in knowledge.left_out:
        said.append(
            desk.compute(
                "left-out",
                (),
                Computed(verdict="left-out", words=(problem.path, str(problem.line))),
                directness="computed",
            )
        )
    if knowledge.excluded:
        said.append(
            desk.compute(
                "excluded",
                (),
                Computed(verdict="excluded", numbers=(len(knowledge.excluded),)),
                directness="computed",
            )
        )
    return said
