"""Weights of evidence by hand, and how well the search ranks on real judged queries."""

import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.library.index import Index
from assuage.library.ranking import level, multiplied, multiplier, recency, weight
from assuage.library.related import marking
from assuage.terms.library import LibraryQuery
from tests.library.test_index import filled
from tests.library.works import work
from tests.shared_data import shared

EVALUATION = Path(__file__).resolve().parents[2] / "evaluation" / "retrieval.py"


def test_the_formula_by_hand() -> None:
    assert multiplier(("rct",), 2015, False) == 1.35
    assert multiplier(("rct",), 2015, True) == 0.675
    assert multiplier((), None, False) == 1
    assert recency(2027) == pytest.approx(2**0.15)
    assert recency(1980) == 0.8
    assert level(("animal", "unheard-of")) == 0.8


@given(
    st.lists(st.sampled_from(["rct", "cohort", "animal", "letter", "meta-analysis", "x"])),
    st.one_of(st.none(), st.integers(1500, 2100)),
    st.booleans(),
)
def test_the_column_holds_the_multiplier(
    designs: list[str], year: int | None, retracted: bool
) -> None:
    m = multiplier(tuple(designs), year, retracted)
    assert 0 < m <= 1.5 * 1.15
    assert weight(tuple(designs), year, retracted) >= 0, "the engine takes no negative value"
    assert multiplied(weight(tuple(designs), year, retracted)) == pytest.approx(m)
    assert recency(year) <= recency((year or 2015) + 1)


def test_the_engine_multiplies_by_it(tmp_path: Path) -> None:
    index = filled(tmp_path, [
        work(1, "Ketamine", types=("Meta-Analysis",), year=2020),
        work(2, "Ketamine", types=("Letter",), year=2001, retracted=True),
        work(3, "Ketamine"),
    ])  # fmt: skip
    plain = scores(index, False)
    weighed = scores(index, True)
    assert weighed[1] / plain[1] == pytest.approx(multiplier(("meta-analysis",), 2020, False), 1e-5)
    assert weighed[2] / plain[2] == pytest.approx(multiplier(("letter",), 2001, True), 1e-5)
    assert weighed[3] / plain[3] == pytest.approx(1, 1e-5)


def scores(index: Index, evidence: bool) -> dict[int, float]:
    ranked = index.search(LibraryQuery(text="ketamine", evidence=evidence, expand=False))
    return dict(zip(ranked.numbers, ranked.scores, strict=True))


def test_marking_terms_are_those_that_are_rare_elsewhere() -> None:
    counts = {"pain": 900, "ziconotid": 3, "the": 1000, "pump": 30}
    terms = marking(
        [(2.0, ["ziconotid", "pain", "the"]), (1.0, ["pump", "pain"])], counts.__getitem__, 1000
    )
    assert [stem for stem, _ in terms] == ["ziconotid", "pump", "pain"]
    assert sum(w for _, w in terms) == pytest.approx(1)
    assert marking([], counts.__getitem__, 1000) == []


@pytest.mark.parametrize(
    ("name", "part", "floor"), [("scifact", "train", 0.705), ("nfcorpus", "dev", 0.315)]
)
def test_real_queries_are_ranked_as_well_as_measured(
    tmp_path: Path, name: str, part: str, floor: float
) -> None:
    folder = shared("retrieval", name)
    module = runpy.run_path(str(EVALUATION))
    documents, queries, judged = module["read"](folder, part)
    (tmp_path / "plain").mkdir()
    plain = module["plain"](documents, tmp_path / "plain")
    ours = module["ours"](documents, tmp_path / "ours", True)
    found = {
        label: sum(module["measures"](run(text), judged[q])[0] for q, text in queries)
        / len(queries)
        for label, run in (("plain", plain), ("ours", ours))
    }
    assert found["ours"] > floor
    assert found["ours"] > found["plain"]


def test_a_ranking_is_measured_as_defined() -> None:
    measures = runpy.run_path(str(EVALUATION))["measures"]
    judged = {"a": 2, "b": 1, "c": 0}
    # (1/log2(2) + 2/log2(4)) / (2/log2(2) + 1/log2(3)) = 2 / 2.63093
    ndcg, recall, first = measures(["b", "c", "a"], judged)
    assert (ndcg, recall, first) == (pytest.approx(2 / 2.6309297535714573), 1.0, 1.0)
    assert measures(["x", "b"], judged)[1:] == (0.5, 0.5)
    assert measures([], judged) == (0.0, 0.0, 0.0)
