"""``assuage diff``: what changed between two dossiers."""

from pathlib import Path

import click

from assuage.render.json import to_json
from assuage.runs.difference import Change, changes, read_page

_TITLES = {
    "question": "Not the same question",
    "version": "Knowledge",
    "bottom-line": "Bottom line",
    "conclusion": "Conclusions",
    "source": "Sources",
    "state": "Sections",
    "statement": "Statements",
    "machine": "Machine-read rows, part of no conclusion",
}


@click.command()
@click.argument("old", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), default="terminal")
def diff(old: Path, new: Path, form: str) -> None:
    """What changed between two dossiers in JSON: conclusions, sources, statements."""
    found = list(changes(read_page(old), read_page(new)))
    if form == "json":
        click.echo(to_json(found))
        return
    if not found:
        click.echo("nothing changed")
    for kind, title in _TITLES.items():
        some = [change for change in found if change.kind == kind]
        if some:
            click.echo(f"{title} ({len(some)})")
            for change in some:
                click.echo("\n".join(_lines(change)))


def _lines(change: Change) -> list[str]:
    place = f"{change.place}: " if change.place else ""
    lines = []
    if change.before is not None:
        lines.append(f"  - {place}{change.before}")
    if change.after is not None:
        lines.append(f"  + {place}{change.after}")
    return lines
