"""Every drug in every condition: sourced statements, resolving ids, sections in their order."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest

from assuage import runs
from assuage.asking.names import Meaning
from assuage.asking.question import _question
from assuage.knowledge.load import load
from assuage.knowledge.shelves import Knowledge
from assuage.prose import chinese, english
from assuage.prose.english.machine import MACHINE
from assuage.prose.english.personal import PERSONAL
from assuage.prose.lexicon import Lexicon
from assuage.prose.write import finding_view, sentence
from assuage.terms.drug import Names
from assuage.terms.finding import DIRECTNESS
from assuage.terms.question import Question
from assuage.terms.statement import SECTIONS, Dossier, Statement
from assuage.terms.vocabulary import Term
from tests.conftest import CURATED

UNSOURCED = {
    "disclaimer",
    "method",
    "related",
    "left-out",
    "excluded",
    "gap",
    "gap-populations",
    "no-direct-agents",
    "no-direct",
}
"""Computed kinds that may rest on no finding: they speak of the knowledge or of the page."""

STATES = {"found", "none-found", "not-asked", "could-not-ask"}
NUMBER = re.compile(r"\d+(?:\.\d+)?")
CONDITIONS = sorted(p.stem for p in (CURATED / "conditions").glob("*.toml"))


def pairs(knowledge: Knowledge, condition: str) -> Iterator[Question]:
    for kind, shelf in (("drug", knowledge.drugs), ("class", knowledge.classes)):
        for key in shelf:  # type: ignore[attr-defined]
            if kind == "class" and not knowledge.classes[key].members:
                continue
            yield _question(knowledge, Meaning(kind, key), condition, None, "overview")
    yield Question(kind="topic", condition=condition, drugs=())


def check_structure(dossier: Dossier) -> None:
    assert tuple(s.id for s in dossier.sections) == SECTIONS
    for section in dossier.sections:
        assert section.state in STATES
        assert [s.id for s in section.statements] == [
            f"{section.id}/{n}" for n in range(1, len(section.statements) + 1)
        ]
        for statement in section.statements:
            check_statement(statement, dossier)
        for table in section.tables:
            for row in table.rows:
                assert len(row.cells) == len(table.columns)
                assert all(f in dossier.findings for f in row.findings)
                assert all(s in dossier.sources for s in row.sources)


def check_statement(statement: Statement, dossier: Dossier) -> None:
    assert statement.directness in DIRECTNESS
    assert all(f in dossier.findings for f in statement.findings), statement
    assert all(s in dossier.sources for s in statement.sources), statement
    if statement.computed is None:
        sourced = bool(statement.sources) or statement.kind == "search"
        assert sourced and statement.findings, f"no source behind {statement.kind}: {statement.id}"
        for finding in statement.findings:
            held = dossier.findings[finding]
            assert held.source in statement.sources or held.kind == "search"
    elif statement.kind in ("identity", "condition-identity"):
        assert statement.sources
    elif statement.kind not in UNSOURCED:
        assert statement.findings, f"computed from nothing: {statement.kind}"


class Recording(Lexicon):
    """A lexicon that remembers every name it gave, so that digits in names can be told apart."""

    def __init__(self, knowledge: Knowledge, lang: str) -> None:
        super().__init__(knowledge, lang)
        self.given: list[str] = []

    def _term(self, term: Term) -> str:
        self.given.append(super()._term(term))
        return self.given[-1]

    def _names(self, names: Names) -> str:
        self.given.append(super()._names(names))
        return self.given[-1]

    def marker(self, marker: str) -> str:
        self.given.append(super().marker(marker))
        return self.given[-1]

    def study(self, study: str) -> str:
        self.given.append(super().study(study))
        return self.given[-1]


def check_numbers(statement: Statement, dossier: Dossier, lex: Recording, words: object) -> None:
    """Each number in a sentence stands in its findings, in a name, or in the computed part."""
    lex.given.clear()
    text = sentence(statement, dossier.findings, lex, words)  # type: ignore[arg-type]
    assert text.strip() and "{" not in text and "None" not in text, text
    assert text.endswith("。" if lex.lang == "zh" else "."), text
    allowed = " ".join(lex.given)
    for key in statement.findings:
        finding = dossier.findings[key]
        allowed += " " + str(finding_view(finding).values)
    if statement.computed is not None:
        allowed += (
            f" {statement.computed.numbers} {statement.computed.words} {statement.computed.agent}"
        )
        if statement.computed.agent in lex.knowledge.drugs:
            names = lex.knowledge.drugs[statement.computed.agent].names
            allowed += " ".join(
                (names.en, names.zh, *names.en_synonyms, *names.zh_synonyms, *names.decoys)
            )
    missing = set(NUMBER.findall(text)) - set(NUMBER.findall(allowed))
    assert not missing, f"{sorted(missing)} not in the findings of: {text}"


class Walked(NamedTuple):
    """What all dossiers of one condition held."""

    kinds: frozenset[str]
    none_found: int
    """Sections that found none."""
    without_search: tuple[str, ...]
    """Those of them in which no search is told."""


@cache
def walked(condition: str) -> Walked:
    """Every dossier of a condition, made and checked once for all the tests below."""
    knowledge = curated()
    lexicons = [(Recording(knowledge, "en"), english), (Recording(knowledge, "zh"), chinese)]
    seen: set[tuple[str, tuple[str, ...], str]] = set()
    none_found, without_search = 0, []
    for question in pairs(knowledge, condition):
        dossier = runs.dossier(knowledge, question)
        check_structure(dossier)
        for section in dossier.sections:
            kinds = [s.kind for s in section.statements]
            if section.state == "none-found":
                none_found += 1
                if "search" not in kinds:
                    without_search.append(f"{question.drug}: {section.id}")
            for statement in section.statements:
                # The same finding is worded once a condition; the wording does not depend on the drug.
                key = (statement.kind, statement.findings, str(statement.computed))
                if key in seen:
                    continue
                seen.add(key)
                for lex, words in lexicons:
                    check_numbers(statement, dossier, lex, words)
    return Walked(frozenset(kind for kind, _, _ in seen), none_found, tuple(without_search))


@cache
def curated() -> Knowledge:
    return load(CURATED)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_pair(condition: str) -> None:
    assert walked(condition).kinds


def test_an_empty_section_without_a_search_is_not_asked(knowledge: Knowledge) -> None:
    question = _question(knowledge, Meaning("drug", "tacrolimus"), "hiccup", None, "overview")
    dossier = runs.dossier(knowledge, question)
    states = {s.id: s.state for s in dossier.sections}
    assert states["markers"] == "not-asked"


@pytest.mark.parametrize("condition", CONDITIONS)
def test_none_found_has_its_search(condition: str) -> None:
    assert walked(condition).without_search == ()


def test_every_kind_of_statement_occurs_and_is_rendered(knowledge: Knowledge) -> None:
    """The left-out kind needs a broken file, library-search and machine-read kinds a library,
    personal ones a person: their tests are in tests/cli, tests/runs and test_personal."""
    all_walked = [walked(condition) for condition in CONDITIONS]
    assert any(w.none_found for w in all_walked), "no recorded search shows anywhere"
    seen = {kind for w in all_walked for kind in w.kinds}
    both = Question(
        kind="drug", condition="cancer-pain", drugs=("ketamine",), drug="ketamine",
        together_with=("morphine",),
    )  # fmt: skip
    dossier = runs.dossier(knowledge, both)
    check_structure(dossier)
    seen |= {s.kind for section in dossier.sections for s in section.statements}
    elsewhere = {"left-out", "library-search", *MACHINE, *PERSONAL}
    assert set(english.REALISERS) - seen - elsewhere == set()
