"""What a dossier says of one person, as sentences: the order of both languages, words from each."""

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

from assuage.prose.interactions import Report
from assuage.prose.lexicon import Lexicon
from assuage.terms.additive import SEVERITIES, Alert, Ask, Together
from assuage.terms.finding import Finding
from assuage.terms.personal import (
    PersonAdvice,
    PersonAlert,
    PersonAsk,
    PersonCaveat,
    PersonExposure,
    PersonFactor,
    PersonHead,
    PersonNoNumber,
    PersonPair,
    PersonPump,
    PersonScore,
    PersonUnknown,
    PersonWatch,
)
from assuage.terms.statement import Statement

Realiser = Callable[[Statement, tuple[Finding, ...], Lexicon], str]

_NOBODY = Together(
    medicines=(), conditions=(), alerts=(), with_usual=(), exposure=(), exposure_usual=(),
    asks=(), rules=0, without_facts=(),
)  # fmt: skip


class _Uncited(Report):
    """The report's phrases without numbers: a dossier's statement carries its sources itself."""

    def _cited(self, sources: Any) -> str:
        return ""

    def alert(self, alert: Alert) -> list[str]:
        """The lines of one alert."""
        return [line.strip().removeprefix("- ") for line in self._alert(alert)]

    def asked(self, asks: tuple[Ask, ...]) -> list[str]:
        return [line.removeprefix("- ") for line in self._asked(asks)]

    def pair(self, pair: Any) -> str:
        return self._pair(pair, {}).removeprefix("- ")


class Person:
    """The sentences of one language. ``own``, ``additive``, ``exposure``, ``scores`` and ``pump``
    are its modules of words."""

    def __init__(
        self, own: ModuleType, additive: ModuleType, exposure: ModuleType, scores: ModuleType,
        pump: ModuleType,
    ) -> None:  # fmt: skip
        self._own, self._additive, self._exposure = own, additive, exposure
        self._scores, self._pump = scores, pump

    def realisers(self) -> dict[str, Realiser]:
        """By kind of statement."""
        told: dict[str, Callable[[Any, Lexicon], str]] = {
            "personal-head": self._head,
            "personal-score": self._score,
            "personal-caveat": self._caveat,
            "personal-exposure": self._together,
            "personal-factor": self._factor,
            "personal-advice": self._advice,
            "personal-alert": self._alert,
            "personal-pair": self._pair,
            "personal-watch": self._watch,
            "personal-ask": self._ask,
            "personal-unknown": self._unknown,
            "personal-no-number": self._no_number,
            "personal-pump": self._reckoned,
        }
        return {kind: _realiser(told[kind]) for kind in told}

    def _report(self, lex: Lexicon) -> _Uncited:
        return _Uncited(_NOBODY, lex, self._additive)

    def _head(self, about: PersonHead, lex: Lexicon) -> str:
        scores = [
            self._named(s.id, lex) + self._own.value(s.grade, s.value, s.digits, s.unit)
            for s in about.scores
            if s.grade is not None or s.value is not None
        ]
        person = about.patient
        taken = [lex.agent(m.drug or m.drug_class or "") or m.name for m in person.medicines]
        return str(self._own.head(person.label or "", person.invented, scores, taken))

    def _named(self, score: str, lex: Lexicon) -> str:
        entry = lex.knowledge.scores.get(score)
        return (entry.zh if lex.lang == "zh" else entry.en) if entry else score

    def _score(self, about: PersonScore, lex: Lexicon) -> str:
        return str(self._scores.score(about.score, self._named(about.score.id, lex), about.patient))

    def _caveat(self, about: PersonCaveat, lex: Lexicon) -> str:
        c = about.caveat
        percent = str(c.percent) if c.percent is not None else None
        text = self._scores.caveat(
            lex.term("caveats", c.caveat),
            [lex.condition(k) for k in c.conditions],
            percent,
            c.n,
            "",
        )
        return f"{text}{self._own.STOP}"

    def _together(self, about: PersonExposure, lex: Lexicon) -> str:
        found = about.exposure
        led: list[str] = []
        silent: list[str] = []
        organs = False
        for f in found.factors:
            name = self._exposure.what(f, self._factors(f.what, f.kind, lex))
            if f.span is not None:
                led.append(name)
            elif f.kind != "interaction" or f.observed or f.modelled:
                silent.append(name)
                organs = organs or f.kind in ("liver", "kidney")
        if organs and led:
            # A part of the whole would be read as the whole.
            return str(self._own.exposure_unknown(
                lex.agent(found.drug), lex.term("routes", found.route), silent, led
            ))  # fmt: skip
        told = self._exposure.together(found) if led or found.reasons else ""
        drug, route = lex.agent(found.drug), lex.term("routes", found.route)
        return str(self._own.exposure(drug, route, led, silent, told))

    def _factors(self, what: tuple[str, ...], kind: str, lex: Lexicon) -> tuple[str, ...]:
        return tuple(lex.agent(n) for n in what) if kind == "interaction" else what

    def _factor(self, about: PersonFactor, lex: Lexicon) -> str:
        names = self._factors(about.factor.what, about.factor.kind, lex)
        return str(
            self._own.of_drug(
                lex.agent(about.drug), lex.term("routes", about.route),
                self._exposure.factor(about.factor, names),
            )
        )  # fmt: skip

    def _advice(self, about: PersonAdvice, lex: Lexicon) -> str:
        a = about.advice
        region = lex.term("regions", a.region) if a.region else ""
        grade = lex.term("organ-grades", a.grade)
        text = str(self._exposure.advice(a, grade, lex.term("actions", a.action), region))
        # The source is cited by its number: its id needs no place in the sentence.
        for source in (a.source, *(s for _, s in a.risks)):
            text = re.sub(rf"[;；,，]?\s*{re.escape(source)}", "", text)
        text = re.sub(r"\s*[(（]\s*[)）]", "", text)
        return str(self._own.guidance(lex.agent(about.drug), text))

    def _alert(self, about: PersonAlert, lex: Lexicon) -> str:
        lines = self._report(lex).alert(about.alert)
        shown = lines[:1] if about.short else lines
        return str(self._own.sentences(shown))

    def _pair(self, about: PersonPair, lex: Lexicon) -> str:
        return str(self._own.sentences([self._report(lex).pair(about.pair)]))

    def _watch(self, about: PersonWatch, lex: Lexicon) -> str:
        return str(
            self._own.watch(
                lex.term("combined-effects", about.effect),
                [lex.term("monitors", w) for w in about.watch],
                [lex.agent(m) for m in about.medicines],
            )
        )

    def _ask(self, about: PersonAsk, lex: Lexicon) -> str:
        fields = [self._scores.field(f) for f in about.fields]
        asks = tuple(a for a in about.asks if a.severity in SEVERITIES)
        return str(self._own.ask(fields, self._report(lex).asked(asks)))

    def _unknown(self, about: PersonUnknown, lex: Lexicon) -> str:
        return str(self._additive.unknown(list(about.names)))

    def _no_number(self, about: PersonNoNumber, lex: Lexicon) -> str:
        return str(self._own.no_number(lex.agent(about.drug), [lex.agent(o) for o in about.others]))

    def _reckoned(self, about: PersonPump, lex: Lexicon) -> str:
        lines = [*self._pump.sums(about.plan), *self._pump.titration(about.plan)]
        # The sources are cited by their numbers.
        return re.sub(r"\s*\[[a-z]+:[^\]]*\]", "", str(self._own.pump(lines)))


def _realiser(tell: Callable[[Any, Lexicon], str]) -> Realiser:
    def realise(statement: Statement, held: tuple[Finding, ...], lex: Lexicon) -> str:
        return tidy(tell(statement.about, lex))

    return realise


def tidy(text: str) -> str:
    """No blank before a stop, no two in a row, one stop at the end."""
    text = re.sub(r"\[\]|［］", "", text)
    text = re.sub(r"\s+([.,;:)，。；：）])", r"\1", " ".join(text.split()))
    return re.sub(r"([.。])[.。]+", r"\1", text).replace("1.73m2", "1.73 m²")
