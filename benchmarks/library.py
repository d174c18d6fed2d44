"""The library beside raw tantivy, SQLite FTS5 and bm25s: build, size, search, filters, adding.

    pip install bm25s numpy   # the peer that the project does not need
    python benchmarks/library.py --works 100000
    python benchmarks/library.py --works 1000000 --queries 100

One run measures all engines on the same synthetic works (words drawn by Zipf's law from the
vocabulary of the shared records, lengths as theirs; nothing of their text is kept) and the same
queries. ``raw, same query`` is tantivy asked with the very query object that our API made, on the
same index, with the ids of the hits read: what our API adds to it is the ratio to look at.
"""

import argparse
import gzip
import json
import os
import random
import shutil
import sqlite3
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp

import tantivy

from assuage.knowledge.load import load
from assuage.library.expansion import expansion
from assuage.library.matching import matching
from assuage.library.query_language import parse
from assuage.library.reader import Library
from assuage.library.writer import LibraryWriter
from assuage.terms.library import LibraryQuery
from assuage.terms.record import Abstract, Passage, Record, Term

SHARED = Path(os.environ.get("ASSUAGE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
TYPES = (
    "Journal Article",
    "Review",
    "Randomized Controlled Trial",
    "Meta-Analysis",
    "Case Reports",
)


def vocabulary() -> tuple[list[str], list[float], list[int]]:
    """Words with their frequencies, and lengths of abstracts, from 12,000 shared records."""
    counts: Counter[str] = Counter()
    lengths: list[int] = []
    with gzip.open(SHARED / "data/pubmed/records.jsonl.gz", "rt", encoding="utf-8") as lines:
        for _, line in zip(range(12_000), lines, strict=False):
            words = [w for w in json.loads(line)["abstract"].lower().split() if w.isalpha()]
            counts.update(words)
            if words:
                lengths.append(len(words))
    kept = [(w, c) for w, c in counts.most_common() if c > 1]
    return [w for w, _ in kept], [float(c) for _, c in kept], lengths


def works(count: int, seed: int) -> Iterator[Record]:
    """Synthetic PubMed records; same seed, same records."""
    words, weights, lengths = vocabulary()
    totals = []
    running = 0.0
    for weight in weights:
        running += weight
        totals.append(running)
    drawn = random.Random(seed)
    for number in range(1, count + 1):
        text = drawn.choices(words, cum_weights=totals, k=12 + drawn.choice(lengths))
        pmid = str(seed * 50_000_000 + number)
        yield Record(
            id=f"pmid:{pmid}",
            source="pubmed",
            pmid=pmid,
            title=" ".join(text[:12]),
            year=1970 + number % 55,
            languages=("eng",),
            publication_types=(Term(name=TYPES[number % 5]),),
            abstracts=(Abstract((Passage(" ".join(text[12:])),)),),
        )


def questions(count: int) -> list[str]:
    """Queries of two to five words, the words drawn as the text's are, the commonest left out."""
    words, weights, _ = vocabulary()
    drawn = random.Random(7)
    return [
        " ".join(drawn.choices(words[60:], weights[60:], k=drawn.randint(2, 5)))
        for _ in range(count)
    ]


def timed(ask: Callable[[str], object], asked: list[str]) -> tuple[float, float]:
    """p50 and p99 in milliseconds, after one warm round of a tenth."""
    for query in asked[: max(1, len(asked) // 10)]:
        ask(query)
    taken = []
    for query in asked:
        start = time.perf_counter()
        ask(query)
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    return statistics.median(taken), taken[min(len(taken) - 1, int(len(taken) * 0.99))]


def size(folder: Path) -> float:
    """Megabytes on disk."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6


def row(name: str, *values: object) -> None:
    """One line of the table, at once."""
    cells = [f"{v:.2f}" if isinstance(v, float) else str(v) for v in values]
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


def ours(folder: Path, count: int, asked: list[str]) -> None:
    """The library through its whole API, and tantivy with the same queries on the same index."""
    start = time.perf_counter()
    with LibraryWriter(folder) as writer:
        writer.add(works(count, 1))
    built = time.perf_counter() - start
    knowledge = load()
    words = expansion(knowledge)
    with Library(folder, knowledge) as library:
        p50, p99 = timed(lambda q: library.search(LibraryQuery(text=q)), asked)
        filters = {"year_from": 1990, "year_to": 2010, "designs": ("rct",)}
        f50, f99 = timed(lambda q: library.search(LibraryQuery(text=q, **filters)), asked)  # type: ignore[arg-type]
        prepared = {
            q: matching(parse(q), LibraryQuery(text=q), words, library.index._terms).query
            for q in asked
        }
        searcher = library.index._searcher

        def raw(query: str) -> object:
            hits = searcher.search(prepared[query], limit=20).hits
            return searcher.fast_field_values("number", [address for _, address in hits])

        r50, r99 = timed(raw, asked)
    start = time.perf_counter()
    with LibraryWriter(folder) as writer:
        writer.add(works(1_000, 2))
        level = time.perf_counter() - start
    row("assuage", built, 1e6 * built / count, size(folder), p50, p99, f50, f99, level)
    row("raw tantivy, same index and query", "", "", "", r50, r99, "", "", "")
    print(f"\nratio of p50, assuage to raw with the same query: {p50 / r50:.2f}\n", flush=True)


def raw_tantivy(folder: Path, count: int, asked: list[str]) -> None:
    """A plain index: title and abstract in one stemmed field, year and type as filters."""
    build = tantivy.SchemaBuilder()
    build.add_text_field("id", stored=True, tokenizer_name="raw")
    build.add_text_field("body", tokenizer_name="en_stem")
    build.add_integer_field("year", indexed=True, fast=True)
    build.add_text_field("type", tokenizer_name="raw")
    schema = build.build()
    folder.mkdir()
    index = tantivy.Index(schema, path=str(folder))

    def put(records: Iterator[Record]) -> None:
        writer = index.writer(128_000_000, 1)
        for r in records:
            body = f"{r.title} {r.abstract}"
            kind = r.publication_types[0].name
            writer.add_document(
                tantivy.Document.from_dict(
                    {"id": r.id, "body": body, "year": r.year, "type": kind}, schema
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        index.reload()

    start = time.perf_counter()
    put(works(count, 1))
    built = time.perf_counter() - start
    searcher = index.searcher()

    def search(query: tantivy.Query) -> list[object]:
        return [searcher.doc(a).get_first("id") for _, a in searcher.search(query, limit=20).hits]

    years = tantivy.Query.range_query(schema, "year", tantivy.FieldType.Integer, 1990, 2010)
    kind = tantivy.Query.term_query(schema, "type", "Randomized Controlled Trial")
    must = tantivy.Occur.Must

    def filtered(q: str) -> object:
        parsed = index.parse_query(q, ["body"])
        return search(tantivy.Query.boolean_query([(must, parsed), (must, years), (must, kind)]))

    p50, p99 = timed(lambda q: search(index.parse_query(q, ["body"])), asked)
    f50, f99 = timed(filtered, asked)
    megabytes = size(folder)
    start = time.perf_counter()
    put(works(1_000, 2))
    row("raw tantivy, plain index and query", built, 1e6 * built / count, megabytes, p50, p99, f50, f99,
        time.perf_counter() - start)  # fmt: skip


def fts5(folder: Path, count: int, asked: list[str]) -> None:
    """SQLite's full-text index with the Porter stemmer, ranked by bm25."""
    folder.mkdir()
    db = sqlite3.connect(folder / "fts.sqlite")
    db.execute(
        "CREATE VIRTUAL TABLE w USING fts5(id UNINDEXED, year UNINDEXED, type UNINDEXED, body, tokenize='porter')"
    )

    def put(records: Iterator[Record]) -> None:
        db.executemany(
            "INSERT INTO w VALUES(?,?,?,?)",
            (
                (r.id, r.year, r.publication_types[0].name, f"{r.title} {r.abstract}")
                for r in records
            ),
        )
        db.commit()

    start = time.perf_counter()
    put(works(count, 1))
    built = time.perf_counter() - start

    def search(q: str, extra: str = "") -> object:
        words = " OR ".join(f'"{w}"' for w in q.split())
        return db.execute(
            f"SELECT id FROM w WHERE w MATCH ? {extra} ORDER BY rank LIMIT 20", (words,)
        ).fetchall()

    few = asked[: min(len(asked), 30 if count > 200_000 else len(asked))]
    p50, p99 = timed(search, few)
    f50, f99 = timed(
        lambda q: search(
            q, "AND year BETWEEN 1990 AND 2010 AND type = 'Randomized Controlled Trial'"
        ),
        few,
    )
    start = time.perf_counter()
    put(works(1_000, 2))
    row("SQLite FTS5", built, 1e6 * built / count, size(folder), p50, p99, f50, f99,
        time.perf_counter() - start)  # fmt: skip


def bm25(folder: Path, count: int, asked: list[str]) -> None:
    """bm25s: a sparse matrix in memory; nothing can be added to it."""
    try:
        import bm25s
    except ImportError:
        row("bm25s", "not installed: pip install bm25s", *[""] * 7)
        return
    start = time.perf_counter()
    tokens = bm25s.tokenize(
        [f"{r.title} {r.abstract}" for r in works(count, 1)], show_progress=False
    )
    index = bm25s.BM25()
    index.index(tokens, show_progress=False)
    built = time.perf_counter() - start
    index.save(folder)

    def search(q: str) -> object:
        return index.retrieve(bm25s.tokenize(q, show_progress=False), k=20, show_progress=False)

    p50, p99 = timed(search, asked)
    row("bm25s", built, 1e6 * built / count, size(folder), p50, p99, "none", "none", "rebuild")


def main() -> None:
    """Measure all engines in one run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--works", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--skip", nargs="*", default=[], help="fts5, bm25s")
    given = parser.parse_args()
    if not (SHARED / "data").is_dir():
        sys.exit(f"no shared data in {SHARED}. Set ASSUAGE_SHARED.")
    asked = questions(given.queries)
    place = Path(mkdtemp(prefix="assuage-benchmark-"))
    print(f"{given.works:,} works, {given.queries} queries\n")
    print(
        "| engine | build s | µs a work | MB | p50 ms | p99 ms | filtered p50 | filtered p99 | 1,000 more, s |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    try:
        ours(place / "ours", given.works, asked)
        shutil.rmtree(place / "ours")
        raw_tantivy(place / "raw", given.works, asked)
        if "fts5" not in given.skip:
            fts5(place / "fts", given.works, asked)
        if "bm25s" not in given.skip:
            bm25(place / "bm25s", given.works, asked)
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
