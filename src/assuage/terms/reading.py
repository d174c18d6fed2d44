"""What a machine read in one record: every item with the place of its words.

Offsets are into the reading text of the record (``reading.text.reading_text``: title, line end,
main abstract with its labels). Nothing here is a fact until it is rendered with its quote and its
label *machine-read*.
"""

from msgspec import Struct

from assuage.terms.printed import Printed
from assuage.terms.record import RecordId


class Span(Struct, frozen=True, array_like=True):
    """``text[start:end]``."""

    start: int
    end: int


class Sentence(Struct, frozen=True, omit_defaults=True):
    """A sentence and its role: title, background, aim, methods, results, conclusion."""

    span: Span
    role: str | None = None


class Abbreviation(Struct, frozen=True):
    """A short form and the long form that it stands for, as printed, with both places."""

    short: str
    long: str
    short_span: Span
    long_span: Span


class Mention(Struct, frozen=True, omit_defaults=True):
    """A name in the text.

    ``kind``: drug, class, condition, outcome, instrument, effect (adverse), route, species, gene,
    chemical, disease, dose (without an id). ``id`` is that of the knowledge where it has one, else a
    MeSH ui, else None.
    """

    span: Span
    kind: str
    id: str | None = None


class Cue(Struct, frozen=True):
    """A word that negates or hedges, and the words that it governs. ``kind``: negation, speculation."""

    span: Span
    kind: str
    scope: Span


class Amounts(Struct, frozen=True, omit_defaults=True):
    """A number of people: ``kind`` randomised, analysed or enrolled; ``arm`` where it is an arm's."""

    span: Span
    kind: str
    value: int
    arm: str | None = None


class Effect(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A printed effect. ``measure`` is an id of the knowledge's ``measures``; digits as printed.

    ``low`` and ``high`` are the interval's limits at ``level_percent``; ``span`` runs from the first
    to the last character of all that was read.
    """

    span: Span
    measure: str
    value: Printed | None = None
    low: Printed | None = None
    high: Printed | None = None
    level_percent: Printed | None = None
    p: Printed | None = None
    unit: str | None = None
    arm: str | None = None
    versus: str | None = None
    """The two arms that its sentence compares, as printed."""
    outcome: Mention | None = None
    sentence: int = 0


class Risk(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """People with an event in one group: ``25 of 92``, ``27% [25 of 92]``, ``27%``."""

    span: Span
    events: int | None = None
    total: int | None = None
    percent: Printed | None = None
    arm: str | None = None
    outcome: Mention | None = None
    sentence: int = 0


class Level(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A mean, median or change of one group, with its spread and unit: ``12.3 ± 4.5 mg``."""

    span: Span
    statistic: str
    value: Printed
    spread: Printed | None = None
    low: Printed | None = None
    high: Printed | None = None
    unit: str | None = None
    instrument: str | None = None
    arm: str | None = None
    outcome: Mention | None = None
    sentence: int = 0


class Direction(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a sentence says of an outcome under an agent against a comparator.

    ``direction``: higher, lower, no-difference. ``probability`` is the model's own, calibrated on
    held-out training articles.
    """

    span: Span
    direction: str
    probability: float
    outcome: Mention | None = None
    agent: Mention | None = None
    comparator: Mention | None = None
    hedged: bool = False


class AdverseEffect(Struct, frozen=True, kw_only=True):
    """A sentence that reports an adverse effect of a drug."""

    span: Span
    drug: Mention
    effect: Mention
    probability: float
    negated: bool = False


class DesignRead(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The design with the words (or publication types) that it was read from."""

    design: str
    masking: str | None = None
    spans: tuple[Span, ...] = ()
    from_types: tuple[str, ...] = ()


class ArmRead(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An arm as printed. ``id``: of its mention, where it is one; ``n``: its people, where printed."""

    span: Span
    name: str
    id: str | None = None
    n: int | None = None
    control: bool = False
    """Whether its words name a control (placebo, saline, sham, usual care, control group)."""


class Reading(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything read in one record."""

    record: RecordId
    digest: str
    """Of the reading text, so that offsets are never used on another version of it."""
    sentences: tuple[Sentence, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    cues: tuple[Cue, ...] = ()
    design: DesignRead | None = None
    amounts: tuple[Amounts, ...] = ()
    effects: tuple[Effect, ...] = ()
    risks: tuple[Risk, ...] = ()
    levels: tuple[Level, ...] = ()
    directions: tuple[Direction, ...] = ()
    adverse_effects: tuple[AdverseEffect, ...] = ()
    conclusion: Span | None = None
    not_assessed: tuple[Span, ...] = ()
    population: Span | None = None
    """The words that say who was studied."""
    arms: tuple[ArmRead, ...] = ()
