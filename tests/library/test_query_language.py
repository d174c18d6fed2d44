"""Queries are read as a person means them, and what cannot be read is told with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.library.query_language import Either, Every, Phrase, Without, Words, parse
from assuage.terms.errors import UsageError


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("ketamine cancer pain", Words(("ketamine", "cancer", "pain"), False)),
        ("ketamine", Words(("ketamine",), False)),
        ("", None),
        ("   ", None),
        ('"liver pain"', Phrase("liver pain")),
        ('mesh:"Liver Neoplasms"', Phrase("Liver Neoplasms", "mesh_tree")),
        ("mesh-noexp:Pain", Phrase("Pain", "mesh")),
        ("title:ketamine", Words(("ketamine",), True, "title")),
        ("pain -placebo", Every((Words(("pain",), False), Without(Words(("placebo",), True))))),
        ("pain +ketamine", Every((Words(("pain",), False), Words(("ketamine",), True)))),
        ("a AND b", Every((Words(("a",), True), Words(("b",), True)))),
        (
            "a OR b AND c",
            Either((Words(("a",), True), Every((Words(("b",), True), Words(("c",), True))))),
        ),
        (
            "(a OR b) NOT c",
            Every(
                (
                    Either((Words(("a",), True), Words(("b",), True))),
                    Without(Words(("c",), True)),
                )
            ),
        ),
        ("liver cancer[tiab]", Words(("liver", "cancer"), True, "text")),
        (
            "Liver Neoplasms[mh] AND review[pt]",
            Every((Phrase("Liver Neoplasms", "mesh_tree"), Phrase("review", "type"))),
        ),
        ("liver pain [tiab]", Words(("liver", "pain"), True, "text")),
        ('"Pain"[Majr]', Phrase("Pain", "mesh_major")),
        ("Hardy J[au]", Words(("Hardy", "J"), True, "author")),
        (
            "(ketamine OR morphine)[ti]",
            Either((Words(("ketamine",), True, "title"), Words(("morphine",), True, "title"))),
        ),
        ("doi:10.1000/x(1)y", Phrase("10.1000/x(1)y", "doi")),
        ("2010:2015[dp]", Phrase("2010:2015", "year")),
    ],
)
def test_reads(text: str, tree: object) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "sudden infant death syndrome (SIDS) rates",
            ("sudden", "infant", "death", "syndrome", "SIDS", "rates"),
        ),
        ("alpha (+)-thalassemia trait", ("alpha", "(+)-thalassemia", "trait")),
        ("odds ratio (OR) of death", ("odds", "ratio", "(OR)", "of", "death")),
        ("N(6)-methyladenosine and Ca(2+)", ("N(6)-methyladenosine", "and", "Ca(2+)")),
        (
            "glycemic index [GI] and tissue [TA] work",
            ("glycemic", "index", "GI]", "and", "tissue", "TA]", "work"),
        ),
        ("myopia of -0.75 to +6 diopters", ("myopia", "of", "-0.75", "to", "+6", "diopters")),
        ("Nd:YAG laser and LF:HF", ("Nd:YAG", "laser", "and", "LF:HF")),
        (
            "the odds of pain after one year (OR 0.4) in men",
            ("the", "odds", "of", "pain", "after", "one", "year", "(OR", "0.4)", "in", "men"),
        ),
        ("1) first 2) second", ("1", "first", "2", "second")),
        ("does it help - or harm?", ("does", "it", "help", "-", "or", "harm?")),
        ("ratio 1:2 at 10:30", ("ratio", "1:2", "at", "10:30")),
        ("ketamine: a review", ("ketamine:", "a", "review")),
        ('a 5" catheter', ("a", "5", "catheter")),
    ],
)
def test_plain_sentences_stay_plain(text: str, words: tuple[str, ...]) -> None:
    assert parse(text) == Words(words, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ketamine AND", "at character 13"),
        ("OR ketamine", "at character 1"),
        ("(ketamine AND pain", "parenthesis opens at character 1"),
        ("ketamine) AND pain", "at character 9"),
        ('pain "liver', "quotation mark opens at character 6"),
        ("titel:ketamine", "Did you mean 'title'"),
        ("ketamine[tiabb]", "unknown tag [tiabb]"),
        ("a AND () AND b", "at character"),
        ("(" * 60 + "a" + ")" * 60 + " AND b", "more than 50 parentheses"),
        ("(a OR b OR c OR d) AND (e OR f OR g", "parenthesis opens at character 24"),
        ("NOT NOT a", "NOT stands twice"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=r"character \d+") as told:
        parse(text)
    assert said in str(told.value)


def test_broken_characters_are_no_error() -> None:
    assert parse("pain \ud800") == Words(("pain", "?"), False)


@given(st.text(alphabet='ab (")[]:-+*AND ORNOTti“”「」氯\n', max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse(text)
    except UsageError as told:
        assert "character" in str(told)
