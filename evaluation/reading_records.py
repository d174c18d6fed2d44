"""How well register entries, labels and designs are read; ``reading_records.md`` has the story.

    python evaluation/reading_records.py                 # the table
    python evaluation/reading_records.py --wrong         # and the designs of half A that differ
    python evaluation/reading_records.py --liver 40      # and liver criteria drawn by a seed, to check by hand

Register entries are compared with a second reading of the same files that shares no code with ours
(json and xml of the standard library). nli4ct holds printed lines, no records: its lines are put into
the register's JSON, and the risks that we compute are compared with the percentages it prints.
Intervals: Wilson.
"""

import argparse
import gzip
import hashlib
import json
import os
import random
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from math import sqrt
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from assuage.parsing import trials_json, trials_xml
from assuage.parsing.trials_words import plain
from assuage.reading.design import design
from assuage.reading.label import read_label
from assuage.reading.trial import read_trial
from assuage.reading.trial_eligibility import liver_criteria
from assuage.terms.label_record import Label, LabelSection, LabelTable, Product
from assuage.terms.reading_records import TrialReading
from assuage.terms.record import Record
from assuage.terms.trial_record import Eligibility, Trial

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("ASSUAGE_SHARED", ROOT.parent / "shared")) / "data"
Row = tuple[str, ...]


def wilson(hits: int, n: int) -> str:
    """95% interval of a share."""
    if not n:
        return ""
    z, p = 1.959964, hits / n
    middle, width = p + z * z / 2 / n, z * sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    return f"{(middle - width) / (1 + z * z / n):.3f}–{(middle + width) / (1 + z * z / n):.3f}"


def _row(what: str, data: str, split: str, hits: int, n: int, peers: str = "") -> Row:
    return what, data, split, str(n), f"{hits / n:.3f}" if n else "–", wilson(hits, n), peers


# --- designs ---------------------------------------------------------------------------------


def _types(text: str) -> list[str]:
    return [p.split(":", 1)[-1].split("/")[0].lstrip("*") for p in map(str.strip, text.split(";"))]


def half(pmid: str) -> str:
    """A or B, by the last bit of the first byte of the PMID's SHA-256, as evaluation/designs.py."""
    return "B" if hashlib.sha256(pmid.encode()).digest()[0] & 1 else "A"


def typed_records() -> list[dict[str, Any]]:
    """The shared records that carry publication types."""
    with gzip.open(DATA / "pubmed" / "records.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [e for e in map(json.loads, lines) if e.get("publication_types")]


SAYS = re.compile(r"random|blind|placebo|cross-?over", re.I)
"""Words of which at least one stands in every form that tells of a randomised trial."""


def design_rows(wrong: bool = False) -> Iterator[Row]:
    """Randomised or not, publication types hidden from the reader."""
    held = []
    for entry in typed_records():
        text = f"{entry['title']}\n{entry['abstract']}"
        read = design(text)
        true = "Randomized Controlled Trial" in _types(entry["publication_types"])
        said = read is not None and read.design.startswith("rct")
        held.append((entry, text, true, said))
        if wrong and true != said and half(entry["pmid"]) == "A":
            print(
                "missed" if true else "wrong", entry["pmid"], read and read.design, entry["title"]
            )
    for part in "AB":
        some = [h for h in held if half(h[0]["pmid"]) == part]
        general = [h for h in some if "robotsearch" in str(h[0].get("sources"))]
        telling = [h for h in some if SAYS.search(h[1])]
        for name, rows in (
            ("all typed records", some),
            ("of RobotSearch's sample", general),
            ("whose words tell of chance, masking, placebo or crossover", telling),
        ):
            split = f"half {part}" + (" (tuned)" if part == "A" else "")
            true = [h for h in rows if h[2]]
            said = [h for h in rows if h[3]]
            yield _row("RCT, sensitivity", name, split, sum(h[3] for h in true), len(true))
            yield _row("RCT, precision", name, split, sum(h[2] for h in said), len(said))


# --- register entries ------------------------------------------------------------------------

Number = tuple[str | None, ...]


def _events_of(reading: TrialReading) -> Counter[Number]:
    found: Counter[Number] = Counter()
    for row in reading.events:
        for cell in row.groups:
            key = (
                row.term,
                str(row.serious),
                cell.group,
                _text(cell.affected),
                _text(cell.at_risk),
            )
            found[key] += 1
    return found


def _outcomes_of(reading: TrialReading) -> Counter[Number]:
    found: Counter[Number] = Counter()
    for table in reading.outcomes:
        for row in table.rows:
            for cell in row.cells:
                low = cell.lower_printed if cell.lower is None else _digits(cell.lower)
                high = cell.upper_printed if cell.upper is None else _digits(cell.upper)
                spread = cell.spread_printed if cell.spread is None else _digits(cell.spread)
                value = cell.printed if cell.value is None else _digits(cell.value)
                found[(" ".join(table.title.split()), cell.group, value, spread, low, high)] += 1
    return found


def _digits(value: object) -> str:
    return f"{Decimal(re.sub(r'^[<>=~]+', '', str(value))).normalize():f}"


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)


def _canonical(printed: str | None) -> str | None:
    """Digits without thousands marks, so that both readings are compared as numbers."""
    if not printed:
        return None
    bare = re.sub(r"(?<=\d),(?=\d{3})", "", printed.strip())
    if re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)", bare):
        return f"{Decimal(bare).normalize():f}"
    return plain(printed)


def second_json(study: dict[str, Any]) -> tuple[str, Counter[Number], Counter[Number]] | None:
    """NCT number, adverse-event cells and outcome cells of a study of API v2, read anew."""
    results = study.get("resultsSection")
    identified = study["protocolSection"].get("identificationModule") or {}
    if not isinstance(results, dict) or "nctId" not in identified:
        return None
    nct = identified["nctId"]
    events: Counter[Number] = Counter()
    for key, serious in (("seriousEvents", "True"), ("otherEvents", "False")):
        for event in (results.get("adverseEventsModule") or {}).get(key, []):
            for cell in event.get("stats", []):
                events[
                    (
                        plain(event.get("term", "")),
                        serious,
                        cell.get("groupId"),
                        _canonical(_str(cell.get("numAffected"))),
                        _canonical(_str(cell.get("numAtRisk"))),
                    )
                ] += 1
    outcomes: Counter[Number] = Counter()
    for table in (results.get("outcomeMeasuresModule") or {}).get("outcomeMeasures", []):
        for group in table.get("classes", []):
            for category in group.get("categories", []):
                for cell in category.get("measurements", []):
                    told = (cell.get(k) for k in ("value", "spread", "lowerLimit", "upperLimit"))
                    title = " ".join(plain(table.get("title", "")).split())
                    numbers = tuple(_canonical(_str(v)) for v in told)
                    outcomes[(title, cell.get("groupId"), *numbers)] += 1
    return nct, events, outcomes


def _str(value: Any) -> str | None:
    return None if value is None else str(value)


def second_xml(root: ElementTree.Element) -> tuple[str, Counter[Number], Counter[Number]] | None:
    """The same of a study in the register's former XML; its group ids as they stand there."""
    results = root.find("clinical_results")
    if results is None:
        return None
    nct = root.findtext("id_info/nct_id") or ""
    events: Counter[Number] = Counter()
    for path, serious in (("serious_events", "True"), ("other_events", "False")):
        for event in results.iterfind(
            f"reported_events/{path}/category_list/category/event_list/event"
        ):
            term = " ".join((event.findtext("sub_title") or "").split())
            if term.startswith("Total, "):
                continue
            for cell in event.iterfind("counts"):
                told = (_canonical(cell.get(k)) for k in ("subjects_affected", "subjects_at_risk"))
                events[(term, serious, cell.get("group_id"), *told)] += 1
    outcomes: Counter[Number] = Counter()
    for outcome in results.iterfind("outcome_list/outcome"):
        title = " ".join((outcome.findtext("title") or "").split())
        for cell in outcome.iterfind(".//measurement_list/measurement"):
            keys = ("value", "spread", "lower_limit", "upper_limit")
            outcomes[(title, cell.get("group_id"), *(_canonical(cell.get(k)) for k in keys))] += 1
    return nct, events, outcomes


def _aact() -> Iterator[tuple[str, Trial, tuple[str, Counter[Number], Counter[Number]]]]:
    for path in sorted((DATA / "trials" / "aact").rglob("*")):
        if path.suffix not in (".json", ".xml"):
            continue
        content = path.read_bytes()
        parser = trials_json if path.suffix == ".json" else trials_xml
        ours = {r.trial.nct: r.trial for r in parser.records(content, path.name) if _is_trial(r)}
        for second in _second(content, path.suffix):
            if second and second[0] in ours:
                yield path.suffix, ours[second[0]], second


def _is_trial(record: object) -> bool:
    return isinstance(record, Record) and record.trial is not None


def _second(
    content: bytes, suffix: str
) -> Iterator[tuple[str, Counter[Number], Counter[Number]] | None]:
    try:
        if suffix == ".xml":
            yield second_xml(ElementTree.fromstring(content))
            return
        tree = json.loads(content)
    except (ValueError, ElementTree.ParseError):
        return
    studies = tree.get("studies", [tree]) if isinstance(tree, dict) else tree
    for study in studies if isinstance(studies, list) else []:
        if isinstance(study, dict) and "protocolSection" in study:
            yield second_json(study)


def trial_rows() -> Iterator[Row]:
    """Adverse-event and outcome numbers of aact against the second reading, and places."""
    agree: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    trials: Counter[str] = Counter()
    for suffix, trial, (_, events, outcomes) in _aact():
        reading = read_trial(trial)
        trials[suffix] += bool(events or outcomes)
        for kind, mine, other in (
            ("adverse events", _without_group(_events_of(reading), 2), _without_group(events, 2)),
            ("outcomes", _without_group(_outcomes_of(reading), 1), _without_group(outcomes, 1)),
        ):
            agree[suffix, kind] += (mine & other).total()
            total[suffix, kind] += (mine | other).total()
    for suffix, kind in sorted(total):
        data = f"aact {suffix[1:]}, {trials[suffix]} records with results"
        yield _row(f"cells of {kind}", data, "all", agree[suffix, kind], total[suffix, kind])


def _without_group(cells: Counter[Number], at: int) -> Counter[Number]:
    """Cells without the group's id: the XML counts groups from E1, API v2 from EG000."""
    found: Counter[Number] = Counter()
    for key, n in cells.items():
        words = (" ".join((key[0] or "").split()), *key[1:at], *key[at + 1 :])
        found[words] += n
    return found


_LINE = re.compile(r"^\s+(?P<term>.*?)\s*(?:\[\d+\])?(?P<a>\d+)/(?P<n>\d+)\s+\((?P<p>[\d.]+)%\)$")


def nli4ct_rows() -> Iterator[Row]:
    """Risks that we compute from the lines' counts, against the percentages in the same lines."""
    same = compared = glued = 0
    archive = zipfile.ZipFile(DATA / "trials" / "nli4ct" / "Complete_dataset.zip")
    names = sorted(
        n
        for n in archive.namelist()
        if re.search(r"(?:^|/)NCT\d{8}\.json$", n) and "__MACOSX" not in n
    )
    for name in names:
        lines = json.loads(archive.read(name)).get("Adverse Events", [])
        rows, printed = [], []
        for line in lines:
            found = _LINE.match(line)
            if not found:
                continue
            affected, at_risk, percent = int(found["a"]), int(found["n"]), Decimal(found["p"])
            ends = [int(found["a"][k:]) for k in range(1, len(found["a"]))]
            if not _is(affected, at_risk, percent) and any(_is(n, at_risk, percent) for n in ends):
                # A footnote's number stands at the count without a blank: 21/49 (2.04%).
                glued += 1
                continue
            rows.append((found["term"], affected, at_risk))
            printed.append(percent)
        reading = _read_lines(Path(name).stem, rows)
        for row, percent in zip(reading.events, printed, strict=True):
            risk = row.groups[0].risk
            if risk is None:
                compared += percent != 0
                continue
            compared += 1
            same += abs(Decimal(risk) * 100 - percent) <= Decimal("0.0051")
    yield _row(
        "risk computed from the counts of a line = its percentage",
        f"nli4ct, {len(names)} trials ({glued} lines with a footnote's digit at the count left out)",
        "all, measured only",
        same,
        compared,
    )


def _is(affected: int, at_risk: int, percent: Decimal) -> bool:
    """Whether a count is this percentage, to the two digits printed."""
    return at_risk > 0 and abs(Decimal(affected) * 100 / at_risk - percent) <= Decimal("0.0051")


def _read_lines(nct: str, rows: list[tuple[str, int, int]]) -> TrialReading:
    events = [
        {"term": term, "stats": [{"groupId": "EG000", "numAffected": a, "numAtRisk": n}]}
        for term, a, n in rows
    ]
    study = {
        "protocolSection": {"identificationModule": {"nctId": nct, "briefTitle": nct}},
        "resultsSection": {
            "adverseEventsModule": {"eventGroups": [{"id": "EG000"}], "seriousEvents": events}
        },
    }
    (record,) = trials_json.records(json.dumps(study).encode(), nct)
    assert isinstance(record, Record) and record.trial is not None
    return read_trial(record.trial)


def show_liver(n: int) -> None:
    """Liver criteria of nli4ct drawn by a seed, to be checked by hand."""
    archive = zipfile.ZipFile(DATA / "trials" / "nli4ct" / "Complete_dataset.zip")
    names = sorted(
        x
        for x in archive.namelist()
        if re.search(r"(?:^|/)NCT\d{8}\.json$", x) and "__MACOSX" not in x
    )
    sentences = []
    for name in names:
        lines = json.loads(archive.read(name)).get("Eligibility", [])
        text = "\n".join(lines)
        for found in liver_criteria(Eligibility(criteria=text)):
            line = text[
                text.rfind("\n", 0, found.span.start) + 1 : (text + "\n").find("\n", found.span.end)
            ]
            told = (found.kind, found.side, *found.classes, str(found.limit), found.unit)
            sentences.append((Path(name).stem, told, line.strip()[:300]))
    kinds = [s for s in sentences if s[1][0] != "liver-disease"]
    print(len(sentences), "criteria,", len(kinds), "with a test or class")
    for drawn in random.Random(4).sample(kinds, n):
        print(*drawn, sep=" | ")


# --- labels ----------------------------------------------------------------------------------

_CAPTION = re.compile(r"^\s*Table\s+\d+[.:]?\s")


def tables_of(text: str) -> tuple[tuple[LabelTable, ...], str]:
    """Tables that a text prints in columns parted by two blanks or more, and the rest of the text."""
    found: list[LabelTable] = []
    rest: list[str] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        end, rows = _table_at(lines, at) if _CAPTION.match(lines[at]) else (at, [])
        width = max((len(r) for r in rows), default=0)
        if width >= 2 and len(rows) > 2:
            cells = tuple(tuple(_filled(r, width)) for r in rows)
            found.append(LabelTable(cells, caption=lines[at].strip()))
            at = end
        else:
            rest.append(lines[at])
            at += 1
    return tuple(found), "\n".join(rest)


def _filled(row: list[str], width: int) -> list[str]:
    blanks = [""] * (width - len(row))
    return row + blanks if len(row) == 1 else blanks + row


def _table_at(lines: list[str], at: int) -> tuple[int, list[list[str]]]:
    rows: list[list[str]] = []
    end = at + 1
    while end < len(lines):
        line = lines[end].strip()
        cells = re.split(r"\s{2,}", line) if line else []
        if rows and (len(cells) == 1 and len(line) > 120):
            break
        if rows and not cells and not any(x.strip() for x in lines[end : end + 2]):
            break
        if len(cells) >= 2 or (cells and rows):
            rows.append(cells)
        end += 1
    return end, rows


def _norm(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", words.lower()).strip()


def label_rows() -> Iterator[Row]:
    """Effects read with a frequency, against the annotated adverse events of the same sections."""
    for split in ("train", "test"):
        path = DATA / "labels" / "adverse_reactions" / f"demner-fushman-{split}-labels.json"
        told = annotated = found = beside = beside_read = 0
        for entry in json.loads(path.read_text()):
            if entry["section_name"] != "adverse reactions":
                continue
            text = entry["section_text"]
            tables, rest = tables_of(text)
            section = LabelSection(code="34084-4", text=rest, tables=tables)
            products = (Product(name=entry["label_id"]),)
            reading = read_label(Label(setid="x", products=products, sections=(section,)))
            effects = {_norm(f.effect) for f in reading.frequencies}
            events = {_norm(e[0]) for e in entry["adverse_events"]}
            told += len(effects)
            annotated += sum(
                any(re.search(rf"\b{re.escape(e)}\b", x) for e in events) for x in effects
            )
            found += len(events & effects)
            names = {e[0] for e in entry["adverse_events"]}
            percent = [
                n
                for n in names
                if re.search(rf"{re.escape(n)}\s*\(\s*[<>=]*\s*[\d.]+\s*%", text, re.I)
            ]
            beside += len(percent)
            beside_read += sum(any(_norm(n) in e for e in effects) for n in percent)
        name = "OnSIDES / Demner-Fushman, adverse reactions"
        where = f"{split} part" + (" (read while rules were made)" if split == "train" else "")
        yield _row("effects with a frequency that are annotated", name, where, annotated, told)
        yield _row(
            "annotated effects printed before (n%) that are read", name, where, beside_read, beside
        )


def rows() -> list[Row]:
    """All rows of the table."""
    return [*design_rows(), *trial_rows(), *nli4ct_rows(), *label_rows()]


def main() -> None:
    """Print the table."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--wrong", action="store_true")
    ask.add_argument("--liver", type=int, default=0)
    given = ask.parse_args()
    print("| what | data | split | n | figure | 95% interval | peers in the same run |")
    print("|---|---|---|---|---|---|---|")
    for row in rows():
        print("|", " | ".join(row), "|")
    if given.wrong:
        list(design_rows(wrong=True))
    if given.liver:
        show_liver(given.liver)


if __name__ == "__main__":
    main()
