"""How many alerts fire for invented patients, and what a pharmacist would say of each.

    python evaluation/alerts.py            # the report, as in evaluation/alerts.md
    python evaluation/alerts.py --write    # write it there

Patients: ``alert_patients/``, ``alert_patients_later/`` and ``docs/patients/``; judgements:
``alert_judgements.toml`` and ``alert_judgements_later.toml`` (one reader, the author of the rules, not
blinded: it measures how the rules behave, not how good they are for others).
"""

import sys
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import tomli

from assuage.asking.names import Index
from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge
from assuage.patient.person.read import read_file
from assuage.runs.interactions import interactions
from assuage.terms.additive import SEVERITIES, Alert, Together

HERE = Path(__file__).parent
REPORT = HERE / "alerts.md"
VERDICTS = ("useful", "overgraded", "noise")


def patients(knowledge: Knowledge, folders: Sequence[Path]) -> dict[str, Together]:
    """Everything on each patient, by the file's name."""
    index = Index(knowledge)
    return {
        path.stem: interactions(knowledge, [], read_file(path, index).patient)
        for folder in folders
        for path in sorted(folder.glob("*.toml"))
    }


def judged(judgements: dict[str, Any], patient: str, alert: Alert) -> str:
    """The verdict on an alert. Raises KeyError where nobody judged it yet."""
    try:
        verdict = judgements[patient][alert.effect][0]
    except KeyError:
        raise KeyError(f"{patient}: {alert.effect} ({alert.severity}) is not judged yet") from None
    if verdict not in VERDICTS:
        raise KeyError(f"{patient}: {alert.effect}: {verdict!r} is none of {VERDICTS}")
    return str(verdict)


def pairwise(knowledge: Knowledge, found: Together) -> int:
    """What a checker of pairs would say: one message a rule or fact and pair of medicines."""
    from assuage.patient.additive import together

    count = 0
    for pair in combinations(found.medicines, 2):
        alone = together(knowledge, pair)
        count += sum(len(a.fired) for a in alone.alerts)
    return count


class Tally:
    """One set of patients with its judgements, counted."""

    def __init__(self, knowledge: Knowledge, folders: Sequence[Path], judgements: Path) -> None:
        said = tomli.loads(judgements.read_text(encoding="utf-8"))
        self.first_look = said.pop("first-look", None)
        self.found = patients(knowledge, folders)
        self.rows: list[str] = []
        self.missing: list[str] = []
        self.verdicts: Counter[tuple[str, str]] = Counter()
        self.usual: Counter[str] = Counter()
        self.grave: list[int] = []
        self.minor: list[int] = []
        self.pairs = sum(pairwise(knowledge, result) for result in self.found.values())
        for name, result in self.found.items():
            self._count(name, result, said)

    def _count(self, name: str, result: Together, said: dict[str, Any]) -> None:
        cells = []
        for alert in result.alerts:
            verdict = judged(said, name, alert)
            self.verdicts["minor" if alert.severity == "minor" else "alert", verdict] += 1
            cells.append(f"{alert.effect} ({alert.severity}): {verdict}")
        if result.with_usual:
            verdict = said[name]["usual"][0]
            self.usual[verdict] += 1
            cells.append(f"beside usual treatments ({len(result.with_usual)}): {verdict}")
        self.minor.append(sum(a.severity == "minor" for a in result.alerts))
        self.grave.append(len(result.alerts) - self.minor[-1])
        self.missing += [f"{name}: {text}" for text in said[name].get("missing", [])]
        self.rows.append(
            f"| {name} | {len(result.medicines)} | {self.grave[-1]} | {self.minor[-1]} | "
            f"{'; '.join(cells) or 'none'} |"
        )

    def table(self) -> list[str]:
        return [
            "| | shown | useful | right, but graded too high | noise | right at all |",
            "|---|---|---|---|---|---|",
            shares("alerts (moderate and graver)", [self.verdicts["alert", v] for v in VERDICTS]),
            shares("lines to know (minor)", [self.verdicts["minor", v] for v in VERDICTS]),
        ]

    def text(self) -> str:
        severities = Counter(a.severity for r in self.found.values() for a in r.alerts)
        unknown = sum(len(result.unknown) for result in self.found.values())
        blocks = ", ".join(f"{v} {n}" for v, n in sorted(self.usual.items()))
        return (
            f"Alerts a patient: median {sorted(self.grave)[len(self.grave) // 2]}, most "
            f"{max(self.grave)}; lines to know: median {sorted(self.minor)[len(self.minor) // 2]}, "
            f"most {max(self.minor)}. By severity: "
            + ", ".join(f"{s} {severities[s]}" for s in reversed(SEVERITIES))
            + f".\nThe same rules and facts asked pair by pair give {self.pairs} messages; put together: "
            f"{sum(self.grave)} alerts and {sum(self.minor)} lines.\n"
            f"Patients with a block beside usual treatments: {sum(self.usual.values())} ({blocks}). "
            f"Names that the knowledge does not have: {unknown}, each said."
        )


def shares(title: str, parts: Sequence[int]) -> str:
    total = sum(parts)
    right = f"{100 * (parts[0] + parts[1]) / total:.0f} %" if total else "–"
    return f"| {title} | {total} | {parts[0]} | {parts[1]} | {parts[2]} | {right} |"


def report(knowledge: Knowledge) -> str:
    first = Tally(knowledge, [HERE / "alert_patients"], HERE / "alert_judgements.toml")
    later = Tally(
        knowledge,
        [HERE / "alert_patients_later", HERE.parent / "docs" / "patients"],
        HERE / "alert_judgements_later.toml",
    )
    look = later.first_look
    lines = [
        "# Alerts on invented patients",
        "",
        "Made by `python evaluation/alerts.py --write`; judged by one reader, the author of the rules, "
        "not blinded (`alert_judgements.toml`, `alert_judgements_later.toml`, with reasons).",
        "",
        f"## The first {len(first.found)} patients",
        "",
        "Thresholds and severities were adjusted after a first look at these: no held-out measure.",
        "",
        *first.table(),
        "",
        first.text(),
        "",
        f"## {len(later.found)} later patients",
        "",
        "Twelve written after the rules, five from `docs/patients`. At first look, before anything was "
        "changed because of them:",
        "",
        "| | shown | useful | right, but graded too high | noise | right at all |",
        "|---|---|---|---|---|---|",
        shares("alerts (moderate and graver)", look["alerts"][1:]),
        shares("lines to know (minor)", look["lines"][1:]),
        "",
        f"What should have been an alert and was none, in {len(look['missed'])} of the twelve:",
        "",
        *(f"- {text}" for text in look["missed"]),
        "",
        "After these were mended, and lines on withdrawal were kept to baclofen, tizanidine and "
        "clonidine (these patients are now no more unseen than the first):",
        "",
        *later.table(),
        "",
        later.text(),
        "",
        "## Still missing",
        "",
        *(f"- {text}" for text in (*first.missing, *later.missing)),
        "",
        "## Each patient",
        "",
        "| patient | medicines | alerts | to know | each, as judged |",
        "|---|---|---|---|---|",
        *first.rows,
        *later.rows,
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    text = report(load())
    if "--write" in sys.argv[1:]:
        REPORT.write_text(text, encoding="utf-8", newline="\n")
    print(text, end="")


if __name__ == "__main__":
    main()
