"""Units of measure, exactly: a small part of UCUM, in rational numbers.

Only what a laboratory slip, a prescription or a pump needs: a prefix and an atom (``mg``,
``umol``, ``10*9``), products and quotients (``ug/mL``, ``mL/min``). Weighed against ``pint`` with
``ucumvert``: they bring a grammar and hundreds of units at a start of tenths of a second, work in
floats unless told otherwise, and know nothing of molar masses, which is the one conversion that a
laboratory value needs. Here every factor is a Fraction, so that 20 mL of 2000 ug/mL at 300 ug/d
is 120 days and not 119.99999.

Source of the atoms: The Unified Code for Units of Measure, https://ucum.org/ucum (tables 1-4).
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assuage.terms.errors import UsageError


class UnitError(UsageError):
    """A unit that is not known, or that does not measure what is asked for.

    ``code`` and ``fields`` say the same to a language that is not English.
    """

    def __init__(self, sentence: str, code: str = "", **fields: str) -> None:
        super().__init__(sentence)
        self.code, self.fields = code, fields


Dimension = tuple[tuple[str, int], ...]
"""Base dimensions with their exponents, in alphabetical order; () is a pure number."""


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor`` times the base unit of ``dimension``; ``written`` as it is printed."""

    factor: Fraction
    dimension: Dimension
    written: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, both as typed."""

    amount: Decimal
    unit: Unit

    @property
    def base(self) -> Fraction:
        """The value in base units (g, mol, L, s, m, U, 1), exactly."""
        return Fraction(self.amount) * self.unit.factor


_PREFIXES = {
    "": Fraction(1),
    "G": Fraction(10**9),
    "k": Fraction(10**3),
    "d": Fraction(1, 10),
    "c": Fraction(1, 100),
    "m": Fraction(1, 10**3),
    "u": Fraction(1, 10**6),
    "n": Fraction(1, 10**9),
    "p": Fraction(1, 10**12),
}

# name: (factor to the base unit, base dimension, whether a prefix may stand before it)
_ATOMS: dict[str, tuple[Fraction, str, bool]] = {
    "g": (Fraction(1), "mass", True),
    "mol": (Fraction(1), "substance", True),
    "eq": (Fraction(1), "equivalents", True),
    "L": (Fraction(1), "volume", True),
    "m": (Fraction(1), "length", True),
    "s": (Fraction(1), "time", True),
    "min": (Fraction(60), "time", False),
    "h": (Fraction(3600), "time", False),
    "d": (Fraction(86400), "time", False),
    "wk": (Fraction(7 * 86400), "time", False),
    # UCUM: the mean Julian year of 365.25 days, the month a twelfth of it.
    "mo": (Fraction(36525 * 86400, 1200), "time", False),
    "a": (Fraction(36525 * 86400, 100), "time", False),
    "U": (Fraction(1), "enzyme", True),
    "[iU]": (Fraction(1), "enzyme", True),
    "mm[Hg]": (Fraction(1), "pressure", False),
    "%": (Fraction(1), "percent", False),
    # UCUM: [lb_av] = 0.45359237 kg, [in_i] = 2.54 cm exactly.
    "[lb_av]": (Fraction(45359237, 100000), "mass", False),
    "[in_i]": (Fraction(254, 10000), "length", False),
    "[ft_i]": (Fraction(3048, 10000), "length", False),
    "m2": (Fraction(1), "area", False),
    # Not of UCUM: what a prescription counts. They keep a list of medicines whole.
    "tablet": (Fraction(1), "count", False),
    "capsule": (Fraction(1), "count", False),
    "drop": (Fraction(1), "count", False),
    "puff": (Fraction(1), "count", False),
    "patch": (Fraction(1), "count", False),
    "sachet": (Fraction(1), "count", False),
    "ampoule": (Fraction(1), "count", False),
    "[1:73m2]": (Fraction(1), "indexed", False),
}

_SPELLINGS = {
    "mcg": "ug",
    "µg": "ug",
    "l": "L",
    "litre": "L",
    "liter": "L",
    "ml": "mL",
    "dl": "dL",
    "cc": "mL",
    "ul": "uL",
    "gram": "g",
    "grams": "g",
    "gm": "g",
    "milligram": "mg",
    "milligrams": "mg",
    "microgram": "ug",
    "micrograms": "ug",
    "kilogram": "kg",
    "kilograms": "kg",
    "kgs": "kg",
    "day": "d",
    "days": "d",
    "24h": "d",
    "hour": "h",
    "hours": "h",
    "hr": "h",
    "hrs": "h",
    "minute": "min",
    "minutes": "min",
    "sec": "s",
    "week": "wk",
    "weeks": "wk",
    "month": "mo",
    "months": "mo",
    "year": "a",
    "years": "a",
    "yr": "a",
    "yrs": "a",
    "y": "a",
    "mEq": "meq",
    "mval": "meq",
    "mmHg": "mm[Hg]",
    "IU": "[iU]",
    "mIU": "m[iU]",
    "iu": "[iU]",
    "units": "U",
    "unit": "U",
    "lb": "[lb_av]",
    "lbs": "[lb_av]",
    "in": "[in_i]",
    "inch": "[in_i]",
    "inches": "[in_i]",
    "ft": "[ft_i]",
    "percent": "%",
    "m²": "m2",
    "tablets": "tablet",
    "tab": "tablet",
    "tabs": "tablet",
    "capsules": "capsule",
    "drops": "drop",
    "puffs": "puff",
    "patches": "patch",
    "sachets": "sachet",
    "ampoules": "ampoule",
    "公斤": "kg",
    "千克": "kg",
    "克": "g",
    "毫克": "mg",
    "微克": "ug",
    "升": "L",
    "分升": "dL",
    "毫升": "mL",
    "微升": "uL",
    "摩尔": "mol",
    "毫摩尔": "mmol",
    "微摩尔": "umol",
    "厘米": "cm",
    "公分": "cm",
    "米": "m",
    "毫米": "mm",
    "毫米汞柱": "mm[Hg]",
    "岁": "a",
    "年": "a",
    "月": "mo",
    "个月": "mo",
    "周": "wk",
    "天": "d",
    "日": "d",
    "小时": "h",
    "分钟": "min",
    "分": "min",
    "秒": "s",
    "毫秒": "ms",
    "单位": "U",
    "国际单位": "[iU]",
    "片": "tablet",
    "粒": "capsule",
    "滴": "drop",
    "贴": "patch",
    "袋": "sachet",
    "支": "ampoule",
}

# Thousands and thousand millions of cells, as in K/uL and G/L.
_COUNTS = {"K": Fraction(10**3), "G": Fraction(10**9), "Gpt": Fraction(10**9)}

_NUMBER = re.compile(r"^\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*(.*?)\s*$", re.DOTALL)
_POWER = re.compile(r"^(?:x|×|\*)?10(?:\*|\^|e)?(3|6|9|12)$", re.IGNORECASE)
_INDEXED = re.compile(r"/?\s*[{(\[]?1\.73[\s_]*m(?:2|\^2|²|\*\*2)?[})\]]?$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+|[\uff01-\uff5e]+")
_ANNOTATION = re.compile(r"\{[^}]*\}")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def parse_unit(text: str) -> Unit:
    """A unit in UCUM, or in the common spelling of a prescription. Raises UnitError."""
    plain = text.strip().replace("μ", "u").replace("µ", "u")
    indexed = _INDEXED.search(plain)
    if indexed:
        plain = plain[: indexed.start()] + "/[1:73m2]"
    plain = _ANNOTATION.sub("", plain).replace(" per ", "/").replace(" ", "")
    plain = "/min" if plain == "bpm" else plain
    factor, powers = Fraction(1), dict[str, int]()
    if plain in ("", "1"):
        return Unit(factor, (), text.strip())
    sign = 1
    for number, part in enumerate(re.split(r"(/)", plain)):
        if part == "/":
            sign = -1
            continue
        if not part and number == 0:
            continue
        for atom in _factors(part):
            size, base = _atom(atom, text)
            factor *= size**sign
            if base:
                powers[base] = powers.get(base, 0) + sign
    dimension = tuple(sorted((base, power) for base, power in powers.items() if power))
    return Unit(factor, dimension, text.strip())


def _factors(part: str) -> list[str]:
    """The terms of a product; the dot of 1.73 was taken out before."""
    return [piece for piece in part.split(".") if piece] or [part]


def _atom(atom: str, whole: str) -> tuple[Fraction, str]:
    """Factor and base dimension of a prefix and an atom; a number has no dimension."""
    power = _POWER.match(atom.translate(_SUPERSCRIPTS))
    if power:
        return Fraction(10 ** int(power[1])), ""
    if atom in ("次", "1"):
        return Fraction(1), ""
    if atom.isdigit():
        return Fraction(int(atom)), ""
    if atom in _COUNTS:
        return _COUNTS[atom], ""
    name = _SPELLINGS.get(atom) or _SPELLINGS.get(atom.lower(), atom)
    if len(atom) > 1 and atom.isascii() and atom.isupper() and name == atom and atom not in _ATOMS:
        name = atom.lower()  # MG, as RxNorm and many slips print it
    if name in _ATOMS:
        size, base, _ = _ATOMS[name]
        return size, base
    for prefix, times in _PREFIXES.items():
        rest = name[len(prefix) :]
        if prefix and name.startswith(prefix) and rest in _ATOMS and _ATOMS[rest][2]:
            return times * _ATOMS[rest][0], _ATOMS[rest][1]
    raise UnitError(
        f"{whole.strip()!r} is not a unit that is known here ({atom!r}). "
        "Write it in UCUM, as umol/L, mg/dL, g/L, ug/mL, mL/min, kg, cm, d.",
        "unknown-unit",
        unit=whole.strip(),
    )


def parse_quantity(text: str, what: str, example: str = "10 mg") -> Quantity:
    """``"2.0 mg/dL"`` to a number and a unit. Raises UnitError naming ``what`` with an ``example``.

    A decimal comma is refused rather than guessed: 1,234 is two different numbers.
    """
    text = unicodedata.normalize("NFKC", text)
    found = _NUMBER.match(text)
    if found is None:
        raise UnitError(
            f'{what}: {text!r} is not a number with a unit. Write it as "{example}".',
            "not-a-quantity",
            key=what,
            stated=text,
            example=example,
        )
    rest = found[2]
    if rest.startswith(","):
        raise UnitError(
            f"{what}: {text!r} has a comma. Write the number with a point and no separators, as 1.5.",
            "separators",
            key=what,
            stated=text,
        )
    try:
        return Quantity(Decimal(found[1]), parse_unit(rest))
    except UnitError as error:
        raise UnitError(f"{what}: {error}", error.code, **error.fields, key=what) from None


def in_ucum(text: str) -> str:
    """A quantity as typed, with Chinese words of units and full-width characters in UCUM."""
    if not _CHINESE.search(text):
        return text.strip()
    plain = unicodedata.normalize("NFKC", text)
    return _CHINESE.sub(
        lambda hit: _SPELLINGS.get(hit[0], hit[0].removesuffix("次")), plain
    ).strip()


def exact(value: Fraction) -> Decimal:
    """A rational number as a decimal: exact where it ends, else to 28 digits."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def dimension(**powers: int) -> Dimension:
    """A dimension by name: ``dimension(mass=1, volume=-1)``."""
    return tuple(sorted(powers.items()))
