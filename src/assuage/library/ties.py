"""What a record says about other records: notices of retraction and correction, links to trials."""

import re

from assuage.terms.library import Notice
from assuage.terms.record import Record

_ABOUT_ITSELF = {
    "retractionin": "retracted",
    "retractedandrepublishedin": "retracted",
    "partialretractionin": "partly-retracted",
    "expressionofconcernin": "concern",
    "erratumin": "corrected",
    "correctedandrepublishedin": "corrected",
    "updatein": "updated",
    "withdrawnin": "withdrawn",
}
_ABOUT_THE_OTHER = {
    "retractionof": "retracted",
    "retractedandrepublishedfrom": "retracted",
    "partialretractionof": "partly-retracted",
    "expressionofconcernfor": "concern",
    "erratumfor": "corrected",
    "correctedandrepublishedfrom": "corrected",
    "updateof": "updated",
}
"""RefType values of the PubMed DTD (NLM, CommentsCorrectionsList), case and spaces dropped, as
Europe PMC writes the same words with spaces."""

_NCT = re.compile(r"\bNCT\d{8}\b")


def names(record: Record) -> list[str]:
    """The ids by which other records may name this one."""
    named = [record.id]
    if record.pmid:
        named.append(f"pmid:{record.pmid}")
    return sorted(set(named))


def notices(record: Record) -> list[tuple[str, Notice]]:
    """Target and notice for each retraction, correction or concern that a record tells.

    ``known_on`` is the day of the record's last change at its source, where the source gives it.
    """
    day = next((d.day for d in reversed(record.dates) if d.event == "revised"), None)
    own = f"pmid:{record.pmid}" if record.pmid else record.id
    said: list[tuple[str, Notice]] = []
    for correction in record.corrections:
        kind = re.sub(r"[\s_-]", "", correction.kind).lower()
        other = f"pmid:{correction.pmid}" if correction.pmid else None
        if kind in _ABOUT_ITSELF:
            by = other or correction.citation or record.source
            notice = Notice(
                kind=_ABOUT_ITSELF[kind], by=by, known_on=day, citation=correction.citation
            )
            said.append((own, notice))
        elif kind in _ABOUT_THE_OTHER and other:
            said.append((other, Notice(kind=_ABOUT_THE_OTHER[kind], by=own, known_on=day)))
    types = {t.name.casefold() for t in record.publication_types}
    if "retracted publication" in types and not any(
        t == own and n.kind == "retracted" for t, n in said
    ):
        said.append((own, Notice(kind="retracted", by=record.source, known_on=day)))
    return said


def links(record: Record) -> list[tuple[str, str, str]]:
    """Origin, relation and target of each tie between a trial and its publications.

    A publication names its trial in the register field or, where it names exactly one, in its
    abstract; a register entry names its publications (background reading is not one of them).
    """
    own = f"pmid:{record.pmid}" if record.pmid else record.id
    if record.kind == "trial":
        cited = record.trial.publications if record.trial else ()
        return [
            (own, "publication", f"pmid:{c.pmid}")
            for c in cited
            if c.pmid and (c.kind or "").upper() not in ("BACKGROUND", "REFERENCE")
        ]
    ncts = {n.upper() for n in record.ncts}
    if not ncts:
        named = set(_NCT.findall(record.abstract))
        ncts = named if len(named) == 1 else set()
    return [(own, "trial", f"nct:{n}") for n in sorted(ncts)]
