"""``assuage interactions``: a list of medicines, pairwise and together, in a person."""

from pathlib import Path
from typing import Any

import click

from assuage.cli.person_flags import person_of, person_options, split_flags
from assuage.knowledge.load import load
from assuage.prose.interactions import Report
from assuage.prose.lexicon import Lexicon
from assuage.prose.write import language
from assuage.render.json import to_json
from assuage.runs.interactions import exposure_engine
from assuage.runs.interactions import interactions as run
from assuage.terms.errors import UsageError


@click.command()
@click.argument("medicines", nargs=-1)
@person_options
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option("--lang", default=None, help="en or zh (default: the file's, else en).")
@click.pass_obj
def interactions(
    root: Path | None, /, medicines: tuple[str, ...], form: str, lang: str | None, **rest: Any
) -> None:
    """What MEDICINES do together: concentrations, and effects that add up.

    A medicine is a name, or a name with dose and route in quotes: "ketamine 10 mg oral". Those of
    --patient are added. --condition also checks the condition's usual treatments.
    """
    patient_file = rest.pop("patient_file")
    knowledge = load(root)
    reading = person_of(knowledge, patient_file, split_flags(rest), lang=lang)
    patient = reading.patient
    if not medicines and not patient.medicines:
        raise UsageError(
            "no medicine was given. Write: assuage interactions morphine lenvatinib, "
            "or name a file with --patient."
        )
    shown = lang or patient.language or "en"
    language(shown)
    found = run(knowledge, medicines, patient, exposure_engine(knowledge))
    if form == "json":
        click.echo(to_json(found))
    else:
        click.echo(
            "\n".join(
                Report(found, Lexicon(knowledge, shown), language(shown).patient_additive).lines()
            )
        )
