"""Figures in words: titles, names, and the text alternative that holds every number shown."""

from assuage.prose.lexicon import Lexicon
from assuage.prose.page import FigureView
from assuage.terms.statement import Figure


def figure_view(figure: Figure, lex: Lexicon, labels: dict[str, str]) -> FigureView:
    """A figure with the names of everything in it."""
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
