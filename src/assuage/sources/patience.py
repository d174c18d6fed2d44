"""How often a request is tried, and how long to wait in between."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from assuage.sources.reply import Broken, NoAnswer
from assuage.sources.site import Site

if TYPE_CHECKING:
    import requests

RETRIED = frozenset({429, 500, 502, 503, 504})  # sources-and-apis.md, sections 2 and 5
TRIES = 5  # ours: with the waits below a source is given about a quarter of a minute to recover
LONGEST_WAIT = 120  # seconds, ours: a person waits; beyond it the answer is "could not ask"


class Patience:
    """Counts the tries of one request and waits between them, as urllib3's Retry says.

    Waits without Retry-After are 1, 2, 4, 8 … s, each with up to 1 s of jitter. (Retry waits 0 s
    the first time; one entry of history given at the start makes it wait from the first.)
    """

    def __init__(self, site: Site, tries: int, sleep: Callable[[float], None]) -> None:
        from urllib3.util.retry import RequestHistory, Retry

        self._title, self._tries, self._sleep = site.title, tries, sleep
        self.done = 0
        self._retry = Retry(
            total=tries,
            status_forcelist=RETRIED,
            allowed_methods=None,  # every request here only reads, POST included
            backoff_factor=0.5,
            backoff_max=LONGEST_WAIT,
            backoff_jitter=1.0,
            history=(RequestHistory("GET", None, None, None, None),),
        )

    def tried(self, reason: str, *, tries: int | None = None) -> None:
        """Count a try that failed; raise `NoAnswer` when there is none left."""
        self.done += 1
        if self.done >= min(self._tries, tries or self._tries):
            times = "once" if self.done == 1 else f"{self.done} times"
            raise NoAnswer(f"{self._title} was asked {times}: {reason}.")
        self._retry = self._retry.increment("GET", None)

    def wait(self, broken: Broken) -> None:
        """Count an answer that is not whole, or none, and wait before the next try."""
        self.tried(broken.reason, tries=broken.tries)
        own = self._retry.get_backoff_time()
        self._sleep(own if broken.seconds is None else broken.seconds)

    def busy(self, response: "requests.Response") -> Broken:
        """What a status that asks for patience means: wait as Retry-After says, or our own wait."""
        from urllib3.exceptions import InvalidHeader

        status = response.status_code
        told = response.headers.get("Retry-After")
        try:
            seconds = self._retry.parse_retry_after(told) if told else None
        except InvalidHeader:
            seconds = None
        if seconds is not None and seconds > LONGEST_WAIT:
            raise NoAnswer(
                f"{self._title} asks to come back in {seconds:.0f} s (status {status}); "
                "ask again then."
            )
        why = "it is asked too often" if status == 429 else "it has a fault of its own"
        return Broken(f"{why} (status {status})", seconds=seconds)
