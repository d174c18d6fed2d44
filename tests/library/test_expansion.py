"""Other names find what the user meant, and never pass the user's own words."""

from pathlib import Path

import pytest

from assuage.knowledge.shelves import Knowledge
from assuage.library.expansion import Expansion, expansion
from assuage.library.index import Index
from assuage.library.spellings import variant
from assuage.terms.library import LibraryQuery
from tests.library.test_index import filled
from tests.library.works import work


@pytest.fixture(scope="module")
def names(knowledge: Knowledge) -> Expansion:
    return expansion(knowledge)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return filled(
        tmp_path_factory.mktemp("names"),
        [
            work(1, "Ketamine infusions"),
            work(2, "Ketalar infusions"),
            work(3, "Esketamine spray"),
            work(4, "Acetaminophen in fever"),
            work(5, "Morphine tablets"),
            work(6, "Opioids in the elderly"),
            work(7, "氯胺酮的应用"),
            work(8, "Renal failure"),
            work(9, "Sorafenib", mesh=("Carcinoma, Hepatocellular",)),
            work(10, "Hepatocellular carcinoma and pain"),
            work(11, "Ascorbic acid"),
        ],
    )


def ask(index: Index, names: Expansion, text: str) -> tuple[int, ...]:
    ranked = index.search(LibraryQuery(text=text, limit=50), names)
    return ranked.numbers[: ranked.total]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("ketamine", {1, 2, 7}),
        ("氯胺酮", {1, 2, 7}),
        ("esketamine", {3}),
        ("艾司氯胺酮", {3}),
        ("paracetamol", {4}),
        ("tylenol", {4}),
        ("opioids", {5, 6}),
        ("kidney failure", {8}),
        ("HCC", {9, 10}),
        ("vitamin C", {11}),
        ("paracetamol AND fever", {4}),
        ("氯胺酮 AND infusions", {1, 2}),
        ("liver cancer AND pain", {10}),
    ],
)
def test_finds_under_other_names(
    index: Index, names: Expansion, text: str, numbers: set[int]
) -> None:
    assert numbers <= set(ask(index, names, text))
    others = {1, 2, 3, 4, 5, 8, 11} - numbers
    assert not others & set(ask(index, names, text))


def test_own_words_stand_before_other_names(index: Index, names: Expansion) -> None:
    assert ask(index, names, "ketamine")[0] == 1
    assert ask(index, names, "Ketalar")[0] == 2
    assert ask(index, names, "氯胺酮")[0] == 7
    assert ask(index, names, "opioids")[0] == 6


def test_a_member_weighs_less_than_a_synonym(names: Expansion) -> None:
    weights = {o.shown: o.weight for o in names.others(("opioid",))}
    assert weights["morphine"] < weights["opiates"] < 1


def test_as_sent_tells_what_was_added(index: Index, names: Expansion) -> None:
    sent = index.search(LibraryQuery(text="paracetamol fever"), names).as_sent
    assert "paracetamol" in sent
    assert "acetaminophen^0.6" in sent
    assert "Ofirmev" not in sent, "a name that no work holds is not sent"
    plain = index.search(LibraryQuery(text="paracetamol fever", expand=False), None).as_sent
    assert plain == "paracetamol OR fever"


def test_a_mesh_heading_finds_what_stands_below(tmp_path: Path, names: Expansion) -> None:
    index = filled(tmp_path, [work(1, "Sorafenib", mesh=("Carcinoma, Hepatocellular",))])
    assert ask(index, names, "liver neoplasms") == (1,)


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("tumour", "tumor"),
        ("anaesthesia", "anesthesia"),
        ("randomised", "randomized"),
        ("oedema", "edema"),
        ("paediatric", "pediatric"),
        ("hypercalcaemia", "hypercalcemia"),
        ("dyspnoea", "dyspnea"),
        ("diarrhoea", "diarrhea"),
    ],
)
def test_spellings_go_both_ways(british: str, american: str) -> None:
    assert variant(british) == american
    assert variant(american) == british
