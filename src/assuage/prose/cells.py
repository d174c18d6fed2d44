"""Cells of tables in words."""

from types import ModuleType

from assuage.prose.lexicon import Lexicon
from assuage.terms.drug import OrganGuidance
from assuage.terms.finding import Finding
from assuage.terms.mechanism import MarkerFinding
from assuage.terms.statement import Cell
from assuage.terms.study import Conclusion, Result, Study


def cell_text(
    cell: Cell,
    column: str,
    findings: dict[str, Finding],
    lex: Lexicon,
    words: ModuleType,
    topic: bool,
) -> str:
    """The words of a cell; its ``vocabulary`` says how its text is to be named."""
    kind, text, labels = cell.vocabulary, cell.text, words.LABELS
    if kind is None:
        return text.replace("-", "−") if text[:1] == "-" else text
    if kind in ("comparison", "effect", "grade", "organ-dose", "marker-effect"):
        return _from_finding(kind, findings[text], lex, words)
    if kind in ("signal", "verdict", "organ", "modality", "label"):
        return str(labels[f"{kind}.{text}"])
    if kind in ("directness", "gap"):
        return str(labels[f"topic.{text}" if topic and text == "direct" else f"directness.{text}"])
    if not text:
        return str(
            labels.get({"features": "population.all", "routes": "route.all"}.get(kind, ""), "")
        )
    named = {
        "study": lex.study,
        "outcome": lex.outcome,
        "agent": lex.agent,
        "condition": lex.condition,
        "marker": lex.marker,
    }.get(kind)
    return named(text) if named else lex.term(kind, text)


def _from_finding(kind: str, finding: Finding, lex: Lexicon, words: ModuleType) -> str:
    fact, study = finding.fact, finding.entry
    if kind == "comparison" and isinstance(fact, Result) and isinstance(study, Study):
        return str(words.comparison(fact, study, lex))
    if kind == "effect" and isinstance(fact, Result):
        shown = str(words.effect(fact, lex))
        return shown or "; ".join(_arm_value(v, lex) for v in fact.values if _arm_value(v, lex))
    if kind == "effect" and isinstance(fact, Conclusion):
        return lex.term("verdicts", fact.verdict)
    if kind == "grade" and isinstance(fact, OrganGuidance):
        return str(words.grade(fact, lex))
    if kind == "organ-dose" and isinstance(fact, OrganGuidance):
        return str(words.organ_dose(fact, lex))
    if kind == "marker-effect" and isinstance(fact, MarkerFinding):
        return str(words.marker_effect(fact, lex))
    return ""


def _arm_value(value: object, lex: Lexicon) -> str:
    percent = getattr(value, "percent", None)
    events, n = getattr(value, "events", None), getattr(value, "n", None)
    parts = []
    if events is not None and n is not None:
        parts.append(f"{events}/{n}")
    if percent is not None:
        parts.append(f"{lex.number(percent)}%")
    for name in ("mean", "median"):
        number = getattr(value, name, None)
        if number is not None:
            parts.append(lex.number(number))
    return " ".join(parts)
