"""The measured values of a person: their unit, the units that they are printed in, their limits.

``possible`` are the limits outside of which a value is refused, ``usual`` those outside of which
it is doubted. Neither is a normal range or a threshold of treatment: they are set wide by us, to
catch a wrong unit and a slip of the finger, and no conclusion rests on them.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final


@dataclass(frozen=True, slots=True)
class Field:
    """One measured value: ``key`` in the file, ``name`` in ``Patient``, ``unit`` it is kept in.

    ``printed`` are units in which it is commonly printed, tried when a value is not possible.
    ``substance`` names the molar mass or the charge with which mass, amount and equivalents
    convert. ``bare`` allows a number without a unit, where only one unit exists.
    """

    key: str
    name: str
    unit: str
    possible: tuple[Fraction, Fraction]
    usual: tuple[Fraction, Fraction]
    printed: tuple[str, ...]
    substance: str | None = None
    bare: bool = False


def _field(
    key: str,
    name: str,
    unit: str,
    limits: tuple[str, str, str, str],
    *printed: str,
    substance: str | None = None,
    bare: bool = False,
) -> Field:
    """``limits``: possible low, usual low, usual high, possible high, in ``unit``."""
    lowest, low, high, highest = (Fraction(x) for x in limits)
    return Field(key, name, unit, (lowest, highest), (low, high), printed, substance, bare)


FIELDS: Final[tuple[Field, ...]] = (
    _field("age", "age_years", "a", ("0", "0", "105", "125"), "a", bare=True),
    _field("weight", "weight_kg", "kg", ("0.3", "20", "250", "650"), "kg", "lb", "g"),
    _field("height", "height_cm", "cm", ("20", "90", "220", "275"), "cm", "m", "in"),
    _field("alcohol", "alcohol_g_per_day", "g/d", ("0", "0", "400", "1000"), "g/d"),
    _field(
        "bilirubin",
        "bilirubin_umol_per_l",
        "umol/L",
        ("1.5", "3", "340", "1500"),  # beyond 20 mg/dL it is asked whether µmol/L was meant
        "umol/L",
        "mg/dL",
        substance="bilirubin",
    ),
    _field("albumin", "albumin_g_per_l", "g/L", ("6", "12", "60", "70"), "g/L", "g/dL"),
    _field("inr", "inr", "1", ("0.5", "0.7", "8", "20"), "1", bare=True),
    _field("alt", "alt_u_per_l", "U/L", ("0", "3", "5000", "30000"), "U/L"),
    _field("ast", "ast_u_per_l", "U/L", ("0", "3", "5000", "30000"), "U/L"),
    _field("alp", "alp_u_per_l", "U/L", ("0", "10", "3000", "10000"), "U/L"),
    _field(
        "ammonia",
        "ammonia_umol_per_l",
        "umol/L",
        ("1", "5", "400", "2000"),
        "umol/L",
        "ug/dL",
        substance="ammonia",
    ),
    _field(
        "creatinine",
        "creatinine_umol_per_l",
        "umol/L",
        ("10", "20", "1500", "4000"),
        "umol/L",
        "mg/dL",
        substance="creatinine",
    ),
    _field("cystatin_c", "cystatin_c_mg_per_l", "mg/L", ("0.1", "0.3", "10", "20"), "mg/L"),
    _field(
        "egfr",
        "egfr_ml_per_min_1_73m2",
        "mL/min/1.73m2",
        ("0", "3", "160", "250"),
        "mL/min/1.73m2",
        bare=True,
    ),
    _field(
        "creatinine_clearance",
        "creatinine_clearance_ml_per_min",
        "mL/min",
        ("0", "3", "220", "400"),
        "mL/min",
        "mL/s",
    ),
    _field(
        "sodium",
        "sodium_mmol_per_l",
        "mmol/L",
        ("90", "110", "165", "210"),
        "mmol/L",
        "meq/L",
        substance="sodium",
    ),
    _field(
        "potassium",
        "potassium_mmol_per_l",
        "mmol/L",
        ("1", "2", "7.5", "12"),
        "mmol/L",
        "meq/L",
        substance="potassium",
    ),
    _field(
        "magnesium",
        "magnesium_mmol_per_l",
        "mmol/L",
        ("0.1", "0.3", "2.5", "8"),
        "mmol/L",
        "mg/dL",
        "meq/L",
        substance="magnesium",
    ),
    _field(
        "calcium",
        "calcium_mmol_per_l",
        "mmol/L",
        ("0.5", "1.2", "4", "6.5"),
        "mmol/L",
        "mg/dL",
        "meq/L",
        substance="calcium",
    ),
    _field("haemoglobin", "haemoglobin_g_per_l", "g/L", ("15", "40", "210", "280"), "g/L", "g/dL"),
    _field(
        "platelets",
        "platelets_10e9_per_l",
        "10*9/L",
        ("0", "5", "1200", "5000"),
        "10*9/L",
        "10*3/uL",
        "/uL",
    ),
    _field(
        "neutrophils",
        "neutrophils_10e9_per_l",
        "10*9/L",
        ("0", "0", "50", "300"),
        "10*9/L",
        "10*3/uL",
        "/uL",
    ),
    _field("crp", "crp_mg_per_l", "mg/L", ("0", "0", "400", "1000"), "mg/L", "mg/dL"),
    _field("qtc", "qtc_ms", "ms", ("200", "320", "600", "900"), "ms", "s"),
    _field("systolic", "systolic_mmhg", "mm[Hg]", ("30", "70", "230", "330"), "mm[Hg]"),
    _field("diastolic", "diastolic_mmhg", "mm[Hg]", ("10", "35", "140", "220"), "mm[Hg]"),
    _field("heart_rate", "heart_rate_per_min", "/min", ("15", "35", "180", "320"), "/min"),
    _field("respiratory_rate", "respiratory_rate_per_min", "/min", ("1", "6", "45", "90"), "/min"),
    _field("spo2", "spo2_percent", "%", ("20", "70", "100", "100"), "%"),
)

BY_KEY: Final[dict[str, Field]] = {f.key: f for f in FIELDS}
BY_NAME: Final[dict[str, Field]] = {f.name: f for f in FIELDS}

TUMOUR_SIZE: Final = _field(
    "tumour.largest", "largest_cm", "cm", ("0.1", "0.3", "25", "40"), "cm", "mm"
)
