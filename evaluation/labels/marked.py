"""Labels written by the indices of an abstract's numbers, to lines of a labels file.

    python evaluation/labels/marked.py LABELS_BY_INDEX OUT.jsonl

A line of the input: ``PMID; R 3; //5; 2/3/4 arm; E MD 5 6 7 95``, where each figure is the index that
``marked`` shows before a number. ``R 3`` is the number randomised, ``R "Thirty patients" 30`` one in
words; ``events/total/percent`` a risk, with the arm's name as printed behind it where it was labelled;
``E`` an effect: measure, value, low, high, level (``-`` for none; ``m3`` where the sign is parted from
its digits). ``-risks``, ``-effects``, ``-randomised`` where these were not labelled.
"""

import gzip
import json
import re
import sys
from pathlib import Path
from typing import Any

from draw import SHARED

_NUMBER = re.compile(r"\d+(?:[.,·]\d+)*")
_SIGN = re.compile(r"([<>≤≥]|[<>]\s?/?\s?=|> or =|< or =)\s?$")


def marked(abstract: str) -> str:
    """The abstract with ``{index}`` before each number."""
    places = list(_NUMBER.finditer(abstract))
    parts, last = [], 0
    for index, match in enumerate(places):
        parts += [abstract[last : match.start()], f"{{{index}}}"]
        last = match.start()
    return "".join([*parts, abstract[last:]])


class Numbers:
    """The numbers of one abstract by index."""

    def __init__(self, abstract: str) -> None:
        self.text = abstract
        self.places = [m.span() for m in _NUMBER.finditer(abstract)]

    def value(self, index: str, signed: bool = False) -> str | None:
        if index in ("", "-"):
            return None
        start, end = self.places[int(index.lstrip("m"))]
        sign = _SIGN.search(self.text, max(0, start - 6), start)
        printed = self.text[start:end]
        if printed.startswith("0") is False and self.text[start - 1 : start] in (".", "·"):
            printed = "." + printed
        if sign:
            mark = sign[1].replace(" or ", "").replace("/", "").replace(" ", "")
            printed = mark + printed
        return "-" + printed if index.startswith("m") else printed

    def span(self, indices: list[str]) -> dict[str, int]:
        some = [self.places[int(i.lstrip("m"))] for i in indices if i not in ("", "-")]
        return {"start": min(s for s, _ in some), "end": max(e for _, e in some)}


def label(line: str, abstracts: dict[str, str]) -> dict[str, Any]:
    """One line of the input."""
    pmid, *items = [part.strip() for part in line.split(";")]
    numbers = Numbers(abstracts[pmid])
    made: dict[str, Any] = {"pmid": pmid, "randomised": None, "effects": [], "risks": []}
    for item in items:
        if not item:
            continue
        if item == "-randomised":
            del made["randomised"]
        elif item in ("-risks", "-effects"):
            made[item[1:]] = None
        elif item.startswith("R "):
            words = re.fullmatch(r'R "([^"]+)" (\d+)', item)
            if words:
                start = numbers.text.index(words[1])
                place = {"start": start, "end": start + len(words[1])}
                made["randomised"] = {"value": words[2], **place}
            else:
                index = item[2:].strip()
                made["randomised"] = {"value": numbers.value(index), **numbers.span([index])}
        elif item.startswith("E "):
            _, measure, value, low, high, *level = item.split()
            made["effects"].append(
                {
                    "measure": measure,
                    "value": numbers.value(value),
                    "low": numbers.value(low),
                    "high": numbers.value(high),
                    "level": numbers.value(level[0]) if level else None,
                    **numbers.span([value, low, high]),
                }
            )
        else:
            figures, _, arm = item.partition(" ")
            parts = figures.split("/")
            if len(parts) != 3:
                raise SystemExit(f"{pmid}: {item!r} is no risk; write events/total/percent")
            events, total, percent = (numbers.value(p) for p in parts)
            risk = {"events": events, "total": total, "percent": percent, **numbers.span(parts)}
            if arm:
                if arm != "?" and arm not in numbers.text:
                    raise SystemExit(f"{pmid}: the arm {arm!r} is not printed")
                risk["arm"] = None if arm == "?" else arm
            made["risks"].append(risk)
    return made


def main(source: Path, out: Path) -> None:
    lines = [x for x in source.read_text(encoding="utf-8").splitlines() if x.strip()]
    pmids = {line.split(";")[0].strip() for line in lines}
    abstracts = {}
    with gzip.open(SHARED / "data/pubmed/records.jsonl.gz", "rt", encoding="utf-8") as records:
        for text in records:
            record = json.loads(text)
            if record["pmid"] in pmids:
                abstracts[record["pmid"]] = record["abstract"]
    made = [label(line, abstracts) for line in lines]
    with out.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(m, ensure_ascii=False) + "\n" for m in made)
    print(f"{len(made)} labels, {sum(len(m['risks'] or ()) for m in made)} risks")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
