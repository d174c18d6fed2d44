"""Units as abstracts print them behind a number."""

import re

_WORDS = (
    r"(?:"
    r"(?:mg|µg|μg|mcg|ng|pg|g|mmol|nmol|µmol|μmol|mL|ml|L|l|IU|U|kcal|mEq)"
    r"(?:\s?/\s?|\s?[x×·.]\s?|\s)(?:kg|mL|ml|dL|dl|L|l|h|hr|hour|day|d|min|week|m2|m\(2\)|24\s?h)(?:\(-1\)|-1|−1)?"
    r"(?:(?:\s?/\s?|\s?[x×·.]\s?|\s)(?:kg|h|hr|hour|day|d|min)(?:\(-1\)|-1|−1)?)?"
    r"|mm\s?Hg|cm\s?H2O|microg(?:rams?)?|micrograms?|mcg|mg|µg|μg|ng|kg|g|mmol|nmol|mL|ml|L|cm|mm|"
    r"percentage points?|points?|days?|hours?|hrs?|h|minutes?|mins?|min|seconds?|secs?|sec|s|weeks?|"
    r"months?|years?|yrs?|yr|bpm|beats(?:\s?/\s?|\sper\s)min(?:ute)?|beats|°C|°|degrees(?:\sC)?|doses?|tablets?|"
    r"events?|episodes?|attacks?|units?|Nm|Hz|%|per\s?cent|percent|fold"
    r")(?![A-Za-z])"
)
UNIT = re.compile(rf"\s?({_WORDS})")
"""The first group is the unit as printed."""
UNIT_WORDS = rf"(?:\s?{_WORDS})"
"""The same for use within another pattern; no group."""
