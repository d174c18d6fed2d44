"""Files to records: the one table from a form to its reader.

``read`` takes a file, a gzip file, a zip archive or a folder; whatever a reader cannot use comes
back as a ``ParseProblem`` among the records, and every other record is still given.
"""

import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from isal import igzip, isal_zlib

from assuage.parsing.problem import ParseProblem
from assuage.parsing.recognise import HEAD, recognise
from assuage.terms.errors import UsageError
from assuage.terms.record import Record

# Module of each form; imported when the first file of the form comes, so that start stays fast.
_READERS = {
    "pubmed-xml": "assuage.parsing.pubmed_xml",
    "medline": "assuage.parsing.medline",
    "ris": "assuage.parsing.ris",
    "bibtex": "assuage.parsing.bibtex",
    "endnote-xml": "assuage.parsing.endnote_xml",
    "csv": "assuage.parsing.table",
    "records-jsonl": "assuage.parsing.json_lines",
    "assuage-jsonl": "assuage.parsing.exported",
    "ctgov-v2-json": "assuage.parsing.trials_json",
    "ctgov-v1-json": "assuage.parsing.trials_json",
    "ctgov-xml": "assuage.parsing.trials_xml",
    "spl-xml": "assuage.parsing.spl",
    "openfda-label-json": "assuage.parsing.openfda_labels",
    "europe-pmc-json": "assuage.parsing.europe_pmc",
}
# What compressed data that is cut or damaged raise; isal's own error has no type in its stubs.
_DAMAGE = cast(
    "tuple[type[Exception], ...]", (EOFError, zlib.error, gzip.BadGzipFile, isal_zlib.error)
)
_UNREADABLE = cast("tuple[type[Exception], ...]", (OSError, *_DAMAGE))
_STREAMED = frozenset({"medline", "ris", "records-jsonl", "assuage-jsonl"})
"""Forms whose reader takes an open file and holds one record at a time."""
_CHUNK = 1 << 20
_NESTED = 3
"""Archives within archives that are opened; deeper ones are hardly ever meant."""

Parsed = Iterator[Record | ParseProblem]


def read(path: Path) -> Parsed:
    """All records of a file, of each file of an archive, or of each file below a folder, sorted.

    Raises ``UsageError`` where the path does not exist or a single file is of no known form; in
    folders and archives such files are problems.
    """
    if path.is_dir():
        yield from _folder(path)
        return
    if not path.exists():
        raise UsageError(f"there is no file {path}. Give the path of a file, archive or folder.")
    try:
        with path.open("rb") as file:
            yield from _file(file, str(path), 0)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error


def read_bytes(content: bytes, form: str, name: str) -> Parsed:
    """Records of bytes whose form is known, for example of a source's answer; gzip is undone."""
    if form not in _READERS:
        known = ", ".join(sorted(_READERS))
        raise UsageError(f"{name}: there is no reader for {form!r}. Readers are: {known}.")
    if content.startswith(b"\x1f\x8b"):
        yield from _parsed(_unzipped(BytesIO(content)), form, name)
    else:
        yield from _parsed(BytesIO(content), form, name)


def _folder(path: Path) -> Parsed:
    files = sorted(p for p in path.rglob("*") if p.is_file())
    shown = [p for p in files if not any(q.startswith(".") for q in p.relative_to(path).parts)]
    if not shown:
        raise UsageError(f"the folder {path} holds no files. Give one with exported records.")
    for file in shown:
        yield from _told(lambda file=file: read(file), str(file))  # type: ignore[misc]


def _told(reading: Callable[[], Parsed], name: str) -> Parsed:
    """Among many files, one that cannot be used is a problem and no reason to stop."""
    try:
        yield from reading()
    except UsageError as error:
        message, _, repair = str(error).rstrip(".").partition(". ")
        repair = repair or "Leave it out, or save it in another format"
        yield ParseProblem(name, None, "", message.removeprefix(f"{name} "), repair)


def _file(file: BinaryIO, name: str, depth: int) -> Parsed:
    buffered = file if isinstance(file, (BufferedReader, BytesIO)) else BytesIO(file.read())
    head = _peek(buffered)
    if head.startswith(b"PK\x03\x04"):
        yield from _archive(buffered, name, depth)
        return
    if head.startswith(b"\x1f\x8b"):
        unzipped = _unzipped(buffered)
        inside = _first(unzipped, name)
        if inside.startswith(b"PK\x03\x04"):
            yield from _archive(BytesIO(unzipped.read()), name, depth)
            return
        form = recognise(inside, name)
        yield from _known(unzipped, form, name)
        return
    yield from _known(buffered, recognise(head, name), name)


def _known(file: BinaryIO, form: str, name: str) -> Parsed:
    if form not in _READERS:
        raise UsageError(f"{name} is {form}, which holds annotations and no records. Leave it out.")
    yield from _parsed(file, form, name)


def _peek(file: BinaryIO) -> bytes:
    head = file.read(HEAD)
    file.seek(0)
    return head


def _unzipped(file: BinaryIO) -> BinaryIO:
    return igzip.IGzipFile(fileobj=file, mode="rb")  # type: ignore[return-value, no-untyped-call]


def _first(file: BinaryIO, name: str) -> bytes:
    try:
        return _peek(file)
    except _UNREADABLE as error:
        raise UsageError(
            f"{name} is a gzip file that cannot be unpacked ({error}). Download it again."
        ) from error


def _archive(file: BinaryIO, name: str, depth: int) -> Parsed:
    if depth >= _NESTED:
        raise UsageError(f"{name} is an archive within {_NESTED} others. Unpack it first.")
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise UsageError(f"{name} is a broken zip archive ({error}). Download it again.") from error
    with archive:
        for entry in sorted(archive.infolist(), key=lambda e: e.filename):
            inner = f"{name}/{entry.filename}"
            hidden = any(p.startswith((".", "__MACOSX")) for p in entry.filename.split("/"))
            if entry.is_dir() or hidden:
                continue
            try:
                content = archive.read(entry)
            except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
                yield ParseProblem(
                    inner, None, "", f"the file cannot be unpacked ({error})",
                    "Unpack the archive yourself, or download it again",
                )  # fmt: skip
                continue
            yield from _told(
                lambda content=content, inner=inner: _file(BytesIO(content), inner, depth + 1),  # type: ignore[misc]
                inner,
            )


def _parsed(file: BinaryIO, form: str, name: str) -> Parsed:
    reader = import_module(_READERS[form])
    try:
        if form == "pubmed-xml":
            yield from reader.records(iter(lambda: file.read(_CHUNK), b""), name)
        elif form in _STREAMED:
            yield from reader.records(file, name)
        else:
            yield from reader.records(file.read(), name)
    except _DAMAGE as error:
        yield ParseProblem(
            name, None, "", f"the file ends or breaks within its compressed data ({error})",
            "Download it again; the records before this place were read",
        )  # fmt: skip
