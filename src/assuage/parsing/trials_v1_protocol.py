"""Pieces of the protocol section of the former API (v1), for the fields of API v2."""

from assuage.parsing.trials_v1_pieces import Each, Fields, Inside, Items, Piece, YesNo
from assuage.parsing.trials_words import code, iso_date


def _date(piece: str) -> Inside:
    return Inside(f"{piece}Struct", {"date": Piece(piece, iso_date)})


def _outcomes(kind: str) -> Each:
    return Each(
        f"{kind}OutcomeList",
        f"{kind}Outcome",
        {
            "measure": Piece(f"{kind}OutcomeMeasure"),
            "timeFrame": Piece(f"{kind}OutcomeTimeFrame"),
            "description": Piece(f"{kind}OutcomeDescription"),
        },
    )


_IDENTIFICATION: Fields = {
    "nctId": Piece("NCTId"),
    "nctIdAliases": Items("NCTIdAliasList", "NCTIdAlias"),
    "orgStudyIdInfo": Inside("OrgStudyIdInfo", {"id": Piece("OrgStudyId")}),
    "secondaryIdInfos": Each(
        "SecondaryIdInfoList", "SecondaryIdInfo", {"id": Piece("SecondaryId")}
    ),
    "briefTitle": Piece("BriefTitle"),
    "officialTitle": Piece("OfficialTitle"),
    "acronym": Piece("Acronym"),
}

_STATUS: Fields = {
    "overallStatus": Piece("OverallStatus", code),
    "whyStopped": Piece("WhyStopped"),
    "statusVerifiedDate": Piece("StatusVerifiedDate", iso_date),
    "startDateStruct": _date("StartDate"),
    "primaryCompletionDateStruct": _date("PrimaryCompletionDate"),
    "completionDateStruct": _date("CompletionDate"),
    "studyFirstSubmitDate": Piece("StudyFirstSubmitDate", iso_date),
    "studyFirstSubmitQcDate": Piece("StudyFirstSubmitQCDate", iso_date),
    "studyFirstPostDateStruct": _date("StudyFirstPostDate"),
    "resultsFirstSubmitDate": Piece("ResultsFirstSubmitDate", iso_date),
    "resultsFirstSubmitQcDate": Piece("ResultsFirstSubmitQCDate", iso_date),
    "resultsFirstPostDateStruct": _date("ResultsFirstPostDate"),
    "lastUpdateSubmitDate": Piece("LastUpdateSubmitDate", iso_date),
    "lastUpdatePostDateStruct": _date("LastUpdatePostDate"),
}

_DESIGN: Fields = {
    "studyType": Piece("StudyType", code),
    "phases": Items("PhaseList", "Phase", code),
    "designInfo": Inside(
        "DesignInfo",
        {
            "allocation": Piece("DesignAllocation", code),
            "interventionModel": Piece("DesignInterventionModel", code),
            "primaryPurpose": Piece("DesignPrimaryPurpose", code),
            "maskingInfo": Inside(
                "DesignMaskingInfo",
                {
                    "masking": Piece("DesignMasking", code),
                    "whoMasked": Items("DesignWhoMaskedList", "DesignWhoMasked", code),
                },
            ),
        },
    ),
    "enrollmentInfo": Inside(
        "EnrollmentInfo",
        {"count": Piece("EnrollmentCount"), "type": Piece("EnrollmentType", code)},
    ),
}

_ARMS: Fields = {
    "armGroups": Each(
        "ArmGroupList",
        "ArmGroup",
        {
            "label": Piece("ArmGroupLabel"),
            "type": Piece("ArmGroupType", code),
            "description": Piece("ArmGroupDescription"),
            "interventionNames": Items("ArmGroupInterventionList", "ArmGroupInterventionName"),
        },
    ),
    "interventions": Each(
        "InterventionList",
        "Intervention",
        {
            "type": Piece("InterventionType", code),
            "name": Piece("InterventionName"),
            "description": Piece("InterventionDescription"),
            "armGroupLabels": Items("InterventionArmGroupLabelList", "InterventionArmGroupLabel"),
            "otherNames": Items("InterventionOtherNameList", "InterventionOtherName"),
        },
    ),
}

PROTOCOL: Fields = {
    "identificationModule": Inside("IdentificationModule", _IDENTIFICATION),
    "statusModule": Inside("StatusModule", _STATUS),
    "sponsorCollaboratorsModule": Inside(
        "SponsorCollaboratorsModule",
        {
            "leadSponsor": Inside("LeadSponsor", {"name": Piece("LeadSponsorName")}),
            "collaborators": Each(
                "CollaboratorList", "Collaborator", {"name": Piece("CollaboratorName")}
            ),
        },
    ),
    "descriptionModule": Inside(
        "DescriptionModule",
        {
            "briefSummary": Piece("BriefSummary"),
            "detailedDescription": Piece("DetailedDescription"),
        },
    ),
    "conditionsModule": Inside(
        "ConditionsModule",
        {
            "conditions": Items("ConditionList", "Condition"),
            "keywords": Items("KeywordList", "Keyword"),
        },
    ),
    "designModule": Inside("DesignModule", _DESIGN),
    "armsInterventionsModule": Inside("ArmsInterventionsModule", _ARMS),
    "outcomesModule": Inside(
        "OutcomesModule",
        {
            "primaryOutcomes": _outcomes("Primary"),
            "secondaryOutcomes": _outcomes("Secondary"),
            "otherOutcomes": _outcomes("Other"),
        },
    ),
    "eligibilityModule": Inside(
        "EligibilityModule",
        {
            "eligibilityCriteria": Piece("EligibilityCriteria"),
            "healthyVolunteers": YesNo("HealthyVolunteers"),
            "sex": Piece("Gender", code),
            "minimumAge": Piece("MinimumAge"),
            "maximumAge": Piece("MaximumAge"),
            "studyPopulation": Piece("StudyPopulation"),
        },
    ),
    "referencesModule": Inside(
        "ReferencesModule",
        {
            "references": Each(
                "ReferenceList",
                "Reference",
                {
                    "pmid": Piece("ReferencePMID"),
                    "type": Piece("ReferenceType", code),
                    "citation": Piece("ReferenceCitation"),
                    "retractions": Each(
                        "RetractionList",
                        "Retraction",
                        {"pmid": Piece("RetractionPMID"), "source": Piece("RetractionSource")},
                    ),
                },
            )
        },
    ),
}
