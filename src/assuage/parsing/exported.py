"""Records that a library of Assuage exported: JSON lines, each a whole record, nothing lost."""

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from assuage.parsing.problem import ParseProblem
from assuage.terms.record import Record

FORMAT = "assuage-record-1"


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of an export."""

    format: str
    record: Record


_decode = msgspec.json.Decoder(Line)


def line(record: Record) -> str:
    """A record as a line, with its line end."""
    return msgspec.json.encode(Line(FORMAT, record)).decode("utf-8") + "\n"


def records(file: BinaryIO, name: str) -> Iterator[Record | ParseProblem]:
    """The records of an export; a broken line is one problem, and the rest is read."""
    offset = 0
    for number, text in enumerate(file, start=1):
        if text.strip():
            try:
                yield _decode.decode(text).record
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                yield ParseProblem(
                    name, offset, f"line {number}", f"the line is no exported record ({error})",
                    "Export the library again",
                )  # fmt: skip
        offset += len(text)
