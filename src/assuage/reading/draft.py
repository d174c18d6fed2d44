"""A reading to a draft of a curated study file, for a person to confirm.

Only what was read and has an id in the knowledge is filled in; the rest is left out and named.
No word of the source but its citation enters the file. ``status`` is *unverified*, so that the
knowledge never shows it as fact before a person has confirmed it.
"""

import re
from collections.abc import Iterator

import msgspec

from assuage.knowledge.shelves import Knowledge
from assuage.reading.evidence import direction_of, subjects
from assuage.terms.library import Work
from assuage.terms.printed import Printed
from assuage.terms.reading import Direction, Effect, Reading

_CONTROLS = (
    ("placebo", re.compile(r"\bplacebo\b|\bsaline\b", re.I)),
    ("sham", re.compile(r"\bsham\b", re.I)),
    ("usual-care", re.compile(r"\b(?:usual|standard) care\b", re.I)),
    ("no-treatment", re.compile(r"\bno treatment\b|\buntreated\b", re.I)),
)
"""Words that name a control arm, with its id in the knowledge's ``controls``."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The file's id and text, and what a person must look up or confirm, one phrase each."""

    id: str
    text: str
    to_confirm: tuple[str, ...]


def draft(reading: Reading, text: str, work: Work, knowledge: Knowledge, on: str) -> Draft:
    """A study file for ``knowledge/studies``; ``on`` is the day of reading (ISO)."""
    lead = work.lead
    agents = [a for a in subjects(reading, "drug") if a in knowledge.drugs]
    conditions = [c for c in subjects(reading, "condition") if c in knowledge.conditions]
    controls = [key for key, words in _CONTROLS if words.search(text)]
    arms = [*agents[:3], *(controls[:1] if len(agents) < 2 else [])]
    author = lead.authors[0].last or lead.authors[0].name if lead.authors else "unknown"
    key = "-".join(
        p for p in (_slug(author), str(lead.year or ""), agents[0] if agents else "") if p
    )
    to_confirm = ["every number, direction and arm against the source"]
    lines = [f'id = "{key}"']
    if reading.design and reading.design.design in knowledge.vocabulary["designs"]:
        lines.append(f'design = "{reading.design.design}"')
        if reading.design.masking:
            masking = reading.design.masking
            lines.append(f'masking = "{masking if masking == "open" else f"{masking}-blind"}"')
    else:
        to_confirm.append("design: not read")
    if not conditions:
        to_confirm.append("conditions: none of the knowledge's was read")
    lines += [
        f"conditions = {_list(conditions)}",
        'limits = ["abstract-only"]',
        'status = "unverified"',
        "",
        *_citation(work),
        "[read]",
        f'url = "{_address(work)}"',
        'parts = ["abstract"]',
        f"on = {on}",
        "",
    ]
    total = next((a for k in ("randomised", "analysed", "enrolled") for a in reading.amounts
                  if a.kind == k and a.arm is None), None)  # fmt: skip
    if total:
        lines += ["[population]", f"n = {total.value}", f'n_kind = "{total.kind}"', ""]
    else:
        to_confirm.append("population: number not read")
    for arm in arms:
        role = "agent" if arm in knowledge.drugs else "control"
        lines += ["[[arms]]", f'id = "{arm}"', f'{role} = "{arm}"', ""]
    if not arms:
        to_confirm.append("arms: no drug of the knowledge was read")
    results = list(_results(reading, arms, knowledge)) if arms else []
    for result in results:
        lines += ["[[results]]", *result, ""]
    if not results:
        to_confirm.append("results: none with an outcome of the knowledge was read")
    return Draft(id=key, text="\n".join(lines).rstrip() + "\n", to_confirm=tuple(to_confirm))


def _results(reading: Reading, arms: list[str], knowledge: Knowledge) -> Iterator[list[str]]:
    """One result an effect with an interval and a known outcome, then one a direction."""
    versus = f'versus = "{arms[1]}"' if len(arms) > 1 else None
    seen: set[str] = set()
    items: list[Effect | Direction] = [*reading.effects, *reading.directions]
    for item in items:
        outcome = item.outcome.id if item.outcome else None
        known = outcome and any(outcome in knowledge.vocabulary[v] for v in ("outcomes", "effects"))
        direction = item.direction if isinstance(item, Direction) else direction_of(item)
        if not known or direction is None or (isinstance(item, Direction) and outcome in seen):
            continue
        seen.add(str(outcome))
        lines = [f'outcome = "{outcome}"', f'arm = "{arms[0]}"']
        if versus:
            lines.append(versus)
        if isinstance(item, Effect):
            lines += _numbers(item, knowledge)
        lines += [f'direction = "{direction}"', 'where = "abstract"']
        yield lines


def _numbers(effect: Effect, knowledge: Knowledge) -> Iterator[str]:
    if effect.measure in knowledge.vocabulary["measures"]:
        yield f'measure = "{effect.measure}"'
    if effect.value is not None:
        yield f"effect = {_number(effect.value)}"
    if effect.low is not None and effect.high is not None:
        yield f"interval = [{_number(effect.low)}, {_number(effect.high)}]"
        if effect.level_percent is not None and str(effect.level_percent) != "95":
            yield f"interval_percent = {_number(effect.level_percent)}"
    if effect.p is not None:
        yield f"p = {_number(effect.p)}"


def _number(value: Printed) -> str:
    """Digits as TOML has them; a bound or an infinity in quotes."""
    text = str(value)
    return text if value.sign == "=" and not value.digits.is_infinite() else f'"{text}"'


def _citation(work: Work) -> Iterator[str]:
    lead = work.lead
    yield "[citation]"
    for key, value in (
        ("pmid", lead.pmid),
        ("doi", lead.doi),
        ("title", lead.title.rstrip(".")),
        ("journal", (lead.journal.abbreviation or lead.journal.title) if lead.journal else None),
        ("first_author", (lead.authors[0].last or lead.authors[0].name) if lead.authors else None),
    ):
        if value:
            yield f"{key} = {msgspec.json.encode(value).decode()}"
    if lead.year:
        yield f"year = {lead.year}"
    yield ""


def _address(work: Work) -> str:
    lead = work.lead
    if lead.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{lead.pmid}/"
    return f"https://doi.org/{lead.doi}" if lead.doi else (lead.url or work.id)


def _list(items: list[str]) -> str:
    return "[" + ", ".join(f'"{item}"' for item in items) + "]"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "unknown"
