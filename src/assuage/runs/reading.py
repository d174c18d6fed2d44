"""Reading one record of a library, and telling what was read beside its words."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge
from assuage.library.reader import Library
from assuage.reading.evidence import SURE_DIRECTION, meaning
from assuage.reading.label import read_label
from assuage.reading.publication import Publications
from assuage.reading.text import reading_text
from assuage.reading.trial import read_trial
from assuage.runs.reading_records import label_lines, trial_lines
from assuage.terms.library import Work
from assuage.terms.reading import Level, Mention, Reading, Risk, Span
from assuage.terms.reading_records import LabelReading, TrialReading


class ReadWork(msgspec.Struct, frozen=True, kw_only=True):
    """A work with what was read in it: one of the three readings by its kind."""

    work: Work
    text: str
    reading: Reading | None = None
    trial: TrialReading | None = None
    label: LabelReading | None = None
    knowledge: Knowledge | None = None
    """For what is better for a patient; None where nothing of that is told."""

    @property
    def any(self) -> Reading | TrialReading | LabelReading | None:
        """The one reading that there is."""
        return self.reading or self.trial or self.label


def read_work(root: Path | None, folder: Path, name: str) -> ReadWork:
    """Read the work with this id. Raises LibraryError where the library does not hold it."""
    with Library(folder) as library:
        work = library.work(record_id(name))
    text = reading_text(work.lead)
    if work.lead.trial is not None:
        return ReadWork(work=work, text=text, trial=read_trial(work.lead.trial))
    if work.lead.label is not None:
        return ReadWork(work=work, text=text, label=read_label(work.lead.label))
    knowledge = load(root)
    read = Publications(knowledge).read(work.lead)
    return ReadWork(work=work, text=text, reading=read, knowledge=knowledge)


def whole(found: ReadWork) -> dict[str, Any]:
    """What a program gets: the reading, the notices, and once the words that its offsets are in."""
    held: dict[str, Any] = {
        "id": found.work.id,
        "title": found.work.lead.title,
        "notices": found.work.notices,
    }
    label, trial = found.work.lead.label, found.work.lead.trial
    if found.label is not None and label is not None:
        held["sections"] = [
            {"title": s.title, "text": s.text, "tables": [t.rows for t in s.tables]}
            for s in label.sections
        ]
    elif found.trial is not None and trial is not None:
        held["criteria"] = trial.eligibility.criteria if trial.eligibility else None
    else:
        held["text"] = found.text
    read = found.any
    fields = msgspec.structs.asdict(read) if read is not None else {}
    return held | {k: v for k, v in fields.items() if v not in (None, ())}


def record_id(typed: str) -> str:
    """The id that a person means: a bare PMID, ``PMID: 1``, or an address of PubMed or a register."""
    text = typed.strip()
    for pattern, scheme in _TYPED:
        match = pattern.fullmatch(text)
        if match:
            return f"{scheme}{match[1].upper() if scheme == 'nct:' else match[1]}"
    return text


_TYPED = (
    (re.compile(r"(?:pmid)?\s*:?\s*(\d{1,8})", re.I), "pmid:"),
    (re.compile(r"https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+)/?.*", re.I), "pmid:"),
    (re.compile(r"(?:https?://(?:www\.)?clinicaltrials\.gov/(?:study|ct2/show)/|nct:\s*)?(NCT\d{8})/?", re.I), "nct:"),
    (re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)(10\..+)", re.I), "doi:"),
)  # fmt: skip
"""What people type, and the id of the library."""


def told(found: ReadWork) -> Iterator[str]:
    """Lines for a person: each item, then its words."""
    yield f"{found.work.id}  {found.work.lead.title}"
    for notice in found.work.notices:
        yield f"! {notice.kind} ({notice.by})"
    if found.trial is not None:
        yield from trial_lines(found.trial)
    elif found.label is not None and found.work.lead.label is not None:
        yield from label_lines(found.label, found.work.lead.label)
    elif found.reading is not None:
        yield from lines(found.reading, found.text, found.knowledge)


def lines(reading: Reading, text: str, knowledge: Knowledge | None = None) -> Iterator[str]:
    """Lines for a person of a publication's reading: each item, then its words. With a knowledge,
    whether a direction is better or worse for the patient."""

    def words(span: Span) -> str:
        return " ".join(text[span.start : span.end].split())

    if reading.design:
        from_types = f" (publication type {', '.join(reading.design.from_types)})"
        told_by = "; ".join(f"“{words(s)}”" for s in reading.design.spans)
        masking = f", {reading.design.masking}" if reading.design.masking else ""
        yield f"design: {reading.design.design}{masking}" + (
            f"  {told_by}" if told_by else from_types if reading.design.from_types else ""
        )
    for amount in reading.amounts:
        arm = f" in {amount.arm}" if amount.arm else ""
        yield f"{amount.kind}{arm}: {amount.value}  “{words(amount.span)}”"
    if reading.population:
        yield f"population: “{words(reading.population)}”"
    for found in reading.arms:
        yield f"arm: {found.name}"
    yield from _mentions(reading.mentions, words)
    for effect in reading.effects:
        outcome = f" of {effect.outcome.id}" if effect.outcome else ""
        interval = f" [{effect.low}, {effect.high}]" if effect.low is not None else ""
        p = f" P {effect.p}" if effect.p is not None else ""
        unit = f" {effect.unit}" if effect.unit else ""
        value = f" {effect.value}" if effect.value is not None else ""
        pair = " against ".join(a for a in (effect.arm, effect.versus) if a)
        pair = f", {pair}" if pair else ""
        yield f"effect{outcome}: {effect.measure}{value}{unit}{interval}{p}{pair}  “{words(effect.span)}”"
    for risk in reading.risks:
        counts = ["?" if n is None else str(n) for n in (risk.events, risk.total, risk.percent)]
        yield (
            f"risk{_whose(risk)}: {counts[0]} of {counts[1]}, {counts[2]}%  “{words(risk.span)}”"
        )
    for level in reading.levels:
        spread = f" ± {level.spread}" if level.spread is not None else ""
        unit = f" {level.unit}" if level.unit else ""
        yield (
            f"level{_whose(level)}: {level.statistic} {level.value}{spread}{unit}  "
            f"“{words(level.span)}”"
        )
    for said in reading.directions:
        outcome = said.outcome.id or words(said.outcome.span) if said.outcome else "?"
        hedge = ", hedged" if said.hedged else ""
        hedge += "" if said.probability >= SURE_DIRECTION else ", unsure: enters no table"
        better = (
            meaning(said.direction, said.outcome.id, knowledge)
            if said.outcome and knowledge
            else None
        )
        hedge = (f", {better}" if better in ("benefit", "harm") else "") + hedge
        yield f"direction: {outcome} {said.direction} ({said.probability:.2f}{hedge})  “{words(said.span)}”"
    for adverse in reading.adverse_effects:
        yield (
            f"adverse effect: {words(adverse.drug.span)}: {words(adverse.effect.span)} "
            f"({adverse.probability:.2f})  “{words(adverse.span)}”"
        )
    for missing in reading.not_assessed:
        yield f"not assessed: “{words(missing)}”"
    if reading.conclusion:
        yield f"conclusion: “{words(reading.conclusion)}”"


def _whose(item: Risk | Level) -> str:
    outcome = f" of {item.outcome.id}" if item.outcome and item.outcome.id else ""
    return outcome + (f", {item.arm}" if item.arm else "")


def _mentions(mentions: tuple[Mention, ...], words: Callable[[Span], str]) -> Iterator[str]:
    kinds: dict[str, dict[str, None]] = {}
    for mention in mentions:
        shown = f"{words(mention.span)} → {mention.id}" if mention.id else words(mention.span)
        kinds.setdefault(mention.kind, {})[shown] = None
    for kind in sorted(kinds):
        yield f"{kind}: {', '.join(kinds[kind])}"
