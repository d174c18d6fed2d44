"""The other sources: what each must not lose, section 12 of ``sources-and-apis.md``."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assuage.sources.clinical_trials import ClinicalTrials, parameters
from assuage.sources.dailymed import DailyMed
from assuage.sources.europe_pmc import EuropePMC
from assuage.sources.openfda import OpenFDA
from assuage.sources.pubtator import PubTator
from assuage.sources.register import SOURCES
from assuage.sources.rxnav import RxNav
from assuage.sources.site import SITES
from assuage.sources.transport import Transport
from assuage.terms.answer import CouldNotAsk, Found, NoneFound
from tests.sources import apis
from tests.sources import server as play
from tests.sources.running import run

Connect = Callable[..., Transport]

APIS: dict[str, Callable[[], play.Handler]] = {
    "europe-pmc": apis.EuropePmc,
    "clinicaltrials": apis.CtGov,
    "openfda": apis.OpenFda,
    "dailymed": apis.DailyMed,
    "rxnav": lambda: apis.rxnav,
    "pubtator": lambda: apis.pubtator,
}
QUERY = {"rxnav": "baclofen", "pubtator": "12345, 23456"}
MISS = {"rxnav": "nothing", "pubtator": "99999"}


@pytest.mark.parametrize("name", APIS)
def test_a_hit_a_miss_and_a_failure_are_three_answers(name: str, connect: Connect) -> None:
    with play.Server(APIS[name]()) as server:
        payloads, answer = run(SOURCES[name].fetch(QUERY.get(name, "pain"), connect(server)))
        assert isinstance(answer, Found), answer
        assert payloads
        assert set(answer.ids) == {one for payload in payloads for one in payload.ids}
        assert {payload.source for payload in payloads} == {name}
        assert all(payload.origin.startswith(server.base) for payload in payloads)
        assert answer.asked.as_sent
        assert answer.asked.interface
        payloads, answer = run(SOURCES[name].fetch(MISS.get(name, "nothing"), connect(server)))
        assert isinstance(answer, NoneFound), answer
        assert payloads == []
        server.lay("", *[play.maintenance] * 5)
        payloads, answer = run(SOURCES[name].fetch(QUERY.get(name, "pain"), connect(server)))
        assert isinstance(answer, CouldNotAsk), answer
        assert "web page" in answer.reason


@pytest.mark.parametrize("name", APIS)
def test_each_source_goes_on_without_asking_twice(
    name: str, connect: Connect, tmp_path: Path
) -> None:
    with play.Server(APIS[name]()) as server:
        query = QUERY.get(name, "pain")
        first = run(SOURCES[name].fetch(query, connect(server, tmp_path)))
        asked = len(server.asked())
        assert run(SOURCES[name].fetch(query, connect(server, tmp_path))) == first
        assert len(server.asked()) == asked


def test_the_register_and_the_sites_use_the_same_names() -> None:
    assert [source.name for source in SOURCES.values()] == list(SOURCES)
    assert set(SOURCES) == {site.name for site in SITES} - {"pubmed-files"}


# Europe PMC


def test_europe_pmc_keeps_every_comparison_sign_and_every_preprint(connect: Connect) -> None:
    api = apis.EuropePmc(9)
    with play.Server(api) as server:
        payloads, answer = run(EuropePMC(page=4).fetch("pain", connect(server)))
    assert isinstance(answer, Found)
    results = [
        one for payload in payloads for one in json.loads(payload.content)["resultList"]["result"]
    ]
    assert results == api.results
    assert [one for one in answer.ids if one.startswith("PPR/")] == [
        "PPR/PPR2",
        "PPR/PPR5",
        "PPR/PPR8",
    ]
    assert payloads[0].content.count(b"P<0.00") == 4
    # The echoed cursor is encoded and the next one raw: nothing is asked beyond the end, in vain.
    assert len(server.asked()) == 3
    assert all(one.params["synonym"] == "TRUE" for one in server.asked())
    assert not any("sort" in one.params for one in server.asked())


def test_europe_pmc_ends_where_the_last_page_is_full(connect: Connect) -> None:
    with play.Server(apis.EuropePmc(8)) as server:
        answer = run(EuropePMC(page=4).fetch("pain", connect(server)))[1]
    assert isinstance(answer, Found)
    assert len(answer.ids) == 8
    assert answer.asked.warnings == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"version":"6.9"}', "no hit count"),
        (b'{"version":"6.9","errCode":404,"errMsg":"bad field"}', "bad field (code 404)"),
        (b'{"version":"6.9","errCode":500,"errMsg":"index down"}', "index down (code 500)"),
        (b'{"errMsg":"bad","hitCount":0,"resultList":{"result":[]}}', "bad"),
        (b'{"hitCount":7,"resultList":{"result":[]}}', "counts 7 records and sent 0"),
    ],
)
def test_europe_pmc_errors_inside_a_200_are_no_zero(
    content: bytes, reason: str, connect: Connect, tmp_path: Path
) -> None:
    with play.Server(apis.EuropePmc()) as server:
        server.lay("/search", *[play.body(content)] * 5)
        payloads, answer = run(EuropePMC().fetch("pain", connect(server, tmp_path)))
        assert payloads == []
        assert isinstance(answer, CouldNotAsk)
        assert reason in answer.reason
        server.heal()
        assert isinstance(run(EuropePMC().fetch("pain", connect(server, tmp_path)))[1], Found)


def test_europe_pmc_played_with_a_sort_it_does_not_know_shows_the_trap() -> None:
    request = play.Request("GET", "/search", {"sort": "x", "format": "json"}, {})
    assert json.loads(apis.EuropePmc()(request).body) == {"version": "6.9"}


def test_a_count_that_changes_while_paging_is_told(connect: Connect) -> None:
    api = apis.EuropePmc(6)
    api.grow_on_page = 3
    with play.Server(api) as server:
        answer = run(EuropePMC(page=3).fetch("pain", connect(server)))[1]
    assert isinstance(answer, Found)
    assert len(answer.ids) == 7
    assert "changed from 6 to 7" in answer.asked.warnings[0]


def test_pages_that_go_round_are_stopped(connect: Connect) -> None:
    page = json.dumps(
        {
            "hitCount": 900,
            "nextCursorMark": "again",
            "resultList": {"result": [{"id": str(n), "source": "MED"} for n in range(3)]},
        }
    ).encode()
    with play.Server(apis.EuropePmc()) as server:
        server.lay("/search", *[play.body(page)] * 9)
        answer = run(EuropePMC(page=3).fetch("pain", connect(server)))[1]
    assert len(server.asked()) == 2  # the second page names itself as the next: the end
    assert isinstance(answer, Found)
    assert any("counted 900 records and delivered 3" in one for one in answer.asked.warnings)


# ClinicalTrials.gov


def test_trials_come_as_sent_with_the_date_of_the_register(connect: Connect) -> None:
    api = apis.CtGov()
    with play.Server(api) as server:
        payloads, answer = run(
            ClinicalTrials(page=4).fetch(
                'query.intr="baclofen" OR "Lioresal" & query.cond="spasticity"', connect(server)
            )
        )
    assert isinstance(answer, Found)
    sent = [one for payload in payloads for one in json.loads(payload.content)["studies"]]
    assert sent == api.studies
    assert answer.total == len(api.studies) > 8
    assert answer.asked.covers_to == "2026-11-20T09:00:05"
    first = server.asked("/studies")[0].params
    assert first["query.intr"] == '"baclofen" OR "Lioresal"'
    assert first["query.cond"] == '"spasticity"'
    assert first["countTotal"] == "true"


def test_a_400_in_plain_text_is_shown_not_parsed(connect: Connect, clock: object) -> None:
    with play.Server(apis.CtGov()) as server:
        answer = run(ClinicalTrials().fetch('pain "', connect(server)))[1]
    assert isinstance(answer, CouldNotAsk)
    assert "Error parsing query in Other terms: quote" in answer.reason
    assert not answer.retry
    assert len(server.asked()) == 1


def test_a_404_of_the_register_is_no_zero(connect: Connect) -> None:
    with play.Server(apis.CtGov()) as server:
        server.lay("/studies", play.status(404, b"Not Found"))
        answer = run(ClinicalTrials().fetch("pain", connect(server)))[1]
    assert isinstance(answer, CouldNotAsk)
    assert "404" in answer.reason


def test_trials_by_number(connect: Connect) -> None:
    with play.Server(apis.CtGov()) as server:
        answer = run(ClinicalTrials().fetch("nct00763412, NCT00973089", connect(server)))[1]
    assert isinstance(answer, Found)
    assert set(answer.ids) == {"NCT00763412", "NCT00973089"}


def test_the_parts_of_a_trial_query() -> None:
    assert parameters("neck & back pain") == {"query.term": "neck & back pain"}
    assert parameters('query.cond="a & b" & query.intr=x') == {
        "query.cond": '"a & b"',
        "query.intr": "x",
    }


def test_a_part_given_twice_is_not_sent(connect: Connect) -> None:
    with play.Server(apis.CtGov()) as server:
        answer = run(ClinicalTrials().fetch("query.cond=a & query.cond=b", connect(server)))[1]
        assert isinstance(answer, CouldNotAsk)
        assert "given twice" in answer.reason
        assert server.asked() == []


# openFDA


def test_openfda_follows_search_after_from_the_first_page(connect: Connect) -> None:
    with play.Server(apis.OpenFda()) as server:
        answer = run(OpenFDA(page=1).fetch("pain", connect(server)))[1]
    assert isinstance(answer, Found)
    assert answer.ids == tuple(apis.labels())
    assert answer.asked.covers_to == "2026-11-18"
    assert not any("skip" in one.params for one in server.asked())
    assert [one.params.get("search_after") for one in server.asked()] == [
        None,
        "0=1",
        "0=2",
        "0=3",
    ]


def test_openfda_without_links_skips(connect: Connect) -> None:
    with play.Server(apis.OpenFda(links=False)) as server:
        answer = run(OpenFDA(page=3).fetch("pain", connect(server)))[1]
    assert isinstance(answer, Found)
    assert len(answer.ids) == 4
    assert [one.params.get("skip") for one in server.asked()] == [None, "3"]


def test_openfda_beyond_what_skip_reaches_is_told(connect: Connect) -> None:
    page = {
        "meta": {"results": {"total": 90_000}},
        "results": [{"set_id": str(n)} for n in range(26_000)],
    }
    with play.Server(apis.OpenFda()) as server:
        server.lay("label.json", play.body(json.dumps(page).encode()))
        answer = run(OpenFDA().fetch("pain", connect(server)))[1]
    assert isinstance(answer, CouldNotAsk)
    assert len(answer.ids) == 26_000
    assert answer.total == 90_000
    assert "26000 of 90000" in answer.reason


def test_openfda_404_for_no_match_is_zero_and_another_404_is_not(connect: Connect) -> None:
    with play.Server(apis.OpenFda()) as server:
        assert isinstance(run(OpenFDA().fetch("nothing", connect(server)))[1], NoneFound)
        server.lay("label.json", play.status(404, b"no route"))
        answer = run(OpenFDA().fetch("pain", connect(server)))[1]
        assert isinstance(answer, CouldNotAsk)
        server.lay("label.json", lambda r, h: play.Answer(b'{"error":{"code":"BAD_REQUEST"}}', 400))
        answer = run(OpenFDA().fetch("pain", connect(server)))[1]
        assert isinstance(answer, CouldNotAsk)
        assert "BAD_REQUEST" in answer.reason


def test_openfda_repeats_are_counted_once(connect: Connect) -> None:
    with play.Server(apis.OpenFda(repeat=True)) as server:
        answer = run(OpenFDA().fetch("pain", connect(server)))[1]
    assert isinstance(answer, Found)
    assert answer.total == 5  # the source's own count
    assert len(answer.ids) == 4
    assert any("came more than once" in one for one in answer.asked.warnings)


# DailyMed


def test_dailymed_brings_each_label_byte_for_byte(connect: Connect) -> None:
    with play.Server(apis.DailyMed()) as server:
        payloads, answer = run(DailyMed(page=3).fetch("atorvastatin", connect(server)))
    assert isinstance(answer, Found)
    assert answer.total == 4
    assert {one.ids[0]: one.content for one in payloads} == apis.labels()
    assert [one.params["page"] for one in server.asked("spls.json")] == ["1", "2"]  # "null": end
    assert answer.asked.covers_to == "Nov 20, 2026 12:00:00AM EST"


def test_dailymed_total_elements_is_the_count_and_null_is_absent(connect: Connect) -> None:
    answer = {
        "data": [],
        "metadata": {"total": 0, "total_elements": "null", "next_page": "null"},
    }
    with play.Server(apis.DailyMed()) as server:
        server.lay("spls.json", *[play.body(json.dumps(answer).encode())] * 5)
        found = run(DailyMed().fetch("x", connect(server)))[1]
    assert isinstance(found, CouldNotAsk)
    assert "total_elements" in found.reason


def test_a_label_withdrawn_since_the_list_is_told(connect: Connect) -> None:
    api = apis.DailyMed()
    gone = next(iter(api.labels))
    api.withdrawn.add(gone)
    with play.Server(api) as server:
        payloads, answer = run(DailyMed().fetch("x", connect(server)))
        assert isinstance(answer, Found)
        assert len(payloads) == 3
        assert any(gone in one for one in answer.asked.warnings)
        assert isinstance(run(DailyMed().fetch(gone, connect(server)))[1], NoneFound)


def test_one_label_by_set_id(connect: Connect) -> None:
    with play.Server(apis.DailyMed()) as server:
        set_id, content = next(iter(apis.labels().items()))
        payloads, answer = run(DailyMed().fetch(set_id, connect(server)))
    assert isinstance(answer, Found)
    assert [one.content for one in payloads] == [content]
    assert len(server.asked()) == 1


def test_dailymed_limit_is_kept_to_the_label(connect: Connect) -> None:
    with play.Server(apis.DailyMed()) as server:
        payloads, answer = run(DailyMed().fetch("x", connect(server), limit=2))
    assert isinstance(answer, Found)
    assert len(payloads) == len(answer.ids) == 2
    assert answer.total == 4


# RxNav


def test_rxnav_gives_names_and_classes_and_asks_no_retired_interface(connect: Connect) -> None:
    with play.Server(apis.rxnav) as server:
        payloads, answer = run(RxNav().fetch("baclofen", connect(server)))
    assert isinstance(answer, Found)
    assert answer.ids == ("1292",)
    assert [list(json.loads(one.content)) for one in payloads] == [
        ["idGroup"],
        ["allRelatedGroup"],
        ["rxclassDrugInfoList"],
    ]
    assert answer.asked.covers_to == "03-Nov-2026"
    assert not any("interaction" in one.path for one in server.asked())
    assert server.asked("rxcui.json")[0].params["search"] == "2"


def test_rxnav_without_a_group_is_no_miss(connect: Connect) -> None:
    with play.Server(apis.rxnav) as server:
        server.lay("rxcui.json", *[play.body(b"{}")] * 5)
        assert isinstance(run(RxNav().fetch("baclofen", connect(server)))[1], CouldNotAsk)


# PubTator3


def test_pubtator_takes_a_pmid_as_number_or_string(connect: Connect) -> None:
    with play.Server(apis.pubtator) as server:
        answer = run(PubTator(page=2).fetch("pmid:111 222;333, 911", connect(server)))[1]
    assert isinstance(answer, Found)
    assert answer.ids == ("111", "222", "333")
    assert answer.total == 3
    assert answer.asked.warnings == ("no annotations for PMID 911",)
    assert [one.params["pmids"] for one in server.asked()] == ["111,222", "333,911"]


def test_pubtator_another_400_is_no_miss(connect: Connect) -> None:
    with play.Server(apis.pubtator) as server:
        server.lay("biocjson", play.status(400, b'{"detail":"pmids missing"}'))
        answer = run(PubTator().fetch("111", connect(server)))[1]
    assert isinstance(answer, CouldNotAsk)
    assert "pmids missing" in answer.reason


def test_pubtator_wants_numbers(connect: Connect) -> None:
    with play.Server(apis.pubtator) as server:
        answer = run(PubTator().fetch("111, baclofen", connect(server)))[1]
        assert isinstance(answer, CouldNotAsk)
        assert "'baclofen' is no PMID" in answer.reason
        assert server.asked() == []


def test_more_numbers_than_an_address_holds_are_not_sent(connect: Connect) -> None:
    numbers = " ".join(f"NCT{n:08}" for n in range(151))
    with play.Server(apis.CtGov()) as server:
        answer = run(ClinicalTrials().fetch(numbers, connect(server)))[1]
        assert isinstance(answer, CouldNotAsk)
        assert "at most 150" in answer.reason
        assert server.asked() == []


def test_openfda_takes_its_own_written_form(connect: Connect) -> None:
    with play.Server(apis.OpenFda()) as server:
        query = 'openfda.generic_name:"morphine+sulfate"+AND+openfda.route:ORAL'
        run(OpenFDA().fetch(query, connect(server)))
    sent = server.asked()[0].params["search"]
    assert sent == 'openfda.generic_name:"morphine sulfate" AND openfda.route:ORAL'
