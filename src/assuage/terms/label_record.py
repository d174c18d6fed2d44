"""What a drug label holds: its coded sections and their tables."""

from msgspec import Struct


class LabelTable(Struct, frozen=True, omit_defaults=True):
    """A table of a label: rows of cells as printed; spanned cells are repeated."""

    rows: tuple[tuple[str, ...], ...]
    caption: str | None = None
    header_rows: int = 0


class LabelSection(Struct, frozen=True, omit_defaults=True):
    """A section with its LOINC code (where coded), heading, text, tables and depth (0 = top)."""

    code: str | None = None
    code_name: str | None = None
    title: str | None = None
    text: str = ""
    tables: tuple[LabelTable, ...] = ()
    depth: int = 0


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


class Label(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A structured product label, or openFDA's rendering of one."""

    setid: str
    version: str | None = None
    effective: str | None = None
    label_type: str | None = None
    labeler: str | None = None
    products: tuple[Product, ...] = ()
    sections: tuple[LabelSection, ...] = ()
    rxcuis: tuple[str, ...] = ()
