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
from assuage.reading.evidence import subjects
from assuage.reading.study import ReadStudy, address, citation_of, people, study_of
from assuage.terms.library import Work
from assuage.terms.printed import Printed
from assuage.terms.reading import Reading
from assuage.terms.source import Citation
from assuage.terms.study import Arm, Result

_RESCUE_BEFORE = re.compile(
    r"\b(?:rescue|breakthrough|supplementa\w+|on[\s-]demand|escape|patient-controlled|PCA|requir\w+|need\w*|consum\w+)[\s\w-]{0,12}$",
    re.I,
)
_RESCUE_AFTER = re.compile(
    r"\s+(?:as\s+(?:a\s+)?rescue|on\s+demand|for\s+(?:rescue|breakthrough)|rescue|PCA|consumption|requirements?|use\b|equivalents?)",
    re.I,
)
_P = re.compile(r"\b[Pp](?:[\s-]?values?)?\s*(?:was|of)?\s*([=<>≤≥])\s*(0?\.\d+)(?!\d)")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The file's id and text, and what a person must look up or confirm, one phrase each."""

    id: str
    text: str
    to_confirm: tuple[str, ...]


def draft(reading: Reading, text: str, work: Work, knowledge: Knowledge, on: date) -> Draft:
    """A study file for ``knowledge/studies``; ``on`` is the day of reading.

    Of a retracted work the status is one that the check of the knowledge refuses.
    """
    read = study_of(reading, text, work, knowledge, on)
    study = read.study if read else None
    arms, results = _arms(reading, text, read, knowledge)
    citation = citation_of(work)
    # Without an author two drafts would have one name.
    who = _slug(citation.first_author or work.id)
    agent = arms[0].id if arms else ""
    key = "-".join(p for p in (who, str(citation.year or ""), agent) if p)
    to_confirm = ["every number, direction and arm against the source"]
    lines = [f'id = "{key}"', *_design(reading, knowledge, to_confirm)]
    conditions = tuple(c for c in subjects(reading, "condition") if c in knowledge.conditions)
    if not conditions:
        to_confirm.append("conditions: none of the knowledge's was read")
    lines += [
        f"conditions = {_list(conditions)}",
        'limits = ["abstract-only"]',
        f'status = "{"retracted" if work.retracted else "unverified"}"',
        "",
        *_citation(citation),
        "[read]",
        f'url = "{address(work)}"',
        'parts = ["abstract"]',
        f"on = {on.isoformat()}",
        "",
    ]
    total = people(reading)
    if total is not None:
        lines += ["[population]", f"n = {total.value}", f'n_kind = "{total.kind}"', ""]
    else:
        to_confirm.append("population: number not read")
    if study and study.preclinical:
        lines += ["[preclinical]", f'species = "{study.preclinical.species}"']
        lines += [f'system = "{study.preclinical.system}"', ""]
    if not arms:
        named = dict.fromkeys(m.id for m in reading.mentions if m.kind == "drug" and m.id)
        told = f"named in passing: {', '.join(str(n) for n in named)}" if named else "none is named"
        to_confirm.append(f"arms: no drug of the knowledge was read as what was studied ({told})")
    for arm in arms:
        lines += ["[[arms]]", f'id = "{arm.id}"']
        lines += [f'{k} = "{v}"' for k in ("agent", "control", "route") if (v := getattr(arm, k))]
        lines.append("")
    if study and len(arms) < len(study.arms):
        left = ", ".join(a.id for a in study.arms if a not in arms)
        to_confirm.append(f"arms left out, as classes or rescue medicines: {left}")
    for result, words in results:
        lines += ["[[results]]", *_result(result, words), ""]
    if not results:
        to_confirm.append("results: none with an outcome and an arm of the knowledge was read")
    loose = list(_not_placed(reading, [r for r, _ in results]))
    lines += ["# Read, but not placed: outcome or arm to be looked up.", *loose] if loose else []
    if loose:
        to_confirm.append(f"numbers read without an outcome or arm of the knowledge: {len(loose)}")
    return Draft(id=key, text="\n".join(lines).rstrip() + "\n", to_confirm=tuple(to_confirm))


def _design(reading: Reading, knowledge: Knowledge, to_confirm: list[str]) -> Iterator[str]:
    read = reading.design
    if read is None or read.design not in knowledge.vocabulary["designs"]:
        told = f": read as {read.design}, which the knowledge has no design for" if read else ""
        to_confirm.append(f"design: not read{told}")
        return
    yield f'design = "{read.design}"'
    if read.masking:
        yield f'masking = "{read.masking if read.masking == "open" else f"{read.masking}-blind"}"'


def _arms(
    reading: Reading, text: str, read: ReadStudy | None, knowledge: Knowledge
) -> tuple[list[Arm], list[tuple[Result, str]]]:
    """Arms that a person would take over, and the results of these with the words behind each.

    A class named beside a drug, and what is given on demand, are no arms of the study.
    """
    if read is None:
        return [], []
    drugs = [a for a in read.study.arms if a.agent in knowledge.drugs]
    rescued = [a for a in drugs if _only_rescue(reading, text, str(a.agent))]
    kept = [
        a for a in read.study.arms
        if not (drugs and a.agent in knowledge.classes) and (a not in rescued or drugs == rescued)
    ]  # fmt: skip
    names = {a.id for a in kept} | {"baseline", None}
    pairs = zip(read.study.results, read.quotes, strict=True)
    return kept, [(r, q.text) for r, q in pairs if r.arm in names and r.versus in names]


def _only_rescue(reading: Reading, text: str, agent: str) -> bool:
    """Whether a drug is named only for how much of it was taken on demand."""
    places = [m.span for m in reading.mentions if m.kind == "drug" and m.id == agent]
    return bool(places) and all(
        _RESCUE_BEFORE.search(text, max(0, p.start - 40), p.start)
        or _RESCUE_AFTER.match(text, p.end)
        for p in places
    )


def _not_placed(reading: Reading, results: list[Result]) -> Iterator[str]:
    """Effects and counts of people that stand in no result, as comments; numbers, no words."""
    effects = {r.effect for r in results if r.effect is not None}
    counted = {v.events for r in results for v in r.values if v.events is not None}
    for effect in reading.effects:
        if effect.value is not None and effect.value not in effects:
            between = f" [{effect.low}, {effect.high}]" if effect.low is not None else ""
            p = f", p {effect.p}" if effect.p is not None else ""
            yield f"# {effect.measure} {effect.value}{between}{p}"
    for risk in reading.risks:
        if risk.events is not None and risk.total is not None and risk.events not in counted:
            share = f" ({risk.percent}%)" if risk.percent is not None else ""
            yield f"# events {risk.events} of {risk.total}{share}"


def _result(result: Result, words: str) -> Iterator[str]:
    for name in ("outcome", "arm", "versus", "measure", "unit"):
        if getattr(result, name):
            yield f'{name} = "{getattr(result, name)}"'
    if result.effect is not None:
        yield f"effect = {_number(result.effect)}"
    if result.interval:
        yield f"interval = [{', '.join(_number(limit) for limit in result.interval)}]"
        if str(result.interval_percent) != "95":
            yield f"interval_percent = {_number(result.interval_percent)}"
    p = result.p if result.p is not None else _only_p(words)
    if p is not None:
        yield f"p = {_number(p)}"
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


def _only_p(words: str) -> Printed | None:
    """The P value of a result's sentence, where it prints one alone: of two it is not known which."""
    found = _P.findall(words)
    return Printed.read(f"{found[0][0].replace('=', '')}{found[0][1]}") if len(found) == 1 else None


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
