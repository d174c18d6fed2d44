"""What the sources give is what the parsers take: every record, under its own id."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assuage.parsing.importing import read_bytes
from assuage.parsing.recognise import recognise
from assuage.sources.pubmed_files import PubMedFiles
from assuage.sources.register import SOURCES
from assuage.sources.transport import Transport
from assuage.terms.answer import Payload
from assuage.terms.record import Record
from tests.sources import apis
from tests.sources import server as play
from tests.sources.running import run
from tests.sources.test_pubmed_files import Ftp

Connect = Callable[..., Transport]

APIS: dict[str, Callable[[], play.Handler]] = {
    "pubmed": lambda: apis.Eutils(apis.articles()),
    "europe-pmc": apis.EuropePmc,
    "clinicaltrials": apis.CtGov,
    "openfda": apis.OpenFda,
    "dailymed": apis.DailyMed,
}


def parsed(payloads: list[Payload]) -> list[Record]:
    found = []
    for payload in payloads:
        for one in read_bytes(payload.content, payload.form, payload.origin):
            assert isinstance(one, Record), one
            found.append(one)
    return found


@pytest.mark.parametrize("name", APIS)
def test_every_record_is_read_under_the_id_that_the_source_gave(
    name: str, connect: Connect
) -> None:
    with play.Server(APIS[name]()) as server:
        payloads, _ = run(SOURCES[name].fetch("pain", connect(server)))
    assert {recognise(one.content, one.origin) for one in payloads} == {payloads[0].form}
    # MED/123, PPR/PPR1, NCT01, a set id: the last part is in the record's id
    ids = [one.rpartition("/")[2] for payload in payloads for one in payload.ids]
    assert [one.id.partition(":")[2] for one in parsed(payloads)] == ids
    assert ids


def test_compressed_files_are_read(connect: Connect, tmp_path: Path) -> None:
    with play.Server(Ftp()) as server:
        payloads, _ = run(PubMedFiles(tmp_path).fetch("baseline", connect(server)))
    assert len(parsed(payloads)) == 160
