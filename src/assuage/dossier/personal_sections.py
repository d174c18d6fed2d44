"""What changes for one person: exposure, guidance for the organs, what adds up, watching, pump."""

from collections.abc import Iterable

from assuage.dossier.desk import Desk
from assuage.patient.personal import Personal
from assuage.terms.additive import SEVERITIES, Alert
from assuage.terms.exposure import Exposure, Factor
from assuage.terms.personal import (
    About,
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
from assuage.terms.score import ScoreCaveat
from assuage.terms.statement import Figure, Mark, Statement

_DOSING = ("child-pugh", "albi", "ckd-epi-2021", "egfr-absolute", "cockcroft-gault", "meld-3")
"""Scores that the head of a personal dossier names, where they were computed."""
_SHOWN = (*_DOSING, "bclc")
"""Scores that the section on organ function shows; the others are in ``assuage patient check``."""
_MOST_ALERTS = 3
_GRAVE, _WARNED = SEVERITIES.index("major"), SEVERITIES.index("moderate")
_UNKNOWN = (
    {"strength-unknown"}, {"no-shared-pathway"}, {"pathways-unknown"}, {"biologic"}, {"local-route"},
)  # fmt: skip
"""Reasons of a factor of which nothing is known at all: named together, not one by one."""

Parts = tuple[list[Statement], list[Figure]]


def personal(desk: Desk, section: str) -> Parts:
    """Statements and figures of a section for the person; nothing where none is given."""
    person = desk.person
    if person is None:
        return [], []
    if section == "bottom-line":
        return _bottom(desk, person), []
    if section == "interactions":
        return _interactions(desk, person), []
    if section == "organ-function-and-dose":
        return _organs(desk, person), _pictures(person)
    if section == "monitoring":
        return [_watch(a) for a in _about_asked(desk, person.together.alerts) if _watched(a)], []
    if section == "device-and-route" and person.pump is not None:
        sources = [f.source for f in person.pump.findings if f.source]
        return [_say("personal-pump", PersonPump(plan=person.pump), sources)], []
    return [], []


def _say(
    kind: str, about: About, sources: Iterable[str] = (), findings: Iterable[str] = ()
) -> Statement:
    return Statement(
        id="", kind=kind, findings=tuple(findings), sources=tuple(dict.fromkeys(sources)),
        directness="computed", about=about,
    )  # fmt: skip


def _bottom(desk: Desk, person: Personal) -> list[Statement]:
    """Who it is, exposure, what guidance says, the gravest alerts, what is missing."""
    scores = [s for s in person.sheet.scores if s.id in _DOSING]
    formulas = _formulas(desk, [s.id for s in scores])
    said = [
        _say("personal-head", PersonHead(patient=person.patient, scores=tuple(scores)), formulas)
    ]
    for found in person.exposures:
        said.append(_exposure(found))
        said += [
            _say("personal-advice", PersonAdvice(drug=found.drug, advice=a),
                 (a.source, *(s for _, s in a.risks)))
            for a in found.advice
            if a.leads or a.strictest
        ]  # fmt: skip
    grave = [
        a
        for a in _about_asked(desk, person.together.alerts)
        if SEVERITIES.index(a.severity) >= _WARNED
    ]
    said += [_alert(a, short=True) for a in grave[:_MOST_ALERTS]]
    if person.unknown:
        said.append(_say("personal-unknown", PersonUnknown(names=person.unknown)))
    missing = tuple(dict.fromkeys(m for e in person.exposures for m in e.missing))
    asks = tuple(a for a in person.together.asks if SEVERITIES.index(a.severity) >= _GRAVE)
    if missing or asks:
        said.append(_say("personal-ask", PersonAsk(fields=missing, asks=asks)))
    return said


def _formulas(desk: Desk, scores: list[str]) -> list[str]:
    entries = [desk.knowledge.scores[s] for s in scores if s in desk.knowledge.scores]
    return [f.source for e in entries for f in e.read_formula()]


def _exposure(found: Exposure) -> Statement:
    sources = [s for f in found.factors if f.span is not None for s in _observed(f)]
    return _say("personal-exposure", PersonExposure(exposure=found), sources)


def _observed(factor: Factor) -> list[str]:
    return [o.source for o in factor.observed.studies] if factor.observed else []


def _about_asked(desk: Desk, alerts: Iterable[Alert]) -> list[Alert]:
    """Alerts that an asked drug is part of; on a topic or class, all."""
    asked = set(desk.question.drugs) if desk.question.kind == "drug" else None
    return [a for a in alerts if asked is None or asked & set(a.medicines)]


def _alert(alert: Alert, short: bool = False) -> Statement:
    return _say("personal-alert", PersonAlert(alert=alert, short=short), alert.sources)


def _interactions(desk: Desk, person: Personal) -> list[Statement]:
    """Alerts with the asked drug, then those between the person's other medicines, then exposure."""
    own = _about_asked(desk, person.together.alerts)
    others = [a for a in person.together.alerts if a not in own]
    said = [_alert(a) for a in (*own, *others)]
    said += [
        _factor(found, f)
        for found in person.exposures
        for f in found.factors
        if f.kind == "interaction" and not _nothing_held(f)
    ]
    said += [
        _say("personal-no-number", PersonNoNumber(drug=drug, others=others))
        for drug, others in _without_number(person).items()
    ]
    said += [_say("personal-pair", PersonPair(pair=p), p.sources) for p in person.together.exposure]
    return said


def _nothing_held(factor: Factor) -> bool:
    return factor.kind == "interaction" and factor.span is None and set(factor.reasons) in _UNKNOWN


def _without_number(person: Personal) -> dict[str, tuple[str, ...]]:
    """By asked drug, the medicines of which no effect on its exposure is held."""
    found: dict[str, dict[str, None]] = {}
    for exposure in person.exposures:
        for factor in exposure.factors:
            if _nothing_held(factor):
                found.setdefault(exposure.drug, {}).update(dict.fromkeys(factor.what))
    return {drug: tuple(others) for drug, others in found.items()}


def _factor(found: Exposure, factor: Factor) -> Statement:
    about = PersonFactor(drug=found.drug, route=found.route, factor=factor)
    return _say("personal-factor", about, _observed(factor))


def _organs(desk: Desk, person: Personal) -> list[Statement]:
    said = [
        _say(
            "personal-score", PersonScore(patient=person.patient, score=s), _formulas(desk, [s.id])
        )
        for s in person.sheet.scores
        if s.id in _SHOWN
    ]
    said += [_say("personal-caveat", PersonCaveat(caveat=c), (c.source,)) for c in _caveats(person)]
    for found in person.exposures:
        said.append(_exposure(found))
        said += [_factor(found, f) for f in found.factors if f.kind != "interaction"]
        said += [
            _say("personal-advice", PersonAdvice(drug=found.drug, advice=a),
                 (a.source, *(s for _, s in a.risks)))
            for a in found.advice
        ]  # fmt: skip
    return said


def _caveats(person: Personal) -> list[ScoreCaveat]:
    """Each caveat once: the one with numbers, where one has."""
    held: dict[str, ScoreCaveat] = {}
    for caveat in person.sheet.caveats:
        known = held.get(caveat.caveat)
        if known is None or (known.percent is None and caveat.percent is not None):
            held[caveat.caveat] = caveat
    return list(held.values())


def _watched(alert: Alert) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n.watch for n in alert.management if n.watch))


def _watch(alert: Alert) -> Statement:
    about = PersonWatch(effect=alert.effect, watch=_watched(alert), medicines=alert.medicines)
    sources = [s for n in alert.management if n.watch for s in n.sources]
    return _say("personal-watch", about, sources)


def _pictures(person: Personal) -> list[Figure]:
    """Exposure of this person beside the usual one, a picture a drug and route."""
    figures = []
    for found in person.exposures:
        spans = [(str(n), f.span) for n, f in enumerate(found.factors) if f.span is not None]
        if found.together is not None and len(spans) > 1:
            spans.append(("together", found.together))
        if not spans:
            continue
        marks = [
            Mark(
                finding="", source="", label=label, value=s.ratio, low=s.low, high=s.high,
                printed="", directness="computed", group="",
            )
            for label, s in spans
        ]  # fmt: skip
        figures.append(
            Figure(
                id=f"exposure-{found.drug}-{found.route}",
                kind="exposure",
                null=1.0,
                log_scale=True,
                marks=tuple(marks),
                exposure=found,
            )
        )
    return figures
