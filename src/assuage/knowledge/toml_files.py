"""One TOML file to one entry, with the line of whatever is wrong in it."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import tomli
from msgspec import Struct

from assuage.terms.errors import Problem
from assuage.terms.printed import Printed

Entry = TypeVar("Entry", bound=Struct)

_STEP = re.compile(r"\.([A-Za-z_][\w-]*)|\[(\d+|\.\.\.)\]")


def decode_hook(kind: type, value: object) -> object:
    """msgspec hook: numbers keep their printed digits."""
    if kind is Printed:
        return Printed.read(value)
    raise NotImplementedError(f"no reading for {kind.__name__}")


def line_of(text: str, path: str) -> int:
    """The line on which a key path such as ``$.results[2].effect`` stands; 0 if not found.

    TOML parsers do not keep positions, so the headers are counted here.
    """
    steps = [(name, index) for name, index in _STEP.findall(path)]
    lines = text.splitlines()
    start, end = 0, len(lines)
    found = 0
    names = [name for name, _ in steps if name]
    for position, (name, _index) in enumerate(steps):
        if not name:
            continue
        following = steps[position + 1][1] if position + 1 < len(steps) else ""
        header = re.compile(rf"^\[\[?(?:[\w-]+\.)*{re.escape(name)}\]\]?\s*(#.*)?$")
        hits = [n for n in range(start, end) if header.match(lines[n])]
        if hits:
            chosen = int(following) if following.isdigit() and int(following) < len(hits) else 0
            start = hits[chosen]
            found = start + 1
            later = [n for n in range(start + 1, end) if lines[n].startswith("[")]
            if later and name == names[-1]:
                end = later[0]
            continue
        key = re.compile(rf"(^|[{{,])\s*(?:[\w-]+\.)*{re.escape(name)}\s*[=.]")
        for number in range(start, end):
            if key.search(lines[number]):
                found = number + 1
                start = number
                break
    return found


def read_toml(path: Path, shown: str) -> tuple[dict[str, Any] | None, str, Problem | None]:
    """The raw table of a file and its text, or the one problem that stops it from being read."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return (
            None,
            "",
            Problem(
                shown,
                0,
                "",
                "utf-8",
                f"not UTF-8 at byte {error.start}",
                "Save the file as UTF-8.",
                fatal=True,
            ),
        )
    try:
        return tomli.loads(text, parse_float=Decimal), text, None
    except tomli.TOMLDecodeError as error:
        lines = text.splitlines()
        line = getattr(error, "lineno", 0)
        written = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        key = written.split("=")[0].strip()[:40] if "=" in written else written[:40]
        reason = str(error).split(" (at")[0]
        return (
            None,
            text,
            Problem(
                shown,
                line,
                key,
                "toml",
                f"not valid TOML: {reason}; got {written!r}",
                'Write key = value, text in "quotes", lists in [brackets].',
                fatal=True,
            ),
        )


def to_entry(raw: dict[str, Any], kind: type[Entry], text: str, shown: str) -> Entry | Problem:
    """A raw table as its type, or the problem with file, line, key and repair."""
    try:
        return msgspec.convert(raw, kind, dec_hook=decode_hook)
    except msgspec.ValidationError as error:
        message = str(error)
        found = re.search(r" - at `(.*)`$", message)
        path = found[1] if found else "$"
        reason = message[: found.start()] if found else message
        unknown = re.search(r"unknown field `(.*)`", reason)
        if unknown:
            path = f"{path}.{unknown[1]}"
            repair = "Allowed here: " + ", ".join(_fields_at(kind, path)) + "."
        elif "missing required field" in reason:
            repair = "Add it."
        else:
            repair = "See docs/curating.md for the form of this key."
        return Problem(
            shown,
            line_of(text, path),
            path.removeprefix("$."),
            "schema",
            reason,
            repair,
            fatal=True,
        )


def _fields_at(kind: type[Struct], path: str) -> tuple[str, ...]:
    """Field names allowed in the table that holds the last step of a key path."""
    current: Any = kind
    for name, _ in _STEP.findall(path)[:-1]:
        if name:
            current = _struct_within(msgspec.structs.fields(current), name) or current
    return tuple(f.encode_name for f in msgspec.structs.fields(current))


def _struct_within(fields: tuple[Any, ...], name: str) -> type[Struct] | None:
    for candidate in fields:
        if candidate.encode_name == name:
            pending = [candidate.type]
            while pending:
                kind = pending.pop()
                if isinstance(kind, type) and issubclass(kind, Struct):
                    return kind
                pending.extend(getattr(kind, "__args__", ()))
    return None
