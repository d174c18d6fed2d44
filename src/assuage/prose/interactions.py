"""Interactions as lines of text: the order and layout of both languages; words come from them."""

from collections.abc import Iterable, Sequence
from types import ModuleType

from assuage.prose.lexicon import Lexicon
from assuage.terms.additive import (
    DIALYSIS,
    SEVERITIES,
    Alert,
    Ask,
    Expected,
    Fired,
    Limit,
    Met,
    Note,
    PairFact,
    Together,
)


class Report:
    """One report: numbers sources in the order in which they are first named."""

    def __init__(self, found: Together, lex: Lexicon, words: ModuleType) -> None:
        self.found, self.lex, self.words = found, lex, words
        self.numbers: dict[str, int] = {}

    def lines(self) -> list[str]:
        """The whole report, without the sources' titles first."""
        found, say = self.found, self.words
        out = [say.medicines([self._taken(m.id, m.route) for m in found.medicines])]
        if found.unknown:
            out.append(say.unknown(list(found.unknown)))
        if found.pregnancy_unheld:
            out.append(say.pregnancy_unheld([self.lex.agent(m) for m in found.pregnancy_unheld]))
        if found.partial:
            out.append(say.partial([self.lex.agent(m) for m in found.partial]))
        if found.without_facts:
            out.append(say.without_facts([self.lex.agent(m) for m in found.without_facts]))
        grave = [a for a in found.alerts if a.severity != "minor"]
        out += self._block(say.ALERTS if grave else "", self._alerts(grave))
        if not grave:
            out += ["", say.none(found.rules)]
        out += self._block(say.MINOR, self._short(found.alerts))
        shown = self._expected_by_pair()
        held = {
            (p.drug, p.other)
            for p in found.exposure
            if _same_route(p, shown.get((p.drug, p.other)))
        }
        out += self._block(
            say.EXPOSURE,
            [
                *(self._pair(p, shown) for p in found.exposure),
                *(self._computed(e) for key, e in shown.items() if key not in held),
            ],
        )
        if found.with_usual or found.exposure_usual:
            title = say.usual([self.lex.condition(c) for c in found.with_usual_list])
            usual = [a for a in found.with_usual if a.severity != "minor"]
            out += self._block(
                title,
                [
                    *self._alerts(usual),
                    *self._short(found.with_usual),
                    *(self._pair(p, {}) for p in found.exposure_usual),
                ],
            )
        elif found.with_usual_list:
            named = [self.lex.condition(c) for c in found.with_usual_list]
            out += ["", say.usual_nothing(named)]
        out += self._block("", self._not_usual())
        out += self._block(say.ASKED, self._asked(found.asks))
        out += self._block(say.SOURCES, self._sources())
        return [*out, "", say.DISCLAIMER]

    def _not_usual(self) -> list[str]:
        """Conditions that were not checked with usual treatments, and why."""
        k = self.lex.knowledge
        rest = [c for c in self.found.conditions if c not in self.found.with_usual_list]
        known = [c for c in rest if c in k.conditions or c in k.vocabulary.get("states", {})]
        unknown = [c for c in rest if c not in known]
        lines = [self.words.no_usual([self._state(c) for c in known])] if known else []
        return [*lines, *([self.words.unknown_conditions(unknown)] if unknown else [])]

    @staticmethod
    def _block(title: str, lines: list[str]) -> list[str]:
        return ["", *([title] if title else []), *lines] if lines else []

    def _alerts(self, alerts: Sequence[Alert]) -> list[str]:
        return [line for alert in alerts for line in self._alert(alert)]

    def _alert(self, alert: Alert) -> list[str]:
        """One alert: what, by which, why, what to do."""
        say = self.words
        lines = [
            "- "
            + say.heading(
                self.lex.term("severities", alert.severity),
                self._effect(alert),
                [self.lex.agent(m) for m in alert.medicines if m not in alert.usual],
                [self.lex.agent(m) for m in alert.usual],
            )
        ]
        lines += [f"  {self._because(fired, alert.usual)}" for fired in self._telling(alert)]
        if alert.mechanisms:
            held = [
                (self.lex.term("combination-mechanisms", n.id), self._cited(n.sources))
                for n in alert.mechanisms
            ]
            lines.append(f"  {say.why(held)}")
        if alert.management:
            lines.append(f"  {say.do([self._step(n, alert) for n in alert.management])}")
        return lines

    def _effect(self, alert: Alert) -> str:
        """The effect; of a contraindication, the state of the person."""
        states = dict.fromkeys(
            met.limit.state for f in alert.fired for met in f.because if met.limit.state
        )
        if alert.effect == _CONTRAINDICATION and states:
            return str(self.words.in_state([self._state(s) for s in states]))
        return self.lex.term("combined-effects", alert.effect)

    def _telling(self, alert: Alert) -> list[Fired]:
        """The firings that say more than a graver one: other medicines, or a limit of the person."""
        shown: list[Fired] = []
        for fired in alert.fired:
            met = _limits(fired)
            if not any(
                set(fired.medicines) <= set(s.medicines) and met <= _limits(s) for s in shown
            ):
                shown.append(fired)
        return shown

    def _because(self, fired: Fired, usual: Sequence[str]) -> str:
        curated = fired.rule in self.lex.knowledge.combinations
        if fired.says:
            says = self.words.says(self.lex.term("grounds", fired.says))
        else:
            says = self.words.BY_PROPERTY if curated else self.words.BY_LABEL
        return str(
            self.words.because(
                self.lex.term("severities", fired.severity),
                [self.lex.agent(m) for m in fired.medicines if m not in usual],
                [self.lex.agent(m) for m in fired.medicines if m in usual],
                self.lex.term("routes", fired.route) if fired.route else "",
                says,
                self._all_met(fired),
                self._cited(fired.grounds or fired.sources),
            )
        )

    def _all_met(self, fired: Fired) -> list[str]:
        """The limits that the person meets, each measure and state once."""
        held: dict[str | None, Met] = {}
        because = fired.because
        if fired.rule not in self.lex.knowledge.combinations:
            because = because[1:] or because  # a contraindication's state stands in the heading
        for met in (*because, *fired.raised):
            held[met.limit.state or met.limit.measure] = met
        return [self._met(met) for met in held.values()]

    def _met(self, met: Met) -> str:
        limit = met.limit
        if limit.state is not None:
            return self._state(limit.state)
        measure = limit.measure or ""
        if met.value == DIALYSIS:
            return str(self.words.DIALYSIS)
        unit = self.lex.knowledge.term("person-measures", measure).scale or ""
        return str(
            self.words.measured(
                self.lex.term("person-measures", measure),
                self.words.VALUES.get(met.value, met.value),
                "" if measure in _WORDED else self.words.VALUES.get(unit, unit),
                self._threshold(limit),
            )
        )

    def _threshold(self, limit: Limit) -> str:
        if limit.below is not None:
            return str(self.words.below(str(limit.below)))
        if limit.at_least is not None:
            return str(self.words.at_least(str(limit.at_least)))
        return ""

    def _state(self, state: str) -> str:
        held = self.lex.knowledge.conditions.get(state)
        return self.lex.condition(state) if held else self.lex.first(state, "states")

    def _step(self, note: Note, alert: Alert) -> tuple[str, str]:
        """What to do, and with which medicine where that is not all of the alert, or its dose."""
        text = self.lex.term("management-steps", note.id)
        watched = self.lex.term("monitors", note.watch) if note.watch else ""
        named = note.id in _OF_ONE or set(note.of) != set(alert.medicines)
        about = [self.lex.agent(m) for m in note.of] if named else []
        if note.id in _TOGETHER and len(about) == 1:
            about = [self.words.with_others(about[0])]
        return self.words.step(text, watched, note.amount or "", about), self._cited(note.sources)

    def _short(self, alerts: Iterable[Alert]) -> list[str]:
        """What is only to be known, a line each."""
        return [
            "- "
            + self.words.short(
                self._effect(a),
                [self.lex.agent(m) for m in a.medicines if m not in a.usual],
                [self.lex.agent(m) for m in a.usual],
                [self._step(n, a)[0] for n in a.management],
                self._cited(self._short_sources(a)),
            )
            for a in alerts
            if a.severity == "minor"
        ]

    @staticmethod
    def _short_sources(alert: Alert) -> tuple[str, ...]:
        """What a line to know rests on: grounds, or the medicines' own properties, and steps."""
        held = [s for f in alert.fired for s in (f.grounds or f.sources)]
        held += [s for note in alert.management for s in note.sources]
        return tuple(dict.fromkeys(held))

    def _expected_by_pair(self) -> dict[tuple[str, str], Expected]:
        """Computed changes that matter, by the medicine affected and the one that affects it."""
        return {
            (e.drug, e.other): e
            for e in self.found.expected
            if e.basis == "observed" or not _NEGLIGIBLE[0] < e.ratio < _NEGLIGIBLE[1]
        }

    def _computed(self, held: Expected) -> str:
        """A change of exposure that no drug's file holds."""
        return "- " + str(
            self.words.computed(
                self.lex.agent(held.drug),
                self.lex.agent(held.other),
                self.lex.term("routes", held.route) if held.route else "",
                held,
                self._cited(held.sources),
            )
        )

    def _pair(self, pair: PairFact, expected: dict[tuple[str, str], Expected]) -> str:
        lex = self.lex
        computed = expected.get((pair.drug, pair.other))
        computed = computed if _same_route(pair, computed) else None
        return "- " + str(
            self.words.pair(
                lex.agent(pair.drug),
                lex.agent(pair.other),
                pair.kind,
                lex.agent(pair.through) if pair.through else "",
                lex.term("routes", pair.route) if pair.route else "",
                pair.auc_ratio or "",
                pair.auc_ratio_interval,
                lex.term("actions", pair.action) if pair.action else "",
                computed,
                self._cited((*pair.sources, *(computed.sources if computed else ()))),
            )
        )

    def _asked(self, asks: Iterable[Ask]) -> list[str]:
        """Each missing value that could make an effect major or worse, once; JSON has them all."""
        by_measure: dict[str, list[Ask]] = {}
        for ask in asks:
            if SEVERITIES.index(ask.severity) < SEVERITIES.index("major"):
                continue
            by_measure.setdefault(ask.measure, []).append(ask)
        return [
            "- "
            + self.words.ask(
                self.lex.term("person-measures", measure),
                [
                    (
                        self.lex.term("combined-effects", a.effect),
                        self.lex.term("severities", a.severity),
                    )
                    for a in held
                ],
            )
            for measure, held in by_measure.items()
        ]

    def _taken(self, agent: str, route: str | None) -> str:
        name = self.lex.agent(agent)
        return self.words.by_route(name, self.lex.term("routes", route)) if route else name

    def _cited(self, sources: Iterable[str]) -> str:
        numbers = [self.numbers.setdefault(s, len(self.numbers) + 1) for s in sources]
        return "".join(f"[{n}]" for n in dict.fromkeys(numbers))

    def _sources(self) -> list[str]:
        return [f"[{n}] {self._title(source)}" for source, n in self.numbers.items()]

    def _title(self, source: str) -> str:
        held = self.lex.knowledge.sources.get(source)
        if held is None:
            return source
        cited = held.citation
        year = f" ({cited.year})" if cited.year else ""
        place = (
            source if source.startswith(("pmid:", "doi:", "nct:")) else (cited.url or held.read.url)
        )
        return f"{cited.title}{year}. {place}"


_NEGLIGIBLE = (0.8, 1.25)
"""Modelled ratios between these are not shown: our choice, to keep the list short."""

_CONTRAINDICATION = "contraindication"

_OF_ONE = frozenset({"reduce-dose", "reduce-to-third", "stop-switch-or-reduce", "do-not-use"})
"""Steps that are read wrongly without the name of their medicine."""

_TOGETHER = frozenset({"avoid-combination", "only-if-no-alternative"})
"""Steps that are about a medicine together with others."""

_WORDED = frozenset({"child-pugh", "ascites", "varices", "hepatitis-b", "encephalopathy-grade"})
"""Measures whose scale lists values rather than a unit."""


def _limits(fired: Fired) -> set[str | None]:
    """What of the person a firing goes by."""
    return {met.limit.state or met.limit.measure for met in (*fired.because, *fired.raised)}


def _same_route(pair: PairFact, computed: Expected | None) -> bool:
    """Whether a computed ratio speaks of the route that a held fact is about."""
    if computed is None:
        return False
    return pair.route is None or computed.route is None or pair.route == computed.route
