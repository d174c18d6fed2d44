"""A register entry to the knowledge's trial and study: status, arms, counted events, measured outcomes.

Nothing is guessed: a group is an arm only where its title or description names exactly one drug of
the knowledge, or a placebo and no drug; an event or outcome only where its name is one of the
knowledge's. Differences that we compute decide a direction and are never shown as printed.
"""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from assuage.knowledge.shelves import Knowledge
from assuage.reading.lookup import Lookup
from assuage.reading.study import UNREAD_DESIGN, ReadStudy, citation_of
from assuage.terms.finding import Quote
from assuage.terms.library import Work
from assuage.terms.mechanism import Trial as TrialFact
from assuage.terms.printed import Printed
from assuage.terms.reading_records import (
    AnalysisRead,
    Cell,
    Computed,
    EventRow,
    OutcomeRead,
    TrialReading,
)
from assuage.terms.reference import Read
from assuage.terms.source import Citation
from assuage.terms.study import Arm, ArmValue, Population, Result, Study
from assuage.terms.trial_record import Trial

_MASKING = {"NONE": "open", "SINGLE": "single-blind"}
_BLIND = ("DOUBLE", "TRIPLE", "QUADRUPLE")
_MEASURES = (
    ("mean difference", "mean-difference"),
    ("median difference", "median-difference"),
    ("risk ratio", "risk-ratio"),
    ("odds ratio", "odds-ratio"),
    ("hazard ratio", "hazard-ratio"),
    ("risk difference", "risk-difference"),
)
"""How ClinicalTrials.gov names the parameter of an analysis, and the knowledge's measure."""


class RegisterEntry(Struct, frozen=True, kw_only=True):
    """What a register entry says: the trial as a fact, its results as a study, why it stopped."""

    trial: TrialFact
    results: ReadStudy | None
    why_stopped: str | None


def register_entry(
    reading: TrialReading, work: Work, lookup: Lookup, knowledge: Knowledge, on: date
) -> RegisterEntry | None:
    """The entry; None where it names no drug of the knowledge."""
    entry = work.lead.trial
    assert entry is not None
    given = " ; ".join(part for i in entry.interventions for part in (i.name, *i.other_names))
    agents = tuple(dict.fromkeys(lookup.ids(f"{given} ; {work.lead.title}", "drug")))
    if not agents:
        return None
    conditions = lookup.ids(" ; ".join((work.lead.title, *entry.conditions)), "condition")
    citation = Citation(
        title=citation_of(work).title, nct=reading.nct, year=work.lead.year,
        url=f"https://clinicaltrials.gov/study/{reading.nct}",
    )  # fmt: skip
    read = Read(
        url=f"https://clinicaltrials.gov/study/{reading.nct}", parts=("register entry",), on=on
    )
    counted = entry.enrollment or ""
    people = int(counted) if counted.isdigit() else None
    fact = TrialFact(
        id=work.id,
        citation=citation,
        read=read,
        status=(reading.status or "unknown").lower().replace("_", "-"),
        agents=agents,
        conditions=conditions,
        phase="/".join(_phase(p) for p in entry.phases if _phase(p) != "na") or None,
        n=people,
        start=entry.started,
        completion=entry.completed,
        outcomes=tuple(
            dict.fromkeys(o for p in entry.outcomes for o in lookup.ids(p.measure, "outcome")[:1])
        ),
        has_results=entry.has_results,
    )
    arms = _arms(entry, agents, lookup)
    pairs = [*_events(reading, arms, lookup), *_outcomes(reading, arms, lookup, knowledge)]
    results = None
    if pairs:
        used = {a for r, _ in pairs for a in (r.arm, r.versus, *(v.arm for v in r.values)) if a}
        study = Study(
            id=work.id, citation=citation, read=read, design=_design(reading, entry),
            conditions=conditions, masking=_masking(reading), registration=reading.nct,
            population=Population(n=people, n_kind="enrolled" if people else None),
            arms=tuple(a for a in dict.fromkeys(arms.values()) if a.id in used),
            results=tuple(r for r, _ in pairs), status="machine-read",
        )  # fmt: skip
        results = ReadStudy(study=study, quotes=tuple(q for _, q in pairs))
    return RegisterEntry(trial=fact, results=results, why_stopped=reading.why_stopped)


def _phase(printed: str) -> str:
    """``PHASE2`` and ``Phase 2`` to 2; ``NA`` is no phase."""
    return printed.lower().removeprefix("early_").removeprefix("phase").replace("n/a", "na").strip()


def _design(reading: TrialReading, entry: Trial) -> str:
    if not reading.randomised:
        single = (entry.intervention_model or "").upper().startswith("SINGLE")
        return "single-arm" if single else UNREAD_DESIGN
    crossed = (entry.intervention_model or "").upper().startswith("CROSSOVER")
    return "rct-crossover" if crossed else "rct-parallel"


def _masking(reading: TrialReading) -> str | None:
    word = (reading.masking or "").upper().split(" ")[0].strip("(,")
    return "double-blind" if word in _BLIND else _MASKING.get(word)


def _arms(entry: Trial, agents: tuple[str, ...], lookup: Lookup) -> dict[str, Arm]:
    """Groups by every title and id under which the tables name them."""
    arms: dict[str, Arm] = {}
    groups = [(g.id, g.title, g.description) for g in entry.event_groups]
    groups += [(g.id, g.title, g.description) for m in entry.measured for g in m.groups]
    for key, title, description in groups:
        for words in (title or "", description or ""):
            drugs = [d for d in dict.fromkeys(lookup.ids(words, "drug")) if d in agents]
            placebo = "placebo" in words.lower()
            if len(drugs) == 1 and not placebo:
                arms[title or key] = Arm(id=drugs[0], agent=drugs[0])
            elif placebo and not drugs:
                arms[title or key] = Arm(id="placebo", control="placebo")
            else:
                continue
            break
    # Two groups of one drug are doses of it: which is which, the knowledge's arms cannot say.
    held = [a.id for a in arms.values()]
    return {key: arm for key, arm in arms.items() if held.count(arm.id) == 1}


def _events(
    reading: TrialReading, arms: dict[str, Arm], lookup: Lookup
) -> Iterator[tuple[Result, Quote]]:
    for row in reading.events:
        found = lookup.ids(row.term, "effect", "outcome")
        values = tuple(
            ArmValue(arm=arms[g.title].id, events=g.affected, n=g.at_risk)
            for g in row.groups
            if g.title in arms and g.affected is not None and g.at_risk
        )
        if len(found) != 1 or not values or not lookup.whole(row.term, "effect", "outcome"):
            continue
        yield _counted(found[0], values, row, arms), Quote(text=row.term, kind="count")


def _counted(
    outcome: str, values: tuple[ArmValue, ...], row: EventRow, arms: dict[str, Arm]
) -> Result:
    titles = {g.group: g.title for g in row.groups}
    pair = [arms[t].id for g in row.compared if (t := titles.get(g)) in arms and t is not None]
    agent = {a.id: a.agent for a in arms.values()}
    drug = next((v.arm for v in values if agent[v.arm]), None)
    if drug is None:
        return Result(
            outcome=outcome, arm=values[0].arm, direction="unclear", values=values, where=row.place
        )
    if len(pair) != 2 or drug not in pair:
        return Result(
            outcome=outcome, arm=drug, direction="unclear", values=values, where=row.place
        )
    other = pair[1] if pair[0] == drug else pair[0]
    return Result(
        outcome=outcome, arm=drug, versus=other,
        direction=_direction(row.difference, turned=pair[0] != drug),
        values=values, n=sum(v.n or 0 for v in values), where=row.place,
    )  # fmt: skip


def _direction(difference: Computed | None, turned: bool) -> str:
    if difference is None or difference.low is None or difference.high is None:
        return "unclear"
    if difference.low <= 0 <= difference.high:
        return "no-difference"
    return "higher" if (difference.low > 0) is not turned else "lower"


def _outcomes(
    reading: TrialReading, arms: dict[str, Arm], lookup: Lookup, knowledge: Knowledge
) -> Iterator[tuple[Result, Quote]]:
    for table in reading.outcomes:
        found = lookup.ids(table.title, "outcome", "effect")
        if len(found) != 1 or len(table.rows) != 1:
            continue
        values = tuple(
            v for cell in table.rows[0].cells if (v := _value(cell, table, arms)) is not None
        )
        drug = next((v.arm for v in values if v.arm in {a.agent for a in arms.values()}), None)
        if drug is None:
            continue
        other = next((v.arm for v in values if v.arm != drug), None)
        analysis = table.analyses[0] if len(table.analyses) == 1 and len(values) == 2 else None
        yield (
            _measured(
                found[0], drug, other if analysis else None, values, table, analysis, knowledge
            ),
            Quote(text=table.title, kind="count"),
        )


def _value(cell: Cell, table: OutcomeRead, arms: dict[str, Arm]) -> ArmValue | None:
    arm = arms.get(cell.title or cell.group)
    if arm is None or cell.value is None:
        return None
    parameter, spread = (table.parameter or "").lower(), (table.dispersion or "").lower()
    if "count" in parameter or "number" in parameter:
        if not _whole(cell.value) or (table.unit or "").lower() != "participants":
            return None
        return ArmValue(arm=arm.id, events=int(cell.value.digits), n=cell.analysed)
    deviation = cell.spread if spread == "standard deviation" else None
    if "mean" in parameter and "least" not in parameter:
        return ArmValue(arm=arm.id, mean=cell.value, sd=deviation, n=cell.analysed)
    if "median" in parameter:
        return ArmValue(
            arm=arm.id, median=cell.value, low=cell.lower, high=cell.upper, n=cell.analysed
        )
    return None


def _whole(value: Printed) -> bool:
    return value.digits == value.digits.to_integral_value()


def _measured(
    outcome: str,
    drug: str,
    other: str | None,
    values: tuple[ArmValue, ...],
    table: OutcomeRead,
    analysis: AnalysisRead | None,
    knowledge: Knowledge,
) -> Result:
    """``direction`` stays unclear but for an interval that holds the null: the register does not say
    which group is subtracted."""
    kind = (analysis.printed.parameter or "").lower() if analysis else ""
    measure = next((m for words, m in _MEASURES if words in kind), None)
    shown = analysis if analysis and measure in knowledge.vocabulary["measures"] else None
    limits = (shown.low, shown.high) if shown and shown.low and shown.high else None
    null = 1 if measure and measure.endswith("ratio") else 0
    holds = limits is not None and float(limits[0]) <= null <= float(limits[1])
    level = shown.level_percent if shown else None
    return Result(
        outcome=outcome,
        arm=drug,
        versus=other if shown else None,
        direction="no-difference" if holds else "unclear",
        measure=measure if shown else None,
        effect=shown.value if shown else None,
        interval=limits if level else None,
        interval_percent=level or Printed.read("95"),
        p=analysis.p if analysis else None,
        values=values,
        where=table.place,
    )
