"""What a dossier says of one person, as sentences: the order of both languages, words from each."""

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

from msgspec.structs import replace

from assuage.prose.interactions import Report
from assuage.prose.lexicon import Lexicon
from assuage.terms.additive import SEVERITIES, Alert, Ask, Limit, Met, Together
from assuage.terms.exposure import Exposure, MetaboliteNote
from assuage.terms.finding import Finding
from assuage.terms.personal import (
    PersonAdvice,
    PersonAlert,
    PersonAsk,
    PersonCaveat,
    PersonDoubt,
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

_NO_CHANGE = {"gene-not-a-pathway", "no-shared-pathway", "normal-function"}
"""Reasons of a factor that is not expected to change anything: no gap in the whole."""

_PARTS_ONLY = {"organ-without-number", "acts-without-number", "acts-through-metabolite"}
"""Reasons for which there are parts, and no whole."""

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

    def steps(self, alert: Alert) -> list[str]:
        """What to do, in one line; none where nothing is held."""
        held = [self._step(n, alert) for n in alert.management]
        return [self.words.do(held)] if held else []

    def value(self, met: Met) -> str:
        """A measured value, without the limit that it meets."""
        return self._met(replace(met, limit=Limit(measure=met.limit.measure)))

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
            "personal-doubt": self._doubt,
            "personal-unknown": self._unknown,
            "personal-no-number": self._no_number,
            "personal-pump": self._reckoned,
        }
        return {kind: _realiser(told[kind]) for kind in told}

    def _report(self, lex: Lexicon) -> _Uncited:
        return _Uncited(_NOBODY, lex, self._additive)

    def _head(self, about: PersonHead, lex: Lexicon) -> str:
        scores = [
            self._named(s.id, lex) + self._own.value(s.id, s.grade, s.value, s.digits, s.unit)
            for s in about.scores
        ]
        person = about.patient
        if person.dialysis not in (None, "none"):
            scores.append(self._own.DIALYSIS[person.dialysis])
        report = self._report(lex)
        scores += [report.value(met) for met in about.met]
        held: dict[str, list[str]] = {"taken": [], "planned": [], "stopped": []}
        for m in person.medicines:
            state = "planned" if m.planned else "stopped" if m.stopped_days_ago else "taken"
            held[state].append(lex.agent(m.drug or m.drug_class or m.agent or "") or m.name)
        held = {state: list(dict.fromkeys(names)) for state, names in held.items()}
        age = str(person.age_years) if person.age_years is not None else ""
        who = self._own.who(age, person.sex or "", bool(person.pregnant))
        label = (person.label or "").removesuffix("(invented)").strip()
        return str(self._own.head(label, person.invented, who, scores, held))

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
        beside = [self._metabolite(n, about.exposure, lex) for n in about.exposure.metabolites]
        used = about.exposure.kidney
        if used is not None and (used.apart or used.advised):
            beside.append(self._exposure.estimated(used))
        return str(self._own.GAP.join([self._whole(about.exposure, lex), *beside]))

    def _metabolite(self, note: MetaboliteNote, found: Exposure, lex: Lexicon) -> str:
        """What acts beside the drug; the statement carries the sources."""
        factor = next(f for f in found.factors if (f.kind, f.what) == (note.kind, note.what))
        told = self._exposure.what(factor, self._factors(note.what, note.kind, lex))
        name = lex.term("metabolites", note.metabolite)
        return str(self._exposure.metabolite(note, lex.agent(found.drug), name, told, ""))

    def _whole(self, found: Exposure, lex: Lexicon) -> str:
        """The number for all together, or why there is none."""
        if "local-route" in found.reasons:
            return str(
                self._own.exposure_local(
                    lex.agent(found.drug), lex.term("routes", found.route),
                    self._exposure.REASONS["local-route"],
                )
            )  # fmt: skip
        led: list[str] = []
        silent: list[str] = []
        unheard: list[str] = []
        bases: list[str] = []
        acting: list[str] = []
        for f in found.factors:
            names = self._factors(f.what, f.kind, lex)
            if f.span is not None:
                led.append(self._exposure.what(f, names))
                bases.append(f.leads or "")
                continue
            name = self._exposure.named(f, names)
            if f.acts:
                acting.append(name)
            elif set(f.reasons) & _NO_CHANGE:
                continue
            (silent if f.kind != "interaction" or name in acting else unheard).append(name)
        drug, route = lex.agent(found.drug), lex.term("routes", found.route)
        unlike = [self._exposure.REASONS[r] for r in found.reasons if r.startswith("not-in-")]
        if unlike:
            return str(self._own.exposure_unlike(drug, route, unlike, led))
        if not led:
            return str(self._own.exposure_silent(drug, route, [*silent, *unheard]))
        if _PARTS_ONLY & set(found.reasons):
            return str(self._own.exposure_unknown(drug, route, silent, led))
        told = self._exposure.together(found, acting)
        basis = self._own.basis(bases) if bases and found.together is not None else ""
        return str(self._own.exposure(drug, route, led, silent, told, basis))

    def _factors(self, what: tuple[str, ...], kind: str, lex: Lexicon) -> tuple[str, ...]:
        return tuple(lex.agent(n) for n in what) if kind == "interaction" else what

    def _factor(self, about: PersonFactor, lex: Lexicon) -> str:
        f = about.factor
        names = self._factors(f.what, f.kind, lex)
        drug, route = lex.agent(about.drug), lex.term("routes", about.route)
        if f.observed is None and f.modelled is None:
            told = self._exposure.without_number(self._exposure.named(f, names), f.reasons)
            if f.directions:
                held = {(lex.agent(w), lex.term("interactions", k)): 0 for k, _, w in f.directions}
                told += self._exposure.said(list(held))
            return str(self._own.of_drug(drug, route, told, alone=True))
        told = self._exposure.factor(f, names)
        if f.modelled is not None and f.modelled.inputs:
            told += self._own.inputs([self._input(n, v, lex) for n, v in f.modelled.inputs])
        return str(self._own.of_drug(drug, route, told))

    def _input(self, name: str, value: float, lex: Lexicon) -> str:
        """One thing that went into the model; ``strength <agent> <pathway>`` names a medicine."""
        kind, *of = name.split()
        names = [lex.agent(n) if kind == "strength" and n == of[0] else n.upper() for n in of]
        return str(self._own.model_input(kind, names, value))

    def _advice(self, about: PersonAdvice, lex: Lexicon) -> str:
        a = about.advice
        own = self._own
        organ = (
            self._exposure.gene(a.gene, a.grade)
            if a.gene
            else own.organ(
                self._exposure.ORGANS[a.organ], lex.term("organ-grades", a.grade), a.limits or ""
            )
        )
        region = lex.term("regions", a.region) if a.region else ""
        lacking = lex.term("regions", about.region) if about.region else ""
        regional = a.leads and a.region is not None and a.region == about.region
        if not a.leads or regional:
            lacking = ""
        text = own.guidance(
            lex.agent(about.drug),
            [lex.term("routes", r) for r in about.routes],
            organ,
            own.mark(
                a.leads,
                a.strictest,
                lex.use(a.use) if a.use else "",
                self._exposure.ESTIMATES[a.estimate] if a.estimate else "",
                a.stricter,
            ),
            own.place(region, a.year, regional, lacking),
            lex.term("actions", a.action),
            a.dose or "",
        )
        risks = [own.RISKS[r] for r, _ in a.risks]
        return str(text + own.risks(risks, about.risk_unknown) + self._taken(about, lex))

    def _taken(self, about: PersonAdvice, lex: Lexicon) -> str:
        """The dose that the person takes, and what that is a day."""
        m = about.taken
        if m is None or m.dose is None:
            return ""
        daily = ""
        if m.every_h and "/" not in m.dose.unit:
            total = m.dose.amount * 24 / m.every_h
            daily = f"{total.normalize():f} {m.dose.unit}"
        every = f"{m.every_h.normalize():f}" if m.every_h else ""
        dose = f"{m.dose.amount} {m.dose.unit}"
        return str(self._own.takes(dose, every, daily, m.as_needed))

    def _alert(self, about: PersonAlert, lex: Lexicon) -> str:
        report = self._report(lex)
        lines = report.alert(about.alert)
        shown = [lines[0], *report.steps(about.alert)] if about.short else lines
        text = str(self._own.sentences(shown))
        return str(self._own.beside(text)) if about.beside else text

    def _pair(self, about: PersonPair, lex: Lexicon) -> str:
        return str(self._own.sentences([self._report(lex).pair(about.pair)]))

    def _watch(self, about: PersonWatch, lex: Lexicon) -> str:
        return str(
            self._own.watch(
                lex.term("combined-effects", about.effect),
                [lex.term("monitors", w) for w in about.watch],
                [lex.term("management-steps", s) for s in about.steps],
                [lex.agent(m) for m in about.medicines],
            )
        )

    def _ask(self, about: PersonAsk, lex: Lexicon) -> str:
        asks = tuple(a for a in about.asks if a.severity in SEVERITIES)
        return str(
            self._own.ask(
                [self._scores.field(f) for f in about.liver],
                [self._scores.field(f) for f in about.kidney],
                self._report(lex).asked(asks),
            )
        )

    def _doubt(self, about: PersonDoubt, lex: Lexicon) -> str:
        return str(self._own.check(self._scores.DOUBTS, self._scores.doubt(about)))

    def _unknown(self, about: PersonUnknown, lex: Lexicon) -> str:
        told = [self._additive.unknown(list(about.names))] if about.names else []
        if about.partial:
            told.append(self._additive.partial([lex.agent(m) for m in about.partial]))
        if about.allergies:
            told.append(self._own.unchecked(list(about.allergies)))
        if about.pregnancy:
            told.append(self._additive.pregnancy_unheld([lex.agent(m) for m in about.pregnancy]))
        return str(self._own.GAP.join(told))

    def _no_number(self, about: PersonNoNumber, lex: Lexicon) -> str:
        return str(self._own.no_number(lex.agent(about.drug), [lex.agent(o) for o in about.others]))

    def _reckoned(self, about: PersonPump, lex: Lexicon) -> str:
        plan, words = about.plan, self._pump
        if about.part == "first":
            lines = self._own.pump_first(plan)
        elif about.part == "bridge" and plan.bridge is not None:
            lines = words.bridge(plan, plan.bridge)
        elif about.part == "check" and plan.discrepancy is not None:
            lines = words.discrepancy(plan, plan.discrepancy)
        elif about.part == "titration":
            lines = words.titration(plan, lex)
        else:
            lines = words.sums(replace(plan, bridge=None, discrepancy=None))
        # The sources are cited by their numbers, and a dossier has no options.
        text = re.sub(r"\s*\[[a-z]+:[^\]]*\]", "", str(self._own.pump(about.part, lines)))
        return re.sub(r"[;；][^;；()（）]*--accuracy", "", text)


def _realiser(tell: Callable[[Any, Lexicon], str]) -> Realiser:
    def realise(statement: Statement, held: tuple[Finding, ...], lex: Lexicon) -> str:
        text = tidy(tell(statement.about, lex))
        return text[:1].upper() + text[1:]

    return realise


def tidy(text: str) -> str:
    """No blank before a stop, no two in a row, one stop at the end."""
    text = re.sub(r"\[\]|［］", "", text)
    text = re.sub(r"\s+([.,;:)，。；：）])", r"\1", " ".join(text.split()))
    text = re.sub(r"([.。])[.。]+", r"\1", text).replace("1.73m2", "1.73 m²")
    return re.sub(r"(\d) 10⁹/L", r"\1 × 10⁹/L", re.sub(r"\bumol\b", "µmol", text))
