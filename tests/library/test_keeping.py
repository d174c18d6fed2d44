"""What goes into a library comes out of it; works are joined, superseded, marked; nothing is lost."""

from pathlib import Path

import pytest

from assuage.library.reader import Library
from assuage.library.retracted import listed, notices_of_list
from assuage.library.store import FIRST_OWN_NUMBER
from assuage.library.verify import verify
from assuage.library.writer import LibraryWriter, reindex
from assuage.terms.errors import LibraryError, UsageError
from assuage.terms.library import LibraryQuery
from assuage.terms.record import (
    Abstract,
    Author,
    Correction,
    Dated,
    Journal,
    Passage,
    Record,
    Term,
)
from assuage.terms.trial_record import Cited, Trial


def article(pmid: str, title: str, **more: object) -> Record:
    """A PubMed record of our own making."""
    fields: dict[str, object] = {
        "id": f"pmid:{pmid}",
        "source": "pubmed",
        "pmid": pmid,
        "title": title,
        "year": 2012,
        "version": "2012-01-01.1",
        "authors": (Author(last="Author", fore="Ann", initials="A"),),
        "journal": Journal(title="A Journal of Cases", volume="1", pages="1-9"),
    }
    return Record(**{**fields, **more})  # type: ignore[arg-type]


def found(folder: Path, text: str) -> list[str]:
    with Library(folder) as library:
        return [hit.id for hit in library.search(LibraryQuery(text=text)).results]


def test_kept_records_come_back_whole_and_are_found(tmp_path: Path) -> None:
    records = [article(str(n), f"Ketamine in the {n}th ward", year=None) for n in range(1, 30)]
    with LibraryWriter(tmp_path) as writer:
        counted = writer.add(records, batch=7)
    assert (counted.new, counted.seen) == (29, 29)
    with Library(tmp_path) as library:
        assert [library.work(r.id).lead for r in records] == records
        assert library.search(LibraryQuery(text="ketamine", limit=5)).total == 29
    assert list(verify(tmp_path)) == []


def test_the_same_record_again_changes_nothing_and_an_older_one_is_refused(tmp_path: Path) -> None:
    old = article("7", "Baclofen, first wording", version="2012-01-01.1")
    new = article("7", "Baclofen, second wording", version="2019-05-05.1")
    with LibraryWriter(tmp_path) as writer:
        writer.add([old])
        writer.add([old])
        assert (writer.counted.new, writer.counted.unchanged) == (1, 1)
        writer.add([new])
        assert writer.counted.updated == 1
        writer.add([old])
        assert writer.counted.older == 1
    assert found(tmp_path, "second") == ["pmid:7"]
    assert found(tmp_path, "first") == []


def test_one_work_from_three_sources_is_one_result(tmp_path: Path) -> None:
    title = "Baclofen for hiccups in people with advanced cancer: a randomised trial"
    pubmed = article("11", title, doi="10.1000/xyz")
    ris = Record(
        id="ref:aaaa", source="ris", title=title, doi="10.1000/XYZ", year=2012,
        authors=pubmed.authors, journal=pubmed.journal,
        abstracts=(Abstract((Passage("Only the reference manager held the abstract."),)),),
    )  # fmt: skip
    nbib = article("11", title, source="nbib")
    for order in ([pubmed, ris, nbib], [ris, nbib, pubmed], [nbib, ris, pubmed]):
        folder = tmp_path / str(order[0].source)
        with LibraryWriter(folder) as writer:
            writer.add(order, batch=1)
        with Library(folder) as library:
            results = library.search(LibraryQuery(text="hiccups"))
            assert results.total == 1
            assert results.results[0].sources == ("nbib", "pubmed", "ris")
            work = library.work("doi:10.1000/xyz")
            assert work.id == "pmid:11"
            assert "reference manager" in work.lead.abstract
        assert list(verify(folder)) == []


def test_a_record_that_ties_two_works_makes_them_one(tmp_path: Path) -> None:
    title = "Intrathecal baclofen and gait in cerebral palsy after one year"
    by_doi = Record(id="ref:1", source="ris", title=title, doi="10.1000/t", year=2012)
    by_pmid = article("12", "Intrathecal baclofen and gait in cerebral palsy", source="nbib")
    bridge = article("12", title, doi="10.1000/t")
    with LibraryWriter(tmp_path / "new") as writer:
        writer.add([by_doi, by_pmid])
        writer.add([bridge])
    with LibraryWriter(tmp_path / "updated") as writer:
        writer.add([by_doi, article("12", "Not yet titled", version="2011-01-01.1")])
        writer.add([bridge])
    for folder in (tmp_path / "new", tmp_path / "updated"):
        with Library(folder) as library:
            assert library.status()["works"] == 1
            assert library.work("pmid:12").members == ("pmid:12", "ref:1")
            assert library.search(LibraryQuery(text="gait")).total == 1
        assert list(verify(folder)) == []


def test_a_deleted_citation_is_gone_and_told(tmp_path: Path) -> None:
    with LibraryWriter(tmp_path) as writer:
        writer.add([article("13", "Gabapentin twice printed")])
        writer.add([Record(id="pmid:13", source="pubmed", deleted=True, version="2020-01-01")])
        assert writer.counted.deleted == 1
    assert found(tmp_path, "gabapentin") == []
    with Library(tmp_path) as library, pytest.raises(LibraryError, match="holds no 'pmid:13'"):
        library.work("pmid:13")
    assert list(verify(tmp_path)) == []


def test_a_retraction_is_shown_whichever_record_comes_first(tmp_path: Path) -> None:
    paper = article("21", "A trial that was withdrawn later")
    told = article(
        "21", paper.title, version="2020-01-01.1", dates=(Dated("revised", "2020-01-01"),),
        corrections=(Correction(kind="RetractionIn", citation="A J. 2020", pmid="22"),),
    )  # fmt: skip
    notice = article(
        "22", "Retraction notice", corrections=(Correction(kind="RetractionOf", pmid="21"),)
    )
    for name, order in {"a": [paper, notice], "b": [notice, paper], "c": [paper, told]}.items():
        with LibraryWriter(tmp_path / name) as writer:
            writer.add(order, batch=1)
        with Library(tmp_path / name) as library:
            work = library.work("pmid:21")
            assert work.retracted
            hits = library.search(LibraryQuery(text="withdrawn later")).results
            assert [n.kind for n in hits[0].notices] == ["retracted"]
            assert not library.work("pmid:22").retracted if name != "c" else True
    with Library(tmp_path / "c") as library:
        (only,) = library.work("pmid:21").notices
        assert (only.by, only.known_on) == ("pmid:22", "2020-01-01")


def test_the_shipped_list_marks_a_paper_and_says_that_it_has_no_date(tmp_path: Path) -> None:
    assert len(listed()) == 19_163
    with LibraryWriter(tmp_path) as writer:
        writer.add([article("160560", "On the list"), article("160561", "Not on the list")])
    with Library(tmp_path) as library:
        (notice,) = library.work("pmid:160560").notices
        assert (notice.kind, notice.known_on) == ("retracted", None)
        assert library.work("pmid:160561").notices == ()


def test_a_list_of_retractions_marks_works_held_and_works_to_come(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("31\nPMID: 32\n\n", encoding="utf-8")
    told = notices_of_list(file, "2026-11-01", "a list")
    folder = tmp_path / "library"
    with LibraryWriter(folder) as writer:
        writer.add([article("31", "Held before")])
        assert writer.put_notices(told) == 1
        writer.add([article("32", "Comes later")])
    with Library(folder) as library:
        for pmid in ("31", "32"):
            (notice,) = library.work(f"pmid:{pmid}").notices
            assert (notice.by, notice.known_on) == ("a list", "2026-11-01")
    file.write_text("31\nabc\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"list\.txt:2: 'abc' is no PMID"):
        notices_of_list(file, "2026-11-01", "a list")


def test_a_trial_and_its_publication_name_each_other(tmp_path: Path) -> None:
    trial = Record(
        id="nct:NCT01234567", source="clinicaltrials", kind="trial", title="Registered trial",
        ncts=("NCT01234567",),
        trial=Trial(
            nct="NCT01234567",
            publications=(Cited(pmid="41", kind="RESULT"), Cited(pmid="42", kind="BACKGROUND")),
        ),
    )  # fmt: skip
    named = article("43", "A second publication", ncts=("NCT01234567",))
    quoted = article(
        "44", "A third", abstracts=(Abstract((Passage("Registered as NCT01234567."),)),)
    )
    with LibraryWriter(tmp_path) as writer:
        writer.add(
            [article("41", "Main result"), trial, article("42", "Background"), named, quoted]
        )
    with Library(tmp_path) as library:
        links = {(k.relation, k.target) for k in library.work("nct:NCT01234567").links}
        assert links == {
            ("publication", "pmid:41"), ("publication", "pmid:43"), ("publication", "pmid:44"),
        }  # fmt: skip
        assert [k.target for k in library.work("pmid:41").links] == ["nct:NCT01234567"]
        assert library.work("pmid:42").links == ()


def test_a_publication_type_alone_tells_a_retraction(tmp_path: Path) -> None:
    record = article("51", "Typed", publication_types=(Term(name="Retracted Publication"),))
    with LibraryWriter(tmp_path) as writer:
        writer.add([record])
    with Library(tmp_path) as library:
        assert library.work("pmid:51").retracted


def test_pubmed_numbers_are_pmids_and_others_start_beyond(tmp_path: Path) -> None:
    with LibraryWriter(tmp_path) as writer:
        writer.add([article("61", "One"), Record(id="ref:x", source="ris", title="Another one")])
        assert list(writer.store.work_numbers()) == [61, FIRST_OWN_NUMBER]


def test_an_index_made_anew_finds_the_same(tmp_path: Path) -> None:
    with LibraryWriter(tmp_path) as writer:
        writer.add([article(str(n), f"Morphine study {n}") for n in range(1, 9)])
    before = found(tmp_path, "morphine")
    for file in (tmp_path / "index").iterdir():
        file.unlink()
    assert any("reindex" in said for said in verify(tmp_path))
    assert reindex(tmp_path) == 8
    assert found(tmp_path, "morphine") == before
    assert list(verify(tmp_path)) == []


def test_damage_is_told_and_named(tmp_path: Path) -> None:
    with LibraryWriter(tmp_path) as writer:
        writer.add([article("71", "Whole"), article("72", "Broken")])
    with LibraryWriter(tmp_path) as writer:
        writer.store.db.execute("UPDATE records SET body=zeroblob(20) WHERE number=72")
    said = list(verify(tmp_path))
    assert len(said) == 1 and said[0].startswith("pmid:72 (pubmed) cannot be read")


def test_a_file_that_is_no_library_is_refused(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"not a database, only words" * 100)
    with pytest.raises(LibraryError, match="cannot be read as a library"):
        Library(tmp_path)
    with pytest.raises(LibraryError, match="no library in"):
        Library(tmp_path / "nowhere")


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with LibraryWriter(tmp_path) as writer:
        writer.add([article("81", "Mine")])
        with pytest.raises(LibraryError, match="another run is writing"):
            LibraryWriter(tmp_path)
        with Library(tmp_path) as reader:
            assert reader.work("pmid:81").lead.title == "Mine"
