"""Many publications at once, on all cores of this machine or on a cluster."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assuage.engines.run import run
from assuage.knowledge.load import load
from assuage.reading.publication import Publications
from assuage.terms.reading import Reading
from assuage.terms.record import Record

PART = 250
"""Records of one job: about a second of work, so that cores end together."""
LEAST = 4_000
"""Records from which other cores are used: below, starting them (each loads the knowledge, the names
and the weights, two to three seconds) costs more than it saves."""


class _Job(NamedTuple):
    knowledge: Path
    number: int
    records: tuple[Record, ...]


def read_many(
    reader: Publications,
    records: Sequence[Record],
    workers: int | None = None,
    cluster: str | None = None,
) -> Iterator[Reading]:
    """The readings, in the order of the records. ``workers``: cores that are used, by default all
    where there are at least ``LEAST`` records, else ``reader`` alone. ``cluster``: a Ray address, as
    in ``engines.run``; it finds the reader's knowledge in the same folder."""
    if cluster is None and (workers == 1 or (workers is None and len(records) < LEAST)):
        yield from map(reader.read, records)
        return
    jobs = [
        _Job(reader.root, number, tuple(records[start : start + PART]))
        for number, start in enumerate(range(0, len(records), PART))
    ]
    waiting: dict[int, list[Reading]] = {}
    following = 0
    for number, readings in run(_read, jobs, cluster, workers):
        waiting[number] = readings
        while following in waiting:
            yield from waiting.pop(following)
            following += 1


def _read(job: _Job) -> tuple[int, list[Reading]]:
    reader = _reader(job.knowledge)
    return job.number, [reader.read(record) for record in job.records]


@cache
def _reader(knowledge: Path) -> Publications:
    return Publications(load(knowledge))
