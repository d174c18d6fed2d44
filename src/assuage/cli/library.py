"""``assuage library``: import, build, status, searches, verify, reindex, export."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click

from assuage.render.json import to_json
from assuage.terms.answer import CouldNotAsk, NoneFound
from assuage.terms.errors import UsageError


def library_option(command: Any) -> Any:
    """The option that names the library, the same on every command."""
    return click.option(
        "--library",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder of the library (default: $ASSUAGE_LIBRARY, else the user's data folder).",
    )(command)


def place(folder: Path | None) -> Path:
    """The library folder meant."""
    from assuage.runs.places import library_folder

    return library_folder(folder)


def bar(total: int | None = None) -> "AbstractContextManager[Any]":
    """A progress bar on stderr; silent where stderr is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )


@click.group()
def library() -> None:
    """The local library of literature, trials and labels."""


@library.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--again", is_flag=True, help="Read files again whose bytes were imported before.")
@library_option
def import_command(files: tuple[Path, ...], again: bool, folder: Path | None) -> None:
    """Files of any kind, recognised by content: PubMed XML, NBIB, RIS, BibTeX, EndNote, CSV, trials, labels.

    Exit code 2 if anything in them could not be read; everything else is imported.
    """
    from assuage.runs.importing import import_files

    target, broken = place(folder), 0
    with bar() as shown:
        task = shown.add_task("import", total=None)
        for done in import_files(
            target,
            files,
            lambda path, seen: shown.update(task, description=path.name, completed=seen),
            again,
        ):
            shown.update(task, completed=0)
            counted = done.counted
            words = (
                "imported before; nothing to do (--again reads it again)"
                if done.before
                else f"{counted.seen} records: {counted.new} new ({counted.joined} of works held "
                f"already), {counted.updated} updated, {counted.unchanged} unchanged, "
                f"{counted.older} older than held, {counted.deleted} deleted"
            )
            click.echo(f"{done.file}: {words}")
            _tell_problems(done.problems)
            broken += len(done.problems)
    if broken:
        click.echo(f"assuage: {broken} item(s) could not be read; the rest is imported.", err=True)
        raise click.exceptions.Exit(2)


_MOST_TOLD = 20
"""Problems of one file that are printed; a broken export can hold thousands of one kind."""


def _tell_problems(problems: Sequence[str]) -> None:
    for problem in problems[:_MOST_TOLD]:
        click.echo(f"assuage: {problem}", err=True)
    if len(problems) > _MOST_TOLD:
        click.echo(f"assuage: and {len(problems) - _MOST_TOLD} more in the same file.", err=True)


@library.command()
@click.option(
    "--pubmed-baseline",
    "baseline",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder with PubMed's baseline (and update) files.",
)
@click.option(
    "--download",
    type=click.Choice(["baseline", "updatefiles"]),
    multiple=True,
    help="First bring these into the folder (resumable; checked by MD5).",
)
@click.option(
    "--cluster", help="Address of a Ray cluster (auto, HOST:PORT); default: this machine."
)
@click.option("--workers", type=click.IntRange(1), help="Processes (default: one a core).")
@click.option(
    "--parts",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the parts, shared by all nodes of a cluster (default: inside the library).",
)
@click.option("--keep-parts", is_flag=True, help="Do not delete the parts at the end.")
@library_option
def build(
    baseline: Path,
    download: tuple[str, ...],
    cluster: str | None,
    workers: int | None,
    parts: Path | None,
    keep_parts: bool,
    folder: Path | None,
) -> None:
    """Bulk: every file of a folder, on all cores or a cluster; goes on where it was interrupted."""
    from assuage.runs.building import build as build_library

    for directory in download:
        _download(directory, baseline)
    with bar() as shown:
        making = shown.add_task("parts made", total=None)
        taking = shown.add_task("parts taken in", total=None)
        done = build_library(
            place(folder),
            baseline,
            cluster,
            workers,
            parts,
            keep_parts,
            lambda part, total: shown.update(making, total=total, advance=1),
            lambda part, total: shown.update(taking, total=total, advance=1),
        )
    problems = [p for part in done for p in part.problems]
    _tell_problems(problems)
    records = sum(part.records for part in done)
    click.echo(f"{len(done)} files, {records} records, {len(problems)} problems")
    if problems:
        raise click.exceptions.Exit(2)


def _download(directory: str, folder: Path) -> None:
    """Bring a directory of PubMed's server into the folder. Raises UsageError where it fails."""
    from assuage.runs.building import download
    from assuage.runs.places import cache_folder
    from assuage.sources.transport import Transport

    with bar() as shown, Transport(cache_folder()) as transport:
        task = shown.add_task(directory, total=None)
        answer = download(
            directory,
            folder,
            transport,
            lambda got, total: shown.update(task, completed=got, total=total),
        )
    if isinstance(answer, CouldNotAsk):
        raise UsageError(
            f"--download {directory}: {answer.reason} {len(answer.ids)} files are in {folder}; "
            "the same command goes on from there."
        )
    click.echo(f"{directory}: {0 if isinstance(answer, NoneFound) else len(answer.ids)} files")


@library.command()
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), default="terminal")
@library_option
def status(form: str, folder: Path | None) -> None:
    """What the library holds."""
    from assuage.library.reader import Library

    with Library(place(folder)) as held:
        said = held.status()
    if form == "json":
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return
    for name, value in said.items():
        if isinstance(value, dict):
            value = ", ".join(f"{k} {v:,}" for k, v in value.items()) or "none"
        click.echo(f"{name}: {value:,}" if isinstance(value, int) else f"{name}: {value}")


@library.command()
@click.option(
    "--format", "form", type=click.Choice(["terminal", "json", "csv"]), default="terminal"
)
@library_option
def searches(form: str, folder: Path | None) -> None:
    """The search log, as a PRISMA search report needs it: what was asked, where, when, how many."""
    from assuage.library.reader import Library
    from assuage.library.search_log import COLUMNS, row

    with Library(place(folder)) as held:
        logged = held.searches()
    if form == "json":
        click.echo(to_json(logged))
        return
    rows = [row(search) for search in logged]
    if form == "csv":
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
        return
    if not rows:
        click.echo("no search has been made: assuage fetch DRUG CONDITION")
    for values in rows:
        for name, value in zip(COLUMNS, values, strict=True):
            if value:
                click.echo(f"{name}: {value}")
        click.echo("")


@library.command()
@library_option
def verify(folder: Path | None) -> None:
    """Whether everything that was kept is there and can be found; exit code 2 if not."""
    from assuage.library.verify import verify as verify_library

    target = place(folder)
    with bar() as shown:
        task = shown.add_task("records read", total=None)
        wrong = list(verify_library(target, lambda n: shown.update(task, completed=n)))
    for sentence in wrong:
        click.echo(f"assuage: {sentence}", err=True)
    if wrong:
        raise click.exceptions.Exit(2)
    click.echo(f"{target}: every record is whole and every work can be found")


@library.command()
@library_option
def reindex(folder: Path | None) -> None:
    """Make the search index anew from the records (after damage, or a new version)."""
    from assuage.library.writer import reindex as reindex_library

    with bar() as shown:
        task = shown.add_task("works indexed", total=None)
        count = reindex_library(place(folder), lambda n: shown.update(task, completed=n))
    click.echo(f"{count} works indexed")


@library.command()
@click.option("--format", "form", default="jsonl", show_default=True, help="jsonl, ris or csv.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@library_option
def export(form: str, out: Path | None, folder: Path | None) -> None:
    """Everything held: as RIS and CSV each work merged, with its notices; as JSON lines every record
    as its source sent it, to be imported again without loss."""
    from assuage.library.export import export as export_works
    from assuage.library.reader import Library
    from assuage.parsing.exported import line

    with Library(place(folder)) as held:
        pieces: Iterator[str]
        pieces = map(line, held.records()) if form == "jsonl" else export_works(held.works(), form)
        if out is None:
            for piece in pieces:
                click.echo(piece, nl=False)
            return
        if not out.absolute().parent.is_dir():
            raise UsageError(f"--out: no folder {out.absolute().parent}. Make it first.")
        with out.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(pieces)
    click.echo(f"assuage: wrote {out}", err=True)


@library.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--known-on", required=True, help="Date of the list, as 2026-11-22.")
@click.option("--list-name", help="What the list is called (default: the file's name).")
@library_option
def retractions(file: Path, known_on: str, list_name: str | None, folder: Path | None) -> None:
    """A list of retracted papers, one PMID a line: marks them wherever they show, now and later."""
    from assuage.library.retracted import notices_of_list
    from assuage.library.writer import LibraryWriter

    told = notices_of_list(file, known_on, list_name or file.name)
    with LibraryWriter(place(folder)) as writer:
        touched = writer.put_notices(told)
    click.echo(f"{len(told)} notices kept; {touched} works of the library are concerned")
