"""A reading to a draft of a curated study file, for a person to confirm.

Only what was read and has an id in the knowledge is filled in; the rest is left out and named.
No word of the source but its citation enters the file. ``status`` is *unverified*, so that the
knowledge never shows it as fact before a person has confirmed it.
"""

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from assuage.knowledge.shelves import Knowledge
from assuage.reading.study import UNREAD_DESIGN, address, citation_of, study_of
from assuage.terms.library import Work
from assuage.terms.printed import Printed
from assuage.terms.reading import Reading
from assuage.terms.source import Citation
from assuage.terms.study import Result


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The file's id and text, and what a person must look up or confirm, one phrase each."""

    id: str
    text: str
    to_confirm: tuple[str, ...]


def draft(reading: Reading, text: str, work: Work, knowledge: Knowledge, on: date) -> Draft:
    """A study file for ``knowledge/studies``; ``on`` is the day of reading."""
    read = study_of(reading, text, work, knowledge, on)
    citation = citation_of(work)
    study = read.study if read else None
    agent = study.arms[0].id if study else ""
    # Without an author two drafts would have one name.
    who = _slug(citation.first_author or work.id)
    key = "-".join(p for p in (who, str(citation.year or ""), agent) if p)
    to_confirm = ["every number, direction and arm against the source"]
    lines = [f'id = "{key}"']
    if study and study.design != UNREAD_DESIGN:
        lines.append(f'design = "{study.design}"')
        if study.masking:
            lines.append(f'masking = "{study.masking}"')
    else:
        to_confirm.append("design: not read")
    conditions = study.conditions if study else ()
    if not conditions:
        to_confirm.append("conditions: none of the knowledge's was read")
    lines += [
        f"conditions = {_list(conditions)}",
        'limits = ["abstract-only"]',
        'status = "unverified"',
        "",
        *_citation(citation),
        "[read]",
        f'url = "{address(work)}"',
        'parts = ["abstract"]',
        f"on = {on.isoformat()}",
        "",
    ]
    if study and study.population.n is not None:
        lines += ["[population]", f"n = {study.population.n}"]
        lines += [f'n_kind = "{study.population.n_kind}"', ""]
    else:
        to_confirm.append("population: number not read")
    if study and study.preclinical:
        lines += ["[preclinical]", f'species = "{study.preclinical.species}"']
        lines += [f'system = "{study.preclinical.system}"', ""]
    if study is None:
        to_confirm.append("arms: no drug of the knowledge was read")
    for arm in study.arms if study else ():
        lines += ["[[arms]]", f'id = "{arm.id}"']
        lines += [f'{k} = "{v}"' for k in ("agent", "control", "route") if (v := getattr(arm, k))]
        lines.append("")
    results = study.results if study else ()
    for result in results:
        lines += ["[[results]]", *_result(result), ""]
    if not results:
        to_confirm.append("results: none with an outcome of the knowledge was read")
    return Draft(id=key, text="\n".join(lines).rstrip() + "\n", to_confirm=tuple(to_confirm))


def _result(result: Result) -> Iterator[str]:
    for name in ("outcome", "arm", "versus", "measure", "unit"):
        if getattr(result, name):
            yield f'{name} = "{getattr(result, name)}"'
    if result.effect is not None:
        yield f"effect = {_number(result.effect)}"
    if result.interval:
        yield f"interval = [{', '.join(_number(limit) for limit in result.interval)}]"
        if str(result.interval_percent) != "95":
            yield f"interval_percent = {_number(result.interval_percent)}"
    if result.p is not None:
        yield f"p = {_number(result.p)}"
    yield f'direction = "{result.direction}"'
    yield 'where = "abstract"'
    for value in result.values:
        yield "[[results.values]]"
        yield f'arm = "{value.arm}"'
        for name in ("events", "n"):
            if getattr(value, name) is not None:
                yield f"{name} = {getattr(value, name)}"
        if value.percent is not None:
            yield f"percent = {_number(value.percent)}"


def _number(value: Printed) -> str:
    """Digits as TOML has them; a bound or an infinity in quotes."""
    text = str(value)
    return text if value.sign == "=" and not value.digits.is_infinite() else f'"{text}"'


def _citation(citation: Citation) -> Iterator[str]:
    yield "[citation]"
    for key in ("pmid", "doi", "title", "journal", "first_author", "url"):
        value = getattr(citation, key)
        if value:
            # A string of JSON is one of TOML, but for the character 127.
            told = msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")
            yield f"{key} = {told}"
    if citation.year:
        yield f"year = {citation.year}"
    yield ""


def _list(items: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{item}"' for item in items) + "]"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "unknown"
