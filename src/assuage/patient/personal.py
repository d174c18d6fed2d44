"""A person and a question: scores, exposure to the asked drugs, what adds up, the pump.

Nothing is written, logged, cached or sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from assuage.knowledge.shelves import Knowledge
from assuage.patient.additive import taking, together
from assuage.patient.person.measures import Doubt
from assuage.patient.pump.plan import plan
from assuage.patient.scores.all_scores import ScoreSheet, sheet
from assuage.terms.additive import Taken, Together
from assuage.terms.exposure import Exposure
from assuage.terms.patient import Medicine, Patient
from assuage.terms.pump import PumpPlan, PumpSettings
from assuage.terms.question import Question
from assuage.terms.reference import Read
from assuage.terms.source import Citation, Source

_MOST_ROUTES = 2


@dataclass(frozen=True)
class Personal:
    """``unknown`` are medicines that the knowledge does not have, as typed; ``sources`` those of
    observed ratios that the knowledge does not hold itself."""

    patient: Patient
    sheet: ScoreSheet
    exposures: tuple[Exposure, ...]
    together: Together
    pump: PumpPlan | None
    unknown: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    sources: dict[str, Source]


def personal(
    knowledge: Knowledge,
    question: Question,
    patient: Patient,
    pump: PumpSettings | None,
    on: date,
    doubts: tuple[Doubt, ...] = (),
) -> Personal:
    """Everything about one person that the question touches. ``doubts`` are those of the reading;
    those about medicines are ``unknown``, or told with what adds up."""
    # numpy comes with the engine: only dossiers of a person load it.
    from assuage.patient.exposure.engine import of_patient

    # Who is asked about in an illness has it: its scores and limits hold.
    conditions = tuple(dict.fromkeys((*patient.conditions, question.condition)))
    patient = replace(patient, conditions=conditions)
    asked = tuple(d for d in question.drugs if question.kind == "drug")
    exposures = tuple(
        _named(of_patient(knowledge, drug, route, patient))
        for drug in asked
        for route in routes(knowledge, question, patient, drug)
    )
    own, unknown = taking.by(patient)
    taken = [_asked(d, question, patient) for d in asked]
    taken += [m for m in own if m.id not in asked]
    return Personal(
        patient=patient,
        sheet=sheet(patient, knowledge),
        exposures=exposures,
        together=together(knowledge, taken, patient, (question.condition,)),
        pump=plan(pump, knowledge) if pump is not None and pump.drug in asked else None,
        unknown=unknown,
        doubts=tuple(d for d in doubts if d.field not in ("medicines", "agents")),
        sources={s.id: s for s in _sources(knowledge, exposures, on)},
    )


def current(patient: Patient, drug: str) -> Medicine | None:
    """The drug as the person takes it now: neither planned nor stopped."""
    return next(
        (
            m
            for m in patient.medicines
            if m.drug == drug and not m.planned and m.stopped_days_ago is None
        ),
        None,
    )


def _asked(drug: str, question: Question, patient: Patient) -> Taken:
    """The drug as the person takes it, purpose and all; else for the condition that is asked of."""
    own = next((m for m in patient.medicines if m.drug == drug), None)
    held = taking.taken(own) if own is not None else None
    if own is None or held is None:
        return Taken(id=drug, name=drug, route=question.route, purpose=question.condition)
    return replace(
        held, gone=False, stopping=own.stopping, route=question.route or held.route,
        purpose=held.purpose or (question.condition if held.gone else None),
    )  # fmt: skip


def routes(
    knowledge: Knowledge, question: Question, patient: Patient, drug: str
) -> tuple[str, ...]:
    """The asked route; else that by which the person takes the drug; else those that it is given
    by, at most two."""
    if question.route:
        return (question.route,)
    taken = tuple(dict.fromkeys(m.route for m in patient.medicines if m.drug == drug and m.route))
    if taken:
        return taken
    # As above: the routes read what ships with the engine.
    from assuage.patient.exposure.routes import given_by

    return given_by(knowledge, drug)[:_MOST_ROUTES] or ("oral",)


def source_id(reference: str) -> str:
    """The public id of a reference as an observation has it."""
    if reference.startswith(("pmid:", "doi:", "nct:", "web:", "http")):
        return reference
    return f"cited:{reference}"


def _named(found: Exposure) -> Exposure:
    """The exposure with public source ids in its observations."""
    return replace(
        found,
        factors=tuple(
            replace(
                f,
                observed=replace(
                    f.observed,
                    studies=tuple(
                        replace(o, source=source_id(o.source)) for o in f.observed.studies
                    ),
                ),
            )
            if f.observed
            else f
            for f in found.factors
        ),
    )


def _sources(knowledge: Knowledge, exposures: Iterable[Exposure], on: date) -> Iterable[Source]:
    """Primary references of observed ratios, as the compilation or the curator names them."""
    for found in exposures:
        for factor in found.factors:
            for seen in factor.observed.studies if factor.observed else ():
                if seen.source in knowledge.sources:
                    continue
                scheme, _, value = seen.source.partition(":")
                url = {
                    "pmid": f"https://pubmed.ncbi.nlm.nih.gov/{value}/",
                    "doi": f"https://doi.org/{value}",
                }.get(scheme, seen.source if scheme.startswith("http") else None)
                yield Source(
                    id=seen.source,
                    kind="article",
                    citation=Citation(
                        title=f"PMID {value}" if scheme == "pmid" else value,
                        pmid=value if scheme == "pmid" else None,
                        doi=value if scheme == "doi" else None,
                        url=url,
                    ),
                    read=Read(
                        url=url or "", parts=(seen.where or "ratio in a compilation",), on=on
                    ),
                )
