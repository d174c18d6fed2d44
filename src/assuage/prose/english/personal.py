"""A person's part of a dossier in English. Numbers and names come from the statement."""

import sys

from assuage.patient.pump.limits import number as exact
from assuage.prose.english import (
    patient_additive,
    patient_exposure,
    patient_pump,
    patient_scores,
)
from assuage.prose.person import Person
from assuage.terms.patient import ADULT_YEARS
from assuage.terms.pump import PumpPlan

STOP = "."


RISKS = {"pain": "pain left untreated", "withdrawal": "withdrawal"}
_GRADES = {"albi": "grade "}
_INPUTS = {
    "extraction": "hepatic extraction {}",
    "renal": "fraction excreted unchanged {}",
    "unbound": "unbound fraction {}",
    "filtration": "{} of the usual filtration",
    "class-median": "median of other drugs in this class {}",
    "strength": "strength of {1} on {2} {0}",
    "contribution": "share of {1} in the clearance {0}",
    "activity": "enzyme activity {} of the usual",
    "pair-left-out": "estimated without this pair",
}


def value(score: str, grade: str | None, number: float | None, digits: int, unit: str) -> str:
    """' B (8 points)', ': 45 mL/min'."""
    shown = f"{patient_scores.number(number, digits)} {unit}".strip() if number is not None else ""
    if not grade:
        return f": {shown}"
    return f" {_GRADES.get(score, '')}{grade}{f' ({shown})' if shown else ''}"


_GROWN = {"female": "woman", "male": "man"}
_YOUNG = {"female": "girl", "male": "boy"}


def who(age: str, sex: str, pregnant: bool) -> str:
    """'a pregnant woman of 32 years', where age and sex are known."""
    child = bool(age) and float(age) < ADULT_YEARS
    name = (_YOUNG if child else _GROWN).get(sex, "child" if child else "person")
    name = f"a {'pregnant ' if pregnant else ''}{name}"
    if age:
        return f"{name} of {age} {'year' if age == '1' else 'years'}"
    return name if sex or pregnant else ""


DIALYSIS = {
    "haemodialysis": "on haemodialysis",
    "peritoneal": "on peritoneal dialysis",
    "continuous": "on continuous dialysis",
}


def head(
    label: str, invented: bool, who: str, scores: list[str], medicines: dict[str, list[str]]
) -> str:
    about = "; ".join(x for x in (label, "invented" if invented else "") if x)
    named = f"For this person{f' ({about})' if about else ''}{f', {who}' if who else ''}"
    parts = ["; ".join(scores)] if scores else []
    for state, words in (("taken", "takes"), ("planned", "planned:"), ("stopped", "stopped:")):
        if medicines[state]:
            parts.append(f"{words} {patient_scores.join(medicines[state])}")
    return (
        f"{named}: {'; '.join(parts) if parts else 'no score can be computed from what was given'}."
    )


def basis(leads: list[str]) -> str:
    """On what the whole rests."""
    if set(leads) == {"observed"}:
        return "observed"
    if "observed" in leads:
        return "partly observed, partly the model's"
    return "the model's: nothing was observed for exactly this"


def exposure(
    drug: str, route: str, led: list[str], silent: list[str], together: str, basis: str
) -> str:
    text = f"Exposure to {drug} ({route}), {patient_scores.join(led)}: {together}"
    if basis:
        text = f"{text.removesuffix('.')} (90% interval; {basis})."
    if silent:
        text += f" Not counted, because no number is held: {patient_scores.join(silent)}; the whole may be higher or lower."
    return text


def exposure_silent(drug: str, route: str, silent: list[str]) -> str:
    known = (
        f"not known: no number for {patient_scores.join(silent)}"
        if silent
        else "nothing given changes it"
    )
    return f"Exposure to {drug} ({route}): {known}."


def exposure_unlike(drug: str, route: str, why: list[str], led: list[str]) -> str:
    text = f"Exposure to {drug} ({route}) in this person is not known: {patient_scores.join(why)}"
    if led:
        text += f" ({patient_scores.join(led)}: observed in others only)"
    return f"{text}."


def exposure_local(drug: str, route: str, why: str) -> str:
    return f"Exposure to {drug} ({route}) is not computed: {why}."


def exposure_unknown(drug: str, route: str, silent: list[str], led: list[str]) -> str:
    return (
        f"Exposure to {drug} ({route}) in this person is not known: no number is held for "
        f"{patient_scores.join(silent)}; the sections on interactions and organ function "
        f"have what is known of {patient_scores.join(led)}."
    )


GAP = " "


def unchecked(allergies: list[str]) -> str:
    return (
        f"Allergies ({', '.join(allergies)}) were compared with the names of the medicines only, and "
        "none is the same: allergy across a class was NOT CHECKED."
    )


def no_number(drug: str, others: list[str]) -> str:
    return f"Nothing is held on whether {patient_scores.join(others, 'or')} changes exposure to {drug}."


def of_drug(drug: str, route: str, told: str, alone: bool = False) -> str:
    named = f"{drug[:1].upper()}{drug[1:]} ({route})"
    return f"{named}: {told[:1].lower()}{told[1:]}" if alone else f"{named}, {told}"


def model_input(kind: str, names: list[str], value: float) -> str:
    return _INPUTS.get(kind, f"{kind} {{}}").format(patient_exposure.number(value), *names)


def inputs(held: list[str]) -> str:
    return f" Into the model went: {', '.join(held)}."


def organ(name: str, grade: str, limits: str) -> str:
    return f"{name}, {grade}{f' {limits} mL/min' if limits else ''}"


def mark(leads: bool, strictest: bool, other: str, by: str, stricter: bool) -> str:
    """Which place the guidance has; ``other``: the use that it is for, if not this person's; ``by``:
    the estimate of renal function that it goes by, if not the first; ``stricter``: only by it."""
    if stricter:
        return f"Guidance for the lower class, which is this person's by {by},"
    tail = f", by {by}," if by else ""
    if other:
        return f"Guidance for {other}, not for this person's illness{tail or ','}"
    if leads:
        held = "Leading guidance, also the strictest held" if strictest else "Leading guidance"
        return f"{held}{tail or ',' * strictest}"
    return f"{'Strictest guidance held' if strictest else 'Further guidance'}{tail}"


def place(region: str, year: int | None, regional: bool, lacking: str) -> str:
    """Region, year, and why it leads: the person's region, or that nothing is held from there."""
    parts = [", ".join(x for x in (region, str(year) if year else "year not stated") if x)]
    parts += ["this person's region"] if regional else []
    parts += [f"none is held from this person's region, {lacking}"] if lacking else []
    return "; ".join(parts)


def guidance(
    drug: str, routes: list[str], organ: str, mark: str, place: str, action: str, dose: str
) -> str:
    named = f"{drug[:1].upper()}{drug[1:]} ({patient_scores.join(routes)}), {organ}"
    told = f"{mark.removesuffix(',')} ({place}){',' * mark.endswith(',')}"
    dose = dose.replace("/", " a ")
    return f"{named}. {told} {action}{f', {dose}' if dose else ''}."


def risks(held: list[str], unknown: bool) -> str:
    if held:
        return f" Following it risks {patient_scores.join(held)}."
    return " What following it would risk is not held." if unknown else ""


def takes(dose: str, every: str, daily: str, as_needed: bool) -> str:
    """The dose taken now, for comparison."""
    often = f" every {every} h" if every else ""
    day = f" ({'at most ' if as_needed else ''}{daily}/day)" if daily else ""
    return f" This person takes {dose}{often}{' as needed' if as_needed else ''}{day}."


def beside(text: str) -> str:
    return f"Among this person's other medicines: {text}"


def watch(effect: str, monitors: list[str], steps: list[str], medicines: list[str]) -> str:
    parts = [f"watch {patient_scores.join(monitors)}"] if monitors else []
    return (
        f"In this person, because of {effect} ({patient_scores.join(medicines)}): "
        f"{'; '.join([*parts, *steps])}."
    )


def check(title: str, doubt: str) -> str:
    return f"{title}: {doubt}{'' if doubt.endswith('?') else '.'}"


def ask(liver: list[str], kidney: list[str], asks: list[str]) -> str:
    parts = []
    if liver:
        parts.append(
            f"{patient_scores.join(liver)} (Child-Pugh class, and with it guidance and exposure)"
        )
    if kidney:
        parts.append(
            f"{patient_scores.join(kidney)}, or creatinine with age, sex and weight (kidney "
            "function, and with it guidance and exposure)"
        )
    return f"Not given, and would change this: {'; '.join([*parts, *asks])}."


def pump_first(plan: PumpPlan) -> list[str]:
    """What matters first: the new flow, the bridge, the day by which to refill."""
    lines: list[str] = []
    if plan.bridge is not None:
        lines.append(
            f"run {exact(plan.bridge.flow_ml_per_day)} mL/day for "
            f"{patient_pump.days(plan.bridge.days)} until the old concentration has left the "
            f"catheter, then {exact(plan.bridge.flow_after_ml_per_day)} mL/day"
        )
    else:
        lines.append(f"flow {exact(plan.flow_after_ml_per_day or plan.flow_ml_per_day)} mL/day")
    on = plan.refill_on_worst or plan.refill_on
    if on is not None:
        lines.append(f"refill by {on}{' (worst case)' if plan.refill_on_worst else ''}")
    lines += [patient_pump.REMARKS[r] for r in plan.remarks]
    first = [patient_pump.warning(w, plan) for w in plan.warnings]
    text = f"{'; '.join(x.removesuffix('.') for x in lines)}."
    return [*first, text[:1].upper() + text[1:] if first else text]


def pump(part: str, lines: list[str]) -> str:
    text = " ".join(lines)
    return f"This person's pump: {text}" if part in ("first", "sums") else text


def sentences(lines: list[str]) -> str:
    return " ".join(line if line.endswith(".") else f"{line}." for line in lines)


PERSONAL = Person(
    sys.modules[__name__], patient_additive, patient_exposure, patient_scores, patient_pump
).realisers()
