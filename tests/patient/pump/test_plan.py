"""A pump's plan against the knowledge: what is computed, what is refused and by whose word."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from assuage.asking.names import Index
from assuage.knowledge.shelves import Knowledge
from assuage.patient.person.measures import PatientError
from assuage.patient.person.read import read_file
from assuage.patient.pump.plan import plan
from assuage.patient.pump.settings import DRUGS, PumpError, settings
from assuage.terms.errors import UnknownName
from assuage.terms.pump import PumpPlan

EXAMPLE = (
    Path(__file__).resolve().parents[3] / "docs" / "patients" / "pump-concentration-change.toml"
)
BASE = {"drug": "baclofen", "concentration": "2000ug/mL", "dose": "300ug/day"}


@pytest.fixture(scope="module")
def index(knowledge: Knowledge) -> Index:
    return Index(knowledge)


def planned(index: Index, **table: Any) -> PumpPlan:
    return plan(settings({**BASE, **table}, index), index.knowledge)


def test_the_reference_vector_from_the_command_line_words(index: Index) -> None:
    found = planned(index, fill="20mL", reserve="2mL", fill_date="2026-11-22")
    assert found.flow_ml_per_day == Fraction(3, 20)
    assert found.days_to_reserve == 120
    assert found.refill_on == date(2027, 3, 15)
    # 14.5% is the tolerance that a regulator states for SynchroMed II.
    assert found.accuracy == Fraction(145, 1000)
    assert found.accuracy_finding is not None
    assert found.accuracy_finding.source == "web:synchromed-overinfusion-2014"
    assert found.worst_days_to_reserve == Fraction(120) / Fraction(1145, 1000)
    assert found.refill_on_worst == date(2027, 2, 27)


@pytest.mark.parametrize(
    ("concentration", "dose"),
    [("2 mg/mL", "12.5 ug/h"), ("2000 mcg/mL", "0.3 mg/d"), ("0.2 %", "300ug/day")],
)
def test_other_units_are_the_same_pump_or_refused(
    index: Index, concentration: str, dose: str
) -> None:
    if "%" in concentration:
        with pytest.raises(PumpError, match="is not a mass in a volume"):
            planned(index, concentration=concentration, dose=dose)
        return
    found = planned(index, concentration=concentration, dose=dose)
    assert found.flow_ml_per_day == Fraction(3, 20)


def test_the_users_accuracy_leads(index: Index) -> None:
    found = planned(index, fill="20mL", reserve="2mL", accuracy="±5%")
    assert found.accuracy == Fraction(5, 100)
    assert found.accuracy_finding is None


def test_boluses_count(index: Index) -> None:
    found = planned(index, bolus="25 ug x 4/day", fill="20mL", reserve="2mL")
    assert found.daily_dose_ug == 400
    assert found.flow_ml_per_day == Fraction(2, 10)
    assert found.bolus_volume_ml == Fraction(25, 2000)
    assert found.days_to_reserve == 90


def test_the_example_of_a_concentration_change(index: Index) -> None:
    reading = read_file(EXAMPLE, index)
    found = plan(settings(reading.pump, index), index.knowledge)
    assert found.bridge is not None
    assert found.priming_ml == Fraction("0.432")
    assert found.flow_after_ml_per_day == Fraction(175, 1000)
    # 0.432 mL leave the reservoir during the bridge, the rest at the new flow.
    assert found.days_to_reserve == Fraction(108, 175) + (18 - Fraction("0.432")) / Fraction(
        175, 1000
    )
    assert found.discrepancy is not None
    assert found.discrepancy.difference_ml == Fraction(3, 2)
    assert found.discrepancy.beyond_limit is False


def test_a_concentration_change_without_the_volumes_asks_for_them(index: Index) -> None:
    found = planned(index, to_concentration="500ug/mL")
    assert found.bridge is None
    assert {"tubing", "catheter"} <= set(found.needs)
    assert "no-bridge" in found.remarks


def test_a_lower_concentration_would_overdose_without_a_bridge(index: Index) -> None:
    found = planned(index, to_concentration="500ug/mL", tubing="0.25 mL", catheter="0.2 mL")
    assert found.bridge is not None
    assert found.bridge.unbridged_dose_ug_per_day == 1200


def test_an_alarm_below_that_of_the_source_is_remarked(index: Index) -> None:
    low = planned(index, fill="20mL", reserve="2mL", alarm="2 mL")
    assert "alarm-below-source" in low.remarks
    assert any(f.source == "pmid:15271246" for f in low.findings)
    assert "alarm-below-source" not in planned(index, fill="20mL", alarm="4 mL").remarks


def test_a_refill_that_is_far_off_is_flagged_by_the_source(index: Index) -> None:
    found = planned(index, fill="20mL", reserve="2mL", measured="8 mL", elapsed="100 d")
    assert found.discrepancy is not None
    assert found.discrepancy.expected_ml == 5
    assert found.discrepancy.delivered_share == Fraction(12, 15)
    assert found.discrepancy.beyond_accuracy and found.discrepancy.beyond_limit
    assert any(f.source == "web:asra-2017-itdd-accuracy" for f in found.findings)


@pytest.mark.parametrize(("origin", "low", "high"), [("spinal", 10, 30), ("cerebral", 5, 15)])
def test_steps_hang_on_the_origin_of_spasticity(
    index: Index, origin: str, low: int, high: int
) -> None:
    found = planned(index, dose="100ug/day", origin=origin, target="150ug/day")
    assert found.step_rule is not None and found.step_rule.source == "pmid:27433993"
    assert found.titration[1].slow_ug_per_day == 100 + low
    assert found.titration[1].fast_ug_per_day == 100 + high
    allowed = planned(index, dose="100ug/day", origin=origin, to_dose=f"{100 + high} ug/day")
    assert allowed.step_percent == high
    with pytest.raises(PumpError, match=f"above {high}% by pmid:27433993"):
        planned(index, dose="100ug/day", origin=origin, to_dose=f"{101 + high} ug/day")


def test_the_start_is_twice_the_effective_screening_dose(index: Index) -> None:
    found = planned(index, screening_dose="75 ug")
    assert found.beginning is not None
    assert found.beginning.start_ug_per_day == 150
    assert found.beginning.start_if_prolonged_ug_per_day == 75
    ladder = {
        str(f.fact.amount.value)
        for f in found.findings
        if f.kind == "dose" and f.fact.kind == "screening"
    }
    assert {"25", "50", "75", "100"} <= ladder


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"concentration": "2000"}, "has no unit"),
        ({"dose": "300"}, "has no unit"),
        ({"dose": "300 ug"}, "says no time"),
        ({"dose": "300 mg/day"}, "Did you mean 300 ug/day?"),
        ({"dose": "-300 ug/day"}, "not above 0"),
        ({"concentration": "2000 ug/L/d"}, "is not a mass in a volume"),
        ({"concentration": "2000 mg/mL"}, "Did you mean 2000 ug/mL?"),
        ({"concentration": "2000 ug/L"}, "Did you mean 2000 ug/mL?"),
        ({"fill": "20"}, "has no unit"),
        ({"fill": "60 mL"}, "web:synchromed-fda-recall-2013"),
        ({"fill": "20 mL", "reserve": "25 mL"}, "exchanged"),
        ({"fill": "20 mL", "alarm": "1 mL", "reserve": "2 mL"}, "too late"),
        ({"bolus": "20 ug"}, "20 ug x 4/day"),
        ({"accuracy": "0.145"}, "in percent"),
        ({"fill_date": "22.11.2026"}, "2026-11-22"),
        ({"catheter_length": "70 cm"}, "catheter-volume is missing"),
        ({"convert": "fentanyl 1mg/day"}, "no published rule"),
        ({"fil": "20 mL"}, "Did you mean fill"),
        ({"drug": "ketamine"}, "not given by an intrathecal pump"),
        (
            {"drug": "ziconotide", "concentration": "25 ug/mL", "dose": "20 ug/day"},
            "above 19.2 ug/day",
        ),
        (
            {
                "drug": "ziconotide",
                "concentration": "25 ug/mL",
                "dose": "2.4 ug/day",
                "to_dose": "7.2 ug/day",
            },
            "above 2.4 ug/day",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    index: Index, table: dict[str, str], words: str
) -> None:
    with pytest.raises(PatientError) as caught:
        planned(index, **table)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_drug_gets_its_nearest_names(index: Index) -> None:
    with pytest.raises(UnknownName, match="baclofen"):
        planned(index, drug="baclofin")


def test_the_maximum_of_the_region_holds(index: Index) -> None:
    """19.2 µg/day in the United States, 21.6 in the European Union."""
    table = {"drug": "ziconotide", "concentration": "25 ug/mL", "dose": "21 ug/day"}
    assert planned(index, **table, region="eu").flow_ml_per_day == Fraction(21, 25)
    with pytest.raises(PumpError, match=r"19\.2"):
        planned(index, **table)


@pytest.mark.parametrize("drug", DRUGS)
def test_every_pump_drug_is_known_and_has_a_sourced_dose(index: Index, drug: str) -> None:
    dose = {
        "baclofen": "300 ug/day",
        "ziconotide": "2.4 ug/day",
        "clonidine": "300 ug/day",
        "morphine": "3 mg/day",
        "hydromorphone": "1 mg/day",
        "bupivacaine": "8 mg/day",
    }[drug]
    concentration = "25 ug/mL" if drug == "ziconotide" else "1 mg/mL"
    found = planned(index, drug=drug, concentration=concentration, dose=dose, origin="spinal")
    doses = [f for f in found.findings if f.kind == "dose"]
    assert doses and all(f.source in index.knowledge.sources for f in found.findings)


def test_withdrawal_of_baclofen_names_what_else_guidance_gives(index: Index) -> None:
    found = planned(index)
    agents = {f.fact.agent for f in found.findings if f.kind == "recommendation"}
    assert {"baclofen", "benzodiazepines", "dantrolene"} <= agents
    harms = {f.fact.harm for f in found.findings if f.kind == "rescue"}
    assert harms == {"withdrawal", "overdose"}
    assert found.findings == planned(index).findings


def test_what_was_read_of_baclofen_is_not_said_of_morphine(index: Index) -> None:
    found = planned(index, drug="morphine", concentration="20 mg/mL", dose="5 mg/day")
    for finding in found.findings:
        assert getattr(finding.fact, "drug", None) in (None, "morphine")
        assert getattr(finding.fact, "harm", None) != "withdrawal"
        assert getattr(finding.fact, "what", None) != "creatine-kinase"


def test_a_published_ratio_converts(index: Index) -> None:
    """Intrathecal morphine is a tenth of the epidural dose (label of Duramorph)."""
    found = planned(
        index,
        drug="morphine",
        concentration="10 mg/mL",
        dose="1 mg/day",
        convert="epidural 10 mg/day",
    )
    assert found.beginning is not None and found.beginning.conversion is not None
    assert found.beginning.converted_ug_per_day == 1000
    assert found.beginning.conversion.source == "web:duramorph-us-dosage"


def test_no_ratio_is_made_up_from_morphine_to_hydromorphone(index: Index) -> None:
    """A textbook's copy has 6, a trial of single doses took 2: nothing is converted."""
    with pytest.raises(PumpError, match="no published rule"):
        planned(
            index,
            drug="hydromorphone",
            concentration="10 mg/mL",
            dose="1 mg/day",
            convert="morphine 6 mg/day",
        )
