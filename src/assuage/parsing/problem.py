"""What could not be read in a file, told in one sentence; the rest of the file is still read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParseProblem:
    """One broken record, or the broken end of a file.

    ``offset`` counts bytes of the decompressed file from 0 and is None where no place is known;
    ``item`` names the record (``pmid:123``) or is empty.
    """

    file: str
    offset: int | None
    item: str
    message: str
    repair: str

    def __str__(self) -> str:
        place = self.file if self.offset is None else f"{self.file}, byte {self.offset}"
        item = f" {self.item}:" if self.item else ""
        return f"{place}:{item} {self.message}. {self.repair}"
