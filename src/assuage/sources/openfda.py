"""openFDA drug labels: US labels as JSON, in openFDA's own search syntax.

A 404 that says so means no match. Paging follows the ``search_after`` of the Link header from the
first page on: a request with a ``skip`` gets a link without it and ends at 25,000 (openFDA's paging
page; measured in https://dev.to/mayd-it/openfda-adverse-event-api-paging-past-25000-and-flattening-2c6l).
``skip`` is used only where no link comes.
"""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

from assuage.sources.reply import (
    Broken,
    NoAnswer,
    Reply,
    check_status,
    inside,
    json_object,
    objects,
    parse_json,
    whole_number,
)
from assuage.sources.search_record import (
    Searched,
    SearchRecord,
    need_query,
)
from assuage.sources.site import OPENFDA
from assuage.sources.transport import Transport
from assuage.terms.answer import Payload

PAGE = 100  # labels, of at most 1,000; ours: a label is some 100 kB
MOST_SKIPPED = 25_000  # open.fda.gov/apis/paging


class Page(Struct, frozen=True):
    """A page of labels: set ids, the source's count and date, and what asks for the next page."""

    total: int
    ids: tuple[str, ...]
    after: str | None = None
    updated: str | None = None


def read_page(reply: Reply) -> Page:
    """A label search; 404 NOT_FOUND is zero rows, anything else without a count is a failure."""
    if reply.status == 404 and b"NOT_FOUND" in reply.content:
        if inside(parse_json(reply), "error", "code") == "NOT_FOUND":
            return Page(0, ())
        check_status(reply)
    found = json_object(reply)
    total = whole_number(inside(found, "meta", "results", "total"))
    if total is None or not isinstance(found.get("results"), list):
        raise Broken("its answer has no count or no list of results")
    updated = inside(found, "meta", "last_updated")
    return Page(
        total,
        tuple(str(one.get("set_id") or one.get("id")) for one in objects(found, "results")),
        _after(reply.link),
        updated if isinstance(updated, str) else None,
    )


def _after(link: str) -> str | None:
    """The ``search_after`` of the link to the next page. Only this is used of the address."""
    for one in link.split(", <"):
        address, _, relation = one.partition(">")
        if 'rel="next"' in relation or "rel=next" in relation:
            values = parse_qs(urlsplit(address.lstrip("<")).query).get("search_after")
            return values[0] if values else None
    return None


class OpenFDA(Searched):
    """Drug labels of openFDA.

    Gives: pages of JSON, then the answer. openFDA repeats labels; each is counted once.
    """

    name = "openfda"
    interface = "openFDA API, https://api.fda.gov/drug/label.json"

    def __init__(self, *, page: int = PAGE) -> None:
        self._page = page

    def _found(
        self, query: str, transport: Transport, record: SearchRecord, limit: int | None
    ) -> Iterator[Payload]:
        base = {
            # openFDA's pages write "+" for a blank; here the address is encoded afterwards
            "search": need_query(query, OPENFDA.title).replace("+", " "),
            "limit": str(min(self._page, limit or self._page)),
        }
        params, passed, rows = base, set[str](), 0
        while True:

            def read(reply: Reply, rows: int = rows) -> Page:
                page = read_page(reply)
                if not page.ids and rows < (page.total or (record.total or 0)):
                    raise Broken(
                        f"it sent {rows} of {page.total or record.total} labels, then none"
                    )
                return page

            page, reply = transport.ask(OPENFDA, "drug/label.json", params, read)
            if rows == 0:
                record.note(reply)
                record.covers_to = page.updated
            record.count(page.total)
            if not page.ids:
                return
            rows += len(page.ids)
            yield Payload(
                source=self.name,
                form="openfda-label-json",
                content=reply.content,
                ids=record.add(page.ids),
                origin=reply.origin,
            )
            if rows >= page.total or (limit is not None and rows >= limit):
                return
            if page.after is not None:
                if page.after in passed:
                    raise NoAnswer("openFDA was asked: its pages go round in a circle.")
                passed.add(page.after)
                params = base | {"search_after": page.after}
            elif rows <= MOST_SKIPPED:
                params = base | {"skip": str(rows)}
            else:
                raise NoAnswer(
                    f"openFDA was asked: it serves {rows} of {page.total} labels without a link to "
                    "the rest. Narrow the query.",
                    retry=False,
                )
