"""How well sentences, abbreviations, roles and cues are read; ``reading_text.md`` has the story.

    python evaluation/reading_text.py            # the table
    python evaluation/reading_text.py --wrong    # and every wrong abbreviation of the tuning half
    python evaluation/reading_text.py --speed    # and the time of each part

Peers, where installed (``pip install pysbd blingfire``), split the same sixty cases; Ab3P's output
on MED1250 comes with the set. Intervals: Wilson for cases, bootstrap of documents otherwise.
"""

import gzip
import json
import os
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from assuage.reading.abbreviations import abbreviations
from assuage.reading.cues import cues
from assuage.reading.roles import heading_states, roles
from assuage.reading.sentences import sentences
from assuage.terms.reading import Sentence, Span

ROOT = Path(__file__).resolve().parents[1]
CORPORA = Path(os.environ.get("ASSUAGE_SHARED", ROOT.parent / "shared")) / "data" / "corpora"
CASES = Path(__file__).parent / "labels" / "sentence_cases.txt"
DRAWS = 1000

Row = tuple[str, ...]
Counts = tuple[int, int, int]
"""True positive, false positive, false negative, of one document."""


def wilson(right: int, total: int) -> str:
    """Wilson's 95% interval of a share."""
    z = 1.959964
    share = right / total
    middle = share + z * z / (2 * total)
    wide = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    low, high = (middle - wide) / (1 + z * z / total), (middle + wide) / (1 + z * z / total)
    return f"{low:.3f} to {high:.3f}"


def f1(counts: list[Counts]) -> float:
    tp, fp, fn = (sum(column) for column in zip(*counts, strict=True))
    return 2 * tp / (2 * tp + fp + fn)


def scored(counts: list[Counts]) -> tuple[str, str]:
    """F1 with precision and recall; its bootstrap interval over documents."""
    tp, fp, fn = (sum(column) for column in zip(*counts, strict=True))
    draw = random.Random(1)
    drawn = sorted(f1(draw.choices(counts, k=len(counts))) for _ in range(DRAWS))
    figure = f"F1 {f1(counts):.4f} (P {tp / (tp + fp):.4f}, R {tp / (tp + fn):.4f})"
    return figure, f"{drawn[DRAWS // 40]:.3f} to {drawn[-DRAWS // 40]:.3f}"


# Sentences


def _pieces(text: str) -> list[str]:
    text = "\n" + text
    return [text[found.span.start : found.span.end] for found in sentences(text)]


def _splitters() -> dict[str, Callable[[str], list[str]]]:
    found: dict[str, Callable[[str], list[str]]] = {"Assuage": _pieces}
    try:
        import blingfire

        found["blingfire"] = lambda text: blingfire.text_to_sentences(text).split("\n")
    except ImportError:
        pass
    try:
        import pysbd

        segmenter = pysbd.Segmenter(language="en", clean=False)
        found["pysbd"] = segmenter.segment
    except ImportError:
        pass
    return found


def sentence_rows() -> list[Row]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    cases = [line.replace("⏎", "\n") for line in lines if not line.startswith("#")]
    right = {}
    for name, split in _splitters().items():
        right[name] = 0
        for case in cases:
            wanted = [piece.strip() for piece in case.split("‖")]
            text = case.replace(" ‖ ", " ").replace("‖", "")
            right[name] += [piece.strip() for piece in split(text)] == wanted
    ours, total = right.pop("Assuage"), len(cases)
    peers = ", ".join(f"{name} {count}/{total}" for name, count in right.items())
    interval = wilson(ours, total)
    return [
        ("sentences", "hard cases, our own", "all", str(total), f"{ours}/{total}", interval, peers)
    ]


# Abbreviations


def half(pmid: str) -> str:
    """``tuning`` or ``test``, by a hash of the PMID."""
    return "test" if blake2b(pmid.encode(), digest_size=8).digest()[0] % 2 else "tuning"


def med1250(name: str) -> dict[str, tuple[str, set[tuple[str, str]]]]:
    """Text and pairs by PMID of one file of the set."""
    found: dict[str, tuple[list[str], set[tuple[str, str]]]] = {}
    path = CORPORA / "abbreviations" / name
    lines: list[str] = []
    pairs: set[tuple[str, str]] = set()
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        if re.fullmatch(r"\d{5,9}", line):
            lines, pairs = found.setdefault(line, ([], set()))
        elif line.startswith("  "):
            short, long = (part.strip() for part in line.split("|")[:2])
            pairs.add((short, long))
        elif line.strip() and not line.startswith("//"):
            lines.append(line)
    return {pmid: ("\n".join(lines), pairs) for pmid, (lines, pairs) in found.items()}


def agreement(gold: set[tuple[str, str]], read: set[tuple[str, str]]) -> Counts:
    return len(gold & read), len(read - gold), len(gold - read)


def abbreviation_rows(wrong: bool = False) -> list[Row]:
    gold, ab3p, plain = (
        med1250(name) for name in ("MED1250_labeled", "identify_abbr-out", "MED1250_unlabeled")
    )
    rows = []
    ours = {}
    for pmid, (text, _) in plain.items():
        ours[pmid] = {(item.short, item.long) for item in abbreviations(text, sentences(text))}
    for split in ("tuning", "test", "all"):
        part = [pmid for pmid in gold if split == "all" or half(pmid) == split]
        counts = [agreement(gold[pmid][1], ours[pmid]) for pmid in part]
        theirs = scored([agreement(gold[pmid][1], ab3p[pmid][1]) for pmid in part])
        figure, interval = scored(counts)
        n = str(sum(len(gold[pmid][1]) for pmid in part))
        peer = f"Ab3P {theirs[0]} [{theirs[1]}]"
        rows.append(("abbreviations", "MED1250", split, n, figure, interval, peer))
        if wrong and split == "tuning":
            for pmid in part:
                if ours[pmid] != gold[pmid][1]:
                    print(pmid, "-", gold[pmid][1] - ours[pmid], "+", ours[pmid] - gold[pmid][1])
    return rows


# Roles

ROLES = ("background", "aim", "methods", "results", "conclusion")
COARSE = {"background": "b", "aim": "b", "methods": "m", "results": "o", "conclusion": "o"}
NICTA = {
    "background": "b",
    "population": "m",
    "intervention": "m",
    "study design": "m",
    "outcome": "o",
}


def role_part(pmid: str) -> str:
    """As in ``training/roles.py``: a fifth to test, a tenth to choose, the rest to train."""
    number = blake2b(f"roles {pmid}".encode(), digest_size=4).digest()[0]
    return "test" if number < 51 else "choose" if number < 77 else "train"


def articles() -> Iterator[tuple[str, str, str, list[tuple[int, int, str]]]]:
    """PMID, licence, text with headings hidden, and the role that each hidden heading gives."""
    path = CORPORA / "evidence_inference" / "articles.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            text = article["title"].replace("\n", " ") + "\n"
            places = []
            for heading, section in article["abstract_sections"]:
                states = heading_states(heading) if heading.strip() else frozenset[int]()
                body = " ".join(section.split())
                if len(states) == 1 and min(states) < len(ROLES):
                    places.append((len(text), len(text) + len(body), ROLES[min(states)]))
                text += body + " "
            if len(places) >= 2:
                yield article["pmid"], article["license"], text, places


def role_counts(text: str, places: list[tuple[int, int, str]]) -> tuple[Counts, Counts]:
    """Of five roles, and of four (aim counted as background). A sentence belongs where it begins."""
    five, four = [0, 0, 0], [0, 0, 0]
    merged = {"aim": "background"}
    for item in roles(text, sentences(text)):
        gold = next((role for a, b, role in places if a <= item.span.start < b), None)
        if gold is None:
            continue
        for counts, fold in ((five, {}), (four, merged)):
            right = fold.get(gold, gold) == fold.get(item.role or "", item.role)
            counts[0] += right
            counts[1] += not right and item.role is not None
            counts[2] += not right
    return (five[0], five[1], five[2]), (four[0], four[1], four[2])


def _nicta_counts() -> tuple[int, list[Counts]]:
    path = CORPORA / "nicta_piboso" / "data" / "nicta_piboso" / "test_clean.txt"
    counts: list[Counts] = []
    block: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        label, tab, text = line.partition("\t")
        if tab:
            block.append((label, text))
        elif block:
            text, spans = "\n", []
            for _, piece in block:
                spans.append(Sentence(Span(len(text), len(text) + len(piece))))
                text += piece + " "
            read = roles(text, tuple(spans))
            pairs = [
                (NICTA[label], COARSE.get(item.role or "", ""))
                for (label, _), item in zip(block, read, strict=True)
                if label in NICTA
            ]
            right = sum(gold == found for gold, found in pairs)
            given = sum(bool(found) for _, found in pairs)
            counts.append((right, given - right, len(pairs) - right))
            block = []
    return sum(tp + fn for tp, _, fn in counts), counts


def role_rows() -> list[Row]:
    tests: dict[str, list[tuple[Counts, Counts]]] = {}
    for pmid, licence, text, places in articles():
        if licence != "by":
            tests.setdefault("test: other licences, none trained on", []).append(
                role_counts(text, places)
            )
        elif role_part(pmid) == "test":
            tests.setdefault("test: a fifth of CC BY", []).append(role_counts(text, places))
    rows = []
    for split in sorted(tests):
        for number, name in ((0, "roles, five"), (1, "roles, aim as background")):
            counts = [pair[number] for pair in tests[split]]
            n = str(sum(tp + fn for tp, _, fn in counts))
            rows.append((name, "Evidence Inference headings", split, n, *scored(counts), ""))
    total, counts = _nicta_counts()
    rows.append(("roles, three groups", "NICTA-PIBOSO", "test", str(total), *scored(counts), ""))
    return rows


# Cues


def bioscope() -> Iterator[tuple[str, list[tuple[str, int, int, str]], dict[str, tuple[int, int]]]]:
    """Text of a sentence, its cues (kind, start, end, scope), and the scopes."""
    path = CORPORA / "bioscope" / "data" / "bioscope" / "abstracts.xml"
    for sentence in etree.parse(path).iter("sentence"):
        text: list[str] = []
        marked: list[tuple[str, int, int, str]] = []
        scopes: dict[str, tuple[int, int]] = {}
        _walk(sentence, text, marked, scopes)
        yield "".join(text), marked, scopes


def _walk(
    node: etree._Element,
    text: list[str],
    marked: list[tuple[str, int, int, str]],
    scopes: dict[str, tuple[int, int]],
) -> None:
    text.append(node.text or "")
    for child in node:
        start = sum(map(len, text))
        _walk(child, text, marked, scopes)
        end = sum(map(len, text))
        if child.tag == "cue":
            marked.append((child.get("type"), start, end, child.get("ref")))
        elif child.tag == "xcope":
            scopes[child.get("id")] = (start, end)
        text.append(child.tail or "")


class CueCounts(NamedTuple):
    """By sentence: cues of the same span, cues that overlap; letters of the scopes of those found."""

    exact: list[Counts]
    overlap: list[Counts]
    scopes: list[Counts]


def cue_counts() -> dict[str, CueCounts]:
    found = {kind: CueCounts([], [], []) for kind in ("negation", "speculation")}
    for text, marked, scopes in bioscope():
        read = cues(text, (Sentence(Span(0, len(text))),)) if text else ()
        for kind, counts in found.items():
            gold = {(start, end): scopes.get(ref) for k, start, end, ref in marked if k == kind}
            ours = {(c.span.start, c.span.end): c.scope for c in read if c.kind == kind}
            same = gold.keys() & ours.keys()
            counts.exact.append((len(same), len(ours) - len(same), len(gold) - len(same)))
            met = {g for g in gold if any(g[0] < b and a < g[1] for a, b in ours)}
            hits = {o for o in ours if any(g[0] < o[1] and o[0] < g[1] for g in gold)}
            counts.overlap.append((len(hits), len(ours) - len(hits), len(gold) - len(met)))
            for place in sorted(same):
                wanted = gold[place]
                if wanted is not None:
                    counts.scopes.append(_letters(wanted, ours[place]))
    return found


def cue_rows() -> list[Row]:
    rows = []
    for kind, counts in cue_counts().items():
        n = str(sum(tp + fn for tp, _, fn in counts.exact))
        rows.append(_cue_row(f"{kind} cues, same span", n, counts.exact))
        rows.append(_cue_row(f"{kind} cues, overlap", n, counts.overlap))
        n = str(len(counts.scopes))
        rows.append(_cue_row(f"{kind} scopes of cues found, letters", n, counts.scopes))
    return rows


def _cue_row(name: str, n: str, counts: list[Counts]) -> Row:
    return (name, "BioScope abstracts", "all, measured only", n, *scored(counts), "")


def _letters(wanted: tuple[int, int], read: Span) -> Counts:
    both = max(0, min(wanted[1], read.end) - max(wanted[0], read.start))
    return both, read.end - read.start - both, wanted[1] - wanted[0] - both


# Time


def speed() -> None:
    """Microseconds of CPU an abstract of 1,200 to 1,800 characters, best of five rounds."""
    texts = [text for _, _, text, _ in articles() if 1200 < len(text) < 1800][:700]
    split = [sentences(text) for text in texts]
    parts: dict[str, Callable[[str, tuple[Sentence, ...]], object]] = {
        "sentences": lambda text, _: sentences(text),
        "abbreviations": abbreviations,
        "roles": roles,
        "cues": cues,
    }
    for name, part in parts.items():
        part(texts[0], split[0])
        rounds = []
        for _ in range(5):
            began = time.process_time()
            for text, found in zip(texts, split, strict=True):
                part(text, found)
            rounds.append(time.process_time() - began)
        print(f"{name}: {min(rounds) / len(texts) * 1e6:.0f} µs an abstract")


def rows() -> list[Row]:
    """What, data, split, n, figure, 95% interval, peers in the same run."""
    return [*sentence_rows(), *abbreviation_rows(), *role_rows(), *cue_rows()]


def main() -> None:
    if "--wrong" in sys.argv:
        abbreviation_rows(wrong=True)
    print("| what | data | split | n | figure | 95% interval | peers in the same run |")
    print("|---|---|---|---|---|---|---|")
    for row in rows():
        print("| " + " | ".join(row) + " |")
    if "--speed" in sys.argv:
        speed()


if __name__ == "__main__":
    main()
