"""What a coded concept of FHIR says: its codes, its status, its words."""

from typing import Any


def codes(concept: Any, system: str = "http://loinc.org") -> list[str]:
    if not isinstance(concept, dict):
        return []
    return [
        str(coding.get("code"))
        for coding in concept.get("coding") or ()
        if coding.get("system") == system
    ]


def statuses(concept: Any) -> set[str]:
    """Codes of a status in lower case, whatever their system says: each of these lists is closed,
    and exports leave the system out. Older ones have a bare word."""
    if isinstance(concept, str):
        return {concept.strip().casefold()}
    if not isinstance(concept, dict):
        return set()
    codes = [coding.get("code") for coding in concept.get("coding") or ()]
    held = codes if any(codes) else [concept.get("text")]
    return {str(code).strip().casefold() for code in held if code}


def words(concept: Any) -> str | None:
    """What a concept is called: its text, else the first display."""
    if not isinstance(concept, dict):
        return None
    if concept.get("text"):
        return str(concept["text"])
    return next((str(c["display"]) for c in concept.get("coding") or () if c.get("display")), None)


def all_words(concept: Any) -> list[str]:
    """Everything that a concept is called: its text, then each display."""
    if not isinstance(concept, dict):
        return []
    displays = [c.get("display") for c in concept.get("coding") or ()]
    return [str(w) for w in (concept.get("text"), *displays) if w]
