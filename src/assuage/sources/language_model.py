"""A language model behind an OpenAI-compatible endpoint, local or remote: one question, one answer.

The protocol is ``POST …/chat/completions`` with ``model`` and ``messages``; the answer's text is
``choices[0].message.content``. A plain request suffices, so no client library is needed. What the
answer says is judged elsewhere (``reading.proposals``, ``prose.wording``); here only whether there
is a whole one. Nothing is kept on disk. Raises `NoAnswer`: a failure is never an empty answer.
"""

import os
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
from assuage.sources.reply import Broken, Refused, Reply, check_status, plain
from assuage.sources.site import Site
from assuage.terms.errors import UsageError

if TYPE_CHECKING:
    import requests

KEY_VARIABLE, URL_VARIABLE = "ASSUAGE_LLM_KEY", "ASSUAGE_LLM_URL"
TRIES = 3  # ours: a model may think for minutes, so fewer tries than at a literature source
CONNECT_SECONDS, READ_SECONDS = 10, 300  # ours: a local model on one processor is slow
REPLY_SECONDS = 900  # ours: an answer that drips for longer is given up
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
    the model's. The key is read from ``$ASSUAGE_LLM_KEY`` only. ``sleep``, ``monotonic`` and
    ``timeouts`` are given by tests. Raises `UsageError` for an address or key that cannot be used.
    """

    def __init__(
        self,
        name: str,
        url: str | None = None,
        *,
        environ: Mapping[str, str] | None = None,
        tries: int = TRIES,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        timeouts: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
    ) -> None:
        environ = os.environ if environ is None else environ
        self.name = _name(name)
        self.address = _address(url or environ.get(URL_VARIABLE, "").strip())
        self._key = _key(environ.get(KEY_VARIABLE, "").strip(), self.address)
        self._tries, self._sleep, self._monotonic = tries, sleep, monotonic
        self._timeouts = timeouts
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
                with broken_off(self._timeouts):
                    reply = self._post(body, patience)
                if reply.status in (400, 422) and self._how:
                    self._how.clear()
                    continue
                return _said(reply)
            except Broken as broken:
                patience.wait(broken)
            except Refused as refused:
                raise self._fit_to_show(refused).by(self._site.title) from None

    def _post(self, body: Mapping[str, object], patience: Patience) -> Reply:
        if self._session is None:
            self._session = session_for(self._site, keyed=False, tls12=False, paced=False)
            self._session.headers["User-Agent"] = f"assuage/{__version__}"
        response = self._session.post(
            self.address,
            data=msgspec.json.encode(body),
            headers={"Content-Type": "application/json", "Accept": "application/json"},
            auth=self._authorise,
            timeout=self._timeouts,
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
        until, size = self._monotonic() + REPLY_SECONDS, 0
        for piece in response.iter_content(CHUNK):
            yield piece
            size += len(piece)
            if size > MOST_BYTES:
                raise Refused(f"its answer is longer than {MOST_BYTES >> 20} MB")
            if self._monotonic() > until:
                raise Broken(f"its answer was not whole after {REPLY_SECONDS} s")

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
