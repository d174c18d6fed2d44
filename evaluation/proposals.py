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
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "training"))

from evidence_inference import held_out, plain, prompts  # noqa: E402
from reading_numbers import CODES, digits  # noqa: E402

from assuage.knowledge.load import load  # noqa: E402
from assuage.reading.direction_model import DIRECTIONS  # noqa: E402
from assuage.reading.direction_words import STOP  # noqa: E402
from assuage.reading.proposal_ground import Ground  # noqa: E402
from assuage.reading.proposals import proposals  # noqa: E402
from assuage.reading.publication import Publications  # noqa: E402
from assuage.reading.text import reading_text  # noqa: E402
from assuage.terms.reading import Effect, Risk  # noqa: E402
from assuage.terms.record import Abstract, Passage, Record  # noqa: E402

SHARED = Path(os.environ.get("ASSUAGE_SHARED", ROOT.parent / "shared"))
BEYOND = "accepted beyond our reader: share settled so"
SEED, RECORDS = 11, 400


def wilson(hits: int, n: int) -> str:
    """95% interval of a share."""
    if not n:
        return ""
    z, p = 1.959964, hits / n
    middle, width = p + z * z / 2 / n, z * sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    return (
        f"{max(0.0, middle - width) / (1 + z * z / n):.3f}–{(middle + width) / (1 + z * z / n):.3f}"
    )


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
            names = ("measure", "value", "low", "high", "events", "total", "percent")
            held = {tuple(str(getattr(i, n, None)) for n in names) for i in items}
            ok, _ = passes(ground, true)
            count["accepted", "numbers as read"] += ok
            count["all", "numbers as read"] += 1
            for kind, lie in lies_of(item, true):
                if tuple(str(lie.get(n)) for n in names) in held and "p" not in (
                    n for n in true if lie[n] != true[n]
                ):
                    continue  # by chance another true finding
                ok, _ = passes(ground, lie)
                count["accepted", kind] += ok
                count["all", kind] += 1
                if ok:
                    print(f"  lie accepted ({kind}): {lie}", file=sys.stderr)
    for kind in dict.fromkeys(k for _, k in count):
        yield kind, count["accepted", kind], count["all", kind]


def labels(name: str) -> dict[str, dict[str, Any]]:
    """Labels by PMID."""
    with (HERE / "labels" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return {label["pmid"]: label for label in map(json.loads, lines)}


def as_digits(value: str) -> str:
    """A label's number in one form; what is none as it stands, for the check to refuse."""
    try:
        return digits(value)
    except ValueError:
        return value


def asked_of(
    label: dict[str, Any], shift: int
) -> Iterator[tuple[str, list[dict[str, object]], int]]:
    """The label's items as proposals without quote: what counts as the same, and where it starts.

    A code of the guide stands for several measures: each is proposed.
    """

    def told(item: dict[str, Any], *names: str) -> dict[str, object]:
        return {n: as_digits(item[n]) for n in names if item.get(n) is not None}

    for item in label["effects"]:
        some = told(item, "value", "low", "high")
        key = f"{item['measure']} {some}"
        if item.get("level") is not None:
            some["level_percent"] = digits(item["level"])
        coded = [m for m, code in CODES.items() if code == item["measure"]]
        yield key, [{"type": "effect", "measure": m} | some for m in coded], shift + item["start"]
    for item in label["risks"]:
        some = told(item, "events", "total", "percent")
        yield str(some), [{"type": "risk"} | some], shift + item["start"]
    if label["randomised"]:
        some = {"type": "amounts", "kind": "randomised"} | told(label["randomised"], "value")
        yield str(some), [some], shift + label["randomised"]["start"]


def readers(publications: Publications, measures: list[str]) -> Iterator[tuple[str, int, int]]:
    """What two language models labelled, by whether the settled labels have it, and by ours."""
    with gzip.open(
        SHARED / "data" / "pubmed" / "records.jsonl.gz", "rt", encoding="utf-8"
    ) as lines:
        settled = labels("settled")
        entries = {e["pmid"]: e for e in map(json.loads, lines) if e["pmid"] in settled}
    count: Counter[tuple[str, str]] = Counter()
    why: Counter[str] = Counter()
    for name in ("reader_a", "reader_b"):
        for pmid, label in labels(name).items():
            if pmid not in entries:
                continue
            entry = entries[pmid]
            ground = ground_of(entry["title"], entry["abstract"], publications, measures)
            shift = len(entry["title"]) + 1
            true = {key for key, _, _ in asked_of(settled[pmid], shift)}
            for key, some, start in asked_of(label, shift):
                sentence = ground.sentence(start)
                if sentence is None or not some:
                    continue
                quote = {"quote": ground.text[sentence.span.start : sentence.span.end]}
                each = [json.dumps({"findings": [one | quote]}) for one in some]
                tried = [proposals(text, ground, "m") for text in each]
                passed = [t.accepted[0] for t in tried if t.accepted]
                kind = "settled so" if key in true else "settled otherwise"
                count["all", kind] += 1
                count["accepted", kind] += bool(passed)
                if passed and not any(p.also_ours for p in passed):
                    count["all", BEYOND] += 1
                    count["accepted", BEYOND] += key in true
                if key in true and not passed:
                    why[re.sub(r"[\d.]+", "#", tried[0].rejected[0].reason)[:90]] += 1
    for kind in ("settled so", "settled otherwise", BEYOND):
        yield f"two models' labels, {kind}", count["accepted", kind], count["all", kind]
    for reason, n in why.most_common(12):
        print(f"  settled so and rejected, {n}: {reason}", file=sys.stderr)


def main() -> None:
    """Print the table."""
    knowledge = load()
    publications = Publications(knowledge)
    measures = sorted(knowledge.vocabulary["measures"])
    print("| proposed | n | accepted | 95% interval |\n|---|---|---|---|")
    for what in (directions, numbers, readers):
        for name, hits, n in what(publications, measures):
            print(f"| {name} | {n} | {hits / n if n else 0:.3f} | {wilson(hits, n)} |")


if __name__ == "__main__":
    main()
