"""The search log in the words of a PRISMA search report (PRISMA-S, Rethlefsen 2021, items 1-15)."""

from assuage.terms.answer import CouldNotAsk, Found, LoggedSearch, NoneFound

COLUMNS = (
    "number", "for", "source", "interface", "query", "as sent", "translated by the source as",
    "on", "data to", "answer", "records at the source", "records got", "warnings",
)  # fmt: skip


def row(search: LoggedSearch) -> tuple[str, ...]:
    """One search as cells; the three kinds of nothing keep their names."""
    answer, asked = search.answer, search.answer.asked
    match answer:
        case Found():
            said, total, got = "found", str(answer.total), str(len(answer.ids))
        case NoneFound():
            said, total, got = "none found", "0", "0"
        case CouldNotAsk():
            said = f"could not ask: {answer.reason}"
            total = "unknown" if answer.total is None else str(answer.total)
            got = str(len(answer.ids))
    return (
        str(search.number), " × ".join(w for w in (search.drug, search.condition) if w), asked.source, asked.interface or "", asked.query,
        "; ".join(asked.as_sent), asked.translation or "", asked.on, asked.covers_to or "", said,
        total, got, "; ".join(asked.warnings),
    )  # fmt: skip
