"""Small works for the tests of the index, in our own words."""

from typing import Any

from assuage.library.designs import designs
from assuage.terms.library import Notice, Work
from assuage.terms.record import Abstract, Heading, Passage, Record, Term


def work(
    number: int,
    title: str,
    abstract: str = "",
    *,
    mesh: tuple[str, ...] = (),
    types: tuple[str, ...] = (),
    sources: tuple[str, ...] = ("pubmed",),
    retracted: bool = False,
    **more: Any,
) -> Work:
    """A work of one record."""
    record = Record(
        id=f"pmid:{number}",
        source="pubmed",
        pmid=str(number),
        title=title,
        abstracts=(Abstract((Passage(abstract),)),) if abstract else (),
        mesh=tuple(Heading(name=name) for name in mesh),
        publication_types=tuple(Term(name) for name in types),
        **more,
    )
    notices = (Notice(kind="retracted", by="pmid:0"),) if retracted else ()
    return Work(
        number=number,
        lead=record,
        members=(record.id,),
        sources=sources,
        designs=designs(record),
        notices=notices,
    )
