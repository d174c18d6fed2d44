"""Read all shelves into one Knowledge; a broken file is left out and named, the rest loads."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from msgspec import Struct

from assuage.knowledge.references import references
from assuage.knowledge.shelves import SHELVES, Knowledge, own_source
from assuage.knowledge.toml_files import line_of, read_toml, to_entry
from assuage.terms.errors import KnowledgeError, Problem
from assuage.terms.search import Glossary
from assuage.terms.source import Source, source_key
from assuage.terms.vocabulary import Vocabulary


def default_root() -> Path:
    """The knowledge packed into the wheel, or the checkout's own folder."""
    packed = Path(str(files("assuage"))) / "_knowledge"
    if packed.is_dir():
        return packed
    checkout = Path(__file__).resolve().parents[3] / "knowledge"
    if checkout.is_dir():
        return checkout
    raise KnowledgeError(
        f"no curated knowledge at {packed} or {checkout}. "
        "Reinstall assuage, or name a folder with --knowledge DIR."
    )


def entry_files(root: Path, shelf: str) -> list[Path]:
    """The shelf's files in the order of their names."""
    return sorted((root / shelf).glob("*.toml"))


def read_entries(
    root: Path, paths: list[tuple[str, Path]] | None = None
) -> tuple[dict[str, dict[str, Struct]], dict[str, str], list[Problem]]:
    """All entries by shelf and file name, the files' texts, and the problems that left files out."""
    entries: dict[str, dict[str, Struct]] = {shelf: {} for shelf in SHELVES}
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for shelf, kind in SHELVES.items():
        for path in entry_files(root, shelf):
            shown = f"{shelf}/{path.name}"
            raw, text, problem = read_toml(path, shown)
            if raw is None:
                problems.append(problem) if problem else None
                continue
            texts[shown] = text
            entry = to_entry(raw, kind, text, shown)
            if isinstance(entry, Problem):
                problems.append(entry)
            else:
                entries[shelf][path.stem] = entry
    return entries, texts, problems


def load(root: Path | None = None) -> Knowledge:
    """The knowledge of a folder. Raises KnowledgeError if there is no folder or no version."""
    root = root or default_root()
    if not root.is_dir():
        raise KnowledgeError(f"no folder {root}. Name the knowledge folder with --knowledge DIR.")
    version_file = root / "VERSION"
    if not version_file.is_file():
        raise KnowledgeError(
            f"{version_file} is missing. Write one line in it: the version and its date, "
            "as 2026.11 2026-11-21."
        )
    version, version_date = version_file.read_text(encoding="utf-8").split()
    entries, texts, problems = read_entries(root)
    problems += leave_out_unknown_terms(entries, texts)
    return assemble(root, version, version_date, entries, problems)


def leave_out_unknown_terms(
    entries: dict[str, dict[str, Any]], texts: dict[str, str]
) -> list[Problem]:
    """Take out entries that use a term which no closed list has, so that the rest is safe to use.

    A reference to a missing drug, condition or source is safe: it is shown by its id, or the
    fact that needs it is not used.
    """
    terms = {key: {t.id for t in v.terms} for key, v in entries["vocabulary"].items()}
    allowed: dict[str, set[str] | None] = {}
    problems: list[Problem] = []
    for shelf, held in entries.items():
        for key, entry in list(held.items()):
            for path, targets, value in references(entry):
                if targets not in allowed:
                    allowed[targets] = _terms_of(targets, terms)
                known = allowed[targets]
                if known is None or value in known:
                    continue
                shown = f"{shelf}/{key}.toml"
                problems.append(
                    Problem(
                        shown,
                        line_of(texts.get(shown, ""), path),
                        path.removeprefix("$."),
                        "references-resolve",
                        f"{value!r} is not in {targets.replace('|', ' or ')}",
                        "Write a term of the list, or add it there first.",
                        fatal=True,
                    )
                )
                del held[key]
                break
    return problems


def _terms_of(targets: str, terms: dict[str, set[str]]) -> set[str] | None:
    """The terms that a reference may have; None where it may also point to an entry."""
    lists = targets.split("|")
    if any(name in SHELVES for name in lists):
        return None
    return set().union(*(terms.get(name, set()) for name in lists))


def assemble(
    root: Path,
    version: str,
    version_date: str,
    entries: dict[str, dict[str, Any]],
    problems: list[Problem],
) -> Knowledge:
    """One Knowledge from entries by shelf; withdrawn and unverified entries stay out of it."""

    def shelf(name: str) -> dict[str, Any]:
        return {
            key: entry
            for key, entry in sorted(entries[name].items())
            if not entry.withdrawn
            and getattr(entry, "status", "") not in ("unverified", "withdrawn")
        }

    sources: dict[str, Source] = {}
    for key, source in sorted(entries["sources"].items()):
        public = source_key(source.citation, key)
        sources[public] = source
    for name, kind in (("studies", "study"), ("guidance", "guidance"), ("trials", "trial")):
        for entry in shelf(name).values():
            own = own_source(entry, kind)
            sources[own.id] = own
    vocabulary: dict[str, Vocabulary] = entries["vocabulary"]
    glossary: dict[str, Glossary] = entries["glossary"]
    return Knowledge(
        version=version,
        version_date=version_date,
        root=root,
        vocabulary={k: {t.id: t for t in v.terms} for k, v in sorted(vocabulary.items())},
        sources=dict(sorted(sources.items())),
        drugs=shelf("drugs"),
        classes=shelf("classes"),
        devices=shelf("devices"),
        procedures=shelf("procedures"),
        conditions=shelf("conditions"),
        studies=shelf("studies"),
        guidance=shelf("guidance"),
        mechanisms=shelf("mechanisms"),
        markers=shelf("markers"),
        trials=shelf("trials"),
        searches=shelf("searches"),
        glossary={e.id: e for _, g in sorted(glossary.items()) for e in g.entries},
        excluded=dict(sorted(entries["excluded"].items())),
        combinations=shelf("combinations"),
        scores=shelf("scores"),
        models=shelf("models"),
        left_out=tuple(sorted(problems)),
    )
