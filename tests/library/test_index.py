"""The index: what is written is found, what is taken away is gone, parts join without loss."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import tantivy
from hypothesis import given, settings
from hypothesis import strategies as st

from assuage.library import index as index_module
from assuage.library.index import Index, adopt
from assuage.terms.errors import LibraryError, UsageError
from assuage.terms.library import LibraryQuery, Work
from tests.library.works import work
from tests.shared_data import shared


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Index:
    works = [
        work(
            1,
            "Ketamine for cancer pain",
            "A randomised trial of infusions.",
            year=2012,
            mesh=("Carcinoma, Hepatocellular",),
            types=("Randomized Controlled Trial",),
        ),
        work(2, "Ketamine for cancer pain", "A cohort.", year=2020, languages=("chi",)),
        work(
            3,
            "Ketamine for cancer pain",
            "A randomised trial of infusions.",
            year=2012,
            types=("Randomized Controlled Trial",),
            retracted=True,
        ),
        work(
            4,
            "Baclofen pumps and spasticity",
            "Oedema and tumour were seen.",
            year=1999,
            sources=("europe-pmc",),
        ),
        work(5, "Interleukin-6 (IL-6) in cachexia", "TNF-α rose.", kind="preprint"),
        work(6, "氯胺酮治疗癌痛的疗效", languages=("chi",)),
        work(1 << 41, "Methadone rotation", "Randomization was concealed."),
    ]
    folder = tmp_path_factory.mktemp("index")
    return filled(folder, works)


def filled(folder: Path, works: list[Work]) -> Index:
    index = Index.open(folder)
    writer = index.writer(15_000_000)
    for each in works:
        writer.add(each, f"slot {each.number}")
    writer.commit()
    writer.close()
    index.reload()
    return index


def found(index: Index, text: str, **filters: object) -> list[int]:
    ranked = index.search(LibraryQuery(text=text, **filters))  # type: ignore[arg-type]
    return sorted(ranked.numbers[: ranked.total])


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("ketamine", [1, 2, 3]),
        ("What is ketamine?", [1, 2, 3]),
        ('"randomised trial"', [1, 3]),
        ('"trial randomised"', []),
        ("random*", [1, 3, 1 << 41]),
        ("ketamine -cohort", [1, 3]),
        ("ketamine AND NOT cohort", [1, 3]),
        ("baclofen OR methadone", [4, 1 << 41]),
        ("(baclofen OR ketamine) AND spasticity", [4]),
        ("title:randomised", []),
        ("infusions[ti]", []),
        ("infusions[tiab] AND ketamine[ti]", [1, 3]),
        ('mesh:"Liver Neoplasms"', [1]),
        ('mesh:"hepatocellular carcinoma"', [1]),
        ('mesh-noexp:"Liver Neoplasms"', []),
        ("mesh:carcinoma,*", [1]),
        ("pmid:4", [4]),
        ("pmid:99", []),
        ("type:rct", [1, 3]),
        ('"randomized controlled trial"[pt]', [1, 3]),
        ("year:2012", [1, 3]),
        ("year:2000-", [1, 2, 3]),
        ("1990:2012[dp]", [1, 3, 4]),
        ("NOT ketamine", [4, 5, 6, 1 << 41]),
        ("edema", [4]),
        ("tumors", [4]),
        ("IL6", [5]),
        ("TNF-alpha", [5]),
        ("ketamin", [1, 2, 3]),
        ("bacloffen", [4]),
        ("癌痛", [6]),
        ("氯胺酮", [6]),
        ("", [1, 2, 3, 4, 5, 6, 1 << 41]),
        ("of", [1, 3]),
        ("zzzzzz", []),
    ],
)
def test_finds(held: Index, text: str, numbers: list[int]) -> None:
    assert found(held, text) == numbers


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({"year_from": 2013}, [2]),
        ({"year_to": 2012}, [1, 3]),
        ({"year_from": 2012, "year_to": 2012}, [1, 3]),
        ({"designs": ("rct",)}, [1, 3]),
        ({"designs": ("rct", "cohort")}, [1, 3]),
        ({"languages": ("Chinese",)}, [2]),
        ({"languages": ("zh", "eng")}, [2]),
        ({"sources": ("europe-pmc",)}, []),
        ({"kinds": ("article",)}, [1, 2, 3]),
        ({"kinds": ("preprint",)}, []),
    ],
)
def test_filters(held: Index, filters: dict[str, object], numbers: list[int]) -> None:
    assert found(held, "ketamine", **filters) == numbers
    with_all = found(held, "", **filters)
    assert set(numbers) <= set(with_all)


def test_as_typed_means_as_typed(held: Index) -> None:
    for text in ("edema", "IL6", "bacloffen", "tumors"):
        assert held.search(LibraryQuery(text=text, expand=False)).total == 0
    assert held.search(LibraryQuery(text="oedema", expand=False)).total == 1


def test_a_filter_does_not_change_scores(held: Index) -> None:
    free = held.search(LibraryQuery(text="ketamine pain", expand=False))
    bound = held.search(LibraryQuery(text="ketamine pain", expand=False, year_to=2012))
    scores = dict(zip(free.numbers, free.scores, strict=True))
    assert bound.numbers
    for number, score in zip(bound.numbers, bound.scores, strict=True):
        assert score == pytest.approx(scores[number], rel=1e-6)


def test_evidence_raises_trials_and_lowers_the_retracted(held: Index) -> None:
    ranked = held.search(LibraryQuery(text="ketamine cancer pain", evidence=True, expand=False))
    assert ranked.numbers == (1, 2, 3)


def test_pages_follow_each_other(held: Index) -> None:
    whole = held.search(LibraryQuery(text="ketamine pain", expand=False))
    first = held.search(LibraryQuery(text="ketamine pain", expand=False, limit=2))
    second = held.search(LibraryQuery(text="ketamine pain", expand=False, limit=2, offset=2))
    assert first.numbers + second.numbers == whole.numbers
    assert first.total == second.total == whole.total == 3


def test_related_works_follow_after_what_matches(tmp_path: Path) -> None:
    index = filled(
        tmp_path,
        [
            work(1, "Singultus after chemotherapy", "Hiccups treated with baclofen."),
            work(2, "Hiccups and baclofen", "Chemotherapy was given."),
            work(3, "Pressure ulcers", "Nursing care."),
        ],
    )
    ranked = index.search(LibraryQuery(text="singultus"))
    assert (ranked.total, ranked.numbers) == (1, (1, 2))
    assert ranked.scores[0] > ranked.scores[1]
    assert "related" in ranked.as_sent
    assert index.search(LibraryQuery(text="singultus", expand=False)).numbers == (1,)
    assert index.search(LibraryQuery(text="unheardof")).numbers == ()


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet='ketamine "():-*[]IL6氯ANDORNOT ti', max_size=30))
def test_any_query_is_answered_or_refused(held: Index, text: str) -> None:
    try:
        ranked = held.search(LibraryQuery(text=text))
    except UsageError:
        return
    assert len(ranked.numbers) == len(ranked.scores) == len(set(ranked.numbers))
    assert list(ranked.scores) == sorted(ranked.scores, reverse=True)
    assert ranked.as_sent


def test_put_replaces_and_remove_removes(tmp_path: Path) -> None:
    index = filled(tmp_path, [work(1, "Ketamine"), work(2, "Morphine")])
    writer = index.writer(15_000_000)
    writer.put(work(1, "Baclofen"))
    writer.remove(2)
    writer.commit()
    assert found(index, "ketamine") == [1], "an unreloaded reader keeps its view"
    index.reload()
    assert (found(index, "ketamine"), found(index, "baclofen")) == ([], [1])
    assert (index.count(), list(index.numbers())) == (1, [1])
    writer.add(work(3, "Oxycodone"), "slot 3")
    writer.rollback()
    writer.remove_slot("slot 1")
    writer.commit()
    index.reload()
    assert list(index.numbers()) == [1], "put works have no slot"
    writer.close()


def test_numbers_are_listed_in_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_PAGE", 3)
    index = filled(tmp_path, [work(n * n, "x") for n in range(1, 11)])
    assert list(index.numbers()) == [n * n for n in range(1, 11)]


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    index = Index.open(tmp_path)
    writer = index.writer(15_000_000)
    with pytest.raises(LibraryError, match="another run is writing"):
        index.writer(15_000_000)
    with pytest.raises(LibraryError, match="another run is writing"):
        adopt(tmp_path, [])
    writer.close()


def test_an_index_of_another_schema_is_refused(tmp_path: Path) -> None:
    tantivy.Index(tantivy.SchemaBuilder().add_text_field("other").build(), path=str(tmp_path))
    with pytest.raises(LibraryError, match="assuage library reindex"):
        Index.open(tmp_path)


def test_a_damaged_index_is_told(tmp_path: Path) -> None:
    filled(tmp_path, [work(1, "Ketamine")])
    (tmp_path / "meta.json").write_text("{")
    with pytest.raises(LibraryError, match="assuage library reindex"):
        Index.open(tmp_path)


def _shared_works(count: int) -> Iterator[Work]:
    with gzip.open(shared("pubmed", "records.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for number, line in zip(range(1, count + 1), lines, strict=False):
            entry = json.loads(line)
            yield work(number, entry["title"], entry["abstract"])


def test_adopted_parts_answer_as_one_index(tmp_path: Path) -> None:
    works = list(_shared_works(600))
    whole = filled(tmp_path / "whole", works)
    filled(tmp_path / "a", works[:200])
    filled(tmp_path / "b", works[200:350])
    joined = filled(tmp_path / "joined", works[350:])
    assert adopt(tmp_path / "joined", [tmp_path / "a", tmp_path / "b"]) == 350
    assert adopt(tmp_path / "joined", [tmp_path / "a", tmp_path / "b"]) == 0, "again adds nothing"
    joined.reload()
    assert list(joined.numbers()) == list(range(1, 601))
    for text in (
        "morphine postoperative pain",
        '"randomized controlled trial"',
        "nausea AND opioid",
    ):
        query = LibraryQuery(text=text, limit=50, expand=False)
        one, many = whole.search(query), joined.search(query)
        assert one.total == many.total > 0
        by_number = dict(zip(one.numbers, one.scores, strict=True))
        for number, score in zip(many.numbers, many.scores, strict=True):
            assert score == pytest.approx(by_number.get(number, one.scores[-1]), rel=1e-5)
    writer = joined.writer(15_000_000)
    writer.remove_slot("slot 7")
    writer.put(work(8, "Replaced after adoption"))
    writer.commit()
    writer.close()
    joined.reload()
    assert list(joined.numbers()) == [n for n in range(1, 601) if n != 7]
    assert found(joined, '"replaced after adoption"') == [8]
    assert list(Index.open(tmp_path / "a").numbers()) == list(range(1, 201)), "parts are untouched"


def test_an_adoption_that_is_killed_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path / "a", [work(1, "Ketamine")])
    home = filled(tmp_path / "home", [work(2, "Morphine")])
    replace = os.replace

    def killed(source: Path, target: Path) -> None:
        if Path(target).name == "meta.json":
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        adopt(tmp_path / "home", [tmp_path / "a"])
    monkeypatch.undo()
    again = Index.open(tmp_path / "home")
    assert list(again.numbers()) == [2]
    writer = again.writer(15_000_000)
    writer.put(work(3, "Oxycodone"))
    writer.commit()
    writer.close()
    assert adopt(tmp_path / "home", [tmp_path / "a"]) == 1
    home.reload()
    assert list(home.numbers()) == [1, 2, 3]


def test_the_same_works_give_the_same_answer(tmp_path: Path) -> None:
    works = list(_shared_works(300))
    query = LibraryQuery(text="opioid analgesia after surgery", limit=50)
    answers = {filled(tmp_path / n, works).search(query) for n in "ab"}
    assert len(answers) == 1
