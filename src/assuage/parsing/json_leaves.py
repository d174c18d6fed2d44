"""A parsed JSON tree from which leaves are taken; what is left over can be listed.

Numbers become strings with the digits that were written (``1.40`` stays ``1.40``): the standard
library's decoder hands each number's text to a function, which msgspec's does not.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from assuage.parsing.problem import ParseProblem
from assuage.terms.record import Other


def loads(text: str) -> Any:
    """Any JSON value, numbers as strings of their printed digits. Raises ValueError."""
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except RecursionError:
        raise ValueError("nested too deep") from None


def decoded(content: bytes) -> str:
    """Text of a JSON file: UTF-8 with or without a mark, UTF-16, UTF-32. Raises ValueError."""
    return content.decode(json.detect_encoding(content)).removeprefix("\ufeff")


def values(content: bytes, name: str, what: str) -> Iterator[tuple[str, Any] | ParseProblem]:
    """Every top-level value of a JSON or JSON Lines file, with its place (``line 3`` or empty)."""
    try:
        text = decoded(content)
    except UnicodeDecodeError as error:
        yield ParseProblem(
            name,
            error.start,
            "",
            f"not {error.encoding.upper()} text",
            "Save the file as UTF-8, or fetch it again.",
        )
        return
    if not text.strip():
        yield ParseProblem(name, 0, "", "the file is empty", f"Give a file with {what} in it.")
        return
    try:
        yield "", loads(text)
        return
    except ValueError as error:
        whole = error
    # Not splitlines: a string of JSON may hold the line separators of Unicode.
    lines = text.split("\n")
    told = [line for line in lines if line.strip()]
    if len(told) < 2 or not _is_value(told[0]):
        yield _broken(name, text, whole)
        return
    offset = 0
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield f"line {number}", loads(line)
            except ValueError as error:
                yield ParseProblem(
                    name,
                    offset,
                    f"line {number}",
                    f"not JSON ({_reason(error)})",
                    "Fetch the file again; the other lines were read.",
                )
        offset += len(line.encode("utf-8", "surrogatepass")) + 1


def _is_value(line: str) -> bool:
    try:
        return isinstance(loads(line), dict | list)
    except ValueError:
        return False


def _reason(error: ValueError) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else str(error)


def _broken(name: str, text: str, error: ValueError) -> ParseProblem:
    offset = None
    if isinstance(error, json.JSONDecodeError):
        offset = len(text[: error.pos].encode("utf-8", "surrogatepass"))
    return ParseProblem(
        name,
        offset,
        "",
        f"not JSON ({_reason(error)})",
        "The file is cut short or damaged: fetch it again.",
    )


def _as_written(text: str) -> str:
    return text


class Leaves:
    """A JSON object whose leaves are taken one by one; ``left`` tells which were not.

    ``read`` is done to every string taken, for example to undo a markup's escapes.
    """

    __slots__ = ("_read", "tree")

    def __init__(self, tree: Any, read: Callable[[str], str] = _as_written) -> None:
        self.tree: dict[str, Any] = tree if isinstance(tree, dict) else {}
        self._read = read

    def text(self, key: str) -> str | None:
        """The string (or digits of the number) at a key; None where absent or not a string."""
        value = self.tree.get(key)
        if not isinstance(value, str):
            return None
        del self.tree[key]
        return self._read(value) or None

    def flag(self, key: str) -> bool | None:
        """The boolean at a key."""
        value = self.tree.get(key)
        if not isinstance(value, bool):
            return None
        del self.tree[key]
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings at a key; left in place where it holds anything else."""
        value = self.tree.get(key)
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            return ()
        del self.tree[key]
        return tuple(self._read(v) for v in value if v)

    def inside(self, *keys: str) -> "Leaves":
        """The object below these keys, or an empty one."""
        tree: Any = self.tree
        for key in keys:
            tree = tree.get(key) if isinstance(tree, dict) else None
        return Leaves(tree, self._read)

    def each(self, key: str) -> "list[Leaves]":
        """The objects of a list (or the one object) at a key."""
        value = self.tree.get(key)
        if isinstance(value, dict):
            value = [value]
        if not isinstance(value, list):
            return []
        return [Leaves(v, self._read) for v in value if isinstance(v, dict)]

    def left(self, prefix: str = "") -> tuple[Other, ...]:
        """Leaves that nobody took: path such as ``a.b[2].c``, text (booleans: true, false)."""
        return tuple(leaves_of(self.tree, prefix))


def leaves_of(value: Any, path: str = "") -> Iterator[Other]:
    """Every leaf of a parsed JSON value but null and empty strings, in the order written."""
    # A stack of our own: a tree may be nested as deep as the decoder allows.
    waiting: list[tuple[str, Any]] = [(path, value)]
    while waiting:
        place, inner = waiting.pop()
        if isinstance(inner, dict):
            below = [(f"{place}.{k}" if place else k, v) for k, v in inner.items()]
            waiting.extend(reversed(below))
        elif isinstance(inner, list):
            waiting.extend((f"{place}[{i}]", inner[i]) for i in range(len(inner) - 1, -1, -1))
        elif isinstance(inner, bool):
            yield Other(place, "true" if inner else "false")
        elif inner is not None and inner != "":
            yield Other(place, str(inner))
