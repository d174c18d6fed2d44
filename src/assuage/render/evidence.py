"""The evidence table as a page: works with their rows, each row beside its words."""

from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from msgspec import Struct

from assuage.terms.evidence import Evidence, EvidenceRow


class WorkView(Struct, frozen=True):
    """A work and its rows."""

    row: EvidenceRow
    rows: tuple[EvidenceRow, ...]
    where: str
    url: str | None


def page(found: Evidence, title: str) -> str:
    """One HTML page, self-contained; it opens without a network."""
    environment = Environment(
        loader=PackageLoader("assuage.render"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    works = [_work(tuple(rows)) for _, rows in groupby(found.rows, key=lambda r: r.record)]
    return environment.get_template("evidence.html").render(found=found, works=works, title=title)


def _work(rows: tuple[EvidenceRow, ...]) -> WorkView:
    row = rows[0]
    parts = (
        row.first_author,
        row.journal,
        str(row.year) if row.year else "year unknown",
        row.design,
        row.masking,
        f"n = {row.n}" if row.n else None,
        row.record,
    )
    scheme, _, value = row.record.partition(":")
    url = f"https://pubmed.ncbi.nlm.nih.gov/{value}/" if scheme == "pmid" else None
    return WorkView(row=row, rows=rows, where=", ".join(p for p in parts if p), url=url)
