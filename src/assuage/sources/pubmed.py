"""PubMed through E-utilities: a search kept at NCBI, its records page by page.

One esearch gives the ids and a result set kept at NCBI (history); efetch then delivers pages of it.
Every page is checked against the ids that it should hold, and kept on disk under them, so a search
that is run again, or whose history has expired, asks only for the pages not yet got.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct, structs

from assuage.sources.eutils import (
    FetchReply,
    HistoryExpired,
    SearchReply,
    read_fetch,
    read_page,
    read_search,
)
from assuage.sources.reply import NoAnswer, Reply
from assuage.sources.search_record import (
    Progress,
    Searched,
    SearchRecord,
    Stream,
    need_query,
    start,
)
from assuage.sources.site import EUTILS
from assuage.sources.transport import Transport
from assuage.terms.answer import Payload

# PubMed serves records 0 to 9,998 of a result: retstart above 9,998 is an error, and a page that
# reaches over the end is cut without a word (NCBI's own message; cyanheads/pubmed-mcp-server and
# others measured both in August 2026). The manual NBK25499 rounds it to 10,000.
MOST = 9_999
PAGE = 200  # records; ours: about 2 MB of XML, the unit that an interruption can lose
SEARCHES = 3  # ours: how often an expired history is searched again in one run
FIRST_DAY = date(1700, 1, 1)  # ours: before the earliest entry date; ranges must hold every record


class History(Struct, frozen=True):
    """A result set kept at NCBI."""

    web_env: str
    query_key: str


class PubMed(Searched):
    """MEDLINE and the rest of PubMed.

    Gives: pages of PubMed XML for a query in PubMed's own syntax, then the answer.

    More than ``most`` hits are split by entry date, unless ``limit`` needs fewer.
    """

    name = "pubmed"
    interface = "NCBI E-utilities (esearch, efetch), https://eutils.ncbi.nlm.nih.gov/entrez/eutils"

    def __init__(self, *, page: int = PAGE, most: int = MOST) -> None:
        self._page, self._most = page, most

    def fetch_ids(
        self,
        pmids: Sequence[str],
        transport: Transport,
        *,
        progress: Progress | None = None,
    ) -> Stream:
        """The records of these PMIDs, then the answer; what PubMed lacks is a warning."""
        query = ", ".join(pmids)
        record = start(self.name, self.interface, query, transport, None)
        return record.stream(self._by_ids(pmids, transport, record), progress)

    def _by_ids(
        self, pmids: Sequence[str], transport: Transport, record: SearchRecord
    ) -> Iterator[Payload]:
        need_query("".join(pmids), EUTILS.title)
        ids = tuple(dict.fromkeys(pmid.strip() for pmid in pmids))
        yield from self._pages_by_id(ids, transport, record, searched=True)
        absent = [one for one in ids if one not in record.ids]
        if absent:
            record.warn(f"PubMed sent no record for {_some(absent)}")

    def _found(
        self, query: str, transport: Transport, record: SearchRecord, limit: int | None
    ) -> Iterator[Payload]:
        term = need_query(query, EUTILS.title)
        most = min(limit or self._most, self._most)
        first = self._search(term, None, transport, record, retmax=most)
        record.count(first.count)
        record.translation = first.translation
        if first.count == 0:
            return
        if first.count <= self._most or most == limit:
            yield from self._delivered(term, None, first, transport, record, most)
            self._tell_shortfall(record, limit)
            return
        last = transport.clock().date() + timedelta(days=366)  # entry dates run ahead a little
        got = 0
        for days, part in self._parts(term, (FIRST_DAY, last), transport, record):
            got += part.count
            left = self._most if limit is None else min(self._most, limit - len(record.ids))
            part = structs.replace(part, ids=part.ids[:left])
            yield from self._delivered(term, days, part, transport, record, left)
            if limit is not None and len(record.ids) >= limit:
                return
        if got != first.count:
            record.warn(
                f"split by entry date, the parts hold {got} records and the whole {first.count}"
            )
        self._tell_shortfall(record, limit)

    def _parts(
        self,
        term: str,
        days: tuple[date, date],
        transport: Transport,
        record: SearchRecord,
    ) -> Iterator[tuple[tuple[date, date], SearchReply]]:
        """Ranges of entry dates that PubMed serves whole, latest first, by halving."""
        part = self._search(term, days, transport, record, retmax=self._most)
        if part.count <= self._most:
            if part.count:
                yield days, part
            return
        begin, end = days
        if begin == end:
            raise NoAnswer(
                f"{part.count} records of this search entered PubMed on {begin.isoformat()} and it "
                f"serves {self._most} of a search; narrow the query.",
                retry=False,
            )
        middle = begin + (end - begin) // 2
        yield from self._parts(term, (middle + timedelta(days=1), end), transport, record)
        yield from self._parts(term, (begin, middle), transport, record)

    def _search(
        self,
        term: str,
        days: tuple[date, date] | None,
        transport: Transport,
        record: SearchRecord,
        *,
        retmax: int,
        fresh: bool = False,
    ) -> SearchReply:
        params = {
            "db": "pubmed",
            "term": term,
            "retmode": "xml",
            "retmax": str(retmax),
            "usehistory": "y",
        }
        if days is not None:
            params |= {
                "datetype": "edat",
                "mindate": days[0].strftime("%Y/%m/%d"),
                "maxdate": days[1].strftime("%Y/%m/%d"),
            }
        post = len(term) > 1500  # ours: addresses beyond about 2,000 characters may be refused
        found, reply = transport.ask(
            EUTILS, "esearch.fcgi", params, read_search, post=post, fresh=fresh
        )
        record.note(reply)
        for warning in found.warnings:
            record.warn(warning)
        return found

    def _delivered(
        self,
        term: str,
        days: tuple[date, date] | None,
        search: SearchReply,
        transport: Transport,
        record: SearchRecord,
        most: int,
    ) -> Iterator[Payload]:
        """The records of one search; when its history expires, of the same search made again."""
        if len(search.ids) < min(search.count, most):
            record.warn(f"PubMed counted {search.count} records and listed {len(search.ids)}")
        wanted, history = search.ids, _history(search)
        for _ in range(SEARCHES):
            try:
                yield from self._pages(wanted, history, transport, record)
                break
            except HistoryExpired:
                again = self._search(term, days, transport, record, retmax=most, fresh=True)
                if again.count != search.count:
                    record.warn(
                        f"the search was repeated and its count changed from {search.count} to "
                        f"{again.count}"
                    )
                history = _history(again) if again.ids == wanted else None
                wanted = (
                    again.ids if history else tuple(i for i in again.ids if i not in record.ids)
                )
        else:
            yield from self._pages_by_id(wanted, transport, record)
        absent = [one for one in wanted if one not in record.ids]
        if absent:  # short pages: their records are asked for by number, once
            yield from self._pages_by_id(absent, transport, record)
            absent = [one for one in absent if one not in record.ids]
        if absent:
            record.warn(f"PubMed sent no record for {_some(absent)}")

    def _pages(
        self,
        wanted: tuple[str, ...],
        history: History | None,
        transport: Transport,
        record: SearchRecord,
    ) -> Iterator[Payload]:
        if history is None:
            yield from self._pages_by_id(wanted, transport, record)
            return
        for begin in range(0, len(wanted), self._page):
            ids = wanted[begin : begin + self._page]
            if all(one in record.ids for one in ids):
                continue
            params = {
                "db": "pubmed",
                "WebEnv": history.web_env,
                "query_key": history.query_key,
                "retstart": str(begin),
                "retmax": str(len(ids)),
                "retmode": "xml",
            }
            found, reply = transport.ask(
                EUTILS, "efetch.fcgi", params, read_page, known_as=_page_name(ids)
            )
            yield self._payload(ids, found, reply, record)

    def _pages_by_id(
        self,
        wanted: Sequence[str],
        transport: Transport,
        record: SearchRecord,
        *,
        searched: bool = False,
    ) -> Iterator[Payload]:
        """Records by number. By POST: above 200 ids NCBI asks for it, below it is the same."""
        for begin in range(0, len(wanted), self._page):
            ids = tuple(wanted[begin : begin + self._page])
            params = {"db": "pubmed", "id": ",".join(ids), "retmode": "xml"}
            found, reply = transport.ask(
                EUTILS, "efetch.fcgi", params, read_fetch, post=True, known_as=_page_name(ids)
            )
            if searched:
                record.note(reply)
            if found.ids:
                yield self._payload(ids, found, reply, record)

    def _payload(
        self, wanted: Sequence[str], found: FetchReply, reply: Reply, record: SearchRecord
    ) -> Payload:
        strangers = [one for one in found.ids if one not in set(wanted)]
        if strangers:
            record.warn(f"PubMed sent {_some(strangers)}, not in the list of the search")
        return Payload(
            source=self.name,
            form="pubmed-xml",
            content=reply.content,
            ids=record.add(found.ids),
            origin=reply.origin,
        )

    def _tell_shortfall(self, record: SearchRecord, limit: int | None) -> None:
        total = record.total or 0
        expected = min(total, limit) if limit else total
        if len(record.ids) < expected:
            record.warn(f"PubMed counted {total} records and delivered {len(record.ids)}")


def _history(search: SearchReply) -> History | None:
    if search.web_env is None or search.query_key is None:
        return None
    return History(search.web_env, search.query_key)


def _page_name(ids: Sequence[str]) -> list[str]:
    """A page is known by its records, however they were asked for."""
    return ["db=pubmed", *ids]


def _some(ids: Sequence[str], most: int = 10) -> str:
    """Ids for a warning: all of them up to ``most``, then how many more."""
    more = f" and {len(ids) - most} more" if len(ids) > most else ""
    return f"PMID {', '.join(ids[:most])}{more}"
