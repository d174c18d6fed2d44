"""Figures as inline SVG: forest-style, benefit-harm, mechanism map. Built with svg.py's typed elements.

Every picture has a title and a description for screen readers; colours carry no meaning alone.
Widths are in user units of a 720-wide view box, so that the picture scales with the page.
"""

from math import inf, log

import svg

from assuage.prose.page import FigureView
from assuage.terms.statement import Edge, Figure, Mark

WIDTH = 720
ROW = 26
LEFT, RIGHT = 290, 575
_STAGES = ("agent", "tumour", "mediator", "nociceptor", "nerve", "spinal", "brain", "perception")
_DASH = {"direct": None, "near-condition": "1 0"}


def draw(view: FigureView, prefix: str) -> str:
    """The figure as an SVG element."""
    figure = view.figure
    if figure.kind == "mechanism-map":
        body, height = _map(figure, view.labels, prefix)
    elif figure.kind == "benefit-harm":
        body, height = _needed(figure, view.labels)
    else:
        body, height = _forest(figure, view.labels)
    base = f"{prefix}{view.id}"
    return svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, WIDTH, height),
        width=WIDTH,
        height=height,
        class_=["figure"],
        extra={"role": "img", "aria-labelledby": f"{base}-title {base}-desc"},
        elements=[
            svg.Title(id=f"{base}-title", text=view.title),
            svg.Desc(id=f"{base}-desc", text=view.description),
            *body,
        ],
    ).as_str()


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> svg.Text:
    return svg.Text(
        x=round(x, 1),
        y=round(y, 1),
        text=text,
        class_=[kind] if kind else None,
        text_anchor=anchor,  # type: ignore[arg-type]
    )


def _clip(text: str, most: int) -> str:
    width = 0
    for position, char in enumerate(text):
        width += 2 if ord(char) > 0x2E80 else 1
        if width > most:
            return text[: max(1, position - 1)] + "…"
    return text


def _scale(marks: tuple[Mark, ...], log_scale: bool, null: float) -> tuple[float, float]:
    values = [v for m in marks for v in (m.low, m.value, m.high) if v is not None] + [null]
    if log_scale:
        values = [log(v) for v in values if v > 0]
    low, high = min(values), max(values)
    pad = (high - low) * 0.08 or 1.0
    return low - pad, high + pad


def _forest(figure: Figure, names: dict[str, str]) -> tuple[list[svg.Element], int]:
    null = figure.null if figure.null is not None else 0.0
    low, high = _scale(figure.marks, figure.log_scale, null)

    def place(value: float) -> float:
        if figure.log_scale:
            value = log(value) if value > 0 else low
        value = min(max(value, low), high)
        return LEFT + (value - low) / (high - low) * (RIGHT - LEFT)

    height = ROW * (len(figure.marks) + 1) + 34
    body: list[svg.Element] = [
        svg.Line(
            x1=round(place(null), 1),
            x2=round(place(null), 1),
            y1=6,
            y2=height - 30,
            class_=["null"],
        ),
    ]
    for row, mark in enumerate(figure.marks):
        y = ROW * row + 20
        body += [
            _text(4, y + 4, _clip(f"{names[mark.label]} · {names[mark.group]}", 46)),
            svg.Line(
                x1=round(place(mark.low), 1),
                x2=round(place(inf if mark.high is None else mark.high), 1),
                y1=y,
                y2=y,
                class_=["interval", mark.directness],
            ),
            svg.Rect(
                x=round(place(mark.value) - 4, 1),
                y=y - 4,
                width=8,
                height=8,
                class_=["effect", mark.directness],
            ),
            _text(WIDTH - 4, y + 4, _shown(mark.printed), anchor="end"),
        ]
    axis = height - 26
    body.append(svg.Line(x1=LEFT, x2=RIGHT, y1=axis, y2=axis, class_=["axis"]))
    for value, label in _ticks(low, high, figure.log_scale):
        x = round(place(value), 1)
        body += [
            svg.Line(x1=x, x2=x, y1=axis, y2=axis + 4, class_=["axis"]),
            _text(x, axis + 17, label, "tick", "middle"),
        ]
    body.append(_text(4, height - 8, names["note"], "tick"))
    return body, height


def _shown(printed: str) -> str:
    return (
        printed.replace("-", "−")
        .replace("inf", "∞")
        .replace(", ", "–" if "−" not in printed.replace("-", "−") else " … ")
    )


def _ticks(low: float, high: float, log_scale: bool) -> list[tuple[float, str]]:
    if log_scale:
        choices = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50]
        return [(c, f"{c:g}") for c in choices if low <= log(c) <= high]
    span = high - low
    for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000):
        if span / step <= 7:
            first = int(low / step) - 1
            ticks = [round((first + i) * step, 6) for i in range(12)]
            return [(t, f"{t:g}".replace("-", "−")) for t in ticks if low <= t <= high]
    return []


def _needed(figure: Figure, names: dict[str, str]) -> tuple[list[svg.Element], int]:
    """NNT and NNH as bars on one axis of people per one event: fewer people is a stronger effect."""
    finite = [v for m in figure.marks for v in (m.value, m.low, m.high) if v is not None]
    most = max(finite) * 1.1
    height = ROW * len(figure.marks) + 40

    def place(value: float) -> float:
        return LEFT + min(value, most) / most * (RIGHT - LEFT)

    body: list[svg.Element] = []
    for row, mark in enumerate(figure.marks):
        kind, outcome = mark.group.split(":")
        y = ROW * row + 18
        end = place(mark.high) if mark.high is not None else RIGHT + 8
        body += [
            _text(4, y + 4, _clip(f"{kind.upper()} · {names[outcome]} · {names[mark.label]}", 46)),
            svg.Rect(
                x=LEFT, y=y - 7, width=round(place(mark.value) - LEFT, 1), height=14, class_=[kind]
            ),
            svg.Line(
                x1=round(place(mark.low), 1), x2=round(end, 1), y1=y, y2=y, class_=["interval"]
            ),
            _text(WIDTH - 4, y + 4, _shown(mark.printed), anchor="end"),
        ]
    axis = height - 22
    body.append(svg.Line(x1=LEFT, x2=RIGHT, y1=axis, y2=axis, class_=["axis"]))
    for value, label in _ticks(0, most, False):
        if value >= 0:
            body.append(_text(place(value), axis + 16, label, "tick", "middle"))
    return body, height


def _map(figure: Figure, names: dict[str, str], prefix: str) -> tuple[list[svg.Element], int]:
    """Nodes in columns by their step of the pathway, agents in the first; links as curves."""
    columns: dict[str, list[str]] = {stage: [] for stage in _STAGES}
    for edge in figure.edges:
        for node in (edge.subject, edge.object):
            stage = names.get(f"stage.{node}", "agent")
            if node not in columns[stage]:
                columns[stage].append(node)
    used = [s for s in _STAGES if columns[s]]
    per_row = 4
    bands = [used[i : i + per_row] for i in range(0, len(used), per_row)]
    spot: dict[str, tuple[float, float]] = {}
    body: list[svg.Element] = [
        svg.Defs(
            elements=[
                svg.Marker(
                    id=f"{prefix}arrow",
                    viewBox=svg.ViewBoxSpec(0, 0, 8, 8),
                    refX=7,
                    refY=4,
                    markerWidth=6,
                    markerHeight=6,
                    orient="auto",
                    elements=[svg.Path(d=[svg.M(0, 0), svg.L(8, 4), svg.L(0, 8), svg.Z()])],
                ),
            ]
        )
    ]
    top = 0
    box = WIDTH / per_row - 34
    for band in bands:
        deepest = max(len(columns[s]) for s in band)
        for index, stage in enumerate(band):
            x = 8 + index * (WIDTH / per_row)
            body.append(_text(x + box / 2, top + 18, names[f"column.{stage}"], "stage", "middle"))
            for row, node in enumerate(columns[stage]):
                spot[node] = (x, top + 30 + row * 36)
        top += 44 + deepest * 36
    links = [_curve(e, spot, box, prefix) for e in figure.edges]
    boxes: list[svg.Element] = []
    for node, (x, y) in spot.items():
        kind = "agent" if names.get(f"stage.{node}") is None else "node"
        boxes += [
            svg.Rect(
                x=round(x, 1),
                y=round(y, 1),
                width=round(box, 1),
                height=26,
                rx=5,
                class_=["box", kind],
            ),
            _text(x + box / 2, y + 17, _clip(names[node], 22), "label", "middle"),
        ]
    return [*body, *links, *boxes], int(top + 4)


def _curve(
    edge: Edge, spot: dict[str, tuple[float, float]], box: float, prefix: str
) -> svg.Element:
    (x1, y1), (x2, y2) = spot[edge.subject], spot[edge.object]
    y1, y2 = y1 + 13, y2 + 13
    start, end = (x1 + box, x2) if x2 > x1 else (x1, x2 + box) if x2 < x1 else (x1 + box, x2 + box)
    bend = 26 if x2 >= x1 else -26
    last = end + (26 if x1 == x2 else -bend)
    return svg.Path(
        d=[
            svg.M(round(start, 1), round(y1, 1)),
            svg.C(
                round(start + bend, 1),
                round(y1, 1),
                round(last, 1),
                round(y2, 1),
                round(end, 1),
                round(y2, 1),
            ),
        ],
        class_=["link", edge.basis, edge.relation],
        fill="none",
        marker_end=f"url(#{prefix}arrow)",
    )
