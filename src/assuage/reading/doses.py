"""Doses: an amount of a drug with its unit, per weight, surface or time where it says so.

An amount counts as a dose where the text says that it is one: per kilogram or square metre, with a
frequency, after a word of dosing, or next to the name of a drug. Concentrations (``mg/dL``,
``ng/mL``) never do.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_NUMBER = r"\d+(?:[.,·]\d+)*"
_MASS = (
    r"(?:mg|mcg|µg|μg|ug|microg(?:rams?)?|micrograms?|milligrams?|grams?|ng|g|mmol|µmol|μmol|nmol|mEq"
    r"|IU|MU|units?|U|mL|ml|milliliters?|millilitres?)"
)
_PER = (
    r"(?:(?:\s?/\s?|\s?[·.x×]\s?|\s(?:per\s)?|-)(?:kg|kilograms?|m2|m\(2\)|m²|body weight|day|daily|d|24\s?h"
    r"|h|hr|hour|min|minute|week|dose)(?:\(-1\)|-1|−1|\^-1|(?![A-Za-z])))"
)
_DOSE = re.compile(
    # The character before the first digit is looked at behind it, so that the search leaps from digit to
    # digit instead of asking at every character.
    rf"\d(?<![\w.]\d)\d*(?:[.,·]\d+)*"
    rf"(?:(?:\s?{_MASS}(?:{_PER})*)?\s?(?:-|–|to|and|or|,|/)\s?{_NUMBER}){{0,4}}"
    rf"[\s-]?(?P<mass>{_MASS})\b(?P<per>{_PER}{{0,3}})"
)
_CONCENTRATION = re.compile(
    r"(?:\s?/\s?|\sper\s)(?:100\s)?(?:mL|ml|dL|dl|L|l|liter|litre|cm|mm|g|mg|mmol|tablet)\b"
    r"|\s?[·.x×]?\s?(?:mL|ml|dL|dl|L|l)(?:\(-1\)|-1|−1)|\s?%"
)
_BY_TIME = re.compile(r"day|daily|d\b|24|week|h(?:r|our)?\b|dose")
_VOLUME = re.compile(r"m(?:L|l|illi)")
_SPREAD = re.compile(r"(?:±|\+/?-)\s?$")
"""Before a standard deviation, which is no dose."""
_NEAR = 60
"""Characters between an amount by time (``20 mg/day``) and a drug."""
_BY_SIZE = re.compile(r"kg|kilogram|m2|m\(2\)|m²|body")
_TIMES = re.compile(
    r"[\s,]{0,2}\(?(?:(?:once|twice|one|two|three|four|five|\d)?[\s-]?(?:times?[\s-])?(?:daily|a day|per day|weekly"
    r"|a week|per week)|once|twice|b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|q\.?d|every|each|bolus|doses?\b|tablets?|capsules?"
    r"|/day|intravenous|oral|orally|i\.?v\.?|i\.?p\.?|i\.?m\.?|s\.?c\.?|p\.?o\.?|subcutaneous|intrathecal|epidural"
    r"|intramuscular|infusion)\b",
    re.IGNORECASE,
)
_DOSED = re.compile(
    r"(?:\bdos(?:e|es|age|ages|ing|ed)(?:\s(?:of|was|were|is|up to|at|to|from|range|between))*"
    r"|\bbolus(?:\sof)?|\b(?:received|receive|receiving|given|administered|injected|injection of|infused|infusion of"
    r"|infusion at|titrated to))[\s(:=]{1,3}(?:either\s|about\s|approximately\s)?$",
    re.IGNORECASE,
)
_BEFORE = 40
"""Characters in which a word of dosing is looked for before an amount."""
_GAP = 16
"""Characters between a drug and its amount: a space, a bracket, *at*, its salt or form."""
_JOINED = re.compile(
    r"\s?(?:[(\[,:-]|at|of|[A-Z]{2,4}|retard|hydrochloride|sodium|tablets?|monotherapy|therapy)?\s?[(\[]?"
)
_UNITS = re.compile(
    r"\d[\s-]?(?:m[gclLE]|µ|μ|u[gn]|n[gm]|g|mi[cl]|mmol|IU|MU|U)(?!en|in\b|ins\b|inutes?\b|onths?\b)"
)
"""What every amount holds; texts without it, half of them, are not searched further."""


_LIST = 200
"""Characters that a list of amounts before its first unit has at most."""


class _Amount(NamedTuple):
    start: int
    end: int
    mass: str
    per: str


def doses(text: str, agents: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Start and end of every dose; ``agents``: places of drugs, classes and chemicals."""
    first = _UNITS.search(text)
    if first is None:
        return []
    starts = {start for start, _ in agents}
    ends = {end for _, end in agents}
    return [
        (amount.start, amount.end)
        for amount in _amounts(text, max(0, first.start() - _LIST))
        if _TIMES.match(text, amount.end)
        or _DOSED.search(text, max(0, amount.start - _BEFORE), amount.start)
        or _rated(amount, agents)
        or _beside(text, amount, starts, ends)
    ]


def _amounts(text: str, start: int = 0) -> list[_Amount]:
    return [
        _Amount(match.start(), match.end(), match["mass"], match["per"])
        for match in _DOSE.finditer(text, start)
        if _CONCENTRATION.match(text, match.end()) is None
        and _SPREAD.search(text, max(0, match.start() - 4), match.start()) is None
    ]


def _rated(amount: _Amount, agents: Sequence[tuple[int, int]]) -> bool:
    """Whether it is a mass per weight or surface, or per time with a drug near."""
    if not amount.per or _VOLUME.search(amount.mass):
        return False
    if _BY_SIZE.search(amount.per):
        return True
    return _BY_TIME.search(amount.per) is not None and any(
        a - _NEAR < amount.end and amount.start < b + _NEAR for a, b in agents
    )


def _beside(text: str, amount: _Amount, starts: set[int], ends: set[int]) -> bool:
    """Whether a drug ends just before the amount or begins just after it (``5 mg of morphine``)."""
    for gap in range(_GAP):
        if amount.start - gap in ends and _JOINED.fullmatch(text, amount.start - gap, amount.start):
            return True
        if amount.end + gap in starts and _JOINED.fullmatch(text, amount.end, amount.end + gap):
            return True
    return False
