"""All of PubMed, or any folder of its files: parts made in parallel, then taken in."""

import shutil
from collections.abc import Callable
from pathlib import Path

from assuage.engines.run import run
from assuage.library.assembly import assemble
from assuage.library.parts import PartDone, PartJob, make_part
from assuage.sources.pubmed_files import PubMedFiles
from assuage.sources.transport import Transport
from assuage.terms.answer import Answer, Payload
from assuage.terms.errors import UsageError

PARTS = "parts"
"""Folder of the parts inside the library's, unless another (a shared one) is named."""


def download(
    directory: str,
    folder: Path,
    transport: Transport,
    on_file: Callable[[int, int | None], None] | None = None,
) -> Answer:
    """Bring PubMed's ``baseline`` or ``updatefiles`` into a folder; files that are there and whole
    are not asked for again, and a file broken off goes on where it ended."""
    answer: Answer | None = None
    for item in PubMedFiles(folder).fetch(directory, transport, progress=on_file):
        if not isinstance(item, Payload):
            answer = item
    assert answer is not None  # every stream ends in an answer
    return answer


def build(
    library: Path,
    baseline: Path,
    cluster: str | None = None,
    workers: int | None = None,
    parts: Path | None = None,
    keep_parts: bool = False,
    on_part: Callable[[PartDone, int], None] | None = None,
    on_taken: Callable[[PartDone, int], None] | None = None,
) -> list[PartDone]:
    """Build from every ``*.xml`` and ``*.xml.gz`` of a folder; goes on where it was interrupted.

    ``on_part`` and ``on_taken`` are told of each part made and taken in, with their number of all.
    Raises UsageError if the folder holds no such file.
    """
    files = sorted(
        p for p in baseline.glob("*") if p.name.endswith((".xml", ".xml.gz")) and p.is_file()
    )
    if not files:
        raise UsageError(
            f"no *.xml.gz or *.xml in {baseline}. Name the folder that PubMed's baseline and "
            "update files were downloaded to."
        )
    folder = (parts or library / PARTS).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [PartJob(source=str(f.absolute()), folder=str(folder)) for f in files]
    done: list[PartDone] = []
    for part in run(make_part, jobs, cluster, workers):
        done.append(part)
        if on_part:
            on_part(part, len(jobs))
    assemble(library, folder, done, (lambda p: on_taken(p, len(jobs))) if on_taken else None)
    if not keep_parts:
        for part in done:
            shutil.rmtree(folder / part.name, ignore_errors=True)
        if not any(folder.iterdir()):
            folder.rmdir()
    return sorted(done, key=lambda d: d.name)
