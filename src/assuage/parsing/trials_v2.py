"""A study in the shape of the ClinicalTrials.gov API v2 to a Record.

Data structure: https://clinicaltrials.gov/data-api/about-api/study-data-structure. The former
API and the XML are brought to this shape first, so that a fact is read in one place only.
"""

import re

from assuage.parsing import trials_results as results
from assuage.parsing.json_leaves import Leaves
from assuage.terms.record import Abstract, Dated, Heading, Named, Other, Passage, Record
from assuage.terms.trial_record import Arm, Cited, Eligibility, Intervention, Outcome, Trial

NCT = re.compile(r"NCT\d{8}")
"""The register's number: NCT and eight digits."""


class NotAStudy(ValueError):
    """Why a piece of a file is no study: what is wrong, and what to do about it."""

    def __init__(self, message: str, repair: str) -> None:
        super().__init__(message)
        self.repair = repair


_DATES = (
    ("first submitted", "studyFirstSubmitDate"),
    ("first submitted, quality control", "studyFirstSubmitQcDate"),
    ("first posted", "studyFirstPostDateStruct"),
    ("results first submitted", "resultsFirstSubmitDate"),
    ("results first submitted, quality control", "resultsFirstSubmitQcDate"),
    ("results first posted", "resultsFirstPostDateStruct"),
    ("last update submitted", "lastUpdateSubmitDate"),
    ("last update posted", "lastUpdatePostDateStruct"),
    ("verified", "statusVerifiedDate"),
)


def record(
    study: Leaves, beside: tuple[Other, ...] = (), countries: tuple[str, ...] = ()
) -> Record:
    """The record of a study; every leaf that no field holds goes to ``others``.

    ``beside`` are leaves of the original that have no place in the shape of API v2;
    ``countries`` those of the places, which keep them among the others. ``version`` is the day of the last update (posted, else submitted). ``year`` is that of the first posting,
    as an article's is that of its publication (else of the first submission, else of the start).
    Raises NotAStudy.
    """
    protocol = study.inside("protocolSection")
    identification = protocol.inside("identificationModule")
    status = protocol.inside("statusModule")
    nct = identification.tree.get("nctId")
    if not isinstance(nct, str) or not NCT.fullmatch(nct):
        got = "no NCT number" if nct in (None, "") else f"the NCT number {nct!r}"
        raise NotAStudy(
            f"a study with {got}, which no one can look up",
            "Fetch the study from the register by its number: NCT and eight digits.",
        )
    identification.text("nctId")
    dates = tuple(Dated(event, day) for event, key in _DATES if (day := _day(status, key)))
    days = {d.event: d.day for d in dates}
    title = identification.text("briefTitle")
    aliases = identification.texts("nctIdAliases")
    organisation = identification.inside("orgStudyIdInfo").text("id")
    secondary = tuple(
        id for info in identification.each("secondaryIdInfos") if (id := info.text("id"))
    )
    trial = _trial(
        study, nct, tuple(i for i in (organisation, *secondary, *aliases) if i), countries
    )
    derived = study.inside("derivedSection")
    mesh = tuple(
        Heading(name, term.text("id"), kind=kind)
        for kind in ("condition", "intervention")
        for term in derived.inside(f"{kind}BrowseModule").each("meshes")
        if (name := term.text("term"))
    )
    passages = (
        Passage(trial.summary, "Brief summary") if trial.summary else None,
        Passage(trial.description, "Detailed description") if trial.description else None,
    )
    kept = tuple(p for p in passages if p)
    return Record(
        id=f"nct:{nct}",
        source="clinicaltrials",
        kind="trial",
        version=days.get("last update posted") or days.get("last update submitted"),
        ncts=(nct,),
        identifiers=(
            *((Named("organization", organisation),) if organisation else ()),
            *(Named("secondary", id) for id in secondary),
            *(Named("alias", id) for id in aliases),
        ),
        title=title or trial.official_title or "",
        abstracts=(Abstract(kept),) if kept else (),
        year=_year(days.get("first posted"), days.get("first submitted"), trial.started),
        published=days.get("first posted"),
        dates=dates,
        status=trial.status,
        mesh=mesh,
        others=(*study.left(), *beside),
        trial=trial,
    )


def _day(status: Leaves, key: str) -> str | None:
    return status.inside(key).text("date") if key.endswith("Struct") else status.text(key)


def _year(*days: str | None) -> int | None:
    for day in days:
        if day and (found := re.match(r"\d{4}(?=-|$)", day)):
            return int(found[0])
    return None


def _trial(
    study: Leaves, nct: str, secondary_ids: tuple[str, ...], countries: tuple[str, ...]
) -> Trial:
    protocol = study.inside("protocolSection")
    identification = protocol.inside("identificationModule")
    status = protocol.inside("statusModule")
    sponsors = protocol.inside("sponsorCollaboratorsModule")
    description = protocol.inside("descriptionModule")
    conditions = protocol.inside("conditionsModule")
    design = protocol.inside("designModule")
    info = design.inside("designInfo")
    section = study.inside("resultsSection")
    flow = section.inside("participantFlowModule")
    baseline = section.inside("baselineCharacteristicsModule")
    adverse = section.inside("adverseEventsModule")
    arms = _arms(protocol.inside("armsInterventionsModule"))
    return Trial(
        nct=nct,
        secondary_ids=secondary_ids,
        acronym=identification.text("acronym"),
        official_title=identification.text("officialTitle"),
        status=status.text("overallStatus"),
        why_stopped=status.text("whyStopped"),
        sponsor=sponsors.inside("leadSponsor").text("name"),
        collaborators=tuple(n for c in sponsors.each("collaborators") if (n := c.text("name"))),
        summary=description.text("briefSummary"),
        description=description.text("detailedDescription"),
        conditions=conditions.texts("conditions"),
        keywords=conditions.texts("keywords"),
        study_type=design.text("studyType"),
        phases=design.texts("phases"),
        allocation=info.text("allocation"),
        intervention_model=info.text("interventionModel"),
        purpose=info.text("primaryPurpose"),
        masking=info.inside("maskingInfo").text("masking"),
        masked=info.inside("maskingInfo").texts("whoMasked"),
        enrollment=design.inside("enrollmentInfo").text("count"),
        enrollment_kind=design.inside("enrollmentInfo").text("type"),
        started=status.inside("startDateStruct").text("date"),
        primary_completion=status.inside("primaryCompletionDateStruct").text("date"),
        completed=status.inside("completionDateStruct").text("date"),
        countries=tuple(sorted(set(countries))),
        arms=arms,
        interventions=_interventions(protocol.inside("armsInterventionsModule"), arms),
        outcomes=_outcomes(protocol.inside("outcomesModule")),
        eligibility=_eligibility(protocol.inside("eligibilityModule")),
        has_results=bool(study.flag("hasResults")) or bool(section.tree),
        flow_groups=results.groups(flow),
        flow=results.flow(flow),
        baseline_population=baseline.text("populationDescription"),
        baseline_groups=results.groups(baseline),
        baseline_denominators=results.denominators(baseline),
        baseline=results.baseline(baseline),
        measured=results.measured(section.inside("outcomeMeasuresModule")),
        event_time_frame=adverse.text("timeFrame"),
        event_description=adverse.text("description"),
        event_threshold_percent=adverse.text("frequencyThreshold"),
        event_groups=results.event_groups(adverse),
        events=results.events(adverse),
        limitations=section.inside("moreInfoModule", "limitationsAndCaveats").text("description"),
        publications=_publications(protocol.inside("referencesModule")),
    )


def _arms(module: Leaves) -> tuple[Arm, ...]:
    return tuple(
        Arm(
            label=arm.text("label") or "",
            kind=arm.text("type"),
            description=arm.text("description"),
            interventions=arm.texts("interventionNames"),
        )
        for arm in module.each("armGroups")
    )


def _interventions(module: Leaves, arms: tuple[Arm, ...]) -> tuple[Intervention, ...]:
    # The shapes list the arms of an intervention in different orders: here in that of the arms.
    order = {arm.label: place for place, arm in enumerate(arms)}
    return tuple(
        Intervention(
            name=given.text("name") or "",
            kind=given.text("type"),
            description=given.text("description"),
            arms=tuple(
                sorted(given.texts("armGroupLabels"), key=lambda a: order.get(a, len(order)))
            ),
            other_names=given.texts("otherNames"),
        )
        for given in module.each("interventions")
    )


def _outcomes(module: Leaves) -> tuple[Outcome, ...]:
    return tuple(
        Outcome(
            rank=rank,
            measure=outcome.text("measure") or "",
            time_frame=outcome.text("timeFrame"),
            description=outcome.text("description"),
        )
        for rank in ("primary", "secondary", "other")
        for outcome in module.each(f"{rank}Outcomes")
    )


def _eligibility(module: Leaves) -> Eligibility | None:
    eligibility = Eligibility(
        criteria=module.text("eligibilityCriteria"),
        minimum_age=module.text("minimumAge"),
        maximum_age=module.text("maximumAge"),
        sex=module.text("sex"),
        healthy_volunteers=module.flag("healthyVolunteers"),
        population=module.text("studyPopulation"),
    )
    return eligibility if eligibility != Eligibility() else None


def _publications(module: Leaves) -> tuple[Cited, ...]:
    return tuple(
        Cited(
            citation=cited.text("citation"),
            pmid=cited.text("pmid"),
            kind=cited.text("type"),
            retractions=tuple(
                (notice.text("pmid"), notice.text("source")) for notice in cited.each("retractions")
            ),
        )
        for cited in module.each("references")
    )
