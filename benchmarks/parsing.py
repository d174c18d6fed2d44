"""Speed and memory of the PubMed reader on a baseline-like file, beside others, in one run.

    python benchmarks/parsing.py [--records 30000] [--rounds 3] [--mean 8600] [--shared ../shared]

Needs the shared data, and for the comparison ``pip install pubmed_parser==0.5.1`` (no dependency
of Assuage; its row is left out if it is absent). One core; each row is a fresh process and its
time is CPU time from before the first import on. The rows of a round follow each other, so that
other work on the machine meets all of them; the ratio to pubmed_parser is taken in each round.

The file is built in the temporary directory from the real records of ../shared/data/pubmed/xml,
all of them and uncut, reference lists too, with new PMIDs and written as NLM writes baseline files
(UTF-8, one element a line). Single long records are over-represented there (20 kB in the mean), so
they are drawn with weights: of all weights that give the mean size of a baseline record, those that
differ least from equal ones (in relative entropy), which are exp(-c * size). ``--mean 0`` draws
them with equal weights.

342 records cannot repeat themselves 30,000 times without helping a reader that remembers. The
reader remembers MeSH headings, and real ones repeat too, but less: so every fifth heading is made
new (NEW_HEADINGS). Nothing else is remembered but runs of languages, citation subsets and
publication types, which are closed lists, and the attributes of MedlineCitation.
"""

import argparse
import gzip
import math
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

HERE = Path(__file__).resolve()
CHUNK = 1 << 20
NEW_HEADINGS = 0.2
"""Share of MeSH headings that no record before had. Of the 6,891 records with headings in
../shared/data/pubmed/records.jsonl.gz 19% were new (heading with all its subheadings, in random
order, 16,384 remembered), and of those of the last 2,891 records 12%."""
HEADING = re.compile(r'(<MeshHeading>\s*<DescriptorName UI="D)[0-9]+')


def shared_records(root: Path) -> Iterator[tuple[str, etree._Element]]:
    """Every real PubmedArticle with the name of its corpus."""
    for path in sorted(root.rglob("*.xml")):
        tree = etree.parse(str(path), etree.XMLParser(recover=True, no_network=True))
        for article in tree.getroot().iter("PubmedArticle"):
            yield path.relative_to(root).parts[0], article


def baseline_text(element: etree._Element, depth: int) -> str:
    """An element as baseline files show it: elements on lines, texts as they are."""
    pad = "  " * depth
    if not len(element) or (element.text and not element.text.isspace()):
        return f"{pad}{etree.tostring(element, encoding='unicode', with_tail=False)}\n"
    if any(child.tail and not child.tail.isspace() for child in element):
        return f"{pad}{etree.tostring(element, encoding='unicode', with_tail=False)}\n"
    attributes = "".join(f' {k}="{v}"' for k, v in element.attrib.items())
    inside = "".join(baseline_text(child, depth + 1) for child in element)
    return f"{pad}<{element.tag}{attributes}>\n{inside}{pad}</{element.tag}>\n"


def weights(sizes: list[int], mean: float) -> list[float]:
    """Weights exp(-c * size) of which the mean size is ``mean`` bytes; equal ones for 0."""
    low, high = (-1e-3, 1e-3) if mean else (0.0, 0.0)
    for _ in range(60):
        slope = (low + high) / 2
        found = [math.exp(-slope * size) for size in sizes]
        if sum(map(float.__mul__, found, map(float, sizes))) / sum(found) > mean:
            low = slope
        else:
            high = slope
    return found


def build(root: Path, target: Path, count: int, mean: float) -> None:
    """Write ``count`` records to a gzip file."""
    texts = []
    for _, article in shared_records(root):
        pmid = article.findtext("MedlineCitation/PMID")
        cited = len(article.findall("PubmedData/ReferenceList//Reference"))
        texts.append((f">{pmid}<", baseline_text(article, 1), cited))
    chance = random.Random(1)
    drawn = chance.choices(texts, weights([len(t.encode()) for _, t, _ in texts], mean), k=count)
    size = new = 0

    def heading(found: re.Match[str]) -> str:
        nonlocal new
        if chance.random() >= NEW_HEADINGS:
            return found[0]
        new += 1
        return f"{found[1]}{900_000_000 + new}"

    with gzip.open(target, "wt", compresslevel=6, encoding="utf-8") as handle:
        handle.write('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet SYSTEM ')
        handle.write('"http://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n')
        handle.write("<PubmedArticleSet>\n")
        for number, (pmid, text, _) in enumerate(drawn):
            text = HEADING.sub(heading, text.replace(pmid, f">{30_000_000 + number}<"))
            size += len(text.encode())
            handle.write(text)
        handle.write("</PubmedArticleSet>\n")
    citing = [cited for _, _, cited in drawn if cited]
    print(
        f"{count} records drawn from {len(texts)} real ones, {size / count / 1000:.2f} kB each, "
        f"{target.stat().st_size / 1e6:.0f} MB gzip; {len(citing) / count:.0%} with references, "
        f"{statistics.median(citing):.0f} in the median (at most {max(citing)}); "
        f"{new:,} headings made new",
        flush=True,
    )


def gunzip(path: Path) -> int:
    with gzip.open(path) as handle:
        return drain(handle)


def gunzip_isal(path: Path) -> int:
    from isal import igzip

    with igzip.open(path) as handle:
        return drain(handle)


def drain(handle: object) -> int:
    found = 0
    while chunk := handle.read(CHUNK):  # type: ignore[attr-defined]
        found += chunk.count(b"</PubmedArticle>")
    return found


def iterparse(path: Path) -> int:
    found = 0
    with gzip.open(path) as handle:
        for _, article in etree.iterparse(handle, tag="PubmedArticle"):
            found += 1
            article.clear()
            while article.getprevious() is not None:
                del article.getparent()[0]
    return found


def pubmed_parser(path: Path) -> int:
    import pubmed_parser as pp

    # All that it can read: no list is left out.
    found = pp.parse_medline_xml(
        str(path),
        year_info_only=False,
        nlm_category=True,
        author_list=True,
        reference_list=True,
        parse_downto_mesh_subterms=True,
    )
    return sum(1 for _ in found)


def ours(path: Path) -> int:
    from assuage.parsing.pubmed_xml import read

    return sum(1 for _ in read(path))


def ours_complete(path: Path) -> int:
    from isal import igzip

    from assuage.parsing.pubmed_complete import complete
    from assuage.parsing.pubmed_files import Piece, pieces

    found = 0
    with igzip.open(path) as handle:
        for piece in pieces(iter(lambda: handle.read(CHUNK), b""), str(path)):
            assert isinstance(piece, Piece)
            complete(piece.raw)
            found += 1
    return found


def fast_share(path: Path) -> int:
    from assuage.parsing.pubmed_files import Piece, pieces
    from assuage.parsing.pubmed_text import Unfit
    from assuage.parsing.pubmed_xml import article

    found = 0
    for piece in pieces([path.read_bytes()], str(path)):
        if isinstance(piece, Piece) and piece.tag == "PubmedArticle":
            try:
                article(piece.raw)
                found += 1
            except (Unfit, UnicodeDecodeError):
                pass
    return found


ROWS: dict[str, tuple[str, Callable[[Path], int]]] = {
    "gunzip": ("gunzip alone (zlib)", gunzip),
    "isal": ("gunzip alone (isal)", gunzip_isal),
    "iterparse": ("lxml iterparse, nothing read", iterparse),
    "peer": ("pubmed_parser 0.5.1, all options", pubmed_parser),
    "complete": ("Assuage, complete reader only", ours_complete),
    "ours": ("Assuage", ours),
}


def measure(row: str, path: Path) -> None:
    """In a fresh process: records, seconds, peak memory in MB."""
    start = time.process_time()
    found = ROWS[row][1](path)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(found, seconds, peak)


def child(row: str, path: Path) -> tuple[int, float, float] | None:
    done = subprocess.run(
        [sys.executable, str(HERE), "--row", row, "--file", str(path)],
        capture_output=True,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    if done.returncode:
        print(f"{row}: {done.stderr.strip().splitlines()[-1]}")
        return None
    found, seconds, peak = done.stdout.split()
    return int(found), float(seconds), float(peak)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--mean", type=float, default=8600, help="bytes of a record; 0: as found")
    parser.add_argument("--rows", default=",".join(ROWS))
    parser.add_argument(
        "--shared",
        type=Path,
        default=Path(os.environ.get("ASSUAGE_SHARED", HERE.parents[2] / "shared")),
    )
    parser.add_argument("--row")
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    if options.row:
        measure(options.row, options.file)
        return
    root = options.shared / "data" / "pubmed" / "xml"
    with tempfile.TemporaryDirectory() as folder:
        full, third = Path(folder) / "full.xml.gz", Path(folder) / "third.xml.gz"
        build(root, full, options.records, options.mean)
        build(root, third, options.records // 3, options.mean)
        results: dict[str, list[tuple[int, float, float]]] = {}
        for _ in range(options.rounds):
            for row in options.rows.split(","):
                if result := child(row, full):
                    results.setdefault(row, []).append(result)
        peers = [found / seconds for found, seconds, _ in results.get("peer", [])]
        print("\n| reader | records/s, best (median) | times pubmed_parser, median", end="")
        print(" (least, most) | peak memory, MB |\n|---|---:|---:|---:|")
        for row, runs in results.items():
            speeds = [found / seconds for found, seconds, _ in runs]
            ratios = [own / peer for own, peer in zip(speeds, peers, strict=False)]
            told = ""
            if ratios:
                told = f"{statistics.median(ratios):.2f} ({min(ratios):.2f}, {max(ratios):.2f})"
            print(
                f"| {ROWS[row][0]} | {max(speeds):,.0f} ({statistics.median(speeds):,.0f})", end=""
            )
            print(f" | {told} | {max(peak for _, _, peak in runs):.0f} |")
        smaller = child("ours", third)
        if smaller and "ours" in results:
            larger = results["ours"][0]
            print(f"\nPeak memory: {smaller[2]:.0f} MB at {smaller[0]} records, ", end="")
            print(f"{larger[2]:.0f} MB at {larger[0]}.")
        text = gzip.decompress(third.read_bytes())
        (Path(folder) / "third.xml").write_bytes(text)
        share = fast_share(Path(folder) / "third.xml") / (options.records // 3)
        print(f"Share of records by the fast reader: {share:.1%} of the file", end="")
    totals: Counter[str] = Counter(name for name, _ in shared_records(root))
    fitted: Counter[str] = Counter()
    for path in sorted(root.rglob("*.xml")):
        fitted[path.relative_to(root).parts[0]] += fast_share(path)
    for name, total in totals.items():
        print(f", {fitted[name]}/{total} of {name}", end="")
    print(".")


if __name__ == "__main__":
    main()
