"""``assuage read``, ``evidence`` and ``curate``: what a machine reads in the library's records."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from assuage.cli.language_model import chosen, language_model_options
from assuage.cli.library import bar, library_option, place
from assuage.cli.search import check_filters, check_held
from assuage.knowledge.shelves import Knowledge
from assuage.render.json import to_json
from assuage.terms.errors import UsageError
from assuage.terms.evidence import Evidence, EvidenceRow


@click.command()
@click.argument("record")
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), default="terminal")
@library_option
@language_model_options
@click.pass_obj
def read(
    root: Path | None,
    record: str,
    form: str,
    folder: Path | None,
    llm_url: str | None,
    llm_model: str | None,
) -> None:
    """What the program understood of a RECORD (pmid:22965960, nct:…, spl:…), beside its words.

    With --llm-model, what that model proposes beside it: each proposal checked against its quote.
    """
    from assuage.runs.reading import read_work, told, whole

    model = chosen(llm_url, llm_model)
    found = read_work(root, place(folder), record)
    if model is None:
        if form == "json":
            click.echo(to_json(whole(found)))
        else:
            click.echo("\n".join(told(found)))
        return
    if found.reading is None:
        raise UsageError(
            f"{record} is no publication: it is read exactly, a model has nothing to propose. "
            "Leave out --llm-model."
        )
    from assuage.knowledge.load import load
    from assuage.runs import proposing

    click.echo(f"assuage: {model.told}.", err=True)
    with model:
        beside = proposing.proposed(found.text, found.reading, load(root), model)
    if form == "json":
        click.echo(to_json({"reading": whole(found), "proposals": beside}))
        return
    click.echo("\n".join([*told(found), *proposing.told(beside, found.reading, found.text)]))


COLUMNS = (
    "record", "first_author", "year", "journal", "title", "design", "masking", "n", "agents",
    "conditions", "directness", "kind", "agent", "versus", "outcome", "direction", "meaning", "printed",
    "value", "low", "high", "level", "p", "unit", "time", "hedged",
    "probability", "notices", "quote",
)  # fmt: skip


@click.command()
@click.argument("agent")
@click.argument("condition")
@click.option("--from", "year_from", type=int, help="First year.")
@click.option("--to", "year_to", type=int, help="Last year.")
@click.option("--design", "designs", multiple=True, help="rct, meta-analysis … (repeatable).")
@click.option("--language", "languages", multiple=True, help="eng, chi … (repeatable).")
@click.option("--source", "sources", multiple=True, help="pubmed … (repeatable).")
@click.option(
    "--kind", "kinds", multiple=True, help="Rows to keep: effect, risk, direction … (repeatable)."
)
@click.option("--anywhere", is_flag=True, help="The drug in every condition, as a dossier does.")
@click.option("--most", type=click.IntRange(1), default=1000, show_default=True, help="Works read.")
@click.option("--format", "form", type=click.Choice(["csv", "json", "html"]), default="csv")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@library_option
@click.pass_obj
def evidence(
    root: Path | None,
    agent: str,
    condition: str,
    year_from: int | None,
    year_to: int | None,
    designs: tuple[str, ...],
    languages: tuple[str, ...],
    sources: tuple[str, ...],
    kinds: tuple[str, ...],
    anywhere: bool,
    most: int,
    form: str,
    out: Path | None,
    folder: Path | None,
) -> None:
    """The evidence table of AGENT in CONDITION: every effect read in the library, with its words.

    Machine-read: each row is to be checked against its quote.
    """
    from assuage.asking.question import questions
    from assuage.knowledge.load import load
    from assuage.runs.evidence import ROW_KINDS
    from assuage.runs.evidence import evidence as table
    from assuage.terms.library import LibraryQuery

    if out is not None and not out.absolute().parent.is_dir():
        raise UsageError(f"--out: no folder {out.absolute().parent}. Make it first.")
    check_filters(year_from, year_to, designs)
    if unknown := next((k for k in kinds if k not in ROW_KINDS), None):
        raise UsageError(f"--kind: no kind {unknown!r}. Write one of: {', '.join(ROW_KINDS)}.")
    check_held(place(folder), languages, sources)
    knowledge = load(root)
    question = questions(knowledge, agent, condition)[0]
    filters = LibraryQuery(
        text="", year_from=year_from, year_to=year_to, designs=designs, languages=languages,
        sources=sources,
    )  # fmt: skip
    with bar() as shown:
        task = shown.add_task("works read", total=None)
        found = table(
            knowledge, question, place(folder), filters, most,
            lambda done, total: shown.update(task, completed=done, total=total), anywhere,
            kinds,
        )  # fmt: skip
    if form == "json":
        text = to_json(found) + "\n"
    elif form == "csv":
        text = _csv(found)
    else:
        from assuage.render.evidence import page

        text = page(found, f"{agent} · {condition}")
    click.echo(
        f"assuage: {found.matched} works match, {found.looked_at} read, {found.concerned} concern "
        f"the question: {len(found.rows)} rows. Left out: "
        f"{sum(e.reason == 'curated' for e in found.left_out)} curated, "
        f"{sum(e.reason != 'curated' for e in found.left_out)} retracted or withdrawn.",
        err=True,
    )
    if found.of_unknown_year:
        click.echo(
            f"assuage: {found.of_unknown_year} more works match whose year is not known: --from and --to "
            "leave them out.",
            err=True,
        )
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8", newline="\n")
        click.echo(f"assuage: wrote {out}", err=True)


def _csv(found: Evidence) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row, name) for name in COLUMNS] for row in found.rows)
    return out.getvalue()


def _cell(row: EvidenceRow, name: str) -> str:
    from assuage.library.export import safe, said

    value: Any = getattr(row, name)
    if name == "notices":
        value = "; ".join(said(n) for n in value)
    elif isinstance(value, tuple):
        value = "; ".join(value)
    return safe("" if value is None else " ".join(str(value).split()))


@click.command()
@click.argument("record", required=False)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@click.option(
    "--disagreements",
    is_flag=True,
    help="List where the reading of curated works differs from their files, and nothing else.",
)
@click.option(
    "--retracted",
    is_flag=True,
    help="Draft a retracted work too, marked so that `knowledge check` refuses the file.",
)
@library_option
@click.pass_obj
def curate(
    root: Path | None, record: str | None, out: Path | None, disagreements: bool,
    retracted: bool, folder: Path | None,
) -> None:  # fmt: skip
    """Draft a curated study file from the reading of RECORD, for a person to confirm.

    The words behind each item are shown, not written: no sentence of a source enters the knowledge.
    """
    from assuage.knowledge.load import load
    from assuage.reading.draft import draft
    from assuage.runs.reading import read_work, told
    from assuage.runs.works import curated_studies

    knowledge = load(root)
    if disagreements:
        _differing(knowledge, place(folder))
        return
    if record is None:
        raise UsageError("no RECORD named. Write one as pmid:22965960, or --disagreements.")
    found = read_work(root, place(folder), record)
    if found.reading is None:
        raise UsageError(f"{record} is no publication. Draft studies from publications.")
    if found.work.retracted and not retracted:
        by = "; ".join(dict.fromkeys(n.by for n in found.work.notices if n.kind == "retracted"))
        raise UsageError(
            f"{found.work.id} is retracted ({by}): nothing is drafted from it. With --retracted a "
            "draft is made, marked so that `knowledge check` refuses it."
        )
    made = draft(found.reading, found.text, found.work, knowledge, datetime.now(UTC).date())
    held = curated_studies(knowledge).get(found.work.lead.pmid or "")
    if held:
        click.echo(f"assuage: curated already, as {held}: the draft is to compare with.", err=True)
    if out is None:
        click.echo(made.text, nl=False)
    else:
        out.mkdir(parents=True, exist_ok=True)
        path = out / f"{made.id}.toml"
        if path.exists():
            raise UsageError(f"{path} is there already. Name another folder with --out.")
        path.write_text(made.text, encoding="utf-8", newline="\n")
        click.echo(f"assuage: wrote {path}", err=True)
    for line in told(found):
        click.echo(line, err=True)
    for phrase in made.to_confirm:
        click.echo(f"assuage: to confirm: {phrase}", err=True)


def _differing(knowledge: Knowledge, folder: Path) -> None:
    """Every disagreement, one a block; how many of how many works on stderr."""
    from assuage.runs.library_evidence import curated_readings

    compared = differing = 0
    for found in curated_readings(knowledge, folder, datetime.now(UTC).date()):
        compared += 1
        differing += bool(found)
        for item in found:
            of = f" of {item.outcome}" if item.outcome else ""
            click.echo(f"{item.study} ({item.record}): {item.field}{of}")
            click.echo(f"  curated: {item.curated}\n  machine: {item.machine}")
            if item.quote:
                click.echo(f"  words:   “{item.quote}”")
    click.echo(f"assuage: {compared} curated works read, {differing} differ.", err=True)
