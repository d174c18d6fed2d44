"""What a machine read in the library, beside the curated sections: never part of a conclusion."""

from msgspec.structs import replace

from assuage.dossier.desk import Desk, nearest_first
from assuage.dossier.evidence_sections import (
    RESULT_COLUMNS,
    SPOKEN,
    result_table,
    verdict_statement,
)
from assuage.synthesis.machine_read import MachineRead
from assuage.synthesis.signals import outcome_term
from assuage.terms.drug import AdverseEffect, BoxedWarning, Interaction, OrganGuidance
from assuage.terms.finding import Finding
from assuage.terms.statement import Cell, Computed, Row, Statement, Table

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
    if read is None:
        return [], []
    if section == "trials":
        return _registered(desk, read), []
    if section not in _SECTIONS:
        return [], _of_labels(desk, read, section)
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
    return said, [*tables, *_of_labels(desk, read, section)]


def _registered(desk: Desk, read: MachineRead) -> list[Statement]:
    held = nearest_first(read.registered)
    said = [
        desk.compute(
            "machine-trial",
            (f,),
            Computed(verdict="trial", words=(f.quote.text,) if f.quote and f.quote.text else ()),
            directness=f.directness,
        )
        for f in held[:_MOST_ROWS]
    ]
    if len(held) > _MOST_ROWS:
        counts = Computed(verdict="more", numbers=(_MOST_ROWS, len(held)))
        said.append(desk.compute("machine-more", (), counts, directness="computed"))
    return said


_OF_LABELS: dict[str, tuple[str, tuple[str, ...]]] = {
    "safety-general": ("machine-label-harms", ("adverse-effect", "boxed-warning")),
    "organ-function-and-dose": ("machine-label-organs", ("organ-guidance",)),
    "interactions": ("machine-label-interactions", ("interaction",)),
}


def _of_labels(desk: Desk, read: MachineRead, section: str) -> list[Table]:
    """What labels say of the asked drugs: one row a fact, with its words."""
    if section not in _OF_LABELS:
        return []
    table_id, kinds = _OF_LABELS[section]
    rows = []
    held = [f for f in read.of_labels if f.kind in kinds][:_MOST_ROWS]
    for finding in held:
        desk.used[finding.id] = finding
        cells = (
            Cell(text=finding.owner, vocabulary="agent"),
            *_label_cells(finding.fact),
            Cell(text=finding.quote.text if finding.quote else ""),
        )
        rows.append(Row(cells=cells, findings=(finding.id,), sources=(str(finding.source),)))
    columns = (("drug", "text"), *_LABEL_COLUMNS[table_id], ("quote", "quote"))
    return [Table(id=table_id, columns=columns, rows=tuple(rows))] if rows else []


_LABEL_COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "machine-label-harms": (
        ("outcome", "term"),
        ("percent", "number"),
        ("comparator-percent", "number"),
    ),
    "machine-label-organs": (("organ", "term"), ("grade", "term"), ("says", "term")),
    "machine-label-interactions": (("other", "text"), ("kind", "term"), ("auc-ratio", "number")),
}


def _label_cells(fact: object) -> tuple[Cell, ...]:
    if isinstance(fact, AdverseEffect):
        return (
            Cell(text=fact.effect, vocabulary="outcome"),
            Cell(text=f"{fact.percent}%" if fact.percent is not None else ""),
            Cell(text=f"{fact.comparator_percent}%" if fact.comparator_percent is not None else ""),
        )
    if isinstance(fact, BoxedWarning):
        return (
            Cell(text=fact.risk, vocabulary="outcome"),
            Cell(text="boxed", vocabulary="label"),
            Cell(),
        )
    if isinstance(fact, OrganGuidance):
        return (
            Cell(text=fact.organ, vocabulary="organ"),
            Cell(text=fact.grade, vocabulary="organ-grades"),
            Cell(text=fact.action, vocabulary="actions"),
        )
    assert isinstance(fact, Interaction)
    return (
        Cell(text=fact.other, vocabulary="agent"),
        Cell(text=fact.kind, vocabulary="interactions"),
        Cell(text=str(fact.auc_ratio) if fact.auc_ratio is not None else ""),
    )


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
