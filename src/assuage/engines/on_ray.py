"""Jobs on a Ray cluster: an existing engine, started by whoever runs the machines.

Ray was chosen over Dask and Spark because it starts in seconds, restarts the tasks of a lost node
by itself and installs from the package index alone (measured side by side in
``../shared/reference/libraries.md``: Dask was as fast; Ray's tasks need no graph).
"""

import logging
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from assuage.engines.jobs import TRIES, Done, Job, gave_up
from assuage.terms.errors import UsageError

NODE_IP = "ASSUAGE_NODE_IP"


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
    _reachable(address)
    # Ray finds its own node by this machine's main address; where nodes stand on other addresses
    # (several on one machine, or several networks), whoever starts the job says which is the driver's.
    own: dict[str, Any] = {"_node_ip_address": os.environ[NODE_IP]} if NODE_IP in os.environ else {}
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **own)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise _no_cluster(address, error) from None
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


def _reachable(address: str) -> None:
    """Look at the port first: Ray itself waits four minutes for a cluster that is not there."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        return
    try:
        socket.create_connection((host, int(port)), timeout=5).close()
    except OSError as error:
        raise _no_cluster(address, error) from None


def _no_cluster(address: str, error: Exception) -> UsageError:
    return UsageError(
        f"--cluster: no Ray cluster answers at {address!r} ({error}). Start one with "
        "'ray start --head', or leave --cluster out to use this machine."
    )
