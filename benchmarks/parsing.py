"""Speed and memory of the PubMed reader on a baseline-like file, beside others, in one run.

    python benchmarks/parsing.py [--records 30000] [--rounds 2] [--shared ../shared]

Needs the shared data, and for the comparison ``pip install pubmed_parser==0.5.1`` (no dependency
of Assuage; its row is left out if it is absent). One core; each row is a fresh
process and its time is CPU time, the best of the rounds, which take turns, so that other work on
the machine counts less. The file is built in the temporary directory from the real records of
../shared/data/pubmed/xml, cycled with new PMIDs and written as NLM writes baseline files (UTF-8,
one element a line); reference lists are capped and the longest records left out so that the mean
size is a baseline's 8 to 9 kB. Cycling gives the reader little that real files would not: it
remembers only runs of languages, citation subsets and publication types, which are closed lists.
"""

import argparse
import gzip
import os
import random
import resource
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
LONGEST_LEFT_OUT = 10


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


def build(root: Path, target: Path, count: int, cap: int) -> None:
    """Write ``count`` records to a gzip file."""
    texts = []
    for _, article in shared_records(root):
        for cited in article.iter("ReferenceList"):
            for extra in cited.findall("Reference")[cap:]:
                cited.remove(extra)
            if not cited.findall("Reference"):
                cited.getparent().remove(cited)
        pmid = article.findtext("MedlineCitation/PMID")
        texts.append((f">{pmid}<", baseline_text(article, 1)))
    # The longest are over-represented in so few; without them the mean size is a baseline's.
    texts = sorted(texts, key=lambda item: len(item[1]))[:-LONGEST_LEFT_OUT]
    random.Random(1).shuffle(texts)
    size = 0
    with gzip.open(target, "wt", compresslevel=6, encoding="utf-8") as handle:
        handle.write('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet SYSTEM ')
        handle.write('"http://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n')
        handle.write("<PubmedArticleSet>\n")
        for number in range(count):
            pmid, text = texts[number % len(texts)]
            text = text.replace(pmid, f">{30_000_000 + number}<")
            size += len(text.encode())
            handle.write(text)
        handle.write("</PubmedArticleSet>\n")
    print(
        f"{count} records of {len(texts)} real ones, {size / count / 1000:.2f} kB each, "
        f"{target.stat().st_size / 1e6:.0f} MB gzip",
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
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--reference-cap", type=int, default=6)
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
        build(root, full, options.records, options.reference_cap)
        build(root, third, options.records // 3, options.reference_cap)
        results: dict[str, tuple[int, float, float] | None] = {}
        for _ in range(options.rounds):
            for row in options.rows.split(","):
                result, best = child(row, full), results.get(row)
                if best is None or (result is not None and result[1] < best[1]):
                    results[row] = result
        peer = results.get("peer")
        print(
            "\n| reader | records/s | times pubmed_parser | peak memory, MB |\n|---|---:|---:|---:|"
        )
        for row, result in results.items():
            if result is None:
                continue
            found, seconds, peak = result
            ratio = f"{found / seconds / (peer[0] / peer[1]):.1f}" if peer else ""
            print(f"| {ROWS[row][0]} | {found / seconds:,.0f} | {ratio} | {peak:.0f} |")
        smaller, larger = child("ours", third), results.get("ours")
        if smaller and larger:
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
