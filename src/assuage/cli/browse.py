"""``assuage show`` and ``assuage list``: single entries as they are held."""

from pathlib import Path
from typing import Any

import click

from assuage.asking.names import Index
from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge
from assuage.prose.lexicon import Lexicon
from assuage.prose.write import empty, plain
from assuage.terms.errors import UnknownName, UsageError

_LISTS = (
    "drugs",
    "classes",
    "conditions",
    "studies",
    "guidance",
    "devices",
    "procedures",
    "trials",
    "markers",
    "sources",
)
_SHOWN = ("drug", "class", "condition", "study", "guidance", "source", "device", "procedure")


@click.command()
@click.argument("kind")
@click.argument("name")
@click.pass_obj
def show(root: Path | None, kind: str, name: str) -> None:
    """One entry with all its facts and sources: drug ketamine, study ID, source pmid:22965960."""
    if kind not in _SHOWN:
        raise UsageError(f"cannot show {kind!r}. Write one of: {', '.join(_SHOWN)}.")
    knowledge = load(root)
    entry = _entry(knowledge, kind, name)
    click.echo(_text(knowledge, entry, kind))


def _entry(knowledge: Knowledge, kind: str, name: str) -> Any:
    if kind in ("drug", "class", "condition", "device"):
        found = Index(knowledge).one(name, kind)
        named: dict[str, dict[str, Any]] = {
            "drug": knowledge.drugs,
            "class": knowledge.classes,
            "condition": knowledge.conditions,
            "device": knowledge.devices,
        }
        return named[kind][found.id]
    shelves: dict[str, dict[str, Any]] = {
        "study": knowledge.studies,
        "guidance": knowledge.guidance,
        "source": knowledge.sources,
        "procedure": knowledge.procedures,
    }
    shelf = shelves[kind]
    if name in shelf:
        return shelf[name]
    from rapidfuzz import process

    near = tuple(m[0] for m in process.extract(name, sorted(shelf), limit=3))
    raise UnknownName(kind, name, near)


def _text(knowledge: Knowledge, entry: Any, kind: str) -> str:
    lines: list[str] = []
    _lay(plain_with_sources(entry), 0, lines)
    if kind == "source":
        users = [
            f"{shelf}/{key}"
            for shelf in ("drugs", "conditions", "devices", "procedures", "mechanisms", "markers")
            for key, held in getattr(knowledge, shelf).items()
            if f"'{entry.id}'" in repr(held) or _public(knowledge, entry) in repr(held)
        ]
        lines.append(f"cited by: {', '.join(users) or 'its own entry'}")
    return "\n".join(lines)


def _public(knowledge: Knowledge, entry: Any) -> str:
    return next((f"'{k}'" for k, s in knowledge.sources.items() if s is entry), "'?'")


def plain_with_sources(entry: Any) -> Any:
    """An entry as nested plain values, sources and places kept."""
    from msgspec import Struct

    from assuage.terms.printed import Printed

    if isinstance(entry, Struct) and not isinstance(entry, Printed):
        return {
            f: plain_with_sources(getattr(entry, f))
            for f in entry.__struct_fields__
            if not empty(getattr(entry, f))
        }
    if isinstance(entry, tuple):
        return [plain_with_sources(v) for v in entry]
    return plain(entry)


def _lay(value: Any, depth: int, lines: list[str]) -> None:
    pad = "  " * depth
    for key, held in value.items():
        if isinstance(held, dict):
            lines.append(f"{pad}{key}:")
            _lay(held, depth + 1, lines)
        elif isinstance(held, list) and held and isinstance(held[0], dict):
            lines.append(f"{pad}{key}:")
            for item in held:
                words = ", ".join(f"{k} {_flat(v)}" for k, v in item.items())
                lines.append(f"{pad}  - {words}")
        else:
            lines.append(f"{pad}{key}: {_flat(held)}")


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{k} {_flat(v)}" for k, v in value.items())
    if isinstance(value, list):
        return "[" + ", ".join(_flat(v) for v in value) + "]"
    return str(value)


@click.command("list")
@click.argument("what")
@click.option("--lang", default="en", help="en or zh.")
@click.pass_obj
def list_entries(root: Path | None, what: str, lang: str) -> None:
    """drugs, classes, conditions, studies, guidance, devices, procedures, trials, markers, sources."""
    if what not in _LISTS:
        raise UsageError(f"cannot list {what!r}. Write one of: {', '.join(_LISTS)}.")
    knowledge = load(root)
    lex = Lexicon(knowledge, lang)
    for key, entry in getattr(knowledge, what).items():
        click.echo(f"{key}\t{_line(what, entry, lex)}")


def _line(what: str, entry: Any, lex: Lexicon) -> str:
    if what in ("drugs", "classes", "conditions", "devices", "procedures"):
        return str(entry.names.zh if lex.lang == "zh" else entry.names.en)
    if what == "markers":
        return str(entry.zh if lex.lang == "zh" else entry.en)
    if what == "studies":
        return f"{lex.study(entry.id)}\t{lex.term('designs', entry.design)}\t{entry.citation.title}"
    return str(entry.citation.title)
