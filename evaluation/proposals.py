"""How much that is true a proposal's check lets through, and how much that is turned.

    python evaluation/proposals.py        # about a minute; ``proposals.md`` has the story

No model is asked: proposals are made from labels and from our own reading, true ones and lies of
each kind, and put through ``reading.proposals`` as a model's reply would be.

Directions: Evidence Inference, articles held out of the shipped weights; a prompt whose evidence is
one sentence of the abstract is proposed with each of the three directions, with the words of the
prompt that stand in that sentence. Numbers: effects and risks that our reader reads in shared records
drawn by a seed, true and altered in one place. Intervals: Wilson.
"""

import gzip
import json
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from math import sqrt
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "training"))

from evidence_inference import held_out, plain, prompts

from assuage.knowledge.load import load
from assuage.reading.direction_model import DIRECTIONS
from assuage.reading.direction_words import STOP
from assuage.reading.proposal_ground import Ground
from assuage.reading.proposals import proposals
from assuage.reading.publication import Publications
from assuage.reading.text import reading_text
from assuage.terms.reading import Effect, Risk
from assuage.terms.record import Abstract, Passage, Record

SHARED = Path(os.environ.get("ASSUAGE_SHARED", ROOT.parent / "shared"))
SEED, RECORDS = 11, 400


def wilson(hits: int, n: int) -> str:
    """95% interval of a share."""
    if not n:
        return ""
    z, p = 1.959964, hits / n
    middle, width = p + z * z / 2 / n, z * sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    return f"{max(0.0, middle - width) / (1 + z * z / n):.3f}–{(middle + width) / (1 + z * z / n):.3f}"


def ground_of(title: str, abstract: str, publications: Publications, measures: list[str]) -> Ground:
    """The ground of a text of our own making."""
    record = Record(
        id="ref:1", source="test", title=title, abstracts=(Abstract((Passage(abstract),)),)
    )
    return Ground(reading_text(record), publications.read(record), measures)


def passes(ground: Ground, finding: dict[str, object]) -> tuple[bool, str]:
    """Whether one proposal is accepted, else why not."""
    found = proposals(json.dumps({"findings": [finding]}), ground, "m")
    return bool(found.accepted), "" if found.accepted else found.rejected[0].reason


def named(sentence: str, words: str) -> str | None:
    """The longest run of the prompt's words that stands in the sentence and names something."""
    parts = re.findall(r"[^\s,;()]+", words)
    telling = {w for w in re.findall(r"[^\W\d_]{3,}", words.lower()) if w not in STOP}
    for length in range(len(parts), 0, -1):
        for at in range(len(parts) - length + 1):
            some = r"\W+".join(map(re.escape, parts[at : at + length]))
            match = re.search(rf"(?<!\w){some}(?!\w)", sentence, re.I)
            if match and telling & set(re.findall(r"[^\W\d_]+", match[0].lower())):
                return match[0]
    return None


def directions(publications: Publications, measures: list[str]) -> Iterator[tuple[str, int, int]]:
    """Accepted and proposed, by whether the direction is the label."""
    count: Counter[tuple[str, bool]] = Counter()
    why: Counter[str] = Counter()
    for prompt in prompts(SHARED):
        if not held_out(prompt.pmcid) or len(prompt.in_abstract) != 1:
            continue
        title, _, rest = prompt.text.partition("\n")
        evidence = plain(prompt.in_abstract[0])
        ground = ground_of(title, rest, publications, measures)
        said = [
            ground.text[s.span.start : s.span.end]
            for s in ground.reading.sentences
            if evidence in plain(ground.text[s.span.start : s.span.end])
        ]
        if not said:
            continue
        outcome = named(said[0], prompt.outcome)
        agent, other = named(said[0], prompt.intervention), named(said[0], prompt.comparator)
        if outcome is None or agent is None:
            continue
        for place, direction in enumerate(DIRECTIONS):
            true = place == prompt.label
            finding = {
                "type": "direction", "quote": said[0], "direction": direction, "outcome": outcome,
                "agent": agent,
            }  # fmt: skip
            if other is not None and other.lower() != agent.lower():
                finding["comparator"] = other
            ok, reason = passes(ground, finding)
            count["accepted", true] += ok
            count["all", true] += 1
            if true and not ok:
                why[re.sub(r"“.*?”", "“…”", reason)] += 1
    for true in (True, False):
        name = "direction as labelled" if true else "another direction than labelled"
        yield name, count["accepted", true], count["all", true]
    for reason, n in why.most_common(6):
        print(f"  true and rejected, {n}: {reason}", file=sys.stderr)


def altered(printed: object) -> str:
    """A number with its last digit changed."""
    text = str(printed)
    return text[:-1] + str((int(text[-1]) + 3) % 10)


def lies_of(
    item: Effect | Risk, true: dict[str, object]
) -> Iterator[tuple[str, dict[str, object]]]:
    """The true proposal altered in one place, by kind of lie."""
    for name in ("value", "low", "high", "p", "events", "total", "percent"):
        if true.get(name) is not None:
            yield "one digit altered", true | {name: altered(true[name])}
    if isinstance(item, Effect):
        if item.value is not None and str(item.value).lstrip("-+<>=~")[:1].isdigit():
            sign = str(item.value)
            turned = sign[1:] if sign.startswith("-") else f"-{sign}"
            if item.value.sign == "=" and item.value.digits:
                yield "sign turned", true | {"value": turned}
        if item.low is not None and item.low != item.high:
            yield "limits turned", true | {"low": str(item.high), "high": str(item.low)}
            if item.value is not None and item.value not in (item.low, item.high):
                yield "value and limit changed round", true | {
                    "value": str(item.low), "low": str(item.value)
                }  # fmt: skip
        other = "hazard-ratio" if item.measure != "hazard-ratio" else "mean-difference"
        yield "another measure", true | {"measure": other}
    elif item.events is not None and item.total is not None and item.events != item.total:
        yield "count and total changed round", true | {"events": item.total, "total": item.events}


def numbers(publications: Publications, measures: list[str]) -> Iterator[tuple[str, int, int]]:
    """Accepted and proposed, true and by kind of lie."""
    with gzip.open(
        SHARED / "data" / "pubmed" / "records.jsonl.gz", "rt", encoding="utf-8"
    ) as lines:
        entries = [
            e for e in map(json.loads, lines) if "95%" in e["abstract"] or "/" in e["abstract"]
        ]
    count: Counter[tuple[str, str]] = Counter()
    for entry in random.Random(SEED).sample(entries, RECORDS):
        ground = ground_of(entry["title"], entry["abstract"], publications, measures)
        items: list[Effect | Risk] = [*ground.reading.effects, *ground.reading.risks]
        for item in items:
            sentence = ground.sentence(item.span.start)
            if sentence is None or item.span.end > sentence.span.end:
                continue
            if sentence.role not in ("results", "conclusion", "title", None):
                continue
            true: dict[str, object] = {
                "type": "effect" if isinstance(item, Effect) else "risk",
                "quote": ground.text[sentence.span.start : sentence.span.end],
            }
            fields = ("measure", "value", "low", "high", "level_percent", "p") if isinstance(item, Effect) else ("events", "total", "percent")  # fmt: skip
            for name in fields:
                told = getattr(item, name)
                if told is not None:
                    true[name] = told if isinstance(told, (str, int)) else str(told)
            held = {(getattr(i, "value", None), getattr(i, "low", None), getattr(i, "high", None),
                     getattr(i, "events", None), getattr(i, "total", None), getattr(i, "percent", None))
                    for i in items}  # fmt: skip
            ok, _ = passes(ground, true)
            count["accepted", "numbers as read"] += ok
            count["all", "numbers as read"] += 1
            for kind, lie in lies_of(item, true):
                as_told = tuple(
                    None if lie.get(n) is None else str(lie[n])
                    for n in ("value", "low", "high", "events", "total", "percent")
                )
                if any(as_told == tuple(None if x is None else str(x) for x in h) for h in held):
                    continue  # by chance another true finding
                ok, _ = passes(ground, lie)
                count["accepted", kind] += ok
                count["all", kind] += 1
                if ok:
                    print(f"  lie accepted ({kind}): {lie}", file=sys.stderr)
    for kind in dict.fromkeys(k for _, k in count):
        yield kind, count["accepted", kind], count["all", kind]


def main() -> None:
    """Print the table."""
    knowledge = load()
    publications = Publications(knowledge)
    measures = sorted(knowledge.vocabulary["measures"])
    print("| proposed | n | accepted | 95% interval |\n|---|---|---|---|")
    for what in (directions, numbers):
        for name, hits, n in what(publications, measures):
            print(f"| {name} | {n} | {hits / n if n else 0:.3f} | {wilson(hits, n)} |")


if __name__ == "__main__":
    main()
