"""Files into the library: recognised by content, read, kept; a broken item never stops the rest."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import file_digest
from pathlib import Path

import msgspec

from assuage.library.writer import Counted, LibraryWriter
from assuage.parsing.importing import read
from assuage.parsing.problem import ParseProblem
from assuage.terms.errors import UsageError
from assuage.terms.record import Record


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file."""

    file: Path
    counted: Counted
    problems: tuple[str, ...] = ()
    before: bool = False
    """The same bytes were imported before, and nothing was read again."""


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, folders by their files in order. Raises UsageError for one that is not there."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.is_file())
        elif path.is_file():
            found.append(path)
        else:
            raise UsageError(f"no file {path}. Name a file or folder that is there.")
    return found


def import_files(
    folder: Path,
    paths: Sequence[Path],
    progress: Callable[[Path, int], None] | None = None,
    again: bool = False,
) -> Iterator[Imported]:
    """Import each file; a file whose bytes were imported before is passed over, unless ``again``.

    ``progress`` is told the records committed so far of the file under way. Interrupted at any
    point, what was committed is kept, and the same call goes on.
    """
    files = files_in(paths)
    with LibraryWriter(folder) as writer:
        waiting: list[Imported] = []
        for path in files:
            waiting.append(_one(writer, path, progress, again))
            # Small files share a transaction: each costs a sync of the disk. None is reported
            # before it is committed.
            if writer.uncommitted >= _SMALL or not writer.under_way:
                writer.commit()
                yield from waiting
                waiting.clear()
        writer.commit()
        yield from waiting


_SMALL = 500
"""Records after which a transaction of small files ends: a fraction of a second of work."""


def _one(
    writer: LibraryWriter,
    path: Path,
    progress: Callable[[Path, int], None] | None,
    again: bool,
) -> Imported:
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    if not again and writer.store.file_state(digest) is not None:
        return Imported(file=path, counted=Counted(), before=True)
    problems: list[str] = []
    counted = writer.counted = Counted()

    def good() -> Iterator[Record]:
        try:
            for item in read(path):
                if isinstance(item, ParseProblem):
                    problems.append(str(item))
                else:
                    yield item
        except UsageError as error:
            problems.append(str(error))

    writer.keep(good(), lambda c: progress(path, c.seen) if progress else None)
    writer.log_file(digest, path.name, counted.seen, len(problems))
    return Imported(file=path, counted=counted, problems=tuple(problems))
