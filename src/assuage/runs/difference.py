"""What changed between two dossiers written as JSON: new studies, moved conclusions, new machine-read rows."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from assuage.prose.page import Page, SectionView
from assuage.terms.errors import UsageError

_CONCLUDING = ("verdict", "bottom-benefit", "bottom-disease", "bottom-harm", "no-direct")
"""Kinds of statement that say what the evidence comes to."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change. ``kind``: question, version, bottom-line, conclusion, source, statement, state,
    machine (a row that a machine read).

    ``before`` is None for what is new, ``after`` None for what is gone.
    """

    kind: str
    place: str
    before: str | None = None
    after: str | None = None


def read_page(path: Path) -> Page:
    """A dossier in JSON. Raises UsageError where the file is none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Page)
    except OSError as error:
        raise UsageError(
            f"cannot read {path}: {error.strerror}. Name a file that is there."
        ) from None
    except msgspec.DecodeError as error:
        raise UsageError(
            f"{path} is no dossier in JSON ({error}). Write one with: assuage dossier DRUG "
            "CONDITION --format json --out FILE."
        ) from None


def changes(old: Page, new: Page) -> Iterator[Change]:
    """Every change, conclusions first. Two dossiers of different questions are said to be so."""
    if (old.question, old.lang) != (new.question, new.lang):
        yield Change(kind="question", place="", before=old.title, after=new.title)
    if old.knowledge_version != new.knowledge_version:
        yield Change(
            kind="version", place="knowledge",
            before=old.knowledge_version, after=new.knowledge_version,
        )  # fmt: skip
    for part in ("benefit", "harm", "disease", "certainty"):
        before, after = getattr(old.bottom_line, part), getattr(new.bottom_line, part)
        if before != after:
            yield Change(kind="bottom-line", place=part, before=before, after=after)
    earlier = {section.id: section for section in old.sections}
    pairs = [(earlier[s.id], s) for s in new.sections if s.id in earlier]
    for before_section, section in pairs:
        yield from _said(before_section, section, concluding=True)
    yield from _sources(old, new)
    for before_section, section in pairs:
        if before_section.state != section.state:
            yield Change(
                kind="state", place=section.id, before=before_section.state, after=section.state
            )
        yield from _said(before_section, section, concluding=False)
    for section in new.sections:
        yield from _machine_rows(earlier.get(section.id), section)


def _machine_rows(old: SectionView | None, new: SectionView) -> Iterator[Change]:
    """Rows that a machine read in a library: come and gone."""
    before = _read_rows(old) if old else {}
    after = _read_rows(new)
    for text in (t for t in before if t not in after):
        yield Change(kind="machine", place=new.id, before=text)
    for text in after:
        if text not in before:
            yield Change(kind="machine", place=new.id, after=text)


def _read_rows(section: SectionView) -> dict[str, None]:
    tables = (table for table in section.tables if table.machine)
    return {
        f"{', '.join(row.sources)}: " + " · ".join(c for c in row.cells.values() if c): None
        for table in tables
        for row in table.rows
    }


def _said(old: SectionView, new: SectionView, concluding: bool) -> Iterator[Change]:
    kind = "conclusion" if concluding else "statement"
    before = [s.text for s in old.statements if (s.kind in _CONCLUDING) == concluding]
    after = [s.text for s in new.statements if (s.kind in _CONCLUDING) == concluding]
    gone, come = set(before) - set(after), set(after) - set(before)
    for text in before:
        if text in gone:
            yield Change(kind=kind, place=new.id, before=text)
    for text in after:
        if text in come:
            yield Change(kind=kind, place=new.id, after=text)


def _sources(old: Page, new: Page) -> Iterator[Change]:
    before = {s.id: s.title for s in old.sources}
    after = {s.id: s.title for s in new.sources}
    for key in sorted(before.keys() - after.keys()):
        yield Change(kind="source", place=key, before=before[key])
    for key in sorted(after.keys() - before.keys()):
        yield Change(kind="source", place=key, after=after[key])
