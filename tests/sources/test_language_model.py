"""Asking a model: the protocol as sent, and every way in which it can fail to answer."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assuage.sources.language_model import LanguageModel
from assuage.sources.reply import NoAnswer
from assuage.terms.errors import UsageError
from tests.sources import server as play
from tests.sources.models import chunks, completion, talking
from tests.sources.running import Clock

SECRET = "sk-s3cr3t0key"
PATH = "/chat/completions"
Connect = Callable[..., LanguageModel]


@pytest.fixture
def connect(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connect]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    made: list[LanguageModel] = []

    def make(server: play.Server, key: str = "", **more: object) -> LanguageModel:
        settings: dict[str, object] = {"sleep": clock.slept.append, "timeouts": (5, 5)} | more
        environ = {"ASSUAGE_LLM_KEY": key}
        made.append(LanguageModel("small-model", f"{server.base}/v1", environ=environ, **settings))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()


def failure(model: LanguageModel) -> str:
    with pytest.raises(NoAnswer) as error:
        model.ask("instructions", "data")
    return error.value.reason


def test_the_request_is_that_of_the_protocol_and_the_text_comes_back(connect: Connect) -> None:
    with play.Server(talking(lambda system, user: f"{system}|{user}")) as server:
        assert connect(server).ask("instructions", "data") == "instructions|data"
        (request,) = server.asked(PATH)
    sent = json.loads(request.body)
    assert sent["model"] == "small-model" and sent["stream"] is False
    assert request.headers["content-type"] == "application/json"
    assert "authorization" not in request.headers


def test_the_key_goes_into_its_header_only(connect: Connect) -> None:
    with play.Server(talking("fine")) as server:
        connect(server, SECRET).ask("i", "d")
        (request,) = server.asked(PATH)
    assert request.headers["authorization"] == f"Bearer {SECRET}"
    assert SECRET not in request.body + request.path


def test_what_a_netrc_holds_for_the_host_is_not_sent(
    connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password mine\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with play.Server(talking("fine")) as server:
        connect(server).ask("i", "d")
        assert "authorization" not in server.asked(PATH)[0].headers


@pytest.mark.parametrize(
    "fault",
    [play.status(500), play.status(502), play.status(503), play.status(429), play.maintenance,
     play.truncated, play.dropped, play.silent, play.body(completion("")),
     play.body(b'{"choices": []}')],
)  # fmt: skip
def test_a_fault_of_the_moment_is_tried_again_one_that_stays_is_no_answer(
    fault: play.Fault, connect: Connect, clock: Clock
) -> None:
    with play.Server(talking("fine")) as server:
        server.lay(PATH, fault)
        assert connect(server).ask("i", "d") == "fine"
        assert len(server.asked(PATH)) == 2 and len(clock.slept) == 1
        server.lay(PATH, *[fault] * 5)
        reason = failure(connect(server))
    assert reason.startswith("the model at 127.0.0.1:") and "was asked 2 times" in reason


def test_retry_after_is_kept_and_a_long_one_ends_it(connect: Connect, clock: Clock) -> None:
    with play.Server(talking("fine")) as server:
        server.lay(PATH, play.status(429, Retry_After="7"))
        assert connect(server).ask("i", "d") == "fine"
        assert clock.slept == [7]
        server.lay(PATH, play.status(429, Retry_After="500"))
        assert "come back in 500 s" in failure(connect(server))


def test_a_model_that_sends_nothing_is_given_up(connect: Connect) -> None:
    until = threading.Event()
    with play.Server(talking("fine")) as server:
        server.lay(PATH, *[play.held(until)] * 3)
        reason = failure(connect(server, timeouts=(5, 0.2)))
        assert "gave no whole answer within 0.2 s and is not asked again" in reason
        until.set()


def test_a_model_that_drips_is_given_up_in_time(connect: Connect) -> None:
    over = threading.Event()

    def drip() -> None:
        theirs, _ = listening.accept()
        with theirs:
            theirs.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
            while not over.wait(0.02):
                theirs.sendall(b" ")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        base = f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        begun = time.monotonic()
        with pytest.raises(NoAnswer) as error:
            LanguageModel("m", base, environ={}, timeouts=(5, 0.3)).ask("i", "d")
        assert "no whole answer within 0.3 s" in error.value.reason
        assert time.monotonic() - begun < 3
        over.set()
        thread.join(5)


@pytest.mark.parametrize("told", ["soon", "0", "-1", "9999999", "1.5", "٣"])
def test_a_time_that_is_none_is_told(told: str) -> None:
    with pytest.raises(UsageError, match="whole seconds from 1"):
        LanguageModel("m", "http://127.0.0.1:1", environ={"ASSUAGE_LLM_SECONDS": told})


def test_where_nothing_listens_it_says_so(connect: Connect) -> None:
    with play.Server(talking("fine")) as server:
        model = connect(server)
    assert "the connection is refused" in failure(model)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (play.body(chunks('{"findings": []}'), "text/event-stream"), "in pieces (a stream)"),
        (play.body(chunks('{"findings": []}')), "in pieces (a stream)"),
        (play.body(completion('{"findings": [', "length")), "cut at the server's length limit"),
        (play.body(completion(None, refusal="I cannot")), "declined to answer"),
        (play.body(completion("", "content_filter")), "declined to answer"),
        (play.body(b'{"choices": [{"text": "old protocol"}]}'), "not of this protocol"),
        (play.body(b'{"choices": [{"message": {"content": 7}}]}'), "not of this protocol"),
        (play.body(b'["a list"]'), "not of this protocol"),
        (play.body(b'{"error": "no such model"}', code=404), "(status 404): {"),
        (play.body(b"" * 9, code=302), "sends to another address (status 302)"),
    ],
)  # fmt: skip
def test_what_asking_again_does_not_cure_is_asked_once(
    fault: play.Fault, reason: str, connect: Connect, clock: Clock
) -> None:
    with play.Server(talking("fine")) as server:
        server.lay(PATH, fault)
        assert reason in failure(connect(server))
        assert len(server.asked(PATH)) == 1 and clock.slept == []


def test_a_server_that_refuses_the_fine_print_is_asked_without_it(connect: Connect) -> None:
    refused = play.body(b"{\"error\": \"'response_format.type' must be 'json_schema'\"}", code=400)
    with play.Server(talking("fine")) as server:
        server.lay(PATH, refused)
        model = connect(server)
        assert model.ask("i", "d") == model.ask("i", "d") == "fine"
        first, second, third = (json.loads(r.body) for r in server.asked(PATH))
        assert "response_format" in first and "temperature" in first
        assert set(second) == set(third) == {"model", "messages", "stream"}
        server.lay(PATH, refused, refused)
        assert "(status 400)" in failure(connect(server))


def test_a_redirect_takes_neither_text_nor_key_elsewhere(connect: Connect) -> None:
    with play.Server(talking("elsewhere")) as other, play.Server(talking("fine")) as server:
        there = f"{other.base}/v1/chat/completions"
        server.lay(PATH, lambda r, h: play.Answer(b"", 307, headers={"Location": there}))
        assert "sends to another address" in failure(connect(server, SECRET))
        assert other.asked() == []


def test_no_message_holds_the_key(connect: Connect) -> None:
    told = json.dumps({"error": {"message": f"Incorrect API key provided: {SECRET}"}}).encode()
    with play.Server(talking("fine")) as server:
        server.lay(PATH, play.body(told, code=401))
        reason = failure(connect(server, SECRET))
    assert "Incorrect API key" in reason and SECRET not in reason


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1/chat/completions"),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1/chat/completions"),
        ("https://host.example/api/v1", "https://host.example/api/v1/chat/completions"),
        ("https://h.example/v1/chat/completions", "https://h.example/v1/chat/completions"),
    ],
)
def test_the_address_is_made_from_the_base(url: str, address: str) -> None:
    assert LanguageModel("m", url, environ={}).address == address
    assert LanguageModel("m", environ={"ASSUAGE_LLM_URL": url}).address == address


@pytest.mark.parametrize(
    ("name", "url", "key", "says"),
    [
        ("m", None, "", "no address of a model"),
        ("m", "ftp://host/v1", "", "no web address"),
        ("m", "host:8080/v1", "", "no web address"),
        ("m", "http://[::1", "", "no web address"),
        ("m", "http://host:port/v1", "", "no web address"),
        ("m", f"https://me:{SECRET}@host/v1", "", "a password or a query"),
        ("m", f"https://host/v1?key={SECRET}", "", "a password or a query"),
        ("m", "http://host.example/v1", SECRET, "unencrypted"),
        ("m", "https://host.example/v1", f"'{SECRET} '", "cannot be sent"),
        (" ", "https://host.example/v1", "", "no model's name"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(
    name: str, url: str | None, key: str, says: str
) -> None:
    with pytest.raises(UsageError, match=says) as error:
        LanguageModel(name, url, environ={"ASSUAGE_LLM_KEY": key})
    assert SECRET not in str(error.value)
