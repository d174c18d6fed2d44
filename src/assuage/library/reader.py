"""Reading a library: searches, works, the log. Many readers may be at it while one writes."""

from collections.abc import Iterator
from dataclasses import replace as replace_fields
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from assuage.knowledge.shelves import Knowledge
from assuage.library.expansion import Expansion, expansion
from assuage.library.index import Index, Ranked
from assuage.library.semantic import LOOKED_AT, Encoder, rerank
from assuage.library.store import Store, unpacked
from assuage.library.works import work_of
from assuage.terms.answer import Answer, LoggedSearch
from assuage.terms.errors import LibraryError
from assuage.terms.library import LibraryQuery, Results, Work
from assuage.terms.record import Record

_decode_answer: msgspec.json.Decoder[Answer] = msgspec.json.Decoder(Answer)


class Library:
    """A library opened for reading. Raises LibraryError where there is none."""

    def __init__(self, folder: Path, knowledge: Knowledge | None = None) -> None:
        self.folder = folder
        self.store = Store(folder / "library.sqlite", write=False)
        self.index = Index.open(folder / "index")
        self._knowledge = knowledge

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self.store.close()

    def search(self, query: LibraryQuery, encoder: Encoder | None = None) -> Results:
        """The works that match, best first. Raises UsageError for a query that cannot be read.

        ``encoder`` re-orders the first of them by meaning (``library.semantic``).
        """
        words = self._words() if query.expand else None
        if encoder is None:
            ranked = self.index.search(query, words)
        else:
            ranked = self._by_meaning(query, words, encoder)
        hits = self.store.hits(ranked.numbers)
        return Results(
            query=query.text,
            as_sent=ranked.as_sent,
            total=ranked.total,
            results=tuple(
                replace(hits[number], score=round(score, 4), related=place >= ranked.total)
                for place, (number, score) in enumerate(
                    zip(ranked.numbers, ranked.scores, strict=True), start=query.offset
                )
                if number in hits
            ),
        )

    def _by_meaning(self, query: LibraryQuery, words: Expansion | None, encoder: Encoder) -> Ranked:
        """The page asked for, of the first matching works in the order of words and meaning."""
        last = query.offset + query.limit
        whole = self.index.search(replace(query, offset=0, limit=max(last, LOOKED_AT)), words)
        matching = replace_fields(
            whole, numbers=whole.numbers[: whole.total], scores=whole.scores[: whole.total]
        )
        works = {n: work_of(self.store, n) for n in matching.numbers[:LOOKED_AT]}
        texts = {n: f"{w.lead.title}\n{w.lead.abstract}" for n, w in works.items() if w}
        ordered = rerank(query.text, matching, texts, encoder)
        return replace_fields(
            ordered,
            numbers=ordered.numbers[query.offset : last],
            scores=ordered.scores[query.offset : last],
        )

    def _words(self) -> Expansion | None:
        return None if self._knowledge is None else _expansion(self._knowledge)

    def work(self, name: str) -> Work:
        """The work with this id (pmid:1, nct:…, doi:…, spl:…). Raises LibraryError if none."""
        found = self.store.works_of([name]) or self.store.works_sharing(name.lower())
        work = work_of(self.store, min(found)) if found else None
        if work is None:
            raise LibraryError(
                f"the library in {self.folder} holds no {name!r}. {_how_to_get(name)}"
            )
        return work

    def holds(self, name: str) -> bool:
        """Whether a work with this id is here."""
        return bool(self.store.works_of([name]) or self.store.works_sharing(name.lower()))

    def works(self) -> Iterator[Work]:
        """Every work, by number."""
        for number in self.store.work_numbers():
            work = work_of(self.store, number)
            if work is not None:
                yield work

    def records(self) -> Iterator[Record]:
        """Every record as its source sent it, by number."""
        for (body,) in self.store.db.execute("SELECT body FROM records ORDER BY number"):
            yield unpacked(body)

    def searches(self) -> list[LoggedSearch]:
        """The search log, oldest first."""
        rows = self.store.db.execute(
            "SELECT number, drug, condition, answer FROM searches ORDER BY number"
        )
        return [
            LoggedSearch(
                number=number, answer=_decode_answer.decode(answer), drug=drug, condition=condition
            )
            for number, drug, condition, answer in rows
        ]

    def status(self) -> dict[str, Any]:
        """How much is held; see ``Store.counts``, with the index's own count."""
        return {"folder": str(self.folder), **self.store.counts(), "indexed": self.index.count()}


@cache
def _expansion(knowledge: Knowledge) -> Expansion:
    return expansion(knowledge)


def _how_to_get(name: str) -> str:
    """What to do about a work that is not here: fetch it where that is possible, else import it."""
    scheme, colon, value = name.partition(":")
    importing = "import a file that holds it: assuage library import FILE"
    query = {"pmid": f"{value}[uid]", "nct": value, "doi": f'"{value}"[doi]'}.get(scheme)
    source = {"pmid": "pubmed", "nct": "clinicaltrials", "doi": "pubmed"}.get(scheme)
    if colon and value and query:
        return f"Fetch it: assuage fetch --source {source} --query '{query}'; or {importing}."
    if colon and value:
        return f"{importing[0].upper()}{importing[1:]}."
    return "Write an id as pmid:22965960, nct:NCT00000000 or doi:10.…, or search: assuage search WORDS."
