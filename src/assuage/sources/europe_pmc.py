"""Europe PMC: MEDLINE, PubMed Central, preprints, patents and Agricola in one search.

Failures come with status 200: ``errMsg`` for an error, and an object with nothing but ``version``
for a parameter it does not know, which must not be read as no hits. No sort is sent: an unknown one
has that effect, and sorting by date has made clients lose preprints.
"""

from collections.abc import Iterator

from msgspec import Struct

from assuage.sources.reply import (
    Broken,
    NoAnswer,
    Refused,
    Reply,
    json_object,
    objects,
    whole_number,
)
from assuage.sources.search_record import (
    Searched,
    SearchRecord,
    need_query,
)
from assuage.sources.site import EUROPE_PMC
from assuage.sources.transport import Transport
from assuage.terms.answer import Payload

PAGE = 200  # records, of at most 1,000; ours: core records are some 10 kB each


class Page(Struct, frozen=True):
    """A page: the source's count, ids such as ``MED/123`` or ``PPR/PPR1``, the next cursor."""

    total: int
    ids: tuple[str, ...]
    cursor: str | None


def read_page(reply: Reply) -> Page:
    """A search answer; an error inside a 200, or no hit count, is never zero hits."""
    found = json_object(reply)
    if "errMsg" in found or "errCode" in found:
        said = f"{found.get('errMsg') or 'no reason given'} (code {found.get('errCode')})"
        code = whole_number(found.get("errCode"))
        if code is not None and 400 <= code < 500:
            raise Refused(f"it answered with an error: {said}")
        raise Broken(f"it answered with an error: {said}")
    total = whole_number(found.get("hitCount"))
    if total is None:
        raise Broken("its answer has no hit count, as for a parameter it does not know", tries=2)
    results = objects(found, "resultList", "result")
    cursor = found.get("nextCursorMark")
    return Page(
        total,
        tuple(f"{one.get('source')}/{one.get('id')}" for one in results),
        cursor if isinstance(cursor, str) and cursor else None,
    )


class EuropePMC(Searched):
    """Europe PMC, core records as JSON.

    Gives: pages of JSON for a query in Europe PMC's syntax, then the answer.

    With a limit the last page may hold more than it asks for; all its records are counted.
    """

    name = "europe-pmc"
    interface = (
        "Europe PMC RESTful web service, https://www.ebi.ac.uk/europepmc/webservices/rest/search"
    )

    def __init__(self, *, page: int = PAGE) -> None:
        self._page = page

    def _found(
        self, query: str, transport: Transport, record: SearchRecord, limit: int | None
    ) -> Iterator[Payload]:
        term = need_query(query, EUROPE_PMC.title)
        size = min(self._page, limit or self._page)
        cursor, passed = "*", {"*"}
        rows = 0
        while True:
            params = {
                "query": term,
                "format": "json",
                "resultType": "core",
                "pageSize": str(size),
                "cursorMark": cursor,
                "synonym": "TRUE",  # as on the website (R package europepmc, epmc_search)
            }

            def read(reply: Reply, rows: int = rows) -> Page:
                page = read_page(reply)
                if not page.ids and rows < page.total:
                    raise Broken(f"it counts {page.total} records and sent {rows}, then none")
                return page

            page, reply = transport.ask(EUROPE_PMC, "search", params, read)
            if cursor == "*":
                record.note(reply)
            record.count(page.total)
            if not page.ids:
                break
            rows += len(page.ids)
            yield Payload(
                source=self.name,
                form="europe-pmc-json",
                content=reply.content,
                ids=record.add(page.ids),
                origin=reply.origin,
            )
            # The end is a next cursor equal to the one sent. Both are raw; the echo of the request
            # is URL-encoded and is not compared.
            if page.cursor is None or page.cursor == cursor:
                break
            if limit is not None and rows >= limit:
                break
            if rows >= page.total and len(page.ids) < size:
                break
            if page.cursor in passed:
                raise NoAnswer("Europe PMC was asked: its pages go round in a circle.")
            cursor = page.cursor
            passed.add(cursor)
        if len(record.ids) < min(page.total, limit or page.total):
            record.warn(f"Europe PMC counted {page.total} records and delivered {len(record.ids)}")
