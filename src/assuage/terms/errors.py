"""Errors that a person sees. Each is an instruction: what, where, what was got, what to write.

AssuageError
├── UsageError          a name, option or question that cannot be used (exit code 2)
│   ├── UnknownName     nothing of that name; carries the nearest names
│   │   └── NamesClass  a class where one drug is asked for; carries its drugs
│   └── AmbiguousName   several things of that name; carries its meanings
├── KnowledgeError      the curated files cannot be used (exit code 2)
└── LibraryError        the library cannot be opened, read or written (exit code 2)
"""

from dataclasses import dataclass


class AssuageError(Exception):
    """Base of all errors that end in one sentence and exit code 2."""


class UsageError(AssuageError):
    """The request cannot be carried out as it stands."""


class UnknownName(UsageError):
    """Nothing in the knowledge has this name."""

    def __init__(self, kind: str, name: str, nearest: tuple[str, ...]) -> None:
        self.kind, self.name, self.nearest = kind, name, nearest
        advice = f"Did you mean {', '.join(nearest)}?" if nearest else f"See: assuage list {kind}s."
        super().__init__(f"no {kind} named {name!r} in the knowledge. {advice}")


class NamesClass(UnknownName):
    """The name is that of a class where one drug is asked for; carries the drugs held of it."""

    def __init__(self, name: str, members: tuple[str, ...]) -> None:
        super().__init__("drug", name, members)
        held = f"Write one that is held: {', '.join(members)}." if members else "None is held."
        self.args = (f"{name!r} names a class, not one drug. {held}",)


class AmbiguousName(UsageError):
    """The name has several meanings."""

    def __init__(self, name: str, meanings: tuple[str, ...]) -> None:
        self.name, self.meanings = name, meanings
        super().__init__(f"{name!r} can mean {', or '.join(meanings)}. Write one of these.")


class KnowledgeError(AssuageError):
    """The curated knowledge cannot be loaded."""


class LibraryError(AssuageError):
    """The library cannot be opened, read or written; what was committed is kept."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One broken rule in one curated file.

    ``line`` is 0 where the rule is about the whole file; ``fatal`` files are left out.
    """

    path: str
    line: int
    key: str
    rule: str
    message: str
    repair: str
    fatal: bool = False

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        key = f" {self.key}:" if self.key else ""
        return f"{place}:{key} {self.message}. {self.repair} [{self.rule}]"
