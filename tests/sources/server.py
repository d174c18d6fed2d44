"""A server on 127.0.0.1 that plays an API, faults included.

``handle`` gives the right answer to a request; faults laid on a path take the place of the next
answers there, one after another. Every request is written down.
"""

import socket
import ssl
import struct
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Request:
    """A request as it came: parameters of the address and of the form together."""

    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    body: str = ""


@dataclass
class Answer:
    """An answer; ``cut`` bytes are kept back although the length promises them."""

    body: bytes
    status: int = 200
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0


Handler = Callable[[Request], Answer]
Fault = Callable[[Request, Handler], Answer | None]
"""Makes an answer in place of the right one; ``None`` closes the connection without a word."""


def status(code: int, body: bytes = b"", **headers: str) -> Fault:
    """A bare status, as of a gateway: ``status(429, Retry_After="7")``."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request, handle: Answer(body, code, "text/plain", told)


def maintenance(request: Request, handle: Handler) -> Answer:
    """A web page with 200."""
    page = b"<!DOCTYPE html><html><body><h1>Down for maintenance</h1></body></html>"
    return Answer(page, 200, "text/html; charset=utf-8")


def truncated(request: Request, handle: Handler) -> Answer:
    """The right answer cut in half, as a whole answer with 200."""
    right = handle(request)
    return Answer(right.body[: len(right.body) // 2], right.status, right.kind, right.headers)


def dropped(request: Request, handle: Handler) -> Answer:
    """The right answer, the connection lost in its middle."""
    right = handle(request)
    return Answer(right.body, right.status, right.kind, right.headers, len(right.body) // 2)


def silent(request: Request, handle: Handler) -> None:
    """The connection closed without an answer."""


def body(content: bytes, kind: str = "application/json", code: int = 200) -> Fault:
    """Another body."""
    return lambda request, handle: Answer(content, code, kind)


def held(until: threading.Event, reached: threading.Event | None = None) -> Fault:
    """No answer before ``until``; ``reached`` tells that the request is there."""

    def fault(request: Request, handle: Handler) -> None:
        if reached is not None:
            reached.set()
        until.wait(20)

    return fault


class Server:
    """Plays one API under ``base``."""

    def __init__(self, handle: Handler) -> None:
        self.requests: list[Request] = []
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._lock = threading.Lock()
        outer = self

        class Serve(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 20
            disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement
            wbufsize = -1

            def do_GET(self) -> None:
                outer._serve(self, handle)

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Serve)
        self.http.daemon_threads = True
        self.http.block_on_close = False
        self.base = f"http://127.0.0.1:{self.http.server_address[1]}"
        self._thread = threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> "Server":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.shutdown()
        self.http.server_close()

    def use_tls(self, context: ssl.SSLContext) -> None:
        """Speak TLS from now on; the version is told to ``handle`` in the header ``x-tls``."""
        self.http.socket = context.wrap_socket(
            self.http.socket, server_side=True, do_handshake_on_connect=False
        )

    def lay(self, ending: str, *faults: Fault) -> None:
        """Faults for the next requests whose path ends so."""
        self._faults[ending].extend(faults)

    def heal(self) -> None:
        """Take away the faults that are left."""
        self._faults.clear()

    def asked(self, ending: str = "") -> list[Request]:
        """Requests so far whose path ends so."""
        with self._lock:
            return [one for one in self.requests if one.path.endswith(ending)]

    def _serve(self, http: BaseHTTPRequestHandler, handle: Handler) -> None:
        parts = urlsplit(http.path)
        params = dict(parse_qsl(parts.query, keep_blank_values=True))
        form = http.rfile.read(int(http.headers.get("Content-Length") or 0)).decode()
        params |= dict(parse_qsl(form, keep_blank_values=True))
        headers = {name.lower(): value for name, value in http.headers.items()}
        if isinstance(http.connection, ssl.SSLSocket):
            headers["x-tls"] = http.connection.version() or ""
        request = Request(http.command, parts.path, params, headers, form)
        with self._lock:
            self.requests.append(request)
            fault = None
            for ending, faults in self._faults.items():
                if parts.path.endswith(ending) and faults:
                    fault = faults.popleft()
                    break
        answer = fault(request, handle) if fault else handle(request)
        if answer is None:
            _hang_up(http)
            return
        try:
            http.send_response(answer.status)
            http.send_header("Content-Type", answer.kind)
            http.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers.items():
                http.send_header(name, value)
            http.end_headers()
            http.wfile.write(answer.body[: len(answer.body) - answer.cut])
            http.wfile.flush()
        except OSError:
            http.close_connection = True
            return
        if answer.cut:
            http.close_connection = True


def _hang_up(http: BaseHTTPRequestHandler) -> None:
    """Close at once with a reset."""
    http.close_connection = True
    try:
        linger = struct.pack("ii", 1, 0)
        http.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        http.connection.close()
    except OSError:
        pass
