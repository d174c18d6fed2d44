"""``<clinical_results>`` of the legacy XML in the shape of API v2.

The ids of its groups are other letters for the same groups: O1 of the XML is OG000 of the APIs,
P1 FG000, B1 BG000, E1 EG000 (seen on every trial that the data hold in both).
"""

import re
from typing import Any

from assuage.parsing.trials_words import code, unwrapped
from assuage.parsing.xml_leaves import Element, own_text, take

_LETTERS = {"O": "OG", "P": "FG", "B": "BG", "E": "EG"}


def _group_id(printed: str) -> str:
    found = re.fullmatch(r"([OPBE])(\d+)", printed)
    return f"{_LETTERS[found[1]]}{int(found[2]) - 1:03}" if found else printed


def results_section(results: Element) -> dict[str, Any]:
    """Flow, baseline, outcomes, adverse events and limitations; taken from ``results``."""
    return {
        "participantFlowModule": _flow(results),
        "baselineCharacteristicsModule": _baseline(results),
        "outcomeMeasuresModule": {
            "outcomeMeasures": [_outcome(o) for o in results.iterfind("outcome_list/outcome")]
        },
        "adverseEventsModule": _adverse(results),
        "moreInfoModule": {
            "limitationsAndCaveats": {
                "description": take(results, "limitations_and_caveats", unwrapped)
            }
        },
    }


def _groups(place: Element) -> list[dict[str, Any]]:
    return [
        {
            "id": take(group, "@group_id", _group_id),
            "title": take(group, "title", unwrapped),
            "description": take(group, "description", unwrapped),
        }
        for group in place.iterfind("group_list/group")
    ]


def _flow(results: Element) -> dict[str, Any]:
    flow = results.find("participant_flow")
    if flow is None:
        return {}
    return {
        "groups": _groups(flow),
        "periods": [
            {
                "title": take(period, "title", unwrapped),
                "milestones": [
                    {
                        "type": take(milestone, "title", unwrapped),
                        "achievements": _participants(milestone),
                    }
                    for milestone in period.iterfind("milestone_list/milestone")
                ],
                "dropWithdraws": [
                    {"type": take(drop, "title", unwrapped), "reasons": _participants(drop)}
                    for drop in period.iterfind("drop_withdraw_reason_list/drop_withdraw_reason")
                ],
            }
            for period in flow.iterfind("period_list/period")
        ],
    }


def _participants(place: Element) -> list[dict[str, Any]]:
    return [
        {
            "groupId": take(cell, "@group_id", _group_id),
            "numSubjects": take(cell, "@count"),
            "comment": own_text(cell, unwrapped),
        }
        for cell in place.iterfind("participants_list/participants")
    ]


def _denominators(place: Element) -> list[dict[str, Any]]:
    return [
        {
            "units": take(analyzed, "units"),
            "counts": [
                {"groupId": take(count, "@group_id", _group_id), "value": take(count, "@value")}
                for count in analyzed.iterfind("count_list/count")
            ],
        }
        for analyzed in place.iterfind("analyzed_list/analyzed")
    ]


def _classes(place: Element) -> list[dict[str, Any]]:
    return [
        {
            "title": take(in_class, "title", unwrapped),
            "denoms": _denominators(in_class),
            "categories": [
                {
                    "title": take(category, "title", unwrapped),
                    "measurements": [
                        {
                            "groupId": take(cell, "@group_id", _group_id),
                            "value": take(cell, "@value"),
                            "spread": take(cell, "@spread"),
                            "lowerLimit": take(cell, "@lower_limit"),
                            "upperLimit": take(cell, "@upper_limit"),
                            "comment": own_text(cell, unwrapped),
                        }
                        for cell in category.iterfind("measurement_list/measurement")
                    ],
                }
                for category in in_class.iterfind("category_list/category")
            ],
        }
        for in_class in place.iterfind("class_list/class")
    ]


def _baseline(results: Element) -> dict[str, Any]:
    baseline = results.find("baseline")
    if baseline is None:
        return {}
    return {
        "populationDescription": take(baseline, "population", unwrapped),
        "groups": _groups(baseline),
        "denoms": _denominators(baseline),
        "measures": [
            {
                "title": take(measure, "title", unwrapped),
                "description": take(measure, "description", unwrapped),
                "populationDescription": take(measure, "population", unwrapped),
                "paramType": take(measure, "param", code),
                "dispersionType": take(measure, "dispersion", code),
                "unitOfMeasure": take(measure, "units", unwrapped),
                "denomUnitsSelected": take(measure, "units_analyzed"),
                "denoms": _denominators(measure),
                "classes": _classes(measure),
            }
            for measure in baseline.iterfind("measure_list/measure")
        ],
    }


_ANALYSIS = {
    "groupDescription": "groups_desc",
    "nonInferiorityComment": "non_inferiority_desc",
    "pValue": "p_value",
    "pValueComment": "p_value_desc",
    "statisticalMethod": "method",
    "statisticalComment": "method_desc",
    "paramType": "param_type",
    "paramValue": "param_value",
    "dispersionValue": "dispersion_value",
    "ciPctValue": "ci_percent",
    "ciLowerLimit": "ci_lower_limit",
    "ciLowerLimitComment": "ci_lower_limit_na_comment",
    "ciUpperLimit": "ci_upper_limit",
    "ciUpperLimitComment": "ci_upper_limit_na_comment",
    "estimateComment": "estimate_desc",
    "otherAnalysisDescription": "other_analysis_desc",
}
_ANALYSIS_CODES = {
    "nonInferiorityType": "non_inferiority_type",
    "dispersionType": "dispersion_type",
    "ciNumSides": "ci_n_sides",
}


def _outcome(outcome: Element) -> dict[str, Any]:
    table = outcome.find("measure")
    found: dict[str, Any] = {
        "type": take(outcome, "type", code),
        "title": take(outcome, "title", unwrapped),
        "description": take(outcome, "description", unwrapped),
        "populationDescription": take(outcome, "population", unwrapped),
        "timeFrame": take(outcome, "time_frame", unwrapped),
        "groups": _groups(outcome),
        # The XML names a day of posting for outcomes without results, and no status.
        "reportingStatus": "POSTED" if table is not None else "NOT_POSTED",
        "analyses": [_analysis(a) for a in outcome.iterfind("analysis_list/analysis")],
    }
    if table is not None:
        _take_repeats(table, found)
        found |= {
            "paramType": take(table, "param", code),
            "dispersionType": take(table, "dispersion"),
            "unitOfMeasure": take(table, "units", unwrapped),
            "typeUnitsAnalyzed": take(table, "units_analyzed"),
            "denoms": _denominators(table),
            "classes": _classes(table),
        }
    return found


def _take_repeats(table: Element, outcome: dict[str, Any]) -> None:
    # The table repeats title, description and population of its outcome word for word.
    for tag, key in (
        ("title", "title"),
        ("description", "description"),
        ("population", "populationDescription"),
    ):
        printed = table.findtext(tag)
        if printed and (outcome[key] is None or unwrapped(printed.strip()) == outcome[key]):
            outcome[key] = take(table, tag, unwrapped)


def _analysis(analysis: Element) -> dict[str, Any]:
    found: dict[str, Any] = {k: take(analysis, tag, unwrapped) for k, tag in _ANALYSIS.items()}
    found |= {k: take(analysis, tag, code) for k, tag in _ANALYSIS_CODES.items()}
    ids = (own_text(i, _group_id) for i in analysis.iterfind("group_id_list/group_id"))
    return found | {"groupIds": [i for i in ids if i]}


def _adverse(results: Element) -> dict[str, Any]:
    adverse = results.find("reported_events")
    if adverse is None:
        return {}
    groups = _groups(adverse)
    module: dict[str, Any] = {
        "timeFrame": take(adverse, "time_frame", unwrapped),
        "description": take(adverse, "desc", unwrapped),
        "frequencyThreshold": take(adverse, "other_events/frequency_threshold"),
        "eventGroups": groups,
    }
    by_id = {group["id"]: group for group in groups}
    for kind in ("serious", "other"):
        place = adverse.find(f"{kind}_events")
        if place is not None:
            module[f"{kind}Events"] = _events(place, kind, by_id)
    return module


def _events(place: Element, kind: str, groups: dict[str | None, dict[str, Any]]) -> list[Any]:
    vocabulary = take(place, "default_vocab")
    assessment = take(place, "default_assessment", code)
    found = []
    for category in place.iterfind("category_list/category"):
        title = take(category, "title", unwrapped)
        for event in category.iterfind("event_list/event"):
            heading = event.find("sub_title")
            own_vocabulary = take(heading, "@vocab")
            term = take(event, "sub_title", unwrapped)
            counts = [
                {
                    "groupId": take(cell, "@group_id", _group_id),
                    "numEvents": take(cell, "@events"),
                    "numAffected": take(cell, "@subjects_affected"),
                    "numAtRisk": take(cell, "@subjects_at_risk"),
                }
                for cell in event.iterfind("counts")
            ]
            # The first category, "Total", holds people with any event; the APIs print them
            # beside the groups.
            total = title == "Total" and term == f"Total, {kind} adverse events"
            if total and all(c["groupId"] in groups and not c["numEvents"] for c in counts):
                for cell in counts:
                    group = groups[cell["groupId"]]
                    group[f"{kind}NumAffected"] = cell["numAffected"]
                    group[f"{kind}NumAtRisk"] = cell["numAtRisk"]
                continue
            found.append(
                {
                    "term": term,
                    "organSystem": title,
                    "sourceVocabulary": own_vocabulary or vocabulary,
                    "assessmentType": take(event, "assessment", code) or assessment,
                    "notes": take(event, "description", unwrapped),
                    "stats": counts,
                }
            )
    return found
