"""What was read of a person, shown back in English; every value is the person's own."""

from assuage.prose.english.patient_scores import FIELDS as SCORED
from assuage.prose.english.patient_scores import join, tumour

TITLE = "As read"
CONDITIONS = "conditions"
ALLERGIES = "allergies"
GENES = "genes"
NOT_HELD = "not in this knowledge"
FIELDS = {
    **SCORED,
    "alcohol_g_per_day": "alcohol",
    "alt_u_per_l": "ALT",
    "ast_u_per_l": "AST",
    "alp_u_per_l": "ALP",
    "ammonia_umol_per_l": "ammonia",
    "cystatin_c_mg_per_l": "cystatin C",
    "potassium_mmol_per_l": "potassium",
    "magnesium_mmol_per_l": "magnesium",
    "calcium_mmol_per_l": "calcium",
    "haemoglobin_g_per_l": "haemoglobin",
    "platelets_10e9_per_l": "platelets",
    "neutrophils_10e9_per_l": "neutrophils",
    "crp_mg_per_l": "CRP",
    "qtc_ms": "QTc",
    "systolic_mmhg": "systolic pressure",
    "diastolic_mmhg": "diastolic pressure",
    "heart_rate_per_min": "heart rate",
    "respiratory_rate_per_min": "respiratory rate",
    "spo2_percent": "oxygen saturation",
    "hepatitis_b": "hepatitis B",
    "spasticity_origin": "origin of spasticity",
}
_UNITS = {"d": "day", "tablet": "tablets", "capsule": "capsules", "U": "units", "[iU]": "IU"}


def field(name: str) -> str:
    """What a field of ``Patient`` is called."""
    return FIELDS.get(name, name.replace("_", " "))


def values(held: list[tuple[str, str]]) -> str:
    """Values with their names, in the order in which they were given."""
    return "; ".join(f"{field(name)} {text}" for name, text in held)


def named(heading: str, items: list[str]) -> str:
    """conditions: a and b."""
    return f"{heading}: {join(items)}"


def yes(value: bool) -> str:
    """A flag."""
    return "yes" if value else "no"


def medicine(name: str, known: str, parts: list[str]) -> str:
    """'MST: morphine, 30 mg, every 12 h'."""
    shown = [*([known] if known.casefold() != name.casefold() else []), *parts]
    return f"{name}: {', '.join(shown)}" if shown else name


def dose(amount: str, unit: str) -> str:
    """A dose or a rate; micrograms written out, as prescriptions ask for."""
    written = "/".join(_UNITS.get(u, u.replace("ug", "micrograms")) for u in unit.split("/"))
    return f"{amount} {written}"


def every(hours: str) -> str:
    """An interval."""
    return f"every {hours} h"


AS_NEEDED = "as needed"
PLANNED = "planned, not yet taken"
STOPPING = "to be stopped"


def since(days: str) -> str:
    """How long it has been taken."""
    return f"since {days} days"


def stopped(days: str) -> str:
    """When it was stopped."""
    return f"stopped {days} days ago"


def purpose(words: str) -> str:
    """What it is for, as typed."""
    return f"for {words}"


__all__ = ["tumour"]
