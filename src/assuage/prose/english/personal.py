"""A person's part of a dossier in English. Numbers and names come from the statement."""

import sys

from assuage.prose.english import (
    patient_additive,
    patient_exposure,
    patient_pump,
    patient_scores,
)
from assuage.prose.person import Person

STOP = "."


def value(grade: str | None, number: float | None, digits: int, unit: str) -> str:
    """' B (8 points)', ' 45 mL/min'."""
    shown = f"{patient_scores.number(number, digits)} {unit}".strip() if number is not None else ""
    if grade and shown:
        return f" {grade} ({shown})"
    return f" {grade or shown}"


def head(label: str, invented: bool, scores: list[str], medicines: list[str]) -> str:
    who = f" ({label.removesuffix(' (invented)')}; invented)" if invented and label else ""
    who = who or (f" ({label})" if label else "")
    parts = [", ".join(scores)] if scores else []
    parts += [f"takes {patient_scores.join(medicines)}"] if medicines else []
    return f"For this person{who}: {'; '.join(parts) if parts else 'nothing usable was given'}."


def exposure(drug: str, route: str, led: list[str], silent: list[str], together: str) -> str:
    text = f"Exposure to {drug} ({route})"
    if not led:
        known = (
            f"no number for {patient_scores.join(silent)}" if silent else "nothing given changes it"
        )
        return f"{text}: {known}. {together}"
    text = f"{text}, {patient_scores.join(led)}: {together}"
    if silent:
        text += f" Not counted, because no number is held: {patient_scores.join(silent)}; the whole may be higher or lower."
    return text


def exposure_unknown(drug: str, route: str, silent: list[str], led: list[str]) -> str:
    return (
        f"Exposure to {drug} ({route}) in this person is not known: no number is held for "
        f"{patient_scores.join(silent)}; the section on organ function has what is known of "
        f"{patient_scores.join(led)}."
    )


def no_number(drug: str, others: list[str]) -> str:
    return f"Nothing is held on whether {patient_scores.join(others, 'or')} changes exposure to {drug}."


def of_drug(drug: str, route: str, factor: str) -> str:
    return f"{drug[:1].upper()}{drug[1:]} ({route}), {factor}"


def guidance(drug: str, text: str) -> str:
    return f"Guidance on {drug}: {text}"


def watch(effect: str, monitors: list[str], medicines: list[str]) -> str:
    return (
        f"In this person, because of {effect} ({patient_scores.join(medicines)}): watch "
        f"{patient_scores.join(monitors)}."
    )


def ask(fields: list[str], asks: list[str]) -> str:
    parts = [f"for exposure and scores {patient_scores.join(fields)}"] if fields else []
    parts += asks
    return f"Not given, and would change this: {'; '.join(parts)}."


def pump(lines: list[str]) -> str:
    return f"This person's pump: {' '.join(lines)}"


def sentences(lines: list[str]) -> str:
    return " ".join(line if line.endswith(".") else f"{line}." for line in lines)


PERSONAL = Person(
    sys.modules[__name__], patient_additive, patient_exposure, patient_scores, patient_pump
).realisers()
