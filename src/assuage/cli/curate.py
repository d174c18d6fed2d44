"""``assuage knowledge``: check and format the curated files."""

from pathlib import Path

import click

from assuage.knowledge.canonical import canonical
from assuage.knowledge.load import default_root
from assuage.knowledge.rules import check as check_rules
from assuage.knowledge.shelves import SHELVES
from assuage.terms.errors import KnowledgeError


@click.group()
def knowledge() -> None:
    """The curated files: check every rule, put into canonical form."""


def _root(root: Path | None) -> Path:
    found = root or default_root()
    if not found.is_dir():
        raise KnowledgeError(f"no folder {found}. Name the knowledge folder with --knowledge DIR.")
    if not (found / "VERSION").is_file():
        raise KnowledgeError(
            f"{found / 'VERSION'} is missing, so this is no knowledge folder. Name another with "
            "--knowledge DIR, or write the version and its date in that file."
        )
    return found


@knowledge.command()
@click.pass_obj
def check(root: Path | None) -> None:
    """Every rule over every curated file; exit code 2 if one is broken."""
    folder = _root(root)
    problems = check_rules(folder)
    for problem in problems:
        click.echo(str(problem))
    files = sum(1 for shelf in SHELVES for _ in (folder / shelf).glob("*.toml"))
    count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
    click.echo(f"{files} files, {count}", err=bool(problems))
    if problems:
        raise click.exceptions.Exit(2)


@knowledge.command("format")
@click.pass_obj
def format_files(root: Path | None) -> None:
    """Put every file into canonical form: spacing and line ends; no value changes."""
    folder = _root(root)
    changed = 0
    for shelf in SHELVES:
        for path in sorted((folder / shelf).glob("*.toml")):
            text = path.read_text(encoding="utf-8")
            better = canonical(text)
            if better != text:
                path.write_text(better, encoding="utf-8", newline="\n")
                changed += 1
    click.echo(f"{changed} file{'' if changed == 1 else 's'} changed")
