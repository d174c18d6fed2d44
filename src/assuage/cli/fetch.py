"""``assuage fetch``: what the sources hold on a question, into the library."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assuage.cli.library import bar, library_option, place
from assuage.terms.answer import CouldNotAsk, NoneFound
from assuage.terms.errors import UsageError

if TYPE_CHECKING:
    from assuage.runs.fetching import Fetched


@click.command()
@click.argument("drug", required=False)
@click.argument("condition", required=False)
@click.option("--query", help="A query in the source's own syntax, instead of DRUG and CONDITION.")
@click.option("--source", "sources", multiple=True, help="Only this source (repeatable).")
@click.option("--limit", type=click.IntRange(1), help="Most records of each source.")
@click.option("--fresh", is_flag=True, help="Ask again what was asked within the last day.")
@click.option(
    "--raw",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that also gets every answer as it was sent.",
)
@library_option
@click.pass_obj
def fetch(
    root: Path | None,
    drug: str | None,
    condition: str | None,
    query: str | None,
    sources: tuple[str, ...],
    limit: int | None,
    fresh: bool,
    raw: Path | None,
    folder: Path | None,
) -> None:
    """Ask PubMed, Europe PMC, ClinicalTrials.gov and US labels, and keep what they send.

    Interrupted, the same command goes on where it stopped. Exit code 2 if a source could not be
    asked; the others' records are kept.
    """
    from datetime import timedelta

    from assuage.knowledge.load import load
    from assuage.runs import fetching
    from assuage.runs.places import cache_folder
    from assuage.sources.transport import KEEP_FOR, Transport

    if query is not None and drug is not None:
        raise UsageError("--query stands instead of DRUG and CONDITION. Write only one of them.")
    if query is None and (drug is None or condition is None):
        raise UsageError(
            "DRUG and CONDITION are needed, for example: assuage fetch ketamine 'liver cancer'. "
            "Or write a query of your own with --query."
        )
    failed = 0
    keep_for = timedelta(0) if fresh else KEEP_FOR
    with Transport(cache_folder(), keep_for=keep_for) as transport:
        if query is not None:
            want = fetching.own_query(query, sources or ("pubmed",))
        else:
            assert drug is not None and condition is not None
            want = fetching.wanted(load(root), drug, condition, sources, transport)
        for note in want.notes:
            click.echo(f"assuage: {note}.", err=True)
        if raw is None and set(want.queries) - set(fetching.USUAL):
            raise UsageError(
                "rxnav and pubtator send names and annotations, not records of the library. "
                "Name a folder for their answers with --raw DIR."
            )
        with bar() as shown:
            tasks: dict[str, Any] = {n: shown.add_task(n, total=None) for n in want.queries}

            def moved(name: str, got: int, total: int | None) -> None:
                shown.update(tasks[name], completed=got, total=total)

            for done in fetching.fetch(place(folder), transport, want, limit, moved, raw):
                failed += _tell(done)
    if failed:
        click.echo(
            f"assuage: {failed} source(s) could not be asked; what the others sent is kept. "
            "The same command asks only for what is missing.",
            err=True,
        )
        raise click.exceptions.Exit(2)


def _tell(done: "Fetched") -> int:
    """One line for a source; 1 if it could not be asked."""
    answer, counted = done.answer, done.counted
    name = answer.asked.source
    for problem in done.problems:
        click.echo(f"assuage: {problem}", err=True)
    for warning in answer.asked.warnings:
        click.echo(f"assuage: {name}: {warning}", err=True)
    kept = f"{counted.new} new ({counted.joined} of works held already), {counted.updated} updated"
    if isinstance(answer, NoneFound):
        click.echo(f"{name}: none found")
    elif isinstance(answer, CouldNotAsk):
        click.echo(f"{name}: could not ask: {answer.reason} Got before: {len(answer.ids)}; {kept}")
        return 1
    else:
        click.echo(f"{name}: {answer.total} found, {len(answer.ids)} got: {kept}")
    return 0
