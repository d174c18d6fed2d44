"""A person's scores in English. Names of fields and remarks; no fact of medicine stands here."""

from assuage.patient.person.measures import Doubt
from assuage.terms.patient import Patient, Tumour
from assuage.terms.score import Score

FIELDS = {
    "age_years": "age",
    "sex": "sex",
    "weight_kg": "weight",
    "height_cm": "height",
    "bilirubin_umol_per_l": "bilirubin",
    "albumin_g_per_l": "albumin",
    "inr": "INR",
    "ascites": "ascites",
    "encephalopathy_grade": "grade of hepatic encephalopathy",
    "child_pugh": "Child-Pugh",
    "creatinine_umol_per_l": "creatinine",
    "egfr_ml_per_min_1_73m2": "eGFR",
    "creatinine_clearance_ml_per_min": "creatinine clearance",
    "sodium_mmol_per_l": "sodium",
    "dialysis": "dialysis",
    "ecog": "ECOG performance status",
    "transplant_candidate": "whether a transplant is possible",
    "tumour": "tumour",
    "tumour.number": "number of nodules",
    "tumour.largest": "size of the largest nodule",
    "tumour.vascular_invasion": "vascular invasion",
    "tumour.extrahepatic": "spread outside the liver",
}
_UNITS = {"mL/min/1.73m2": "mL/min/1.73 m²", "kg/m2": "kg/m²", "m2": "m²", "points": "points"}
_GRADES = {"child-pugh": "class", "albi": "grade", "bclc": "stage"}
NOTES = {
    "stated": "as stated",
    "tables-differ": "published tables differ here",
    "dialysis": "creatinine set by dialysis",
    "capped": "printed as 40, the highest value",
    "adults-only": "computed for adults only",
    "not-on-dialysis": "not meaningful on dialysis",
    "liver-disease-not-given": "holds in a disease of the liver, and none was given",
    "sex-bounds": "for a man and a woman",
    "end-stage-liver": "Child-Pugh C, and no transplant is possible",
}

TITLE = "Scores"
NOTHING = "Nothing was given from which a score can be computed."
INVENTED = "An invented person."
CAVEATS = "To bear in mind"
MISSING = "Would help to know"
DOUBTS = "Please check"
SOURCES = "Sources"
DISCLAIMER = "Informs professionals; prescribes nothing. Nothing was stored or sent."


def number(value: float, digits: int) -> str:
    """A number as the field prints it, with a true minus sign."""
    return f"{value:.{digits}f}".replace("-", "−")


def field(name: str) -> str:
    """What a field of ``Patient`` is called."""
    return FIELDS.get(name, name.replace("_", " "))


def join(items: list[str], last: str = "and") -> str:
    """a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def score(found: Score, name: str, patient: Patient) -> str:
    """One score in one line."""
    unit = f" {_UNITS.get(found.unit, found.unit)}" if found.unit else ""
    grade = _GRADES.get(found.id, "")
    notes = f" ({'; '.join(NOTES[n] for n in found.notes)})" if found.notes else ""
    if found.value is None and found.grade is None:
        if not found.needs and found.low is None:
            return f"{name}: not computed{notes}."
        text = f"{name}: cannot be computed: needs {join([field(n) for n in found.needs])}"
        return f"{text}{notes}.{_range(found, unit, grade)}"
    parts: list[str] = []
    if found.grade is not None:
        parts.append(f"{grade} {found.grade}".strip())
    elif len(found.grades) > 1:
        parts.append(f"{grade} {join(list(found.grades), 'or')}".strip())
    if found.value is not None:
        parts.append(f"{number(found.value, found.digits)}{unit}")
    if found.notes and "tables-differ" in found.notes and len(found.grades) > 1:
        parts.append(f"{grade} {join(list(found.grades), 'or')} by other tables")
    given = [f"{field(n)} {patient.as_stated(n)}" for n in found.inputs if patient.as_stated(n)]
    if "tumour" in found.inputs and patient.tumour is not None:
        given = [*tumour(patient.tumour), *given]
    basis = f", from {join(given)}" if given else ""
    needs = f" Not given: {join([field(n) for n in found.needs])}." if found.needs else ""
    return f"{name}: {', '.join(parts)}{notes}{basis}.{needs}"


def tumour(found: Tumour) -> list[str]:
    """The extent of a tumour, part by part."""
    parts: list[str] = []
    if found.number is not None:
        parts.append(f"{found.number} nodule{'s' if found.number != 1 else ''}")
    if found.largest_cm is not None:
        parts.append(f"largest {found.largest_cm} cm")
    for held, name in (
        (found.vascular_invasion, "vascular invasion"),
        (found.extrahepatic, "spread outside the liver"),
    ):
        if held is not None:
            parts.append(name if held else f"no {name}")
    return parts


def _range(found: Score, unit: str, grade: str) -> str:
    """What is left open, where there is a bound."""
    held: list[str] = []
    if found.low is not None and found.high is not None:
        held.append(
            f"between {number(found.low, found.digits)} and {number(found.high, found.digits)}{unit}"
        )
    if len(found.grades) > 1:
        held.append(f"{grade} {join(list(found.grades), 'or')}".strip())
    return f" With what is given: {', '.join(held)}." if held else ""


def caveat(
    name: str, conditions: list[str], percent: str | None, n: int | None, source: str
) -> str:
    """One caveat with the numbers that its source prints."""
    numbers = [f"in {percent}%"] if percent else []
    numbers += [f"of {n}"] if n else []
    shown = f" ({' '.join(numbers)})" if numbers else ""
    text = f"in {join(conditions)} {name}" if conditions else name
    return f"{text[:1].upper()}{text[1:]}{shown} [{source}]"


def missing(name: str, scores: list[str]) -> str:
    """An input that is not there, and what waits for it."""
    return f"{field(name)}: for {join(scores)}"


def doubt(found: Doubt) -> str:
    """Something that was kept but should be looked at."""
    if found.field == "observation":
        return f"observation {found.stated!r} was not understood and is left out"
    if found.field == "agents":
        return (
            f"medicine {found.stated!r} has no file of its own here: it takes part in the rules that "
            "name it or its class; nothing else is held of it, and no exposure to it is computed"
        )
    if found.field == "medicine-words":
        return f"of {found.meant}, {found.stated!r} was not understood and is left out"
    if found.field == "combination-dose":
        return (
            f"{found.meant} is a combination: its parts are checked, their doses are not taken "
            f"from {found.stated!r}"
        )
    if found.field == "kidney-function":
        name = {"cockcroft-gault": "Cockcroft-Gault"}.get(found.near[1], "CKD-EPI 2021")
        return (
            f"{field(found.near[0])} {found.stated} is stated, but creatinine, age and sex give {found.meant} by {name}: "
            "which holds? What is computed here follows the stated value"
        )
    if found.field == "kidney-dialysis":
        return (
            f"{field(found.near[0])} {found.stated} is stated beside dialysis ({found.meant}): which holds? "
            "What is computed here follows dialysis"
        )
    if found.field == "medicine-status":
        return f"medicine {found.stated!r} is {found.meant} and is left out"
    if found.field in ("medicines", "conditions"):
        kind = "medicine" if found.field == "medicines" else "condition"
        near = f"; did you mean {join(list(found.near), 'or')}?" if found.near else ""
        return (
            f"{kind} {found.stated!r} is not in this knowledge: nothing about it is computed{near}"
        )
    meant = f"; did you mean {found.meant}?" if found.meant else ""
    return f"{found.field} {found.stated} is unusual{meant}"
