"""Which coded section each part of a label stands in, and the sentences of its text.

Subsections are mostly uncoded (42229-5): they belong to the coded section above them. Codes are
LOINC's for Structured Product Labeling; those not in openFDA's table (``parsing.openfda_sections``)
are 88828-9 and 88829-7, the subsections 8.6 and 8.7 of newer labels, and 90374-0 and 90375-7, the
parts of section 6.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from assuage.terms.label_record import Label, LabelSection
from assuage.terms.reading import Span
from assuage.terms.reading_records import LabelPlace

UNCODED = "42229-5"
BOXED = "34066-1"
CONTRAINDICATIONS = "34070-3"
ADVERSE = frozenset({"34084-4", "90374-0", "90375-7"})
WARNINGS = frozenset({"34071-1", "43685-7", "42232-9", "34072-9"})
INTERACTIONS = frozenset({"34073-7", "34074-5"})
KINETICS = frozenset({"34090-1", "43682-4", "43681-6", "66106-6"})
POPULATIONS = frozenset({"43684-0", "34082-8", "88828-9", "88829-7"})
DOSAGE = "34068-7"
HEPATIC = "88829-7"
RENAL = "88828-9"


class Part(Struct, frozen=True):
    """A section with its place, its own or inherited code, and the titles above it (own last)."""

    index: int
    section: LabelSection
    codes: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def code(self) -> str | None:
        """The nearest code: its own, else that of a section above."""
        return self.codes[-1] if self.codes else None

    def within(self, codes: frozenset[str]) -> bool:
        """Whether it, or a section above it, has one of these codes."""
        return not codes.isdisjoint(self.codes)

    def place(self, start: int | None = None, end: int | None = None) -> LabelPlace:
        """This section, or a stretch of its text."""
        span = Span(start, end) if start is not None and end is not None else None
        return LabelPlace(section=self.index, code=self.code, title=self.section.title, span=span)

    def cell(self, table: int, row: int, column: int, start: int, end: int) -> LabelPlace:
        """A stretch of a cell of one of its tables."""
        return LabelPlace(
            section=self.index,
            code=self.code,
            title=self.section.title,
            span=Span(start, end),
            table=table,
            row=row,
            column=column,
        )


def parts(label: Label) -> tuple[Part, ...]:
    """The sections in their order, each under its code."""
    found: list[Part] = []
    above: list[tuple[int, str | None, str | None]] = []
    for index, section in enumerate(label.sections):
        while above and above[-1][0] >= section.depth:
            above.pop()
        code = section.code if section.code and section.code != UNCODED else None
        above.append((section.depth, code, section.title))
        found.append(
            Part(
                index,
                section,
                tuple(c for _, c, _ in above if c),
                tuple(t for _, _, t in above if t),
            )
        )
    return tuple(found)


def names(label: Label) -> tuple[str, ...]:
    """What the label calls its drug: trade name, substances, moieties; sorted, each once.

    A name of several words is known by its first as well (``morphine`` of morphine sulfate), where
    that has five letters or more.
    """
    told: set[str] = set()
    for product in label.products:
        for name in (product.name, product.generic):
            told.update(re.split(r"\s*(?:,|;|/|\band\b)\s*", name or ""))
        told.update(name for name, _ in product.moieties)
        told.update(name for name, _, _ in product.active)
    found = {" ".join(name.split()).casefold() for name in told if name}
    found |= {first for name in found if len(first := name.split(" ")[0]) >= 5}
    return tuple(sorted(n for n in found if len(n) >= 3))


def naming(wanted: Sequence[str]) -> re.Pattern[str]:
    """A pattern that finds any of these names as whole words; never matches where there is none."""
    longest = sorted((n for n in wanted if n), key=lambda n: (-len(n), n))
    if not longest:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, longest))})(?![a-z])", re.I)


_END = re.compile(r"(?<=[.;!?])[\])]*\s+(?=[A-Z(•\[“])|\n\s*|•\s*|\s{30,}|\d{20,}")
"""Runs of blanks or digits that no one prints end a sentence too: patterns stay linear."""
_NOT_END = re.compile(r"(?:\b(?:vs|e\.g|i\.e|Dr|No|approx|et al|U\.S|Fig)\.)$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the sentences and list items of a section; no blank ones."""
    begin = 0
    for stop in _END.finditer(text):
        if _NOT_END.search(text, max(begin, stop.start() - 6), stop.start()):
            continue
        yield from _trimmed(text, begin, stop.start())
        begin = stop.end()
    yield from _trimmed(text, begin, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    body = text[start:end]
    start += len(body) - len(body.lstrip())
    end -= len(body) - len(body.rstrip())
    if start < end:
        yield start, end
