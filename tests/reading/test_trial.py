"""Register entries: numbers and places of real records, computed intervals against published ones."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.parsing import trials_json, trials_xml
from assuage.reading.trial import read_trial
from assuage.reading.trial_eligibility import age_limit, liver_criteria
from assuage.reading.trial_numbers import CORRECTED, risk_difference, risk_ratio
from assuage.reading.trial_outcomes import number
from assuage.terms.reading_records import Computed, TrialReading
from assuage.terms.record import Record
from assuage.terms.trial_record import (
    AdverseEvent,
    Arm,
    Eligibility,
    EventCount,
    EventGroup,
    Intervention,
    Trial,
)
from tests.shared_data import shared

NEWCOMBE = [
    # Newcombe 1998, Statist Med 17:873, Table II, contrasts (a) to (h), method 10.
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (10, 10, 0, 10, 0.6075, 1.0000),
]
counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def _trials() -> Iterator[Record]:
    for folder, parser in (("json_data", trials_json), ("xml_data", trials_xml)):
        for path in sorted(shared("trials", "aact", "support", folder).iterdir()):
            for record in parser.records(path.read_bytes(), path.name):
                if isinstance(record, Record) and record.trial is not None:
                    yield record


@pytest.fixture(scope="module")
def read() -> list[tuple[Trial, TrialReading]]:
    return [(r.trial, read_trial(r.trial)) for r in _trials() if r.trial is not None]


def _interval(found: Computed | None) -> tuple[float, float]:
    assert found is not None and found.low is not None and found.high is not None
    return found.low, found.high


@pytest.mark.parametrize(("a", "n", "c", "m", "low", "high"), NEWCOMBE)
def test_difference_has_newcombes_limits(
    a: int, n: int, c: int, m: int, low: float, high: float
) -> None:
    assert _interval(risk_difference(a, n, c, m)) == pytest.approx((low, high), abs=6e-5)


def test_ratio_with_an_empty_cell_as_worked_by_viechtbauer() -> None:
    # R-help, 10 November 2006: 8/508 against 0/500, log ratio 2.817, interval 0.97 to 289.04.
    found = risk_ratio(8, 508, 0, 500)
    assert found is not None and found.method == CORRECTED
    # Worked there from logarithms rounded to three digits.
    assert _interval(found) == pytest.approx((0.97, 289.04), rel=2e-3)


def test_ratio_without_empty_cells_by_hand() -> None:
    found = risk_ratio(10, 100, 5, 100)
    # SE of the log: sqrt(0.1 - 0.01 + 0.2 - 0.01) = 0.52915; 2·exp(∓1.96·0.52915).
    assert found is not None and found.value == 2
    assert _interval(found) == pytest.approx((0.7089, 5.6424), abs=1e-3)


@pytest.mark.parametrize("told", [(0, 10, 0, 12), (3, 0, 1, 5), (6, 5, 1, 5)])
def test_no_ratio_where_nothing_tells_of_one(told: tuple[int, int, int, int]) -> None:
    assert risk_ratio(*told) is None


@given(counts, counts)
def test_comparisons_turn_round_with_their_groups(
    one: tuple[int, int], two: tuple[int, int]
) -> None:
    low, high = _interval(risk_difference(*one, *two))
    other = _interval(risk_difference(*two, *one))
    assert -1 - 1e-12 <= low <= one[0] / one[1] - two[0] / two[1] <= high <= 1 + 1e-12
    assert (low, high) == pytest.approx((-other[1], -other[0]))
    if ratio := risk_ratio(*one, *two):
        back = _interval(risk_ratio(*two, *one))
        assert _interval(ratio) == pytest.approx((1 / back[1], 1 / back[0]))
        assert _interval(ratio)[0] <= ratio.value <= _interval(ratio)[1]


def _at(trial: Trial, place: str) -> Any:
    found: Any = trial
    for name, index in re.findall(r"\.(\w+)(?:\[(\d+)\])?", place):
        found = getattr(found, name)
        found = found[int(index)] if index else found
    return found


def test_every_number_of_the_register_stands_at_its_place(
    read: list[tuple[Trial, TrialReading]],
) -> None:
    seen = 0
    for trial, reading in read:
        for row in reading.events:
            assert _at(trial, row.place).term == row.term
            for risk in row.groups:
                told = _at(trial, risk.place)
                assert (told.group, told.affected) == (risk.group, _str(risk.affected)), risk.place
                assert told.at_risk == _str(risk.at_risk)
                if risk.risk is not None:
                    assert risk.risk == int(told.affected) / int(told.at_risk)
                seen += 1
        for table in (*reading.outcomes, *reading.baseline):
            assert _at(trial, table.place).title == table.title
            for cell in (c for line in table.rows for c in line.cells):
                told = _at(trial, cell.place)
                assert (told.group, told.value) == (cell.group, cell.printed)
                if cell.value is not None:
                    assert str(cell.value).lstrip("<>=~") in told.value.replace(",", "")
                seen += 1
            for analysis in table.analyses:
                assert _at(trial, analysis.place) == analysis.printed
        for row_of_flow in reading.flow:
            for step in row_of_flow.cells:
                assert _at(trial, step.place).participants == step.printed
        criteria = (trial.eligibility.criteria if trial.eligibility else None) or ""
        for found in reading.liver:
            assert criteria[found.span.start : found.span.end].strip()
    assert seen > 5000


def _str(value: int | None) -> str | None:
    return None if value is None else str(value)


def test_no_event_row_or_cell_of_the_register_is_lost(
    read: list[tuple[Trial, TrialReading]],
) -> None:
    for trial, reading in read:
        deaths = [t for t in reading.totals if t.place.startswith("trial.events[")]
        assert len(reading.events) + len(deaths) == len(trial.events)
        cells = sum(len(line.cells) for t in reading.outcomes for line in t.rows)
        assert cells == sum(len(c.measurements) for t in trial.measured for c in t.categories)
        assert sum(len(r.cells) for r in reading.flow) == len(trial.flow)
        assert reading.why_stopped == trial.why_stopped


def test_lenalidomide_against_placebo(read: list[tuple[Trial, TrialReading]]) -> None:
    # NCT01029262, checked by hand in the register's file: 61 of 160 and 16 of 79, serious.
    (reading,) = {r.nct: r for _, r in read if r.nct == "NCT01029262"}.values()
    serious = next(t for t in reading.totals if t.kind == "total-serious")
    assert serious.compared == ("EG001", "EG000")
    assert serious.difference is not None and serious.ratio is not None
    assert serious.difference.value == pytest.approx(61 / 160 - 16 / 79)
    assert serious.ratio.value == pytest.approx((61 / 160) / (16 / 79))


def _two(**told: Any) -> Trial:
    groups = told.pop("groups", ("Drug", "Placebo"))
    ids = [f"EG{i}" for i in range(len(groups))]
    event = AdverseEvent(
        term="Nausea", serious=False, counts=tuple(EventCount(i, "3", "10") for i in ids)
    )
    return Trial(
        nct="NCT00000000",
        allocation=told.pop("allocation", "RANDOMIZED"),
        event_groups=tuple(EventGroup(i, t) for i, t in zip(ids, groups, strict=True)),
        events=(event,),
        **told,
    )


@pytest.mark.parametrize(
    ("trial", "why"),
    [
        (_two(intervention_model="CROSSOVER"), "crossover"),
        (_two(allocation="NON_RANDOMIZED"), "not randomised"),
        (_two(allocation=None), "allocation not told"),
        (_two(groups=("A", "B", "C")), "more than two groups"),
        (_two(groups=("Everyone",)), "single group"),
        (_two(groups=("Run-in", "Drug")), "periods"),
    ],
)
def test_what_is_not_compared_says_why(trial: Trial, why: str) -> None:
    reading = read_trial(trial)
    assert reading.not_compared == why
    assert reading.events[0].difference is None and reading.events[0].ratio is None
    assert reading.events[0].groups[0].risk == 0.3


def test_the_reference_stands_second_and_totals_aside() -> None:
    assert read_trial(_two(groups=("Placebo", "Drug"))).events[0].compared == ("EG1", "EG0")
    assert read_trial(_two(groups=("A", "B", "All participants"))).events[0].compared == (
        "EG0",
        "EG1",
    )
    arms = (Arm("A", "ACTIVE_COMPARATOR"), Arm("B", "EXPERIMENTAL"))
    assert read_trial(_two(groups=("A", "B"), arms=arms)).events[0].compared == ("EG1", "EG0")


def test_arms_have_their_interventions() -> None:
    trial = Trial(
        nct="NCT00000000",
        arms=(Arm("One", "EXPERIMENTAL", interventions=("Drug: Morphine", "Device: Pump")),),
        interventions=(Intervention("Morphine", "DRUG"), Intervention("Placebo", "DRUG")),
    )
    (arm,) = read_trial(trial).arms
    assert [(i.name, i.kind) for i in arm.interventions] == [
        ("Morphine", "DRUG"),
        ("Pump", "DEVICE"),
    ]


def test_more_affected_than_at_risk_gives_no_risk() -> None:
    trial = msgspec.structs.replace(
        _two(), events=(AdverseEvent("X", True, counts=(EventCount("EG0", "11", "10"),)),)
    )
    (cell,) = read_trial(trial).events[0].groups
    assert (cell.affected, cell.at_risk, cell.risk) == (11, 10, None)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [("1.40", "1.40"), ("1,234.5", "1234.5"), ("<0.001", "<0.001"), ("NA", None), ("1,23", None)],
)
def test_numbers_keep_their_digits(printed: str, shown: str | None) -> None:
    found = number(printed)
    assert (str(found) if found else None) == shown


def test_ages() -> None:
    limit = age_limit("18 Years")
    assert limit is not None and (str(limit.value), limit.unit) == ("18", "Years")
    assert age_limit("N/A") is None
    assert age_limit("adult") is not None


CRITERIA = """Inclusion criteria:
- AST (SGOT) and alanine aminotransferase =< 2.5 x ULN, or =< 5 x ULN with liver metastases
- Total bilirubin no greater than 1.5 times the upper limit of normal; creatinine < 2 x ULN
- albumin at least 2.8 g/dL

Exclusion criteria:
- cirrhosis of Child-Pugh class B or C
- Child-Pugh score > 7
- GPT levels three times above the normal upper limit
"""


def test_liver_criteria() -> None:
    told = [
        (c.kind, c.side, c.classes, str(c.limit) if c.limit else None, c.unit)
        for c in liver_criteria(Eligibility(criteria=CRITERIA))
    ]
    inside, outside = "inclusion", "exclusion"
    assert told == [
        ("ast", inside, (), "<=2.5", "xULN"),
        ("ast", inside, (), "<=5", "xULN"),
        ("alt", inside, (), "<=2.5", "xULN"),
        ("alt", inside, (), "<=5", "xULN"),
        ("bilirubin", inside, (), "<=1.5", "xULN"),
        ("albumin", inside, (), ">=2.8", "g/dL"),
        ("liver-disease", outside, (), None, None),
        ("child-pugh", outside, ("B", "C"), None, None),
        ("child-pugh", outside, (), ">7", None),
        ("alt", outside, (), ">3", "xULN"),
    ]


@given(
    st.text(
        alphabet=st.sampled_from("ALT AST <>=≤x123ULN.;\n-child pugh AB bilirubin"), max_size=200
    )
)
def test_any_criteria_are_read(text: str) -> None:
    for found in liver_criteria(Eligibility(criteria=text)):
        assert 0 <= found.span.start < found.span.end <= len(text)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_cells_are_read(affected: str, at_risk: str, title: str) -> None:
    event = AdverseEvent("X", True, counts=(EventCount("EG0", affected, at_risk),))
    trial = msgspec.structs.replace(
        _two(), events=(event,), event_groups=(EventGroup("EG0", title),)
    )
    assert read_trial(trial).events[0].term == "X"
