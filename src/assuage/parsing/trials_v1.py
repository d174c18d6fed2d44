"""A study of the former ClinicalTrials.gov API (v1 JSON) in the shape of API v2.

Pieces that no table names stay where they are and end among the record's others.
"""

from typing import Any

from assuage.parsing.json_leaves import Leaves
from assuage.parsing.trials_v1_pieces import Each, Fields, Inside, Piece, converted
from assuage.parsing.trials_v1_protocol import PROTOCOL
from assuage.parsing.trials_v1_results import RESULTS


def _browse(kind: str) -> Inside:
    return Inside(
        f"{kind}BrowseModule",
        {
            "meshes": Each(
                f"{kind}MeshList",
                f"{kind}Mesh",
                {"id": Piece(f"{kind}MeshId"), "term": Piece(f"{kind}MeshTerm")},
            )
        },
    )


STUDY: Fields = {
    "protocolSection": Inside("ProtocolSection", PROTOCOL),
    "resultsSection": Inside("ResultsSection", RESULTS),
    "derivedSection": Inside(
        "DerivedSection",
        {
            "conditionBrowseModule": _browse("Condition"),
            "interventionBrowseModule": _browse("Intervention"),
        },
    ),
}


def as_v2(study: Leaves) -> dict[str, Any]:
    """What the tables name, in the shape of API v2; it is taken from ``study``."""
    return converted(study, STUDY)


def countries(study: Leaves) -> tuple[str, ...]:
    """Countries of the places, which stay in their places."""
    places = study.inside("ProtocolSection", "ContactsLocationsModule", "LocationList")
    named = (place.tree.get("LocationCountry") for place in places.each("Location"))
    return tuple(c for c in named if isinstance(c, str) and c)
