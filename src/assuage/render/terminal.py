"""The page as a summary in the terminal: the bottom line, then each section in a few lines."""

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assuage.prose.page import Page, SectionView

_SHOWN = 4
_QUIET = ("references",)
_ASPECT_SECTIONS: dict[str, tuple[str, ...]] = {
    "overview": (),
    "benefit": ("rationale", "benefit", "alternatives", "unknowns"),
    "safety": (
        "safety-in-condition",
        "safety-general",
        "interactions",
        "organ-function-and-dose",
        "monitoring",
        "unknowns",
    ),
    "disease-effect": ("disease-effect", "unknowns"),
    "interactions": ("interactions",),
    "dose": ("organ-function-and-dose", "device-and-route", "populations"),
    "monitoring": ("monitoring",),
    "device": ("device-and-route", "benefit", "safety-in-condition", "monitoring"),
    "alternatives": ("alternatives", "procedures"),
    "mechanism": ("mechanism", "rationale", "markers", "imaging"),
    "trials": ("trials", "unknowns"),
}


def _body(section: SectionView, console: Console, page: Page, most: int) -> None:
    if section.state_text:
        console.print(Padding(Text(section.state_text, style="dim italic"), (0, 0, 0, 2)))
    numbers = {s.id: s.number for s in page.sources}
    # A grid keeps the bullet apart: Chinese has no spaces at which a line could break after it.
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for statement in section.statements[:most]:
        label = page.labels[f"directness.{statement.directness}"]
        cited = "".join(f"[{numbers[s]}]" for s in statement.sources)
        line = Text(statement.text, overflow="fold")
        line.append(f" ({label})", style="dim")
        if cited:
            line.append(f" {cited}", style="cyan")
        grid.add_row("•", line)
    if section.statements:
        console.print(Padding(grid, (0, 0, 0, 2)), highlight=False)
    more = len(section.statements) - most
    if more > 0:
        console.print(
            Padding(Text(page.labels["page.more"].format(n=more), style="dim"), (0, 0, 0, 4))
        )
    rows = sum(len(table.rows) for table in section.tables if table.machine)
    if rows:
        told = page.labels["page.machine-rows"].format(n=rows)
        console.print(Padding(Text(told, style="dim"), (0, 0, 0, 4)))


def render(page: Page, console: Console) -> None:
    """Print the summary; the aspect asked about comes whole, the rest is left to other formats."""
    labels = page.labels
    console.print(Text(page.title, style="bold"))
    console.print(
        Text(
            f"{labels['page.as-of']} {page.as_of} · {labels['page.knowledge']} "
            f"{page.knowledge_version}",
            style="dim",
        )
    )
    wanted = _ASPECT_SECTIONS[page.question.aspect]
    if wanted and page.question.route:
        wanted = (*wanted, "device-and-route")
    for section in page.sections:
        if section.id in _QUIET:
            continue
        if section.id != "bottom-line" and wanted and section.id not in wanted:
            continue
        console.print()
        console.print(Text(section.title, style="bold"))
        whole = section.id == "bottom-line" or bool(wanted)
        _body(section, console, page, 1000 if whole else _SHOWN)
    shown = {
        s
        for section in page.sections
        if section.id == "bottom-line" or not wanted or section.id in wanted
        for st in (
            section.statements
            if section.id == "bottom-line" or wanted
            else section.statements[:_SHOWN]
        )
        for s in st.sources
    }
    console.print()
    console.print(Text(labels["section.references"], style="bold"))
    for source in page.sources:
        if source.id in shown:
            year = f" ({source.year})" if source.year else ""
            console.print(
                Padding(
                    f"[cyan]{escape(f'[{source.number}]')}[/cyan] {escape(source.title)}{year} "
                    f"[dim]{escape(source.id)}[/dim]",
                    (0, 0, 0, 2),
                ),
                highlight=False,
            )
