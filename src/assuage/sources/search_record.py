"""What is known of one search while it runs: the parts of its answer."""

from collections.abc import Callable, Iterable, Iterator

from assuage.sources.reply import NoAnswer, Refused, Reply
from assuage.sources.transport import Transport
from assuage.terms.answer import Answer, Asked, CouldNotAsk, Found, NoneFound, Payload
from assuage.terms.errors import UsageError

Progress = Callable[[int, int | None], None]
Stream = Iterator[Payload | Answer]


class SearchRecord:
    """Collects requests, ids and warnings, and makes the answer from them.

    ``ids`` keeps the order of arrival; ``total`` is the source's own count.
    """

    def __init__(self, source: str, interface: str, query: str, transport: Transport) -> None:
        self.source, self.interface, self.query = source, interface, query
        self._transport = transport
        self.on: str | None = None
        self.sent: list[str] = []
        self.warnings: list[str] = []
        self.translation: str | None = None
        self.covers_to: str | None = None
        self.total: int | None = None
        self.ids: dict[str, None] = {}
        self.repeated = 0

    def note(self, reply: Reply) -> None:
        """A search request that was answered; the first sets the moment of asking."""
        self.on = self.on or reply.on
        if reply.origin not in self.sent:
            self.sent.append(reply.origin)

    def warn(self, warning: str) -> None:
        """Keep a warning, once."""
        if warning not in self.warnings:
            self.warnings.append(warning)

    def count(self, total: int) -> None:
        """The source's count; another one than before is told."""
        if self.total is not None and total != self.total:
            self.warn(
                f"the count changed from {self.total} to {total} while it was read; "
                "records may have come in or gone meanwhile"
            )
            return
        self.total = total

    def add(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Keep the ids of a page; those that came before are counted as repeated."""
        page = tuple(ids)
        for one in page:
            if one in self.ids:
                self.repeated += 1
            self.ids[one] = None
        return page

    def stream(self, pages: Iterator[Payload], progress: Progress | None) -> Stream:
        """The payloads as they come, and last the answer."""
        try:
            for payload in pages:
                yield payload
                if progress is not None:
                    progress(len(self.ids), self.total)
        except NoAnswer as failure:
            yield self._failed(failure)
            return
        yield self._answer()

    def _asked(self) -> Asked:
        if self.repeated:
            self.warn(f"{self.repeated} records came more than once; each is counted once here")
        return Asked(
            source=self.source,
            query=self.query,
            as_sent=tuple(self.sent),
            on=self.on or self._transport.now(),
            translation=self.translation,
            warnings=tuple(self.warnings),
            interface=self.interface,
            covers_to=self.covers_to,
        )

    def _answer(self) -> Answer:
        if not self.ids:
            return NoneFound(asked=self._asked())
        total = len(self.ids) if self.total is None else self.total
        return Found(asked=self._asked(), total=total, ids=tuple(self.ids))

    def _failed(self, failure: NoAnswer) -> CouldNotAsk:
        if failure.origin and not self.sent:
            self.sent.append(failure.origin)
        return CouldNotAsk(
            asked=self._asked(),
            reason=failure.reason,
            ids=tuple(self.ids),
            total=self.total,
            retry=failure.retry,
        )


class Searched:
    """What the sources share: a search is a record that is filled while pages come.

    A source says in ``_found`` how its pages are got.
    """

    name: str
    interface: str

    def fetch(
        self,
        query: str,
        transport: Transport,
        *,
        limit: int | None = None,
        progress: Progress | None = None,
    ) -> Stream:
        """Payloads as they come, then the answer; see ``register.Source``.

        A limit below 1 is a `UsageError`.
        """
        record = start(self.name, self.interface, query, transport, limit)
        return record.stream(self._found(query, transport, record, limit), progress)

    def _found(
        self, query: str, transport: Transport, record: SearchRecord, limit: int | None
    ) -> Iterator[Payload]:
        raise NotImplementedError


def start(
    source: str, interface: str, query: str, transport: Transport, limit: int | None
) -> SearchRecord:
    """A record for a new search; a limit below 1 is a `UsageError`."""
    if limit is not None and limit < 1:
        raise UsageError(f"a limit of {limit} records asks for nothing. Write 1 or more, or none.")
    return SearchRecord(source, interface, query, transport)


def need_query(query: str, title: str) -> str:
    """The query without outer blanks; an empty one is `Refused` before anything is sent."""
    if not query.strip():
        raise Refused(f"{title} was not asked: the query is empty.")
    return query.strip()
