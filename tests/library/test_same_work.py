"""Rules of one work, on constructed cases and on labelled sets; and the merged view."""

import sys
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assuage.library.bibliographic import pages_of
from assuage.library.grouping import belonging, clusters
from assuage.library.merge import merged
from assuage.library.same_work import keys, preprint_of, same_work
from assuage.terms.record import (
    Abstract,
    Author,
    Correction,
    Heading,
    Journal,
    Passage,
    Record,
    Term,
)
from tests.shared_data import shared

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "evaluation"))
import deduplication

TITLE = "Subcutaneous ketamine for refractory cancer pain: a multicentre randomised trial"


def record(id: str = "ref:1", source: str = "ris", **fields: object) -> Record:
    """A paper printed in volume 30, pages 3611-7, unless told otherwise."""
    given: dict[str, object] = {
        "title": TITLE,
        "year": 2012,
        "authors": (Author(last="Roe", initials="J"), Author(last="Doe", initials="K")),
        "journal": Journal(title="Journal of Clinical Oncology", volume="30", issue="29", pages="3611-7"),
    }  # fmt: skip
    return msgspec.convert(
        msgspec.to_builtins({"id": id, "source": source, **given, **fields}), Record
    )


def placed(**fields: str | None) -> Journal:
    given: dict[str, str | None] = {
        "title": "Journal of Clinical Oncology", "volume": "30", "issue": "29", "pages": "3611-7",
    }  # fmt: skip
    return Journal(**{**given, **fields})


SAME = {
    "abbreviated journal and pages": {"journal": placed(title="J Clin Oncol", pages="3611-3617")},
    "accents, case and a stop": {"title": TITLE.upper() + "."},
    "British and American spelling": {"title": TITLE.replace("randomised", "randomized").replace("centre", "center")},
    "printed a year after it was put online": {"year": 2011, "journal": Journal(title="J Clin Oncol")},
    "subtitle left out, place the same": {"title": TITLE.split(":")[0]},
    "translated title over the same pages": {"title": "Cetamina subcutanea en dolor oncologico refractario"},
    "one side has the DOI": {"doi": "10.1000/a"},
    "no authors given": {"authors": ()},
    "a wrong letter in the surname": {"authors": (Author(last="Doe"), Author(last="Roe"))},
    "brackets of a translated title": {"title": f"[{TITLE}]"},
}  # fmt: skip

DIFFERENT = {
    "erratum": {"title": f"Erratum: {TITLE}", "journal": placed(pages="4000")},
    "reply": {"title": f"{TITLE}: reply", "journal": placed(pages="4001-2")},
    "meeting abstract of the paper": {"journal": Journal(title="Palliative Medicine", volume="25", pages="A45")},
    "another part": {"title": TITLE.replace("randomised trial", "randomised trial. Part 2"), "journal": placed(pages=None)},
    "other people": {"authors": (Author(last="Ng"), Author(last="Oh"))},
    "another population": {"title": TITLE.replace("cancer", "visceral"), "journal": Journal(title="J Clin Oncol")},
    "five years later": {"year": 2017, "journal": placed(volume="35", pages="12-20")},
    "same title elsewhere in the same year": {"journal": Journal(title="Lancet", volume="379", pages="99-108")},
    "a trial's register entry": {"kind": "trial", "ncts": ("NCT00000001",)},
}  # fmt: skip


@pytest.mark.parametrize("case", SAME)
def test_one_work(case: str) -> None:
    a, b = record(), record("ref:2", **SAME[case])
    assert same_work(a, b) and same_work(b, a), str(same_work(a, b))
    assert set(keys(a)) & set(keys(b)), "they would never meet"


@pytest.mark.parametrize("case", DIFFERENT)
def test_two_works(case: str) -> None:
    a, b = record(), record("ref:2", **DIFFERENT[case])
    assert not same_work(a, b)
    assert str(same_work(a, b)) == str(same_work(b, a)) != ""


def test_identifiers_outweigh_words_but_not_everything() -> None:
    assert not same_work(record(pmid="1"), record("ref:2", pmid="2"))
    assert same_work(record(pmid="1"), record("ref:2", pmid="1", title="Ketamine in cancer pain"))
    other = {
        "title": "Nausea in the elderly",
        "journal": placed(pages="S9"),
        "authors": (Author(last="Ng"),),
    }
    shared_doi = record("ref:2", doi="10.1000/suppl", **other)
    assert not same_work(record(doi="10.1000/suppl"), shared_doi)
    # A wrong DOI does not part what stands on the same pages.
    assert same_work(record(doi="10.1000/a"), record("ref:2", doi="10.1000/b"))
    ahead = Journal(title="J Clin Oncol")
    assert not same_work(record(doi="10.1000/a"), record("ref:2", doi="10.1000/b", journal=ahead))


def test_register_entries_meet_by_their_number() -> None:
    entry = record(kind="trial", ncts=("NCT00000001",))
    listed = record(
        "ref:2",
        title="Another name of the trial",
        journal=Journal(title="https://clinicaltrials.gov/show/NCT00000001"),
    )
    assert same_work(entry, listed)
    assert set(keys(entry)) & set(keys(listed))
    assert not same_work(record(ncts=("NCT00000001",)), entry)


def test_short_titles_need_a_place() -> None:
    loose = Journal(title="Pain")
    assert not same_work(
        record(title="Editorial", journal=loose), record("ref:2", title="Editorial", journal=loose)
    )
    assert same_work(record(title="Editorial"), record("ref:2", title="Editorial"))


def test_preprint_and_paper() -> None:
    preprint = record(
        "ppr:1", "europe-pmc", kind="preprint", year=2011, doi="10.1101/1", pmid="5", journal=None
    )
    paper = record("pmid:9", "pubmed", doi="10.1000/a", pmid="9")
    assert preprint_of(preprint, paper) and not preprint_of(paper, preprint)
    assert same_work(preprint, paper)
    assert not preprint_of(msgspec.structs.replace(preprint, year=2008), paper)
    renamed = msgspec.structs.replace(
        preprint, title="Ketamine", corrections=(Correction("UpdateIn", pmid="9"),)
    )
    assert preprint_of(renamed, paper)
    assert clusters([renamed, paper]) == [[0, 1]]
    assert merged([preprint, paper]).doi == "10.1000/a"
    assert merged([preprint, msgspec.structs.replace(paper, doi=None)]).doi is None


def test_a_chain_does_not_join_what_differs() -> None:
    between = record("ref:2", journal=None, doi=None)
    first, second = record("ref:1", pmid="1"), record("ref:3", pmid="2")
    assert same_work(first, between) and same_work(between, second)
    assert len(clusters([first, between, second])) == 2
    assert belonging(between, {7: [first]}) == [7]
    assert belonging(second, {7: [first, between]}) == []
    assert belonging(between, {7: [first], 8: [second], 9: [record("ref:4")]}) == [7, 9]


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("221-8", "221", "228"),
        ("221‐228", "221", "228"),
        ("e0201490", "201490", None),
        ("S123-S130", "123", "130"),
        ("p. 5--9", "5", "9"),
        ("2243-5; author reply 2243-5", "2243", "2245"),
    ],
)
def test_pages(printed: str, first: str, last: str | None) -> None:
    pages = pages_of(printed)
    assert pages and (pages.first, pages.last) == (first, last)


def test_pages_that_a_spreadsheet_made_a_date_are_unknown() -> None:
    assert pages_of("01-Apr") is None
    assert pages_of("Jan-12") is None


# ---------------------------------------------------------------- labelled sets, invariants


@pytest.mark.parametrize("name", ["copper", "tafenoquine"])
def test_labelled_sets(name: str) -> None:
    """Bounds are below what evaluation/deduplication.md reports, so that they break on a loss."""
    shared("dedupe", *deduplication.SETS[name].split("/"))
    truth = deduplication.load(name)
    found = clusters(truth.records)
    flagged = deduplication.flagged(truth, found)
    assert flagged is not None
    assert flagged.tp >= 0.99 * (flagged.tp + flagged.fn)
    assert flagged.tp >= 0.99 * (flagged.tp + flagged.fp)
    naive = deduplication.flagged(truth, deduplication.naive_title(truth.records))
    assert naive is not None
    assert flagged.fp + flagged.fn < naive.fp + naive.fn


def test_groups_do_not_depend_on_the_order() -> None:
    shared("dedupe", *deduplication.SETS["tafenoquine"].split("/"))
    records = deduplication.load("tafenoquine").records
    straight = {frozenset(records[n].id for n in group) for group in clusters(records)}
    turned = records[::-1]
    assert {frozenset(turned[n].id for n in group) for group in clusters(turned)} == straight


def test_keys_are_few_and_compared_is_symmetric_on_real_records() -> None:
    shared("dedupe", *deduplication.SETS["copper"].split("/"))
    records = deduplication.load("copper").records
    for a, b in pairwise(records):
        assert len(keys(a)) <= 8
        assert str(same_work(a, b)) == str(same_work(b, a))
        assert same_work(a, a)


_TITLE_WORDS = [
    "pain", "male", "female", "pump", "the", "in", "2", "ii", "cancer", "adults", "children",
    "of", "trial",
]  # fmt: skip
_WORDS = st.lists(st.sampled_from(_TITLE_WORDS), max_size=9)


@given(
    _WORDS,
    _WORDS,
    st.sampled_from(["3", "3-9", "3-9, 20-4", "A3", None]),
    st.sampled_from(["3", "20-4, 3-9", "12", None]),
)
@settings(max_examples=150, deadline=None)
def test_symmetric(one: list[str], other: list[str], first: str | None, second: str | None) -> None:
    a = record(title=" ".join(one), journal=placed(pages=first))
    b = record("ref:2", title=" ".join(other), journal=placed(pages=second, issue=None))
    assert str(same_work(a, b)) == str(same_work(b, a))


_MEMBER = st.builds(
    lambda n, source, kind, year, doi, version, volume, abstract, mesh: record(
        f"ref:{n}", source, kind=kind, year=year, doi=doi, version=version,
        journal=Journal(volume=volume) if volume else None,
        abstracts=(Abstract((Passage(abstract),)),) if abstract else (),
        mesh=(Heading(mesh),) if mesh else (),
        corrections=(Correction("RetractionIn", pmid=str(n)),) if n == 2 else (),
    ),
    st.integers(1, 3),
    st.sampled_from(["pubmed", "ris", "csv", "jsonl"]),
    st.sampled_from(["article", "preprint"]),
    st.sampled_from([None, 2011, 2012]),
    st.sampled_from([None, "10.1000/a", "10.1000/b"]),
    st.sampled_from([None, "1", "2", "10"]),
    st.sampled_from([None, "3", "4"]),
    st.sampled_from(["", "one", "two"]),
    st.sampled_from(["", "Pain"]),
)  # fmt: skip


@given(st.lists(_MEMBER, min_size=1, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_merging_knows_no_order_and_is_idempotent(members: list[Record], chance: object) -> None:
    view = merged(members)
    turned = list(members)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    assert merged(turned) == view
    assert merged([view]) == view
    assert merged([*members, view]) == view
    assert view.id in {m.id for m in members}


def test_the_best_source_leads_and_others_fill() -> None:
    curated = record("pmid:9", "pubmed", pmid="9", journal=Journal(title="J Clin Oncol"))
    export = record(
        "ref:2", doi="10.1000/a", title="Wrong", keywords=(Term("pain"),),
        abstracts=(Abstract((Passage("Own words."),)),), ncts=("NCT00000001",),
    )  # fmt: skip
    view = merged([export, curated])
    assert (view.id, view.title, view.doi, view.abstract) == (
        "pmid:9",
        TITLE,
        "10.1000/a",
        "Own words.",
    )
    assert view.journal and (view.journal.title, view.journal.volume) == ("J Clin Oncol", "30")
    assert view.ncts == ("NCT00000001",)


def test_a_later_version_supersedes() -> None:
    old = record("pmid:9", "pubmed", version="2019-02-20", doi="10.1000/old")
    new = record("pmid:9", "pubmed", version="2020-11-03")
    assert merged([new, old]).doi is None
    gone = record("pmid:9", "pubmed", version="2021-01-01", deleted=True, title="")
    assert merged([old, gone, record("ref:2")]).id == "ref:2"
