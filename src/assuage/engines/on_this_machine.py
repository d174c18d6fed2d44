"""Jobs on all cores of this machine: a process pool that survives the death of a worker."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from assuage.engines.jobs import TRIES, Done, Job, gave_up


def run_here(
    function: Callable[[Job], Done], jobs: Sequence[Job], workers: int | None = None
) -> Iterator[Done]:
    """Results as they are finished. A killed worker breaks the pool: the rest starts in a new one."""
    count = min(workers or os.cpu_count() or 1, len(jobs))
    if count <= 1:
        yield from map(function, jobs)
        return
    left = dict(enumerate(jobs))
    for _ in range(TRIES):
        # Spawned, not forked: the caller may hold threads of a search index.
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=count, mp_context=spawn) as pool:
            running: dict[Future[Done], int] = {
                pool.submit(function, job): number for number, job in left.items()
            }
            try:
                for future in as_completed(running):
                    result = future.result()
                    del left[running[future]]
                    yield result
            except BrokenProcessPool:
                continue
        if not left:
            return
    raise gave_up(len(left))
