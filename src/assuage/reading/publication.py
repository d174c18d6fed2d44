"""A publication's record to a reading: every part called once, in order."""

from assuage.knowledge.shelves import Knowledge
from assuage.reading import second_look
from assuage.reading.abbreviations import abbreviations
from assuage.reading.adverse_effects import adverse_effects
from assuage.reading.amounts import amounts
from assuage.reading.arm_words import ArmNames, with_arms, with_comparisons
from assuage.reading.arms import arms
from assuage.reading.chemicals_diseases import chemicals_diseases, merged
from assuage.reading.cues import cues
from assuage.reading.design import design
from assuage.reading.direction import directions
from assuage.reading.effects import effects
from assuage.reading.intervals import intervals
from assuage.reading.levels import levels
from assuage.reading.linking import with_outcomes
from assuage.reading.names import Names
from assuage.reading.not_assessed import not_assessed
from assuage.reading.numbers import numbers
from assuage.reading.population import population
from assuage.reading.risks import risks
from assuage.reading.roles import roles
from assuage.reading.sentences import sentences
from assuage.reading.text import digest, reading_text
from assuage.terms.reading import Reading, Span
from assuage.terms.record import Record


class Publications:
    """Reads publications; built once for a knowledge (its names are packed for matching)."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.root = knowledge.root
        self.names = Names(knowledge)

    def read(self, record: Record) -> Reading:
        """Everything read in one record. Never raises on odd text."""
        text = reading_text(record)
        parts = roles(text, sentences(text))
        short = abbreviations(text, parts)
        named = self.names.mentions(text, parts, short)
        mentions = merged(named, chemicals_diseases(text, parts, short))
        mentions = second_look.without_other_areas(text, mentions)
        governed = cues(text, parts)
        found = numbers(text)
        limits = intervals(text, found, [s.span.start for s in parts])
        names = ArmNames(text, parts, mentions, short)
        people = amounts(text, parts, found)
        some_effects = effects(text, parts, found, limits)
        some_risks = risks(text, parts, found, limits)
        some_levels = levels(text, parts, found, mentions, limits)
        told = design(text, parts, tuple(t.name for t in record.publication_types))
        people = second_look.people(text, people, told)
        concluding = [s.span for s in parts if s.role == "conclusion"]
        return Reading(
            record=record.id,
            digest=digest(text),
            sentences=parts,
            abbreviations=short,
            mentions=mentions,
            cues=governed,
            design=told,
            amounts=people,
            effects=with_outcomes(with_comparisons(some_effects, names, text), mentions, parts),
            risks=with_outcomes(with_arms(some_risks, names, text), mentions, parts),
            levels=with_outcomes(with_arms(some_levels, names, text), mentions, parts),
            directions=directions(text, parts, mentions, governed),
            adverse_effects=adverse_effects(text, parts, mentions, governed),
            conclusion=Span(concluding[0].start, concluding[-1].end) if concluding else None,
            not_assessed=not_assessed(text, parts),
            population=population(text, parts, mentions, people),
            arms=arms(text, parts, names, mentions, people),
        )
