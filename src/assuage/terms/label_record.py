"""What a drug label holds: its coded sections and their tables."""

from msgspec import Struct


class LabelTable(Struct, frozen=True, omit_defaults=True):
    """A table of a label: rows of cells as printed; spanned cells are repeated.

    ``marks`` are markup in a cell: row, column, start, end, tag (as in ``LabelSection.marks``);
    a footnote sign is one, so that the 22 of ``22<sup>a</sup>`` stays 22 and is not read as 22a
    by those who look at the marks. A spanned cell has its marks where it is printed.
    """

    rows: tuple[tuple[str, ...], ...]
    caption: str | None = None
    header_rows: int = 0
    marks: tuple[tuple[int, int, int, int, str], ...] = ()


class LabelSection(Struct, frozen=True, omit_defaults=True):
    """A section with its LOINC code (where coded), heading, text, tables and depth (0 = top).

    ``marks`` are markup over ``text[start:end]``: ``sup``, ``sub``, a style (``bold``), or at one
    place (start = end) ``table:0`` (the first of ``tables`` stands here), ``footnote:2`` (the third
    of the label's footnotes) or ``image:<name>``.
    """

    code: str | None = None
    code_name: str | None = None
    title: str | None = None
    text: str = ""
    tables: tuple[LabelTable, ...] = ()
    depth: int = 0
    marks: tuple[tuple[int, int, str], ...] = ()


class Product(Struct, frozen=True, omit_defaults=True):
    """A product of the label."""

    name: str | None = None
    generic: str | None = None
    form: str | None = None
    routes: tuple[str, ...] = ()
    ndcs: tuple[str, ...] = ()
    active: tuple[tuple[str, str | None, str | None], ...] = ()
    """Active substances: name, UNII, strength as printed."""
    inactive: tuple[tuple[str, str | None], ...] = ()
    moieties: tuple[tuple[str, str | None], ...] = ()
    """Active moieties, the parts that act: name, UNII (morphine of morphine sulfate)."""


class Label(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A structured product label, or openFDA's rendering of one."""

    setid: str
    version: str | None = None
    effective: str | None = None
    label_type: str | None = None
    labeler: str | None = None
    products: tuple[Product, ...] = ()
    sections: tuple[LabelSection, ...] = ()
    highlights: tuple[LabelSection, ...] = ()
    """Excerpts for the highlights, under the code and title of the section that they shorten."""
    footnotes: tuple[str, ...] = ()
    rxcuis: tuple[str, ...] = ()
