"""Pieces of the results section of the former API (v1), for the fields of API v2."""

from assuage.parsing.trials_v1_pieces import Each, Fields, Inside, Items, Piece
from assuage.parsing.trials_words import code


def _groups(kind: str) -> Each:
    return Each(
        f"{kind}GroupList",
        f"{kind}Group",
        {
            "id": Piece(f"{kind}GroupId"),
            "title": Piece(f"{kind}GroupTitle"),
            "description": Piece(f"{kind}GroupDescription"),
        },
    )


def _denominators(kind: str) -> Each:
    return Each(
        f"{kind}DenomList",
        f"{kind}Denom",
        {
            "units": Piece(f"{kind}DenomUnits"),
            "counts": Each(
                f"{kind}DenomCountList",
                f"{kind}DenomCount",
                {
                    "groupId": Piece(f"{kind}DenomCountGroupId"),
                    "value": Piece(f"{kind}DenomCountValue"),
                },
            ),
        },
    )


def _classes(kind: str) -> Each:
    cell = f"{kind}Measurement"
    return Each(
        f"{kind}ClassList",
        f"{kind}Class",
        {
            "title": Piece(f"{kind}ClassTitle"),
            "denoms": _denominators(f"{kind}Class"),
            "categories": Each(
                f"{kind}CategoryList",
                f"{kind}Category",
                {
                    "title": Piece(f"{kind}CategoryTitle"),
                    "measurements": Each(
                        f"{cell}List",
                        cell,
                        {
                            "groupId": Piece(f"{cell}GroupId"),
                            "value": Piece(f"{cell}Value"),
                            "spread": Piece(f"{cell}Spread"),
                            "lowerLimit": Piece(f"{cell}LowerLimit"),
                            "upperLimit": Piece(f"{cell}UpperLimit"),
                            "comment": Piece(f"{cell}Comment"),
                        },
                    ),
                },
            ),
        },
    )


def _events(kind: str) -> Each:
    row = f"{kind}Event"
    return Each(
        f"{row}List",
        row,
        {
            "term": Piece(f"{row}Term"),
            "organSystem": Piece(f"{row}OrganSystem"),
            "sourceVocabulary": Piece(f"{row}SourceVocabulary"),
            "assessmentType": Piece(f"{row}AssessmentType", code),
            "notes": Piece(f"{row}Notes"),
            "stats": Each(
                f"{row}StatsList",
                f"{row}Stats",
                {
                    "groupId": Piece(f"{row}StatsGroupId"),
                    "numEvents": Piece(f"{row}StatsNumEvents"),
                    "numAffected": Piece(f"{row}StatsNumAffected"),
                    "numAtRisk": Piece(f"{row}StatsNumAtRisk"),
                },
            ),
        },
    )


_FLOW: Fields = {
    "groups": _groups("Flow"),
    "periods": Each(
        "FlowPeriodList",
        "FlowPeriod",
        {
            "title": Piece("FlowPeriodTitle"),
            "milestones": Each(
                "FlowMilestoneList",
                "FlowMilestone",
                {
                    "type": Piece("FlowMilestoneType"),
                    "achievements": Each(
                        "FlowAchievementList",
                        "FlowAchievement",
                        {
                            "groupId": Piece("FlowAchievementGroupId"),
                            "comment": Piece("FlowAchievementComment"),
                            "numSubjects": Piece("FlowAchievementNumSubjects"),
                            "numUnits": Piece("FlowAchievementNumUnits"),
                        },
                    ),
                },
            ),
            "dropWithdraws": Each(
                "FlowDropWithdrawList",
                "FlowDropWithdraw",
                {
                    "type": Piece("FlowDropWithdrawType"),
                    "reasons": Each(
                        "FlowReasonList",
                        "FlowReason",
                        {
                            "groupId": Piece("FlowReasonGroupId"),
                            "comment": Piece("FlowReasonComment"),
                            "numSubjects": Piece("FlowReasonNumSubjects"),
                            "numUnits": Piece("FlowReasonNumUnits"),
                        },
                    ),
                },
            ),
        },
    ),
}

_BASELINE: Fields = {
    "populationDescription": Piece("BaselinePopulationDescription"),
    "groups": _groups("Baseline"),
    "denoms": _denominators("Baseline"),
    "measures": Each(
        "BaselineMeasureList",
        "BaselineMeasure",
        {
            "title": Piece("BaselineMeasureTitle"),
            "description": Piece("BaselineMeasureDescription"),
            "populationDescription": Piece("BaselineMeasurePopulationDescription"),
            "paramType": Piece("BaselineMeasureParamType", code),
            "dispersionType": Piece("BaselineMeasureDispersionType", code),
            "unitOfMeasure": Piece("BaselineMeasureUnitOfMeasure"),
            "denomUnitsSelected": Piece("BaselineMeasureDenomUnitsSelected"),
            "denoms": _denominators("BaselineMeasure"),
            "classes": _classes("Baseline"),
        },
    ),
}

_ANALYSES = Each(
    "OutcomeAnalysisList",
    "OutcomeAnalysis",
    {
        "groupIds": Items("OutcomeAnalysisGroupIdList", "OutcomeAnalysisGroupId"),
        "groupDescription": Piece("OutcomeAnalysisGroupDescription"),
        "nonInferiorityType": Piece("OutcomeAnalysisNonInferiorityType", code),
        "nonInferiorityComment": Piece("OutcomeAnalysisNonInferiorityComment"),
        "pValue": Piece("OutcomeAnalysisPValue"),
        "pValueComment": Piece("OutcomeAnalysisPValueComment"),
        "statisticalMethod": Piece("OutcomeAnalysisStatisticalMethod"),
        "statisticalComment": Piece("OutcomeAnalysisStatisticalComment"),
        "paramType": Piece("OutcomeAnalysisParamType"),
        "paramValue": Piece("OutcomeAnalysisParamValue"),
        "dispersionType": Piece("OutcomeAnalysisDispersionType", code),
        "dispersionValue": Piece("OutcomeAnalysisDispersionValue"),
        "ciPctValue": Piece("OutcomeAnalysisCIPctValue"),
        "ciNumSides": Piece("OutcomeAnalysisCINumSides", code),
        "ciLowerLimit": Piece("OutcomeAnalysisCILowerLimit"),
        "ciLowerLimitComment": Piece("OutcomeAnalysisCILowerLimitComment"),
        "ciUpperLimit": Piece("OutcomeAnalysisCIUpperLimit"),
        "ciUpperLimitComment": Piece("OutcomeAnalysisCIUpperLimitComment"),
        "estimateComment": Piece("OutcomeAnalysisEstimateComment"),
        "otherAnalysisDescription": Piece("OutcomeAnalysisOtherAnalysisDescription"),
    },
)

_OUTCOMES: Fields = {
    "outcomeMeasures": Each(
        "OutcomeMeasureList",
        "OutcomeMeasure",
        {
            "type": Piece("OutcomeMeasureType", code),
            "title": Piece("OutcomeMeasureTitle"),
            "description": Piece("OutcomeMeasureDescription"),
            "populationDescription": Piece("OutcomeMeasurePopulationDescription"),
            "reportingStatus": Piece("OutcomeMeasureReportingStatus", code),
            "paramType": Piece("OutcomeMeasureParamType", code),
            "dispersionType": Piece("OutcomeMeasureDispersionType"),
            "unitOfMeasure": Piece("OutcomeMeasureUnitOfMeasure"),
            "timeFrame": Piece("OutcomeMeasureTimeFrame"),
            "typeUnitsAnalyzed": Piece("OutcomeMeasureTypeUnitsAnalyzed"),
            "groups": _groups("Outcome"),
            "denoms": _denominators("Outcome"),
            "classes": _classes("Outcome"),
            "analyses": _ANALYSES,
        },
    )
}

_ADVERSE: Fields = {
    "frequencyThreshold": Piece("EventsFrequencyThreshold"),
    "timeFrame": Piece("EventsTimeFrame"),
    "description": Piece("EventsDescription"),
    "eventGroups": Each(
        "EventGroupList",
        "EventGroup",
        {
            "id": Piece("EventGroupId"),
            "title": Piece("EventGroupTitle"),
            "description": Piece("EventGroupDescription"),
            "deathsNumAffected": Piece("EventGroupDeathsNumAffected"),
            "deathsNumAtRisk": Piece("EventGroupDeathsNumAtRisk"),
            "seriousNumAffected": Piece("EventGroupSeriousNumAffected"),
            "seriousNumAtRisk": Piece("EventGroupSeriousNumAtRisk"),
            "otherNumAffected": Piece("EventGroupOtherNumAffected"),
            "otherNumAtRisk": Piece("EventGroupOtherNumAtRisk"),
        },
    ),
    "seriousEvents": _events("Serious"),
    "otherEvents": _events("Other"),
}

RESULTS: Fields = {
    "participantFlowModule": Inside("ParticipantFlowModule", _FLOW),
    "baselineCharacteristicsModule": Inside("BaselineCharacteristicsModule", _BASELINE),
    "outcomeMeasuresModule": Inside("OutcomeMeasuresModule", _OUTCOMES),
    "adverseEventsModule": Inside("AdverseEventsModule", _ADVERSE),
    "moreInfoModule": Inside(
        "MoreInfoModule",
        {
            "limitationsAndCaveats": Inside(
                "LimitationsAndCaveats",
                {"description": Piece("LimitationsAndCaveatsDescription")},
            )
        },
    ),
}
