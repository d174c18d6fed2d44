"""Jobs on a Ray cluster: an existing engine, started by whoever runs the machines.

Ray was chosen over Dask and Spark because it starts in seconds, restarts the tasks of a lost node
by itself and installs from the package index alone (measured side by side in
``../shared/reference/libraries.md``: Dask was as fast; Ray's tasks need no graph).
"""

from collections.abc import Callable, Iterator, Sequence

from assuage.engines.run import TRIES, Done, Job, gave_up
from assuage.terms.errors import UsageError


def run_on_ray(
    function: Callable[[Job], Done], jobs: Sequence[Job], address: str
) -> Iterator[Done]:
    """Results as they are finished. A task whose node dies is started again elsewhere."""
    try:
        import ray
    except ImportError:
        raise UsageError(
            "--cluster needs Ray, which is not installed. Write: pip install 'assuage[cluster]'."
        ) from None
    try:
        ray.init(address=address, log_to_driver=False, logging_level="error")
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise UsageError(
            f"--cluster: no Ray cluster answers at {address!r} ({error}). Start one with "
            "'ray start --head', or leave --cluster out to use this machine."
        ) from None
    try:
        task = ray.remote(function).options(max_retries=TRIES - 1, retry_exceptions=False)
        waiting = [task.remote(job) for job in jobs]
        failed = 0
        while waiting:
            ready, waiting = ray.wait(waiting, num_returns=1)
            try:
                yield ray.get(ready[0])
            except (ray.exceptions.WorkerCrashedError, ray.exceptions.NodeDiedError):
                failed += 1
        if failed:
            raise gave_up(failed)
    finally:
        ray.shutdown()
