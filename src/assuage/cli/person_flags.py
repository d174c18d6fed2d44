"""A person from the command line: ``--patient FILE`` and flags laid over it, for every command."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from assuage.asking.names import Index
from assuage.knowledge.shelves import Knowledge
from assuage.patient.person.read import read_file, read_flags
from assuage.patient.person.tables import Reading
from assuage.prose.write import language

LANGUAGE_OF_PERSON: Final = "assuage.language-of-person"
"""Key in the context's ``meta``: the language of a file, for errors that come after it was read."""
FLAGS: Final[tuple[tuple[str, str], ...]] = (
    ("age", "Age in years."),
    ("sex", "female or male."),
    ("weight", 'With its unit, as "61 kg".'),
    ("height", 'With its unit, as "162 cm".'),
    ("bilirubin", 'As "34 umol/L" or "2.0 mg/dL".'),
    ("albumin", 'As "35 g/L" or "3.5 g/dL".'),
    ("inr", "International normalised ratio."),
    ("ascites", "none, mild or moderate-severe."),
    ("encephalopathy", "Grade 0 to 4."),
    ("child-pugh", "Class A, B or C, or the points."),
    ("creatinine", 'As "88 umol/L" or "1.0 mg/dL".'),
    ("egfr", "eGFR in mL/min/1.73 m²."),
    ("creatinine-clearance", 'As "45 mL/min".'),
    ("dialysis", "none, haemodialysis, peritoneal or continuous."),
    ("sodium", 'As "135 mmol/L".'),
    ("potassium", 'As "4.0 mmol/L".'),
    ("platelets", 'As "85 10*9/L".'),
    ("neutrophils", 'As "2.1 10*9/L".'),
    ("qtc", 'As "440 ms".'),
    ("ecog", "Performance status 0 to 4."),
    ("hepatitis-b", "negative, hbsag-positive or anti-hbc-positive."),
    ("spasticity-origin", "spinal or cerebral."),
    ("region", "us, eu, uk, cn …: whose guidance leads."),
)


def person_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that describe a person. The command gets them as ``patient_file`` and flags."""
    for name, help_text in reversed(FLAGS):
        command = click.option(f"--{name}", default=None, help=help_text)(command)
    command = click.option(
        "--condition", "conditions", multiple=True, help="An illness; may be repeated."
    )(command)
    return click.option(
        "--patient",
        "patient_file",
        type=click.Path(path_type=Path, dir_okay=False),
        help="A patient.toml or a FHIR R4 bundle. It never leaves this machine.",
    )(command)


def split_flags(values: dict[str, Any]) -> dict[str, Any]:
    """Take the person's flags out of a command's values."""
    flags = {name: values.pop(name.replace("-", "_"), None) for name, _ in FLAGS}
    flags["conditions"] = list(values.pop("conditions", ()) or ())
    return flags


def person_of(
    knowledge: Knowledge,
    patient_file: Path | None,
    flags: dict[str, Any],
    medicines: tuple[str, ...] = (),
    notes: bool = True,
    lang: str | None = None,
) -> Reading:
    """The person of a file with flags laid over; what is doubted is noted beside the output, unless
    the output has it, in ``lang`` or else the person's language. Raises PatientError."""
    index = Index(knowledge)
    base = read_file(patient_file, index) if patient_file is not None else None
    context = click.get_current_context(silent=True)
    if context is not None and base is not None:
        context.find_root().meta[LANGUAGE_OF_PERSON] = base.patient.language
    reading = read_flags({**flags, "medicines": list(medicines)}, index, base)
    if notes and reading.doubts:
        say = language(lang or reading.patient.language or "en").patient_scores
        for doubt in reading.doubts:
            click.echo(f"assuage: {say.doubt(doubt)}", err=True)
    return reading
