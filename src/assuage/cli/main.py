"""``assuage``: every error is one sentence on stderr and exit code 2."""

import gc
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from assuage import __version__, runs
from assuage.asking.question import ask as ask_questions
from assuage.asking.question import notes, questions
from assuage.cli import browse, compare, curate, language_model
from assuage.cli import exposure as exposure_cli
from assuage.cli import fetch as fetch_cli
from assuage.cli import interactions as interactions_cli
from assuage.cli import library as library_cli
from assuage.cli import patient as patient_cli
from assuage.cli import pump as pump_cli
from assuage.cli import read as read_cli
from assuage.cli import search as search_cli
from assuage.cli import simulate as simulate_cli
from assuage.cli.person_flags import LANGUAGE_OF_PERSON, person_of, person_options, split_flags
from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge
from assuage.patient.person.measures import PatientError
from assuage.patient.person.question_words import said
from assuage.patient.person.tables import Reading
from assuage.patient.person.units import UnitError
from assuage.prose.page import Page
from assuage.prose.write import LANGUAGES, language
from assuage.render import json as json_render
from assuage.render import markdown
from assuage.terms.errors import AssuageError, UsageError
from assuage.terms.question import Question

FORMATS = ("terminal", "html", "md", "json")


_ASKED = "assuage.language-asked"


def _asked_language(words: list[str]) -> str | None:
    """The language after --lang: an error may come before the command has read its options."""
    for word, after in zip(words, [*words[1:], ""], strict=True):
        if word == "--lang" or word.startswith("--lang="):
            return after if word == "--lang" else word.removeprefix("--lang=")
    return None


def _told(error: AssuageError, lang: str | None) -> str:
    """The sentence in the language asked for, where the error carries what it needs."""
    if isinstance(error, PatientError | UnitError) and lang in LANGUAGES:
        return str(language(lang).refusals.refusal(error.code, error.fields) or error)
    return str(error)


class OneSentence(click.Group):
    """A group whose commands end errors in one sentence, without a traceback."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_ASKED] = _asked_language(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AssuageError as error:
            lang = ctx.meta.get(_ASKED) or ctx.meta.get(LANGUAGE_OF_PERSON)
            click.echo(f"assuage: {_told(error, lang)}", err=True)
            ctx.exit(2)
        except KeyboardInterrupt:
            click.echo(
                "assuage: interrupted; what was kept stays. Run it again to go on.", err=True
            )
            ctx.exit(130)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                sys.stderr.close()
                ctx.exit(0)
            click.echo(
                f"assuage: cannot write: {error.strerror}. Free some space or write elsewhere.",
                err=True,
            )
            ctx.exit(2)


@click.group(cls=OneSentence, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="assuage")
@click.option(
    "--knowledge",
    "root",
    type=click.Path(path_type=Path),
    envvar="ASSUAGE_KNOWLEDGE",
    help="Folder of curated facts (default: the one that came with assuage).",
)
@click.pass_context
def main(ctx: click.Context, root: Path | None) -> None:
    """Graded, cited dossiers of drugs in conditions. Informs professionals; prescribes nothing."""
    # One short command makes many small objects and throws none away: collecting only costs time.
    gc.disable()
    ctx.obj = root


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command with a page shares."""
    for option in (
        click.option(
            "--format",
            "form",
            help=f"One of {', '.join(FORMATS)} (default: by the ending of --out, else terminal).",
        ),
        click.option(
            "--out",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Write to this file instead of the terminal.",
        ),
        click.option(
            "--lang", default=None, help="en or zh (default: the question's or person's, else en)."
        ),
        click.option("--as-of", help="The dossier's date (default: the knowledge's)."),
        click.option(
            "--library",
            "folder",
            is_flag=False,
            flag_value="",
            help="Read the library too, beside the curated facts; its folder, or the usual one.",
        ),
    ):
        command = option(command)
    return command


@main.command()
@click.argument("agent")
@click.argument("condition")
@click.option("--aspect", default="overview", show_default=True, help="What the summary shows.")
@output_options
@person_options
@language_model.language_model_options
@language_model.patient_data_option
@click.pass_obj
def dossier(
    root: Path | None,
    /,
    agent: str,
    condition: str,
    aspect: str,
    form: str,
    out: Path | None,
    lang: str | None,
    as_of: str | None,
    folder: str | None,
    llm_url: str | None,
    llm_model: str | None,
    llm_patient_data: str | None,
    patient_file: Path | None,
    **rest: Any,
) -> None:
    """The dossier of a drug, a drug by a route, or a class, in a CONDITION.

    With --patient, or values of a person, it is made personal; they never leave this machine.
    """
    form = _form(form, lang, out)
    model = language_model.chosen(llm_url, llm_model)
    knowledge = load(root)
    asked = questions(knowledge, agent, condition, aspect)
    person = _person(knowledge, patient_file, split_flags(rest), lang)
    lang = lang or (person.patient.language if person else None) or "en"
    pages = _pages(knowledge, asked, lang, as_of, folder, person)
    pages = language_model.smoothed_pages(knowledge, pages, model, llm_patient_data)
    _show(knowledge, pages, form, out)


@main.command()
@click.argument("condition")
@output_options
@click.pass_obj
def topic(
    root: Path | None,
    condition: str,
    form: str | None,
    out: Path | None,
    lang: str | None,
    as_of: str | None,
    folder: str | None,
) -> None:
    """The dossier of a condition alone: mechanisms, markers, agents."""
    lang = lang or "en"
    form = _form(form, lang, out)
    knowledge = load(root)
    asked = runs.topic_question(knowledge, condition)
    _show(knowledge, _pages(knowledge, [asked], lang, as_of, folder), form, out)


@main.command()
@click.argument("text")
@output_options
@person_options
@click.pass_obj
def ask(
    root: Path | None,
    /,
    text: str,
    form: str | None,
    out: Path | None,
    lang: str | None,
    as_of: str | None,
    folder: str | None,
    patient_file: Path | None,
    **rest: Any,
) -> None:
    """A plain question in English or Chinese, answered from the same dossier.

    A Child-Pugh class, an eGFR, an age or a weight that it states make the answer personal.
    """
    lang = lang or ("zh" if any("一" <= c <= "鿿" for c in text) else "en")
    form = _form(form, lang, out)
    knowledge = load(root)
    asked = ask_questions(knowledge, text)
    for note in notes(knowledge, text, asked):
        click.echo(f"assuage: {note}.", err=True)
    flags = {**said(text), **{k: v for k, v in split_flags(rest).items() if v}}
    person = _person(knowledge, patient_file, flags, lang, tuple(asked[0].together_with))
    _show(knowledge, _pages(knowledge, asked, lang, as_of, folder, person), form, out)


def _person(
    knowledge: Knowledge,
    patient_file: Path | None,
    flags: dict[str, Any],
    lang: str | None,
    together_with: tuple[str, ...] = (),
) -> Reading | None:
    """The person of a file and flags; None where neither tells anything of one."""
    if patient_file is None and not any(flags.values()):
        return None
    return person_of(knowledge, patient_file, flags, together_with, lang=lang)


def _pages(
    knowledge: Knowledge,
    asked: Iterable[Question],
    lang: str,
    as_of: str | None,
    folder: str | None,
    person: Reading | None = None,
) -> list[Page]:
    """A page a question. ``folder`` is that of --library: none, empty for the usual one, or one."""
    if folder is None:
        return [runs.page(knowledge, q, lang, as_of, person=person) for q in asked]
    library = library_cli.place(Path(folder) if folder else None)
    with library_cli.bar() as shown:
        task = shown.add_task("works read", total=None)
        return [
            runs.page(
                knowledge, q, lang, as_of, library,
                lambda done, total: shown.update(task, completed=done, total=total),
                person,
            )
            for q in asked
        ]  # fmt: skip


def _form(form: str | None, lang: str | None, out: Path | None) -> str:
    """The format asked for, or that of the file's ending; refuses what cannot be done."""
    if form is None:
        ending = out.suffix.removeprefix(".") if out else ""
        form = ending if ending in FORMATS else "terminal"
    if form not in FORMATS:
        raise UsageError(f"--format: no format {form!r}. Write one of: {', '.join(FORMATS)}.")
    language(lang or "en")
    if out is not None and not out.absolute().parent.is_dir():
        raise UsageError(f"--out: no folder {out.absolute().parent}. Make it first.")
    return form


def _show(knowledge: Knowledge, pages: list[Page], form: str | None, out: Path | None) -> None:
    if knowledge.left_out:
        click.echo(
            f"assuage: {len(knowledge.left_out)} broken knowledge file(s) left out; "
            "see: assuage knowledge check",
            err=True,
        )
    if form == "terminal":
        _terminal(pages, out)
        return
    if form == "json":
        parts = [json_render.render(p) for p in pages]
        text = (
            parts[0] if len(parts) == 1 else "[\n" + ",\n".join(p.rstrip() for p in parts) + "\n]\n"
        )
    elif form == "md":
        text = "\n".join(markdown.render(p) for p in pages)
    else:
        from assuage.render import html  # Jinja2 is loaded only where a page is drawn

        text = html.render(pages)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(
            f"--out: cannot write {out}: {error.strerror}. Name another file."
        ) from None
    click.echo(f"assuage: wrote {out}", err=True)


def _terminal(pages: list[Page], out: Path | None) -> None:
    from rich.console import Console  # loaded only where it prints

    from assuage.render import terminal

    if out is not None:
        with out.open("w", encoding="utf-8", newline="\n") as stream:
            console = Console(file=stream, width=100)
            for page in pages:
                terminal.render(page, console)
        return
    console = Console(soft_wrap=False)
    for number, page in enumerate(pages):
        if number:
            console.rule()
        terminal.render(page, console)


main.add_command(browse.show)
main.add_command(browse.list_entries)
main.add_command(curate.knowledge)
main.add_command(library_cli.library)
main.add_command(search_cli.search)
main.add_command(fetch_cli.fetch)
main.add_command(compare.diff)
main.add_command(read_cli.read)
main.add_command(read_cli.evidence)
main.add_command(read_cli.curate)
main.add_command(patient_cli.patient)
main.add_command(pump_cli.pump)
main.add_command(interactions_cli.interactions)
main.add_command(exposure_cli.exposure_command)
main.add_command(simulate_cli.simulate)
