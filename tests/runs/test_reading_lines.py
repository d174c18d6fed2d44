"""What ``assuage read`` shows of a register entry and a label, and which ids a person may type."""

import pytest

from assuage.parsing import spl
from assuage.reading.label import read_label
from assuage.reading.trial import read_trial
from assuage.runs.reading import record_id
from assuage.runs.reading_records import label_lines, trial_lines
from assuage.terms.record import Record
from tests.runs.test_registers_and_labels import TRIAL
from tests.shared_data import shared


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("22965960", "pmid:22965960"),
        ("PMID: 22965960", "pmid:22965960"),
        ("pmid:22965960", "pmid:22965960"),
        ("https://pubmed.ncbi.nlm.nih.gov/22965960/", "pmid:22965960"),
        ("NCT01642004", "nct:NCT01642004"),
        ("nct:nct01642004", "nct:NCT01642004"),
        ("https://clinicaltrials.gov/study/NCT01642004", "nct:NCT01642004"),
        ("https://doi.org/10.1200/JCO.2012.1.0", "doi:10.1200/JCO.2012.1.0"),
        ("spl:abc", "spl:abc"),
    ],
)
def test_what_a_person_types_is_understood(typed: str, meant: str) -> None:
    assert record_id(typed) == meant


def test_a_register_entry_in_lines() -> None:
    assert TRIAL.trial is not None
    told = list(trial_lines(read_trial(TRIAL.trial)))
    assert told[0] == "status: TERMINATED; why it stopped: “Slow recruitment”"
    nausea = next(line for line in told if "Nausea" in line)
    # 12 of 20 against 2 of 21, by hand: 60.0% - 9.5%.
    assert "Ketamine 12/20; Placebo 2/21" in nausea and "computed: +50.5 (95% " in nausea
    assert len(told) < 20


def test_a_label_in_lines() -> None:
    path = shared("labels", "openfda", "openfda", "spl", "tests", "data", "humira.xml")
    (record,) = (r for r in spl.records(path.read_bytes(), path.name) if isinstance(r, Record))
    assert record.label is not None
    told = list(label_lines(read_label(record.label), record.label))
    assert any(line.startswith("hepatic: not-studied") for line in told)
    assert any("more frequencies" in line for line in told) and len(told) < 45
