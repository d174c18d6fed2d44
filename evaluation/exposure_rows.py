"""Writes ``exposure_rows.csv``: every interaction row with its pair and its verdict, by rule.

    python evaluation/exposure_rows.py

The list was committed before anything was fitted. Where studies are added to the file, running
this again gives them their verdict by the same rules (``exposure_data.py``).
"""

import csv
from collections import Counter
from pathlib import Path

from exposure_data import rows

OUT = Path(__file__).with_name("exposure_rows.csv")


def main() -> None:
    every = list(rows())
    with OUT.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["id", "study", "victim", "perpetrator", "route", "pathway", "verdict"])
        for r in every:
            out.writerow(
                [r.id, r.study, r.victim, r.perpetrator, r.route, r.pathway, r.reason or "in"]
            )
    for reason, count in Counter(r.reason or "in the list" for r in every).most_common():
        print(f"{count:5d}  {reason}")
    used = [r for r in every if not r.reason]
    for pathway in ("CYP3A", "other"):
        some = [r for r in used if (r.pathway == "CYP3A") == (pathway == "CYP3A")]
        print(
            f"{pathway}: {len(some)} rows, {len({r.study for r in some})} studies, "
            f"{len({r.cell for r in some})} victim-perpetrator-route, {len({r.pair for r in some})} pairs"
        )


if __name__ == "__main__":
    main()
