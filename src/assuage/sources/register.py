"""The sources by name. Each module is imported when its source is asked for."""

from importlib import import_module
from typing import Protocol, cast

from assuage.sources.search_record import Progress, Stream
from assuage.sources.transport import Transport
from assuage.terms.errors import UnknownName

_MODULES = {
    "pubmed": "pubmed:PubMed",
    "europe-pmc": "europe_pmc:EuropePMC",
    "clinicaltrials": "clinical_trials:ClinicalTrials",
    "openfda": "openfda:OpenFDA",
    "dailymed": "dailymed:DailyMed",
    "rxnav": "rxnav:RxNav",
    "pubtator": "pubtator:PubTator",
}
SOURCE_NAMES = tuple(_MODULES)


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


def source(name: str) -> Source:
    """The source of that name, or `UnknownName` with those that exist."""
    try:
        module, _, kind = _MODULES[name].partition(":")
    except KeyError:
        raise UnknownName("source", name, SOURCE_NAMES) from None
    return cast(Source, getattr(import_module(f"assuage.sources.{module}"), kind)())
