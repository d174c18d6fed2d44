"""What a language model proposed to read in a record, after our check of each proposal."""

from msgspec import Struct

from assuage.terms.reading import Amounts, Direction, Effect, Level, Risk, Span

Finding = Effect | Risk | Level | Direction | Amounts
"""The kinds that may be proposed: those of the machine's own reading."""


class Accepted(Struct, frozen=True, kw_only=True):
    """A proposal that its quote bears out, as an item of the reading; ``quote`` is its place.

    ``also_ours`` is whether our own reader reads the same; else it is the model's find alone.
    """

    kind: str
    finding: Finding
    quote: Span
    also_ours: bool = False


class Rejected(Struct, frozen=True, kw_only=True):
    """A proposal that was not accepted: what it said, cut short, and one sentence why."""

    kind: str
    said: str
    reason: str


class Proposals(Struct, frozen=True, kw_only=True):
    """All proposals of one model for one record, in the order of its reply.

    ``notes`` say what a person must know of the record, as that it speaks to machines.
    """

    model: str
    accepted: tuple[Accepted, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = ()
