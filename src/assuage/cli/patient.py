"""``assuage patient check``: the scores of a person. Reads one file; writes and sends nothing."""

from pathlib import Path
from typing import Any

import click

from assuage.cli.person_flags import person_of, person_options, split_flags
from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge
from assuage.patient.person.tables import Reading
from assuage.patient.scores.all_scores import ScoreSheet, sheet
from assuage.prose.lexicon import Lexicon
from assuage.prose.person_read import read_back
from assuage.prose.write import language
from assuage.render.json import to_json
from assuage.terms.errors import UsageError


@click.group()
def patient() -> None:
    """A person: organ function and scores, from a file that never leaves this machine."""


@patient.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@person_options
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option("--lang", default=None, help="en or zh (default: the file's, else en).")
@click.pass_obj
def check(
    root: Path | None, /, file: Path | None, form: str, lang: str | None, **rest: Any
) -> None:
    """Child-Pugh, ALBI, MELD, MELD 3.0, CKD-EPI 2021, Cockcroft-Gault, BMI, BCLC of a person."""
    patient_file = rest.pop("patient_file")
    if file is not None and patient_file is not None:
        raise UsageError("give one file, as: assuage patient check patient.toml")
    knowledge = load(root)
    reading = person_of(knowledge, file or patient_file, split_flags(rest), notes=False)
    known = reading.patient
    if not (known.stated or known.conditions or known.tumour or known.medicines):
        raise UsageError(
            "no person was given. Write: assuage patient check patient.toml, "
            'or give values, as --age 62 --sex female --creatinine "88 umol/L".'
        )
    found = sheet(reading.patient, knowledge)
    shown = lang or reading.patient.language or "en"
    language(shown)
    if form == "json":
        click.echo(_json(reading, found, knowledge))
    else:
        click.echo("\n".join(_text(reading, found, knowledge, shown)))


def _json(reading: Reading, found: ScoreSheet, knowledge: Knowledge) -> str:
    return to_json(
        {
            "patient": reading.patient,
            "scores": found.scores,
            "caveats": found.caveats,
            "missing": found.missing,
            "doubts": reading.doubts,
            "sources": {
                score.id: knowledge.scores[score.id].read_formula()
                for score in found.scores
                if score.id in knowledge.scores
            },
        }
    )


def _text(reading: Reading, found: ScoreSheet, knowledge: Knowledge, lang: str) -> list[str]:
    say = language(lang).patient_scores
    lex = Lexicon(knowledge, lang)
    names = {key: entry.zh if lang == "zh" else entry.en for key, entry in knowledge.scores.items()}
    lines: list[str] = []
    if reading.patient.label:
        lines += [reading.patient.label]
    if reading.patient.invented:
        lines += [say.INVENTED]
    lines += [""] if lines else []
    read = language(lang).patient_read
    shown_back = read_back(reading.patient, lex, read)
    if shown_back:
        lines += [read.TITLE, *(f"- {line}" for line in shown_back), ""]
    if reading.doubts:
        lines += [say.DOUBTS, *(f"- {say.doubt(d)}" for d in reading.doubts), ""]
    lines += [say.TITLE]
    lines += [f"- {say.score(s, names.get(s.id, s.id), reading.patient)}" for s in found.scores]
    if found.caveats:
        lines += ["", say.CAVEATS]
        lines += [
            "- "
            + say.caveat(
                lex.term("caveats", c.caveat),
                [lex.condition(i) for i in c.conditions],
                str(c.percent) if c.percent is not None else None,
                c.n,
                c.source,
            )
            for c in found.caveats
        ]
    if found.missing:
        lines += ["", say.MISSING]
        lines += [
            f"- {say.missing(m.field, [names.get(i, i) for i in m.scores])}" for m in found.missing
        ]
    shown = [s.id for s in found.scores if s.id in knowledge.scores]
    sources = [
        (names[i], list(dict.fromkeys(f.source for f in knowledge.scores[i].read_formula())))
        for i in shown
        if knowledge.scores[i].read_formula()
    ]
    lines += ["", say.SOURCES, *(f"- {name}: {', '.join(ids)}" for name, ids in sources)]
    return [*lines, "", say.DISCLAIMER]
