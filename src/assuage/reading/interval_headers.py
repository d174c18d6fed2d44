"""Names of intervals in a text, with their levels: ``95% CI``, ``confidence limits (CI 90%)``."""

import re
from typing import NamedTuple

_NAME = re.compile(
    r"(?:\b|(?<=%))(?:"
    r"(?P<long>(?:[Cc]onfidence|[Cc]redib(?:le|ility)|CONFIDENCE)[\s-]*"
    r"(?:[Ii]nterv[ae]ls?|INTERVALS?|[Ll]imits?|[Bb]ounds?|[Rr]anges?|[Rr]egions?)"
    r"(?:,?\s*[\[(]\s*(?:\d\d\s?%\s?)?(?:CIs?|CrIs?|CLs?|C\.I\.)(?:\s?\d\d\s?%)?\s*[\])]s?)?)"
    r"|(?P<short>CIs?|CrIs?|Cls?|CLs?|C\.I\.?)(?P<behind>\(?(?:9[0-9](?:\.5)?|80)(?:\s?%|(?=\s?[=:,;)])))?\)?"
    r")(?![A-Za-z])"
)
_MARKS = ("CI", "onfidence", "CrI", "redib", " CL", "-CL", "% Cl", "C.I.", "CONFIDENCE")
"""A text with none of these has no header: most have none, and this is quick."""
_LEVEL = re.compile(
    r"(?<![\d.·])(\d\d(?:[.·]\d+)?)\s*(%|[ -]?per\s?cent)?[\s–-]*"
    r"(?:(?:Bayesian|bootstrap(?:ped)?|exact|Wilson|two-sided|one-sided|profile|simultaneous)\s+)?$"
)
_LEVEL_BEHIND = re.compile(r"\d\d(?:[.·]\d)?")
_BEHIND = re.compile(r"[\s,:(\[]*(\d\d(?:\.\d)?)\s?%\s?[)\]]?")
_USUAL = frozenset({"50", "80", "90", "95", "97.5", "98", "99"})


class Header(NamedTuple):
    """The name of an interval (``95% CI``): its characters, and its level in percent as printed."""

    start: int
    end: int
    level: str | None


def headers_of(text: str) -> list[Header]:
    """Every name of an interval in a text, in order; no level where none is printed beside it."""
    if not any(mark in text for mark in _MARKS):
        return []
    headers: list[Header] = []
    for match in _NAME.finditer(text):
        start, end = match.span()
        before = _LEVEL.search(text, max(0, start - 28), start)
        level = None
        if (
            before
            and (before[2] or before[1] in _USUAL)
            and float(before[1].replace("·", ".")) >= 50
        ):
            level, start = before[1].replace("·", "."), before.start(1)
        elif match["behind"]:
            behind = _LEVEL_BEHIND.search(match["behind"])
            level = behind[0] if behind else None
        else:
            after = _BEHIND.match(text, end)
            if after and after[1] in _USUAL:
                level, end = after[1], after.end()
        if match["short"] in ("Cl", "Cls", "CL", "CLs") and level is None:
            continue
        headers.append(Header(start, end, level))
    return headers
