"""``assuage simulate``: concentrations of a regimen over a virtual population."""

from pathlib import Path
from typing import Any

import click

from assuage.cli.library import bar
from assuage.cli.person_flags import person_of, person_options, split_flags
from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge
from assuage.prose.lexicon import Lexicon
from assuage.prose.write import language
from assuage.render.json import to_json
from assuage.terms.errors import UsageError
from assuage.terms.simulation import PopulationModel, Regimen, Simulated

_MOST_PEOPLE = 1_000_000_000
_MOST_DOSES = 2_000


@click.command()
@click.argument("drug")
@click.option("--dose", required=True, help='With its unit, as "10mg" or "0.3mg/kg" with a weight.')
@click.option("--every", required=True, help='As "8h".')
@click.option("--infuse", help='Length of each infusion, as "1h" (default: at once).')
@click.option("--days", type=click.FloatRange(0.01, 365), default=3, show_default=True)
@click.option("--miss", help="Doses that are missed, counted from 1, as 4,5.")
@click.option("--route", help="oral, intravenous … (default: that of the first model held).")
@click.option("--model", "model_id", help="A published model by its id.")
@click.option(
    "--n", "people", type=click.IntRange(1, _MOST_PEOPLE), default=10_000, show_default=True
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--workers", type=click.IntRange(1), help="Processes (default: one, on all cores).")
@click.option("--cluster", help="A Ray cluster's address, for very large populations.")
@click.option("--plot", type=click.Path(path_type=Path, dir_okay=False), help="A page to write.")
@person_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--lang", default=None, help="en or zh (default: the file's, else en).")
@click.pass_obj
def simulate(
    root: Path | None,
    /,
    drug: str,
    dose: str,
    every: str,
    infuse: str | None,
    days: float,
    miss: str | None,
    route: str | None,
    model_id: str | None,
    people: int,
    seed: int,
    workers: int | None,
    cluster: str | None,
    plot: Path | None,
    form: str,
    lang: str | None,
    **rest: Any,
) -> None:
    """Concentrations of DRUG over time in virtual people, by a published population model.

    With --patient, weight, organs, genes and medicines scale the model, with their uncertainty.
    """
    from assuage.asking.names import Index
    from assuage.patient.simulation.plausible import possible
    from assuage.runs.simulating import chosen
    from assuage.runs.simulating import simulate as run

    if plot is not None and not plot.absolute().parent.is_dir():
        raise UsageError(f"--plot: no folder {plot.absolute().parent}. Make it first.")
    patient_file = rest.pop("patient_file")
    flags = split_flags(rest)
    knowledge = load(root)
    found = Index(knowledge).one(drug, "drug").id
    model = chosen(knowledge, found, route, model_id)
    person = None
    if patient_file is not None or any(flags.values()):
        person = person_of(knowledge, patient_file, flags, lang=lang).patient
    shown = lang or (person.language if person else None) or "en"
    language(shown)
    weight = float(person.weight_kg) if person is not None and person.weight_kg else None
    regimen = _regimen(dose, every, infuse, days, miss, weight, model)
    possible(knowledge, found, model.route, regimen, weight)
    with bar() as progress:
        task = progress.add_task("parts", total=None)
        answer = run(
            knowledge, model, regimen, people, seed, person, cluster, workers,
            lambda done, total: progress.update(task, completed=done, total=total),
        )  # fmt: skip
    lines = text(answer, model, knowledge, shown, page=plot is not None)
    if plot is not None:
        from assuage.render.course import page

        say = language(shown).patient_simulation
        plot.write_text(
            page(answer, lines[0], lines[1:], say.LABELS, shown), encoding="utf-8", newline="\n"
        )
        click.echo(f"assuage: wrote {plot}", err=True)
    click.echo(to_json(answer) if form == "json" else "\n".join(lines))


def _regimen(
    dose: str, every: str, infuse: str | None, days: float, miss: str | None,
    weight: float | None, model: PopulationModel,
) -> Regimen:  # fmt: skip
    """The regimen as typed. Raises UsageError for what has no unit or cannot be."""
    from assuage.patient.person.units import parse_quantity, parse_unit

    def measured(name: str, stated: str, units: tuple[str, ...], example: str) -> tuple[float, str]:
        quantity = parse_quantity(stated, f"--{name}", example)
        if stated.strip().replace(".", "", 1).isdigit():
            raise UsageError(f"--{name} {stated!r} has no unit. Write --{name} {example}.")
        for unit in units:
            target = parse_unit(unit)
            if quantity.unit.dimension == target.dimension:
                return float(quantity.base / target.factor), unit
        raise UsageError(
            f"--{name} {stated!r} is not in {' or '.join(units)}. Write --{name} {example}."
        )

    amount, unit = measured("dose", dose, ("mg", "mg/kg"), "10mg")
    if unit == "mg/kg":
        if weight is None:
            raise UsageError(f'--dose {dose!r} needs a weight. Add --weight "61 kg" or write mg.')
        amount *= weight
    hours, _ = measured("every", every, ("h",), "8h")
    if amount <= 0 or hours <= 0:
        raise UsageError("--dose and --every must be above 0. Write --dose 10mg --every 8h.")
    doses = max(1, round(days * 24 / hours))
    if doses > _MOST_DOSES:
        raise UsageError(f"that makes {doses} doses; at most {_MOST_DOSES}. Write fewer --days.")
    infusion = measured("infuse", infuse, ("h",), "1h")[0] if infuse else 0.0
    if infusion and model.route == "oral":
        raise UsageError("--infuse: what is swallowed is not infused. Choose --route intravenous.")
    if infusion > hours:
        raise UsageError(f"--infuse {infuse} is longer than --every {every}. Write a shorter one.")
    missed: list[int] = []
    for part in (miss or "").split(","):
        if part.strip():
            if not part.strip().isdigit() or not 1 <= int(part) <= doses:
                raise UsageError(
                    f"--miss {part.strip()!r} is no dose from 1 to {doses}. Write 4,5."
                )
            missed.append(int(part))
    return Regimen(
        dose_mg=amount, every_h=hours, doses=doses, infusion_h=infusion,
        missed=tuple(sorted(set(missed))),
    )  # fmt: skip


def text(
    answer: Simulated, model: PopulationModel, knowledge: Knowledge, lang: str, page: bool = False
) -> list[str]:
    """The title, then a line each: people, model with its parameters and sources, results."""
    say, lex = language(lang).patient_simulation, Lexicon(knowledge, lang)
    joint = "、" if lang == "zh" else ", "
    people = [lex.condition(c) for c in model.conditions]
    people += [lex.term("features", f) for f in model.features]
    over_f = model.route == "oral" and model.parameter("f") is None
    sources = dict.fromkeys(s for p in model.parameters for s in (p.source, p.exponent_source) if s)
    lines = [
        say.title(lex.agent(answer.drug), lex.term("routes", answer.route), answer.regimen),
        *(say.DOUBTS[d] for d in answer.doubts),
        *say.unsteady(answer),
        say.population(answer.n, answer.seed, answer.weight_kg),
        say.model(model, joint.join(people), joint.join(sources)),
        say.WEIGHT_IN if answer.made_in.takes_weight else say.WEIGHT_OUT,
        joint.join(
            say.parameter(
                say.symbol(p.name, over_f), str(p.value),
                "" if p.name == "f" else lex.unit(p.unit),
                str(p.iiv_percent) if p.iiv_percent is not None else None,
            )
            for p in model.parameters
        ),
    ]  # fmt: skip
    if answer.adjusted is not None:
        lines.append(say.adjusted(answer.adjusted))
    elif answer.not_adjusted:
        lines.append(say.not_adjusted(answer.not_adjusted))
    lines += [
        say.spread(say.PEAK, answer.peak),
        say.spread(say.TROUGH, answer.trough),
        say.spread(say.AUC, answer.auc),
        say.DISCLAIMER.format(kept=say.KEPT_BESIDE_THE_PAGE if page else say.KEPT),
    ]
    return lines
