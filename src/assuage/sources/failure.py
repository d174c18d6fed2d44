"""Failures of the network, each as one plain sentence without addresses or keys.

The text of an exception of requests holds the whole address; it is never shown.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from assuage.sources.reply import Broken, Refused

ABSENT_TRIES = 2  # ours: where there is no network, a third try finds none either


@contextmanager
def broken_off(timeouts: tuple[float, float]) -> Iterator[None]:
    """Turn every failure of the network inside into `Broken` or `Refused`."""
    import requests
    import urllib3

    try:
        yield
    except (requests.RequestException, urllib3.exceptions.HTTPError, TimeoutError) as error:
        reason, kind = _say(error, timeouts)
        if kind == "refused":
            raise Refused(reason, retry=True) from None
        raise Broken(reason, tries=ABSENT_TRIES if kind == "absent" else None) from None


def _say(error: Exception, timeouts: tuple[float, float]) -> tuple[str, str]:
    """A reason, and ``refused`` (do not try again), ``absent`` (try once more) or ``broken``."""
    import requests
    from urllib3 import exceptions as low

    causes = _causes(error)

    def caused_by(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    if caused_by(low.NameResolutionError):
        return "its name is not found, as where there is no network", "absent"
    if isinstance(error, requests.exceptions.SSLError) or caused_by(low.SSLError):
        return "its certificate or TLS is not accepted here", "refused"
    if isinstance(error, requests.exceptions.ProxyError) or caused_by(low.ProxyError):
        return "the proxy of this network did not let it through", "absent"
    if caused_by(low.NewConnectionError):
        return "the connection is refused, as where there is no network", "absent"
    if caused_by(low.ConnectTimeoutError):
        return f"no connection within {timeouts[0]:g} s", "absent"
    if caused_by(low.ReadTimeoutError, TimeoutError, requests.exceptions.Timeout):
        return f"it sent nothing for {timeouts[1]:g} s", "broken"
    if isinstance(error, requests.exceptions.TooManyRedirects):
        return "it sends from one address to another without end", "refused"
    if isinstance(error, ValueError) and not isinstance(error, requests.ConnectionError):
        return "its base address cannot be used", "refused"
    return "the connection broke off", "broken"


def _causes(error: BaseException) -> list[BaseException]:
    """The error and all that it wraps: requests and urllib3 put causes into arguments."""
    found: list[BaseException] = []
    left: list[object] = [error]
    while left:
        one = left.pop()
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            left += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]
    return found
