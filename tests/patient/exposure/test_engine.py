"""Abstentions, invariants, and guidance above the model."""

from decimal import Decimal

import msgspec
import pytest

from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge
from assuage.patient.exposure.engine import exposure, of_patient
from assuage.patient.exposure.predict import With
from assuage.terms.exposure import REASONS, Factor
from assuage.terms.patient import Genotype, Medicine, MedicineDose, Patient


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def why(knowledge: Knowledge, drug: str, other: str, route: str = "oral") -> tuple[str, ...]:
    (factor,) = exposure(knowledge, drug, route, [With(other)]).factors
    assert factor.leads is None and factor.span is None
    return factor.reasons


@pytest.mark.parametrize(
    ("drug", "other", "route", "reason"),
    [
        ("adalimumab", "rifampicin", "subcutaneous", "biologic"),
        ("baclofen", "rifampicin", "intrathecal", "local-route"),
        ("gabapentin", "ketoconazole", "oral", "no-shared-pathway"),
        ("oxycodone", "levetiracetam", "oral", "strength-unknown"),
    ],
)
def test_abstains_and_says_why(
    knowledge: Knowledge, drug: str, other: str, route: str, reason: str
) -> None:
    assert why(knowledge, drug, other, route) == (reason,)


def test_what_sources_say_without_a_ratio_is_kept(knowledge: Knowledge) -> None:
    """Tacrolimus with rifampicin: lowered, by the label; dexamethasone: by its class on CYP3A4."""
    (named,) = exposure(knowledge, "tacrolimus", "oral", [With("rifampicin")]).factors
    assert ("exposure-decreased", "web:advagraf-newpages", "rifampicin") in named.directions
    (by_class,) = exposure(knowledge, "dexamethasone", "oral", [With("itraconazole")]).factors
    assert ("exposure-increased", "web:hemady-us", "cyp3a4-inhibitors") in by_class.directions


def test_nothing_given_changes_nothing(knowledge: Knowledge) -> None:
    answer = exposure(knowledge, "oxycodone", "oral")
    assert answer.factors == () and answer.together is None


def test_order_of_medicines_does_not_matter(knowledge: Knowledge) -> None:
    some = [With("voriconazole"), With("paroxetine"), With("rifampicin")]
    forward = exposure(knowledge, "oxycodone", "oral", some)
    backward = exposure(knowledge, "oxycodone", "oral", some[::-1])
    assert forward.together == backward.together


def test_inhibitor_and_inducer_pull_apart(knowledge: Knowledge) -> None:
    up = exposure(knowledge, "midazolam", "oral", [With("ketoconazole")]).together
    down = exposure(knowledge, "midazolam", "oral", [With("rifampicin")]).together
    assert up is not None and down is not None and down.ratio < 0.2 < 5 < up.ratio


def test_dose_and_time_of_an_inducer(knowledge: Knowledge) -> None:
    """Less, shorter and longer ago induce less: alprazolam and carbamazepine leave no row here."""

    def ratio(**how: float) -> float:
        # felodipine with rifampicin was not observed in the shipped rows
        (factor,) = exposure(knowledge, "felodipine", "oral", [With("rifampicin", **how)]).factors
        assert factor.leads == "modelled" and factor.span is not None
        return factor.span.ratio

    full = ratio(mg_per_day=600.0)
    assert full < ratio(mg_per_day=75.0) < ratio(mg_per_day=10.0) < 1.0
    assert full < ratio(mg_per_day=600.0, days=2.0) < 1.0
    assert full < ratio(mg_per_day=600.0, stopped_h=96.0) < ratio(stopped_h=336.0) < 1.0


def test_class_stands_in_where_the_strength_was_not_estimated(knowledge: Knowledge) -> None:
    """Diltiazem is in FDA's list of moderate inhibitors and in no shipped estimate."""
    (factor,) = exposure(knowledge, "midazolam", "oral", [With("diltiazem")]).factors
    assert factor.modelled is not None and "strength-from-class" in factor.reasons
    assert 2.0 <= factor.modelled.span.ratio < 5.0
    (known,) = exposure(knowledge, "midazolam", "oral", [With("erythromycin")]).factors
    assert known.modelled is not None
    wide = factor.modelled.span.high / factor.modelled.span.low
    assert wide > known.modelled.span.high / known.modelled.span.low


def test_together_is_the_product(knowledge: Knowledge) -> None:
    answer = exposure(
        knowledge, "oxycodone", "oral", [With("voriconazole")], child_pugh="B",
        clearance_ml_per_min=45.0,
    )  # fmt: skip
    product = 1.0
    for factor in answer.factors:
        assert factor.span is not None
        product *= factor.span.ratio
    assert answer.together is not None
    assert answer.together.ratio == pytest.approx(product)
    assert answer.together.low < answer.together.ratio < answer.together.high


def test_worse_function_is_more_exposure(knowledge: Knowledge) -> None:
    found = [exposure(knowledge, "oxycodone", "oral", child_pugh=c).together for c in "ABC"]
    ratios = [f.ratio for f in found if f is not None]
    assert len(ratios) == 3 and ratios == sorted(ratios)
    kidneys = [
        exposure(knowledge, "baclofen", "oral", clearance_ml_per_min=rate).together
        for rate in (75.0, 45.0, 22.0, 8.0)
    ]
    rising = [k.ratio for k in kidneys if k is not None]
    assert len(rising) == 4 and rising == sorted(rising)


def test_baclofen_exposure_meets_its_dose_advice(knowledge: Knowledge) -> None:
    """Vlavonou 2014: reduce by 1/3, 1/2, 2/3 in mild, moderate, severe: 1.5, 2 and 3 times."""
    for rate, implied in ((65.0, 1.5), (40.0, 2.0), (22.0, 3.0)):
        span = exposure(knowledge, "baclofen", "oral", clearance_ml_per_min=rate).together
        assert span is not None and span.low < implied < span.high


def test_the_region_leads_and_the_strictest_stands_beside(knowledge: Knowledge) -> None:
    uk = exposure(knowledge, "oxycodone", "oral", child_pugh="B", region="uk").advice
    kr = exposure(knowledge, "oxycodone", "oral", child_pugh="B", region="kr").advice
    assert [a.region for a in uk if a.leads] == ["uk"]
    assert [a.region for a in kr if a.leads] == ["kr"]
    for found in (uk, kr):
        (strict,) = [a for a in found if a.strictest]
        assert strict.action == "avoid" and strict.risks and strict.source
    assert kr[0].leads and kr[0].action == "reduce-initial-dose"


def test_guidance_by_range_of_clearance(knowledge: Knowledge) -> None:
    def actions(rate: float) -> set[tuple[str, str | None]]:
        found = exposure(knowledge, "baclofen", "oral", clearance_ml_per_min=rate).advice
        return {(a.action, a.limits) for a in found if a.source == "pmid:28899601"}

    assert actions(45.0) == {("reduce-dose", "30-60")}
    assert actions(30.0) == {("reduce-dose", "30-60")}
    assert actions(29.9) == {("avoid", "<30")}
    assert actions(60.0) == set()


def test_what_is_said_of_the_swallowed_drug_is_not_said_of_the_pump(knowledge: Knowledge) -> None:
    assert not exposure(knowledge, "baclofen", "intrathecal", clearance_ml_per_min=20.0).advice


def test_of_a_person(knowledge: Knowledge) -> None:
    person = Patient(
        child_pugh="B",
        egfr_ml_per_min_1_73m2=Decimal(45),
        region="uk",
        medicines=(
            Medicine(name="voriconazole", drug="voriconazole"),
            Medicine(name="rifampicin", drug="rifampicin", planned=True),
            Medicine(name="oxycodone", drug="oxycodone"),
        ),
        genotypes=(Genotype(gene="CYP2D6", phenotype="poor"),),
    )
    answer = of_patient(knowledge, "oxycodone", "oral", person)
    kinds = [(f.kind, f.what[0]) for f in answer.factors]
    assert kinds == [
        ("interaction", "voriconazole"),
        ("liver", "B"),
        ("kidney", "moderate"),
        ("gene", "CYP2D6"),
    ]
    assert answer == of_patient(knowledge, "oxycodone", "oral", person)
    partly = of_patient(knowledge, "oxycodone", "oral", Patient(child_pugh="B"))
    assert partly.missing == ("egfr_ml_per_min_1_73m2",)
    assert of_patient(knowledge, "oxycodone", "oral", Patient()).missing == ()


def test_a_gene_and_an_inhibitor_of_its_enzyme_are_not_multiplied(knowledge: Knowledge) -> None:
    answer = exposure(
        knowledge, "metoprolol", "oral", [With("paroxetine")], genotypes={"CYP2D6": "poor"}
    )
    gene = next(f for f in answer.factors if f.kind == "gene")
    paroxetine = next(f for f in answer.factors if f.kind == "interaction")
    assert "same-pathway" in gene.reasons and answer.together == paroxetine.span


def test_poor_metabolisers_have_at_least_what_an_inhibitor_gives(knowledge: Knowledge) -> None:
    """No enzyme is the limit of inhibition: above what paroxetine did (5.7, pmid:26733750)."""
    (gene,) = exposure(knowledge, "atomoxetine", "oral", genotypes={"CYP2D6": "poor"}).factors
    (with_paroxetine,) = exposure(knowledge, "atomoxetine", "oral", [With("paroxetine")]).factors
    assert gene.span is not None and with_paroxetine.span is not None
    assert gene.span.ratio >= with_paroxetine.span.ratio >= 5.0
    normal = exposure(knowledge, "atomoxetine", "oral", genotypes={"CYP2D6": "normal"})
    assert normal.factors == ()
    (fast,) = exposure(knowledge, "atomoxetine", "oral", genotypes={"CYP2D6": "ultrarapid"}).factors
    assert fast.span is not None and fast.span.ratio < 1.0


def test_reasons_are_a_closed_list(knowledge: Knowledge) -> None:
    drugs = ("oxycodone", "esketamine", "baclofen", "adalimumab", "morphine", "sorafenib")
    for drug in drugs:
        answer = exposure(
            knowledge, drug, "oral", [With("ketoconazole"), With("paroxetine")], child_pugh="C",
            clearance_ml_per_min=20.0, genotypes={"CYP2D6": "rapid", "CYP2C9": "poor"},
        )  # fmt: skip
        for factor in answer.factors:
            assert set(factor.reasons) <= set(REASONS)
            assert (factor.leads is None) == (factor.span is None)
            assert factor.leads is not None or factor.reasons


def test_far_beyond_what_was_tested_there_is_no_number(knowledge: Knowledge) -> None:
    """Tacrolimus was learnt from telaprevir alone (70-fold): no azole or macrolide is said to do as much."""
    for other in ("clarithromycin", "itraconazole"):
        found = exposure(knowledge, "tacrolimus", "oral", [With(other)])
        (factor,) = found.factors
        assert factor.span is None and "beyond-tested" in factor.reasons and factor.acts
        assert found.together is None


def test_a_ratio_of_the_drug_file_leads_as_observed(knowledge: Knowledge) -> None:
    """What ``interactions`` prints, ``exposure`` stands on: tacrolimus with voriconazole."""
    (factor,) = exposure(knowledge, "tacrolimus", "oral", [With("voriconazole")]).factors
    assert factor.leads == "observed" and factor.span is not None
    assert factor.span.ratio == pytest.approx(3.2)
    (injected,) = exposure(knowledge, "tacrolimus", "intravenous", [With("voriconazole")]).factors
    assert injected.leads != "observed", "a ratio without a route is the swallowed drug's"


@pytest.mark.parametrize(
    ("drug", "other"),
    [("tacrolimus", "clarithromycin"), ("methotrexate", "ibuprofen"), ("tacrolimus", "rifampicin")],
)
def test_a_medicine_that_acts_without_a_number_leaves_no_whole(
    knowledge: Knowledge, drug: str, other: str
) -> None:
    found = exposure(
        knowledge, drug, "oral", [With(other)], child_pugh="A", clearance_ml_per_min=70.0
    )
    assert found.factors[0].acts and any(f.span is not None for f in found.factors)
    assert found.together is None and "acts-without-number" in found.reasons


def test_a_medicine_of_which_nothing_is_held_does_not_take_the_number(knowledge: Knowledge) -> None:
    found = exposure(knowledge, "oxycodone", "oral", [With("levetiracetam")], child_pugh="B")
    assert not found.factors[0].acts and found.together is not None


def test_nothing_was_estimated_in_children_or_in_pregnancy(knowledge: Knowledge) -> None:
    taken = (
        Medicine(name="oxycodone", drug="oxycodone"),
        Medicine(name="voriconazole", drug="voriconazole"),
    )
    for patient, why in (
        (Patient(age_years=Decimal(7), medicines=taken), "not-in-children"),
        (Patient(age_years=Decimal(30), pregnant=True, medicines=taken), "not-in-pregnancy"),
    ):
        found = of_patient(knowledge, "oxycodone", "oral", patient)
        assert why in found.reasons and found.together is None
        assert all(f.modelled is None for f in found.factors)
    adult = of_patient(
        knowledge, "oxycodone", "oral", Patient(age_years=Decimal(18), medicines=taken)
    )
    assert adult.together is not None


def test_a_gene_whose_enzyme_clears_the_drug_is_not_said_to_be_no_pathway(
    knowledge: Knowledge,
) -> None:
    (factor,) = exposure(knowledge, "azathioprine", "oral", genotypes={"TPMT": "poor"}).factors
    assert factor.span is None and "gene-not-a-pathway" not in factor.reasons


def test_a_drug_learnt_from_one_pair_has_the_wider_interval(knowledge: Knowledge) -> None:
    one = (
        exposure(knowledge, "sirolimus", "oral", [With("fluconazole")])
        if ("sirolimus" in knowledge.drugs)
        else exposure(knowledge, "methadone", "oral", [With("voriconazole")])
    )
    (factor,) = one.factors
    assert factor.modelled is None or factor.modelled.tier == "victim not estimated"
    assert "one-pair-only" in factor.reasons or "beyond-tested" in factor.reasons


def test_a_healthy_liver_is_not_child_pugh_a(knowledge: Knowledge) -> None:
    """Normal values make five points in anybody; a class counts only in a disease of the liver."""
    normal = Patient(
        bilirubin_umol_per_l=Decimal(10), albumin_g_per_l=Decimal(42), inr=Decimal(1),
        ascites="none", encephalopathy_grade=0,
    )  # fmt: skip
    found = of_patient(knowledge, "ketamine", "oral", normal)
    assert not [f for f in found.factors if f.kind == "liver"]
    assert not [a for a in found.advice if a.organ == "liver"]
    ill = msgspec.structs.replace(normal, conditions=("cirrhosis",))
    found = of_patient(knowledge, "ketamine", "oral", ill)
    assert [f.what for f in found.factors if f.kind == "liver"] == [("A",)]


def test_a_part_is_not_given_for_the_whole(knowledge: Knowledge) -> None:
    """Oral ketamine, Child-Pugh C: no number for the liver, so none for liver and kidney together."""
    found = exposure(knowledge, "ketamine", "oral", child_pugh="C", clearance_ml_per_min=45)
    kidney = next(f for f in found.factors if f.kind == "kidney")
    assert kidney.span is not None and found.together is None
    assert "organ-without-number" in found.reasons


def test_a_dose_in_grams_or_a_rate_counts_as_one_in_milligrams(knowledge: Knowledge) -> None:
    def inhibited(amount: str, unit: str, every: str | None) -> Factor:
        medicine = Medicine(
            name="fluconazole", drug="fluconazole", route="oral",
            dose=MedicineDose(amount=Decimal(amount), unit=unit),
            every_h=Decimal(every) if every else None,
        )  # fmt: skip
        found = of_patient(knowledge, "felodipine", "oral", Patient(medicines=(medicine,)))
        return found.factors[0]

    assert inhibited("0.1", "g", "24") == inhibited("100", "mg", "24")
    assert inhibited("100", "mg/d", None) == inhibited("100", "mg", "24")
    assert inhibited("800", "mg", "24") != inhibited("100", "mg", "24")
