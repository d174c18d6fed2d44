"""A dossier to a page: every statement, cell and label in the words of one language."""

from types import ModuleType
from typing import Any

import msgspec
from msgspec import Struct

from assuage.knowledge.shelves import Knowledge
from assuage.prose import chinese, english
from assuage.prose.cells import cell_text
from assuage.prose.figures import figure_view
from assuage.prose.lexicon import Lexicon
from assuage.prose.page import (
    SCHEMA_VERSION,
    BottomLineView,
    ColumnView,
    FindingView,
    Page,
    QuestionView,
    QuoteView,
    RowView,
    SectionView,
    SourceView,
    StatementView,
    TableView,
)
from assuage.terms.errors import UsageError
from assuage.terms.finding import DIRECTNESS, Finding
from assuage.terms.guidance import Guidance
from assuage.terms.printed import Printed
from assuage.terms.source import Source
from assuage.terms.statement import Dossier, Section, Statement, Table
from assuage.terms.study import Study

LANGUAGES: dict[str, ModuleType] = {"en": english, "zh": chinese}


def language(lang: str) -> ModuleType:
    """The module of a language. Raises UsageError for one that there is not."""
    if lang not in LANGUAGES:
        raise UsageError(f"--lang: no language {lang!r}. Write {' or '.join(LANGUAGES)}.")
    return LANGUAGES[lang]


def sentence(
    statement: Statement, findings: dict[str, Finding], lex: Lexicon, words: ModuleType
) -> str:
    """One statement in words."""
    held = tuple(findings[i] for i in statement.findings)
    return str(words.REALISERS[statement.kind](statement, held, lex))


def write(dossier: Dossier, knowledge: Knowledge, lang: str) -> Page:
    """The page of a dossier."""
    words = language(lang)
    lex = Lexicon(knowledge, lang)
    sections = tuple(_section(s, dossier, lex, words) for s in dossier.sections)
    bottom = sections[0]
    order = _source_order(dossier)
    nearest: dict[str, str] = {}
    for finding in dossier.findings.values():
        known = nearest.get(finding.source or "")
        if known is None or DIRECTNESS.index(finding.directness) < DIRECTNESS.index(known):
            nearest[finding.source or ""] = finding.directness
    by_source = {knowledge.source_of(s): s for s in knowledge.studies.values()}
    question = dossier.question
    return Page(
        schema_version=SCHEMA_VERSION,
        lang=lang,
        title=_title(dossier, lex, words),
        question=QuestionView(
            kind=question.kind,
            condition=question.condition,
            drugs=question.drugs,
            drug=question.drug,
            drug_class=question.drug_class,
            route=question.route,
            aspect=question.aspect,
            together_with=question.together_with,
        ),
        as_of=dossier.as_of,
        knowledge_version=dossier.knowledge_version,
        bottom_line=BottomLineView(
            text=("" if lang == "zh" else " ").join(s.text for s in bottom.statements),
            certainty=dossier.bottom_line.certainty,
            benefit=dossier.bottom_line.benefit,
            harm=dossier.bottom_line.harm,
            disease=dossier.bottom_line.disease,
            statements=tuple(s.id for s in bottom.statements),
        ),
        sections=sections,
        findings=tuple(finding_view(f) for f in dossier.findings.values()),
        sources=tuple(
            _source_view(
                key, number, dossier.sources[key], by_source.get(key), nearest.get(key), lex
            )
            for number, key in enumerate(order, start=1)
        ),
        labels=_labels(dossier, words),
    )


def _labels(dossier: Dossier, words: ModuleType) -> dict[str, str]:
    """The language's labels; on a topic, direct means this condition, there being no drug."""
    labels: dict[str, str] = dict(words.LABELS)
    if dossier.question.kind == "topic":
        labels["directness.direct"] = labels["topic.direct"]
        labels["directness.general"] = labels["topic.general"]
    return labels


def _title(dossier: Dossier, lex: Lexicon, words: ModuleType) -> str:
    question = dossier.question
    condition = lex.condition(question.condition)
    agent = lex.agent(question.drug or question.drug_class or "")
    if question.kind == "topic":
        text = words.LABELS["title.topic"].format(condition=condition)
    elif question.route:
        text = words.LABELS["title.route"].format(
            agent=agent, route=lex.term("routes", question.route), condition=condition
        )
    else:
        text = words.LABELS["title.drug"].format(agent=agent, condition=condition)
    return str(text[:1].upper() + text[1:])


def _section(section: Section, dossier: Dossier, lex: Lexicon, words: ModuleType) -> SectionView:
    labels = words.LABELS
    topic = dossier.question.kind == "topic"
    return SectionView(
        id=section.id,
        title=labels[f"section.{section.id}"],
        state=section.state,
        state_text=labels[f"state.{section.state}"],
        statements=tuple(
            StatementView(
                id=s.id,
                text=sentence(s, dossier.findings, lex, words),
                kind=s.kind,
                findings=s.findings,
                sources=s.sources,
                directness=s.directness,
                certainty=s.certainty,
                reasons=tuple(words.reason(step, lex) for step in s.computed.steps)
                if s.computed
                else (),
                where=_place(s, dossier),
                machine=s.kind.startswith("machine-"),
                personal=s.about is not None,
                computed=(s.computed is not None or s.about is not None)
                and s.kind not in ("identity", "condition-identity"),
            )
            for s in section.statements
        ),
        tables=tuple(_table(t, dossier, lex, words, topic) for t in section.tables),
        figures=tuple(figure_view(f, lex, words) for f in section.figures),
    )


def _place(statement: Statement, dossier: Dossier) -> str | None:
    if statement.computed is not None or statement.about is not None:
        return None
    places = {dossier.findings[i].where for i in statement.findings}
    return places.pop() if len(places) == 1 else None


def _table(
    table: Table, dossier: Dossier, lex: Lexicon, words: ModuleType, topic: bool
) -> TableView:
    labels = words.LABELS
    return TableView(
        id=table.id,
        title=labels[f"table.{table.id}"],
        machine=table.id.startswith("machine-"),
        columns=tuple(
            ColumnView(id=key, title=labels[f"column.{key}"], type=kind)
            for key, kind in table.columns
        ),
        rows=tuple(
            RowView(
                cells={
                    key: cell_text(cell, key, dossier.findings, lex, words, topic)
                    for (key, _), cell in zip(table.columns, row.cells, strict=True)
                },
                findings=row.findings,
                sources=row.sources,
            )
            for row in table.rows
        ),
    )


def _source_order(dossier: Dossier) -> list[str]:
    """Sources in the order of their first citation."""
    order: dict[str, None] = {}
    for section in dossier.sections:
        for statement in section.statements:
            order.update(dict.fromkeys(statement.sources))
        for table in section.tables:
            for row in table.rows:
                order.update(dict.fromkeys(row.sources))
    return list(order)


def empty(value: Any) -> bool:
    """Whether a field holds nothing."""
    # 0 equals False, and is a number that a source printed.
    return value is None or value is False or value == ()


def plain(value: Any) -> Any:
    """A fact's value as JSON has it; printed numbers become text with their digits."""
    if isinstance(value, Printed):
        return str(value)
    if isinstance(value, Struct):
        return {
            f: plain(getattr(value, f))
            for f in value.__struct_fields__
            if not empty(getattr(value, f)) and f not in ("source", "where", "withdrawn")
        }
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    return msgspec.to_builtins(value)


def finding_view(finding: Finding) -> FindingView:
    """A finding as JSON has it."""
    values = plain(finding.fact)
    entry = finding.entry
    if isinstance(entry, Study):
        values["study"] = {
            "id": entry.id,
            "design": entry.design,
            "masking": entry.masking,
            "conditions": list(entry.conditions),
            "population": plain(entry.population),
            "arms": plain(entry.arms),
            "review": plain(entry.review) if entry.review else None,
            "preclinical": plain(entry.preclinical) if entry.preclinical else None,
            "year": entry.citation.year,
        }
    if isinstance(entry, Guidance):
        values["guidance"] = {"organisation": entry.organisation, "year": entry.citation.year}
    amount = values.get("amount") or values.get("dose")
    unit = values.get("unit") or (amount.get("unit") if isinstance(amount, dict) else None)
    return FindingView(
        id=finding.id,
        kind=finding.kind,
        owner=finding.owner,
        values=values,
        unit=unit,
        source=finding.source,
        where=finding.where,
        read=finding.read,
        checked_on=finding.checked_on.isoformat() if finding.checked_on else None,
        directness=finding.directness,
        quote=QuoteView(**msgspec.structs.asdict(finding.quote)) if finding.quote else None,
    )


def _source_view(
    key: str, number: int, source: Source, study: Study | None, directness: str | None, lex: Lexicon
) -> SourceView:
    c = source.citation
    url = c.url
    if c.pmid:
        url = f"https://pubmed.ncbi.nlm.nih.gov/{c.pmid}/"
    elif c.doi:
        url = f"https://doi.org/{c.doi}"
    elif c.nct:
        url = f"https://clinicaltrials.gov/study/{c.nct}"
    return SourceView(
        id=key,
        number=number,
        kind=source.kind,
        title=c.title,
        year=c.year,
        pmid=c.pmid,
        doi=c.doi,
        nct=c.nct,
        url=url,
        journal=c.journal,
        first_author=c.first_author,
        design=lex.term("designs", study.design) if study else None,
        n=(study.review.participants if study.review else None) or study.population.n
        if study
        else None,
        read=", ".join(source.read.parts),
        read_at=source.read.url,
        checked_on=source.read.on.isoformat(),
        machine=study is not None and study.status == "machine-read",
        directness=directness,
    )
