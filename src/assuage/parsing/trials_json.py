"""ClinicalTrials.gov JSON: API v2 and the former v1; a study, an answer, a list or JSON Lines."""

from collections.abc import Iterator
from typing import Any

from assuage.parsing.json_leaves import Leaves, values
from assuage.parsing.problem import ParseProblem
from assuage.parsing.trials_v1 import as_v2, countries
from assuage.parsing.trials_v2 import NotAStudy, record
from assuage.parsing.trials_words import plain
from assuage.terms.record import Record

_V2_SECTIONS = {
    "protocolSection",
    "resultsSection",
    "derivedSection",
    "documentSection",
    "annotationSection",
}
_V1_SECTIONS = {section[0].upper() + section[1:] for section in _V2_SECTIONS}


def records(content: bytes, name: str) -> Iterator[Record | ParseProblem]:
    """The studies of a file in their order; a piece that is no study is a problem.

    A search that found nothing (``studies: []``) yields nothing.
    """
    for value in values(content, name, "studies of ClinicalTrials.gov"):
        if isinstance(value, ParseProblem):
            yield value
            continue
        place, tree = value
        for item, study in _studies(tree, place):
            try:
                yield _record(study)
            except NotAStudy as error:
                yield ParseProblem(name, None, item, str(error), error.repair)


def _studies(tree: Any, place: str) -> Iterator[tuple[str, Any]]:
    listed: Any = None
    if isinstance(tree, list):
        listed = tree
    elif isinstance(tree, dict) and isinstance(tree.get("studies"), list):
        listed = tree["studies"]
    elif isinstance(tree, dict) and isinstance(tree.get("FullStudiesResponse"), dict):
        listed = tree["FullStudiesResponse"].get("FullStudies", [])
    if not isinstance(listed, list):
        yield place, tree
        return
    for index, study in enumerate(listed):
        yield f"{place} study {index}".strip(), study


def _record(tree: Any) -> Record:
    if isinstance(tree, dict) and isinstance(tree.get("Study"), dict):
        tree = tree["Study"]
    if not isinstance(tree, dict):
        raise NotAStudy(
            "a study is an object in braces, here is something else",
            "Give the answer of the register's /studies, or a list of studies.",
        )
    if tree.keys() & _V2_SECTIONS:
        places = Leaves(tree).inside("protocolSection", "contactsLocationsModule").each("locations")
        named = (place.tree.get("country") for place in places)
        return record(
            Leaves(tree, plain), countries=tuple(c for c in named if isinstance(c, str) and c)
        )
    if tree.keys() & _V1_SECTIONS:
        study = Leaves(tree)
        converted = Leaves(as_v2(study))
        return record(converted, beside=study.left(), countries=countries(study))
    raise NotAStudy(
        f"no study in it, but {', '.join(sorted(map(str, tree))[:5]) or 'an empty object'}",
        "Ask the register for whole studies (GET /studies), not for chosen fields or statistics.",
    )
