"""A standing clock, and a way to run a source to its end."""

from datetime import UTC, datetime

from assuage.sources.search_record import Stream
from assuage.terms.answer import Answer, Payload

ON = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


class Clock:
    """A clock that stands, and a sleep that only writes down how long it should have been."""

    def __init__(self) -> None:
        self.moment = ON
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.moment


def run(stream: Stream) -> tuple[list[Payload], Answer]:
    """The payloads and the answer, which is the last item and the only one of its kind."""
    *payloads, answer = stream
    assert all(isinstance(one, Payload) for one in payloads)
    assert not isinstance(answer, Payload)
    return payloads, answer  # type: ignore[return-value]
