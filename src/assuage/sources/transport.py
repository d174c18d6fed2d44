"""Asking over HTTP: paced for each host, tried again with patience, kept on disk when whole.

Built on requests (HTTP), urllib3's Retry (which statuses, Retry-After, growing waits with jitter),
requests-ratelimiter (pace for each host) and the SQLite store of requests-cache. The loop over the
tries is ours because two kinds of failure show only after the body is read: a connection that drops
inside it, and a body that is cut short inside a 200. So each try is paced, and one count holds them
all.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar
from urllib.parse import urlencode

from assuage import __version__
from assuage.sources.failure import broken_off
from assuage.sources.kept import KeptReplies, entry_key
from assuage.sources.pace import session_for
from assuage.sources.patience import RETRIED, TRIES, Patience
from assuage.sources.reply import Broken, NoAnswer, Refused, Reply
from assuage.sources.site import Site
from assuage.terms.errors import UsageError

if TYPE_CHECKING:
    import requests

T = TypeVar("T")

CONNECT_SECONDS, READ_SECONDS = 10, 60  # ours: E-utilities may think for tens of seconds
REPLY_SECONDS = 600  # ours: a reply that drips for longer is given up
KEEP_FOR = timedelta(days=1)  # PubMed, ClinicalTrials.gov and DailyMed change daily
CHUNK = 1 << 16  # bytes read at once


def utc_now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


class Transport:
    """Asks sites; shared by the sources of a run, in one thread. Close it, or use ``with``.

    ``folder`` is where replies are kept (``None``: nowhere), ``bases`` replaces the base address of
    a site by its name (before the environment variable ``ASSUAGE_<NAME>_BASE``), ``environ`` is
    where keys and the contact address ``ASSUAGE_EMAIL`` are read. ``clock``, ``monotonic`` and
    ``sleep`` are given by tests; ``paced`` is false only against a server of one's own.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        bases: Mapping[str, str] | None = None,
        environ: Mapping[str, str] | None = None,
        keep_for: timedelta = KEEP_FOR,
        tries: int = TRIES,
        clock: Callable[[], datetime] = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        paced: bool = True,
        timeouts: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
    ) -> None:
        self._environ = os.environ if environ is None else environ
        self._bases = dict(bases or {})
        self._tries, self._sleep, self._monotonic = tries, sleep, monotonic
        self._paced, self._timeouts = paced, timeouts
        self.clock = clock
        self._kept = KeptReplies(folder, keep_for, clock) if folder is not None else None
        self._sessions: dict[tuple[str, bool], requests.Session] = {}
        self._tls12: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close connections and the file of kept replies."""
        for session in self._sessions.values():
            session.close()
        self._sessions.clear()
        if self._kept is not None:
            self._kept.close()

    def now(self) -> str:
        """The moment as ISO 8601 in UTC, to the second."""
        return self.clock().astimezone(UTC).isoformat(timespec="seconds")

    def base(self, site: Site) -> str:
        """Base address of a site, without a closing slash."""
        base = self._bases.get(site.name) or self._environ.get(site.base_variable) or site.base
        if not base.startswith(("http://", "https://")):
            raise UsageError(
                f"the base address of {site.name} is {base!r}. Write one that begins with https://, "
                f"or unset {site.base_variable}."
            )
        return base.rstrip("/")

    def address(self, site: Site, path: str, params: Mapping[str, str]) -> str:
        """The request as an address without keys: what a search log prints."""
        query = f"?{urlencode(params)}" if params else ""
        return f"{self.base(site)}/{path.lstrip('/')}{query}"

    def ask(
        self,
        site: Site,
        path: str,
        params: Mapping[str, str],
        read: Callable[[Reply], T],
        *,
        post: bool = False,
        known_as: Sequence[str] | None = None,
        fresh: bool = False,
    ) -> tuple[T, Reply]:
        """What ``read`` makes of the reply, and the reply; from disk where it is kept.

        ``known_as`` names the kept reply where the parameters do not (a history that expires);
        ``fresh`` asks even if it is kept. Raises `NoAnswer`.
        """
        named = known_as or [f"{key}={params[key]}" for key in sorted(params)]
        key = entry_key([site.name, path, *named])
        if self._kept is not None and not fresh and (kept := self._kept.get(key)) is not None:
            try:
                return read(kept), kept
            except NoAnswer:
                pass  # kept by an older version with a laxer reader: ask again
        try:
            found, reply = self._ask_until_whole(site, path, params, read, post)
        except NoAnswer as failure:
            failure.origin = self.address(site, path, params)
            raise
        if self._kept is not None:
            self._kept.put(key, reply)
        return found, reply

    def _ask_until_whole(
        self,
        site: Site,
        path: str,
        params: Mapping[str, str],
        read: Callable[[Reply], T],
        post: bool,
    ) -> tuple[T, Reply]:
        patience = self.patience(site)
        while True:
            try:
                on = self.now()
                with self.opened(site, path, params, post=post) as response:
                    if response.status_code in RETRIED:
                        raise patience.busy(response)
                    if response.status_code == 403 and self._tls12_helps(site):
                        patience.tried("it refuses the connection (status 403)")
                        continue
                    reply = Reply(
                        status=response.status_code,
                        content=b"".join(self.body(response)),
                        origin=self.address(site, path, params),
                        on=on,
                        kind=response.headers.get("Content-Type", "").lower(),
                        link=response.headers.get("Link", ""),
                    )
                return read(reply), reply
            except Broken as broken:
                patience.wait(broken)
            except Refused as refused:
                raise refused.by(site.title) from None

    def _tls12_helps(self, site: Site) -> bool:
        """Whether a 403 may still be cured by TLS 1.2, which is then used from here on."""
        if not site.retry_tls12 or site.name in self._tls12:
            return False
        self._tls12.add(site.name)
        return True

    @contextmanager
    def opened(
        self,
        site: Site,
        path: str,
        params: Mapping[str, str],
        *,
        post: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Iterator["requests.Response"]:
        """One try: a response whose body is not read yet. Network failures raise `NoAnswer`."""
        fields = dict(params)
        auth = None
        if (key := self.key(site)) is not None:
            if site.key_goes == "body":
                post, fields["api_key"] = True, key
            else:
                auth = (key, "")
        if site.tells_who:
            fields["tool"] = "assuage"
            if email := self._setting("ASSUAGE_EMAIL"):
                fields["email"] = email
        with broken_off(self._timeouts):
            session = self._session(site)
            response = session.request(
                "POST" if post else "GET",
                self.address(site, path, {}),
                params=None if post else fields,
                data=fields if post else None,
                auth=auth,
                headers=dict(headers or {}),
                timeout=self._timeouts,
                stream=True,
                # A redirect would carry a form, and the key in it, to another host.
                allow_redirects="api_key" not in fields,
            )
            try:
                yield response
            finally:
                response.close()

    def body(self, response: "requests.Response") -> Iterator[bytes]:
        """The body in pieces, given up when the whole takes too long."""
        until = self._monotonic() + REPLY_SECONDS
        for piece in response.iter_content(CHUNK):
            yield piece
            if self._monotonic() > until:
                raise Broken(f"its reply was not whole after {REPLY_SECONDS} s")

    def key(self, site: Site) -> str | None:
        """The person's key for a site, or ``None``."""
        return self._setting(site.key_variable) if site.key_variable else None

    def _setting(self, variable: str) -> str | None:
        """A value of the environment that can stand in a header or a form, or ``None``."""
        value = self._environ.get(variable, "").strip()
        if not value.isascii() or not value.isprintable() or " " in value:
            raise UsageError(
                f"{variable} holds characters that cannot be sent. Set it to the bare value, "
                "without quotation marks, blanks or line ends."
            )
        return value or None

    def patience(self, site: Site) -> Patience:
        """A new count of tries for one piece of work."""
        return Patience(site, self._tries, self._sleep)

    def _session(self, site: Site) -> "requests.Session":
        known = (site.name, site.name in self._tls12)
        if known not in self._sessions:
            session = session_for(
                site, keyed=self.key(site) is not None, tls12=known[1], paced=self._paced
            )
            who = self._setting("ASSUAGE_EMAIL")
            session.headers["User-Agent"] = f"assuage/{__version__}" + (
                f" (mailto:{who})" if who else ""
            )
            self._sessions[known] = session
        return self._sessions[known]
