"""The page as one self-contained HTML file: no script, no request, readable on paper and by ear."""

from dataclasses import dataclass
from functools import cache

import jinja2
from markupsafe import Markup

from assuage.prose.page import FigureView, Page, SectionView, StatementView
from assuage.render.svg import draw

VERDICT_KINDS = (
    "verdict",
    "bottom-benefit",
    "bottom-disease",
    "bottom-harm",
    "no-direct",
    "recommendation",
    "boxed-warnings",
    "gap",
    "gap-populations",
)
"""Statements that stand open; single results fold under them where a section has many."""

FOLD_ABOVE = 8


@dataclass(frozen=True)
class Split:
    """A section's statements: those that stand open, and those that fold."""

    shown: tuple[StatementView, ...]
    folded: tuple[StatementView, ...]


def split(section: SectionView) -> Split:
    """Fold single results where a section has more statements than fit on a screen."""
    if len(section.statements) <= FOLD_ABOVE or section.id in ("bottom-line", "unknowns"):
        return Split(section.statements, ())
    shown = tuple(
        sorted(
            (s for s in section.statements if s.personal or s.kind in VERDICT_KINDS),
            key=lambda s: not s.personal,
        )
    )
    rest = tuple(s for s in section.statements if s not in shown)
    results = tuple(
        s
        for s in rest
        if s.kind
        in ("result", "conclusion", "interaction", "link", "marker-finding", "organ-guidance")
    )
    if not results:
        return Split(section.statements, ())
    others = tuple(s for s in rest if s not in results)
    return Split((*shown, *others), results)


def certainty_name(page: Page, level: str) -> str:
    """The name of a certainty level in the page's language."""
    return page.labels[f"certainty.{level}"]


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("assuage.render", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def render(pages: list[Page]) -> str:
    """One file with one page, or with several after each other."""

    def picture(view: FigureView, prefix: str) -> Markup:
        # svg.py escapes text and attributes itself.
        return Markup(draw(view, prefix))

    return (
        _environment()
        .get_template("page.html")
        .render(
            pages=list(enumerate(pages, start=1)),
            split=split,
            certainty_name=certainty_name,
            picture=picture,
            lang=pages[0].lang,
        )
    )
