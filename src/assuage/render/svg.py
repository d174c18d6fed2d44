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
NARROW = 420
"""A person's exposure is read on a telephone too: words above the line, nothing to scroll."""
_STAGES = ("tumour", "mediator", "nociceptor", "nerve", "spinal", "brain", "perception")
_PER_ROW = 4
_BOX = 168
_STOPS = ("inhibits", "blocks", "decreases")


def draw(view: FigureView, prefix: str) -> str:
    """The figure as an SVG element."""
    figure = view.figure
    if figure.kind == "mechanism-map":
        body, height = _map(figure, view.labels, prefix)
    elif figure.kind == "benefit-harm":
        body, height = _needed(figure, view.labels)
    elif figure.kind == "exposure":
        body, height = _exposure(figure, view.labels)
    else:
        body, height = _forest(figure, view.labels)
    base = f"{prefix}{view.id}"
    narrow = figure.kind == "exposure"
    width = NARROW if narrow else WIDTH
    return svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, width, height),
        width=width,
        height=height,
        class_=["figure", "narrow"] if narrow else ["figure"],
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
            _text(
                4,
                y + 4,
                _clip(" · ".join(filter(None, (names[mark.label], names[mark.group]))), 46),
            ),
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


def _exposure(figure: Figure, names: dict[str, str]) -> tuple[list[svg.Element], int]:
    """A person's ratios beside the usual adult at 1: name and number, and the interval below."""
    null = figure.null if figure.null is not None else 1.0
    low, high = _scale(figure.marks, True, null)
    left, right, row, top = 12, NARROW - 12, 40, 22

    def place(value: float) -> float:
        return left + (min(max(log(value), low), high) - low) / (high - low) * (right - left)

    axis = top + row * len(figure.marks) + 4
    usual = place(null)
    anchor = "start" if usual < NARROW / 4 else "end" if usual > NARROW * 3 / 4 else "middle"
    body: list[svg.Element] = [_text(usual, 12, names["null"], "tick", anchor)]
    for place_of, mark in enumerate(figure.marks):
        y = top + row * place_of
        middle = place(mark.value)
        body += [
            _text(left, y + 12, _clip(names[mark.label], 40), "halo"),
            _text(right, y + 12, _shown(mark.printed), "halo", "end"),
            # Beside the intervals only: through the rows of text it would strike out words.
            svg.Line(
                x1=round(usual, 1), x2=round(usual, 1), y1=y + 17, y2=y + 35, class_=["null"]
            ),
            svg.Line(
                x1=round(place(mark.low), 1),
                x2=round(place(mark.high or mark.value), 1),
                y1=y + 26,
                y2=y + 26,
                class_=["interval", mark.directness],
            ),
            svg.Rect(
                x=round(middle - 4, 1), y=y + 22, width=8, height=8,
                class_=["effect", mark.directness],
            ),
        ]  # fmt: skip
    body.append(svg.Line(x1=left, x2=right, y1=axis, y2=axis, class_=["axis"]))
    for value, label in _ticks(low, high, True):
        x = round(place(value), 1)
        body += [
            svg.Line(x1=x, x2=x, y1=axis, y2=axis + 4, class_=["axis"]),
            _text(x, axis + 16, label, "tick", "middle"),
        ]
    return body, axis + 22


def _shown(printed: str) -> str:
    return (
        printed.replace("-", "−")
        .replace("inf", "∞")
        .replace(", ", "–" if "−" not in printed.replace("-", "−") else " … ")
    )


_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
_FEW = 3


def _between(low: float, high: float) -> list[tuple[float, str]]:
    tens = (0.01, 0.1, 1, 10, 100)
    fine = [round(m * t, 4) for t in tens for m in (1, 1.5, 2, 3, 4, 5, 7)]
    return [(c, f"{c:g}") for c in fine if low <= log(c) <= high]


def _ticks(low: float, high: float, log_scale: bool) -> list[tuple[float, str]]:
    if log_scale:
        found = [(c, f"{c:g}") for c in _TICKS if low <= log(c) <= high]
        # Two ticks are no scale: on a short axis those between are shown too.
        return found if len(found) > _FEW else _between(low, high)
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
                x=LEFT,
                y=y - 7,
                width=round(place(mark.value) - LEFT, 1),
                height=14,
                class_=[kind if mark.high is not None else "open"],
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
    body.append(_text(4, height + 10, names["note"], "tick"))
    return body, height + 18


def _map(figure: Figure, names: dict[str, str], prefix: str) -> tuple[list[svg.Element], int]:
    """Steps of the pathway from top to bottom; under each node the agents that touch it."""
    stages: dict[str, list[str]] = {stage: [] for stage in _STAGES}
    touching: dict[str, dict[str, Edge]] = {}
    links: list[Edge] = []
    for edge in figure.edges:
        ends = [edge.object]
        if f"stage.{edge.subject}" in names:
            ends.append(edge.subject)
            links.append(edge)
        else:
            touching.setdefault(edge.object, {}).setdefault(edge.subject, edge)
        for node in ends:
            held = stages[names[f"stage.{node}"]]
            if node not in held:
                held.append(node)
    body: list[svg.Element] = [_arrow(prefix)]
    boxes: list[svg.Element] = []
    spot: dict[str, tuple[float, float, float]] = {}
    top = 4.0
    for stage in _STAGES:
        nodes = sorted(stages[stage], key=lambda n: (_pull(n, links, spot), n))
        if not nodes:
            continue
        body.append(_text(4, top + 14, names[f"column.{stage}"], "stage"))
        top += 22
        for start in range(0, len(nodes), _PER_ROW):
            deepest = 0.0
            for index, node in enumerate(nodes[start : start + _PER_ROW]):
                x = 4 + index * (WIDTH / _PER_ROW)
                height = _node(node, x, top, names, touching.get(node, {}), boxes)
                spot[node] = (x + _BOX / 2, top, top + height)
                deepest = max(deepest, height)
            top += deepest + 20
    body.append(_text(4, top + 6, names["legend"], "tick"))
    return [*body, *(_curve(e, spot, prefix) for e in links), *boxes], int(top + 16)


def _arrow(prefix: str) -> svg.Defs:
    return svg.Defs(
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
            )
        ]
    )


def _pull(node: str, links: list[Edge], spot: dict[str, tuple[float, float, float]]) -> float:
    """The mean place of the nodes above that lead here, so that links cross less."""
    above = [spot[e.subject][0] for e in links if e.object == node and e.subject in spot]
    return sum(above) / len(above) if above else WIDTH


def _node(
    node: str,
    x: float,
    y: float,
    names: dict[str, str],
    agents: dict[str, Edge],
    boxes: list[svg.Element],
) -> float:
    """Draw a node with the agents that touch it; returns its height."""
    height = 26 + 14 * len(agents) + (4 if agents else 0)
    boxes += [
        svg.Rect(x=round(x, 1), y=round(y, 1), width=_BOX, height=height, rx=5, class_=["box"]),
        _text(x + _BOX / 2, y + 17, _clip(names[node], 24), "label", "middle"),
    ]
    for row, (agent, edge) in enumerate(agents.items()):
        sign = "⊣" if edge.relation in _STOPS else "→"
        mark = "" if edge.basis in ("human", "review") else "*"
        shown = f"{_clip(names[agent], 22)}{mark} {sign}"
        boxes.append(_text(x + _BOX / 2, y + 33 + 14 * row, shown, "touch", "middle"))
    return height


def _curve(edge: Edge, spot: dict[str, tuple[float, float, float]], prefix: str) -> svg.Element:
    x1, top1, bottom1 = spot[edge.subject]
    x2, top2, bottom2 = spot[edge.object]
    if top2 > top1:
        start, end, bend = bottom1, top2, 18
    elif top2 < top1:
        start, end, bend = top1, bottom2, -18
    else:
        start, end, bend = bottom1, bottom2, 18
    last = end - bend if top1 != top2 else end + bend
    return svg.Path(
        d=[
            svg.M(round(x1, 1), round(start, 1)),
            svg.C(
                round(x1, 1),
                round(start + bend, 1),
                round(x2, 1),
                round(last, 1),
                round(x2, 1),
                round(end, 1),
            ),
        ],
        class_=["link", edge.basis, edge.relation],
        fill="none",
        marker_end=f"url(#{prefix}arrow)",
    )
