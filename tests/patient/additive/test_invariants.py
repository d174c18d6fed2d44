"""Invariants of what adds up: on every list of medicines, whatever the person."""

from decimal import Decimal
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assuage.knowledge.load import load
from assuage.patient.additive import Kin, together
from assuage.patient.additive.pairs import EXPOSURE
from assuage.terms.additive import GROUNDS, SEVERITIES, Taken, Together
from assuage.terms.patient import Patient
from tests.conftest import CURATED

KNOWLEDGE = load(CURATED)
DRUGS = sorted(KNOWLEDGE.drugs)
LISTS = st.lists(st.sampled_from(DRUGS), min_size=1, max_size=6, unique=True)
PEOPLE = st.builds(
    Patient,
    age_years=st.none() | st.sampled_from([Decimal(30), Decimal(80)]),
    platelets_10e9_per_l=st.none() | st.sampled_from([Decimal(20), Decimal(200)]),
    potassium_mmol_per_l=st.none() | st.sampled_from([Decimal("3.0"), Decimal("5.4")]),
    neutrophils_10e9_per_l=st.none() | st.sampled_from([Decimal("0.3"), Decimal("3.0")]),
    child_pugh=st.sampled_from([None, "A", "B", "C"]),
    hepatitis_b=st.sampled_from([None, "negative", "hbsag-positive"]),
)
MODEST = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def run(medicines: list[str], patient: Patient | None = None) -> Together:
    return together(KNOWLEDGE, [Taken(id=m, name=m) for m in medicines], patient)


@MODEST
@given(LISTS, PEOPLE)
def test_one_alert_an_effect_gravest_first_and_all_sourced(
    medicines: list[str], patient: Patient
) -> None:
    found = run(medicines, patient)
    assert len({a.effect for a in found.alerts}) == len(found.alerts)
    ranks = [SEVERITIES.index(a.severity) for a in found.alerts]
    assert ranks == sorted(ranks, reverse=True)
    for alert in found.alerts:
        assert alert.severity == max((f.severity for f in alert.fired), key=SEVERITIES.index)
        assert set(alert.medicines) == {m for f in alert.fired for m in f.medicines}
        assert alert.sources and all(s in KNOWLEDGE.sources for s in alert.sources)
        for note in (*alert.mechanisms, *alert.management):
            assert note.sources and set(note.of) <= set(alert.medicines)


@MODEST
@given(LISTS, PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(medicines, patient, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(medicines)
    random.shuffle(shuffled)
    one, other = run(medicines, patient), run(shuffled, patient)
    assert [(a.effect, a.severity) for a in one.alerts] == [
        (a.effect, a.severity) for a in other.alerts
    ]
    assert one.asks == other.asks


@MODEST
@given(LISTS, st.sampled_from(DRUGS))
def test_another_medicine_takes_no_alert_away(medicines: list[str], more: str) -> None:
    """No medicine in the drugs is an antidote in a rule: alerts only grow."""
    before = {a.effect: a.severity for a in run(medicines).alerts}
    after = {a.effect: a.severity for a in run([*medicines, more]).alerts}
    for effect, severity in before.items():
        assert SEVERITIES.index(after[effect]) >= SEVERITIES.index(severity)


def test_every_severity_is_borne_by_a_ground_that_concerns_the_medicines() -> None:
    for pair in combinations(DRUGS, 2):
        for alert in run(list(pair)).alerts:
            for fired in alert.fired:
                if fired.says is not None and not fired.raised:
                    borne = SEVERITIES.index(GROUNDS[fired.says])
                    assert SEVERITIES.index(fired.severity) <= borne


def test_every_rule_can_be_met_by_what_it_names() -> None:
    """No rule is dead: with all the medicines it names, its groups are met."""
    kin = Kin(KNOWLEDGE)
    for rule in KNOWLEDGE.combinations.values():
        for group in rule.groups:
            named = [
                m
                for agent in (*group.of, *DRUGS)
                for m in (agent, *kin.drugs(agent))
                if kin.counts(
                    Taken(
                        id=m,
                        name=m,
                        route=group.route,
                        stopping=group.state == "stopping",
                        purpose="immune-mediated colitis"
                        if group.purpose == "immune-toxicity"
                        else None,
                    ),
                    group,
                )
                is not None
            ]
            assert len(set(named)) >= group.least, (rule.id, group)


def test_families_of_agents_are_classes_or_agents_of_the_knowledge() -> None:
    agents = KNOWLEDGE.vocabulary["agents"]
    families = {t.family for t in agents.values() if t.family is not None}
    assert families and families <= set(KNOWLEDGE.classes) | set(agents)
    assert "opioids-class" in Kin(KNOWLEDGE).ids("codeine")


def test_observed_exposure_outranks_what_is_said_of_the_class() -> None:
    """Oral S-ketamine with itraconazole: no change observed, although it inhibits CYP3A4."""
    found = run(["ketamine", "itraconazole"])
    kinds = {p.kind for p in found.exposure if (p.drug, p.other) == ("ketamine", "itraconazole")}
    assert kinds == {"no-exposure-change"}
    found = run(["ketamine", "fluconazole"])
    held = next(p for p in found.exposure if (p.drug, p.other) == ("ketamine", "fluconazole"))
    assert held.kind == "exposure-increased" and held.through == "cyp3a4-inhibitors"
    assert all(p.kind in EXPOSURE for p in found.exposure)


def test_the_same_fact_from_two_files_is_one() -> None:
    """Morphine's file and gabapentin's file both hold the study of 2000 (PMID 10866910)."""
    found = run(["morphine", "gabapentin"])
    raised = [p for p in found.exposure if p.kind == "exposure-increased"]
    assert [(p.drug, p.other, p.sources) for p in raised] == [
        ("gabapentin", "morphine", ("pmid:10866910",))
    ]


def test_route_decides_which_observation_counts() -> None:
    """Rifampicin: oral oxycodone −86 %, intravenous −53 % (PMID 19417618)."""
    for route in ("oral", "intravenous"):
        found = together(
            KNOWLEDGE,
            [
                Taken(id="oxycodone", name="oxycodone", route=route),
                Taken(id="rifampicin", name="rifampicin"),
            ],
        )
        assert {p.route for p in found.exposure} == {route}
