"""``assuage exposure``: how much of a drug a person is exposed to, relative to a usual one."""

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click

from assuage.cli.person_flags import person_of, person_options, split_flags
from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge
from assuage.prose.lexicon import Lexicon
from assuage.prose.write import language
from assuage.render.json import to_json
from assuage.terms.errors import UsageError
from assuage.terms.exposure import Exposure, Factor, MetaboliteNote
from assuage.terms.patient import PHENOTYPES, Genotype, Patient
from assuage.terms.score import ScoreCaveat

if TYPE_CHECKING:
    from assuage.asking.names import Index


@click.command(name="exposure")
@click.argument("drug")
@click.option("--with", "with_", multiple=True, help="A medicine taken too; may be repeated.")
@click.option("--route", default=None, help="oral, intrathecal …; default: as the drug is given.")
@click.option(
    "--genotype", "genotypes", multiple=True, help="As CYP2D6=poor, in CPIC's terms; repeatable."
)
@person_options
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option("--lang", default=None, help="en or zh (default: the file's, else en).")
@click.pass_obj
def exposure_command(
    root: Path | None,
    /,
    drug: str,
    with_: tuple[str, ...],
    route: str | None,
    genotypes: tuple[str, ...],
    form: str,
    lang: str | None,
    **rest: Any,
) -> None:
    """Ratio of exposure: observed first, the model beside it, published guidance above both."""
    from assuage.asking.names import Index  # numpy comes with the engine: only for this command
    from assuage.patient.exposure.engine import of_patient
    from assuage.patient.exposure.predict import With

    patient_file = rest.pop("patient_file")
    knowledge = load(root)
    index = Index(knowledge)
    drug, route = _line(index, drug, route)
    found = _victim(index, drug)
    others = [With(*_taken(knowledge, index, name)) for name in with_]
    by = _route(knowledge, index, found, route)
    person = person_of(knowledge, patient_file, split_flags(rest), lang=lang).patient
    person = _with_genes(knowledge, person, genotypes)
    shown = lang or person.language or "en"
    language(shown)
    answer = of_patient(knowledge, found, by, person, others)
    if form == "json":
        click.echo(to_json(answer))
    else:
        click.echo("\n".join(text(answer, knowledge, shown, _caveats(knowledge, person))))


def _line(index: "Index", drug: str, route: str | None) -> tuple[str, str | None]:
    """Name and route of "oxycodone 5 mg sc"; a ratio has no dose, so that the dose changes nothing."""
    from assuage.patient.person.medicines import one_line

    held = one_line(drug, index)
    if held is None or held.drug is None:
        return drug, route
    return held.drug, held.route or route


def _taken(knowledge: Knowledge, index: "Index", line: str) -> tuple[str, float | None]:
    """A medicine taken too, with its mass a day in mg where the line has it."""
    from assuage.patient.person.medicines import daily_mg, one_line

    held = one_line(line, index)
    if held is None or held.drug is None:
        return _medicine(knowledge, index, line), None
    mass = daily_mg(held)
    return held.drug, float(mass) if mass is not None else None


def _victim(index: "Index", name: str) -> str:
    """A drug's id, else the name itself where pharmacokinetics are held without a file of its own."""
    from assuage.asking.names import fold
    from assuage.patient.exposure.shipped import parameters
    from assuage.terms.errors import UnknownName

    try:
        return str(index.one(name, "drug").id)
    except UnknownName:
        plain = fold(name).replace(" ", "-")
        held = parameters()
        if plain in held.drugs or any(plain in p.victims for p in held.pathways.values()):
            return plain
        raise


def _medicine(knowledge: Knowledge, index: "Index", name: str) -> str:
    """A drug's id, else the name itself where its strength is held without a file of its own."""
    from assuage.asking.names import fold
    from assuage.patient.exposure.shipped import classes, parameters

    plain = fold(name).replace(" ", "-")
    aliases = {"grapefruit-juice": "grapefruit", "rifampin": "rifampicin"}
    plain = aliases.get(plain, plain)
    held = {p for pathway in parameters().pathways.values() for p in pathway.perpetrators}
    if plain in held or classes().of(plain) is not None:
        return plain
    for agent in knowledge.vocabulary.get("agents", {}).values():
        if fold(name) in {fold(agent.id), fold(agent.en), fold(agent.zh)}:
            return agent.id
    return str(index.one(name, "drug").id)


def _route(knowledge: Knowledge, index: "Index", drug: str, stated: str | None) -> str:
    """The route that was asked for; else the first by which the drug is given."""
    from assuage.patient.exposure.routes import given_by
    from assuage.patient.person.medicines import known_route

    near = ", ".join(sorted(knowledge.vocabulary["routes"]))
    if stated is None:
        given = given_by(knowledge, drug)
        if not given:
            raise UsageError(
                f"By which route {drug} is given is not held here. Write --route with one of {near}."
            )
        return given[0]
    by = known_route(stated, index)
    if by is None:
        raise UsageError(f"{stated!r} is no route. Write one of {near}.")
    return str(by)


def _with_genes(knowledge: Knowledge, person: Patient, genotypes: tuple[str, ...]) -> Patient:
    """The person with genes from the command line laid over those of the file."""
    import msgspec

    from assuage.patient.exposure.genes import known_genes

    known = known_genes(knowledge)
    given: dict[str, Genotype] = {g.gene: g for g in person.genotypes}
    for item in genotypes:
        gene, _, phenotype = item.partition("=")
        gene, phenotype = gene.strip().upper(), phenotype.strip().lower()
        if not gene or phenotype not in PHENOTYPES:
            raise UsageError(
                f"--genotype {item!r} is not understood. Write a gene and a phenotype, as "
                f"CYP2D6=poor; phenotypes are {', '.join(PHENOTYPES)}."
            )
        if gene not in known:
            raise UsageError(
                f"--genotype {item!r} names a gene of which nothing is held. Known are "
                f"{', '.join(known)}."
            )
        given[gene] = Genotype(gene=gene, phenotype=phenotype)
    return msgspec.structs.replace(person, genotypes=tuple(given.values()))


def _caveats(knowledge: Knowledge, person: Patient) -> list[ScoreCaveat]:
    """What is known to be wrong with estimates from creatinine in somebody like this person."""
    from assuage.patient.scores.all_scores import sheet

    found = {c.caveat: c for c in sheet(person, knowledge).caveats if c.caveat.endswith("-gfr")}
    return list(found.values())


def text(
    answer: Exposure, knowledge: Knowledge, lang: str, caveats: Sequence[ScoreCaveat] = ()
) -> list[str]:
    """The answer as lines. ``caveats``: what is to be borne in mind of the renal function."""
    say, lex = language(lang).patient_exposure, Lexicon(knowledge, lang)
    route = lex.term("routes", answer.route)
    lines = [
        f"{lex.agent(answer.drug)}, {route}"
        if lang == "en"
        else f"{lex.agent(answer.drug)}（{route}）"
    ]
    lines += ["", say.TITLE]
    for f in [f for f in answer.factors if f.span is not None]:
        names = tuple(lex.agent(n) for n in f.what) if f.kind == "interaction" else f.what
        lines.append(f"- {say.factor(f, names)}")
        lines += [f"    {say.SOURCES}{say.COLON}{o}" for o in say.observations(f)]
        lines += _directions(f, lex, say)
    silent = [f for f in answer.factors if f.span is None]
    for reasons in dict.fromkeys(f.reasons for f in silent):
        mine = [f for f in silent if f.reasons == reasons]
        whats = [
            lex.join(lex.agent(n) for n in f.what) if f.kind == "interaction" else say.what(f, ())
            for f in mine
        ]
        lines.append(f"- {say.without_number(lex.join(whats), reasons)}")
        for f in mine:
            lines += _directions(f, lex, say)
    lines += [f"- {_metabolite(n, answer, lex, say)}" for n in answer.metabolites]
    if not answer.factors:
        lines.append(f"- {say.NOTHING}")
    if _has_whole(answer):
        acting = [lex.join(lex.agent(n) for n in f.what) for f in answer.factors if f.acts]
        lines += ["", f"{say.TOGETHER}{say.COLON}{say.together(answer, acting)}"]
    if answer.kidney is not None:
        lines += ["", say.estimated(answer.kidney)]
        scores = language(lang).patient_scores
        lines += [
            scores.caveat(lex.term("caveats", c.caveat), [], None, None, c.source) for c in caveats
        ]
    if answer.advice:
        lines += ["", say.ADVICE]
        for a in answer.advice:
            region = lex.term("regions", a.region) if a.region else ""
            grade = lex.term("organ-grades", a.grade) if not a.gene else a.grade
            action = lex.term("actions", a.action)
            use = lex.use(a.use) if a.use else ""
            lines.append(f"- {say.advice(a, grade, action, region, use)}")
    if answer.missing:
        names_of = language(lang).patient_scores
        lines += [
            "",
            f"{say.MISSING}{say.COLON}{', '.join(names_of.field(m) for m in answer.missing)}",
        ]
    return [*lines, "", say.INTERVAL, say.DISCLAIMER]


def _metabolite(note: MetaboliteNote, answer: Exposure, lex: Lexicon, say: ModuleType) -> str:
    """What acts beside the drug, with its sources."""
    factor = next(f for f in answer.factors if (f.kind, f.what) == (note.kind, note.what))
    names = tuple(lex.agent(n) for n in note.what) if note.kind == "interaction" else note.what
    name = lex.term("metabolites", note.metabolite)
    told = say.metabolite(
        note, lex.agent(answer.drug), name, say.what(factor, names), ", ".join(note.sources)
    )
    return str(told)


def _has_whole(answer: Exposure) -> bool:
    """Whether there is more to say of the whole than its one part says."""
    if any(r.startswith("not-in-") for r in answer.reasons):
        return True
    told = [f for f in answer.factors if f.span is not None]
    return len(told) > 1 or (answer.together is None and len(answer.factors) > 1)


def _directions(factor: Factor, lex: Lexicon, say: ModuleType) -> list[str]:
    """What sources say without a ratio, one line each."""
    return [
        f"    {say.direction(lex.agent(who), lex.term('interactions', kind), source)}"
        for kind, source, who in factor.directions
    ]
