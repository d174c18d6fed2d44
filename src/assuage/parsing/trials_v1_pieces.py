"""How a study of the former ClinicalTrials.gov API is brought to the shape of API v2, by tables.

A table names, for a field of API v2, the piece name that the register's data structure gives for
it (the legacy names of https://clinicaltrials.gov/data-api/about-api/study-data-structure).
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from assuage.parsing.json_leaves import Leaves


class Piece(NamedTuple):
    """A leaf: its name in v1, how its words are brought to those of v2."""

    name: str
    read: Callable[[str], str] | None = None


class Items(NamedTuple):
    """A list of plain words: name of the list and of its items."""

    holder: str
    item: str
    read: Callable[[str], str] | None = None


class Each(NamedTuple):
    """A list of objects: name of the list and of its items, fields of an item."""

    holder: str
    item: str
    fields: "Fields"


class Inside(NamedTuple):
    """An object: its name in v1, its fields."""

    name: str
    fields: "Fields"


class YesNo(NamedTuple):
    """A leaf that says Yes or No and is a boolean in v2."""

    name: str


Fields = dict[str, Piece | Items | Each | Inside | YesNo]


def converted(piece: Leaves, fields: Fields) -> dict[str, Any]:
    """What a table names, taken from ``piece``; what it does not name stays."""
    tree: dict[str, Any] = {}
    for key, field in fields.items():
        value: Any
        match field:
            case Piece(name, read):
                value = piece.text(name)
                value = read(value) if value and read else value
            case YesNo(name):
                value = None
                if piece.tree.get(name) in ("Yes", "No"):
                    value = piece.text(name) == "Yes"
            case Items(holder, item, read):
                words = piece.inside(holder).texts(item)
                value = [read(word) for word in words] if read else list(words)
            case Each(holder, item, inner):
                value = [converted(one, inner) for one in piece.inside(holder).each(item)]
            case Inside(name, inner):
                value = converted(piece.inside(name), inner)
        if value or value is False:
            tree[key] = value
    return tree
