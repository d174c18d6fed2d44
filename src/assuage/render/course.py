"""A simulated course as one self-contained page: median and bands over time, as SVG."""

from math import floor, log10

import svg
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assuage.terms.simulation import Band, Simulated

_WIDTH, _HEIGHT = 720, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 12, 14, 44
_MOST_TICKS = 7


def _round(end: float, steps: tuple[float, ...]) -> list[float]:
    """Round values from 0 to ``end``, at most so many as can be read."""
    scale = 10.0 ** floor(log10(end / _MOST_TICKS))
    wanted = [s * f for f in (scale, scale * 10) for s in steps]
    step = next(w for w in (*wanted, scale * 100) if end / w <= _MOST_TICKS)
    return [round(step * n, 12) for n in range(int(end / step) + 1)]


def page(found: Simulated, title: str, lines: list[str], labels: dict[str, str], lang: str) -> str:
    """``labels``: time, concentration, median, half, most, description."""
    environment = Environment(
        loader=PackageLoader("assuage.render"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True,
    )  # fmt: skip
    return environment.get_template("course.html").render(
        title=title, lines=lines, labels=labels, lang="zh-Hans" if lang == "zh" else "en",
        picture=Markup(draw(found.bands, title, labels)),
    )  # fmt: skip


def draw(bands: tuple[Band, ...], title: str, labels: dict[str, str]) -> str:
    """The picture; every number shown stands in the page's text too."""
    top = max(b.spread.p95 for b in bands) * 1.05 or 1.0
    end = bands[-1].time_h or 1.0

    def x(hours: float) -> float:
        return round(_LEFT + hours / end * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        return round(_HEIGHT - _BOTTOM - value / top * (_HEIGHT - _TOP - _BOTTOM), 1)

    def area(low: str, high: str, kind: str) -> svg.Polygon:
        upper = [(x(b.time_h), y(getattr(b.spread, high))) for b in bands]
        lower = [(x(b.time_h), y(getattr(b.spread, low))) for b in reversed(bands)]
        return svg.Polygon(points=[svg.Point(*p) for p in (*upper, *lower)], class_=[kind])

    median = [svg.Point(x(b.time_h), y(b.spread.p50)) for b in bands]
    body: list[svg.Element] = [
        svg.Title(text=title),
        svg.Desc(text=labels["description"]),
        area("p5", "p95", "most"),
        area("p25", "p75", "half"),
        svg.Polyline(points=median, class_=["median"], fill="none"),
        svg.Line(x1=_LEFT, x2=_WIDTH - _RIGHT, y1=y(0), y2=y(0), class_=["axis"]),
        svg.Line(x1=_LEFT, x2=_LEFT, y1=y(0), y2=_TOP, class_=["axis"]),
    ]
    body += [
        svg.Text(x=x(hours), y=_HEIGHT - 26, text=f"{hours:g}", text_anchor="middle")
        for hours in _round(end, (1.0, 2.0, 3.0, 6.0))
    ]
    body += [
        svg.Text(x=_LEFT - 6, y=y(value) + 4, text=f"{value:.4g}", text_anchor="end")
        for value in _round(top, (1.0, 2.0, 5.0))
    ]
    body += [
        svg.Text(x=(_LEFT + _WIDTH) / 2, y=_HEIGHT - 8, text=labels["time"], text_anchor="middle"),
        svg.Text(x=_LEFT + 6, y=_TOP + 10, text=labels["concentration"]),
    ]
    return svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, _WIDTH, _HEIGHT), class_=["course"],
        extra={"role": "img"}, elements=body,
    ).as_str()  # fmt: skip
