"""Rows of the reference document marked as checked (sections 1.4 and 2.4), through the engine."""

import pytest

from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge
from assuage.patient.exposure import shipped
from assuage.patient.exposure.engine import exposure
from assuage.patient.exposure.predict import With


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


REFERENCE = [
    # victim, with, route, AUC ratio, source
    ("esketamine", "clarithromycin", "oral", 2.6, "pmid:19897389"),
    ("esketamine", "ticlopidine", "oral", 2.4, "doi:10.1038/clpt.2011.140"),
    ("esketamine", "itraconazole", "oral", 1.0, "doi:10.1038/clpt.2011.140"),
    ("esketamine", "grapefruit", "oral", 3.0, "pmid:22286159"),
    ("esketamine", "rifampicin", "oral", 0.14, "doi:10.1111/j.1742-7843.2012.00908.x"),
    ("esketamine", "rifampicin", "intravenous", 0.86, "doi:10.1111/j.1742-7843.2012.00908.x"),
    ("esketamine", "ticlopidine", "intranasal", 1.29, "web:spravato-ph-prescribing-information"),
    ("oxycodone", "voriconazole", "oral", 3.6, "pmid:18836708"),
    ("oxycodone", "itraconazole", "oral", 2.44, "pmid:20076952"),
    ("oxycodone", "itraconazole", "intravenous", 1.51, "pmid:20076952"),
    ("oxycodone", "ketoconazole", "oral", 2.45, "pmid:20857093"),
    ("oxycodone", "paroxetine", "oral", 1.0, "pmid:20642550"),
    ("sorafenib", "rifampicin", "oral", 0.63, "web:sorafenib-pl-spc-interactions"),
    ("sorafenib", "ketoconazole", "oral", 1.0, "doi:10.1007/s00280-005-0068-6"),
    ("midazolam", "sorafenib", "oral", 1.0, "web:nexavar-ch-interactions"),
    ("omeprazole", "sorafenib", "oral", 1.0, "web:nexavar-ch-interactions"),
    ("lenvatinib", "ketoconazole", "oral", 1.15, "web:lenvima-us-label"),
    ("lenvatinib", "rifampicin", "oral", 0.82, "web:lenvima-us-label"),
]


@pytest.mark.parametrize(("victim", "other", "route", "ratio", "source"), REFERENCE)
def test_reference_rows_lead(
    knowledge: Knowledge, victim: str, other: str, route: str, ratio: float, source: str
) -> None:
    (factor,) = exposure(knowledge, victim, route, [With(other)]).factors
    assert factor.leads == "observed" and factor.observed is not None
    assert factor.observed.span.ratio == pytest.approx(ratio, rel=0.01)
    assert source in {o.source for o in factor.observed.studies}
    assert factor.observed.span.low < ratio < factor.observed.span.high


@pytest.mark.parametrize(
    ("other", "route", "low", "high"),
    [
        ("rifampicin", "intravenous", 0.36, 0.83),
        ("rifampicin", "oral", 0.045, 0.74),
        ("grapefruit", "intravenous", 1.0, 1.2),
        ("grapefruit", "oral", 1.7, 2.2),
        ("fluconazole", "intravenous", 1.97, 2.07),
    ],
)
def test_alfentanil_rows(
    knowledge: Knowledge, other: str, route: str, low: float, high: float
) -> None:
    (factor,) = exposure(knowledge, "alfentanil", route, [With(other)]).factors
    assert factor.observed is not None
    assert low <= factor.observed.span.ratio <= high


def test_alfentanil_ketoconazole_is_not_taken_as_a_ratio() -> None:
    """Its rows are ratios times an unstated dose ratio, as their comment says: out, by rule."""
    rows = shipped.observed_interactions()
    assert not [key for key in rows if key[:2] == ("alfentanil", ("ketoconazole",))]


def test_both_at_once_is_taken_where_both_were_given(knowledge: Knowledge) -> None:
    """Oxycodone with paroxetine and itraconazole: 2.9 (pmid:20642550)."""
    answer = exposure(knowledge, "oxycodone", "oral", [With("paroxetine"), With("itraconazole")])
    joint = next(f for f in answer.factors if len(f.what) == 2)
    assert joint.observed is not None and joint.observed.span.ratio == pytest.approx(2.9)
    assert answer.together is not None and answer.together.ratio == pytest.approx(2.9)


@pytest.mark.parametrize(
    ("drug", "grade", "ratio"),
    [
        ("lenvatinib", "A", 1.19),
        ("lenvatinib", "B", 1.07),
        ("lenvatinib", "C", 1.80),
        ("ibrutinib", "A", 4.33),
        ("ibrutinib", "B", 8.14),
        ("ibrutinib", "C", 9.04),
    ],
)
def test_reference_liver_rows(knowledge: Knowledge, drug: str, grade: str, ratio: float) -> None:
    (factor,) = exposure(knowledge, drug, "oral", child_pugh=grade).factors
    assert factor.leads == "observed" and factor.observed is not None
    assert factor.observed.span.ratio == pytest.approx(ratio)


@pytest.mark.parametrize("drug", ["esketamine", "ketamine"])
def test_the_conflict_is_said(knowledge: Knowledge, drug: str) -> None:
    """Oral, itraconazole: observed about 1.0 against clarithromycin 2.6 and grapefruit 3.0."""
    answer = exposure(knowledge, drug, "oral", [With("itraconazole")])
    (factor,) = answer.factors
    assert factor.leads == "observed" and "conflict" in factor.reasons
    assert factor.observed is not None and factor.observed.span.ratio == pytest.approx(1.0)
    assert factor.modelled is not None and factor.modelled.span.ratio > 2.0
    with_liver = exposure(knowledge, drug, "oral", [With("itraconazole")], child_pugh="B")
    assert with_liver.together is None and "conflict" in with_liver.reasons


def test_a_contradicted_model_is_not_used_further(knowledge: Knowledge) -> None:
    (factor,) = exposure(knowledge, "esketamine", "oral", [With("ketoconazole")]).factors
    assert factor.leads is None and factor.reasons == ("model-contradicted",)


def test_route_decides(knowledge: Knowledge) -> None:
    """Rifampicin: 0.14 swallowed, 0.86 injected; the model, without these rows, agrees."""
    (oral,) = exposure(knowledge, "esketamine", "oral", [With("rifampicin")]).factors
    (injected,) = exposure(knowledge, "esketamine", "intravenous", [With("rifampicin")]).factors
    assert oral.modelled is not None and injected.modelled is not None
    assert oral.modelled.span.low < 0.14 < oral.modelled.span.high
    assert injected.modelled.span.low < 0.86 < injected.modelled.span.high


def test_every_shipped_ratio_has_its_source() -> None:
    for found in shipped.observed_interactions().values():
        assert all(o.source and o.ratio > 0 for o in found)
    for rows in shipped.observed_organs().values():
        assert all(o.source and o.ratio > 0 and o.grade for _, o in rows)


def test_genes_without_effect(knowledge: Knowledge) -> None:
    """CYP2B6*6 did not change ketamine: no rule from the enzyme alone."""
    (factor,) = exposure(knowledge, "ketamine", "oral", genotypes={"CYP2B6": "poor"}).factors
    assert factor.leads == "observed" and factor.span is not None
    assert factor.span.ratio == pytest.approx(1.0)
