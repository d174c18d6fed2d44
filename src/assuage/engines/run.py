"""One seam for bulk work: the same function over many jobs, on this machine or on a cluster.

``run(job_function, jobs)`` asks two things of the function: that it can be pickled, and that it is
idempotent (it writes its result under a temporary name and renames it). Then a job that is done
twice, because a worker died, does no harm, and an interrupted run goes on where it stopped.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from assuage.terms.errors import UsageError

Job = TypeVar("Job")
Done = TypeVar("Done")

TRIES = 3
"""How often a job may be started before the run gives up on it: a worker that is killed from
outside costs one try of each job that it held; a job that kills its worker three times is broken."""


def run(
    function: Callable[[Job], Done],
    jobs: Sequence[Job],
    cluster: str | None = None,
    workers: int | None = None,
) -> Iterator[Done]:
    """Results as they are finished, in no fixed order.

    ``cluster`` is a Ray address (``auto``, ``HOST:PORT``), None for this machine with ``workers``
    processes (default: one a core). Raises UsageError for a cluster that cannot be reached.
    """
    if cluster is not None:
        from assuage.engines.on_ray import run_on_ray

        yield from run_on_ray(function, jobs, cluster)
        return
    from assuage.engines.on_this_machine import run_here

    yield from run_here(function, jobs, workers)


def gave_up(failed: int) -> UsageError:
    """The error of jobs that no worker survived."""
    return UsageError(
        f"{failed} job(s) ended their worker {TRIES} times (killed, or out of memory). "
        "Use fewer workers, or look at the files named last; what is done is kept."
    )
