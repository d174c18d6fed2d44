"""What changes for one person: guidance, what adds up, exposure, watching, pump, what is missing."""

from collections.abc import Iterable

from msgspec.structs import replace

from assuage.dossier.desk import Desk
from assuage.dossier.personal_alerts import gravity, leading, measured
from assuage.patient.personal import Personal, current
from assuage.patient.scores.child_pugh import class_for_dosing, has_liver_disease
from assuage.terms.additive import SEVERITIES, Alert
from assuage.terms.exposure import Advice, Exposure, Factor
from assuage.terms.finding import Finding
from assuage.terms.personal import (
    About,
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
from assuage.terms.pump import PumpPlan
from assuage.terms.score import Score, ScoreCaveat
from assuage.terms.statement import Figure, Mark, Statement

_DOSING = (
    "child-pugh", "albi", "ckd-epi-2021", "ckd-epi-2021-absolute", "cockcroft-gault", "meld-3",
)  # fmt: skip
"""Scores that the head of a personal dossier names, where they were computed."""
_SHOWN = (*_DOSING, "bclc")
"""Scores that the section on organ function shows; the others are in ``assuage patient check``."""
_WATCHING = frozenset(
    {
        "ecg-before-and-during", "control-blood-pressure", "liver-tests-during",
        "check-renal-function", "monitor-drug-levels", "monitor-closely", "screen-hepatitis-b",
        "infection-signs", "folate-and-counts", "follow-potassium", "correct-electrolytes",
    }
)  # fmt: skip
"""Steps of management that are watching: the section on monitoring says them too."""
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
        return [_watch(a) for a in _about_asked(desk, person.together.alerts) if _watches(a)], []
    if section == "device-and-route" and person.pump is not None:
        return _pump(person.pump), []
    return [], []


def _say(
    kind: str, about: About, sources: Iterable[str] = (), directness: str = "computed"
) -> Statement:
    return Statement(
        id="", kind=kind, findings=(), sources=tuple(dict.fromkeys(sources)),
        directness=directness, about=about,
    )  # fmt: skip


def _bottom(desk: Desk, person: Personal) -> list[Statement]:
    """Who it is, the pump, what guidance says, the gravest alerts; then what the model says, what
    was not checked, and what is missing."""
    scores = [s for s in person.sheet.scores if s.id in _DOSING and _computed(s)]
    formulas = _formulas(desk, [s.id for s in scores])
    said = [
        _say(
            "personal-head",
            PersonHead(patient=person.patient, scores=tuple(scores), met=measured(person.together)),
            formulas,
        )
    ]
    said += [
        _say(
            "personal-doubt",
            PersonDoubt(field=d.field, stated=d.stated, meant=d.meant, near=d.near),
        )
        for d in person.doubts
    ]
    own, others = leading(person.together.alerts, _asked(desk))
    barred = [a for a in (*own, *others) if a.effect == "contraindication" and gravity(a) >= _GRAVE]
    said += [_alert(a, short=True, beside=a in others) for a in barred]
    if person.pump is not None:
        cautions = [f for w in person.pump.warnings for f in w.findings]
        said.append(_pump_part(person.pump, "first", [person.pump.accuracy_finding, *cautions]))
    # Where all that is held is for other illnesses, silence would be read as freedom.
    foreign = {(e.drug, a.organ) for e in person.exposures for a in e.advice} - {
        (e.drug, a.organ) for e in person.exposures for a in e.advice if a.leads
    }
    said += [
        _advice(person, drug, routes, a)
        for drug, routes, a in _guidance(person)
        if a.leads or a.strictest or a.stricter or (drug, a.organ) in foreign
    ]
    said += _doses_of_class(desk, person)
    said += [_alert(a, short=True) for a in own if a not in barred]
    said += [_alert(a, short=True, beside=True) for a in others if a not in barred]
    said += [_exposure(e) for e in person.exposures if "local-route" not in e.reasons]
    said += [
        _say("personal-caveat", PersonCaveat(caveat=c), (c.source,))
        for c in _caveats(person)
        if c.features and any(e.kidney is not None for e in person.exposures)
    ]
    patient = person.patient
    allergies = tuple(a for a in patient.allergies if a not in person.together.allergies_met)
    unchecked = PersonUnknown(
        names=person.unknown,
        partial=person.together.partial,
        allergies=allergies,
        pregnancy=person.together.pregnancy_unheld,
    )
    if unchecked != PersonUnknown(names=()):
        said.append(_say("personal-unknown", unchecked))
    asked = _missing(person)
    if asked is not None:
        said.append(_say("personal-ask", asked))
    return said


def _doses_of_class(desk: Desk, person: Personal) -> list[Statement]:
    """Doses of the asked drugs that are stated for people of the person's Child-Pugh class."""
    grade = class_for_dosing(person.patient)
    held = desk.of("dose", population=f"child-pugh-{grade.lower()}") if grade else ()
    return [desk.say("dose", (f,)) for f in held if f.owner in desk.question.drugs]


def _missing(person: Personal) -> PersonAsk | None:
    """Inputs that were not given and would change the answer; of the liver only where it is ill."""
    fields = tuple(dict.fromkeys(m for e in person.exposures for m in e.missing))
    kidney = tuple(m for m in fields if m == "egfr_ml_per_min_1_73m2")
    liver = tuple(m for m in fields if m not in kidney)
    if not has_liver_disease(person.patient):
        liver = ()
    asks = tuple(a for a in person.together.asks if SEVERITIES.index(a.severity) >= _GRAVE)
    if not (liver or kidney or asks):
        return None
    return PersonAsk(liver=liver, kidney=kidney, asks=asks)


def _guidance(person: Personal) -> list[tuple[str, tuple[str, ...], Advice]]:
    """Drug, routes and advice, the same for several routes once; of each organ first what leads
    with the strictest beside it, then the rest."""
    held: dict[tuple[str, Advice], dict[str, None]] = {}
    for exposure in person.exposures:
        for advice in exposure.advice:
            held.setdefault((exposure.drug, advice), {})[exposure.route] = None
    order = [(e.drug, e.route) for e in person.exposures]
    drugs = [drug for drug, _ in order]

    def place(item: tuple[str, tuple[str, ...], Advice]) -> tuple[int, bool, bool, int, bool]:
        drug, ways, a = item
        first = order.index((drug, ways[0]))
        return (
            drugs.index(drug),
            a.organ != "liver",
            not (a.leads or a.strictest or a.stricter),
            first,
            not a.leads,
        )

    found = [(drug, tuple(ways), advice) for (drug, advice), ways in held.items()]
    return sorted(found, key=place)


def _advice(person: Personal, drug: str, routes: tuple[str, ...], advice: Advice) -> Statement:
    """With the dose that is taken beside a dose that is advised; withdrawal threatens only whom
    the drug is taken from."""
    # The engine's numpy is loaded for dossiers of a person only.
    from assuage.patient.exposure.advice import RESTRICTS_DOSE, STRICTNESS

    taken = current(person.patient, drug)
    risks = tuple(r for r in advice.risks if r[0] != "withdrawal" or taken is not None)
    restricts = advice.strictest and STRICTNESS.get(advice.action, 0) >= RESTRICTS_DOSE
    about = PersonAdvice(
        drug=drug,
        routes=routes,
        advice=replace(advice, risks=risks),
        region=person.patient.region,
        taken=taken if advice.dose and taken is not None and taken.dose is not None else None,
        # Of a gene another drug is advised: nothing is taken away.
        risk_unknown=restricts and not risks and advice.organ != "gene",
    )
    # What a source advises is not computed; that it is this person's is.
    return _say("personal-advice", about, (advice.source, *(s for _, s in risks)), "general")


def _computed(score: Score) -> bool:
    return score.grade is not None or score.value is not None


def _formulas(desk: Desk, scores: list[str]) -> list[str]:
    entries = [desk.knowledge.scores[s] for s in scores if s in desk.knowledge.scores]
    return [f.source for e in entries for f in e.read_formula()]


def _exposure(found: Exposure) -> Statement:
    sources = [s for f in found.factors if f.span is not None for s in _observed(f)]
    sources += [s for note in found.metabolites for s in note.sources]
    return _say("personal-exposure", PersonExposure(exposure=found), sources)


def _observed(factor: Factor) -> list[str]:
    return [o.source for o in factor.observed.studies] if factor.observed else []


def _about_asked(desk: Desk, alerts: Iterable[Alert]) -> list[Alert]:
    """Alerts that an asked drug is part of; on a topic or class, all."""
    asked = _asked(desk)
    return [a for a in alerts if asked is None or asked & set(a.medicines)]


def _asked(desk: Desk) -> set[str] | None:
    return set(desk.question.drugs) if desk.question.kind == "drug" else None


def _alert(alert: Alert, short: bool = False, beside: bool = False) -> Statement:
    about = PersonAlert(alert=alert, short=short, beside=beside)
    return _say("personal-alert", about, alert.sources)


def _interactions(desk: Desk, person: Personal) -> list[Statement]:
    """Alerts with the asked drug, then those between the person's other medicines, what is only
    to be known last; then exposure."""
    own = _about_asked(desk, person.together.alerts)
    others = [a for a in person.together.alerts if a not in own]
    said = [
        _alert(a, beside=a in others)
        for least in (True, False)
        for a in (*own, *others)
        if (gravity(a) >= _WARNED) is least
    ]
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
    said += [
        _say("personal-pair", PersonPair(pair=p), p.sources, "general")
        for p in person.together.exposure
    ]
    return said


def _nothing_held(factor: Factor) -> bool:
    unknown = factor.span is None and set(factor.reasons) in _UNKNOWN
    return factor.kind == "interaction" and unknown and not factor.acts


def _without_number(person: Personal) -> dict[str, tuple[str, ...]]:
    """By asked drug, the medicines of which no effect on its exposure is held."""
    found: dict[str, dict[str, None]] = {}
    for exposure in person.exposures:
        for factor in exposure.factors:
            if _nothing_held(factor) and "local-route" not in exposure.reasons:
                found.setdefault(exposure.drug, {}).update(dict.fromkeys(factor.what))
    return {drug: tuple(others) for drug, others in found.items()}


def _factor(found: Exposure, factor: Factor) -> Statement:
    about = PersonFactor(drug=found.drug, route=found.route, factor=factor)
    said = [source for _, source, _ in factor.directions] if factor.span is None else []
    return _say("personal-factor", about, [*_observed(factor), *said])


def _organs(desk: Desk, person: Personal) -> list[Statement]:
    """Guidance, which outranks the model; the scores that it goes by; what the model says."""
    said = [_advice(person, drug, routes, a) for drug, routes, a in _guidance(person)]
    said += [
        _say(
            "personal-score", PersonScore(patient=person.patient, score=s), _formulas(desk, [s.id])
        )
        for s in person.sheet.scores
        if s.id in _SHOWN and (_computed(s) or s.low is not None)
    ]
    said += [_say("personal-caveat", PersonCaveat(caveat=c), (c.source,)) for c in _caveats(person)]
    for found in person.exposures:
        said.append(_exposure(found))
        said += [_factor(found, f) for f in found.factors if f.kind != "interaction"]
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


def _watches(alert: Alert) -> bool:
    return bool(_watched(alert)) or any(n.id in _WATCHING for n in alert.management)


def _watch(alert: Alert) -> Statement:
    """Medicines are those that the steps speak of, all of the alert where they name none."""
    notes = [n for n in alert.management if n.watch or n.id in _WATCHING]
    steps = tuple(dict.fromkeys(n.id for n in notes if not n.watch))
    about = PersonWatch(
        effect=alert.effect, watch=_watched(alert), medicines=alert.medicines, steps=steps
    )
    return _say("personal-watch", about, [s for n in notes for s in n.sources])


def _pump(plan: PumpPlan) -> list[Statement]:
    """The sums, each with what it rests on: times, bridge, titration, the check of the volume."""
    said = [_pump_part(plan, "sums", [plan.accuracy_finding])]
    if plan.bridge is not None:
        said.append(_pump_part(plan, "bridge", []))
    if plan.titration or plan.beginning is not None:
        begun = plan.beginning.findings if plan.beginning is not None else ()
        rules = [plan.step_rule, plan.step_frequency, *begun]
        said.append(_pump_part(plan, "titration", rules))
    if plan.discrepancy is not None:
        limits = [
            f for f in plan.findings if getattr(f.fact, "parameter", "") == "refill-discrepancy"
        ]
        said.append(_pump_part(plan, "check", [plan.accuracy_finding, *limits]))
    return said


def _pump_part(plan: PumpPlan, part: str, held: list[Finding | None]) -> Statement:
    sources = [f.source for f in held if f is not None and f.source]
    return _say("personal-pump", PersonPump(plan=plan, part=part), sources)


def _pictures(person: Personal) -> list[Figure]:
    """Exposure of this person beside the usual one, a picture a drug and route."""
    figures = []
    for found in person.exposures:
        if _incomplete(found):
            # A picture of the parts would be read as the person's exposure.
            continue
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


_NO_WHOLE = frozenset(
    {
        "organ-without-number", "acts-without-number", "acts-through-metabolite",
        "not-in-children", "not-in-pregnancy",
    }
)  # fmt: skip
"""Reasons for which the parts of an exposure must not be taken for the whole."""


def _incomplete(found: Exposure) -> bool:
    return bool(_NO_WHOLE & set(found.reasons))
