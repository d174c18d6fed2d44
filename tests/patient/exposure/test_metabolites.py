"""Drugs that act through a metabolite: the parent's ratio is no answer, and guidance leads."""

import pytest

from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge
from assuage.patient.exposure.engine import exposure, of_patient
from assuage.patient.exposure.predict import With
from assuage.terms.exposure import Exposure
from assuage.terms.patient import Medicine, Patient


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def gene(knowledge: Knowledge, drug: str, symbol: str, phenotype: str) -> Exposure:
    return exposure(knowledge, drug, "oral", genotypes={symbol: phenotype})


@pytest.mark.parametrize(
    ("drug", "symbol", "phenotype", "metabolite", "direction"),
    [
        # CPIC 2021, table 3: less M1 in poor, more in ultrarapid metabolisers.
        ("tramadol", "CYP2D6", "poor", "o-desmethyltramadol", "lower"),
        ("tramadol", "CYP2D6", "intermediate", "o-desmethyltramadol", "lower"),
        ("tramadol", "CYP2D6", "ultrarapid", "o-desmethyltramadol", "higher"),
        # PMID 16819548: morphine AUC 16 in ultrarapid against 11 in normal metabolisers.
        ("codeine", "CYP2D6", "ultrarapid", "morphine", "higher"),
        ("codeine", "CYP2D6", "poor", "morphine", "lower"),
        # An enzyme that removes what acts: the less of it, the more acts.
        ("azathioprine", "TPMT", "poor", "thioguanine-nucleotides", "higher"),
        ("azathioprine", "NUDT15", "intermediate", "thioguanine-nucleotides", "higher"),
    ],
)
def test_no_ratio_of_the_parent_and_the_way_of_the_metabolite(
    knowledge: Knowledge, drug: str, symbol: str, phenotype: str, metabolite: str, direction: str
) -> None:
    found = gene(knowledge, drug, symbol, phenotype)
    (factor,) = found.factors
    assert factor.span is None and "acts-through-metabolite" in factor.reasons
    assert found.together is None
    (note,) = found.metabolites
    assert (note.metabolite, note.direction) == (metabolite, direction) and note.sources
    assert all(s in knowledge.sources for s in note.sources)


def test_guidance_on_genes_leads(knowledge: Knowledge) -> None:
    """CPIC avoids tramadol and codeine at both ends, and changes nothing of oxycodone (DPWG)."""
    for drug, phenotype, allowed in (
        ("tramadol", "poor", {"avoid"}),
        ("tramadol", "ultrarapid", {"avoid", "choose-another"}),
        ("codeine", "poor", {"avoid", "choose-another"}),
        ("codeine", "ultrarapid", {"maximum-dose", "choose-another"}),
        ("oxycodone", "poor", {"no-adjustment"}),
    ):
        advice = gene(knowledge, drug, "CYP2D6", phenotype).advice
        assert {a.action for a in advice} == allowed
        assert [a.gene for a in advice if a.leads] == ["CYP2D6"]
    (lead,) = [a for a in gene(knowledge, "azathioprine", "TPMT", "poor").advice if a.leads]
    assert lead.action == "choose-another"


def test_an_inhibitor_of_the_making_enzyme_is_the_same(knowledge: Knowledge) -> None:
    """J Pain 2019, doi 10.1016/j.jpain.2019.04.005: paroxetine lowers M1, and analgesia with it."""
    found = exposure(knowledge, "tramadol", "oral", [With("paroxetine")])
    assert found.factors[0].span is None and found.together is None
    assert found.metabolites[0].direction == "lower"
    # As a person's file has it: a medicine without a file of its own.
    person = Patient(medicines=(Medicine(name="paroxetine", agent="paroxetine"),))
    assert of_patient(knowledge, "tramadol", "oral", person).metabolites == found.metabolites


def test_what_the_kidney_clears_is_told_beside_the_number(knowledge: Knowledge) -> None:
    """PMID 8354025: in kidney failure M6G rises severalfold more than morphine does."""
    ill = exposure(knowledge, "morphine", "oral", dialysis=True)
    assert ill.together is not None
    (note,) = ill.metabolites
    assert (
        note.cleared and note.metabolite == "morphine-6-glucuronide" and note.direction == "higher"
    )
    well = exposure(knowledge, "morphine", "oral", clearance_ml_per_min=80.0)
    assert well.metabolites == ()


def test_a_metabolite_that_decides_nothing_leaves_the_number(knowledge: Knowledge) -> None:
    found = gene(knowledge, "oxycodone", "CYP2D6", "poor")
    assert found.together is not None and found.metabolites[0].carries == "minor"
    with_other = exposure(knowledge, "oxycodone", "oral", [With("rifampicin")])
    assert with_other.metabolites == ()


@pytest.mark.parametrize(("route", "ratio"), [("oral", 0.14), ("intravenous", 0.47)])
def test_what_the_other_medicines_file_observed_leads(
    knowledge: Knowledge, route: str, ratio: float
) -> None:
    """PMID 19417618: rifampicin takes 86 % of swallowed and 53 % of injected oxycodone."""
    (factor,) = exposure(knowledge, "oxycodone", route, [With("rifampicin")]).factors
    assert factor.leads == "observed" and factor.span is not None
    assert factor.span.ratio == pytest.approx(ratio)
