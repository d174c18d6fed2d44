"""How well the library's search ranks: SciFact training queries and NFCorpus development queries.

    python evaluation/retrieval.py [--shared ../shared/data] [--without NAME ...] [--write]

For each set: nDCG@10 (linear gain, as trec_eval and BEIR), recall@100 and reciprocal rank, for
plain BM25 (tantivy as it comes: one field of title and abstract, its English stemmer, every word of
the query) and for Assuage's search as it comes, through ``Index.search``; their difference with a
paired bootstrap interval over queries (10,000 draws, seed 1). Queries go to half A or B by the last
bit of the first byte of their id's SHA-256; a change of weights was taken only where both halves
agreed or nearly did, so B is a check against chance, not an untouched test set. ``--without``
switches one part off (title, joined, spelling, near, names, related), to show what each is worth.
"""

import argparse
import hashlib
import json
import math
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import tantivy

from assuage.knowledge.load import default_root, load
from assuage.library import index as index_module
from assuage.library import term_scores
from assuage.library.expansion import expansion
from assuage.library.index import Index
from assuage.terms.library import LibraryQuery, Work
from assuage.terms.record import Abstract, Passage, Record

HERE = Path(__file__).resolve().parent
SETS = {"scifact": "train", "nfcorpus": "dev"}
DEPTH = 100
DRAWS = 10_000

Judged = dict[str, dict[str, int]]
Run = Callable[[str], list[str]]


def read(folder: Path, part: str) -> tuple[list[dict[str, str]], list[tuple[str, str]], Judged]:
    """Documents, judged queries (id, text) and judgments of one set."""

    def lines(name: str) -> list[dict[str, str]]:
        text = (folder / name).read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines() if line]

    judged: Judged = {}
    for line in (folder / "qrels" / f"{part}.tsv").read_text().splitlines()[1:]:
        query, document, grade = line.split("\t")
        judged.setdefault(query, {})[document] = int(grade)
    queries = [(q["_id"], q["text"]) for q in lines(f"queries_{part}.jsonl") if q["_id"] in judged]
    return lines("corpus.jsonl"), queries, judged


def plain(documents: list[dict[str, str]], folder: Path) -> Run:
    """tantivy as it comes."""
    build = tantivy.SchemaBuilder()
    build.add_unsigned_field("number", fast=True)
    build.add_text_field("text", tokenizer_name="en_stem")
    index = tantivy.Index(build.build(), path=str(folder))
    writer = index.writer(64_000_000, 1)
    for number, document in enumerate(documents):
        entry = tantivy.Document()
        entry.add_unsigned("number", number)
        entry.add_text("text", f"{document['title']} {document['text']}")
        writer.add_document(entry)
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def run(text: str) -> list[str]:
        words = "".join(c if c.isalnum() else " " for c in text).lower()
        hits = searcher.search(index.parse_query(words, ["text"]), DEPTH).hits
        numbers = searcher.fast_field_values("number", [address for _, address in hits])
        return [documents[int(n or 0)]["_id"] for n in numbers]

    return run


def ours(documents: list[dict[str, str]], folder: Path, names: bool) -> Run:
    """Assuage's search as it comes, with the names of the shipped knowledge."""
    index = Index.open(folder)
    writer = index.writer()
    for number, document in enumerate(documents):
        record = Record(
            id=f"ref:{number}",
            source="jsonl",
            title=document["title"],
            abstracts=(Abstract((Passage(document["text"]),)),),
        )
        work = Work(
            number=number, lead=record, members=(record.id,), sources=("jsonl",), designs=()
        )
        writer.add(work, str(number))
    writer.commit()
    writer.close()
    index.reload()
    words = expansion(load(default_root())) if names else None

    def run(text: str) -> list[str]:
        ranked = index.search(LibraryQuery(text=text, limit=DEPTH), words)
        return [documents[n]["_id"] for n in ranked.numbers]

    return run


def measures(ranked: list[str], judged: dict[str, int]) -> tuple[float, float, float]:
    """nDCG@10, recall@100 and reciprocal rank of one query."""
    gains = (judged.get(d, 0) / math.log2(i + 2) for i, d in enumerate(ranked[:10]))
    best = sorted(judged.values(), reverse=True)[:10]
    ideal = sum(g / math.log2(i + 2) for i, g in enumerate(best))
    relevant = {d for d, grade in judged.items() if grade > 0}
    recall = len(relevant.intersection(ranked[:100])) / len(relevant) if relevant else 0.0
    first = next((1 / (i + 1) for i, d in enumerate(ranked) if d in relevant), 0.0)
    return (sum(gains) / ideal if ideal else 0.0), recall, first


def interval(differences: list[float]) -> tuple[float, float]:
    """95% interval of a mean by the bootstrap over queries."""
    draw = random.Random(1)
    count = len(differences)
    means = sorted(sum(draw.choices(differences, k=count)) / count for _ in range(DRAWS))
    return means[int(0.025 * DRAWS)], means[int(0.975 * DRAWS) - 1]


def half(query: str) -> str:
    """A or B, by the query's id."""
    return "B" if hashlib.sha256(query.encode()).digest()[0] & 1 else "A"


def switch_off(parts: list[str]) -> None:
    """Take parts of the ranking away, for their worth to be seen."""
    if "title" in parts:
        term_scores.TITLE = 0.0
    if "joined" in parts:
        term_scores.JOINED = 0.0
    if "spelling" in parts:
        term_scores.variant = lambda word: None
    if "near" in parts:
        term_scores.Terms.near = lambda self, word: None  # type: ignore[method-assign]
    if "related" in parts:
        index_module.marking = lambda *given: []


def main() -> None:
    """Print the table; with --write also into retrieval.md between its marks."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--shared", type=Path, default=HERE.parents[1] / "shared" / "data")
    ask.add_argument("--without", nargs="*", default=[])
    ask.add_argument("--write", action="store_true")
    given = ask.parse_args()
    switch_off(given.without)
    rows = [
        "| set | queries | search | nDCG@10 | A | B | recall@100 | MRR | ms a query |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    notes = []
    for name, part in SETS.items():
        documents, queries, judged = read(given.shared / "retrieval" / name, part)
        scores: dict[str, list[tuple[float, float, float]]] = {}
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "plain").mkdir()
            runs = {
                "plain BM25": plain(documents, Path(folder, "plain")),
                "Assuage": ours(documents, Path(folder, "ours"), "names" not in given.without),
            }
            for label, run in runs.items():
                began = time.perf_counter()
                found = [run(text) for _, text in queries]
                took = 1000 * (time.perf_counter() - began) / len(queries)
                scores[label] = [
                    measures(r, judged[q]) for r, (q, _) in zip(found, queries, strict=True)
                ]
                halves = {
                    h: [
                        s[0]
                        for s, (q, _) in zip(scores[label], queries, strict=True)
                        if half(q) == h
                    ]
                    for h in "AB"
                }
                mean = [sum(s[i] for s in scores[label]) / len(queries) for i in range(3)]
                a, b = (sum(v) / len(v) for v in halves.values())
                rows.append(
                    f"| {name} {part} | {len(queries)} | {label} | {mean[0]:.4f} | {a:.4f} | {b:.4f} "
                    f"| {mean[1]:.4f} | {mean[2]:.4f} | {took:.2f} |"
                )
        gain = [b[0] - a[0] for a, b in zip(*scores.values(), strict=True)]
        low, high = interval(gain)
        notes.append(
            f"{name}: nDCG@10 {sum(gain) / len(gain):+.4f} against plain BM25 "
            f"(95% interval {low:+.4f} to {high:+.4f})."
        )
    text = "\n".join([*rows, "", *notes]) + "\n"
    sys.stdout.write(text)
    if given.write:
        page = HERE / "retrieval.md"
        before, rest = page.read_text(encoding="utf-8").split("<!-- table -->\n", 1)
        after = rest.split("<!-- end -->", 1)[1]
        page.write_text(f"{before}<!-- table -->\n{text}<!-- end -->{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
