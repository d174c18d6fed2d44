"""Adverse effects of a drug in a sentence: hand-worked sentences, and the test part of PHEE."""

import json
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from assuage.knowledge.load import load
from assuage.reading.abbreviations import abbreviations
from assuage.reading.adverse_effects import adverse_effects, judged, pairs, weights
from assuage.reading.chemicals_diseases import chemicals_diseases, merged
from assuage.reading.cues import cues
from assuage.reading.names import Names
from assuage.reading.sentences import sentences
from assuage.terms.reading import AdverseEffect, Mention, Sentence, Span
from tests.shared_data import shared


@cache
def _names() -> Names:
    return Names(load())


def _mentions(text: str, parts: tuple[Sentence, ...]) -> tuple[Mention, ...]:
    short = abbreviations(text, parts)
    return merged(_names().mentions(text, parts, short), chemicals_diseases(text, parts, short))


def _read(text: str) -> tuple[AdverseEffect, ...]:
    parts = sentences(text)
    return adverse_effects(text, parts, _mentions(text, parts), cues(text, parts))


def _pairs(text: str) -> set[tuple[str, str]]:
    return {
        (
            text[a.drug.span.start : a.drug.span.end].lower(),
            text[a.effect.span.start : a.effect.span.end].lower(),
        )
        for a in _read(text)
    }


def test_an_induced_harm_is_an_adverse_effect() -> None:
    assert ("methotrexate", "pneumonitis") in _pairs("Methotrexate-induced pneumonitis in a man.")


def test_a_treated_condition_is_none() -> None:
    assert _pairs("Atenolol is used for the treatment of hypertension.") == set()


def test_drug_and_harm_of_two_sentences_are_none() -> None:
    assert _pairs("A title\nLithium was given. Nausea is common.") == set()


def test_a_negated_one_is_flagged() -> None:
    text = "A title\nLithium-induced tremor was common. No morphine-induced nausea was observed."
    flags = {text[a.drug.span.start : a.drug.span.end]: a.negated for a in _read(text)}
    assert flags["Lithium"] is False
    assert flags["morphine"] is True


def test_sentences_of_phee_that_report() -> None:
    path = shared("corpora", "phee", "data", "json", "test.json")
    reporting = said = 0
    with path.open(encoding="utf-8") as lines:
        for line in list(lines)[::4]:
            row = json.loads(line)
            kinds = {e["event_type"] for group in row["annotations"] for e in group["events"]}
            text = row["context"]
            whole = (Sentence(Span(0, len(text))),)
            found = adverse_effects(text, whole, _mentions(text, whole), ())
            if "Adverse_event" in kinds:
                reporting += 1
                said += bool(found)
    assert reporting > 100
    # Development had .74; a tenth less would mean that the weights and the features have parted.
    assert said / reporting >= 0.66


@given(
    st.lists(
        st.sampled_from(
            ["lithium", "induced", "-", "tremor", "and", "in", "no", ",", "developed", "nausea", "after",
             "treated", "with", "morphine", "elevated serum creatinine", "a", "skin eruption"]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_what_pairs_share_is_weighed_once_with_the_same_result(words: list[str]) -> None:
    text = " ".join(words)
    whole = (Sentence(Span(0, len(text))),)
    mentions, held = _mentions(text, whole), weights()
    one_by_one = [
        (pair.drug, pair.effect, held.probability(pair.features))
        for pair in pairs(text, whole[0].span, mentions, held.words)
    ]
    assert list(judged(text, whole[0].span, mentions, held)) == one_by_one


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_odd_text_is_read(odd: str) -> None:
    text = f"{odd} lithium-induced tremor {odd}"
    for found in _read(text):
        assert found.span.start <= found.drug.span.start < found.drug.span.end <= found.span.end
        assert 0 <= found.probability <= 1
