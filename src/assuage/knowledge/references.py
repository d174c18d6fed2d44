"""Walk an entry and find every identifier in it with the list that it must stand in."""

import types
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct


@cache
def _plan(kind: type[Struct]) -> tuple[tuple[str, str | None], ...]:
    """Fields of a type: (name, reference targets), with None where the field must be walked."""
    plan: list[tuple[str, str | None]] = []
    for name, hint in get_type_hints(kind, include_extras=True).items():
        if name.startswith("__"):
            continue
        targets = _targets(hint)
        if targets:
            plan.append((name, targets))
        elif _holds_struct(hint):
            plan.append((name, None))
    return tuple(plan)


def _targets(hint: Any) -> str | None:
    if get_origin(hint) is Annotated:
        for meta in get_args(hint)[1:]:
            if isinstance(meta, Meta) and meta.extra and "ref" in meta.extra:
                return str(meta.extra["ref"])
        return None
    if get_origin(hint) in (Union, types.UnionType, tuple):
        for part in get_args(hint):
            found = _targets(part)
            if found:
                return found
    return None


def _holds_struct(hint: Any) -> bool:
    if isinstance(hint, type) and issubclass(hint, Struct):
        return True
    return any(_holds_struct(part) for part in get_args(hint))


def references(entry: Struct, path: str = "$") -> Iterator[tuple[str, str, str]]:
    """Yield (key path, targets, identifier) for each reference inside ``entry``."""
    for name, targets in _plan(type(entry)):
        value = getattr(entry, name)
        if value is None:
            continue
        items = list(enumerate(value)) if isinstance(value, tuple) else [(None, value)]
        for index, item in items:
            place = f"{path}.{name}" if index is None else f"{path}.{name}[{index}]"
            if targets is not None:
                yield place, targets, item
            elif isinstance(item, Struct):
                yield from references(item, place)
