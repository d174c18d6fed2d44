"""One seam for bulk work: the same function over many jobs, on this machine or on a cluster.

``run(job_function, jobs)`` asks two things of the function: that it can be pickled, and that it is
idempotent (it writes its result under a temporary name and renames it). Then a job that is done
twice, because a worker died, does no harm, and an interrupted run goes on where it stopped.
"""

from collections.abc import Callable, Iterator, Sequence

from assuage.engines.jobs import Done, Job


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
