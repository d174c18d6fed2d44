"""The rules of the row list: on made rows, and on the committed list."""

import csv
from pathlib import Path

import exposure_data
import pytest
from exposure_data import dose_times

from tests.shared_data import shared

ROOT = Path(__file__).resolve().parents[3]

PLAIN = {
    "ID": "1", "Study ID": "Made 2000", "Reference": "https://pubmed.ncbi.nlm.nih.gov/12345678/",
    "Grouping": "with Perpetrator", "Victim": "Midazolam", "Perpetrator": "Rifampicin",
    "Route Victim": "PO", "Route Perpetrator": "PO", "Mechanism": "Induction",
    "Compartment": "Plasma", "AUCR Avg": "0.1", "t_treatment_0": "132", "Comment": "",
    "R Dose correction factor": "1.0", "Dose": "600", "Dose Unit": "mg",
    "Times of Administration": "S0-T24-R6",
}  # fmt: skip


def verdict(**changed: str) -> str:
    return exposure_data._made({**PLAIN, **changed}).reason


def test_a_plain_row_is_in_the_list() -> None:
    assert verdict() == ""


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"AUCR Avg": "101.51"}, "percent"),
        ({"AUCR Avg": ""}, "no AUC ratio"),
        ({"Compartment": "Urine"}, "urine"),
        ({"Comment": "1/CLR ratio"}, "urine"),
        ({"Route Victim": ""}, "route"),
        ({"t_treatment_0": "300"}, "washed out"),
        ({"Dose": "75"}, "usual dose"),
        ({"Times of Administration": "96", "t_treatment_0": "97"}, "under two days"),
        ({"Comment": "!! DDGI Ratios AS0 vs. AS2 !!"}, "genotypes"),
        ({"Comment": "calculated as AUCR*Dose(x)/Dose(y)", "R Dose correction factor": ""}, "another dose"),
        ({"Victim": "3-Hydroxyquinidine"}, "not read"),
        ({"Comment": "Ratio 1-hydroxy-midazolam/midazolam"}, "metabolite"),
        ({"Grouping": "X-DDGI_PM"}, "metabolisers"),
        ({"Perpetrator": "Charcoal"}, "no medicine"),
    ],
)  # fmt: skip
def test_rules(changed: dict[str, str], words: str) -> None:
    assert words in verdict(**changed)


def test_a_ratio_is_taken_per_dose() -> None:
    """Yu 2004: 0.9852 with twice the dose under rifampicin is 0.4926 per dose."""
    made = exposure_data._made({**PLAIN, "AUCR Avg": "0.9852", "R Dose correction factor": "2.0"})
    assert made.ratio == pytest.approx(0.4926)


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [
        ("0-24-48-72-96", 0, 96, 5),
        ("0;12;24", 0, 24, 3),
        ("S0-T24-R6", 0, 120, 6),
        ("(S-0,T-12,R-14)", 0, 156, 14),
        ("S168.5-T8-R42", 168.5, 496.5, 42),
        ("S0-(S0-T6-R3)-T24-R28", 0, 660, 84),
        ("S0-T24-R18 (2 mg), S432-T24-R18 (600 mg)", 0, 840, 36),
        ("400mg: 0-12, 200mg: 24-36", 0, 36, 4),
    ],
)
def test_dose_times(text: str, first: float, last: float, count: int) -> None:
    times = dose_times(text)
    assert (times[0], times[-1], len(times)) == (first, last, count)


def test_the_committed_list_is_what_the_rules_say() -> None:
    """Rows that were in the file when the list was committed keep their verdict."""
    now = {r.id: r for r in exposure_data.rows(shared("exposure", "osp_observed_ddi.csv"))}
    with (ROOT / "evaluation" / "exposure_rows.csv").open(encoding="utf-8", newline="") as file:
        kept = list(csv.DictReader(file))
    assert len(kept) > 400
    for row in kept:
        made = now[row["id"]]
        assert (made.reason or "in") == row["verdict"], row
        assert made.pair == (row["victim"], row["perpetrator"])
