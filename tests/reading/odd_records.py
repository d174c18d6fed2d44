"""Odd records for the readers, and what must hold of whatever is read in them.

Shared by ``test_odd_records.py`` (2,000 in CI) and ``benchmarks/reading_fuzz.py`` (100,000).
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import tomli
from hypothesis import strategies as st
from msgspec.inspect import (
    BoolType,
    FloatType,
    IntType,
    NoneType,
    StrType,
    StructType,
    TupleType,
    Type,
    UnionType,
    VarTupleType,
    type_info,
)

from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge
from assuage.reading.draft import draft
from assuage.reading.evidence import rows
from assuage.reading.label import read_label
from assuage.reading.publication import Publications
from assuage.reading.text import digest, reading_text
from assuage.reading.trial import read_trial
from assuage.terms.label_record import Label
from assuage.terms.library import Work
from assuage.terms.reading import Mention, Span
from assuage.terms.reading_records import LabelPlace
from assuage.terms.record import Abstract, Passage, Record, Term
from assuage.terms.trial_record import Trial

CURATED = Path(__file__).resolve().parents[2] / "knowledge"

_WORDS = (
    "ketamine morphine baclofen placebo pain nausea hepatic liver Child-Pugh ALT AST ULN bilirubin AUC Cmax "
    "patients children rats were was randomised randomized double-blind crossover versus than compared with "
    "no not without may suggest (n 95% CI HR OR RR MD mean median SD ± +/- = < > ≤ ≥ P p 0.05 P=.003 12·3 1,234 "
    "1.2e5 - – − to of 25 of 92 27% [25 of 92] (27%) 0 00 -0 1/0 0/0 10^9 ½ ٣ ² Ⅳ ６ mg mg/kg µg/mL μ α β-blocker "
    "METHODS: RESULTS: CONCLUSION. Background: ; .; i.v. n.s. e.g. vs. et al. (CI) (SEM) ( ) [ ] (( ]] \" ” ' "
    "Table 疼痛 吗啡 שלום Ǆ İ ẞ ﬁ ª e\u0301 \u202e \u200b \ufeff \x00 \x1c \x85 \u2028 \ud800 \udfff 🧪 N/A NaN inf 1e999"
)
WORDS = str.split(_WORDS, " ")

GAPS = (" ", " ", " ", " ", "", "\n", "; ", ".; ", ". ", ", ", "\t", "\u00a0", "  ")
PIECES = st.sampled_from(WORDS) | st.text(max_size=6) | st.integers(-9, 10**6).map(str)


@st.composite
def odd_text(draw: st.DrawFn, most: int = 40) -> str:
    """Words of abstracts, numbers and signs in any order, with anything at all between them."""
    pieces = draw(st.lists(st.tuples(PIECES, st.sampled_from(GAPS)), max_size=most))
    return "".join(word + gap for word, gap in pieces)


TEXTS = odd_text()
SHORT = odd_text(6)
FIELDS = st.sampled_from(WORDS) | SHORT


def records() -> st.SearchStrategy[Record]:
    """Publications of odd text, with odd publication types."""
    passage = st.builds(Passage, TEXTS, label=st.none() | FIELDS)
    types = st.sampled_from(("Randomized Controlled Trial", "Review", "Case Reports")) | SHORT
    return st.builds(
        Record,
        id=st.just("pmid:1"),
        source=st.just("pubmed"),
        pmid=st.just("1"),
        title=SHORT,
        year=st.none() | st.integers(-5, 3000),
        abstracts=st.lists(passage, max_size=3).map(lambda p: (Abstract(tuple(p)),)),
        publication_types=st.lists(st.builds(Term, types), max_size=2).map(tuple),
    )


CODES = (
    "34084-4", "34066-1", "34070-3", "34068-7", "34073-7", "43682-4", "34090-1", "43685-7", "x",
)  # fmt: skip


def value(known: Type, chance: Random, name: str = "") -> Any:
    """Any value of a type, with odd strings. Marks are left out: parsers keep them inside the text."""
    match known:
        case StrType():
            if name == "code":
                return chance.choice(CODES)
            long = name in ("text", "criteria", "description")
            return _mixed(chance, 30 if long else chance.choice((1, 1, 1, 4)))
        case BoolType():
            return chance.random() < 0.5
        case IntType():
            return chance.randrange(5)
        case FloatType():
            return chance.choice((0.0, -1.5, 1e308, float("nan"), float("inf")))
        case NoneType():
            return None
        case UnionType():
            return value(chance.choice(known.types), chance, name)
        case VarTupleType():
            return tuple(value(known.item_type, chance, name) for _ in range(chance.randrange(4)))
        case TupleType():
            return tuple(value(t, chance, name) for t in known.item_types)
        case StructType():
            fields = {
                f.name: () if f.name == "marks" else value(f.type, chance, f.name)
                for f in known.fields
            }
            return known.cls(**fields)
    raise NotImplementedError(known)


def _mixed(chance: Random, most: int) -> str:
    """As ``odd_text``, of a generator of random numbers: whole labels are made faster so."""
    return "".join(
        chance.choice(WORDS) + chance.choice(GAPS) for _ in range(chance.randrange(most + 1))
    )


def trials() -> st.SearchStrategy[Trial]:
    """Register entries with odd text in every field."""
    known = type_info(Trial)
    return st.integers(0, 1 << 40).map(lambda seed: value(known, Random(seed)))


def labels() -> st.SearchStrategy[Label]:
    """Labels with odd text in every field."""
    known = type_info(Label)
    return st.integers(0, 1 << 40).map(lambda seed: value(known, Random(seed)))


@cache
def held() -> tuple[Knowledge, Publications]:
    """The curated knowledge and its reader, made once."""
    knowledge = load(CURATED)
    return knowledge, Publications(knowledge)


def spans(value: object) -> Iterator[Span]:
    """Every span inside a reading."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from spans(getattr(value, field))
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)


def places(value: object) -> Iterator[LabelPlace]:
    """Every place inside a label's reading."""
    if isinstance(value, LabelPlace):
        yield value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from places(getattr(value, field))
    elif isinstance(value, tuple):
        for item in value:
            yield from places(item)


def written(value: object) -> bytes:
    """A reading as bytes; halves of surrogate pairs have none in UTF-8."""
    return repr(value).encode("utf-8", "surrogatepass")


def check_publication(record: Record) -> int:
    """Reads, makes the rows and the draft; ends with an error where something does not hold."""
    knowledge, reader = held()
    text, reading = reading_text(record), reader.read(record)
    assert reading.digest == digest(text)
    items = 0
    for span in spans(reading):
        assert 0 <= span.start <= span.end <= len(text), span
        items += 1
    for each in reading.abbreviations:
        assert each.short == text[each.short_span.start : each.short_span.end]
        assert each.long == text[each.long_span.start : each.long_span.end]
    for mention in reading.mentions:
        assert isinstance(mention, Mention) and mention.span.start < mention.span.end
    assert written(reader.read(record)) == written(reading)
    work = Work(number=1, lead=record, members=(record.id,), sources=("pubmed",), designs=())
    for row in rows(reading, text, work, knowledge):
        assert row.quote == text[row.span.start : row.span.end]
    if text.startswith(record.title):  # else it holds half a surrogate pair, and no library does
        made = draft(reading, text, work, knowledge, date(2026, 11, 22))
        tomli.loads(made.text)
    return items


def check_trial(trial: Trial) -> int:
    """As ``check_publication`` for a register entry: offsets are into its criteria."""
    reading = read_trial(trial)
    criteria = (trial.eligibility.criteria if trial.eligibility else None) or ""
    items = 0
    for span in spans(reading):
        assert 0 <= span.start <= span.end <= len(criteria), span
        items += 1
    assert written(read_trial(trial)) == written(reading)
    return items


def check_label(label: Label) -> int:
    """As ``check_publication`` for a label: every place is one of its sections, tables or cells."""
    reading = read_label(label)
    items = 0
    for place in places(reading):
        section = label.sections[place.section]
        text = section.text
        if place.table is not None and place.row is not None and place.column is not None:
            text = section.tables[place.table].rows[place.row][place.column]
        if place.span is not None:
            assert 0 <= place.span.start <= place.span.end <= len(text), place
        items += 1
    assert written(read_label(label)) == written(reading)
    return items
