"""Sessions paced for one host, over TLS 1.2 alone where a host refuses TLS 1.3."""

import ssl
from typing import TYPE_CHECKING, Any

from assuage.sources.site import Site

if TYPE_CHECKING:
    import requests

UNPACED = 10_000  # requests a second: no pace at all, for a server of one's own


def session_for(site: Site, *, keyed: bool, tls12: bool, paced: bool) -> "requests.Session":
    """A session for one site. Nothing is retried inside it; `Transport` counts the tries."""
    import requests
    from requests_ratelimiter import LimiterAdapter

    class Tls12Adapter(LimiterAdapter):
        def init_poolmanager(
            self, connections: int, maxsize: int, block: bool = False, **pool: Any
        ) -> None:
            # A default context trusts the system's certificates; requests adds its own bundle.
            context = ssl.create_default_context()
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            super().init_poolmanager(connections, maxsize, block, ssl_context=context, **pool)

    per_second = (keyed and site.keyed_per_second) or site.per_second
    # limit_statuses: after a 429 the wait is that of Retry-After, not a guess of the limiter.
    adapter = (Tls12Adapter if tls12 else LimiterAdapter)(
        per_second=per_second if paced else UNPACED,
        per_minute=site.per_minute if paced else 0,
        limit_statuses=(),
    )
    session = requests.Session()
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session
