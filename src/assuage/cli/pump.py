"""``assuage pump``: the exact arithmetic of an intrathecal pump. Writes and sends nothing."""

from pathlib import Path
from typing import Any

import click

from assuage.asking.names import Index
from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge
from assuage.patient.person.read import read_file
from assuage.patient.pump.beginning import before_the_pump
from assuage.patient.pump.plan import plan
from assuage.patient.pump.settings import settings, trial
from assuage.prose.lexicon import Lexicon
from assuage.prose.patient_facts import cited
from assuage.prose.write import language
from assuage.render.json import to_json
from assuage.terms.errors import UsageError
from assuage.terms.finding import Finding
from assuage.terms.pump import PumpBeginning, PumpPlan

_OPTIONS = (
    ("concentration", 'As "2000ug/mL".'),
    ("dose", 'Continuous dose, as "300ug/day".'),
    ("fill", 'Volume filled in, as "20mL".'),
    ("reserve", 'Volume at which delivery ends, as "2mL".'),
    ("alarm", 'Volume at which the pump sounds, as "4mL".'),
    ("bolus", 'As "20ug x 4/day", besides the continuous dose.'),
    ("to-concentration", "Concentration that is filled in now."),
    ("to-dose", "Continuous dose from now on."),
    ("target", "Dose to which a titration shall lead."),
    ("screening-dose", 'The bolus that was effective, as "50ug".'),
    ("convert", 'As "epidural 50mg/day": by a published ratio only.'),
    ("tubing", "Volume inside the pump, from the reservoir to its connector."),
    ("catheter", "Volume of the catheter."),
    ("catheter-length", 'As "70cm", with --catheter-volume.'),
    ("catheter-volume", 'By length, as "0.0026mL/cm".'),
    ("accuracy", 'Largest error of the flow, as "14.5%" (default: as a regulator states).'),
    ("fill-date", "As 2026-11-22."),
    ("margin", 'Days before the end (default "7d").'),
    ("origin", "Of spasticity: spinal or cerebral."),
    ("region", "us, eu …: whose maximum dose holds."),
    ("previous-fill", "Volume filled in the time before, if not as now."),
    ("measured", "Residual volume as withdrawn."),
    ("expected", "Residual volume by the programmer."),
    ("elapsed", 'Time since the fill, as "60d", where the expected volume is not known.'),
)


def _options(command: Any) -> Any:
    for name, text in reversed(_OPTIONS):
        command = click.option(f"--{name}", default=None, help=text)(command)
    return command


@click.command()
@click.argument("drug", required=False)
@_options
@click.option("--child", is_flag=True, help="A child: steps and usual dose of children.")
@click.option(
    "--patient",
    "patient_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A patient.toml with a table [pump]; flags are laid over it.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option("--lang", default=None, help="en or zh (default: the file's, else en).")
@click.pass_obj
def pump(
    root: Path | None,
    /,
    drug: str | None,
    child: bool,
    patient_file: Path | None,
    form: str,
    lang: str | None,
    **rest: Any,
) -> None:
    """Flow, days, refill date, bridge, priming, titration and refill check of a pump with DRUG.

    A screening dose or a conversion alone needs neither concentration nor dose.
    """
    shown = lang or "en"
    language(shown)
    knowledge = load(root)
    index = Index(knowledge)
    table: dict[str, Any] = {}
    if patient_file is not None:
        reading = read_file(patient_file, index)
        if not reading.pump:
            raise UsageError(f"{patient_file.name} has no table [pump]. Give the flags instead.")
        table.update(reading.pump)
        person = reading.patient
        shown = lang or person.language or "en"
        language(shown)
        if person.spasticity_origin:
            table.setdefault("origin", person.spasticity_origin)
        if person.region:
            table.setdefault("region", person.region)
        if person.age_years is not None and person.age_years < 12:
            table.setdefault("child", True)
    table.update({key: value for key, value in rest.items() if value is not None})
    if drug is not None:
        filled = table.get("drug")
        if filled and index.one(drug, "drug").id != index.one(str(filled), "drug").id:
            raise UsageError(
                f"the pump in {patient_file.name if patient_file else 'the file'} holds {filled}, "
                f"not {drug}: its concentration and dose are not those of {drug}. "
                "Leave the name out, or the file."
            )
        table["drug"] = drug
    if child:
        table["child"] = True
    first = trial(table, index)
    found = before_the_pump(first, knowledge) if first else plan(settings(table, index), knowledge)
    if form == "json":
        click.echo(to_json(found))
    elif isinstance(found, PumpBeginning):
        click.echo("\n".join(_beginning(found, knowledge, shown)))
    else:
        click.echo("\n".join(_text(found, knowledge, shown)))


def _title(drug: str, knowledge: Knowledge, lang: str) -> str:
    title = str(language(lang).patient_pump.TITLE).format(drug=Lexicon(knowledge, lang).agent(drug))
    return title[:1].upper() + title[1:]


def _beginning(found: PumpBeginning, knowledge: Knowledge, lang: str) -> list[str]:
    say, drug = language(lang).patient_pump, found.trial.drug
    lines = [_title(drug, knowledge, lang), "", say.BEGINNING]
    lines += [f"- {line}" for line in say.beginning(found, Lexicon(knowledge, lang))]
    lines += _sourced(found.findings, found.unheld, drug, knowledge, lang)
    return [*lines, "", say.DISCLAIMER]


def _text(found: PumpPlan, knowledge: Knowledge, lang: str) -> list[str]:
    say, drug = language(lang).patient_pump, found.settings.drug
    lines = [_title(drug, knowledge, lang), ""]
    if found.warnings:
        lines.append(say.CHECK_FIRST)
        known: set[str] = set()
        for warning in found.warnings:
            new = [f for f in warning.findings if f.id not in known]
            known |= {f.id for f in new}
            lines.append(f"- {say.warning(warning, found)}{say.lead(warning) if new else ''}")
            said = cited(new, knowledge, lang)
            lines += [f"  - {text} [{source}]" for text, source, _ in said]
        lines.append("")
    lines.append(say.SUMS)
    lines += [f"- {line}" for line in say.sums(found)]
    steps = say.titration(found, Lexicon(knowledge, lang))
    if steps:
        lines += ["", say.TITRATION, *(f"- {line}" for line in steps)]
    if found.needs:
        lines += ["", say.MISSING, *(f"- {say.NEEDS[n]}" for n in found.needs)]
    lines += _sourced(found.findings, found.unheld, drug, knowledge, lang)
    return [*lines, "", say.DISCLAIMER]


def _sourced(
    findings: tuple[Finding, ...],
    unheld: tuple[str, ...],
    drug: str,
    knowledge: Knowledge,
    lang: str,
) -> list[str]:
    """Limits, then dangers, each with its source; then what no source held here says."""
    say = language(lang).patient_pump
    said_first = ("regulatory", "dose", "specification")
    limits = [f for f in findings if f.kind in said_first]
    dangers = [f for f in findings if f.kind not in said_first]
    missing = say.unheld(unheld, Lexicon(knowledge, lang).agent(drug))
    lines: list[str] = []
    for heading, held, more in ((say.SAID, limits, []), (say.DANGER, dangers, missing)):
        said = [f"{text} [{source}]" for text, source, _ in cited(held, knowledge, lang)]
        if said or more:
            lines += ["", heading, *(f"- {line}" for line in (*said, *more))]
    return lines
