"""What a plain question says of the person: only what is written with its name, nothing guessed."""

import re
import unicodedata
from typing import Final

_SAID: Final = (
    ("child_pugh", re.compile(r"child[- –]?(?:turcotte[- –]?)?pugh\s*(?:class|score|grade)?\s*([ABC])(?![a-z])", re.I), None),
    ("egfr", re.compile(r"\be?GFR\s*(?:of|is|=|:|为)?\s*(\d+(?:\.\d+)?)", re.I), "mL/min/1.73m2"),
    ("creatinine_clearance", re.compile(r"\b(?:CrCl|creatinine clearance)\s*(?:of|is|=|:|为)?\s*(\d+(?:\.\d+)?)", re.I), "mL/min"),
    ("age", re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b|(\d{1,3})\s*岁", re.I), None),
    ("weight", re.compile(r"\b(\d{2,3}(?:\.\d+)?)\s*kg\b(?!/)|(\d{2,3}(?:\.\d+)?)\s*公斤", re.I), "kg"),
    ("bilirubin", re.compile(r"\bbilirubin\s*(?:of|is|=|:)?\s*(\d+(?:\.\d+)?\s*(?:[uµμ]mol/L|mg/dL))", re.I), None),
    ("albumin", re.compile(r"\balbumin\s*(?:of|is|=|:)?\s*(\d+(?:\.\d+)?\s*g/d?L)", re.I), None),
)  # fmt: skip
"""Key of a person's file, how a question says it, and the unit where the question's has none."""
_SEX: Final = (
    ("female", re.compile(r"\b(?:woman|female)\b|女", re.I)),
    ("male", re.compile(r"\b(?:man|male)\b|男", re.I)),
)


def said(text: str) -> dict[str, str]:
    """Flags of a person as a question states them; empty where it states none."""
    text = unicodedata.normalize("NFKC", text)
    found: dict[str, str] = {}
    for key, words, unit in _SAID:
        match = words.search(text)
        if match is not None:
            value = next(g for g in match.groups() if g is not None)
            found[key] = f"{value} {unit}" if unit else value.upper() if len(value) == 1 else value
    if found:
        sexes = [sex for sex, words in _SEX if words.search(text)]
        if len(sexes) == 1:
            found["sex"] = sexes[0]
    return found
