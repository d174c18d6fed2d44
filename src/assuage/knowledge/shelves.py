"""The shelves of the knowledge: one folder each, and the type that its files hold."""

from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from assuage.terms.additive import Combination
from assuage.terms.condition import Condition
from assuage.terms.device import Device, Procedure
from assuage.terms.drug import Drug, DrugClass
from assuage.terms.errors import Problem
from assuage.terms.guidance import Guidance
from assuage.terms.mechanism import Marker, Mechanism, Trial
from assuage.terms.score import ScoreEntry
from assuage.terms.search import Excluded, Glossary, GlossaryEntry, Search
from assuage.terms.simulation import PopulationModel
from assuage.terms.source import Citation, Source, source_key
from assuage.terms.study import Study
from assuage.terms.vocabulary import Term, Vocabulary

SHELVES: Final[MappingProxyType[str, type[Struct]]] = MappingProxyType(
    {
        "vocabulary": Vocabulary,
        "sources": Source,
        "drugs": Drug,
        "classes": DrugClass,
        "devices": Device,
        "procedures": Procedure,
        "conditions": Condition,
        "studies": Study,
        "guidance": Guidance,
        "mechanisms": Mechanism,
        "markers": Marker,
        "trials": Trial,
        "searches": Search,
        "glossary": Glossary,
        "excluded": Excluded,
        "scores": ScoreEntry,
        "combinations": Combination,
        "models": PopulationModel,
    }
)


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Everything curated, keyed by id, in the order of the ids.

    ``sources`` are keyed by their public id (``pmid:…``, ``web:…``) and include the
    citations of studies, guidance and trials. ``left_out`` are files that could not be used.
    """

    version: str
    version_date: str
    root: Path
    vocabulary: dict[str, dict[str, Term]] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    drugs: dict[str, Drug] = field(default_factory=dict)
    classes: dict[str, DrugClass] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    procedures: dict[str, Procedure] = field(default_factory=dict)
    conditions: dict[str, Condition] = field(default_factory=dict)
    studies: dict[str, Study] = field(default_factory=dict)
    guidance: dict[str, Guidance] = field(default_factory=dict)
    mechanisms: dict[str, Mechanism] = field(default_factory=dict)
    markers: dict[str, Marker] = field(default_factory=dict)
    trials: dict[str, Trial] = field(default_factory=dict)
    searches: dict[str, Search] = field(default_factory=dict)
    glossary: dict[str, GlossaryEntry] = field(default_factory=dict)
    excluded: dict[str, Excluded] = field(default_factory=dict)
    combinations: dict[str, Combination] = field(default_factory=dict)
    scores: dict[str, ScoreEntry] = field(default_factory=dict)
    models: dict[str, PopulationModel] = field(default_factory=dict)
    left_out: tuple[Problem, ...] = ()

    def term(self, vocabulary: str, term_id: str) -> Term:
        """The term of a closed list. Raises KeyError where the list has no such id."""
        return self.vocabulary[vocabulary][term_id]

    def source_of(self, entry: Study | Guidance | Trial) -> str:
        """The public source id of an entry that is its own source."""
        return source_key(entry.citation, entry.id)


def own_source(entry: Study | Guidance | Trial, kind: str) -> Source:
    """The source that a study, guideline or trial is in itself."""
    citation: Citation = entry.citation
    return Source(
        id=source_key(citation, entry.id),
        kind=kind,
        citation=citation,
        read=entry.read,
        withdrawn=entry.withdrawn,
    )
