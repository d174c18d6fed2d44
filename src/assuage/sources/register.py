"""The sources by name."""

from collections.abc import Mapping
from typing import Protocol

from assuage.sources.clinical_trials import ClinicalTrials
from assuage.sources.dailymed import DailyMed
from assuage.sources.europe_pmc import EuropePMC
from assuage.sources.openfda import OpenFDA
from assuage.sources.pubmed import PubMed
from assuage.sources.pubtator import PubTator
from assuage.sources.rxnav import RxNav
from assuage.sources.search_record import Progress, Stream
from assuage.sources.transport import Transport


class Source(Protocol):
    """What every source does."""

    @property
    def name(self) -> str:
        """Name in the register."""

    @property
    def interface(self) -> str:
        """Name and address of the interface, for a search log."""

    def fetch(
        self,
        query: str,
        transport: Transport,
        *,
        limit: int | None = None,
        progress: Progress | None = None,
    ) -> Stream:
        """Payloads as they come; the last item is the answer, and there is always one.

        ``progress`` is called after each payload with the records got and the source's count.
        A failure midway leaves the payloads given and ends in `CouldNotAsk` with their ids.
        """


_ALL: tuple[Source, ...] = (
    PubMed(),
    EuropePMC(),
    ClinicalTrials(),
    OpenFDA(),
    DailyMed(),
    RxNav(),
    PubTator(),
)
SOURCES: Mapping[str, Source] = {source.name: source for source in _ALL}
