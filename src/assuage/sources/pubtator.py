"""PubTator3: entities and relations that NCBI's annotators found in PubMed abstracts.

The query is a list of PMIDs, parted by commas or blanks.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from assuage.sources.reply import (
    Broken,
    Refused,
    Reply,
    json_object,
    objects,
    parse_json,
)
from assuage.sources.search_record import (
    Searched,
    SearchRecord,
    need_query,
)
from assuage.sources.site import PUBTATOR
from assuage.sources.transport import Transport
from assuage.terms.answer import Payload

PAGE = 100  # PMIDs a GET may hold (https://www.ncbi.nlm.nih.gov/research/pubtator/api.html)
NONE_OF_THEM = "Could not retrieve publications"
"""What a 400 says where no PMID of the request is known (test suite of genomoncology/biomcp)."""


class Batch(Struct, frozen=True):
    """PMIDs of the documents that came."""

    ids: tuple[str, ...]


def read_batch(reply: Reply) -> Batch:
    """A BioC-JSON export. ``pmid`` comes as a number or as digits; both are digits here."""
    if reply.status == 400 and NONE_OF_THEM.encode() in reply.content:
        parse_json(reply)
        return Batch(())
    found = json_object(reply)
    if not isinstance(found.get("PubTator3"), list):
        raise Broken("its answer has no PubTator3 list")
    ids = []
    for document in objects(found, "PubTator3"):
        number = document.get("pmid") or document.get("id")
        if number is None or not str(number).isdecimal():
            raise Broken("it sent a document without a PMID")
        ids.append(str(number))
    return Batch(tuple(ids))


class PubTator(Searched):
    """Annotations of abstracts by PMID.

    Gives: BioC-JSON in batches, then the answer; ``total`` counts the documents that came.
    """

    name = "pubtator"
    interface = (
        "PubTator3 API, https://www.ncbi.nlm.nih.gov/research/pubtator3-api/publications/export"
    )

    def __init__(self, *, page: int = PAGE) -> None:
        self._page = page

    def _found(
        self, query: str, transport: Transport, record: SearchRecord, limit: int | None
    ) -> Iterator[Payload]:
        words = re.split(r"[\s,;]+", need_query(query, PUBTATOR.title))
        wanted = list(dict.fromkeys(word.removeprefix("pmid:") for word in words if word))
        strange = [word for word in wanted if not word.isdecimal()]
        if strange:
            raise Refused(
                f"{PUBTATOR.title} was not asked: {strange[0]!r} is no PMID. "
                "Write numbers parted by commas."
            )
        wanted = wanted[:limit]
        for begin in range(0, len(wanted), self._page):
            params = {"pmids": ",".join(wanted[begin : begin + self._page])}
            batch, reply = transport.ask(
                PUBTATOR, "publications/export/biocjson", params, read_batch
            )
            record.note(reply)
            if batch.ids:
                yield Payload(
                    source=self.name,
                    form="pubtator-json",
                    content=reply.content,
                    ids=record.add(batch.ids),
                    origin=reply.origin,
                )
        absent = [one for one in wanted if one not in record.ids]
        if absent and record.ids:
            more = f" and {len(absent) - 10} more" if len(absent) > 10 else ""
            record.warn(f"no annotations for PMID {', '.join(absent[:10])}{more}")
