"""Figures in words: titles, names, and the text alternative that holds every number shown."""

from types import ModuleType

from msgspec.structs import replace

from assuage.prose.lexicon import Lexicon
from assuage.prose.page import FigureView
from assuage.terms.exposure import Span
from assuage.terms.statement import Figure


def _of_person(figure: Figure, lex: Lexicon, words: ModuleType) -> FigureView:
    """Exposure of a person: what changes it, each with its interval."""
    found, labels, say = figure.exposure, words.LABELS, words.patient_exposure
    assert found is not None
    names = {
        "note": labels["figure.exposure-note"],
        "null": labels["figure.exposure-usual"],
        "": "",
    }
    for mark in figure.marks:
        if mark.label == "together":
            names[mark.label] = labels["figure.exposure-together"]
            continue
        factor = found.factors[int(mark.label)]
        held = tuple(lex.agent(n) for n in factor.what)
        names[mark.label] = say.what(factor, held if factor.kind == "interaction" else factor.what)
    marks = tuple(
        replace(m, printed=say.span(Span(ratio=m.value, low=m.low, high=m.high or m.value)))
        for m in figure.marks
    )
    items = [f"{names[m.label]}{labels['page.colon']}{m.printed}" for m in marks]
    joint = "；" if lex.lang == "zh" else "; "
    return FigureView(
        id=figure.id,
        title=labels["figure.exposure"].format(
            drug=lex.agent(found.drug), route=lex.term("routes", found.route)
        ),
        description=labels["figure.forest.text"].format(n=len(items), items=joint.join(items)),
        labels=names,
        figure=replace(figure, marks=marks),
    )


def figure_view(figure: Figure, lex: Lexicon, words: ModuleType) -> FigureView:
    """A figure with the names of everything in it."""
    if figure.kind == "exposure":
        return _of_person(figure, lex, words)
    labels: dict[str, str] = words.LABELS
    names: dict[str, str] = {}
    if figure.kind == "mechanism-map":
        for edge in figure.edges:
            names[edge.subject] = lex.agent(edge.subject)
            names[edge.object] = lex.agent(edge.object)
            names[edge.relation] = lex.term("relations", edge.relation)
            names[f"basis.{edge.basis}"] = labels[f"figure.basis.{edge.basis}"]
        for node in list(names):
            term = lex.knowledge.vocabulary["nodes"].get(node)
            if term is not None:
                names[f"stage.{node}"] = term.stage or "mediator"
        items = [f"{names[e.subject]} {names[e.relation]} {names[e.object]}" for e in figure.edges]
        title = labels["figure.mechanism-map"]
        names["legend"] = labels["figure.map-legend"]
        for stage in (
            "agent",
            "tumour",
            "mediator",
            "nociceptor",
            "nerve",
            "spinal",
            "brain",
            "perception",
        ):
            names[f"column.{stage}"] = labels[f"stage.{stage}"]
    else:
        for mark in figure.marks:
            names[mark.label] = lex.study(mark.label)
            outcome = mark.group.split(":")[-1]
            names[outcome] = lex.outcome(outcome)
            names[mark.directness] = labels[f"directness.{mark.directness}"]
        items = [
            f"{names[m.label]}{labels['page.comma']}{names[m.group.split(':')[-1]]}"
            f"{labels['page.colon']}{_printed(m.printed, lex)}"
            for m in figure.marks
        ]
        if figure.kind == "forest":
            measure = lex.term("measures", figure.measure or "")
            title = labels["figure.forest"].format(measure=measure)
        else:
            title = labels["figure.benefit-harm"]
            for measure in ("nnt", "nnh"):
                names[measure] = lex.term("measures", measure)
        note = "figure.favours-note" if figure.kind == "forest" else "figure.needed-note"
        names["note"] = labels[note]
    joint = "；" if lex.lang == "zh" else "; "
    text = labels["figure.forest.text"].format(n=len(items), items=joint.join(items))
    return FigureView(id=figure.id, title=title, description=text, labels=names, figure=figure)


def _printed(text: str, lex: Lexicon) -> str:
    shown = text.replace("-", "−").replace("inf", "∞")
    if lex.lang == "zh":
        return shown.replace(", ", "至").replace(" (", "（").replace(")", "）")
    return shown.replace(", ", " to ")
