"""What a machine read in the library, beside the curated sections: never part of a conclusion."""

from msgspec.structs import replace

from assuage.dossier.desk import Desk, nearest_first
from assuage.dossier.evidence_sections import (
    RESULT_COLUMNS,
    SPOKEN,
    result_table,
    verdict_statement,
)
from assuage.synthesis.signals import outcome_term
from assuage.terms.finding import Finding
from assuage.terms.statement import Cell, Computed, Statement, Table

_MOST_ROWS = 40
"""Rows of one table on a page; the rest is counted, and is in ``assuage evidence``."""
_MOST_BODIES = 6

_SECTIONS = {
    "benefit": (("benefit",), None),
    "disease-effect": (("disease",), None),
    "safety-in-condition": (("harm",), True),
    "safety-general": (("harm",), False),
}
"""Domains of a section, and whether it holds the near evidence, the far, or both."""


def machine(desk: Desk, section: str) -> tuple[list[Statement], list[Table]]:
    """Conclusions on machine-read bodies, and the table of results with their words."""
    read = desk.machine
    if read is None or section not in _SECTIONS:
        return [], []
    domains, near = _SECTIONS[section]
    said = [
        verdict_statement(desk, body, "machine-verdict")
        for body in read.bodies
        if body.domain in domains
        and near is not False
        and body.verdict.directness in SPOKEN
        and body.verdict.verdict != "inconclusive"
    ][:_MOST_BODIES]
    findings = [
        f
        for f in nearest_first(read.findings)
        if outcome_term(desk.knowledge, f.fact.outcome).domain in domains
        and (near is None or (f.directness in SPOKEN) == near)
    ]
    tables = _with_words(desk, f"machine-{section}", findings[:_MOST_ROWS])
    if len(findings) > _MOST_ROWS:
        counts = Computed(verdict="more", numbers=(_MOST_ROWS, len(findings)))
        said.append(desk.compute("machine-more", (), counts, directness="computed"))
    return said, tables


def _with_words(desk: Desk, table_id: str, findings: list[Finding]) -> list[Table]:
    """The table of results with a column for the words that each was read from."""
    tables = []
    for table in result_table(desk, table_id, findings):
        rows = [
            replace(row, cells=(*row.cells, Cell(text=finding.quote.text if finding.quote else "")))
            for row, finding in zip(table.rows, findings, strict=True)
        ]
        columns = (*RESULT_COLUMNS, ("quote", "quote"))
        tables.append(Table(id=table_id, columns=columns, rows=tuple(rows)))
    return tables


def methods(desk: Desk) -> list[Statement]:
    """What was searched and read, what was left out and why, where curated files differ."""
    read = desk.machine
    if read is None:
        return []
    said = [
        _told(desk, "read", (read.matched, read.looked_at, read.concerned, len(read.findings)),
              (read.query,)),
    ]  # fmt: skip
    said += [
        desk.compute(
            "machine-left-out",
            (),
            Computed(verdict=item.reason, words=(item.record, item.title, item.by)),
            directness="computed",
        )
        for item in read.left_out
    ]
    if read.compared:
        studies = len({d.study for d in read.disagreements})
        said.append(_told(desk, "compared", (read.compared, studies)))
    return said


def _told(
    desk: Desk, verdict: str, numbers: tuple[int, ...], words: tuple[str, ...] = ()
) -> Statement:
    told = Computed(verdict=verdict, numbers=numbers, words=words)
    return desk.compute("machine-method", (), told, directness="computed")
