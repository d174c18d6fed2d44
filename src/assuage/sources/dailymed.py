"""DailyMed: US labels as their structured product labelling (SPL), one XML file a label.

The query is a drug name, or a set id. The list gives set ids; each label is then asked for. The
count is ``total_elements``, and a missing value is the string ``"null"``.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from assuage.sources.reply import (
    Broken,
    Refused,
    Reply,
    check_status,
    inside,
    json_object,
    objects,
    parse_xml,
    whole_number,
)
from assuage.sources.search_record import (
    Searched,
    SearchRecord,
    need_query,
)
from assuage.sources.site import DAILYMED
from assuage.sources.transport import Transport
from assuage.terms.answer import Payload

PAGE = 100  # labels a list page holds at most (sources-and-apis.md, section 7)
_SET_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Page(Struct, frozen=True):
    """A page of the list: set ids, the count of all pages, the next page's number."""

    total: int
    ids: tuple[str, ...]
    following: int | None
    published: str | None


def read_list(reply: Reply) -> Page:
    """A page of ``/spls.json``; without ``total_elements`` it is `Broken`, never 0."""
    found = json_object(reply)
    total = whole_number(inside(found, "metadata", "total_elements"))
    if total is None or not isinstance(found.get("data"), list):
        raise Broken("its list has no total_elements or no data")
    ids = tuple(str(one.get("setid")) for one in objects(found, "data"))
    if any(not _SET_ID.fullmatch(one) for one in ids):
        raise Broken("its list holds a label without a set id")
    return Page(
        total,
        ids,
        whole_number(_value(inside(found, "metadata", "next_page"))),
        _value(inside(found, "metadata", "db_published_date")),
    )


def read_label(reply: Reply) -> bool:
    """Whether the label is there: a 404 is a label withdrawn since it was listed."""
    if reply.status == 404:
        return False
    check_status(reply)
    if not parse_xml(reply).tag.endswith("}document"):
        raise Broken("it sent another document in place of a label")
    return True


def _value(found: object) -> str | None:
    """A value of the metadata as text; ``"null"`` and blanks are absent."""
    text = "" if found is None else str(found).strip()
    return text if text and text != "null" else None


class DailyMed(Searched):
    """DailyMed, full labels.

    Gives: one payload a label, then the answer.
    """

    name = "dailymed"
    interface = (
        "DailyMed web services v2, https://dailymed.nlm.nih.gov/dailymed/services/v2/spls.json"
    )

    def __init__(self, *, page: int = PAGE) -> None:
        self._page = page

    def _found(
        self, query: str, transport: Transport, record: SearchRecord, limit: int | None
    ) -> Iterator[Payload]:
        name = need_query(query, DAILYMED.title)
        if _SET_ID.fullmatch(name):
            yield from self._label(name, transport, record, listed=False)
            return
        seen: set[str] = set()
        number = 1
        while True:
            params = {
                "drug_name": name,
                "name_type": "both",
                "pagesize": str(self._page),
                "page": str(number),
            }

            def read(reply: Reply, before: int = len(seen)) -> Page:
                page = read_list(reply)
                if not page.ids and before < page.total:
                    raise Broken(f"it counts {page.total} labels and listed {before}, then none")
                return page

            page, reply = transport.ask(DAILYMED, "spls.json", params, read)
            if number == 1:
                record.note(reply)
                record.covers_to = page.published
            record.count(page.total)
            for set_id in page.ids:
                if set_id in seen:
                    record.warn("the list changed while it was read: a label came on two pages")
                    continue
                seen.add(set_id)
                yield from self._label(set_id, transport, record, listed=True)
                if limit is not None and len(record.ids) >= limit:
                    return
            if page.following is None or page.following <= number:
                break
            number = page.following
        if len(seen) < page.total:
            record.warn(f"DailyMed counted {page.total} labels and listed {len(seen)}")

    def _label(
        self, set_id: str, transport: Transport, record: SearchRecord, *, listed: bool
    ) -> Iterator[Payload]:
        try:
            there, reply = transport.ask(DAILYMED, f"spls/{set_id}.xml", {}, read_label)
        except Refused as refused:
            if not listed:
                raise
            record.warn(f"label {set_id} was listed and not sent: {refused.reason}")
            return
        if not listed:
            record.note(reply)
        if not there:
            if listed:
                record.warn(f"label {set_id} was listed and is not there")
            return
        yield Payload(
            source=self.name,
            form="spl-xml",
            content=reply.content,
            ids=record.add([set_id]),
            origin=reply.origin,
        )
