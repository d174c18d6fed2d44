"""ClinicalTrials.gov, API v2: the register's records, with results where they are posted.

A query is free text, or parts named as the interface names them and joined by ``&``:
``query.intr="baclofen" OR "Lioresal" & query.cond="spasticity"``. A query of NCT numbers alone asks
for those trials.
"""

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from assuage.sources.reply import (
    Broken,
    NoAnswer,
    Refused,
    Reply,
    inside,
    json_object,
    objects,
    whole_number,
)
from assuage.sources.search_record import (
    Searched,
    SearchRecord,
    need_query,
)
from assuage.sources.site import CLINICAL_TRIALS
from assuage.sources.transport import Transport
from assuage.terms.answer import Payload

PAGE = 50  # trials, of at most 1,000; ours: a record is 70 kB, with results 200 kB
MOST_NUMBERS = 150  # ours: addresses beyond about 2,000 characters may be refused

# The search areas that the parameter reference lists as checked.
AREAS = ("cond", "term", "intr", "titles", "outc", "spons", "locn")
_PART = re.compile(rf"(?:^|&)\s*query\.({'|'.join(AREAS)})\s*=")
_NUMBERS = re.compile(r"(NCT\d{8})([\s,;]+NCT\d{8})*", re.IGNORECASE)


class Page(Struct, frozen=True):
    """A page of trials; ``total`` comes with the first only."""

    total: int | None
    ids: tuple[str, ...]
    token: str | None


def read_page(reply: Reply) -> Page:
    """A list of studies. A web page with 200 is `Broken`; a 400 is `Refused` with its plain text."""
    found = json_object(reply)
    if not isinstance(found.get("studies"), list):
        raise Broken("its answer has no list of studies")
    ids = []
    for study in objects(found, "studies"):
        number = inside(study, "protocolSection", "identificationModule", "nctId")
        if not isinstance(number, str):
            raise Broken("it sent a study without its number")
        ids.append(number)
    token = found.get("nextPageToken")
    return Page(
        whole_number(found.get("totalCount")),
        tuple(ids),
        token if isinstance(token, str) and token else None,
    )


def parameters(query: str) -> dict[str, str]:
    """A query as the parameters of ``/studies``. Two parts of one name are `Refused`."""
    if _NUMBERS.fullmatch(query):
        numbers = list(dict.fromkeys(re.findall(r"NCT\d{8}", query.upper())))
        if len(numbers) > MOST_NUMBERS:
            raise Refused(
                f"{CLINICAL_TRIALS.title} was not asked: {len(numbers)} numbers make too long an "
                f"address. Write at most {MOST_NUMBERS} at a time."
            )
        return {"filter.ids": ",".join(numbers)}
    parts = list(_PART.finditer(query))
    if not parts or parts[0].start() != 0:
        return {"query.term": query}
    found: dict[str, str] = {}
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        name = f"query.{part[1]}"
        text = query[part.end() : following.start() if following else None].strip()
        if name in found or not text:
            raise Refused(
                f"{CLINICAL_TRIALS.title} was not asked: {name} is "
                f"{'given twice' if name in found else 'empty'}. Write each part once, with words."
            )
        found[name] = text
    return found


class ClinicalTrials(Searched):
    """The register of the US National Library of Medicine.

    Gives: pages of JSON, then the answer. With a limit the last page may hold more.
    """

    name = "clinicaltrials"
    interface = "ClinicalTrials.gov API v2, https://clinicaltrials.gov/api/v2/studies"

    def __init__(self, *, page: int = PAGE) -> None:
        self._page = page

    def _found(
        self, query: str, transport: Transport, record: SearchRecord, limit: int | None
    ) -> Iterator[Payload]:
        params = parameters(need_query(query, CLINICAL_TRIALS.title)) | {
            "format": "json",
            "countTotal": "true",
            "pageSize": str(min(self._page, limit or self._page)),
        }
        passed: set[str] = set()
        rows = 0
        while True:
            page, reply = transport.ask(CLINICAL_TRIALS, "studies", params, _reader(rows, record))
            if not passed:
                record.note(reply)
            if page.total is not None:
                record.count(page.total)
            rows += len(page.ids)
            if page.ids:
                yield Payload(
                    source=self.name,
                    form="ctgov-v2-json",
                    content=reply.content,
                    ids=record.add(page.ids),
                    origin=reply.origin,
                )
            if page.token is None or (limit is not None and rows >= limit):
                break
            if page.token in passed:
                raise NoAnswer("ClinicalTrials.gov was asked: its pages go round in a circle.")
            passed.add(page.token)
            params = params | {"pageToken": page.token}
        total = record.total or 0
        if len(record.ids) < min(total, limit or total):
            record.warn(f"ClinicalTrials.gov counted {total} and delivered {len(record.ids)}")
        record.covers_to = _covers_to(transport)


def _reader(rows: int, record: SearchRecord) -> Callable[[Reply], Page]:
    def read(reply: Reply) -> Page:
        page = read_page(reply)
        total = page.total if page.total is not None else record.total
        if total is None:
            raise Broken("its first page has no count")
        if not page.ids and rows < total and (rows == 0 or page.token):
            raise Broken(f"it counts {total} studies and sent {rows}, then none")
        return page

    return read


def _covers_to(transport: Transport) -> str | None:
    """Date of the register's data (``/version``); absent where it cannot be asked."""
    try:
        found, _ = transport.ask(CLINICAL_TRIALS, "version", {}, json_object)
    except NoAnswer:
        return None
    stamp = found.get("dataTimestamp")
    return stamp if isinstance(stamp, str) else None
