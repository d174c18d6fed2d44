"""Patience, faults, keys, keeping and pace, shown on Europe PMC (one request a page)."""

import logging
import socket
import sqlite3
import ssl
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import trustme
import zstandard

from assuage.sources.clinical_trials import ClinicalTrials
from assuage.sources.europe_pmc import EuropePMC
from assuage.sources.openfda import OpenFDA
from assuage.sources.pace import session_for
from assuage.sources.pubmed import PubMed
from assuage.sources.site import DAILYMED, EUTILS, RXNAV, SITES
from assuage.sources.transport import Transport
from assuage.terms.answer import CouldNotAsk, Found
from assuage.terms.errors import UsageError
from tests.sources import server as play
from tests.sources.apis import CtGov, EuropePmc, Eutils, OpenFda, articles
from tests.sources.running import ON, Clock, run

Connect = Callable[..., Transport]
SECRET = "s3cr3t0key0of0mine"


def fetch(connect: Connect, server: play.Server, folder: Path | None = None) -> object:
    return run(EuropePMC().fetch("baclofen", connect(server, folder)))[1]


@pytest.mark.parametrize(
    "fault",
    [
        play.status(500),
        play.status(502),
        play.status(503),
        play.status(504),
        play.status(429),
        play.maintenance,
        play.truncated,
        play.dropped,
        play.silent,
    ],
)
def test_a_fault_of_the_moment_is_tried_again_and_loses_nothing(
    fault: play.Fault, connect: Connect, clock: Clock
) -> None:
    with play.Server(EuropePmc()) as server:
        server.lay("/search", fault, fault)
        answer = fetch(connect, server)
    assert isinstance(answer, Found)
    assert len(answer.ids) == answer.total == 5
    assert len(server.asked("/search")) == 3
    assert len(clock.slept) == 2
    # 1 s, then 2 s, each with up to 1 s of jitter
    assert 1 <= clock.slept[0] <= 2 <= clock.slept[1] <= 3


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (play.status(500), "fault of its own (status 500)"),
        (play.status(429), "asked too often (status 429)"),
        (play.maintenance, "a web page in place of data (status 200)"),
        (play.truncated, "JSON is cut short"),
        (play.dropped, "the connection broke off"),
        (play.silent, "the connection broke off"),
    ],
)
def test_a_fault_that_stays_ends_in_one_sentence_and_a_cap_of_tries(
    fault: play.Fault, reason: str, connect: Connect, tmp_path: Path
) -> None:
    with play.Server(EuropePmc()) as server:
        server.lay("/search", *[fault] * 9)
        answer = fetch(connect, server, tmp_path)
        assert isinstance(answer, CouldNotAsk)
        assert reason in answer.reason
        assert "5 times" in answer.reason
        assert answer.reason.count("\n") == 0
        assert answer.retry
        assert len(server.asked()) == 5
        server.heal()
        assert isinstance(fetch(connect, server, tmp_path), Found)  # nothing bad was kept


def test_retry_after_is_waited_for_to_the_second(connect: Connect, clock: Clock) -> None:
    with play.Server(EuropePmc()) as server:
        server.lay("/search", play.status(429, Retry_After="7"), play.status(503, Retry_After="0"))
        assert isinstance(fetch(connect, server), Found)
    assert clock.slept == [7, 0]


def test_retry_after_that_cannot_be_read_is_no_retry_after(connect: Connect, clock: Clock) -> None:
    with play.Server(EuropePmc()) as server:
        server.lay("/search", play.status(429, Retry_After="soon"))
        assert isinstance(fetch(connect, server), Found)
    assert 1 <= clock.slept[0] <= 2


def test_an_hour_of_retry_after_is_not_waited_for(connect: Connect, clock: Clock) -> None:
    with play.Server(EuropePmc()) as server:
        server.lay("/search", play.status(429, Retry_After="3600"))
        answer = fetch(connect, server)
    assert isinstance(answer, CouldNotAsk)
    assert "3600 s" in answer.reason
    assert clock.slept == []
    assert len(server.asked()) == 1


def test_a_server_that_does_not_speak_is_given_up(connect: Connect) -> None:
    over = threading.Event()
    with play.Server(EuropePmc()) as server:
        server.lay("/search", *[play.held(over)] * 5)
        transport = connect(server, timeouts=(5, 0.05))
        answer = run(EuropePMC().fetch("baclofen", transport))[1]
        over.set()
    assert isinstance(answer, CouldNotAsk)
    assert "sent nothing for 0.05 s" in answer.reason


def test_a_reply_that_drips_is_given_up(connect: Connect) -> None:
    seconds = iter(range(0, 10**9, 500))
    with play.Server(EuropePmc()) as server:
        transport = connect(server, monotonic=lambda: next(seconds) * 2)
        answer = run(EuropePMC().fetch("baclofen", transport))[1]
    assert isinstance(answer, CouldNotAsk)
    assert "not whole after 600 s" in answer.reason


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("base", "reason"),
    [
        (f"http://127.0.0.1:{unused_port()}", "connection is refused"),
        ("https://assuage.invalid", "name is not found"),  # RFC 6761: never resolves
    ],
)
def test_an_absent_network_is_told_after_two_tries(
    base: str, reason: str, connect: Connect, clock: Clock
) -> None:
    for source in (PubMed(), EuropePMC(), ClinicalTrials(), OpenFDA()):
        clock.slept.clear()
        payloads, answer = run(source.fetch("baclofen", connect(base)))
        assert payloads == []
        assert isinstance(answer, CouldNotAsk)
        assert reason in answer.reason
        assert answer.reason.endswith(".")
        assert "assuage.invalid" not in answer.reason
        assert len(clock.slept) == 1
        assert len(answer.asked.as_sent) == 1  # the log shows what was tried


def test_a_base_that_is_no_address_is_a_usage_error(connect: Connect) -> None:
    with pytest.raises(UsageError, match="ASSUAGE_EUROPE_PMC_BASE"):
        run(EuropePMC().fetch("x", Transport(environ={"ASSUAGE_EUROPE_PMC_BASE": "localhost:1"})))


def test_the_environment_replaces_a_base(connect: Connect) -> None:
    with play.Server(EuropePmc()) as server:
        transport = connect(
            server, bases={}, environ={"ASSUAGE_EUROPE_PMC_BASE": server.base + "/mirror/"}
        )
        assert isinstance(run(EuropePMC().fetch("baclofen", transport))[1], Found)
    assert {one.path for one in server.asked()} == {"/mirror/search"}


def test_keys_reach_the_source_and_nothing_else(
    connect: Connect, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    environ = {
        "NCBI_API_KEY": SECRET,
        "OPENFDA_API_KEY": SECRET,
        "ASSUAGE_EMAIL": "who@example.org",
    }
    seen = []
    with play.Server(Eutils(articles())) as server:
        transport = connect(server, tmp_path / "a", environ)
        seen += run(PubMed().fetch("baclofen", transport, limit=3))
        server.lay("efetch.fcgi", *[play.silent] * 5)
        seen += run(PubMed().fetch("baclofen", transport, limit=5))
        for request in server.asked():
            assert request.method == "POST"
            assert request.params["api_key"] == SECRET
            assert request.params["tool"] == "assuage"
            assert request.params["email"] == "who@example.org"
            assert "who@example.org" in request.headers["user-agent"]
    with play.Server(OpenFda()) as server:
        transport = connect(server, tmp_path / "b", environ)
        seen += run(OpenFDA(page=2).fetch("baclofen", transport))
        assert len(server.asked()) == 2
        for request in server.asked():
            # open.fda.gov/apis/authentication: basic authentication, the key as user name
            assert request.headers["authorization"].startswith("Basic ")
            assert "api_key" not in request.params
    assert any(isinstance(one, CouldNotAsk) for one in seen)
    assert SECRET not in repr(seen)
    assert "example.org" not in repr(seen)
    assert caplog.records
    assert SECRET not in caplog.text
    for file in tmp_path.rglob("*.sqlite*"):
        assert SECRET.encode() not in file.read_bytes()
        for (value,) in sqlite3.connect(file).execute("select value from replies"):
            assert SECRET.encode() not in zstandard.decompress(value)


def test_a_key_does_not_change_what_is_kept(connect: Connect, tmp_path: Path) -> None:
    with play.Server(Eutils(articles())) as server:
        first = run(PubMed().fetch("baclofen", connect(server, tmp_path), limit=3))
        asked = len(server.asked())
        keyed = connect(server, tmp_path, {"NCBI_API_KEY": SECRET})
        assert run(PubMed().fetch("baclofen", keyed, limit=3)) == first
        assert len(server.asked()) == asked


def test_kept_replies_keep_their_moment_and_expire(
    connect: Connect, tmp_path: Path, clock: Clock
) -> None:
    with play.Server(EuropePmc()) as server:
        first = fetch(connect, server, tmp_path)
        clock.moment = ON + timedelta(hours=23)
        assert fetch(connect, server, tmp_path) == first  # asked.on stays that of the asking
        assert len(server.asked()) == 1
        clock.moment = ON + timedelta(hours=25)
        later = fetch(connect, server, tmp_path)
    assert isinstance(first, Found)
    assert isinstance(later, Found)
    assert first.asked.on == "2026-11-22T08:30:00+00:00"
    assert later.asked.on == "2026-11-23T09:30:00+00:00"
    assert len(server.asked()) == 2


def test_an_entry_that_cannot_be_read_is_asked_for_again(connect: Connect, tmp_path: Path) -> None:
    with play.Server(EuropePmc()) as server:
        fetch(connect, server, tmp_path)
        with sqlite3.connect(tmp_path / "replies.sqlite") as table:
            table.execute("update replies set value = ?", (b"spoilt",))
        assert isinstance(fetch(connect, server, tmp_path), Found)
        assert len(server.asked()) == 2


def test_a_spoilt_file_of_replies_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "replies.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(UsageError, match=r"cannot keep replies in .*replies\.sqlite"):
        Transport(tmp_path)


@pytest.mark.parametrize(
    ("site", "keyed", "most"),
    [(DAILYMED, False, 100), (RXNAV, False, 20), (EUTILS, False, 3), (EUTILS, True, 10)],
)
def test_the_limiter_of_each_host_holds_its_published_rate(
    site: object, keyed: bool, most: int
) -> None:
    session = session_for(site, keyed=keyed, tls12=False, paced=True)  # type: ignore[arg-type]
    limiter = session.get_adapter("https://x").limiter  # type: ignore[attr-defined]
    (rate,) = limiter.bucket_factory.rates
    assert (rate.limit, rate.interval) == (most, 60_000 if site is DAILYMED else 1_000)
    session.close()


def test_every_site_has_a_rate_and_takes_its_turn() -> None:
    for site in SITES:
        assert site.per_second or site.per_minute, site.name
    session = session_for(DAILYMED, keyed=False, tls12=False, paced=True)
    limiter = session.get_adapter("https://x").limiter  # type: ignore[attr-defined]
    taken = [limiter.try_acquire("host", blocking=False) for _ in range(101)]
    assert taken == [True] * 100 + [False]  # the 101st of a minute has to wait
    session.close()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1, made for this test."""
    file = tmp_path / "server.pem"
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "cert.pem")
    made = authority.issue_cert("127.0.0.1")
    made.private_key_and_cert_chain_pem.write_to_path(file)
    return file


@pytest.mark.parametrize("cured", [True, False])
def test_a_403_over_tls13_is_asked_again_over_tls12(
    cured: bool, certificate: Path, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ClinicalTrials.gov answers 403 to some clients over TLS 1.3; it is not 'no such trial'."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.with_name("cert.pem")))
    api, versions = CtGov(), []

    def handle(request: play.Request) -> play.Answer:
        version = request.headers["x-tls"]
        versions.append(version)
        if version == "TLSv1.3" or not cured:
            return play.Answer(b"forbidden", 403, "text/plain")
        return api(request)

    with play.Server(handle) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.use_tls(context)
        transport = connect(server.base.replace("http:", "https:"))
        payloads, answer = run(ClinicalTrials(page=5).fetch("pain", transport))
    if cured:
        assert isinstance(answer, Found)
        assert len(payloads) > 1
        assert versions[0] == "TLSv1.3"
        assert set(versions[1:]) == {"TLSv1.2"}
    else:
        assert isinstance(answer, CouldNotAsk)
        assert "403" in answer.reason
        assert versions == ["TLSv1.3", "TLSv1.2"]


def test_a_certificate_that_is_not_trusted_is_not_tried_again(
    certificate: Path, connect: Connect, clock: Clock
) -> None:
    with play.Server(EuropePmc()) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.use_tls(context)
        answer = run(EuropePMC().fetch("x", connect(server.base.replace("http:", "https:"))))[1]
    assert isinstance(answer, CouldNotAsk)
    assert "certificate" in answer.reason
    assert clock.slept == []


def test_a_limit_below_one_is_a_usage_error(connect: Connect) -> None:
    with pytest.raises(UsageError, match="Write 1 or more"):
        EuropePMC().fetch("x", Transport(environ={}), limit=0)


def test_an_empty_query_is_not_sent(connect: Connect) -> None:
    with play.Server(EuropePmc()) as server:
        for source in (PubMed(), EuropePMC(), ClinicalTrials(), OpenFDA()):
            answer = run(source.fetch("  ", connect(server)))[1]
            assert isinstance(answer, CouldNotAsk)
            assert not answer.retry
        assert server.asked() == []


def test_json_that_is_no_object_is_broken(connect: Connect) -> None:
    with play.Server(EuropePmc()) as server:
        server.lay("/search", *[play.body(b"[1, 2]")] * 5)
        answer = fetch(connect, server)
    assert isinstance(answer, CouldNotAsk)
    assert "not an object" in answer.reason


def test_what_has_expired_is_cleared_away(connect: Connect, tmp_path: Path, clock: Clock) -> None:
    with play.Server(EuropePmc()) as server:
        fetch(connect, server, tmp_path)
        clock.moment = ON + timedelta(days=3)
        connect(server, tmp_path).close()
    with sqlite3.connect(tmp_path / "replies.sqlite") as table:
        assert table.execute("select count(*) from replies").fetchone() == (0,)


def test_a_key_does_not_follow_a_redirect(connect: Connect) -> None:
    with play.Server(EuropePmc()) as elsewhere, play.Server(Eutils(articles())) as server:
        server.lay("esearch.fcgi", play.status(307, Location=elsewhere.base + "/esearch.fcgi"))
        answer = run(PubMed().fetch("x", connect(server, None, {"NCBI_API_KEY": SECRET})))[1]
        assert isinstance(answer, CouldNotAsk)
        assert "307" in answer.reason
        assert elsewhere.asked() == []


@pytest.mark.parametrize("value", ["ab\ncd", "two words", "schlüssel"])
def test_a_key_that_cannot_be_sent_is_told_without_showing_it(value: str, connect: Connect) -> None:
    with play.Server(Eutils(articles())) as server:
        transport = connect(server, None, {"NCBI_API_KEY": value})
        with pytest.raises(UsageError, match="NCBI_API_KEY holds characters") as told:
            run(PubMed().fetch("x", transport))
        assert value not in str(told.value)
        padded = connect(server, None, {"NCBI_API_KEY": f" {SECRET}\n"})
        run(PubMed().fetch("x", padded, limit=1))
        assert {one.params["api_key"] for one in server.asked()} == {SECRET}


def test_a_reply_expires_while_the_file_is_open(
    connect: Connect, tmp_path: Path, clock: Clock
) -> None:
    with play.Server(EuropePmc()) as server:
        transport = connect(server, tmp_path)
        run(EuropePMC().fetch("x", transport))
        clock.moment = ON + timedelta(hours=25)
        answer = run(EuropePMC().fetch("x", transport))[1]
    assert answer.asked.on == "2026-11-23T09:30:00+00:00"
    assert len(server.asked()) == 2
