"""Two thousand odd records: nothing is raised, every place lies in its text, the same bytes again.

A hundred thousand: ``benchmarks/reading_fuzz.py``.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from assuage.parsing.importing import read
from assuage.reading.many import read_many
from assuage.terms.label_record import Label
from assuage.terms.record import Record
from assuage.terms.trial_record import Trial
from tests.reading.odd_records import (
    check_label,
    check_publication,
    check_trial,
    held,
    labels,
    records,
    trials,
)
from tests.shared_data import shared

CI = {
    "deadline": None,
    "derandomize": True,
    "database": None,
    "suppress_health_check": list(HealthCheck),
    "phases": (Phase.explicit, Phase.generate),
}
"""Not made smaller: of such large records that takes minutes."""


@settings(max_examples=1_200, **CI)  # type: ignore[arg-type]
@given(records())
def test_odd_publications(record: Record) -> None:
    check_publication(record)


@settings(max_examples=400, **CI)  # type: ignore[arg-type]
@given(trials())
def test_odd_register_entries(trial: Trial) -> None:
    check_trial(trial)


@settings(max_examples=400, **CI)  # type: ignore[arg-type]
@given(labels())
def test_odd_labels(label: Label) -> None:
    check_label(label)


READ = """
import hashlib, sys
from itertools import islice
from pathlib import Path
import msgspec
from assuage.knowledge.load import load
from assuage.parsing.importing import read
from assuage.reading.publication import Publications
from assuage.terms.record import Record
reader = Publications(load(Path(sys.argv[1])))
records = [r for r in islice(read(Path(sys.argv[2])), 40) if isinstance(r, Record)]
for r in reversed(records) if sys.argv[3] == "back" else records: reader.read(r)
found = b"".join(msgspec.json.encode(reader.read(r), enc_hook=str) for r in records)
print(len(records), hashlib.sha256(found).hexdigest())
"""


def test_another_process_with_other_hashes_and_another_order_reads_the_same_bytes() -> None:
    knowledge = Path(__file__).resolve().parents[2] / "knowledge"
    file = shared("pubmed", "records.jsonl.gz")
    told = set()
    for seed, order in (("0", "on"), ("4711", "back")):
        done = subprocess.run(
            [sys.executable, "-c", READ, str(knowledge), str(file), order],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        told.add(done.stdout)
    (same,) = told
    assert same.startswith("40 ") and hashlib.sha256().hexdigest() not in same


def test_many_are_read_in_order_on_all_cores_as_one_by_one() -> None:
    items = read(shared("pubmed", "records.jsonl.gz"))
    records = [item for item, _ in zip(items, range(300), strict=False) if isinstance(item, Record)]
    _, reader = held()
    found = list(read_many(reader, records, workers=2))
    assert [reading.record for reading in found] == [record.id for record in records]
    assert found == [reader.read(record) for record in records]
