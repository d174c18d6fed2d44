"""A drug label to what it says in numbers and advice, by its coded sections.

Adverse effects with their frequencies, boxed warning, contraindications, impaired liver and kidneys,
changes of exposure; each with its section, code and place. What the highlights repeat and what is
written for patients (42230-3, 42231-1) is not read a second time.
"""

from collections.abc import Iterator

from assuage.reading.label_change_tables import changes_in_table
from assuage.reading.label_changes import changes
from assuage.reading.label_frequencies import in_sentences
from assuage.reading.label_organs import concerns, organ, organ_advice, organ_titles
from assuage.reading.label_sections import (
    ADVERSE,
    BOXED,
    CONTRAINDICATIONS,
    DOSAGE,
    INTERACTIONS,
    KINETICS,
    WARNINGS,
    Part,
    names,
    naming,
    parts,
    sentences,
)
from assuage.reading.label_tables import frequencies
from assuage.terms.label_record import Label
from assuage.terms.reading_records import (
    ExposureChange,
    Frequency,
    LabelReading,
    OrganAdvice,
    Statement,
)

_FOR_PATIENTS = frozenset({"42230-3", "42231-1", "34076-0", "68498-5"})

_BOXES_OF_OTHERS = frozenset({DOSAGE, "34069-5", "51945-4"})
"""Dosing, supply, package: makers code a table drawn in a box there as if it were the warning."""


def read_label(label: Label) -> LabelReading:
    """Everything read in a label, in the order of its sections."""
    called = names(label)
    own = naming(called)
    told: list[Statement] = []
    seen: list[Frequency] = []
    advice: list[OrganAdvice] = []
    changed: list[ExposureChange] = []
    for part in parts(label):
        if part.within(_FOR_PATIENTS):
            continue
        told += _statements(part)
        advice += organ_advice(part)
        changed += changes(part)
        if part.within(ADVERSE):
            seen += in_sentences(part, own)
        for index, table in enumerate(part.section.tables):
            if part.within(ADVERSE | WARNINGS):
                seen += frequencies(part, index, table, own)
            if part.within(INTERACTIONS | KINETICS | WARNINGS):
                changed += changes_in_table(part, index, table, own)
    return LabelReading(
        setid=label.setid,
        names=called,
        statements=tuple(told),
        frequencies=tuple(seen),
        organ_advice=tuple(advice),
        changes=tuple(changed),
    )


def _statements(part: Part) -> Iterator[Statement]:
    text = part.section.text
    if text.strip():
        start = len(text) - len(text.lstrip())
        whole = part.place(start, len(text.rstrip()))
    else:
        whole = part.place()
    for topic, code in (("boxed-warning", BOXED), ("contraindications", CONTRAINDICATIONS)):
        # A heading alone can be the statement; one above coded parts holds nothing of its own.
        heading = part.section.title and part.section.code != code
        if topic == "boxed-warning" and part.within(_BOXES_OF_OTHERS):
            continue
        if code in part.codes and (text.strip() or heading):
            yield Statement(topic=topic, place=whole)
    yield from organ_titles(part)
    if concerns(part):
        for begin, end in sentences(text):
            for name in organ(part, text, begin, end):
                yield Statement(topic=name, place=part.place(begin, end))
