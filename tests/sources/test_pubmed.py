"""PubMed against a played E-utilities over real records."""

import re
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from assuage.sources.pubmed import MOST, PubMed
from assuage.sources.transport import Transport
from assuage.terms.answer import CouldNotAsk, Found, NoneFound, Payload
from tests.shared_data import shared
from tests.sources import server as play
from tests.sources.apis import XML_HEAD, Eutils, articles, eutils_error
from tests.sources.running import run

Connect = Callable[..., Transport]


@pytest.fixture(scope="module")
def records() -> dict[str, bytes]:
    return articles()


def elements(payloads: list[Payload]) -> list[bytes]:
    """The PubmedArticle elements of all pages, as sent."""
    return [
        one
        for payload in payloads
        for one in re.findall(rb"<PubmedArticle>.*?</PubmedArticle>", payload.content, re.DOTALL)
    ]


def test_a_search_brings_every_record_byte_for_byte(
    records: dict[str, bytes], connect: Connect
) -> None:
    told: list[tuple[int, int | None]] = []
    with play.Server(Eutils(records)) as server:
        payloads, answer = run(
            PubMed(page=50).fetch(
                "baclofen", connect(server), progress=lambda n, of: told.append((n, of))
            )
        )
    assert isinstance(answer, Found)
    assert answer.total == len(records) == len(answer.ids) > 150
    assert sorted(elements(payloads)) == sorted(records.values())
    assert [len(one.ids) for one in payloads] == [50, 50, 50, len(records) - 150]
    assert {one.form for one in payloads} == {"pubmed-xml"}
    assert told == [(50, answer.total), (100, answer.total), (150, answer.total), told[-1]]
    asked = answer.asked
    assert asked.source == "pubmed"
    assert asked.query == "baclofen"
    assert asked.translation == "baclofen[All Fields]"
    assert asked.on == "2026-11-22T08:30:00+00:00"
    assert asked.warnings == ()
    (sent,) = asked.as_sent
    assert "term=baclofen" in sent
    assert "usehistory=y" in sent
    assert "esearch" in sent
    assert len(server.asked("esearch.fcgi")) == 1


def test_a_limit_is_kept_to_the_record(records: dict[str, bytes], connect: Connect) -> None:
    with play.Server(Eutils(records, most=40)) as server:
        transport = connect(server)
        for limit, page, searches in ((7, 5, 1), (60, 20, None)):
            before = len(server.asked("esearch.fcgi"))
            source = PubMed(page=page, most=40)
            payloads, answer = run(source.fetch("baclofen", transport, limit=limit))
            assert isinstance(answer, Found)
            assert len(answer.ids) == limit == len(elements(payloads))
            assert answer.total == len(records)
            assert not any("delivered" in one for one in answer.asked.warnings)
            if searches:
                assert len(server.asked("esearch.fcgi")) - before == searches


def test_no_hit_is_none_found_with_its_warnings(
    records: dict[str, bytes], connect: Connect
) -> None:
    with play.Server(Eutils(records)) as server:
        payloads, answer = run(PubMed().fetch("nothing", connect(server)))
    assert payloads == []
    assert isinstance(answer, NoneFound)
    assert answer.asked.warnings == (
        "no record holds the word or phrase: nothing",
        "No items found.",
    )
    assert server.asked("efetch.fcgi") == []


def test_the_recorded_answer_for_no_hit_is_read(connect: Connect) -> None:
    recorded = shared("pubmed", "xml", "biopython", "Tests", "Entrez", "esearch8.xml").read_bytes()
    with play.Server(Eutils({})) as server:
        server.lay("esearch.fcgi", play.body(recorded, "text/xml"))
        answer = run(PubMed().fetch("abcXYZ", connect(server)))[1]
    assert isinstance(answer, NoneFound)
    assert answer.asked.translation == "(abcXYZ[All Fields])"
    assert "abcXYZ" in answer.asked.warnings[0]


@pytest.mark.parametrize(
    "fault",
    [
        lambda request, handle: eutils_error("esearch", "Search Backend failed: no route"),
        lambda request, handle: eutils_error("esearch", "Search Backend failed: x", 400),
        play.body(b"<eSearchResult><IdList/></eSearchResult>", "text/xml"),
        play.body(b"<eSearchResult><Count>12</Count><IdList/></eSearchResult>", "text/xml"),
        play.body(b"<eSearchResult><Count>0</Count><IdList", "text/xml"),
        play.body(b"NCBI C++ Exception: TXCLIENT EOF", "text/plain"),
        play.body(b"<eSearchResult><Count>0</Count></eSearchResult> TXCLIENT EOF", "text/xml"),
        play.body(b'<?xml version="1.0"?><html><body>sorry</body></html>', "text/xml"),
        play.maintenance,
    ],
)
def test_a_failed_search_is_never_no_hit(
    fault: play.Fault, records: dict[str, bytes], connect: Connect, tmp_path: Path
) -> None:
    """Regression: an upstream failure of esearch shown as zero hits."""
    with play.Server(Eutils(records)) as server:
        server.lay("esearch.fcgi", *[fault] * 9)
        payloads, answer = run(PubMed().fetch("baclofen", connect(server, tmp_path)))
        assert payloads == []
        assert isinstance(answer, CouldNotAsk)
        assert answer.asked.as_sent
        assert 2 <= len(server.asked()) <= 5
        server.heal()
        again = run(PubMed().fetch("baclofen", connect(server, tmp_path)))[1]
    assert isinstance(again, Found)
    assert len(again.ids) == len(records)


@pytest.mark.parametrize(
    "fault",
    [
        play.status(500),
        play.status(429, Retry_After="2"),
        play.truncated,
        play.dropped,
        play.silent,
        play.maintenance,
        play.body(XML_HEAD + b"<PubmedArticleSet></PubmedArticleSet>", "text/xml"),
        play.body(XML_HEAD + b"<PubmedArticleSet> TXCLIENT EOF </PubmedArticleSet>", "text/xml"),
        lambda request, handle: eutils_error("efetch", "Read failed: EOF"),
    ],
)
def test_a_page_that_fails_once_is_fetched_again(
    fault: play.Fault, records: dict[str, bytes], connect: Connect
) -> None:
    with play.Server(Eutils(records)) as server:
        server.lay("efetch.fcgi", fault)
        payloads, answer = run(PubMed(page=60).fetch("baclofen", connect(server)))
    assert isinstance(answer, Found)
    assert sorted(elements(payloads)) == sorted(records.values())
    assert answer.asked.warnings == ()


def test_what_came_before_a_failure_stays(
    records: dict[str, bytes], connect: Connect, tmp_path: Path
) -> None:
    def from_the_third_page(request: play.Request, handle: play.Handler) -> play.Answer:
        late = int(request.params["retstart"]) >= 100
        return play.Answer(b"", 500) if late else handle(request)

    with play.Server(Eutils(records)) as server:
        server.lay("efetch.fcgi", *[from_the_third_page] * 9)
        payloads, answer = run(PubMed(page=50).fetch("baclofen", connect(server, tmp_path)))
        assert isinstance(answer, CouldNotAsk)
        assert len(answer.ids) == 100 == len(elements(payloads))
        assert answer.total == len(records)
        assert "status 500" in answer.reason
        server.heal()
        before = len(server.asked())
        payloads, answer = run(PubMed(page=50).fetch("baclofen", connect(server, tmp_path)))
    assert isinstance(answer, Found)
    assert sorted(elements(payloads)) == sorted(records.values())
    asked = server.requests[before:]
    assert [one.params["retstart"] for one in asked] == ["100", "150"]  # no search, no page twice


RUN = """
import sys
from pathlib import Path
from assuage.sources.pubmed import PubMed
from assuage.sources.transport import Transport
with Transport(Path(sys.argv[1]), bases={"pubmed": sys.argv[2]}, environ={}, paced=False) as t:
    for item in PubMed(page=40).fetch("baclofen", t):
        print(type(item).__name__, flush=True)
"""


def test_a_run_that_is_killed_goes_on_where_it_was(
    records: dict[str, bytes], connect: Connect, tmp_path: Path
) -> None:
    reached, over = threading.Event(), threading.Event()

    def pass_on(request: play.Request, handle: play.Handler) -> play.Answer:
        return handle(request)

    with play.Server(Eutils(records)) as server:
        server.lay("efetch.fcgi", pass_on, pass_on, play.held(over, reached))
        child = subprocess.Popen(
            [sys.executable, "-c", RUN, str(tmp_path), server.base], stdout=subprocess.PIPE
        )
        assert reached.wait(20)  # it waits for the third page
        child.kill()
        child.communicate()
        over.set()
        before = len(server.asked())
        transport = connect(server, tmp_path, clock=lambda: datetime.now(UTC))
        payloads, answer = run(PubMed(page=40).fetch("baclofen", transport))
        after = server.requests[before:]
    assert isinstance(answer, Found)
    assert sorted(elements(payloads)) == sorted(records.values())
    assert [one.params.get("retstart") for one in after] == ["80", "120"]


def test_an_expired_history_is_searched_again(records: dict[str, bytes], connect: Connect) -> None:
    api = Eutils(records)

    def expired(request: play.Request, handle: play.Handler) -> play.Answer:
        api.expire()
        return handle(request)

    with play.Server(api) as server:
        server.lay("efetch.fcgi", lambda r, h: h(r), expired)
        payloads, answer = run(PubMed(page=50).fetch("baclofen", connect(server)))
    assert isinstance(answer, Found)
    assert sorted(elements(payloads)) == sorted(records.values())
    assert len(server.asked("esearch.fcgi")) == 2
    starts = [one.params["retstart"] for one in server.asked("efetch.fcgi")]
    assert starts == ["0", "50", "50", "100", "150"]  # the first page is not fetched twice
    assert answer.asked.warnings == ()


def test_records_that_come_in_while_paging_are_told_and_none_is_lost(
    records: dict[str, bytes], connect: Connect
) -> None:
    """The result set is renewed midway and holds one record more, at its head."""
    late = max(records, key=int)
    api = Eutils({pmid: one for pmid, one in records.items() if pmid != late})

    def changed(request: play.Request, handle: play.Handler) -> play.Answer:
        api.records[late] = records[late]
        api.expire()
        return handle(request)

    with play.Server(api) as server:
        server.lay("efetch.fcgi", lambda r, h: h(r), changed)
        payloads, answer = run(PubMed(page=50).fetch("baclofen", connect(server)))
    assert isinstance(answer, Found)
    assert sorted(elements(payloads)) == sorted(records.values())
    assert len(set(answer.ids)) == len(answer.ids) == len(records)
    (warning,) = answer.asked.warnings
    assert f"from {len(records) - 1} to {len(records)}" in warning


def test_a_short_page_is_asked_for_by_number_and_what_is_gone_is_named(
    records: dict[str, bytes], connect: Connect
) -> None:
    api = Eutils(records)
    gone, hidden = sorted(records, key=int)[3:5]
    api.lost = {gone}

    def short(request: play.Request, handle: play.Handler) -> play.Answer:
        api.lost = {gone, hidden}
        try:
            return handle(request)
        finally:
            api.lost = {gone}

    with play.Server(api) as server:
        server.lay("efetch.fcgi", short)
        answer = run(PubMed().fetch("baclofen", connect(server)))[1]
    assert isinstance(answer, Found)
    assert set(records) - set(answer.ids) == {gone}
    assert answer.total == len(records)
    assert answer.asked.warnings == (
        f"PubMed sent no record for PMID {gone}",
        f"PubMed counted {len(records)} records and delivered {len(records) - 1}",
    )


def test_more_hits_than_pubmed_serves_are_split_by_date(
    records: dict[str, bytes], connect: Connect
) -> None:
    with play.Server(Eutils(records, most=25)) as server:
        payloads, answer = run(PubMed(page=10, most=25).fetch("baclofen", connect(server)))
    assert isinstance(answer, Found)
    assert answer.total == len(records)
    assert sorted(elements(payloads)) == sorted(records.values())
    assert len(answer.ids) == len(records)
    assert answer.asked.warnings == ()
    ranges = sorted(
        (one.params["mindate"], one.params["maxdate"])
        for one in server.asked("esearch.fcgi")
        if "mindate" in one.params
    )
    assert ranges[0][0] == "1700/01/01"
    assert max(end for _, end in ranges) == "2027/11/23"  # a year and a day after the clock
    for (begin, end), (following, _) in pairwise(ranges):
        assert begin <= end and begin <= following
    for request in server.asked("efetch.fcgi"):
        assert int(request.params["retstart"]) + int(request.params["retmax"]) <= 25


def test_a_day_with_too_many_records_is_told(records: dict[str, bytes], connect: Connect) -> None:
    api = Eutils(records, most=25)
    day = api.entered[min(records, key=int)]
    api.entered = dict.fromkeys(records, day)
    with play.Server(api) as server:
        answer = run(PubMed(most=25).fetch("baclofen", connect(server)))[1]
    assert isinstance(answer, CouldNotAsk)
    assert day.isoformat() in answer.reason
    assert "narrow" in answer.reason
    assert not answer.retry
    assert answer.total == len(records)


def test_the_limit_of_pubmed_is_what_it_says_itself() -> None:
    # 'retstart' cannot be larger than 9998: records 0 to 9,998
    assert MOST == 9_998 + 1


def test_records_by_number(records: dict[str, bytes], connect: Connect) -> None:
    wanted = [*sorted(records, key=int)[:5], "99999999"]
    with play.Server(Eutils(records)) as server:
        payloads, answer = run(PubMed(page=4).fetch_ids([*wanted, wanted[0]], connect(server)))
    assert isinstance(answer, Found)
    assert sorted(elements(payloads)) == sorted(records[one] for one in wanted[:5])
    assert answer.ids == tuple(wanted[:5])
    assert answer.asked.warnings == ("PubMed sent no record for PMID 99999999",)
    assert {one.method for one in server.asked()} == {"POST"}


def test_numbers_that_do_not_exist_are_none_found(
    records: dict[str, bytes], connect: Connect
) -> None:
    with play.Server(Eutils(records)) as server:
        answer = run(PubMed().fetch_ids(["99999999"], connect(server)))[1]
    assert isinstance(answer, NoneFound)
    assert "99999999" in answer.asked.warnings[0]


def test_an_error_with_an_id_is_a_missing_record(
    records: dict[str, bytes], connect: Connect
) -> None:
    pmid = min(records, key=int)
    page = (
        XML_HEAD
        + b"<PubmedArticleSet>"
        + records[pmid]
        + b'<error id="123">not there</error></PubmedArticleSet>'
    )
    with play.Server(Eutils(records)) as server:
        server.lay("efetch.fcgi", play.body(page, "text/xml"))
        answer = run(PubMed().fetch_ids([pmid, "123"], connect(server)))[1]
    assert isinstance(answer, Found)
    assert answer.ids == (pmid,)
    assert answer.asked.warnings == ("PubMed sent no record for PMID 123",)


def test_deleted_citations_in_a_page_are_passed_on(connect: Connect) -> None:
    page = (
        XML_HEAD
        + b"<PubmedArticleSet><DeleteCitation><PMID>77</PMID></DeleteCitation></PubmedArticleSet>"
    )
    with play.Server(Eutils({})) as server:
        server.lay("efetch.fcgi", play.body(page, "text/xml"))
        payloads, answer = run(PubMed().fetch_ids(["77"], connect(server)))
    assert [one.content for one in payloads] == [page]
    assert isinstance(answer, Found)
    assert answer.ids == ("77",)


def test_a_long_query_goes_by_post(records: dict[str, bytes], connect: Connect) -> None:
    query = " OR ".join(f'"name {n}"' for n in range(200))
    with play.Server(Eutils(records)) as server:
        answer = run(PubMed().fetch(query, connect(server), limit=1))[1]
    assert isinstance(answer, Found)
    assert server.asked("esearch.fcgi")[0].method == "POST"
    assert server.asked("esearch.fcgi")[0].params["term"] == query
