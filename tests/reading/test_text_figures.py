"""The figures that ``evaluation/reading_text.md`` states hold on the real sets."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.shared_data import shared

SCRIPT = Path(__file__).resolve().parents[2] / "evaluation" / "reading_text.py"


@pytest.fixture(scope="module")
def measured() -> ModuleType:
    shared("corpora")
    spec = importlib.util.spec_from_file_location("reading_text_evaluation", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_abbreviations_are_read_no_worse_than_by_ab3p(measured: ModuleType) -> None:
    gold, ab3p, plain = (
        measured.med1250(name)
        for name in ("MED1250_labeled", "identify_abbr-out", "MED1250_unlabeled")
    )
    ours, theirs = [], []
    for pmid, (text, _) in plain.items():
        found = measured.abbreviations(text, measured.sentences(text))
        pairs = {(item.short, item.long) for item in found}
        ours.append(measured.agreement(gold[pmid][1], pairs))
        theirs.append(measured.agreement(gold[pmid][1], ab3p[pmid][1]))
    assert len(ours) == 1248
    assert measured.f1(ours) > measured.f1(theirs) > 0.89


def test_roles_agree_with_hidden_headings(measured: ModuleType) -> None:
    counts = [
        measured.role_counts(text, places)[0]
        for pmid, licence, text, places in measured.articles()
        if licence == "by" and measured.role_part(pmid) == "test"
    ]
    assert len(counts) > 250
    assert measured.f1(counts) >= 0.88


def test_cues_agree_with_those_marked(measured: ModuleType) -> None:
    counts = measured.cue_counts()
    assert measured.f1(counts["negation"].exact) >= 0.90
    assert measured.f1(counts["speculation"].exact) >= 0.80
    assert measured.f1(counts["negation"].scopes) >= 0.80
    assert measured.f1(counts["speculation"].scopes) >= 0.85
