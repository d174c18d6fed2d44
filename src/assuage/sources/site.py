"""Where each source lives and how often it may be asked.

Bases, limits and parameter names are those of ``sources-and-apis.md`` (shared reference, compiled
2026-11-21), which links the page of each; a limit marked *ours* is a choice made because the
source publishes none.
"""

from msgspec import Struct


class Site(Struct, frozen=True, kw_only=True):
    """One web interface.

    ``per_second`` and ``per_minute`` are requests; ``keyed_per_second`` holds with a key.
    ``key_goes``: ``body`` (form field ``api_key`` of a POST) or ``user`` (name of basic
    authentication). Neither puts the key into an address, so no log or error can show it.
    """

    name: str
    title: str
    base: str
    per_second: float = 0
    per_minute: float = 0
    keyed_per_second: float = 0
    key_variable: str | None = None
    key_goes: str | None = None
    tells_who: bool = False
    """Whether ``tool`` and ``email`` go with each request."""
    retry_tls12: bool = False
    """Whether a 403 may be a refusal of TLS 1.3, to be asked again over TLS 1.2."""

    @property
    def base_variable(self) -> str:
        """Environment variable that replaces ``base``, for a mirror or a test."""
        return f"ASSUAGE_{self.name.upper().replace('-', '_')}_BASE"


EUTILS = Site(
    name="pubmed",
    title="NCBI E-utilities",
    base="https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
    per_second=3,  # KA-05510: 3 a second, 10 with a key, above that 429
    keyed_per_second=10,
    key_variable="NCBI_API_KEY",
    key_goes="body",  # NBK25499: every E-utility also takes its parameters by POST
    tells_who=True,  # NBK25497 asks for tool and email
)
PUBMED_FILES = Site(
    name="pubmed-files",
    title="PubMed baseline and update files",
    base="https://ftp.ncbi.nlm.nih.gov/pubmed",
    per_second=3,  # ours: as for E-utilities of the same host family
)
EUROPE_PMC = Site(
    name="europe-pmc",
    title="Europe PMC RESTful web service",
    base="https://www.ebi.ac.uk/europepmc/webservices/rest",
    per_second=5,  # ours: unpublished, the reference says to stay at or below 10
)
CLINICAL_TRIALS = Site(
    name="clinicaltrials",
    title="ClinicalTrials.gov API v2",
    base="https://clinicaltrials.gov/api/v2",
    per_second=1,  # unpublished; the reference calls 1 a second safe
    retry_tls12=True,  # paper-qa pins TLS 1.2; genomoncology/biomcp #87 has the same 403
)
OPENFDA = Site(
    name="openfda",
    title="openFDA drug labels",
    base="https://api.fda.gov",
    # 240 a minute with and without a key. The limit of a day (1,000, or 120,000 with a key) is not
    # counted here: other processes share it, and the gateway answers 429 when it is reached.
    per_minute=240,
    key_variable="OPENFDA_API_KEY",
    key_goes="user",  # open.fda.gov/apis/authentication: key as user name of basic authentication
)
DAILYMED = Site(
    name="dailymed",
    title="DailyMed web services v2",
    base="https://dailymed.nlm.nih.gov/dailymed/services/v2",
    per_minute=100,  # 100 in 60 s, figure of the Microsoft connector
)
RXNAV = Site(
    name="rxnav",
    title="RxNorm and RxClass APIs (RxNav)",
    base="https://rxnav.nlm.nih.gov/REST",
    per_second=20,  # terms of service: 20 a second for one address
)
PUBTATOR = Site(
    name="pubtator",
    title="PubTator3 API",
    base="https://www.ncbi.nlm.nih.gov/research/pubtator3-api",
    per_second=3,  # its API page: at most three a second
)

SITES = (
    EUTILS,
    PUBMED_FILES,
    EUROPE_PMC,
    CLINICAL_TRIALS,
    OPENFDA,
    DAILYMED,
    RXNAV,
    PUBTATOR,
)
