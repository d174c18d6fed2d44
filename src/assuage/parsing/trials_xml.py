"""Legacy ClinicalTrials.gov XML (``<clinical_study>``), one or many in a file.

Elements: https://clinicaltrials.gov/ct2/html/images/info/public.xsd as far as the records in
``trials/aact`` and ``trials/trec`` hold them. Each study is cut out and read on its own, so that
a broken one costs no other.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from assuage.parsing.json_leaves import Leaves
from assuage.parsing.problem import ParseProblem
from assuage.parsing.trials_v2 import NotAStudy, record
from assuage.parsing.trials_words import code, iso_date, unwrapped
from assuage.parsing.trials_xml_results import results_section
from assuage.parsing.xml_leaves import Element, decoded, left, parsed, problem_of, take, takes
from assuage.terms.record import Record

_START = re.compile(rb"<clinical_study\b")
_END = re.compile(rb"</clinical_study\s*>")


def records(content: bytes, name: str) -> Iterator[Record | ParseProblem]:
    """The studies of a file in their order; what is no whole study is a problem."""
    text = decoded(content)
    if isinstance(text, UnicodeDecodeError):
        yield problem_of(name, text)
        return
    at = 0
    while start := _START.search(text, at):
        end = _END.search(text, start.end())
        if end is None:
            yield _cut_short(name, start.start())
            return
        # A study that lost its end would swallow the next one: read from the last start on.
        starts = [m.start() for m in _START.finditer(text, start.start(), end.start())]
        for lost in starts[:-1]:
            yield _cut_short(name, lost)
        at = end.end()
        yield _record(text[starts[-1] : at], starts[-1], name)
    if not at:
        yield _none(name, text)


def _cut_short(name: str, offset: int) -> ParseProblem:
    return ParseProblem(
        name,
        offset,
        "",
        "a study begins here and does not end",
        "The file is cut short: fetch the study again.",
    )


def _none(name: str, text: bytes) -> ParseProblem:
    if not text.strip():
        message, repair = "the file is empty", "Give a file with studies of ClinicalTrials.gov."
    elif b"<rss" in text[:1000]:
        message = "a news feed of a search, which holds titles and no study"
        repair = "Fetch the studies by the NCT numbers in it."
    else:
        message = "no study in it (no <clinical_study>)"
        repair = "Give the XML of whole studies, or JSON of the register's API."
    return ParseProblem(name, 0, "", message, repair)


def _record(piece: bytes, offset: int, name: str) -> Record | ParseProblem:
    root = parsed(piece)
    if isinstance(root, etree.XMLSyntaxError):
        return ParseProblem(
            name,
            offset,
            _item(piece),
            f"the XML of a study is broken ({root.msg})",
            "Fetch the study again; the others of the file were read.",
        )
    countries = takes(root, "location_countries/country")
    tree = _as_v2(root)
    try:
        return record(Leaves(tree), beside=tuple(left(root)), countries=countries)
    except NotAStudy as error:
        return ParseProblem(name, offset, _item(piece), str(error), error.repair)


def _item(piece: bytes) -> str:
    found = re.search(rb"<nct_id>\s*(NCT\d+)", piece)
    return f"nct:{found[1].decode()}" if found else ""


def _as_v2(root: Element) -> dict[str, Any]:
    tree: dict[str, Any] = {
        "protocolSection": {
            "identificationModule": _identification(root),
            "statusModule": _status(root),
            "sponsorCollaboratorsModule": {
                "leadSponsor": {"name": take(root, "sponsors/lead_sponsor/agency")},
                "collaborators": [{"name": n} for n in takes(root, "sponsors/collaborator/agency")],
            },
            "descriptionModule": {
                "briefSummary": take(root, "brief_summary/textblock", unwrapped),
                "detailedDescription": take(root, "detailed_description/textblock", unwrapped),
            },
            "conditionsModule": {
                "conditions": list(takes(root, "condition")),
                "keywords": list(takes(root, "keyword")),
            },
            "designModule": _design(root),
            "armsInterventionsModule": _arms(root),
            "outcomesModule": {
                f"{rank}Outcomes": [
                    {
                        "measure": take(outcome, "measure", unwrapped),
                        "timeFrame": take(outcome, "time_frame", unwrapped),
                        "description": take(outcome, "description", unwrapped),
                    }
                    for outcome in root.iterfind(f"{rank}_outcome")
                ]
                for rank in ("primary", "secondary", "other")
            },
            "eligibilityModule": _eligibility(root),
            "referencesModule": {
                "references": [
                    {
                        "citation": take(cited, "citation", unwrapped),
                        "pmid": take(cited, "PMID"),
                        "type": kind,
                    }
                    for tag, kind in (("reference", "BACKGROUND"), ("results_reference", "RESULT"))
                    for cited in root.iterfind(tag)
                ]
            },
        },
        "derivedSection": {
            f"{kind}BrowseModule": {
                "meshes": [{"term": t} for t in takes(root, f"{kind}_browse/mesh_term")]
            }
            for kind in ("condition", "intervention")
        },
    }
    results = root.find("clinical_results")
    if results is not None:
        tree["resultsSection"] = results_section(results)
    return tree


def _identification(root: Element) -> dict[str, Any]:
    return {
        "nctId": take(root, "id_info/nct_id"),
        "nctIdAliases": list(takes(root, "id_info/nct_alias")),
        "orgStudyIdInfo": {"id": take(root, "id_info/org_study_id")},
        "secondaryIdInfos": [{"id": i} for i in takes(root, "id_info/secondary_id")],
        "briefTitle": take(root, "brief_title", unwrapped),
        "officialTitle": take(root, "official_title", unwrapped),
        "acronym": take(root, "acronym"),
    }


def _status(root: Element) -> dict[str, Any]:
    def date(*tags: str) -> str | None:
        # Files of before 2017 have other names for the same dates.
        return next((day for tag in tags if (day := take(root, tag, iso_date))), None)

    return {
        "overallStatus": take(root, "overall_status", code),
        "whyStopped": take(root, "why_stopped", unwrapped),
        "statusVerifiedDate": date("verification_date"),
        "startDateStruct": {"date": date("start_date")},
        "primaryCompletionDateStruct": {"date": date("primary_completion_date")},
        "completionDateStruct": {"date": date("completion_date")},
        "studyFirstSubmitDate": date("study_first_submitted", "firstreceived_date"),
        "studyFirstSubmitQcDate": date("study_first_submitted_qc"),
        "studyFirstPostDateStruct": {"date": date("study_first_posted")},
        "resultsFirstSubmitDate": date("results_first_submitted", "firstreceived_results_date"),
        "resultsFirstSubmitQcDate": date("results_first_submitted_qc"),
        "resultsFirstPostDateStruct": {"date": date("results_first_posted")},
        "lastUpdateSubmitDate": date("last_update_submitted", "lastchanged_date"),
        "lastUpdatePostDateStruct": {"date": date("last_update_posted")},
    }


def _design(root: Element) -> dict[str, Any]:
    printed = root.findtext("study_design") or root.findtext("study_design_info") or ""
    # Files of before 2017 print the design in one line, which stays among the others.
    old = dict(re.findall(r"([A-Z][A-Za-z ]+): ((?:[^,(]|\([^)]*\))+?)(?=,|\s*$)", printed.strip()))

    def part(tag: str, label: str) -> str | None:
        found = take(root, f"study_design_info/{tag}", code)
        return found or (code(old[label]) if label in old else None)

    masking = take(root, "study_design_info/masking") or old.get("Masking")
    degree, _, who = (masking or "").partition(" (")
    whole = masking if masking == "None (Open Label)" else degree
    type_printed = root.findtext("study_type") or ""
    # "[Patient Registry]" is a fact of its own in API v2: the printed word stays.
    study_type = code(type_printed) if "[" in type_printed else take(root, "study_type", code)
    phase = take(root, "phase", code)
    count = root.find("enrollment")
    return {
        "studyType": study_type,
        "phases": phase.split("/") if phase else [],
        "designInfo": {
            "allocation": part("allocation", "Allocation"),
            "interventionModel": part("intervention_model", "Intervention Model"),
            "primaryPurpose": part("primary_purpose", "Primary Purpose"),
            "maskingInfo": {
                "masking": code(whole) if whole else None,
                "whoMasked": [code(w) for w in who.rstrip(")").split(", ")]
                if who and whole == degree
                else [],
            },
        },
        "enrollmentInfo": {
            "count": take(root, "enrollment"),
            "type": take(count, "@type", code) if count is not None else None,
        },
    }


def _arms(root: Element) -> dict[str, Any]:
    # An arm lists its interventions as ``Drug: morphine`` in the APIs; here they list their arms.
    named = [
        (f"{kind}: {name}", [unwrapped(a.text or "") for a in given.iterfind("arm_group_label")])
        for given in root.iterfind("intervention")
        if (name := unwrapped(given.findtext("intervention_name") or ""))
        and (kind := (given.findtext("intervention_type") or "").strip())
    ]
    interventions = [
        {
            "type": take(given, "intervention_type", code),
            "name": take(given, "intervention_name", unwrapped),
            "description": take(given, "description", unwrapped),
            "armGroupLabels": list(takes(given, "arm_group_label")),
            "otherNames": list(takes(given, "other_name")),
        }
        for given in root.iterfind("intervention")
    ]
    arms = []
    for arm in root.iterfind("arm_group"):
        label = take(arm, "arm_group_label", unwrapped)
        arms.append(
            {
                "label": label,
                "type": take(arm, "arm_group_type", code),
                "description": take(arm, "description", unwrapped),
                "interventionNames": [name for name, labels in named if label in labels],
            }
        )
    return {"armGroups": arms, "interventions": interventions}


def _eligibility(root: Element) -> dict[str, Any]:
    healthy = {"No": False, "Accepts Healthy Volunteers": True, "Yes": True}.get(
        (root.findtext("eligibility/healthy_volunteers") or "").strip()
    )
    if healthy is not None:
        take(root, "eligibility/healthy_volunteers")
    return {
        "eligibilityCriteria": take(root, "eligibility/criteria/textblock", unwrapped),
        "healthyVolunteers": healthy,
        "sex": take(root, "eligibility/gender", code),
        "minimumAge": _age(root, "minimum_age"),
        "maximumAge": _age(root, "maximum_age"),
        "studyPopulation": take(root, "eligibility/study_pop/textblock", unwrapped),
    }


def _age(root: Element, tag: str) -> str | None:
    # API v2 leaves a limit that is not there out; the XML prints N/A, kept among the others.
    printed = (root.findtext(f"eligibility/{tag}") or "").strip()
    return take(root, f"eligibility/{tag}") if printed != "N/A" else None
