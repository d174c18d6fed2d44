"""The query text for each source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assuage.sources.clinical_trials import parameters
from assuage.sources.plan import queries
from assuage.sources.register import SOURCES
from assuage.terms.errors import UsageError


def test_names_are_quoted_joined_and_put_in_the_syntax_of_each_source() -> None:
    assert queries(["baclofen", "Lioresal", "BACLOFEN"], ["spasticity", 'so-called "spasm"']) == {
        "pubmed": '("baclofen" OR "Lioresal") AND ("spasticity" OR "so-called spasm")',
        "europe-pmc": '("baclofen" OR "Lioresal") AND ("spasticity" OR "so-called spasm")',
        "clinicaltrials": (
            'query.intr="baclofen" OR "Lioresal" & query.cond="spasticity" OR "so-called spasm"'
        ),
        "openfda": 'openfda.generic_name:"baclofen"',
        "dailymed": "baclofen",
        "rxnav": "baclofen",
    }


def test_a_drug_alone() -> None:
    plan = queries(["ketamine"], [])
    assert plan["pubmed"] == '"ketamine"'
    assert plan["clinicaltrials"] == 'query.intr="ketamine"'
    assert set(plan) == set(SOURCES) - {"pubtator"}


def test_no_drug_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="generic name first"):
        queries([' "" '], ["pain"])


names = st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4)


@given(names, names)
def test_any_names_give_balanced_quotes_and_two_parts(drugs: list[str], pains: list[str]) -> None:
    def named(words: list[str]) -> bool:
        return any(word.replace('"', " ").replace("&", " ").strip() for word in words)

    if not named(drugs):
        return
    plan = queries(drugs, pains)
    assert plan["pubmed"].count('"') % 2 == 0
    expected = {"query.intr"} | ({"query.cond"} if named(pains) else set())
    assert set(parameters(plan["clinicaltrials"])) == expected
