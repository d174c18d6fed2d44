"""How many alerts fire for 20 invented patients, and what a pharmacist would say of each.

    python evaluation/alerts.py            # the report, as in evaluation/alerts.md
    python evaluation/alerts.py --write    # write it there

Patients: ``alert_patients/*.toml``; judgements: ``alert_judgements.toml`` (one reader, the author of
the rules, not blinded: it measures how the rules behave, not how good they are for others).
"""

import sys
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


def patients(knowledge: Knowledge) -> dict[str, Together]:
    """Everything on each patient, by the file's name."""
    index = Index(knowledge)
    return {
        path.stem: interactions(knowledge, [], read_file(path, index).patient)
        for path in sorted((HERE / "alert_patients").glob("*.toml"))
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


def report(knowledge: Knowledge) -> str:
    judgements = tomli.loads((HERE / "alert_judgements.toml").read_text(encoding="utf-8"))
    found = patients(knowledge)
    rows: list[str] = []
    verdicts: dict[tuple[str, str], int] = {}
    missing: list[str] = []
    usual: dict[str, int] = {}
    grave, minor, pairs, unknown = [], [], 0, 0
    for name, result in found.items():
        shown = [a for a in result.alerts if a.severity != "minor"]
        short = [a for a in result.alerts if a.severity == "minor"]
        grave.append(len(shown))
        minor.append(len(short))
        pairs += pairwise(knowledge, result)
        unknown += len(result.unknown)
        cells = []
        for alert in result.alerts:
            verdict = judged(judgements, name, alert)
            key = ("minor" if alert.severity == "minor" else "alert", verdict)
            verdicts[key] = verdicts.get(key, 0) + 1
            cells.append(f"{alert.effect} ({alert.severity}): {verdict}")
        if result.with_usual:
            verdict = judgements[name]["usual"][0]
            usual[verdict] = usual.get(verdict, 0) + 1
            cells.append(f"beside usual treatments ({len(result.with_usual)}): {verdict}")
        missing += [f"{name}: {text}" for text in judgements[name].get("missing", [])]
        rows.append(
            f"| {name} | {len(result.medicines)} | {len(shown)} | {len(short)} | "
            f"{'; '.join(cells) or 'none'} |"
        )

    def count(kind: str, verdict: str) -> int:
        return verdicts.get((kind, verdict), 0)

    def line(kind: str, title: str) -> str:
        total = sum(count(kind, v) for v in VERDICTS)
        parts = [count(kind, v) for v in VERDICTS]
        share = f"{100 * (parts[0] + parts[1]) / total:.0f}" if total else "–"
        return f"| {title} | {total} | {parts[0]} | {parts[1]} | {parts[2]} | {share} % |"

    by_severity = {
        s: sum(a.severity == s for r in found.values() for a in r.alerts) for s in SEVERITIES
    }
    lines = [
        "# Alerts on 20 invented patients",
        "",
        "Made by `python evaluation/alerts.py --write`; judged by one reader, the author of the rules, "
        "not blinded (`alert_judgements.toml`, with a reason for each). Thresholds and severities were "
        "adjusted after a first look at these same patients: the shares below are no held-out measure.",
        "",
        "| | shown | useful | right, but graded too high | noise | right at all |",
        "|---|---|---|---|---|---|",
        line("alert", "alerts (moderate and graver)"),
        line("minor", "lines to know (minor)"),
        "",
        f"Alerts a patient: median {sorted(grave)[len(grave) // 2]}, most {max(grave)}; lines to know: "
        f"median {sorted(minor)[len(minor) // 2]}, most {max(minor)}. By severity: "
        + ", ".join(f"{s} {n}" for s, n in reversed(by_severity.items()))
        + ".",
        f"The same rules and facts asked pair by pair give {pairs} messages; put together: "
        f"{sum(grave)} alerts and {sum(minor)} lines.",
        f"Blocks beside usual treatments: {sum(usual.values())} patients have one, "
        + ", ".join(f"{v} {n}" for v, n in sorted(usual.items()))
        + f". Names in the patients' files that the knowledge does not have: {unknown}, each said.",
        "",
        "## Missing",
        "",
        *(f"- {text}" for text in missing),
        "",
        "## Each patient",
        "",
        "| patient | medicines | alerts | to know | each, as judged |",
        "|---|---|---|---|---|",
        *rows,
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    text = report(load())
    if "--write" in sys.argv[1:]:
        REPORT.write_text(text, encoding="utf-8", newline="\n")
    print(text, end="")


if __name__ == "__main__":
    main()
