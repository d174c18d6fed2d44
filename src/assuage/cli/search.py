"""``assuage search``: the local library, from the command line."""

from pathlib import Path

import click

from assuage.cli.library import library_option, place
from assuage.render.json import to_json
from assuage.terms.errors import UsageError
from assuage.terms.library import Hit, LibraryQuery, Results

FORMATS = ("terminal", "json", "ris", "csv", "jsonl")


def check_filters(year_from: int | None, year_to: int | None, designs: tuple[str, ...]) -> None:
    """Raises UsageError where no work could pass: years the wrong way round, no such design."""
    if year_from is not None and year_to is not None and year_from > year_to:
        raise UsageError(
            f"--from {year_from} is after --to {year_to}. Write the earlier year in --from."
        )
    if not designs:
        return
    from assuage.library.designs import DESIGNS

    for design in designs:
        if design not in DESIGNS:
            raise UsageError(f"--design: no design {design!r}. Write one of: {', '.join(DESIGNS)}.")


def check_held(folder: Path, languages: tuple[str, ...], sources: tuple[str, ...]) -> None:
    """Raises UsageError for a language that is no code, or a source that the library holds nothing of."""
    if languages:
        from assuage.library.documents import known_languages, language

        for name in languages:
            code = language(name)
            if code not in known_languages() and not (len(code) == 3 and code.isalpha()):
                raise UsageError(
                    f"--language: no language {name!r}. Write a code of three letters, as one of: "
                    f"{', '.join(known_languages())}."
                )
    if sources:
        from assuage.library.reader import Library

        with Library(folder) as held:
            known = sorted(held.status()["records"])
        for name in sources:
            if name not in known:
                raise UsageError(
                    f"--source: the library holds nothing of {name!r}. Write one of: "
                    f"{', '.join(known) or 'none, it is empty'}."
                )


@click.command()
@click.argument("text")
@click.option("--from", "year_from", type=int, help="First year.")
@click.option("--to", "year_to", type=int, help="Last year.")
@click.option(
    "--design", "designs", multiple=True, help="rct, meta-analysis, cohort … (repeatable)."
)
@click.option("--language", "languages", multiple=True, help="eng, chi … (repeatable).")
@click.option("--source", "sources", multiple=True, help="pubmed, europe-pmc … (repeatable).")
@click.option(
    "--kind", "kinds", multiple=True, help="article, preprint, trial, label (repeatable)."
)
@click.option("--evidence", is_flag=True, help="Let publication type and date weigh in the order.")
@click.option(
    "--semantic",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of a sentence-embedding model (ONNX): re-order the first hits by meaning.",
)
@click.option("--no-expand", is_flag=True, help="Search the words as typed: no synonyms, no MeSH.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0)
@click.option("--format", "form", default="terminal", help=f"One of {', '.join(FORMATS)}.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@library_option
@click.pass_obj
def search(
    root: Path | None,
    text: str,
    year_from: int | None,
    year_to: int | None,
    designs: tuple[str, ...],
    languages: tuple[str, ...],
    sources: tuple[str, ...],
    kinds: tuple[str, ...],
    evidence: bool,
    semantic: Path | None,
    no_expand: bool,
    limit: int,
    offset: int,
    form: str,
    out: Path | None,
    folder: Path | None,
) -> None:
    """Search the library: words, "phrases", title:word, mesh:"Liver Neoplasms", -word, AND, OR."""
    if form not in FORMATS:
        raise UsageError(f"--format: no format {form!r}. Write one of: {', '.join(FORMATS)}.")
    check_filters(year_from, year_to, designs)
    check_held(place(folder), languages, sources)
    from assuage.knowledge.load import load
    from assuage.library.reader import Library

    query = LibraryQuery(
        text=text,
        year_from=year_from,
        year_to=year_to,
        designs=designs,
        languages=languages,
        sources=sources,
        kinds=kinds,
        evidence=evidence,
        expand=not no_expand,
        limit=limit,
        offset=offset,
    )
    encoder = None
    if semantic is not None:
        from assuage.library.semantic import OnnxEncoder

        encoder = OnnxEncoder(semantic)
    with Library(place(folder), None if no_expand else load(root)) as held:
        results = held.search(query, encoder)
        if form == "json":
            written = to_json(results) + "\n"
        elif form == "terminal":
            written = _lines(results, offset)
        else:
            from assuage.library.export import export

            works = (held.work(hit.id) for hit in results.results)
            written = "".join(export(works, form))
    if out is None:
        click.echo(written, nl=False)
        return
    if not out.absolute().parent.is_dir():
        raise UsageError(f"--out: no folder {out.absolute().parent}. Make it first.")
    out.write_text(written, encoding="utf-8", newline="\n")
    click.echo(f"assuage: wrote {out}", err=True)


def _lines(results: Results, offset: int) -> str:
    if not results.results:
        return f"none found in the library for: {results.as_sent}\n"
    matching = [hit for hit in results.results if not hit.related]
    shown = [_hit(n, hit) for n, hit in enumerate(matching, start=offset + 1)]
    last = offset + len(matching)
    related = [_hit(n, hit) for n, hit in enumerate(results.results[len(matching) :], last + 1)]
    if related:
        shown += ["", "     Not matching, but related by their words:", "", *related]
    return (
        "\n".join(shown) + f"\n\n{offset + 1}-{last} of {results.total}; asked: {results.as_sent}\n"
    )


def _hit(number: int, hit: Hit) -> str:
    from assuage.library.export import said

    marks = [said(n).upper() if n.kind == "retracted" else said(n) for n in hit.notices]
    where = ", ".join(
        p
        for p in (
            hit.first_author,
            hit.journal,
            str(hit.year) if hit.year else "year unknown",
            "/".join(hit.designs) or hit.kind,
        )
        if p
    )
    ties = ", ".join(f"{link.relation} {link.target}" for link in hit.links[:5])
    lines = [f"{number:>3}. {hit.title or '(no title)'}", f"     {where} · {hit.id}"]
    lines += [f"     ! {mark}" for mark in marks]
    if ties:
        lines.append(f"     {ties}")
    return "\n".join(lines)
