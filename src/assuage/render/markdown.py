"""The page as Markdown: every section, statement, table and source."""

from assuage.prose.page import Page, SectionView, StatementView, TableView


def _cite(statement_sources: tuple[str, ...], numbers: dict[str, int]) -> str:
    return "".join(f"[^{numbers[s]}]" for s in statement_sources)


def _statement(statement: StatementView, page: Page, numbers: dict[str, int]) -> str:
    label = page.labels[f"directness.{statement.directness}"]
    where = f" ({statement.where})" if statement.where else ""
    return f"- {statement.text} *[{label}]*{_cite(statement.sources, numbers)}{where}"


def _table(table: TableView, numbers: dict[str, int], sources: str) -> list[str]:
    head = [c.title for c in table.columns] + [sources]
    lines = [f"**{table.title}**", "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in table.rows:
        cells = [row.cells[c.id].replace("|", "\\|") for c in table.columns]
        cells.append(_cite(row.sources, numbers))
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def _section(section: SectionView, page: Page, numbers: dict[str, int]) -> list[str]:
    lines = [f"## {section.title}", ""]
    if section.state_text:
        lines += [f"_{section.state_text}_", ""]
    for statement in section.statements:
        lines.append(_statement(statement, page, numbers))
        if statement.reasons:
            reasons = page.labels["page.gap"].join(statement.reasons)
            lines.append(f"  - {page.labels['page.why']}{page.labels['page.colon']}{reasons}")
    if section.statements:
        lines.append("")
    for figure in section.figures:
        stop = page.labels["page.stop"].strip()
        lines += [f"**{figure.title}{stop}** {figure.description}", ""]
    for table in section.tables:
        lines += _table(table, numbers, page.labels["page.sources"])
    if section.id == "references":
        for source in page.sources:
            parts = [p for p in (source.first_author, source.journal) if p]
            about = f" {', '.join(parts)}" if parts else ""
            year = f" {source.year}." if source.year else ""
            colon, stop = page.labels["page.colon"], page.labels["page.stop"].rstrip()
            read = f" {page.labels['page.machine-read' if source.machine else 'page.read']}{colon}{source.read} ({source.checked_on}){stop}"
            lines.append(
                f"[^{source.number}]: {source.title}.{about}{year} `{source.id}` <{source.url}>{read}"
            )
        lines.append("")
    return lines


def render(page: Page) -> str:
    """The whole page."""
    labels = page.labels
    numbers = {s.id: s.number for s in page.sources}
    lines = [
        f"# {page.title}",
        "",
        f"{labels['page.as-of']} {page.as_of} · {labels['page.knowledge']} {page.knowledge_version}",
        "",
    ]
    for section in page.sections:
        lines += _section(section, page, numbers)
    return "\n".join(lines).rstrip() + "\n"
