"""People with an event in one group, as printed: ``25 of 92``, ``27% [25 of 92]``, ``27%``.

``counts`` finds counts by their form, ``percentages`` what stands alone; ``event_cues`` weighs the
words around each, sentence by sentence.
"""

from collections.abc import Callable, Sequence

from assuage.reading import event_cues
from assuage.reading.candidates import Candidate, sentence_end, sentence_of
from assuage.reading.counts import counted
from assuage.reading.intervals import Interval, intervals, numbers_taken
from assuage.reading.numbers import Number, numbers
from assuage.reading.percentages import alone
from assuage.terms.reading import Risk, Sentence, Span


def risks(
    text: str,
    sentences: Sequence[Sentence] = (),
    found: list[Number] | None = None,
    read: list[Interval] | None = None,
) -> tuple[Risk, ...]:
    """All risks of a text, first to last.

    ``found``: its ``numbers``, ``read``: its ``intervals``, where they were read before.
    """
    found = numbers(text) if found is None else found
    if not found:
        return ()
    starts = [s.span.start for s in sentences] or [0]
    read = intervals(text, found, starts) if read is None else read
    some = candidates(text, found, starts, numbers_taken(found, read))
    return tuple(
        Risk(
            span=Span(c.start, c.end),
            events=c.events,
            total=c.total,
            percent=c.percent.printed if c.percent else None,
            sentence=sentence_of(starts, c.start),
        )
        for c, event, _ in judged(text, some, sentences)
        if event
    )


def candidates(
    text: str, found: list[Number], starts: list[int], used: set[int]
) -> list[Candidate]:
    """Counts and percentages that may be of people with an event, first to last.

    ``used``: indices of numbers that belong to an interval; those of the counts are added.
    """
    return sorted(
        [*counted(text, found, starts, used), *alone(text, found, used)],
        key=lambda c: (c.start, c.end),
    )


def judged(
    text: str,
    some: list[Candidate],
    sentences: Sequence[Sentence],
    truth: Callable[[Candidate], bool] | None = None,
) -> list[tuple[Candidate, bool, list[str]]]:
    """Each candidate, whether it is an event, and its cues.

    ``truth`` says it in place of the weights, while these are being fitted.
    """
    if not some:
        return []
    parts = sentences or (Sentence(span=Span(0, len(text))),)
    starts = [s.span.start for s in parts]
    whole = event_cues.document_cues(text, len(some))
    of_whole = event_cues.weight(whole)
    made: list[tuple[Candidate, bool, list[str]]] = []
    place = 0
    while place < len(some):
        at = sentence_of(starts, some[place].start)
        floor, stop = starts[at], sentence_end(starts, some[place].start, len(text))
        here = [c for c in some[place:] if c.start < stop]
        shared = event_cues.sentence_cues(text[floor:stop], parts[at].role, here)
        of_sentence = of_whole + event_cues.weight(shared)
        last: bool | None = None
        for candidate in here:
            if event_cues.counts_nobody(text, floor, stop, candidate):
                last = False
                continue
            own = event_cues.own_cues(text, floor, stop, candidate, last, shared)
            known = truth(candidate) if truth else None
            last = of_sentence + event_cues.weight(own) > 0 if known is None else known
            made.append((candidate, last, [*whole, *shared, *own]))
        place += len(here)
    return made
