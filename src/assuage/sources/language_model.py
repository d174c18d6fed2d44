"""A language model behind an OpenAI-compatible endpoint, local or remote: one question, one answer.

The protocol is ``POST …/chat/completions`` with ``model`` and ``messages``; the answer's text is
``choices[0].message.content``. A plain request suffices, so no client library is needed. What the
answer says is judged elsewhere (``reading.proposals``, ``prose.wording``); here only whether there
is a whole one. Nothing is kept on disk. Raises `NoAnswer`: a failure is never an empty answer.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from assuage import __version__
from assuage.sources.failure import broken_off
from assuage.sources.pace import session_for
from assuage.sources.patience import RETRIED, Patience
from assuage.sources.reply import Broken, Refused, Reply, TooLate, check_status, plain
from assuage.sources.site import Site
from assuage.terms.errors import UsageError

if TYPE_CHECKING:
    import requests

KEY_VARIABLE, URL_VARIABLE = "ASSUAGE_LLM_KEY", "ASSUAGE_LLM_URL"
SECONDS_VARIABLE = "ASSUAGE_LLM_SECONDS"
TRIES = 2  # ours: a person waits
CONNECT_SECONDS, READ_SECONDS = 10, 120  # ours: a person waits; a slow machine may say otherwise
MOST_SECONDS = 3600
MOST_BYTES = 8 << 20  # ours: far above any answer asked for here
CHUNK = 1 << 14
_PATH = "chat/completions"
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_HOW = {"temperature": 0, "response_format": {"type": "json_object"}}
"""Asked for first, left out where a server refuses it: LM Studio takes no ``json_object``
(lmstudio-ai/lmstudio-bug-tracker issue 189), some remote models no temperature."""


class _Message(Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(Struct):
    message: _Message
    finish_reason: str | None = None


class _Completion(Struct):
    choices: list[_Choice]


class LanguageModel:
    """Asks one model at one endpoint. Close it, or use ``with``.

    ``url`` is the endpoint's base (``http://127.0.0.1:8080/v1``), else ``$ASSUAGE_LLM_URL``; ``name``
    the model's. The key is read from ``$ASSUAGE_LLM_KEY`` only. A whole answer is waited for as long
    as ``$ASSUAGE_LLM_SECONDS`` says. ``sleep`` and ``timeouts`` (to connect, in all) are given by
    tests. Raises `UsageError` for an address, a key or a time that cannot be used.
    """

    def __init__(
        self,
        name: str,
        url: str | None = None,
        *,
        environ: Mapping[str, str] | None = None,
        tries: int = TRIES,
        sleep: Callable[[float], None] = time.sleep,
        timeouts: tuple[float, float] | None = None,
    ) -> None:
        environ = os.environ if environ is None else environ
        self.name = _name(name)
        self.address = _address(url or environ.get(URL_VARIABLE, "").strip())
        self._key = _key(environ.get(KEY_VARIABLE, "").strip(), self.address)
        self._tries, self._sleep = tries, sleep
        self._timeouts = timeouts or (CONNECT_SECONDS, _seconds(environ))
        host = urlsplit(self.address).netloc
        self._site = Site(name="language-model", title=f"the model at {host}", base=self.address)
        self._session: requests.Session | None = None
        self._how = dict(_HOW)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def ask(self, instructions: str, data: str) -> str:
        """The model's text: ``instructions`` go as the system's message, ``data`` as the user's."""
        messages = [
            {"role": "system", "content": instructions},
            {"role": "user", "content": data},
        ]
        patience = Patience(self._site, self._tries, self._sleep)
        while True:
            body = {"model": self.name, "messages": messages, "stream": False, **self._how}
            try:
                reply = self._within(body, patience)
                if reply.status in (400, 422) and self._how:
                    self._how.clear()
                    continue
                return _said(reply)
            except Broken as broken:
                patience.wait(broken)
            except Refused as refused:
                raise self._fit_to_show(refused).by(self._site.title) from None

    @property
    def told(self) -> str:
        """What a person is told before it is asked."""
        return (
            f"asking {self.name} at {urlsplit(self.address).netloc}; "
            f"an answer is waited for {self._timeouts[1]:g} s at most"
        )

    def _within(self, body: Mapping[str, object], patience: Patience) -> Reply:
        """The answer, if it is whole in time. Limits of the connection alone would let a server that
        sends a byte a second hold us for days; so it is asked on the side and left behind when late."""
        done: list[Reply | BaseException] = []

        def asked() -> None:
            try:
                with broken_off(self._timeouts):
                    done.append(self._post(body, patience))
            except BaseException as error:  # told to the one who waits
                done.append(error)

        thread = threading.Thread(target=asked, daemon=True)
        thread.start()
        thread.join(self._timeouts[1])
        if not done:
            # What waited so long once is not waited for again.
            self._session = None
            raise TooLate(
                f"{self._site.title} gave no whole answer within {self._timeouts[1]:g} s and is not asked "
                f"again ({SECONDS_VARIABLE} sets how long to wait)."
            )
        if isinstance(done[0], BaseException):
            raise done[0]
        return done[0]

    def _post(self, body: Mapping[str, object], patience: Patience) -> Reply:
        if self._session is None:
            self._session = session_for(self._site, keyed=False, tls12=False, paced=False)
            self._session.headers["User-Agent"] = f"assuage/{__version__}"
        response = self._session.post(
            self.address,
            data=msgspec.json.encode(body),
            headers={"Content-Type": "application/json", "Accept": "application/json"},
            auth=self._authorise,
            timeout=(self._timeouts[0], self._timeouts[1] + 1),
            stream=True,
            # A redirect would carry the text, and the key, to another host.
            allow_redirects=False,
        )
        with response:
            if response.status_code in RETRIED:
                raise patience.busy(response)
            return Reply(
                status=response.status_code,
                content=b"".join(self._pieces(response)),
                origin=self.address,
                on="",
                kind=response.headers.get("Content-Type", "").lower(),
            )

    def _authorise(self, request: "requests.PreparedRequest") -> "requests.PreparedRequest":
        """Our key or none: without this, requests would send what a .netrc holds for the host."""
        if self._key:
            request.headers["Authorization"] = f"Bearer {self._key}"
        return request

    def _pieces(self, response: "requests.Response") -> Iterator[bytes]:
        size = 0
        for piece in response.iter_content(CHUNK):
            yield piece
            size += len(piece)
            if size > MOST_BYTES:
                raise Refused(f"its answer is longer than {MOST_BYTES >> 20} MB")

    def _fit_to_show(self, refused: Refused) -> Refused:
        """Without the key, which a server may print back, or what a terminal would obey."""
        said = refused.reason
        if self._key:
            said = said.replace(self._key, "…")
        refused.reason = "".join(c if c.isprintable() else " " for c in said)
        return refused


def _said(reply: Reply) -> str:
    """The text of a whole answer; `Broken` or `Refused` for any other."""
    if "text/event-stream" in reply.kind or reply.content.lstrip().startswith(b"data:"):
        raise Refused("it sent its answer in pieces (a stream), which was not asked for")
    if 300 <= reply.status < 400:
        raise Refused(f"it sends to another address (status {reply.status}); write that one")
    check_status(reply)
    try:
        found = msgspec.json.decode(reply.content, type=_Completion)
    except msgspec.ValidationError:
        raise Refused(f"its answer is not of this protocol: {plain(reply.content, 120)}") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Broken("its answer is cut short or broken") from None
    if not found.choices:
        raise Broken("its answer holds no choice")
    choice = found.choices[0]
    if choice.finish_reason == "length":
        raise Refused("its answer was cut at the server's length limit; allow a longer one there")
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise Refused("the model declined to answer")
    if not choice.message.content:
        raise Broken("its answer holds no text")
    return choice.message.content


def _seconds(environ: Mapping[str, str]) -> float:
    """How long a whole answer is waited for."""
    told = environ.get(SECONDS_VARIABLE, "").strip()
    if not told:
        return READ_SECONDS
    if not (told.isascii() and told.isdigit() and 1 <= int(told) <= MOST_SECONDS):
        raise UsageError(
            f"{SECONDS_VARIABLE} is {told[:40]!r}. Set it to whole seconds from 1 to {MOST_SECONDS}."
        )
    return int(told)


def _name(name: str) -> str:
    bare = name.strip()
    if not bare or not bare.isprintable() or len(bare) > 200:
        raise UsageError(
            f"--llm-model: {name!r} is no model's name. Write it as the server has it."
        )
    return bare


def _address(url: str) -> str:
    """The full address of the endpoint from its base."""
    if not url:
        raise UsageError(
            f"--llm-url: no address of a model. Write one, as http://127.0.0.1:8080/v1, or set {URL_VARIABLE}."
        )
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        host = None
    if host is None or parts.scheme not in ("http", "https") or any(c.isspace() for c in url):
        raise UsageError("--llm-url: no web address. Write one, as http://127.0.0.1:8080/v1.")
    if parts.username is not None or parts.query or parts.fragment:
        raise UsageError(
            "--llm-url: holds a name, a password or a query. Write the bare address; the key goes "
            f"into {KEY_VARIABLE}."
        )
    path = parts.path.rstrip("/")
    if not path.endswith(f"/{_PATH}"):
        path = f"{path or '/v1'}/{_PATH}"
    return f"{parts.scheme}://{parts.netloc}{path}"


def _key(key: str, address: str) -> str:
    if not key.isascii() or not key.isprintable() or " " in key:
        raise UsageError(
            f"{KEY_VARIABLE} holds characters that cannot be sent. Set it to the bare value, "
            "without quotation marks, blanks or line ends."
        )
    parts = urlsplit(address)
    if key and parts.scheme == "http" and parts.hostname not in _LOCAL:
        raise UsageError(
            f"--llm-url: {parts.netloc} would get the key of {KEY_VARIABLE} unencrypted. Write an "
            "https:// address, or unset the key."
        )
    return key
