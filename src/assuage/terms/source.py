"""Sources: the publications, labels, reference works and registry records behind findings."""

from msgspec import Struct

from assuage.terms.reference import Read, RegionId


class Citation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bibliographic identity of a publication. At least one of pmid, doi, nct or url is given."""

    title: str
    pmid: str | None = None
    pmcid: str | None = None
    doi: str | None = None
    nct: str | None = None
    journal: str | None = None
    year: int | None = None
    first_author: str | None = None
    url: str | None = None


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source that is not itself a curated study, guideline or trial.

    ``kind``: label, reference-work, review, regulator, article, web, register.
    """

    id: str
    kind: str
    citation: Citation
    read: Read
    region: RegionId | None = None
    language: str = "en"
    withdrawn: str | None = None


def source_key(citation: Citation, fallback: str) -> str:
    """The public id of a source: pmid:…, doi:…, nct:… or web:<file name>, in that order."""
    if citation.pmid:
        return f"pmid:{citation.pmid}"
    if citation.doi:
        return f"doi:{citation.doi}"
    if citation.nct:
        return f"nct:{citation.nct}"
    return f"web:{fallback}"
