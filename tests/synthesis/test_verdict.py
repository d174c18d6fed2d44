"""The rule of the bottom line, on constructed bodies of evidence."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assuage.appraisal.level import OBSERVATIONAL, RANDOMISED, UNCONTROLLED, Level
from assuage.synthesis.signals import AGAINST, FOR, NONE, UNCLEAR, Signal
from assuage.synthesis.verdict import decide
from assuage.terms.condition import Importance
from assuage.terms.finding import Finding
from assuage.terms.printed import Printed
from assuage.terms.reference import Read
from assuage.terms.source import Citation
from assuage.terms.study import Result, Study

READ = Read(url="https://example.org", parts=("abstract",), on=date(2026, 1, 1))


def signal(
    said: str,
    n: int,
    tier: int = RANDOMISED,
    synthesis: bool = False,
    name: str = "a",
    year: int = 2020,
    directness: str = "direct",
    result: Result | None = None,
) -> Signal:
    study = Study(
        id=name,
        citation=Citation(title=name, year=year),
        read=READ,
        design="rct-parallel",
        conditions=("pain",),
    )
    held = result or Result(outcome="pain-intensity", arm="x", direction="lower", where="abstract")
    finding = Finding(
        id=name,
        kind="result",
        owner=name,
        fact=held,
        source="pmid:1",
        where="abstract",
        read="abstract",
        checked_on=None,
        directness=directness,
        entry=study,
    )
    return Signal(
        finding, study, "x", "pain", "benefit", Level(tier, synthesis, "unclear"), said, n, held
    )


def verdict(*body: Signal) -> str:
    decided = decide(body)
    assert decided is not None
    return decided.verdict


def test_nothing_says_nothing() -> None:
    assert decide(()) is None


def test_one_positive_trial() -> None:
    assert verdict(signal(FOR, 200)) == "benefit"


def test_a_large_null_trial_outweighs_many_small_positive_ones() -> None:
    """No counting of votes: five small trials against one of 200."""
    small = [signal(FOR, 10, name=f"s{i}") for i in range(5)]
    assert verdict(signal(NONE, 200, name="big"), *small) == "no-difference"


def test_disagreement_of_comparable_size_is_contradictory() -> None:
    assert verdict(signal(FOR, 100, name="a"), signal(NONE, 90, name="b")) == "contradictory"


def test_dissent_below_a_quarter_is_named_and_does_not_decide() -> None:
    decided = decide((signal(NONE, 200, name="big"), signal(FOR, 49, name="small")))
    assert decided is not None
    assert decided.verdict == "no-difference"
    assert [s.study.id for s in decided.dissent] == ["small"]


def test_dissent_at_a_quarter_decides() -> None:
    assert verdict(signal(NONE, 200, name="big"), signal(FOR, 50, name="small")) == "contradictory"


def test_randomised_evidence_silences_observational() -> None:
    assert (
        verdict(signal(NONE, 40), signal(FOR, 4000, tier=OBSERVATIONAL, name="o"))
        == "no-difference"
    )


def test_uncontrolled_improvement_is_called_so() -> None:
    assert verdict(signal(FOR, 40, tier=UNCONTROLLED)) == "uncontrolled"


def test_a_review_that_pooled_nothing_does_not_silence_a_trial() -> None:
    body = (signal(UNCLEAR, 500, synthesis=True, name="review"), signal(NONE, 185, name="trial"))
    assert verdict(*body) == "no-difference"


def test_harm_to_the_outcome_is_worse() -> None:
    printed = Result(
        outcome="pain-intensity", arm="x", direction="higher", where="abstract",
        p=Printed(Decimal("0.01")),
    )  # fmt: skip
    assert verdict(signal(AGAINST, 300, result=printed)) == "worse"


def test_a_bare_direction_is_too_little_to_call_something_worse() -> None:
    assert verdict(signal(AGAINST, 300)) == "inconclusive"


def test_preclinical_work_never_reads_as_uncontrolled_benefit() -> None:
    assert verdict(signal(FOR, 0, tier=4, directness="preclinical")) == "benefit"
    assert (
        verdict(
            signal(FOR, 0, tier=4, directness="preclinical", name="a"),
            signal(AGAINST, 0, tier=4, directness="preclinical", name="b"),
        )
        == "contradictory"
    )


def test_a_difference_below_the_minimal_important_one_is_unimportant() -> None:
    result = Result(
        outcome="pain-intensity",
        arm="x",
        versus="placebo",
        direction="lower",
        where="abstract",
        measure="mean-difference",
        effect=Printed(Decimal("-0.5")),
        unit="points-0-10",
        interval=(Printed(Decimal("-0.8")), Printed(Decimal("-0.2"))),
    )
    importance = Finding(
        id="i",
        kind="importance",
        owner="pain",
        source="pmid:2",
        where="abstract",
        read="abstract",
        checked_on=None,
        fact=Importance(
            outcome="pain-intensity",
            value=Printed(Decimal("2")),
            unit="points-0-10",
            source="pmid:2",
            where="abstract",
        ),
    )
    decided = decide((signal(FOR, 300, result=result),), (importance,))
    assert decided is not None and decided.verdict == "unimportant"


SIGNALS = st.builds(
    signal,
    st.sampled_from([FOR, AGAINST, NONE, UNCLEAR]),
    st.integers(0, 1000),
    st.sampled_from([RANDOMISED, OBSERVATIONAL, UNCONTROLLED]),
    st.booleans(),
    st.text("abcdefgh", min_size=1, max_size=6),
)


@given(st.lists(SIGNALS, min_size=1, max_size=6, unique_by=lambda s: s.study.id), st.randoms())
def test_the_order_of_studies_does_not_matter(body: list[Signal], random: object) -> None:
    first = decide(tuple(body))
    shuffled = body[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    second = decide(tuple(shuffled))
    assert first is not None and second is not None
    assert (first.verdict, first.lead) == (second.verdict, second.lead)


@given(st.lists(SIGNALS, min_size=1, max_size=6, unique_by=lambda s: s.study.id))
def test_only_the_strongest_tier_leads(body: list[Signal]) -> None:
    decided = decide(tuple(body))
    assert decided is not None
    assert decided.lead.level.tier == min(s.level.tier for s in body)


def test_not_significant_with_a_wide_interval_is_not_no_difference() -> None:
    wide = Result(
        outcome="pain-response", arm="x", direction="no-difference", where="abstract",
        measure="risk-ratio", effect=Printed(Decimal("0.64")),
        interval=(Printed(Decimal("0.17")), Printed(Decimal("2.40"))),
    )  # fmt: skip
    narrow = Result(
        outcome="pain-response", arm="x", direction="no-difference", where="abstract",
        measure="risk-ratio", effect=Printed(Decimal("1.00")),
        interval=(Printed(Decimal("0.90")), Printed(Decimal("1.10"))),
    )  # fmt: skip
    assert verdict(signal(NONE, 600, result=wide)) == "inconclusive"
    assert verdict(signal(NONE, 600, result=narrow)) == "no-difference"
