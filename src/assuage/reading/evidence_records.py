"""Register entries and labels to rows of the evidence table: exact counts and printed frequencies."""

from collections.abc import Iterator

from msgspec.structs import replace

from assuage.knowledge.shelves import Knowledge
from assuage.reading.evidence import meaning
from assuage.reading.label_facts import LabelFact, LabelFacts
from assuage.reading.register_study import RegisterEntry
from assuage.terms.drug import AdverseEffect, BoxedWarning, Interaction
from assuage.terms.evidence import EvidenceRow
from assuage.terms.library import Work
from assuage.terms.printed import Printed
from assuage.terms.reading import Span
from assuage.terms.study import ArmValue, Result


def entry_rows(entry: RegisterEntry, work: Work, knowledge: Knowledge) -> Iterator[EvidenceRow]:
    """A row a result; one that tells the status where the entry has none."""
    study = entry.results.study if entry.results else None
    base = EvidenceRow(
        record=work.id, title=work.lead.title, kind="trial", printed=entry.trial.status,
        quote=entry.why_stopped or "", span=Span(0, 0), year=work.lead.year,
        design=study.design if study else None,
        masking=study.masking if study else None, n=entry.trial.n, agents=entry.trial.agents,
        conditions=entry.trial.conditions, notices=work.notices,
    )  # fmt: skip
    yield base
    if entry.results is None:
        return
    for result, quote in zip(entry.results.study.results, entry.results.quotes, strict=True):
        direction = result.direction if result.direction != "unclear" else None
        yield replace(
            base, kind="count", printed=_printed(result), quote=quote.text,
            outcome=result.outcome, direction=direction, agent=result.arm, versus=result.versus,
            value=_said_of(result.effect), p=_said_of(result.p), unit=result.unit,
            low=_said_of(result.interval[0]) if result.interval else None,
            high=_said_of(result.interval[1]) if result.interval else None,
            level=_said_of(result.interval_percent) if result.interval else None,
            meaning=meaning(direction, result.outcome, knowledge),
        )  # fmt: skip


def _said_of(number: Printed | None) -> str | None:
    return None if number is None else str(number)


def _printed(result: Result) -> str:
    parts = [_value(v) for v in result.values]
    if result.effect is not None:
        limits = result.interval
        shown = f" ({result.interval_percent}%CI {limits[0]} to {limits[1]})" if limits else ""
        parts.append(f"{result.measure} {result.effect}{shown}")
    return "; ".join(parts)


def _value(value: ArmValue) -> str:
    if value.events is not None:
        return f"{value.arm} {value.events}/{value.n or '?'}"
    shown = value.mean if value.mean is not None else value.median
    return f"{value.arm} {shown}" + (f" SD {value.sd}" if value.sd is not None else "")


def label_rows(facts: LabelFacts, work: Work) -> Iterator[EvidenceRow]:
    """A row a fact."""
    base = EvidenceRow(
        record=work.id, title=work.lead.title, kind="label", printed="", quote="", span=Span(0, 0),
        year=work.lead.year, agents=(facts.drug,), agent=facts.drug, directness="general", notices=work.notices,
    )  # fmt: skip
    for fact, quote in zip(facts.facts, facts.quotes, strict=True):
        printed, outcome = _said(fact)
        yield replace(
            base, printed=printed, outcome=outcome, quote=quote.text,
            span=Span(quote.start, quote.end),
        )  # fmt: skip


def _said(fact: LabelFact) -> tuple[str, str | None]:
    if isinstance(fact, AdverseEffect):
        other = f" v {fact.comparator_percent}%" if fact.comparator_percent is not None else ""
        return f"{fact.percent}%{other}", fact.effect
    if isinstance(fact, BoxedWarning):
        return "boxed warning", fact.risk
    if isinstance(fact, Interaction):
        ratio = f" {fact.auc_ratio}" if fact.auc_ratio is not None else ""
        return f"{fact.kind}{ratio} ({fact.role}, {fact.other})", None
    return f"{fact.organ} {fact.grade}: {fact.action}", None
