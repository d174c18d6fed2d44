"""What every engine shares: the types of a job and of its result, and when a job is given up."""

from typing import TypeVar

from assuage.terms.errors import UsageError

Job = TypeVar("Job")
Done = TypeVar("Done")

TRIES = 3
"""How often a job may be started before the run gives up on it: a worker that is killed from
outside costs one try of each job that it held; a job that kills its worker three times is broken."""


def gave_up(failed: int) -> UsageError:
    """The error of jobs that no worker survived."""
    return UsageError(
        f"{failed} job(s) ended their worker {TRIES} times (killed, or out of memory). "
        "Use fewer workers, or look at the files named last; what is done is kept."
    )
