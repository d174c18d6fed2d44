"""A label's reading to facts of a drug as the knowledge has them, each beside its words."""

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from assuage.knowledge.shelves import Knowledge
from assuage.reading.attribution import of_people
from assuage.reading.lookup import Lookup
from assuage.terms.drug import AdverseEffect, BoxedWarning, Interaction, OrganGuidance
from assuage.terms.finding import Quote
from assuage.terms.label_record import Label
from assuage.terms.library import Work
from assuage.terms.printed import Printed
from assuage.terms.reading import Span
from assuage.terms.reading_records import ExposureChange, Frequency, LabelPlace, LabelReading
from assuage.terms.reference import Read
from assuage.terms.source import Citation, Source

LabelFact = AdverseEffect | BoxedWarning | OrganGuidance | Interaction

REGION = "us"
"""All labels of the library are those of DailyMed and openFDA."""
_ACTIONS = {
    "contraindicated": "contraindicated",
    "avoid": "avoid",
    "reduce-dose": "reduce-dose",
    "no-change": "no-adjustment",
    "caution": "caution",
    "monitor": "monitor",
    "not-studied": "not-studied",
}
"""Advice as read, and the knowledge's action."""
_ORGANS = {"hepatic": "liver", "renal": "kidney"}
_KINDS = {"increase": "exposure-increased", "decrease": "exposure-decreased"}
_FOLD = re.compile(r"(\d+(?:\.\d+)?)[- ]?fold")
_LONGEST = 300
"""Characters of a quote, at most: a label's passage can run over pages."""


class LabelFacts(Struct, frozen=True, kw_only=True):
    """Facts of one drug with the words behind each, in the same order."""

    drug: str
    source: Source
    facts: tuple[LabelFact, ...]
    quotes: tuple[Quote, ...]


def label_facts(
    reading: LabelReading, work: Work, lookup: Lookup, knowledge: Knowledge, on: date
) -> LabelFacts | None:
    """The facts; None where the label is not of exactly one drug of the knowledge."""
    label = work.lead.label
    assert label is not None
    drugs = [d for d in lookup.ids(" ; ".join(reading.names), "drug") if d in knowledge.drugs]
    if len(drugs) != 1:
        return None
    url = f"https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={reading.setid}"
    reader = _Reader(reading, label, lookup, knowledge, work.id, drugs[0])
    pairs = list(dict.fromkeys(reader.all()))
    return LabelFacts(
        drug=drugs[0],
        source=Source(
            id=work.id, kind="label", region=REGION,
            citation=Citation(title=work.lead.title or drugs[0], url=url, year=work.lead.year),
            read=Read(url=url, parts=("label",), on=on),
        ),
        facts=tuple(f for f, _ in pairs),
        quotes=tuple(q for _, q in pairs),
    )  # fmt: skip


class _Reader:
    def __init__(
        self, reading: LabelReading, label: Label, lookup: Lookup, knowledge: Knowledge,
        source: str, drug: str,
    ) -> None:  # fmt: skip
        self._reading, self._label, self._lookup = reading, label, lookup
        self._knowledge, self._source, self._drug = knowledge, source, drug

    def all(self) -> Iterator[tuple[LabelFact, Quote]]:
        yield from self._boxed()
        yield from self._frequencies()
        yield from self._organs()
        for change in self._reading.changes:
            yield from self._change(change)

    def _words(self, place: LabelPlace) -> str:
        section = self._label.sections[place.section]
        text = section.text
        if place.table is not None and place.row is not None:
            text = " | ".join(section.tables[place.table].rows[place.row])
        elif place.span is not None:
            text = _sentence(text, place.span)
        return " ".join(text.split())[:_LONGEST]

    def _quote(self, place: LabelPlace, words: str | None = None) -> Quote:
        span = place.span or Span(0, 0)
        return Quote(text=words or self._words(place), kind="label", start=span.start, end=span.end)

    def _where(self, place: LabelPlace) -> str:
        """The section's title, or its code."""
        return f"label, {place.title or place.code or place.section}"

    def _boxed(self) -> Iterator[tuple[LabelFact, Quote]]:
        for told in self._reading.statements:
            if told.topic != "boxed-warning" or told.place.span is None:
                continue
            section = self._label.sections[told.place.section]
            text = section.text[told.place.span.start : told.place.span.end]
            seen: set[str | None] = set()
            for mention in self._lookup.mentions(text, "effect"):
                if mention.id in seen or _not_warned_of(text, mention.span):
                    continue
                seen.add(mention.id)
                words = _window(text, mention.span)
                yield (
                    BoxedWarning(
                        source=self._source, where=self._where(told.place), region=REGION,
                        risk=str(mention.id),
                    ),
                    self._quote(told.place, words),
                )  # fmt: skip

    def _frequencies(self) -> Iterator[tuple[LabelFact, Quote]]:
        others: dict[tuple[object, ...], Frequency] = {
            _row(f): f for f in self._reading.frequencies if f.role == "comparator"
        }
        for seen in self._reading.frequencies:
            effects = self._lookup.ids(seen.effect, "effect")
            if seen.role != "drug" or seen.percent is None or len(effects) != 1:
                continue
            if self._left(seen) or not self._lookup.whole(seen.effect, "effect"):
                continue
            other = others.get(_row(seen))
            yield (
                AdverseEffect(
                    source=self._source, where=self._where(seen.place), effect=effects[0],
                    percent=seen.percent, percent_high=seen.high_percent,
                    comparator_percent=other.percent if other else None,
                ),
                self._quote(seen.place, self._around(seen)),
            )  # fmt: skip

    def _around(self, seen: Frequency) -> str | None:
        """The words around a frequency in a sentence, its effect among them."""
        span = seen.effect_place.span
        if seen.place.row is not None or seen.place.span is None or span is None:
            return None
        return _window(self._label.sections[seen.place.section].text, span, seen.place.span)

    def _left(self, seen: Frequency) -> bool:
        """Whether a frequency is of those who stopped for the effect, not of those who had it."""
        place = seen.place
        section = self._label.sections[place.section]
        if place.table is not None:
            table = section.tables[place.table]
            told = " ".join((table.caption or "", *(table.rows[0] if table.rows else ())))
        else:
            told = _sentence(section.text, place.span) if place.span is not None else ""
        return _STOPPED.search(told) is not None

    def _organs(self) -> Iterator[tuple[LabelFact, Quote]]:
        grades = self._knowledge.vocabulary["organ-grades"]
        for told in self._reading.organ_advice:
            action = _ACTIONS.get(told.advice or "")
            if action is None:
                continue
            named = [f"child-pugh-{c.lower()}" for c in told.child_pugh] or list(told.severity)
            for grade in [g for g in named if g in grades] or ["any"]:
                yield (
                    OrganGuidance(
                        source=self._source, where=self._where(told.place), region=REGION,
                        organ=_ORGANS[told.organ], grade=grade, action=action,
                    ),
                    self._quote(told.place),
                )  # fmt: skip

    def _change(self, change: ExposureChange) -> Iterator[tuple[LabelFact, Quote]]:
        others = [d for d in self._lookup.ids(change.cause or "", "drug") if d != self._drug]
        affected = self._lookup.ids(change.affected or "", "drug")
        if change.topic != "interaction" or change.measure != "auc" or len(others) != 1:
            return
        fold = _FOLD.fullmatch(change.printed.strip())
        yield (
            Interaction(
                source=self._source, where=self._where(change.place), other=others[0],
                kind=_KINDS.get(change.direction or "", "no-exposure-change"),
                role="perpetrator" if affected and self._drug not in affected else "victim",
                auc_ratio=Printed.read(fold[1]) if fold else None,
            ),
            self._quote(change.place),
        )  # fmt: skip


_STOPPED = re.compile(
    r"\b(?:discontinu\w+|withdr[ae]w\w*|stopp(?:ed|ing)|dropped out|dose reductions?|dose interruptions?)\b",
    re.I,
)
_SUBJECT = re.compile(
    r"\b(?:histor(?:y|ies) of|risk factors? (?:for|of)|predispos\w+ to|contraindicated in|signs? of|treatment of|treat|"
    r"indicated for|such as for)\s(?:[\w-]+\s){0,4}$|\(e\.g\.,?\s[^)]*$",
    re.I,
)


def _not_warned_of(text: str, span: Span) -> bool:
    """Whether a warning names an effect as what people have or are treated for, not as a risk."""
    start = text.rfind(". ", 0, span.start) + 1
    return of_people(text, start, span) or bool(_SUBJECT.search(text, start, span.start))


def _window(text: str, span: Span, other: Span | None = None) -> str:
    """The sentence around a span, cut to ``_LONGEST`` characters that hold it (and ``other``)."""
    start = text.rfind(". ", 0, span.start) + 1
    end = text.find(". ", max(span.start, span.end - 1))
    end = end + 1 if end >= 0 else len(text)
    first = min(span.start, other.start) if other else span.start
    last = max(span.end, other.end) if other else span.end
    if end - start > _LONGEST:
        before = max(start, first - max(0, _LONGEST - (last - first)) // 2)
        start = before if before == start else text.find(" ", before, first) + 1 or before
        end = min(end, max(start + _LONGEST, last))
    return " ".join(text[start:end].split())


def _sentence(text: str, span: Span) -> str:
    """The sentence around a span, with its stop."""
    start = text.rfind(". ", 0, span.start) + 1
    end = text.find(". ", max(span.start, span.end - 1))
    return text[start : end + 1 if end >= 0 else len(text)]


def _row(seen: Frequency) -> tuple[object, ...]:
    return (seen.effect, seen.place.section, seen.place.table, seen.place.row)
