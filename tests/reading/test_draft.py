"""A draft says what the reading says: no contradiction, no class or rescue medicine as an arm."""

from datetime import date
from functools import cache

from assuage.knowledge.load import load
from assuage.reading.draft import Draft, draft
from assuage.reading.publication import Publications
from assuage.reading.text import reading_text
from assuage.terms.library import Notice, Work
from assuage.terms.record import Abstract, Passage, Record


@cache
def _publications() -> Publications:
    return Publications(load())


def _drafted(title: str, abstract: str, notices: tuple[Notice, ...] = ()) -> Draft:
    record = Record(
        id="pmid:1", source="test", title=title, abstracts=(Abstract((Passage(abstract),)),)
    )
    work = Work(
        number=1, lead=record, members=("pmid:1",), sources=("test",), designs=(), notices=notices
    )
    return draft(
        _publications().read(record), reading_text(record), work, load(), date(2026, 11, 22)
    )


def test_what_was_read_stands_in_the_file_also_without_a_drug() -> None:
    made = _drafted(
        "Examplin in labour: a randomized trial.",
        "Sixty women were randomly assigned. Version was successful in 32 of 54 women (59%) with examplin compared with 18 of 54 (33%) "
        "(relative risk 1.8, 95% confidence interval 1.2 to 2.8, P < .05).",
    )
    assert 'design = "rct-parallel"' in made.text and "n = 60" in made.text
    assert "# risk-ratio 1.8 [1.2, 2.8], p <0.05" in made.text
    assert "# events 32 of 54 (59%)" in made.text
    assert not any(told.startswith("design") for told in made.to_confirm)


def test_classes_and_rescue_medicines_are_no_arms() -> None:
    made = _drafted(
        "Ketamine for postoperative pain: a randomised trial of an NMDA antagonist.",
        "Opioids have limits. Sixty patients were randomly assigned to ketamine or placebo. Pain scores were "
        "significantly lower with ketamine than with placebo (P = 0.01). Rescue morphine was given.",
    )
    assert 'agent = "ketamine"' in made.text
    assert "morphine" not in made.text and "opioids-class" not in made.text


def test_a_retracted_work_is_marked_so_that_the_check_refuses_it() -> None:
    made = _drafted("Ketamine.", "", (Notice(kind="retracted", by="a list"),))
    assert 'status = "retracted"' in made.text
