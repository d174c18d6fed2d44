"""RxNorm and RxClass names through RxNav: a drug's concept, its related names, its classes.

The query is one name. A miss is an empty group, not an error. The interaction API of RxNav ended on
2 January 2024 and is not used.
"""

from collections.abc import Iterator

from assuage.sources.reply import Broken, NoAnswer, Reply, inside, json_object
from assuage.sources.search_record import (
    Searched,
    SearchRecord,
    need_query,
)
from assuage.sources.site import RXNAV
from assuage.sources.transport import Transport
from assuage.terms.answer import Payload


def read_concepts(reply: Reply) -> tuple[str, ...]:
    """RxCUIs of ``/rxcui.json``; an ``idGroup`` without numbers is a miss."""
    group = inside(json_object(reply), "idGroup")
    if not isinstance(group, dict):
        raise Broken("its answer has no idGroup")
    numbers = group.get("rxnormId") or []
    return tuple(str(one) for one in numbers) if isinstance(numbers, list) else ()


class RxNav(Searched):
    """Names and classes of one drug.

    Gives: the concept, then for each RxCUI its related names and its classes, then the answer.
    """

    name = "rxnav"
    interface = "RxNorm and RxClass APIs, https://rxnav.nlm.nih.gov/REST"

    def _found(
        self, query: str, transport: Transport, record: SearchRecord, limit: int | None
    ) -> Iterator[Payload]:
        # search=2: the exact name, then without salts, word order and inflections
        # (https://lhncbc.nlm.nih.gov/RxNav/APIs/api-RxNorm.findRxcuiByString.html)
        params = {"name": need_query(query, RXNAV.title), "search": "2"}
        numbers, reply = transport.ask(RXNAV, "rxcui.json", params, read_concepts)
        record.note(reply)
        record.count(len(numbers))
        if not numbers:
            return
        numbers = numbers[:limit]
        record.covers_to = _version(transport)
        yield self._payload(reply, numbers)
        for number in numbers:
            for path, more in (
                (f"rxcui/{number}/allrelated.json", {}),
                ("rxclass/class/byRxcui.json", {"rxcui": number}),
            ):
                _, reply = transport.ask(RXNAV, path, more, json_object)
                record.note(reply)
                record.ids[number] = None
                yield self._payload(reply, (number,))

    def _payload(self, reply: Reply, numbers: tuple[str, ...]) -> Payload:
        return Payload(
            source=self.name,
            form="rxnav-json",
            content=reply.content,
            ids=numbers,
            origin=reply.origin,
        )


def _version(transport: Transport) -> str | None:
    """Date of the RxNorm release (``/version.json``); absent where it cannot be asked."""
    try:
        found, _ = transport.ask(RXNAV, "version.json", {}, json_object)
    except NoAnswer:
        return None
    version = found.get("version")
    return version if isinstance(version, str) else None
